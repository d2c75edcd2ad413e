"""What a hostile file is given to, by kind, and what may come of it: an answer or an error that says how to mend it."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random
from unittest.mock import patch

from inputs import SOUND, Input, corpora
from pairs import pair

import kg.records.reader
from kg.answers import render
from kg.build import build, open_graph
from kg.build.guards import settlements
from kg.build.promotion import promote
from kg.build.rules import infer
from kg.build.stages import load
from kg.check import check, read_shapes
from kg.check.archive import load_archive
from kg.check.checks import read_checks
from kg.check.locating import Locator
from kg.check.unfit import refused
from kg.cli.validate import validate as validate_files
from kg.errors import KgError
from kg.findings import FORMATS, in_one_look
from kg.graph import Graph, Triple
from kg.ontology import Holds, Ontology, read_ontology
from kg.ontology.context import loading_context, published_context, twins
from kg.project import FOLDERS, Project, find_project
from kg.queries import find_query, read_query
from kg.records import Records, read_records
from kg.records.keys import Keys
from kg.shacl import validate
from kg.writing.blanks import write_blank
from kg.writing.forms import limits
from kg.writing.shapes import Shapes

_SETTINGS = "[project]\nextends = ontology, queries\n"
_MESSAGE = re.compile(r"\S.*?: .*\S", re.DOTALL)
ROOM = Path("/dev/shm")
"""Where files stand in memory, on systems that have it."""


class Find(Exception):
    """What must not come of any input."""


class Bench:
    """A small sound project, of which one file at a time is replaced by a hostile one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._put(Input("kg.cfg", _SETTINGS.encode()))
        self._put(Input("data/sound.yaml", SOUND.encode()))
        self.ontology: Ontology = read_ontology(self.project)
        self.keys = Keys(self.ontology)
        self.records: Records = read_records(self.project, self.ontology)
        build(self.project)
        self.standing = self._state()
        claims = Graph.memory()
        load(claims, self.ontology, self.records)
        self._claims = _triples(claims)
        promote(self.project, claims)
        self._facts = _triples(claims)
        self.facts_before = frozenset(self._facts)

    @property
    def project(self) -> Project:
        """The project as it is on disk now."""
        return find_project(self.root)

    def claims(self) -> Graph:
        """The graph before promotion, in memory."""
        return _memory(self._claims)

    def facts(self) -> Graph:
        """The graph after promotion, in memory."""
        return _memory(self._facts)

    @contextmanager
    def holding(self, hostile: Input) -> Iterator[Project]:
        """The project with a hostile file in it, which is as it was afterwards."""
        path, aside = self.root / hostile.name, self.root.with_name("aside")
        if path.exists():
            path.rename(aside)  # so that it comes back with its time
        self._put(hostile)
        read_query.cache_clear()
        try:
            with self.holding(hostile.beside) if hostile.beside else nullcontext():
                yield self.project
        finally:
            path.unlink()
            for folder in path.parents[: len(path.relative_to(self.root).parents) - 1]:
                if not aside.exists() and not any(folder.iterdir()):
                    folder.rmdir()
            if aside.exists():
                aside.rename(path)

    def unchanged(self) -> None:
        """Raises `Find` where another graph answers than the standing one, or the same one in other bytes."""
        if self._state() != self.standing:
            raise Find("the graph that answers has changed")
        if left := [path.name for path in (self.root / ".kg" / "builds").glob("*.partial")]:
            raise Find(f"a build left {left[0]}")

    def _put(self, hostile: Input) -> None:
        path = self.root / hostile.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(hostile.data)

    def _state(self) -> tuple[str, str]:
        """Which build answers, and a digest of all its bytes."""
        folder = (self.root / ".kg" / "current").resolve()
        digest = hashlib.sha256()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"\0{path.relative_to(folder)}\0".encode() + path.read_bytes())
        return folder.name, digest.hexdigest()


def _triples(graph: Graph) -> list[Triple]:
    return list(graph.construct("CONSTRUCT WHERE { ?s ?p ?o }"))


def _memory(triples: list[Triple]) -> Graph:
    graph = Graph.memory()
    graph.add(triples)
    return graph


@contextmanager
def room() -> Iterator[Path]:
    """A temporary folder for a project, in memory where there is room for files."""
    os.environ.pop("KG_ROOT", None)
    with tempfile.TemporaryDirectory(
        prefix="kg-hostile-", dir=ROOM if os.access(ROOM, os.W_OK) else None, ignore_cleanup_errors=True
    ) as folder:
        root = Path(folder, "project")
        root.mkdir()
        yield root


@contextmanager
def bench() -> Iterator[Bench]:
    """A project in a folder of its own."""
    with room() as root:
        yield Bench(root)


def _read(on: Bench, project: Project) -> str:
    """Records as they are read: problems are told, not raised."""
    with patch.object(
        kg.records.reader, "Keys", lambda ontology: on.keys
    ):  # else to make them takes most of the time
        records = read_records(project, on.ontology)
    for problem in records.problems:
        _well_said(str(problem))
    if records.problems:
        return "refused"
    load(Graph.memory(), on.ontology, records)  # counts what arrives
    return "accepted"


def _ontology(on: Bench, project: Project) -> str:
    ontology = read_ontology(project)
    published_context(ontology), loading_context(ontology), list(twins(ontology))
    for name in ontology.kinds:
        ontology.keys_of(name), ontology.classes_of(name)
    read_records(project, ontology)
    return "accepted"


def _shapes(on: Bench, project: Project) -> str:
    """The shapes of the one file alone, since those of the package would take all the time."""
    alone = Project(project.root, project.layers | {"ontology": project.layers["ontology"][:1]})
    triples = read_shapes(alone, on.ontology)
    for name in ("Launch", "NewsArticle", "Person"):
        write_blank(on.ontology, Shapes(triples), on.ontology.kinds[name])
        asked = list(Shapes(triples).asked(on.ontology.classes_of(name)))
        for holds in Holds:
            list(limits(asked, holds))
    validate(on.facts(), triples)
    return "accepted"


def _question(on: Bench, project: Project) -> str:
    (path,) = (project.root / "queries").glob("*.rq")
    graph, query = on.facts(), find_query(project, path.stem)
    for name in query.parameters:
        query.with_values({name: ["launch:a"]}), query.default(name)
    answer = query.run(graph)
    render(graph, answer, "ntriples" if isinstance(answer, list) else "csv", False, None)
    return "accepted"


def _checks(on: Bench, project: Project) -> str:
    graph = on.facts()
    names = {path.stem for path in (project.root / "queries" / "checks").glob("*.rq")}
    for each in read_checks(project):
        if each.name in names:
            for row in each.ask(graph):
                _well_said(str(each.problem(row, Locator(project, on.ontology, on.records, graph))))
    return "accepted"


def _rules(on: Bench, project: Project) -> str:
    claims = on.claims()
    infer(project, on.facts(), settlements(claims))
    return "accepted"


def _promotion(on: Bench, project: Project) -> str:
    promote(project, on.claims())
    return "accepted"


def _settings(on: Bench, project: Project) -> str:
    for folder in FOLDERS:
        project.files(folder, ".ttl", ".yaml", ".rq")
    if project.archive:
        load_archive(project, on.facts(), project.archive)
    return _build(on, project) if project.layers["data"][0].is_relative_to(on.root) else "accepted"


def _build(on: Bench, project: Project) -> str:
    """A build that is refused leaves the standing graph as it was, to the byte."""
    try:
        build(project)
    except KgError:
        on.unchanged()
        raise
    open_graph(project)
    return "built"


def _check(on: Bench, project: Project) -> str:
    """A check writes nothing, and what keeps it from checking is a finding with its place."""
    try:
        report = check(project)
    except KgError as error:
        report = refused(project, error)
    for problem in report.problems:
        _well_said(str(problem))
        if problem.span.line < 1 <= problem.span.column or (report.error and not problem.rule):
            raise Find(f"the finding has no place or no rule: {problem}")
    in_one_look(project, report)
    on.unchanged()
    return "refused" if report.error else "accepted"


def _pair(on: Bench, project: Project) -> str:
    """Any graph against any shapes, told in every format."""
    (data,), (shapes,) = ((project.root / "any").glob(f"{part}.*") for part in ("data", "shapes"))
    with redirect_stderr(StringIO()):
        report, _, _ = validate_files(str(data), str(shapes))
        for write in FORMATS.values():
            write(project, report)
    return "accepted"


def _same(on: Bench, project: Project) -> str:
    """The same data in other bytes makes the same graph."""
    records, graph = read_records(project, on.ontology), Graph.memory()
    if records.problems:
        raise Find(f"what was sound is refused: {records.problems[0]}")
    load(graph, on.ontology, records)
    promote(project, graph)
    if set(_triples(graph)) != on.facts_before:
        raise Find("the same data makes another graph")
    return "accepted"


def _well_said(message: str) -> None:
    if not _MESSAGE.fullmatch(message):
        raise Find(f"the message does not say where and what: {message[:200]!r}")


def _rewritten(random: Random) -> Input:
    """The sound data with its records in another order, comments, and other line ends."""
    records = re.split(r"(?m)^(?=- )", SOUND)[1:]
    random.shuffle(records)
    text = "".join(f"{random.choice(('', '# a: [', ' '))}\n{each}" for each in records)
    mark = random.choice(("", "\ufeff"))
    return Input(
        "data/sound.yaml", (mark + text.replace("\n", random.choice(("\n", "\r\n", "\r", "  \n")))).encode()
    )


def _any(random: Random) -> Input:
    """A file of any kind that goes into a graph, mostly data that is almost sound."""
    names = ("sound",) * 8 + ("data", "ontology", "rules", "promotion", "shapes", "checks")
    return corpora()[random.choice(names)].input(random)


def _of(name: str) -> Callable[[Random], Input]:
    return lambda random: corpora()[name].input(random)


@dataclass(frozen=True)
class Kind:
    """One kind of run.

    Attributes:
        make: an input from a `Random`.
        use: what it is given to; says what came of it.
        share: how many of 100,000 inputs are of this kind: the quick ones have the most.
    """

    make: Callable[[Random], Input]
    use: Callable[[Bench, Project], str]
    share: int


KINDS = {
    "data": Kind(_of("data"), _read, 70_000),
    "same": Kind(_rewritten, _same, 1_000),
    "ontology": Kind(_of("ontology"), _ontology, 7_000),
    "shapes": Kind(_of("shapes"), _shapes, 3_000),
    "question": Kind(_of("question"), _question, 8_000),
    "checks": Kind(_of("checks"), _checks, 3_000),
    "rules": Kind(_of("rules"), _rules, 2_000),
    "promotion": Kind(_of("promotion"), _promotion, 3_000),
    "settings": Kind(_of("settings"), _settings, 1_000),
    "build": Kind(_any, _build, 1_500),
    "check": Kind(_any, _check, 500),
    "pair": Kind(pair, _pair, 10_000),
}


def made(kind: str, seed: int) -> Input:
    """The input of a kind that a seed stands for."""
    return KINDS[kind].make(Random(f"{kind}:{seed}"))


def tried(on: Bench, kind: str, hostile: Input) -> str:
    """What came of one input: `accepted`, `built` or `refused`.

    Raises:
        Find: what must not come of any input; its message begins with what tells finds apart.
    """
    try:
        with on.holding(hostile) as project:
            outcome = KINDS[kind].use(on, project)
    except KgError as error:
        _well_said(str(error))
        if "a mistake of kg" in str(error):
            raise Find(str(error)) from error
        return "refused"
    except Find:
        raise
    except BaseException as error:  # whatever it is, also what is no Exception, such as a panic of the engine
        raise Find(_told(error)) from error
    if outcome == "built":
        build(on.project)
        on.unchanged()
    return outcome


def _told(error: BaseException) -> str:
    """The error and the last line of the program that it went through."""
    frames = [
        each for each in traceback.extract_tb(error.__traceback__) if f"{os.sep}kg{os.sep}" in each.filename
    ]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "outside"
    return f"{type(error).__name__} at {place}: {str(error)[:300]}"
