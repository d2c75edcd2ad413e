"""What a drawing is of: things and what lies around them, a question's answer, paths, conflicts, a period, a kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from kg.conflicts import Conflict, Side
from kg.conflicts.text import records
from kg.errors import NotFoundError
from kg.graph import Graph, Iri, Rows, Term, text_of
from kg.namespaces import KG, expand
from kg.networks import network
from kg.project import Project
from kg.queries import find_query

if TYPE_CHECKING:
    from kg.networks import Network


def around(whole: Network, things: Sequence[str], hops: int) -> set[str]:
    """The things within so many relations of some, in either direction, these included."""
    reached, layer = set(things), set(things)
    for _ in range(hops):
        known = [thing for thing in layer if thing in whole]
        ends = chain.from_iterable((*whole.successors(thing), *whole.predecessors(thing)) for thing in known)
        layer = set(ends) - reached
        reached |= layer
    return reached


def answered(project: Project, graph: Graph, whole: Network, name: str, given: Mapping[str, Sequence[str]]) -> set[str]:
    """The things that a question's answer names.

    Raises:
        NotFoundError: there is no such question, or its answer names no thing that is tied to others.
        QueryError: a value of a parameter is wrong.
    """
    answer = find_query(project, name).run(graph, **given)
    terms = answer.rows if isinstance(answer, Rows) else answer if isinstance(answer, list) else []
    found = {text_of(term) for row in terms for term in row if isinstance(term, Iri)} & set(whole)
    if not found:
        raise NotFoundError(f"{name}: its answer names nothing to draw: look at it with `kg ask {name}`")
    return found


def part_of(whole: Network, things: Collection[str]) -> Network:
    """Some things, tied or not, and the relations between them."""
    part: Network = whole.subgraph(things).copy()
    part.add_nodes_from(thing for thing in sorted(things) if thing not in part)
    return part


def most_connected(part: Network, number: int, kept: Collection[str] = ()) -> set[str]:
    """So many things of a network: some that are kept, then those with the most relations, then by id."""
    ranked = sorted(part, key=lambda thing: (thing not in kept, -part.degree[thing], thing))
    return set(ranked[:number])


def kinds_of(project: Project, graph: Graph, things: Sequence[str]) -> Counter[str]:
    """How many of some things are of which class."""
    rows = find_query(project, "names").rows(graph, thing=things).rows
    return Counter({text_of(thing): text_of(kind).removeprefix("kg:") for thing, _, kind, _ in rows}.values())


def add_dates(graph: Graph, part: Network) -> None:
    """Give each thing that has dates its `first` and `last` possible day, as `days_of` has them."""
    for thing, (first, last) in days_of(graph, part).items():
        part.nodes[thing].update(first=first, last=last)


def days_of(graph: Graph, things: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The first and last possible day of each thing that has dates; a source has the day of its publication.

    A date of which only one end is known lies at that end.
    """
    values = " ".join(f"<{expand(thing)}>" for thing in things if ":" in thing and " " not in thing)
    rows = graph.select(
        f"PREFIX kg: <{KG}> SELECT ?thing ?first ?last WHERE {{ VALUES ?thing {{ {values} }} "
        "OPTIONAL { ?thing kg:earliest ?early } OPTIONAL { ?thing kg:latest ?late } "
        "OPTIONAL { ?thing kg:published/kg:earliest ?printed } "
        "BIND (COALESCE(?early, ?printed) AS ?first) BIND (COALESCE(?late, ?first) AS ?last) FILTER (BOUND(?last)) }"
    ).rows
    return {text_of(thing): (text_of(first or last), text_of(last)) for thing, first, last in rows}


def within(graph: Graph, whole: Network, start: str, end: str) -> set[str]:
    """What a period is about: the things with a possible day in it, and those without dates tied to one of them.

    Args:
        start, end: its first and last day, in ISO 8601.
    """
    days = days_of(graph, whole)
    about = {thing for thing, (first, last) in days.items() if first <= end and last >= start}
    return about | {thing for thing in around(whole, sorted(about), 1) if thing not in days}


def of_conflicts(project: Project, graph: Graph, found: Sequence[Conflict]) -> Network:
    """Conflicts as a network: the things, each side of what is said of them, and who says it.

    Returns:
        as `kg.networks.network`; a side is a node of its own, tied by the property to its thing and by
        each of its claimants, with the status that the graph gives to what it says.
    """
    told = records(graph, found)
    claimants = {claim["claimant"] for each in told for side in each["sides"] for claim in side["claims"]}
    things = sorted({each["thing"] for each in told} | claimants)
    drawn = network(project, graph, things, 0)
    drawn.remove_edges_from(list(drawn.edges(keys=True)))
    for conflict, each in zip(found, told, strict=True):
        stated = _stated(graph, conflict.thing)
        for number, (side, cited) in enumerate(zip(conflict.sides, each["sides"], strict=True), start=1):
            name = f"{each['thing']} {each['property']} {number} ({each['conflict']})"
            _add_side(drawn, each, cited, name, _status(conflict, side, stated))
    return drawn


def _stated(graph: Graph, thing: str) -> set[tuple[str, Term | None]]:
    """What the graph states of a thing as fact: properties with values."""
    rows = graph.select(f"SELECT ?property ?value {{ <{thing}> ?property ?value }}").rows
    return {(prop.value, value) for prop, value in rows if isinstance(prop, Iri)}


def _status(conflict: Conflict, side: Side, stated: Collection[tuple[str, Term | None]]) -> str:
    if not side.denied and (side.value.key, side.value.term) in stated:
        return "fact"
    return "contested" if conflict.contested else "claimed"


def _add_side(drawn: Network, conflict: Mapping[str, Any], side: Mapping[str, Any], name: str, status: str) -> None:
    value = str(side["value_label"] or side["value"])
    bound = f"{side['bound']} ".replace("-", " ") if side["bound"] else ""
    told = side["claims"][0]  # may measure the same in another unit
    named = str(told["said_label"])
    label = f"{named}: {'not ' if side['denied'] else bound}{value}"
    drawn.add_node(
        name, label=label, kind="Side", kind_label="what is said", family="side",
        family_label="what is said", mark="grey square", aliases=[], iri="", facts=[],
    )  # fmt: skip
    claims = [_cited(claim) for claim in side["claims"]]
    key = str(told["said"])
    drawn.add_edge(conflict["thing"], name, key, property=key, label=named, status=status, claims=claims)
    for claimant in dict.fromkeys(claim["claimant"] for claim in side["claims"]):
        own = [_cited(claim) for claim in side["claims"] if claim["claimant"] == claimant]
        drawn.add_edge(claimant, name, "says", property="says", label="says", status=status, claims=own)


def _cited(claim: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "claimant": claim["claimant_label"], "claimant_id": claim["claimant"],
        "source": claim["source_label"], "source_id": claim["source"], "line": claim["line"],
        "quote": claim["quote"], "modality": claim["modality"], "negated": bool(claim["negated"]),
        "value": str(claim["value_label"] or claim["value"]), **({"basis": claim["basis"]} if claim["basis"] else {}),
    }  # fmt: skip
