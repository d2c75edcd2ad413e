"""Where claims conflict, the gravest first, with the sides of each side by side; and each on a page of its own."""

from __future__ import annotations

from kg.conflicts import KINDS, Conflict
from kg.conflicts.text import records, render_conflicts
from kg.graph import Iri, text_of
from kg.server.disputed import disputed, find_conflict, keys_of, told
from kg.server.listed import part, skipped
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.site import page, to_json

_PER_PAGE, _PER_TWIN = 20, 500
_MEANING = {"contested": "so no value became a fact", "claimed": "no value is a fact"}


def conflicts(shown: Shown, asked: Asked) -> Reply:
    """The conflicts of the graph."""
    kinds = [kind for kind in asked.all("kind") if kind in KINDS]
    found = [each for each in disputed(shown) if not kinds or each.kind in kinds]
    if asked.style:
        skip = skipped(asked)
        return _twin(shown, asked, found[skip : skip + _PER_TWIN])
    listed = part(found, asked, _PER_PAGE)
    counts = [(kind, sum(each.kind == kind for each in disputed(shown))) for kind in KINDS]
    return page(
        shown, asked, "conflicts", "Conflicts", query=shown.questions["contradictions"].text, listed=listed,
        conflicts=records(shown.graph, listed.items), counts=counts, kinds=kinds,
    )  # fmt: skip


def _twin(shown: Shown, asked: Asked, found: list[Conflict]) -> Reply:
    if asked.style == "csv":
        return Reply(render_conflicts(shown.graph, found, "csv", None).encode("utf-8", "replace"), "text/csv")
    return to_json(records(shown.graph, found))


def conflict(shown: Shown, asked: Asked) -> Reply:
    """One conflict: its sides, and what would settle it."""
    place = find_conflict(shown, *asked.names)
    found = disputed(shown)[place]
    if asked.style == "csv":
        return _twin(shown, asked, [found])
    record = told(shown, place)
    if asked.style:
        return to_json(record)
    keys = sorted(text_of(Iri(each)) for each in keys_of(found))
    query = shown.questions["claims_about"].with_values({"thing": [record["thing"]], "property": keys})
    title = f"{record['thing_label']}: {record['property_label']}"
    return page(
        shown, asked, "conflict", title, query=query, conflict=record, total=len(disputed(shown)),
        meaning=_MEANING.get(record["status"], f"{record['fact_label']} is a fact"),
    )  # fmt: skip
