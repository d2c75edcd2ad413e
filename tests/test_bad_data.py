"""A mistake in the data is named with its place and how to mend it, and the old graph goes on answering.

The mistakes that a text can show stand in `tests/bad_data.yaml`; here are those of files and folders.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.build import build, is_stale, open_graph
from kg.errors import KgError, ProjectError, UnreadableError
from kg.findings.pages import slips
from kg.ontology import Ontology, read_ontology
from kg.project import Project, find_project
from kg.records import read_records

TABLE = yaml.load((Path(__file__).parent / "bad_data.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
CASES = {case["mistake"]: case for case in TABLE["cases"]}


@pytest.fixture(scope="module")
def standing_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sound project that is built and answers."""
    root = tmp_path_factory.mktemp("standing")
    (root / "data").mkdir()
    (root / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    (root / "data" / "sound.yaml").write_text(TABLE["sound"], encoding="utf-8")
    build(find_project(root))
    return root


@pytest.fixture(scope="module")
def ontology(project: Project) -> Ontology:
    return read_ontology(project)


@pytest.fixture
def standing(standing_root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The sound project, as the working folder; files that a test puts beside `sound.yaml` vanish after it."""
    monkeypatch.chdir(standing_root)
    before = files(standing_root)
    answer = answers(find_project(standing_root))
    yield find_project(standing_root)
    assert answers(find_project(standing_root)) == answer, "the old graph goes on answering as before"
    for path in sorted(files(standing_root) - before, reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    assert not list((standing_root / ".kg" / "builds").glob("*.partial")), "nothing half-done is left"


def files(root: Path) -> set[Path]:
    """All that lies in a project, but for its builds."""
    return {path for top in root.iterdir() if top.name != ".kg" for path in (top, *top.rglob("*"))}


def answers(project: Project) -> tuple[Path, int]:
    """Which build answers, and how many statements it holds."""
    return (project.state / "current").resolve(), len(open_graph(project))


def complaint(project: Project) -> str:
    """What `build` says; the project must be bad."""
    with pytest.raises(KgError) as caught:
        build(find_project(project.root))
    return str(caught.value)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_mistake_is_named_with_its_place_and_how_to_mend_it(standing: Project, case: dict[str, Any]) -> None:
    if "ontology" in case:
        Path("ontology").mkdir()
        Path("ontology/own.ttl").write_text(f"{TABLE['prefixes']}\n{case['ontology']}", encoding="utf-8")
    else:
        Path("data/bad.yaml").write_bytes(case["data"].encode())
    assert complaint(standing).split("\n") == case["problems"]
    assert is_stale(find_project(standing.root))


def test_every_message_names_line_and_column(standing: Project) -> None:
    lines = [line for case in CASES.values() for line in case["problems"]]
    assert [line for line in lines if not re.match(r"[\w/]+\.(yaml|ttl):\d+:\d+: \S", line)] == []


def test_every_message_on_data_names_its_rule() -> None:
    lines = [line for case in CASES.values() if "data" in case for line in case["problems"]]
    assert [line for line in lines if not re.search(r" \[[a-z]+(-[a-z]+)*\]$", line)] == []


@pytest.mark.parametrize("case", [case for case in CASES.values() if "data" in case], ids=lambda case: case["mistake"])
def test_a_mistake_has_a_stretch_of_text_and_a_page_of_help(
    make_project: Callable[[dict[str, str]], Project], project: Project, ontology: Ontology, case: dict[str, Any]
) -> None:
    own = make_project({"data/bad.yaml": case["data"], "data/sound.yaml": TABLE["sound"]})
    texts = {path: path.read_text("utf-8") for path in (own.root / "data").iterdir()}
    problems = read_records(own, ontology).problems
    assert [str(each).partition("data/")[2] for each in problems] == [
        line.partition("data/")[2].replace(" data/", f" {own.root}/data/") for line in case["problems"]
    ]
    for each in problems:
        lines = texts[each.path].split("\n")
        assert (each.line, each.column) <= (each.end_line, each.end_column) <= (len(lines), len(lines[-1]) + 1)
        assert each.rule in slips()
        if each.fix:
            line, span = lines[each.fix.span.line - 1], each.fix.span
            assert line[span.column - 1 : span.end_column - 1] == each.fix.old != each.fix.text


BYTES = {
    "an empty file": (
        b"", "data/bad.yaml:1:1: the file is empty: begin each record with `- id: PREFIX:NAME` [empty-file]",
    ),
    "latin-1": (
        "- id: launch:b\n  kind: Launch\n  label: 발사 \u00c4rger".encode("utf-8").replace("\u00c4".encode(), b"\xc4"),
        "data/bad.yaml:3:13: is not UTF-8: save it as UTF-8",
    ),
    "utf-16": ("\ufeff- id: launch:b".encode("utf-16-le"), "data/bad.yaml:1:1: is not UTF-8: save it as UTF-8"),
    "deep brackets": (
        b"- " + b"[" * 100_000,
        "data/bad.yaml:1:1003: the text is nested too deep: write it flatter; an alias cannot hold itself [too-deep]",
    ),
    "deep dashes": (
        b"- " * 100_000,
        "data/bad.yaml:1:257: the text is nested too deep: write it flatter; an alias cannot hold itself [too-deep]",
    ),
    "deep and closed brackets": (
        b"- " + b"[{a: " * 100_000 + b"}]" * 100_000,
        "data/bad.yaml:1:2503: the text is nested too deep: write it flatter; an alias cannot hold itself [too-deep]",
    ),
    "a mistake before deep dashes": (
        b"- {id: launch:b, id: launch:c}\n- " + b"- " * 100_000,
        "data/bad.yaml:1:18: the key `id` stands here twice: keep one of them [duplicate-key]",
    ),
    "an alias bomb": (
        b"- &a [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(b"- &%c [%s]\n" % (98 + n, b", ".join([b"*%c" % (97 + n)] * 9)) for n in range(20)),
        "data/bad.yaml:2:7: aliases multiply without end: write the values out [alias-bomb]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "message"), BYTES.values(), ids=BYTES.keys())
def test_bytes_that_are_no_sound_text_are_refused(standing: Project, data: bytes, message: str) -> None:
    Path("data/bad.yaml").write_bytes(data)
    assert complaint(standing) == message


def a_file_of_100_megabytes(path: Path) -> str:
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    return "data/bad.yaml: has 100 MiB, more than 64: split it into several files"


def a_pipe(path: Path) -> str:
    os.mkfifo(path)
    return "data/bad.yaml: is no ordinary file: put one in its place"


def a_link_to_nothing(path: Path) -> str:
    path.symlink_to("nowhere.yaml")
    return "data/bad.yaml: cannot be read: No such file or directory: mend its permissions, or the link"


def a_link_out_of_the_folder(path: Path) -> str:
    path.symlink_to("/etc/hostname")
    return f"{path}: is a link that leads out of data/: put the file itself there [link-outside]"


def a_folder_that_leads_out(path: Path) -> str:
    path.with_suffix("").symlink_to("/etc")
    return f"{path.with_suffix('')}: is a link that leads out of data/: put the file itself there [link-outside]"


@pytest.mark.parametrize(
    "place",
    [a_file_of_100_megabytes, a_pipe, a_link_to_nothing, a_link_out_of_the_folder, a_folder_that_leads_out],
    ids=lambda place: place.__name__,
)
def test_what_is_no_file_of_the_project_is_refused(standing: Project, place: Callable[[Path], str]) -> None:
    expected = place(standing.root / "data" / "bad.yaml")
    assert complaint(standing) == expected


def test_a_link_within_the_folder_is_followed(standing: Project) -> None:
    Path("data/more.yaml").write_text("- {id: launch:b, kind: Launch, label: B}\n", encoding="utf-8")
    Path("data/link.yaml").symlink_to("more.yaml")
    assert "`launch:b` stands already at data/link.yaml:1" in complaint(standing)


def test_a_file_without_permission_is_refused(standing: Project) -> None:
    """Root may read anything, so there another user tries."""
    Path("data/bad.yaml").write_text("- {id: launch:b, kind: Launch, label: B}\n", encoding="utf-8")
    Path("data/bad.yaml").chmod(0)
    for folder in (standing.root, *standing.root.parents[:-2]):
        folder.chmod(folder.stat().st_mode | stat.S_IROTH | stat.S_IXOTH)
    code = """if True:
        import os
        from kg.records.yamlfile import YamlFile
        from kg.errors import UnreadableError
        from pathlib import Path
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            YamlFile(Path("data/bad.yaml"), Path("data/bad.yaml"))
        except UnreadableError as error:
            print(error)
    """
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "data/bad.yaml: cannot be read: Permission denied: mend its permissions, or the link\n"


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    assert "data: holds no .yaml file: put a file of records there" in complaint(find_project(tmp_path))


def test_a_folder_that_is_no_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"holds none of ontology/, data/, queries/: make a project with `kg init"):
        find_project(tmp_path)
    with pytest.raises(ProjectError, match="is not a folder"):
        find_project(tmp_path / "absent")


def test_a_folder_named_like_a_file_is_a_folder(make_project: Callable[[dict[str, str]], Project]) -> None:
    project = make_project({"data/folder.yaml/a.yaml": TABLE["sound"]})
    assert build(project).records == 4


def test_a_broken_file_does_not_make_references_to_its_records_dangle(
    make_project: Callable[[dict[str, str]], Project],
) -> None:
    project = make_project({"data/a.yaml": TABLE["sound"], "data/b.yaml": "- {id: person:p, kind: Person"})
    (project.root / "data/c.yaml").write_text("- {id: event:e, kind: Event, label: E, participant: person:p}\n")
    assert len(complaint(project).split("\n")) == 1


def test_data_that_changes_under_the_reader_is_refused(standing: Project) -> None:
    """A note is given between reading the state of the files and reading the files themselves."""
    path = Path("data/more.yaml")
    path.write_text("- {id: launch:b, kind: Launch, label: B}\n", encoding="utf-8")


    def change(note: str) -> None:
        path.write_text("- {id: launch:c, kind: Launch, label: Another}\n", encoding="utf-8")

    with pytest.raises(UnreadableError, match="changed while it was read: build again"):
        build(standing, change)
