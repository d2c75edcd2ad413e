"""What the shapes ask of a record, for those who help to write one: blank records and the JSON Schema."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.errors import OntologyError
from kg.graph import Iri, Term, Triple
from kg.namespaces import RDF
from kg.shacl import SH

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{0,18})?")


@dataclass(frozen=True)
class Asked:
    """One property shape: what it asks of one property, or of one of several.

    Attributes:
        paths: the IRIs of the properties that it is content with; None stands for a path across other records.
        said: what else it states, by the local name in SHACL, such as `minCount`; of `in`, the members.
    """

    paths: tuple[str | None, ...]
    said: Mapping[str, list[Term]]

    @property
    def severe(self) -> bool:
        """Whether to break it is an error, not just something to be warned of."""
        return self.text("severity") in ("", SH + "Violation")

    def text(self, name: str) -> str:
        """What it states, as text; empty where it says nothing."""
        values = self.said.get(name)
        return str(getattr(values[0], "value", "")) if values else ""

    def count(self, name: str) -> int | None:
        """The `minCount`, `maxLength` or the like that it states.

        Raises:
            OntologyError: it is no number.
        """
        return int(self._numeral(name)) if name in self.said else None

    def number(self, name: str) -> float:
        """The `minInclusive` or the like that it states.

        Raises:
            OntologyError: it is no number.
        """
        return float(self._numeral(name, _NUMBER))

    def _numeral(self, name: str, form: re.Pattern[str] = _WHOLE) -> str:
        text = self.text(name)
        if not form.fullmatch(text):
            raise OntologyError(f"ontology/shapes: sh:{name} is `{text[:80]}`: write a number")
        return text


class Shapes:
    """The shapes of a project, as `kg.check.read_shapes` gives them."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._about: dict[Term, dict[str, list[Term]]] = defaultdict(dict)
        self._paths: dict[Term, Term] = {}
        self._holders: dict[Term, list[Term]] = defaultdict(list)
        for subject, predicate, value in dict.fromkeys(triples):
            self._about[subject].setdefault(predicate.value, []).append(value)
            if predicate.value == SH + "path":
                self._paths[subject] = value
            elif predicate.value == SH + "property":
                self._holders[value].append(subject)

    def asked(self, classes: Collection[str]) -> Iterator[Asked]:
        """What is asked of every record of some classes, and of every value of a property, in the order of the shapes.

        What stands within `sh:or`, `sh:not` or `sh:node` is asked under a condition only, and left out, and so is
        what a property shape asks of values.

        Args:
            classes: the IRIs of the class of the record and of all above it.
        """
        wanted = {Iri(each) for each in classes}
        for shape, path in self._paths.items():
            within = (each for each in self._holders[shape] if each not in self._paths)
            holders = [self._about[each] for each in (shape, *within)]
            classed = any(wanted.intersection(each.get(SH + "targetClass", ())) for each in holders)
            if classed or any(path in each.get(SH + "targetSubjectsOf", ()) for each in holders):
                yield Asked(tuple(self._choices(path)), dict(self._said(shape)))

    def _said(self, shape: Term) -> Iterator[tuple[str, list[Term]]]:
        for name, values in self._about[shape].items():
            local = name.removeprefix(SH)
            yield local, list(self._members(values[0])) if local == "in" else values

    def _choices(self, path: Term) -> Iterator[str | None]:
        listed = self._about[path].get(SH + "alternativePath")
        for each in self._members(listed[0]) if listed else [path]:
            yield each.value if isinstance(each, Iri) else None

    def _members(self, start: Term) -> Iterator[Term]:
        """The members of an RDF list; one that runs in a circle ends where it meets itself."""
        met: set[Term] = set()
        while start not in met and RDF + "first" in self._about.get(start, {}):
            met.add(start)
            yield self._about[start][RDF + "first"][0]
            start = self._about[start].get(RDF + "rest", [start])[0]
