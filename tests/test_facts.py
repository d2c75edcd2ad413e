"""The data holds what the archived articles state, in their words."""

from __future__ import annotations

import hashlib
import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.namespaces import compact
from kg.ontology import read_ontology
from kg.project import Project
from kg.records import Records, read_records

MAPPING: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "facts.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)


@pytest.fixture(scope="module")
def records(project: Project) -> Records:
    return read_records(project, read_ontology(project))


@pytest.fixture(scope="module")
def claims(records: Records) -> list[dict[str, Any]]:
    """Those that rest on an archived text."""
    return [node for node in records.nodes if node["kind"] == "Claim" and node["in"] in MAPPING["archived"]]


@pytest.fixture(scope="module")
def facts(shared: Path) -> list[dict[str, Any]]:
    listed = yaml.safe_load((shared / "seeds" / "facts.yaml").read_text(encoding="utf-8"))
    return [fact for fact in listed if fact["part"] in MAPPING["sources"]]


def shared_words(one: str, other: str) -> int:
    """The length of the longest run of words that two texts share."""
    words = [re.findall(r"\w+", text.casefold()) for text in (one, other)]
    return SequenceMatcher(None, words[0], words[1], autojunk=False).find_longest_match().size


def test_every_fact_of_the_articles_is_claimed_at_its_line_in_its_words(
    facts: list[dict[str, Any]], claims: list[dict[str, Any]]
) -> None:
    assert len(facts) == 325
    missing = []
    for fact in facts:
        if fact["id"] in MAPPING["without_claim"]:
            continue
        if not claims_of(fact, claims):
            missing.append(fact["id"])
    assert missing == []
    assert set(MAPPING["without_claim"]) <= {fact["id"] for fact in facts}


def claims_of(fact: dict[str, Any], claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The claims at the line of a fact that share its words."""
    source, wanted = MAPPING["sources"][fact["part"]], min(3, len(re.findall(r"\w+", fact["quote"])))
    near = [claim for claim in claims if claim["in"] == source and claim["line"] == str(fact["line"])]
    return [claim for claim in near if shared_words(claim["quote"], fact["quote"]) >= wanted]


def names_in(claim: dict[str, Any], *keys: str) -> set[str]:
    """The records that a claim names under some keys."""
    values = [claim.get(key, []) for key in keys]
    return {name for value in values for name in (value if isinstance(value, list) else [value])}


def manner(claim: dict[str, Any]) -> set[str]:
    """In which manner a claim says what it says."""
    found = {compact(claim["modality"]).removeprefix("kg:")}
    denies = str(claim.get("negated")).lower() == "true" or "said:omits" in claim
    if denies or str(claim.get("said:damageReported")).lower() == "false":
        found.add("negated")
    if "madeIn" in claim or any(name.startswith("statement:") for name in names_in(claim, "about")):
        found.add("statement")
    return found


def speakers(fact: dict[str, Any]) -> set[str]:
    """Who may be the claimant of a fact, by the first link of the chain that the list gives."""
    found = set()
    for each in re.sub(r"\(.*?\)", "", fact["asserter"].partition(">")[0]).split(" / "):
        name = each.strip(' "')
        ids = MAPPING["sources"].get(name) or MAPPING["claimants"].get(name) or []
        found |= {ids} if isinstance(ids, str) else set(ids)
    assert found, f"{fact['id']}: say in `claimants` who `{fact['asserter']}` is"
    return found


def test_every_fact_is_claimed_by_who_states_it_and_in_the_manner_that_it_is_stated(
    facts: list[dict[str, Any]], claims: list[dict[str, Any]]
) -> None:
    wrong = []
    for fact in facts:
        if fact["id"] in MAPPING["without_claim"] or fact["id"] in MAPPING["otherwise"]:
            continue
        fitting = [
            claim for claim in claims_of(fact, claims)
            if manner(claim) & set(MAPPING["modalities"][fact["modality"]])
            and names_in(claim, "by", "said:speaker", "said:issuedBy") & speakers(fact)
        ]  # fmt: skip
        if not fitting:
            wrong.append(fact["id"])
    assert wrong == []
    assert set(MAPPING["otherwise"]) <= {fact["id"] for fact in facts}


@pytest.mark.parametrize("fact", MAPPING["values"])
def test_a_number_a_day_or_a_class_is_claimed_as_the_article_gives_it(
    fact: str, facts: list[dict[str, Any]], claims: list[dict[str, Any]]
) -> None:
    listed = next(each for each in facts if each["id"] == fact)
    near = [
        claim for claim in claims
        if claim["in"] == MAPPING["sources"][listed["part"]] and claim["line"] == str(listed["line"])
    ]  # fmt: skip
    said: dict[str, set[str]] = {}
    for claim in near:
        for key, value in claim.items():
            plain = (compact(str(each)) for each in (value if isinstance(value, list) else [value]))
            said.setdefault(key, set()).update(each.removeprefix("date:").removeprefix("kg:") for each in plain)
    for key, value in MAPPING["values"][fact].items():
        assert value in said.get(f"said:{key}", set()), key


def test_what_no_claim_holds_stands_on_the_record_of_its_source(records: Records) -> None:
    sources = {node["id"]: node for node in records.nodes}
    article, push, missile = (sources[MAPPING["sources"][part]] for part in ("S1A", "S3", "S4"))
    assert article["title"] == "North Korea: Tactical guided missiles fired in latest test"
    assert (article["publishedAt"], article["updatedAt"]) == ("2022-01-18T09:51:00", "2022-01-18T10:00:00")
    assert push["title"] == "North Korea tests ‘tactical guided missiles’ in military push"
    assert push["dateline"] == "place:seoul"
    assert not {"title", "dateline", "publisher", "publishedAt"} & missile.keys()
    assert compact(missile["published"]) == "date:2023-12-18"
    assert compact(missile["publishedBasis"]) == "kg:world-knowledge"
    sections = [node for node in sources.values() if node.get("sectionOf") == missile["id"]]
    lines = {compact(each["sectionKind"]): (each["firstLine"], each["lastLine"]) for each in sections}
    assert lines == {"kg:report": ("1", "15"), "kg:explainer": ("17", "37")}
    headings = [
        (sources[node["sectionOf"]]["id"], node["firstLine"], node.get("heading"))
        for node in records.nodes if node["kind"] == "Section"
    ]  # fmt: skip
    assert (MAPPING["sources"]["S0"], "11", "Experts: North Korea bolters its weapons") in headings
    assert (MAPPING["sources"]["S2"], "1", "0 3 min 2 yrs") in headings


def test_a_page_with_two_articles_is_a_source_of_its_own(records: Records) -> None:
    sources = {node["id"]: node for node in records.nodes}
    page, first, second = (sources[MAPPING["sources"][part]] for part in ("S1", "S1A", "S1B"))
    assert first["partOfSource"] == second["partOfSource"] == page["id"]
    assert second["title"] == "Leaders of 2 Koreas exchange letters of hope amid tensions"
    assert (second["publishedAt"], second["updatedAt"]) == ("2022-04-22T08:33:00", "2022-04-22T08:40:00")
    parting = sources["section:2022-archived-page-next-article"]
    assert (parting["sectionOf"], parting["firstLine"], parting["lastLine"]) == (page["id"], "40", "40")
    claimed = [node for node in records.nodes if node["kind"] == "Claim" and node["in"] == page["id"]]
    assert claimed == [], "what stands around the articles makes no claim"


def test_every_quote_is_an_exact_part_of_its_line_and_short(shared: Path, claims: list[dict[str, Any]]) -> None:
    lines = {
        source: (shared / "seeds" / name).read_text(encoding="utf-8").splitlines()
        for source, name in MAPPING["archived"].items()
    }
    wrong = [
        (claim["id"], claim["line"], claim["quote"])
        for claim in claims
        if claim["quote"] not in lines[claim["in"]][int(claim["line"]) - 1] or len(claim["quote"].split()) > 25
    ]
    assert wrong == []


def test_the_digest_of_a_source_is_that_of_its_archived_text(shared: Path, records: Records) -> None:
    digests = {node["id"]: node["sha256"] for node in records.nodes if "sha256" in node}
    archived = {
        source: hashlib.sha256((shared / "seeds" / name).read_bytes()).hexdigest()
        for source, name in MAPPING["archived"].items()
    }
    assert digests == archived
