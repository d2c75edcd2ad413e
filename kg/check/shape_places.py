"""Where the shapes' files say what is told of a shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from kg.check.shape_rules import named
from kg.errors import Span
from kg.graph import Iri, Triple, text_of
from kg.namespaces import expand
from kg.ontology.declared import place_of, place_of_statement
from kg.project import Project
from kg.shacl import SH
from kg.shacl.source import Source

_QUERIES = ("sparql", "expression", "target")
"""What pySHACL alone checks, which does not tell where it fails."""

_SHOWN = 80
"""A value is told to at least so many characters."""


def place_in_shapes(project: Project, shapes: Sequence[Triple], what: str) -> tuple[Path, Span] | None:
    """Where a shape says what is wrong with it, or else where it begins; None where no file has it.

    Args:
        shapes: as `named` gives them.
        what: the name of the shape, or of what it is for and stands in, and what is wrong with it.
    """
    source, told = Source(shapes), what.partition(": ")
    for node in _holders(told[0].partition(", ")[0].split()[-1]):
        said = [each for each in shapes if node in (each.subject, source.owner(each.subject))]  # type: ignore[arg-type]
        meant = _meant(said, told[2]) if said else [each for each in shapes if each.object == node]  # it is but named
        place = _first(project, meant) or place_of(project, [node.value]) or _first(project, said)
        if place:
            return place
    return None


def _first(project: Project, said: Iterable[Triple]) -> tuple[Path, Span] | None:
    return next(filter(None, (place_of_statement(project, each, named) for each in said)), None)


def _meant(said: Iterable[Triple], told: str) -> list[Triple]:
    """The statements that words on a shape speak of: those with a term of SHACL that they name, and with its value."""
    terms = set(re.findall(r"sh:(\w+)", told)) or (_QUERIES if "pySHACL" in told else ())
    iris = {Iri(SH + each) for each in terms}
    found = [each for each in said if not iris.isdisjoint((each.predicate, each.object))]
    value = re.search(r"`(.*?)`", told)
    shown = value[1][:_SHOWN] if value else ""
    return [each for each in found if text_of(each.object)[:_SHOWN] == shown] or found  # type: ignore[arg-type]


def _holders(name: str) -> Iterator[Iri]:
    """A shape and those that it may stand in, whose names begin its own."""
    with suppress(ValueError):  # an IRI of a scheme of its own
        name = expand(name)
    yield Iri(name)
    while "-" in name.rpartition("/")[2]:
        name = name.rpartition("-")[0]
        yield Iri(name)
