"""Rules infer what `tests/rules.yaml` says, never what a record, a contest or a denial forbids, and come to an end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import owlrl
import pytest
import rdflib
import yaml

from kg.build import build, is_stale, open_graph
from kg.build.clauses import UnfitClause, Variable, read_clauses
from kg.build.guards import settlements
from kg.build.promotion import promote
from kg.build.rules import infer, read_rules
from kg.build.stages import FACTS, GRAPH, load
from kg.changes import changes
from kg.errors import QueryError
from kg.graph import Graph, Iri, Triple, parse, serialize, text_of
from kg.namespaces import KG, OWL, RDF, RDFS
from kg.networks import network
from kg.ontology import read_ontology
from kg.project import Project, find_project
from kg.queries import queries
from kg.records import read_records

ROOT = Path(__file__).parent.parent
TABLE = yaml.load((ROOT / "tests" / "rules.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
CASES = {case["promise"]: case for case in TABLE["cases"]}
EVERY = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER (!isBlank(?s) && !isBlank(?o)) }"
SHOW_MORE = {"facts_about", "links_to", "relations", "support_of_facts"}
"""The questions whose answers are of facts as such, and so of what rules infer, too."""
DATA = """
- {id: launch:x, kind: SpaceLaunch, label: A launch}
- {id: state:north, kind: State, label: North}
- id: source:s
  kind: NewsArticle
  title: An article
  published: 2022-01-18
  claims: [{about: launch:x, line: 1, says: {launchedBy: state:north}}]
"""
Make = Callable[[dict[str, str]], Project]


def promoted(project: Project) -> tuple[Graph, Any]:
    """A graph after promotion, and what its records settle."""
    ontology = read_ontology(project)
    records = read_records(project, ontology)
    assert records.problems == []
    graph = Graph.memory()
    load(graph, ontology, records)
    settled = settlements(graph)
    promote(project, graph)
    return graph, settled


def project_of(make_project: Make, case: dict[str, Any]) -> Project:
    things = {thing["id"]: thing for thing in (*TABLE["things"], *case.get("records", []))}
    claims = [{"about": "statement:s", "line": str(line), **claim} for line, claim in enumerate(case["claims"], 1)]
    source = {"id": "source:s", "kind": "NewsArticle", "title": "An article", "claims": claims}
    source["published"] = case.get("published", "2022-01-18")
    return make_project({"data/all.yaml": yaml.safe_dump([*things.values(), source])})


@pytest.mark.parametrize("promise", CASES)
def test_rules_infer(make_project: Make, promise: str) -> None:
    project, case = project_of(make_project, CASES[promise]), CASES[promise]
    graph, settled = promoted(project)
    before = set(graph.construct(EVERY))
    made = infer(project, graph, settled).made
    added = set(graph.construct(EVERY)) - before
    assert {triple for triple in added if triple.predicate.value != KG + "derived"} == made.keys()
    classes: dict[str, set[str]] = defaultdict(set)
    found = set()
    for subject, key, value in added:
        if key.value == RDF + "type":
            classes[text_of(subject)].add(text_of(value).removeprefix("kg:"))
        elif key.value != KG + "derived":
            found.add(" ".join(map(text_of, (subject, key, value))).replace(" kg:", " "))
    assert found == set(case["inferred"])
    for thing, above in case.get("classes", {}).items():
        assert classes[thing] == set(above), thing


@pytest.fixture(scope="module")
def both(project: Project) -> tuple[Graph, Graph, list[Triple]]:
    """The shipped graph without rules and with them, and what they added."""
    without, settled = promoted(project)
    with_rules = Graph.memory()
    with_rules.add(without.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))
    infer(project, with_rules, settled)
    return without, with_rules, [triple for triple in with_rules.construct(EVERY) if not without.holds(triple)]


def test_every_shipped_rule_infers_something_in_the_shipped_data_or_in_a_case(
    project: Project, both: tuple[Graph, Graph, list[Triple]], make_project: Make
) -> None:
    graph = both[1]
    idle = {rule.name for rule in read_rules(project) if not list(graph.construct(rule.text))}
    idle_here = {"speakers_in_tenure", "speakers_in_times"}
    assert idle == idle_here, "no time of a post in the shipped data has both ends and a statement in between"
    for word in ("tenure", "during"):
        assert any(word in promise and CASES[promise]["inferred"] for promise in CASES)


def test_a_second_run_finds_nothing_new(project: Project, both: tuple[Graph, Graph, list[Triple]]) -> None:
    _, graph, inferred = both
    assert inferred
    size = len(graph)
    assert not infer(project, graph, frozenset()).made
    assert size == len(graph)


def test_questions_have_the_same_answers_with_and_without_rules(
    project: Project, both: tuple[Graph, Graph, list[Triple]]
) -> None:
    without, with_rules, _ = both
    for name, query in queries(project).items():
        if name not in SHOW_MORE:
            assert query.rows(with_rules).rows == query.rows(without).rows, name
        elif name != "relations":
            less, more = set(query.rows(without).rows), set(query.rows(with_rules).rows)
            assert less < more or name == "support_of_facts", name


def test_the_network_is_the_same_with_and_without_rules(
    project: Project, both: tuple[Graph, Graph, list[Triple]]
) -> None:
    """A path or a rank rests on what claims and records state, each step once."""
    one, other = (network(project, graph) for graph in both[:2])
    assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    assert list(one.edges(keys=True)) and sorted(one.edges(keys=True)) == sorted(other.edges(keys=True))
    for edge in one.edges(keys=True):
        assert one.edges[edge] == other.edges[edge]


def test_facts_about_a_thing_show_what_is_inferred_but_one_class(
    project: Project, both: tuple[Graph, Graph, list[Triple]]
) -> None:
    rows = queries(project)["facts_about"].rows(both[1], thing="person:pak-jong-chon").rows
    facts = {(text_of(key), text_of(value)) for key, value, *_ in rows}
    assert ("kg:memberOf", "organization:workers-party-of-korea") in facts
    assert [value for key, value in facts if key == "rdf:type"] == ["kg:Person"]
    assert "kg:derived" not in {key for key, _ in facts}


# Against OWL 2 RL. Its closure of the whole graph takes minutes, and most of it is of no use here: so it is
# given the axioms on which rules rest, and of the records the statements with which these have to do.

AXIOMS = (RDFS + "subClassOf", RDFS + "subPropertyOf")


def _owl_input(graph: Graph) -> list[Triple]:
    every = list(graph.construct(EVERY))
    ours = [s for s in every if all(getattr(end, "value", "").startswith(KG) for end in (s.subject, s.object))]
    wholes = {each.subject for each in every if each.object == Iri(OWL + "TransitiveProperty")}
    axioms = [each for each in ours if each.predicate.value in AXIOMS]
    axioms += [Triple(each, Iri(RDF + "type"), Iri(OWL + "TransitiveProperty")) for each in wholes]
    with_above = {each.subject for each in axioms if each.predicate.value == RDFS + "subPropertyOf"}
    used = {Iri(RDF + "type")} | wholes | with_above
    of_records = [
        each for each in every
        if each.predicate in used and _is_record(each) and "Claim" not in text_of(each.object)
    ]  # fmt: skip
    return axioms + of_records


def _is_record(triple: Triple) -> bool:
    return "#" not in str(getattr(triple.subject, "value", "#"))


def _records(triples: list[Triple] | set[Triple], keys: set[Iri]) -> set[Triple]:
    """Statements on records with terms of the ontology: what rules and OWL 2 RL both speak of."""
    return {
        each for each in triples
        if each.predicate in keys and _is_record(each)
        and (each.predicate.value != RDF + "type" or each.object.value.startswith(KG))
    }  # fmt: skip


def test_hierarchies_and_wholes_are_those_of_owl_2_rl(
    project: Project, both: tuple[Graph, Graph, list[Triple]], tmp_path: Path
) -> None:
    """cax-sco, prp-spo1 and prp-trp; and with them what scm-sco and scm-spo would make of the hierarchies."""
    given = _owl_input(both[0])
    keys = {each.predicate for each in given} | {Iri(KG + "participant")}
    keys -= {Iri(name) for name in AXIOMS}
    closed = rdflib.Graph().parse(data=serialize(given, "ntriples", {}), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    named = [each for each in closed if all(not isinstance(node, rdflib.BNode) for node in each)]
    lines = [" ".join(node.n3() for node in each) + " ." for each in named if not isinstance(each[0], rdflib.Literal)]
    theirs = _records(list(parse("\n".join(lines).encode(), "ntriples")), keys)
    ours = Graph.memory()
    ours.add(given)
    names = ("superclasses", "superproperties", "wholes")
    rules = [rule for rule in read_rules(project) if rule.name in names]
    while new := {each for rule in rules for each in ours.construct(rule.text) if not ours.holds(each)}:
        ours.add(new)
    found = _records(list(ours.construct(EVERY)), keys)
    assert len(found) > len(given) / 2 and found == theirs
    shipped = _records(set(both[1].construct(EVERY)), keys)
    assert found <= shipped, "nothing in the shipped data is settled, contested or denied there"


def test_the_list_of_rules_is_complete(project: Project) -> None:
    page = (ROOT / "queries" / "rules" / "README.md").read_text(encoding="utf-8")
    table = page.partition("<!-- rules -->")[2].partition("<!--")[0]
    listed = re.findall(r"^\| (\w+) \| (.+) \|$", table, re.MULTILINE)
    assert listed[1:] == [(rule.name, rule.summary) for rule in read_rules(project)]


def test_the_rule_that_the_guide_shows_works(make_project: Make) -> None:
    page = (ROOT / "queries" / "rules" / "README.md").read_text(encoding="utf-8")
    example = page.partition("```sparql\n")[2].partition("```")[0]
    things = (
        "- {id: place:p, kind: Facility, label: P, operatedBy: state:north}\n"
        "- {id: launch:y, kind: Launch, label: Y, launchedFrom: place:p}\n"
    )
    project = make_project({"data/a.yaml": DATA + things, "queries/rules/own.rq": example})
    graph, settled = promoted(project)
    infer(project, graph, settled)
    found = graph.select(f"SELECT ?launch {{ ?launch <{KG}participant> ?state }} ORDER BY ?launch").rows
    assert [text_of(launch) for (launch,) in found] == ["launch:x", "launch:y"]


# What a rule may not hold

HEAD = "PREFIX kg: <https://w3id.org/actors-events/ontology#>\nCONSTRUCT { ?a kg:follows ?b } WHERE {\n"
UNFIT = {
    "OPTIONAL": "?a kg:follows ?b . OPTIONAL { ?b kg:date ?c } }",
    "`{`": "{ ?a kg:follows ?b } UNION { ?b kg:follows ?a } }",
    "MINUS": "?a kg:follows ?b MINUS { ?b kg:follows ?a } }",
    "EXISTS": "?a kg:follows ?b . FILTER NOT EXISTS { ?b kg:follows ?a } }",
    "exists": "?a kg:follows ?b . FILTER (?a != ?b && not exists { ?b kg:follows ?a }) }",
    "SELECT": "SELECT ?a ?b { ?a kg:follows ?b } }",
    "/": "?a kg:follows/kg:follows ?b }",
    "+": "?a kg:follows+ ?b }",
    "^": "?a ^kg:follows ?b }",
    "[": "?a kg:follows ?b , [] }",
    "GROUP": "?a kg:follows ?b } GROUP BY ?a ?b",
    "LIMIT": "?a kg:follows ?b } LIMIT 1",
    "`?b` of the template": "?a kg:follows ?c . BIND (BNODE() AS ?b) }",
    "the prefix `x:`": "?a x:follows ?b }",
    "SERVICE": "SERVICE <http://example.org> { ?a kg:follows ?b } }",
    "GRAPH": "GRAPH ?g { ?a kg:follows ?b } }",
}


@pytest.mark.parametrize("what", UNFIT)
def test_a_rule_is_conjunctive(make_project: Make, what: str) -> None:
    project = make_project({"queries/rules/own.rq": f"#+ summary: A rule.\n{HEAD}{UNFIT[what]}"})
    with pytest.raises(QueryError, match=rf"queries/rules/own\.rq:\d+: .*{re.escape(what)}.*: \w+"):
        read_rules(project)


@pytest.mark.parametrize("text", ["", "ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(UnfitClause, match=r"^\d+: .+: .+"):
        read_clauses(text)


def test_a_rule_is_read_as_it_is_written() -> None:
    text = """?a a kg:Launch ; kg:follows ?b, ?c ; # a remark with { UNION }
        <urn:p> "x } OPTIONAL {"@en, 2, 2.5, true, "1"^^<urn:t> .
        VALUES ?d { kg:x UNDEF } FILTER (?b < ?c && (?a != ?c)) BIND (STR(?a) AS ?e) }"""
    read = read_clauses(HEAD + text)
    objects = [each.object if isinstance(each.object, Variable) else text_of(each.object) for each in read.body]
    assert objects == ["kg:Launch", "b", "c", "x } OPTIONAL {", "2", "2.5", "true", "1"]
    assert {each.subject for each in read.body} == {Variable("a")} and read.given == {Variable("d")}
    assert read.head[0].predicate == Iri(KG + "follows")


def test_a_rule_that_reads_claims_reads_eligible_ones(project: Project) -> None:
    rules = {rule.name: rule for rule in read_rules(project)}
    readers = {name for name, rule in rules.items() if rule.claims}
    assert readers == {"responses", "speakers_in_reports", "speakers_in_times"}
    for name, rule in rules.items():
        for claim in rule.claims:
            reads_time = f"?{claim}_time" not in rule.text
            assert rule.text.count(f"MINUS {{ ?{claim} ") == (5 if reads_time else 6), name
            assert reads_time == (name == "speakers_in_times")


# Builds

ASKED = f"ASK {{ ?launch <{KG}participant> ?state ; a <{KG}Event> }}"


def test_a_build_can_leave_rules_out(make_project: Make) -> None:
    project = make_project({"data/a.yaml": DATA})
    with_rules = build(project)
    assert open_graph(project).ask(ASKED) is True and with_rules.rules and with_rules.inferred > 4
    without = build(project, rules=False)
    assert open_graph(project).ask(ASKED) is False and not without.rules and without.inferred == 0
    assert without.folder != with_rules.folder
    assert with_rules.statements == without.statements + with_rules.inferred
    facts, less = (Graph.open(with_rules.folder / FACTS), Graph.open(without.folder / GRAPH))
    assert set(facts.construct(EVERY)) == set(less.construct(EVERY)), "what was there before rules is kept"
    assert not is_stale(project)
    assert changes(project, with_rules.folder.name, without.folder.name).changes == []
    assert changes(project, with_rules.folder.name).changes == [], "a comparison is of what claims and records make"
    assert not build(project, rules=False).fresh and not build(project).fresh


def test_a_rule_of_ones_own_makes_the_graph_stale_and_infers(make_project: Make) -> None:
    project = make_project({"data/a.yaml": DATA})
    build(project, rules=False)
    path = project.root / "queries" / "rules" / "own.rq"
    path.parent.mkdir(parents=True)
    path.write_text(f"#+ summary: A rule.\n{HEAD}?a kg:launchedBy ?b }}", encoding="utf-8")
    project = find_project(project.root)
    assert not is_stale(project), "without rules they make no difference"
    built = build(project)
    assert open_graph(project).ask(f"ASK {{ ?launch <{KG}follows> ?state }}") is True
    path.write_text(f"#+ summary: A rule.\n{HEAD}?a kg:nowhere ?b }}", encoding="utf-8")
    assert is_stale(project) and build(project).folder != built.folder
    assert open_graph(project).ask(f"ASK {{ ?launch <{KG}follows> ?state }}") is False
