"""Workers of one kind: who is free, who is replaced, and what takes so long that it is not to keep others waiting."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kg.server.messages import Asked, RefusedError, Reply
from kg.server.workers import Target, UnbegunError, Worker

Given = TypeVar("Given")
BRIEF = 0.5
"""The seconds that most queries take at most; what takes longer is not to keep these waiting."""


@dataclass(eq=False)
class _Turn:
    """A request at a worker.

    Attributes:
        worker: who answers; another one once it failed.
        limit: the seconds that it has.
        long: whether it takes a place for long requests, and its worker counts no longer.
    """

    worker: Worker
    limit: float
    long: bool = False
    asking: asyncio.Future[Reply] = field(init=False)


async def _is_brief(turn: _Turn) -> bool:
    """Wait until a request is answered, or has run for too long."""
    left = BRIEF
    while left > 0 and not turn.asking.done():
        await asyncio.wait({turn.asking}, timeout=left)
        left = BRIEF - (time.monotonic() - turn.worker.began if turn.worker.began else 0)
    return turn.asking.done()


class Pool:
    """Workers of one kind, of which each that fails is replaced at once.

    Args:
        size: how many there are.
        target, arguments: as of `Worker`.
        limit: the seconds that an answer may take; to a request that begins anew, with all that went before.
        patience: the seconds that a request waits for a worker to be free; None means as long as `limit`.
        ends: whether a worker is ended whose answer nobody waits for any longer; else it goes on, and keeps
            what it remembers.
        places: how many requests may take longer than `BRIEF` without keeping others waiting: a spare worker is
            started for each. One beyond them is ended, and begins anew once there is a place. 0 means that they
            are not told apart.
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
        places: int = 0,
    ) -> None:
        self._target, self._arguments, self._ends = target, arguments, ends
        self._limit, self._patience = limit, limit if patience is None else patience
        self._threads = ThreadPoolExecutor(size + places, "worker")
        self._places = asyncio.Semaphore(places) if places else None
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: dict[Worker, None] = {}
        for _ in range(size):
            self._free.put_nowait(self._new())

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
        until = time.monotonic() + self._limit
        turn = self._begin(_Turn(await self._patiently(self._free.get(), self._patience), self._limit), asked)
        try:
            if self._places:
                turn = turn if await _is_brief(turn) else await self._at_length(turn, asked, self._places, until)
            return await asyncio.shield(turn.asking)
        except asyncio.CancelledError:
            if self._ends and not turn.asking.done():
                turn.worker.end()
            raise

    async def _patiently(self, free: Awaitable[Given], seconds: float) -> Given:
        try:
            return await asyncio.wait_for(free, seconds)
        except TimeoutError as error:
            raise RefusedError(503, "server: all its workers are busy: ask again, or start it with more") from error

    async def _at_length(self, turn: _Turn, asked: Asked, places: asyncio.Semaphore, until: float) -> _Turn:
        """Let a request go on that takes long, with a spare worker for others; without a place, begin it anew later.

        Args:
            until: when its time is up; it begins anew only if it has more time then than it took already.
        """
        if not places.locked():
            await places.acquire()
            turn.long = True
            self._free.put_nowait(self._new())
            return turn
        turn.worker.end()
        await asyncio.wait({turn.asking})
        if not turn.asking.exception():  # it was just answered
            return turn
        await self._patiently(places.acquire(), until - BRIEF - time.monotonic())
        return self._begin(_Turn(self._new(), until - time.monotonic(), long=True), asked)

    def _begin(self, turn: _Turn, asked: Asked) -> _Turn:
        turn.worker.began = 0.0
        turn.asking = asyncio.get_running_loop().run_in_executor(self._threads, self._ask, turn, asked)
        turn.asking.add_done_callback(lambda asking: self._done(turn, asking))
        return turn

    def _done(self, turn: _Turn, asking: asyncio.Future[Reply]) -> None:
        if not asking.cancelled():
            asking.exception()  # where nobody waits any longer, nobody else takes notice of it
        if not turn.long or turn.worker in self._workers:
            self._free.put_nowait(turn.worker)
        if turn.long and self._places:
            self._places.release()
            if turn.worker in self._workers:
                self._retire_spare()

    def _retire_spare(self) -> None:
        """End the newest of those that are free, since those before it remember more."""
        free = [self._free.get_nowait() for _ in range(self._free.qsize())]
        spare = max(free, key=list(self._workers).index)
        self._retire(spare)
        for worker in free:
            if worker is not spare:
                self._free.put_nowait(worker)

    def _ask(self, turn: _Turn, asked: Asked, *, again: bool = True) -> Reply:
        try:
            return turn.worker.ask(asked, turn.limit)
        except RefusedError as error:
            again = again and isinstance(error, UnbegunError) and not turn.worker.ended
            self._retire(turn.worker)
            if again or not turn.long:
                turn.worker = self._new()
            if again:
                return self._ask(turn, asked, again=False)
            raise

    def _new(self) -> Worker:
        made = Worker(self._target, self._arguments)
        self._workers[made] = None
        return made

    def _retire(self, worker: Worker) -> None:
        if worker in self._workers:
            del self._workers[worker]
            worker.kill()

    def stop(self) -> None:
        """End all of its processes."""
        for worker in tuple(self._workers):
            worker.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)
