"""Find things by any of their names, in any script, or by their id."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from kg.errors import NotFoundError
from kg.graph import Graph, Iri, text_of
from kg.namespaces import KG, OWL, RDFS, SKOS, expand
from kg.project import Project
from kg.queries import find_query

_NAMED = f"""
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX owl: <{OWL}> PREFIX rdfs: <{RDFS}> PREFIX skos: <{SKOS}>
SELECT ?thing ?name WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ ?kind a owl:Class . FILTER (STRSTARTS(STR(?kind), "{KG}")) ?thing a ?kind }} }}
  {{ SELECT ?thing ?name WHERE {{ ?thing rdfs:label|dcterms:title|skos:altLabel ?name }} }}
}}"""
_EXACT, _START, AT_A_WORD, _WITHIN, _ALIKE = 0, 1, 2, 3, 4


@dataclass(frozen=True, order=True)
class Hit:
    """A thing found.

    Attributes:
        rank: how well it matches, smaller is better; first the kind of match, then the kind of name.
        id, label, kind: the thing.
        name: the name or id that matched.
    """

    rank: tuple[int, int, float]
    id: str
    label: str
    kind: str
    name: str


def fold(text: str) -> str:
    """Text as it is compared: compatible characters made one (NFKC), marks and case dropped."""
    if text.isascii():
        return " ".join(text.casefold().split())
    wide = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in wide if not unicodedata.combining(character))
    return " ".join(unicodedata.normalize("NFKC", bare).split())


def find(project: Project, graph: Graph, text: str, limit: int = 20) -> list[Hit]:
    """Things whose label, other names or id match a text, best first.

    A whole match comes before a beginning, that before a word within, that before any part; where
    nothing matches, names that are alike (difflib's ratio of at least 0.6) are taken.

    Args:
        text: what to look for, in any script.
        limit: the most hits to return.
    """
    wanted = fold(text)
    if not wanted:
        return []
    folded = folded_names(graph)
    things = {thing for name, named in folded.items() if match(wanted, name) is not None for thing in named}
    return (hits_among(project, graph, wanted, things) or alike(project, graph, wanted, folded))[:limit]


def hits_among(project: Project, graph: Graph, wanted: str, things: Collection[str]) -> list[Hit]:
    """Of some things those whose names or ids hold a text, best first.

    Args:
        wanted: the text, folded.
    """
    found: dict[str, Hit] = {}
    for thing, name, label, kind, weight in _names(project, graph, things):
        how = match(wanted, fold(name))
        if how is not None:
            _keep(found, Hit((how, weight, float(len(name))), thing, label, kind, name))
    return sorted(found.values())


def find_one(project: Project, graph: Graph, text: str) -> str:
    """The id of the thing that a person means by an id or a name.

    Raises:
        NotFoundError: nothing, or several things, have exactly this name; names the nearest.
    """
    try:
        if graph.knows(Iri(expand(text))):
            return _merged(graph, text)
    except ValueError:
        pass  # it is no id, so it may be a name
    hits = find(project, graph, text)
    exact = [hit for hit in hits if hit.rank[0] == _EXACT]
    if len(exact) == 1:
        return exact[0].id
    if exact or (hits and hits[0].rank[0] != _ALIKE):
        several = ", ".join(hit.id for hit in (exact or hits)[:5])
        what = "means several things" if exact else "is no whole name"
        raise NotFoundError(f"{text}: {what}: name one of {several}")
    mend = f"did you mean {hits[0].id}?" if hits else "`kg find` looks names up"
    raise NotFoundError(f"{text}: stands for nothing in the graph: {mend}")


def _merged(graph: Graph, thing: str) -> str:
    """The record in which another one stands, in a graph where they were merged."""
    rows = graph.select(f"SELECT ?whole {{ ?whole <{KG}mergedFrom> <{expand(thing)}> }}").rows
    return text_of(rows[0][0]) if rows else thing


_Name = tuple[str, str, str, str, int]


def folded_names(graph: Graph) -> dict[str, set[str]]:
    """For each name and id, folded, the things that have it; read in one scan, in no order, to look up few of them."""
    found: dict[str, set[str]] = {}
    for iri, name in graph.select(_NAMED).rows:
        thing = text_of(iri)
        for each in (text_of(name), thing, thing.partition(":")[2]):
            found.setdefault(fold(each), set()).add(thing)
    return found


def _names(project: Project, graph: Graph, things: Collection[str]) -> list[_Name]:
    """For each name of things: their id, the name, their label, their class, and how much the name weighs."""
    rows = find_query(project, "names").rows(graph, thing=sorted(things)).rows if things else []
    labels: dict[str, str] = {}
    for thing, name, _, _ in rows:
        labels.setdefault(text_of(thing), text_of(name))
    names = [
        (text_of(thing), text_of(name), labels[text_of(thing)], text_of(kind).removeprefix("kg:"), int(text_of(rank)))
        for thing, name, kind, rank in rows
    ]
    ids = {thing: (thing, thing, label, kind, 4) for thing, _, label, kind, _ in names}
    local = {thing: (thing, thing.partition(":")[2], label, kind, 5) for thing, _, label, kind, _ in names}
    return [*names, *ids.values(), *local.values()]


def match(wanted: str, name: str) -> int | None:
    """How a name holds a text, both folded: from 0, as a whole, to 3, anywhere; `AT_A_WORD` at the head of a word."""
    if wanted == name:
        return _EXACT
    if name.startswith(wanted):
        return _START
    if f" {wanted}" in f" {name.replace('-', ' ')}":
        return AT_A_WORD
    return _WITHIN if wanted in name else None


def alike(project: Project, graph: Graph, wanted: str, folded: Mapping[str, Collection[str]]) -> list[Hit]:
    """The things with a name that is like a text, the likest first.

    Args:
        wanted: the text, folded.
        folded: for each name, folded, the things that have it.
    """
    close = get_close_matches(wanted, folded, n=10, cutoff=0.6)
    found: dict[str, Hit] = {}
    for thing, name, label, kind, weight in _names(project, graph, {thing for each in close for thing in folded[each]}):
        if (own := fold(name)) in close:
            distance = 1 - SequenceMatcher(None, wanted, own).ratio()
            _keep(found, Hit((_ALIKE, int(distance * 100), float(weight)), thing, label, kind, name))
    return sorted(found.values())


def _keep(found: dict[str, Hit], hit: Hit) -> None:
    if hit.id not in found or hit < found[hit.id]:
        found[hit.id] = hit
