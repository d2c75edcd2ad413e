"""The pages: one module for each kind, and in each a function that takes a `Shown` and an `Asked`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.errors import NotFoundError, QueryError, did_you_mean
from kg.server.answered import PARAMETER
from kg.server.connected import connected
from kg.server.disputed import disputed
from kg.server.hidden import why_missing
from kg.server.linked import FORMS, OFFERS
from kg.server.messages import Asked, Reply
from kg.server.negotiate import negotiate
from kg.server.opened import Opened, Shown
from kg.server.pages import conflicts, events, network, ontology, path, questions, search, sources, sparql, thing, why
from kg.server.site import VIEWED
from kg.views import View


def _nothing(*prepared: object) -> Reply:
    """The answer where something was only to be at hand."""
    return Reply(b"", "text/plain")


Page = Callable[[Shown, Asked], Reply]
_MERGED = {"": False, "no": False, "yes": True}

PAGES: dict[str, Page] = {
    "search": search.search,
    "complete": search.complete,
    "thing": thing.thing,
    "why": why.why,
    "sources": sources.sources,
    "conflicts": conflicts.conflicts,
    "questions": questions.questions,
    "question": questions.question,
    "network": network.network,
    "neighbours": network.neighbours,
    "path": path.path,
    "timeline": events.timeline,
    "map": events.on_map,
    "sparql": sparql.sparql,
    "terms": ontology.terms,
    "ontology": ontology.ontology,
    "conflict": conflicts.conflict,
    "prepare": lambda shown, asked: _nothing(),
    "prepare-conflicts": lambda shown, asked: _nothing(disputed(shown)),
    "prepare-path": lambda shown, asked: _nothing(path.whole(shown)),
    "prepare-network": lambda shown, asked: _nothing(connected(shown)),
}
"""Who answers, by the name that the routes give a page."""

_EVENTS = ("question", "kind", "from", "until", "skip")
_PROTOCOL = ("query", "default-graph-uri", "named-graph-uri")
_WORDS = {
    "network": ("thing", "question", "kind", "from", "until", "hops", "most", "skip"),
    "neighbours": ("thing", "property", "direction", "other", "skip", "limit"), "path": ("from", "to", "best"),
    "timeline": _EVENTS, "map": _EVENTS, "search": ("q", "kind", "skip"), "complete": ("q",),
    "conflicts": ("kind", "skip"), "conflict": (), "sources": ("skip",), "thing": ("skip",),
    "why": ("thing", "property"), "questions": (), "terms": (), "ontology": (),
    "sparql": (*_PROTOCOL, *sparql.OF_UPDATES, *sparql.OF_CLIENTS),
}  # fmt: skip
"""What each page can be asked for beside the view; another word would be a filter that does not filter. Those of the
page of a question are the question's own, see `kg.server.answered.given_of`."""


_SEVERAL = ("thing", "kind", "other", *_PROTOCOL)
"""Those that may be given several times."""


def check_words(asked: Asked) -> None:
    """See that a request gives no parameter that its page does not know, and none twice that has one value.

    Raises:
        QueryError: it does.
    """
    names = [name for name, _ in asked.given]
    known = (*_WORDS.get(asked.page, ()), *VIEWED)
    for name in known:
        if names.count(name) > 1 and name not in _SEVERAL:
            raise QueryError(f"the address: gives `{name}` twice: give it once")
    if asked.page == "question":
        return
    for name in dict.fromkeys(names):
        if name not in known and not ("question" in {*known} & {*names} and name.startswith(PARAMETER)):
            until = name == "to" and "until" in known
            mend = "did you mean `until`?" if until else did_you_mean(name, known, f"it has {', '.join(known)}")
            raise QueryError(f"{name[:80]}: is no parameter of {asked.path}: {mend}")


def prepared_by(asked: Asked) -> str:
    """The page that prepares, once for each build and view, what a request needs; empty where nothing takes long."""
    if asked.page == "network":
        return "" if asked.one("thing") or asked.one("question") else "prepare-network"
    if asked.page == "path":
        return "prepare-path" if asked.one("from") and asked.one("to") else ""
    return "prepare-conflicts" if asked.page in ("conflicts", "conflict") else ""


def form_of(asked: Asked) -> tuple[str | None, ...]:
    """The media types in which a request may be answered: of SPARQL by what the answer is, rows or a graph."""
    styles, offers = (sparql.STYLES, sparql.OFFERS) if asked.page == "sparql" else (FORMS, (OFFERS,))
    accept = styles.get(asked.style, asked.style) or asked.accept
    return tuple(negotiate(accept, each) for each in offers)


def view_of(asked: Asked) -> View:
    """How a request wants the graph to be looked at.

    Raises:
        QueryError: one of its dates is none, or it says of `merged` neither yes nor no.
    """
    known_by, as_of, merged = (asked.one(name) for name in VIEWED)
    if merged not in _MERGED:
        raise QueryError(f"merged: `{merged[:40]}` is neither yes nor no: write yes, or leave it out")
    return View.of(as_of or None, known_by or None, _MERGED[merged])


def answer(opened: Opened, asked: Asked) -> Reply:
    """The answer to a request.

    Raises:
        KgError: there is none, for a reason that the reader can do something about.
    """
    shown = opened.show(view_of(asked))
    shown.stale = opened.stale
    page = PAGES[asked.page]
    try:
        reply = page(shown, asked)
    except NotFoundError as error:
        raise why_missing(shown, error, lambda whole: page(whole, asked)) from error
    return replace(reply, headers=(*reply.headers, ("Kg-Build", shown.hash)))
