"""What kind of conflict the claims on one property of one thing are in, and who stands on which side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, starmap

from kg.conflicts.reading import Terms, Told
from kg.conflicts.values import Value
from kg.origins import Origins

KINDS = ("contradiction", "accounts", "modality", "rounding", "granularity")
"""The kinds of conflicts, the gravest first."""
AGREEING = ("rounding", "granularity")
"""Those whose sides can hold together."""

Stated = dict[Value, list[Told]]


@dataclass(frozen=True)
class Side:
    """A value, or the denial of one, and who stands by it.

    Attributes:
        value: the narrowest value that its claims assert, or the one that they deny.
        denied: whether they deny it.
        told: what they tell: this value, or one that fits it.
        origins: of the claims that assert it, so that they could make a fact, by independent origin; a claim in
            another unit is mostly a conversion, and not counted.
        whose: who is behind a claimant.
    """

    value: Value
    denied: bool
    told: tuple[Told, ...]
    origins: tuple[tuple[Told, ...], ...]
    whose: Callable[[str], frozenset[str]] = field(repr=False, compare=False)

    @property
    def support(self) -> int:
        """The number of independent origins that assert it."""
        return len(self.origins)

    @property
    def narrower(self) -> int:
        """How many of these origins only assert a narrower value, which is a side of its own."""
        own = set(self.told)
        return sum(own.isdisjoint(group) for group in self.origins)

    def shares(self, other: Side) -> bool:
        """Whether somebody is behind the support of both."""
        return not self._behind.isdisjoint(other._behind)

    @property
    def _behind(self) -> frozenset[str]:
        return frozenset[str]().union(*(self.whose(told.by) for group in self.origins for told in group))

    @property
    def rank(self) -> tuple[object, ...]:
        """What it is ranked by: its support, how many claims fit it, whether it denies, and what."""
        value = self.value
        return -self.support, -len(self.told), self.denied, value.key, str(value.term), value.bound

    @property
    def stated(self) -> tuple[object, ...]:
        """What is the same of sides on which the very same claims stand: each says its values of all its things."""
        return self.value, self.denied, tuple([each.claim for each in self.told])

    @property
    def firm(self) -> bool:
        """Whether anybody asserts it, if only about or at least; to assert what it fits is not to assert it."""
        return any(each.manner.firm for each in self.told if each.value == self.value.term)


def weigh(
    told: Iterable[Told], value_of: Callable[[Told], Value], terms: Terms, origins: Origins, contested: bool
) -> tuple[str, list[Side]] | None:
    """The kind of conflict in which claims on one property of one thing are, and its sides; None if they are in none.

    Args:
        value_of: the value that is told, to be compared with others.
        contested: whether promotion leaves the property without a fact.
    """
    stated, denied = _by_value(told, value_of)
    refuted = [each for each in denied if any(_says(value, each) for value in _same(stated, each))]
    rivals = [value for value in stated if _is_single(value, terms)]
    apart = {value: sum([not value.fits(other) for other in rivals]) for value in rivals}
    if refuted or any(apart.values()):
        if not any(apart.values()):
            stated = {value: stated[value] for value in stated if _is_denied(value, refuted)}
            apart = dict.fromkeys(stated, 0)
        sides = [_side(anchor, stated, origins) for anchor in _anchors(stated, apart)]
        sides += [_denial(value, denied[value], origins) for value in refuted]
        return _kind(sides, terms), sides
    if len({(value.key, value.term) for value in rivals}) < 2:
        return None
    numbers = all(value.is_number for value in rivals)
    kind = "rounding" if numbers else "contradiction" if contested else "granularity"
    return kind, [_side(value, {value: stated[value]}, origins, stated) for value in rivals]


def _by_value(told: Iterable[Told], value_of: Callable[[Told], Value]) -> tuple[Stated, Stated]:
    stated: Stated = {}
    denied: Stated = {}
    for each in told:
        (denied if each.manner.denies else stated).setdefault(value_of(each), []).append(each)
    return stated, denied


def _same(stated: Stated, denied: Value) -> Iterable[Value]:
    """The values stated that a denied one may mean."""
    return (value for value in stated if value.key == denied.key)


def _is_denied(value: Value, refuted: Sequence[Value]) -> bool:
    return any(_says(value, each) for each in refuted if value.key == each.key)


def _is_single(value: Value, terms: Terms) -> bool:
    """Whether a thing has one value of its property."""
    return terms.promotion.get(value.key) == "agreed" or value.key in terms.exclusive


def _anchors(stated: Stated, apart: dict[Value, int]) -> list[Value]:
    """Values that exclude each other and that all others fit: asserted before suspected, narrow before wide."""
    if len(stated) == 1:
        return list(stated)
    wider = {value: sum([value.within(other) for other in stated]) for value in stated}
    firm = {value: any(each.manner.firm for each in stated[value]) for value in stated}
    found: list[Value] = []
    for value in sorted(stated, key=lambda each: (not firm[each], -apart.get(each, 0), -wider[each])):
        if not any(value.fits(anchor) for anchor in found):
            found.append(value)
    return found


def _side(anchor: Value, stated: Stated, origins: Origins, asserted: Stated | None = None) -> Side:
    told = [each for value in stated if value.fits(anchor) for each in stated[value]]
    lots = (asserted or stated).items()
    same = [each for value, lot in lots if value.key == anchor.key and _says(value, anchor) for each in lot]
    groups = _grouped([each for each in same if each.manner.eligible], origins)
    return Side(anchor, False, tuple(told), groups, origins.of)


def _says(value: Value, other: Value) -> bool:
    """Whether one value states another: itself, or as the wider one."""
    return value == other or value.within(other)


def _denial(value: Value, told: Sequence[Told], origins: Origins) -> Side:
    groups = _grouped([each for each in told if each.manner.firm], origins)
    return Side(value, True, tuple(told), groups, origins.of)


def _grouped(told: Iterable[Told], origins: Origins) -> tuple[tuple[Told, ...], ...]:
    return tuple(map(tuple, origins.groups(told, lambda each: each.by)))


def _kind(sides: Sequence[Side], terms: Terms) -> str:
    rivals = [side for side in sides if not side.denied and _is_single(side.value, terms)]
    denials = [(side, denial) for denial in sides if denial.denied for side in sides if not side.denied]
    if any(_contradict(one, other, terms) for one, other in combinations(rivals, 2)) or any(starmap(_deny, denials)):
        return "contradiction"
    if len(rivals) > 1 and (sum(side.firm for side in rivals) > 1 or any(_is_account(side, terms) for side in rivals)):
        return "accounts"
    return "modality"


def _deny(side: Side, denial: Side) -> bool:
    """Whether one asserts what the other denies, itself or as a wider value."""
    return side.firm and denial.firm and _says(side.value, denial.value)


def _contradict(one: Side, other: Side, terms: Terms) -> bool:
    """Whether both are asserted and exclude each other, in what can be a fact."""
    account = _is_account(one, terms) or _is_account(other, terms)
    return one.firm and other.firm and one.value.excludes(other.value) and not account


def _is_account(side: Side, terms: Terms) -> bool:
    """Whether its property never becomes a fact, nor that with which it is filed."""
    return terms.promotion.get(terms.measure(side.value.key)) == "never"
