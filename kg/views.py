"""The graph seen in another way: as of a day, as known by a day, with records merged that are one.

A build keeps two states beside the graph that answers: `claims`, before promotion, and `facts`,
before rules. A view is made from a copy of one of them, by the updates of `queries/views/`, and by
what then follows in a build; it is made once and kept with its build, so that it is as fast as any.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.build import Note, current, has_rules, open_graph, remove
from kg.build.guards import GUESSES, Settled, settlements
from kg.build.rules import infer
from kg.build.stages import CLAIMS, FACTS, GRAPH, complete
from kg.errors import QueryError, UnreadableError
from kg.graph import Graph, Iri, Literal, Triple, text_of
from kg.namespaces import BASE, KG, RDF, RDFS, SAID, XSD
from kg.project import Project
from kg.queries import read_query
from kg.records.dates import read_date

_KEPT, _PARTIAL = 32, ".partial"
_SETTLED = Iri(BASE + "view#settled")
_UNMERGED = f"""SELECT ?one ?other {{
  ?claim <{SAID}sameAs> ?other ; <{KG}about> ?one ; <{KG}modality> <{KG}asserted> .
  FILTER (?one != ?other)
  MINUS {{ ?one <{KG}mergedFrom> ?other }}
  MINUS {{ ?claim <{KG}negated> true }}
  {" ".join(f"MINUS {{ ?claim <{KG}reading> <{guess}> }}" for guess in GUESSES)}
}}"""


@dataclass(frozen=True)
class View:
    """How to look at the graph; the default is all of it as it stands.

    Attributes:
        as_of: only what held on this day, or may have: events that had begun, tenures and lasting states
            that are not known to have been over, and what was attested by then; of that it is marked what is not
            attested for the day itself. What has no dates stays.
        known_by: only what sources published by this day say, weighed anew.
        merged: records that are said to be the same, and not denied to be, are one.
    """

    as_of: date | None = None
    known_by: date | None = None
    merged: bool = False

    @classmethod
    def of(cls, as_of: str | None = None, known_by: str | None = None, merged: bool = False) -> View:
        """A view by dates in EDTF; of a month or a year the last day counts.

        Raises:
            QueryError: one of them is no date, or has no last day.
        """
        return cls(_last_day("as of", as_of), _last_day("known by", known_by), merged)

    @property
    def name(self) -> str:
        """The name of its folder."""
        days = {"as-of": self.as_of, "known-by": self.known_by}
        parts = [f"{word}-{day}" for word, day in days.items() if day]
        return "-".join([*parts, *(["merged"] if self.merged else [])])

    def titled(self, title: str) -> str:
        """A title that says how the graph was looked at."""
        given = {"as of": self.as_of, "known by": self.known_by, "merged": self.merged}
        words = [word if value is True else f"{word} {value}" for word, value in given.items() if value]
        return f"{title} ({', '.join(words)})" if words else title

    @property
    def options(self) -> str:
        """The options of the command line that ask for it."""
        given = {"--as-of": self.as_of, "--known-by": self.known_by, "--merged": self.merged}
        return ", ".join(option for option, value in given.items() if value)


def open_view(project: Project, view: View, note: Note = lambda text: None) -> Graph:
    """The graph of a project, seen in a way; made first where it was not looked at so before.

    Args:
        note: is told when the data is newer than the graph, how many sources count, and which records stay apart.

    Raises:
        KgError: as `kg.build.open_graph`, or the view cannot be written.
        QueryError: an update of `queries/views/` does not run; names the file.
    """
    if view == View():
        return open_graph(project, note)
    folder = current(project, note)
    try:
        made = _made(project, folder, view)
    except OSError as error:
        what = f"{folder}: cannot be written: {error.strerror or error}"
        raise UnreadableError(f"{what}: free space, or mend its permissions") from error
    graph = Graph.open(made / GRAPH)
    if view.known_by:
        note(_sources_told(graph, Graph.open(folder / GRAPH), view.known_by))
    if view.merged and (apart := _apart(graph)):
        note(f"said to be the same, but denied to be, so that they stay apart: {', '.join(apart)}")
    return graph


class Stages(NamedTuple):
    """A build or a view with what it went through, see `kg.build.stages`; of a day, as of which it is, all of it."""

    claims: Graph
    facts: Graph
    graph: Graph


def open_stages(project: Project, view: View, note: Note = lambda text: None) -> Stages:
    """The graph of a project, seen in a way, and its stages.

    Raises:
        KgError: as `open_view`.
    """
    graph = open_view(project, view, note)
    folder = _made(project, current(project), View(known_by=view.known_by, merged=view.merged))
    return Stages(Graph.open(folder / CLAIMS), Graph.open(folder / FACTS), graph)


def _made(project: Project, build: Path, view: View) -> Path:
    """The folder of a view, made where it is not there yet; of two who make it at once, one is first."""
    folder = build / "views" / view.name
    if view == View():
        return build
    if folder.is_dir():
        return folder
    folder.parent.mkdir(exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f"{view.name}.", suffix=_PARTIAL, dir=folder.parent))
    try:
        _make(project, build, view, partial)
        try:
            partial.replace(folder)
        except OSError:
            if not folder.is_dir():
                raise
    finally:
        remove(partial)
    _tidy(folder)
    return folder


def _make(project: Project, build: Path, view: View, folder: Path) -> None:
    """Copy the state that a view starts from, change it, and do with it what a build does next."""
    base = View(known_by=view.known_by, merged=view.merged)
    start = build / CLAIMS if view == base else _made(project, build, base) / FACTS
    Graph.open(start).copy(folder / GRAPH)
    graph = Graph.create(folder / GRAPH)
    if view.as_of:
        settled = settlements(Graph.open(start.parent / CLAIMS))
        graph.add(_marks(graph, settled))
        _change(project, "as-of", graph, view.as_of)
        if has_rules(build):
            infer(project, graph, settled)
        graph.flush()
        return
    if view.known_by:
        _change(project, "known-by", graph, view.known_by)
    if view.merged:
        _change(project, "merged", graph)
    graph.flush()
    graph.copy(folder / CLAIMS)
    complete(project, graph, folder, has_rules(build))


def _marks(graph: Graph, settled: Settled) -> Iterator[Triple]:
    """Which attested properties a record itself states: that is no matter of claims and their days."""
    attested = {key for (key,) in graph.select(f"SELECT ?p {{ ?p <{KG}attested>|<{KG}attestedOf> ?of }}").rows}
    for thing, key in settled:
        if key in attested and not isinstance(thing, Literal):
            yield Triple(thing, _SETTLED, key)


def _change(project: Project, name: str, graph: Graph, day: date | None = None) -> None:
    """Run the updates of a kind of view, one after another; those that say `repeat` until nothing changes."""
    for path in project.files(f"queries/views/{name}", ".ru").values():
        query = read_query(path)
        text = query.with_values({"day": [str(day)]} if "day" in query.parameters else {})
        size = -1
        while size != len(graph):
            size = len(graph)
            try:
                graph.update(text)
            except (QueryError, SyntaxError) as error:
                raise QueryError(f"{path}: {error}: mend it, or remove it to use the one of the package") from error
            if not query.header.get("repeat"):
                break


def _last_day(name: str, written: str | None) -> date | None:
    if written is None:
        return None
    try:
        latest = read_date(written).latest
    except ValueError as error:
        raise QueryError(f"{name}: {error}: write a day as 2022-01-18, or a month or a year") from error
    if latest is None:
        raise QueryError(f"{name}: `{written}` has no last day: write a day as 2022-01-18, or a month or a year")
    return latest


def _sources_told(graph: Graph, whole: Graph, day: date) -> str:
    """How many sources had been published by a day, and how many more may have been."""
    known, all_ = (_sources(each) for each in (graph, whole))
    later = f'?s <{KG}published>/<{KG}earliest> ?first . FILTER (?first > "{day}"^^<{XSD}date>)'
    unsure = all_ - known - _sources(whole, later)
    more = f"; of {unsure} more it is not known" if unsure else ""
    return f"{known} of {all_} sources had been published by {day}{more}"


def _sources(graph: Graph, which: str = "") -> int:
    kinds = f"<{RDF}type>/<{RDFS}subClassOf>* <{KG}Source>"
    return int(text_of(graph.select(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s {kinds} . {which} }}").rows[0][0]))


def _apart(graph: Graph) -> list[str]:
    """The records that are not merged with those that a claim for it joins them to, by their ids."""
    rows = graph.select(_UNMERGED).rows
    return sorted({text_of(each) for row in rows for each in row})


def _tidy(folder: Path) -> None:
    """Remove the oldest views of a build where there are many."""
    views = sorted(
        (path for path in folder.parent.iterdir() if path.suffix != _PARTIAL), key=lambda path: -path.stat().st_mtime
    )
    for path in views[_KEPT:]:
        shutil.rmtree(path, ignore_errors=True)
