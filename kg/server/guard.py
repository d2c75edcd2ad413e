"""What is refused before any page is asked: foreign names, methods, sizes; and what every answer tells browsers."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from kg.server.messages import Asked
from kg.server.site import error_reply

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("localhost", "127.0.0.1", "::1")
METHODS = ("GET", "HEAD", "POST")
LONGEST_URL, LARGEST_BODY = 16_384, 1_048_576
_READ_ON = 16 * LARGEST_BODY

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
_Refusal = tuple[int, str]


class Guard:
    """Refuses requests that no page is to see, and adds headers to every answer.

    Args:
        app: who answers the others.
        hosts: names by which the server may be called, beside those of the machine itself. A name that
            leads here only because a foreign site has its DNS say so (DNS rebinding) is none of them.
        open_: whether it listens beyond the machine, so that it may be called by any address in numbers.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = (), open_: bool = False) -> None:
        self._app, self._hosts, self._open = app, {*LOOPBACK, *(host.lower() for host in hosts)}, open_

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_ENCODED]
            await send(message)

        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers, [name for name, _ in scope["headers"]].count(b"host"))
        if refusal:
            await self._refuse(refusal, headers, scope, receive, sending)
        else:
            await self._app(scope, receive, sending)

    def _refusal(self, scope: Scope, headers: dict[str, str], hosts: int) -> _Refusal | None:
        if hosts != 1 or not self._is_ours(headers["host"]):
            what = f"Host: `{headers.get('host', '')[:80]}` is no name of this server"
            return 421, f"{what}: call it by its address, or start it with --allow-host NAME"
        if scope["method"] not in METHODS:
            return 405, f"{scope['method'][:20]}: is refused, since the server only reads: use GET or POST"
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_URL:
            return 414, f"the address: is longer than {LONGEST_URL:,} bytes: send the query by POST"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return 413, f"the request: is larger than {LARGEST_BODY:,} bytes: ask for less at a time"
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return 403, "the request: comes from a page of another site: ask from a page of this one"
        return None

    def _is_ours(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        name = match[1].strip("[]").lower() if match else ""
        return name in self._hosts or (self._open and _is_address(name))

    async def _refuse(
        self, refusal: _Refusal, headers: dict[str, str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        status, text = refusal
        if status == 413:
            await _read_on(receive)
        reply = error_reply(Asked("error", scope["path"], accept=headers.get("accept", "")), status, text)
        told = [(b"content-type", f"{reply.media}; charset=utf-8".encode())]
        told += [(b"content-length", str(len(reply.body)).encode()), (b"connection", b"close")]
        told += [(b"allow", ", ".join(METHODS).encode())] if status == 405 else []
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else reply.body})


async def _read_on(receive: Receive) -> None:
    """Read some of a body that is too large, since a client reads the answer only once it has sent."""
    left = _READ_ON
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b"")) or 1
        if not message.get("more_body"):
            return


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI has them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


_ENCODED = encoded(HEADERS.items())
