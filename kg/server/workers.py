"""Processes that answer, one request each at a time, and that are killed when one takes too long."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from kg.server.messages import Asked, RefusedError, Reply

PRELOADED = ["kg.server.answering", "networkx", "numpy"]
"""What the process has imported already from which workers are forked, so that a new one is there at once."""

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""A worker is to take one core, and a process with threads cannot be forked safely."""

Target = Callable[..., None]
_START = 60
_MEND = "ask for less: add a LIMIT, or name the thing that is meant"


class UnbegunError(RefusedError):
    """A worker's process ended before it began on a request, which another one may answer."""


class Worker:
    """A process that answers.

    Args:
        target: what runs in it; is given a connection, and `arguments`.
    """

    def __init__(self, target: Target, arguments: tuple[Any, ...]) -> None:
        context = get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        for name, value in _ONE_THREAD.items():
            os.environ.setdefault(name, value)
        self._ours: Connection
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=target, args=(theirs, *arguments), daemon=True)
        self._process.start()
        self._ready, self._ended = False, False
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
            if self._ended:
                raise EOFError
            self._ours.send(asked)
            began = bool(self._told(limit))
            reply = self._told(limit)
        except (EOFError, OSError) as error:
            kind = RefusedError if began else UnbegunError
            raise kind(503, f"query: its process ended, mostly for want of memory: {_MEND}") from error
        assert isinstance(reply, Reply)
        return reply

    def _told(self, limit: float) -> object:
        if not self._ours.poll(limit):
            raise RefusedError(503, f"query: stopped after {limit:g} seconds: {_MEND}")
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
        self._ended = True
        self._process.kill()

    def kill(self) -> None:
        """End its process, whatever it does."""
        self._process.kill()
        self._process.join()
        self._ours.close()


class Pool:
    """Workers of one kind, of which each that fails is replaced at once.

    Args:
        size: how many there are.
        target, arguments: as of `Worker`.
        limit: the seconds that an answer may take.
        patience: the seconds that a request waits for a worker to be free; None means as long as `limit`.
        ends: whether a worker is ended whose answer nobody waits for any longer; else it goes on, and keeps
            what it remembers.
    """

    def __init__(
        self,
        size: int,
        target: Target,
        arguments: tuple[Any, ...],
        limit: float,
        patience: float | None = None,
        *,
        ends: bool = False,
    ) -> None:
        self._target, self._arguments, self._ends = target, arguments, ends
        self._limit, self._patience = limit, limit if patience is None else patience
        self._threads = ThreadPoolExecutor(size, "worker")
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers = {self._new() for _ in range(size)}
        for worker in self._workers:
            self._free.put_nowait(worker)

    async def ready(self) -> None:
        """Wait until all workers have the graph open.

        Raises:
            RefusedError: one of them is not ready in time.
            EOFError: the process of one ended.
        """
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(self._threads, worker.wait) for worker in self._workers))

    async def ask(self, asked: Asked) -> Reply:
        """The answer of the first worker that is free.

        Raises:
            RefusedError: none becomes free in time, or as of `Worker.ask`.
            CancelledError: nobody waits for it any longer.
        """
        try:
            worker = await asyncio.wait_for(self._free.get(), self._patience)
        except TimeoutError as error:
            raise RefusedError(503, "server: all its workers are busy: ask again, or start it with more") from error
        held = [worker]
        asking = asyncio.get_running_loop().run_in_executor(self._threads, self._ask, held, asked)
        asking.add_done_callback(lambda _: self._free.put_nowait(held[0]))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            asking.add_done_callback(lambda done: done.exception())  # nobody else takes notice of it
            if self._ends:
                held[0].end()
            raise

    def _ask(self, held: list[Worker], asked: Asked, *, again: bool = True) -> Reply:
        try:
            return held[0].ask(asked, self._limit)
        except RefusedError as error:
            held[0] = self._replaced(held[0])
            if again and isinstance(error, UnbegunError):
                return self._ask(held, asked, again=False)
            raise

    def _new(self) -> Worker:
        return Worker(self._target, self._arguments)

    def _replaced(self, worker: Worker) -> Worker:
        worker.kill()
        self._workers.discard(worker)
        fresh = self._new()
        self._workers.add(fresh)
        return fresh

    def stop(self) -> None:
        """End all of its processes."""
        for worker in tuple(self._workers):
            worker.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)
