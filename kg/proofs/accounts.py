"""Accounts of a property of a thing: its values, each with its proof and its claims, or the sides of a contest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.conflicts import Conflict, conflicts
from kg.conflicts.reading import PLAIN, Manner, Told, read_manners, read_terms, read_values
from kg.errors import NotFoundError, did_you_mean
from kg.graph import Iri, Term, Triple, text_of
from kg.namespaces import KG, RDF, RDFS, SKOS, expand
from kg.origins import read_origins
from kg.proofs.prover import Proof, Prover
from kg.proofs.weighing import Weighed, weigh

_BOUNDS = {KG + side + day for side in ("earliest", "latest", "latestStart", "earliestEnd") for day in ("", "Day")}
_BOUNDS |= {KG + "oneDay"}
_NAMES = {RDFS + "label", RDFS + "comment", SKOS + "altLabel", "http://purl.org/dc/terms/title"}
_UNASKED = _NAMES | {KG + "in", KG + "contested", KG + "derived"} | _BOUNDS - {KG + "earliest", KG + "latest"}


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
        """The number of independent origins that state it."""
        return len({each.origin for each in self.weighed if each.origin})


@dataclass(frozen=True)
class Account:
    """A property of a thing.

    Attributes:
        thing, key: their IRIs.
        status: fact, contested or claimed.
        supports: its values; where it is contested, those that are facts all the same.
        conflict: where it is contested, who stands on which side.
        promotion: never, agreed or each; empty where no claim can say it.
    """

    thing: str
    key: str
    status: str
    supports: tuple[Support, ...]
    conflict: Conflict | None
    promotion: str


@dataclass
class Accountant:
    """Gives accounts of the things of a build or a view."""

    prover: Prover
    _support: dict[Triple, Support] = field(default_factory=dict)

    def __post_init__(self) -> None:
        graph = self.prover.graph
        self._terms, self._origins = read_terms(graph), read_origins(graph)
        self._values = read_values(graph, self._terms)

    def accounts(self, thing: str, key: str | None = None) -> list[Account]:
        """Accounts of one property of a thing, or of all that are facts or contested.

        Args:
            thing: its id.
            key: the property, as a key of the data or an IRI.

        Raises:
            NotFoundError: nothing is stated or claimed of the thing under that property; names the nearest.
        """
        iri = expand(thing)
        facts, contested, claimed = self._facts(iri), self._contested(iri), self._claimed(iri)
        if key is None:
            return [self._account(iri, each) for each in dict.fromkeys([*facts, *contested]) if each not in _UNASKED]
        wanted = _named(key)
        known = [*facts, *contested, *claimed]
        if wanted not in known:
            keys = sorted({text_of(Iri(each)).rpartition(":")[2] for each in known})
            mend = did_you_mean(key, keys, f"it has {', '.join(keys)}")
            raise NotFoundError(f"{thing}: {key}: nothing is stated or claimed of it: {mend}")
        return [self._account(iri, wanted)]

    def support(self, statement: Triple, proof: Proof | None) -> Support:
        """What a statement rests on."""
        if statement not in self._support:
            subject, predicate, value = statement
            assert isinstance(subject, Iri) and not isinstance(value, Triple)
            key, bound = predicate.value, predicate.value in _BOUNDS
            told = self._told(subject.value, KG + "date" if bound else key)
            single = self._terms.promotion.get(key) == "agreed"
            weighed = weigh(
                told, None if bound else self._values.value(key, value, ""), self._values, self._origins, single
            )
            self._support[statement] = Support(value, proof, tuple(weighed))
        return self._support[statement]

    def _account(self, thing: str, key: str) -> Account:
        values = self._facts(thing).get(key, [])
        supports = [self._supported(Triple(Iri(thing), Iri(key), value)) for value in values]
        contested = key in self._contested(thing)
        if not supports and not contested:
            claimed = dict.fromkeys(each.value for each in self._told(thing, key))
            supports = [self.support(Triple(Iri(thing), Iri(key), value), None) for value in claimed]
        conflict = self._conflict(thing, key) if contested else None
        status = "contested" if contested else "fact" if values else "claimed"
        return Account(thing, key, status, tuple(supports), conflict, self._terms.promotion.get(key, ""))

    def _supported(self, statement: Triple) -> Support:
        return self.support(statement, self.prover.prove(statement))

    def _conflict(self, thing: str, key: str) -> Conflict | None:
        found = conflicts(self.prover.graph, text_of(Iri(thing)), [text_of(Iri(key))])
        return next((each for each in found if each.contested), None)

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

    def _claimed(self, thing: str) -> list[str]:
        rows = self.prover.graph.select(
            f"SELECT DISTINCT ?key {{ ?claim <{KG}about> <{thing}> ; ?said ?value . ?key <{KG}saidAs> ?said }}"
        ).rows
        return [_iri(key) for (key,) in rows]

    def _told(self, thing: str, key: str) -> list[Told]:
        """What claims tell of a property of a thing, by source and line."""
        rows = self.prover.graph.select(
            f"SELECT ?claim ?value ?by {{ <{key}> <{KG}saidAs> ?said . ?claim <{KG}about> <{thing}> ; ?said ?value ; "
            f"<{KG}by> ?by ; <{KG}in> ?source . OPTIONAL {{ ?claim <{KG}line> ?line }} }} ORDER BY ?source ?line ?claim"
        ).rows
        manners = read_manners(self.prover.graph, [_iri(claim) for claim, _, _ in rows])
        return list(self._each(rows, key, manners))

    def _each(self, rows: list[tuple[Term | None, ...]], key: str, manners: dict[str, Manner]) -> Iterator[Told]:
        for claim, value, by in rows:
            if value is not None:
                yield Told(_iri(claim), key, value, _iri(by), manners.get(_iri(claim), PLAIN))


def _named(key: str) -> str:
    return {"kind": RDF + "type", "a": RDF + "type", "label": RDFS + "label"}.get(key) or (
        expand(key) if ":" in key else KG + key
    )


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, Iri) else ""

