"""Checking again after a save finds what a check from the start finds, and names what is behind an inference."""

from __future__ import annotations

import re
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg.check.watching
import kg.project
from kg.build.stages import load
from kg.check import Report, Schema, check, derive, question, read_schema, report_on
from kg.check.fixing import changes
from kg.check.rechecking import Rechecker
from kg.cli import cli
from kg.errors import MissingLibraryError, ProjectError, UnreadableError
from kg.graph import Graph
from kg.ontology import Holds
from kg.project import Project, find_project
from kg.records import read_records
from kg.records.mends import sure_value, sure_word

Make = Callable[[dict[str, str]], Project]

THINGS = """\
- {id: organization:university, kind: University, label: A university}
- {id: organization:institute, kind: Organization, label: An institute}
- {id: person:one, kind: Person, label: One}
- {id: launch:x, kind: Launch, label: A launch}
"""
SOURCE = """\
- id: source:a
  kind: Source
  title: A report
  published: 2022-01-18
  language: en
  claims:
    - {about: organization:institute, line: 1, quote: a part of it, says: {partOf: organization:university}}
    - {about: person:one, line: 2, quote: of the institute, says: {affiliation: organization:institute}}
    - {about: launch:x, line: 3, quote: It flew, says: {missileCount: 2, participant: person:one}}
"""
SHAPE = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
shape:Own a sh:NodeShape ; sh:targetClass kg:Person ; sh:property [
    sh:path kg:affiliation ; sh:in ( <https://w3id.org/actors-events/organization/institute> ) ;
    sh:message "Nobody belongs to anything but the institute: mend one of the claims."@en ] .
"""


@pytest.fixture
def own(make_project: Make, monkeypatch: pytest.MonkeyPatch) -> Project:
    project = make_project({"data/a.yaml": SOURCE, "data/things.yaml": THINGS})
    monkeypatch.chdir(project.root)
    return project


def told(report: Report) -> tuple[list[str], int, int, int, int]:
    texts = [f"{each} {each.span} {each.related} {each.fix}" for each in report.problems]
    return texts, report.records, report.claims, report.shapes, report.checks


# What is behind an inference


def test_a_mistake_that_a_rule_infers_names_the_record_and_the_claims_behind_it(make_project: Make) -> None:
    files = {"data/a.yaml": SOURCE, "data/things.yaml": THINGS, "ontology/shapes/own.ttl": SHAPE}
    [problem] = [each for each in check(make_project(files)).problems if each.rule == "shape:Own-affiliation"]
    assert (problem.path.name, problem.line) == ("things.yaml", 3)
    assert "`organization:university`" in problem.what
    assert [(each.path.name, each.span.line) for each in problem.related] == [("a.yaml", 8), ("a.yaml", 7)]
    claim = SOURCE.split("\n")[7]
    span = problem.related[0].span
    assert claim[span.column - 1 : span.end_column - 1] == "affiliation: organization:institute"
    assert {each.note for each in problem.related} == {"it comes from this, by the rule affiliations_with_wholes"}


def test_what_a_rule_infers_from_a_mistake_is_no_second_one(make_project: Make) -> None:
    """Who launches takes part, so a wrong launcher is a wrong participant as well."""
    shape = SHAPE.replace("kg:Person", "kg:Launch").replace("kg:affiliation", "kg:PATH")
    both = shape.replace("kg:PATH", "kg:launchedBy") + shape.replace("kg:PATH", "kg:participant").replace("Own", "Wide")
    source = SOURCE.replace("participant: person:one", "launchedBy: person:one")
    files = {"data/a.yaml": source, "data/things.yaml": THINGS}
    found = check(make_project(files | {"ontology/shapes/own.ttl": both})).errors
    assert [(each.rule, each.path.name, each.line) for each in found] == [("shape:said-launchedBy-2", "a.yaml", 9)]


# Again and again


EDITS: list[tuple[str, str, str]] = [
    ("data/a.yaml", "missileCount: 2", "missileCount: -2"),  # breaks a shape
    ("data/a.yaml", "quote: It flew, ", ""),  # and another
    ("data/a.yaml", "missileCount: -2", "misileCount: 2"),  # no key: nothing else is asked
    ("data/a.yaml", "misileCount: 2", "missileCount: 2"),
    ("data/things.yaml", "- {id: person:one", "\n\n- {id: person:one"),  # only places change
    ("data/b.yaml", "", "- {id: person:one, kind: Person, label: Again}\n"),  # twice, in a file between the two
    ("data/b.yaml", "person:one", "person:two"),
    ("data/things.yaml", "label: One", "label: Again"),  # a name that two bear
    ("ontology/shapes/own.ttl", "", SHAPE),
    ("data/b.yaml", "- {id: person:two", "- {id: person:two, kind: ["),  # no YAML
]


def test_after_each_save_the_findings_are_those_of_a_check_from_the_start(own: Project) -> None:
    (own.root / "ontology" / "shapes").mkdir(parents=True)
    checker = Rechecker(kg.project.find_project(own.root))
    seen = set()
    for name, old, new in [("data/a.yaml", "", ""), *EDITS]:
        path = Path(name)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")
        project = kg.project.find_project(own.root)
        again = told(checker.check())
        assert again == told(check(project)), f"after {old} became {new}"
        seen.add(tuple(again[0]))
    assert len(seen) > 7, "the edits make a difference"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shipped")
    shutil.copytree(Path(kg.__file__).parents[1] / "data", root / "data")
    (root / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    return root


ANYWHERE: list[tuple[str, str]] = [
    (r"label: (\w+)", "label: Seoul"), (r"launchedBy: [^,}\s]+", "launchedBy: person:kim-jong-un"),
    (r"missileCount: \d+", "missileCount: 0"), (r"kind: NewsAgency\b", "kind: Organization"),
    (r"published: \S+", "published: 1999-01-01"), (r"\n    - about: [^\n]+(\n      [^\n]+)+", ""),
]  # fmt: skip
"""Edits that change names, facts, classes, dates and claims, each where it fits first."""


def test_on_the_shipped_data_each_of_many_edits_is_found_as_a_check_from_the_start_finds_it(shipped: Path) -> None:
    """One after the other, so that what is remembered is of several states before."""
    project = kg.project.find_project(shipped)
    checker, schema, seen = Rechecker(project), read_schema(project), set()
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((shipped / "data").rglob("*.yaml"))}
    for old, new in [("", ""), *ANYWHERE]:
        path = next(path for path, text in texts.items() if re.search(old, text))
        texts[path] = re.sub(old, new, texts[path], count=1)
        path.write_text(texts[path], encoding="utf-8")
        again = checker.check()
        assert again.shapes, f"{old} became {new}: the structure is not sound, so that nothing more was asked"
        assert told(again) == told(afresh(project, schema)), f"after {old} became {new} in {path.name}"
        seen.add(tuple(told(again)[0]))
    assert len(seen) > 3, "the edits make a difference"


def afresh(project: Project, schema: Schema) -> Report:
    """As `kg.check.check`, without reading once more what data is checked by."""
    records, graph = read_records(project, schema.ontology), Graph.memory()
    if records.problems:
        return report_on(project, schema, records, graph, None)
    load(graph, schema.ontology, records)
    derive(project, graph)
    return report_on(project, schema, records, graph, question(project, schema, graph, None))


def test_a_file_that_goes_away_is_forgotten(own: Project) -> None:
    checker = Rechecker(own)
    assert told(checker.check())[0] == told(check(own))[0]
    Path("data/things.yaml").unlink()
    assert "unknown-id" in {each.rule for each in checker.check().problems}


def test_watching_checks_at_the_start_and_after_each_save(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def saves(project: Project) -> Iterator[list[Path]]:
        yield []
        Path("data/things.yaml").write_text(THINGS.replace("label: One", "lable: One"), encoding="utf-8")
        yield [Path("data/things.yaml").resolve()]
        Path("data/things.yaml").write_bytes(b"\xff")
        yield [Path("data/things.yaml").resolve()]
        Path("data/things.yaml").write_text(THINGS, encoding="utf-8")
        yield [Path("data/things.yaml").resolve()]

    monkeypatch.setattr(kg.check.watching, "saves", saves)
    done = CliRunner().invoke(cli, ["check", "--watch"])
    assert done.exit_code == 0 and done.stdout.count("the key `lable` is unknown here") == 1
    assert done.stderr.count("waiting for the next save") == 4 and "data/things.yaml checked in 0." in done.stderr
    assert "data/things.yaml:1:1: error: is not UTF-8: save it as UTF-8 [unreadable-file]" in done.stdout


def test_watching_needs_its_library(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "watchfiles", None)
    with pytest.raises(MissingLibraryError, match=r"pip install 'actors-events-kg\[watch\]'"):
        next(kg.check.watching.saves(own))


def test_a_save_is_noticed(own: Project) -> None:
    noticed = kg.check.watching.saves(own)
    assert next(noticed) == []
    Path("data/.a.yaml.swp").write_text("what an editor leaves", encoding="utf-8")
    Path("data/a.yaml").write_text(SOURCE + "\n", encoding="utf-8")
    assert next(noticed) == [Path("data/a.yaml").resolve()]
    noticed.close()  # type: ignore[attr-defined]


def test_a_folder_that_comes_or_goes_is_noticed(own: Project) -> None:
    """One that is moved into another, and that of the data itself, which may also be another one than before."""
    Path("aside/more").mkdir(parents=True)
    Path("aside/more/b.yaml").write_text("- {id: [", encoding="utf-8")
    noticed, root = kg.check.watching.saves(own), own.root.resolve()
    assert next(noticed) == []
    Path("aside/more").rename("data/more")
    assert next(noticed) == [root / "data/more"]
    for old, new in (("data", "gone"), ("aside", "data"), ("data", "aside"), ("gone", "data")):
        Path(old).rename(new)
        assert root / "data" in next(noticed)
    Path("data/more/b.yaml").write_text("- {id: ]", encoding="utf-8")
    assert root / "data/more/b.yaml" in next(noticed)
    noticed.close()  # type: ignore[attr-defined]


# Mends


def test_settings_that_change_are_noticed_and_count(own: Project) -> None:
    noticed, checker = kg.check.watching.saves(own), Rechecker(own)
    assert next(noticed) == []
    for text in ("extends = date", "extends = ontology, queries\narchive = data"):
        Path("kg.cfg.new").write_text(f"[project]\n{text}\n", encoding="utf-8")
        Path("kg.cfg.new").replace("kg.cfg")  # as editors do it
        assert next(noticed) == [Path("kg.cfg").resolve()]
        if "date" in text:
            with pytest.raises(ProjectError, match="cannot extend `date`"):
                checker.check()
    report, afresh = checker.check(), check(find_project(own.root))
    assert told(report) == told(afresh) and report.not_run == afresh.not_run == []
    noticed.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("17 January 2022", "2022-01-17"), ("January 17, 2022", "2022-01-17"), ("17. Jan 2022", "2022-01-17"),
        ("2022/01/17", "2022-01-17"), ("2022-1-17", "2022-01-17"), ("2022.1.7", "2022-01-07"),
        ("20220117", "2022-01-17"), ("17/01/2022", "2022-01-17"), ("1/17/2022", "2022-01-17"),
        ("05/05/2022", "2022-05-05"), ("January 2022", "2022-01"), ("2022-1", "2022-01"),
        ("01/02/2022", None), ("31 February 2022", None), ("2022/01", None), ("2022-17-01", None),
        ("17 Foo 2022", None), ("2022-1/17", None), ("next week", None), ("13/13/2022", None), ("22-01-17", None),
    ],
)  # fmt: skip
def test_a_date_is_mended_only_where_it_can_be_one_day_alone(written: str, meant: str | None) -> None:
    assert sure_value(Holds.DATE, written) == meant
    assert sure_value(Holds.DAY, written) == (meant if meant and len(meant) == 10 else None)


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("lable", ["label", "altLabel"], "label"), ("alt_label", ["label", "altLabel"], "altLabel"),
        ("lunch", ["Launch", "Event"], "Launch"), ("weponClass", ["weaponClass", "weaponType"], "weaponClass"),
        ("labell", ["label"], "label"), ("abel", ["label"], "label"), ("KIND", ["kind"], "kind"),
        ("cost", ["host", "most"], None), ("lebal", ["label"], None), ("ir", ["in", "is"], None), ("", ["a"], None),
    ],
)  # fmt: skip
def test_a_word_is_mended_only_where_one_alone_is_near(written: str, known: list[str], meant: str | None) -> None:
    assert sure_word(written, known) == meant


def test_a_misspelt_key_that_must_be_there_is_mended(own: Project) -> None:
    slips = SOURCE.replace("about: launch", "abuot: launch").replace("says: {aff", "sayss: {aff").replace("id:", "idd:")
    Path("data/a.yaml").write_text(slips, encoding="utf-8")
    while wanted := changes(check(own).problems):
        for each in wanted:
            each.write()
    assert Path("data/a.yaml").read_text(encoding="utf-8") == SOURCE


SLIPS = (
    "\ufeff# récords\r\n- {id: launch:z, kind: Lunch, lable: 발사}\r\n- id: source:b\r\n  kind: Source\r\n"
    "  title: 'A'\r\n  lanugage: en  \r\n  claims:\r\n"
    "    - {about: launch:x, line: 1, says: {date: '17 January 2022', damageReported: True}}\n"
    "    - {about: launch:x, line: 2, says: {date: 01/02/2022}}\r- {id: launch:y, kind: Launch, label: Y}"
)
MENDED = (
    SLIPS.replace("Lunch", "Launch").replace("lable", "label").replace("lanugage", "language")
    .replace("'17 January 2022'", "2022-01-17").replace("True", "true")
)  # fmt: skip


def listed() -> list[str]:
    return sorted(path.name for path in Path("data").iterdir())


def test_fix_writes_what_is_certain_and_leaves_every_other_byte(own: Project) -> None:
    path = Path("data/b.yaml")
    path.write_bytes(SLIPS.encode())
    path.chmod(0o640)
    done = CliRunner().invoke(cli, ["check", "--fix"], input="n\n")
    assert path.read_bytes() == SLIPS.encode() and "nothing was written" in done.stderr
    assert "-- {id: launch:z, kind: Lunch, lable: 발사}" in done.stderr
    assert "+- {id: launch:z, kind: Launch, lable: 발사}" in done.stderr
    done = CliRunner().invoke(cli, ["check", "--fix", "--yes"])
    assert done.exit_code == 1 and path.read_bytes() == MENDED.encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640 and listed() == ["a.yaml", "b.yaml", "things.yaml"]
    assert "bad-date" in done.stdout and "unknown-key" not in done.stdout


@pytest.mark.parametrize("moment", ["before the mends", "while they are shown"])
def test_a_file_that_changes_meanwhile_is_left_as_it_is(own: Project, moment: str) -> None:
    path = Path("data/b.yaml")
    path.write_bytes(SLIPS.encode())
    problems = check(own).problems
    made = changes(problems)
    path.write_bytes(b"# Another line\n" + SLIPS.encode())
    with pytest.raises(UnreadableError, match=r"^data/b\.yaml: has changed meanwhile, and is left as it is"):
        _ = changes(problems) if moment == "before the mends" else [each.write() for each in made]
    assert path.read_bytes() == b"# Another line\n" + SLIPS.encode()
    assert listed() == ["a.yaml", "b.yaml", "things.yaml"]
