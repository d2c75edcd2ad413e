"""Accounts of a property of a thing: its values, each with its proof and its claims, or the sides of a contest."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.conflicts import Conflict, conflicts
from kg.conflicts.reading import PLAIN, Told, read_manners, read_terms, read_values
from kg.errors import NotFoundError, did_you_mean
from kg.graph import Iri, Term, Triple, text_of
from kg.namespaces import KG, RDF, RDFS, SKOS, expand
from kg.origins import read_origins
from kg.proofs.prover import BOUNDS, Proof, Prover
from kg.proofs.settling import Way, ways
from kg.proofs.weighing import Weighed, weigh, weigh_dates

_DATE, _SAME, _MERGED = KG + "date", KG + "sameAs", KG + "mergedFrom"
_DAYS = {KG + "earliest", KG + "latest"}
_NAMES = {RDFS + "label", RDFS + "comment", SKOS + "altLabel", "http://purl.org/dc/terms/title"}
_MARKS = {KG + "in", KG + "contested", KG + "derived", KG + "unconfirmed"}
_UNASKED = _NAMES | BOUNDS - _DAYS


@dataclass(frozen=True)
class Support:
    """A value of a property, and what it rests on.

    Attributes:
        proof: how it came to be stated; None where it is only claimed.
        weighed: the claims on the property, as they bear on it.
    """

    value: Term
    proof: Proof | None
    weighed: tuple[Weighed, ...]

    @property
    def origins(self) -> int:
        """The number of independent origins that state it, or a narrower value."""
        return len({each.origin for each in self.weighed if each.origin})


@dataclass(frozen=True)
class Account:
    """A property of a thing.

    Attributes:
        thing, key: their IRIs.
        status: fact, contested or claimed.
        supports: its values; where it is contested, those that are facts all the same.
        conflict: where it is contested, who stands on which side.
        ways: what would settle it.
        promotion: never, agreed or each; empty where no claim can say it.
    """

    thing: str
    key: str
    status: str
    supports: tuple[Support, ...]
    conflict: Conflict | None
    ways: tuple[Way, ...]
    promotion: str


@dataclass
class Accountant:
    """Gives accounts of the things of a build or a view."""

    prover: Prover
    _supports: dict[Triple, Support] = field(default_factory=dict)
    _heard: dict[str, dict[str, list[Told]]] = field(default_factory=dict)
    _contests: dict[str, dict[str, Conflict]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        graph = self.prover.graph
        self.terms, self._origins = read_terms(graph), read_origins(graph)
        self._values = read_values(graph, self.terms)
        twins = graph.select(f"SELECT ?said ?key {{ ?key <{KG}saidAs> ?said }}").rows
        self._twins = {_iri(said): _iri(key) for said, key in twins}

    def accounts(self, thing: str, key: str | None = None) -> list[Account]:
        """Accounts of one property of a thing, or of all that are facts or contested.

        The days between which an event lies are told with all the others only where it has no date.

        Args:
            thing: its id.
            key: the property, as a key of the data or an IRI.

        Raises:
            NotFoundError: nothing is stated or claimed of the thing under that property; names the nearest.
        """
        iri = expand(thing)
        facts = {each: values for each, values in self._facts(iri).items() if each not in _MARKS}
        contested, told = self._contested(iri), self._told(iri)
        if key is None:
            unasked = _UNASKED | (_DAYS if _DATE in facts else set())
            wanted = [each for each in dict.fromkeys([*facts, *contested]) if each not in unasked]
        else:
            wanted = [_named(thing, key, [*facts, *contested, *told])]
        found = self._conflicts(iri) if {*wanted} & {*contested} else {}
        return [self._account(iri, each, facts.get(each, []), found, each in contested) for each in wanted]

    def support(self, statement: Triple, proof: Proof | None) -> Support:
        """What a statement rests on."""
        if statement not in self._supports:
            value = statement.object
            assert not isinstance(value, Triple)
            self._supports[statement] = Support(value, proof, tuple(self._weighed(statement, value, proof)))
        return self._supports[statement]

    def _weighed(self, statement: Triple, value: Term, proof: Proof | None) -> list[Weighed]:
        thing, key = _iri(statement.subject), statement.predicate.value
        told, graph = self._told(thing), self.prover.graph
        if key in BOUNDS:
            bound = statement.predicate
            dates = told.get(_DATE, [])
            return weigh_dates(
                dates, lambda date: isinstance(date, Iri) and graph.holds(Triple(date, bound, value)), self._origins
            )
        if key == _MERGED:
            merged = {thing, *map(_iri, self._facts(thing).get(_MERGED, []))}
            same = [each for each in told.get(_SAME, []) if _iri(each.value) in merged]
            return weigh_dates(same, lambda other: True, self._origins)
        single = self.terms.promotion.get(key) == "agreed"
        measure = self.terms.measure(key)
        heard = [each for other, lot in told.items() if self.terms.measure(other) == measure for each in lot]
        limit = "" if proof else _bound([each for each in told.get(key, []) if each.value == value])
        return weigh(heard, self._values.value(key, value, limit), self._values, self._origins, single)

    def _account(self, thing: str, key: str, facts: list[Term], found: dict[str, Conflict], contested: bool) -> Account:
        stated = [Triple(Iri(thing), Iri(key), value) for value in facts]
        supports = [self.support(each, self.prover.prove(each)) for each in stated]
        told = self._told(thing).get(key, [])
        if not supports and not contested:
            claimed = dict.fromkeys(each.value for each in told)
            supports = [self.support(Triple(Iri(thing), Iri(key), value), None) for value in claimed]
        promotion = self.terms.promotion.get(key, "")
        conflict = found.get(key) if contested else None
        settled = ways(key, conflict.sides, told, self._values, promotion == "agreed") if conflict else ()
        status = "contested" if contested else "fact" if facts else "claimed"
        return Account(thing, key, status, tuple(supports), conflict, tuple(settled), promotion)

    def _conflicts(self, thing: str) -> dict[str, Conflict]:
        """The contests of a thing, by all properties that take part in them."""
        if thing not in self._contests:
            found = [each for each in conflicts(self.prover.graph, text_of(Iri(thing))) if each.contested]
            self._contests[thing] = {told.key: each for each in found for side in each.sides for told in side.told}
        return self._contests[thing]

    def _facts(self, thing: str) -> dict[str, list[Term]]:
        """The values of each property of a thing; of its classes only the narrowest."""
        rows = self.prover.graph.select(
            f"SELECT ?key ?value {{ <{thing}> ?key ?value . FILTER (?key != <{RDF}type> || NOT EXISTS {{ "
            f"<{thing}> <{RDF}type>/<{RDFS}subClassOf> ?value }}) }} ORDER BY ?key STR(?value)"
        ).rows
        found: dict[str, list[Term]] = {}
        for key, value in rows:
            if value is not None:
                found.setdefault(_iri(key), []).append(value)
        return found

    def _contested(self, thing: str) -> list[str]:
        rows = self.prover.graph.select(f"SELECT ?key {{ <{thing}> <{KG}contested> ?key }} ORDER BY ?key").rows
        return [_iri(key) for (key,) in rows]

    def _told(self, thing: str) -> dict[str, list[Told]]:
        """What claims tell of a thing, by property; of each by source and line."""
        if thing not in self._heard:
            self._heard[thing] = self._hear(thing)
        return self._heard[thing]

    def _hear(self, thing: str) -> dict[str, list[Told]]:
        graph = self.prover.graph
        claims = [each.subject for each in graph.statements(predicate=Iri(KG + "about"), value=Iri(thing))]
        manners = read_manners(graph, {_iri(claim) for claim in claims})
        heard: list[tuple[tuple[str, int, str, str], Told]] = []
        for claim in claims:
            stated = [(key.value, value) for _, key, value in graph.statements(claim)]
            cited, iri = dict(stated), _iri(claim)
            source, line = _iri(cited.get(KG + "in")), int(text_of(cited.get(KG + "line")) or 0)
            for said, value in stated:
                if key := self._twins.get(said):
                    told = Told(iri, key, value, _iri(cited.get(KG + "by")), manners.get(iri, PLAIN))
                    heard.append(((source, line, iri, value.value), told))
        found: dict[str, list[Told]] = {}
        for _, told in sorted(heard, key=lambda each: each[0]):
            found.setdefault(told.key, []).append(told)
        return found


def _bound(told: list[Told]) -> str:
    """The bound that all give a value, so that none says just this one; else an empty text."""
    bounds = {each.manner.bound for each in told}
    return bounds.pop() if len(bounds) == 1 else ""


def _named(thing: str, key: str, known: list[str]) -> str:
    """The IRI of a property that people name by its key."""
    wanted = {"kind": RDF + "type", "a": RDF + "type", "label": RDFS + "label"}.get(key, KG + key)
    if ":" in key:
        try:
            wanted = expand(key)
        except ValueError:
            wanted = key  # no IRI at all, and so unknown
    if wanted not in known:
        keys = sorted({text_of(Iri(each)).rpartition(":")[2] for each in known})
        mend = did_you_mean(key, keys, f"it has {', '.join(keys)}")
        raise NotFoundError(f"{thing}: {key or 'an empty property'}: nothing is stated or claimed of it: {mend}")
    return wanted


def _iri(term: object) -> str:
    return term.value if isinstance(term, Iri) else ""
