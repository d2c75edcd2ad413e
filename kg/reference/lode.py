"""The sections that pyLODE makes of the classes and properties, with anchors that stay and nothing that runs.

pyLODE makes a tree of HTML elements (dominate's) of an RDF graph. It gets a copy of the ontology with
one header, without the twins and without what other vocabularies define; its tree is then mended.
"""

from __future__ import annotations

import html
import logging
import re
import shutil
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.errors import MissingLibraryError
from kg.graph import Iri, Literal, Triple
from kg.namespaces import BASE, KG, OWL, PREFIXES, RDF, RDFS, SDO, SKOS, compact
from kg.ontology import Ontology
from kg.reference.links import Anchors

if TYPE_CHECKING:
    import rdflib

_HEADER = BASE + "ontology"
_KINDS = tuple(OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
_PLAIN = {RDFS + "label", SKOS + "example"}
_MARKDOWN = {RDFS + "comment", SKOS + "definition", SKOS + "scopeNote"}
_SPECIAL = re.compile(r"[^\w\s]|_|\n|^\s+|^h(?=ttp)")
_TOLD_BY_KEYS = tuple(f"https://w3id.org/profile/ontdoc/{name}" for name in ("inDomainOf", "inDomainIncludesOf"))
_LINKS = {RDFS + "subClassOf", RDFS + "subPropertyOf", RDFS + "domain", RDFS + "range", SDO + "domainIncludes",
          OWL + "versionIRI"}  # fmt: skip


def sections(ontology: Ontology, anchors: Anchors, extras: Mapping[str, str]) -> str:
    """What pyLODE makes of an ontology, as HTML.

    Args:
        extras: HTML that ends the entry of a term, by the anchor of the term.

    Raises:
        MissingLibraryError: pyLODE is not installed.
    """
    pylode = load_pylode()
    graph = _graph(ontology, anchors)
    with _quiet(), _background(pylode):
        made = pylode.OntPub(graph)
        made.fids.update(anchors.of)
        made.make_html()
    names = {anchor: compact(iri) for iri, anchor in anchors.of.items()}
    _mend(made.doc.body, names)
    for entry in made.content.get("div", cls="property entity"):
        _extend(entry, names[entry["id"]], extras.get(entry["id"], ""))
    return "".join(each.render(pretty=False) for each in made.content.children)


def load_pylode() -> Any:
    """The module pyLODE.

    Raises:
        MissingLibraryError: it is not installed, or is the release 3.4.1, which fails to find a file of its own.
    """
    try:
        with _quiet():
            import pylode
            import pylode.utils
    except (ImportError, OSError) as error:
        what = "kg export --docs: pyLODE, which makes the page, is not installed"
        raise MissingLibraryError(f"{what}: run `pip install 'actors-events-kg[docs]'`") from error
    return pylode


@contextmanager
def _quiet() -> Iterator[None]:
    """Undoes what pyLODE does to the log of the whole process, which would tell all."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    try:
        yield
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers


@contextmanager
def _background(pylode: Any) -> Iterator[None]:
    """Lets pyLODE read the vocabularies that it knows from a copy, since it writes beside them."""
    theirs = pylode.utils.RDF_FOLDER
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "rdf"
        shutil.copytree(theirs, copy, ignore=shutil.ignore_patterns("*.pickle"))
        pylode.utils.RDF_FOLDER = copy
        try:
            yield
        finally:
            pylode.utils.RDF_FOLDER = theirs


def _graph(ontology: Ontology, anchors: Anchors) -> rdflib.Graph:
    """The copy of the ontology that pyLODE gets, in order, so that the same gives the same."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    for subject, predicate, value in sorted(_statements(ontology, anchors), key=lambda triple: tuple(map(str, triple))):
        term = rdflib.Literal(value.value) if isinstance(value, Literal) else rdflib.URIRef(value.value)
        graph.add((rdflib.URIRef(subject.value), rdflib.URIRef(predicate.value), term))
    return graph


def _statements(ontology: Ontology, anchors: Anchors) -> Iterator[Triple]:
    keys = {each.iri for each in ontology.properties.values()}
    declared = set()
    for subject, predicate, value in ontology.triples:
        if subject == Iri(_HEADER) or subject.value.startswith(KG) or subject.value in keys:
            if predicate.value == RDF + "type" and value.value in (*_KINDS, OWL + "Ontology"):
                declared.add(subject.value)
                yield Triple(subject, predicate, value)
            elif isinstance(value, Iri) and predicate.value in _LINKS:
                yield Triple(subject, predicate, value)
            elif predicate.value in _PLAIN | _MARKDOWN and getattr(value, "language", None) in (None, "en"):
                text = _literally(value.value, anchors) if predicate.value in _MARKDOWN else value.value
                yield Triple(subject, predicate, Literal(text))
    for iri in sorted(keys - declared):
        yield Triple(Iri(iri), Iri(RDF + "type"), Iri(OWL + "AnnotationProperty"))
    vann = "http://purl.org/vocab/vann/preferredNamespace"  # else pyLODE takes every IRI for one of this ontology
    yield Triple(Iri(_HEADER), Iri(vann + "Prefix"), Literal("kg"))
    yield Triple(Iri(_HEADER), Iri(vann + "Uri"), Literal(KG))
    if _HEADER not in declared:
        yield Triple(Iri(_HEADER), Iri(RDF + "type"), Iri(OWL + "Ontology"))
        yield Triple(Iri(_HEADER), Iri(RDFS + "label"), Literal("ontology"))


def _literally(text: str, anchors: Anchors) -> str:
    """A text that comes through pyLODE as it was, but for links to terms.

    It is read as Markdown, which lets HTML through, and one that begins with `http` as an address.
    """

    def escape(part: str) -> str:
        return _SPECIAL.sub(lambda match: "".join(f"&#{ord(each)};" for each in match[0]), part)

    return anchors.linked(text, escape=escape)


def _mend(body: Any, names: Container[str]) -> None:
    """Gives the page's own anchors names that no term has, and keeps only links that lead somewhere.

    Of the classes that a property is for, the keys tell more; and the page has a heading of its own.
    """
    for element in body.get():
        name = element.attributes.get("id")
        if name and element.attributes.get("class") != "property entity":
            element["id"] = f"_{name}"
        _mend_link(element, names)
    for row in body.get("tr"):
        if any(link.attributes.get("href") in _TOLD_BY_KEYS for link in row.get("a", cls="hover_property")):
            row.parent.remove(row)
    for heading in body.get("h1"):
        heading.parent.remove(heading)


def _mend_link(element: Any, names: Container[str]) -> None:
    target = str(element.attributes.get("href") or "")
    if target.startswith("#"):
        if target[1:] not in names:
            del element["href"]
    elif target and not target.startswith(("https://", "http://")):
        del element["href"]
    elif target and element.attributes.get("class") != "hover_property":
        short = compact(target)
        if re.match(r"(\w+):.", short) and short.partition(":")[0] in PREFIXES:
            element.clear()
            element.add(short)


def _extend(entry: Any, name: str, extra: str) -> None:
    entry.children[0].add_raw_string(f'<a class="name" href="#{html.escape(entry["id"])}">{html.escape(name)}</a>')
    entry.add_raw_string(extra)
