"""Validate any graph against SHACL shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import OntologyError
from kg.graph import Graph, Triple, parse, serialize
from kg.shacl.results import SH, Result

if TYPE_CHECKING:
    import rdflib

__all__ = ["SH", "Result", "validate"]


def validate(data: Graph, shapes: Iterable[Triple]) -> list[Result]:
    """What in a graph does not conform to shapes.

    Raises:
        OntologyError: a shape that is not well-formed.
    """
    import pyshacl
    import rdflib

    copy, rules = rdflib.Graph(), rdflib.Graph()
    copy.parse(data=serialize(data.construct("CONSTRUCT WHERE { ?s ?p ?o }"), "ntriples", {}), format="nt")
    rules.parse(data=serialize(shapes, "ntriples", {}), format="nt")
    try:
        _, report, _ = pyshacl.validate(copy, shacl_graph=rules, allow_warnings=True, inplace=True)
    except (pyshacl.errors.ShapeLoadError, pyshacl.errors.ConstraintLoadError) as error:
        raise OntologyError(f"ontology/shapes: {error}: mend the shape") from error
    assert isinstance(report, rdflib.Graph)
    return list(_results(report))


def _results(report: rdflib.Graph) -> Iterator[Result]:
    about: dict[Any, dict[str, list[Any]]] = {}
    for subject, predicate, value in parse(report.serialize(format="nt", encoding="utf-8"), "ntriples"):
        about.setdefault(subject, {}).setdefault(predicate.value.removeprefix(SH), []).append(value)
    for said in about.values():
        if "focusNode" in said:
            (focus,), (component,), (severity,), (shape,) = (
                said[name] for name in ("focusNode", "sourceConstraintComponent", "resultSeverity", "sourceShape")
            )
            path, value = (said.get(name, [None])[0] for name in ("resultPath", "value"))
            messages = tuple(said.get("resultMessage", ()))
            yield Result(focus, path, value, component, severity, shape, messages)
