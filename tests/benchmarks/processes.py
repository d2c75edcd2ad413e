"""Whole processes: a cold start, builds that grow, and a build beside what others do."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

import generate
from measure import Disagreement, Run, alternate, ratios, run, spread, table, tool, verdict
from measure import build as kg_build

HERE = Path(__file__).resolve().parent
RECORDS = 5_000
SIZES = (10_000, 50_000, 100_000, 200_000)
THING = "launch:2022-01-17-pyongyang"
COLD_GOAL, LARGEST_GOAL, GROWTH_GOAL = 0.3, 20, 1.1
GOALS = {"PyYAML and rdflib": 15, "linkml-convert": 25}


def cold(folder: Path, rounds: int) -> str:
    """A question asked by a process of its own, beside one that only imports rdflib."""
    generate.write_project(folder, "ontology, queries, data")
    kg_build(folder)
    ask = [tool("kg"), "--root", folder, "ask", "claims_about", "-p", f"thing={THING}"]
    if len(run(ask).output.splitlines()) < 3:
        raise Disagreement(f"`kg ask claims_about` finds nothing about {THING}")
    library = [sys.executable, "-c", "import rdflib"]
    run(library)
    times = alternate({"kg": lambda: run(ask).seconds, "rdflib": lambda: run(library).seconds}, rounds)
    met = verdict(median(times["kg"]) <= COLD_GOAL)
    return table(
        ("process", "seconds", "goal", ""),
        [
            ("`kg ask claims_about`, graph built", spread(times["kg"]), f"{COLD_GOAL}", met),
            ('`python -c "import rdflib"`', spread(times["rdflib"]), "", ""),
        ],
    )


def growth(folder: Path, rounds: int, sizes: Sequence[int] = SIZES) -> str:
    """Whole builds of more and more claims, promotion included."""
    runs: dict[int, list[Run]] = {size: [] for size in sizes}

    def build(size: int) -> Callable[[], float]:
        project = folder / str(size)
        generate.write_claims(project, size)

        def seconds() -> float:
            runs[size].append(kg_build(project))
            if f" {size} claims" not in runs[size][-1].output:
                raise Disagreement(f"{size} claims were written, but: {runs[size][-1].output}")
            return runs[size][-1].seconds

        return seconds

    times = alternate({str(size): build(size) for size in sizes}, rounds)
    rows = []
    for size in sizes:
        took = times[str(size)]
        goal = (f"{LARGEST_GOAL} s", verdict(median(took) <= LARGEST_GOAL)) if size == SIZES[-1] else ("", "")
        peak = f"{max(each.peak_mib for each in runs[size]):,.0f} MiB"
        statements = re.search(r"(\d+) statements", runs[size][0].output)
        each = f"{median(took) / size * 10_000:.3g}"
        rows.append((f"{size:,}", f"{int(statements[1]) if statements else 0:,}", spread(took), each, peak, *goal))
    columns = ("claims", "statements", "seconds", "seconds per 10,000 claims", "peak memory", "goal", "")
    text = table(columns, rows)
    if len(sizes) > 1:
        points = [(log(size), log(median(times[str(size)]))) for size in sizes]
        exponent = linear_regression(*zip(*points, strict=True)).slope
        met = verdict(exponent <= GROWTH_GOAL)
        text += f"\nExponent of growth (1 is linear): {exponent:.2f}; goal {GROWTH_GOAL}: {met}\n"
    return text


def build(folder: Path, rounds: int) -> str:
    """The build of records without claims, beside a script by hand and linkml-convert."""
    data = generate.write_records(folder, RECORDS)
    by_hand = [sys.executable, HERE / "by_hand.py", data, folder / "by-hand.nt"]
    linkml: list[object] = [tool("linkml-convert"), "-s", HERE / "linkml.yaml", "-C", "Container"]
    linkml += ["-o", folder / "linkml.ttl", generate.write_linkml(folder, RECORDS)]
    calls: dict[str, Callable[[], float]] = {
        "kg build": lambda: kg_build(folder).seconds,
        "PyYAML and rdflib": lambda: run(by_hand).seconds,
    }
    if tool("linkml-convert").is_file():
        calls["linkml-convert"] = lambda: run(linkml).seconds
    for call in calls.values():
        call()
    counts = _compare_triples(folder, "linkml-convert" in calls)
    times = alternate(calls, rounds)
    rows = [("`kg build`", spread(times["kg build"]), "", "", "")]
    for name in list(calls)[1:]:
        times_of_ours = ratios(times[name], times["kg build"])
        met = verdict(median(times_of_ours) >= GOALS[name])
        rows.append((name, spread(times[name]), spread(times_of_ours), f"{GOALS[name]}", met))
    if "linkml-convert" not in calls:
        rows.append(("linkml-convert", "not installed", "", "", "not measured"))
    return table(("process", "seconds", "times as long as `kg build`", "goal", ""), rows) + f"\n{counts}\n"


def _compare_triples(folder: Path, with_linkml: bool) -> str:
    """Hold the triples that the sides made against each other, and say in words what differs."""
    import pyoxigraph

    from kg.build import open_graph
    from kg.project import find_project

    graph = {quad.triple for quad in open_graph(find_project(folder)).store}
    by_hand = {quad.triple for quad in pyoxigraph.parse(path=folder / "by-hand.nt")}
    records = {each.subject for each in by_hand}
    ours = {each for each in graph if each.subject in records}
    if ours != by_hand:
        raise Disagreement("`kg build` and PyYAML with rdflib give different triples")
    text = f"All sides give the same {len(ours):,} triples of records."
    text += f" `kg build` adds {len(graph) - len(ours):,}: the ontology, and the date as a node."
    if not with_linkml:
        return text
    found = {quad.triple for quad in pyoxigraph.parse(path=folder / "linkml.ttl")}
    container = {each for each in found if isinstance(each.subject, pyoxigraph.BlankNode)}
    if Counter(map(_without_language, ours)) != Counter(map(_without_language, found - container)):
        raise Disagreement("`kg build` and linkml-convert give different triples")
    return text + f" linkml-convert adds {len(container):,}, of the container of the records, and leaves out languages."


def _without_language(triple: Any) -> tuple[str, str, str]:
    return triple.subject.value, triple.predicate.value, triple.object.value
