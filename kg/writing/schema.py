"""The JSON Schema of the data files, by which an editor completes, explains and checks what is typed.

It is made of the ontology, the shapes and the records that are there. It is in draft-07, the draft that editors read
alike: VS Code's YAML extension knows later ones only since 1.20, and nothing of them is needed. Beside it stand words
that only editors know: `enumDescriptions`, `errorMessage`, `patternErrorMessage`, `defaultSnippets`, `doNotSuggest`.

An editor reads `2022` as a number and `~` as nothing, where `kg` reads text. So the schema takes either, and where it
cannot tell what `kg` refuses it takes more, rather than mark what is right.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from kg.build import Note
from kg.check import read_shapes
from kg.graph import Iri, Literal
from kg.namespaces import KG, OWL, SKOS, compact
from kg.ontology import NESTED, Holds, Ontology, Property, read_ontology
from kg.project import Project
from kg.records import Records, read_records
from kg.records.values import Refused, converter
from kg.writing.blanks import filled_in
from kg.writing.forms import Schema, by_language, identifier, limits, literal
from kg.writing.shapes import Asked, Shapes

_NEEDED = {"claims": ("about", "says"), "mentions": ("of", "form")}
"""What the reader asks of each item of a nested list, whatever the shapes say."""

_LEFT_OUT = {"in", "by", "modality"}
"""What an item must have, but the reader fills in."""

_SEVERAL: Schema = {"type": "array", "minItems": 1}
_SAYS = "What the claim says of its thing: keys that a claim can say, with their values."
_SETTLES = "In a record it settles what claims contest, and needs `sources`."


def schema_file(project: Project, note: Note = lambda text: None) -> bytes:
    """The JSON Schema of a project's data files.

    Args:
        note: is told when records cannot be read, so that their ids are missing.

    Raises:
        OntologyError: ontology or shapes cannot be used.
        UnreadableError: a file cannot be read.
    """
    ontology = read_ontology(project)
    records = read_records(project, ontology)
    if records.problems:
        note(f"the data has mistakes ({len(records.problems)}), so that ids may be missing: run `kg check`")
    schema = _Writer(ontology, Shapes(read_shapes(project, ontology)), records).schema()
    return (json.dumps(schema, indent=1, ensure_ascii=False) + "\n").encode()


class _Writer:
    """Writes one schema; what is used more than once stands in its `definitions`."""

    def __init__(self, ontology: Ontology, shapes: Shapes, records: Records) -> None:
        self._ontology = ontology
        self._shapes = shapes
        self._notes = _notes(ontology)
        self._kinds = [name for name in ontology.prefix_of if name not in NESTED.values()]
        self._definitions = dict(_known_ids(records))

    def schema(self) -> Schema:
        """The whole document: a file is a list of records."""
        head = {"$schema": "http://json-schema.org/draft-07/schema#", **_SEVERAL, "items": self._record()}
        return {**head, "definitions": dict(sorted(self._definitions.items()))}

    def _shared(self, schema: Schema, *names: str) -> Schema:
        """A reference to a schema, which stands under the first of some names that stands for nothing else."""
        name = next(each for each in names if self._definitions.setdefault(each, schema) == schema)
        return {"$ref": f"#/definitions/{name}"}

    def _told(self, iri: str, between: str = "\n\n") -> str:
        """What the ontology tells of a term: definition, scope note, examples."""
        notes = self._notes[iri]
        examples = ["Example: " + "; ".join(notes["example"])] if notes["example"] else []
        return between.join([*notes["definition"], *notes["scopeNote"], *examples])

    def _choice(self, words: dict[str, str]) -> Schema:
        """One of some words, each with the IRI that it stands for."""
        return {"enum": list(words), "enumDescriptions": [self._told(iri, " ") for iri in words.values()]}

    def _record(self) -> Schema:
        """A record: which keys it may have depends on its kind alone, and so does what is said of mistakes."""
        kind = self._choice({name: KG + name for name in self._kinds})
        branches = [{"if": _of_kind(name), "then": self._shared(self._kind(name), name)} for name in self._kinds]
        blanks = [self._blank(name) for name in self._kinds]
        return {
            "properties": {"id": {"type": "string"}, "kind": {**kind, "errorMessage": "no kind of record"}},
            "if": {"type": "object", "required": ["kind"]},
            "then": {"required": ["id"], "allOf": branches},
            "else": {"type": "object", "required": ["id", "kind"], "defaultSnippets": blanks},
        }

    def _blank(self, name: str) -> Schema:
        """A record of a kind to fill in, which an editor offers where one begins."""
        needed = [key for key in self._definitions[name]["required"] if key not in ("id", "kind")]
        filled = {"id": f"{self._ontology.prefix_of[name]}:$1", "kind": name}
        body = filled | {key: f"${place}" for place, key in enumerate(needed, 2)}
        return {"label": name, "description": self._told(KG + name), "body": body}

    def _kind(self, name: str) -> Schema:
        ontology = self._ontology
        asked = list(self._shapes.asked(ontology.classes_of(name)))
        keys = {key: each for key, each in ontology.keys_of(name).items() if each.promotion != "never"}
        properties = {
            "id": identifier([ontology.prefix_of[name]]),
            "kind": {"const": name, "description": self._told(KG + name)},
        }
        for key, each in keys.items():
            properties[key] = self._shared(self._key(each, asked), f"key.{key}", f"key.{key}.{name}")
        if ontology.is_a(name, "Source"):
            properties |= {word: self._nested(word) for word in NESTED}
        return _mapping(properties, [["id"], ["kind"], *_needed(ontology, keys, asked)])

    def _nested(self, word: str) -> Schema:
        """A list within the record of a source."""
        ontology, name = self._ontology, NESTED[word]
        asked = list(self._shapes.asked(ontology.classes_of(name)))
        keys = {key: each for key, each in ontology.properties.items() if KG + name in each.domains and key != "in"}
        properties = {key: self._shared(self._key(each, asked), f"{word}.{key}") for key, each in keys.items()}
        if word == "claims":
            properties |= {"id": identifier(["claim"]), "says": self._shared(self._says(), "says")}
        needed = [*([key] for key in _NEEDED.get(word, ())), *_needed(ontology, keys, asked)]
        item = _mapping(properties, [choice for choice in needed if not _LEFT_OUT.intersection(choice)])
        return {"description": self._told(KG + name), **_SEVERAL, "items": self._shared(item, name)}

    def _says(self) -> Schema:
        asked = list(self._shapes.asked(()))
        sayable = self._ontology.sayable.items()
        properties = {key: self._shared(self._key(each, asked, said=True), f"says.{key}") for key, each in sayable}
        return {"description": _SAYS, "minProperties": 1, **_mapping(properties, [])}

    def _key(self, each: Property, asked: Iterable[Asked], said: bool = False) -> Schema:
        """The values of a key: one or a list, as many as the shapes allow; a text also by languages."""
        mine = [one for one in asked if one.paths == (each.said if said else each.iri,) and one.severe]
        most = [count for one in mine if (count := one.count("maxCount")) is not None]
        value, bounds = self._value(each), list(limits(mine, each.holds))
        value = {"allOf": [value, *bounds]} if bounds else value
        several = {**_SEVERAL, "items": value, **({"maxItems": min(most)} if most else {})}
        forms = [value, several, *([by_language(value, several)] if each.holds is Holds.TEXT else [])]
        told = [self._told(each.iri), *([_SETTLES] if each.promotion and not said else [])]
        hidden = {"doNotSuggest": True} if filled_in(each) else {}
        return {"description": "\n\n".join(told), "anyOf": forms, **hidden}

    def _value(self, each: Property) -> Schema:
        named = each.holds in (Holds.RECORD, Holds.CONCEPT)
        name = f"value.{compact(each.range) if named else each.holds.name.lower()}"
        return self._shared(self._definitions.get(name) or self._form(each), name)

    def _form(self, each: Property) -> Schema:
        ontology = self._ontology
        if each.holds is Holds.RECORD:
            return self._reference(each.range)
        if each.holds is Holds.CONCEPT:
            return self._choice({name: KG + name for name in ontology.concepts[each.range]})
        if each.holds is Holds.KEY:
            keys = {key: one.iri for key, one in ontology.properties.items()}
            return {**self._choice(keys), "errorMessage": "no property of the ontology"}
        if each.holds is Holds.KIND:
            kinds = {name: kind.iri for name, kind in ontology.kinds.items()}
            return {**self._choice(kinds), "errorMessage": "no class of the ontology"}
        return literal(each.holds, _mend(ontology, each))

    def _reference(self, range_: str) -> Schema:
        """The id of a record of a class: any that has its form; those of known records are offered."""
        ontology = self._ontology
        kinds = [name for name in ontology.prefix_of if range_ in (OWL + "Thing", *ontology.classes_of(name))]
        known = [{"$ref": f"#/definitions/ids.{name}"} for name in kinds if f"ids.{name}" in self._definitions]
        return {"anyOf": [identifier([ontology.prefix_of[name] for name in kinds]), *known]}


def _mapping(properties: Schema, needed: Collection[list[str]]) -> Schema:
    """A mapping with these keys and no other, and of each choice of needed keys at least one."""
    single = dict.fromkeys(choice[0] for choice in needed if len(choice) == 1)
    choices = [{"anyOf": [{"required": [key]} for key in choice]} for choice in needed if len(choice) > 1]
    head = {"type": "object", "properties": properties, "additionalProperties": False, "required": list(single)}
    return {**head, **({"allOf": choices} if choices else {})}


def _of_kind(name: str) -> Schema:
    """Whether a record is of a kind; by a pattern, since of a `const` editors are content with the beginning."""
    kind = {"type": "string", "pattern": f"^{name}$"}
    return {"type": "object", "required": ["kind"], "properties": {"kind": kind}}


def _needed(ontology: Ontology, keys: Collection[str], asked: Iterable[Asked]) -> Iterator[list[str]]:
    """The keys that a shape asks of the record itself, where it is content with one of several all of them.

    What claims can say the record may lack.
    """
    named = {each.iri: key for key, each in ontology.properties.items()}
    for each in asked:
        choice = [named.get(path or "", "") for path in each.paths]
        if each.severe and each.count("minCount") and set(choice) <= set(keys) - ontology.sayable.keys():
            yield choice


def _known_ids(records: Records) -> Iterator[tuple[str, Schema]]:
    """The ids of the records of each class, with their names."""
    known: dict[str, dict[str, str]] = defaultdict(dict)
    for node in records.nodes:
        if node["id"] in records.kinds:
            known[node["kind"]][node["id"]] = _name(node.get("label") or node.get("title"))
    for kind, names in known.items():
        ids = sorted(names)
        message = f"no {kind} of the data"  # else an editor writes out all ids for each one that is none of them
        yield f"ids.{kind}", {"enum": ids, "enumDescriptions": [names[id_] for id_ in ids], "errorMessage": message}


def _name(value: Any) -> str:
    """One name of those that a record has, in English if there is one."""
    if isinstance(value, dict):
        value = value.get("en") or list(value.values())
    while isinstance(value, list):
        value = value[0] if value else None
    return value or ""


def _mend(ontology: Ontology, each: Property) -> str:
    """How the reader says that a value of another form is mended."""
    try:
        converter(ontology, each)("?")
    except Refused as refused:
        return refused.mend
    return ""


def _notes(ontology: Ontology) -> dict[str, dict[str, list[str]]]:
    """For each term, its definition, scope note and examples in English."""
    notes: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in ontology.triples:
        if isinstance(subject, Iri) and isinstance(value, Literal) and value.language in (None, "en"):
            notes[subject.value][predicate.value.removeprefix(SKOS)].append(value.value)
    return notes
