"""Which values can hold together: one within another, numbers that agree as stated, dates that overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from kg.graph import Iri, Literal, Term
from kg.namespaces import KG, XSD

_APPROXIMATE, _AT_LEAST, _AT_MOST = (KG + name for name in ("approximate", "at-least", "at-most"))
_NUMBERS = (XSD + "decimal", XSD + "integer")
_ENDLESS = Decimal("Infinity")


@dataclass(frozen=True)
class Span:
    """What lies from `low` up to, and without, `high`."""

    low: Decimal
    high: Decimal

    def meets(self, other: Span) -> bool:
        """Whether something lies in both."""
        return max(self.low, other.low) < min(self.high, other.high)

    def holds(self, other: Span) -> bool:
        """Whether another lies within this one, and is not the same."""
        return self.low <= other.low and other.high <= self.high and self != other


@dataclass(frozen=True)
class Days(Span):
    """The days from the first on which a date can have begun to the last on which it can have ended.

    It is compared as promotion does, in `6_coarser.ru` and `8_rival_dates.ru` of `queries/promotion/weigh`.

    Attributes:
        latest_start, earliest_end: the last day on which it can have begun, the first on which it can have ended.
        one_day: whether it is a single day, known or not.
        qualified: whether it is approximate or doubtful, so that its days are a convention.
    """

    latest_start: Decimal
    earliest_end: Decimal
    one_day: bool
    qualified: bool

    def meets(self, other: Span) -> bool:
        """Whether both can be right: one lies within the other, or neither began or ended when the other had not."""
        if not isinstance(other, Days):
            return super().meets(other)
        return self._covers(other) or other._covers(self) or not (self._misses(other) or other._misses(self))

    def holds(self, other: Span) -> bool:
        """Whether another lies within this one for certain, and has not the same days."""
        same = (self.low, self.high) == (other.low, other.high)
        return isinstance(other, Days) and self._covers(other) and not same

    def _covers(self, other: Days) -> bool:
        return self.low <= other.low and other.high <= self.high and (self.qualified or not other.qualified)

    def _misses(self, other: Days) -> bool:
        """Whether it must have begun before the other could, or ended; or, where one was a day, lies before its end."""
        before = self.latest_start < other.low or self.high <= other.earliest_end
        return before or ((self.one_day or other.one_day) and self.latest_start < other.earliest_end)


def span_of_number(written: str, bound: str, unit: Decimal, measured: bool) -> Span:
    """All numbers that a stated one can mean.

    What is measured is right to half a unit of its last significant digit, what is approximate to a whole unit; the
    noughts at the end of a whole number are not significant. What is counted is exact.

    Args:
        bound: the IRI of its bound, or an empty text.
        unit: how many base units its unit is.
        measured: whether it is measured, not counted.
    """
    number = Decimal(written)
    exponent = number.normalize().as_tuple().exponent
    digit = Decimal(1).scaleb(exponent if number and isinstance(exponent, int) else 0)
    slack = digit if bound == _APPROXIMATE else digit / 2 if measured else Decimal(0)
    low, high = number - slack, number + slack + (0 if measured else 1)
    if bound == _AT_LEAST:
        return Span(number * unit, _ENDLESS)
    if bound == _AT_MOST:
        return Span(-_ENDLESS, (number + (Decimal(0) if measured else 1)) * unit)
    return Span(low * unit, high * unit)


@dataclass(frozen=True, eq=False)
class Value:
    """A value of a property, as a claim states it; made once, by `Values`, so that only the same one is equal.

    Attributes:
        key: the IRI of the property.
        term: the value itself.
        bound: the IRI of its bound, or an empty text.
        span: of a number or a date, all that it can mean.
        wider: of a record or a concept, the IRIs of what it is a kind or a part of.
        excluded: of a label that records define, the IRIs of those that it excludes; None where it is no label.
    """

    key: str
    term: Term
    bound: str
    span: Span | None
    wider: frozenset[str]
    excluded: frozenset[str] | None

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return isinstance(self.term, Literal) and self.span is not None

    def within(self, other: Value) -> bool:
        """Whether it is the narrower of two values, of which the other says the same less exactly."""
        if self.span and other.span:
            return other.span.holds(self.span)
        return isinstance(other.term, Iri) and other.term.value in self.wider

    def fits(self, other: Value) -> bool:
        """Whether both can hold."""
        if self.span and other.span:
            return self.span.meets(other.span)
        return self.term == other.term or self.within(other) or other.within(self)

    def excludes(self, other: Value) -> bool:
        """Whether both cannot hold: of labels this must be stated, since two can be put on one thing."""
        if self.excluded is None or other.excluded is None or not isinstance(other.term, Iri):
            return not self.fits(other)
        return not self.excluded.isdisjoint({other.term.value, *other.wider})


@dataclass
class Values:
    """Makes values, each once.

    Attributes:
        units: how many base units the unit of a property is, by the IRI of the property.
        days: the days of a date, by IRI.
        broader: what a record or a concept is immediately part or a kind of.
        labels: the concepts that records define, each with those that it excludes.
    """

    units: dict[str, Decimal]
    days: dict[str, Days]
    broader: dict[str, set[str]]
    labels: dict[str, set[str]]
    _made: dict[tuple[str, Term, str], Value] = field(default_factory=dict)

    def value(self, key: str, term: Term, bound: str) -> Value:
        """The value that a claim states."""
        if (key, term, bound) not in self._made:
            wider = self._wider(term.value) if isinstance(term, Iri) else frozenset[str]()
            excluded = self._excluded(term.value, wider) if isinstance(term, Iri) else None
            self._made[key, term, bound] = Value(key, term, bound, self._span(key, term, bound), wider, excluded)
        return self._made[key, term, bound]

    def _span(self, key: str, term: Term, bound: str) -> Span | None:
        if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
            unit = self.units.get(key, Decimal(1))
            return span_of_number(term.value, bound, unit, term.datatype.value == _NUMBERS[0])
        return self.days.get(term.value) if isinstance(term, Iri) else None

    def _excluded(self, iri: str, wider: frozenset[str]) -> frozenset[str] | None:
        if iri not in self.labels:
            return None
        return frozenset(other for each in {iri, *wider} for other in self.labels.get(each, ()))

    def _wider(self, iri: str) -> frozenset[str]:
        found: set[str] = set()
        layer: Iterable[str] = [iri]
        while layer:
            layer = {up for each in layer for up in self.broader.get(each, ())} - found
            found |= layer
        return frozenset(found - {iri})
