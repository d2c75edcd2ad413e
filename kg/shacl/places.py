"""Where a Turtle or N-Triples file states what results are about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import Span
from kg.graph import Graph, Iri, Literal, Term, Triple, parse
from kg.namespaces import RDF
from kg.shacl.blanks import Forms, written
from kg.shacl.loading import style_of
from kg.shacl.results import Result

_STRING = "|".join(
    (
        r'"""(?:[^"\\]|\\.|"(?!""))*+"""',
        r"\'\'\'(?:[^'\\]|\\.|'(?!''))*+\'\'\'",
        r'"(?:[^"\\\n]|\\.)*+"',
        r"'(?:[^'\\\n]|\\.)*+'",
    )
)
_IRI = r"<[^<>\"{}|^`\s]*+>"
_KIND = rf"(?:@[\w-]+|\^\^(?:{_IRI}|[\w.-]*:(?:[\w.-]*[\w-])?))"
_LETTER = r"(?:[^\s<>\"'#;,.\[\](){}^@\\]|\\.)"
_NAME = rf"(?![\d+-]){_LETTER}++(?:\.++{_LETTER}++)*+"
_NUMBER = r"[+-]?(?:\d++(?:\.(?=\d|[eE][+-]?\d)\d*+)?|\.\d++)(?:[eE][+-]?\d++)?"
_PLAIN = r"[^\"'<#.]{1,250}+(?=[\"'<#]|\.(?:[\s#]|\Z))"  # in one go, where what ends it is no dot within something
_STATEMENT = re.compile(
    rf"(?:{_PLAIN}|{_IRI}|(?:{_STRING})(?:@[\w-]++)?|\s++|{_NAME}|{_NUMBER}|@[\w-]++|\#[^\n]*+|[^.])*+(?:\.|\Z)",
    re.DOTALL,
)
_TOKEN = re.compile(
    rf"(?:{_STRING}){_KIND}?|{_IRI}|\#[^\n]*+|[;,\[\]()]|(?:\\.|[^\s<>\"'#;,\[\]()\\])+", re.DOTALL
)
_BLANK = re.compile(r"(?:\s|\#[^\n]*+)*+")
_PREFIX = re.compile(r"@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_SPARQL = re.compile(r"(?:prefix\s+[\w.-]*:\s*|base\s+)<[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class _Stated:
    """One statement as it is written: its property and its value, each with the place where it begins and ends."""

    name: str
    at: tuple[int, int]
    value: str
    of: tuple[int, int]


class Places:
    """The places in a file, and its prefixes, found without parsing.

    Args:
        path: the file; one in another format has no places.
        results: what they are wanted for.
        data: the graph of the file, which tells the blank nodes in it apart.
    """

    def __init__(self, path: Path, results: Iterable[Result], data: Graph | None = None) -> None:
        self.prefixes: dict[str, str] = {}
        self._blanks: dict[tuple[Term, Term | None], dict[int | None, list[_Stated]]] = {}
        self._forms, self._data = Forms(), data
        self._text = ""
        self._read_before: dict[tuple[int, int], list[_Stated]] = {}
        self._subjects: dict[Term, list[tuple[int, int, int]]] = defaultdict(list)
        if style_of(path) in ("turtle", "ntriples"):
            self._text = path.read_bytes().decode("utf-8-sig", errors="replace")
            self._read({each.focus for each in results if isinstance(each.focus, Iri)})
        self.prefixes = dict(sorted(self.prefixes.items(), key=lambda item: -len(item[1])))

    def of(self, result: Result) -> Span:
        """Where the value at fault stands, else the property, else the node; the whole file where none is found."""
        blocks = self._subjects.get(result.focus, ())
        names = self._spelt(result.path) if isinstance(result.path, Iri) else set()
        stated = (each for _, end, stop in blocks if names for each in self._stated(end, stop) if each.name in names)
        if result.value is None:
            span = next((each.at for each in stated), None)
        elif isinstance(result.value, Iri | Literal):
            span = next((each.of for each in stated if self._is(each.value, result.value)), None)
        else:
            span = self._blank(result, stated)
        if span is None:
            span = next(((start, end) for start, end, _ in blocks), None)
        return self._span(*span) if span else Span()

    def _blank(self, result: Result, stated: Iterable[_Stated]) -> tuple[int, int] | None:
        """Where a blank node surely stands among values, else the property that they all have."""
        of = result.focus, result.path
        if of not in self._blanks:
            self._blanks[of] = defaultdict(list)
            for each in stated:
                if each.value.startswith(("[", "(", "_:")):
                    self._blanks[of][self._form(each)].append(each)
        groups = self._blanks[of]
        assert result.value is not None
        data = self._data if self._data is not None and self._data.knows(result.value) else None
        wanted = self._forms.of(result.value, data.statements) if data is not None else None
        some = groups if wanted is None else {wanted, None} & groups.keys()
        alike = [each for form in some for each in groups[form]]
        if len(alike) == 1:
            return alike[0].of
        properties = {each.at for each in alike}
        return properties.pop() if len(properties) == 1 else None

    def _form(self, stated: _Stated) -> int | None:
        """What a file says of a blank node where it stands; None where it may say more elsewhere."""
        text = self._text[slice(*stated.of)]
        if "_:" in text:
            return None
        said: dict[object, list[Triple]] = defaultdict(list)
        try:
            for each in parse(f"{self._declared}<a:a> <a:a> {text} .".encode(), "turtle"):
                said[each.subject].append(each)
        except (SyntaxError, ValueError):
            return None
        ((_, _, node),) = said[Iri("a:a")]
        return self._forms.of(node, lambda each: said.get(each, ()))

    def _read(self, wanted: set[Iri]) -> None:
        names: dict[str, Iri] = {str(each): each for each in wanted}
        place = 0
        while place < len(self._text):
            start = self._skip(place)
            if declared := _SPARQL.match(self._text, start):
                place = declared.end()
                self._declare(declared[0], names, wanted)
                continue
            statement = _STATEMENT.match(self._text, start)
            place = statement.end() if statement and statement.end() > start else start + 1
            token = _TOKEN.match(self._text, start)
            if token and (node := names.get(token[0])):
                self._subjects[node].append((start, token.end(), place))
            elif token and token[0].startswith("@"):
                self._declare(self._text[start:place], names, wanted)

    def _skip(self, place: int) -> int:
        blank = _BLANK.match(self._text, place)
        return blank.end() if blank else place

    def _declare(self, text: str, names: dict[str, Iri], wanted: set[Iri]) -> None:
        if found := _PREFIX.match(text):
            prefix, namespace = found.groups()
            self.prefixes[prefix] = namespace
            names |= {short: each for each in wanted if (short := shortened(each, prefix, namespace))}

    def _stated(self, start: int, stop: int) -> list[_Stated]:
        if (start, stop) not in self._read_before:
            self._read_before[start, stop] = list(self._stating(start, stop))
        return self._read_before[start, stop]

    def _stating(self, start: int, stop: int) -> Iterator[_Stated]:
        """The statements about one subject."""
        depth, name, at, begun = 0, "", (0, 0), 0
        for token in _TOKEN.finditer(self._text, start, stop):
            sign, (first, last) = token[0], token.span()
            if sign[0] == "#":
                continue
            if sign in "])":
                depth -= 1
                if not depth and name:
                    yield _Stated(name, at, self._text[begun], (begun, last))
            elif sign in "[(":
                begun, depth = (begun, depth + 1) if depth else (first, 1)
            elif depth or sign in ",":
                continue
            elif sign == ";":
                name = ""
            elif not name:
                name, at = sign, (first, last)
            else:
                ended = sign[0] not in "\"'<" and sign.endswith(".")
                yield _Stated(name, at, sign[:-1] if ended else sign, (first, last - ended))

    def _spelt(self, node: Iri) -> set[str]:
        short = {shortened(node, prefix, namespace) for prefix, namespace in self.prefixes.items()}
        return {str(node), *short, *(["a"] if node.value == RDF + "type" else [])} - {""}

    def _is(self, text: str, term: Iri | Literal) -> bool:
        """Whether a token stands for a term."""
        if isinstance(term, Iri):
            return text in self._spelt(term)
        if term.value not in text and "\\" not in text:
            return False
        try:
            ((_, _, value),) = parse(f"{self._declared}<a:a> <a:a> {text} .".encode(), "turtle")
        except (SyntaxError, ValueError):
            return False
        return isinstance(value, Literal) and written(value) == written(term)

    @cached_property
    def _declared(self) -> str:
        return "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in self.prefixes.items())

    def _span(self, start: int, end: int) -> Span:
        """A stretch by line and column; one of several lines ends with its first."""
        end = min([end, *([line] if (line := self._text.find("\n", start, end)) >= 0 else [])])
        line, column = self._line(start)
        return Span(line, column, line, column + end - start)

    def _line(self, place: int) -> tuple[int, int]:
        number = bisect_right(self._begins, place)
        return number, place - self._begins[number - 1] + 1

    @cached_property
    def _begins(self) -> list[int]:
        """Where each line begins."""
        return [0, *(found.end() for found in re.finditer("\n", self._text))]


def shortened(node: Term, prefix: str, namespace: str) -> str:
    """An IRI with a prefix; empty where it does not begin as the prefix stands for."""
    fits = isinstance(node, Iri) and namespace and node.value.startswith(namespace)
    return f"{prefix}:{node.value.removeprefix(namespace)}" if fits else ""
