"""Why something is stated, down to the sentences that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.errors import QueryError
from kg.proofs import explain
from kg.server.accounting import accountant_for
from kg.server.disputed import claims_of
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.site import page, to_json

_PROCEDURE = (
    "An account is given by a procedure that goes beyond SPARQL, the one of `kg why`: it walks from each value back "
    "over rules to the claims that it rests on, and weighs these."
)


def why(shown: Shown, asked: Asked) -> Reply:
    """The accounts of one property of a thing, or of all that are facts or contested."""
    thing = asked.one("thing")
    if not thing:
        raise QueryError("thing: is missing: give `thing=ID`")
    accounts = explain(shown.project, accountant_for(shown), thing, asked.one("property") or None)
    if asked.style:
        return to_json(accounts)
    label = accounts[0]["thing_label"] if accounts else thing
    return page(
        shown, asked, "why", f"Why: {label}", query=_queries(shown, accounts), procedure=_PROCEDURE, accounts=accounts,
        label=label,
    )  # fmt: skip


def _queries(shown: Shown, accounts: list[dict[str, Any]]) -> dict[str, str]:
    facts = {"thing": [accounts[0]["thing"]]} if accounts else None
    return {
        "The claims that the accounts come to": claims_of(pair for each in accounts for pair in _rests_on(each)),
        "What holds of the thing": shown.questions["facts_about"].with_values(facts) if facts else "",
    }


def _rests_on(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The things and the keys of what an account tells, and of that from which rules infer it."""
    if ":" in told.get("thing", ""):  # it is no term of the ontology
        keys = {told["property"], *(claim["key"] for claim in told.get("claims", ()) if "key" in claim)}
        yield from ((told["thing"], key) for key in sorted(keys))
    for each in (*told.get("values", ()), *told.get("inputs", ())):
        yield from _rests_on(told | {"values": (), "inputs": ()} | each)
