"""The relations among some things, and what is said of each in words, numbers and dates, all with their claims.

It is what the questions `relations` and `attributes` answer, looked up by plain scans: with hundreds of
things in it, a question takes several times as long, and on a large graph fifty times.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from kg.graph import Iri, Literal, Rows, Term, text_of
from kg.namespaces import DATE, KG, RDFS, SKOS, expand
from kg.server.opened import Shown

_STATED = "SELECT ?thing ?property ?value { VALUES ?thing { $THINGS } ?thing ?property ?value }"
_SAID = "SELECT ?claim ?thing ?said ?value { VALUES ?thing { $THINGS } ?claim kg:about ?thing ; ?said ?value }"
_CITED = """SELECT ?claim ?claimant ?modality ?negated ?quote ?source ?line {
  VALUES ?claim { $CLAIMS } ?claim kg:by ?claimant ; kg:modality ?modality ; kg:in ?source .
  OPTIONAL { ?claim kg:negated ?negated }
  OPTIONAL { ?claim kg:quote ?quote }
  OPTIONAL { ?claim kg:line ?line }
}"""
_TWINS = "SELECT ?property ?said { ?property kg:saidAs ?said }"
_CITATION = ["status", "claimant", "modality", "negated", "quote", "source", "line"]
_DERIVED, _CONTESTED = KG + "derived", KG + "contested"
_DAYS = ("earliest", "latest", "latestStart", "earliestEnd")
_UNTOLD = {RDFS + "label", SKOS + "altLabel",
           *(f"{KG}{name}" for name in ("in", "contested", "unconfirmed", "oneDay", "qualified", *_DAYS)),
           *(f"{KG}{name}Day" for name in _DAYS)}  # fmt: skip

Row = tuple[Term | None, ...]


class Told(NamedTuple):
    """What is told of some things.

    Attributes:
        relations: those among them, in the columns and the order of the question of that name.
        attributes: what is said of each in words, numbers and dates, likewise.
    """

    relations: Rows
    attributes: Rows


def tell(shown: Shown, things: Collection[str], *, attributes: bool = True) -> Told:
    """What is told of some things, by their ids.

    Args:
        attributes: whether to look up what is said in words, numbers and dates.
    """
    iris = [expand(thing) for thing in things]
    stated = shown.select(_STATED, THINGS=iris) if iris else []
    ends = set(iris)

    def wanted(value: Term | None) -> bool:
        return _iri(value) in ends or (attributes and _is_attribute(value))

    claimed = _claimed(shown, iris, stated, wanted)
    derived = {(thing, _iri(key)) for thing, mark, key in stated if _iri(mark) == _DERIVED}
    facts: list[Row] = [(*row, Literal("fact"), *[None] * 6) for row in stated if wanted(row[2])]
    ties = [row for row in facts if _iri(row[2]) in ends and (row[0], _iri(row[1])) not in derived]
    ties += [row for row in claimed if not _is_attribute(row[2])]
    said = [row for row in facts if _is_attribute(row[2]) and _iri(row[1]) not in _UNTOLD]
    said += [row for row in claimed if _is_attribute(row[2])]
    relations = _rows("from", "to", ties, (0, 1, 2, 8, 9, 4, 7))
    return Told(relations, _rows("thing", "value", said, (0, 1, 2, 3, 8, 9, 4, 7)))


def _claimed(
    shown: Shown, iris: list[str], stated: list[Row], wanted: Callable[[Term | None], bool]
) -> list[Row]:  # fmt: skip
    """The values that claims tell, with their citations."""
    twins = {_iri(said): key for key, said in shown.select(_TWINS)}
    told = shown.select(_SAID, THINGS=iris) if iris else []
    said = [row for row in told if _iri(row[2]) in twins and wanted(row[3])]
    claims = sorted({_iri(row[0]) for row in said})
    cited = {_iri(claim): rest for claim, *rest in shown.select(_CITED, CLAIMS=claims)} if claims else {}
    holds, found = set(stated), []
    for claim, thing, twin, value in said:
        key = twins[_iri(twin)]
        contested = (thing, Iri(_CONTESTED), key) in holds
        status = "fact" if (thing, key, value) in holds else "contested" if contested else "claimed"
        found.append((thing, key, value, Literal(status), *cited[_iri(claim)]))
    return found


def _is_attribute(term: Term | None) -> bool:
    return isinstance(term, Literal) or _iri(term).startswith(DATE)


def _rows(thing: str, value: str, rows: list[Row], order: tuple[int, ...]) -> Rows:
    """Rows in the order of some columns."""
    return Rows([thing, "property", value, *_CITATION], sorted(rows, key=lambda row: [_place(row[at]) for at in order]))


def _place(term: Term | None) -> tuple[int, str]:
    """What rows are sorted by: what is missing first, numbers by their size."""
    text = text_of(term)
    return (int(text), "") if text.isdigit() and len(text) < 10 else (-1, text)


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, Iri) else ""
