"""Pages from templates: what is the same on each of them, links that keep the view, and errors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from kg.graph import Iri, Literal, Term, text_of
from kg.namespaces import BASE, KG, SAID, compact
from kg.server.messages import Asked, Reply
from kg.server.negotiate import negotiate
from kg.server.static import addresses
from kg.views import View

if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.server.opened import Shown

HTML, JSON, TEXT = "text/html", "application/json", "text/plain"
NAVIGATION = {
    "/network": "Network", "/timeline": "Timeline", "/map": "Map", "/questions": "Questions",
    "/conflicts": "Conflicts", "/sources": "Sources", "/sparql": "SPARQL",
}  # fmt: skip
DAYS = ("known-by", "as-of")
VIEWED = (*DAYS, "merged")
"""The parameters that say how the graph is looked at; they stay in every link."""


@dataclass(frozen=True)
class Cell:
    """What stands in a table: a text, where it leads to, and the language it is in."""

    text: str
    href: str = ""
    language: str = ""
    foreign: bool = False


@dataclass(frozen=True)
class Site:
    """Links and cells for one request."""

    asked: Asked

    @property
    def viewed(self) -> dict[str, str]:
        """How the graph is looked at, as it was given."""
        return {name: self.asked.one(name) for name in VIEWED if self.asked.one(name)}

    def url(self, path: str, given: Iterable[tuple[str, object]] = ()) -> str:
        """The address of a page with parameters, seen in the same way."""
        pairs = [(name, str(value)) for name, value in given if value not in ("", None)]
        query = urlencode([*pairs, *self.viewed.items()], quote_via=quote)
        return f"{path}?{query}" if query else path

    def again(self, **changed: object) -> str:
        """The address of this page with parameters changed."""
        kept = [(name, value) for name, value in self.asked.given if name not in changed and name not in VIEWED]
        return self.url(quote(self.asked.path), [*kept, *changed.items()])

    def undated(self) -> str:
        """The address of this page, seen as of no day."""
        return Site(replace(self.asked, given=tuple(pair for pair in self.asked.given if pair[0] not in DAYS))).again()

    def thing(self, name: str) -> str:
        """The address of the page of a thing, by its id; of a term, of its place in the ontology."""
        prefix, _, local = name.partition(":")
        if prefix in ("kg", "said"):
            return self.url("/ontology") + f"#{quote(local)}"
        return self.url(f"/{quote(prefix, safe='')}/{quote(local, safe='')}")

    def conflict(self, thing: str, key: str) -> str:
        """The address of the page of a conflict, by the id of its thing and the key of its property."""
        return self.url(f"/conflicts/{quote(thing, safe=':')}/{quote(key, safe=':')}")

    def cell(self, term: Term | None, names: Mapping[str, str]) -> Cell:
        """A term as a page shows it."""
        if isinstance(term, Iri):
            return self._named(term, names)
        if isinstance(term, Literal):
            return Cell(term.value, language=term.language or "")
        return Cell(text_of(term))

    def _named(self, term: Iri, names: Mapping[str, str]) -> Cell:
        short = compact(term.value)
        text = names.get(term.value, short.removeprefix("kg:"))
        if short.startswith("date:"):
            return Cell(short.removeprefix("date:"))
        if term.value.startswith((BASE, KG, SAID)) and short != term.value:
            return Cell(text, self.thing(short))
        web = term.value.startswith(("http://", "https://"))
        return Cell(text, term.value if web else "", foreign=True)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("kg.server", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    made.filters["count"] = lambda number: f"{number:,}"
    return made


def page(
    shown: Shown, asked: Asked, template: str, title: str, query: str | Mapping[str, str] = "", *, procedure: str = "",
    has_twin: bool = True, **content: Any,
) -> Reply:  # fmt: skip
    """A page.

    Args:
        template: its name without the suffix; it is also the name of the page to scripts, unless `kind` is given.
        query: the query behind the page; of several each behind words for what it tells.
        procedure: what is done beyond them, in a sentence.
        has_twin: whether it comes in JSON, too.
        content: what the template shows.
    """
    twin = twin_of(asked, Site(asked).again()) if has_twin else ""
    kind = content.pop("kind", template)
    status = content.pop("status", 200)
    queries = {words: each for words, each in ({"": query} if isinstance(query, str) else query).items() if each}
    text = _environment().get_template(f"{template}.html").render(
        site=Site(asked), asked=asked, title=shown.view.titled(title), kind=kind, view=shown.view,
        queries=queries, procedure=procedure, twin=twin, navigation=NAVIGATION, assets=addresses(), hash=shown.hash,
        stale=shown.stale, notes=shown.notes, invalid="", **content,
    )  # fmt: skip
    return Reply(text.encode("utf-8", "replace"), HTML, status, (("Vary", "Accept"),))


def twin_of(asked: Asked, address: str, suffix: str = "json") -> str:
    """The address of the twin of a page."""
    path, mark, query = address.partition("?")
    return f"{'/search' if path == '/' else path}.{suffix}{mark}{query}"


def to_json(value: Any) -> Reply:
    """A twin in JSON, with a line for each record."""
    return Reply(f"{_lines(value)}\n".encode("utf-8", "replace"), JSON)


def _lines(value: Any) -> str:
    """What stands within records in one line, since indenting takes Python ten times as long."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_ENCODER.encode, value)) + "\n]"
    if isinstance(value, dict) and value:
        parts = (f"{_ENCODER.encode(str(name))}: {_lines(each)}" for name, each in value.items())
        return "{\n" + ",\n".join(parts) + "\n}"
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def error_reply(asked: Asked, status: int, text: str, *, hidden: bool = False) -> Reply:
    """An error, as a page, in JSON or as text, by what is wanted.

    Args:
        hidden: whether the page would be there without the days that it is looked at.
    """
    media = JSON if asked.style == "json" else negotiate(asked.accept, (TEXT, HTML, JSON)) or TEXT
    if media == JSON:
        told = to_json({"error": text})
        return Reply(told.body, JSON, status)
    if media == TEXT:
        return Reply(f"{text}\n".encode("utf-8", "replace"), TEXT, status)
    if asked.page == "sparql" and asked.one("query"):
        return _mistaken_query(asked, status, text)
    invalid = _field(text) if status == 400 else ""
    kept = _without(asked, invalid).given  # so that no link leads to the same mistake, nor does a form
    asked = _without(asked, text.partition(":")[0]) if status == 400 else asked
    title = _HIDDEN if hidden else _TITLES.get(status, "This cannot be shown")
    site = Site(replace(asked, given=kept))
    return _without_graph(asked, "error", status, site=site, title=title, error=text, hidden=hidden, invalid=invalid)


def _without(asked: Asked, name: str) -> Asked:
    return replace(asked, given=tuple(pair for pair in asked.given if pair[0] != name))


def _mistaken_query(asked: Asked, status: int, text: str) -> Reply:
    """The editor with a query that got no answer, such as one that took too long, so that it can be changed."""
    error = {"text": text, "line": 0, "column": 0}
    return _without_graph(
        asked, "sparql", status, title="SPARQL", error=error, text=asked.one("query"), found=None, examples=()
    )


def _without_graph(asked: Asked, template: str, status: int, **content: Any) -> Reply:
    """A page that shows nothing of the graph."""
    told = {
        "site": Site(asked), "asked": asked, "kind": template, "queries": {}, "procedure": "", "twin": "",
        "navigation": NAVIGATION, "assets": addresses(), "stale": False, "notes": [], "view": View(), "hash": "",
        "invalid": "",
    }  # fmt: skip
    made = _environment().get_template(f"{template}.html").render(told | content)
    return Reply(made.encode("utf-8", "replace"), HTML, status, (("Vary", "Accept"),))


def _field(text: str) -> str:
    """The field at the head of each page that an error is about; empty where it is about none."""
    name = text.partition(":")[0].replace(" ", "-")
    return name if name in DAYS else ""


_HIDDEN = "Not there on that day"
_TITLES = {
    400: "This cannot be read", 403: "This is refused", 404: "There is no such page", 405: "This is refused",
    406: "Not in that form", 413: "This is too long", 414: "This is too long", 421: "This is another server",
    503: "Not in time",
}  # fmt: skip
