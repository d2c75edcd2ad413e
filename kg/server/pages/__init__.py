"""The pages: one module for each kind, and in each a function that takes a `Shown` and an `Asked`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.server.messages import Asked, Reply
from kg.server.opened import Opened, Shown
from kg.server.pages import conflicts, events, network, ontology, questions, search, sources, sparql, thing, why
from kg.server.site import CLOCKS
from kg.views import View

Page = Callable[[Shown, Asked], Reply]

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
    "timeline": events.timeline,
    "map": events.on_map,
    "sparql": sparql.sparql,
    "terms": ontology.terms,
    "ontology": ontology.ontology,
    "prepare": lambda shown, asked: Reply(b"", "text/plain"),
}
"""Who answers, by the name that the routes give a page."""


def view_of(asked: Asked) -> View:
    """How a request wants the graph to be looked at.

    Raises:
        QueryError: one of its dates is none.
    """
    known_by, as_of = (asked.one(name) or None for name in CLOCKS)
    return View.of(as_of, known_by)


def answer(opened: Opened, asked: Asked) -> Reply:
    """The answer to a request.

    Raises:
        KgError: there is none, for a reason that the reader can do something about.
    """
    shown = opened.show(view_of(asked))
    shown.stale = opened.stale
    reply = PAGES[asked.page](shown, asked)
    return replace(reply, headers=(*reply.headers, ("Kg-Build", shown.hash)))
