"""What the graph holds about one thing, in queries that take no longer on a large graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import NotFoundError, nearest
from kg.graph import Graph, Iri, Literal, Term, text_of, value_of
from kg.namespaces import BASE, ID, KG, expand
from kg.server.opened import Shown
from kg.server.recent import Recent

MOST_TIES = 20_000
"""The most ties of a thing that are told apart."""

_TIES = f"""SELECT DISTINCT ?property ?direction ?other WHERE {{
  $only
  {{ ?property kg:saidAs ?said . ?claim ?said $thing ; kg:about ?other . MINUS {{ ?claim kg:negated true }}
    BIND ("backward" AS ?direction) }}
  UNION {{ ?other ?property $thing . FILTER (!STRSTARTS(STR(?other), "{BASE}claim/"))
    FILTER NOT EXISTS {{ ?other kg:derived ?property }} BIND ("backward" AS ?direction) }}
  UNION {{ ?claim kg:about $thing ; ?said ?other . ?property kg:saidAs ?said . MINUS {{ ?claim kg:negated true }}
    BIND ("forward" AS ?direction) }}
  UNION {{ $thing ?property ?other . FILTER NOT EXISTS {{ $thing kg:derived ?property }}
    BIND ("forward" AS ?direction) }}
  FILTER (isIRI(?other) && ?other != $thing && STRSTARTS(STR(?other), "{BASE}"))
  FILTER (!REGEX(STR(?other), "/(date|claim|mention)/|#") && ?property NOT IN (kg:contested, kg:derived, kg:in))
}} LIMIT {MOST_TIES + 1}"""
_CLAIMS = """SELECT ?claim ?property ?value ?claimant ?modality ?negated ?quote ?source ?line ?thing WHERE {
  { SELECT ?claim ?thing WHERE { $about } $order }
  ?claim ?said ?value ; kg:by ?claimant ; kg:in ?source ; kg:modality ?modality ; kg:about ?thing .
  ?property kg:saidAs ?said .
  OPTIONAL { ?claim kg:negated ?negated }
  OPTIONAL { ?claim kg:quote ?quote }
  OPTIONAL { ?claim kg:line ?line }
}
ORDER BY ?line ?claim ?thing ?property STR(?value)"""
_DATES = """SELECT ?thing ?first ?last ?written WHERE {
  VALUES ?thing { $THINGS }
  OPTIONAL { ?thing kg:earliest ?first }
  OPTIONAL { ?thing kg:latest ?last }
  OPTIONAL { ?thing kg:date/kg:written ?written }
  FILTER (BOUND(?first) || BOUND(?last))
}"""
_KEPT = 100


@dataclass(frozen=True, order=True)
class Tie:
    """A relation of a thing to another, in words and as a key.

    Attributes:
        direction: forward where it is stated of the thing, backward where of the other.
    """

    label: str
    direction: str
    other: str
    property: str


@dataclass(frozen=True)
class Claim:
    """One value that one claim tells."""

    claim: Term
    key: Term
    value: Term
    claimant: Term
    modality: Term
    negated: bool
    quote: str
    source: Term
    line: int | None
    thing: Term

    @property
    def manner(self) -> str:
        """How it is meant, where that is not plainly asserted."""
        modality = text_of(self.modality).removeprefix("kg:")
        words = [modality] if modality != "asserted" else []
        return ", ".join([*words, *(["denied"] if self.negated else [])])


def find_thing(shown: Shown, kind: str, name: str) -> str:
    """The id of a thing by the parts of its address.

    Raises:
        NotFoundError: it stands for nothing; names the nearest.
    """
    thing = f"{kind}:{name}"
    try:
        known = shown.graph.knows(Iri(expand(thing)))
    except ValueError:
        known = False
    if not known:
        raise NotFoundError(f"{thing[:200]}: stands for nothing in the graph: {_mend(shown, thing)}")
    whole = shown.graph.select(f"SELECT ?whole {{ ?whole <{KG}mergedFrom> <{expand(thing)}> }}").rows
    return text_of(whole[0][0]) if whole else thing


def _mend(shown: Shown, thing: str) -> str:
    local = thing.partition(":")[2]
    hits, _ = shown.index.find(local)
    known = [hit.id for hit in hits[:50]]
    match = nearest(thing, known) or (known[0] if known else None)
    return f"did you mean {match}?" if match else "search for what is meant"


def ties_query(thing: str, key: str = "", direction: str = "", others: Sequence[str] = ()) -> str:
    """The query for the relations of a thing to others.

    Args:
        key: only those of one property, without `kg:`.
        direction: only those of one, see `Tie`.
        others: only those to some things.
    """
    only = [f"VALUES ?property {{ {Iri(KG + key)} }}"] if key else []
    only += [f"VALUES ?direction {{ {Literal(direction)} }}"] if direction else []
    only += [f"VALUES ?other {{ {' '.join(str(Iri(expand(each))) for each in others)} }}"] if others else []
    return _TIES.replace("$only", " ".join(only)).replace("$thing", f"<{expand(thing)}>")


_ties: Recent[list[Tie]] = Recent(_KEPT)


def ties(shown: Shown, thing: str) -> list[Tie]:
    """The relations of a thing to others, at most `MOST_TIES`; those of the things asked for last are at hand."""
    return _ties.get(shown, thing, lambda: _look_up_ties(shown, thing))


def _look_up_ties(shown: Shown, thing: str) -> list[Tie]:
    found = set()
    for key, direction, other in shown.select(ties_query(thing)):
        name = text_of(other)
        if isinstance(key, Iri) and ID.fullmatch(name):
            label = shown.terms.get(key.value, text_of(key).rpartition(":")[2])
            found.add(Tie(label, text_of(direction), name, text_of(key).rpartition(":")[2]))
    return sorted(found)


def claims_about(shown: Shown, thing: str, most: int) -> list[Claim]:
    """What claims tell of a thing, by property, source and line; of many claims only some."""
    about = f"BIND (<{expand(thing)}> AS ?thing) ?claim kg:about ?thing"
    found = _claims(shown, _CLAIMS.replace("$about", about).replace("$order", f"LIMIT {most + 1}"))
    return sorted(found, key=lambda each: (text_of(each.key), text_of(each.source), each.line or 0,
                                           text_of(each.value)))  # fmt: skip


def claims_in(shown: Shown, source: str, skip: int, size: int) -> list[Claim]:
    """What claims of a source tell, in the order of its lines."""
    found = _claims(shown, claims_query(source, skip, size))
    return sorted(found, key=lambda each: (each.line or 0, text_of(each.claim), text_of(each.thing),
                                           text_of(each.key), text_of(each.value)))  # fmt: skip


def claims_query(source: str, skip: int = 0, size: int | None = None) -> str:
    """The query for what claims of a source tell, in the order of its lines; without a size, for all of it."""
    about = f"?claim kg:in <{expand(source)}> . OPTIONAL {{ ?claim kg:line ?at }} ?claim kg:about ?thing"
    some = "" if size is None else f"ORDER BY ?at ?claim ?thing LIMIT {size} OFFSET {skip}"
    return _CLAIMS.replace("$about", about).replace("$order", some)


def _claims(shown: Shown, query: str) -> list[Claim]:
    rows = shown.select(query)
    nothing = Literal("")
    return [
        Claim(
            claim or nothing, key or nothing, value or nothing, claimant or nothing, modality or nothing,
            bool(value_of(negated)), text_of(quote), source or nothing, value_of(line), thing or nothing,
        )
        for claim, key, value, claimant, modality, negated, quote, source, line, thing in rows
    ]  # fmt: skip


def dates(shown: Shown, things: list[str]) -> dict[str, tuple[str, str, str]]:
    """The first and last day of things that have them, and the date as it is written."""
    rows = shown.select(dates_query(things)) if things else []
    found: dict[str, tuple[str, str, str]] = {}
    for thing, first, last, written in rows:
        found.setdefault(text_of(thing), (text_of(first), text_of(last), text_of(written)))
    return found


def dates_query(things: list[str]) -> str:
    """The query for the days of some things."""
    return _DATES.replace("$THINGS", " ".join(f"<{expand(thing)}>" for thing in things))


def is_source(graph: Graph, thing: str) -> bool:
    """Whether a thing is something to read."""
    return bool(graph.select(
        f"SELECT ?kind {{ <{expand(thing)}> a ?kind . "
        f"?kind <http://www.w3.org/2000/01/rdf-schema#subClassOf>* <{KG}Source> }} LIMIT 1"
    ).rows)  # fmt: skip
