"""Accounts in the types of JSON: trees of proofs, down to claims with their citations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kg.answers import look_up_names
from kg.conflicts.citing import Line, cited, plain
from kg.conflicts.text import records as conflict_records
from kg.graph import Graph, Iri, Literal, Term, text_of, value_of
from kg.namespaces import KG, XSD
from kg.proofs.accounts import Account, Accountant, Support
from kg.proofs.prover import BOUNDS, CLAIM, CLAIMS, RECORD, Proof
from kg.proofs.settling import Way
from kg.proofs.weighing import AGAINST, BESIDE, NARROWER, UNCOUNTED, Weighed

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Teller:
    """Tells accounts in the types of JSON.

    Args:
        graph: where claims and names are looked up.
        accountant: who gave the accounts.
    """

    graph: Graph
    accountant: Accountant
    _names: dict[str, str] = field(default_factory=dict)
    _lines: dict[str, Line] = field(default_factory=dict)

    def records(self, accounts: Sequence[Account]) -> list[dict[str, Any]]:
        """Accounts in the types of JSON.

        Returns:
            For each account its `thing`, `property`, `status` and `values`, and where it is contested, the `sides`, and
            what would `settle` it: the keys are listed in `docs/why.md`.
        """
        self._cite({each.told.claim for account in accounts for value in account.supports for each in value.weighed})
        return [self._account(account) for account in accounts]

    def _account(self, account: Account) -> dict[str, Any]:
        told: dict[str, Any] = {
            "thing": text_of(Iri(account.thing)), "thing_label": self._name(Iri(account.thing)),
            "property": _short(Iri(account.key)), "property_label": self._name(Iri(account.key)),
            "status": account.status, "values": [self._value(account, each) for each in account.supports],
        }  # fmt: skip
        if account.conflict:
            told["sides"] = conflict_records(self.graph, [account.conflict])[0]["sides"]
            told["settle"] = [self._way(account, way) for way in account.ways]
        return told

    def _way(self, account: Account, way: Way) -> dict[str, Any]:
        sides = account.conflict.sides if account.conflict else ()
        place = sides.index(way.side) + 1 if way.side else None
        return {"kind": way.kind, "side": place, "claims": self._cited(each.claim for each in way.told)}

    def _value(self, account: Account, support: Support) -> dict[str, Any]:
        if support.proof:
            return self._proof(support.proof, support)
        return {
            "value": _plain(support.value), "value_label": self._name(support.value), "made_by": None,
            "because": _unmade(account, support), "origins": support.origins,
            "claims": self._claims(support.weighed, account.key),
        }  # fmt: skip

    def _proof(self, proof: Proof, support: Support | None = None) -> dict[str, Any]:
        subject, predicate, value = proof.statement
        told: dict[str, Any] = {
            "thing": _plain(subject), "thing_label": self._name(subject),
            "property": _short(predicate), "property_label": self._name(predicate),
            "value": _plain(value), "value_label": self._name(value) + _day(predicate, value), "made_by": proof.made_by,
        }  # fmt: skip
        if proof.made_by in (CLAIMS, RECORD):
            support = support or self.accountant.support(proof.statement, proof)
            told |= {"origins": support.origins, "claims": self._claims(support.weighed, predicate.value)}
        if proof.made_by == RECORD:
            told |= {"sources": [text_of(each) for each in self._sources(proof)]}
            told |= {"source_labels": [self._name(each) for each in self._sources(proof)]}
        if proof.rule:
            told |= {"rule": proof.rule.name, "summary": proof.rule.summary}
            told |= {"others": self.accountant.prover.others(proof), "claims": self._cited(proof.claims)}
        if proof.inputs or proof.rule:
            told["inputs"] = [self._proof(each) for each in proof.inputs if _is_ground(each)]
        return told

    def _said(self, weighed: Weighed, key: str) -> str:
        """What a claim says, with its property where this measures the same in another unit."""
        told, terms = weighed.told, self.accountant.terms
        other = told.key != key and terms.measure(told.key) == terms.measure(key)
        return (f"{self._name(Iri(told.key))} " if other else "") + self._name(told.value)

    def _claims(self, weighed: Sequence[Weighed], key: str) -> list[dict[str, Any]]:
        lines = self._cited(each.told.claim for each in weighed)
        return [
            {
                "part": each.part, "origin": each.origin, "because": each.because or None,
                "key": _short(Iri(each.told.key)), "said": _plain(each.told.value), "said_label": self._said(each, key),
                "denies": each.told.manner.denies, **line,
            }
            for each, line in zip(weighed, lines, strict=True)
        ]  # fmt: skip

    def _cited(self, claims: Iterable[str]) -> list[dict[str, Any]]:
        """Claims with their citations, in their order."""
        asked = list(claims)
        self._cite(set(asked))
        return [{"claim": text_of(Iri(claim)), **plain(self._lines[claim], self._names)} for claim in asked]

    def _cite(self, claims: set[str]) -> None:
        """Have the citations of claims at hand, many of which are looked up as soon as one."""
        if new := claims - self._lines.keys():
            lines = cited(self.graph, new)
            self._lines.update(lines)
            self._look_up({term.value for line in lines.values() for term in line.values() if isinstance(term, Iri)})

    def _sources(self, proof: Proof) -> list[Term]:
        subject = proof.statement.subject
        rows = self.graph.select(f"SELECT ?source {{ {subject} <{KG}sources> ?source }} ORDER BY ?source").rows
        return [source for (source,) in rows if source is not None]

    def _look_up(self, iris: set[str]) -> None:
        """Have the names of things at hand, each of which is asked for once; what has none goes by its id."""
        if new := iris - self._names.keys():
            self._names.update({iri: text_of(Iri(iri)).removeprefix("kg:") for iri in new})
            self._names.update(look_up_names(self.graph, new))

    def _name(self, term: object) -> str:
        if isinstance(term, Iri):
            self._look_up({term.value})
            return self._names[term.value]
        return text_of(term) if isinstance(term, Literal) else ""


def _is_ground(proof: Proof) -> bool:
    """Whether readers ask for it: not the words of a claim, which is shown, nor that a property has a twin."""
    return proof.made_by != CLAIM and proof.statement.predicate.value != KG + "saidAs"


def _plain(term: object) -> Any:
    return _short(term) if isinstance(term, Iri) else value_of(term) if isinstance(term, Literal) else ""


def _day(bound: Iri, value: object) -> str:
    """The date behind the number of a day, as far as a calendar goes."""
    if bound.value not in BOUNDS or not isinstance(value, Literal) or value.datatype.value != XSD + "integer":
        return ""
    with suppress(OverflowError, ValueError):
        return f", {date.fromordinal(_EPOCH + int(value.value))}"
    return ""


def _short(iri: Iri) -> str:
    return text_of(iri).removeprefix("kg:")


def _unmade(account: Account, support: Support) -> str:
    """Why a value is no fact, or has no proof."""
    if account.status != "claimed":
        return "inferred in more steps than are followed"
    if account.promotion == "never":
        return "only claimed: what is said so never becomes a fact"
    reasons = {each.because for each in support.weighed if each.part == UNCOUNTED}
    against = {each.told.manner.denies for each in support.weighed if each.part == AGAINST}
    reasons |= {"denied" if denies else "others assert what excludes it" for denies in against}
    reasons |= {"others state what fits it" for each in support.weighed if each.part in (NARROWER, BESIDE)}
    return f"only claimed: not what could make a fact ({'; '.join(sorted(reasons))})"
