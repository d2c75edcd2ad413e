"""`kg new` prints what can be filled in and used: YAML with every key that a kind may have, and no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from kg.check import check
from kg.errors import NotFoundError
from kg.ontology import NESTED, read_ontology
from kg.project import Project, find_project
from kg.writing.blanks import blank_record

KINDS = sorted(read_ontology(find_project()).prefix_of)
OFFERED = re.compile(r"^( *)# ([A-Za-z0-9]+): (\S.*)$", re.MULTILINE)

OTHERS = """\
- {id: state:north-korea, kind: State, label: North Korea}
- {id: person:someone, kind: Person, label: Someone}
- {id: post:some-post, kind: Post, label: Some post}
- {id: launch:some-launch, kind: Launch, label: Some launch}
- {id: weapon-class:missile, kind: WeaponClass, label: missile, definition: What flies by itself.}
- {id: source:some-list, kind: Dataset, title: Some list, published: 2022-01-18}
"""
FILLED = {
    "about: PREFIX:NAME": "about: launch:some-launch",
    "{KEY: VALUE}": "{missileCount: 2}",
    "sources: source:NAME": "sources: source:some-list",
    "PREFIX:NAME": "state:north-korea",
    "person:NAME": "person:someone",
    "post:NAME": "post:some-post",
    "language: TEXT": "language: en",
    "sha256: TEXT": f"sha256: {'0' * 64}",
    "TEXT": "some words",
}
"""What a person puts in the place of each placeholder; the first that fits."""


def read(text: str) -> dict[str, Any]:
    [record] = yaml.load(text, Loader=yaml.BaseLoader)
    return dict(record)


@pytest.mark.parametrize("name", KINDS)
def test_a_blank_record_of_every_kind_is_yaml(name: str, project: Project) -> None:
    record = read(blank_record(project, name))
    if name not in NESTED.values():
        assert record["kind"] == name
        assert record["id"] == f"{read_ontology(project).prefix_of[name]}:NAME"
    assert all(record.values())


@pytest.mark.parametrize("name", KINDS)
def test_what_a_blank_record_offers_are_keys_of_its_kind(name: str, project: Project) -> None:
    """Taking away the marks of the comments gives a record that is read, each key once."""
    ontology = read_ontology(project)
    text = blank_record(project, name)
    offered = [key for _, key, _ in OFFERED.findall(text)]
    record = read(OFFERED.sub(r"\1\2: \3", text))
    claims = record.pop("claims", [])
    for claim in [record] if name == "Claim" else claims:
        assert claim.keys() - ontology.of_claims.keys() <= {"says"}
    if name == "Mention":
        assert record.keys() <= ontology.of_mentions.keys()
    elif name != "Claim":
        assert record.keys() - ontology.keys_of(name).keys() <= {"id", "kind"}
        assert set(offered) <= record.keys() | {key for claim in claims for key in claim}


@pytest.mark.parametrize(
    "name", ["Launch", "NewsArticle", "Organization", "Person", "Place", "Source", "Statement", "Tally", "Tenure"]
)
def test_a_blank_record_filled_in_has_no_error(
    name: str, project: Project, make_project: Callable[[dict[str, str]], Project]
) -> None:
    text = blank_record(project, name).replace(":NAME\n", ":filled-in\n", 1)
    for blank, value in FILLED.items():
        text = text.replace(blank, value)
    assert "NAME" not in re.sub(r"#.*", "", text)
    report = check(make_project({"data/others.yaml": OTHERS, "data/new.yaml": text}))
    assert report.errors == []
    assert report.records == 7


def test_a_kind_that_does_not_exist_is_answered_with_the_nearest(project: Project) -> None:
    with pytest.raises(NotFoundError, match="did you mean `Launch`"):
        blank_record(project, "Lunch")
    with pytest.raises(NotFoundError, match="Actor: is no kind of record"):
        blank_record(project, "Actor")
