"""Times of both sides of a comparison in one run, and tables of them."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

_PACKAGES = ("pyoxigraph", "ryaml", "rdflib", "pyyaml", "linkml", "pyshacl", "pyrudof")
_LEAST = 0.05
T = TypeVar("T")


class Disagreement(Exception):
    """Two sides that should give the same do not."""


@dataclass(frozen=True)
class Run:
    """One finished process.

    Attributes:
        cpu: seconds of work on all cores, which other jobs on the machine hardly change.
        peak_mib: the most memory that it held.
    """

    seconds: float
    cpu: float
    peak_mib: float
    output: str


def run(command: Sequence[object], expected: int = 0) -> Run:
    """Run a whole process to its end, which it must reach with the exit code expected.

    The kernel counts the memory of this process at the start of the other, so measure memory while
    this one is small.
    """
    start = time.perf_counter()
    with subprocess.Popen([str(each) for each in command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode != expected:
        raise Disagreement(f"{' '.join(map(str, command))} exits with {process.returncode}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def build(project: Path) -> Run:
    """`kg build` of a project as if it were new."""
    shutil.rmtree(project / ".kg", ignore_errors=True)
    return run([tool("kg"), "--root", project, "build"])


def statements(built: Run) -> int:
    """How many statements a build says that it made."""
    found = re.search(r" (\d+) statements", built.output)
    if found is None:
        raise Disagreement(f"no graph was built: {built.output}")
    return int(found[1])


def tool(name: str) -> Path:
    """A command of this Python's environment."""
    return Path(sys.executable).with_name(name)


def repeated(call: Callable[[], Any]) -> Callable[[], float]:
    """A call as the mean time of so many repetitions that the clock's steps do not matter."""

    def timed(number: int) -> float:
        start = time.perf_counter()
        for _ in range(number):
            call()
        return time.perf_counter() - start

    timed(1)
    number = max(1, round(_LEAST / max(timed(1), 1e-6)))
    return lambda: timed(number) / number


def alternate(calls: Mapping[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """What each call gave in each round; all calls take turns, every other round backwards."""
    taken: dict[str, list[T]] = {name: [] for name in calls}
    for number in range(rounds):
        for name in list(calls)[:: -1 if number % 2 else 1]:
            taken[name].append(calls[name]())
    return taken


def ratios(times: Sequence[float], of_ours: Sequence[float]) -> list[float]:
    """How many times as long as ours it took, round by round."""
    return [one / other for one, other in zip(times, of_ours, strict=True)]


def seconds(runs: Sequence[Run]) -> list[float]:
    """How long each of several processes took."""
    return [each.seconds for each in runs]


def cpu(runs: Sequence[Run]) -> str:
    """The median of their work, as text."""
    return f"{median(each.cpu for each in runs):.3g}"


def spread(values: Sequence[float]) -> str:
    """Median and extremes as text."""
    middle, least, most = (f"{each:.3g}" for each in (median(values), min(values), max(values)))
    return f"{middle} ({least} to {most})"


def met(goal: bool) -> str:
    """Whether a goal is met, as text."""
    return "met" if goal else "**missed**"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def machine() -> str:
    """Cores, memory and versions, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [f"{os.cpu_count()} cores", f"{memory:.0f} GiB of memory", f"Python {platform.python_version()}"]
    for name in _PACKAGES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            parts.append(f"no {name}")
    return ", ".join(parts)


def load() -> str:
    """The mean number of running processes over the last minute."""
    return f"{os.getloadavg()[0]:.1f}"
