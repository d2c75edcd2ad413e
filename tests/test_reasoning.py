"""The ontology says nothing that contradicts itself, alone and with the data, and is in OWL 2 DL.

The judges are the OWL API's `OWL2DLProfile` and the reasoner HermiT. Of the OWL 2 Structural Specification
the first covers section 3 (IRIs of ontologies), 5 (every entity declared, no two types of property for one
IRI, no reserved vocabulary) and 11 (which properties may stand in cardinalities, in disjointness and the
like; hierarchies of properties); HermiT adds the map of datatypes of section 4. Of section 11.2 its rule for
anonymous individuals is not covered; instead there must be none.

They read a copy in which `xsd:date`, which OWL 2's map lacks, is `rdfs:Literal`, and which has one header.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.graph import Graph, Iri, Literal, Triple, parse, serialize
from kg.namespaces import BASE, OWL, PREFIXES, RDF, RDFS, XSD
from kg.ontology import Ontology, read_ontology
from kg.ontology.context import twins
from kg.project import Project

TYPE, RANGE = Iri(RDF + "type"), Iri(RDFS + "range")
HEADER = Iri(BASE + "ontology")
OUTSIDE = (Iri(XSD + "date"),)
"""The datatypes of the project that are not in the map of OWL 2."""

CONTRADICTIONS = {
    "a person that is a state": "kg:kim a kg:Person, kg:State .",
    "a launch that was launched by a place": "kg:one a kg:Launch ; kg:launchedBy kg:two . kg:two a kg:Place .",
    "a number that is no number": 'kg:one a kg:Launch ; kg:missileCount "two" .',
}
SLIPS = {
    "UseOfUndeclaredClass": "kg:one a kg:Nowhere .",
    "UseOfUndeclaredAnnotationProperty": "kg:Launch kg:nickname 'bang' .",
    "UseOfUndeclaredDataProperty": "kg:launchedBy rdfs:range xsd:string .",
    "IllegalPunning": "kg:launchedBy a owl:AnnotationProperty .",
    "DatatypeIRIAlsoUsedAsClassIRI": "kg:Launch a rdfs:Datatype .",
    "UseOfReservedVocabularyForClassIRI": "kg:Launch rdfs:subClassOf rdfs:Class .",
    "UseOfNonSimplePropertyInCardinalityRestriction": (
        "kg:Actor rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:partOf ; owl:maxCardinality 1 ] ."
    ),
    "UseOfNonSimplePropertyInDisjointPropertiesAxiom": "kg:partOf owl:propertyDisjointWith kg:ally .",
    "UseOfNonSimplePropertyInIrreflexivePropertyAxiom": "kg:partOf a owl:IrreflexiveProperty .",
    "UnsupportedDatatypeException": "kg:at rdfs:range xsd:time .",
}
"""For each kind of violation, a slip of the pen that is one."""

UNSATISFIABLE = "kg:Envoy a owl:Class ; rdfs:subClassOf kg:Person, kg:State ."
NAMELESS = "[] a kg:Launch ."


def in_owl(triples: Iterable[Triple]) -> list[Triple]:
    """A copy that OWL 2 can read; declarations come first, as the OWL API wants them."""
    every = list(triples)
    modules = {each.subject for each in every if each.object == Iri(OWL + "Ontology")} - {HEADER}
    copy = [_in_owl(each) for each in every if each.subject not in modules]
    return sorted(copy, key=lambda each: not (each.predicate == TYPE and each.object.value.startswith(OWL)))


def _in_owl(triple: Triple) -> Triple:
    subject, predicate, value = triple
    if isinstance(value, Literal):
        return Triple(subject, predicate, Literal(value.value)) if value.datatype in OUTSIDE else triple
    return Triple(subject, predicate, Iri(RDFS + "Literal")) if value in OUTSIDE else triple


def written(turtle: str) -> Iterator[Triple]:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return parse((prefixes + turtle).encode(), "turtle")


@pytest.fixture(scope="module")
def ontology(project: Project) -> Ontology:
    return read_ontology(project)


@pytest.fixture(scope="module")
def verdicts(ontology: Ontology, graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the judges say of the ontology, of the whole graph, and of the ontology with each mistake."""
    alone = in_owl([*ontology.triples, *twins(ontology)])
    cases = {"ontology": alone}
    for wrong in (*CONTRADICTIONS.values(), *SLIPS.values(), UNSATISFIABLE, NAMELESS):
        cases[wrong] = in_owl([*alone, *written(wrong)])
    cases["data"] = in_owl(graph.construct("CONSTRUCT WHERE { ?s ?p ?o }"))
    folder = tmp_path_factory.mktemp("owl")
    paths = [folder / f"{number}.owl" for number in range(len(cases))]
    for path, triples in zip(paths, cases.values(), strict=True):
        path.write_bytes(serialize(triples, "rdfxml", {}))
    command = [sys.executable, Path(__file__).with_name("judge_owl.py"), *paths[:-1], "--data", paths[-1]]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"Java, on Debian `default-jre-headless`, is needed: {done.stderr}"
    return dict(zip(cases, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("case", ["ontology", "data"])
def test_it_is_in_owl_2_dl(verdicts: dict[str, Any], case: str) -> None:
    assert verdicts[case]["broken"] == []
    assert verdicts[case]["unread"] == [], "triples from which OWL makes nothing"
    assert verdicts[case]["anonymous"] == []


@pytest.mark.parametrize("case", ["ontology", "data"])
def test_it_is_consistent(verdicts: dict[str, Any], case: str) -> None:
    assert verdicts[case]["consistent"] is True


def test_every_class_can_have_members(verdicts: dict[str, Any]) -> None:
    assert verdicts["ontology"]["unsatisfiable"] == []


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_a_contradiction_is_found(verdicts: dict[str, Any], what: str) -> None:
    verdict = verdicts[CONTRADICTIONS[what]]
    assert verdict["broken"] == [] and verdict["consistent"] is False


def test_a_class_below_two_that_exclude_each_other_is_found(verdicts: dict[str, Any]) -> None:
    assert verdicts[UNSATISFIABLE]["consistent"] is True
    assert verdicts[UNSATISFIABLE]["unsatisfiable"] == [PREFIXES["kg"] + "Envoy"]


@pytest.mark.parametrize("kind", SLIPS)
def test_what_is_not_in_owl_2_dl_is_found(verdicts: dict[str, Any], kind: str) -> None:
    found = verdicts[SLIPS[kind]]["broken"]
    assert kind in {each.partition(":")[0] for each in found}, found


def test_an_individual_without_a_name_is_found(verdicts: dict[str, Any]) -> None:
    assert len(verdicts[NAMELESS]["anonymous"]) == 1


def test_the_copy_differs_only_where_owl_2_cannot_read_it(ontology: Ontology) -> None:
    """Else the judges would judge something else."""
    every = set(ontology.triples)
    changed = set(in_owl(every)) - every
    assert {(each.predicate, each.object) for each in changed} == {(RANGE, Iri(RDFS + "Literal"))}
    assert {each.subject for each in changed} == {s for s, p, o in every if p == RANGE and o in OUTSIDE}
