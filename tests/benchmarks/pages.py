"""Pages of `kg serve`, asked over HTTP: on the shipped graph and on one of a million statements."""

from __future__ import annotations

import http.client
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import generate
from measure import Disagreement, met, spread, statements, table, tool
from measure import build as kg_build

CLAIMS = 100_000
GOAL = 100
WARM = 4
PREPARED = 120
PAGES = {
    "start": "/", "search": "/search?q={word}", "names while typing": "/complete.json?q={word}",
    "a launch": "/{launch}", "what most is said of": "/{center}", "a source": "/{source}",
    "why, all of a launch": "/why?thing={thing}", "sources": "/sources",
    "network of a launch": "/network?thing={thing}", "its data": "/network.json?thing={thing}",
    "network of what most is said of": "/network?thing={hub}",
    "its data, of what most is said of": "/network.json?thing={hub}",
    "neighbours": "/neighbours?thing={hub}", "timeline": "/timeline", "its data, of the timeline": "/timeline.json",
    "map": "/map", "conflicts": "/conflicts", "questions": "/questions",
    "a question": "/questions/claims_about?thing={thing}", "SPARQL": "/sparql", "ontology": "/ontology",
}  # fmt: skip
"""What is asked of each graph."""
THINGS = {
    "shipped": {"launch": "launch/2022-01-17-pyongyang", "thing": "launch:2022-01-17-pyongyang", "word": "kim",
                "center": "state/north-korea", "hub": "state:north-korea",
                "source": "source/2022-01-18-tactical-guided-missiles"},
    "large": {"launch": "launch/launch-5", "thing": "launch:launch-5", "word": "number",
              "center": "organization/military-0", "hub": "organization:military-0", "source": "source/article-0"},
}  # fmt: skip


def pages(folder: Path, rounds: int) -> str:
    """Pages of the explorer, asked over one connection, each several times before it is measured."""
    roots = {"shipped": folder / "shipped", "large": folder / "large"}
    generate.write_project(roots["shipped"], "ontology, queries, data")
    generate.write_claims(roots["large"], CLAIMS)
    sizes = {name: statements(kg_build(root)) for name, root in roots.items()}
    took = {name: _measured(root, THINGS[name], rounds) for name, root in roots.items()}
    rows = []
    for page in PAGES:
        shipped, large = took["shipped"][page], took["large"][page]
        rows.append([page, spread(shipped), f"{GOAL} ms", met(median(shipped) < GOAL), spread(large)])
    heads = [f"{name}: {size:,} statements, ms" for name, size in sizes.items()]
    return table(["page", heads[0], "goal", "", heads[1]], rows)


def _measured(root: Path, things: Mapping[str, str], rounds: int) -> dict[str, list[float]]:
    """The milliseconds of each page, from the request to the last byte."""
    with _served(root) as port:
        asker = _Asker(port)
        paths = {name: path.format(**things) for name, path in PAGES.items()}
        for path in paths.values():
            asker.prepare(path)
        return {name: [asker.ask(path) for _ in range(rounds)] for name, path in paths.items()}


class _Asker:
    """Asks over a connection that is kept, as browsers do."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def prepare(self, path: str) -> None:
        """Ask uncounted, also where something is prepared once for each build."""
        end = time.monotonic() + PREPARED
        while self._answer(path)[0] == 503 and time.monotonic() < end:
            time.sleep(1)
        for _ in range(WARM):
            self.ask(path)

    def ask(self, path: str) -> float:
        """The milliseconds that an answer takes."""
        status, took = self._answer(path)
        if status != 200:
            raise Disagreement(f"{path} is answered with {status}")
        return 1000 * took

    def _answer(self, path: str) -> tuple[int, float]:
        start = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept": "text/html, */*;q=0.8"})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - start


@contextmanager
def _served(root: Path) -> Iterator[int]:
    """The port of a server of a project."""
    command = [str(tool("kg")), "--root", str(root), "serve", "--port", "0", "--timeout", "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            port = urlsplit(process.stdout.readline()).port
            if port is None:
                raise Disagreement(f"{' '.join(command)} names no address")
            yield port
        finally:
            process.terminate()
