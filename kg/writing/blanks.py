"""Blank records: what to fill in for a kind of thing, from the ontology and the shapes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from kg.check import read_shapes
from kg.errors import NotFoundError, did_you_mean
from kg.namespaces import KG
from kg.ontology import Holds, Kind, Ontology, Property, read_ontology
from kg.project import Project
from kg.writing.shapes import Shapes

_EXAMPLES = {
    Holds.STRING: "TEXT",
    Holds.TEXT: "TEXT",
    Holds.INTEGER: "1",
    Holds.DECIMAL: "1.5",
    Holds.BOOLEAN: "true",
    Holds.DAY: "2022-01-17",
    Holds.INSTANT: "2022-01-18T09:51:00",
    Holds.DATE: "2022-01-17",
    Holds.KEY: "weaponType",
    Holds.KIND: "Person",
}
_ENDS = ("earliest", "latestStart", "earliestEnd", "latest")
_FILLED_IN = {KG + name for name in ("written", "oneDay", "qualified", *_ENDS, *(f"{end}Day" for end in _ENDS))}


def blank_record(project: Project, name: str) -> str:
    """A record of a kind as YAML: what is needed to fill in, and, commented out, what else it may have.

    Raises:
        NotFoundError: no class whose records have ids is called so; names the nearest.
    """
    ontology = read_ontology(project)
    if name not in ontology.prefix_of:
        mend = did_you_mean(name, list(ontology.prefix_of), "`kg new` completes the kinds with the tab key")
        raise NotFoundError(f"{name}: is no kind of record: {mend}")
    return write_blank(ontology, Shapes(read_shapes(project, ontology)), ontology.kinds[name])


def write_blank(ontology: Ontology, shapes: Shapes, kind: Kind) -> str:
    """As `blank_record`, of a kind whose records have ids."""
    if kind.name == "Claim":
        return "\n".join([*_comment(kind.definition), *_claim(ontology, "")]) + "\n"
    if kind.name == "Mention":
        return "\n".join([*_comment(kind.definition), *_mention("")]) + "\n"
    return "\n".join(_record(ontology, shapes, kind)) + "\n"


def required_keys(ontology: Ontology, shapes: Shapes, name: str) -> list[str]:
    """The keys that the shapes ask of a class or of one above it, in the order of the shapes.

    Where a shape is content with one of several keys, it is the first of them. What shapes only warn
    of, and claims can say, is left to claims; else a record that says it needs its sources.
    """
    keys = {each.iri: key for key, each in ontology.properties.items()}
    found = []
    for asked in shapes.asked(ontology.classes_of(name)):
        key = keys.get(asked.paths[0] or "")
        if key and asked.count("minCount") and (asked.severe or key not in ontology.sayable):
            found.append(key)
    return list(dict.fromkeys([*found, *(["sources"] if ontology.sayable.keys() & found else [])]))


def _record(ontology: Ontology, shapes: Shapes, kind: Kind) -> Iterator[str]:
    yield from _comment(kind.definition)
    yield f"- id: {ontology.prefix_of[kind.name]}:NAME"
    yield f"  kind: {kind.name}"
    needed = required_keys(ontology, shapes, kind.name)
    for key in needed:
        if key != "in":
            yield f"  {key}: {_example(ontology, ontology.properties[key])}"
    for key, each in ontology.keys_of(kind.name).items():
        if not each.promotion and key not in needed and not filled_in(each):
            yield from _comment(each.definition or each.label, "  ")
            yield f"  # {key}: {_example(ontology, each)}"
    if ontology.is_a(kind.name, "Source"):
        yield "  claims:"
        yield from _claim(ontology, "    ")
        yield "  # mentions:"
        yield from _mention("  #   ")
    else:
        said = [key for key, each in ontology.keys_of(kind.name).items() if each.promotion and each.domains]
        if said:
            yield from _comment(f"What claims of a source can say of it: {', '.join(sorted(said))}.", "  ")


def _claim(ontology: Ontology, indent: str) -> Iterator[str]:
    yield f"{indent}- about: PREFIX:NAME"
    for key, each in ontology.of_claims.items():
        if key in ("line", "quote"):
            yield f"{indent}  {key}: {_example(ontology, each)}"
    yield f"{indent}  says: {{KEY: VALUE}}"
    for key, each in ontology.of_claims.items():
        if key not in ("about", "in", "line", "quote"):
            yield from _comment(each.definition or each.label, f"{indent}  ")
            yield f"{indent}  # {key}: {_example(ontology, each)}"


def _mention(indent: str) -> Iterator[str]:
    yield f"{indent}- {{of: PREFIX:NAME, form: WORDS, line: [1, 3]}}"


def filled_in(each: Property) -> bool:
    """What the program fills in itself, such as the bounds of dates."""
    return each.iri in _FILLED_IN


def _example(ontology: Ontology, each: Property) -> str:
    if each.holds is Holds.CONCEPT:
        return ontology.concepts[each.range][0]
    if each.holds is Holds.RECORD:
        kind = ontology.kind_at(each.range)
        prefix = ontology.prefix_of.get(kind.name) if kind else None
        return f"{prefix or 'PREFIX'}:NAME"
    return _EXAMPLES[each.holds]


def _comment(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, 100, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ")
