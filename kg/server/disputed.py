"""The conflicts of a graph, found once for each build and view, and what would settle each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.conflicts import Conflict
from kg.conflicts import conflicts as find
from kg.conflicts.text import records
from kg.errors import NotFoundError
from kg.graph import Iri, text_of
from kg.namespaces import KG, expand
from kg.proofs import explain
from kg.server.accounting import accountant_for
from kg.server.opened import Shown
from kg.server.recent import once

PROCEDURE = (
    "Conflicts are found by a procedure that goes beyond SPARQL, the one of `kg conflicts`: of the values that claims "
    "give for one property of one thing, it tells those that exclude each other from those that are only wider, "
    "rounded or of another time. What it weighs here are these claims."
)
_CLAIMS = """SELECT ?thing ?property ?value ?claimant ?modality ?negated ?quote ?source ?line ?claim WHERE {
  VALUES (?thing ?property) { $pairs }
  ?property kg:saidAs ?said .
  ?claim kg:about ?thing ; ?said ?value ; kg:by ?claimant ; kg:in ?source ; kg:modality ?modality .
  OPTIONAL { ?claim kg:negated ?negated }
  OPTIONAL { ?claim kg:quote ?quote }
  OPTIONAL { ?claim kg:line ?line }
}
ORDER BY ?thing ?property ?source ?line ?claim"""
CONTESTED = "SELECT ?thing ?property WHERE { ?thing kg:contested ?property } ORDER BY ?thing ?property"
"""The properties that no value of became a fact, since claims exclude each other."""


@once
def disputed(shown: Shown) -> list[Conflict]:
    """The conflicts of a build, seen in a way, the gravest first."""
    return find(shown.graph)


def find_conflict(shown: Shown, thing: str, key: str) -> int:
    """The place of a conflict, from 0, by an id that it is on and a key that takes part in it.

    Raises:
        NotFoundError: there is none.
    """
    try:
        about, wanted = expand(thing), KG + key.removeprefix("kg:")
    except ValueError:
        about = wanted = ""
    for place, each in enumerate(disputed(shown)):
        if about in (each.thing, *each.also) and wanted in keys_of(each):
            return place
    known = [each for each in disputed(shown) if about in (each.thing, *each.also)]
    others = ", ".join(text_of(Iri(each.key)).removeprefix("kg:") for each in known)
    mend = f"there is one on {others}" if known else "/conflicts lists where there is one"
    raise NotFoundError(f"{thing[:200]}: nothing is in conflict on `{key[:80]}`: {mend}")


def claims_of(pairs: Iterable[tuple[str, str]]) -> str:
    """The query for the claims on some properties of some things, each given by the id and the key; empty for none."""
    told = " ".join(
        f"(<{expand(thing)}> <{expand(key if ':' in key else f'kg:{key}')}>)" for thing, key in dict.fromkeys(pairs)
    )
    return _CLAIMS.replace("$pairs", told) if told else ""


def pairs_of(conflict: Conflict) -> list[tuple[str, str]]:
    """The things and the keys of the properties that take part in a conflict."""
    things = [text_of(Iri(each)) for each in (conflict.thing, *conflict.also)]
    return [(thing, text_of(Iri(key))) for thing in things for key in sorted(keys_of(conflict))]


def keys_of(conflict: Conflict) -> set[str]:
    """The IRIs of the properties that take part in a conflict."""
    return {conflict.key, *(told.key for side in conflict.sides for told in side.told)}


def told(shown: Shown, place: int) -> dict[str, Any]:
    """One conflict as `kg.conflicts.text.records` has it, with its number among all, and what would `settle` it."""
    conflict = disputed(shown)[place]
    record = records(shown.graph, [conflict])[0] | {"conflict": place + 1}
    return record | {"settle": _settle(shown, conflict) if conflict.contested else []}


def _settle(shown: Shown, conflict: Conflict) -> list[dict[str, Any]]:
    """The ways to settle a contest, as an account of it tells them."""
    (account,) = explain(shown.project, accountant_for(shown), text_of(Iri(conflict.thing)), conflict.key)
    settle: list[dict[str, Any]] = account.get("settle", [])
    return settle
