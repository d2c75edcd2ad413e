"""Commands that read the graph, as processes: on the shipped graph and on one of a million statements."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from statistics import median

import generate
from measure import Run, alternate, cpu, met, run, seconds, spread, statements, table, tool
from measure import build as kg_build

CLAIMS = 100_000
GOALS = {"shipped": 1.0, "large": 5.0}
FIRST_GOAL = 5.0
THINGS = {
    "shipped": {"thing": "launch:2022-01-17-pyongyang", "other": "person:kim-jong-un", "name": "Kim Jong Un"},
    "large": {"thing": "launch:launch-5", "other": "launch:launch-9", "name": "Launch number 77"},
}
COMMANDS = {
    "show": "show {thing}",
    "find": "find {name}",
    "why, a contested property": "why {thing} weaponClass",
    "why, all of a thing": "why {thing}",
    "conflicts, of a thing": "conflicts {thing}",
    "conflicts, all": "conflicts --most 20",
    "path": "path {thing} {other}",
    "rank by degree": "rank --most 10",
    "rank by pagerank": "rank --by pagerank --most 10",
    "communities": "communities --most 3",
    "ask relations_in_time": "ask relations_in_time -p event={thing}",
    "show --known-by, first time": "show {thing} --known-by 2022-06-30",
    "show --known-by, again": "show {thing} --known-by 2022-06-30",
    "show --as-of, first time": "show {thing} --as-of 2022-06-30",
    "show --as-of, again": "show {thing} --as-of 2022-06-30",
    "diff of two builds": "diff {before} now",
}
"""What is asked of each graph; `{before}` is the name of the build before the last article came."""
_LAST = """- id: source:last-article
  kind: NewsArticle
  title: The last article
  published: 2022-06-30
  claims:
  - {{about: {thing}, line: 1, quote: It flew thousands of kilometres, says: {{distanceKm: 4321}}}}
"""


def answers(folder: Path, rounds: int) -> str:
    """Commands that read the graph, each as a process, graph built, on the shipped graph and on a large one."""
    roots = {"shipped": folder / "shipped", "large": folder / "large"}
    generate.write_project(roots["shipped"], "ontology, queries, data")
    generate.write_claims(roots["large"], CLAIMS)
    before = {name: _built(root) for name, root in roots.items()}
    for name, root in roots.items():
        (root / "data").mkdir(exist_ok=True)
        (root / "data" / "last.yaml").write_text(_LAST.format(**THINGS[name]), encoding="utf-8")
    sizes = {name: statements(run([tool("kg"), "--root", root, "build"])) for name, root in roots.items()}
    words = {name: {**THINGS[name], "before": before[name]} for name in roots}
    rows = []
    for command in COMMANDS:
        runs = {name: _measured(command, root, words[name], rounds) for name, root in roots.items()}
        rows.append([command, *(cell for name in roots for cell in _cells(name, command, runs[name]))])
    heads = (f"{name}: {size:,} statements, seconds" for name, size in sizes.items())
    columns = [column for head in heads for column in (head, "CPU", "goal", "")]
    return table(["command", *columns], rows)


def _measured(command: str, root: Path, things: Mapping[str, str], rounds: int) -> list[Run]:
    build = (root / ".kg" / "current").resolve()
    words = [word.format(**things) for word in COMMANDS[command].split()]  # a name of several words is one of them
    call = partial(run, [tool("kg"), "--root", root, *words], 1 if words[0] == "diff" else 0)  # 1: it finds changes

    def cold() -> Run:
        shutil.rmtree(build / "views", ignore_errors=True)
        return call()

    if not command.endswith("first time"):
        call()  # once uncounted, so that files are in memory and views are there
        return alternate({"": call}, rounds)[""]
    return alternate({"": cold}, min(rounds, 3))[""]


def _built(root: Path) -> str:
    """Build a project; the name of the build."""
    kg_build(root)
    return (root / ".kg" / "current").resolve().name


def _cells(name: str, command: str, runs: list[Run]) -> list[str]:
    goal = GOALS[name]
    if command.endswith("first time"):
        goal = FIRST_GOAL if name == "shipped" else 0
    took = median(seconds(runs))
    return [spread(seconds(runs)), cpu(runs), *([f"{goal:g} s", met(took <= goal)] if goal else ["", ""])]
