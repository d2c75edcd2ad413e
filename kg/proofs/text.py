"""Accounts as people and programs read them: trees of proofs, down to sentences."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.answers import look_up_names
from kg.conflicts.citing import citation, cited, plain
from kg.conflicts.text import records as conflict_records
from kg.graph import Graph, Iri, Literal, Term, text_of, value_of
from kg.namespaces import KG
from kg.proofs.accounts import Account, Accountant, Support
from kg.proofs.prover import CLAIM, CLAIMS, ONTOLOGY, RECORD, RULE, Proof
from kg.proofs.weighing import AGAINST, FOR, UNCOUNTED, WIDER, Weighed

_HEADS = {FOR: "for it", WIDER: "for it, in wider words", AGAINST: "against it", UNCOUNTED: "not counted"}
_ONTOLOGY = {"rdfs:subClassOf": "is a kind of", "rdfs:subPropertyOf": "is a case of", "rdf:type": "is"}
_MADE = {RECORD: "stated in its record", CLAIM: "part of the claim", ONTOLOGY: "the ontology says so"}


@dataclass(frozen=True)
class Teller:
    """Tells accounts in the types of JSON.

    Args:
        graph: where claims and names are looked up.
        accountant: who gave the accounts.
    """

    graph: Graph
    accountant: Accountant

    def records(self, accounts: Sequence[Account]) -> list[dict[str, Any]]:
        """Accounts in the types of JSON.

        Returns:
            For each account its `thing`, `property` and `status`; `values`, each with its `status`, what made it
            (`made_by`), its number of `origins`, its `claims` by the part that they take, and for what a rule
            inferred its `rule` and `inputs`, which are told in the same way; and where it is contested, the
            `sides`, and what would `settle` it.
        """
        return [self._account(account) for account in accounts]

    def _account(self, account: Account) -> dict[str, Any]:
        told: dict[str, Any] = {
            "thing": text_of(Iri(account.thing)), "thing_label": self._name(Iri(account.thing)),
            "property": _short(Iri(account.key)), "property_label": self._name(Iri(account.key)),
            "status": account.status, "values": [self._value(account, each) for each in account.supports],
        }  # fmt: skip
        if account.conflict:
            sides = conflict_records(self.graph, [account.conflict])[0]["sides"]
            told |= {"sides": sides, "settle": list(_settling(told, sides))}
        return told

    def _value(self, account: Account, support: Support) -> dict[str, Any]:
        if support.proof:
            return self._proof(support.proof, support)
        return {
            "value": _plain(support.value), "value_label": self._name(support.value), "made_by": None,
            "why": _never(account, support), "origins": support.origins, "claims": self._claims(support.weighed),
        }  # fmt: skip

    def _proof(self, proof: Proof, support: Support | None = None) -> dict[str, Any]:
        subject, predicate, value = proof.statement
        told: dict[str, Any] = {
            "thing": _plain(subject), "thing_label": self._name(subject),
            "property": _short(predicate), "property_label": self._name(predicate),
            "value": _plain(value), "value_label": self._name(value), "made_by": proof.made_by,
        }  # fmt: skip
        if proof.made_by in (CLAIMS, RECORD):
            support = support or self.accountant.support(proof.statement, proof)
            told |= {"origins": support.origins, "claims": self._claims(support.weighed)}
        if proof.made_by == RECORD:
            told["sources"] = [self._name(each) for each in self._sources(proof)]
        if proof.rule:
            told |= {"rule": proof.rule.name, "summary": proof.rule.summary, "others": proof.others}
            told["claims"] = [self._cited(claim) for claim in proof.claims]
            told["inputs"] = [self._proof(each) for each in proof.inputs if each.made_by != CLAIM]
        return told

    def _claims(self, weighed: Sequence[Weighed]) -> list[dict[str, Any]]:
        lines = cited(self.graph, [each.told.claim for each in weighed])
        return [
            {
                "part": each.part, "origin": each.origin, "because": each.because or None,
                "said": _plain(each.told.value), "said_label": self._name(each.told.value),
                "denies": each.told.manner.denies, **self._line(each.told.claim, lines[each.told.claim]),
            }
            for each in weighed
        ]  # fmt: skip

    def _cited(self, claim: str) -> dict[str, Any]:
        return self._line(claim, cited(self.graph, [claim])[claim])

    def _line(self, claim: str, line: dict[str, Term | None]) -> dict[str, Any]:
        names = look_up_names(self.graph, {term.value for term in line.values() if isinstance(term, Iri)})
        return {"claim": text_of(Iri(claim)), **plain(line, names)}

    def _sources(self, proof: Proof) -> list[Term]:
        subject = proof.statement.subject
        assert isinstance(subject, Iri)
        rows = self.graph.select(f"SELECT ?source {{ <{subject.value}> <{KG}sources> ?source }} ORDER BY ?source").rows
        return [source for (source,) in rows if source is not None]

    def _name(self, term: object) -> str:
        if isinstance(term, Iri):
            return look_up_names(self.graph, {term.value}).get(term.value, text_of(term).removeprefix("kg:"))
        return text_of(term) if isinstance(term, Literal) else ""


def _plain(term: object) -> Any:
    return _short(term) if isinstance(term, Iri) else value_of(term) if isinstance(term, Literal) else ""


def _short(iri: Iri) -> str:
    return text_of(iri).removeprefix("kg:")


def _never(account: Account, support: Support) -> str:
    """Why what is claimed is no fact."""
    if account.promotion == "never":
        return "only claimed: what is said so never becomes a fact"
    reasons = sorted({each.because or "denied" for each in support.weighed if each.part in (UNCOUNTED, AGAINST)})
    return f"only claimed: no claim could make it a fact ({'; '.join(reasons)})"


def _settling(account: dict[str, Any], sides: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What would settle a contest, by the rules of promotion."""
    key, thing = account["property"], account["thing"]
    yield f"a record that decides: `{key}:` and `sources:` in the record of {thing}"
    stated = [side for side in sides if not side["denied"]]
    for side in stated:
        others = [claim for other in sides if other is not side for claim in other["claims"] if claim["origin"]]
        places = dict.fromkeys(map(_place, others))
        if side["support"] and places:
            yield f"for {side['value_label']}: that these no longer assert otherwise: {'; '.join(places)}"
    if len(stated) > 1 and all(isinstance(side["value"], str) and ":" in side["value"] for side in stated):
        yield "one value within another, where that is so: `broader:` or a whole in the record of the narrower one"


def _place(claim: dict[str, Any]) -> str:
    line = f", line {claim['line']}" if claim["line"] is not None else ""
    return f"{claim['claimant_label']} [{claim['source_label']}{line}]"


def to_json(accounts: Sequence[dict[str, Any]]) -> str:
    """Accounts as a JSON document."""
    return json.dumps(accounts, ensure_ascii=False, indent=1) + "\n"


def to_text(accounts: Sequence[dict[str, Any]], width: int | None) -> str:
    """Accounts for a terminal; `width` None is without limit."""
    return "\n".join("\n".join(_lines(account, width)) + "\n" for account in accounts)


def _lines(account: dict[str, Any], width: int | None) -> Iterator[str]:
    yield from _wrapped(f"{account['property_label']} of {account['thing_label']} [{account['thing']}]", 0, width)
    for value in account["values"]:
        yield from _wrapped(f"{value['value_label']}: {_status(value)}", 3, width)
        yield from _below(value, 6, width)
    if "sides" in account:
        yield from _wrapped("contested", 3, width)
        for side in account["sides"]:
            name = f"{'not ' if side['denied'] else ''}{side['value_label']}"
            yield from _wrapped(f"{name}: {_origins(side['support'])}", 6, width)
            for claim in side["claims"]:
                other = f"of {claim['value_label']}" if claim["value"] != side["value"] else ""
                yield from _wrapped(citation(claim, other), 9, width)
        yield from _wrapped("what would settle it", 3, width)
        for way in account["settle"]:
            yield from _wrapped(f"- {way}", 6, width)


def _status(value: dict[str, Any]) -> str:
    """What made a value, in words."""
    made = value["made_by"]
    if made == RULE:
        ways = f", in {value['others'] + 1} ways, of which one is shown" if value["others"] else ""
        return f"inferred by the rule {value['rule']}{ways}"
    if made == RECORD:
        rests = f", on {', '.join(value['sources'])}" if value["sources"] else ""
        return _MADE[made] + rests
    if made == CLAIMS:
        return f"a fact from claims of {_origins(value['origins'])}"
    return _MADE[made] if made else str(value["why"])


def _below(value: dict[str, Any], indent: int, width: int | None) -> Iterator[str]:
    """What a value rests on."""
    if value["made_by"] == RULE:
        yield from _wrapped(value["summary"], indent, width)
        for claim in value["claims"]:
            yield from _wrapped(f"- the claim: {citation(claim)}", indent, width)
        for each in value["inputs"]:
            yield from _wrapped(f"- {_stated(each)}: {_status(each)}", indent, width)
            yield from _below(each, indent + 3, width)
        return
    part = ""
    for claim in value.get("claims", []):
        if claim["part"] != part:
            part = claim["part"]
            yield from _wrapped(_HEADS[part], indent, width)
        other = f"{'not ' if claim['denies'] else ''}{claim['said_label']}"
        said = f"of {other}" if claim["said"] != value["value"] or claim["denies"] else ""
        because = f" ({claim['because']})" if claim["because"] and claim["because"] != claim["modality"] else ""
        yield from _wrapped(citation(claim, said) + because, indent + 3, width)


def _stated(told: dict[str, Any]) -> str:
    if told["made_by"] == ONTOLOGY and told["property"] in _ONTOLOGY:
        return f"{told['thing_label']} {_ONTOLOGY[told['property']]} {told['value_label']}"
    return f"{told['thing_label']}, {told['property_label']}: {told['value_label']}"


def _origins(count: int) -> str:
    return f"{count or 'no'} independent origin{'' if count == 1 else 's'}"


def _wrapped(text: str, indent: int, width: int | None) -> list[str]:
    space = " " * indent
    if width is None:
        return [space + text]
    return textwrap.wrap(text, max(width, 40 + indent), initial_indent=space, subsequent_indent=f"{space}  ")
