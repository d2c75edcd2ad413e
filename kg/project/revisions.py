"""A project as it stood at a revision of its git repository.

The files come out of git's store as they were committed: no work tree is touched, no filter, hook or
attribute has a say, and nothing is fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kg.errors import RevisionError, UnreadableError
from kg.project import FOLDERS, SETTINGS, Project, find_project, package_assets

_OTHERS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What a hook of git sets for another repository than the project's."""
_LINK, _FILES = "120000", ("100644", "100755", "100664")


@dataclass(frozen=True)
class _Entry:
    mode: str
    hash: str
    path: PurePosixPath


def is_revision(project: Project, name: str) -> bool:
    """Whether git knows a commit by this name in the repository of a project."""
    try:
        _commit(project.root, name)
    except RevisionError:
        return False
    return True


def project_at(project: Project, name: str, folder: Path) -> Project:
    """Write a project as it stood at a revision into an empty folder.

    What the project builds on outside its own folder, as the package's ontology, is that of today.

    Args:
        name: a revision as git writes it: `HEAD~3`, a tag, a branch, a hash.

    Raises:
        RevisionError: there is no such revision, or the project did not stand there.
        UnreadableError: git cannot read its own store.
    """
    commit = _commit(project.root, name)
    entries = list(_entries(project.root, commit, name, place_of(project)))
    if not entries:
        what = f"{name}: {project.root} held none of {', '.join(f'{each}/' for each in FOLDERS)} then"
        raise RevisionError(f"{what}: name a later revision, or commit them")
    _write(project.root, entries, folder)
    found = find_project(folder)
    if project.root != package_assets():
        return found
    own = {each: tuple(layer for layer in found.layers[each] if layer.is_relative_to(folder)) for each in FOLDERS}
    if missing := [each for each in FOLDERS if not own[each]]:
        raise RevisionError(f"{name}: {project.root} held no {missing[0]}/ then: name a later revision")
    return Project(found.root, own)


def place_of(project: Project) -> str:
    """The folder of a project within its repository, with a slash at its end; empty at the top."""
    return os.fsdecode(_git(project.root, "rev-parse", "--show-prefix").removesuffix(b"\n"))


def _commit(root: Path, name: str) -> str:
    """The hash of a revision. A name that begins with a hyphen would be an option to git, with a caret all but that."""
    try:
        _git(root, "rev-parse", "--git-dir")
    except RevisionError as error:
        raise RevisionError(f"{name}: is no folder and no build: {error}") from error
    if name and not name.startswith(("-", "^")) and "\0" not in name:
        found = name
        with suppress(RevisionError):  # what is searched for, as in `:/word`, takes nothing behind it
            found = _git(root, "rev-parse", "--verify", "--quiet", name).decode().strip()
        try:
            return _git(root, "rev-parse", "--verify", f"{found}^{{commit}}").decode().strip()
        except RevisionError as error:
            if "is ambiguous" in str(error):
                what = f"{name}: several commits of {root} have a hash that begins so"
                raise RevisionError(f"{what}: write more of it") from error
    mend = "`git log --oneline` and `git tag` list what there is; a folder is written `./NAME`"
    raise RevisionError(f"{name}: is no revision of {root}, no folder and no build: {mend}")


def _entries(root: Path, commit: str, name: str, place: str) -> Iterator[_Entry]:
    """The files of a project that stood at a place of its repository; `name` is what the user calls the commit.

    Raises:
        RevisionError: git cannot list them.
        UnreadableError: a folder is a link or a repository of its own, whose files git does not hold.
    """
    wanted = [f"{place}{each}" for each in (*FOLDERS, SETTINGS)]  # of what was not there yet nothing is listed
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *wanted)
    for line in filter(None, listed.split(b"\0")):
        about, _, path = line.partition(b"\t")
        mode, _, digest = about.decode().split()
        entry = _Entry(mode, digest, PurePosixPath(os.fsdecode(path).removeprefix(place)))
        inside = len(entry.path.parts) > 1 and ".." not in entry.path.parts
        if not (inside or (mode in _FILES and entry.path.name == SETTINGS)) or mode not in (_LINK, *_FILES):
            what = f"{name}:{place}{entry.path}: is a link or a repository of its own, which git does not hold"
            raise UnreadableError(f"{what}: compare with a folder instead")
        yield entry


def _write(root: Path, entries: list[_Entry], folder: Path) -> None:
    """Files first and links last, so that nothing is written through a link."""
    asked = "".join(f"{entry.hash}\n" for entry in entries).encode()
    answer = memoryview(_git(root, "cat-file", "--batch", given=asked))
    texts: list[bytes] = []
    for entry in entries:
        head = bytes(answer[:200]).partition(b"\n")[0]
        if not head.startswith(entry.hash.encode() + b" blob "):
            raise UnreadableError(f"{entry.path}: git cannot read it: `git fsck` says what is wrong")
        size = int(head.split()[2])
        texts.append(bytes(answer[len(head) + 1 : len(head) + 1 + size]))
        answer = answer[len(head) + size + 2 :]
    for entry, text in sorted(zip(entries, texts, strict=True), key=lambda each: each[0].mode == _LINK):
        path = folder / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if entry.mode == _LINK:
            path.symlink_to(os.fsdecode(text))
        else:
            path.write_bytes(text)


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints.

    Raises:
        RevisionError: git is not there, knows no repository here, or refuses.
    """
    program = shutil.which("git")
    if program is None:
        raise RevisionError("git: is not installed: install it, or name folders and builds in place of revisions")
    settings = {name: value for name, value in os.environ.items() if name not in _OTHERS}
    settings |= {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    done = subprocess.run([program, "-C", str(root), *arguments], input=given, capture_output=True, env=settings)
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().splitlines() or ["no reason given"]
        what = f"{root}: git finds no repository or will not read it ({said[0].removeprefix('fatal: ')})"
        raise RevisionError(f"{what}: `git init` makes one; a folder or a build needs none")
    return done.stdout
