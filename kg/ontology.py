"""The ontology as the schema of the data: which kinds and keys there are, and what they hold.

A class, a property or a concept is one entry in a Turtle file; this module only reads it. The
annotations that it reads (`kg:idPrefix`, `kg:key`, `kg:promotion`) are defined in `core.ttl`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path

from kg.declared import place_of
from kg.errors import OntologyError
from kg.graph import Iri, Literal, Term, Triple, parse
from kg.namespaces import KG, OWL, PREFIXES, RDF, RDFS, SAID, SDO, SKOS, XSD, compact
from kg.project import Project


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


_LITERALS = {
    XSD + "string": Holds.STRING,
    RDF + "langString": Holds.TEXT,
    XSD + "integer": Holds.INTEGER,
    XSD + "decimal": Holds.DECIMAL,
    XSD + "boolean": Holds.BOOLEAN,
    XSD + "date": Holds.DAY,
    XSD + "dateTime": Holds.INSTANT,
    KG + "Date": Holds.DATE,
    RDF + "Property": Holds.KEY,
    RDFS + "Class": Holds.KIND,
    OWL + "Thing": Holds.RECORD,
}
NESTED = {"claims": "Claim", "mentions": "Mention"}
"""The lists that stand in the record of a source, and the class of what they hold."""

_PROPERTY_TYPES = (OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_PREFIX = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # as `kg.namespaces.ID` has it
_PROMOTIONS = ("never", "agreed", "each")


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


_Index = Mapping[str, Mapping[str, list[Term]]]


def read_ontology(project: Project) -> Ontology:
    """Read the ontology of a project.

    Raises:
        OntologyError: a file that does not parse, or terms that cannot serve as keys and kinds.
    """
    triples: dict[Triple, None] = {}
    for path in project.files("ontology", ".ttl").values():
        if "shapes" not in path.parts[-2:-1]:
            triples.update(dict.fromkeys(parse_turtle(project, path)))
    index = _index(triples)
    kinds = [_kind(index, iri) for iri in _terms(index, OWL + "Class")]
    concepts = _concepts(index)
    keyed = [iri for iri, about in index.items() if KG + "key" in about]
    terms = dict.fromkeys([*(iri for kind in _PROPERTY_TYPES for iri in _terms(index, kind)), *keyed])
    try:
        _refuse_odd_names(kinds)
        properties = [each for each in (_property(index, iri, concepts) for iri in terms) if each]
        _refuse_clashes(kinds, properties, concepts)
    except _UnfitTerm as unfit:
        raise OntologyError(f"{_place(project, unfit.iris)}: {unfit}") from unfit
    return Ontology(
        {each.name: each for each in kinds}, {each.key: each for each in properties}, concepts, list(triples)
    )


class _UnfitTerm(Exception):
    """A term that cannot serve; `iris` are those that may be mended."""

    def __init__(self, message: str, *iris: str) -> None:
        super().__init__(message)
        self.iris = iris


def _place(project: Project, iris: Sequence[str]) -> str:
    """File, line and column where one of the terms begins; the project's own files first."""
    found = place_of(project, iris)
    return f"{found[0]}:{found[1].line}:{found[1].column}" if found else "ontology"


def parse_turtle(project: Project, path: Path) -> Iterable[Triple]:
    """The statements of a Turtle file of the project.

    Raises:
        OntologyError: names file, line and column of what does not parse.
    """
    try:
        return list(parse(path.read_bytes(), "turtle"))
    except SyntaxError as error:
        place = f"{project.shown(path)}:{error.lineno}:{error.offset}"
        raise OntologyError(f"{place}: {error.msg}: mend the Turtle") from error
    except OSError as error:
        raise OntologyError(f"{project.shown(path)}: cannot be read: {error.strerror}") from error


def _index(triples: Iterable[Triple]) -> _Index:
    index: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        if isinstance(subject, Iri):
            index[subject.value][predicate.value].append(value)
    return index


def _terms(index: _Index, kind: str) -> list[str]:
    """The terms of `kg:` that are of a type."""
    typed = Iri(kind)
    return [iri for iri, about in index.items() if iri.startswith(KG) and typed in about.get(RDF + "type", ())]


def _one(about: Mapping[str, list[Term]], predicate: str) -> str | None:
    values = about.get(predicate, ())
    english = [each for each in values if not isinstance(each, Literal) or each.language in (None, "en")]
    return str(english[0].value) if english else None


def _iris(about: Mapping[str, list[Term]], predicate: str) -> tuple[str, ...]:
    return tuple(each.value for each in about.get(predicate, ()) if isinstance(each, Iri))


def _kind(index: _Index, iri: str) -> Kind:
    about = index[iri]
    name = iri.removeprefix(KG)
    parents = tuple(each.removeprefix(KG) for each in _iris(about, RDFS + "subClassOf"))
    label = _one(about, RDFS + "label") or name
    return Kind(name, iri, label, _one(about, SKOS + "definition") or "", parents, _one(about, KG + "idPrefix"))


def _concepts(index: _Index) -> dict[str, list[str]]:
    """Closed classes: subclasses of `skos:Concept` whose members stand in the ontology itself."""
    members: dict[str, list[str]] = defaultdict(list)
    for iri, about in index.items():
        if iri.startswith(KG):
            for kind in _iris(about, RDF + "type"):
                if SKOS + "Concept" in _iris(index.get(kind, {}), RDFS + "subClassOf"):
                    members[kind].append(iri.removeprefix(KG))
    return dict(members)


def _property(index: _Index, iri: str, concepts: Mapping[str, list[str]]) -> Property | None:
    about = index[iri]
    ranges = _iris(about, RDFS + "range")
    key = _one(about, KG + "key") or iri.removeprefix(KG)
    promotion = _one(about, KG + "promotion")
    if (not ranges and promotion is None) or KG + "derivedOnly" in about:
        return None  # an annotation of the ontology itself, or what rules state: never a key of data
    if len(ranges) != 1:
        raise _UnfitTerm(f"{key} has {len(ranges)} ranges: give it one rdfs:range", iri)
    if promotion not in (None, *_PROMOTIONS):
        raise _UnfitTerm(f"{key} has kg:promotion {promotion!r}: write one of {', '.join(_PROMOTIONS)}", iri)
    holds = _LITERALS.get(ranges[0]) or (Holds.CONCEPT if ranges[0] in concepts else Holds.RECORD)
    if holds is Holds.RECORD and ranges[0] not in index and ranges[0] not in _LITERALS:
        raise _UnfitTerm(f"{key} has the unknown range <{ranges[0]}>: name a class of the ontology", iri)
    domains = _iris(about, RDFS + "domain") + _iris(about, SDO + "domainIncludes")
    return Property(
        key, iri, _one(about, RDFS + "label") or key,
        _one(about, SKOS + "definition") or _one(about, SKOS + "scopeNote") or "", ranges[0], holds,
        domains, promotion, _iris(about, RDFS + "subPropertyOf"),
    )  # fmt: skip


def _refuse_odd_names(kinds: Iterable[Kind]) -> None:
    """The name of a class is written in data files; so is the prefix of its ids."""
    for each in kinds:
        if not _WORD.fullmatch(each.name):
            raise _UnfitTerm(f"`{each.name}` is no name for a class: use letters, digits and hyphens", each.iri)
        if each.prefix is not None and not _PREFIX.fullmatch(each.prefix):
            mend = "use lower case letters and digits, joined by hyphens"
            raise _UnfitTerm(f"`{each.prefix}` is no prefix of ids: {mend}", each.iri)


def _refuse_clashes(
    kinds: Iterable[Kind], properties: Iterable[Property], concepts: Mapping[str, list[str]]
) -> None:
    """A JSON-LD term is a prefix, a key or a concept, never two of them: the clash would be silent."""
    taken = dict.fromkeys(PREFIXES, ("a prefix of a vocabulary", ""))
    taken |= dict.fromkeys(("id", "kind", *NESTED, "says"), ("a word of the data format", ""))
    names = [(each.prefix, f"the id prefix of kg:{each.name}", each.iri) for each in kinds if each.prefix]
    names += [(each.key, f"the key of {compact(each.iri)}", each.iri) for each in properties]
    names += [(name, "a concept", KG + name) for members in concepts.values() for name in members]
    for name, role, iri in names:
        if not (_WORD.fullmatch(name) or role.startswith("the id prefix")):
            raise _UnfitTerm(f"`{name}` is {role}: use letters, digits and hyphens", iri)
        if name in taken:
            other, its = taken[name]
            raise _UnfitTerm(f"`{name}` is {role}, and also {other}: rename one of them", iri, its)
        taken[name] = role, iri
