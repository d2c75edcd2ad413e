"""Processes that answer, one request each at a time, and that are killed when it takes too long."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from kg.server.messages import Asked, RefusedError, Reply

PRELOADED = ["kg.server.answering", "networkx", "numpy"]
"""What the process has imported already from which workers are forked, so that a new one is there at once."""

_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
"""A worker is to take one core, and a process with threads cannot be forked safely; nor is each thread of the engine
to set 64 MiB of what it may take aside for itself."""

Target = Callable[..., None]
_START = 60
_MEND = "ask for less: add a LIMIT, or name the thing that is meant"


class UnbegunError(RefusedError):
    """A worker's process ended before it began on a request, which another one may answer."""


class Worker:
    """A process that answers.

    Args:
        target: what runs in it; is given a connection, and `arguments`.

    Attributes:
        ended: whether it was made to end.
        began: when it began on its last request; 0 where it did not yet.
    """

    def __init__(self, target: Target, arguments: tuple[Any, ...]) -> None:
        context = get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        for name, value in _ENVIRONMENT.items():
            os.environ.setdefault(name, value)
        self._ours: Connection
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=target, args=(theirs, *arguments), daemon=True)
        self._process.start()
        self._ready, self.ended, self.began = False, False, 0.0
        theirs.close()

    def ask(self, asked: Asked, limit: float) -> Reply:
        """Its answer to a request; a worker that gave none is of no further use.

        Raises:
            UnbegunError: its process had ended, or did before it began.
            RefusedError: it takes longer than `limit` seconds, or its process ended meanwhile.
        """
        began = False
        try:
            self.wait()
            if self.ended:
                raise EOFError
            self._ours.send(asked)
            began = bool(self._told(limit))
            self.began = time.monotonic()
            reply = self._told(limit)
        except (EOFError, OSError) as error:
            kind = RefusedError if began else UnbegunError
            raise kind(503, f"query: its process ended, mostly for want of memory: {_MEND}") from error
        assert isinstance(reply, Reply)
        return reply

    def _told(self, limit: float) -> object:
        if not self._ours.poll(limit):
            raise RefusedError(503, f"query: stopped after {round(limit, 1):g} seconds: {_MEND}")
        return self._ours.recv()

    def wait(self) -> None:
        """Wait until it has the graph open, which is not counted as time that an answer takes.

        Raises:
            RefusedError: it is not ready in time.
            EOFError: its process ended.
        """
        if not self._ready:
            if not self._ours.poll(_START):
                raise RefusedError(503, f"server: a worker did not start within {_START} seconds: ask again")
            self._ready = bool(self._ours.recv())

    def end(self) -> None:
        """Have its process end, from another thread than the one that asks, which then gets no answer."""
        self.ended = True
        self._process.kill()

    def kill(self) -> None:
        """End its process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._ours.close()
