"""The stages of a graph in a build: claims as they were read, then facts, then what follows from them.

The first two are kept beside the graph that answers. They share their files with it, so that they cost
little; by them `kg.views` starts from claims or facts, and `kg why` tells what is stated, promoted and inferred.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import kg.ontology.context as context
from kg.build.digests import Digests
from kg.errors import KgError
from kg.records.filling import Node
from kg.graph import Graph
from kg.build.guards import settlements
from kg.ontology import Ontology
from kg.project import Project
from kg.build.promotion import promote
from kg.records import Records
from kg.build.rules import infer

CLAIMS, FACTS, GRAPH = "claims", "facts", "graph"
"""The folders of a build: before promotion, before rules, and the graph that answers."""
DIGESTS = "digests.json"
"""The file of a build that tells in short what the one with facts says."""
INFERRED = "inferred.json"
"""The file of a build that tells which rule made which statement; not there where no rule was asked."""
_THREADS = min(4, os.cpu_count() or 1)


def load(
    graph: Graph, ontology: Ontology, records: Records, batches: Iterable[list[Node]] | None = None,
    digests: Digests | None = None,
) -> int:  # fmt: skip
    """Put ontology, twins and records into an empty graph.

    Args:
        batches: the nodes of the records, perhaps while they are still being read; None means
            `records.nodes`.
        digests: takes in what is loaded.

    Returns:
        How many statements it holds now.

    Raises:
        KgError: some of them were lost on the way.
    """
    terms = {*ontology.triples, *context.twins(ontology)}
    graph.add(terms)
    terms_of_data = context.loading_context(ontology)
    if digests:
        digests.meant(terms_of_data, ontology.triples)
    head = json.dumps(terms_of_data, ensure_ascii=False)

    def load_batch(nodes: list[Node]) -> None:
        texts = [json.dumps(node, ensure_ascii=False) for node in nodes]
        if digests:
            digests.loaded(nodes, texts)
        graph.load(f'{{"@context": {head}, "@graph": [{", ".join(texts)}]}}'.encode(), "jsonld")

    with _collector_at_rest(), ThreadPoolExecutor(_THREADS) as threads:  # the engine needs no lock of Python's
        for _ in threads.map(load_batch, [records.nodes] if batches is None else batches):
            pass
    expected = len(terms) + records.statements
    if not records.problems and len(graph) != expected:
        what = f"{len(graph)} statements arrived of {expected}: a value was lost on the way to the engine"
        raise KgError(f"build: {what}, which is a mistake of kg: please report it with your data")
    return expected


def complete(
    project: Project, graph: Graph, folder: Path, rules: bool, note: Callable[[str], None] = lambda text: None,
    digests: Digests | None = None,
) -> tuple[int, int]:  # fmt: skip
    """Take a graph of claims through the other stages; the one with facts is kept in a folder.

    Args:
        rules: whether to add what follows by rules.
        note: is told what is being done, step by step.
        digests: takes in the facts.

    Returns:
        How many statements it holds with its facts, and in the end.
    """
    settled = settlements(graph)
    note("promoting claims to facts")
    facts = promote(project, graph, digests)
    graph.flush()
    graph.copy(folder / FACTS)
    if rules:
        note("inferring what follows from facts")
        infer(project, graph, settled).write(folder / INFERRED)
        graph.flush()
    return facts, len(graph)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Records hold no cycles, so that a search for garbage among a million of them finds nothing."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()
