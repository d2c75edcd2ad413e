"""What `kg draw` draws: any selection, as a page or a picture, and of too much a choice."""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner, Result

from kg.build import current
from kg.cli import cli
from kg.drawing import draw
from kg.drawing.page import About
from kg.drawing.picture import png, svg, unseen
from kg.graph import Graph
from kg.project import Project

LAUNCH = "launch:2022-01-17-pyongyang"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def drawn(project: Project, graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A function that runs `kg draw` on the shipped data in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, code: int = 0) -> Result:
        done = CliRunner().invoke(cli, ["--root", str(project.root), "draw", *arguments])
        assert done.exit_code == code, done.output
        return done

    return run


def texts(path: str) -> list[str]:
    return [" ".join(each.itertext()) for each in ET.parse(path).iter(f"{SVG}text")]


def data_of(path: str) -> dict[str, Any]:
    """What the script of a page reads."""
    [data] = re.findall(r'id="data">(.*?)</script>', Path(path).read_text(encoding="utf-8"))
    found: dict[str, Any] = json.loads(data)
    return found


def test_an_svg_holds_the_title_the_names_the_legend_and_the_sources(drawn: Callable[..., Result]) -> None:
    drawn(LAUNCH, "-o", "launch.svg")
    shown = texts("launch.svg")
    assert "Launch near Pyongyang, 17 January 2022" in shown
    for part in ("North Korea", "Japan", "launch", "state", "fact", "claimed only", "≠ contested"):
        assert part in shown, part
    assert any(text.startswith("Sources: ") and "Tactical guided missiles" in text for text in shown)
    [told] = [text for text in shown if "graph " in text]
    assert f"kg draw {LAUNCH} --hops 1" in told and f"drawn {date.today()}" in told


def test_a_png_is_a_picture_twice_as_large(drawn: Callable[..., Result]) -> None:
    assert re.search(r"launch.png: \d+ things, \d+ relations, [\d.]+ MB", drawn(LAUNCH, "-o", "launch.png").stderr)
    drawn(LAUNCH, "-o", "launch.svg")
    data = Path("launch.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    root = ET.parse("launch.svg").getroot()
    assert list(struct.unpack(">II", data[16:24])) == [2 * int(root.attrib[side]) for side in ("width", "height")]


def test_a_question_a_path_a_conflict_a_kind_and_a_period_can_be_drawn(drawn: Callable[..., Result]) -> None:
    for arguments in (
        ["--question", "launches_as_told", "-p", f"launch={LAUNCH}"],
        ["--path", "person:pak-jong-chon", "person:fumio-kishida", "--best", "2"],
        ["--conflict", LAUNCH],
        ["--conflict", LAUNCH, "--property", "weaponClass"],
        ["--kind", "Launch"],
        ["--from", "2022-01", "--until", "2022-01", "--kind", "Launch"],
    ):
        done = drawn(*arguments, "-o", "drawing.svg")
        assert re.search(r"drawing.svg: \d+ things, \d+ relations, ", done.stderr), arguments
        [told] = [text for text in texts("drawing.svg") if "kg draw " in text]
        assert set(arguments) <= set(told.split()), arguments


def test_a_conflict_shows_each_side_and_who_says_it(drawn: Callable[..., Result]) -> None:
    drawn("--conflict", LAUNCH, "--property", "weaponClass", "-o", "conflict.svg")
    shown = " ".join(texts("conflict.svg"))
    for part in ("short-range", "tactical guided", "KCNA", "South Korea's", "≠ weapon class", "says"):
        assert part in shown, part


def test_a_conflict_shows_what_is_a_fact_as_one_and_signs_what_is_contested(drawn: Callable[..., Result]) -> None:
    drawn("--conflict", LAUNCH, "-o", "conflict.html")
    model = data_of("conflict.html")
    label = [node["label"] for node in model["nodes"]]
    status: dict[str, set[str]] = {}
    for edge in model["edges"]:
        status.setdefault(label[edge["to"]], set()).add(edge["status"])
    assert status["distance in kilometres: 380"] == status["launched from: Pyongyang International Airport"] == {"fact"}
    assert status["distance in miles: approximate 240"] == status["target: a sea target"] == {"claimed"}
    assert status["weapon class: short-range weapon"] == {"contested"}
    drawn("--conflict", LAUNCH, "-o", "conflict.svg")
    shown = texts("conflict.svg")
    assert "Launch near Pyongyang, 17 January 2022" in shown[1:]  # below the title
    contested = [edge for edge in model["edges"] if edge["status"] == "contested"]
    signs = [text for text in shown if text.startswith("≠") and text != "≠ contested"]
    assert len(signs) == 2 * len(contested)  # each has a halo


def test_a_kind_leaves_out_other_kinds_and_a_period_other_times(drawn: Callable[..., Result]) -> None:
    drawn("--kind", "Launch", "-o", "all.svg")
    drawn("--kind", "Launch", "--until", "2021-12", "-o", "before.svg")
    whole, before = ("\n".join(texts(name)) for name in ("all.svg", "before.svg"))
    assert "Launch near Pyongyang, 17" in whole and "Launch near Pyongyang, 17" not in before
    assert "person" not in whole


def test_a_period_selects_what_lies_in_it_and_what_is_tied_to_that(drawn: Callable[..., Result]) -> None:
    """Nobody who has no part in it, and nothing of which only a later end is known."""
    told = drawn("--from", "2022-01", "--until", "2022-01", "-o", "january.html").stderr
    [(left, found)] = re.findall(r"the period leaves out (\d+) of (\d+) things: ", told)
    model = data_of("january.html")
    nodes = model["nodes"]
    within = {i for i, node in enumerate(nodes) if node["first"]}
    assert all(nodes[i]["first"] <= "2022-01-31" and nodes[i]["last"] >= "2022-01-01" for i in within)
    tied = {edge[end] for edge in model["edges"] for end in ("from", "to") if {edge["from"], edge["to"]} & within}
    assert set(range(len(nodes))) == within | tied and within < tied | within
    assert len(nodes) == int(found) - int(left) < 0.3 * int(found)
    ids = {node["id"] for node in nodes}
    assert {LAUNCH, "state:japan"} <= ids and "meeting:2023-12-nuclear-consultative-group" not in ids


def test_of_too_much_it_names_the_ways_to_less_with_their_numbers(drawn: Callable[..., Result]) -> None:
    told = drawn("state:north-korea", "--hops", "2", "--most", "50", "-o", "x.html", code=2).stderr
    whole = int(re.findall(r"(\d+) things lie within 2 hops, more than 50: choose", told)[0])
    assert "--top 50: those with the most relations" in told
    fewer = dict(re.findall(r"--hops (\d): (\d+)", told))
    assert int(fewer["1"]) < whole and fewer["0"] == "1"
    assert re.search(r"--kind \w+: \d+", told) and f"--most {whole}: all of them" in told
    assert not Path("x.html").exists()


def test_what_is_left_out_is_said_by_the_command_and_in_the_picture(drawn: Callable[..., Result]) -> None:
    told = drawn("state:north-korea", "--top", "10", "-o", "top.svg").stderr
    [whole] = re.findall(r"10 of (\d+) things", told)
    shown = texts("top.svg")
    assert any(f"10 of {whole} things · " in text for text in shown)
    assert "North Korea" in shown  # what was asked for stays


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "say what to draw"),
        ([LAUNCH, "--kind", "Lunch"], "did you mean `Launch`?"),
        ([LAUNCH, "--conflict", LAUNCH], "exclude each other"),
        ([LAUNCH, "-p", "x=1"], "-p goes with --question"),
        ([LAUNCH, "--property", "date"], "--property goes with --conflict"),
        (["--question", "launchs"], "there is no such question"),
        (["--conflict", "person:sung-kim", "--property", "weaponClass"], "nothing is in conflict"),
    ],
)
def test_misuse_says_how_to_mend_it(arguments: list[str], words: str, drawn: Callable[..., Result]) -> None:
    assert words in drawn(*arguments, "-o", "x.html", code=2).stderr


def test_a_file_of_another_kind_is_refused(drawn: Callable[..., Result]) -> None:
    assert "name a file .html, .svg, .png" in drawn(LAUNCH, "-o", "x.pdf", code=2).stderr


def test_a_page_tells_the_build_and_its_things_their_days(drawn: Callable[..., Result], project: Project) -> None:
    drawn(LAUNCH, "-o", "launch.html")
    text = Path("launch.html").read_text(encoding="utf-8")
    assert f"graph {current(project).name[:12]}" in text
    assert '"first":"2022-01-17","last":"2022-01-17"' in text


def test_a_page_that_was_not_bundled_is_no_traceback(
    drawn: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.web.names", list)
    told = drawn(LAUNCH, "-o", "launch.html", code=2).stderr
    assert "draw.js: is missing: " in told and "python -m kg.web" in told


def hostile() -> nx.MultiDiGraph:
    text = "</svg><script>alert(1)</script>&\x00\ud800"
    graph = nx.MultiDiGraph()
    graph.add_node(text, label=text, kind=text, kind_label=text)
    graph.add_node("조선", label="조선민주주의인민공화국 DPRK", kind="State", kind_label="state")
    said = [{"claimant": text, "source": text, "quote": text}]
    for status in ("fact", "claimed", "contested", text):
        graph.add_edge(text, "조선", status, property=status, label=text, status=status, claims=said)
    graph.add_edge("조선", "조선", "loop", property="loop", label="loop", status="fact", claims=[])
    return graph


def test_a_picture_of_hostile_names_is_sound_xml_without_elements_of_theirs() -> None:
    picture = svg(draw(hostile(), title="<b>"), title="<b> & ]]>", about=About(asked="<i>", drawn="2026-11-26"))
    root = ET.fromstring(picture.encode())
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg", "title", "defs", "marker", "path", "rect", "g", "polygon", "circle", "text", "tspan",
    }  # fmt: skip
    assert png(picture).startswith(b"\x89PNG")


def test_an_empty_network_is_a_picture_too() -> None:
    assert png(svg(draw(nx.MultiDiGraph()), title="Nothing")).startswith(b"\x89PNG")


NAMED = [("state:north-korea", "--hops", "2"), ("state:north-korea",), ("--kind", "Launch", "--kind", "Actor")]


@pytest.mark.parametrize("arguments", NAMED)
def test_the_best_connected_ten_are_named_and_no_name_lies_over_a_mark(
    drawn: Callable[..., Result], arguments: tuple[str, ...]
) -> None:
    drawn(*arguments, "-o", "page.html")
    drawn(*arguments, "-o", "page.svg")
    data, shown = data_of("page.html"), texts("page.svg")
    degree = Counter(end for edge in data["edges"] for end in (edge["from"], edge["to"]))
    for index, _ in degree.most_common(9):  # the tenth may have as many as the next one
        label = " ".join(data["nodes"][index]["label"].split())
        assert any(label.startswith(text.removesuffix("…")) and len(text) > 4 for text in shown), label
    marks = [(node["x"], node["y"]) for node in data["nodes"]]
    for text in ET.parse("page.svg").findall(f"{SVG}g[@text-anchor]/{SVG}text"):
        lines = list(text.iter(f"{SVG}tspan"))
        half = 3.3 * max(len(each.text or "") for each in lines)
        x, top, low = float(lines[0].get("x", 0)), float(lines[0].get("y", 0)) - 10, float(lines[-1].get("y", 0))
        assert not [at for at in marks if abs(at[0] - x) < half and top < at[1] < low], lines[0].text


def test_names_stand_also_where_there_is_no_room_at_all() -> None:
    crowd = nx.complete_graph(40, nx.MultiDiGraph)
    network = draw(crowd)
    for node in network.nodes:
        node |= {"x": 5.0 * (node["id"] % 7), "y": 5.0 * (node["id"] // 7), "label": f"thing number {node['id']}"}
    picture = ET.fromstring(svg(network, title="").encode())
    shown = {" ".join(each.itertext()) for each in picture.iter(f"{SVG}text")}
    assert {f"thing number {number}" for number in range(10)} <= shown


def test_a_letter_that_no_font_has_is_told() -> None:
    assert unseen("<text>plain</text>") == ""
    assert unseen("<text>\U0001b170</text>") in ("", "\U0001b170")  # Nushu, which few systems have
    assert "'Noto Sans KR'" in svg(draw(hostile()), title="")


def test_paths_can_be_pictures_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["--root", str(project.root), "path", "person:pak-jong-chon", "person:fumio-kishida", "-o", "path.svg"]
    done = CliRunner().invoke(cli, given)
    assert done.exit_code == 0, done.output
    assert "Fumio Kishida" in texts("path.svg")
