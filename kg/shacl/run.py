"""One validation of one graph: the rows that constraints ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any

from kg.graph import Graph, Iri, Term, fits
from kg.shacl.focus import Classes, Focus, classes_below, select, target_pattern
from kg.shacl.matching import Patience
from kg.shacl.model import Constraint, Failure, Shape, Targets
from kg.shacl.paths import Path
from kg.shacl.reaching import Reach, around
from kg.shacl.remembering import Remembered
from kg.shacl.results import Unchecked

_SCAN = 8
"""How many statements are read in one go in the time in which the values of one node are looked up."""

Row = tuple[Term, Term]


class Run:
    """The data, and what was already found out about it.

    Args:
        graph: the data.
        verbatim: whether it holds literals as `kg.shacl.terms` keeps them.
        remembered: answers that still hold.
    """

    def __init__(self, graph: Graph, verbatim: bool = False, remembered: Remembered | None = None) -> None:
        self.graph = graph
        self.verbatim = verbatim
        self._remembered = remembered
        self.reach = Reach(self.select)
        self.unchecked: dict[tuple[object, ...], Unchecked] = {}
        """What could not be checked, each once."""
        self.classes = lru_cache(None)(self._classes)
        self.targeted = lru_cache(None)(self._targeted)
        self.statements = lru_cache(None)(self._statements)
        """How many statements a property has."""

    def missed(self, why: Unchecked) -> None:
        """Note something that could not be checked."""
        self.unchecked[why.args] = why

    @cached_property
    def patience(self) -> Patience:
        """The time for patterns that may take long."""
        return Patience(len(self.graph))

    @cached_property
    def properties(self) -> list[Iri]:
        """The properties that the data has."""
        return [row[0] for row in self.select("SELECT DISTINCT ?p WHERE { ?s ?p ?o }")]

    def _statements(self, each: Iri) -> int:
        (row,) = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s {each} ?o }}")
        return int(row[0].value)

    def _classes(self, top: Iri) -> Classes:
        return classes_below(self.select, top)

    def _targeted(self, targets: Targets) -> Focus:
        pattern = target_pattern(targets, self.classes)
        return Focus(pattern, lambda: (row[0] for row in self.select(f"SELECT ?focus WHERE {{ {pattern} }}")))

    def select(self, query: str) -> Iterator[Any]:
        """The rows of the answer to a SELECT, one by one."""
        if self._remembered is not None:
            return iter(self._remembered.rows(self.graph, query))
        return select(self.graph, query)

    def variable(self, shape: Shape) -> str:
        """The variable that stands for the values of a shape."""
        return "?value" if shape.path else "?focus"

    def rows(self, shape: Shape, focus: Focus, condition: str = "") -> Iterator[Row]:
        """Each focus node with each of its values, once, for which a condition holds."""
        if not shape.path and not condition:
            return ((each, each) for each in focus.nodes)
        if shape.path and shape.path.endless and "?focus" not in condition:
            return self._reached(shape.path, focus, condition)
        return ((row[0], row[1]) for row in self._asked(shape, focus, condition, ()))

    def _reached(self, path: Path, focus: Focus, condition: str) -> Iterator[Row]:
        """As `rows`, of an endless path: with a condition, what is reached is asked, and only then from where."""
        if not condition:
            return ((node, end) for node in focus.nodes for end in self.reach.ends(path, [node]))
        ends = self._ends(path, focus)
        pattern = f"{{ SELECT (?focus AS ?value) WHERE {{ {ends.pattern} }} }}"
        found = {row[0] for row in self.select(f"SELECT ?value WHERE {{ {pattern} FILTER({condition}) }}")}
        return self.reach.pairs(path, focus.nodes, (each for each in found if each in ends.nodes))

    def _ends(self, path: Path, focus: Focus) -> Focus:
        """The nodes that an endless path leads to."""
        parts = [*dict.fromkeys(around(path)), *([f"{{ {focus.pattern} }}"] if path.empty else [])]
        pattern = f"{{ SELECT DISTINCT ?focus WHERE {{ {' UNION '.join(parts)} }} }}"
        return Focus(pattern, lambda: self.reach.ends(path, focus.nodes))

    def tested(self, shape: Shape, focus: Focus, tests: Sequence[str]) -> Iterator[tuple[Term, Term, list[bool]]]:
        """Each focus node with each value that fails one of some tests, and what each test says."""
        condition = " || ".join(f"!({each})" for each in tests)
        if len(tests) == 1:
            return ((*row, [False]) for row in self.rows(shape, focus, condition))
        if shape.path and shape.path.endless:
            return self._tested(shape, focus, tests)
        numbers = range(2, len(tests) + 2)
        found = self._asked(shape, focus, condition, tests)
        return ((row[0], row[1], [row[i].value == "true" for i in numbers]) for row in found)

    def _tested(self, shape: Shape, focus: Focus, tests: Sequence[str]) -> Iterator[tuple[Term, Term, list[bool]]]:
        failing = [set(self.rows(shape, focus, f"!({each})")) for each in tests]
        return ((*row, [row not in each for each in failing]) for row in set().union(*failing))

    def join(self, shape: Shape, focus: Focus, more: str) -> Iterator[Row]:
        """Each focus node with each value, as often as the rest of a pattern matches besides."""
        body = f"{self.body(shape, focus)} . {more}"
        if focus.nodes:
            for row in self.select(f"SELECT ?focus ({self.variable(shape)} AS ?of) WHERE {{ {body} }}"):
                if row[0] in focus.nodes:
                    yield row[0], row[1]

    def _asked(self, shape: Shape, focus: Focus, condition: str, tests: Sequence[str]) -> Iterator[Any]:
        columns = f"?focus ({self.variable(shape)} AS ?of)" + "".join(f" ({t} AS ?t{i})" for i, t in enumerate(tests))
        where = f" FILTER({condition})" if condition else ""
        nodes = focus.nodes
        if not nodes or (shape.path and self._absent(shape.path)):
            return
        scan = _steps(shape.path) if shape.path and self.scans(shape.path, focus) else ""
        for row in self.select(f"SELECT {columns} WHERE {{ {scan or self.body(shape, focus)}{where} }}"):
            if row[0] in nodes:
                yield row

    def _absent(self, path: Path) -> bool:
        """Whether no statement has a property of a path, so that it leads nowhere."""
        return path.steps is not None and not path.empty and not any(self.statements(each) for each, _ in path.steps)

    def scans(self, path: Path, focus: Focus) -> bool:
        """Whether it is faster to read all statements of a path than to look up those of each focus node."""
        if path.steps is None or path.empty:
            return False
        return not self.few(focus, [each for each, _ in path.steps])

    def few(self, focus: Focus, properties: Iterable[Iri]) -> bool:
        """Whether nodes are so few, beside the statements of some properties, that each is looked up."""
        return sum(map(self.statements, properties)) > _SCAN * len(focus.nodes)

    def some(self, focus: Focus, nodes: Iterable[Term]) -> Focus:
        """Some of the nodes of `focus`."""
        return Focus(focus.pattern, lambda: nodes)

    def body(self, shape: Shape, focus: Focus) -> str:
        """A piece of a query that binds `?focus` and, where there is a path, `?value`, each pair once."""
        if not shape.path:
            return focus.pattern
        reached = f"{focus.pattern} . ?focus {shape.path.text} ?value"
        if shape.path.empty:
            reached = f"{{ {reached} }} UNION {{ {focus.pattern} BIND(?focus AS ?value) }}"
        if shape.path.single:
            return reached
        return f"{{ SELECT DISTINCT ?focus ?value WHERE {{ {reached} }} }}"

    def values(self, shape: Shape, focus: Focus) -> Focus:
        """The values of a shape, as focus nodes of a shape within."""
        if not shape.path:
            return focus
        if shape.path.endless:
            return self._ends(shape.path, focus)
        inner = f"{{ SELECT DISTINCT ?value WHERE {{ {self.body(shape, focus)} }} }}"
        pattern = f"{{ SELECT (?value AS ?focus) WHERE {{ {inner} }} }}"
        return Focus(pattern, lambda: (value for _, value in self.rows(shape, focus)))

    def lacking(self, shape: Shape, focus: Focus, value: str = "?any") -> Iterator[Term]:
        """The focus nodes that have no value, or not this one."""
        assert shape.path
        if shape.path.empty and value == "?any":
            return
        if shape.path.endless and value == "?any":
            ends = self.reach.ends(shape.path, focus.nodes)
            having = self.reach.ends(shape.path, ends, back=True)
            yield from (node for node in focus.nodes if node not in having)
        elif not shape.path.single:  # a longer path in NOT EXISTS is followed from everywhere, for each node anew
            condition = "" if value == "?any" else f"sameTerm(?value, {value})"
            having = {node for node, _ in self.rows(shape, focus, condition)}
            yield from (node for node in focus.nodes if node not in having)
        elif self._absent(shape.path):
            yield from focus.nodes
        else:
            without = f"NOT EXISTS {{ ?focus {shape.path.text} {value} }}"
            found = self.select(f"SELECT ?focus WHERE {{ {focus.pattern} FILTER({without}) }}")
            yield from (row[0] for row in found if row[0] in focus.nodes)

    def counts(self, shape: Shape, focus: Focus) -> Counter[Term]:
        """How many values each focus node has."""
        return Counter(node for node, _ in self.rows(shape, focus))

    def exceeding(self, shape: Shape, focus: Focus, most: int) -> Iterator[Term]:
        """The focus nodes that have more than so many values."""
        path = shape.path
        if not path or not path.single or not self.scans(path, focus):
            yield from (node for node, number in self.counts(shape, focus).items() if number > most)
        elif most == 0 or not self._single(path):
            query = f"SELECT ?focus WHERE {{ {_steps(path)} }} GROUP BY ?focus HAVING (COUNT(*) > {most})"
            yield from (row[0] for row in self.select(query) if row[0] in focus.nodes)

    def _single(self, path: Path) -> bool:
        """Whether a path of one step leads from each node to one value at most, which is fast to tell."""
        assert path.steps
        (row,) = self.select(f"SELECT (COUNT(DISTINCT ?focus) AS ?n) WHERE {{ {_steps(path)} }}")
        return int(row[0].value) == self.statements(path.steps[0][0])

    def failures(
        self, shape: Shape, focus: Focus, constraints: Iterable[Constraint]
    ) -> Iterator[tuple[Constraint, Failure]]:
        """What does not conform to some constraints of a shape.

        Raises:
            QueryError: one of them makes a query that is too long for the engine.
        """
        told = [(each, each.test(self, self.variable(shape))) for each in constraints]
        tests = [(each, test) for each, test in told if test is not None and test != "true"]
        for lot in _lots(tests):
            for node, value, passed in self.tested(shape, focus, [test for _, test in lot]):
                for (each, _), good in zip(lot, passed, strict=True):
                    if not good:
                        yield each, (node, None, value if each.shows_value else None)
        for each, test in told:
            if test is None:
                yield from ((each, failure) for failure in each.failures(self, shape, focus))

    def failing(self, shape: Shape, focus: Focus) -> set[Term]:
        """The nodes that do not conform to a shape."""
        if shape.deactivated or not focus.nodes:
            return set()
        return {node for _, (node, _, _) in self.failures(shape, focus, shape.constraints)}

    def where(self, shape: Shape, focus: Focus, bad: Iterable[Term]) -> Iterator[Failure]:
        """A failure for each focus node with each of its values that is in `bad`."""
        marked = bad if isinstance(bad, set) else set(bad)
        if shape.path and shape.path.endless:
            rows = self.reach.pairs(shape.path, focus.nodes, marked & set(self.values(shape, focus).nodes))
            yield from ((node, None, value) for node, value in rows)
        elif marked:
            yield from ((node, None, value) for node, value in self.rows(shape, focus) if value in marked)


def _lots(tests: Iterable[tuple[Constraint, str]]) -> list[list[tuple[Constraint, str]]]:
    """Tests in lots of which each fits into one query."""
    lots: list[list[tuple[Constraint, str]]] = []
    for each in tests:
        if lots and fits(*(test for _, test in [*lots[-1], each])):
            lots[-1].append(each)
        else:
            lots.append([each])
    return lots


def _steps(path: Path) -> str:
    """A piece of a query that binds `?focus` and `?value` to what a path of single steps connects, each pair once."""
    if path.single:
        assert path.steps
        ((step, back),) = path.steps
        return f"?value {step} ?focus" if back else f"?focus {step} ?value"
    return f"{{ SELECT DISTINCT ?focus ?value WHERE {{ ?focus {path.text} ?value }} }}"
