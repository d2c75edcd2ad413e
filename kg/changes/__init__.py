"""What changed between two states of a graph, and why: facts, contested properties, claims, records, mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.answers import look_up_names
from kg.changes.claims import Claims
from kg.changes.following import Following
from kg.changes.reading import Side, read_states
from kg.changes.reasons import Reason, Reasons
from kg.changes.sides import NOW, read_side
from kg.changes.states import KIND, LABEL, TITLE, Claim, State
from kg.graph import Iri, Literal, Rows, Term, text_of
from kg.namespaces import KG
from kg.project import Project

COLUMNS = ["change", "thing", "property", "old", "new", "why", "claimant", "source", "line", "quote"]


@dataclass(frozen=True)
class Change:
    """One thing that changed, and one reason for it; a change with several reasons comes several times in a row.

    Attributes:
        what: `fact gained`, `fact lost`, `fact changed`, `inferred gained`, `contested`, and so on.
        thing: its IRI.
        property: its IRI; empty where the whole thing is meant.
        old, new: the value before and after.
    """

    what: str
    thing: str
    property: str
    old: Term | None
    new: Term | None
    reason: Reason

    def iris(self) -> set[str]:
        """The IRIs of all that people read of it."""
        values = [self.old, self.new, *self.cited("by"), *self.cited("in")]
        return {self.thing, *(value.value for value in values if isinstance(value, Iri))}

    def cited(self, key: str) -> list[Term]:
        """A key of the claim that the reason cites."""
        if self.reason.claim is None:
            return [self.reason.source] if key == "in" and self.reason.source is not None else []
        return sorted(self.reason.claim.get(key), key=str)


@dataclass(frozen=True)
class Changes:
    """All that changed.

    Attributes:
        changes: by thing; for each thing its record, what is contested, facts, claims, mentions.
        names: English names, and dates as written, by IRI.
        rules: whether what follows by rules was compared; it is not where one side was built without them.
    """

    changes: list[Change]
    names: dict[str, str] = field(default_factory=dict)
    rules: bool = True

    def rows(self) -> Rows:
        """The changes as rows of `COLUMNS`."""
        return Rows(COLUMNS, [self._row(change) for change in self.changes])

    def _row(self, change: Change) -> tuple[Term | None, ...]:
        values = (self.written(change.old), self.written(change.new))
        cited = [_joined(change.cited(key)) for key in ("by", "in", "line", "quote")]
        named = Iri(change.property) if change.property else None
        return (Literal(change.what), Iri(change.thing), named, *values, Literal(change.reason.why), *cited)

    def written(self, term: Term | None) -> Term | None:
        """A value as people write it: a date by its text, a text by its language where that is not English."""
        if isinstance(term, Iri) and text_of(term).startswith("date:"):
            return Literal(self.names.get(term.value, text_of(term)))
        if isinstance(term, Literal) and term.language not in (None, "en"):
            return Literal(f"{term.value}@{term.language}")
        return term


def changes(project: Project, old: str, new: str = NOW) -> Changes:
    """What changed between two states of a project.

    Args:
        old, new: each a git revision, a folder with a project, the name of a finished build, or `now`.

    Raises:
        KgError: as `kg.changes.sides.read_side`.
    """
    return compare(read_side(project, old), read_side(project, new))


def compare(one: Side, other: Side) -> Changes:
    """What changed between two states. The order of statements makes no difference, nor do blank nodes."""
    old, new = read_states(one, other)
    claims = Claims(old, new)
    reasons, following = Reasons(old, new, claims), Following(one, other)
    found = [
        *_records(old, new), *_contested(old, new, reasons), *_facts(old, new, reasons),
        *_inferred(following), *_claims(claims), *_mentions(old, new),
    ]  # fmt: skip
    told = {iri for change in found for iri in change.iris()}
    names = look_up_names(one.graph, told) | look_up_names(other.graph, told)
    return Changes(sorted(found, key=lambda change: text_of(Iri(change.thing))), names, following.is_compared)


def _records(old: State, new: State) -> Iterator[Change]:
    for iri in sorted(old.records.keys() | new.records.keys()):
        one, other = old.records.get(iri), new.records.get(iri)
        if one is None or other is None:
            keys = one or other or {}
            name = min(keys.get(LABEL) or keys.get(TITLE) or {Literal("")}, key=str)
            kind = Reason(", ".join(sorted(text_of(kind).removeprefix("kg:") for kind in keys.get(KIND, ()))))
            what = "record gained" if one is None else "record lost"
            yield Change(what, iri, "", None if one is None else name, None if other is None else name, kind)
            continue
        for key in sorted(one.keys() | other.keys()):
            for before, after in _values(one.get(key, ()), other.get(key, ())):
                yield Change("record changed", iri, key, before, after, Reason(""))


def _contested(old: State, new: State, reasons: Reasons) -> Iterator[Change]:
    for pair in sorted(new.contested - old.contested):
        for reason in reasons.of_contest(pair):
            yield Change("contested", *pair, reason.old, reason.new, reason)
    for pair in sorted(old.contested - new.contested):
        for reason in reasons.of_settlement(pair):
            yield Change("no longer contested", *pair, reason.old, reason.new, reason)


def _facts(old: State, new: State, reasons: Reasons) -> Iterator[Change]:
    for pair in sorted(old.facts.keys() | new.facts.keys()):
        for before, after in _values(old.facts.get(pair, ()), new.facts.get(pair, ())):
            lost = [] if before is None else reasons.of_loss((*pair, before))
            told = [] if after is None else reasons.of_gain((*pair, after))
            told += [reason for reason in lost if not reasons.are_told(reason, told)]
            what = f"fact {'gained' if before is None else 'lost' if after is None else 'changed'}"
            for reason in told:
                yield Change(what, *pair, before, after, reason)


def _inferred(following: Following) -> Iterator[Change]:
    for (thing, key, value), why in following.gained():
        yield Change("inferred gained", thing, key, None, value, Reason(why))
    for (thing, key, value), why in following.lost():
        yield Change("inferred lost", thing, key, value, None, Reason(why))


def _claims(claims: Claims) -> Iterator[Change]:
    for claim in claims.come:
        yield from _whole_claim(claim, "claim gained")
    for claim in claims.gone:
        yield from _whole_claim(claim, "claim lost")
    for old, new in claims.pairs:
        if old.content != new.content:
            yield from _changed_claim(old, new)


def _whole_claim(claim: Claim, what: str) -> Iterator[Change]:
    for thing in sorted(claim.about):
        for key, value in sorted(claim.said, key=str):
            old, new = (None, value) if what == "claim gained" else (value, None)
            yield Change(what, thing, key, old, new, Reason(_manner(claim), claim))


def _changed_claim(old: Claim, new: Claim) -> Iterator[Change]:
    for key in sorted(old.keys.keys() | new.keys.keys() | {key for key, _ in old.said | new.said}):
        one = old.keys.get(key, frozenset()) | {value for said, value in old.said if said == key}
        other = new.keys.get(key, frozenset()) | {value for said, value in new.said if said == key}
        for before, after in _values(one, other):
            for thing in sorted(old.about | new.about):
                yield Change("claim changed", thing, key, before, after, Reason(_manner(new), new))
    if old.content[0] != new.content[0]:
        for thing in sorted(old.about | new.about):
            yield Change("claim changed", thing, KG + "id", Iri(old.id), Iri(new.id), Reason(_manner(new), new))


def _manner(claim: Claim) -> str:
    """How a claim is meant: its modality, whether it denies, its bound, the curator's reading."""
    words = [*claim.get("modality"), *claim.get("bound"), *claim.get("reading")]
    return ", ".join([text_of(word).removeprefix("kg:") for word in words] + ["denied"] * claim.denies)


def _mentions(old: State, new: State) -> Iterator[Change]:
    """How many there are, source by source; what they are is not told."""
    for source in sorted(old.mentions.keys() | new.mentions.keys()):
        one, other = old.mentions.get(source, frozenset()), new.mentions.get(source, frozenset())
        if one != other:
            why = f"{len(other - one)} gained, {len(one - other)} lost"
            yield Change("mentions", source, "", Literal(len(one)), Literal(len(other)), Reason(why))


def _values(one: Iterable[Term], other: Iterable[Term]) -> list[tuple[Term | None, Term | None]]:
    """What became of the values of a property: one for another, or each lost or gained."""
    before, after = sorted(set(one), key=str), sorted(set(other), key=str)
    if len(before) == len(after) == 1:
        return [] if before == after else [(before[0], after[0])]
    lost = [(value, None) for value in before if value not in after]
    return [*lost, *((None, value) for value in after if value not in before)]


def _joined(terms: list[Term]) -> Term | None:
    """One term as it is, several as one text."""
    if len(terms) < 2:
        return terms[0] if terms else None
    return Literal(", ".join(map(text_of, terms)))


__all__ = ["COLUMNS", "NOW", "Change", "Changes", "changes", "compare"]
