"""One number for all that is said of each subject, by which two graphs are compared without reading them.

A subject of the data is one node as it is loaded, and what promotion adds to it. Two hashes of 128 bits
that are the same by chance are not to be expected among fewer than 10^18 subjects.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kg.errors import UnreadableError
from kg.graph import Triple
from kg.namespaces import BASE, KG

_BITS = 128


@dataclass
class Digests:
    """What a graph says, in numbers.

    Attributes:
        terms: of what the ontology makes of the data: which statements, and which of them can become facts.
        subjects: of each subject, by its IRI; dates are left out, since they say the same wherever they stand.
    """

    terms: int = 0
    subjects: dict[str, int] = field(default_factory=dict)

    def meant(self, context: Any, triples: Iterable[Triple]) -> None:
        """Take in how the ontology reads and promotes."""
        self.terms = _number(json.dumps(context, sort_keys=True))
        for triple in triples:
            if triple.predicate.value == KG + "promotion":
                self.terms = _sum(self.terms, str(triple))

    def loaded(self, nodes: Iterable[dict[str, Any]], texts: Iterable[str]) -> None:
        """Take in nodes, and the texts by which they are loaded."""
        for node, text in zip(nodes, texts, strict=True):
            if node["kind"] != "Date":
                self.subjects[BASE + node["id"].replace(":", "/", 1)] = _number(text)

    def added(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Take in statements on their way to the graph; their order makes no difference."""
        for triple in triples:
            subject = triple.subject.value  # type: ignore[union-attr]
            self.subjects[subject] = _sum(self.subjects.get(subject, 0), str(triple))
            yield triple

    def differ(self, other: Digests) -> set[str]:
        """The IRIs of the subjects of which two graphs may say different things: all where the ontologies differ."""
        if self.terms != other.terms:
            return self.subjects.keys() | other.subjects.keys()
        return {subject for subject, _ in self.subjects.items() ^ other.subjects.items()}

    def write(self, path: Path) -> None:
        """Keep them in a file."""
        path.write_text(json.dumps([self.terms, self.subjects]), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Digests:
        """Those that a file keeps.

        Raises:
            UnreadableError: it is not there, or is no such file.
        """
        try:
            terms, subjects = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise UnreadableError(f"{path}: is not readable: run `kg build`: {error}") from error
        return cls(terms, subjects)


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=_BITS // 8).digest())


def _sum(number: int, text: str) -> int:
    return int((number + _number(text)) % 2**_BITS)
