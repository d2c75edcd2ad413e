"""What is not compiled is checked by pySHACL, in a process of its own and within a time limit."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import OntologyError
from kg.graph import Iri, Literal, Term, Triple, parse, serialize
from kg.namespaces import OWL, RDF, RDFS, XSD
from kg.shacl.model import Shape
from kg.shacl.results import SH, Result

if TYPE_CHECKING:
    import rdflib

_LEAST_SECONDS = 60.0
_SECONDS_FOR_EACH = 0.001
_TARGETS = {SH + name for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "target")}
_CLASSES = {Iri(RDFS + "Class"), Iri(OWL + "Class")}


def ask_pyshacl(data: Iterable[Triple], shapes: Collection[Triple], roots: Collection[Shape]) -> Iterator[Result]:
    """What does not conform to some shapes.

    Args:
        shapes: the whole shapes graph.
        roots: the shapes with targets that are to be checked, and no others.

    Raises:
        OntologyError: a shape is not well-formed, or checking takes longer than any that ends, as a regular
            expression can.
    """
    rules = [*_only(shapes, {each.node for each in roots}), *_imported(shapes)]
    names = ", ".join(sorted({str(each.node.value) for each in roots}))
    return _results(_apart(serialize(data, "ntriples", {}), serialize(rules, "ntriples", {}), names))


def _apart(data: bytes, rules: bytes, names: str) -> bytes:
    """The report of pySHACL in a process of its own, which is ended when it takes too long."""
    limit = _LEAST_SECONDS + _SECONDS_FOR_EACH * data.count(b"\n")
    command = [sys.executable, "-c", "from kg.shacl.fallback import main; main()"]
    message = struct.pack(">Q", len(data)) + data + rules
    # what this process would import, it shall import too
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(command, input=message, env=paths, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired as error:
        what = f"{names}: pySHACL did not end in {limit:.0f} seconds"
        raise OntologyError(f"{what}: simplify a pattern or query in them") from error
    if done.returncode:
        words = done.stderr.decode().strip().splitlines() or ["no word"]
        raise OntologyError(f"{names}: pySHACL cannot check them: {words[-1]}: mend the shape")
    return done.stdout


def _only(shapes: Iterable[Triple], roots: set[Term]) -> Iterator[Triple]:
    """A shapes graph without the targets of other shapes, also those that a shape has by being a class."""
    for triple in shapes:
        name = triple.predicate.value
        targets = name in _TARGETS or (name == RDF + "type" and triple.object in _CLASSES)
        if not targets or triple.subject in roots:
            yield triple


def _imported(shapes: Iterable[Triple]) -> Iterator[Triple]:
    """The prefixes that queries have from what they import, which pySHACL does not look up."""
    imports: dict[Any, list[Any]] = {}
    declared: dict[Any, list[Triple]] = {}
    for triple in shapes:
        if triple.predicate.value == OWL + "imports":
            imports.setdefault(triple.subject, []).append(triple.object)
        elif triple.predicate.value == SH + "declare":
            declared.setdefault(triple.subject, []).append(triple)
    for user in imports:
        reached = [user]
        for each in reached:
            reached += [other for other in imports.get(each, ()) if other not in reached]
            yield from (Triple(user, triple.predicate, triple.object) for triple in declared.get(each, ()))


def _results(report: bytes) -> Iterator[Result]:
    about: dict[Any, dict[str, list[Any]]] = {}
    for subject, predicate, value in parse(report, "ntriples"):
        about.setdefault(subject, {}).setdefault(predicate.value.removeprefix(SH), []).append(value)
    inner = {each for said in about.values() for each in said.get("detail", ())}
    for node, said in about.items():
        if "focusNode" in said and node not in inner:
            (focus,), (component,), (severity,), (shape,) = (
                said[name] for name in ("focusNode", "sourceConstraintComponent", "resultSeverity", "sourceShape")
            )
            path, value = (said.get(name, [None])[0] for name in ("resultPath", "value"))
            messages = tuple(said.get("resultMessage", ()))
            yield Result(focus, path, value, component, severity, shape, messages)


def main() -> None:
    """Check the graphs that stand in the input, and write the report; literals stay as they are written."""
    import rdflib

    rdflib.NORMALIZE_LITERALS = False
    size = struct.unpack(">Q", sys.stdin.buffer.read(8))[0]
    data, rules = (sys.stdin.buffer.read(length) for length in (size, -1))
    try:
        sys.stdout.buffer.write(report(data, rules))
    except OntologyError as error:
        sys.exit(" ".join(str(error).split()))


def report(data: bytes, rules: bytes) -> bytes:
    """The report of pySHACL on a graph, all as N-Triples, in which blank nodes keep their names.

    Raises:
        OntologyError: a shape that is not well-formed, or that pySHACL cannot check.
    """
    import pyshacl
    import rdflib

    shapes = _graph(rules)
    advanced = any((None, rdflib.URIRef(SH + name), None) in shapes for name in ("target", "expression"))
    try:
        _, found, text = pyshacl.validate(_graph(data), shacl_graph=shapes, inplace=True, advanced=advanced)
    except Exception as error:  # whatever a shape makes pySHACL stumble over
        raise OntologyError(f"{type(error).__name__}: {error}") from error
    if not isinstance(found, rdflib.Graph):
        raise OntologyError(text)
    return found.serialize(format="nt", encoding="utf-8")


def _graph(text: bytes) -> rdflib.Graph:
    """A graph of rdflib whose blank nodes have the names that they have here."""
    import rdflib

    graph = rdflib.Graph()
    for triple in parse(text, "ntriples"):
        graph.add(tuple(map(_outward, triple)))
    return graph


def _outward(term: Any) -> Any:
    import rdflib

    if isinstance(term, Iri):
        return rdflib.URIRef(term.value)
    if not isinstance(term, Literal):
        return rdflib.BNode(term.value)
    plain = term.language or term.datatype.value == XSD + "string"
    return rdflib.Literal(term.value, lang=term.language, datatype=None if plain else term.datatype.value)
