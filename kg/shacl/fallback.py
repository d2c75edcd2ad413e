"""What is not compiled is checked by pySHACL, in a process of its own and within a time limit."""

from __future__ import annotations

import os
import re
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from kg.errors import OntologyError
from kg.graph import Iri, Literal, Term, Triple, parse, serialize
from kg.namespaces import OWL, XSD
from kg.shacl import matching
from kg.shacl.apart import command, surroundings
from kg.shacl.model import Shape
from kg.shacl.results import SH, Result, Unchecked
from kg.shacl.source import without_targets

if TYPE_CHECKING:
    import rdflib

_LEAST_SECONDS = 60.0
_SECONDS_FOR_EACH = 0.001
_SOONEST = 1.0
"""In less time no process of pySHACL comes to a report."""
_LEAST_FOR_ONE = 0.02
"""How long one match may take when the time for patterns is over: a harmless one is done by then."""
_OVER = 3
"""The exit code of a process whose patterns took too long."""
_HEAD = ">Qd"
"""What stands before the graphs: the length of the first, and how long patterns may take."""
_RULE = SH + "rule"


@dataclass
class _Left:
    """The time that is left for all of pySHACL's work, and within it for patterns."""

    seconds: float
    patterns: float


def ask_pyshacl(
    data: Iterable[Triple],
    shapes: Collection[Triple],
    roots: Collection[Shape],
    note: Callable[[Shape, Unchecked], None],
) -> Iterator[Result]:
    """What does not conform to some shapes.

    Args:
        shapes: the whole shapes graph.
        roots: the shapes with targets that are to be checked, and no others.
        note: is told of each of them, and why, that pySHACL cannot check, or not in time.
    """
    text, imported = serialize(data, "ntriples", {}), list(_imported(shapes))
    left = _Left(_LEAST_SECONDS + _SECONDS_FOR_EACH * text.count(b"\n"), matching.SECONDS)
    asked = [list(roots)]
    for some in asked:
        rules = [*_only(shapes, {each.node for each in some}), *imported]
        try:
            last = len(some) == 1 and some is asked[-1]
            yield from _results(_apart(text, serialize(rules, "ntriples", {}), left, last))
        except OntologyError as error:
            if len(some) > 1:  # which of them it is shows when each is checked alone
                asked += [[each] for each in some]
            else:
                note(some[0], Unchecked(some[0].node, f"pySHACL {error}", "mend or simplify its queries and patterns"))


def _apart(data: bytes, rules: bytes, left: _Left, last: bool) -> bytes:
    """The report of pySHACL in a process of its own, which is ended when it takes half of the time that is left.

    So one shape that takes for ever leaves time for the next; the last has all of it.

    Raises:
        OntologyError: it does not come to a report.
    """
    began, limit = time.monotonic(), left.seconds / (1 if last else 2)
    message = struct.pack(_HEAD, len(data), left.patterns) + data + rules
    try:
        if limit < _SOONEST:
            raise OntologyError("had no time left for it after others")
        done = subprocess.run(
            command("kg.shacl.fallback"), input=message, env=surroundings(), capture_output=True, timeout=limit,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise OntologyError(f"did not end in {limit:.0f} seconds") from error
    finally:
        left.seconds -= time.monotonic() - began
    if done.returncode == _OVER:
        left.patterns = 0
    if done.returncode:
        words = done.stderr.decode().strip().splitlines() or ["stopped without a word"]
        raise OntologyError(words[-1])
    return done.stdout


def _only(shapes: Iterable[Triple], roots: set[Term]) -> Iterator[Triple]:
    """A shapes graph without the targets of other shapes, also those that a shape has by being a class.

    And without rules, which pySHACL would run where a shape asks for more than the core.
    """
    return (each for each in without_targets(shapes, roots) if each.predicate.value != _RULE)


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
    size, seconds = struct.unpack(_HEAD, sys.stdin.buffer.read(struct.calcsize(_HEAD)))
    _limit_patterns(seconds)
    data, rules = (sys.stdin.buffer.read(length) for length in (size, -1))
    try:
        sys.stdout.buffer.write(report(data, rules))
    except OntologyError as error:
        sys.exit(" ".join(str(error).split()))


def _limit_patterns(seconds: float) -> None:
    """End this process, with a word, when regular expressions, which are Python's, have taken so long.

    Those of `sh:pattern` and of SPARQL; what a process has had for them is told to the next by `seconds`.
    """
    from pyshacl.constraints.core import string_based_constraints
    from rdflib.plugins.sparql import operators

    left = [seconds]

    def timed(match: Callable[..., Any], *given: Any) -> Any:
        signal.setitimer(signal.ITIMER_VIRTUAL, max(left[0], _LEAST_FOR_ONE))
        try:
            return match(*given)
        finally:
            left[0], _ = signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def compile_(expression: str, flags: int = 0) -> SimpleNamespace:
        pattern = re.compile(expression, flags)
        return SimpleNamespace(search=partial(timed, pattern.search), match=partial(timed, pattern.match))

    def over(*_: object) -> None:
        sys.stderr.write(f"took more than {_given(seconds)} over patterns\n")
        sys.stderr.flush()
        os._exit(_OVER)  # an exception would not come through rdflib, which catches all in places

    signal.signal(signal.SIGVTALRM, over)
    vars(string_based_constraints)["re"] = SimpleNamespace(**{**vars(re), "compile": compile_})
    calls = {name: partial(timed, getattr(re, name)) for name in ("search", "sub")}
    vars(operators)["re"] = SimpleNamespace(**{**vars(re), **calls})


def _given(seconds: float) -> str:
    return f"{seconds:g} seconds" if seconds else "all such shapes have"


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
