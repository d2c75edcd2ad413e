"""Load a file of RDF such that every literal stays as it is written."""

from __future__ import annotations

import mmap
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import UnreadableError
from kg.graph import Graph, Literal, Triple, parse
from kg.shacl.scanning import clean
from kg.shacl.terms import stored

STYLES = {
    ".ttl": "turtle", ".nt": "ntriples", ".trig": "trig", ".nq": "nquads", ".jsonld": "jsonld", ".rdf": "rdfxml",
    ".owl": "rdfxml", ".xml": "rdfxml",
}  # fmt: skip
"""The formats by the suffix of a file."""

_NEWLINE = b"\n"
_ENCODING = "is not in the encoding UTF-8: save it as UTF-8"
_NESTED = re.compile(
    rb"""<!ENTITY\s+[^\s>]+\s+(?:"[^"]*&(?!lt;|gt;|amp;|quot;|apos;|\#)[^"]*"|'[^']*&(?!lt;|gt;|amp;|quot;|apos;|\#)[^']*')"""
)


def load_file(path: Path) -> tuple[Graph, bool]:
    """The graph of a file, and whether it holds literals as `kg.shacl.terms` keeps them.

    Raises:
        UnreadableError: there is no such file, or it is not in the format that its suffix names.
    """
    style, graph = style_of(path), Graph.memory()
    with _readable(path, style):
        if not _plain(path, style):
            graph.add(_stored(path, style))
            return graph, True
        if path.stat().st_size:
            graph.load(path, style, path.resolve().as_uri())
    return graph, False


def read_file(path: Path) -> list[Triple]:
    """The statements of a file, as they are written.

    Raises:
        UnreadableError: there is no such file, or it is not in the format that its suffix names.
    """
    style = style_of(path)
    with _readable(path, style):
        return list(parse(path.read_bytes(), style, path.resolve().as_uri()))


@contextmanager
def _readable(path: Path, style: str) -> Iterator[None]:
    """Tell what keeps a file from being read, and where.

    Raises:
        UnreadableError: something does.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableError(f"{path}: is no ordinary file: put one in its place")
        _refuse_nested(path, style)
        yield
    except SyntaxError as error:
        raise _unreadable(path, error) from error
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}: name a file that can be read") from error


def _refuse_nested(path: Path, style: str) -> None:
    """Refuse XML whose entities are made of others: a few lines of it can stand for more than a machine holds.

    Raises:
        UnreadableError: there is such an entity.
    """
    if style != "rdfxml":
        return
    text = path.read_bytes()
    if b"\0" in text[:4]:
        raise UnreadableError(f"{path}:1: {_ENCODING}")
    if found := _NESTED.search(text):
        place = f"{path}:{text.count(_NEWLINE, 0, found.start()) + 1}"
        raise UnreadableError(f"{place}: an entity is made of other entities: write out what it stands for")


def style_of(path: Path) -> str:
    """The format of a file, by its suffix.

    Raises:
        UnreadableError: no format has that suffix.
    """
    style = STYLES.get(path.suffix.lower())
    if style is None:
        raise UnreadableError(f"{path}: no format has the suffix `{path.suffix}`: use one of {' '.join(STYLES)}")
    return style


def _unreadable(path: Path, error: SyntaxError) -> UnreadableError:
    data = path.read_bytes()
    line = 1 if b"\0" in data[:4] else _undecoded(data)
    if line and line <= (error.lineno or line):
        return UnreadableError(f"{path}:{line}: {_ENCODING}")
    place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else str(path)
    if "remote context" in str(error.msg):
        what = "its @context stands elsewhere, and nothing is fetched from the network"
        return UnreadableError(f"{place}: {what}: put the context itself into the file")
    return UnreadableError(f"{place}: {error.msg}: mend the file")


def _undecoded(data: bytes) -> int:
    """The line of the first character that is not written in UTF-8; 0 if all are."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return data.count(_NEWLINE, 0, error.start) + 1
    return 0


def _stored(path: Path, style: str) -> Iterator[Triple]:
    for triple in parse(path.read_bytes(), style, path.resolve().as_uri()):
        if isinstance(triple.object, Literal):
            yield Triple(triple.subject, triple.predicate, stored(triple.object))
        else:
            yield triple


def _plain(path: Path, style: str) -> bool:
    """Whether the engine rewrites nothing of a file, as far as its text tells without parsing."""
    if style not in ("ntriples", "turtle"):
        return False
    with path.open("rb") as file:
        if not path.stat().st_size:
            return True
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            return clean(text)
