"""The ontology keeps its own style, and is a schema that the loader and the shapes agree on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyshacl
import pytest
import rdflib
from conftest import ROOT
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from kg.check import read_shapes
from kg.errors import OntologyError
from kg.exporters import context_file
from kg.graph import serialize
from kg.ontology import Holds, Ontology, read_ontology
from kg.ontology.context import twins
from kg.project import Project
from kg.version import VERSION

KG = rdflib.Namespace("https://w3id.org/actors-events/ontology#")
MODULES = sorted((ROOT / "ontology").glob("*.ttl"))
SHAPES = sorted((ROOT / "ontology" / "shapes").glob("*.ttl"))


@pytest.fixture(scope="module")
def ontology(project: Project) -> Ontology:
    return read_ontology(project)


@pytest.fixture(scope="module")
def triples(ontology: Ontology) -> rdflib.Graph:
    every = [*ontology.triples, *twins(ontology)]
    return rdflib.Graph().parse(data=serialize(every, "ntriples", {}), format="nt")


def test_every_term_keeps_the_style_of_the_ontology(triples: rdflib.Graph) -> None:
    style = rdflib.Graph().parse(ROOT / "ontology" / "shapes" / "style.ttl")
    conforms, _, report = pyshacl.validate(triples, shacl_graph=style)
    assert conforms, report


def test_a_term_without_a_definition_breaks_the_style(triples: rdflib.Graph) -> None:
    style = rdflib.Graph().parse(ROOT / "ontology" / "shapes" / "style.ttl")
    worse = rdflib.Graph() + triples
    worse.remove((KG.Launch, SKOS.definition, None))
    conforms, _, report = pyshacl.validate(worse, shacl_graph=style)
    assert not conforms and "Launch" in report


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.name)
def test_every_shape_of_a_property_says_how_to_mend(path: Path) -> None:
    shapes = rdflib.Graph().parse(path)
    silent = [shape for shape in shapes.subjects(SH.path) if not shapes.value(shape, SH.message)]
    assert silent == []


@pytest.mark.parametrize("path", [path for path in SHAPES if path.name != "style.ttl"], ids=lambda path: path.name)
def test_shapes_constrain_only_what_the_ontology_defines(path: Path, triples: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(path)
    named = {*shapes.objects(predicate=SH.targetClass), *shapes.objects(predicate=SH.path)}
    own = {term for term in named if isinstance(term, rdflib.URIRef) and term.startswith(KG)}
    assert {term for term in own if (term, RDF.type, None) not in triples} == set()


def test_every_kind_of_record_has_a_shape_of_its_own_or_above_it(project: Project, ontology: Ontology) -> None:
    targets = {t.object.value for t in read_shapes(project, ontology) if t.predicate.value == str(SH.targetClass)}
    assert [name for name in ontology.prefix_of if not ontology.classes_of(name) & targets] == []


def test_the_version_of_the_ontology_is_that_of_the_package(triples: rdflib.Graph) -> None:
    assert set(triples.objects(None, OWL.versionIRI)) == {
        rdflib.URIRef(f"https://w3id.org/actors-events/ontology/{VERSION}")
    }


def test_a_twin_copies_range_and_super_properties_but_no_domain(ontology: Ontology, triples: rdflib.Graph) -> None:
    assert len(ontology.sayable) > 70
    for key, each in ontology.sayable.items():
        twin = rdflib.URIRef(each.said)
        assert triples.value(twin, RDFS.range) == rdflib.URIRef(each.range), key
        assert triples.value(rdflib.URIRef(each.iri), KG.saidAs) == twin
        assert set(triples.objects(twin, RDFS.domain)) == {KG.Claim}
    narrower = rdflib.URIRef(ontology.sayable["modelledOn"].said)
    assert (narrower, RDFS.subPropertyOf, rdflib.URIRef(ontology.sayable["resembles"].said)) in triples


def test_the_twins_of_annotations_are_annotations(triples: rdflib.Graph, ontology: Ontology) -> None:
    """In OWL 2 DL a class or a property can only be the value of an annotation."""
    for each in ontology.sayable.values():
        annotation = each.holds in (Holds.KEY, Holds.KIND)
        assert ((rdflib.URIRef(each.said), RDF.type, OWL.AnnotationProperty) in triples) == annotation


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_module_says_what_it_is(module: Path) -> None:
    graph = rdflib.Graph().parse(module)
    headers = list(graph.subjects(RDF.type, OWL.Ontology))
    assert headers and all(graph.value(header, RDFS.comment) for header in headers)


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ("kg:apogee a owl:DatatypeProperty ; kg:promotion 'often' ; rdfs:range xsd:string .", "kg:promotion"),
        ("kg:apogee a owl:DatatypeProperty ; kg:promotion 'each' .", "0 ranges"),
        ("kg:apogee a owl:ObjectProperty ; kg:promotion 'each' ; rdfs:range kg:Nothing .", "unknown range"),
        ("kg:apogee a owl:", "own.ttl:5:"),
    ],
)
def test_a_property_that_cannot_be_a_key_is_refused(
    make_project: Callable[[dict[str, str]], Project], turtle: str, words: str
) -> None:
    prefixes = (
        "@prefix kg: <https://w3id.org/actors-events/ontology#> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    )
    with pytest.raises(OntologyError, match=words):
        read_ontology(make_project({"ontology/own.ttl": prefixes + turtle, "data/a.yaml": "[]"}))


def test_the_published_context_is_the_one_that_the_ontology_gives(ontology: Ontology) -> None:
    """Made anew by `kg export --context -o ontology/context.jsonld`."""
    assert (ROOT / "ontology" / "context.jsonld").read_bytes() == context_file(ontology)
