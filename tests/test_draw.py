"""What a drawing promises: places, colours, and a page that works offline and runs nothing from the data."""

from __future__ import annotations

import base64
import copy
import csv
import hashlib
import io
import json
import math
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browsing import Opened
from conftest import ROOT
from playwright.sync_api import Browser
from pyvis.network import Network

from kg.drawing import draw
from kg.drawing.layout import positions
from kg.drawing.page import model_of, page
from kg.drawing.page.look import bends, styles

HOSTILE = "</script><img src=x onerror=\"window.ran='img'\"><script>window.ran='script'</script><!-- href"
LAUNCH, NORTH, SOUTH = "launch:2022-01-17-pyongyang", "state:north-korea", "state:south-korea"


def claim(**changes: Any) -> dict[str, Any]:
    told = {
        "claimant": "South Korea’s military",
        "source": "Tactical guided missiles fired",
        "line": 16,
        "quote": "detected the North launching two ballistic missiles",
        "modality": "asserted",
        "negated": False,
        "value": "2",
    }
    return told | changes


@pytest.fixture
def small() -> nx.MultiDiGraph:
    """Four nodes of three kinds; two edges of the same pair, one claimed, one contested; one node alone."""
    graph = nx.MultiDiGraph()
    fact = {"property": "missile count", "value": "2", "status": "contested"}
    graph.add_node(
        LAUNCH,
        label="Launch near Pyongyang",
        kind="Launch",
        kind_label="launch",
        aliases=[],
        iri="",
        facts=[
            fact | {"claims": [claim(), claim(claimant="KCNA", quote=None, negated=True, modality="opinion")]}
        ],
    )
    graph.add_node(NORTH, label="North Korea", kind="State", kind_label="state", aliases=["DPRK", "조선"])
    graph.add_node(SOUTH, label="South Korea", kind="State", kind_label="state", aliases=["한국"])
    graph.add_node("person:kim", label="Kim Dong-yub", kind="Person", kind_label="person")
    for end, name, status in (
        (NORTH, "launched by", "fact"),
        (SOUTH, "detected by", "claimed"),
        (SOUTH, "target", "contested"),
    ):
        said = [claim(value=graph.nodes[end]["label"])]
        graph.add_edge(LAUNCH, end, name, property=name, label=name, status=status, claims=said)
    return graph


# Places


def named(count: int) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(nx.gnm_random_graph(count, round(1.3 * count), seed=4))
    nx.set_node_attributes(
        graph, {node: f"Name of node {node}, {'long ' * (node % 3)}" for node in graph}, "label"
    )
    return graph


GRAPHS = {
    "no node": nx.empty_graph(0),
    "one node": nx.empty_graph(1),
    "a loop": nx.MultiDiGraph([(0, 0)]),
    "one edge": nx.path_graph(2),
    "nodes alone": nx.empty_graph(300),
    "a star": nx.star_graph(600),
    "a path": nx.path_graph(400),
    "all joined": nx.complete_graph(30),
    "a tree": nx.balanced_tree(3, 5),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_every_node_gets_a_place_of_its_own(name: str) -> None:
    places = positions(GRAPHS[name])
    assert list(places) == list(GRAPHS[name])
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())
    assert len(set(places.values())) == len(places)


def test_the_same_graph_and_seed_give_the_same_places() -> None:
    graph = named(200)
    assert positions(graph) == positions(graph.copy())
    assert positions(graph, seed=1) != positions(graph, seed=2)


def test_parts_that_are_not_joined_stand_side_by_side() -> None:
    parts = [nx.star_graph(8), nx.path_graph(6), nx.cycle_graph(7), nx.empty_graph(1)]
    graph = nx.disjoint_union_all(parts)
    places = positions(graph)
    boxes = []
    for part in nx.connected_components(graph):
        xs, ys = zip(*(places[node] for node in part), strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for one, other in combinations(boxes, 2):
        assert one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2]


@pytest.mark.parametrize("count", [10, 25, 60])
def test_names_of_a_usual_graph_do_not_overlap(count: int) -> None:
    graph = named(count)
    places = positions(graph)
    size = {
        node: (6.5 * min(len(text), 20), 15 * math.ceil(len(text) / 20))
        for node, text in graph.nodes("label")
    }
    close = [
        (one, other)
        for one, other in combinations(graph, 2)
        if abs(places[one][0] - places[other][0]) < (size[one][0] + size[other][0]) / 2
        and abs(places[one][1] - places[other][1]) < (size[one][1] + size[other][1]) / 2
    ]
    assert not close


def test_a_thousand_nodes_are_placed_within_a_second() -> None:
    """At the best of three tries: the processor may be shared."""
    graph = nx.barabasi_albert_graph(1000, 2, seed=1)
    positions(nx.path_graph(2))  # so that imports do not count

    def seconds() -> float:
        start = time.thread_time()
        positions(graph)
        return time.thread_time() - start

    assert min(seconds() for _ in range(3)) < 1


# The Network


def test_drawing_leaves_the_graph_as_it_was(small: nx.MultiDiGraph) -> None:
    before = copy.deepcopy(small)
    network = draw(small)
    network.nodes[0]["facts"][0]["value"] = "changed"
    assert dict(small.nodes(data=True)) == dict(before.nodes(data=True))
    assert list(small.edges(keys=True, data=True)) == list(before.edges(keys=True, data=True))


def test_a_network_has_places_and_stays_still(small: nx.MultiDiGraph) -> None:
    network = draw(small)
    assert network.options.physics.enabled is False
    assert {node["id"]: (node["x"], node["y"]) for node in network.nodes} == positions(small)


def test_nodes_of_one_kind_look_alike_and_unlike_all_others(small: nx.MultiDiGraph) -> None:
    look = {node["label"]: (node["color"]["background"], node["shape"]) for node in draw(small).nodes}
    assert look["North Korea"] == look["South Korea"]
    assert len({look[name][0] for name in look}) == len({look[name][1] for name in look}) == 3


def test_seven_kinds_differ_in_colour_and_shape_and_forty_in_one_of_them() -> None:
    seven = styles(f"Kind{number}" for number in range(7))
    assert len({style.colour for kind, style in seven.items() if kind}) == 7
    assert len({style.shape for kind, style in seven.items() if kind}) == 7
    assert len(set(styles(f"Kind{number}" for number in range(40)).values())) == 41


def test_a_selected_node_keeps_the_colour_of_its_kind_in_a_notebook(small: nx.MultiDiGraph) -> None:
    for node in draw(small).nodes:
        assert node["color"]["highlight"]["background"] == node["color"]["background"]


def test_dashes_tell_what_is_only_claimed_or_contested(small: nx.MultiDiGraph) -> None:
    dashes = {edge["status"]: edge["dashes"] for edge in draw(small).edges}
    assert dashes["fact"] is False
    assert dashes["claimed"] and dashes["contested"] and dashes["claimed"] != dashes["contested"]


def test_parallel_edges_are_all_kept_each_with_a_course_of_its_own() -> None:
    ends = [("a", "b"), ("a", "b"), ("a", "a"), ("a", "a"), ("b", "a"), ("b", "c")]
    edges = draw(nx.MultiDiGraph(ends)).edges
    assert [(edge["from"], edge["to"]) for edge in edges] == ends
    one, other, first_loop, second_loop, back, alone = bends(ends)
    assert len({one, other, -back}) == 3  # seen from `a`
    assert (first_loop, second_loop, alone) == (1, 2, 0)
    assert edges[2]["selfReference"] != edges[3]["selfReference"]


@pytest.mark.parametrize(
    "graph", [nx.karate_club_graph(), nx.grid_2d_graph(3, 3), nx.MultiGraph([(1, 2), (1, 2)])]
)
def test_a_graph_without_any_attributes_of_ours_is_drawn(graph: nx.Graph) -> None:
    network = draw(graph)
    assert (len(network.nodes), len(network.edges)) == (len(graph), graph.number_of_edges())
    assert f"{len(graph)} nodes, {graph.number_of_edges()} edges" in page(network, title="")


def test_values_that_json_does_not_know_become_text() -> None:
    graph = nx.MultiDiGraph()
    graph.add_node(
        "a", kind=None, aliases="one", facts=[{"value": date(2022, 1, 17)}, {"value": math.nan}, "odd"]
    )
    node = draw(graph).nodes[0]
    assert node["facts"] == [{"value": "2022-01-17"}, {"value": "NaN"}]
    assert node["aliases"] == ["one"]


def test_a_notebook_shows_the_network_as_any_other(
    small: nx.MultiDiGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    frame = draw(small, title="<script>").show("graph.html")
    assert "graph.html" in frame.src
    text = Path("graph.html").read_text(encoding="utf-8")
    assert "Launch near Pyongyang" in text
    assert "<h1><script>" not in text


def test_no_name_switches_pyvis_to_tooltips_of_html(small: nx.MultiDiGraph) -> None:
    small.nodes[NORTH]["label"] = HOSTILE
    assert not any("href" in node["title"] for node in draw(small).nodes)


# The page


class Drawn(Opened):
    def rows(self) -> list[list[str]]:
        rows = self.tab.locator("#table tbody tr").all()
        return [row.locator("td").all_inner_texts() for row in rows]


Open = Callable[..., Drawn]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """A function that opens HTML from a file, without a network: `opened(html, "#view=table", **options)`."""
    contexts = []

    def open_(html: str, fragment: str = "", **options: Any) -> Drawn:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        context = browser.new_context(offline=True, **{"viewport": {"width": 1280, "height": 800}} | options)
        contexts.append(context)
        shown = Drawn(context.new_page())
        shown.tab.goto(path.as_uri() + fragment)
        if options.get("java_script_enabled", True):
            shown.tab.wait_for_selector("html[data-ready]")
        return shown

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def html(small: nx.MultiDiGraph) -> str:
    return page(draw(small), title="A launch")


def test_the_page_opens_without_a_network_and_without_a_complaint(html: str, opened: Open) -> None:
    shown = opened(html)
    assert [url.partition("#")[0] for url in shown.asked] == [shown.tab.url.partition("#")[0]]
    assert shown.complaints == []
    assert shown.text("#counts") == "4 nodes, 3 edges"
    assert shown.tab.title() == "A launch"


def test_the_policy_allows_the_scripts_and_styles_of_the_page_and_nothing_else(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        parts = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        hashes = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts]
        assert rules[rule].split() == [f"'sha256-{text}'" for text in hashes]
    assert "\r" not in html


def test_the_page_carries_the_licence_of_what_is_in_it(html: str) -> None:
    comment = html[: html.index("<style>")]
    lock = json.loads((ROOT / "kg/web/package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name in ("vis-network", "vis-data", "keycharm", "@egjs/hammerjs"):
        assert f"\n{name} {lock[f'node_modules/{name}']['version']}, under " in comment
    assert comment.count("Permission is hereby granted") >= 5


def hostile_network() -> Network:
    """A Network in which every text that its maker may set tries to run something or to load something."""
    network = Network(directed=True, heading=HOSTILE, select_menu=True)
    network.add_node(
        "javascript:window.ran=1",
        label=HOSTILE,
        title=f"<a href=x>{HOSTILE}</a>",
        shape="image",
        image="https://example.org/a.png",
        brokenImage="https://example.org/b.png",
        x=0,
        y=0,
    )
    network.add_node(
        HOSTILE, label="href", group="__proto__", color="url(https://example.org/c.svg)", size=-5
    )
    network.add_node(
        "c",
        label="<b>bold</b>",
        kind=HOSTILE,
        kind_label=HOSTILE,
        aliases=[HOSTILE],
        iri=HOSTILE,
        facts=[
            {
                "property": HOSTILE,
                "value": HOSTILE,
                "status": "constructor",
                "claims": [{"claimant": HOSTILE, "source": HOSTILE, "quote": HOSTILE, "line": HOSTILE}],
            }
        ],
    )
    network.add_edge("javascript:window.ran=1", HOSTILE, label=HOSTILE, title=HOSTILE, status="constructor")
    network.add_edge(HOSTILE, "c", label="=1+1", status=HOSTILE, claims=[{"claimant": HOSTILE}, "odd"])
    return network


@pytest.mark.parametrize("with_policy", [True, False], ids=["with its policy", "even without its policy"])
def test_nothing_from_the_data_runs_or_loads(opened: Open, *, with_policy: bool) -> None:
    text = page(hostile_network(), title=HOSTILE)
    if not with_policy:
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    shown = opened(text, "#view=table")
    assert shown.rows()[0][:3] == [" ".join(HOSTILE.split()), " ".join(HOSTILE.split()), "href"]
    for button in shown.tab.locator("#table button.name").all():
        button.click()
        assert shown.tab.locator("#panel h2").count() == 1
    shown.tab.fill("#search", "script")
    shown.tab.click("#hits [role=option] >> nth=0")
    shown.tab.click("#show-graph")
    shown.tab.mouse.move(400, 400)
    assert shown.tab.evaluate("window.ran") is None
    assert shown.complaints == []
    assert len(shown.asked) == 1
    assert shown.tab.locator("#panel img, #table img, header img, #panel b, #panel a").count() == 0


def test_a_network_made_by_others_becomes_a_page_with_places_of_its_own(opened: Open) -> None:
    network = Network()
    network.add_nodes([1, 2, 3], label=["one", "two", "three"], color=["#ff0000", "#00ff00", "#0000ff"])
    network.add_edges([(1, 2), (2, 3)])
    shown = opened(page(network, title="Numbers"), "#node=2")
    assert shown.text("#counts") == "3 nodes, 2 edges"
    assert shown.text("#panel h2") == "two"
    assert not shown.tab.locator("#kinds").is_visible()
    assert shown.complaints == []


def test_groups_of_pyvis_have_the_look_of_kinds() -> None:
    network = Network()
    for name, group in (("a", "x"), ("b", "x"), ("c", "y")):
        network.add_node(name, group=group)
    looks = [(node["colour"], node["shape"]) for node in model_of(network)["nodes"]]
    assert looks == [(style.colour, style.shape) for style in map(styles(["x", "y"]).get, "xxy") if style]


def test_an_edge_to_a_node_that_is_not_there_is_an_error_that_names_it() -> None:
    network = Network()
    network.add_node("a")
    network.edges.append({"from": "a", "to": "lost"})
    with pytest.raises(ValueError, match="'lost'"):
        page(network, title="")


def test_an_empty_graph_becomes_a_page(opened: Open) -> None:
    shown = opened(page(draw(nx.MultiDiGraph()), title=""))
    assert shown.text("#counts") == "0 nodes, 0 edges"
    assert shown.complaints == []


def test_a_node_shows_its_facts_with_claimant_quote_and_source(html: str, opened: Open) -> None:
    panel = opened(html, f"#node={LAUNCH}").text("#panel")
    assert "Launch near Pyongyang" in panel and LAUNCH in panel
    assert "missile count 2 ≠ contested" in panel
    assert "“detected the North launching two ballistic missiles”" in panel
    assert "South Korea’s military\nTactical guided missiles fired, line 16" in panel.replace("\n\n", "\n")
    assert "KCNA (opinion) says that this is not so" in panel


def test_an_edge_shows_its_ends_its_status_and_its_claims(html: str, opened: Open) -> None:
    panel = opened(html, "#edge=1").text("#panel")
    for part in ("detected by", "Launch near Pyongyang", "South Korea", "claimed only", "line 16"):
        assert part in panel


def test_the_table_equals_the_canvas_also_when_a_kind_or_a_status_is_hidden(html: str, opened: Open) -> None:
    shown = opened(html, "#view=table")
    assert [row[:4] for row in shown.rows()] == [
        ["Launch near Pyongyang", "launched by", "North Korea", "fact"],
        ["Launch near Pyongyang", "detected by", "South Korea", "claimed only"],
        ["Launch near Pyongyang", "target", "South Korea", "≠ contested"],
    ]
    assert "Shown without edges: Kim Dong-yub" in shown.text("#table")
    shown.tab.get_by_label("contested").uncheck()
    assert len(shown.rows()) == 2
    assert shown.text("#counts") == "4 nodes, 2 of 3 edges"
    shown.tab.get_by_label("state").uncheck()
    assert shown.rows() == []
    assert shown.text("#counts") == "2 of 4 nodes, 0 of 3 edges"


def test_a_long_table_says_how_much_of_it_is_shown(opened: Open) -> None:
    shown = opened(page(draw(nx.gnm_random_graph(300, 700, seed=1)), title=""), "#view=table")
    assert "Show more (500 of 700 edges)" in shown.text("#table")
    shown.tab.click("#table > button")
    assert shown.tab.locator("#table tbody tr").count() == 700


def test_table_panel_and_neighbours_are_reached_by_keyboard_alone(html: str, opened: Open) -> None:
    shown = opened(html)

    def press_tab_until(condition: str) -> None:
        for _ in range(40):
            shown.tab.keyboard.press("Tab")
            if shown.tab.evaluate(f"(() => {{ const at = document.activeElement; return {condition}; }})()"):
                return
        pytest.fail(f"forty presses of Tab do not lead to: {condition}")

    press_tab_until("at.id === 'show-table'")
    shown.tab.keyboard.press("Enter")
    press_tab_until("at.closest('#table') && at.textContent === 'Launch near Pyongyang'")
    shown.tab.keyboard.press("Enter")
    assert shown.text("#panel h2") == "Launch near Pyongyang"
    press_tab_until("at.closest('#panel') && at.textContent === 'North Korea'")
    shown.tab.keyboard.press("Enter")
    assert shown.text("#panel h2") == "North Korea"
    assert shown.tab.evaluate("document.activeElement.id") == "panel"
    shown.tab.keyboard.press("Escape")
    assert shown.tab.locator("#panel h2").count() == 0


@pytest.mark.parametrize("words", ["north kor", "DPRK", "조선", "state:north"])
def test_search_finds_names_aliases_scripts_and_ids(words: str, html: str, opened: Open) -> None:
    shown = opened(html)
    shown.tab.fill("#search", words)
    shown.tab.keyboard.press("Enter")
    assert shown.text("#panel h2") == "North Korea"


def test_search_says_when_a_hit_is_filtered_out_and_brings_it_back(html: str, opened: Open) -> None:
    shown = opened(html, "#hide=State")
    shown.tab.fill("#search", "한국")
    assert "filtered out" in shown.text("#hits")
    shown.tab.keyboard.press("Enter")
    assert shown.text("#panel h2") == "South Korea"
    assert shown.text("#counts") == "4 nodes, 3 edges"
    shown.tab.fill("#search", "nobody")
    assert shown.text("#hits") == "Nothing of that name"


PIXEL = """([x, y]) => {
  const canvas = document.querySelector('#canvas canvas'), ratio = canvas.width / canvas.clientWidth;
  return [...canvas.getContext('2d').getImageData(x * ratio, y * ratio, 1, 1).data].slice(0, 3);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_node_chosen_on_the_canvas_keeps_the_colour_of_its_kind(scheme: str, opened: Open) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("a", label="A", kind="Launch", kind_label="launch")
    shown = opened(page(draw(graph), title=""), color_scheme=scheme)
    box = shown.tab.locator("#canvas").bounding_box()
    assert box
    middle = [box["width"] / 2, box["height"] / 2]
    before = shown.tab.evaluate(PIXEL, middle)
    assert "#{:02X}{:02X}{:02X}".format(*before) == styles(["Launch"])["Launch"].colour
    shown.tab.mouse.click(box["x"] + middle[0], box["y"] + middle[1])
    shown.tab.wait_for_selector("#panel h2")
    shown.tab.wait_for_timeout(200)
    assert shown.tab.evaluate(PIXEL, middle) == before


def test_the_legend_names_each_kind_and_each_status_with_its_number(html: str, opened: Open) -> None:
    shown = opened(html)
    assert shown.tab.locator("#kinds label").all_inner_texts() == ["state\n2", "launch\n1", "person\n1"]
    assert shown.tab.locator("#statuses label").all_inner_texts() == [
        "fact\n1",
        "claimed only\n1",
        "≠ contested\n1",
    ]
    assert shown.tab.locator("#legend svg").count() == 6


def test_a_legend_of_many_kinds_starts_with_the_most_frequent(opened: Open) -> None:
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(
        (f"{kind}.{node}", {"kind": f"Kind {kind}"}) for kind in range(30) for node in range(kind + 1)
    )
    shown = opened(page(draw(graph), title=""))
    assert shown.text("#kinds label >> nth=0") == "Kind 29\n30"
    shown.tab.click("text=16 more kinds")
    assert shown.tab.locator("#kinds label:visible").count() == 30


def test_the_address_brings_back_what_was_shown(html: str, opened: Open) -> None:
    shown = opened(html)
    shown.tab.get_by_label("person").uncheck()
    shown.tab.click("#show-table")
    shown.tab.click("#table button.name >> text=North Korea")
    again = opened(html, "#" + shown.tab.url.partition("#")[2])
    assert again.text("#counts") == "3 of 4 nodes, 3 edges"
    assert again.tab.locator("#table").is_visible()
    assert again.text("#panel h2") == "North Korea"


def test_what_is_shown_can_be_saved_as_a_picture_and_as_a_table(opened: Open) -> None:
    shown = opened(page(hostile_network(), title="Saved"))
    shown.tab.click("#save > summary")
    with shown.tab.expect_download() as picture:
        shown.tab.click("#save-png")
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")
    shown.tab.click("#save > summary")
    with shown.tab.expect_download() as table:
        shown.tab.click("#save-csv")
    assert table.value.suggested_filename == "Saved.csv"
    rows = list(csv.DictReader(io.StringIO(table.value.path().read_text(encoding="utf-8-sig"))))
    assert [row["relation"] for row in rows] == [HOSTILE, "'=1+1"]  # a spreadsheet would compute the second


def test_without_scripts_the_page_lists_every_edge(html: str, opened: Open) -> None:
    shown = opened(html, java_script_enabled=False)
    text = shown.text("body")
    for part in ("scripts are switched off", "launched by", "detected by", "target", "line 16"):
        assert part in text
    large = opened(page(draw(nx.gnm_random_graph(200, 1200, seed=1)), title=""), java_script_enabled=False)
    assert "200 nodes, 1,200 edges" in large.text("noscript")


def test_the_page_is_dark_where_the_system_is_and_prints_on_white(html: str, opened: Open) -> None:
    shown = opened(html, color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert shown.tab.evaluate(paper) == "rgb(20, 23, 27)"
    shown.tab.emulate_media(media="print")
    shown.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown.tab.evaluate(paper) == "rgb(255, 255, 255)"
    assert shown.tab.locator("#canvas").is_visible()
    assert len(shown.rows()) == 3
    shown.tab.evaluate("dispatchEvent(new Event('afterprint'))")
    shown.tab.emulate_media(media="screen")
    assert shown.tab.evaluate(paper) == "rgb(20, 23, 27)"


@pytest.mark.parametrize("view", ["", "#view=table", f"#node={LAUNCH}"])
def test_the_page_fits_a_phone(view: str, html: str, opened: Open) -> None:
    shown = opened(html, view, viewport={"width": 390, "height": 844})
    assert shown.tab.evaluate("document.documentElement.scrollWidth") == 390
    if "node" in view:
        assert shown.tab.locator("#panel h2").is_visible()


def test_the_page_says_its_language_and_its_encoding_and_names_korean_fonts(html: str) -> None:
    assert '<html lang="en">' in html
    assert html.index('<meta charset="utf-8">') < 200
    assert "Malgun Gothic" in html and "Noto Sans KR" in html
