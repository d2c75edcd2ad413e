"""The page of a drawing in Chromium without a window: until it can be used, and while it is moved."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

from measure import Disagreement, alternate, met, spread, table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GOALS = {100: 1.0, 1_000: 1.0, 5_000: 3.0}
FRAMES_GOAL, SMOOTH = 50, ("100", "1,000")
SECONDS = 2
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_COUNT = """() => {
  const drag = window.drag_ = {};
  window.frames_ = 0;
  const count = () => { if (drag !== window.drag_) return; window.frames_ += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""


_NODES = """() => JSON.parse(document.getElementById("data").textContent).nodes.map(({ x, y, size }) => [x, y, size])"""


class Shown(NamedTuple):
    """A look at a drawing: seconds until it can be used, frames a second while the view and while a node is dragged."""

    ready: float
    view: float
    node: float


class View(NamedTuple):
    """Where the view lies: its middle in the drawing, its scale, and the middle of the canvas on the screen."""

    x: float
    y: float
    scale: float
    left: float
    top: float


def drawings(folder: Path, rounds: int) -> str:
    """Drawings of so many nodes, two edges a node, each opened anew: until they can be used, and dragged by mouse."""
    files = {f"{nodes:,}": _drawn(folder / f"{nodes}.html", nodes) for nodes in GOALS}
    with _chromium() as browser:
        found = alternate({name: partial(_look, browser, path) for name, (path, _) in files.items()}, rounds)
    rows = []
    for (name, (path, took)), goal in zip(files.items(), GOALS.values(), strict=True):
        ready, *dragged = ([each[part] for each in found[name]] for part in range(len(Shown._fields)))
        size = f"{path.stat().st_size / 2**20:.2f} MiB"
        slowest = min(map(median, dragged))
        smooth = [str(FRAMES_GOAL), met(slowest >= FRAMES_GOAL)] if name in SMOOTH else ["", ""]
        usable = [spread(ready), f"{goal:g} s", met(median(ready) <= goal)]
        rows.append([name, size, f"{took:.2g}", *usable, *map(spread, dragged), *smooth])
    dragged_of = ["frames a second, the view dragged by an empty place", "a node dragged"]
    return table(["nodes", "size", "made in, s", "until usable, s", "goal", "", *dragged_of, "goal of both", ""], rows)


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
    box = tab.locator("#canvas").bounding_box() or {}
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    _drag(tab, (box["x"] + 4, box["y"] + 4), 0.1)  # so that the address tells where the view lies
    frames = []
    for kind, find in (("view", _empty), ("node", _node)):
        before = _view(tab, middle)
        frames.append(_drag(tab, find(tab.evaluate(_NODES), before), SECONDS))
        moved = _view(tab, middle)[:2] != before[:2]
        if moved != (kind == "view"):
            raise Disagreement(f"{path.name}: the mouse was to drag the {kind}, and did not")
    context.close()
    return Shown(ready, *frames)


def _drag(tab: Page, start: tuple[float, float], seconds: float) -> float:
    """Drag from a place to and fro; how many frames a second were drawn."""
    x, y = start
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.evaluate(_COUNT)
    begun, at = time.perf_counter(), 0
    while (took := time.perf_counter() - begun) < seconds:
        at += 1
        tab.mouse.move(x + 3 * (at % 40), y + at % 40)
    frames = float(tab.evaluate("window.frames_"))
    tab.mouse.move(x + 60, y + 20)
    tab.mouse.up()
    tab.wait_for_timeout(400)  # until the address is written
    return frames / took


def _view(tab: Page, middle: tuple[float, float]) -> View:
    x, y, scale = map(float, parse_qs(tab.url.partition("#")[2])["at"][0].split(","))
    return View(x, y, scale, *middle)


def _on_screen(nodes: list[list[float]], view: View) -> list[tuple[float, float, float]]:
    """The place of each node on the screen, and how far its mark reaches."""
    x, y, scale, left, top = view
    return [((each[0] - x) * scale + left, (each[1] - y) * scale + top, each[2] * scale) for each in nodes]


def _empty(nodes: list[list[float]], view: View) -> tuple[float, float]:
    """Of a grid around the middle of the view the place that is furthest from all marks."""
    marks = _on_screen(nodes, view)
    grid = [(view.left + dx, view.top + dy) for dx in range(-240, 241, 12) for dy in range(-200, 201, 12)]
    return max(grid, key=lambda at: min(max(abs(at[0] - x), abs(at[1] - y)) - size for x, y, size in marks))


def _node(nodes: list[list[float]], view: View) -> tuple[float, float]:
    """The largest node within 100 pixels of the middle of the view, or of so many more that there is one."""
    marks = _on_screen(nodes, view)
    x, y, _ = min(marks, key=lambda mark: (math.hypot(mark[0] - view.left, mark[1] - view.top) // 100, -mark[2]))
    return x, y
