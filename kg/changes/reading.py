"""Two states of a graph, each read as far as it bears on what differs between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.build.digests import Digests
from kg.build.inferences import Inferences
from kg.changes.states import ABOUT, IN, KIND, MENTION, Fact, Keys, State, put_in_order
from kg.graph import Graph, Iri, Literal, Term
from kg.namespaces import KG

_PROMOTION, _TWINS = KG + "promotion", KG + "saidAs"


@dataclass(frozen=True)
class Side:
    """One side of a comparison.

    Attributes:
        graph: after promotion and before rules: what follows from the rest would tell of one change several times.
        digests: of what it says, by which it is compared.
        inferred: what rules make of it; None where they were not asked.
        claims: before promotion, when only records state facts.
    """

    graph: Graph
    digests: Digests
    inferred: Inferences | None
    claims: Graph

    def recorded(self, things: Iterable[str]) -> frozenset[Fact]:
        """What records state themselves of some things, by IRI, of properties that claims can speak of."""
        spoken_of = _terms(self.claims, _PROMOTION)
        said = ((thing, _keys(self.claims, thing)) for thing in things)
        return frozenset(
            (thing, key, value) for thing, keys in said for key in keys if key in spoken_of for value in keys[key]
        )


def read_states(old: Side, new: Side) -> tuple[State, State]:
    """Both states: what differs, and all claims that speak of the same things."""
    sides = (old, new)
    subjects = old.digests.differ(new.digests)
    things, sources = set(subjects), set[str]()
    for side in sides:
        for subject in subjects:
            keys = _keys(side.graph, subject)
            things |= _iris(keys.get(ABOUT, ()))
            sources |= _iris(keys.get(IN, ())) if Iri(MENTION) in keys.get(KIND, ()) else set()
    one, other = (_read(side, things, sources) for side in sides)
    return one, other


def _read(side: Side, things: set[str], sources: set[str]) -> State:
    graph = side.graph
    claims = {claim for thing in things for claim in _pointing(graph, ABOUT, thing)}
    mentions = {each for source in sources for each in _pointing(graph, IN, source)}
    mentions = {each for each in mentions if Iri(MENTION) in _keys(graph, each).get(KIND, ())}
    subjects = {iri: _keys(graph, iri) for iri in things | claims | mentions}
    twins = {said: key for key, said in _terms(graph, _TWINS).items()}
    return put_in_order(subjects, side.recorded(things), _terms(graph, _PROMOTION), twins)


def _terms(graph: Graph, key: str) -> dict[str, str]:
    """A property of the terms of the ontology, which have one value of it each."""
    found = graph.statements(predicate=Iri(key))
    return {str(each.subject.value): str(each.object.value) for each in found}  # type: ignore[union-attr]


def _keys(graph: Graph, iri: str) -> Keys:
    """All that is said of a subject, but what has no name."""
    found: dict[str, set[Term]] = defaultdict(set)
    for triple in graph.statements(Iri(iri)):
        if isinstance(triple.object, Iri | Literal):
            found[triple.predicate.value].add(triple.object)
    return {key: frozenset(values) for key, values in found.items()}


def _pointing(graph: Graph, key: str, iri: str) -> set[str]:
    """The IRIs of what points at a thing."""
    return _iris(triple.subject for triple in graph.statements(predicate=Iri(key), value=Iri(iri)))  # type: ignore[misc]


def _iris(terms: Iterable[Term]) -> set[str]:
    return {term.value for term in terms if isinstance(term, Iri)}
