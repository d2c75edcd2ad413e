"""The answer to a question, as the things and events that other pages show of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.errors import NotFoundError, QueryError, did_you_mean
from kg.graph import Iri, Literal, Rows, Term, serialize, text_of
from kg.namespaces import BASE, ID, expand
from kg.queries import Query
from kg.server.asking import Found, ask
from kg.server.happened import Events
from kg.server.messages import Asked
from kg.server.opened import Shown
from kg.server.site import VIEWED

PARAMETER = "p."
"""What the name of a question's parameter begins with in the address of a page that has parameters of its own."""
_OF_PAGES = (*VIEWED, "skip")
_CITING = ("source", "claim", "quote", "line")
_NO_THINGS = ("claim", "mention", "date", "kg", "said")


@dataclass(frozen=True)
class Answered:
    """A question with its answer.

    Attributes:
        given: the values of parameters, as they were given.
        text: the question with these in it.
    """

    shown: Shown
    query: Query
    given: Mapping[str, list[str]]
    text: str
    found: Found

    @cached_property
    def rows(self) -> Rows:
        """The answer in rows, whatever it is."""
        if isinstance(self.found.answer, Rows):
            return self.found.answer
        if isinstance(self.found.answer, bool):
            return Rows(["answer"], [(Literal(self.found.answer),)])
        return Rows(["statements"], [(Literal(serialize(self.found.answer, "ntriples", {}).decode()),)])

    @cached_property
    def things(self) -> list[str]:
        """The ids of the things that it names, in its order, without what it only cites."""
        citing = [column.rpartition("_")[2] in _CITING for column in self.rows.columns]
        cited = {_thing(term) for row in self.rows.rows for term, cites in zip(row, citing, strict=True) if cites}
        named = dict.fromkeys(_thing(term) for row in self.rows.rows for term in row)
        return [each for each in named if each and each not in cited]

    @cached_property
    def drawn(self) -> list[str]:
        """The things of a network of it: those that were asked about, and those that it names."""
        words = [word for name in self.query.parameters for word in self.given.get(name) or self._default(name)]
        return list(dict.fromkeys([*(word for word in words if self._is_thing(word)), *self.things]))

    def _default(self, name: str) -> list[str]:
        return self.query.default(name).split()

    def _is_thing(self, word: str) -> bool:
        return bool(ID.fullmatch(word) and _thing(Iri(expand(word))) and self.shown.graph.knows(Iri(expand(word))))

    @cached_property
    def events(self) -> Events:
        """The events among these things, and the places with coordinates."""
        return Events(self.shown, self.things)

    def holding(self, things: Collection[str]) -> int:
        """How many of its rows name one of some things."""
        return sum(any(_thing(term) in things for term in row) for row in self.rows.rows)

    def pairs(self, prefix: str = "") -> Iterator[tuple[str, str]]:
        """Its parameters, as those of an address."""
        return ((f"{prefix}{name}", value) for name, values in self.given.items() for value in values)

    @property
    def total(self) -> str:
        """How many rows it has, in words."""
        more = f"the first {self.shown.settings.rows:,} rows, there are more"
        number = len(self.rows.rows)
        return more if self.found.more else f"{number:,} row{'' if number == 1 else 's'}"


def find_question(shown: Shown, name: str) -> Query:
    """The question of a name.

    Raises:
        NotFoundError: there is none; names the nearest.
    """
    if name not in shown.questions:
        mend = did_you_mean(name, list(shown.questions), "the list has them all")
        raise NotFoundError(f"{name[:80]}: there is no such question: {mend}")
    return shown.questions[name]


def fill(shown: Shown, query: Query, given: Mapping[str, list[str]]) -> str:
    """The text of a question with values that the graph knows.

    Raises:
        KgError: one of them stands for nothing, or is of another kind.
    """
    known = {name: [query.known(shown.graph, name, value) for value in values] for name, values in given.items()}
    return query.with_values(known)


def given_of(query: Query, asked: Asked, prefix: str = "") -> dict[str, list[str]]:
    """The values that a request gives for parameters.

    Raises:
        QueryError: it gives one that the question does not have.
    """
    named = (name for name, _ in asked.given if name.startswith(prefix) and (prefix or name not in _OF_PAGES))
    for name in named:
        if name.removeprefix(prefix) not in query.parameters:
            known = [*query.parameters, *(() if prefix else _OF_PAGES)]
            mend = did_you_mean(name.removeprefix(prefix), known, f"it has {', '.join(known)}")
            raise QueryError(f"{name[:80]}: is no parameter of the question {query.name}: {mend}")
    return {name: asked.all(f"{prefix}{name}") for name in query.parameters if asked.all(f"{prefix}{name}")}


def answered(shown: Shown, asked: Asked) -> Answered | None:
    """The answer that a page is asked to show, by `question=NAME` and `p.PARAMETER=VALUE`; None where it is not.

    Raises:
        KgError: there is no such question, or it cannot be answered so.
    """
    if not asked.one("question"):
        return None
    query = find_question(shown, asked.one("question"))
    given = given_of(query, asked, PARAMETER)
    text = fill(shown, query, given)
    return Answered(shown, query, given, text, ask(shown, text))


def _thing(term: Term | None) -> str:
    """The id of a thing; empty for all else."""
    if not (isinstance(term, Iri) and term.value.startswith(BASE)):
        return ""
    name = text_of(term)
    return name if ID.fullmatch(name) and name.partition(":")[0] not in _NO_THINGS else ""
