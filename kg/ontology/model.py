"""What the ontology is to the rest: classes, properties and closed concepts, by the names that YAML uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from kg.graph import Triple
from kg.namespaces import KG, SAID


class Holds(Enum):
    """What the values of a property are, and so how they are written in YAML."""

    STRING = "text"
    TEXT = "text with a language"
    INTEGER = "whole number"
    DECIMAL = "number"
    BOOLEAN = "true or false"
    DAY = "day"
    INSTANT = "instant"
    DATE = "date in EDTF"
    RECORD = "id of a record"
    CONCEPT = "concept"
    KEY = "name of a property"
    KIND = "name of a class"


NESTED = {"claims": "Claim", "mentions": "Mention"}
"""The lists that stand in the record of a source, and the class of what they hold."""


@dataclass(frozen=True)
class Kind:
    """A class of the ontology, by the name that `kind:` gives it."""

    name: str
    iri: str
    label: str
    definition: str
    parents: tuple[str, ...]
    prefix: str | None


@dataclass(frozen=True)
class Property:
    """A property of the ontology, by its key in YAML.

    Attributes:
        range: the IRI of the class or datatype of its values.
        domains: the IRIs of the classes whose records it belongs to; none means all.
        promotion: `never`, `agreed` or `each` where a claim can say it, else None.
    """

    key: str
    iri: str
    label: str
    definition: str
    range: str
    holds: Holds
    domains: tuple[str, ...]
    promotion: str | None
    parents: tuple[str, ...]

    @property
    def said(self) -> str:
        """The IRI of its twin, which a claim uses to say it."""
        return SAID + self.key


@dataclass(frozen=True)
class Ontology:
    """Classes, properties and closed concepts, by the names that YAML uses.

    Attributes:
        concepts: for the IRI of each closed class of concepts, the names of its members.
        triples: all statements of the ontology's files.
    """

    kinds: dict[str, Kind]
    properties: dict[str, Property]
    concepts: dict[str, list[str]]
    triples: list[Triple] = field(repr=False)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """For each prefix of ids, the name of the class that declares it."""
        return {kind.prefix: kind.name for kind in self.kinds.values() if kind.prefix}

    @cached_property
    def prefix_of(self) -> dict[str, str]:
        """For each class whose records have ids, their prefix: its own, or its nearest ancestor's."""
        found = {}
        for name in self.kinds:
            own = (self.kinds[each].prefix for each in (name, *self.ancestors(name)))
            prefix = next((each for each in own if each), None)
            if prefix:
                found[name] = prefix
        return found

    def ancestors(self, name: str) -> list[str]:
        """The classes above a class, nearest first."""
        seen: dict[str, None] = {}
        layer = [name]
        while layer:
            layer = [up for each in layer for up in self.kinds[each].parents if up in self.kinds]
            layer = [up for up in dict.fromkeys(layer) if up not in seen]
            seen.update(dict.fromkeys(layer))
        return list(seen)

    def keys_of(self, name: str) -> dict[str, Property]:
        """The keys that records of a class may have: those that belong to it, to one above it, or to all."""
        classes = self.classes_of(name)
        return {
            key: each
            for key, each in self.of_records.items()
            if not each.domains or classes.intersection(each.domains)
        }

    def classes_of(self, name: str) -> set[str]:
        """The IRIs of a class and of all above it, foreign ones included."""
        chain = [self.kinds[each] for each in (name, *self.ancestors(name))]
        return {kind.iri for kind in chain} | {up for kind in chain for up in kind.parents if ":" in up}

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether a class is another one or below it."""
        return name == ancestor or ancestor in self.ancestors(name)

    def kind_at(self, iri: str) -> Kind | None:
        """The class with an IRI."""
        kind = self.kinds.get(iri.removeprefix(KG))
        return kind if kind and kind.iri == iri else None

    @cached_property
    def sayable(self) -> dict[str, Property]:
        """The properties that a claim can say."""
        return {key: each for key, each in self.properties.items() if each.promotion}

    @cached_property
    def of_claims(self) -> dict[str, Property]:
        """The properties of claims themselves, such as `quote`."""
        return self._of("Claim")

    @cached_property
    def of_mentions(self) -> dict[str, Property]:
        """The properties of mentions."""
        return self._of("Mention")

    def _of(self, kind: str) -> dict[str, Property]:
        return {key: each for key, each in self.properties.items() if KG + kind in each.domains}

    @cached_property
    def of_records(self) -> dict[str, Property]:
        """The properties that a record may have as keys; what stands within one, in `NESTED`, has its own."""
        nested = {KG + kind for kind in NESTED.values()}
        return {key: each for key, each in self.properties.items() if not nested.intersection(each.domains)}
