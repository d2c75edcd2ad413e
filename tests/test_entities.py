"""The things that the articles name are there, apart from each other, with every form in which they are printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.namespaces import compact
from kg.ontology import read_ontology
from kg.project import Project
from kg.records import Records, read_records

FOLDER = Path(__file__).parent
MAPPING: dict[str, Any] = yaml.safe_load((FOLDER / "entities.yaml").read_text(encoding="utf-8"))
FACTS: dict[str, Any] = yaml.load((FOLDER / "facts.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)

Place = tuple[str, str, str, int]


@pytest.fixture(scope="module")
def records(project: Project) -> Records:
    return read_records(project, read_ontology(project))


@pytest.fixture(scope="module")
def entities(shared: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.safe_load((shared / "seeds" / "entities.yaml").read_text(encoding="utf-8"))
    return listed


@pytest.fixture(scope="module")
def mentions(records: Records) -> list[Place]:
    """The thing, the printed form, the source and the line of every mention."""
    found = []
    for node in records.nodes:
        if node["kind"] == "Mention":
            lines = node["line"] if isinstance(node["line"], list) else [node["line"]]
            found += [(node["of"], node["form"], node["in"], int(line)) for line in lines]
    return found


def meant_by(entity: str) -> set[str]:
    """The records that stand for an entity of the list."""
    ids = MAPPING["entities"][entity]
    return {ids} if isinstance(ids, str) else set(ids)


def test_every_entity_of_the_list_has_its_records(entities: list[dict[str, Any]], records: Records) -> None:
    assert len(entities) == 115
    assert {each["id"] for each in entities} == MAPPING["entities"].keys()
    assert [name for each in entities for name in meant_by(each["id"]) if name not in records.kinds] == []


def test_no_record_stands_for_two_entities(entities: list[dict[str, Any]]) -> None:
    taken: dict[str, list[str]] = {}
    for each in entities:
        for name in meant_by(each["id"]):
            taken.setdefault(name, []).append(each["id"])
    # the list counts a capital both as a place and as a name of its state
    assert {name: by for name, by in taken.items() if len(by) > 1} == {}


def test_every_form_in_which_an_entity_is_printed_is_a_mention(
    entities: list[dict[str, Any]], mentions: list[Place]
) -> None:
    there = set(mentions)
    left_out = {(each["entity"], each["form"], each["part"], each["line"]) for each in MAPPING["not_meant"]}
    missing, needless = [], set(left_out)
    for entity in entities:
        for printed in entity["surface_forms"]:
            for part, lines in printed["lines"].items():
                for line in lines:
                    place = (printed["form"], FACTS["sources"][part], line)
                    found = any((name, *place) in there for name in meant_by(entity["id"]))
                    key = (entity["id"], printed["form"], part, line)
                    if key in left_out:
                        needless.discard(key)
                        assert not found, f"{key} is a mention and stands in not_meant"
                    elif not found:
                        missing.append(key)
    assert missing == []
    assert needless == set(), "these stand in not_meant, and the list has no such form"


def test_every_mention_stands_in_its_line(shared: Path, mentions: list[Place]) -> None:
    lines = {
        source: (shared / "seeds" / name).read_text(encoding="utf-8").splitlines()
        for source, name in FACTS["archived"].items()
    }
    assert [each for each in mentions if each[1] not in lines[each[2]][each[3] - 1]] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("person:nobuo-kishi", "person:fumio-kishida"),
        ("person:park-won-gon", "person:pak-jong-chon"),
        ("organization:un-security-council", "organization:japan-national-security-council"),
        ("organization:university-of-north-korean-studies", "organization:center-for-north-korea-studies"),
        ("organization:ewha-university", "organization:ewha-womans-university"),
        ("organization:rok-military", "organization:rok-defence-ministry"),
    ],
)
def test_what_is_easily_confused_stays_apart_unless_a_claim_joins_it(one: str, other: str, records: Records) -> None:
    assert {one, other} <= records.kinds.keys()
    joined = [
        node for node in records.nodes
        if node["kind"] == "Claim" and "said:sameAs" in node and {node["about"], node["said:sameAs"]} == {one, other}
    ]  # fmt: skip
    assert len(joined) == (one == "organization:ewha-university")
    assert all(node["reading"] == "kg:inferred" and node["basis"] for node in joined)


def test_people_and_states_carry_names_in_their_own_script(records: Records) -> None:
    names = {node["id"]: node.get("altLabel", {}) for node in records.nodes if node["kind"] in ("Person", "State")}
    for thing, language in {
        "state:north-korea": "ko", "state:south-korea": "ko", "state:japan": "ja", "state:china": "zh",
        "person:kim-jong-un": "ko", "person:moon-jae-in": "ko", "person:wang-yi": "zh", "person:fumio-kishida": "ja",
    }.items():  # fmt: skip
        assert language in names[thing], compact(thing)
