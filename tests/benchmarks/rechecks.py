"""Checking again after a save, as `kg check --watch` does it, on the shipped data."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import generate
from measure import Disagreement, met, spread, table

import kg
from kg.check import check
from kg.check.rechecking import Rechecker
from kg.project import Project, find_project

GOAL = 0.3
SAVES = {
    "a comment": (r"\A", "# A word.\n"),
    "a name": (r"label: \w+", "label: Another"),
    "the value of a claim": (r"missileCount: \d+", "missileCount: 77"),
    "a value that is wrong": (r"missileCount: \d+", "missileCount: 0"),
    "the day of a source": (r"published: \S+", "published: 2030-01-01"),
    "a record more": (r"\A", "- {id: launch:another, kind: Launch, label: Another}\n"),
    "a claim less": (r"\n    - about: [^\n]+(\n      [^\n]+)+", ""),
}
"""What a save changes where it fits first, file by file; the next one takes it back."""


def watch(folder: Path, rounds: int) -> str:
    """What a save costs that changes one thing in one file, on the shipped data, shapes included."""
    generate.write_project(folder)
    shutil.copytree(Path(kg.__file__).parents[1] / "data", folder / "data")
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((folder / "data").rglob("*.yaml"))}
    project = find_project(folder)
    checker = Rechecker(project)
    checker.check()
    rows, every = [], []
    for what, (old, new) in SAVES.items():
        path = next(path for path, text in texts.items() if re.search(old, text))
        other = re.sub(old, new, texts[path], count=1)
        _compare(project, checker, path, other)
        took = [_timed(checker, path, text) for _ in range(rounds) for text in (texts[path], other)]
        _compare(project, checker, path, texts[path])
        rows.append([what, *_cells(took)])
        every += took if what != "a comment" else []
    rows.append(["any statement", *_cells(every), f"{GOAL:g} s", met(median(each for each, _ in every) < GOAL)])
    return table(["changed", "seconds", "CPU seconds", "goal", ""], [[*row, *[""] * (5 - len(row))] for row in rows])


def _timed(checker: Rechecker, path: Path, text: str) -> tuple[float, float]:
    path.write_text(text, encoding="utf-8")
    begun, worked = time.perf_counter(), time.process_time()
    checker.check()
    return time.perf_counter() - begun, time.process_time() - worked


def _compare(project: Project, checker: Rechecker, path: Path, text: str) -> None:
    """Hold what is found after a save against a check from the start."""
    path.write_text(text, encoding="utf-8")
    if checker.check().problems != check(project).problems:
        raise Disagreement(f"after a save of {path.name} other problems are found than from the start")


def _cells(took: Sequence[tuple[float, float]]) -> list[str]:
    return [spread([each for each, _ in took]), spread([each for _, each in took])]
