"""Why something is stated, down to the sentences that it rests on."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from kg.errors import QueryError
from kg.proofs import accountant_of, explain
from kg.proofs.accounts import Accountant
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.site import page, to_json

_RENEWED = 200
_kept: WeakKeyDictionary[Shown, tuple[Accountant, int]] = WeakKeyDictionary()


def why(shown: Shown, asked: Asked) -> Reply:
    """The accounts of one property of a thing, or of all that are facts or contested."""
    thing = asked.one("thing")
    if not thing:
        raise QueryError("thing: is missing: give `thing=ID`")
    accounts = explain(shown.project, _accountant(shown), thing, asked.one("property") or None)
    if asked.style:
        return to_json(accounts)
    label = accounts[0]["thing_label"] if accounts else thing
    query = shown.questions["claims_about"].with_values({"thing": [accounts[0]["thing"] if accounts else thing]})
    return page(shown, asked, "why", f"Why: {label}", query=query, accounts=accounts, label=label)


def _accountant(shown: Shown) -> Accountant:
    """One for many pages, since it remembers; and another after so many, or it would remember all."""
    accountant, uses = _kept.get(shown, (None, 0))
    if accountant is None or uses >= _RENEWED:
        accountant, uses = accountant_of(shown.project, shown.stages), 0
    _kept[shown] = accountant, uses + 1
    return accountant
