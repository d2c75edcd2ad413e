"""Where claims conflict, the gravest first, with the sides of each side by side."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from kg.conflicts import Conflict
from kg.conflicts import conflicts as find_conflicts
from kg.conflicts.text import records, render_conflicts
from kg.server.listed import part, skipped
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.site import page, to_json

_PER_PAGE, _PER_TWIN = 20, 500
_KINDS = ("contradiction", "accounts", "modality", "rounding", "granularity")
_found: WeakKeyDictionary[Shown, list[Conflict]] = WeakKeyDictionary()


def conflicts(shown: Shown, asked: Asked) -> Reply:
    """The conflicts of the graph; found once for each build and view."""
    if shown not in _found:
        _found[shown] = find_conflicts(shown.graph)
    kinds = [kind for kind in asked.all("kind") if kind in _KINDS]
    found = [each for each in _found[shown] if not kinds or each.kind in kinds]
    if asked.style:
        skip = skipped(asked)
        return _twin(shown, asked, found[skip : skip + _PER_TWIN])
    listed = part(found, asked, _PER_PAGE)
    told = records(shown.graph, listed.items)
    counts = [(kind, sum(each.kind == kind for each in _found[shown])) for kind in _KINDS]
    return page(
        shown, asked, "conflicts", "Conflicts", query=shown.questions["contradictions"].text, listed=listed,
        conflicts=told, counts=counts, kinds=kinds,
    )  # fmt: skip


def _twin(shown: Shown, asked: Asked, found: list[Conflict]) -> Reply:
    if asked.style == "csv":
        return Reply(render_conflicts(shown.graph, found, "csv", None).encode("utf-8", "replace"), "text/csv")
    return to_json(records(shown.graph, found))
