"""The page of a drawing, used as a person does: by mouse, by keyboard, and by what listens or prints."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from accessibility import axe
from browsing import Opened
from playwright.sync_api import Browser, expect

from kg.drawing import draw
from kg.drawing.page import About, page
from kg.drawing.picture import svg
from kg.exporters import network_file

HOSTILE = "</script><img src=x onerror=\"window.ran=1\"><!-- ' href ]]>"
GEXF, VIZ = "{http://www.gexf.net/1.2draft}", "{http://www.gexf.net/1.2draft/viz}"
STATUSES = ("fact", "claimed", "contested", "fact", "fact")  # of the relations, in their order
ABOUT = About(asked="kg draw a --hops 2", drawn="2026-11-26", graph="0123456789ab", whole=4812)


class Drawn(Opened):
    def saved(self, button: str) -> bytes:
        self.tab.click("#save > summary")
        with self.tab.expect_download() as download:
            self.tab.click(f"#save-{button}")
        return Path(download.value.path()).read_bytes()


Open = Callable[..., Drawn]


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six things in three kinds, some dated; relations of three statuses; names in two scripts, one hostile."""
    graph = nx.MultiDiGraph()
    dated = {"a": ("2021-03-01", "2021-03-02"), "b": ("2022-01-17", "2022-01-17"), "c": ("2023-06-01", None)}
    labels = {"a": "Launch A", "b": "Launch B", "c": "Visit C", "n": "North Korea", "s": HOSTILE, "p": "김정은"}
    kinds = {"a": "Launch", "b": "Launch", "c": "Visit", "n": "State", "s": "State", "p": "Person"}
    for node, label in labels.items():
        first, last = dated.get(node, (None, None))
        claims = [{"claimant": "KCNA", "quote": HOSTILE}]
        fact = {"property": "count", "value": HOSTILE, "status": "claimed", "claims": claims}
        graph.add_node(
            node, label=label, kind=kinds[node], kind_label=kinds[node].lower(), facts=[fact], first=first, last=last,
            aliases=["DPRK", "조선"] if node == "n" else [],
        )  # fmt: skip
    said = [{"claimant": "KCNA", "source": "A source", "line": 3, "quote": "words"}]
    ends = [
        ("a", "n", "launched by"), ("b", "n", "launched by"), ("b", "s", "target"),
        ("c", "n", "visits"), ("p", "n", "leads"),
    ]  # fmt: skip
    for (start, end, key), status in zip(ends, STATUSES, strict=True):
        graph.add_edge(start, end, key, property=key, label=key, status=status, claims=said)
    path = tmp_path_factory.mktemp("drawing") / "page.html"
    path.write_text(page(draw(graph, title="Six things"), title="Six things", about=ABOUT), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Browser, html: Path) -> Iterator[Open]:
    """A function that opens the page without a network: `opened("#view=table", **options)`."""
    contexts = []

    def open_(fragment: str = "", **options: Any) -> Drawn:
        context = browser.new_context(offline=True, **{"viewport": {"width": 1280, "height": 800}} | options)
        contexts.append(context)
        shown = Drawn(context.new_page())
        shown.go(html.as_uri() + fragment)
        return shown

    yield open_
    for context in contexts:
        context.close()


def test_relations_can_be_hidden_one_by_one(opened: Open) -> None:
    shown = opened()
    assert shown.text("#counts") == "6 nodes, 5 edges"
    assert shown.text("#relations-head").strip() == "Relations (4)"
    shown.tab.click("#relations-head")
    shown.tab.get_by_label("launched by").uncheck()
    assert shown.text("#counts") == "6 nodes, 3 of 5 edges"
    assert "1 hidden" in shown.text("#relations-head")
    again = opened("#" + shown.tab.url.partition("#")[2])
    assert again.text("#counts") == "6 nodes, 3 of 5 edges"


def test_the_time_slider_leaves_out_what_lies_outside_and_has_a_bin_for_the_undated(opened: Open) -> None:
    shown = opened()
    assert shown.text("#period output") == "2021-03-01 to 2023-06-01"
    shown.tab.focus("#from")
    shown.tab.keyboard.press("End")
    assert shown.text("#period output") == "2023-06-01"
    assert shown.text("#counts") == "4 of 6 nodes, 2 of 5 edges"
    shown.tab.get_by_label("undated").uncheck()
    assert shown.text("#counts") == "1 of 6 nodes, 0 of 5 edges"
    assert "from=2023-06-01" in shown.tab.url and "undated=no" in shown.tab.url
    shown.tab.focus("#from")
    shown.tab.keyboard.press("Home")
    assert shown.text("#period output") == "2021-03-01 to 2023-06-01"
    assert shown.tab.get_attribute("#from", "aria-valuetext") == "2021-03-01"


def test_search_brings_back_what_the_time_hid(opened: Open) -> None:
    shown = opened("#from=2023-01-01")
    shown.tab.fill("#search", "launch a")
    assert "filtered out" in shown.text("#hits")
    shown.tab.keyboard.press("Enter")
    assert shown.text("#panel h2") == "Launch A" and shown.text("#counts") == "6 nodes, 5 edges"


def test_search_says_how_much_it_finds_and_is_walked_by_arrows(opened: Open) -> None:
    """Also to those who do not see the list."""
    shown = opened("#from=2022-01-01")
    said, field = shown.tab.locator("#finder [role=status]"), shown.tab.locator("#search")
    shown.tab.keyboard.press("/")
    expect(field).to_have_attribute("aria-expanded", "false")
    for words, told in (("launch", "2 hits, 1 of them filtered out"), ("조선", "1 hit"), ("nobody", "no hits")):
        field.fill(words)
        expect(said).to_have_text(told)
    assert shown.text("#hits") == "Nothing of that name"
    expect(field).to_have_attribute("aria-expanded", "false")
    field.fill("launch")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert axe(shown.tab) == []
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None)):
        shown.tab.keyboard.press(key)
        active = field.get_attribute("aria-activedescendant")
        chosen = shown.tab.get_by_role("option", selected=True)
        assert active == (None if at is None else chosen.get_attribute("id"))
        names = [each.inner_text().split("\n")[0] for each in chosen.all()]
        assert names == ([] if at is None else [("Launch B", "Launch A")[at]])
    shown.tab.keyboard.press("ArrowDown")
    shown.tab.keyboard.press("Enter")
    assert shown.text("#panel h2") == "Launch B" and said.text_content() == ""
    field.fill("launch")
    shown.tab.keyboard.press("Tab")
    assert shown.tab.locator("#hits").is_hidden()


def test_quotation_marks_within_a_quote_are_told_from_those_around_it(opened: Open) -> None:
    assert f"‘{HOSTILE}’" in opened("#node=p").text("#panel")


def test_arrows_move_between_neighbours_and_the_page_says_where_to(opened: Open) -> None:
    shown = opened("#node=n")
    seen = set()
    shown.tab.focus("#canvas [role=application]")
    for way in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        shown.tab.keyboard.press(way)
        name = shown.text("#panel h2")
        if name != "North Korea":
            seen.add(name)
            assert name.split("\n")[0] in shown.tab.text_content("#said")
            shown.tab.evaluate("location.hash = '#node=n'")
            expect(shown.tab.locator("#panel h2")).to_have_text("North Korea")
            shown.tab.focus("#canvas [role=application]")
    assert seen and seen <= {"Launch A", "Launch B", "Visit C", "김정은"}
    shown.tab.keyboard.press("Enter")
    assert shown.tab.evaluate("document.activeElement.id") == "panel"


def test_slash_searches_and_the_question_mark_helps(opened: Open) -> None:
    shown = opened()
    shown.tab.keyboard.press("/")
    assert shown.tab.evaluate("document.activeElement.id") == "search"
    shown.tab.keyboard.type("조선")
    shown.tab.keyboard.press("Enter")
    assert shown.text("#panel h2") == "North Korea"
    shown.tab.keyboard.press("?")
    expect(shown.tab.get_by_role("dialog")).to_contain_text("search all names")
    shown.tab.keyboard.press("Escape")
    expect(shown.tab.get_by_role("dialog")).to_have_count(0)
    assert shown.text("#panel h2") == "North Korea"  # only the help was closed


def test_the_keys_of_the_drawing_zoom_pan_and_show_the_table(opened: Open) -> None:
    shown = opened(reduced_motion="reduce")
    before = shown.tab.locator("#canvas canvas").screenshot()
    shown.tab.focus("#canvas [role=application]")
    for key in ("+", "Shift+ArrowLeft"):
        shown.tab.keyboard.press(key)
        shown.tab.wait_for_timeout(60)
        after = shown.tab.locator("#canvas canvas").screenshot()
        assert after != before, key
        before = after
    shown.tab.keyboard.press("t")
    assert shown.tab.locator("#table").is_visible()


def test_the_address_keeps_the_position(opened: Open) -> None:
    shown = opened()
    box = shown.tab.locator("#canvas").bounding_box()
    assert box
    shown.tab.mouse.move(box["x"] + 20, box["y"] + 20)
    shown.tab.mouse.down()
    shown.tab.mouse.move(box["x"] + 220, box["y"] + 120, steps=4)
    shown.tab.mouse.up()
    expect(shown.tab).to_have_url(re.compile("at="))
    [at] = re.findall(r"at=([^&]+)", shown.tab.url)
    again = opened(f"#at={at}")
    again.tab.get_by_label("fact").uncheck()  # so that the page writes the address anew
    assert re.findall(r"at=([^&]+)", again.tab.url) == [at]


@pytest.mark.parametrize("style", ["svg", "gexf", "graphml"])
def test_what_is_saved_is_sound_and_says_what_it_is_of(style: str, opened: Open) -> None:
    shown = opened("#hide=Visit")
    text = shown.saved(style).decode()
    root = ET.fromstring(text)
    for part in ("Six things", "5 of 4,812 things", "kg draw a --hops 2", "2026-11-26", "0123456789ab"):
        assert part in " ".join(root.itertext()) + text[:400], part
    assert HOSTILE in [*root.itertext(), *(value for each in root.iter() for value in each.attrib.values())]
    assert "Visit C" not in text
    assert not [each.tag for each in root.iter() if each.tag.endswith(("script", "img", "foreignObject"))]


FORMULA, CONTROL, KOREAN = "=cmd|' /C calc'!A1", "a\x01b\ufffec", '김정은; "DPRK",\n조선'


def odd() -> str:
    """A page of five things with names that a spreadsheet would run, that XML cannot hold, and that need UTF-8."""
    graph = nx.MultiDiGraph()
    for node, label, kind in (
        ("a", FORMULA, "Launch"), ("b", CONTROL, "Launch"), ("c", KOREAN, "Person"), ("d", HOSTILE, "State"),
        ("e", "Visit E", "Visit"),
    ):  # fmt: skip
        graph.add_node(node, label=label, kind=kind, kind_label=kind)
    for start, end, status, claimant in (
        ("a", "b", "fact", "KCNA"), ("a", "c", "claimed", FORMULA), ("b", "c", "contested", CONTROL),
        ("c", "d", "claimed", HOSTILE), ("e", "a", "fact", "KCNA"),
    ):  # fmt: skip
        told = {"claimant": claimant, "modality": "opinion", "source": f"In {claimant}"}
        told |= {"source_id": "source:a", "line": 3}
        said = [told | {"quote": f"So {claimant}"}, told | {"quote": "; "}, {"claimant": "\t@x"}]
        graph.add_edge(start, end, "-1+1", property="-1+1", label="-1+1", status=status, claims=said)
    return page(draw(graph), title="Odd", about=ABOUT)


CLAIM = ("claimant", "modality", "source", "source_id", "line", "quote")


def read(style: str, data: bytes, path: Path) -> tuple[dict[str, str], dict[tuple[str, ...], list[list[str]]]]:
    """The names of the nodes, and of each edge the claims, each by itself, as the tool of that format reads them."""
    edges: dict[tuple[str, ...], list[list[str]]] = {}
    if style == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        for row in rows:
            said = [row[name] for name in CLAIM]
            edges.setdefault((row["from"], row["to"], row["relation"], row["status"]), []).append(said)
        assert {row["command"] for row in rows} == {ABOUT.asked}
        return {row[end]: row[f"{end}_label"] for row in rows for end in ("from", "to")}, edges
    path.write_bytes(data)
    graph = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[style](path)
    for start, end, told in graph.edges(data=True):
        claims = [[str(claim.get(name, "")) for name in CLAIM] for claim in json.loads(told["claims"])]
        edges[start, end, told["property"], told["status"]] = claims
    return dict(graph.nodes("label")), edges


@pytest.mark.parametrize("style", ["csv", "graphml", "gexf"])
def test_a_file_holds_what_the_page_shows_for_the_tool_that_reads_it(
    style: str, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "odd.html").write_text(odd(), encoding="utf-8", errors="replace")
    context = browser.new_context(offline=True)
    shown = Drawn(context.new_page())
    shown.go((tmp_path / "odd.html").as_uri() + "#hide=Visit&without=contested&view=table")
    drawn = [row.locator("td").all_inner_texts() for row in shown.tab.locator("#table tbody tr").all()]
    names, edges = read(style, shown.saved(style), tmp_path / f"odd.{style}")
    context.close()
    safe = "'{}".format if style == "csv" else str  # which a spreadsheet shows, and does not compute
    told = CONTROL if style == "csv" else re.sub("[\x01\ufffe]", "\ufffd", CONTROL)
    assert names == {"a": safe(FORMULA), "b": told, "c": KOREAN, "d": HOSTILE}
    first = {("a", "b"): "KCNA", ("a", "c"): FORMULA, ("c", "d"): HOSTILE}
    assert {each[:2] for each in edges} == first.keys() and len(drawn) == len(edges) == 3
    for (start, end, relation, status), claims in edges.items():
        own = first[start, end]
        assert relation == safe("-1+1") and status == ("fact" if end == "b" else "claimed")
        told = [safe(own) if own == FORMULA else own, "opinion", f"In {own}", "source:a", "3"]
        assert claims == [[*told, f"So {own}"], [*told, "; "], [safe("\t@x"), "", "", "", "", ""]]


def test_a_file_for_gephi_looks_as_the_drawing(opened: Open, tmp_path: Path) -> None:
    data = opened().saved("gexf")
    (tmp_path / "page.gexf").write_bytes(data)
    graph = nx.read_gexf(tmp_path / "page.gexf")
    look = {node: given["viz"] for node, given in graph.nodes(data=True)}
    colours = {node: tuple(given["color"].values()) for node, given in look.items()}
    assert colours["a"] == colours["b"] != colours["n"] == colours["s"] != colours["p"]
    assert all(given["size"] > 0 and given["position"] for given in look.values())
    root = ET.fromstring(data)  # since networkx looks for shapes elsewhere than the format has them
    shapes = {each.get("value") for each in root.iterfind(f".//{GEXF}node/{VIZ}shape")}
    assert len(shapes) > 1 and shapes <= {"disc", "square", "triangle", "diamond"}
    lines = [each.get("value") for each in root.iterfind(f".//{GEXF}edge/{VIZ}shape")]
    assert lines == [{"fact": "solid", "claimed": "dashed", "contested": "dotted"}[each] for each in STATUSES]
    assert all(float(each.get("value", 0)) > 0 for each in root.iterfind(f".//{GEXF}edge/{VIZ}thickness"))


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_the_table_names_a_source_that_speaks_itself_once_with_its_line(
    script: bool, browser: Browser, tmp_path: Path
) -> None:
    graph = nx.MultiDiGraph()
    own = {"claimant": "A report", "source": "A report", "line": 7}
    other = {"claimant": "KCNA", "source": "A report", "line": 0}
    graph.add_edge("a", "b", "k", label="k", status="fact", claims=[own, other, own])
    (tmp_path / "page.html").write_text(page(draw(graph), title="One"), encoding="utf-8")
    context = browser.new_context(offline=True, java_script_enabled=script)
    tab = context.new_page()
    tab.goto((tmp_path / "page.html").as_uri() + "#view=table")
    [said] = tab.locator("td:nth-child(5)").all_inner_texts()
    context.close()
    assert said == "A report, line 7; KCNA, A report, line 0"


def test_a_saved_svg_names_all_that_has_room_and_signs_contested_lines(opened: Open) -> None:
    root = ET.fromstring(opened().saved("svg"))
    texts = ["".join(each.itertext()) for each in root.iter() if each.tag.endswith("text")]
    assert texts.count("≠") == STATUSES.count("contested")
    assert {"Launch A", "Launch B", "Visit C", "North Korea", "김정은"} <= set(texts)


def test_in_a_picture_a_hub_is_named_though_a_mark_lies_below_it(browser: Browser, tmp_path: Path) -> None:
    network = draw(nx.MultiDiGraph([("hub", "low"), ("hub", "right")]))
    for node, place in zip(network.nodes, ((0, 0), (0, 40), (300, 0)), strict=True):
        node["x"], node["y"] = place
    (tmp_path / "page.html").write_text(page(network, title="Hub"), encoding="utf-8")
    context = browser.new_context(offline=True)
    shown = Drawn(context.new_page())
    shown.go((tmp_path / "page.html").as_uri())
    saved = shown.saved("svg").decode()
    context.close()
    for picture in (saved, svg(network, title="Hub")):
        spans = [each for each in ET.fromstring(picture.encode()).iter() if each.tag.endswith("tspan")]
        below = {each.text: float(each.get("y", 0)) > 0 for each in spans}
        assert not below["hub"] and below["low"]


def test_a_png_is_as_large_as_the_drawing_with_title_legend_and_caption(opened: Open) -> None:
    shown = opened(device_scale_factor=2)
    data = shown.saved("png")
    assert data.startswith(b"\x89PNG")
    wide, tall = shown.tab.evaluate("(({ clientWidth, clientHeight }) => [clientWidth, clientHeight])(window.canvas)")
    assert list(struct.unpack(">II", data[16:24])) == [2 * wide, 2 * (tall + 44 + 57)]
    assert shown.complaints == []


@pytest.mark.parametrize("style", ["gexf", "graphml"])
def test_a_file_has_its_values_in_the_types_of_kg_export(style: str, opened: Open) -> None:
    graph = nx.MultiDiGraph()
    told = {"property": "k", "label": "k", "status": "fact", "claims": []}
    graph.add_edge("a", "b", "k", **told)
    for node in graph:
        graph.add_node(node, label=node, kind="State", iri="", aliases=[], facts=[])

    def types(data: bytes) -> dict[str, str]:
        declared = (each.attrib for each in ET.fromstring(data).iter() if each.tag.endswith(("}key", "}attribute")))
        return {each.get("attr.name") or each["title"]: each.get("attr.type") or each["type"] for each in declared}

    saved, exported = types(opened().saved(style)), types(network_file(graph, style))
    shared = saved.keys() & exported.keys()
    assert {"support", "claims", "status", "kind", "aliases", "facts"} <= shared
    assert {name: saved[name] for name in shared} == {name: exported[name] for name in shared}
    assert saved["support"] == "long"


def test_the_page_says_how_much_of_the_whole_it_shows(opened: Open) -> None:
    assert opened().text("#about") == "6 of 4,812 things · kg draw a --hops 2 · drawn 2026-11-26 · graph 0123456789ab"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", "#node=n", "#edge=2", "#view=table&node=s"])
def test_axe_finds_nothing(fragment: str, scheme: str, opened: Open) -> None:
    shown = opened(fragment, color_scheme=scheme)
    assert axe(shown.tab) == []


def test_axe_finds_nothing_on_a_phone_nor_in_menus_and_help(opened: Open) -> None:
    shown = opened(viewport={"width": 390, "height": 844})
    shown.tab.click("#save > summary")
    assert axe(shown.tab) == []
    shown.tab.click("#show-help")
    assert axe(shown.tab) == []
    assert shown.tab.evaluate("document.documentElement.scrollWidth") == 390


def test_on_a_phone_the_buttons_cover_nothing_that_is_drawn(opened: Open) -> None:
    tab = opened(viewport={"width": 390, "height": 844}).tab
    canvas, buttons, stage = (tab.locator(each).bounding_box() for each in ("#canvas canvas", "#zoom", "#stage"))
    assert canvas and buttons and stage
    assert canvas["y"] + canvas["height"] <= buttons["y"]
    assert buttons["y"] + buttons["height"] <= stage["y"] + stage["height"]


def test_all_of_it_used_asks_nothing_and_complains_of_nothing(opened: Open) -> None:
    shown = opened()
    for label in ("launch", "state", "contested"):
        shown.tab.get_by_label(label).first.uncheck()
        shown.tab.get_by_label(label).first.check()
    for name in ("node=s", "edge=2", "view=table", "node=p&from=2022-01-01", "node=%3Cscript%3E&edge=x&at=1,2", ""):
        shown.tab.evaluate(f"location.hash = {json.dumps('#' + name)}")
        shown.tab.wait_for_timeout(30)
    for style in ("svg", "png", "csv"):
        shown.saved(style)
    assert shown.tab.evaluate("window.ran") is None
    assert shown.complaints == []
    assert [url for url in shown.asked if not url.startswith(("file:", "blob:"))] == []


def test_korean_names_are_drawn_and_not_as_boxes(opened: Open) -> None:
    """The label takes the width that Hangul has: two columns a letter."""
    shown = opened("#node=p")
    assert shown.text("#panel h2") == "김정은"
    fonts = shown.tab.evaluate("getComputedStyle(document.body).fontFamily")
    assert "Noto Sans KR" in fonts and "Nanum Gothic" in fonts


NAMES = """
  window.names = [];
  const pen = CanvasRenderingContext2D.prototype, { drawImage: copy, clearRect: clear } = pen;
  pen.clearRect = function (...all) { window.names = []; return clear.apply(this, all); };
  pen.drawImage = function (...all) {
    const [{ width, height }, x, y] = all;
    window.names.push([x + 3, y + 3, x + width - 3, y + height - 3]);
    return copy.apply(this, all);
  };"""
MARKS = """() => {
  const { clientWidth, clientHeight } = document.querySelector("#canvas canvas");
  return JSON.parse(document.getElementById("data").textContent).nodes.map(({ x, y, size }) =>
    [-1, 1].flatMap((side) => [x + clientWidth / 2 + side * size, y + clientHeight / 2 + side * size]));
}"""


def overlap(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_of_a_hub_those_neighbours_are_named_that_find_room(browser: Browser, tmp_path: Path) -> None:
    """No name lies over another, nor over a mark; the middle of the hub itself is named whatever it covers."""
    path = tmp_path / "hub.html"
    star = nx.star_graph(120)
    nx.set_node_attributes(star, {node: f"A rather long name, number {node}" for node in star}, "label")
    path.write_text(page(draw(star), title="Hub"), encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    tab = context.new_page()
    tab.add_init_script(NAMES)
    tab.goto(f"{path.as_uri()}#node=0&at=0,0,1")
    tab.wait_for_selector("html[data-ready]")
    hub, *names = tab.evaluate("window.names")
    marks = tab.evaluate(MARKS)
    assert 3 < len(names) < 120
    assert not [pair for pair in combinations([hub, *names], 2) if overlap(*pair)]
    assert not [(name, mark) for name in names for mark in marks if overlap(name, mark)]
    context.close()


def test_a_name_is_painted_once_however_often_the_view_moves(browser: Browser, tmp_path: Path) -> None:
    """And then copied, so that a thousand nodes move as smoothly as a hundred."""
    path = tmp_path / "large.html"
    path.write_text(page(draw(nx.barabasi_albert_graph(1000, 2, seed=1)), title="Large"), encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.add_init_script("""
      window.painted = [];
      const paint = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (...all) {
        window.painted.push(this.font + all[0]);
        return paint.apply(this, all);
      };""")
    tab.goto(path.as_uri())
    tab.wait_for_selector("html[data-ready]")
    tab.mouse.move(500, 500)
    tab.mouse.down()
    for x in range(480, 300, -20):
        tab.mouse.move(x, 450)
    tab.mouse.up()
    painted = tab.evaluate("window.painted")
    assert len(painted) > 20 and len(painted) == len(set(painted))
    context.close()


PIXELS = """() => {
  const canvas = document.querySelector("#canvas canvas"), before = window.pixels;
  window.pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return before && window.pixels.reduce((sum, value, i) => sum + (Math.abs(value - before[i]) > 32), 0);
}"""


def test_while_a_node_of_a_large_graph_is_dragged_only_its_own_lines_are_drawn_anew(
    browser: Browser, tmp_path: Path
) -> None:
    """And it looks as if all were."""
    path = tmp_path / "large.html"
    network = draw(nx.MultiDiGraph([(0, end) for end in range(1, 10)] + [(at, at + 1) for at in range(1, 400)]))
    for at, node in enumerate(network.nodes):  # the first in the middle, the others around it on a spiral
        node["x"], node["y"] = 20 * at**0.6 * math.cos(at), 20 * at**0.6 * math.sin(at)
    path.write_text(page(network, title="Large"), encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    tab = context.new_page()
    tab.add_init_script("""
      window.traced = 0;
      const line = Path2D.prototype.lineTo;
      Path2D.prototype.lineTo = function (...all) { window.traced += 1; return line.apply(this, all); };""")
    tab.goto(f"{path.as_uri()}#at=0,0,1")
    tab.wait_for_selector("html[data-ready]")
    box = tab.locator("#canvas canvas").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x + 9, y)
    tab.wait_for_timeout(100)
    tab.evaluate("window.traced = 0")
    for step in range(2, 8):
        tab.mouse.move(x + 9 * step, y + 3 * step)
        tab.wait_for_timeout(20)
    assert 0 < tab.evaluate("window.traced") < 6 * 9 * 5, "of nine lines with their arrows, and one mark"
    tab.wait_for_timeout(300)  # until names are where they belong
    tab.evaluate(PIXELS)
    tab.mouse.up()
    tab.wait_for_timeout(300)
    differing = tab.evaluate(PIXELS)
    assert differing < 500, "of a million pixels: where lines cross, since their rims mix otherwise"
    context.close()


def test_a_dark_page_prints_its_drawing_on_white_also_from_the_table(opened: Open) -> None:
    """At once, since a printer does not wait for the next frame."""
    dark = """() => {
      dispatchEvent(new Event("beforeprint"));
      const canvas = document.querySelector("#canvas canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let [paper, drawn] = [0, 0];
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 255 && data[i] === 20 && data[i + 1] === 23 && data[i + 2] === 27) paper += 1;
        if (data[i + 3] === 255) drawn += 1;
      }
      return [paper, drawn];
    }"""
    for fragment in ("", "#view=table"):
        paper, drawn = opened(fragment, color_scheme="dark").tab.evaluate(dark)
        assert paper == 0 and drawn > 1000, fragment


def test_print_has_the_whole_legend(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "kinds.html"
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((f"n{number}", {"kind": f"Kind {number}"}) for number in range(30))
    path.write_text(page(draw(graph), title="Kinds"), encoding="utf-8")
    context = browser.new_context(offline=True)
    shown = Drawn(context.new_page())
    shown.go(path.as_uri())
    assert "16 more kinds" in shown.text("#kinds")
    shown.tab.emulate_media(media="print")
    assert {f"Kind {number}" for number in range(30)} <= set(re.findall(r"Kind \d+", shown.text("#kinds")))
    assert "more kinds" not in shown.text("#kinds")
    context.close()


def test_the_table_is_sorted_by_any_column_both_ways_and_filtered_like_the_drawing(opened: Open) -> None:
    shown = opened("#view=table")
    for column, name in enumerate(("From", "Relation", "To", "Status", "Said by")):
        for order in ("ascending", "descending"):
            shown.tab.get_by_role("button", name=name, exact=True).click()
            cells = shown.tab.locator(f"#table tbody td:nth-child({column + 1})").all_inner_texts()
            shown.tab.keyboard.press("Shift")
            assert shown.tab.get_attribute(f"#table th >> nth={column}", "aria-sort") == order
            letters = [re.sub(r"\W", "", cell.lower()) for cell in cells if cell.isascii() and cell[0].isalpha()]
            assert letters == sorted(letters, reverse=order == "descending"), name
    assert shown.tab.evaluate("document.activeElement.textContent") == "Said by"
    shown.tab.get_by_label("contested").uncheck()
    assert shown.tab.locator("#table tbody tr").count() == 4
    assert shown.tab.get_attribute("#table th >> nth=4", "aria-sort") == "descending"


def test_the_address_brings_back_all_at_once(opened: Open) -> None:
    """Selection, filters, period, view and position."""
    words = "node=n&hide=Visit&without=claimed&omit=leads&from=2021-03-02&until=2023-05-31&undated=no"
    words += "&at=12%2C-30%2C1.250"
    shown = opened(f"#{words}")
    before = shown.tab.locator("#canvas canvas").screenshot()
    shown.tab.wait_for_timeout(400)  # longer than a view glides
    assert shown.tab.locator("#canvas canvas").screenshot() == before
    shown.tab.click("#show-table")
    assert shown.tab.url.partition("#")[2] == f"{words.replace('&at=', '&view=table&at=')}"
    again = opened("#" + shown.tab.url.partition("#")[2])
    again.tab.click("#show-graph")
    assert again.tab.url.partition("#")[2] == words
    assert again.text("#counts") == shown.text("#counts") and again.text("#panel h2") == "North Korea"
    again.tab.wait_for_timeout(50)
    assert again.tab.locator("#canvas canvas").screenshot() == before
