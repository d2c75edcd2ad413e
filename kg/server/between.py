"""The relations among some things, and what is said of each in words, numbers and dates, all with their claims.

It is what the questions `relations`, `attributes` and `names` answer, looked up by plain scans: with hundreds
of things in it, a question takes several times as long, and on a large graph fifty times.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from kg.graph import Graph, Iri, Literal, Rows, Term, Triple
from kg.namespaces import DATE, KG, RDF, RDFS, SKOS, expand
from kg.server.opened import Shown
from kg.server.recent import once

_TWINS = "SELECT ?property ?said { ?property kg:saidAs ?said }"
_CITATION = ["status", "claimant", "modality", "negated", "quote", "source", "line", "basis"]
_CITED = [KG + name for name in ("by", "modality", "negated", "quote", "in", "line", "basis")]
"""The properties of a claim that tell the last of these."""
_ABOUT, _TYPE = Iri(KG + "about"), RDF + "type"
_DERIVED, _CONTESTED = KG + "derived", KG + "contested"
_DAYS = ("earliest", "latest", "latestStart", "earliestEnd")
_NAMES = (RDFS + "label", "http://purl.org/dc/terms/title", SKOS + "altLabel")
_UNTOLD = {RDFS + "label", SKOS + "altLabel",
           *(f"{KG}{name}" for name in ("in", "contested", "unconfirmed", "oneDay", "qualified", *_DAYS)),
           *(f"{KG}{name}Day" for name in _DAYS)}  # fmt: skip
_KEPT = 2_000

Row = tuple[Term | None, ...]


class Told(NamedTuple):
    """What is told of some things.

    Attributes:
        relations: those among them, in the columns and the order of the question of that name.
        attributes: what is said of each in words, numbers and dates, likewise.
        names: the names of each, the best first.
        kinds: the narrowest class of each that has a name, without `kg:`; else empty.
    """

    relations: Rows
    attributes: Rows
    names: dict[str, list[str]]
    kinds: dict[str, str]


def tell(shown: Shown, things: Collection[str], *, attributes: bool = True) -> Told:
    """What is told of some things, by their ids.

    Args:
        attributes: whether to look up what is said in words, numbers and dates.
    """
    heard = {expand(thing): _reader(shown)(expand(thing)) for thing in things}

    def wanted(value: Term | None) -> bool:
        return _iri(value) in heard or (attributes and _is_attribute(value))

    claimed = [row for iri, each in heard.items() for row in _claimed(Iri(iri), each, wanted)]
    every = [triple for each in heard.values() for triple in each.stated]
    derived = {(thing, _iri(key)) for thing, mark, key in every if mark.value == _DERIVED}
    facts: list[Row] = [(*row, Literal("fact"), *[None] * len(_CITED)) for row in every if wanted(row[2])]
    ties = [row for row in facts if _iri(row[2]) in heard and (row[0], _iri(row[1])) not in derived]
    ties += [row for row in claimed if not _is_attribute(row[2])]
    said = [row for row in facts if _is_attribute(row[2]) and _iri(row[1]) not in _UNTOLD]
    said += [row for row in claimed if _is_attribute(row[2])]
    relations = _rows("from", "to", ties, (0, 1, 2, 8, 9, 4, 7))
    told = _rows("thing", "value", said, (0, 1, 2, 3, 8, 9, 4, 7))
    names = {thing: _names(heard[expand(thing)].stated) for thing in things}
    kinds = {thing: _kind(shown, heard[expand(thing)].stated) if names[thing] else "" for thing in things}
    return Told(relations, told, names, kinds)


class _Heard(NamedTuple):
    """What is stated of a thing, and what each claim about it tells: values by property, and its citation."""

    stated: list[Triple]
    claims: list[tuple[list[tuple[Term, Term]], list[Term | None]]]


@once
def _reader(shown: Shown) -> Callable[[str], _Heard]:
    """Who hears of a thing; the last are at hand, since a page shares them with its twin and the next one."""
    twins = {_iri(said): key for key, said in shown.select(_TWINS) if key}
    return lru_cache(maxsize=_KEPT)(partial(_hear, shown.graph, twins))


def _hear(graph: Graph, twins: dict[str, Term], iri: str) -> _Heard:
    claims = []
    for about in graph.statements(predicate=_ABOUT, value=Iri(iri)):
        told = list(graph.statements(about.subject))
        if values := [(twins[key.value], value) for _, key, value in told if key.value in twins]:
            cited = {key.value: value for _, key, value in told}
            claims.append((values, [cited.get(each) for each in _CITED]))
    return _Heard(list(graph.statements(Iri(iri))), claims)


def _claimed(thing: Iri, heard: _Heard, wanted: Callable[[Term | None], bool]) -> Iterator[Row]:
    """The values that claims tell, with their citations."""
    holds = {(key.value, value) for _, key, value in heard.stated}
    for values, cited in heard.claims:
        for key, value in values:
            if wanted(value):
                contested = (_CONTESTED, key) in holds
                status = "fact" if (_iri(key), value) in holds else "contested" if contested else "claimed"
                yield (thing, key, value, Literal(status), *cited)


def _names(stated: list[Triple]) -> list[str]:
    """Labels before titles, and these before other names."""
    named = [
        (_NAMES.index(key.value), value.value, value.language or "") for _, key, value in stated
        if key.value in _NAMES and isinstance(value, Literal)
    ]  # fmt: skip
    return [name for _, name, _ in sorted(named)]


def _kind(shown: Shown, stated: list[Triple]) -> str:
    """Its class that has none below it among the others; of several the last."""
    kinds = {_iri(value) for _, key, value in stated if key.value == _TYPE}
    above = {each for kind in kinds for each in shown.above.get(kind, ())}
    own = sorted(kind for kind in kinds - above if kind.startswith(KG))
    return own[-1].removeprefix(KG) if own else ""


def _is_attribute(term: Term | None) -> bool:
    return isinstance(term, Literal) or _iri(term).startswith(DATE)


def _rows(thing: str, value: str, rows: list[Row], order: tuple[int, ...]) -> Rows:
    """Rows in the order of some columns."""
    return Rows([thing, "property", value, *_CITATION], sorted(rows, key=lambda row: [_place(row[at]) for at in order]))


def _place(term: Term | None) -> tuple[int, str]:
    """What rows are sorted by: what is missing first, numbers by their size."""
    text = str(term.value) if term is not None else ""
    return (int(text), "") if text.isdigit() and len(text) < 10 else (-1, text)


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, Iri) else ""
