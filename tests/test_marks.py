"""The marks of kinds: one colour and one shape, the same in every drawing and on every page."""

from __future__ import annotations

import json

import pytest
from serving import server

from kg.drawing import draw
from kg.drawing.page import model_of
from kg.graph import Graph
from kg.networks import network
from kg.networks.marks import COLOURS, SHAPES, marks, style_of
from kg.project import Project

LAUNCH, NORTH = "launch:2022-01-17-pyongyang", "state:north-korea"
MAIN = ("state", "person", "organization", "place", "launch", "statement", "weapon")
OWN = """
@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
kg:Vessel kg:idPrefix "vessel" ; kg:mark "blue star" .
kg:Tanker rdfs:subClassOf kg:Vessel .
kg:Gas rdfs:subClassOf kg:Tanker ; kg:idPrefix "gas" .
kg:Oil rdfs:subClassOf kg:Tanker ; kg:idPrefix "oil" ; kg:mark "sky star" .
kg:Crude rdfs:subClassOf kg:Oil ; kg:idPrefix "crude" .
kg:Port kg:idPrefix "port" .
kg:Buoy kg:idPrefix "buoy" .
"""


def looks(nodes: list[dict[str, str]]) -> dict[str, tuple[str, str]]:
    """How the things of each prefix look, which is one way each."""
    found = {(node["id"].partition(":")[0], node["colour"], node["shape"]) for node in nodes}
    assert len({prefix for prefix, *_ in found}) == len(found)
    return {prefix: (colour, shape) for prefix, colour, shape in found}


def test_a_kind_has_one_mark_in_drawings_and_on_all_pages_of_the_server(project: Project, graph: Graph) -> None:
    given = {prefix: style_of(mark) for prefix, mark in marks(graph).items()}
    for thing in (LAUNCH, NORTH):
        drawn = model_of(draw(network(project, graph, [thing], facts=False)))["nodes"]
        assert looks(drawn).items() <= given.items()
    paths = [f"/network.json?thing={LAUNCH}", f"/neighbours.json?thing={NORTH}", "/timeline.json", "/map.json"]
    for path in paths:
        told = json.loads(server().ask(path).text)
        assert looks(told.get("nodes") or told["events"]).items() <= given.items(), path


def test_no_two_kinds_share_a_mark_and_the_main_ones_neither_colour_nor_shape(graph: Graph) -> None:
    given = marks(graph)
    assert len(set(given.values())) == len(given)
    colours, shapes = zip(*(given[prefix].split() for prefix in MAIN), strict=True)
    assert (set(colours), set(shapes)) == (set(COLOURS), set(SHAPES))


def test_a_class_inherits_the_mark_of_the_nearest_above_and_else_gets_a_free_one() -> None:
    graph = Graph.memory()
    graph.load(OWN.encode(), "turtle")
    given = marks(graph)
    assert (given["vessel"], given["gas"]) == ("blue star", "blue star")
    assert (given["oil"], given["crude"]) == ("sky star", "sky star")
    free = {given["port"], given["buoy"]}
    assert len(free) == 2 and not free & {"blue star", "sky star"}
    assert all(style_of(mark) for mark in free)


@pytest.mark.parametrize("mark", ["", "blue", "star blue", "blue ", "red star", "blue star or so"])
def test_what_is_no_mark_has_no_look(mark: str) -> None:
    assert style_of(mark) is None
