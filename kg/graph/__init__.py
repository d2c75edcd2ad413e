"""The engine: parse, load, query and open a graph. Knows no ontology; nothing else knows Oxigraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, UnreadableError
from kg.graph.admission import admit, fits
from kg.graph.formats import FORMATS, parse, serialize, write_rdfxml
from kg.graph.parsing import LOAD, OTHER_GRAPHS, SERVICE, mistake, refuse
from kg.graph.terms import Iri, Literal, Subject, Term, Triple, text_of, value_of

if TYPE_CHECKING:
    import rdflib

_FEW = 5_000
"""Fewer triples than this are written as they come; to sort them into files of their own takes longer."""
_ROOM = "free space, or mend its permissions"


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT: column names, and rows of terms (None where unbound)."""

    columns: list[str]
    rows: list[tuple[Term | None, ...]]


class Graph:
    """A graph of statements in memory or in a folder.

    Args:
        store: the engine's store; use `Graph.memory`, `Graph.create` and `Graph.open` instead.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    @classmethod
    def memory(cls) -> Graph:
        """An empty graph in memory."""
        return cls(ox.Store())

    @classmethod
    def of(cls, data: bytes) -> Graph:
        """A graph in memory of a text in N-Triples; up to some ten thousand lines quicker than `load`."""
        graph = cls.memory()
        graph.store.load(data, FORMATS["ntriples"])
        return graph

    @classmethod
    def create(cls, folder: Path) -> Graph:
        """A new, writable graph in `folder`.

        Raises:
            UnreadableError: the folder cannot be written.
        """
        try:
            return cls(ox.Store(folder))
        except OSError as error:
            raise UnreadableError(f"{folder}: cannot be written: {error}: {_ROOM}") from error

    @classmethod
    def open(cls, folder: Path) -> Graph:
        """The graph in `folder`, for reading; it may be replaced or removed meanwhile.

        Raises:
            UnreadableError: there is no graph, or it is damaged.
        """
        try:
            return cls(ox.Store.read_only(str(folder)))
        except OSError as error:
            raise UnreadableError(f"{folder}: is not a readable graph: run `kg build`: {error}") from error

    def __len__(self) -> int:
        return len(self.store)

    def load(self, data: bytes | Path, style: str, base: str | None = None) -> None:
        """Add what `data` (text, or the path of a file) holds, in one of `FORMATS`.

        Args:
            base: what relative IRIs are relative to; without it they are an error.

        Raises:
            UnreadableError: the disk is full or fails.
            SyntaxError: the text is not in that format; carries the line.
        """
        try:
            if isinstance(data, Path):
                self.store.bulk_load(path=data, format=FORMATS[style], base_iri=base)
            else:
                self.store.bulk_load(data, format=FORMATS[style], base_iri=base)
        except OSError as error:
            raise UnreadableError(f"the graph cannot be written: {error}: {_ROOM}") from error

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Add triples.

        Raises:
            UnreadableError: the disk is full or fails.
        """
        quads = (ox.Quad(*triple) for triple in triples)
        first = list(islice(quads, _FEW))
        try:
            if len(first) < _FEW:
                self.store.extend(first)
            else:
                self.store.bulk_extend(chain(first, quads))
        except OSError as error:
            raise UnreadableError(f"the graph cannot be written: {error}: {_ROOM}") from error

    def remove(self, triples: Iterable[ox.Triple]) -> None:
        """Take triples out."""
        for triple in triples:
            self.store.remove(ox.Quad(*triple))

    def update(self, text: str) -> None:
        """Run a SPARQL 1.1 update of the project's own.

        Raises:
            QueryError: it does not parse, reads from elsewhere, or is not for the engine, see `kg.graph.admission`.
        """
        admit(text)
        refuse(text, {}, SERVICE | LOAD, lambda text, prefixes: ox.Store().update(text))
        try:
            self.store.update(text)
        except SyntaxError as error:
            raise QueryError(mistake(text, str(error), ())) from error

    def copy(self, folder: Path) -> None:
        """Put a copy of a graph that lies in a folder into another one, which must not be there yet.

        The two share the files that neither changes, so that it takes no time and little room.

        Raises:
            UnreadableError: the disk is full or fails.
        """
        try:
            self.store.backup(folder)
        except OSError as error:
            raise UnreadableError(f"{folder}: cannot be written: {error}: {_ROOM}") from error

    def twin(self) -> Graph:
        """A copy in memory."""
        made = Graph.memory()
        made.store.bulk_extend(self.store)
        return made

    def flush(self) -> None:
        """Write everything to the disk."""
        try:
            self.store.flush()
        except OSError as error:
            raise UnreadableError(f"the graph cannot be written: {error}: {_ROOM}") from error

    def query(
        self, text: str, prefixes: Mapping[str, str] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a SPARQL 1.1 query.

        Args:
            prefixes: what the query may use without declaring it.

        Raises:
            QueryError: it does not parse, asks another server or graph, is not for the engine, see
                `kg.graph.admission`, or asks what the engine does not know.
        """
        admit(text)
        known = dict(prefixes or {})
        refuse(text, known, SERVICE | OTHER_GRAPHS, lambda text, known: ox.Store().query(text, prefixes=known))
        try:
            return self.store.query(text, prefixes=known)
        except SyntaxError as error:
            raise QueryError(mistake(text, str(error), known)) from error
        except RuntimeError as error:  # such as a function that it does not know
            raise QueryError(f"query: cannot be run: {error}: use what SPARQL 1.1 has") from error

    def select(self, text: str) -> Rows:
        """The rows of a SELECT query.

        Raises:
            QueryError: as for `query`, or the query is no SELECT.
        """
        answer = self.ask(text)
        if not isinstance(answer, Rows):
            raise QueryError("query: is no SELECT: write `SELECT … WHERE { … }`")
        return answer

    def ask(self, text: str, prefixes: Mapping[str, str] | None = None) -> Rows | list[Triple] | bool:
        """Whatever a query answers: rows, triples, or yes and no.

        Raises:
            QueryError: as for `query`, or it fails while it runs.
        """
        answer = self.query(text, prefixes)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        try:
            if isinstance(answer, ox.QueryTriples):
                return list(answer)
            columns = [variable.value for variable in answer.variables]
            return Rows(columns, list(map(tuple, answer)))
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"query: stopped while running: {error}: ask for less") from error

    def knows(self, term: Term) -> bool:
        """Whether any statement begins or ends with a term."""
        ends = [self.statements(value=term)]
        ends += [] if isinstance(term, Literal) else [self.statements(term)]
        return any(next(end, None) for end in ends)

    def statements(
        self,
        subject: Subject | ox.Triple | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
    ) -> Iterator[ox.Triple]:
        """The statements that have the terms given, one by one; it takes half the time of a query for them."""
        return (quad.triple for quad in self.store.quads_for_pattern(subject, predicate, value))

    def holds(self, triple: ox.Triple) -> bool:
        """Whether a triple is in it."""
        return ox.Quad(*triple) in self.store

    def construct(self, text: str) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT query, one by one.

        Raises:
            QueryError: as for `query`, or the query is no CONSTRUCT.
        """
        answer = self.query(text)
        if not isinstance(answer, ox.QueryTriples):
            raise QueryError("query: is no CONSTRUCT: write `CONSTRUCT { … } WHERE { … }`")
        return iter(answer)

    def dump(self, output: IO[bytes], style: str, prefixes: Mapping[str, str]) -> None:
        """Write the whole graph in one of `FORMATS`.

        Raises:
            FormatError: the format cannot hold one of its statements.
        """
        if style == "rdfxml":
            write_rdfxml(self.statements(), output, prefixes)
            return
        graph = None if FORMATS[style].supports_datasets else ox.DefaultGraph()
        self.store.dump(output, FORMATS[style], from_graph=graph, prefixes=dict(prefixes))

    def to_rdflib(self) -> rdflib.Dataset:
        """The same graph as an `rdflib.Dataset` on this engine, not a copy."""
        import rdflib
        from oxrdflib import OxigraphStore

        return rdflib.Dataset(store=OxigraphStore(store=self.store), default_union=True)


__all__ = [
    "FORMATS", "Graph", "Iri", "Literal", "Rows", "Term", "Triple",
    "fits", "parse", "serialize", "text_of", "value_of",
]  # fmt: skip
