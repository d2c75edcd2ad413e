"""Patterns that may take long are matched in a process of its own, which is ended when the time for them is over."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from kg.graph import Graph, Iri, Literal, Triple
from kg.shacl.apart import command, surroundings
from kg.shacl.expressions import python, translated

SECONDS = 5.0
"""How long all of them may take in one validation."""


class Patience:
    """The time that is left for such patterns in one validation."""

    def __init__(self) -> None:
        self._left = SECONDS

    def matching(self, expression: str, flags: str, texts: Sequence[str]) -> set[str | None] | None:
        """Those of some texts that an expression matches; None where the time is over."""
        if self._left <= 0 or not texts:
            return None if texts else set()
        began = time.monotonic()
        asked = json.dumps([expression, flags, texts]).encode()
        try:
            done = subprocess.run(
                command("kg.shacl.matching"), input=asked, env=surroundings(), stdout=subprocess.PIPE,
                timeout=self._left, check=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            self._left = 0
            return None
        self._left -= time.monotonic() - began
        return {texts[number] for number in json.loads(done.stdout)}


def main() -> None:
    """Write which of the texts in the input match, by their numbers."""
    expression, flags, texts = json.loads(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(list(_matching(expression, flags, texts))))


def _matching(expression: str, flags: str, texts: Sequence[str]) -> Iterator[int]:
    text = translated(expression, flags)
    if text is None:
        pattern = python(expression, flags)
        yield from (number for number, each in enumerate(texts) if pattern.search(each))
        return
    graph, of = Graph.memory(), Iri("urn:kg:text")
    graph.add(Triple(Iri(f"urn:kg:{number}"), of, Literal(each)) for number, each in enumerate(texts))
    test = f"REGEX(?text, {Literal(text)}, {Literal(flags)})"
    for (node,) in graph.select(f"SELECT ?node {{ ?node {of} ?text FILTER({test}) }}").rows:
        yield int(str(getattr(node, "value", "")).rpartition(":")[2])
