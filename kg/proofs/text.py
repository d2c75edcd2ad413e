"""Accounts as people read them, and as a JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kg.answers import wrapped
from kg.conflicts.citing import citation
from kg.conflicts.text import side_lines, side_name
from kg.proofs.prover import CLAIM, CLAIMS, DATE, ONTOLOGY, RECORD, RULE
from kg.proofs.settling import DECIDE, ORDER, WITHDRAW
from kg.proofs.weighing import AGAINST, BESIDE, FOR, NARROWER, UNCOUNTED, WIDER

_HEADS = {
    FOR: "for it", NARROWER: "for it, in narrower words", WIDER: "in wider words", BESIDE: "what can hold as well",
    AGAINST: "against it", UNCOUNTED: "not counted",
}  # fmt: skip
_ONTOLOGY = {"rdfs:subClassOf": "is a kind of", "rdfs:subPropertyOf": "is a case of", "rdf:type": "is"}
_MADE = {
    RECORD: "stated in its record", CLAIM: "part of the claim", ONTOLOGY: "the ontology says so",
    DATE: "by the date as it is written",
}  # fmt: skip


def to_json(accounts: Sequence[dict[str, Any]]) -> str:
    """Accounts as a JSON document."""
    return json.dumps(accounts, ensure_ascii=False, indent=1) + "\n"


def to_text(accounts: Sequence[dict[str, Any]], width: int | None) -> str:
    """Accounts of one thing for a terminal; `width` None is without limit."""
    told: set[str] = set()
    parts = ["\n".join(_lines(account, width, told)) + "\n" for account in accounts]
    head = wrapped(f"{accounts[0]['thing_label']} [{accounts[0]['thing']}]", 0, width) if accounts else []
    return "\n".join([*head, "\n".join(parts)])


def _lines(account: dict[str, Any], width: int | None, told: set[str]) -> Iterator[str]:
    contested = ": contested" if account["status"] == "contested" else ""
    yield from wrapped(f"{account['property_label']}{contested}", 0, width)
    for value in account["values"]:
        yield from wrapped(f"{value['value_label']}: {_status(value)}", 3, width)
        yield from _below(value, 6, width, told)
        told.add(_key(account | value))
    if "sides" in account:
        yield from side_lines(account, width)
        yield from wrapped("what would settle it", 3, width)
        for way in account["settle"]:
            yield from wrapped(f"- {_way(account, way)}", 6, width)


def _way(account: dict[str, Any], way: dict[str, Any]) -> str:
    """What would settle a contest, in words."""
    if way["kind"] == DECIDE:
        return f"a record that decides: `{account['property']}:` and `sources:` in the record of {account['thing']}"
    if way["kind"] == ORDER:
        return "one value within another, where that is so: `broader:` or a whole in the record of the narrower one"
    assert way["kind"] == WITHDRAW
    side = side_name(account, account["sides"][way["side"] - 1])
    places = dict.fromkeys(map(_place, way["claims"]))
    return f"for {side}: that these no longer say otherwise: {'; '.join(places)}"


def _place(claim: dict[str, Any]) -> str:
    line = f", line {claim['line']}" if claim["line"] is not None else ""
    own = claim["claimant"] == claim["source"]
    return f"{'' if own else claim['claimant_label'] + ' '}[{claim['source_label']}{line}]"


def _status(value: dict[str, Any]) -> str:
    """What made a value, in words."""
    made = value["made_by"]
    if made == RULE:
        ways = f", in {value['others'] + 1} ways, of which one is shown" if value["others"] else ""
        return f"inferred by the rule {value['rule']}{ways}"
    if made == RECORD:
        sources = f" (sources: {'; '.join(value['source_labels'])})" if value["sources"] else ""
        return _MADE[made] + sources
    if made == CLAIMS:
        return f"a fact from claims of {value['origins'] or 'no'} independent origin{'s' * (value['origins'] != 1)}"
    return _MADE[made] if made else str(value["because"])


def _below(value: dict[str, Any], indent: int, width: int | None, told: set[str]) -> Iterator[str]:
    """What a value rests on."""
    if value["made_by"] == RULE:
        yield from wrapped(value["summary"], indent, width)
        for claim in value["claims"]:
            yield from wrapped(f"- the claim: {citation(claim)}", indent, width)
    elif value.get("claims"):
        yield from _claims(value, indent, width)
    for each in value.get("inputs", []):
        again = _key(each) in told and (each.get("claims") or each.get("inputs"))
        yield from wrapped(f"- {_stated(each)}: {_status(each)}{', as above' if again else ''}", indent, width)
        if not again:
            yield from _below(each, indent + 3, width, told)
        told.add(_key(each))


def _claims(value: dict[str, Any], indent: int, width: int | None) -> Iterator[str]:
    part = ""
    for claim in value["claims"]:
        if claim["part"] != part:
            part = claim["part"]
            yield from wrapped(_HEADS[part], indent, width)
        other = f"{'not ' if claim['denies'] else ''}{claim['said_label']}"
        said = f"of {other}" if claim["said"] != value["value"] or claim["denies"] else ""
        shown = (None, claim["modality"], claim["reading"])
        reasons = [each for each in (claim["because"] or "").split(", ") if each and each not in shown]
        because = f" ({', '.join(reasons)})" if reasons else ""
        yield from wrapped(citation(claim, said) + because, indent + 3, width)


def _key(told: dict[str, Any]) -> str:
    """What tells one statement from another."""
    return json.dumps([told["thing"], told["property"], told["value"]])


def _stated(told: dict[str, Any]) -> str:
    if told["value"] == "owl:TransitiveProperty":
        return f"{told['thing_label']} leads from each part to all its wholes"
    if told["made_by"] == ONTOLOGY and told["property"] in _ONTOLOGY:
        return f"{told['thing_label']} {_ONTOLOGY[told['property']]} {told['value_label']}"
    return f"{told['thing_label']}, {told['property_label']}: {told['value_label']}"
