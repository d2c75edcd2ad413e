"""From claims to facts, by the published queries of `queries/promotion/`.

The queries of `gather/` copy what matters into a scratch graph, where a candidate value stands as
if it were a fact; those of `weigh/` take out of it, step by step, what is no fact; those of
`promote/` bring what remains back. None of them needs the order of claims, or Python.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.build.digests import Digests
from kg.errors import QueryError, in_file
from kg.graph import Graph
from kg.project import Project


def promote(project: Project, graph: Graph, digests: Digests | None = None) -> int:
    """Add to a graph the facts that its claims make, and which properties are contested.

    Args:
        digests: takes in what is added.

    Returns:
        How many statements the graph holds now.

    Raises:
        QueryError: a query of the folder does not run; names the file.
    """
    scratch = Graph.memory()
    noted = digests.added if digests else iter
    for path in _queries(project, "gather", ".rq"):
        _run(path, lambda text: scratch.add(graph.construct(text)))
    for path in _queries(project, "weigh", ".ru"):
        _run(path, scratch.update)
    for path in _queries(project, "promote", ".rq"):
        _run(path, lambda text: graph.add(noted(scratch.construct(text))))
    return len(graph)


def _queries(project: Project, step: str, suffix: str) -> list[Path]:
    return list(project.files(f"queries/promotion/{step}", suffix).values())


def _run(path: Path, use: Callable[[str], None]) -> None:
    try:
        use(path.read_text(encoding="utf-8"))
    except (QueryError, SyntaxError, UnicodeDecodeError, OSError) as error:
        raise QueryError(f"{in_file(path, error)}: mend it, or remove it to use the one of the package") from error
