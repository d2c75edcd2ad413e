"""Start and stop the server."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from ipaddress import ip_address
from types import FrameType

from kg.errors import KgError, ProjectError
from kg.server.messages import Settings

_WAIT = 2


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        ProjectError: the port is taken, or there is no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # of TCP by name, or asyncio lets the body of an answer wait until its head is acknowledged
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(128)
    except (OSError, OverflowError) as error:
        made.close()
        why = getattr(error, "strerror", None) or error
        mend = "stop what uses it, or take another with --port (0 takes one that is free)"
        raise ProjectError(f"{host}:{port}: cannot be served on: {why}: {mend}") from error
    return made


def address(listening: socket.socket) -> str:
    """The address of a socket, as people open it in a browser."""
    host, port = listening.getsockname()[:2]
    name = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"http://{name}:{port}/"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(settings: Settings, listening: socket.socket, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until Ctrl-C or a signal to end.

    Args:
        ready: is called once requests are answered.

    Raises:
        KgError: the server cannot start.
    """
    import uvicorn

    from kg.server.app import make_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    host = listening.getsockname()[0]
    app = make_app(settings, open_=not is_loopback(host))
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, lifespan="on", server_header=False, date_header=True,
        timeout_graceful_shutdown=_WAIT, proxy_headers=False,
    )  # fmt: skip
    before = signal.signal(signal.SIGTERM, _end)
    try:
        server = Server(config)
        server.run(sockets=[listening])
        if not server.started:
            raise KgError("the server: did not start: see what it printed before")
    except (KeyboardInterrupt, SystemExit):
        pass  # asked to end, and ended
    finally:
        signal.signal(signal.SIGTERM, before)
        listening.close()


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)
