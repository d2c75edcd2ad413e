"""The results of a validation as the report that SHACL defines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph import Iri, Literal, Term, Triple
from kg.namespaces import RDF, XSD
from kg.shacl.results import SH, Result

_TYPE = Iri(RDF + "type")


def report(results: Iterable[Result], shapes: Iterable[Triple]) -> list[Triple]:
    """A validation report, with the paths in it as the shapes describe them.

    Args:
        results: what a validation found.
        shapes: the shapes graph that it was against.
    """
    found = list(results)
    node = Iri("urn:shacl:report")
    conforms = Literal("false" if found else "true", datatype=Iri(XSD + "boolean"))
    triples = [Triple(node, _TYPE, Iri(SH + "ValidationReport")), Triple(node, Iri(SH + "conforms"), conforms)]
    for number, each in enumerate(found, 1):
        triples += _result(node, Iri(f"urn:shacl:result:{number}"), each)
    paths = dict.fromkeys(each.path for each in found if each.path is not None and not isinstance(each.path, Iri))
    return [*triples, *_closure(paths, shapes)]


def _result(report_node: Iri, node: Iri, result: Result) -> Iterator[Triple]:
    yield Triple(report_node, Iri(SH + "result"), node)
    yield Triple(node, _TYPE, Iri(SH + "ValidationResult"))
    said: dict[str, Term | None] = {
        "focusNode": result.focus,
        "resultPath": result.path,
        "value": result.value,
        "sourceConstraintComponent": result.component,
        "resultSeverity": result.severity,
        "sourceShape": result.shape,
    }
    for name, value in said.items():
        if value is not None:
            yield Triple(node, Iri(SH + name), value)
    yield from (Triple(node, Iri(SH + "resultMessage"), each) for each in result.messages)


def _closure(nodes: Iterable[Term], shapes: Iterable[Triple]) -> Iterator[Triple]:
    """What a graph says of blank nodes, and of the blank nodes in that."""
    about: dict[object, list[Triple]] = {}
    for triple in shapes:
        about.setdefault(triple.subject, []).append(triple)
    reached = list(nodes)
    seen = set(reached)
    for node in reached:
        for triple in about.get(node, ()):
            yield triple
            if not isinstance(triple.object, Iri | Literal | Triple) and triple.object not in seen:
                seen.add(triple.object)
                reached.append(triple.object)
