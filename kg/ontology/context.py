"""The JSON-LD context that gives the YAML its meaning, and the `said:` twins; both generated from the ontology.

The published context reads the YAML as people write it: `claims` is the reverse of `kg:in`, and
`says` nests keys that mean the twins. The loading context is flat, since the engine reads scoped
contexts slowly; `kg.records` writes what the scopes would have meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.graph import Iri, Literal, Triple
from kg.namespaces import BASE, DATE, KG, OWL, RDF, RDFS, SAID, SKOS, XSD
from kg.ontology import NESTED, Holds, Ontology, Property

_DATATYPES = {
    Holds.INTEGER: XSD + "integer",
    Holds.DECIMAL: XSD + "decimal",
    Holds.BOOLEAN: XSD + "boolean",
    Holds.DAY: XSD + "date",
    Holds.INSTANT: XSD + "dateTime",
}
_NAMED = (Holds.RECORD, Holds.DATE, Holds.CONCEPT, Holds.KEY, Holds.KIND)


def published_context(ontology: Ontology) -> dict[str, Any]:
    """The context for YAML as written, as a JSON-LD 1.1 document.

    Dates become `…/date/` and their EDTF text, which a processor joins without escaping;
    `kg.namespaces.date_iri` escapes it.
    """
    terms = _common(ontology)
    for key, each in ontology.properties.items():
        terms[key] = _scoped(ontology, each, each.iri)
    said = {key: _scoped(ontology, each, each.said) for key, each in ontology.sayable.items()}
    for word in NESTED:
        terms[word] = {"@reverse": KG + "in"}
    terms["says"] = {"@id": "@nest", "@context": said}
    return {"@context": terms}


def loading_context(ontology: Ontology) -> dict[str, Any]:
    """The flat context for what `kg.records` hands over: twins and named values written out."""
    terms = _common(ontology) | {"said": {"@id": SAID, "@prefix": True}}
    for key, each in ontology.properties.items():
        terms[key] = _flat(each, each.iri)
    for key, each in ontology.sayable.items():
        terms[f"said:{key}"] = _flat(each, each.said)
    return terms


def twins(ontology: Ontology) -> Iterator[Triple]:
    """The declarations of the twins: range and super-properties are copied, never the domain."""
    for each in ontology.sayable.values():
        twin = Iri(each.said)
        yield Triple(twin, Iri(RDF + "type"), Iri(OWL + _owl_type(each)))
        yield Triple(twin, Iri(RDFS + "label"), Literal(f"{each.label} (said)", language="en"))
        definition = f"What a claim says of the property “{each.label}”, whether or not it is so."
        yield Triple(twin, Iri(SKOS + "definition"), Literal(definition, language="en"))
        yield Triple(twin, Iri(RDFS + "domain"), Iri(KG + "Claim"))
        yield Triple(twin, Iri(RDFS + "range"), Iri(each.range))
        yield Triple(Iri(each.iri), Iri(KG + "saidAs"), twin)
        for parent in each.parents:
            above = ontology.sayable.get(parent.removeprefix(KG))
            if above:
                yield Triple(twin, Iri(RDFS + "subPropertyOf"), Iri(above.said))


def _owl_type(each: Property) -> str:
    """In OWL 2 DL a class or a property can only be the value of an annotation."""
    if each.holds in (Holds.KEY, Holds.KIND):
        return "AnnotationProperty"
    return "ObjectProperty" if each.holds in _NAMED else "DatatypeProperty"


def _common(ontology: Ontology) -> dict[str, Any]:
    terms: dict[str, Any] = {"@version": 1.1, "@vocab": KG, "kg": {"@id": KG, "@prefix": True}}
    for prefix in ontology.prefixes:
        terms[prefix] = {"@id": f"{BASE}{prefix}/", "@prefix": True}
    return terms | {"id": "@id", "kind": "@type"}


def _flat(each: Property, iri: str) -> dict[str, Any]:
    if each.holds is Holds.TEXT:
        return {"@id": iri, "@language": "en", "@container": "@language"}
    if each.holds in _NAMED:
        return {"@id": iri, "@type": "@id"}
    return {"@id": iri, "@type": _DATATYPES[each.holds]} if each.holds in _DATATYPES else {"@id": iri}


def _scoped(ontology: Ontology, each: Property, iri: str) -> dict[str, Any]:
    """As `_flat`, with a scope in which a short word means what it names."""
    if each.holds is Holds.DATE:
        return {"@id": iri, "@type": "@vocab", "@context": {"@vocab": DATE}}
    if each.holds is Holds.CONCEPT:
        return {"@id": iri, "@type": "@vocab"}
    if each.holds in (Holds.KEY, Holds.KIND):
        foreign = {key: one.iri for key, one in ontology.properties.items() if one.iri != KG + key}
        term = {"@id": iri, "@type": "@vocab"}  # repeated in its own scope, which would forget it
        return {**term, "@context": [None, {"@vocab": KG, **foreign, each.key: term}]}
    return _flat(each, iri)


