"""Where the ontology's files declare a term."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.errors import Span
from kg.graph import Iri, Triple, parse
from kg.project import Project

_HERE = Iri("urn:kg:here")


def place_of(project: Project, iris: Sequence[str]) -> tuple[Path, Span] | None:
    """The file, as it is shown, and the stretch where one of some terms is first what a statement is about.

    The project's own files come first. None where no file says anything of them.
    """
    own = project.root / "ontology"
    for path in sorted(project.files("ontology", ".ttl").values(), key=lambda path: not path.is_relative_to(own)):
        text = path.read_text(encoding="utf-8")
        for iri in iris:
            for start, end in _candidates(text, iri):
                if _is_subject(text, end, iri):
                    return project.shown(path), _span(text, start, end)
    return None


def _candidates(text: str, iri: str) -> Iterator[tuple[int, int]]:
    """Where the IRI may be written, in full or with whatever prefix."""
    local = re.escape(re.split(r"[#/]", iri)[-1])
    for found in re.finditer(rf"(?:(?<![\w.-])[\w.-]*:{local}|<{re.escape(iri)}>)(?=\s)", text):
        yield found.span()


def _is_subject(text: str, end: int, iri: str) -> bool:
    """Whether the parser takes what stands there for the subject of a statement, and for this IRI."""
    try:
        *_, last = parse(f"{text[:end]} {_HERE} {_HERE} .".encode(), "turtle")
    except (SyntaxError, ValueError):  # an object, a part of a text, or the first word of the file in a comment
        return False
    return last == Triple(Iri(iri), _HERE, _HERE)


def _span(text: str, start: int, end: int) -> Span:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return Span(line, column, line, column + end - start)
