"""The ontology as the schema of the data: which kinds and keys there are, and what they hold.

A class, a property or a concept is one entry in a Turtle file; these modules only read it. The
annotations that they read (`kg:idPrefix`, `kg:key`, `kg:promotion`) are defined in `core.ttl`.
"""

from kg.ontology.model import NESTED, Holds, Kind, Ontology, Property
from kg.ontology.reading import parse_turtle, read_ontology

__all__ = ["NESTED", "Holds", "Kind", "Ontology", "Property", "parse_turtle", "read_ontology"]
