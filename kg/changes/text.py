"""Changes as text for people: by thing, each with its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from kg.changes import Change, Changes
from kg.graph import Iri, Term, text_of

_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}
_NOUNS = {"fact": "facts", "inferred": "inferred", "claim": "claims", "record": "records"}
_VERBS = ("gained", "lost", "changed")
_SIDED = ("contested", "no longer contested")


def to_text(changes: Changes) -> str:
    """All changes, thing by thing; a claim that a fact cites already is not told twice."""
    if not changes.changes:
        return "no difference\n"
    lines: list[str] = []
    for thing, group in groupby(changes.changes, key=lambda change: change.thing):
        found = list(group)
        cited = {_citation_of(change) for change in found if not _of_claim(change.what)}
        shown = [change for change in found if not _of_claim(change.what) or _citation_of(change) not in cited]
        lines += ["", f"{changes.names.get(thing, text_of(Iri(thing)))}  [{text_of(Iri(thing))}]"]
        for _, same in groupby(shown, key=lambda each: _heading(changes, each)):
            lines += _told(changes, list(same))
    return "\n".join([*lines[1:], "", f"{counted(changes)}", ""])


def counted(changes: Changes) -> str:
    """How many changes of each sort there are; a claim, or a contested property, counts once for all its rows."""
    numbers = Counter(what for what, *_ in {(each.what, *_counted_by(each)) for each in changes.changes})
    parts = []
    for noun, nouns in _NOUNS.items():
        verbs = [f"{numbers[f'{noun} {verb}']} {verb}" for verb in _VERBS if numbers[f"{noun} {verb}"]]
        parts += [f"{nouns}: {', '.join(verbs)}"] if verbs else []
    parts += [f"{what}: {numbers[what]}" for what in _SIDED if numbers[what]]
    parts += [f"sources with other mentions: {numbers['mentions']}"] if numbers["mentions"] else []
    return "; ".join(parts)


def _of_claim(what: str) -> bool:
    return what.startswith("claim")


def _counted_by(change: Change) -> tuple[object, ...]:
    if _of_claim(change.what) and change.reason.claim:
        return (change.reason.claim.id,)
    pair = (change.thing, change.property)
    return pair if change.what in _SIDED else (*pair, change.old, change.new)


def _citation_of(change: Change) -> tuple[object, ...]:
    return (change.reason.claim and change.reason.claim.id, change.property)


def _heading(changes: Changes, change: Change) -> tuple[str, str]:
    """The line that stands over the reasons of one change."""
    noun, _, verb = change.what.rpartition(" ")
    key = text_of(Iri(change.property)).partition(":")[2] if change.property else ""
    if change.what in _SIDED:
        return f"  ! {key} is {change.what}{'' if noun else ' now'}", ""
    if change.what == "mentions":
        return f"  ~ mentions: {text_of(change.old)} → {text_of(change.new)} ({change.reason.why})", ""
    if not key:
        return f"  {_SIGNS[verb]} {noun}: {change.reason.why}", ""
    subject = key if noun in ("fact", "record") else f"{noun}: {key}"
    before, after = _shown(changes, change.old), _shown(changes, change.new)
    if noun == "record" and not (before and after):  # one value of a record that stays
        verb = "lost" if before else "gained"
    value = f"{before or '(nothing)'} → {after or '(nothing)'}" if verb == "changed" else before or after
    return f"  {_SIGNS[verb]} {subject}: {value}", change.what


def _told(changes: Changes, same: list[Change]) -> Iterator[str]:
    yield _heading(changes, same[0])[0]
    for change in same:
        reason = ": ".join(part for part in (change.reason.why, _citation(changes, change)) if part)
        if change.what in _SIDED and change.reason.claim:
            sign = "+" if change.old is None else "-" if change.new is None else " "
            value = _shown(changes, change.new if change.old is None else change.old)
            yield f"    {sign} {value}: {reason}"
        elif reason and change.property:
            yield f"      {reason}"


def _citation(changes: Changes, change: Change) -> str:
    """Who says it, where, at which line, in which words."""
    sources, claimants = change.cited("in"), change.cited("by")
    who = [_shown(changes, claimant) for claimant in claimants if claimant not in sources]
    where = [f"“{_shown(changes, source)}”" for source in sources]
    lines = [f"line {text_of(line)}" for line in change.cited("line")]
    quotes = "".join(f": “{text_of(quote)}”" for quote in change.cited("quote"))
    return ", ".join([*who, *where, *lines]) + quotes


def _shown(changes: Changes, term: Term | None) -> str:
    if isinstance(term, Iri) and term.value in changes.names:
        return changes.names[term.value]
    return text_of(changes.written(term))
