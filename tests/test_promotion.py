"""Claims become facts as `tests/promotion.yaml` says, case by case, in whatever order they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import compress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.build.promotion import promote
from kg.build.stages import load
from kg.errors import QueryError
from kg.graph import Graph, text_of
from kg.namespaces import KG
from kg.ontology import read_ontology
from kg.project import Project, find_project
from kg.records import read_records

TABLE = yaml.load((Path(__file__).parent / "promotion.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
CASES = {case["promise"]: case for case in TABLE["cases"]}
PREFIXES = tuple({thing["id"].partition(":")[0] + ":" for thing in TABLE["things"]})
ENDS = ("earliest", "latest", "latestStart", "earliestEnd")
DAYS = (*ENDS, *(f"{end}Day" for end in ENDS), "oneDay", "qualified")

Make = Callable[[dict[str, str]], Project]


def project_of(make_project: Make, case: dict[str, Any], order: list[int] | None = None) -> Project:
    """A project with the claims of a case in the given order, the first half in a file that is read last."""
    sources = [
        {"id": f"source:s{number}", "kind": "NewsArticle", "title": "An article", "published": "2022-01-18",
         "claims": [{"about": "launch:x", "line": "1", **claim}]}
        for number, claim in enumerate(case.get("claims", []))
    ]  # fmt: skip
    placed = [sources[number] for number in order] if order is not None else sources
    half = len(placed) // 2
    files = {"m": [*TABLE["things"], *case.get("records", [])], "z": placed[:half], "a": placed[half:]}
    return make_project({f"data/{name}.yaml": yaml.safe_dump(records) for name, records in files.items() if records})


def promoted(project: Project) -> set[tuple[str, str, str]]:
    """What promotion adds to the graph of a project."""
    ontology = read_ontology(project)
    records = read_records(project, ontology)
    assert records.problems == []
    graph = Graph.memory()
    load(graph, ontology, records)
    every = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    before = set(graph.construct(every))
    size = promote(project, graph)
    added = set(graph.construct(every)) - before
    assert len(added) == size - len(before)
    return {(text_of(s), p.value.removeprefix(KG), text_of(o).removeprefix("kg:")) for s, p, o in added}


def expected(case: dict[str, Any]) -> dict[str, Any]:
    parts = {part: case.get(part, {}) for part in ("facts", "contested", "bounds")}
    for keys in parts["facts"].values():
        keys.update({key: sorted(values) for key, values in keys.items()})
    parts["contested"] = {thing: sorted(keys) for thing, keys in parts["contested"].items()}
    parts["bounds"] = {
        thing: [None if day == "null" else day for day in days] for thing, days in parts["bounds"].items()
    }
    return parts


def outcome(triples: set[tuple[str, str, str]]) -> dict[str, Any]:
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    contested: dict[str, list[str]] = defaultdict(list)
    bounds: dict[str, list[str | None]] = defaultdict(lambda: [None] * 4)
    marked: dict[str, set[str]] = {"oneDay": set(), "qualified": set()}
    for thing, key, value in sorted(triples):
        if key == "contested":
            contested[thing].append(value)
        elif key in ENDS:
            bounds[thing][ENDS.index(key)] = value
        elif key in marked:
            marked[key].add(thing)
        elif key not in DAYS:
            facts[thing][key].append(value)
    told = {thing: _without_inner(days, [thing in each for each in marked.values()]) for thing, days in bounds.items()}
    return {"facts": {thing: dict(keys) for thing, keys in facts.items()}, "contested": contested, "bounds": told}


def _without_inner(days: list[str | None], marked: list[bool]) -> list[str | None]:
    """The bounds as the table has them: the inner ones only where they differ from the outer ones."""
    first, last, latest_start, earliest_end = days
    inner = [] if (latest_start, earliest_end) == (last, first) else [latest_start, earliest_end]
    return [first, last, *inner, *compress(("day", "about"), marked)]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_claims_make_these_facts_and_no_others(make_project: Make, case: dict[str, Any]) -> None:
    assert outcome(promoted(project_of(make_project, case))) == expected(case)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_of_claims_and_files_makes_no_difference(make_project: Make, data: st.DataObject) -> None:
    case = CASES[data.draw(st.sampled_from([name for name, case in CASES.items() if len(case["claims"]) > 1]))]
    order = data.draw(st.permutations(range(len(case["claims"]))))
    assert outcome(promoted(project_of(make_project, case, list(order)))) == expected(case)


def test_a_query_that_does_not_run_is_named(make_project: Make) -> None:
    files = {"data/a.yaml": yaml.safe_dump(TABLE["things"]), "queries/promotion/weigh/5_wider.ru": "DELETE nothing"}
    with pytest.raises(QueryError, match=r"queries/promotion/weigh/5_wider\.ru:1:13: .+: mend it"):
        promoted(make_project(files))


def test_a_project_weighs_by_a_query_of_its_own(make_project: Make) -> None:
    """Its file counts in place of the file of the same name in the package."""
    case = CASES["a broader concept gives way to the narrower one"]
    project = project_of(make_project, case)
    own = project.root / "queries" / "promotion" / "weigh" / "5_wider.ru"
    own.parent.mkdir(parents=True)
    own.write_text("INSERT { } WHERE { }", encoding="utf-8")
    assert outcome(promoted(find_project(project.root)))["contested"] == {"launch:x": ["weaponClass"]}


def test_days_are_counted_as_well_as_written(make_project: Make) -> None:
    triples = promoted(project_of(make_project, {"claims": [{"says": {"date": "[1969-12-31..1970-01-02]"}}]}))
    days = {key: value for thing, key, value in triples if thing == "launch:x" and key in DAYS}
    early, late = ("earliest", "earliestEnd"), ("latestStart", "latest")
    assert days == {
        **dict.fromkeys(early, "1969-12-31"), **dict.fromkeys(late, "1970-01-02"), "oneDay": "true",
        **{f"{end}Day": "-1" for end in early}, **{f"{end}Day": "1" for end in late},
    }  # fmt: skip


def test_all_cases_at_once_are_the_same_as_each_alone(make_project: Make) -> None:
    """What is weighed for one thing does not leak into another: every case with ids of its own, in one graph."""
    cases = list(CASES.values())
    things: list[Any] = []
    claims: list[Any] = []
    wanted: dict[str, Any] = {"facts": {}, "contested": {}, "bounds": {}}
    for number, case in enumerate(cases):
        suffix = f"-case{number}"
        things += _renamed([*TABLE["things"], *case.get("records", [])], suffix)
        claims += _renamed([{"about": "launch:x", **claim} for claim in case["claims"]], suffix)
        for part, answer in _renamed(expected(case), suffix).items():
            wanted[part].update(answer)
    listed = [{**claim, "line": str(number + 1)} for number, claim in enumerate(claims)]
    source = {"id": "source:all", "kind": "NewsArticle", "title": "All", "published": "2022-01-18", "claims": listed}
    assert outcome(promoted(make_project({"data/all.yaml": yaml.safe_dump([*things, source])}))) == wanted


def _renamed(value: Any, suffix: str) -> Any:
    """The same value with a suffix on every id of `things` in it."""
    if isinstance(value, dict):
        return {_renamed(key, suffix): _renamed(each, suffix) for key, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, suffix) for each in value]
    return f"{value}{suffix}" if isinstance(value, str) and value.startswith(PREFIXES) else value
