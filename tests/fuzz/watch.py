"""Runs inputs in a process of its own, which is ended when one of them takes too long or takes it down."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import targets

_ROOM = 8 * 2**30
_START = 120


@dataclass(frozen=True)
class Outcome:
    """What came of one input.

    Attributes:
        what: `accepted`, `refused`, or the words of a find.
        find: whether it must not be.
    """

    seed: int
    what: str
    find: bool
    seconds: float


def outcomes(kind: str, seeds: range, limit: float) -> Iterator[Outcome]:
    """Try the inputs of some seeds, one after the other.

    Args:
        limit: the most seconds for one input.
    """
    left = seeds
    while left:
        for outcome in _until_it_ends(kind, left, limit):
            left = left[1:]
            yield outcome


def _until_it_ends(kind: str, seeds: range, limit: float) -> Iterator[Outcome]:
    """The outcomes of one process, whose folder outlives it, so that it is removed also after a process that died."""
    with targets.room() as root:
        yield from _outcomes_in(root, kind, seeds, limit)


def _outcomes_in(root: Path, kind: str, seeds: range, limit: float) -> Iterator[Outcome]:
    """As `_until_it_ends`; the last outcome is a find where the process had to be ended, or died."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(root, kind, seeds, there), daemon=True)
    process.start()
    there.close()
    allowed = _START + limit
    try:
        for seed in seeds:
            begun = time.perf_counter()
            if not here.poll(allowed):
                yield Outcome(seed, f"takes more than {allowed:.0f} seconds", True, allowed)
                return
            allowed = limit
            try:
                yield here.recv()
            except EOFError:
                process.join()
                died = f"the process died with {process.exitcode}"
                yield Outcome(seed, died, True, time.perf_counter() - begun)
                return
    finally:
        process.kill()
        process.join()
        here.close()


def _work(root: Path, kind: str, seeds: range, to: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))
    on = targets.Bench(root)
    for seed in seeds:
        begun = time.perf_counter()
        try:
            what, find = targets.tried(on, kind, targets.made(kind, seed)), False
        except targets.Find as error:
            what, find = str(error), True
        to.send(Outcome(seed, what, find, time.perf_counter() - begun))
