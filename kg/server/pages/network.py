"""The network around some things, and the neighbours of one, counted first."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.errors import QueryError
from kg.graph import Iri
from kg.namespaces import expand
from kg.search import find_one
from kg.server.about import Tie, find_thing, ties
from kg.server.listed import part
from kg.server.messages import Asked, Reply
from kg.server.networks import MOST_THINGS, Reached, between, model
from kg.server.opened import Shown
from kg.server.site import Site, page, to_json
from kg.server.tables import in_csv, of_records

_MOST_HOPS, _MOST_THINGS, _PER_PAGE, _NEXT = 3, 5_000, 100, 10
_COLUMNS = ["from", "property", "to", "status", "claims"]


def network(shown: Shown, asked: Asked) -> Reply:
    """Things, what they are tied to, and how; of many only the nearest, which is said."""
    starts = [find_one(shown.project, shown.graph, each) for each in asked.all("thing")]
    hops = asked.number("hops", 1, _MOST_HOPS)
    most = max(asked.number("most", MOST_THINGS, _MOST_THINGS), len(starts), 1)
    reached = Reached(shown, starts, hops, most)
    made = between(shown, reached.things, facts=asked.style == "json")
    if asked.style == "json":
        told = model(shown, made, reached)
        head = {"things": reached.total, "shown": len(reached.things), "graph": shown.hash}
        return to_json(head | {name: told[name] for name in ("kinds", "nodes", "edges")})
    edges = [
        {"from": start, "property": data["property"], "to": end, "status": data["status"], "label": data["label"],
         "claims": len(data["claims"])}
        for start, end, data in made.edges(data=True)
    ]  # fmt: skip
    if asked.style:
        return in_csv(of_records(edges, _COLUMNS))
    site, labels = Site(asked), {each: str(data["label"]) for each, data in made.nodes(data=True)}
    listed = part(edges, asked, _PER_PAGE, " relations")
    rows = [
        edge | {name: {"text": labels[edge[name]], "href": site.thing(edge[name])} for name in ("from", "to")}
        for edge in listed.items
    ]
    things = [{"id": each, "label": labels[each], "href": site.thing(each)} for each in reached.things]
    query = shown.questions["relations"].with_values({"from": reached.things}) if starts else ""
    return page(
        shown, asked, "network", _title(labels, starts), query=query, starts=starts, hops=hops, listed=listed,
        rows=rows, things=things[:_PER_PAGE], total=reached.total, number=len(things), most=most, labels=labels,
    )  # fmt: skip


def _title(labels: dict[str, str], starts: list[str]) -> str:
    return f"Network: {', '.join(labels[each] for each in starts)}" if starts else "Network"


def neighbours(shown: Shown, asked: Asked) -> Reply:
    """What a thing is tied to: how many by each relation, and the next few."""
    kind, _, name = asked.one("thing").partition(":")
    if not name:
        raise QueryError("thing: is missing: give `thing=ID`")
    thing = find_thing(shown, kind, name)
    found = [
        each for each in ties(shown, thing)
        if asked.one("property") in ("", each.property) and asked.one("direction") in ("", each.direction)
    ]  # fmt: skip
    if asked.style == "json":
        return to_json(_expanded(shown, asked, thing, found))
    if asked.style:
        rows = [{"relation": each.property, "direction": each.direction, "thing": each.other} for each in found]
        return in_csv(of_records(rows, ["relation", "direction", "thing"]))
    listed = part(found, asked, _PER_PAGE)
    names = shown.names(Iri(expand(each)) for each in [thing, *(each.other for each in listed.items)])
    site = Site(asked)
    rows_ = [
        (each.label, each.direction, site.cell(Iri(expand(each.other)), names)) for each in listed.items
    ]
    label = names[expand(thing)]
    query = shown.questions["relations"].with_values({"from": [thing]})
    return page(
        shown, asked, "neighbours", f"Neighbours: {label}", query=query, listed=listed, rows=rows_,
        id=thing, label=label, counts=_counts(shown, found),
    )  # fmt: skip


def _counts(shown: Shown, found: list[Tie]) -> list[dict[str, Any]]:
    counts = Counter((each.property, each.label, each.direction, each.other.partition(":")[0]) for each in found)
    return [
        {"property": key, "label": label, "direction": direction, "kind": shown.families.get(prefix, (prefix, ""))[0],
         "count": count}
        for (key, label, direction, prefix), count in sorted(counts.items())
    ]  # fmt: skip


def _expanded(shown: Shown, asked: Asked, thing: str, found: list[Tie]) -> dict[str, Any]:
    """The next few neighbours with their relations, in the form of the network."""
    skip, limit = asked.number("skip", 0, 10_000_000), asked.number("limit", _NEXT, MOST_THINGS)
    others = list(dict.fromkeys(each.other for each in found))
    following = others[skip : skip + limit]
    reached = Reached(shown, [thing, *following], 0, limit + 1)
    for each in reached.things:
        reached.ties[each] = ties(shown, each)
    told = model(shown, between(shown, reached.things, facts=True), reached)
    more = skip + len(following) < len(others)
    return {
        "counts": _counts(shown, found), "things": len(others), "nodes": told["nodes"], "edges": told["edges"],
        "next": skip + len(following) if more else None,
    }  # fmt: skip
