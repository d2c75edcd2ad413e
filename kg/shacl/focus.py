"""Sets of focus nodes: as a piece of a query, and, once somebody needs it, as a set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from kg.graph import Graph, Iri, Literal, Term
from kg.namespaces import RDF, RDFS
from kg.shacl.model import Targets
from kg.shacl.terms import stored

_FEW = 50


class Focus:
    """Some nodes.

    Args:
        pattern: what binds `?focus` to each of them once, and perhaps to others.
        find: finds them.
    """

    def __init__(self, pattern: str, find: Callable[[], Iterable[Term]]) -> None:
        self._pattern = pattern
        self._find = find

    @cached_property
    def nodes(self) -> Collection[Term]:
        """The nodes, each once."""
        return dict.fromkeys(self._find()).keys()

    @cached_property
    def pattern(self) -> str:
        """What binds `?focus` to each of the nodes once, and perhaps to others; short where they are few."""
        named = len(self.nodes) <= _FEW and all(isinstance(each, Iri | Literal) for each in self.nodes)
        return values(self.nodes) if named else self._pattern


@dataclass(frozen=True)
class Classes:
    """A class and all that are declared to be below it.

    Attributes:
        blank: whether one of those has no name, so that only a path finds its instances.
    """

    top: Iri
    named: tuple[Iri, ...]
    blank: bool

    def type_of(self, variable: str) -> str:
        """A piece of a query that matches where a variable is an instance, perhaps several times."""
        if self.blank:
            return f"{variable} <{RDF}type>/<{RDFS}subClassOf>* {self.top}"
        if len(self.named) == 1:
            return f"{variable} <{RDF}type> {self.top}"
        return f"{values(self.named, '?class')} {variable} <{RDF}type> ?class"

    def test(self, variable: str) -> str:
        """An expression, true where a variable is an instance; all classes have names."""
        if len(self.named) == 1:
            return f"EXISTS {{ {self.type_of(variable)} }}"
        names = ", ".join(map(str, self.named))
        return f"EXISTS {{ {variable} <{RDF}type> ?class FILTER(?class IN ({names})) }}"


def select(graph: Graph, query: str) -> Iterator[Any]:
    """The rows of the answer to a SELECT, one by one."""
    return iter(cast("Iterable[Any]", graph.query(query)))


def classes_below(ask: Callable[[str], Iterator[Any]], top: Iri) -> Classes:
    """A class with all that are declared to be below it.

    Args:
        ask: gives the rows of the answer to a SELECT.
    """
    below = [row[0] for row in ask(f"SELECT DISTINCT ?class WHERE {{ ?class <{RDFS}subClassOf>+ {top} }}")]
    named = dict.fromkeys([top, *(each for each in below if isinstance(each, Iri))])
    return Classes(top, tuple(named), not all(isinstance(each, Iri) for each in below))


def values(nodes: Iterable[Term], variable: str = "?focus") -> str:
    """A piece of a query that binds a variable to some IRIs and literals."""
    return f"VALUES {variable} {{ {' '.join(map(str, nodes))} }}"


def target_pattern(targets: Targets, classes: Callable[[Iri], Classes]) -> str:
    """A piece of a query that binds `?focus` to each focus node of a shape once.

    Args:
        classes: tells a class and those below it.
    """
    parts = [values(map(stored, targets.nodes))] if targets.nodes else []
    parts += [classes(each).type_of("?focus") for each in targets.classes]
    parts += [f"?focus {each} ?any" for each in targets.subjects_of]
    parts += [f"?any {each} ?focus" for each in targets.objects_of]
    if len(parts) == 1 and targets.classes and parts[0].count("?") == 1 and "*" not in parts[0]:
        return parts[0]
    union = " UNION ".join(f"{{ {each} }}" for each in parts)
    return f"{{ SELECT DISTINCT ?focus WHERE {{ {union} }} }}"
