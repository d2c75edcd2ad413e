"""The questions, and each as a form with its answer."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from kg.errors import KgError, NotFoundError
from kg.queries import Query
from kg.server.answered import Answered, fill, find_question, given_of
from kg.server.asking import ask
from kg.server.hidden import why_missing
from kg.server.listed import part
from kg.server.messages import Asked, HiddenError, Reply, status_of
from kg.server.opened import Shown
from kg.server.site import Site, page
from kg.server.tables import in_style, of_records
from kg.server.tabs import tabs

_PER_PAGE = 100
_FILES = "The list is read from the headers of the files in `queries/`; the page of each question shows its query."
_QUOTED = re.compile(r'"([^"]*)"(?:\^\^\S+|@\w+)?')


def questions(shown: Shown, asked: Asked) -> Reply:
    """All questions, by topic."""
    found = sorted(shown.questions.values(), key=lambda each: (each.topic, each.name))
    if asked.style:
        told = [
            {"topic": each.topic, "name": each.name, "summary": each.summary, "parameters": list(each.parameters)}
            for each in found
        ]
        return in_style(of_records(told, ["topic", "name", "summary", "parameters"]), asked.style)
    topics = [(topic, list(same)) for topic, same in groupby(found, key=lambda each: each.topic)]
    return page(shown, asked, "questions", "Questions", topics=topics, procedure=_FILES)


def question(shown: Shown, asked: Asked) -> Reply:
    """One question, with the values given for its parameters, and its answer."""
    (name,) = asked.names
    query = find_question(shown, name)
    given = given_of(query, asked)
    if asked.style:
        text = fill(shown, query, given)
        return _twin(shown, asked, Answered(shown, query, given, text, ask(shown, text)))
    text, answer, error, status, hidden = query.text, None, "", 200, False
    try:
        text = fill(shown, query, given)
        answer = Answered(shown, query, given, text, ask(shown, text))
    except KgError as failure:
        if isinstance(failure, NotFoundError):
            failure = why_missing(shown, failure, lambda whole: fill(whole, query, given))
        error, status, hidden = str(failure), status_of(failure), isinstance(failure, HiddenError)
    return _page(shown, asked, query, answer, text=text, error=error, status=status, hidden=hidden, given=given)


def _twin(shown: Shown, asked: Asked, answer: Answered) -> Reply:
    reply = in_style(answer.rows, asked.style)
    left_out = (("Kg-Rows-Left-Out", f"after {shown.settings.rows}"),) if answer.found.more else ()
    return Reply(reply.body, reply.media, headers=left_out)


def _page(shown: Shown, asked: Asked, query: Query, answer: Answered | None, *, text: str, **content: Any) -> Reply:
    rows, columns = (answer.rows.rows, answer.rows.columns) if answer else ([], [])
    word = f"; the first {shown.settings.rows:,}, there are more" if answer and answer.found.more else ""
    listed = part(rows, asked, _PER_PAGE, word)
    names = shown.names(term for row in listed.items for term in row)
    site = Site(asked)
    cells = [[site.cell(term, names) for term in row] for row in listed.items]
    fields = [(name, help_, _plain(query.default(name))) for name, help_ in query.parameters.items()]
    return page(
        shown, asked, "question", query.summary, query=text, question=query, columns=columns, cells=cells,
        listed=listed, fields=fields, tabs=tabs(site, answer) if answer else [], **content,
    )  # fmt: skip


def _plain(default: str) -> str:
    """What stands for a parameter in a question, as a person would write it."""
    return "any" if default == "UNDEF" else _QUOTED.sub(r"\1", default)
