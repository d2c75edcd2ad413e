"""The questions, and each as a form with its answer."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from kg.errors import KgError, NotFoundError, did_you_mean
from kg.graph import Literal, Rows, serialize
from kg.queries import Query
from kg.server.asking import Found, ask
from kg.server.listed import part
from kg.server.messages import Asked, Reply, status_of
from kg.server.opened import Shown
from kg.server.site import Site, page
from kg.server.tables import in_style, of_records

_PER_PAGE = 100


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
    return page(shown, asked, "questions", "Questions", topics=topics)


def question(shown: Shown, asked: Asked) -> Reply:
    """One question, with the values given for its parameters, and its answer."""
    (name,) = asked.names
    if name not in shown.questions:
        mend = did_you_mean(name, list(shown.questions), "the list has them all")
        raise NotFoundError(f"{name[:80]}: there is no such question: {mend}")
    query = shown.questions[name]
    given = {each: asked.all(each) for each in query.parameters if asked.all(each)}
    if asked.style:
        return _twin(shown, asked, ask(shown, _filled(shown, query, given)))
    text, found, error, status = query.text, None, "", 200
    try:
        text = _filled(shown, query, given)
        found = ask(shown, text)
    except KgError as failure:
        error, status = str(failure), status_of(failure)
    return _page(shown, asked, query, text, found, error=error, status=status, given=given)


def _filled(shown: Shown, query: Query, given: Mapping[str, list[str]]) -> str:
    """The text of a question with values that the graph knows."""
    known = {name: [query.known(shown.graph, name, value) for value in values] for name, values in given.items()}
    return query.with_values(known)


def _rows(found: Found) -> Rows:
    if isinstance(found.answer, Rows):
        return found.answer
    if isinstance(found.answer, bool):
        return Rows(["answer"], [(Literal(found.answer),)])
    return Rows(["statements"], [(Literal(serialize(found.answer, "ntriples", {}).decode()),)])


def _twin(shown: Shown, asked: Asked, found: Found) -> Reply:
    reply = in_style(_rows(found), asked.style)
    left_out = (("Kg-Rows-Left-Out", f"after {shown.settings.rows}"),) if found.more else ()
    return Reply(reply.body, reply.media, headers=left_out)


def _page(shown: Shown, asked: Asked, query: Query, text: str, found: Found | None, **content: Any) -> Reply:
    rows = _rows(found) if found else Rows([], [])
    word = f"; the first {shown.settings.rows:,}, there are more" if found and found.more else ""
    listed = part(rows.rows, asked, _PER_PAGE, word)
    names = shown.names(term for row in listed.items for term in row)
    site = Site(asked)
    cells = [[site.cell(term, names) for term in row] for row in listed.items]
    fields = [(name, help_, query.default(name)) for name, help_ in query.parameters.items()]
    return page(
        shown, asked, "question", query.summary, query=text, question=query, columns=rows.columns, cells=cells,
        listed=listed, fields=fields, found=found, **content,
    )  # fmt: skip
