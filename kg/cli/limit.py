"""A limit on the time of a query or check, and an end at once by Ctrl-C: while the engine searches, Python is deaf."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kg.cli.style import show_error


@contextmanager
def within(seconds: float, what: str = "query") -> Iterator[None]:
    """End the process, which only reads meanwhile, if what is done takes longer, or at Ctrl-C."""

    def end() -> None:
        show_error(f"{what}: takes more than {seconds:g} seconds: ask for less, or allow more with --timeout")
        sys.stderr.flush()
        os._exit(2)  # as for any query that cannot be run

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)
