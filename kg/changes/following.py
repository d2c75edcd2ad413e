"""What follows by rules on one side of a comparison and not on the other, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.changes.reading import Side
from kg.changes.states import Fact
from kg.graph import Iri, Literal, Triple
from kg.namespaces import RDF

_TYPE = RDF + "type"


@dataclass(frozen=True)
class Following:
    """Looks for what follows on one side alone."""

    old: Side
    new: Side

    @property
    def is_compared(self) -> bool:
        """Whether rules were asked on both sides; else nothing can be said."""
        return self.old.inferred is not None and self.new.inferred is not None

    def gained(self) -> Iterator[tuple[Fact, str]]:
        """What follows now, and did not hold before, with the reason."""
        return self._alone(self.new, self.old, "new rule")

    def lost(self) -> Iterator[tuple[Fact, str]]:
        """What followed before, and does not hold now, with the reason."""
        return self._alone(self.old, self.new, "rule is gone")

    def _alone(self, here: Side, there: Side, unknown: str) -> Iterator[tuple[Fact, str]]:
        if here.inferred is None or there.inferred is None:
            return
        for triple in sorted(here.inferred.made.keys() - there.inferred.made.keys(), key=str):
            name = here.inferred.made[triple]
            rules = (here.inferred.rules[name], there.inferred.rules.get(name))
            why = unknown if rules[1] is None else "changed rule" if rules[0] != rules[1] else "same rule"
            if (fact := self._told(triple)) and not there.graph.holds(triple):
                yield fact, f"{why}, {name}"

    def _told(self, triple: Triple) -> Fact | None:
        """What is told of a statement; of what came or went as a whole, its class tells its other classes."""
        subject, key, value = triple
        if not isinstance(subject, Iri) or not isinstance(value, Iri | Literal):
            return None
        ends = (self.old.graph, self.new.graph)
        stayed = all(graph.knows(subject) for graph in ends)
        return (subject.value, key.value, value) if stayed or key.value != _TYPE else None
