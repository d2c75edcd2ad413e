"""The network around some things, and the neighbours of one, counted first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError, did_you_mean
from kg.graph import Iri
from kg.namespaces import KG, expand
from kg.server.about import Tie, find_thing, ties, ties_query
from kg.server.chosen import FARTHEST, LARGE, Chosen, choose
from kg.server.listed import part
from kg.server.messages import Asked, Reply
from kg.server.networks import MOST_THINGS, Reached, between, model, relations_query
from kg.server.opened import Shown
from kg.server.recent import Recent
from kg.server.site import Site, page, to_json
from kg.server.tables import in_csv, of_records
from kg.server.tabs import tabs

if TYPE_CHECKING:
    from kg.networks import Network

_PER_PAGE, _NEXT = 100, 10
_COLUMNS = ["from", "property", "to", "status", "claims"]
_models: Recent[dict[str, Any]] = Recent(8)
_tables: Recent[tuple[list[dict[str, Any]], dict[str, str]]] = Recent(8)


def network(shown: Shown, asked: Asked) -> Reply:
    """Things, what they are tied to, and how; of many only the first, which is said."""
    chosen = choose(shown, asked)
    reached = chosen.reached
    key = chosen.hops, *reached.things
    if asked.style == "json":
        told = _models.get(shown, key, lambda: _model(shown, reached))
        return to_json({"things": reached.total, "shown": len(reached.things), "graph": shown.hash} | told)
    edges, labels = _tables.get(shown, key, lambda: _table(between(shown, reached.things)))
    if asked.style:
        return in_csv(of_records(edges, _COLUMNS))
    return _page(shown, asked, chosen, edges, labels)


def _model(shown: Shown, reached: Reached) -> dict[str, Any]:
    told = model(shown, between(shown, reached.things, facts=True), reached)
    return {name: told[name] for name in ("kinds", "nodes", "edges")}


def _table(made: Network) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The relations of a network, and the names of its things."""
    edges = [
        {"from": start, "property": data["property"], "to": end, "status": data["status"], "label": data["label"],
         "claims": len(data["claims"])}
        for start, end, data in made.edges(data=True)
    ]  # fmt: skip
    return edges, {each: str(data["label"]) for each, data in made.nodes(data=True)}


def _page(
    shown: Shown, asked: Asked, chosen: Chosen, edges: list[dict[str, Any]], labels: dict[str, str]
) -> Reply:  # fmt: skip
    site, shown_things, answer = Site(asked), chosen.reached.things, chosen.answer
    listed = part(edges, asked, _PER_PAGE, " relations")
    rows = [
        edge | {name: {"text": labels[edge[name]], "href": site.thing(edge[name])} for name in ("from", "to")}
        for edge in listed.items
    ]
    things = [{"id": each, "label": labels[each], "href": site.thing(each)} for each in shown_things[:MOST_THINGS]]
    return page(
        shown, asked, "network", _title(labels, chosen), query=_queries(shown, chosen),
        procedure=_procedure(chosen), chosen=chosen, listed=listed, rows=rows,
        things=things, labels=labels, number=len(shown_things), total=chosen.reached.total, large=LARGE,
        kinds=[(kind, shown.terms.get(KG + kind, kind), count) for kind, count in sorted(chosen.counts.items())],
        tabs=tabs(site, answer) if answer else [], farthest=FARTHEST,
    )  # fmt: skip


def _queries(shown: Shown, chosen: Chosen) -> dict[str, str]:
    things = list(chosen.reached.things)
    parts = {"The question": chosen.answer.text} if chosen.answer else {}
    parts["Relations between the things shown; what is only denied (negated) is none"] = relations_query(shown, things)
    around = chosen.starts if chosen.hops else ()
    return parts | {f"What {start} is tied to": ties_query(start) for start in around}


def _procedure(chosen: Chosen) -> str:
    if chosen.answer:
        return "The things are those that the question was asked about, and those that its answer names."
    if chosen.starts:
        return "From the things named, relations are followed as many steps as there are hops."
    return "The things are those with the most relations, which are counted by a procedure."


def _title(labels: dict[str, str], chosen: Chosen) -> str:
    if chosen.answer:
        return chosen.answer.query.summary
    return f"Network: {', '.join(labels[each] for each in chosen.starts)}" if chosen.starts else "Network"


def neighbours(shown: Shown, asked: Asked) -> Reply:
    """What a thing is tied to: how many by each relation, and the next few."""
    kind, _, name = asked.one("thing").partition(":")
    if not name:
        raise QueryError("thing: is missing: give `thing=ID`")
    thing = find_thing(shown, kind, name)
    _check_relation(shown, asked)
    others = [find_thing(shown, *each.partition(":")[::2]) for each in asked.all("other")]
    found = [
        each for each in ties(shown, thing)
        if asked.one("property") in ("", each.property) and asked.one("direction") in ("", each.direction)
        and (not others or each.other in others)
    ]  # fmt: skip
    if asked.style == "json":
        return to_json(_expanded(shown, asked, thing, found))
    if asked.style:
        rows = [{"relation": each.property, "direction": each.direction, "thing": each.other} for each in found]
        return in_csv(of_records(rows, ["relation", "direction", "thing"]))
    listed = part(found, asked, _PER_PAGE)
    names = shown.names(Iri(expand(each)) for each in [thing, *(each.other for each in listed.items)])
    site = Site(asked)
    rows_ = [(each.label, each.direction, site.cell(Iri(expand(each.other)), names)) for each in listed.items]
    label = names[expand(thing)]
    query = ties_query(thing, asked.one("property"), asked.one("direction"), others)
    return page(
        shown, asked, "neighbours", f"Neighbours: {label}", query=query, listed=listed, rows=rows_,
        id=thing, label=label, counts=_counts(shown, found),
    )  # fmt: skip


def _check_relation(shown: Shown, asked: Asked) -> None:
    """See that neighbours are asked for by a relation that there is.

    Raises:
        QueryError: there is none, or its direction is none.
    """
    key, direction = asked.one("property"), asked.one("direction")
    if key and KG + key not in shown.terms:
        mend = did_you_mean(key, [each.removeprefix(KG) for each in shown.terms], "leave it out")
        raise QueryError(f"property: `{key[:80]}` is no relation: {mend}")
    if direction not in ("", "forward", "backward"):
        raise QueryError(f"direction: `{direction[:80]}` is none: write forward or backward, or leave it out")


def _counts(shown: Shown, found: list[Tie]) -> list[dict[str, Any]]:
    counts = Counter((each.property, each.label, each.direction, each.other.partition(":")[0]) for each in found)
    return [
        {"property": key, "label": label, "direction": direction, "kind": shown.families.get(prefix, ("", prefix))[1],
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
        "counts": _counts(shown, found), "things": len(others), "others": others,
        "kinds": told["kinds"], "nodes": told["nodes"], "edges": told["edges"],
        "next": skip + len(following) if more else None,
    }  # fmt: skip
