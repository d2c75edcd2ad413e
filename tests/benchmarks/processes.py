"""Whole processes: a cold start, builds that grow, and a build beside what others do."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from math import log
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

import generate
from measure import Disagreement, alternate, cpu, met, ratios, run, seconds, spread, table, tool
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
    runs = alternate({"kg": lambda: run(ask), "rdflib": lambda: run(library)}, rounds)
    kg, rdflib = (seconds(runs[side]) for side in ("kg", "rdflib"))
    rows = [
        (
            "`kg ask claims_about`, graph built",
            spread(kg),
            cpu(runs["kg"]),
            f"{COLD_GOAL} s",
            met(median(kg) <= COLD_GOAL),
        ),
        ('`python -c "import rdflib"`', spread(rdflib), cpu(runs["rdflib"]), "", ""),
    ]
    return table(("process", "seconds", "CPU seconds", "goal", ""), rows)


def growth(folder: Path, rounds: int, sizes: Sequence[int] = SIZES) -> str:
    """Whole builds of more and more claims, promotion included."""
    for size in sizes:
        generate.write_claims(folder / str(size), size)
    found = alternate({str(size): partial(kg_build, folder / str(size)) for size in sizes}, rounds)
    rows = []
    for size in sizes:
        runs = found[str(size)]
        made = re.search(rf" {size} claims, (\d+) statements", runs[0].output)
        if made is None:
            raise Disagreement(f"{size} claims were written, but: {runs[0].output}")
        took = median(seconds(runs))
        goal = (f"{LARGEST_GOAL} s", met(took <= LARGEST_GOAL)) if size == SIZES[-1] else ("", "")
        peak = f"{max(each.peak_mib for each in runs):,.0f} MiB"
        per = f"{took / size * 10_000:.3g}"
        rows.append((f"{size:,}", f"{int(made[1]):,}", spread(seconds(runs)), per, cpu(runs), peak, *goal))
    text = table(("claims", "statements", "seconds", "per 10,000", "CPU seconds", "peak memory", "goal", ""), rows)
    if len(sizes) > 1:
        points = [(log(size), log(median(seconds(found[str(size)])))) for size in sizes]
        exponent = linear_regression(*zip(*points, strict=True)).slope
        text += (
            f"\nExponent of growth (1 is linear): {exponent:.2f}; goal {GROWTH_GOAL}: {met(exponent <= GROWTH_GOAL)}\n"
        )
    return text


def build(folder: Path, rounds: int) -> str:
    """The build of records without claims, beside a script by hand and linkml-convert."""
    data = generate.write_records(folder, RECORDS)
    by_hand = [sys.executable, HERE / "by_hand.py", data, folder / "by-hand.nt"]
    linkml = [tool("linkml-convert"), "-s", HERE / "linkml.yaml", "-C", "Container"]
    linkml += ["-o", folder / "linkml.ttl", generate.write_linkml(folder, RECORDS)]
    calls = {"`kg build`": partial(kg_build, folder), "PyYAML and rdflib": partial(run, by_hand)}
    if tool("linkml-convert").is_file():
        calls["linkml-convert"] = partial(run, linkml)
    for call in calls.values():
        call()
    counts = _compare_triples(folder, "linkml-convert" in calls)
    runs = alternate(calls, rounds)
    rows = []
    for name in calls:
        row = [name, spread(seconds(runs[name])), cpu(runs[name])]
        if name in GOALS:
            as_long = ratios(seconds(runs[name]), seconds(runs["`kg build`"]))
            row += [spread(as_long), f"{GOALS[name]}", met(median(as_long) >= GOALS[name])]
        rows.append(row + [""] * (6 - len(row)))
    if "linkml-convert" not in calls:
        rows.append(["linkml-convert", "not installed", "", "", "", ""])
    columns = ("process", "seconds", "CPU seconds", "times as long as `kg build`", "goal", "")
    return f"{table(columns, rows)}\n{counts}\n"


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
