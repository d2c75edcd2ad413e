"""Results for people: with short names, and the place of what is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import Problem
from kg.graph import Graph, Iri, Literal, Term, Triple, text_of
from kg.namespaces import RDF
from kg.shacl.places import Places, shortened
from kg.shacl.results import SH, UNCHECKED, Result
from kg.shacl.source import Source

_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
_MARKS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_LONGEST = 80
"""How much of a value is shown among other words."""


class Telling:
    """Results as findings, or as plain values, in the order of the data file.

    Args:
        path, rules: the data file, and the file of shapes.
        shapes: the shapes graph.
        results: what was found.
        data: the graph of the data file.
    """

    def __init__(
        self, path: Path, rules: Path, shapes: Iterable[Triple], results: Sequence[Result], data: Graph
    ) -> None:
        self._source = Source(shapes)
        self._place = Places(path, results, data)
        self._shape_name, self._path_name = cache(self._shape), cache(self._path)
        unchecked = {each: self._of_shape(each) for each in results if each.component == UNCHECKED}
        of_shapes = Places(rules, unchecked.values())
        found = [
            (rules, of_shapes.of(unchecked[each]), each) if each in unchecked else (path, self._place.of(each), each)
            for each in results
        ]
        self._found = sorted(found, key=lambda found: (str(found[0]), found[1]))

    def problems(self) -> Iterator[Problem]:
        """The results as findings, each with the shape as the rule that is broken."""
        for path, span, each in self._found:
            at = f": {self._path_name(each.path)}" if each.path else ""
            value = "" if each.value is None else f" `{self._name(each.value)[:_LONGEST]}`"
            node = self._shape_name(each.shape) if each.component == UNCHECKED else self._name(each.focus)
            severity = _LEVELS.get(each.severity.value.removeprefix(SH), "error")
            words = _shown(" ".join(message.value for message in each.messages))
            rule = self._shape_name(each.shape)
            yield Problem.at(path, span, _shown(f"{node}{at}{value}"), words, severity=severity, rule=rule)

    def values(self) -> Iterator[dict[str, Any]]:
        """For each result its parts by name, all as text but the place and the list of messages."""
        for path, span, each in self._found:
            yield {
                "file": str(path),
                "line": span.line or None,
                "column": span.column or None,
                "focus": self._name(each.focus),
                "path": self._path_name(each.path) if each.path else None,
                "value": None if each.value is None else self._name(each.value),
                "component": each.component.value.removeprefix(SH).removesuffix("ConstraintComponent"),
                "severity": each.severity.value.removeprefix(SH),
                "shape": self._shape_name(each.shape),
                "messages": [message.value for message in each.messages],
            }

    def _of_shape(self, result: Result) -> Result:
        """A result about the named shape in which a shape stands."""
        return replace(result, focus=self._source.owner(result.shape) or result.shape)

    def _name(self, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        for prefix, namespace in self._place.prefixes.items():
            if short := shortened(term, prefix, namespace):
                return short
        return text_of(term) if isinstance(term, Iri) else f"_:{term.value}"

    def _shape(self, node: Term) -> str:
        """The name of a shape, or of the one in which it stands."""
        return self._name(self._source.owner(node) or node)

    def _path(self, node: Term) -> str:
        """A path as SPARQL writes it."""
        said = self._source.about.get(node, {})
        if isinstance(node, Iri):
            return self._name(node)
        if RDF + "first" in said:
            return "/".join(self._members(node))
        for name, values in said.items():
            if name == "inversePath":
                return f"^{self._path(values[0])}"
            if name == "alternativePath":
                return f"({'|'.join(self._members(values[0]))})"
            if name in _MARKS:
                return f"({self._path(values[0])}){_MARKS[name]}"
        return self._name(node)

    def _members(self, node: Term) -> list[str]:
        return [self._path(each) for each in self._source.members(node, node, "path")]


def _shown(text: str) -> str:
    """A text without what would move the cursor of a terminal or change its colours, whatever shows it."""
    return "".join(each if each.isprintable() else " " if each.isspace() else "\ufffd" for each in text)
