"""A revision of a git repository is read as it was committed, and what git is asked is never more than that."""

from __future__ import annotations

import os
from hashlib import sha1
from itertools import count
from pathlib import Path

import pytest
from conftest import git

from kg.changes import Changes, changes
from kg.errors import RevisionError, UnreadableError
from kg.project import find_project, package_assets
from kg.project.revisions import project_at

SETTINGS = "[project]\nextends = ontology, queries\n"
RECORD = "- {{id: state:{0}, kind: State, label: {0}}}\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def commit(folder: Path, message: str, **files: str) -> str:
    """Write files, by their names, commit all, and tell the hash."""
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that is the top of its repository, with one state, committed once."""
    folder = tmp_path / "project"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "one", **{"kg.cfg": SETTINGS, "data/a.yaml": RECORD.format("north")})
    return folder


def told(found: Changes) -> list[tuple[str, str]]:
    return [(change.what, change.thing.rpartition("/")[2]) for change in found.changes]


def diff(root: Path, old: str, new: str = "now") -> list[tuple[str, str]]:
    return told(changes(find_project(root), old, new))


def test_a_revision_is_named_as_git_names_it(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    git(root, "tag", "-a", "-m", "a tag", "v1")
    commit(root, "two", **{"data/b.yaml": RECORD.format("south")})
    commit(root, "three", **{"data/c.yaml": RECORD.format("east")})
    for name in ("HEAD~2", "v1", first, first[:8], "main~2", "HEAD^^", ":/one", "main@{2}"):
        assert diff(root, name) == [("record gained", "east"), ("record gained", "south")], name
    assert diff(root, "v1", "HEAD~1") == [("record gained", "south")]
    assert diff(root, "HEAD", "HEAD~1") == [("record lost", "east")]
    assert diff(root, "HEAD") == []


def test_a_short_hash_names_the_only_commit_that_has_it(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    commit(root, "two", **{"data/b.yaml": RECORD.format("south")})
    write_object(root, "blob", b"", first[:4])
    assert diff(root, first[:4]) == [("record gained", "south")]
    write_object(root, "commit", git(root, "cat-file", "commit", first).encode() + b"\n", first[:4])
    with pytest.raises(RevisionError, match=r"several commits of .* have a hash that begins so: write more of it"):
        diff(root, first[:4])
    assert diff(root, first) == [("record gained", "south")]


def write_object(folder: Path, kind: str, text: bytes, start: str) -> None:
    """Have git keep an object whose hash starts so: a text, with a number behind it."""
    texts = (text + b"%d\n" % number for number in count())
    head = kind.encode()
    found = next(each for each in texts if sha1(b"%s %d\0%s" % (head, len(each), each)).hexdigest()[:4] == start)
    (folder / ".git" / "object").write_bytes(found)
    git(folder, "hash-object", "-t", kind, "-w", ".git/object")


def test_now_is_the_work_tree_also_where_it_is_not_committed(root: Path) -> None:
    write(root, {"data/a.yaml": RECORD.format("south"), "data/b.yaml": RECORD.format("east")})
    assert diff(root, "HEAD") == [("record gained", "east"), ("record lost", "north"), ("record gained", "south")]
    assert diff(root, "HEAD", "HEAD") == []
    assert git(root, "status", "--porcelain").splitlines() == ["M data/a.yaml", "?? data/b.yaml"]


def test_ontology_and_rules_are_those_of_the_revision(root: Path) -> None:
    """So a property that came later, or another rule, is told as a difference, and breaks nothing before it."""
    rule = "queries/promotion/weigh/5_wider.ru"
    term = (
        "@prefix kg: <https://w3id.org/actors-events/ontology#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . kg:motto a owl:DatatypeProperty ; rdfs:domain kg:State ;\n"
        'rdfs:range xsd:string ; rdfs:label "motto"@en ; skos:definition "Words of a state."@en .\n'
    )
    data = RECORD.format("north").replace("}", ", motto: Onwards}")
    commit(root, "two", **{rule: "INSERT { } WHERE { }", "ontology/own.ttl": term, "data/a.yaml": data})
    found = changes(find_project(root), "HEAD~1").changes
    assert [(each.what, each.property.partition("#")[2]) for each in found] == [("record changed", "motto")]
    write(root, {rule: "nonsense"})
    assert diff(root, "HEAD", "HEAD~1") == [("record changed", "north")]
    with pytest.raises(UnreadableError, match=r"5_wider\.ru"):
        diff(root, "HEAD")


def test_a_project_may_lie_deep_in_its_repository_with_names_in_any_script(tmp_path: Path) -> None:
    top = tmp_path / "depot"
    top.mkdir()
    git(top, "init", "-q")
    place = "조선 projects/données"
    files = {f"{place}/kg.cfg": SETTINGS, f"{place}/data/état 北.yaml": RECORD.format("north")}
    commit(top, "one", **files, **{"data/other.yaml": "no project's"})
    commit(top, "two", **{f"{place}/data/b.yaml": RECORD.format("south")})
    commit(top, "three", **{f"{place}/data/état 北.yaml": RECORD.format("north").replace("label", "lable")})
    assert diff(top / place, "HEAD~2", "HEAD~1") == [("record gained", "south")]
    with pytest.raises(UnreadableError, match=rf"^HEAD:{place}/data/état 北\.yaml:1:34: .*did you mean `label`"):
        diff(top / place, "HEAD")


def test_a_broken_revision_is_told_by_file_and_line_of_that_revision(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root, "broken", **{"data/a.yaml": "- id: state:north\n  kind: Stat\n  label: North\n"})
    commit(root, "mended", **{"data/a.yaml": RECORD.format("north")})
    for folder in (root, root.parent, Path("/")):  # whatever lies above the temporary folder
        monkeypatch.chdir(folder)
        with pytest.raises(
            UnreadableError,
            match=r"^HEAD~1:data/a\.yaml:2:3: `Stat` is no kind: did you mean `State`\? \[unknown-kind\]$",
        ):
            diff(root, "HEAD~1")
    assert diff(root, "HEAD~2") == []


@pytest.mark.parametrize(
    "name",
    ["--upload-pack=touch pwned", "--output=pwned", "-h", "--", "--all", "", "HEAD~9", "a b", "HEAD..HEAD", "^HEAD",
     "$(touch pwned)", "HEAD; touch pwned", "v1\nHEAD", "HEAD:data", "\udcff", "a\0b", "../..", "refs/heads/*"],
)  # fmt: skip
def test_a_name_that_is_no_revision_is_refused_and_does_nothing(root: Path, name: str) -> None:
    with pytest.raises(RevisionError, match=r"is no|is not|holds none"):
        diff(root, name)
    assert sorted(path.name for path in root.iterdir()) == [".git", "data", "kg.cfg"]


def test_no_repository_and_no_git_are_told_apart(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = tmp_path / "bare"
    write(bare, {"kg.cfg": SETTINGS, "data/a.yaml": RECORD.format("north")})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(RevisionError, match=r"HEAD: is no folder and no build: .*no repository.*`git init` makes one"):
        diff(bare, "HEAD")
    assert diff(bare, str(root)) == []
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RevisionError, match=r"git: is not installed"):
        diff(root, "HEAD")


def test_a_revision_before_the_project_came_is_told(root: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "elsewhere")
    git(root, "rm", "-rfq", ".")
    commit(root, "nothing of a project", **{"notes.txt": "x"})
    git(root, "checkout", "-q", "main")
    with pytest.raises(RevisionError, match=r"elsewhere: .* held none of ontology/, data/, queries/ then"):
        diff(root, "elsewhere")


def test_a_name_of_a_folder_and_of_a_branch_is_asked_about(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(root, "branch", "old")
    write(
        root, {"old/kg.cfg": SETTINGS, "old/data/a.yaml": RECORD.format("west"), "data/b.yaml": RECORD.format("south")}
    )
    monkeypatch.chdir(root)
    with pytest.raises(RevisionError, match=r"old: is a folder and a revision: write \./old"):
        diff(root, "old")
    assert diff(root, "refs/heads/old") == [("record gained", "south")]
    assert ("record lost", "west") in diff(root, "./old")


def test_the_surroundings_of_a_hook_do_not_lead_to_another_repository(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert diff(root, "HEAD") == []


def test_what_is_committed_counts_and_not_what_attributes_make_of_it(root: Path) -> None:
    attributes = "data/a.yaml export-ignore\n*.yaml text eol=crlf filter=ruin export-subst\n"
    git(root, "config", "filter.ruin.smudge", "touch pwned; cat")
    commit(root, "two", **{".gitattributes": attributes, "data/b.yaml": RECORD.format("south")})
    assert diff(root, "HEAD") == [] and not (root / "pwned").exists()


def test_a_link_in_a_revision_leads_nowhere_else(root: Path, tmp_path: Path) -> None:
    """One within data/ is followed, one out of it is refused, and data/ itself may be none."""
    write(tmp_path, {"secret/secret.yaml": RECORD.format("secret")})
    (root / "data" / "b").mkdir()
    (root / "data" / "a.yaml").rename(root / "data" / "b" / "whole.yml")
    (root / "data" / "a.yaml").symlink_to("b/whole.yml")
    commit(root, "within")
    (root / "data" / "a.yaml").unlink()
    (root / "data" / "a.yaml").symlink_to(tmp_path / "secret" / "secret.yaml")
    commit(root, "out of it")
    git(root, "rm", "-rfq", "data")
    (root / "data").symlink_to(tmp_path / "secret")
    commit(root, "the folder")
    with pytest.raises(
        UnreadableError, match=r"HEAD~2:data/b/whole\.yml:1:4: .* stands already at HEAD~2:data/a\.yaml:1"
    ):
        diff(root, "HEAD~2", "HEAD~3")
    with pytest.raises(UnreadableError, match=r"HEAD~1:data/a\.yaml: is a link that leads out of data/"):
        diff(root, "HEAD~1", "HEAD~3")
    with pytest.raises(UnreadableError, match=r"HEAD:data: is a link or a repository of its own"):
        diff(root, "HEAD", "HEAD~3")


def test_the_shipped_project_reads_its_own_past_and_not_the_present(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a `kg.cfg` it builds on nothing else, so a record that was not there then is not supplied by today's."""
    import kg.project
    import kg.project.revisions

    top = tmp_path / "checkout"
    files = {path.relative_to(package_assets()).as_posix(): path for path in package_assets().glob("ontology/**/*.ttl")}
    files |= {path.relative_to(package_assets()).as_posix(): path for path in package_assets().glob("queries/**/*.r?")}
    write(top, {name: path.read_text(encoding="utf-8") for name, path in files.items()})
    git(top, "init", "-q")
    commit(top, "one", **{"data/a.yaml": RECORD.format("north")})
    commit(top, "two", **{"data/b.yaml": RECORD.format("south")})
    for module in (kg.project, kg.project.revisions):
        monkeypatch.setattr(module, "package_assets", lambda: top)
    assert diff(top, "HEAD~1") == [("record gained", "south")]
    found = project_at(find_project(top), "HEAD~1", _empty(tmp_path / "then"))
    assert all(layer.is_relative_to(found.root) for layers in found.layers.values() for layer in layers)


def _empty(folder: Path) -> Path:
    folder.mkdir()
    return folder.resolve()


def test_nothing_is_left_in_the_temporary_folder(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(_empty(tmp_path / "tmp")))
    commit(root, "broken", **{"data/a.yaml": "nonsense"})
    assert diff(root, "HEAD~1", "HEAD~1") == []
    with pytest.raises(UnreadableError):
        diff(root, "HEAD")
    assert os.listdir(tmp_path / "tmp") == []  # noqa: PTH208
