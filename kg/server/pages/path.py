"""How two things are connected: the shortest paths between them, as a network and step by step, with citations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.networks import dressed
from kg.networks.citations import records, render_paths
from kg.networks.walks import along, paths
from kg.search import find_one
from kg.server.messages import Asked, Reply
from kg.server.networks import Reached, model, relations_query
from kg.server.opened import Shown
from kg.server.recent import Recent, once
from kg.server.site import Site, page, to_json
from kg.server.tables import as_csv

if TYPE_CHECKING:
    from kg.networks import Network
    from kg.networks.walks import Path

_BEST, _MOST = 5, 50
_kept: Recent[tuple[Network, list[Path]]] = Recent(8)


@once
def whole(shown: Shown) -> Network:
    """All relations of a build, seen in a way, but those that are only denied."""
    from kg.networks.selection import Selection, select
    from kg.networks.ties import ties

    return select(shown.graph, ties(shown.graph), Selection())


def path(shown: Shown, asked: Asked) -> Reply:
    """The paths between two things; without both of them, where to name them."""
    given = [asked.one(name) for name in ("from", "to")]
    best = max(asked.number("best", _BEST, _MOST), 1)
    if not all(given):
        return _form(shown, asked, given, best)
    ends = [find_one(shown.project, shown.graph, each) for each in given]
    part, found = _kept.get(shown, (*ends, best), lambda: _found(shown, ends, best))
    if asked.style == "csv":
        return as_csv(render_paths(part, found, "csv", None))
    told = records(part, found)
    if asked.style:
        return to_json(_model(shown, part, ends) | {"paths": told})
    names = shown.project, shown.graph
    labels = [str(part.nodes[end]["label"]) if end in part else find_one(*names, end) for end in ends]
    things = [*part] or ends
    return page(
        shown, asked, "path", f"Paths from {labels[0]} to {labels[1]}", kind="network" if found else "path",
        query={"Relations between the things on these paths": relations_query(shown, things)},
        procedure="The shortest paths are found by a procedure that walks all relations but those only denied.",
        paths=told, ends=ends, labels=labels, best=best, most=_MOST, asked_for=True, back=_back(asked, ends, best),
    )  # fmt: skip


def _found(shown: Shown, ends: list[str], best: int) -> tuple[Network, list[Path]]:
    network = whole(shown)
    found = paths(network, *ends, best=best)
    return dressed(shown.project, shown.graph, along(network, found)), found


def _model(shown: Shown, part: Network, ends: list[str]) -> dict[str, Any]:
    things = [*part]
    told = model(shown, part, Reached(shown, things, 0, len(things)))
    return {"from": ends[0], "to": ends[1], "things": len(things), "shown": len(things), "graph": shown.hash} | {
        name: told[name] for name in ("kinds", "nodes", "edges")
    }


def _form(shown: Shown, asked: Asked, given: list[str], best: int) -> Reply:
    if asked.style:
        raise QueryError(f"{'to' if given[0] else 'from'}: is missing: give `from=ID` and `to=ID`")
    return page(
        shown, asked, "path", "Path between two things", paths=[], ends=given, labels=given, best=best, most=_MOST,
        asked_for=False, back="", has_twin=False,
    )  # fmt: skip


def _back(asked: Asked, ends: list[str], best: int) -> str:
    return Site(asked).url("/path", [("from", ends[1]), ("to", ends[0]), ("best", best)])
