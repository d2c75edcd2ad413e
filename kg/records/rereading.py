"""Reads the data again and again: a file whose bytes are the same is not read anew."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

from kg.errors import KgError
from kg.graph import Graph, Triple, parse, serialize
from kg.ontology import Ontology
from kg.ontology.context import loading_context
from kg.project import Project
from kg.records import (
    Records,
    by_place,
    count_statements,
    data_files,
    date_nodes,
    empty_folders,
    read_records,
    wrong_references,
)
from kg.records.filling import Node
from kg.records.keys import Keys
from kg.records.reader import Reader
from kg.records.yamlfile import YamlFile


@dataclass
class _Kept:
    """One file as it was read."""

    file: YamlFile
    reader: Reader
    nodes: list[Node]
    context: str

    @cached_property
    def claims(self) -> int:
        """How many it makes."""
        return sum(node["kind"] == "Claim" for node in self.nodes)

    @cached_property
    def statements(self) -> int:
        """How many triples its nodes make."""
        return sum(map(count_statements, self.nodes))

    @cached_property
    def lines(self) -> frozenset[bytes]:
        """What its nodes, and those of its dates, state, in lines as the engine writes them."""
        dates = list(date_nodes(self.reader))
        document = f'{{"@context": {self.context}, "@graph": {json.dumps([*self.nodes, *dates], ensure_ascii=False)}}}'
        found = set(parse(document.encode(), "jsonld"))
        expected = self.statements + sum(map(count_statements, dates))
        if len(found) != expected:
            what = f"{self.file.shown}: {len(found)} statements arrived of {expected}: a value was lost"
            raise KgError(f"{what}: this is a mistake of kg: please report it with your data")
        return lines_of(found)


def lines_of(triples: Iterable[Triple]) -> frozenset[bytes]:
    """Statements in N-Triples, spelt as the engine gives them back, so that the same one is the same line."""
    text = BytesIO()
    Graph.of(serialize(triples, "ntriples", {})).dump(text, "ntriples", {})
    return frozenset(text.getvalue().splitlines())


class Rereader:
    """Reads the data of a project, and remembers each file.

    Args:
        ontology: of the project; where it changes, take a new one.
    """

    def __init__(self, project: Project, ontology: Ontology) -> None:
        self._project, self._ontology, self._keys = project, ontology, Keys(ontology)
        self._context = json.dumps(loading_context(ontology))
        self._kept: dict[Path, _Kept] = {}

    def read(self) -> Records:
        """As `kg.records.read_records`, with the same outcome.

        Raises:
            UnreadableError: a file cannot be read at all.
        """
        self._kept = {path: self._again(path) for path in data_files(self._project)}
        whole = Reader(self._ontology, self._keys)
        whole.problems += empty_folders(self._project)
        for each in self._kept.values():
            if not whole.places.keys().isdisjoint(each.reader.places):  # whose mistake it is depends on the order
                return read_records(self._project, self._ontology)
            whole.add(each.reader)
        whole.problems += wrong_references(whole)
        whole.problems.sort(key=by_place)
        dates = list(date_nodes(whole))
        nodes = [node for each in self._kept.values() for node in each.nodes] + dates
        claims = sum(each.claims for each in self._kept.values())
        statements = sum(each.statements for each in self._kept.values()) + sum(map(count_statements, dates))
        return Records(whole.kinds, whole.places, whole.problems, claims, statements, nodes)

    def lines(self) -> list[frozenset[bytes]]:
        """What each file states that was read last, as `lines_of` gives it; only where all are sound.

        Raises:
            KgError: a value was lost on the way to the engine.
        """
        return [each.lines for each in self._kept.values()]

    def _again(self, path: Path) -> _Kept:
        file, kept = YamlFile(path, self._project.shown(path)), self._kept.get(path)
        if kept and kept.file.data == file.data:
            return kept
        reader = Reader(self._ontology, self._keys)
        nodes = list(reader.read(file))
        return _Kept(file, reader, nodes, self._context)
