"""Results of compiled shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg.graph import Literal, Term
from kg.shacl.components.shape_based import Property
from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape
from kg.shacl.results import Result, Unchecked
from kg.shacl.run import Run
from kg.shacl.terms import original


def results(run: Run, shape: Shape) -> Iterator[Result]:
    """What does not conform to a shape among its own focus nodes."""
    return (result for _, result in _results(run, shape, run.targeted(shape.targets)))


def _results(run: Run, shape: Shape, focus: Focus) -> Iterator[tuple[Term, Result]]:
    """Each result with the focus node of this shape to which it belongs: of an inner shape it has one of its own."""
    if shape.deactivated or not focus.nodes:
        return
    own = [each for each in shape.constraints if not isinstance(each, Property)]
    for constraint, failure in _failures(run, shape, focus, own):
        result = _result(shape, constraint, failure)
        yield result.focus, result
    values = run.values(shape, focus)
    for each in shape.constraints:
        if isinstance(each, Property):
            yield from _within(run, shape, focus, list(_results(run, each.inner, values)))


def _failures(
    run: Run, shape: Shape, focus: Focus, constraints: Iterable[Constraint]
) -> Iterator[tuple[Constraint, Failure]]:
    """What does not conform to some constraints; one that cannot be checked is noted, and leaves the others be.

    Raises:
        QueryError: one of them is too long for the engine.
    """
    tested: list[Constraint] = []
    alone: list[list[Constraint]] = []
    for each in constraints:
        tested.append(each) if each.test(run, run.variable(shape)) is not None else alone.append([each])
    for some in [tested, *alone]:
        try:
            yield from run.failures(shape, focus, some)
        except Unchecked as why:
            run.missed(why)


def _within(
    run: Run, shape: Shape, focus: Focus, found: Sequence[tuple[Term, Result]]
) -> Iterator[tuple[Term, Result]]:
    """The results of a property shape, once for each focus node of which a node is a value."""
    if not shape.path:
        yield from found
        return
    of_value: dict[Term, list[Result]] = defaultdict(list)
    for value, result in found:
        of_value[value].append(result)
    marked = {each for each in run.values(shape, focus).nodes if original(each) in of_value} if found else set()
    for owner, _, end in run.where(shape, focus, marked):
        assert end is not None, "it was reached"
        yield from ((original(owner), result) for result in of_value[original(end)])


def _result(shape: Shape, constraint: Constraint, failure: Failure) -> Result:
    node, path, value = failure
    node, value = original(node), value if value is None else original(value)
    messages = shape.messages or (Literal(constraint.explain()),)
    ours = shape.path.node if shape.path else None
    return Result(node, path or ours, value, constraint.component, shape.severity, shape.node, messages)
