"""Results for people: with short names, and the place of what is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import Problem
from kg.graph import Graph, Iri, Literal, Term, Triple, text_of
from kg.namespaces import RDF
from kg.shacl.places import Places, shortened
from kg.shacl.results import SH, UNCHECKED, Result
from kg.shacl.source import TARGETS, Source

_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
_MARKS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
_LONGEST = 80
"""How much of a value is shown among other words."""
_MOST = 5
"""How much of what is behind a result is told in words."""


class Telling:
    """Results as findings, or as plain values, in the order of the data file.

    Args:
        path, rules: the data file, and the file of shapes.
        shapes: the shapes graph.
        results: what was found.
        data: the graph of the data file.
        details: what is behind results of shapes within shapes.
    """

    def __init__(
        self, path: Path, rules: Path, shapes: Iterable[Triple], results: Sequence[Result],
        data: Graph, details: Mapping[Result, Sequence[Result]],
    ) -> None:  # fmt: skip
        self._source, self._data, self._details = Source(shapes), data, details
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
            node = self._shape_name(each.shape) if each.component == UNCHECKED else self._shown_name(each.focus)
            severity = _LEVELS.get(each.severity.value.removeprefix(SH), "error")
            what, words = _shown(f"{node}{self._at(each)}{self._value(each)}"), _shown(self._words(each))
            yield Problem.at(path, span, what, words, severity=severity, rule=self._shape_name(each.shape))

    def _at(self, result: Result) -> str:
        return f": {self._path_name(result.path)}" if result.path else ""

    def _value(self, result: Result) -> str:
        return "" if result.value is None else f" `{self._shown_name(result.value)[:_LONGEST]}`"

    def _words(self, result: Result) -> str:
        """What is wrong, with what is behind it."""
        words = " ".join(message.value for message in result.messages)
        parts = self._details.get(result, ())
        told = sorted(map(self._within, parts))[:_MOST]
        more = [f"and {len(parts) - _MOST} more"] if len(parts) > _MOST else []
        return f"{words.removesuffix('.')}: {'; '.join(told + more)}" if told else words

    def _within(self, part: Result) -> str:
        """As `_words`, with path and value; the value of a part without a path is that which is told already."""
        words = self._words(part)
        return f"{self._path_name(part.path)}{self._value(part)}: {words}" if part.path else words

    def values(self) -> Iterator[dict[str, Any]]:
        """For each result its parts by name, all as text but the place and the list of messages."""
        for path, span, each in self._found:
            yield {"file": str(path), "line": span.line or None, "column": span.column or None, **self._parts(each)}

    def _parts(self, result: Result) -> dict[str, Any]:
        return {
            "focus": self._name(result.focus),
            "path": self._path_name(result.path) if result.path else None,
            "value": None if result.value is None else self._name(result.value),
            "component": result.component.value.removeprefix(SH).removesuffix("ConstraintComponent"),
            "severity": result.severity.value.removeprefix(SH),
            "shape": self._shape_name(result.shape),
            "messages": [message.value for message in result.messages],
            "details": [self._parts(each) for each in self._details.get(result, ())],
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

    def _shown_name(self, node: Term, within: bool = False) -> str:
        """As `_name`; a node without one by what it holds."""
        if isinstance(node, Iri | Literal):
            return self._name(node)
        said = sorted(f"{self._name(p)} {self._shown_name(o, True)}" for _, p, o in self._data.statements(node))
        return f"[ {' ; '.join(said)} ]" if said and not within else "[…]" if said else "[]"

    def _shape(self, node: Term) -> str:
        """The name of a shape, or of the one in which it stands; without a name, of its path or of its target."""
        if owner := self._source.owner(node):
            return self._name(owner)
        holders = [node]
        for each in holders:
            holders += [other for other in self._source.uses.get(each, ()) if other not in holders]
        for each in holders:
            if paths := self._source.values(each, "path"):
                return f"shape for {self._path(paths[0])}"
        targets = (value for each in holders for name in TARGETS for value in self._source.values(each, name))
        return " ".join(["shape", *(f"for {self._name(each)}" for each in [*targets][:1])])

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
