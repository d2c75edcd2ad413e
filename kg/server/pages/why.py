"""Why something is stated, down to the sentences that it rests on."""

from __future__ import annotations

from kg.errors import QueryError
from kg.proofs import explain
from kg.server.accounting import accountant_for
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.site import page, to_json


def why(shown: Shown, asked: Asked) -> Reply:
    """The accounts of one property of a thing, or of all that are facts or contested."""
    thing = asked.one("thing")
    if not thing:
        raise QueryError("thing: is missing: give `thing=ID`")
    accounts = explain(shown.project, accountant_for(shown), thing, asked.one("property") or None)
    if asked.style:
        return to_json(accounts)
    label = accounts[0]["thing_label"] if accounts else thing
    query = shown.questions["claims_about"].with_values({"thing": [accounts[0]["thing"] if accounts else thing]})
    return page(shown, asked, "why", f"Why: {label}", query=query, accounts=accounts, label=label)
