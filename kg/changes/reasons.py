"""Why a fact came or went, and why a property is contested or no longer so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.changes.claims import Claims, maker_of
from kg.changes.states import SOURCES, Claim, Fact, Pair, State
from kg.graph import Iri, Term, text_of

_RULES = "other rules, or other relations between the values"


@dataclass(frozen=True)
class Reason:
    """One reason, and what it rests on.

    Attributes:
        why: in a few words.
        claim: the claim that it cites, if any.
        source: where no claim is cited, the source that a record names for what it settles.
        old, new: where two sides stand against each other, the value of this claim before and after.
    """

    why: str
    claim: Claim | None = None
    source: Term | None = None
    old: Term | None = None
    new: Term | None = None


@dataclass(frozen=True)
class Reasons:
    """Looks for the reasons of changes between two states."""

    old: State
    new: State
    claims: Claims

    def of_gain(self, fact: Fact) -> list[Reason]:
        """Why something is a fact now: the record or the claims that make it, and what no longer stands against it."""
        makers = self.new.makers(fact)
        told = [Reason(self.claims.since(claim, maker_of(fact)), claim) for claim in makers]
        if fact in self.new.recorded:
            told = [*_of_record(self.new, fact, "its record states it"), *told]
        elif all(reason.why == "same claim" for reason in told):
            told += self._unblocked(fact) or [Reason(_RULES)]
        return told

    def of_loss(self, fact: Fact) -> list[Reason]:
        """Why something is no fact any more: its claims are gone, others stand against it, or a record decides."""
        thing, key, _ = fact
        if thing not in self.new.records:
            return [Reason("its record is gone")]
        told = [] if fact not in self.old.recorded else [Reason("its record states it no longer")]
        makers = self.old.makers(fact)
        ended = {claim.id: self.claims.until(claim, maker_of(fact)) for claim in makers}
        told += [Reason(ended[claim.id], claim) for claim in makers if ended[claim.id] != "same claim"]
        if "same claim" not in ended.values() and told:
            return told
        if not _promotes(self.new, key):
            return [*told, Reason("its property is no longer promoted")]
        if decided := _recorded(self.new, fact[:2]):
            return [*told, *_of_record(self.new, decided[0], "its record decides otherwise")]
        rivals = self._rivals(fact)
        told = [reason for reason in told if not self.are_told(reason, rivals)]  # a claim may change sides
        return [*told, *(rivals or [Reason(_RULES)])]

    def are_told(self, reason: Reason, others: list[Reason]) -> bool:
        """Whether others cite the same claim already, as it is now or was."""
        cited = {other.claim.id for other in others if other.claim}
        if reason.claim is None:
            return False
        now = self.claims.after.get(reason.claim.id, reason.claim)
        return bool({reason.claim.id, now.id} & cited)

    def of_contest(self, pair: Pair) -> list[Reason]:
        """Who stands against whom now, and since when."""
        lapsed = _recorded(self.old, pair) and not _recorded(self.new, pair)
        told = [Reason("its record decides no longer")] if lapsed else []
        sides = [self._side_now(*side) for side in _sides(self.new, pair)]
        if not lapsed and all(reason.old for reason in sides):
            told.append(Reason(_RULES))
        return told + sides

    def of_settlement(self, pair: Pair) -> list[Reason]:
        """What became of those who stood against each other."""
        sides = [self._side_then(*side) for side in _sides(self.old, pair)]
        sides += [side for side in (self._side_now(*each) for each in _sides(self.new, pair)) if not side.old]
        if pair[0] not in self.new.records:
            return [Reason("its record is gone"), *sides]
        if decided := _recorded(self.new, pair):
            return [reason for fact in decided for reason in _of_record(self.new, fact, "its record decides")] + sides
        return sides if any(not (side.old and side.new) for side in sides) else [Reason(_RULES), *sides]

    def _side_now(self, claim: Claim, key: str, value: Term) -> Reason:
        holds = _says(claim, key, value)
        why = self.claims.since(claim, holds)
        return Reason(_denied(why, claim), claim, old=value if why == "same claim" else None, new=value)

    def _side_then(self, claim: Claim, key: str, value: Term) -> Reason:
        why = self.claims.until(claim, _says(claim, key, value))
        return Reason(_denied(why, claim), claim, old=value, new=value if why == "same claim" else None)

    def _unblocked(self, fact: Fact) -> list[Reason]:
        """What stood against a fact before, and does no more."""
        _, key, value = fact
        if not _promotes(self.old, key):
            return [Reason("its property was not promoted")]
        if _recorded(self.old, fact[:2]):
            return [Reason("its record decides no longer")]
        found = []
        for claim, _, other in _sides(self.old, fact[:2]):
            why = self.claims.until(claim, _says(claim, key, other))
            if (claim.denies or other != value) and why != "same claim":
                found.append(Reason(_against(claim, why), claim))
        return found

    def _rivals(self, fact: Fact) -> list[Reason]:
        """What stands against a fact now, and did not before; or all of it, where nothing is new."""
        _, key, value = fact
        fresh: list[Reason] = []
        known: list[Reason] = []
        for claim, _, other in _sides(self.new, fact[:2]):
            if claim.denies or other != value:
                why = self.claims.since(claim, _says(claim, key, other))
                (known if why == "same claim" else fresh).append(Reason(_against(claim, why), claim))
        return fresh or known


def _sides(state: State, pair: Pair) -> Iterator[tuple[Claim, str, Term]]:
    """The claims that decide on a property, each with a value: what may make a fact, and what is denied.

    Of a property with several values, those that are facts stand against nothing.
    """
    _, key = pair
    facts = state.facts.get(pair, frozenset()) if state.promotion.get(key) == "each" else frozenset()
    told = state.told(pair)
    found = [(claim, said, value) for claim in told for said, value in sorted(claim.said, key=str) if _meant(said, key)]
    for claim, said, value in sorted(found, key=lambda each: (text_of(each[2]), each[0].denies)):
        if (claim.eligible or claim.denies) and (claim.denies or value not in facts):
            yield claim, said, value


def _meant(said: str, key: str) -> bool:
    """Whether what is said bears on a property; the days of an event rest on its dates."""
    return said == key or (said.endswith("#date") and key.endswith(("#earliest", "#latest")))


def _says(claim: Claim, key: str, value: Term) -> Callable[[Claim], bool]:
    """Whether another claim takes the same side."""
    side = "denies" if claim.denies else "eligible"
    return lambda other: getattr(other, side) and any(each == value and _meant(said, key) for said, each in other.said)


def _denied(why: str, claim: Claim) -> str:
    return f"{why}, denied" if claim.denies else why


def _against(claim: Claim, why: str) -> str:
    return f"{why}, {'denied' if claim.denies else 'another value'}"


def _promotes(state: State, key: str) -> bool:
    return state.promotion.get(key, "never") != "never" or _meant("#date", key)


def _recorded(state: State, pair: Pair) -> list[Fact]:
    """What a record states of a property itself, which decides it."""
    values = sorted(state.facts.get(pair, ()), key=str)
    return [(*pair, value) for value in values if (*pair, value) in state.recorded]


def _of_record(state: State, fact: Fact, why: str) -> list[Reason]:
    sources = sorted(state.records[fact[0]].get(SOURCES, ()), key=str)
    return [Reason(why, source=source) for source in sources if isinstance(source, Iri)] or [Reason(why)]
