"""Where claims conflict, the gravest first, with the sides of each side by side; and each on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence

from kg.conflicts import KINDS, Conflict
from kg.conflicts.text import records, render_conflicts
from kg.graph import Iri, text_of
from kg.server.disputed import CONTESTED, PROCEDURE, claims_of, disputed, find_conflict, pairs_of, told
from kg.server.kinds import known
from kg.server.listed import part, skipped
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.site import page, to_json
from kg.server.tables import as_csv

_PER_PAGE, _PER_TWIN = 20, 500
_MEANING = {"contested": "so no value became a fact", "claimed": "no value is a fact"}


def conflicts(shown: Shown, asked: Asked) -> Reply:
    """The conflicts of the graph."""
    kinds = known(asked.all("kind"), KINDS, "conflict")
    found = [each for each in disputed(shown) if not kinds or each.kind in kinds]
    if asked.style:
        skip = skipped(asked)
        return _twin(shown, asked, found[skip : skip + _PER_TWIN])
    listed = part(found, asked, _PER_PAGE)
    counts = [(kind, sum(each.kind == kind for each in disputed(shown))) for kind in KINDS]
    return page(
        shown, asked, "conflicts", "Conflicts", query=_queries(listed.items), procedure=PROCEDURE, listed=listed,
        conflicts=records(shown.graph, listed.items), counts=counts, kinds=kinds, names=_names(shown, listed.items),
    )  # fmt: skip


def _queries(found: Sequence[Conflict]) -> dict[str, str]:
    return {
        "The claims on what is in conflict here": claims_of(pair for each in found for pair in pairs_of(each)),
        "What is contested": CONTESTED,
    }


def _names(shown: Shown, found: Sequence[Conflict]) -> dict[str, str]:
    """The names, by id, of the other things that conflicts are on."""
    named = shown.names(Iri(other) for each in found for other in each.also)
    return {text_of(Iri(iri)): name for iri, name in named.items()}


def _twin(shown: Shown, asked: Asked, found: list[Conflict]) -> Reply:
    if asked.style == "csv":
        return as_csv(render_conflicts(shown.graph, found, "csv", None))
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
    title = f"{record['thing_label']}: {record['property_label']}"
    return page(
        shown, asked, "conflict", title, query=claims_of(pairs_of(found)), procedure=PROCEDURE, conflict=record,
        names=_names(shown, [found]), total=len(disputed(shown)),
        meaning=_MEANING.get(record["status"], f"{record['fact_label']} is a fact"),
    )  # fmt: skip
