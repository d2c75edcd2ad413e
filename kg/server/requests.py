"""Requests of HTTP as pages take them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kg.server.guard import LARGEST_BODY
from kg.server.messages import Asked, Pairs, RefusedError
from kg.server.refusals import READ_ONLY

if TYPE_CHECKING:
    from starlette.requests import Request

STYLES = ("json", "csv", "tsv", "xml", "ttl", "nt", "jsonld", "rdf")
"""The suffixes that name a form outright."""

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_MOST_FIELDS = 1000


def read(page: str, request: Request) -> Asked:
    """A request by GET for a page: what the address names, its suffix, and its parameters."""
    names, style = [str(request.path_params[each]) for each in ("kind", "name") if each in request.path_params], ""
    style = str(request.path_params.get("style", ""))
    path = request.url.path.removesuffix(f".{style}") if style else request.url.path
    if page in ("thing", "question", "conflict"):
        stem, dot, suffix = names[-1].rpartition(".")
        if dot and suffix in STYLES:
            names[-1], style, path = stem, suffix, path.removesuffix(f".{suffix}")
    given = tuple(parse_qsl(request.url.query, keep_blank_values=True, errors="replace"))
    accept = ",".join(request.headers.getlist("accept"))
    return Asked(page, path, tuple(names), style, given, accept, request.headers.get("host", "localhost"))


async def posted(request: Request) -> Pairs:
    """The parameters of a request by POST, in its body and its address.

    Raises:
        RefusedError: it is of another kind than the SPARQL 1.1 Protocol has for queries, or no UTF-8.
    """
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    kind = kind.strip().lower()
    if kind == _UPDATE:
        raise RefusedError(403, f"update: {READ_ONLY}")
    if kind not in (_FORM, _QUERY):
        raise RefusedError(415, f"Content-Type: `{kind[:80]}` is not read: send {_QUERY}, or a form")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if charset.replace("-", "") not in ("", "utf8"):
        raise RefusedError(415, f"Content-Type: the charset `{charset[:40]}` is not read: send UTF-8")
    try:
        text = (await _body(request)).decode("utf-8")
        given = parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        if kind == _QUERY:
            return (*given, ("query", text))
        return (*given, *parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS))
    except UnicodeDecodeError as error:
        raise RefusedError(400, "the request: is not UTF-8: send it as UTF-8") from error
    except ValueError as error:
        raise RefusedError(400, f"the request: has more than {_MOST_FIELDS:,} fields: send fewer") from error


async def _body(request: Request) -> bytes:
    """The body, which may be sent in chunks without saying how large it is."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise RefusedError(413, f"the request: is larger than {LARGEST_BODY:,} bytes: ask for less at a time")
        parts.append(part)
    return b"".join(parts)
