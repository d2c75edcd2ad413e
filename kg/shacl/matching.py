"""Patterns that may take long are matched within a time limit.

The engine's run in a thread, which is left to itself when the time is over, as nothing can stop it; Python's, which no
other thread can run beside, in a process, which is ended.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from threading import Thread
from typing import TypeVar

from kg.shacl.apart import command, surroundings
from kg.shacl.expressions import python

SECONDS = 5.0
"""How long all of them may take in one validation of few data."""
_FOR_EACH = 0.000_005
"""How much longer for each statement."""

Found = TypeVar("Found")


class Patience:
    """The time that is left for such patterns in one validation.

    Args:
        size: how many statements the data has.
    """

    def __init__(self, size: int) -> None:
        self._left = SECONDS + _FOR_EACH * size

    def finding(self, find: Callable[[], Found]) -> Found | None:
        """What the engine finds; None where the time is over."""
        found: list[Found] = []
        failed: list[Exception] = []

        def run() -> None:
            try:
                found.append(find())
            except Exception as error:  # raised again where it can be heard
                failed.append(error)

        began, thread = time.monotonic(), Thread(target=run, daemon=True)
        thread.start()
        thread.join(max(self._left, 0))
        self._left -= time.monotonic() - began
        if failed:
            raise failed[0]
        return found[0] if found else None

    def matching(self, expression: str, flags: str, texts: Sequence[str]) -> set[str] | None:
        """Those of some texts that an expression of Python's matches; None where the time is over."""
        asked, began = json.dumps([expression, flags, texts]).encode(), time.monotonic()
        try:
            done = subprocess.run(
                command("kg.shacl.matching"), input=asked, env=surroundings(), stdout=subprocess.PIPE,
                timeout=max(self._left, 0.001), check=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            self._left = 0
            return None
        self._left -= time.monotonic() - began
        return {texts[number] for number in json.loads(done.stdout)}


def main() -> None:
    """Write which of the texts in the input match, by their numbers."""
    expression, flags, texts = json.loads(sys.stdin.buffer.read())
    pattern = python(expression, flags)
    sys.stdout.write(json.dumps([number for number, text in enumerate(texts) if pattern.search(text)]))
