"""What a view of a day hides: it stands for nothing there, but no other name is meant."""

from __future__ import annotations

from collections.abc import Callable

from kg.errors import KgError, NotFoundError
from kg.server.messages import HiddenError
from kg.server.opened import Shown
from kg.views import View

_UNKNOWN = " stands for nothing in the graph"


def why_missing(shown: Shown, error: NotFoundError, again: Callable[[Shown], object]) -> NotFoundError:
    """The error to tell of what is not found: another one where the days of the view hide it.

    Args:
        again: looks for it once more; is given the graph as it stands.
    """
    day = View(shown.view.as_of, shown.view.known_by)
    if shown.whole is None or day == View():
        return error
    try:
        again(shown.whole)
    except KgError:
        return error
    where, found, _ = str(error).partition(_UNKNOWN)
    if not found:  # such as a conflict that later sources make
        return HiddenError(f"{error}; or look without the date")
    return HiddenError(f"{where.removesuffix(':')}: {_hidden(day)}: look without the date, or take a later one")


def _hidden(day: View) -> str:
    published = f"nothing had been published of it by {day.known_by}" if day.known_by else ""
    there = f"it was not there as of {day.as_of}" if day.as_of else ""
    return ", or ".join(filter(None, [published, there]))
