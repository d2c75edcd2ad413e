"""`kg diff` tells what changed and why: case by case as `tests/changes.yaml` says, and as the guide shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT, git

from kg.build import build
from kg.build.digests import Digests
from kg.changes import COLUMNS, changes, compare
from kg.changes.reading import Side, read_states
from kg.changes.sides import read_side
from kg.changes.text import to_text
from kg.cli import cli
from kg.graph import Graph, text_of
from kg.project import Project, find_project

TABLE = yaml.load((Path(__file__).parent / "changes.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
CASES = {case["promise"]: case for case in TABLE["cases"]}
GUIDE = (ROOT / "docs" / "changes.md").read_text(encoding="utf-8")

Make = Callable[[dict[str, str]], Project]


def data_of(case: dict[str, Any], side: str) -> str:
    """The records of one side of a case, in YAML."""
    own = [*case.get("records", []), *case.get(f"records_{side}", [])]
    launch = {"id": "launch:x", "kind": "Launch", "label": "A launch"}
    things = [*TABLE["things"], *([] if any(record["id"] == "launch:x" for record in own) else [launch])]
    source: dict[str, Any] = {"id": "source:s", "kind": "NewsArticle", "title": "An article", "published": "2022-01-18"}
    claims = [{"about": "launch:x", **claim} for claim in [*case.get("claims", []), *case.get(f"claims_{side}", [])]]
    source |= {"claims": claims} if claims else {}
    source |= {"mentions": case[f"mentions_{side}"]} if f"mentions_{side}" in case else {}
    return yaml.safe_dump([*things, *own, source], allow_unicode=True)


def sides(make_project: Make, tmp_path: Path, case: dict[str, Any]) -> tuple[Project, str]:
    """A project as it is after a case, and a folder with what it was before."""
    before = make_project({"data/a.yaml": data_of(case, "before")}).root.rename(tmp_path / "before")
    return make_project({"data/a.yaml": data_of(case, "after")}), str(before)


def rows(project: Project, old: str, new: str = "now") -> list[str]:
    """The changes as the table writes them, without their quotes."""
    found = []
    for row in changes(project, old, new).rows().rows:
        cells = [text_of(term) for term in row[: COLUMNS.index("quote")]]
        cells[2] = cells[2].removeprefix("kg:")
        found.append(" | ".join(cells))
    return [re.sub(" +", " ", row).strip() for row in found]


def of_claims(row: str) -> bool:
    return row.startswith("claim ")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_change_is_told_with_its_reasons(make_project: Make, tmp_path: Path, case: dict[str, Any]) -> None:
    found = rows(*sides(make_project, tmp_path, case))
    assert [row for row in found if not of_claims(row)] == case["changes"]
    if "claim_changes" in case:
        assert [row for row in found if of_claims(row)] == case["claim_changes"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_way_back_undoes_what_the_way_there_did(make_project: Make, tmp_path: Path, case: dict[str, Any]) -> None:
    project, before = sides(make_project, tmp_path, case)
    turned = {"gained": "lost", "lost": "gained"}

    one, other = read_side(project, before), read_side(project, "now")

    def changed(old: Side, new: Side) -> set[tuple[str, ...]]:
        found = [each for each in compare(old, new).changes if each.what.startswith("fact")]
        return {(each.what, each.thing, each.property, str(each.old), str(each.new)) for each in found}

    def back(what: str) -> str:
        noun, _, verb = what.rpartition(" ")
        return f"{noun} {turned.get(verb, verb)}"

    there = changed(one, other)
    assert {(back(what), thing, key, new, old) for what, thing, key, old, new in there} == changed(other, one)


# Sides


def read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the states that are compared are read whole, not only as far as they differ."""
    monkeypatch.setattr(Digests, "differ", lambda self, other: self.subjects.keys() | other.subjects.keys())


def test_the_shipped_data_does_not_differ_from_itself(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    side, again = read_side(project, "now"), read_side(project, "now")
    assert compare(side, again).changes == []
    read_whole(monkeypatch)
    state, _ = read_states(side, again)
    assert len(state.claims) > 150 and len(state.facts) > 150
    assert compare(side, again).changes == []


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_nothing_is_missed_by_reading_only_what_differs(
    make_project: Make, tmp_path: Path, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, before = sides(make_project, tmp_path, case)
    build(project)  # so that one side is a build, and the other files
    one, other = read_side(project, before), read_side(project, "now")
    found = compare(one, other)
    read_whole(monkeypatch)
    assert found == compare(one, other)


def test_a_finished_build_is_a_side_too(make_project: Make, tmp_path: Path) -> None:
    """Its hash names it; what changed in the files since is told."""
    project, _ = sides(
        make_project, tmp_path, CASES["a claim that contradicts contests the fact, and is named as the new one"]
    )
    name = build(project).folder.name
    assert changes(project, name).changes == []
    path = project.root / "data" / "a.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("label: A launch", "label: The launch"), encoding="utf-8")
    assert rows(project, name) == ["record changed | launch:x | rdfs:label | A launch | The launch | | | |"]


RULE = """#+ summary: Who launches something is taken for its host.
PREFIX kg: <https://w3id.org/actors-events/ontology#>
CONSTRUCT { ?launch kg:host ?state } WHERE { ?launch kg:launchedBy ?state }
"""


def test_a_rule_that_comes_changes_or_goes_changes_what_follows(make_project: Make) -> None:
    said = {"claims": [{"line": 3, "says": {"launchedBy": "state:north"}}]}
    project = make_project({"data/a.yaml": data_of(said, "after")})
    without = build(project).folder.name
    path = project.root / "queries" / "rules" / "hosts.rq"
    path.parent.mkdir(parents=True)
    path.write_text(RULE, encoding="utf-8")
    project = find_project(project.root)  # which has queries of its own now
    with_it = build(project).folder.name
    row = "inferred {} | launch:x | host | {} | {}, hosts | | |"
    assert rows(project, without) == [row.format("gained", "| state:north", "new rule")]
    assert rows(project, with_it, without) == [row.format("lost", "state:north |", "rule is gone")]
    path.write_text(RULE.replace("kg:launchedBy ?state", "kg:launchedBy ?any . ?state a kg:State"), encoding="utf-8")
    assert rows(project, with_it) == []
    path.write_text(RULE.replace("kg:launchedBy", "kg:target"), encoding="utf-8")
    assert rows(project, with_it) == [row.format("lost", "state:north |", "changed rule")]


def test_a_build_without_rules_is_compared_in_its_facts_alone_and_that_is_said(make_project: Make) -> None:
    said = {"claims": [{"line": 3, "says": {"launchedBy": "state:north"}}]}
    project = make_project({"data/a.yaml": data_of(said, "after")})
    name = build(project, rules=False).folder.name
    build(project)
    assert kg(project, name, code=0) == "no difference\n"
    assert not changes(project, name).rules


def test_claims_that_may_make_a_fact_are_those_that_promotion_gathers(
    project: Project, graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (ROOT / "queries" / "promotion" / "gather" / "candidates.rq").read_text(encoding="utf-8")
    gathered = {(triple.subject.value, triple.predicate.value, triple.object) for triple in graph.construct(text)}
    read_whole(monkeypatch)
    side = read_side(project, "now")
    state, _ = read_states(side, side)
    each = [(claim, thing, *said) for claim in state.claims.values() for thing in claim.about for said in claim.said]
    promoted = {key for key, how in state.promotion.items() if how != "never"}
    assert len(gathered) > 500
    assert gathered == {(thing, key, value) for claim, thing, key, value in each if claim.eligible and key in promoted}


# The command


def kg(project: Project, *arguments: str, code: int) -> str:
    done = CliRunner().invoke(cli, ["--root", str(project.root), "diff", *arguments], prog_name="kg")
    assert done.exit_code == code, (done.exception, done.output)
    return done.stdout or done.stderr


def test_it_exits_as_diff_does(make_project: Make, tmp_path: Path) -> None:
    project, before = sides(make_project, tmp_path, CASES["a new claim makes a fact"])
    assert kg(project, "now", code=0) == "no difference\n"
    assert kg(project, "now", "-f", "json", code=0) == "[]\n"
    assert "+ missileCount: 2" in kg(project, before, code=1)
    assert kg(project, before, "-o", str(tmp_path / "changes.csv"), code=1) == ""
    assert (tmp_path / "changes.csv").read_text(encoding="utf-8").startswith(",".join(COLUMNS))
    assert "is no folder and no build" in kg(project, "nothing", code=2)
    (tmp_path / "empty").mkdir()
    assert "holds none of ontology/" in kg(project, str(tmp_path / "empty"), code=2)
    (project.root / "data" / "a.yaml").write_text("- {id: launch:x, kind: Lunch}\n", encoding="utf-8")
    assert "did you mean `Launch`?" in kg(project, before, code=3)


def test_a_claim_that_a_fact_cites_is_not_told_twice_in_the_text(make_project: Make, tmp_path: Path) -> None:
    project, before = sides(make_project, tmp_path, CASES["a new claim makes a fact"])
    assert to_text(changes(project, before)).splitlines() == [
        "A launch  [launch:x]",
        "  + missileCount: 2",
        "      new claim: An army, “An article”, line 3",
        "",
        "facts: 1 gained; claims: 1 gained",
    ]


# The guide


def test_the_guide_shows_what_the_program_answers(make_project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are made as it shows them, its commands run, and its answers compared, letter by letter."""
    blocks = re.findall(r"```(\w+)\n(.*?)```", GUIDE, re.DOTALL)
    files = [text for language, text in blocks if language == "yaml"]
    first, second = ({text.split()[1]: text} for text in files[:2])
    project = make_project(first)
    git(project.root, "init", "-q")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "What the first article says")
    for name, text in second.items():
        (project.root / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(project.root)
    shown = [text.partition("\n") for language, text in blocks if language == "console"]
    assert len(shown) > 1
    for command, _, answer in shown:
        arguments = command.removeprefix("$ kg diff ").split()
        assert kg(find_project(project.root), *arguments, code=1) == answer, command


def test_the_guide_names_every_column_and_every_change(make_project: Make) -> None:
    told = set(re.findall(r"`([a-z ]+)`", GUIDE))
    whats = {
        row.split(" | ")[0]
        for case in CASES.values()
        for part in ("changes", "claim_changes")
        for row in case.get(part, [])
    }
    assert len(whats) > 8 and (whats | set(COLUMNS)) <= told
