"""Questions in process, on the data that is shipped and on generated claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, cast

import generate
import pyoxigraph
import rdflib
from measure import Disagreement, alternate, build, met, ratios, repeated, spread, table

from kg.build import open_graph
from kg.project import find_project
from kg.queries import find_query

CLAIMS = 10_000
THINGS = {"shipped": "launch:2022-01-17-pyongyang", "generated": "launch:launch-7"}
ENGINE_GOAL = 1.2


def ask(folder: Path, rounds: int) -> str:
    """Questions asked in process, beside the same text on the bare engine and on rdflib."""
    generate.write_project(folder / "shipped", "ontology, queries, data")
    generate.write_claims(folder / "generated", CLAIMS)
    rows = []
    for name, thing in THINGS.items():
        build(folder / name)
        rows += _ask(folder / name, f"{name} data", thing, rounds)
    columns = ("data", "question", "rows", "`kg`, ms", "engine, ms", "kg / engine", "goal", "", "rdflib / kg")
    return table(columns, rows)


def _ask(project_folder: Path, data: str, thing: str, rounds: int) -> list[tuple[str, ...]]:
    project = find_project(project_folder)
    graph = open_graph(project)
    engine = pyoxigraph.Store.read_only(str(project.state / "current" / "graph"))
    triples = engine.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    library = rdflib.Graph().parse(data=triples, format="nt")
    rows = []
    about: dict[str, str] = {"thing": thing}
    questions: dict[str, dict[str, str]] = {"claims_about": about, "facts_about": about, "names": {}}
    for name, given in questions.items():
        query = find_query(project, name)
        text = query.with_values({key: [value] for key, value in given.items()})
        sides: dict[str, Callable[[], Any]] = {
            "kg": partial(query.run, graph, **given),
            "engine": partial(_ask_engine, engine, text),
            "rdflib": partial(_ask_rdflib, library, text),
        }
        found = {side: Counter(tuple(map(_plain, row)) for row in _rows(call())) for side, call in sides.items()}
        if not found["kg"] or any(each != found["kg"] for each in found.values()):
            raise Disagreement(f"{name} on the {data}: the answers differ, or are empty")
        times = alternate({side: repeated(call) for side, call in sides.items()}, rounds)
        of_engine, of_rdflib = ratios(times["kg"], times["engine"]), ratios(times["rdflib"], times["kg"])
        ms = (spread([each * 1000 for each in times[side]]) for side in ("kg", "engine"))
        count = f"{found['kg'].total():,}"
        rows.append(
            (
                data,
                name,
                count,
                *ms,
                spread(of_engine),
                f"{ENGINE_GOAL}",
                met(median(of_engine) <= ENGINE_GOAL),
                spread(of_rdflib),
            )
        )
    return rows


def _ask_engine(engine: pyoxigraph.Store, text: str) -> list[tuple[Any, ...]]:
    """All rows of the bare engine, as plain tuples."""
    solutions = cast("pyoxigraph.QuerySolutions", engine.query(text))
    width = range(len(solutions.variables))
    return [tuple(row[place] for place in width) for row in solutions]


def _ask_rdflib(library: rdflib.Graph, text: str) -> list[Any]:
    return list(library.query(text))


def _rows(answer: Any) -> list[Any]:
    return list(getattr(answer, "rows", answer))


def _plain(term: Any) -> str:
    """A term of either library as one text."""
    if term is None:
        return ""
    return str(term) if isinstance(term, rdflib.term.Identifier) else str(term.value)
