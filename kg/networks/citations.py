"""Paths as people and programs read them: each step with who says so, where, and in which words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kg.answers import render_rows, wrapped
from kg.graph import Iri, Literal, Rows, Term
from kg.namespaces import expand
from kg.networks.selection import SAME
from kg.networks.walks import Path, edges

if TYPE_CHECKING:
    from kg.networks import Network

_SIGNS = {"forward": "→", "backward": "←", "same": "="}
_COLUMNS = [
    "path", "length", "step", "from", "direction", "relation", "to", "status",
    "claims", "claimant", "modality", "quote", "source", "line", "basis",
]  # fmt: skip


def records(network: Network, found: Sequence[Path]) -> list[dict[str, Any]]:
    """Paths in the types of JSON.

    Returns:
        For each path its number, `length` and `steps`; for each step the ids and labels of both ends, in
        the order of the walk, and the `relations` between them: `relation` (its key), `label`,
        `direction` (forward where it is stated of the first of the two, backward where of the second,
        same where it ties two records of one thing), `status`, and all `claims` for it.
    """
    return [
        {"path": number, "length": path.length, "steps": _steps(network, path)}
        for number, path in enumerate(found, start=1)
    ]


def render_paths(network: Network, found: Sequence[Path], style: str, width: int | None) -> str:
    """Paths as text in one of `kg.answers.ROW_FORMATS`.

    The table is text for people. In CSV, TSV and Markdown each relation of a step is a row, with its
    first claim and the number of all; in JSON, and in each line of JSON lines, a path has them all.

    Raises:
        FormatError: there is no such format.
    """
    told = records(network, found)
    if style == "table":
        return "\n".join(_text(path, width) for path in told)
    if style == "json":
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if style == "jsonl":
        return "".join(json.dumps(path, ensure_ascii=False) + "\n" for path in told)
    names = {given["iri"]: given["label"] for _, given in network.nodes(data=True)}
    names |= {_iri(key): given["label"] for *_, key, given in network.edges(keys=True, data=True)}
    rows = [row for path in told for row in _rows(path)]
    return render_rows(Rows(_COLUMNS, rows), style, names if style == "markdown" else {}, width)


def _steps(network: Network, path: Path) -> list[dict[str, Any]]:
    found = []
    for number, step in enumerate(edges(network, path), start=1):
        one, other = path.things[number - 1 : number + 1]
        found.append({
            "step": number,
            "from": one, "from_label": network.nodes[one]["label"],
            "to": other, "to_label": network.nodes[other]["label"],
            "relations": [_relation(network, one, *edge) for edge in step],
        })  # fmt: skip
    return found


def _relation(network: Network, one: str, start: str, end: str, key: str) -> dict[str, Any]:
    told = network.edges[start, end, key]
    direction = "same" if key == SAME else "forward" if start == one else "backward"
    claims = sorted(told["claims"], key=lambda claim: bool(claim["negated"]))  # denials do not carry the step
    return {
        "relation": key, "label": told["label"], "direction": direction, "status": told["status"], "claims": claims,
    }  # fmt: skip


def _rows(path: dict[str, Any]) -> Iterator[tuple[Term | None, ...]]:
    for step in path["steps"]:
        for told in step["relations"]:
            first = told["claims"][0] if told["claims"] else {}
            yield (
                Literal(path["path"]), Literal(path["length"]), Literal(step["step"]),
                Iri(expand(step["from"])), Literal(told["direction"]), Iri(_iri(told["relation"])),
                Iri(expand(step["to"])), Literal(told["status"]), Literal(len(told["claims"])),
                *(_cell(first.get(name)) for name in _COLUMNS[9:]),
            )  # fmt: skip


def _iri(key: str) -> str:
    return expand(f"kg:{key}")


def _cell(value: str | int | None) -> Literal | None:
    return None if value is None else Literal(value)


def _text(path: dict[str, Any], width: int | None) -> str:
    """One path: a line for each relation of a step, and below it the first claim for it."""
    first, last = path["steps"][0]["from_label"], path["steps"][-1]["to_label"]
    lines = [f"{path['path']}. {first} to {last}, length {path['length']}"]
    for step in path["steps"]:
        for told in step["relations"]:
            sign = _SIGNS[told["direction"]]
            relation = f"{sign} {told['label']} {sign}"
            status = "" if told["status"] == "fact" else f" ({told['status']})"
            lines += wrapped(f"{step['from_label']} {relation} {step['to_label']}{status}", 3, width)
            lines += wrapped(_cited(told["claims"]), 6, width)
    return "\n".join(lines) + "\n"


def _cited(claims: Sequence[dict[str, Any]]) -> str:
    if not claims:
        return "stated in the record itself"
    first, denials = claims[0], sum(bool(claim["negated"]) for claim in claims)
    others = [(len(claims) - 1 - denials, "more claim"), (denials, "denial")]
    own = first["claimant"] == first["source"]  # the source speaks in its own voice
    manner = [first["modality"]] if first["modality"] != "asserted" else []
    who = ", ".join(manner if own else [first["claimant"], *manner])
    grounds = f"grounds: {first['basis']}" if first.get("basis") else ""
    words = ": ".join(filter(None, [who, f"“{first['quote']}”" if first["quote"] else grounds]))
    line = f", line {first['line']}" if first["line"] is not None else ""
    more = "".join(f"; {count} {noun}{'' if count == 1 else 's'}" for count, noun in others if count)
    return f"{words} [{first['source']}{line}]{more}".strip()
