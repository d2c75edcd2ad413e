"""The marks of kinds: one colour and one shape for each prefix of ids, the same in every drawing and on every page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from kg.graph import Graph, text_of
from kg.namespaces import KG, RDFS

# Okabe and Ito, "Color Universal Design", 2008, without black
COLOURS = {
    "orange": "#E69F00", "sky": "#56B4E9", "green": "#009E73", "yellow": "#F0E442", "blue": "#0072B2",
    "vermilion": "#D55E00", "purple": "#CC79A7",
}  # fmt: skip
SHAPES = {
    "dot": "dot", "square": "square", "triangle": "triangle", "diamond": "diamond", "hexagon": "hexagon",
    "triangle-down": "triangleDown", "star": "star",
}  # fmt: skip
"""Their names in vis-network."""

# the mark of the nearest class that has one, from the class that declares the prefix upwards
_MARKS = f"""
SELECT ?prefix ?mark {{
  ?class <{KG}idPrefix> ?prefix
  OPTIONAL {{
    ?class <{RDFS}subClassOf>* ?bearer . ?bearer <{KG}mark> ?mark
    FILTER NOT EXISTS {{
      ?class <{RDFS}subClassOf>* ?nearer . ?nearer <{KG}mark> ?other ; <{RDFS}subClassOf>+ ?bearer
      FILTER (?nearer != ?bearer)
    }}
  }}
}} ORDER BY ?prefix ?mark"""


class Style(NamedTuple):
    """How things of one kind look: a colour in CSS and a shape of vis-network."""

    colour: str
    shape: str


PLAIN = Style("#999999", "dot")


def marks(graph: Graph) -> dict[str, str]:
    """The mark of each prefix of ids, as the ontology gives it: a colour and a shape in words.

    What no class gives one gets the next that is free, in order of the prefixes.
    """
    given = {text_of(prefix): text_of(mark) for prefix, mark in reversed(graph.select(_MARKS).rows)}
    free = _free(set(given.values()))
    return {prefix: given[prefix] or next(free, "") for prefix in sorted(given)}


def style_of(mark: str) -> Style | None:
    """How a mark looks; None for what is none. What is no kind of the ontology may be grey."""
    colour, _, shape = mark.partition(" ")
    found = {**COLOURS, "grey": PLAIN.colour}.get(colour)
    return Style(found, SHAPES[shape]) if found and shape in SHAPES else None


def _free(taken: set[str]) -> Iterator[str]:
    every = (f"{colour} {shape}" for shape, colour in product(SHAPES, COLOURS))
    return (mark for mark in every if mark not in taken)
