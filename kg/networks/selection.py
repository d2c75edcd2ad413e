"""Which part of a network counts: facts only, some relations, some kinds, a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import NotFoundError, QueryError, did_you_mean
from kg.graph import Graph, text_of
from kg.namespaces import KG, OWL, RDFS
from kg.records.dates import Bounds, read_date

if TYPE_CHECKING:
    from kg.networks import Network

SAME = "sameAs"
"""The relation of two records that are said to stand for one thing; it ties no two things."""
_FIRST, _LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True)
class Selection:
    """What is asked of relations and things; all of it left out means everything.

    Attributes:
        facts: only relations that are facts, none that are merely claimed or contested.
        relations: keys of relations; those below them count too, and that two records are the same.
        kinds: classes of things; those below them count too.
        since, until: EDTF dates; what has dates must possibly lie between their first and last day.
    """

    facts: bool = False
    relations: Sequence[str] = ()
    kinds: Sequence[str] = ()
    since: str | None = None
    until: str | None = None


def select(graph: Graph, network: Network, selection: Selection, ends: Collection[str] = ()) -> Network:
    """Narrow a network of `kg.networks.ties` to what relations and time leave; kinds are left to `of_kinds`.

    A relation that is only denied is no relation, and is never part of it.

    Args:
        ends: things that stay whatever their dates.

    Returns:
        The network given, narrowed, since a copy of a large one takes as long as all the rest.

    Raises:
        NotFoundError: there is no such relation; names the nearest.
        QueryError: a day is no date, or the time ends before it begins.
    """
    away = _outside(graph, selection) - set(ends)
    keys = _relations(graph, network, selection.relations)
    network.remove_nodes_from(away)
    network.remove_edges_from(
        [
            (start, end, key)
            for start, end, key, told in network.edges(keys=True, data=True)
            if not (key in keys or key == SAME) or not _stands(told, selection.facts)
        ]
    )
    return network


def of_kinds(graph: Graph, network: Network, kinds: Sequence[str]) -> set[str]:
    """The things of a network that are of one of these classes or of a class below; of none: all.

    Raises:
        NotFoundError: there is no such class; names the nearest.
    """
    if not kinds:
        return set(network)
    above = _below(graph, "owl:Class", "rdfs:subClassOf")
    wanted = _with_those_below(kinds, above, "is no kind of thing", "the ontology lists the classes")
    values = " ".join(f"<{KG}{kind}>" for kind in sorted(wanted))
    rows = graph.select(f"SELECT DISTINCT ?thing WHERE {{ VALUES ?kind {{ {values} }} ?thing a ?kind }}").rows
    return {text_of(thing) for (thing,) in rows} & set(network)


def _stands(told: dict[str, Any], facts: bool) -> bool:
    return bool(told["status"] == "fact" or not (facts or told["denied"]))


def _relations(graph: Graph, network: Network, wanted: Sequence[str]) -> set[str]:
    """The keys of the relations that may be used."""
    used = {key for *_, key in network.edges(keys=True)}
    if not wanted:
        return used
    above: dict[str, set[str]] = {key: set() for key in used}
    above |= _below(graph, "owl:ObjectProperty", "rdfs:subPropertyOf")
    return _with_those_below(wanted, above, "is no relation", "`kg ask relations` shows those in use")


def _below(graph: Graph, kind: str, narrows: str) -> dict[str, set[str]]:
    """For each term of the ontology of a kind, the terms above it."""
    found: dict[str, set[str]] = {}
    rows = graph.select(
        f"PREFIX owl: <{OWL}> PREFIX rdfs: <{RDFS}> SELECT ?term ?above WHERE {{ ?term a {kind} "
        f"FILTER (STRSTARTS(STR(?term), '{KG}')) OPTIONAL {{ ?term {narrows}+ ?above }} }}"
    )
    for term, above in rows.rows:
        found.setdefault(text_of(term).removeprefix("kg:"), set()).add(text_of(above).removeprefix("kg:"))
    return found


def _with_those_below(names: Iterable[str], above: dict[str, set[str]], what: str, otherwise: str) -> set[str]:
    wanted = {name.removeprefix("kg:") for name in names}
    for name in sorted(wanted - above.keys()):
        raise NotFoundError(f"{name}: {what}: {did_you_mean(name, sorted(above), otherwise)}")
    return wanted | {term for term, tops in above.items() if tops & wanted}


def period_of(selection: Selection) -> tuple[str, str] | None:
    """The first and the last day of the time asked for, in ISO 8601; None where none is.

    Raises:
        QueryError: a day is no date, or the time ends before it begins.
    """
    if not (selection.since or selection.until):
        return None
    first = _day(selection.since).earliest if selection.since else None
    last = _day(selection.until).latest if selection.until else None
    if first and last and last < first:
        raise QueryError(f"from {selection.since} until {selection.until}: ends before it begins: swap the two")
    return first.isoformat() if first else _FIRST, last.isoformat() if last else _LAST


def _outside(graph: Graph, selection: Selection) -> set[str]:
    """The things that cannot lie in the time asked for; what has no dates may."""
    period = period_of(selection)
    if not period:
        return set()
    start, end = period
    rows = graph.select(
        f"PREFIX kg: <{KG}> SELECT DISTINCT ?thing ?earliest ?latest WHERE {{ "
        "{ ?thing kg:earliest ?any } UNION { ?thing kg:latest ?any } "
        "OPTIONAL { ?thing kg:earliest ?earliest } OPTIONAL { ?thing kg:latest ?latest } }"
    ).rows
    return {
        text_of(thing)
        for thing, earliest, latest in rows
        if (text_of(earliest) or _FIRST) > end or (text_of(latest) or _LAST) < start
    }


def _day(written: str) -> Bounds:
    try:
        return read_date(written)
    except ValueError as error:
        raise QueryError(f"{error}: write a day as 2022-01-17, or a month or a year") from error
