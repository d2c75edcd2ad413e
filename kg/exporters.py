"""The graph in the formats of other tools: RDF, network files, tables of nodes and edges."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kg.graph import FORMATS, Graph
from kg.namespaces import DATE
from kg.ontology import Ontology
from kg.ontology.context import published_context

if TYPE_CHECKING:
    from kg.networks import Network

NETWORK_FORMATS = ("graphml", "gexf", "nodes-csv", "edges-csv")
_CLAIM = (
    "claimant", "claimant_id", "modality", "negated", "quote", "source", "source_id", "line", "basis",
)  # fmt: skip
EXPORT_SUFFIXES = {
    ".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".nq": "nquads", ".jsonld": "jsonld", ".rdf": "rdfxml",
    ".graphml": "graphml", ".gexf": "gexf", ".csv": "edges-csv",
}  # fmt: skip


def rdf(graph: Graph, style: str, prefixes: dict[str, str]) -> bytes:
    """The whole graph in one of `kg.graph.FORMATS`.

    Dates are written out, since rdflib does not read the short form of some of them (`date:2020\\~`).
    """
    output = io.BytesIO()
    graph.dump(output, style, {prefix: iri for prefix, iri in prefixes.items() if iri != DATE})
    return output.getvalue()


def network_file(network: Network, style: str) -> bytes:
    """A network in one of `NETWORK_FORMATS`.

    In GraphML and GEXF, whose attributes hold single values, lists are JSON text.
    """
    return _WRITERS[style](network)


def context_file(ontology: Ontology) -> bytes:
    """The published JSON-LD context."""
    return (json.dumps(published_context(ontology), indent=1, ensure_ascii=False) + "\n").encode()


def _graphml(network: Network) -> bytes:
    import networkx

    output = io.BytesIO()
    networkx.write_graphml_xml(_flat(network), output)
    return output.getvalue()


def _gexf(network: Network) -> bytes:
    import networkx

    output = io.BytesIO()
    networkx.write_gexf(_flat(network), output)
    return output.getvalue()


def _flat(network: Network) -> Network:
    """A copy in which every attribute is one value."""
    import networkx

    flat: Network = networkx.MultiDiGraph()
    for node, given in network.nodes(data=True):
        flat.add_node(node, **_single(given))
    for start, end, key, given in network.edges(keys=True, data=True):
        flat.add_edge(start, end, key, **_single(given), support=len(given["claims"]))
    return flat


def _single(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
        for name, value in given.items()
    }


def _nodes(network: Network) -> bytes:
    rows = (
        (node, given["label"], given["kind"], "|".join(given["aliases"]), given["iri"])
        for node, given in network.nodes(data=True)
    )
    return _csv(("id", "label", "kind", "aliases", "iri"), rows)


def _edges(network: Network) -> bytes:
    """One line for each claim of an edge, or one without a claim where the edge rests on none."""
    def rows() -> Any:
        for start, end, given in network.edges(data=True):
            for claim in given["claims"] or [{}]:
                yield (start, given["property"], end, given["status"], *map(claim.get, _CLAIM))

    return _csv(("from", "property", "to", "status", *_CLAIM), rows())


def _csv(columns: tuple[str, ...], rows: Any) -> bytes:
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return output.getvalue().encode()


_WRITERS: dict[str, Callable[[Any], bytes]] = {
    "graphml": _graphml, "gexf": _gexf, "nodes-csv": _nodes, "edges-csv": _edges,
}  # fmt: skip

__all__ = ["EXPORT_SUFFIXES", "FORMATS", "NETWORK_FORMATS", "context_file", "network_file", "rdf"]
