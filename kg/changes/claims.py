"""Which claim of one state is which claim of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.changes.states import Claim, Fact, State

_Sort = Callable[[Claim], Hashable]
_ALIKE: tuple[_Sort, ...] = (
    lambda claim: claim.content,
    lambda claim: (claim.get("in"), claim.about, claim.get("by"), claim.said),  # its line moved
    lambda claim: (claim.get("in"), claim.about, claim.get("line")),  # in other words
)
"""What two claims with different ids have in common when they are one, the surest first."""


@dataclass(frozen=True)
class Claims:
    """The claims of two states, paired.

    A claim is the same by its id; else by its source, line and subjects, as far as it still speaks of the same.
    """

    old: State
    new: State

    @cached_property
    def pairs(self) -> list[tuple[Claim, Claim]]:
        """The claims that stand in both, each before and after."""
        both = self.old.claims.keys() & self.new.claims.keys()
        pairs = [(self.old.claims[iri], self.new.claims[iri]) for iri in both]
        gone = {iri: claim for iri, claim in self.old.claims.items() if iri not in both}
        come = {iri: claim for iri, claim in self.new.claims.items() if iri not in both}
        for sort in _ALIKE:
            for one, other in list(_nearest(gone.values(), come.values(), sort)):
                pairs.append((gone.pop(one.id), come.pop(other.id)))
        return sorted(pairs, key=lambda pair: pair[1].place)

    @property
    def come(self) -> list[Claim]:
        """The claims that are new, by place."""
        return sorted((c for c in self.new.claims.values() if c.id not in self.before), key=lambda c: c.place)

    @property
    def gone(self) -> list[Claim]:
        """The claims that are gone, by place."""
        return sorted((c for c in self.old.claims.values() if c.id not in self.after), key=lambda c: c.place)

    @cached_property
    def before(self) -> dict[str, Claim]:
        """What a claim of the new state was, by its id."""
        return {new.id: old for old, new in self.pairs}

    @cached_property
    def after(self) -> dict[str, Claim]:
        """What a claim of the old state is now, by its id."""
        return {old.id: new for old, new in self.pairs}

    def since(self, claim: Claim, holds: Callable[[Claim], bool]) -> str:
        """How a claim of the new state came to do something: `new claim`, `changed claim`, `same claim`."""
        before = self.before.get(claim.id)
        return "new claim" if before is None else "same claim" if holds(before) else "changed claim"

    def until(self, claim: Claim, holds: Callable[[Claim], bool]) -> str:
        """Whether a claim of the old state still does something: `claim gone`, `changed claim`, `same claim`."""
        after = self.after.get(claim.id)
        return "claim gone" if after is None else "same claim" if holds(after) else "changed claim"


def maker_of(fact: Fact) -> Callable[[Claim], bool]:
    """Whether a claim may make a fact, as a question to ask of it before and after."""
    return lambda claim: claim.makes(fact)


def _nearest(gone: Iterable[Claim], come: Iterable[Claim], sort: _Sort) -> Iterable[tuple[Claim, Claim]]:
    """Pairs of one sort that have most in common, each claim once."""
    left: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in gone:
        left[sort(claim)].append(claim)
    found = [(-_common(one, other), one.id, other.id, one, other) for other in come for one in left[sort(other)]]
    used: set[str] = set()
    for common, _, _, one, other in sorted(found, key=lambda each: each[:3]):
        if common and not used & {one.id, other.id}:
            used |= {one.id, other.id}
            yield one, other


def _common(one: Claim, other: Claim) -> int:
    """How much two claims share; nothing where they speak of different properties in different words."""
    keys = {key for key, _ in one.said} & {key for key, _ in other.said}
    quoted = bool(one.get("quote") & other.get("quote"))
    shared = sum(one.keys.get(key) == other.keys.get(key) for key in one.keys)
    return (len(keys) + quoted and 1) and 100 * len(one.said & other.said) + 10 * len(keys) + shared
