"""In Python, a project is what people know: an rdflib Dataset, a networkx graph, a pyvis Network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import networkx
import pytest
import rdflib
from oxrdflib import OxigraphStore
from pyvis.network import Network

import kg
from kg.drawing.page import page
from kg.graph import Graph
from kg.project import Project

pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")

LAUNCH, NORTH = "launch:2022-01-17-pyongyang", "state:north-korea"
KG = rdflib.Namespace("https://w3id.org/actors-events/ontology#")


@pytest.fixture(autouse=True)
def root(project: Project, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped project, built, named by KG_ROOT."""
    monkeypatch.setenv("KG_ROOT", str(project.root))
    return project.root


def test_open_gives_a_dataset_on_the_engine(graph: Graph) -> None:
    dataset = kg.open()
    assert isinstance(dataset, rdflib.Dataset)
    assert isinstance(dataset.store, OxigraphStore)
    assert len(dataset) == len(graph) > 1000


def test_the_dataset_answers_sparql(graph: Graph) -> None:
    asked = "SELECT ?launch WHERE { ?launch a <https://w3id.org/actors-events/ontology#Launch> }"
    found = {str(row[0]) for row in kg.open().query(asked)}  # type: ignore[index]
    assert found == {row[0].value for row in graph.select(asked).rows if row[0]} != set()


def test_the_dataset_can_be_walked() -> None:
    dataset = kg.open()
    assert sum(1 for _ in dataset.quads()) == len(dataset)
    launches = set(dataset.subjects(rdflib.RDF.type, KG.Launch))
    assert launches and all(dataset.value(launch, rdflib.RDFS.label) for launch in launches)


def test_networkx_runs_on_a_network() -> None:
    network = kg.network(LAUNCH, hops=2)
    assert isinstance(network, networkx.MultiDiGraph)
    path = networkx.shortest_path(network.to_undirected(as_view=True), LAUNCH, NORTH)
    assert path[0] == LAUNCH and path[-1] == NORTH
    ranks = networkx.pagerank(network)
    assert ranks.keys() == set(network) and sum(ranks.values()) == pytest.approx(1)


def test_a_network_of_all_things_holds_that_of_one() -> None:
    whole, part = kg.network(), kg.network(LAUNCH)
    assert set(part.edges(keys=True)) < set(whole.edges(keys=True))
    assert part.nodes[LAUNCH]["kind"] == "Launch"
    assert all(given["status"] in ("fact", "contested", "claimed") for *_, given in whole.edges(data=True))


def test_a_network_can_start_from_a_name() -> None:
    assert set(kg.network("Launch near Pyongyang, 17 January 2022")) == set(kg.network(LAUNCH))


def test_a_drawing_can_be_added_to() -> None:
    network = kg.network(LAUNCH)
    drawing = kg.draw(network, title="One launch")
    assert isinstance(drawing, Network)
    assert len(drawing.nodes) == len(network) and len(drawing.edges) == network.number_of_edges()
    drawing.add_node("note:1", label="A note of my own")
    drawing.add_edge("note:1", LAUNCH)
    assert "A note of my own" in page(drawing, title="One launch")


def test_a_drawing_shows_as_any_pyvis_network_does(tmp_path: Path) -> None:
    shown = tmp_path / "launch.html"
    kg.draw(kg.network(LAUNCH)).write_html(str(shown), notebook=False)
    assert LAUNCH in shown.read_text(encoding="utf-8")


def test_a_slip_is_a_kg_error_that_names_the_nearest() -> None:
    with pytest.raises(kg.KgError, match=f"did you mean {LAUNCH}"):
        kg.network("launch:2022-01-17-pyongjang")
    with pytest.raises(kg.KgError, match="is not a folder"):
        kg.open(root="no-such-project")


def test_importing_kg_loads_nothing_heavy() -> None:
    program = "import kg, sys; print(*{'rdflib', 'networkx', 'numpy', 'pyvis', 'click'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
