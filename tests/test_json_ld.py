"""The data is YAML-LD: the reference JSON-LD processor reads it, with the published context, as `kg` does.

pyld gets the YAML as written, with every value as text. What `kg` does beyond JSON-LD is all of this:

1. claims and mentions get their class; a claim without `by` or `modality` gets its source and `kg:asserted`;
2. a mention, and a claim without `id`, gets one, where JSON-LD has a blank node;
3. the IRI of a date is percent-encoded, and the date gets its type, its text and its days;
4. numbers and instants are written in canonical form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import rdflib
import yaml
from pyld import jsonld  # type: ignore[import-untyped]

from kg.build.stages import load
from kg.graph import Graph, Iri, Literal, Term
from kg.namespaces import DATE, KG, RDF, XSD, date_iri
from kg.ontology import Ontology, read_ontology
from kg.ontology.context import published_context, twins
from kg.project import Project
from kg.records import read_records

EVERY_VALUE = Path(__file__).parent / "every_value.yaml"
KG_, CLAIM, MENTION = rdflib.Namespace(KG), rdflib.URIRef(KG + "Claim"), rdflib.URIRef(KG + "Mention")

Make = Callable[[dict[str, str]], Project]


def ours(project: Project, ontology: Ontology) -> rdflib.Graph:
    """The data as `kg` loads it, without the ontology."""
    records = read_records(project, ontology)
    assert records.problems == []
    graph = Graph.memory()
    load(graph, ontology, records)
    terms = {*ontology.triples, *twins(ontology)}
    found = rdflib.Graph()
    for triple in graph.construct("CONSTRUCT WHERE { ?s ?p ?o }"):
        if triple not in terms:
            subject, predicate, value = map(term_of_ours, triple)
            found.add((subject, predicate, value))
    return found


def term_of_ours(value: Term) -> rdflib.term.Node:
    if isinstance(value, Iri):
        return rdflib.URIRef(value.value)
    assert isinstance(value, Literal)
    return literal(value.value, value.language, value.datatype.value)


def theirs(project: Project, ontology: Ontology) -> rdflib.Graph:
    """The data as pyld reads it: each file as the graph of a document with the published context."""
    found = rdflib.Graph()
    for number, path in enumerate(project.files("data", ".yaml").values()):
        text = path.read_text(encoding="utf-8")
        document = {**published_context(ontology), "@graph": yaml.load(text, Loader=yaml.BaseLoader)}
        for triple in jsonld.to_rdf(document)["@default"]:
            terms = (term_of_theirs(triple[part], number) for part in ("subject", "predicate", "object"))
            subject, predicate, value = terms
            found.add((subject, predicate, value))
    return found


def term_of_theirs(value: dict[str, str], file: int) -> rdflib.term.Node:
    text = value["value"]
    if value["type"] == "literal":
        return literal(text, value.get("language"), value["datatype"])
    return rdflib.URIRef(text) if value["type"] == "IRI" else rdflib.BNode(f"{text.removeprefix('_:')}f{file}")


def literal(text: str, language: str | None, datatype: str) -> rdflib.Literal:
    plain = language is not None or datatype == XSD + "string"
    return rdflib.Literal(text, lang=language, datatype=None if plain else rdflib.URIRef(datatype), normalize=False)


def with_defaults(graph: rdflib.Graph) -> Iterator[tuple[Any, Any, Any]]:
    """The first difference."""
    yield from graph
    for claim, source in graph.subject_objects(KG_["in"]):
        if (claim, KG_.of, None) in graph:
            yield claim, rdflib.RDF.type, MENTION
            continue
        yield claim, rdflib.RDF.type, CLAIM
        if (claim, KG_.by, None) not in graph:
            yield claim, KG_.by, source
        if (claim, KG_.modality, None) not in graph:
            yield claim, KG_.modality, KG_.asserted


def without_given_ids(graph: rdflib.Graph, named: set[str]) -> Iterator[tuple[Any, Any, Any]]:
    """The second difference: claims and mentions that the YAML does not name become blank nodes."""
    nameless = {
        each: rdflib.BNode()
        for kind in (CLAIM, MENTION)
        for each in graph.subjects(rdflib.RDF.type, kind)
        if str(each) not in named
    }
    for subject, predicate, value in graph:
        yield nameless.get(subject, subject), predicate, nameless.get(value, value)


def with_escaped_dates(graph: rdflib.Graph) -> Iterator[tuple[Any, Any, Any]]:
    """The third difference, in IRIs."""
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.URIRef) and value.startswith(DATE):
            value = rdflib.URIRef(date_iri(value.removeprefix(DATE)))
        yield subject, predicate, value


def without_days(graph: rdflib.Graph) -> Iterator[tuple[Any, Any, Any]]:
    """The third difference, in nodes."""
    return (triple for triple in graph if not str(triple[0]).startswith(DATE))


def with_canonical_literals(graph: rdflib.Graph) -> Iterator[tuple[Any, Any, Any]]:
    """The fourth difference."""
    for subject, predicate, value in graph:
        if isinstance(value, rdflib.Literal) and value.datatype == rdflib.XSD.decimal:
            text = format(Decimal(str(value)), "f")
            short = text.rstrip("0").rstrip(".") if "." in text else text
            value = rdflib.Literal(short, datatype=rdflib.XSD.decimal, normalize=False)
        yield subject, predicate, value


def graph_of(triples: Iterator[tuple[Any, Any, Any]]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def without_names(graph: rdflib.Graph) -> tuple[set[Any], Counter[frozenset[Any]]]:
    """A graph up to the names of its blank nodes: no statement leads to one, so what each one says tells it apart."""
    assert not any(isinstance(value, rdflib.BNode) for value in graph.objects())
    nameless = {subject for subject in graph.subjects() if isinstance(subject, rdflib.BNode)}
    named = {triple for triple in graph if triple[0] not in nameless}
    return named, Counter(frozenset(graph.predicate_objects(each)) for each in nameless)


def compare(project: Project) -> None:
    ontology = read_ontology(project)
    mine, other = ours(project, ontology), theirs(project, ontology)
    named = {str(subject) for subject in other.subjects() if isinstance(subject, rdflib.URIRef)}
    adapted = graph_of(with_canonical_literals(graph_of(with_escaped_dates(graph_of(with_defaults(other))))))
    reduced = graph_of(without_days(graph_of(without_given_ids(mine, named))))
    assert len(adapted) == len(reduced) > 100
    assert without_names(adapted) == without_names(reduced)


def test_the_reference_processor_reads_the_shipped_data_as_we_do(project: Project) -> None:
    compare(project)


def test_the_reference_processor_reads_every_kind_of_value_as_we_do(make_project: Make) -> None:
    compare(make_project({"data/all.yaml": EVERY_VALUE.read_text(encoding="utf-8")}))


@pytest.fixture
def both(make_project: Make) -> tuple[rdflib.Graph, rdflib.Graph]:
    project = make_project({"data/all.yaml": EVERY_VALUE.read_text(encoding="utf-8")})
    ontology = read_ontology(project)
    return ours(project, ontology), theirs(project, ontology)


def test_claims_get_the_defaults_that_json_ld_leaves_out(both: tuple[rdflib.Graph, rdflib.Graph]) -> None:
    mine, other = both
    added = [set(mine.subject_objects(key)) for key in (KG_.by, KG_.modality)]
    given = [set(other.subject_objects(key)) for key in (KG_.by, KG_.modality)]
    assert [len(pairs) for pairs in added] == [8, 8] and [len(pairs) for pairs in given] == [3, 1]
    assert len(set(mine.subjects(rdflib.RDF.type, CLAIM))) == 8 and not set(other.subjects(rdflib.RDF.type, CLAIM))


def test_claims_get_the_ids_that_json_ld_leaves_blank(both: tuple[rdflib.Graph, rdflib.Graph]) -> None:
    kinds = [[type(claim) for claim in graph.subjects(KG_["in"])] for graph in both]
    assert kinds[0].count(rdflib.BNode) == 0 and kinds[1].count(rdflib.BNode) == 7 + 2


def test_dates_are_escaped_and_get_their_days(both: tuple[rdflib.Graph, rdflib.Graph]) -> None:
    mine, other = both
    written = rdflib.URIRef(DATE + "[2022-01-10..2022-01-16]")
    escaped = rdflib.URIRef(DATE + "%5B2022-01-10..2022-01-16%5D")
    assert (None, None, written) in other and (None, None, written) not in mine
    assert (None, None, escaped) in mine and (None, None, escaped) not in other
    assert dict(mine.predicate_objects(escaped)) == {
        rdflib.URIRef(RDF + "type"): KG_.Date,
        KG_.written: rdflib.Literal("[2022-01-10..2022-01-16]"),
        KG_.earliest: rdflib.Literal("2022-01-10", datatype=rdflib.XSD.date),
        KG_.latest: rdflib.Literal("2022-01-16", datatype=rdflib.XSD.date),
        KG_.latestStart: rdflib.Literal("2022-01-16", datatype=rdflib.XSD.date),
        KG_.earliestEnd: rdflib.Literal("2022-01-10", datatype=rdflib.XSD.date),
        KG_.oneDay: rdflib.Literal("true", datatype=rdflib.XSD.boolean),
        KG_.latestStartDay: rdflib.Literal("19008", datatype=rdflib.XSD.integer),
        KG_.earliestEndDay: rdflib.Literal("19002", datatype=rdflib.XSD.integer),
        KG_.earliestDay: rdflib.Literal("19002", datatype=rdflib.XSD.integer),
        KG_.latestDay: rdflib.Literal("19008", datatype=rdflib.XSD.integer),
    }
    assert (written, None, None) not in other


def test_numbers_are_written_in_canonical_form(both: tuple[rdflib.Graph, rdflib.Graph]) -> None:
    mine, other = ({str(value) for value in graph.objects() if isinstance(value, rdflib.Literal)} for graph in both)
    assert {"380.5", "0.1", "0"} <= mine and not {"380.50", "0.10"} & mine
    assert {"380.50", "0.10", "0"} <= other and not {"380.5", "0.1"} & other
