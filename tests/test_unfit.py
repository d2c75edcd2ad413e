"""What keeps a project from being checked is a finding too: at its place, and in every format that is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from junitparser import JUnitXml

from kg.cli import cli
from kg.errors import parts
from kg.project import Project

Make = Callable[[dict[str, str]], Project]
CASES = {case["unfit"]: case for case in yaml.safe_load(Path(__file__).with_name("unfit.yaml").read_text("utf-8"))}
DATA = "- {id: state:exampleland, kind: State, label: Exampleland}\n"


def kg(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def holding(make_project: Make, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], Path]:
    """Makes a sound project with the file of a case in it the working folder."""

    def made(case: dict[str, Any]) -> Path:
        root = make_project({"data/a.yaml": DATA}).root
        path = root / case["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case["text"].encode("utf-8", "surrogateescape"))
        monkeypatch.chdir(root)
        return root

    return made


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_cannot_be_used_is_a_finding_with_place_caret_and_page(
    holding: Callable[[dict[str, Any]], Path], case: dict[str, Any]
) -> None:
    holding(case)
    done = kg("check")
    head, line, caret = done.stdout.splitlines()
    assert head.startswith(f"{case['place']}: error: ") and head.endswith(f" [{case['rule']}]")
    assert case["says"] in head and done.exit_code == case["code"]
    assert line[caret.index("^") : caret.rindex("^") + 1] == case["caret"]
    assert kg("check", "-f", "github").stdout.count("::error file=") == 1


def test_every_format_for_programs_tells_it(holding: Callable[[dict[str, Any]], Path]) -> None:
    root = holding(CASES["Turtle with a prefix that is not declared"])
    [found] = json.loads(kg("check", "-f", "json").stdout)["problems"]
    assert (found["path"], found["line"], found["rule"]) == ("ontology/own.ttl", 2, "unfit-ontology")
    assert kg("check", "-o", "kg.sarif", "-q").exit_code == 1
    [run] = json.loads((root / "kg.sarif").read_text("utf-8"))["runs"]
    [rule], [result] = run["tool"]["driver"]["rules"], run["results"]
    assert rule["id"] == result["ruleId"] == "unfit-ontology" and "How to mend" in rule["help"]["text"]
    [suite] = JUnitXml.fromstring(kg("check", "-f", "junit").stdout.encode())
    assert suite.failures == 1


def test_the_report_of_shacl_cannot_tell_it_and_is_not_written(holding: Callable[[dict[str, Any]], Path]) -> None:
    root = holding(CASES["Turtle with a prefix that is not declared"])
    done = kg("check", "-o", "kg.ttl")
    assert done.exit_code == 1 and "ontology/own.ttl:2:1" in done.stderr and not (root / "kg.ttl").exists()


def test_a_link_that_leads_out_of_a_folder_is_a_finding(make_project: Make, tmp_path: Path) -> None:
    project = make_project({"data/a.yaml": DATA})
    (tmp_path / "other.yaml").write_text(DATA)
    (project.root / "data" / "b.yaml").symlink_to(tmp_path / "other.yaml")
    done = kg("--root", str(project.root), "check", "-f", "sarif")
    assert done.exit_code == 1 and '"ruleId": "link-outside"' in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--root", "/nowhere/at/all", "check"], "is not a folder"),
        (["check", "--archive", "/nowhere/at/all"], "is not a folder"),
    ],
)
def test_what_is_typed_wrong_is_no_finding(arguments: list[str], words: str) -> None:
    done = kg(*arguments, "-f", "json")
    assert done.exit_code == 2 and done.stdout == "" and words in done.stderr


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("a.ttl:3:4: it is so: mend it", ("a.ttl", 3, 4, "it is so", "mend it")),
        ("a.rq:3: it is: so: mend it", ("a.rq", 3, 0, "it is: so", "mend it")),
        ("a b: it is so: write `name: help`", ("a b", 0, 0, "it is so", "write `name: help`")),
        ("no place", ("", 0, 0, "no place", "")),
    ],
)
def test_the_message_of_an_error_has_its_parts(message: str, told: tuple[str, int, int, str, str]) -> None:
    assert parts(message) == told
