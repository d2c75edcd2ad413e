"""What a network is of: things and what lies around them, a question's answer, or the best connected of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import QueryError
from kg.search import find_one
from kg.server.answered import Answered, answered
from kg.server.connected import connected
from kg.server.happened import days_of
from kg.server.messages import Asked
from kg.server.networks import MOST_THINGS, Reached
from kg.server.opened import Shown

LARGE, FARTHEST, MOST = 1_000, 3, 5_000
"""From how many things on a drawing is too much to read, the most hops, and the most things of one."""


@dataclass(frozen=True)
class Chosen:
    """What is shown of a graph.

    Attributes:
        starts: the things that were named.
        answer: the question that names the things.
        kinds: the classes of which things are shown; none means all.
        reached: the things shown, and how many there are.
        counts: where it is of the whole graph, how many things there are of each class.
    """

    starts: Sequence[str]
    answer: Answered | None
    kinds: Sequence[str]
    hops: int
    most: int
    reached: Reached
    counts: dict[str, int]

    @property
    def choices(self) -> list[int]:
        """How many could be shown instead."""
        numbers = {MOST_THINGS, LARGE, min(self.reached.total, MOST)}
        return sorted(each for each in numbers if each <= self.reached.total and each != len(self.reached.things))


def choose(shown: Shown, asked: Asked) -> Chosen:
    """What a request is about.

    Raises:
        KgError: there is no such thing, question, class or date, or a number does not fit.
    """
    starts, answer = [find_one(shown.project, shown.graph, each) for each in asked.all("thing")], answered(shown, asked)
    if starts and answer:
        raise QueryError("thing: does not go with a question, whose answer names the things: leave one of them out")
    hops = asked.number("hops", 1 if starts else 0, FARTHEST)
    most = max(asked.number("most", MOST_THINGS, MOST), len(starts), 1)
    days_of(asked.one("from"), asked.one("until"))
    if starts or answer:
        _check_filters(asked, "a thing" if starts else "a question")
        reached = Reached(shown, answer.drawn if answer else starts, hops, most)
        return Chosen(starts, answer, (), hops, most, reached, {})
    whole, kinds = connected(shown), [each.removeprefix("kg:") for each in asked.all("kind")]
    found = whole.among(kinds, asked.one("from"), asked.one("until"))
    reached = Reached(shown, found[:most], 0, most)
    reached.total = len(found)
    return Chosen((), None, kinds, 0, most, reached, whole.counts())


def _check_filters(asked: Asked, beside: str) -> None:
    """See that what narrows the whole graph is not given where the network is around something."""
    for name in ("kind", "from", "until"):
        if asked.all(name):
            raise QueryError(f"{name}: narrows the whole graph, and does not go with {beside}: leave one of them out")
