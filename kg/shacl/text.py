"""Results for people: with short names, and the line of the node at fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.graph import Iri, Literal, Term, Triple, text_of
from kg.namespaces import RDF
from kg.shacl.loading import style_of
from kg.shacl.results import SH, Result
from kg.shacl.source import Source

_PREFIX = re.compile(rb"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE | re.ASCII)
_LEVELS = {"Violation": "", "Warning": "warning: ", "Info": "note: "}
_MARKS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


@dataclass(frozen=True)
class Place:
    """What a data file tells beside its statements: its prefixes, and where the nodes at fault begin."""

    prefixes: dict[str, str]
    lines: dict[Term, int]


def places(path: Path, nodes: Iterable[Term]) -> Place:
    """The prefixes of a file, and the first line that begins with each of some nodes.

    Only Turtle and N-Triples are looked through, and only the beginnings of lines, which takes no parsing; what is
    not found there has no line.
    """
    if style_of(path) not in ("turtle", "ntriples"):
        return Place({}, {})
    wanted = {each for each in nodes if not isinstance(each, Literal)}
    prefixes: dict[str, str] = {}
    names: dict[bytes, Term] = {str(each).encode(): each for each in wanted}
    lines: dict[Term, int] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            found = _PREFIX.match(line) if line.lstrip()[:7].lower().startswith((b"@prefix", b"prefix")) else None
            if found:
                prefix, namespace = found[1].decode(), found[2].decode(errors="replace")
                prefixes[prefix] = namespace
                names |= {short.encode(): each for each in wanted if (short := _short(each, prefix, namespace))}
            elif line[:1] not in b" \t\r\n#@" and (node := names.get(line.split(None, 1)[0])):
                lines.setdefault(node, number)
    return Place(dict(sorted(prefixes.items(), key=lambda item: -len(item[1]))), lines)


def _short(node: Term, prefix: str, namespace: str) -> str:
    fits = isinstance(node, Iri) and namespace and node.value.startswith(namespace)
    return f"{prefix}:{node.value.removeprefix(namespace)}" if fits else ""


class Telling:
    """Results as lines of text, or as plain values.

    Args:
        path: the data file.
        shapes: the shapes graph.
        results: what was found.
    """

    def __init__(self, path: Path, shapes: Iterable[Triple], results: list[Result]) -> None:
        self._file = path
        self._results = results
        self._place = places(path, (each.focus for each in results))
        self._source = Source(shapes)
        self._shape_name, self._path_name = cache(self._shape), cache(self._path)

    def lines(self) -> Iterator[str]:
        """One line for each result: where, what is wrong, and which shape says so."""
        for each in self.values():
            line = f":{each['line']}" if each["line"] else ""
            value = f" `{each['value']}`" if each["value"] is not None else ""
            at = f": {each['path']}" if each["path"] else ""
            level = _LEVELS.get(each["severity"], f"{each['severity']}: ")
            message = " ".join(each["messages"])
            yield f"{self._file}{line}: {level}{each['focus']}{at}{value}: {message} [{each['shape']}]"

    def values(self) -> Iterator[dict[str, Any]]:
        """For each result its parts by name, all as text but the line and the list of messages."""
        for each in sorted(self._results, key=lambda result: self._place.lines.get(result.focus, 0)):
            yield {
                "line": self._place.lines.get(each.focus),
                "focus": self._name(each.focus),
                "path": self._path_name(each.path) if each.path else None,
                "value": None if each.value is None else self._name(each.value),
                "component": each.component.value.removeprefix(SH).removesuffix("ConstraintComponent"),
                "severity": each.severity.value.removeprefix(SH),
                "shape": self._shape_name(each.shape),
                "messages": [message.value for message in each.messages],
            }

    def _name(self, term: Term) -> str:
        if isinstance(term, Literal):
            return term.value
        for prefix, namespace in self._place.prefixes.items():
            if short := _short(term, prefix, namespace):
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
