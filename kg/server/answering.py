"""What runs in a worker: it opens the graph, and answers one request after another."""

from __future__ import annotations

import resource
import signal
import sys
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from kg.errors import KgError
from kg.server.messages import Asked, HiddenError, Reply, Settings, status_of
from kg.server.opened import Opened
from kg.server.pages import answer
from kg.server.site import error_reply
from kg.server.warming import warm
from kg.views import View

_FIRST_TO_GO = "1000"
_SOON = 0.05
"""A worker that was started for a request has it after so many seconds, and then prepares nothing else before."""


def work(connection: Connection, settings: Settings, first: tuple[str, ...] = ()) -> None:
    """Say that the graph is open, then answer requests until the other end is closed, each after saying it began.

    Args:
        first: the pages to be ready for, as long as nobody asks.
    """
    _give_way(settings.memory)
    opened = Opened(settings)
    with suppress(KgError):  # it is told when a page asks for it
        opened.show(View())
    with suppress(EOFError, OSError, KeyboardInterrupt):
        connection.send(True)
        warm(opened, first, reply, lambda: connection.poll(_SOON))
        while True:
            asked = connection.recv()
            connection.send(True)
            connection.send(reply(opened, asked))


def reply(opened: Opened, asked: Asked) -> Reply:
    """The answer to a request; whatever goes wrong, a page that says so."""
    try:
        return answer(opened, asked)
    except KgError as error:
        return error_reply(asked, status_of(error), str(error), hidden=isinstance(error, HiddenError))
    except MemoryError:
        return error_reply(asked, 503, "query: took more memory than it may: ask for less")
    except Exception:  # the reader is told no more than that; who runs the server sees why
        traceback.print_exc(file=sys.stderr)
        what = f"{asked.path}: cannot be shown, for a fault of the program: the server's own output says more"
        return error_reply(asked, 500, what)


def _give_way(memory: int) -> None:
    """Leave Ctrl-C to the server, and end before it does where memory runs out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
