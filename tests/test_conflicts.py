"""Where the articles differ, stay vague or err, the data keeps every side and makes no quiet choice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.graph import Graph
from kg.namespaces import compact, expand
from kg.ontology import read_ontology
from kg.project import Project
from kg.records import Records, read_records

ENTRIES: dict[str, dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "conflicts.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
SOURCES: dict[str, str] = yaml.safe_load(
    (Path(__file__).parent / "questions" / "names.yaml").read_text(encoding="utf-8")
)["sources"]
KEYS = {"statements", "absent", "contested", "no_fact", "facts", "apart", "comments", "kinds"} | {
    "no_record", "no_key", "no_name", "found"
}  # fmt: skip
IN_WORDS = ("note", "quote", "hedge")

Node = dict[str, Any]


@pytest.fixture(scope="module")
def records(project: Project) -> Records:
    return read_records(project, read_ontology(project))


@pytest.fixture(scope="module")
def claims(records: Records) -> list[Node]:
    return [node for node in records.nodes if node["kind"] == "Claim"]


def values(node: Node, key: str) -> set[str]:
    """What stands under a key, in the words of the data files."""
    found = node.get(key, [])
    listed = found if isinstance(found, list) else [found]
    return {compact(str(each)).removeprefix("date:").removeprefix("kg:") for each in listed}


def holds(claim: Node, key: str, wanted: Any) -> bool:
    if key == "says":
        said = {name: values(claim, f"said:{name}") for name in wanted}
        return all(said[name] if value == "~" else value in said[name] for name, value in wanted.items())
    if key in IN_WORDS:
        return str(wanted) in str(claim.get(key, ""))
    if key == "in":
        return bool(claim["in"] == SOURCES[wanted])
    if key == "by" and wanted == "article":
        return bool(claim["by"] == claim["in"])
    return wanted in values(claim, key)


def matching(claims: list[Node], described: Node) -> list[Node]:
    return [claim for claim in claims if all(holds(claim, key, wanted) for key, wanted in described.items())]


def facts_of(graph: Graph, thing: str, property_: str) -> set[str]:
    rows = graph.select(f"SELECT ?o WHERE {{ <{expand(thing)}> <{expand('kg:' + property_)}> ?o }}").rows
    return {compact(getattr(row[0], "value", "")) for row in rows}


def test_every_entry_of_the_list_of_conflicts_is_kept(shared: Path) -> None:
    listed = re.findall(r"^- \*\*(C-\d+) ", (shared / "seeds" / "conflicts.md").read_text(encoding="utf-8"), re.M)
    assert len(listed) == 81
    assert list(ENTRIES) == listed
    assert all(entry and entry.keys() <= KEYS for entry in ENTRIES.values())


@pytest.mark.parametrize("name", ENTRIES)
def test_what_must_not_be_there_is_spelled_right(name: str, records: Records, graph: Graph) -> None:
    entry, known = ENTRIES[name], {node["id"] for node in records.nodes}
    pairs = [*entry.get("contested", []), *entry.get("no_fact", [])]
    absent = entry.get("absent", [])
    assert all(each.keys() <= {"in", "by", "about", "says", "modality", "dateBasis"} for each in absent)
    named = {each[key] for each in absent for key in ("by", "about") if key in each} - {"article"}
    assert (named | {thing for thing, _ in pairs}) - known == set()
    said = {key for each in absent for key in each.get("says", {})} | {property_ for _, property_ in pairs}
    assert [key for key in said if not facts_of(graph, f"kg:{key}", "saidAs")] == []


@pytest.mark.parametrize("name", ENTRIES)
def test_a_conflict_stands_in_the_claims_with_all_its_sides(name: str, claims: list[Node]) -> None:
    entry = ENTRIES[name]
    missing = [each for each in entry.get("statements", []) if not matching(claims, each)]
    assert missing == []
    present = [found["id"] for each in entry.get("absent", []) for found in matching(claims, each)]
    assert present == [], "no article says so"


@pytest.mark.parametrize("name", [name for name in ENTRIES if ENTRIES[name].keys() & {"contested", "no_fact", "facts"}])
def test_no_side_of_a_conflict_becomes_a_fact_by_a_quiet_choice(name: str, graph: Graph) -> None:
    entry = ENTRIES[name]
    for thing, property_ in entry.get("contested", []):
        assert f"kg:{property_}" in facts_of(graph, thing, "contested"), f"{thing}: {property_} is not contested"
    for thing, property_ in [*entry.get("contested", []), *entry.get("no_fact", [])]:
        assert facts_of(graph, thing, property_) == set(), f"{thing}: {property_} is a fact"
    for thing, property_, value in entry.get("facts", []):
        assert facts_of(graph, thing, property_) == {value}, f"{thing}: {property_}"


@pytest.mark.parametrize("name", ENTRIES)
def test_records_stay_apart_and_say_what_is_open(name: str, records: Records) -> None:
    entry, nodes = ENTRIES[name], {node["id"]: node for node in records.nodes}
    apart = entry.get("apart", [])
    assert len(set(apart)) == len(apart) and not set(apart) - nodes.keys()
    for identity, words in entry.get("comments", {}).items():
        assert words in " ".join(str(nodes[identity].get("comment", "")).split()), identity
    for identity, kind in entry.get("kinds", {}).items():
        assert nodes[identity]["kind"] == kind
    assert [each for each in nodes if any(each.startswith(start) for start in entry.get("no_record", []))] == []
    assert [each for each in nodes if set(entry.get("no_key", [])) & nodes[each].keys()] == []
    names = [node["form"] for node in records.nodes if node["kind"] == "Mention"]
    assert names and [form for form in names if any(name in form for name in entry.get("no_name", []))] == []
