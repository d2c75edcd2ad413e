"""Who gives accounts of why something is stated, kept for the next page."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from kg.proofs import accountant_of
from kg.proofs.accounts import Accountant
from kg.server.opened import Shown

_RENEWED = 200
_kept: WeakKeyDictionary[Shown, tuple[Accountant, int]] = WeakKeyDictionary()


def accountant_for(shown: Shown) -> Accountant:
    """One for many pages, since it remembers; and another after so many, or it would remember all."""
    accountant, uses = _kept.get(shown, (None, 0))
    if accountant is None or uses >= _RENEWED:
        accountant, uses = accountant_of(shown.project, shown.stages), 0
    _kept[shown] = accountant, uses + 1
    return accountant
