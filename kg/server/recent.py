"""What was made for a build, seen in a way, so that a page that is looked at again comes at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from kg.server.opened import Shown

Made = TypeVar("Made")


def once(make: Callable[[Shown], Made]) -> Callable[[Shown], Made]:
    """Have a function asked once for each build and view; what it made goes with that."""
    kept: WeakKeyDictionary[Shown, Made] = WeakKeyDictionary()

    @wraps(make)
    def made(shown: Shown) -> Made:
        if shown not in kept:
            kept[shown] = make(shown)
        return kept[shown]

    return made


class Recent(Generic[Made]):
    """Keeps what was asked for last.

    Args:
        most: how much of each build.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: WeakKeyDictionary[Shown, OrderedDict[Hashable, Made]] = WeakKeyDictionary()

    def get(self, shown: Shown, key: Hashable, make: Callable[[], Made]) -> Made:
        """What goes by a key; made where it is not at hand."""
        kept = self._kept.setdefault(shown, OrderedDict())
        if key not in kept:
            kept[key] = make()
            if len(kept) > self._most:
                kept.popitem(last=False)
        kept.move_to_end(key)
        return kept[key]
