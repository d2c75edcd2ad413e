"""Reads the Turtle files of the ontology, and refuses terms that cannot serve as keys and kinds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kg.errors import OntologyError
from kg.graph import Iri, Literal, Term, Triple, parse
from kg.namespaces import KG, OWL, PREFIXES, RDF, RDFS, SDO, SKOS, XSD, compact
from kg.ontology.declared import place_of
from kg.ontology.model import NESTED, Holds, Kind, Ontology, Property
from kg.project import Project

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

_PROPERTY_TYPES = (OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_PREFIX = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # as `kg.namespaces.ID` has it
_PROMOTIONS = ("never", "agreed", "each")

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
