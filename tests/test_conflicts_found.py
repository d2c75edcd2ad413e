"""`kg conflicts` tells contradictions from lesser differences, and counts independent origins."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT

from kg.build import open_graph
from kg.check import check
from kg.cli import cli
from kg.conflicts import KINDS, Conflict, conflicts
from kg.conflicts.citing import COLUMNS
from kg.conflicts.reading import read_terms, read_values
from kg.conflicts.text import records
from kg.graph import Graph, Iri, text_of
from kg.namespaces import compact, date_iri, expand
from kg.ontology import read_ontology
from kg.origins import Origins, read_origins
from kg.project import Project, find_project

TABLE = yaml.load((Path(__file__).parent / "conflict_kinds.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
CASES = {case["promise"]: case for case in TABLE["cases"]}
LISTED = yaml.load((Path(__file__).parent / "conflicts.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
SITES = [
    ["launch:2021-09-15-ballistic-missiles", "launchedFrom", "granularity"],
    ["launch:2022-01-17-pyongyang", "launchedFrom", "granularity"],
]
"""Where a data set names the very site, and an article the area."""
FOUND = {"sites": SITES} | {name: entry["found"] for name, entry in LISTED.items() if "found" in entry}
GUIDE = ROOT / "docs" / "conflicts.md"


def launch(promise: str) -> str:
    """The thing of a case."""
    return "launch:" + re.sub("[^a-z]+", "-", promise.lower()).strip("-")


def data() -> str:
    """The records of all cases in YAML."""
    heard: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLE["sources"]}
    for promise, case in CASES.items():
        for claim in case["claims"]:
            own = {key: value for key, value in claim.items() if key != "in"}
            heard[claim.get("in", "paper")].append({"about": launch(promise), "line": "1", "quote": "so it is", **own})
    things = [
        {"id": launch(promise), "kind": "Launch", "label": promise, **case.get("record", {})}
        for promise, case in CASES.items()
    ]
    head = {"kind": "NewsArticle", "published": "2022-01-18"}
    sources = [
        {"id": f"source:{name}", "title": name, **head, **TABLE["sources"][name], **({"claims": told} if told else {})}
        for name, told in heard.items()
    ]
    return yaml.safe_dump([*TABLE["things"], *things, *sources], allow_unicode=True)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One project with all cases."""
    root = tmp_path_factory.mktemp("small")
    (root / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    (root / "data").mkdir()
    (root / "data" / "all.yaml").write_text(data(), encoding="utf-8")
    return find_project(root)


@pytest.fixture(scope="module")
def found(small: Project) -> dict[str, dict[str, Any]]:
    """What is found in it, by thing."""
    graph = open_graph(small)
    return {each["thing"]: each for each in records(graph, conflicts(graph))}


@pytest.fixture(scope="module")
def shipped(graph: Graph) -> list[Conflict]:
    return conflicts(graph)


@pytest.mark.parametrize("promise", CASES)
def test_a_difference_is_told_by_its_kind_with_its_sides(promise: str, found: dict[str, dict[str, Any]]) -> None:
    told = found.get(launch(promise))
    expected = CASES[promise]["finds"]
    sides = (
        [f"{'not ' * each['denied']}{each['value_label']}: {each['support']}" for each in told["sides"]] if told else []
    )
    kind = [f"{told['kind']} {told['status']}"] if told else []
    assert [*kind, *sorted(sides)] == [*expected[:1], *sorted(expected[1:])]
    assert shared(told["sides"] if told else []) == CASES[promise].get("shared", {})
    assert (told or {}).get("fact_label") == CASES[promise].get("fact", "" if told else None)


def shared(sides: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Sides with an origin in common with others, and which."""
    names = [f"{'not ' * each['denied']}{each['value_label']}" for each in sides]
    return {
        name: sorted(names[other - 1] for other in each["shared"])
        for name, each in zip(names, sides, strict=True) if each["shared"]
    }  # fmt: skip


# Origins


def counted(origins: Origins, claims: Sequence[str]) -> int:
    """The number of independent origins, after a look that every claim is counted with one."""
    groups = origins.groups(claims, str)
    assert sorted(each for group in groups for each in group) == sorted(claims)
    return len(groups)


def independent(origins: Origins, claims: Sequence[str]) -> int:
    """The most claims of which no two have an origin in common, by trying all."""
    sizes = range(len(claims), 0, -1)
    lots = (lot for size in sizes for lot in combinations(claims, size))
    behind = ([origins.of(claim) for claim in lot] for lot in lots)
    return next((len(ends) for ends in behind if sum(map(len, ends)) == len(frozenset[str]().union(*ends))), 0)


RELAYS = [
    {"a": "xy", "b": "yz", "c": "zw"}, {"a": "xy", "b": "yz", "c": "zx"}, {"a": "xyz", "b": "xy", "c": "zw"},
    {"a": "xy", "b": "zw", "c": "xz", "d": "yw"}, {"a": "xyz", "b": "zwv", "c": "xu", "d": "yt", "e": "uw"},
    {"a": "xy", "b": "yz", "c": "zw", "d": "wx", "e": "xz"}, {"a": "xy", "b": "x", "c": "y"},
]  # fmt: skip


@pytest.mark.parametrize("relayed", RELAYS, ids=str)
def test_support_depends_on_no_order_and_never_falls(relayed: dict[str, str]) -> None:
    origins = Origins({one: set(others) for one, others in relayed.items()}, {})
    counts = {}
    for lot in (lot for size in range(len(relayed) + 1) for lot in combinations(relayed, size)):
        [counts[frozenset(lot)]] = {counted(origins, claims) for claims in permutations(lot)}
        assert counts[frozenset(lot)] == independent(origins, lot), lot
        assert all(counts[frozenset(lot) - {each}] <= counts[frozenset(lot)] for each in lot), lot


def test_one_more_claim_never_makes_the_origins_fewer() -> None:
    chance = random.Random(1)
    for _ in range(300):
        names = [str(each) for each in range(8)]
        relayed = {one: set(chance.sample(names, chance.randint(1, 3))) - {one} for one in chance.sample(names, 4)}
        wholes = {one: {chance.choice(names)} for one in chance.sample(names, 2)}
        origins = Origins(relayed, wholes)
        claims = chance.sample(names, 6)
        counts = [counted(origins, claims[:number]) for number in range(7)]
        assert counts == [independent(origins, claims[:number]) for number in range(7)], (relayed, wholes, claims)
        assert counts == sorted(counts) and counts[-1] == counted(origins, claims[::-1])


def test_those_who_relay_many_are_counted_in_no_time() -> None:
    """More of them than are tried in all ways."""
    chance = random.Random(1)
    names = [str(each) for each in range(200)]
    origins = Origins({f"source {one}": set(chance.sample(names, 3)) for one in range(300)}, {})
    start = time.perf_counter()
    assert 40 < counted(origins, list(origins.relayed)) < 67
    assert time.perf_counter() - start < 3


def test_claimants_of_different_origins_have_nobody_behind_them_in_common(graph: Graph) -> None:
    origins = read_origins(graph)
    kcna, north = expand("organization:kcna"), expand("state:north-korea")
    south, article = expand("organization:rok-military"), expand("source:2022-01-18-military-push")
    assert origins.of(kcna) == origins.of(north) == {north}
    assert len(origins.groups([kcna, north, south, article], str)) == 3


# Dates

DATES = [
    "2022", "2022-12", "2022-12-05", "2022-12-10", "2022-12-10~", "2022-12~", "2022-12-09/2022-12-11",
    "2022-12-05/2022-12-20", "2022-12-05/..", "../2022-12-10", "2022-11/2022-12", "[2022-12-01..2022-12-10]",
    "[2022-12-10..2022-12-20]", "[..2022-12-05]", "{2022-12-05,2022-12-20}", "2023-01",
]  # fmt: skip


def test_dates_exclude_each_other_where_promotion_contests_them(make_project: Any) -> None:
    """Each of a sample of dates with each other one, in both orders of the claims."""
    lots = dict(enumerate(permutations(DATES, 2)))
    launches = [{"id": f"launch:l{number}", "kind": "Launch", "label": "L"} for number in lots]
    head = {"kind": "NewsArticle", "title": "S", "published": "2023-02-01"}
    said = {"line": 1, "quote": "then", "dateBasis": "printed"}
    sources = [
        {"id": f"source:s{place}", **head, "claims": [
            {"about": f"launch:l{number}", **said, "says": {"date": dates[place]}} for number, dates in lots.items()
        ]} for place in (0, 1)
    ]  # fmt: skip
    graph = open_graph(make_project({"data/a.yaml": yaml.safe_dump([*launches, *sources])}))
    contested = {
        text_of(about) for about, _ in graph.select(f"SELECT ?a ?k {{ ?a <{expand('kg:contested')}> ?k }}").rows
    }
    values = read_values(graph, read_terms(graph))
    key = expand("kg:date")
    apart = set()
    for number, dates in lots.items():
        one, other = (values.value(key, Iri(date_iri(each)), "") for each in dates)
        apart |= set() if one.fits(other) else {f"launch:l{number}"}
    assert {lots[int(each[8:])] for each in apart ^ contested} == set()
    told = {compact(each): found.kind for found in conflicts(graph) for each in (found.thing, *found.also)}
    assert {each for each, kind in told.items() if kind == "contradiction"} == contested
    assert len(told) == len(lots) > 2 * len(contested) > 100


# The shipped data


def pairs(conflict: Conflict) -> list[tuple[str, str]]:
    """The things on which a conflict is, each with its property."""
    key = compact(conflict.key).removeprefix("kg:")
    return [(compact(thing), key) for thing in (conflict.thing, *conflict.also)]


@pytest.mark.parametrize("name", FOUND)
def test_a_conflict_of_the_list_is_found_and_told_by_its_kind(name: str, shipped: list[Conflict]) -> None:
    kinds = {pair: each.kind for each in shipped for pair in pairs(each)}
    assert [[thing, key, kinds.get((thing, key))] for thing, key, _ in FOUND[name]] == FOUND[name]


def test_what_is_contested_is_no_mere_difference_of_modality_or_granularity(
    graph: Graph, shipped: list[Conflict]
) -> None:
    rows = graph.select(f"SELECT ?thing ?key WHERE {{ ?thing <{expand('kg:contested')}> ?key }}").rows
    kinds = ("contradiction", "accounts", "rounding")
    grave = {pair for each in shipped if each.kind in kinds for pair in pairs(each)}
    assert len(rows) > 3
    assert {(text_of(thing), text_of(key).removeprefix("kg:")) for thing, key in rows} <= grave


def test_every_conflict_of_the_shipped_data_is_explained_in_the_list(shipped: list[Conflict]) -> None:
    told = {(thing, key) for listed in FOUND.values() for thing, key, _ in listed}
    assert {pair for each in shipped for pair in pairs(each)} == told


def test_claims_on_a_launch_and_its_weapon_are_one_conflict(shipped: list[Conflict]) -> None:
    told = [(compact(each.thing), *map(compact, each.also)) for each in shipped if each.also]
    assert ("launch:2021-03-21-cruise-missiles", "weapon:launched-2021-03-21") in told


def test_the_gravest_come_first(shipped: list[Conflict]) -> None:
    assert {each.kind for each in shipped} == set(KINDS)
    assert shipped == sorted(shipped, key=lambda each: each.rank)
    places = [KINDS.index(each.kind) for each in shipped]
    assert places == sorted(places)


@pytest.mark.parametrize("which", ["cases", "shipped"])
def test_asked_for_one_thing_a_conflict_is_the_same_as_among_all(which: str, small: Project, graph: Graph) -> None:
    searched = open_graph(small) if which == "cases" else graph
    among_all: dict[str, list[Conflict]] = {}
    for each in conflicts(searched):
        for thing in (each.thing, *each.also):
            among_all.setdefault(compact(thing), []).append(replace(each, thing=thing, also=()))
    asked = [*among_all] if which == "shipped" else map(launch, CASES)
    for name in asked:
        apart = sorted(among_all.get(name, []), key=lambda each: each.rank)
        assert records(searched, conflicts(searched, name)) == records(searched, apart), name


def test_every_claim_stands_with_its_citation(graph: Graph, shipped: list[Conflict]) -> None:
    for conflict in records(graph, shipped):
        assert len(conflict["sides"]) > 1
        for side in conflict["sides"]:
            assert len({claim["origin"] for claim in side["claims"]} - {None}) <= side["support"]
            assert all(claim["claimant"] and claim["modality"] and claim["source"] for claim in side["claims"])


# The command


def kg(project: Project, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli, ["--root", str(project.root), *arguments], prog_name="kg")
    assert done.exit_code == code, (done.exception, done.output)
    return done.stdout or done.stderr


def test_one_thing_one_property_one_kind_can_be_asked_for(project: Project, graph: Graph) -> None:
    thing = "launch:2022-01-17-pyongyang"
    keys = {each["property"] for each in told(project, thing)}
    assert keys == {"weaponClass", "target", "distanceKm", "launchedFrom"}
    assert [each["kind"] for each in told(project, thing, "--property", "distanceMiles")] == ["rounding"]
    assert [each["kind"] for each in told(project, thing, "--kind", "accounts", "--property", "kg:target")] == [
        "accounts"
    ]
    assert kg(project, "conflicts", thing, "--property", "missileCount", code=1) == "no conflict\n"
    assert "did you mean `weaponClass`?" in kg(project, "conflicts", "--property", "weaponClas", code=2)
    assert "1 of " in CliRunner().invoke(cli, ["--root", str(project.root), "conflicts", "--most", "1"]).stderr


def told(project: Project, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kg(project, "conflicts", *arguments, "-f", "json"))
    return found


@pytest.mark.parametrize("style", ["csv", "tsv", "markdown", "jsonl", "table"])
def test_every_format_tells_every_side(project: Project, graph: Graph, style: str) -> None:
    text = kg(project, "conflicts", "launch:2022-01-17-pyongyang", "--property", "target", "-f", style)
    assert all(each in text for each in ("a sea target", "an island target in the East Sea of Korea", "KCNA", "13"))
    assert style not in ("csv", "tsv") or text.splitlines()[0].replace("\t", ",") == ",".join(COLUMNS)


def test_a_side_says_with_which_above_it_it_has_an_origin_in_common(small: Project) -> None:
    text = kg(small, "conflicts", launch("sides may have an origin in common and others of their own"))
    assert [line.strip() for line in text.splitlines() if re.match(" {3}[^ ]", line)] == [
        "2: 2 origins", "3: 1 origin, shared with side 1", "4: 1 origin", "not 4: 1 origin, shared with side 1",
    ]  # fmt: skip
    assert "none is a fact" in kg(small, "conflicts", launch("two accounts of one origin are told as that"))
    assert ", 4 is a fact\n" in kg(small, "conflicts", launch("what is a fact is named though no side states it"))


# Grades

GRADED = """
- {id: organization:desk, kind: Organization, label: The desk}
- {id: organization:agency, kind: NewsAgency, label: The agency, reliability: usually-reliable, reliabilityBy: organization:desk}
- {id: launch:a, kind: Launch, label: A}
- id: source:a
  kind: NewsArticle
  title: A
  published: 2022-01-18
  reliability: not-usually-reliable
  reliabilityBy: organization:desk
  claims:
    - {about: launch:a, by: organization:agency, line: 1, quote: two, says: {missileCount: 2}, credibility: probably-true, credibilityBy: organization:desk}
    - {about: launch:a, line: 2, quote: three, says: {missileCount: 3}}
"""  # noqa: E501  a record a line


def test_grades_of_source_and_claim_are_told_apart_with_their_graders(make_project: Any) -> None:
    project = make_project({"data/a.yaml": GRADED})
    [conflict] = told(project)
    grades = ("claimant_reliability", "source_reliability", "credibility")
    claims = {
        claim["value"]: [claim[name] for name in grades] for side in conflict["sides"] for claim in side["claims"]
    }
    of_source = "D by organization:desk"
    assert claims == {
        2: ["B by organization:desk", of_source, "2 by organization:desk"],
        3: [of_source, of_source, None],
    }
    assert [side["support"] for side in conflict["sides"]] == [1, 1], "no grade changes what is counted"
    assert "credibility 2 by organization:desk" in kg(project, "conflicts")


def test_of_several_grades_all_are_told_with_all_graders_and_none_is_given_to_one(make_project: Any) -> None:
    """A check finds them, but a build takes them."""
    several = (
        ("reliability: not-usually-reliable", "reliability: [unreliable, fairly-reliable, not-usually-reliable]"),
        ("\n  reliabilityBy: organization:desk", "\n  reliabilityBy: [organization:desk, organization:agency]"),
        ("credibility: probably-true", "credibility: [doubtful, probably-true]"),
    )
    text = GRADED
    for one, more in several:
        assert text.count(one) == 1
        text = text.replace(one, more)
    [conflict] = told(make_project({"data/a.yaml": text}))
    claims = {claim["value"]: claim for side in conflict["sides"] for claim in side["claims"]}
    assert len(claims) == 2
    assert claims[3]["source_reliability"] == "C or D or E by organization:agency or organization:desk"
    assert claims[2]["credibility"] == "2 or 4 by organization:desk"


@pytest.mark.parametrize("key", ["reliability", "reliabilityBy", "credibility", "credibilityBy"])
def test_a_grade_without_its_grader_is_an_error(make_project: Any, key: str) -> None:
    text = re.sub(rf"(, |\n  ){key}: [a-z:-]+", "", GRADED)
    assert text != GRADED
    project = make_project({"data/a.yaml": text})
    errors = [str(each) for each in check(project).of("error")]
    assert errors and all(f"add `{key}:" in each for each in errors), errors


# The guide


def test_the_guide_shows_what_the_program_answers(make_project: Any) -> None:
    """Its file is made as it shows it, its commands run, and its answers compared, letter by letter."""
    blocks = re.findall(r"```(\w+)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    [text] = [text for language, text in blocks if language == "yaml"]
    project = make_project({text.split()[1]: text})
    assert check(project).of("error") == []
    shown = [text.partition("\n") for language, text in blocks if language == "console"]
    assert len(shown) == 2
    for command, _, answer in shown:
        assert kg(project, *command.removeprefix("$ kg ").split()) == answer, command


def test_the_guide_tells_of_every_kind_and_every_grade(project: Project) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    concepts = read_ontology(project).concepts
    grades = [*concepts[expand("kg:Reliability")], *concepts[expand("kg:Credibility")]]
    assert len(grades) == 12
    assert [each for each in (*KINDS, *grades) if f"`{each}`" not in text] == []
