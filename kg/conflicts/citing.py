"""Each claim on each side of a conflict in one line: what it says, who says so, where, in which words, how graded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.conflicts import Conflict, Side
from kg.conflicts.reading import Told
from kg.graph import Graph, Iri, Literal, Term, text_of, value_of
from kg.namespaces import KG, SKOS

Line = dict[str, Term | None]
"""A line, by the names of `COLUMNS`."""

CITED = [
    "claimant", "via", "modality", "negated", "hedge", "reading", "basis", "quote", "source", "line", "published",
    "claimant_reliability", "source_reliability", "credibility",
]  # fmt: skip
COLUMNS = [
    "conflict", "kind", "status", "fact", "thing", "also", "property", "side", "side_value", "side_bound", "denied",
    "support", "narrower", "shared", "origin", "said", "value", "bound", *CITED,
]  # fmt: skip

_NAMED = ("fact", "thing", "property", "side_value", "said", "value", "claimant", "via", "source", "published")
"""Columns of which records give the label too."""

_GRADES = {"claimant_reliability": "claimant_grader", "source_reliability": "source_grader", "credibility": "grader"}
_CLAIMS = (
    f"PREFIX kg: <{KG}> PREFIX skos: <{SKOS}>"
    + """
SELECT ?claim ?claimant ?via ?modality ?negated ?hedge ?reading ?basis ?quote ?source ?line ?published
  ?claimant_reliability ?source_reliability ?credibility ?claimant_grader ?source_grader ?grader WHERE {
  VALUES ?claim { CLAIMS }
  ?claim kg:by ?claimant ; kg:modality ?modality ; kg:in ?source .
  OPTIONAL { ?claim kg:via ?via }
  OPTIONAL { ?claim kg:basis ?basis }
  OPTIONAL { ?claim kg:negated ?negated }
  OPTIONAL { ?claim kg:hedge ?hedge }
  OPTIONAL { ?claim kg:reading ?reading }
  OPTIONAL { ?claim kg:quote ?quote }
  OPTIONAL { ?claim kg:line ?line }
  OPTIONAL { ?source kg:published ?published }
  OPTIONAL { ?claimant kg:reliability/skos:notation ?claimant_reliability ; kg:reliabilityBy ?claimant_grader }
  OPTIONAL { ?source kg:reliability/skos:notation ?source_reliability ; kg:reliabilityBy ?source_grader }
  OPTIONAL { ?claim kg:credibility/skos:notation ?credibility ; kg:credibilityBy ?grader }
}"""
)


def cite(graph: Graph, found: Sequence[Conflict]) -> list[Line]:
    """A line for each claim on each side of each conflict; on a side, claims of one origin stand together."""
    claims = cited(graph, {told.claim for each in found for side in each.sides for told in side.told})
    return [
        head | _of_side(place, side, conflict.shared(side)) | line
        for number, conflict in enumerate(found, start=1)
        for head in [_of_conflict(graph, number, conflict)]
        for place, side in enumerate(conflict.sides, start=1)
        for line in _of_claims(side, claims)
    ]


def _of_conflict(graph: Graph, number: int, conflict: Conflict) -> Line:
    fact = None if conflict.contested else _fact(graph, conflict)
    status = "contested" if conflict.contested else "claimed" if fact is None else "fact"
    also = Literal(" ".join(text_of(Iri(each)) for each in conflict.also)) if conflict.also else None
    kind = {"conflict": Literal(number), "kind": Literal(conflict.kind), "status": Literal(status), "fact": fact}
    return {**kind, "thing": Iri(conflict.thing), "also": also, "property": Iri(conflict.key)}


def _fact(graph: Graph, conflict: Conflict) -> Term | None:
    """The value that is a fact: if there are several, one that a side states before one of which none tells."""
    text = f"SELECT ?value WHERE {{ <{conflict.thing}> <{conflict.key}> ?value }} ORDER BY STR(?value)"
    facts = [value for (value,) in graph.select(text).rows]
    stated = [side for side in conflict.sides if not side.denied]
    told = [side.value.term for side in stated if side.value.key == conflict.key]
    told += [each.value for side in stated for each in side.told if each.key == conflict.key]
    return next((value for value in told if value in facts), facts[0] if facts else None)


def _of_side(place: int, side: Side, shared: Sequence[int]) -> Line:
    return {
        "side": Literal(place), "side_value": side.value.term, "side_bound": _named(side.value.bound),
        "denied": Literal(side.denied), "support": Literal(side.support), "narrower": Literal(side.narrower),
        "shared": Literal(" ".join(map(str, shared))) if shared else None,
    }  # fmt: skip


def _of_claims(side: Side, claims: dict[str, Line]) -> Iterator[Line]:
    """First what supports the side, with the number of its origin, then what only fits it."""
    counted = {told: number for number, group in enumerate(side.origins, start=1) for told in group}

    def place(told: Told) -> tuple[int, str, int]:
        cited = claims[told.claim]
        return counted.get(told, len(counted) + 1), text_of(cited["source"]), int(text_of(cited["line"]) or 0)

    for told in sorted(side.told, key=place):
        origin = Literal(counted[told]) if told in counted else None
        yield {"origin": origin, **_what(told), **claims[told.claim]}


def _what(told: Told) -> Line:
    return {"said": Iri(told.key), "value": told.value, "bound": _named(told.manner.bound)}


def _named(iri: str) -> Iri | None:
    return Iri(iri) if iri else None


def cited(graph: Graph, claims: Iterable[str]) -> dict[str, Line]:
    """Who makes each claim, where, when and in which words, by the IRI of the claim."""
    listed = " ".join(f"<{claim}>" for claim in sorted(set(claims)))
    found: dict[str, list[Line]] = {}
    answer = graph.select(_CLAIMS.replace("CLAIMS", listed))
    for row in answer.rows:
        line = dict(zip(answer.columns, row, strict=True))
        claim = line.pop("claim")
        found.setdefault(claim.value if isinstance(claim, Iri) else "", []).append(line)
    return {claim: _graded(lines) for claim, lines in found.items()}


def _graded(lines: list[Line]) -> Line:
    """A claim with its grades; of several nothing tells who gave which, so that all are told and all graders."""
    lines = sorted(lines, key=lambda line: [text_of(term) for term in line.values()]) if lines[1:] else lines
    cited = dict(lines[0])
    for grade, grader in _GRADES.items():
        by = _either(lines, grader)
        cited[grade] = Literal(f"{_either(lines, grade)} by {by}") if by else None
        del cited[grader]
    return cited


def _either(lines: list[Line], name: str) -> str:
    return " or ".join(sorted({text_of(line[name]) for line in lines if line[name] is not None}))


def plain(line: Line, names: dict[str, str]) -> dict[str, Any]:
    """The values of a line in the types of JSON, with the labels of what it names."""
    found: dict[str, Any] = {}
    for name, term in line.items():
        found[name] = text_of(term).removeprefix("kg:") if isinstance(term, Iri) else value_of(term)
        if name in _NAMED:
            found[f"{name}_label"] = names.get(term.value, text_of(term)) if isinstance(term, Iri) else text_of(term)
    return found


def citation(claim: dict[str, Any], said: str = "") -> str:
    """A claim in one line: who says it and how firmly, in which words or on what grounds, and where.

    Args:
        claim: what `kg.conflicts.citing.cited` tells of it, in plain values, with the labels of what it names.
        said: what it says, where that is not plain.
    """
    manner = [claim["modality"]] if claim["modality"] != "asserted" else []
    manner += [claim["reading"]] if claim["reading"] else []
    manner += [said] if said else []
    own = claim["claimant"] == claim["source"]  # the source speaks in its own voice
    who = ", ".join([*([] if own else [claim["claimant_label"]]), *manner])
    via = f" via {claim['via_label']}" if claim["via"] else ""
    grounds = f"grounds: {claim['basis']}" if claim["basis"] and not claim["quote"] else ""
    words = ": ".join(filter(None, [who + via, f"“{claim['quote']}”" if claim["quote"] else grounds]))
    line = f"line {claim['line']}" if claim["line"] is not None else ""
    place = [claim["source_label"], line, claim["published_label"]]
    grades = [f"reliability {claim[name]}" for name in ("claimant_reliability", "source_reliability") if claim[name]]
    grades += [f"credibility {claim['credibility']}"] if claim["credibility"] else []
    return f"{words} [{', '.join(filter(None, [*place, *dict.fromkeys(grades)]))}]".strip()
