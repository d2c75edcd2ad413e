"""The web application: which address is which page, and who answers it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import KgError
from kg.server.answering import work
from kg.server.guard import Guard
from kg.server.messages import Asked, RefusedError, Reply, Settings, status_of
from kg.server.pages import check_words, form_of, prepared_by, view_of
from kg.server.pool import Pool
from kg.server.requests import STYLES, posted, read
from kg.server.site import error_reply
from kg.server.static import static
from kg.server.warming import PAGES, QUESTIONS, WHOLE
from kg.views import View

_NAMED = {
    "/": "search", "/search": "search", "/complete": "complete", "/network": "network", "/neighbours": "neighbours",
    "/path": "path",
    "/timeline": "timeline", "/map": "map", "/questions": "questions", "/conflicts": "conflicts",
    "/sources": "sources", "/sparql": "sparql", "/sparql/": "sparql", "/terms": "terms", "/ontology": "ontology",
    "/why": "why",
}  # fmt: skip
_TABLES, _TREES = ("json", "csv"), ("json",)
_STYLES = {
    "sparql": STYLES, "thing": STYLES, "ontology": STYLES, "why": _TREES, "complete": _TREES, "terms": _TREES,
}  # fmt: skip
"""The suffixes of each page that has others than those of a table."""

_TAGGED = ("sparql", "thing", "ontology")
_SLOW_LIMIT = 1800.0
_LEFT = 499
"""What logs of servers have where a client left; nobody is there to read it."""

Endpoint = Callable[[Request], Awaitable[Response]]


class Explorer:
    """Answers requests by workers.

    Args:
        settings: of the server.

    Attributes:
        queries: the workers that answer queries of anybody's.
        pages: those that make pages, so that these come while queries run.
        slow: the one that prepares what takes long, once for each build: views, conflicts, and what is best connected.
    """

    queries: Pool
    pages: Pool
    slow: Pool

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._prepared: dict[tuple[str, str, str], asyncio.Task[Reply]] = {}

    def start(self) -> None:
        """Start the workers."""
        settings, limit = self.settings, self.settings.timeout
        many = settings.workers
        self.queries = Pool(many, work, (settings, QUESTIONS), limit, ends=True, places=many)
        self.pages = Pool(many, work, (settings, PAGES), limit)
        self.slow = Pool(1, work, (replace(settings, memory=0), WHOLE), _SLOW_LIMIT)

    def stop(self) -> None:
        """End the workers."""
        for pool in (self.queries, self.pages, self.slow):
            pool.stop()

    async def answer(self, asked: Asked) -> Reply:
        """The answer to a request, or a page that says why there is none."""
        try:
            check_words(asked)
            view = view_of(asked)
            if view != View() and not (self.settings.build / "views" / view.name).is_dir():
                await self._prepare(replace(asked, page="prepare"), view)
            if first := prepared_by(asked):
                await self._prepare(replace(asked, page=first), view)
                return await self.slow.ask(asked)
            free = asked.page in ("sparql", "question") or asked.one("question")
            return await (self.queries if free else self.pages).ask(asked)
        except KgError as error:
            return error_reply(asked, status_of(error), str(error))

    async def _prepare(self, asked: Asked, view: View) -> None:
        """Have the slow worker do what takes long, once; the reader waits for a while and then asks again."""
        key = (self.settings.build.name, view.name, asked.page)
        if key not in self._prepared:
            self._prepared = {each: task for each, task in self._prepared.items() if each[0] == key[0]}
            self._prepared[key] = asyncio.create_task(self.slow.ask(asked))
            self._prepared[key].add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            reply = await asyncio.wait_for(asyncio.shield(self._prepared[key]), self.settings.timeout)
        except TimeoutError as error:
            text = f"{asked.path}: is being prepared, which takes long on a large graph: ask again in a while"
            raise RefusedError(503, text) from error
        except BaseException:
            self._prepared.pop(key, None)
            raise
        if reply.status >= 400:
            self._prepared.pop(key, None)
            if asked.page == "prepare":
                raise RefusedError(reply.status, f"{asked.path}: the view cannot be made: see what the server prints")

    def tag(self, build: str, asked: Asked) -> str:
        """What changes whenever the answer does (RFC 9110, section 8.8.3), however a form is asked for."""
        told = repr((build, asked.page, asked.names, form_of(asked), asked.given, asked.host))
        weak = "W/" if asked.page == "ontology" else ""  # its blank nodes have another label each time
        return f'{weak}"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def make_app(settings: Settings, *, open_: bool = False) -> Starlette:
    """The web application of a project.

    Args:
        open_: whether it listens beyond the machine.
    """
    explorer = Explorer(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        explorer.start()
        try:
            await asyncio.gather(explorer.queries.ready(), explorer.pages.ready())
            yield
        finally:
            explorer.stop()

    guard = Middleware(Guard, hosts=settings.hosts, open_=open_)
    errors = {HTTPException: _on_http_error}
    app = Starlette(routes=_routes(explorer), middleware=[guard], lifespan=lifespan, exception_handlers=errors)  # type: ignore[arg-type]
    app.router.redirect_slashes = False
    app.state.explorer = explorer
    return app


def _routes(explorer: Explorer) -> list[Route]:
    def endpoint(page: str) -> Endpoint:
        async def answer(request: Request) -> Response:
            return await _respond(explorer, page, request)

        return answer

    found = []
    for path, page in _NAMED.items():
        methods = ["GET", "POST"] if page == "sparql" else ["GET"]
        found.append(Route(path, endpoint(page), methods=methods))
        if not path.endswith("/"):
            found.append(Route(f"{path}.{{style}}", endpoint(page), methods=methods))
    found.append(Route("/static/{name}", endpoint("static"), methods=["GET"]))
    found.append(Route("/conflicts/{kind:path}/{name}", endpoint("conflict"), methods=["GET"]))
    found.append(Route("/questions/{name}", endpoint("question"), methods=["GET"]))
    return [*found, Route("/{kind}/{name:path}", endpoint("thing"), methods=["GET"])]


async def _respond(explorer: Explorer, page: str, request: Request) -> Response:
    if place := _without_slash(request):
        return Response(status_code=308, headers={"Location": place})
    asked = read(page, request)
    try:
        if page == "static":
            return _response(static(request.path_params["name"]))
        styles = _STYLES.get(page, _TABLES)
        if asked.style and asked.style not in styles:
            raise RefusedError(404, f"{asked.path}: there is no such form: use one of {' '.join(styles)}")
        if request.method == "POST":
            asked = replace(asked, given=await posted(request))
        wanted = request.headers.get("if-none-match", "")
        vary = {} if asked.style else {"Vary": "Accept"}
        if page in _TAGGED and wanted and explorer.tag(explorer.settings.build.name, asked) in wanted:
            return Response(status_code=304, headers={"ETag": wanted.split(",")[0], **vary})
        reply = await _unless_left(request, explorer.answer(asked))
        if reply is None:
            return Response(status_code=_LEFT)
        return _response(reply, lambda build: explorer.tag(build, asked))
    except KgError as error:
        return _response(error_reply(asked, status_of(error), str(error)))


def _without_slash(request: Request) -> str:
    """Where a page or a thing is whose address was given with a slash at its end; empty for all others."""
    stem = request.url.path.strip("/")
    slashed = request.url.path == f"/{stem}/" and request.url.path not in _NAMED
    if not slashed or ("/" not in stem and f"/{stem}" not in _NAMED):
        return ""
    return quote(f"/{stem}", safe="/:%") + (f"?{request.url.query}" if request.url.query else "")


async def _unless_left(request: Request, answer: Coroutine[Any, Any, Reply]) -> Reply | None:
    """An answer; None once the client has left, for whom nothing is to run on."""
    answering, leaving = asyncio.ensure_future(answer), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return answering.result() if answering.done() else None
    finally:
        answering.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    """Wait until a client, whose request was read, has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _response(reply: Reply, tag: Callable[[str], str] | None = None) -> Response:
    headers = dict(reply.headers)
    build = headers.get("Kg-Build")
    if tag and build and reply.status == 200 and reply.media != "text/html":
        headers["ETag"] = tag(build)
    headers.setdefault("Cache-Control", "no-cache")
    if reply.status == 503:
        headers["Retry-After"] = "5"
    text = reply.media.startswith("text/") or reply.media == "application/json"
    media = f"{reply.media}; charset=utf-8" if text and "charset" not in reply.media else reply.media
    return Response(reply.body, reply.status, headers, media)


async def _on_http_error(request: Request, error: HTTPException) -> Response:
    texts = {
        404: f"{request.url.path[:200]}: there is no such page: search for what is meant",
        405: f"{request.method}: is not for this address: use GET",
    }
    text = texts.get(error.status_code, f"the request: {error.detail}")
    asked = Asked("error", request.url.path, accept=request.headers.get("accept", ""))
    response = _response(error_reply(asked, error.status_code, text))
    response.headers.update(error.headers or {})
    return response
