"""What a rule is made of: a template, triple patterns, FILTER, BIND and VALUES, and nothing else.

Each makes a rule conjunctive: what it infers rests on all of its patterns, so that its inputs can be
shown; no new term comes of it, so that rules come to an end; and no absence is asked for, so that what
other rules infer later cannot make it wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from kg.graph import Iri, Literal, Term
from kg.namespaces import RDF, XSD


class Variable(str):
    """A variable, by its name without the question mark."""

    __slots__ = ()


Node: TypeAlias = Term | Variable


class Pattern(NamedTuple):
    """A triple in which variables may stand."""

    subject: Node
    predicate: Node
    object: Node


@dataclass(frozen=True)
class Clauses:
    """The parts of a rule.

    Attributes:
        prologue, template, where: its text: the prefixes, and what stands between the two pairs of braces.
        head, body: the patterns of the template and of WHERE.
        given: the variables that VALUES gives values to.
    """

    prologue: str
    template: str
    where: str
    head: tuple[Pattern, ...]
    body: tuple[Pattern, ...]
    given: frozenset[Variable]


class UnfitClause(Exception):
    """What a rule may not hold: the line, what is wrong, and how to mend it."""

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(f"{line}: {what}: {mend}")


_TOKEN = re.compile(
    r"(?P<space>\s+|#[^\n]*)"
    r'|(?P<text>"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\')'
    r"|(?P<iri><[^<>\"{}|^`\s]*>)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<name>(?:[A-Za-z][\w-]*)?:(?:[\w.-]*[\w-])?|_:\w+)"
    r"|(?P<number>[+-]?\d+(?:\.\d+)?)"
    r"|(?P<language>@[A-Za-z-]+)"
    r"|(?P<word>[A-Za-z]\w*)"
    r"|(?P<sign>\^\^|&&|\|\||[<>!]=|.)"
)
_ESCAPE, _ESCAPES = re.compile(r"\\(.)"), {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_CLAUSES = "a rule holds triple patterns, FILTER, BIND and VALUES alone"
_TERMS = ("iri", "variable", "name", "text", "number")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int

    @property
    def upper(self) -> str:
        return self.text.upper() if self.kind == "word" else self.text


_END = _Token("end", "", -1)


def read_clauses(text: str) -> Clauses:
    """The parts of a rule.

    Raises:
        UnfitClause: it holds something that a rule may not.
    """
    return _Reader(text).rule()


@dataclass
class _Reader:
    text: str
    prefixes: dict[str, str] = field(default_factory=dict)
    given: set[Variable] = field(default_factory=set)
    place: int = 0

    def __post_init__(self) -> None:
        self.tokens = [
            _Token(str(each.lastgroup), each[0], each.start())
            for each in _TOKEN.finditer(self.text)
            if each.lastgroup != "space"
        ]

    def rule(self) -> Clauses:
        while self.next.upper == "PREFIX":
            self.take()
            name, iri = self.take(), self.take()
            self.prefixes[name.text] = iri.text.strip("<>")
        start = self.next.start
        self.want("CONSTRUCT", "begin a rule with `CONSTRUCT { … } WHERE { … }`")
        head, template = self.braces()
        self.want("WHERE", "write `WHERE { … }` after the template")
        body, where = self.braces()
        if self.next is not _END:
            raise self.unfit(f"`{self.next.text}` after the rule", "take it away")
        self.refuse_new_terms(head, body)
        return Clauses(self.text[:start], template, where, tuple(head), tuple(body), frozenset(self.given))

    def braces(self) -> tuple[list[Pattern], str]:
        """The patterns between two braces, and the text there."""
        opening = self.want("{", _CLAUSES)
        patterns: list[Pattern] = []
        while self.next.text != "}":
            if self.next.upper in ("FILTER", "BIND"):
                self.expression()
            elif self.next.upper == "VALUES":
                self.values()
            elif self.next.text == ".":
                self.take()
            else:
                patterns += self.triples()
        return patterns, self.text[opening.start + 1 : self.take().start]

    def triples(self) -> Iterator[Pattern]:
        """A subject with its predicates and objects, to the full stop."""
        subject, more = self.term(), ";"
        while more == ";":
            predicate, more = self.term(), ","
            while more == ",":
                yield Pattern(subject, predicate, self.term())
                more = self.take().text if self.next.text in (".", ";", ",") else ""
            if more == ";" and self.next.text in (".", "}"):
                return

    def term(self) -> Node:
        token = self.take()
        try:
            return self.meant(token)
        except ValueError as error:
            self.place -= 1
            raise self.unfit(f"`{token.text[:80]}` is no term: {error}", "mend the IRI or the language") from error

    def meant(self, token: _Token) -> Node:
        """What a token stands for; raises ValueError where its text cannot be that."""
        if token.text in ("a", "true", "false"):
            return Iri(RDF + "type") if token.text == "a" else Literal(token.text == "true")
        if token.kind not in _TERMS or token.text.startswith("_:"):
            self.place -= 1
            raise self.unfit(f"`{token.text}` is no triple pattern", f"{_CLAUSES}: make several rules of it")
        if token.kind == "variable":
            return Variable(token.text[1:])
        if token.kind in ("iri", "name"):
            return self.iri(token)
        return self.literal(token)

    def iri(self, token: _Token) -> Iri:
        if token.kind == "iri":
            return Iri(token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        if f"{prefix}:" not in self.prefixes:
            raise self.unfit(f"the prefix `{prefix}:` is unknown", f"declare it with `PREFIX {prefix}: <…>`")
        return Iri(self.prefixes[f"{prefix}:"] + local)

    def literal(self, token: _Token) -> Literal:
        if token.kind == "number":
            return Literal(token.text, datatype=Iri(XSD + ("decimal" if "." in token.text else "integer")))
        value = _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]), token.text[1:-1])
        if self.next.kind == "language":
            return Literal(value, language=self.take().text[1:])
        if self.next.text == "^^":
            self.take()
            return Literal(value, datatype=self.iri(self.take()))
        return Literal(value)

    def expression(self) -> None:
        """What FILTER or BIND holds, which ends with its last parenthesis."""
        word, depth = self.take(), 0
        while True:
            token = self.take()
            if token.upper in ("EXISTS", "{", "}") or token is _END:
                self.place -= 1
                raise self.unfit(f"{word.upper} with `{token.text}`", f"{_CLAUSES}, and asks for no absence")
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            if token.text == ")" and not depth:
                return

    def values(self) -> None:
        self.take()
        while self.next.text != "{":
            token = self.take()
            if token.kind == "variable":
                self.given.add(Variable(token.text[1:]))
            elif token.text not in ("(", ")"):
                raise self.unfit("VALUES without variables", "write `VALUES ?name { … }`")
        while self.take().text != "}":
            if self.next is _END:
                raise self.unfit("VALUES has no end", "close it with `}`")

    def refuse_new_terms(self, head: list[Pattern], body: list[Pattern]) -> None:
        known = self.given | {node for each in body for node in each if isinstance(node, Variable)}
        for node in (node for each in head for node in each):
            if isinstance(node, Variable) and node not in known:
                self.place = 0
                raise self.unfit(f"`?{node}` of the template stands in no pattern", "let a pattern or VALUES bind it")

    @property
    def next(self) -> _Token:
        return self.tokens[self.place] if self.place < len(self.tokens) else _END

    def take(self) -> _Token:
        token = self.next
        self.place += 1
        return token

    def want(self, text: str, mend: str) -> _Token:
        if self.next.upper != text:
            raise self.unfit(f"`{self.next.text}` stands where {text} belongs", mend)
        return self.take()

    def unfit(self, what: str, mend: str) -> UnfitClause:
        start = self.next.start if self.next is not _END else len(self.text)
        return UnfitClause(self.text.count("\n", 0, start) + 1, what, mend)
