"""What goes to a worker and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import FormatError, KgError, NotFoundError, ProjectError, QueryError, UnreadableError
from kg.project import Project

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Settings:
    """How to serve a project.

    Attributes:
        timeout: the seconds that an answer may take.
        workers: how many queries are answered at a time; pages have as many workers of their own.
        rows: the most rows of an answer to a query.
        memory: the bytes that a worker may take, 0 for any number.
        hosts: the names, beside those of the machine itself, by which the server may be called.
    """

    project: Project
    timeout: float = 10
    workers: int = 2
    rows: int = 10_000
    memory: int = 4 * 2**30
    hosts: tuple[str, ...] = ()

    @property
    def build(self) -> Path:
        """The folder of the build that answers now."""
        return (self.project.state / "current").resolve()


@dataclass(frozen=True)
class Asked:
    """A request, as far as a page needs it.

    Attributes:
        page: the name of the page, see `kg.server.pages`.
        path: the path of the URL.
        names: what the path names, such as a kind and a name.
        style: the suffix of a twin, such as `json`; empty for what is negotiated.
        given: the parameters, of the URL or of a form.
        accept: the header of that name.
        host: by which name the server was called, with the port.
    """

    page: str
    path: str
    names: tuple[str, ...] = ()
    style: str = ""
    given: Pairs = ()
    accept: str = "*/*"
    host: str = "localhost"

    def one(self, name: str, otherwise: str = "") -> str:
        """The first value of a parameter, without spaces around it."""
        return next((value.strip() for key, value in self.given if key == name), otherwise)

    def all(self, name: str) -> list[str]:
        """The values of a parameter that are not empty."""
        return [value.strip() for key, value in self.given if key == name and value.strip()]

    def number(self, name: str, otherwise: int, most: int) -> int:
        """A parameter that is a whole number from 0.

        Raises:
            QueryError: it is none, or larger than `most`.
        """
        written = self.one(name) or str(otherwise)
        if not (written.isascii() and written.isdigit() and len(written) < 10 and int(written) <= most):
            raise QueryError(f"{name}: `{written[:40]}` does not fit: write a whole number from 0 to {most:,}")
        return int(written)


@dataclass(frozen=True)
class Reply:
    """An answer to a request."""

    body: bytes
    media: str
    status: int = 200
    headers: Pairs = field(default=())


class RefusedError(KgError):
    """A request that is refused; carries the status of HTTP."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status

    def __reduce__(self) -> tuple[type[RefusedError], tuple[int, str]]:
        return RefusedError, (self.status, str(self))


class HiddenError(NotFoundError):
    """A name that stands for something in the graph as it stands, but not on the day that is looked at."""


def status_of(error: KgError) -> int:
    """The status of HTTP that an error is told with."""
    if isinstance(error, RefusedError):
        return error.status
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, QueryError):
        return 400
    if isinstance(error, FormatError):
        return 406
    return 503 if isinstance(error, (UnreadableError, ProjectError)) else 500
