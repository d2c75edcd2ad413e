"""A state of a graph, put in order for a comparison: facts, contested properties, claims, records, mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.build.guards import GUESSES
from kg.graph import Iri, Literal, Term
from kg.namespaces import BASE, KG, RDF, RDFS

Fact = tuple[str, str, Term]
"""A thing, a property and a value."""
Pair = tuple[str, str]
"""A thing and a property."""
Keys = dict[str, frozenset[Term]]
"""The values of one subject, by property."""

LABEL, TITLE, KIND, SOURCES = RDFS + "label", "http://purl.org/dc/terms/title", RDF + "type", KG + "sources"
MENTION, ABOUT, IN = KG + "Mention", KG + "about", KG + "in"
_DATE, _BOUNDS = KG + "date", (KG + "earliest", KG + "latest")
_ENDS = ("earliest", "latestStart", "earliestEnd", "latest")
_MADE = frozenset(KG + key for key in (*_ENDS, *(f"{end}Day" for end in _ENDS), "oneDay", "qualified", "contested"))
_GUESSES = set(map(Iri, GUESSES))
_MADE_ID = re.compile(re.escape(BASE) + "claim/[0-9a-f]{16}")


@dataclass(frozen=True)
class Claim:
    """One claim.

    Attributes:
        id: its IRI.
        keys: its own keys, such as `by` and `quote`.
        said: the properties and values that it gives.
    """

    id: str
    keys: Keys
    said: frozenset[tuple[str, Term]]

    def get(self, key: str) -> frozenset[Term]:
        """The values of one of its keys."""
        return self.keys.get(KG + key, frozenset())

    @cached_property
    def about(self) -> frozenset[str]:
        """The IRIs of what it is about."""
        return frozenset(str(thing.value) for thing in self.get("about"))

    @cached_property
    def place(self) -> tuple[str, int, str]:
        """Where it stands: its source and line; its id, where others stand there too."""
        lines = [int(line.value) for line in self.get("line") if isinstance(line, Literal)]
        return text_in(self.get("in")), min(lines, default=0), self.id

    @cached_property
    def content(self) -> tuple[object, ...]:
        """All that it is, without an id that was only made of that."""
        name = "" if _MADE_ID.fullmatch(self.id) else self.id
        return name, frozenset(self.keys.items()), self.said

    @property
    def denies(self) -> bool:
        """Whether it negates what it says."""
        return Literal(True) in self.get("negated")

    @cached_property
    def eligible(self) -> bool:
        """Whether it may make a fact: as `queries/promotion/gather/candidates.rq` has it."""
        asserted = self.get("modality") <= {Iri(KG + "asserted")}
        return asserted and not self.denies and not self.get("bound") and not self.get("reading") & _GUESSES

    def makes(self, fact: Fact) -> bool:
        """Whether it states a fact and may make it."""
        thing, key, value = fact
        if key in _BOUNDS:
            return self.eligible and thing in self.about and any(said == _DATE for said, _ in self.said)
        return self.eligible and thing in self.about and (key, value) in self.said


@dataclass(frozen=True)
class State:
    """A graph in order.

    Attributes:
        facts: the values of each property that claims can speak of, by thing and property. The days
            between which an event lies stand for its date where that is no fact.
        recorded: the facts that records state themselves.
        contested: things and their contested properties.
        claims, records: by IRI.
        mentions: by the IRI of their source.
        promotion: how each property is promoted.
    """

    facts: dict[Pair, frozenset[Term]]
    recorded: frozenset[Fact]
    contested: frozenset[Pair]
    claims: dict[str, Claim]
    records: dict[str, Keys]
    mentions: dict[str, frozenset[object]]
    promotion: dict[str, str]

    @cached_property
    def _told(self) -> dict[Pair, list[Claim]]:
        told: dict[Pair, list[Claim]] = defaultdict(list)
        for claim in sorted(self.claims.values(), key=lambda claim: claim.place):
            for thing in claim.about:
                for key in {key for key, _ in claim.said}:
                    told[thing, key].append(claim)
        return told

    def told(self, pair: Pair) -> list[Claim]:
        """The claims that speak of a property of a thing, in order of their places."""
        thing, key = pair
        return self._told.get((thing, _DATE if key in _BOUNDS else key), [])

    def makers(self, fact: Fact) -> list[Claim]:
        """The claims that state a fact and may make it."""
        return [claim for claim in self.told(fact[:2]) if claim.makes(fact)]


def put_in_order(
    subjects: Mapping[str, Keys], recorded: frozenset[Fact], promotion: dict[str, str], twins: Mapping[str, str]
) -> State:
    """Tell claims, records and mentions apart, and facts from what records say of themselves.

    Args:
        subjects: what is said of them, by IRI; terms of the ontology are left out.
        recorded: the facts that records state themselves.
        promotion: how each property is promoted.
        twins: the property that a claim means, by the one by which it says it.
    """
    facts: dict[Pair, frozenset[Term]] = {}
    contested: set[Pair] = set()
    claims: dict[str, Claim] = {}
    records: dict[str, Keys] = {}
    mentions: dict[str, set[object]] = defaultdict(set)
    for iri, keys in _of_data(subjects):
        kind = text_in(keys.get(KIND, frozenset()))
        if kind == KG + "Claim":
            claims[iri] = _claim(iri, keys, twins)
        elif kind == MENTION:
            mentions[text_in(keys[IN])].add(frozenset(keys.items()))
        elif keys and kind != KG + "Date":
            records[iri] = {key: keys[key] for key in keys if not _is_made(key, promotion)}
            facts |= {(iri, key): keys[key] for key in keys if key in promotion or _is_bound(key, keys)}
            contested |= {(iri, str(term.value)) for term in keys.get(KG + "contested", ())}
    kept = {source: frozenset(each) for source, each in mentions.items()}
    return State(facts, recorded, frozenset(contested), claims, records, kept, promotion)


def _of_data(whole: Mapping[str, Keys]) -> Iterator[tuple[str, Keys]]:
    """What data files hold: its IRIs have no fragment, as those of terms do."""
    return ((iri, keys) for iri, keys in whole.items() if iri.startswith(BASE) and "#" not in iri)


def _is_made(key: str, promotion: dict[str, str]) -> bool:
    return key in promotion or key in _MADE


def _is_bound(key: str, keys: Keys) -> bool:
    return key in _BOUNDS and _DATE not in keys


def _claim(iri: str, keys: Keys, twins: Mapping[str, str]) -> Claim:
    said = frozenset((twins[key], value) for key, values in keys.items() if key in twins for value in values)
    return Claim(iri, {key: values for key, values in keys.items() if key not in twins}, said)


def text_in(terms: frozenset[Term]) -> str:
    """The one value of a property, as text; empty where it has none."""
    return min((str(term.value) for term in terms), default="")
