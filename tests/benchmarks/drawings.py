"""The page of a drawing in Chromium without a window: until it can be used, and while it is moved."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from measure import Disagreement, alternate, met, spread, table

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOALS = {100: 1.0, 1_000: 1.0, 5_000: 3.0}
FRAMES_GOAL, SMOOTH = 50, ("100", "1,000")
SECONDS = 2
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_COUNT = """() => {
  window.frames_ = 0;
  const count = () => { window.frames_ += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""


class Shown(NamedTuple):
    """One look at a drawing: seconds until it could be used, and frames a second while it was moved."""

    ready: float
    frames: float


def drawings(folder: Path, rounds: int) -> str:
    """Drawings of so many nodes, two edges a node, each opened anew: until they can be used, and moved by mouse."""
    files = {f"{nodes:,}": _drawn(folder / f"{nodes}.html", nodes) for nodes in GOALS}
    with _chromium() as browser:
        found = alternate({name: partial(_look, browser, path) for name, (path, _) in files.items()}, rounds)
    rows = []
    for (name, (path, took)), goal in zip(files.items(), GOALS.values(), strict=True):
        ready, frames = [each.ready for each in found[name]], [each.frames for each in found[name]]
        size = f"{path.stat().st_size / 2**20:.2f} MiB"
        smooth = [str(FRAMES_GOAL), met(median(frames) >= FRAMES_GOAL)] if name in SMOOTH else ["", ""]
        usable = [spread(ready), f"{goal:g} s", met(median(ready) <= goal)]
        rows.append([name, size, f"{took:.2g}", *usable, spread(frames), *smooth])
    heads = ["nodes", "size", "made in, s", "until usable, s", "goal", "", "frames a second", "goal", ""]
    return table(heads, rows)


def _drawn(path: Path, nodes: int) -> tuple[Path, float]:
    """A drawing in a file, with the seconds that it took to make."""
    import networkx as nx

    from kg.drawing import draw
    from kg.drawing.page import page

    start = time.perf_counter()
    graph = nx.MultiDiGraph(list(nx.barabasi_albert_graph(nodes, 2, seed=1).edges()))
    for node, data in graph.nodes(data=True):
        kind = ("Launch", "Person", "State", "Organization", "Place")[node % 5]
        day = f"{2000 + node % 20}-01-01"
        data.update(label=f"{kind} number {node}", kind=kind, kind_label=kind.lower(), first=day)
    for _, _, data in graph.edges(data=True):
        said = {"claimant": "A claimant", "source": "A source", "line": 3, "quote": "some words of an article"}
        data.update(label="is tied to", property="tied", status="fact", claims=[said])
    path.write_text(page(draw(graph, title="Drawing"), title="Drawing"), encoding="utf-8")
    return path, time.perf_counter() - start


@contextmanager
def _chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        raise Disagreement(f"no browser: install one of {', '.join(CHROMIUM)}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def _look(browser: Browser, path: Path) -> Shown:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    start = time.perf_counter()
    tab.goto(path.as_uri(), wait_until="commit")
    tab.wait_for_selector("html[data-ready]", state="attached")
    ready = time.perf_counter() - start
    tab.mouse.move(40, 700)  # where no mark lies, so that the view is moved
    tab.mouse.down()
    tab.evaluate(_COUNT)
    start, at = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        at += 1
        tab.mouse.move(40 + 3 * (at % 60), 700 + at % 40)
    frames = float(tab.evaluate("window.frames_")) / (time.perf_counter() - start)
    context.close()
    return Shown(ready, frames)
