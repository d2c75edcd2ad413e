"""What a worker makes before anybody asks for it, so that the first page comes as soon as the next one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from kg.errors import KgError
from kg.graph import text_of
from kg.server.messages import Asked, Reply
from kg.server.opened import Opened
from kg.views import View

QUESTIONS, PAGES, WHOLE = ("questions",), ("thing", "neighbours", "timeline", "search"), ("network", "conflicts")
"""The pages that need what is made once: those that ask, those of things, and those of the whole graph."""
_LONG = 1.0
"""A graph on which one page takes so many seconds is large: there it is better to wait until somebody asks."""
_ONE = "SELECT ?thing { ?claim kg:about ?thing } LIMIT 1"
_GIVEN = {"search": (("q", "a"),)}

Answer = Callable[[Opened, Asked], Reply]


def warm(opened: Opened, pages: tuple[str, ...], answer: Answer, is_asked: Callable[[], bool]) -> None:
    """Answer pages as if they were asked for, one after another, until there is something else to do.

    Args:
        is_asked: whether there is.
    """
    began = time.monotonic()
    for asked in _requests(opened, pages):
        if is_asked() or time.monotonic() - began > _LONG:
            return
        began = time.monotonic()
        answer(opened, asked)


def _requests(opened: Opened, pages: tuple[str, ...]) -> Iterator[Asked]:
    try:
        rows = opened.show(View()).select(_ONE)
    except KgError:  # it is told when a page asks for it
        return
    thing = text_of(rows[0][0]) if rows else ""
    names, given = {"thing": tuple(thing.split(":", 1))}, _GIVEN | {"neighbours": (("thing", thing),)}
    for page in pages:
        if thing or page not in ("thing", "neighbours"):
            yield Asked(page, f"/{page}", names.get(page, ()), given=given.get(page, ()), accept="text/html")
