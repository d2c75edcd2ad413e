"""What no rule may write: what a record settles, what is contested, and what a claim denies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

from kg.graph import Graph, Iri, Term, Triple
from kg.namespaces import KG, OWL, SKOS

Settled: TypeAlias = "frozenset[tuple[Term, Term]]"
"""Things and properties that the record of the thing decides."""

GUESSES = (KG + "coreference-inferred", KG + "attribution-inferred")
"""The readings of a curator by which a claim makes no fact: as `queries/promotion/gather/candidates.rq` has it."""

_SETTLED = f"SELECT ?thing ?property {{ ?property <{KG}promotion> ?promotion . ?thing ?property ?value }}"
_CONTESTED = f"""SELECT ?thing ?property {{
  ?thing <{KG}contested> ?property . ?property <{KG}promotion> ?promotion . FILTER (?promotion != "each")
}}"""
_NEVER = f'SELECT ?property {{ ?property <{KG}promotion> "never" }}'
_DENIED = f"""SELECT ?thing ?property ?value {{
  ?claim <{KG}negated> true ; <{KG}about> ?thing ; ?said ?value . ?property <{KG}saidAs> ?said
}}"""
_WHOLES = f"SELECT ?order {{ ?order a <{OWL}TransitiveProperty> }}"
_WITHIN = f"""SELECT ?narrow ?wide {{
  {{ ?narrow <{SKOS}broader> ?wide }} UNION {{ ?order a <{OWL}TransitiveProperty> . ?narrow ?order ?wide }}
}}"""


def settlements(graph: Graph) -> Settled:
    """What records settle: they state it themselves, which can only be told before promotion."""
    return frozenset((thing, key) for thing, key in _rows(graph, _SETTLED))


class Guard:
    """Tells which statements a rule may write.

    Args:
        graph: after promotion, before any rule.
        settled: by `settlements`.
    """

    def __init__(self, graph: Graph, settled: Settled) -> None:
        self._wholes = {order for (order,) in _rows(graph, _WHOLES)}
        self._never = {key for (key,) in _rows(graph, _NEVER)}
        self._settled = settled
        self._contested = {(thing, key) for thing, key in _rows(graph, _CONTESTED)}
        self._denied: dict[tuple[Term, Term], set[Term]] = defaultdict(set)
        for thing, key, value in _rows(graph, _DENIED):
            self._denied[thing, key].add(value)
        self._within: dict[Term, set[Term]] = defaultdict(set)
        for narrow, wide in _rows(graph, _WITHIN) if self._denied else ():
            self._within[narrow].add(wide)

    def allows(self, triple: Triple, read_twins: frozenset[str]) -> bool:
        """Whether a rule may write a statement.

        Args:
            read_twins: the properties that the rule reads from claims; who denies one of them denies
                what the rule makes of it.
        """
        thing, key, value = triple
        pair = (thing, key)
        if key in self._never or pair in self._contested:
            return False
        if pair in self._settled and key not in self._wholes:  # the wholes of a settled whole follow from it
            return False
        return not any(self._denies(thing, each, value) for each in (key, *map(Iri, read_twins)))

    def _denies(self, thing: Term, key: Term, value: Term) -> bool:
        """Whether a claim denies a value, itself or as a broader one."""
        denied = self._denied.get((thing, key), set())
        return bool(denied) and not denied.isdisjoint(self._with_wider(value))

    def _with_wider(self, value: Term) -> set[Term]:
        found, layer = {value}, [value]
        while layer:
            layer = [wide for each in layer for wide in self._within.get(each, ()) if wide not in found]
            found.update(layer)
        return found


def _rows(graph: Graph, query: str) -> Iterator[tuple[Term, ...]]:
    for row in graph.select(query).rows:
        yield tuple(term for term in row if term is not None)
