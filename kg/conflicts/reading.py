"""What claims tell of properties of which a thing has one value, and of values that somebody denies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, cast

from kg.build.guards import GUESSES
from kg.conflicts.values import Days, Values
from kg.graph import Graph, Iri, Term, text_of
from kg.namespaces import KG, OWL, RDFS, SKOS

Pair = tuple[str, str]
"""A thing and a property; properties that measure the same are filed under one."""

_PREFIXES = (
    f"PREFIX kg: <{KG}> PREFIX owl: <{OWL}> PREFIX rdfs: <{RDFS}> PREFIX skos: <{SKOS}>"
    " PREFIX qudt: <http://qudt.org/schema/qudt/>"
)
_ASSERTED = KG + "asserted"

_OF = """SELECT ?claim ?thing ?property ?value ?by WHERE {{
  {{ SELECT ?claim ?thing WHERE {{ VALUES ?thing {{ <{thing}> }} ?claim kg:about ?thing }} }}
  ?claim ?said ?value ; kg:by ?by . ?property kg:saidAs ?said .
}}"""
_ABOUT = "{ SELECT ?claim ?thing WHERE { ?claim kg:about ?thing } }"
_SAID = """{ SELECT ?claim ?property ?key ?value WHERE {
    { ?property kg:promotion "agreed" } UNION { ?property kg:exclusive true }
    ?property kg:saidAs ?said .
    OPTIONAL { ?property kg:sameQuantityAs ?same }
    BIND (COALESCE(?same, ?property) AS ?key)
    ?claim ?said ?value } }"""
_SEVERAL = f"""SELECT ?claim ?thing ?property ?value ?by WHERE {{
  {{
    {{ SELECT ?thing ?key WHERE {{ {_ABOUT} {_SAID} }} GROUP BY ?thing ?key
      HAVING (COUNT(DISTINCT ?value) > 1 || COUNT(DISTINCT ?property) > 1) }}
    {{ SELECT ?claim ?thing ?property ?key ?value WHERE {{ {_ABOUT} {_SAID} }} }}
  }}
  {{ SELECT ?claim ?by WHERE {{ ?claim kg:by ?by }} }}
}}"""
"""The subqueries are scanned once each and joined: neither many claims nor many conflicts make this slow."""

_DENIALS = """SELECT DISTINCT ?thing ?property ?said WHERE {
  ?denial kg:negated true ; kg:about ?thing ; ?said ?denied . ?property kg:saidAs ?said .
}"""
_DENIED = """SELECT ?claim ?thing ?property ?value ?by WHERE {{
  VALUES (?thing ?property ?said) {{ {denials} }}
  ?claim kg:about ?thing ; ?said ?value ; kg:by ?by .
}}"""
"""What is told where something is denied: asked by itself, since the engine would look through all claims for it."""

_MANNERS = """SELECT ?claim ?key ?value WHERE {{ {claims}
  {{ VALUES ?key {{ kg:negated kg:bound kg:reading }} ?claim ?key ?value }}
  UNION {{ ?claim kg:modality ?value . FILTER (?value != kg:asserted) BIND (kg:modality AS ?key) }}
}}"""
_PROPERTIES = """SELECT ?property ?promotion ?exclusive ?same ?unit WHERE {
  ?property kg:promotion ?promotion .
  OPTIONAL { ?property kg:exclusive ?exclusive }
  OPTIONAL { ?property kg:sameQuantityAs ?same }
  OPTIONAL { ?property kg:unit/qudt:conversionMultiplier ?unit }
}"""
_ORDERS = """SELECT ?narrow ?wide WHERE {
  { ?narrow skos:broader ?wide } UNION { ?order a owl:TransitiveProperty . ?narrow ?order ?wide }
}"""
_LABELS = """SELECT ?label ?excluded WHERE {
  ?class rdfs:subClassOf skos:Concept ; kg:idPrefix ?prefix .
  ?label a ?class OPTIONAL { ?label kg:excludes|^kg:excludes ?excluded }
}"""
_DAYS = """SELECT ?date ?key ?value WHERE {{
  {dates} VALUES ?key {{ kg:earliestDay kg:latestStartDay kg:earliestEndDay kg:latestDay kg:oneDay kg:qualified }}
  ?date a kg:Date ; ?key ?value .
}}"""
_CONTESTED = "SELECT ?thing ?property WHERE {{ {things} ?thing kg:contested ?property }}"


class Manner(NamedTuple):
    """How a claim is meant.

    Attributes:
        modality, bound, reading: IRIs; the last two may be empty.
        denies: whether it negates what it says.
    """

    modality: str = _ASSERTED
    bound: str = ""
    reading: str = ""
    denies: bool = False

    @property
    def firm(self) -> bool:
        """Whether its claimant asserts it, by his own words and not by the curator's guess."""
        return self.modality == _ASSERTED and self.reading not in GUESSES

    @property
    def eligible(self) -> bool:
        """Whether it may make a fact: as `queries/promotion/gather/candidates.rq` has it."""
        return self.firm and not self.denies and not self.bound


PLAIN = Manner()


class Told(NamedTuple):
    """One value that one claim tells of a thing."""

    claim: str
    key: str
    value: Term
    by: str
    manner: Manner


@dataclass(frozen=True)
class Terms:
    """What the ontology says of properties.

    Attributes:
        promotion: how each is promoted.
        exclusive: those never promoted of which a thing has one value.
        same: the property with which one is filed, since it measures the same.
        units: how many base units the unit of each is.
    """

    promotion: dict[str, str]
    exclusive: frozenset[str]
    same: dict[str, str]
    units: dict[str, Decimal]

    def measure(self, key: str) -> str:
        """The property with which one is filed: itself, or the one that measures the same."""
        return self.same.get(key, key)


def read_told(graph: Graph, terms: Terms, thing: str | None) -> dict[Pair, list[Told]]:
    """What is told of each thing and property, as far as it may be in conflict, in the order of the claims' ids.

    Args:
        thing: the IRI of the only thing that is asked for.
    """
    rows = _told_of_all(graph) if thing is None else _rows(graph, _OF.format(thing=thing))
    told = cast("list[tuple[Iri, Iri, Iri, Term, Iri]]", rows)
    manners = read_manners(graph, None if thing is None else {claim.value for claim, *_ in told})
    found: dict[Pair, list[Told]] = defaultdict(list)
    for claim, about, key, value, by in told:
        each = Told(claim.value, key.value, value, by.value, manners.get(claim.value, PLAIN))
        found[about.value, terms.measure(key.value)].append(each)
    return {pair: sorted(dict.fromkeys(told), key=lambda each: each.claim) for pair, told in found.items()}


def _told_of_all(graph: Graph) -> list[tuple[Term | None, ...]]:
    """What may be in conflict: where things are told several values, or one is denied."""
    denials = " ".join(f"({' '.join(map(str, row))})" for row in _rows(graph, _DENIALS))
    return _rows(graph, _SEVERAL) + _rows(graph, _DENIED.format(denials=denials))


def read_values(graph: Graph, terms: Terms, values: Collection[Term] | None = None) -> Values:
    """What says how values relate: units, days, and what is part or a kind of what.

    Args:
        values: those that are to be compared; None means all.
    """
    dates: dict[str, dict[str, str]] = defaultdict(dict)
    only = "" if values is None else _only("date", {_iri(each) for each in values} - {""})
    for date, key, value in _rows(graph, _DAYS.format(dates=only)):
        dates[_iri(date)][_iri(key).removeprefix(KG)] = text_of(value)
    days = {date: _days(told) for date, told in dates.items()}
    broader: dict[str, set[str]] = defaultdict(set)
    for narrow, wide in _rows(graph, _ORDERS):
        broader[_iri(narrow)].add(_iri(wide))
    labels: dict[str, set[str]] = defaultdict(set)
    for label, excluded in _rows(graph, _LABELS):
        labels[_iri(label)] |= {_iri(excluded)} - {""}
    return Values(terms.units, days, broader, labels)


def read_terms(graph: Graph) -> Terms:
    """What the ontology says of properties."""
    rows = list(_rows(graph, _PROPERTIES))
    return Terms(
        {_iri(row[0]): text_of(row[1]) for row in rows},
        frozenset(_iri(row[0]) for row in rows if text_of(row[2]) == "true"),
        {_iri(row[0]): _iri(row[3]) for row in rows if row[3] is not None},
        {_iri(row[0]): Decimal(text_of(row[4])) for row in rows if row[4] is not None},
    )


def read_contested(graph: Graph, thing: str | None) -> set[Pair]:
    """The things and properties that promotion leaves without a fact.

    Args:
        thing: the IRI of the only thing that is asked for.
    """
    rows = _rows(graph, _CONTESTED.format(things="" if thing is None else _only("thing", [thing])))
    return {(_iri(thing), _iri(property_)) for thing, property_ in rows}


def read_manners(graph: Graph, claims: Collection[str] | None = None) -> dict[str, Manner]:
    """How claims are meant, by their IRIs, where that is not plainly asserted.

    Args:
        claims: the IRIs of those that are asked for; None means all.
    """
    only = "" if claims is None else _only("claim", claims)
    keys: dict[str, dict[str, str]] = defaultdict(dict)
    for claim, key, value in _rows(graph, _MANNERS.format(claims=only)):
        keys[_iri(claim)][_iri(key).removeprefix(KG)] = _iri(value) or text_of(value)
    return {
        claim: Manner(each.get("modality", _ASSERTED), each.get("bound", ""), each.get("reading", ""),
                      each.get("negated") == "true")
        for claim, each in keys.items()
    }  # fmt: skip


def _days(told: dict[str, str]) -> Days:
    """The days of a date; a side on which it is open has no end."""
    return Days(
        Decimal(told.get("earliestDay", "-Infinity")), Decimal(told.get("latestDay", "Infinity")) + 1,
        Decimal(told.get("latestStartDay", "Infinity")), Decimal(told.get("earliestEndDay", "-Infinity")),
        "oneDay" in told, "qualified" in told,
    )  # fmt: skip


def _rows(graph: Graph, text: str) -> list[tuple[Term | None, ...]]:
    return graph.select(f"{_PREFIXES} {text}").rows


def _only(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, Iri) else ""
