"""What belongs to each term of the ontology: keys, shapes, an example, queries, terms of other vocabularies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from kg.check import read_shapes
from kg.graph import Iri, Literal
from kg.namespaces import KG, RDF, SKOS, compact
from kg.ontology import Kind, Ontology, Property
from kg.project import Project
from kg.queries import Query
from kg.reference.excerpts import Excerpt
from kg.reference.shapes import Constraint, Shape, ShapeFile
from kg.writing.blanks import write_blank
from kg.writing.shapes import Shapes

_TERM = re.compile(r"\b(?:kg|said):([A-Za-z][\w-]*)")
_MATCHES = {"exactMatch": "same", "closeMatch": "close", "broadMatch": "broader", "narrowMatch": "narrower",
            "relatedMatch": "related", "notation": "code"}  # fmt: skip


@dataclass(frozen=True)
class Scheme:
    """A scheme of closed concepts; each concept is its name, its label and its definition."""

    name: str
    label: str
    definition: str
    concepts: tuple[tuple[str, str, str], ...]


class Entries:
    """Looks up what the entry of a term shows.

    Args:
        examples: an example of each kind that has records.
    """

    def __init__(
        self,
        project: Project,
        ontology: Ontology,
        files: Sequence[ShapeFile],
        queries: Mapping[str, Query],
        examples: Mapping[str, Excerpt],
    ) -> None:
        self._ontology = ontology
        self._asked = Shapes(read_shapes(project, ontology))
        self._shapes = [shape for file in files for shape in file.shapes]
        self._used = [(query, frozenset(_TERM.findall(query.text))) for query in queries.values()]
        self._examples = examples

    def keys(self, kind: Kind) -> list[tuple[str, list[Property]]]:
        """The keys of its records, in groups: its own, those of each class above it, those of every record."""
        nested = {"Claim": self._ontology.of_claims, "Mention": self._ontology.of_mentions}.get(kind.name)
        if nested:
            return [(kind.name, list(nested.values()))]
        left = self._ontology.keys_of(kind.name)
        groups = []
        for name in (kind.name, *self._ontology.ancestors(kind.name)):
            iri = self._ontology.kinds[name].iri
            groups.append((name, [left.pop(key) for key, each in list(left.items()) if iri in each.domains]))
        groups.append(("", list(left.values())))
        return [(name, found) for name, found in groups if found]

    def shapes(self, kind: Kind) -> list[tuple[str, list[Shape]]]:
        """The shapes of a class and of its own keys, and those of each class above it."""
        found = []
        for name in (kind.name, *self._ontology.ancestors(kind.name)):
            iri = self._ontology.kinds[name].iri
            own = {each.iri for each in self._ontology.properties.values() if iri in each.domains}
            found.append((name, [each for each in self._shapes if iri in each.classes or own & each.properties]))
        return [(name, shapes) for name, shapes in found if shapes]

    def constraints(self, each: Property) -> list[tuple[Shape, Constraint]]:
        """What shapes ask of the values of a property."""
        return [
            (shape, constraint)
            for shape in self._shapes
            for constraint in shape.constraints
            if constraint.property == each.iri
        ]

    def example(self, kind: Kind) -> Excerpt | None:
        """The first record of that very kind."""
        return self._examples.get(kind.name)

    def blank(self, kind: Kind) -> str | None:
        """What to fill in, as `kg new` prints it, where a kind can have records."""
        has_ids = kind.name in self._ontology.prefix_of
        return write_blank(self._ontology, self._asked, kind) if has_ids else None

    def below(self, kind: Kind) -> list[str]:
        """The classes directly below one, by name."""
        return sorted(each.name for each in self._ontology.kinds.values() if kind.name in each.parents)

    @property
    def top(self) -> list[str]:
        """The classes that are below no other of the ontology, by name."""
        kinds = self._ontology.kinds
        return sorted(each.name for each in kinds.values() if not kinds.keys() & set(each.parents))

    def queries(self, term: Kind | Property) -> list[Query]:
        """The queries that name a property, or that name a class or a property of its own."""
        if isinstance(term, Property):
            names = {term.key} if term.iri.startswith(KG) else set()
        else:
            own = (key for key, each in self._ontology.properties.items() if term.iri in each.domains)
            names = {term.name, *own}
        return [query for query, used in self._used if used & names]

    def matches(self, kind: Kind) -> list[tuple[str, str, str]]:
        """Like classes of other vocabularies: how they match, their name, and their IRI if they have one."""
        found = []
        for predicate, value in self._statements[kind.iri]:
            how = _MATCHES.get(predicate.removeprefix(SKOS)) if predicate.startswith(SKOS) else None
            if how:
                url = urlsplit(value.value if isinstance(value, Iri) else "")
                name = f"{re.split('[#/]', value.value)[-1]} at {url.netloc}" if url.netloc else value.value
                found.append((how, name, url.geturl()))
        return sorted(found)

    def annotation(self, each: Property, name: str) -> str:
        """The value of an annotation of the ontology, such as `unit`, or an empty text."""
        return next((compact(value.value) for key, value in self._statements[each.iri] if key == KG + name), "")

    @cached_property
    def schemes(self) -> list[Scheme]:
        """The schemes of closed concepts with their members, by name."""
        found = []
        for scheme in sorted(self._subjects(RDF + "type", SKOS + "ConceptScheme")):
            members = [
                (iri.removeprefix(KG), self._text(iri, "label"), self._text(iri, "definition"))
                for iri in self._subjects(SKOS + "inScheme", scheme)
            ]
            name = scheme.removeprefix(KG)
            found.append(Scheme(name, self._text(scheme, "label"), self._text(scheme, "definition"), tuple(members)))
        return found

    @property
    def topics(self) -> dict[str, list[Query]]:
        """The queries by topic, both in order."""
        found: dict[str, list[Query]] = defaultdict(list)
        for query, _ in sorted(self._used, key=lambda item: (item[0].topic, item[0].name)):
            found[query.topic].append(query)
        return dict(found)

    @cached_property
    def _statements(self) -> Mapping[str, list[tuple[str, Iri | Literal]]]:
        found: dict[str, list[tuple[str, Iri | Literal]]] = defaultdict(list)
        for subject, predicate, value in self._ontology.triples:
            if isinstance(subject, Iri) and isinstance(value, Iri | Literal):
                found[subject.value].append((predicate.value, value))
        return found

    def _subjects(self, predicate: str, value: str) -> list[str]:
        wanted = (predicate, Iri(value))
        return [iri for iri, about in self._statements.items() if wanted in about]

    def _text(self, iri: str, name: str) -> str:
        """The English text of a label or a definition."""
        found = (value for key, value in self._statements[iri] if re.split("[#/]", key)[-1] == name)
        return next((value.value for value in found if getattr(value, "language", None) in (None, "en")), "")
