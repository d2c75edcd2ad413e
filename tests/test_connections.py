"""Paths, ranks and communities: right by hand, by brute force and on the shipped data, each step cited."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, permutations
from pathlib import Path

import click
import networkx as nx
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

import kg
from kg.build import open_graph
from kg.cli import cli
from kg.graph import Graph, value_of
from kg.networks import network as make_network
from kg.networks.centrality import MEASURES, rank
from kg.networks.citations import records, render_paths
from kg.networks.clusters import communities
from kg.networks.ties import ties
from kg.networks.walks import Path as Walk
from kg.networks.walks import paths
from kg.ontology import read_ontology
from kg.project import Project
from kg.queries import find_query

PAK, KISHIDA = "person:pak-jong-chon", "person:fumio-kishida"
ENDS = [PAK, KISHIDA]
ANN = "person:ann"
GUIDE = ROOT / "docs" / "connections.md"

DATA = """
- {id: person:ann, kind: Person, label: Ann}
- {id: person:bob, kind: Person, label: Bob}
- {id: person:robert, kind: Person, label: Robert}
- {id: person:carl, kind: Person, label: Carl}
- {id: person:dora, kind: Person, label: Dora}
- {id: person:eve, kind: Person, label: "Eve <script>alert('1')</script><img src=x onerror=alert(2)>"}
- {id: person:zoe, kind: Person, label: Zoe}
- {id: organization:x, kind: Organization, label: X}
- {id: company:y, kind: Company, label: Y}
- {id: meeting:m, kind: Meeting, label: M}
- id: source:s
  kind: NewsArticle
  title: S
  published: 2022-04-01
  claims:
    - {about: person:ann, line: 1, quote: Ann of X, says: {memberOf: organization:x}}
    - {about: person:ann, line: 2, quote: Ann again, by: person:dora, says: {memberOf: organization:x}}
    - {about: person:bob, line: 3, quote: Bob of X, says: {memberOf: organization:x}}
    - {about: person:carl, line: 4, quote: Carl is not of X, negated: true, says: {memberOf: organization:x}}
    - {about: meeting:m, line: 5, quote: they met, says: {attendee: [person:ann, person:bob], date: 2022-03}, dateBasis: printed}
    - {about: person:bob, line: 6, quote: Bob is Robert, says: {sameAs: person:robert}}
    - {about: person:robert, line: 7, quote: Robert is not Zoe, negated: true, says: {sameAs: person:zoe}}
    - {about: person:robert, line: 8, quote: Robert of Y, says: {memberOf: company:y}}
    - {about: person:dora, line: 9, quote: Dora may be of Y, modality: suspected, says: {memberOf: company:y}}
    - {about: person:eve, line: 10, quote: "Eve </script><b>of Y</b>", says: {memberOf: company:y}}
"""  # noqa: E501  a claim a line

BY_X, BY_M = ("person:ann", "organization:x", "person:bob"), ("person:ann", "meeting:m", "person:bob")
TO_ROBERT = [(*BY_M, "person:robert"), (*BY_X, "person:robert")]
KNOWN: dict[str, list[tuple[int, tuple[str, ...]]]] = {
    "ann bob": [(2, BY_M)],
    "ann bob -k 9": [(2, BY_M), (2, BY_X)],
    "bob ann -k 9": [(2, BY_M[::-1]), (2, BY_X[::-1])],
    "ann bob -k 9 --relation memberOf": [(2, BY_X)],
    "ann bob -k 9 --relation kg:memberOf --relation attendee": [(2, BY_M), (2, BY_X)],
    "ann bob -k 9 --kind Event": [(2, BY_M)],
    "ann bob -k 9 --kind Organization": [(2, BY_X)],
    "ann bob -k 9 --kind Organization --kind Meeting": [(2, BY_M), (2, BY_X)],
    "ann bob -k 9 --from 2022-03-31": [(2, BY_M), (2, BY_X)],
    "ann bob -k 9 --from 2022-04-01": [(2, BY_X)],
    "ann bob -k 9 --until 2022-02": [(2, BY_X)],
    "ann bob -k 9 --from 2022 --until 2022": [(2, BY_M), (2, BY_X)],
    "ann bob -k 9 --most 1": [],
    "ann meeting:m --until 2020": [(1, BY_M[:2])],
    "bob robert": [(0, ("person:bob", "person:robert"))],
    "bob robert --facts": [],
    "ann robert -k 9": [(2, TO_ROBERT[0]), (2, TO_ROBERT[1])],
    "ann robert -k 9 --relation memberOf": [(2, TO_ROBERT[1])],
    "ann robert --facts": [],
    "ann carl": [],
    "ann zoe": [],
    "robert dora": [(2, ("person:robert", "company:y", "person:dora"))],
    "robert dora --facts": [],
    "robert dora --kind Organization": [(2, ("person:robert", "company:y", "person:dora"))],
    "robert dora --kind Person": [],
}


def run(*arguments: str, code: int = 0) -> Result:
    done = CliRunner().invoke(cli, arguments, prog_name="kg")
    assert done.exit_code == code, (done.exception, done.output)
    return done


@pytest.fixture(autouse=True)
def folder(project: Project, graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the shipped project, built, named by KG_ROOT."""
    monkeypatch.setenv("KG_ROOT", str(project.root))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of a few people, whose connections can be counted by hand."""
    root = tmp_path_factory.mktemp("small")
    (root / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    (root / "data").mkdir()
    (root / "data" / "all.yaml").write_text(DATA, encoding="utf-8")
    return root


@pytest.fixture
def in_small(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KG_ROOT", str(small))
    return small


def told(*arguments: str, code: int = 0) -> list[dict]:
    return json.loads(run(*arguments, "-f", "json", code=code).stdout)


def things(path: dict) -> tuple[str, ...]:
    return (path["steps"][0]["from"], *(step["to"] for step in path["steps"]))


def claims(path: dict) -> Iterator[dict]:
    for step in path["steps"]:
        for relation in step["relations"]:
            yield from relation["claims"]


# Paths whose answer is known


@pytest.mark.parametrize("asked", KNOWN)
def test_paths_are_those_that_can_be_counted_by_hand(asked: str, in_small: Path) -> None:
    start, end, *options = shlex.split(asked)
    ends = [each if ":" in each else f"person:{each}" for each in (start, end)]
    found = told("path", *ends, *options, code=0 if KNOWN[asked] else 1)
    assert [(path["length"], things(path)) for path in found] == KNOWN[asked]


def test_each_step_shows_its_direction_its_status_and_all_its_claims(in_small: Path) -> None:
    [path] = told("path", "Ann", "Robert", "--relation", "memberOf")
    steps = [[(each["relation"], each["direction"], each["status"]) for each in step["relations"]]
             for step in path["steps"]]  # fmt: skip
    assert steps == [
        [("memberOf", "forward", "fact")], [("memberOf", "backward", "fact")], [("sameAs", "same", "claimed")],
    ]  # fmt: skip
    assert [(each["claimant"], each["source"], each["line"], each["quote"]) for each in claims(path)] == [
        ("S", "S", 1, "Ann of X"), ("Dora", "S", 2, "Ann again"), ("S", "S", 3, "Bob of X"),
        ("S", "S", 6, "Bob is Robert"),
    ]  # fmt: skip


def test_the_text_shows_the_first_claim_of_each_step_and_how_many_there_are(in_small: Path) -> None:
    assert run("path", "Ann", "Robert", "--relation", "memberOf").stdout == (
        "1. Ann to Robert, length 2\n"
        "   Ann → member of → X\n"
        "      “Ann of X” [S, line 1]; 1 more claim\n"
        "   X ← member of ← Bob\n"
        "      “Bob of X” [S, line 3]\n"
        "   Bob = same as = Robert (claimed)\n"
        "      “Bob is Robert” [S, line 6]\n"
    )
    assert "Y ← member of ← Dora (claimed)\n      suspected: “Dora may be" in run("path", "Robert", "Dora").stdout


def test_every_format_of_rows_holds_the_same_steps(in_small: Path) -> None:
    asked = ["path", "Ann", "Robert", "-k", "2"]
    whole = told(*asked)
    assert [json.loads(line) for line in run(*asked, "-f", "jsonl").stdout.splitlines()] == whole
    rows = list(csv.DictReader(io.StringIO(run(*asked, "-f", "csv").stdout)))
    assert rows == list(csv.DictReader(io.StringIO(run(*asked, "-f", "tsv").stdout), delimiter="\t"))
    flat = [(path, step, each) for path in whole for step in path["steps"] for each in step["relations"]]
    assert [
        (int(row["path"]), int(row["step"]), row["from"], row["to"], row["relation"], int(row["claims"]), row["quote"])
        for row in rows
    ] == [
        (path["path"], step["step"], step["from"], step["to"], f"kg:{each['relation']}", len(each["claims"]),
         each["claims"][0]["quote"])
        for path, step, each in flat
    ]  # fmt: skip
    markdown = run(*asked, "-f", "markdown").stdout.splitlines()
    assert len(markdown) == len(flat) + 2 and " | Ann | backward | attendee | M | " in markdown[2]


def test_a_step_without_a_quote_shows_the_grounds_on_which_it_is_said() -> None:
    ends = ["organization:ewha-university", "organization:ewha-womans-university"]
    grounds = "both are universities in Seoul; articles five months apart call them so"
    assert f"\n      grounds: {grounds}, and none" in run("path", *ends).stdout
    [path] = told("path", *ends)
    [row] = csv.DictReader(io.StringIO(run("path", *ends, "-f", "csv").stdout))
    assert [claim["basis"] for claim in claims(path)] == [row["basis"]] and row["basis"].startswith(grounds)


def test_no_path_is_a_finding_that_says_how_to_widen(in_small: Path) -> None:
    asked = ["path", "Ann", "Bob", "--facts", "--kind", "Launch", "--until", "2022", "--most", "4"]
    done = run(*asked, code=1)
    assert done.stdout == "" and done.stderr == (
        "no path from person:ann to person:bob: to widen it, leave out --facts or --kind or --until, "
        "or allow more with --most\n"
    )
    assert run(*asked, "-f", "json", code=1).stdout == "[]\n"
    assert run(*asked, "-o", "no.html", code=1).stdout == "" and not Path("no.html").exists()
    assert "nothing ties them: add claims that do" in run("path", "Ann", "Carl", code=1).stderr


# The network that they walk

HARD = """
- {id: person:zed, kind: Person, label: Zed, sources: [source:t]}
- id: source:t
  kind: NewsArticle
  title: T
  published: 2022-04-02
  claims:
    - {about: person:zed, line: 1, quote: Zed of X, says: {memberOf: organization:x}}
    - {about: person:zed, line: 2, quote: Zed not of X, by: person:ann, negated: true, says: {memberOf: organization:x}}
    - {about: person:zed, line: 3, quote: no, negated: true, says: {memberOf: company:y}}
    - {about: person:zed, line: 4, quote: no again, by: person:ann, negated: true, says: {memberOf: company:y}}
    - {about: person:bob, line: 5, quote: not Bob, by: person:ann, negated: true, says: {memberOf: organization:x}}
    - {about: meeting:m, line: 6, quote: in June, by: person:ann, says: {date: 2022-06}, dateBasis: printed}
"""


def compared(project: Project, graph: Graph) -> tuple[dict, dict, dict]:
    """The edges of the whole graph with their status: as cited, and at a glance; and those that are only denied."""
    whole = make_network(project, graph, facts=False)
    cited = {edge[:3]: edge[3]["status"] for edge in whole.edges(keys=True, data=True)}
    glanced = [(edge[:3], edge[3]) for edge in ties(graph).edges(keys=True, data=True)]
    held = {edge: told["status"] for edge, told in glanced if not told["denied"]}
    return cited, held, {edge: told["status"] for edge, told in glanced if told["denied"]}


def test_the_network_at_a_glance_has_the_relations_that_are_cited(project: Project, graph: Graph) -> None:
    cited, held, denied = compared(project, graph)
    assert held == cited and len(cited) > 500
    ban = "norm:un-ban-on-ballistic-missile-launches"
    assert denied["launch:2021-03-21-cruise-missiles", ban, "violates"] == "claimed"


def test_denials_contests_and_records_are_told_apart_at_a_glance(make_project: Callable[..., Project]) -> None:
    small = make_project({"data/all.yaml": DATA, "data/hard.yaml": HARD})
    cited, held, denied = compared(small, open_graph(small))
    assert held == cited
    assert set(held.values()) == {"fact", "contested", "claimed"} and "claimed" in denied.values()
    assert denied["person:zed", "company:y", "memberOf"] == "contested"


# Paths by brute force


def random_network(seed: int, nodes: int, edges: int) -> nx.MultiDiGraph:
    chosen, network = random.Random(seed), nx.MultiDiGraph()
    names = [f"n:{letter}" for letter in "hgfedcbakjilmnopqrst"[:nodes]]
    network.add_nodes_from(names)
    for _ in range(edges):  # loops, parallels and opposites among them
        network.add_edge(chosen.choice(names), chosen.choice(names), chosen.choice(["one", "other", "sameAs"]))
    return network


def brute_force(network: nx.MultiDiGraph, start: str, end: str) -> list[Walk]:
    """All simple paths, by trying every order of every choice of things between."""
    weights: dict[frozenset[str], int] = {}
    for one, other, key in network.edges(keys=True):
        pair = frozenset((one, other))
        weights[pair] = min(weights.get(pair, 1), 0 if key == "sameAs" else 1)
    inner = sorted(set(network) - {start, end})
    found = []
    for count in range(len(inner) + 1):
        for between in permutations(inner, count):
            walk = (start, *between, end)
            pairs = [frozenset(pair) for pair in pairwise(walk)]
            if all(pair in weights for pair in pairs):
                found.append(Walk(sum(weights[pair] for pair in pairs), walk))
    return sorted(found)


@pytest.mark.parametrize("seed", range(25))
def test_paths_are_all_that_brute_force_finds_in_the_same_order(seed: int) -> None:
    network = random_network(seed, 7, 5 + seed % 12)
    expected = brute_force(network, "n:h", "n:g")
    assert paths(network, "n:h", "n:g", best=10**6) == expected
    assert paths(network, "n:h", "n:g", best=3) == expected[:3]
    assert paths(network, "n:h", "n:g", best=10**6, most=2) == [each for each in expected if each.length <= 2]
    allowed = {"n:f", "n:e"}
    within = [each for each in expected if set(each.things[1:-1]) <= allowed]
    assert paths(network, "n:h", "n:g", best=10**6, between=allowed) == within


@pytest.mark.parametrize("seed", range(5))
def test_lengths_are_those_of_networkx(seed: int) -> None:
    network = random_network(seed, 20, 40)
    simple = nx.Graph()
    for one, other, key in network.edges(keys=True):
        weight = 0 if key == "sameAs" or simple.get_edge_data(one, other, {"weight": 1})["weight"] == 0 else 1
        simple.add_edge(one, other, weight=weight)
    if "n:h" not in simple or "n:g" not in simple or not nx.has_path(simple, "n:h", "n:g"):
        assert paths(network, "n:h", "n:g", best=50) == []
        return
    expected = [nx.path_weight(simple, path, "weight")
                for path, _ in zip(nx.shortest_simple_paths(simple, "n:h", "n:g", "weight"), range(50), strict=False)
                ]  # fmt: skip
    assert [each.length for each in paths(network, "n:h", "n:g", best=50)] == expected


def test_a_thicket_that_leads_nowhere_is_not_searched() -> None:
    """All joined with the start, but with the end only through it: its orders are more than can be tried."""
    network = nx.MultiDiGraph(nx.complete_graph([f"n:{number}" for number in range(40)]))
    network.add_edges_from([("n:0", "n:x"), ("n:x", "n:end")])
    assert paths(network, "n:0", "n:end", best=100) == [Walk(2, ("n:0", "n:x", "n:end"))]


def test_the_far_ends_of_a_grid_are_found_at_once() -> None:
    """There are more than 10^16 shortest paths; the best are found without trying the others."""
    grid = nx.MultiDiGraph(nx.grid_2d_graph(30, 30))
    network = nx.relabel_nodes(grid, {(row, column): f"n:{row:02}-{column:02}" for row, column in grid})
    found = paths(network, "n:00-00", "n:29-29", best=5)
    assert [each.length for each in found] == [58] * 5
    assert found[0].things == (
        *(f"n:00-{column:02}" for column in range(30)), *(f"n:{row:02}-29" for row in range(1, 30)),
    )  # fmt: skip


def test_a_claim_that_carries_a_step_is_cited_before_one_that_denies_it() -> None:
    told = {"claimant": "X", "source": "S", "line": None, "quote": None, "modality": "asserted", "value": "B"}
    denial, word = told | {"negated": True}, told | {"negated": False, "quote": "it is so", "modality": "opinion"}
    network = nx.MultiDiGraph()
    network.add_nodes_from([("n:a", {"label": "A", "iri": "n:a"}), ("n:b", {"label": "B", "iri": "n:b"})])
    network.add_edge("n:a", "n:b", "tells", label="tells", status="contested", claims=[denial, word])
    found = paths(network, "n:b", "n:a")
    assert [each["negated"] for each in claims(records(network, found)[0])] == [False, True]
    assert render_paths(network, found, "table", None) == (
        "1. B to A, length 1\n   B ← tells ← A (contested)\n      X, opinion: “it is so” [S]; 1 denial\n"
    )
    assert max(map(len, render_paths(network, found, "table", 40).splitlines())) <= 40


# The shipped data


def test_the_shortest_paths_between_two_people_lead_back_to_sentences(project: Project, graph: Graph) -> None:
    found = told("path", "Pak Jong Chon", "Fumio Kishida", "-k", "6")
    assert len(found) == 6 and things(found[0]) == (PAK, "state:north-korea", "launch:2023-12-18-long-range", KISHIDA)
    order = [(path["length"], things(path)) for path in found]
    assert order == sorted(order)
    rows = find_query(project, "relations").rows(graph)
    stated = {(value_of(row[0]), value_of(row[1]), value_of(row[2]), value_of(row[9]), value_of(row[7]))
              for row in rows.rows}  # fmt: skip
    for path in found:
        assert list(claims(path))
        for step in path["steps"]:
            assert step["relations"]
            for relation in step["relations"]:
                ends = (step["from"], step["to"])[:: -1 if relation["direction"] == "backward" else 1]
                for claim in relation["claims"]:
                    assert (ends[0], f"kg:{relation['relation']}", ends[1], claim["line"], claim["quote"]) in stated
                    assert claim["claimant"] and claim["source"]


def test_facts_are_facts_and_kinds_are_kinds_on_the_shipped_data(project: Project) -> None:
    ontology = read_ontology(project)
    kinds = {thing: given["kind"] for thing, given in kg.network().nodes(data=True)}
    by_events = told("path", *ENDS, "-k", "4", "--kind", "Event", "--kind", "Actor")
    assert by_events
    for path in by_events:
        between = [kinds[thing] for thing in things(path)[1:-1]]
        assert all(ontology.is_a(kind, "Event") or ontology.is_a(kind, "Actor") for kind in between)
    facts = told("path", *ENDS, "-k", "8", "--facts")
    assert {each["status"] for path in facts for step in path["steps"] for each in step["relations"]} == {"fact"}


def test_records_of_one_thing_are_a_step_without_length() -> None:
    first, second = told("path", "organization:ewha-university", "place:seoul", "-k", "2")
    assert first["length"] == second["length"] == 1 and len(first["steps"]) == 2 and len(second["steps"]) == 1
    assert first["steps"][0]["relations"][0]["direction"] == "same"


# Rank


def test_degree_counts_relations_and_neither_claims_nor_denials(in_small: Path) -> None:
    rows = told("rank", "--most", "50")
    assert {row["thing"]: row["value"] for row in rows} == {
        "person:ann": 2, "person:bob": 3, "person:robert": 2, "person:carl": 0, "person:dora": 1, "person:eve": 1,
        "person:zoe": 0, "organization:x": 2, "company:y": 3, "meeting:m": 2,
    }  # fmt: skip
    assert [(row["rank"], row["thing"]) for row in rows[:4]] == [
        (1, "company:y"), (1, "person:bob"), (3, "meeting:m"), (3, "organization:x"),
    ]  # fmt: skip
    assert rows[0]["kind"] == "kg:Company"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--facts"], {"person:ann": 2, "person:bob": 2, "person:robert": 1, "person:eve": 1, "person:dora": 0}),
        (["--until", "2021"], {"person:ann": 1, "person:bob": 2, "person:robert": 2}),
        (["--kind", "Organization"], {"organization:x": 2, "company:y": 3}),
        (["--kind", "Event", "--kind", "kg:Company"], {"meeting:m": 2, "company:y": 3}),
        (["--kind", "Event", "--from", "2022-05"], {}),
    ],
    ids=str,
)
def test_what_is_left_out_of_the_network_does_not_count(
    options: list[str], expected: dict[str, int], in_small: Path
) -> None:
    rows = told("rank", "--most", "50", *options, code=0 if expected else 1)
    found = {row["thing"]: row["value"] for row in rows}
    assert expected.items() <= found.items()
    if "--kind" in options:
        assert found == expected


@pytest.mark.parametrize("seed", range(5))
def test_betweenness_is_the_share_of_shortest_paths_that_pass_a_thing(seed: int) -> None:
    network = random_network(seed, 8, 14)
    simple = nx.Graph(network)
    expected = dict.fromkeys(network, 0.0)
    for one, other in combinations(network, 2):
        if nx.has_path(simple, one, other):
            routes = list(nx.all_shortest_paths(simple, one, other))
            for thing in {thing for route in routes for thing in route[1:-1]}:
                expected[thing] += sum(thing in route for route in routes) / len(routes)
    pairs = (len(network) - 1) * (len(network) - 2) / 2
    assert {each.thing: each.value for each in rank(network, "betweenness")} == pytest.approx(
        {thing: value / pairs for thing, value in expected.items()}, abs=1e-5
    )


def test_pagerank_follows_directions_and_counts_parallel_relations() -> None:
    network = nx.MultiDiGraph([("n:a", "n:b", "one"), ("n:a", "n:b", "other"), ("n:a", "n:c", "one")])
    values = {each.thing: each.value for each in rank(network, "pagerank")}
    assert sum(values.values()) == pytest.approx(1, abs=1e-5)
    assert values["n:b"] - values["n:a"] == pytest.approx(2 * (values["n:c"] - values["n:a"]), abs=1e-5) != 0
    assert rank(nx.MultiDiGraph(), "pagerank") == []


@pytest.mark.parametrize("by", MEASURES)
def test_ranks_descend_and_ties_share_the_best_place(by: str) -> None:
    rows = told("rank", "--by", by, "--most", "400")
    values = [row["value"] for row in rows]
    assert len(rows) > 300 and values == sorted(values, reverse=True)
    assert [row["rank"] for row in rows] == [values.index(value) + 1 for value in values]
    assert rows[0]["thing"] == "state:north-korea"
    people = told("rank", "--by", by, "--most", "400", "--kind", "Person")
    assert {row["kind"] for row in people} == {"kg:Person"}
    assert [(row["thing"], row["value"]) for row in people] == [
        (row["thing"], row["value"]) for row in rows if row["kind"] == "kg:Person"
    ]


# Communities


def test_two_cliques_with_one_relation_between_them_are_two_communities() -> None:
    network = nx.MultiDiGraph()
    for group in ("abcd", "efg"):
        network.add_edges_from((f"n:{one}", f"n:{other}") for one, other in combinations(group, 2))
    network.add_edge("n:a", "n:e")
    network.add_node("n:alone")
    assert communities(network) == [["n:a", "n:b", "n:c", "n:d"], ["n:e", "n:f", "n:g"]]
    network.add_edges_from([("n:a", "n:e", key) for key in range(40)])  # now these two hang together most
    assert any({"n:a", "n:e"} <= set(group) for group in communities(network))
    assert communities(nx.MultiDiGraph()) == []


def test_communities_are_listed_largest_first_and_share_no_thing(in_small: Path) -> None:
    rows = told("communities")
    assert len({row["thing"] for row in rows}) == len(rows) == 8  # Carl and Zoe are tied to nothing
    sizes = [row["size"] for row in rows]
    assert sizes == sorted(sizes, reverse=True)
    for row in rows:
        assert row["size"] == sum(each["community"] == row["community"] for each in rows)
    grouped = {row["thing"]: row["community"] for row in rows}
    assert grouped["person:robert"] == grouped["company:y"] != grouped["person:ann"] == grouped["organization:x"]
    only = told("communities", "--kind", "Organization", "--most", "1")
    assert [(row["size"], row["community"]) for row in only] == [(sizes[0], 1)]


def test_of_a_community_those_with_the_most_relations_are_shown_and_the_others_counted(in_small: Path) -> None:
    every, degree = told("communities", "--most", "1"), {row["thing"]: row["value"] for row in told("rank")}
    done = run("communities", "--most", "1", "--members", "2", "-f", "json")
    assert f"{len(every) - 2} things with fewer relations are not shown" in done.stderr
    shown = json.loads(done.stdout)
    assert len(shown) == 2 < len(every) and {row["size"] for row in shown} == {row["size"] for row in every}
    least = min(degree[row["thing"]] for row in shown)
    assert all(degree[row["thing"]] <= least for row in every if row not in shown)


def test_communities_do_not_depend_on_the_hash_of_texts(project: Project) -> None:
    outputs = set()
    for seed in ("1", "2"):
        program = "from kg.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", program, "communities", "-f", "csv"],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        outputs.add(done.stdout)
    assert len(outputs) == 1 and len(outputs.pop().splitlines()) > 300


# Drawings


@pytest.mark.parametrize("command", [["path", "Robert", "person:eve"], ["communities"]], ids=lambda each: each[0])
def test_a_drawing_shows_what_was_found_and_runs_nothing_from_the_data(command: list[str], in_small: Path) -> None:
    done = run(*command, "-o", "found.HTML")
    page = Path("found.HTML").read_text(encoding="utf-8")
    assert done.stdout == "" and re.fullmatch(r"kg: found.HTML: \d+ things, \d+ relations, 0\.\d MB\n", done.stderr)
    assert page.rstrip().endswith("</html>") and "\\u003cscript\\u003ealert" in page
    assert "<script>alert" not in page and "<img src=x" not in page and "<b>of Y" not in page


def test_a_drawing_of_paths_holds_them_and_nothing_else(in_small: Path) -> None:
    told_of = run("path", "Robert", "Dora", "-o", "paths.html").stderr
    assert told_of.startswith("kg: paths.html: 3 things, 2 relations, ")
    page = Path("paths.html").read_text(encoding="utf-8")
    assert "Dora may be of Y" in page and "Ann of X" not in page


def test_a_named_format_counts_more_than_the_suffix(in_small: Path) -> None:
    run("path", "Ann", "Bob", "-f", "json", "-o", "found.html")
    assert json.loads(Path("found.html").read_text(encoding="utf-8"))


# Misuse


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["path", ANN], "Missing argument 'B'"),
        (["path", ANN, ANN], f"{ANN}: both ends are this one thing: name two things"),
        (["path", ANN, "Ann"], "name two things"),
        (["path", ANN, "person:bobb"], "did you mean person:bob?"),
        (["path", ANN, "'; DROP <x>"], "stands for nothing in the graph"),
        (["path", ANN, ""], "stands for nothing in the graph"),
        (["path", ANN, "Bob", "--relation", "launchedBuy"], "launchedBuy: is no relation: did you mean `launchedBy`?"),
        (["path", ANN, "Bob", "--relation", "> } DELETE {"], "`kg ask relations` shows those in use"),
        (["path", ANN, "Bob", "--kind", "Persn"], "Persn: is no kind of thing: did you mean `Person`?"),
        (["path", ANN, "Bob", "--from", "2022-13-01"], "month must be in 1..12: write a day as 2022-01-17"),
        (["path", ANN, "Bob", "--until", "yesterday"], "`yesterday` is no date in EDTF"),
        (["path", ANN, "Bob", "--from", "2023", "--until", "2022"], "ends before it begins: swap the two"),
        (["path", ANN, "Bob", "--best", "0"], "x>=1"),
        (["path", ANN, "Bob", "--most", "0"], "x>=1"),
        (["path", ANN, "Bob", "-o", "found.docx"], "no format has the suffix `.docx`"),
        (["path", ANN, "Bob", "-o", "found.ttl"], "which turtle cannot hold"),
        (["rank", "--by", "fame"], "'fame' is not one of"),
        (["rank", "--kind", "Lunch"], "did you mean `Launch`?"),
        (["rank", "--from", "", "--until", "x"], "`x` is no date"),
        (["communities", "--kind", "Lunch"], "did you mean `Launch`?"),
        (["communities", "--until", "2022-02-30"], "is no date"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_misuse_is_2_and_the_message_says_how_to_mend_it(
    arguments: list[str], words: str, in_small: Path, folder: Path
) -> None:
    done = run(*arguments, code=2)
    assert words in done.stderr and done.stdout == ""
    assert list(folder.iterdir()) == []


# In Python


def test_python_has_the_same_answers(in_small: Path) -> None:
    assert kg.path("Ann", "Bob", best=9) == told("path", "Ann", "Bob", "-k", "9")
    assert kg.path("Ann", "Bob", kinds=["Launch"]) == []
    ranked = [(each.rank, each.thing, each.value) for each in kg.rank(kinds=["Person"], since="2022", facts=True)]
    rows = told("rank", "--kind", "Person", "--from", "2022", "--facts", "--most", "99")
    assert ranked == [(row["rank"], row["thing"], row["value"]) for row in rows]
    assert [thing for group in kg.communities() for thing in group] == [row["thing"] for row in told("communities")]
    with pytest.raises(kg.KgError, match="name two things"):
        kg.path("Ann", "person:ann")
    with pytest.raises(kg.KgError, match="use one of degree, betweenness, pagerank"):
        kg.rank("fame")


# The guide


def test_the_options_in_the_guide_are_those_of_the_command() -> None:
    command = cli.get_command(click.Context(cli), "path")
    assert command is not None
    options = {name for each in command.params for name in each.opts if name.startswith("--")}
    named = set(re.findall(r"--[a-z]+", GUIDE.read_text(encoding="utf-8")))
    of_all = {"--format", "--output", "--as-of", "--known-by", "--merged"}
    assert options - of_all == named - {"--by", "--members"}
