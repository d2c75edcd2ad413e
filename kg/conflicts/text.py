"""Conflicts as people and programs read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from kg.answers import look_up_names, render_rows, wrapped
from kg.conflicts import Conflict
from kg.conflicts.citing import CITED, COLUMNS, Line, citation, cite, plain
from kg.graph import Graph, Iri, Rows

_HEAD = (
    "conflict", "kind", "status", "fact", "fact_label", "thing", "thing_label", "also", "property", "property_label",
)  # fmt: skip


def records(graph: Graph, found: Sequence[Conflict]) -> list[dict[str, Any]]:
    """Conflicts in the types of JSON.

    Returns:
        For each conflict its number, `kind`, `status`, the value that is a `fact` all the same, `thing`, `property` and
        `sides`, and `also` the ids of other things on which the very same claims conflict; for each side its `value`,
        whether it is `denied`, its `support`, how many of it only by `narrower` values, the numbers of the sides
        against it with which an origin is `shared`, and its `claims`, each with the number of its `origin`, where it
        is counted, with what it says, and with its citation.
    """
    lines = cite(graph, found)
    return _records(lines, names_in(graph, lines))


def render_conflicts(graph: Graph, found: Sequence[Conflict], style: str, width: int | None) -> str:
    """Conflicts as text in one of `kg.answers.ROW_FORMATS`.

    The table is text for people. In CSV, TSV and Markdown each claim on each side is a row; in JSON, and in each
    line of JSON lines, a conflict has its sides and they their claims.

    Raises:
        FormatError: there is no such format.
    """
    lines = cite(graph, found)
    names = names_in(graph, lines)
    if style == "table":
        return "\n".join(_text(each, width) for each in _records(lines, names))
    if style == "json":
        return json.dumps(_records(lines, names), ensure_ascii=False, indent=1) + "\n"
    if style == "jsonl":
        return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in _records(lines, names))
    rows = Rows(COLUMNS, [tuple(line[name] for name in COLUMNS) for line in lines])
    return render_rows(rows, style, names if style == "markdown" else {}, width)


def names_in(graph: Graph, lines: Sequence[Line]) -> dict[str, str]:
    return look_up_names(graph, {term.value for line in lines for term in line.values() if isinstance(term, Iri)})


def _records(lines: Sequence[Line], names: dict[str, str]) -> list[dict[str, Any]]:
    told = [plain(line, names) for line in lines]
    return [
        {
            **_part(same, _HEAD),
            "sides": [_side(side) for side in _runs(same, "side")],
        }
        for same in _runs(told, "conflict")
    ]


def _side(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    head = {name.removeprefix("side_"): value for name, value in lines[0].items() if name.startswith("side_")}
    keys = ["origin", "said", "said_label", "value", "value_label", "bound"]
    cited = [each for name in CITED for each in (name, f"{name}_label") if each in lines[0]]
    claims = [{name: line[name] for name in [*keys, *cited]} for line in lines]
    shared = [int(place) for place in (lines[0]["shared"] or "").split()]
    return {**head, **_part(lines, ("denied", "support", "narrower")), "shared": shared, "claims": claims}


def _part(lines: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    return {name: lines[0][name] for name in names}


def _runs(lines: Sequence[dict[str, Any]], name: str) -> Iterator[list[dict[str, Any]]]:
    for _, same in groupby(lines, key=lambda line: line[name]):
        yield list(same)


def _text(conflict: dict[str, Any], width: int | None) -> str:
    """One conflict: its sides one after the other, under each its claims."""
    what = f"{conflict['property_label']}: {conflict['thing_label']} [{conflict['thing']}]"
    what += f" and {', '.join(conflict['also'].split())}" if conflict["also"] else ""
    lines = wrapped(f"{conflict['conflict']}. {conflict['kind']} on {what}, {_status(conflict)}", 0, width)
    return "\n".join([*lines, *side_lines(conflict, width)]) + "\n"


def _status(conflict: dict[str, Any]) -> str:
    if conflict["status"] == "fact":
        return f"{conflict['fact_label']} is a fact"
    return {"contested": "contested", "claimed": "none is a fact"}[conflict["status"]]


def side_lines(conflict: dict[str, Any], width: int | None) -> Iterator[str]:
    """The sides of a conflict, told as by `records`, one after the other, under each its claims."""
    for place, side in enumerate(conflict["sides"], start=1):
        origins = f"{side['support'] or 'no'} origin{'' if side['support'] == 1 else 's'}"
        origins += f", {side['narrower']} by a narrower value" if side["narrower"] else ""
        above = [f"side {other}" for other in side["shared"] if other < place]
        some = "" if side["support"] == 1 else "some "
        origins += f", {some}shared with {' and '.join(above)}" if above else ""
        yield from wrapped(f"{side_name(conflict, side)}: {origins}", 3, width)
        for claim in side["claims"]:
            yield from wrapped(_cited(conflict, side, claim), 6, width)


def side_name(conflict: dict[str, Any], side: dict[str, Any]) -> str:
    """What a side says."""
    told = side["claims"][0] | {"value_label": side["value_label"], "bound": side["bound"]}
    return f"{'not ' if side['denied'] else ''}{_valued(conflict, told)}"


def _valued(conflict: dict[str, Any], told: dict[str, Any]) -> str:
    """A value, with its property where this is not that of the conflict."""
    unit = "" if told["said"] == conflict["property"] else f"{told['said_label']} "
    bound = f" ({told['bound']})" if told["bound"] else ""
    return f"{unit}{told['value_label']}{bound}"


def _cited(conflict: dict[str, Any], side: dict[str, Any], claim: dict[str, Any]) -> str:
    other = claim["value"] != side["value"] or claim["bound"] != side["bound"]
    return citation(claim, f"of {_valued(conflict, claim)}" if other else "")
