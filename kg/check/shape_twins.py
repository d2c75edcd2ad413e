"""The shapes of claims: what a property of a thing cannot be can no more be said of that thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from kg.graph import Iri, Triple, parse
from kg.namespaces import KG, RDF, SHAPE, compact
from kg.ontology import Ontology
from kg.shacl import SH
from kg.shacl.source import CLASSES, TARGETS

_LIMITS = {
    SH + name
    for name in (
        "class", "datatype", "nodeKind", "in", "languageIn", "pattern", "minLength", "maxLength",
        "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "hasValue",
    )
}  # fmt: skip
"""What of a shape for `kg:x` also holds for what claims say of it: the limits on values, nothing else."""
_ABOUT_THEM = {SH + name for name in ("flags", "message", "severity")}
_TARGETS = {SH + name for name in TARGETS}
_SUBJECTS_OF = Iri(SH + "targetSubjectsOf")


def twins(triples: Iterable[Triple], ontology: Ontology) -> Iterator[Triple]:
    """For each property shape of a `kg:x` that claims can say, a shape `said-x` for what they say, numbered.

    It is asked of claims about the things that its shape is for, and no others: where those are all that have `kg:x`,
    of every claim that says `x`; else a shape `said-of-…` leads from the things to the claims about them.
    """
    said = {Iri(each.iri): Iri(each.said) for each in ontology.sayable.values()}
    about: dict[Any, list[Triple]] = defaultdict(list)
    taken: Counter[str] = Counter()
    for triple in dict.fromkeys(triples):
        about[triple.subject].append(triple)
    for holder in list(about):
        targets, led = dict.fromkeys(_targets(holder, about)), []
        for path, part in _parts(holder, about) if targets else ():
            limits = [each for each in about[part] if each.predicate.value in _LIMITS | _ABOUT_THEM]
            if path in said and any(each.predicate.value in _LIMITS for each in limits):
                twin = _new(f"said-{_local(path)}", taken)
                yield Triple(twin, Iri(RDF + "type"), Iri(SH + "PropertyShape"))
                yield Triple(twin, Iri(SH + "path"), said[path])
                yield from (Triple(twin, each.predicate, each.object) for each in limits)
                if (_SUBJECTS_OF, path) in targets:
                    yield Triple(twin, _SUBJECTS_OF, said[path])
                if targets.keys() - {(_SUBJECTS_OF, path)}:
                    led.append(twin)
        if led:
            yield from _leading(_new(f"said-of-{'-'.join(_local(each) for _, each in targets)}", taken), targets, led)


def _targets(holder: Any, about: dict[Any, list[Triple]]) -> Iterator[tuple[Iri, Any]]:
    """The targets of a shape that is switched on, also the one that it has by being a class."""
    if _off(holder, about):
        return
    for _, predicate, value in about[holder]:
        if predicate.value in _TARGETS:
            yield predicate, value
        elif predicate.value == RDF + "type" and value in CLASSES:
            yield Iri(SH + "targetClass"), holder


def _parts(holder: Any, about: dict[Any, list[Triple]]) -> Iterator[tuple[Any, Any]]:
    """The property shapes that ask something of the focus nodes of a shape whatever else holds, with their paths."""
    left = [holder]
    for each in left:
        paths = [triple.object for triple in about[each] if triple.predicate.value == SH + "path"]
        yield from ((path, each) for path in paths if not _off(each, about))
        if not paths:
            inner = (triple for triple in about[each] if triple.predicate.value in (SH + "property", SH + "node"))
            left += [triple.object for triple in inner if triple.object not in left]


def _off(shape: Any, about: dict[Any, list[Triple]]) -> bool:
    said = (str(triple.object) for triple in about[shape] if triple.predicate.value == SH + "deactivated")
    return any(each.startswith(('"true"', '"1"')) for each in said)


def _leading(shape: Iri, targets: Iterable[tuple[Iri, Any]], parts: Iterable[Iri]) -> Iterator[Triple]:
    """A shape that asks other shapes of the claims about its focus nodes."""
    (back,) = parse(f"[] <{SH}inversePath> <{KG}about> .".encode(), "turtle")
    yield back
    yield Triple(shape, Iri(SH + "path"), back.subject)
    yield Triple(shape, Iri(RDF + "type"), Iri(SH + "PropertyShape"))
    yield from (Triple(shape, kind, value) for kind, value in targets)
    yield from (Triple(shape, Iri(SH + "property"), each) for each in parts)


def _new(name: str, taken: Counter[str]) -> Iri:
    taken[name] += 1
    return Iri(f"{SHAPE}{name}" if taken[name] == 1 else f"{SHAPE}{name}-{taken[name]}")


def _local(term: Any) -> str:
    return compact(term.value).rpartition(":")[2] if isinstance(term, Iri) else "value"
