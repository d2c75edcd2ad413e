"""The graphs that a worker has open, and what it remembers of each."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from kg.answers import look_up_names
from kg.build import is_stale
from kg.errors import UnreadableError
from kg.graph import Graph, Iri, Rows, Term, text_of
from kg.namespaces import KG, PREFIXES, RDFS
from kg.networks.marks import marks
from kg.project import Project
from kg.queries import Query, prefixes_of, queries, read_query
from kg.server.finding import Index
from kg.server.messages import Settings
from kg.views import Stages, View, open_stages, open_view

PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
"""What stands before a query of the program's own."""

_KEPT, _TRIES, _FRESH = 6, 5, 2.0
_MOST_NAMES = 50_000


class Shown:
    """A build, seen in a way.

    Args:
        build: the folder of the build.
        whole: the build as it stands; None where that is what is seen.

    Attributes:
        stale: whether the data is newer.
        notes: what is to be said of the view, as how many sources it leaves out.
    """

    def __init__(
        self, settings: Settings, build: Path, view: View, graph: Graph, whole: Shown | None = None
    ) -> None:  # fmt: skip
        self.settings, self.build, self.view, self.graph, self.whole = settings, build, view, graph, whole
        self.stale = False
        self.notes: list[str] = []
        self._named: dict[str, str] = {}

    @property
    def project(self) -> Project:
        """The project that it is of."""
        return self.settings.project

    @property
    def hash(self) -> str:
        """What tells it from any other build or view."""
        return "-".join(filter(None, [self.build.name, self.view.name]))

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """What a query may use without declaring it."""
        return prefixes_of(self.graph)

    @cached_property
    def families(self) -> dict[str, tuple[str, str]]:
        """For each prefix of ids, the class that declares it, without `kg:`, and its name."""
        rows = self.graph.select(
            f"SELECT ?prefix ?class ?name {{ ?class <{KG}idPrefix> ?prefix ; <{RDFS}label> ?name }} ORDER BY ?name"
        ).rows
        return {text_of(prefix): (text_of(kind).removeprefix("kg:"), text_of(name)) for prefix, kind, name in rows}

    @cached_property
    def marks(self) -> dict[str, str]:
        """The mark of each prefix of ids, see `kg.networks.marks`."""
        return marks(self.graph)

    @cached_property
    def terms(self) -> dict[str, str]:
        """The names of the terms of the ontology, by IRI."""
        rows = self.graph.select(
            f'SELECT ?term ?name {{ ?term <{RDFS}label> ?name FILTER (STRSTARTS(STR(?term), "{KG}") && '
            'LANG(?name) IN ("", "en")) }'
        ).rows
        return {term.value: text_of(name) for term, name in rows if isinstance(term, Iri)}

    @cached_property
    def above(self) -> dict[str, set[str]]:
        """For each class those right above it, by IRI."""
        found: dict[str, set[str]] = {}
        for kind, _, wider in self.graph.statements(predicate=Iri(f"{RDFS}subClassOf")):
            if isinstance(kind, Iri) and isinstance(wider, Iri):
                found.setdefault(kind.value, set()).add(wider.value)
        return found

    @property
    def counts(self) -> dict[str, int]:
        """How many things with names there are of each prefix of ids."""
        return self.index.counts

    @cached_property
    def questions(self) -> dict[str, Query]:
        """The questions of the project, by name."""
        return queries(self.project)

    def rows(self, question: str, **given: str | list[str]) -> Rows:
        """The answer to a question."""
        return self.questions[question].rows(self.graph, **given)

    def select(self, text: str, **values: Iterable[str]) -> list[tuple[Term | None, ...]]:
        """The rows of a query of the program's own.

        Args:
            values: for each word in capitals within the text, the IRIs that take its place in a VALUES clause.
        """
        for name, iris in values.items():
            text = text.replace(f"${name}", " ".join(f"<{iri}>" for iri in iris))
        return self.graph.select(f"{PROLOGUE}{text}").rows

    @cached_property
    def index(self) -> Index:
        """The names of all things, to look them up."""
        return Index(self.project, self.graph)

    @cached_property
    def stages(self) -> Stages:
        """The stages that the build went through."""
        return open_stages(self.project, self.view)

    def names(self, terms: Iterable[Term | None]) -> dict[str, str]:
        """The names, by IRI, of terms; what has none goes by its id. Those asked for before are at hand."""
        iris = {term.value for term in terms if isinstance(term, Iri)}
        known = {iri: self.terms[iri] for iri in iris & self.terms.keys()}
        if len(self._named) > _MOST_NAMES:
            self._named.clear()
        rest = iris - known.keys() - self._named.keys()
        if rest:
            ids = {iri: text_of(Iri(iri)).removeprefix("kg:") for iri in rest}
            self._named |= ids | look_up_names(self.graph, rest)
        return known | {iri: self._named[iri] for iri in iris - known.keys()}


class Opened:
    """The builds and views that were looked at last, the newest build first.

    Args:
        settings: of the server.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._kept: OrderedDict[tuple[Path, View], Shown] = OrderedDict()
        self._stale, self._asked = False, float("-inf")

    def show(self, view: View) -> Shown:
        """The build that answers now, seen in a way; views are made where they are not there yet.

        Raises:
            KgError: it cannot be opened, or the view cannot be made.
        """
        for _ in range(_TRIES):
            build = self.settings.build
            if (build, view) not in self._kept:
                read_query.cache_clear()  # questions may have changed with the data
                notes: list[str] = []
                try:
                    graph = open_view(self.settings.project, view, notes.append)
                except UnreadableError:
                    if build == self.settings.build:
                        raise
                    continue
                if build != self.settings.build:  # it was built anew meanwhile
                    continue
                shown = Shown(self.settings, build, view, graph, None if view == View() else self.show(View()))
                shown.notes = [each for each in notes if "published" in each]
                self._kept[build, view] = shown
                self._forget()
            self._kept.move_to_end((build, view))
            return self._kept[build, view]
        raise UnreadableError("the graph: is built anew all the time: wait, and ask again")

    @property
    def stale(self) -> bool:
        """Whether the data is newer than the build; looked up every few seconds."""
        if time.monotonic() - self._asked > _FRESH:
            self._stale, self._asked = is_stale(self.settings.project), time.monotonic()
        return self._stale

    def _forget(self) -> None:
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
