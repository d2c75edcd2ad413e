"""The questions of `queries/`: one file each, documented in its header, with parameters.

A header is YAML behind `#+`: `summary`, `columns` and `parameters`, each with a line of help. A
parameter is a variable whose values stand in one `VALUES ?name { … }` line; the value given takes
their place as a serialised term, never as text of the query.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import NotFoundError, QueryError, did_you_mean, in_file
from kg.graph import Graph, Iri, Literal, Rows, Term, Triple, text_of
from kg.namespaces import DATE, KG, PREFIXES, expand
from kg.project import Project
from kg.queries.given import read_term

_VALUES = re.compile(r"(?P<head>VALUES\s+\?(?P<name>\w+)\s*\{)(?P<values>[^{}]*)\}")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_DEEPEST = 200
_NOT_QUESTIONS = ("checks/", "rules/", "promotion/", "views/")


@dataclass(frozen=True)
class Query:
    """One question.

    Attributes:
        name: the file's name without its suffix.
        summary: the question in words.
        columns, parameters: a line of help for each.
        text: the whole file.
        header: all that the header says.
    """

    name: str
    path: Path
    summary: str
    topic: str
    columns: dict[str, str]
    parameters: dict[str, str]
    text: str
    header: dict[str, Any]

    def default(self, parameter: str) -> str:
        """What stands in a parameter's VALUES line, as written."""
        for match in _VALUES.finditer(self.text):
            if match["name"] == parameter:
                return match["values"].strip()
        what = f"{self.path.name}: parameter `{parameter}` has no line `VALUES ?{parameter} {{ … }}`"
        raise QueryError(f"{what}: add it, or take the parameter out of the header")

    def place(self, *starts: str) -> str:
        """The file and the first line that begins with one of some words, in small letters; else the first one."""
        return f"{self.path}:{_line(self.text, *starts)}"

    def with_values(self, given: Mapping[str, Sequence[str]]) -> str:
        """The text of the query with the values given in place of the defaults.

        Args:
            given: for each parameter one value or several, as ids, numbers, dates or text.

        Raises:
            QueryError: there is no such parameter, or it cannot take such a value.
        """
        terms = {name: [self._term(name, value) for value in values] for name, values in given.items()}

        def replaced(match: re.Match[str]) -> str:
            name = match["name"]
            return f"{match['head']} {' '.join(map(str, terms[name]))} }}" if name in terms else match[0]

        return _VALUES.sub(replaced, self.text)  # in one pass: what is put in is never read again

    def run(self, graph: Graph, **given: str | Sequence[str]) -> Rows | list[Triple] | bool:
        """Answer the question on a graph.

        Args:
            given: values for parameters; those not given keep their defaults.

        Returns:
            Rows for SELECT, triples for CONSTRUCT, True or False for ASK.

        Raises:
            QueryError: as `with_values`, or the query does not run.
            NotFoundError: an id that the graph does not know.
        """
        several = {
            name: [self.known(graph, name, value) for value in ([values] if isinstance(values, str) else values)]
            for name, values in given.items()
        }
        text = self.with_values(several)
        try:
            return graph.ask(text)
        except QueryError as error:
            raise QueryError(in_file(self.path, error)) from error

    def rows(self, graph: Graph, **given: str | Sequence[str]) -> Rows:
        """As `run`, for a query that is a SELECT."""
        answer = self.run(graph, **given)
        if not isinstance(answer, Rows):
            place = self.place("ask", "construct", "describe")
            raise QueryError(f"{place}: is no SELECT: write `SELECT … WHERE {{ … }}`")
        return answer

    def known(self, graph: Graph, name: str, value: str) -> str:
        """A value that the graph knows; a key or a kind as YAML has it is meant as the term of the ontology.

        What stands for nothing would give an empty answer, which reads as if it were one.

        Args:
            name: the parameter that it is for.

        Raises:
            QueryError: there is no such parameter, or it cannot take such a value.
            NotFoundError: it stands for nothing in the graph; names the nearest.
        """
        default = self.default(name) if name in self.parameters else ""
        if _WORD.fullmatch(value) and default.startswith(("UNDEF", "kg:")) and graph.knows(Iri(KG + value)):
            return f"kg:{value}"
        term = self._term(name, value)
        named = isinstance(term, Iri) or (default == "UNDEF" and term == Literal(value))
        if named and not graph.knows(term):
            rows = graph.select(f"SELECT ?term WHERE {{ ?term <{KG}saidAs> ?twin }}").rows
            terms = [text_of(each).removeprefix("kg:") for (each,) in rows]
            mend = did_you_mean(value.removeprefix("kg:"), terms, "`kg find` looks names up")
            raise NotFoundError(f"{self.name}: {name}: `{value}` stands for nothing in the graph: {mend}")
        return value

    def _term(self, name: str, value: str) -> Term:
        if name not in self.parameters:
            known = list(self.parameters)
            mend = did_you_mean(name, known, f"it has {', '.join(known)}" if known else "it has none")
            raise QueryError(f"{self.name}: there is no parameter `{name}`: {mend}")
        return read_term(value, self.default(name), f"{self.name}: {name}")


def queries(project: Project) -> dict[str, Query]:
    """All questions of a project, by name.

    Raises:
        QueryError: a file without a readable header.
    """
    files = project.files("queries", ".rq")
    found = [read_query(path) for name, path in files.items() if not name.startswith(_NOT_QUESTIONS)]
    return {query.name: query for query in found}


def query_names(project: Project) -> list[str]:
    """The names of all questions, without reading them."""
    files = project.files("queries", ".rq")
    return [path.stem for name, path in files.items() if not name.startswith(_NOT_QUESTIONS)]


def find_query(project: Project, name: str) -> Query:
    """The question of a name.

    Raises:
        NotFoundError: there is none; names the nearest.
    """
    files = project.files("queries", ".rq")
    for relative, path in files.items():
        if path.stem == name and not relative.startswith(_NOT_QUESTIONS):
            return read_query(path)
    mend = did_you_mean(name, query_names(project), "`kg questions` lists them")
    raise NotFoundError(f"{name}: there is no such question: {mend}")


@lru_cache(maxsize=512)
def read_query(path: Path) -> Query:
    """Read one question.

    Raises:
        QueryError: the header is missing or cannot be read; names the file.
    """
    import ryaml

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read: {error}: save it as UTF-8") from error
    numbered = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.startswith("#+")]
    lines = [line[2:].removeprefix(" ") for _, line in numbered]
    if max(map("".join(lines).count, "[{")) > _DEEPEST:  # the reader would go on for hours
        raise QueryError(f"{path}:{numbered[0][0]}: the header is not YAML: quote a text that holds brackets")
    try:
        header: Any = ryaml.loads("\n".join(lines))
    except (ryaml.InvalidYamlError, ValueError, RecursionError) as error:
        raise QueryError(_header(path, str(error), [number for number, _ in numbered])) from error
    if not isinstance(header, dict) or not isinstance(header.get("summary"), str):
        raise QueryError(f"{path}:1:1: the header has no summary: begin the file with `#+ summary: …`")
    columns, parameters = header.get("columns") or {}, header.get("parameters") or {}
    if not isinstance(columns, dict) or not isinstance(parameters, dict):
        place = f"{path}:{_line(text, '#+ columns' if not isinstance(columns, dict) else '#+ parameters')}"
        raise QueryError(f"{place}: columns and parameters need a line of help each: write `name: what it is`")
    topic = str(header.get("topic", ""))
    return Query(path.stem, path, header["summary"], topic, columns, parameters, text, header)


def _header(path: Path, message: str, numbers: Sequence[int]) -> str:
    """What keeps a header from being read, with its place in the file, of which it is the lines of some numbers."""
    found = re.search(r" at line (\d+) column (\d+)", message)
    inside = min(int(found[1]), len(numbers)) if found else 1
    place = f"{path}:{numbers[inside - 1]}"
    what = re.sub(r" at (?:line \d+ column|position) \d+", "", message)
    return f"{place}: the header is not YAML: {what}: mend the lines that begin with `#+`"


def _line(text: str, *starts: str) -> int:
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.lower().startswith(starts)), 1)


def prefixes_of(graph: Graph) -> dict[str, str]:
    """The prefixes that a query may use: those of vocabularies and those of ids."""
    rows = graph.select(f"SELECT DISTINCT ?p WHERE {{ ?class <{PREFIXES['kg']}idPrefix> ?p }}").rows
    ids = {str(term.value) for (term,) in rows if term is not None}
    return {**PREFIXES, "date": DATE, **{prefix: expand(f"{prefix}:x")[:-1] for prefix in sorted(ids)}}
