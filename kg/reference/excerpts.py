"""An example of each kind: its first record in the data, as it is written there."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.ontology import NESTED, Ontology
from kg.project import Project
from kg.records import read_records
from kg.records.places import Steps
from kg.records.yamlfile import YamlFile


@dataclass(frozen=True)
class Excerpt:
    """Lines of a data file.

    Attributes:
        path: the file, by its path in its project.
        line: the number of the first line.
        left_out: how many claims and mentions of the record are not shown.
    """

    path: Path
    line: int
    text: str
    left_out: int = 0


def first_records(project: Project, ontology: Ontology) -> dict[str, Excerpt]:
    """For each kind that has records of its own, the first of them in the order of the files.

    Of a source only the first claim is shown; it is also the example of a claim. So with mentions.

    Raises:
        DataError: the data breaks its rules; names every problem.
        UnreadableError: a file cannot be read.
    """
    records = read_records(project, ontology)
    if records.problems:
        raise DataError(records.problems)
    found: dict[str, Excerpt] = {}
    for name, (file, steps) in records.places.items():
        word = steps[1] if len(steps) > 1 else ""
        kind = NESTED.get(str(word)) or records.kinds[name]
        if kind not in found:
            found[kind] = _excerpt(project, file, steps[:3] if word in NESTED else steps[:1])
    return found


def _excerpt(project: Project, file: YamlFile, steps: Steps) -> Excerpt:
    begin, end, left_out = file.place(steps)[0], _end(file, steps), 0
    record = file.read()[steps[0]] if len(steps) == 1 else {}
    lists = {word: range(len(record[word])) for word in NESTED if word in record}
    if lists:
        ways: list[Steps] = [(word,) for word in lists]
        ways += [(word, number) for word, numbers in lists.items() for number in numbers]
        _, first, *others = sorted(file.place((*steps, *way))[0] for way in ways)  # the list itself, its first item
        end = next((line - 1 for line in others if line > first), end)
        left_out = sum(map(len, lists.values())) - 1
    lines = file.text.split("\n")[begin - 1 : end]
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()  # what stands before the next record belongs to that
    return Excerpt(_path(project, file), begin, textwrap.dedent("\n".join(lines)), left_out)


def _end(file: YamlFile, steps: Steps) -> int | None:
    """The line on which an item of a list, or of a list around it, ends; None for that of the file."""
    begin = file.place(steps)[0]
    for depth in range(len(steps), 0, -1):
        step = steps[depth - 1]
        if isinstance(step, int):
            after = file.place((*steps[: depth - 1], step + 1))[0]
            if after > begin:
                return after - 1
    return None


def _path(project: Project, file: YamlFile) -> Path:
    path = file.shown.absolute()
    layer = next((layer for layer in project.layers["data"] if path.is_relative_to(layer)), None)
    return path.relative_to(layer.parent) if layer else file.shown
