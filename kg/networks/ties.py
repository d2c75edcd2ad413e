"""The relations of the whole graph at a glance: what ties which things, and how firmly, without who says so.

Two plain scans are joined here, since a graph of a million statements is read in a second that way and
in minutes by `queries/relations.rq`, which cites; `kg.networks.dressed` adds what that tells of a part.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.graph import Graph, Iri, text_of
from kg.namespaces import KG, OWL, RDF, expand

if TYPE_CHECKING:
    from kg.networks import Network

_Triple: TypeAlias = tuple[str, str, str]

_PREFIXES = f"PREFIX kg: <{KG}> PREFIX owl: <{OWL}> "
_THINGS = """
SELECT DISTINCT ?thing WHERE {
  ?kind a owl:Class .
  FILTER (STRSTARTS(STR(?kind), STR(kg:)) && ?kind NOT IN (kg:Claim, kg:Mention, kg:Date))
  ?thing a ?kind .
}"""
_STATED = f"""
SELECT ?thing ?property ?value WHERE {{
  {{ {_THINGS} }}
  ?thing ?property ?value .
  FILTER (isIRI(?value) && ?property != <{RDF}type>)
}}"""
_SAID = """
SELECT DISTINCT ?thing ?property ?value WHERE {
  { SELECT ?claim ?property ?value WHERE { ?property kg:saidAs ?said . ?claim ?said ?value . FILTER (isIRI(?value)) } }
  { SELECT ?claim ?thing WHERE { ?claim kg:about ?thing . %s } }
}"""
_AFFIRMED, _DENIED = _SAID % "MINUS { ?claim kg:negated true }", _SAID % "?claim kg:negated true ."

_SPEAKERS = """
SELECT ?thing (COUNT(DISTINCT ?source) AS ?sources) WHERE {
  VALUES ?thing { THINGS }
  { ?claim kg:about ?thing } UNION { ?claim ?said ?thing . ?property kg:saidAs ?said }
  ?claim kg:in ?source .
}
GROUP BY ?thing"""


def ties(graph: Graph) -> Network:
    """All things that are tied to others, and their relations, as `queries/relations.rq` has them.

    Returns:
        A network as `kg.networks.network` makes it, but nodes have no attributes; edges have `property`,
        `status` (fact, contested, claimed) and `denied`: it is no fact, and every claim for it denies it.
    """
    import networkx

    stated, said = set(_values(graph, _STATED)), set(_values(graph, _AFFIRMED))
    denied = set(_values(graph, _DENIED)) - said - stated
    contested = _marked(stated, "contested")
    names = {iri: text_of(Iri(iri)) for (iri,) in _values(graph, _THINGS)}
    result: Network = networkx.MultiDiGraph()
    for tie in sorted(_facts(stated) | said | denied):
        start, relation, end = tie
        if end in names and not end.startswith(KG):
            key = text_of(Iri(relation)).rpartition(":")[2]
            status = "fact" if tie in stated else "contested" if (start, relation) in contested else "claimed"
            _add(result, (names.get(start) or text_of(Iri(start)), names[end], key), status, tie in denied)
    return result


def speakers(graph: Graph, things: Iterable[str]) -> dict[str, int]:
    """The number of sources that speak of each thing, by its id: with a claim about it, or that names it."""
    listed = " ".join(f"<{expand(thing)}>" for thing in things)
    text = _SPEAKERS.replace("THINGS", listed)
    return {text_of(thing): int(text_of(count)) for thing, count in graph.select(_PREFIXES + text).rows}


def _values(graph: Graph, query: str) -> list[Any]:
    """The IRIs of each row; none of them is left unbound."""
    return [tuple(term.value for term in row if term) for row in graph.select(_PREFIXES + query).rows]


def _marked(stated: set[_Triple], mark: str) -> set[tuple[str, str]]:
    """The things and properties that a mark of promotion or of rules is set on."""
    return {(thing, value) for thing, relation, value in stated if relation == KG + mark}


def _facts(stated: set[_Triple]) -> set[_Triple]:
    """What things state themselves, or promotion of them: what rules derive, and what is part of a claim, is not."""
    derived, parts = _marked(stated, "derived"), {thing for thing, relation, _ in stated if relation == f"{KG}in"}
    return {tie for tie in stated if tie[0] not in parts and tie[:2] not in derived}


def _add(result: Network, edge: _Triple, status: str, denied: bool) -> None:
    """Add an edge; of two relations of one key, which is rare, the firmer counts."""
    start, end, key = edge
    if result.has_edge(*edge):
        told = result.edges[start, end, key]
        status = min(status, told["status"], key=("fact", "contested", "claimed").index)
        denied = denied and told["denied"] and status != "fact"
    result.add_edge(start, end, key, property=key, status=status, denied=denied)
