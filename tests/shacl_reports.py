"""Reports of validations as counted results that can be compared, whoever made them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.graph import Iri, Term, Triple, serialize
from kg.namespaces import RDF
from kg.shacl import SH, Result
from kg.shacl.fallback import _results, report

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
FAILURE = "failure"

About = Mapping[Any, Mapping[str, list[Any]]]


def about(triples: Iterable[Triple]) -> dict[Any, dict[str, list[Any]]]:
    """What is said of each node; of SHACL's terms by their local names."""
    found: dict[Any, dict[str, list[Any]]] = {}
    for subject, predicate, value in triples:
        found.setdefault(subject, {}).setdefault(predicate.value.removeprefix(SH), []).append(value)
    return found


def path_text(node: Any, said: About) -> str | None:
    """A path as text, the same for the same path, whatever its blank nodes are called."""
    if node is None or isinstance(node, Iri):
        return None if node is None else str(node)
    parts = said.get(node, {})
    if RDF + "first" in parts:
        members = []
        while isinstance(node, ox.BlankNode):
            members.append(path_text(said[node][RDF + "first"][0], said))
            node = said[node][RDF + "rest"][0]
        return f"({' '.join(map(str, members))})"
    return "[" + ", ".join(sorted(f"{n} {path_text(v, said)}" for n, values in parts.items() for v in values)) + "]"


def counted(results: Iterable[Result], said: About, names: bool = False) -> Counter[tuple[str | None, ...]]:
    """Results as text, each with how often it is there.

    Args:
        said: the shapes graph, which holds the paths.
        names: whether blank nodes keep their names, because both sides know them.
    """

    def text(term: Term | None) -> str | None:
        if isinstance(term, ox.BlankNode) and not names:
            return "_:"
        return None if term is None else str(term)

    return Counter(
        (
            text(each.focus), path_text(each.path, said), text(each.value),
            each.component.value.removeprefix(SH).removesuffix("ConstraintComponent"),
            each.severity.value.removeprefix(SH), text(each.shape),
        )
        for each in results
    )  # fmt: skip


def pyshacl_results(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Result]:
    """What pySHACL finds by itself; rdflib's words on each ill-typed literal are not of interest."""
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    return list(_results(report(serialize(data, "ntriples", {}), serialize(shapes, "ntriples", {}))))


def read(path: Path) -> list[Triple]:
    """The statements of a file of the test suite."""
    return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())]


def w3c_tests(folder: Path) -> Iterator[tuple[str, Path, Path, Any]]:
    """The tests of the W3C in a folder: name, data file, shapes file, and results expected, or `FAILURE`."""
    for path in sorted(folder.rglob("*.ttl")):
        said = about(read(path))
        for parts in said.values():
            if Iri(SHT + "Validate") in parts.get(RDF + "type", ()):
                action, outcome = said[parts[MF + "action"][0]], parts[MF + "result"][0]
                named = (action[SHT + name][0].value for name in ("dataGraph", "shapesGraph"))
                files = [Path(each.removeprefix("file://")) for each in named]
                expected = FAILURE if isinstance(outcome, Iri) else counted(expected_results(said, outcome), said)
                yield f"{path.parent.name}/{path.stem}", *files, expected


def expected_results(said: About, outcome: Any) -> Iterator[Result]:
    """The results in a report."""
    for node in said[outcome].get("result", ()):
        names = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity", "sourceShape")
        yield Result(*((said[node].get(name) or [None])[0] for name in names))
