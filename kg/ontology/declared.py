"""Where the ontology's files declare a term, and where they state something: candidates by their spelling, of which the
parser knows the right one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg.errors import Span
from kg.graph import Iri, Literal, Triple, parse
from kg.project import Project

_HERE = Iri("urn:kg:here")
_LITERAL = re.compile(
    r"""(?:\s|\#[^\n]*\n)*("{3}.*?"{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w+.-]*\w)""", re.DOTALL
)
"""A literal that follows a property."""

Naming = Callable[[Sequence[Triple]], Sequence[Triple]]
"""Gives blank nodes the names by which a statement knows them."""


def place_of(project: Project, iris: Sequence[str]) -> tuple[Path, Span] | None:
    """The file, as it is shown, and the stretch where one of some terms is first what a statement is about.

    The project's own files come first. None where no file says anything of them.
    """
    for path in _files(project):
        text = path.read_text(encoding="utf-8")
        for iri in iris:
            for start, end in _candidates(text, iri):
                if _is_subject(text, end, iri):
                    return project.shown(path), _span(text, start, end)
    return None


def place_of_statement(project: Project, statement: Triple, naming: Naming = list) -> tuple[Path, Span] | None:
    """The file, as it is shown, and the stretch where something is stated: its value, where that is an IRI; else its
    property, with the literal after it.

    The project's own files come first. None where no file states it.
    """
    spelt = statement.object if isinstance(statement.object, Iri) else statement.predicate
    for path in _files(project):
        text = path.read_text(encoding="utf-8")
        candidates = list(_candidates(text, spelt.value))
        stated = naming(list(parse(text.encode(), "turtle"))) if candidates else ()
        for start, end in candidates:
            if any(_alike(statement, stated[number]) for number in _marked(text, start, end)):
                literal = _LITERAL.match(text, end) if isinstance(statement.object, Literal) else None
                return project.shown(path), _span(text, start, literal.end() if literal else end)
    return None


def _files(project: Project) -> list[Path]:
    """The files of the ontology, the project's own first."""
    own = project.root / "ontology"
    return sorted(project.files("ontology", ".ttl").values(), key=lambda path: not path.is_relative_to(own))


def _marked(text: str, start: int, end: int) -> Iterator[int]:
    """Which statements of a file a stretch of it is a term of, by their numbers; none where it is a part of a text."""
    try:
        statements = list(parse(f"{text[:start]}{_HERE}{text[end:]}".encode(), "turtle"))
    except (SyntaxError, ValueError):
        return
    yield from (number for number, each in enumerate(statements) if _HERE in (each.predicate, each.object))


def _alike(wanted: Triple, found: Triple) -> bool:
    """Whether two statements are the same; a blank node has another name whenever a file is read."""
    return all(one == other or not isinstance(one, Iri | Literal) for one, other in zip(wanted, found, strict=True))


def _candidates(text: str, iri: str) -> Iterator[tuple[int, int]]:
    """Where the IRI may be written, in full or with whatever prefix."""
    local = re.escape(re.split(r"[#/]", iri)[-1])
    for found in re.finditer(rf"(?:(?<![\w.-])[\w.-]*:{local}|<{re.escape(iri)}>)(?![\w-]|\.\w)", text):
        yield found.span()


def _is_subject(text: str, end: int, iri: str) -> bool:
    """Whether the parser takes what stands there for the subject of a statement, and for this IRI."""
    try:
        *_, last = parse(f"{text[:end]} {_HERE} {_HERE} .".encode(), "turtle")
    except (SyntaxError, ValueError):  # an object, a part of a text, or the first word of the file in a comment
        return False
    return last == Triple(Iri(iri), _HERE, _HERE)


def _span(text: str, start: int, end: int) -> Span:
    """A stretch by line and column; one of several lines ends with its first."""
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return Span(line, column, line, column + len(text[start:end].partition("\n")[0]))
