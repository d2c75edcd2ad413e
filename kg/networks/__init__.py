"""The graph as a network of things: nodes are records, edges are relations between them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.answers import look_up_names
from kg.graph import Graph, Iri, Rows, Term, text_of, value_of
from kg.namespaces import KG, RDFS, expand
from kg.networks.marks import marks
from kg.project import Project
from kg.queries import find_query

if TYPE_CHECKING:
    import networkx

    Network: TypeAlias = networkx.MultiDiGraph[str]

_RANK = {"fact": 0, "contested": 1, "claimed": 2}


def network(
    project: Project, graph: Graph, things: Sequence[str] = (), hops: int = 1, *, facts: bool = True
) -> Network:
    """Things and the relations between them.

    Args:
        things: ids to start from; none means the whole graph.
        hops: how many relations, in either direction, to follow from them; those between the things
            reached are all there.
        facts: whether to look up what is stated of each thing, which takes as long as all the rest.

    Returns:
        A `networkx.MultiDiGraph`. Nodes are ids, with `label`, `kind`, `kind_label`, `family` (the
        prefix of the id), `family_label`, `mark`, `aliases`, `iri` and `facts`; edges are keyed by the property,
        with `property`, `label`, `status` (fact,
        contested, claimed) and `claims` (claimant, claimant_id, source, source_id, line, quote, modality, negated,
        value, and where it has any, its grounds as `basis`).

    Raises:
        NotFoundError: one of `things` is not in the graph.
    """
    rows, reached = _relations(project, graph, things, hops)
    return _network(project, graph, rows, reached, facts)


def dressed(project: Project, graph: Graph, part: Network, *, facts: bool = True) -> Network:
    """A part of the network of `kg.networks.ties`, with all that `network` tells of its things and relations."""
    rows = _between(project, graph, [thing for thing in part if part.out_degree(thing)], part)
    result = _network(project, graph, rows, sorted(part), facts)  # one order, so that a drawing is always the same
    result.remove_edges_from([edge for edge in result.edges(keys=True) if not part.has_edge(*edge)])
    return result


def network_of(nodes: Mapping[str, dict[str, Any]], relations: Rows, names: Mapping[str, str]) -> Network:
    """A network of what was looked up already.

    Args:
        nodes: for each id what `node_of` gives.
        relations: as the question of that name answers; those that are only denied are none.
        names: of the terms in them, by IRI.
    """
    import networkx

    result: Network = networkx.MultiDiGraph()
    result.add_nodes_from(nodes.items())
    for row in _affirmed(relations).rows:
        _add_edge(result, dict(zip(relations.columns, row, strict=True)), names)
    return result


def _affirmed(relations: Rows) -> Rows:
    """Relations that are facts, or that somebody claims; each of them with those who deny it too."""
    cells = [dict(zip(relations.columns, row, strict=True)) for row in relations.rows]
    keys = [(each["from"], each["to"], each["property"]) for each in cells]
    held = {key for key, each in zip(keys, cells, strict=True) if not value_of(each["negated"])}
    return Rows(relations.columns, [row for key, row in zip(keys, relations.rows, strict=True) if key in held])


def node_of(
    thing: str, name: str | None, others: Sequence[str], kind: tuple[str, str], family: tuple[str, str],
    facts: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:  # fmt: skip
    """The attributes of a node, as `network` tells of them.

    Args:
        name: its name, where it has one in English.
        others: all its names, the best first.
        kind: its class without `kg:`, and the name of that.
        family: the name of the class that declares the prefix of its id, and its mark.
    """
    label = name or next(iter(others), thing)
    return {
        "label": label, "kind": kind[0], "kind_label": kind[1], "iri": expand(thing),
        "family": thing.partition(":")[0], "family_label": family[0], "mark": family[1],
        "aliases": [each for each in others if each != label], "facts": list(facts),
    }  # fmt: skip


def _network(project: Project, graph: Graph, rows: Rows, things: list[str], facts: bool) -> Network:
    iris = {term.value for row in rows.rows for term in row if isinstance(term, Iri)}
    names = look_up_names(graph, iris | {expand(thing) for thing in things})
    stated = _facts(project, graph, things) if facts else {}
    return network_of(_nodes(project, graph, things, names, stated), rows, names)


def _relations(project: Project, graph: Graph, things: Sequence[str], hops: int) -> tuple[Rows, list[str]]:
    """The relations within reach, and the ids reached, nearest first."""
    query = find_query(project, "relations")
    if not things:
        rows = _affirmed(query.rows(graph))
        return rows, list(dict.fromkeys(_ends(rows)))
    reached = dict.fromkeys(things)
    layer = list(things)
    for _ in range(hops):
        ends = [end for side in ("from", "to") if layer for end in _ends(_affirmed(query.rows(graph, **{side: layer})))]
        layer = [each for each in dict.fromkeys(ends) if each not in reached]
        reached.update(dict.fromkeys(layer))
    return _between(project, graph, list(reached), reached), list(reached)


def _between(project: Project, graph: Graph, starts: Sequence[str], ends: Container[str]) -> Rows:
    """The relations that begin at one of some things and end at one of others."""
    rows = find_query(project, "relations").rows(graph, **{"from": starts}) if starts else Rows([], [])
    end = rows.columns.index("to") if starts else 0
    return Rows(rows.columns, [row for row in rows.rows if text_of(row[end]) in ends])


def _ends(rows: Rows) -> Iterable[str]:
    start, end = rows.columns.index("from"), rows.columns.index("to")
    for row in rows.rows:
        yield text_of(row[start])
        yield text_of(row[end])


def _nodes(
    project: Project, graph: Graph, things: list[str], names: dict[str, str], facts: dict[str, list[dict[str, Any]]]
) -> dict[str, dict[str, Any]]:
    aliases, kinds = _names(project, graph, things)
    kind_names = look_up_names(graph, {expand(f"kg:{kind}") for kind in set(kinds.values())})
    families = _families(graph)
    found = {}
    for thing in things:
        kind, family = kinds.get(thing, ""), thing.partition(":")[0]
        labels = kind, kind_names.get(expand(f"kg:{kind}"), kind)
        known, name = aliases.get(thing, []), names.get(expand(thing))
        found[thing] = node_of(thing, name, known, labels, families.get(family, (family, "")), facts.get(thing, []))
    return found


def _families(graph: Graph) -> dict[str, tuple[str, str]]:
    """For each prefix of ids, the name of the class that declares it, and its mark."""
    given = marks(graph)
    rows = graph.select(f"SELECT ?prefix ?name {{ ?class <{KG}idPrefix> ?prefix ; <{RDFS}label> ?name }}").rows
    return {text_of(prefix): (text_of(name), given[text_of(prefix)]) for prefix, name in rows}


def _names(project: Project, graph: Graph, things: list[str]) -> tuple[dict[str, list[str]], dict[str, str]]:
    aliases: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for thing, name, kind, _ in find_query(project, "names").rows(graph, thing=things).rows:
        aliases.setdefault(text_of(thing), []).append(text_of(name))
        kinds[text_of(thing)] = text_of(kind).removeprefix("kg:")
    return aliases, kinds


def _facts(project: Project, graph: Graph, things: list[str]) -> dict[str, list[dict[str, Any]]]:
    """What is stated of each thing in words, numbers and dates, with the claims for it."""
    rows = find_query(project, "attributes").rows(graph, thing=things) if things else Rows([], [])
    iris = {term.value for row in rows.rows for term in row if isinstance(term, Iri)}
    names = look_up_names(graph, iris)
    found: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    for row in rows.rows:
        cells = dict(zip(rows.columns, row, strict=True))
        shown = {name: in_words(term, names) for name, term in cells.items()}
        entry = found.setdefault(text_of(cells["thing"]), {}).setdefault(
            (shown["property"], shown["value"]),
            {"property": shown["property"], "value": shown["value"], "status": shown["status"], "claims": []},
        )
        cite(entry, cells, shown)
    return {thing: list(entries.values()) for thing, entries in found.items()}


def _add_edge(result: Network, cells: dict[str, Term | None], names: Mapping[str, str]) -> None:
    start, end = text_of(cells["from"]), text_of(cells["to"])
    key = text_of(cells["property"]).rpartition(":")[2]
    shown = {name: in_words(term, names) for name, term in cells.items()}
    if not result.has_edge(start, end, key):
        result.add_edge(start, end, key, property=key, label=shown["property"], status=shown["status"], claims=[])
    edge = result.edges[start, end, key]
    cite(edge, cells, shown | {"value": shown["to"]})


def cite(entry: dict[str, Any], cells: Mapping[str, Term | None], shown: Mapping[str, str]) -> None:
    """Add a claim to what it says; the firmest status of several rows counts.

    Args:
        entry: a fact or an edge, with `status` and `claims`; is changed.
        cells: a row of the question `relations` or `attributes`.
        shown: the same in words, with the `value` that is claimed.
    """
    if _RANK[shown["status"]] < _RANK[entry["status"]]:
        entry["status"] = shown["status"]
    if cells["claimant"] is None:
        return
    basis = value_of(cells.get("basis"))
    entry["claims"].append({
        "claimant": shown["claimant"], "claimant_id": text_of(cells["claimant"]),
        "source": shown["source"], "source_id": text_of(cells["source"]), "line": value_of(cells["line"]),
        "quote": value_of(cells["quote"]), "modality": shown["modality"],
        "negated": bool(value_of(cells["negated"])), "value": shown["value"], **({"basis": basis} if basis else {}),
    })  # fmt: skip


def in_words(term: Term | None, names: Mapping[str, str]) -> str:
    """A term as a network shows it: by its name, or without `kg:`."""
    if isinstance(term, Iri) and term.value in names:
        return names[term.value]
    return text_of(term).removeprefix("kg:")
