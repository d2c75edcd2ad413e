"""The checks of `queries/checks/`: one kind of mistake a file, each with a page of help.

A check is a query, documented as a question is, whose header also has a `severity` and a `message`.
Each row of its answer is a finding at the record or the claim in the column `focus`, and there at the
property in the column `key`, if it has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.check.locating import Locator, shortened, written
from kg.errors import NotFoundError, Problem, QueryError, UnreadableError, did_you_mean
from kg.graph import Graph, Term
from kg.project import Project
from kg.queries import Query, read_query

FOLDER = "queries/checks"
SEVERITIES = ("error", "warning", "note")
Row = Mapping[str, Term | None]
"""One row of an answer, by the names of its columns."""

_OFF = "off"
_COLUMN = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        severity: `error`, `warning` or `note`.
        what, mend: the two parts of its message, with columns in braces.
        needs_archive: whether it asks for the texts of sources, see `kg.check.archive`.
    """

    query: Query
    severity: str
    what: str
    mend: str
    needs_archive: bool

    @property
    def name(self) -> str:
        """The name of its file, without the suffix."""
        return self.query.name

    def ask(self, graph: Graph) -> list[Row]:
        """The findings in the graph of a project, each once.

        Raises:
            QueryError: the query does not run, lacks a column that the message names, or finds what is about nothing.
        """
        answer = self.query.rows(graph)
        used = {"focus", *_COLUMN.findall(self.what), *_COLUMN.findall(self.mend)}
        place = self.query.place("select")
        for missing in sorted(used - set(answer.columns)):
            raise QueryError(f"{place}: has no column `{missing}`: add it to SELECT and to the header")
        rows: list[Row] = [dict(zip(answer.columns, row, strict=True)) for row in dict.fromkeys(answer.rows)]
        if any(row["focus"] is None for row in rows):
            raise QueryError(f"{place}: a row has no `focus`: bind it in each, or leave such rows out")
        return rows

    def problem(self, row: Row, locator: Locator) -> Problem:
        """A finding with its words and its place; the other things of its row are related places."""
        what, mend = (
            _COLUMN.sub(lambda found: shortened(written(row[found[1]])), text) for text in (self.what, self.mend)
        )
        focus, key = row["focus"], row.get("key")
        assert focus is not None, "a finding is about something"
        others = [
            place
            for name, term in row.items()
            if name not in ("focus", "key") and term != focus
            for place in locator.related(term, self.query.columns.get(name, name))
        ]
        iri = str(getattr(key, "value", ""))
        return locator.problem(self.name, focus, iri, None, what, mend, self.severity, others)


def read_checks(project: Project) -> list[Check]:
    """The checks of a project, in the order of their names, without those that are switched off.

    Raises:
        QueryError: a file without a complete header.
    """
    paths = project.files(FOLDER, ".rq").values()
    return sorted((each for each in map(_check, paths) if each), key=lambda check: check.name)


def explain(project: Project, name: str) -> str:
    """The page of help on a check.

    Raises:
        NotFoundError: there is no such check, or it has no page.
        UnreadableError: the page cannot be read.
    """
    checks = {path.stem: path for path in project.files(FOLDER, ".rq").values()}
    if name not in checks:
        raise NotFoundError(f"{name}: there is no such check: {did_you_mean(name, list(checks), _known(checks))}")
    pages = {path.stem: path for path in project.files(FOLDER, ".md").values()}
    if name not in pages:
        raise NotFoundError(f"{name}: has no page of help: write {checks[name].with_suffix('.md')}")
    try:
        return pages[name].read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{pages[name]}: cannot be read: {error}: save it as UTF-8") from error


def _known(names: Iterable[str]) -> str:
    return f"name one of {', '.join(names)}"


def _check(path: Path) -> Check | None:
    """The check in a file, or None where its severity is `off`."""
    query = read_query.__wrapped__(path)  # as it is now, not as it was read before
    severity, message, needs = (query.header.get(name) for name in ("severity", "message", "needs"))
    if severity == _OFF:
        return None
    if severity not in SEVERITIES:
        raise QueryError(f"{query.place('#+ severity')}: has the severity `{severity}`: {_known((*SEVERITIES, _OFF))}")
    what, colon, mend = str(message or "").partition(": ")
    if not colon:
        mending = 'write `message: "WHAT IS WRONG: HOW TO MEND IT"`'
        raise QueryError(f"{query.place('#+ message')}: has no message of two parts: {mending}")
    if needs not in (None, "archive"):
        raise QueryError(f"{query.place('#+ needs')}: needs `{needs}`: only `needs: archive` is known")
    return Check(query, severity, what, mend, needs == "archive")
