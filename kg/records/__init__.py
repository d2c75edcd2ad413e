"""The records of a project: all its data files, read, checked and ready to load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Problem, did_you_mean
from kg.namespaces import RDF, SAID, compact
from kg.ontology import Ontology
from kg.project import Project
from kg.records.dates import read_date
from kg.records.filling import Node
from kg.records.places import Steps
from kg.records.reader import Reader
from kg.records.yamlfile import YamlFile

_SMALLEST, _LARGEST = 1_000, 25_000
_COMPARED = 2_000


@dataclass
class Records:
    """What the data of a project says, ready to load.

    Attributes:
        kinds: for each id of a record, the name of its class.
        places: for each id, the file and the steps to its record or claim.
        problems: what is wrong, in the order of the files.
        claims: how many there are.
        statements: how many triples the nodes make.
        nodes: JSON-LD nodes for `kg.ontology.context.loading_context`, where they were kept.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[YamlFile, Steps]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    claims: int = 0
    statements: int = 0
    nodes: list[Node] = field(default_factory=list)

    def find(self, iri: str, key: str = "", value: str = "") -> tuple[YamlFile, Steps] | None:
        """Where a record or a claim stands, and in it a property; None where the data does not have it.

        Args:
            iri: of the record or the claim.
            key: the IRI of the property, or of the twin; empty where the whole is meant.
            value: how one value of several is written.
        """
        if compact(iri) not in self.places:
            return None
        file, steps = self.places[compact(iri)]
        record = steps[:-1] if steps[-1:] == ("id",) else steps
        if not key:
            return file, record
        name = "kind" if key == RDF + "type" else compact(key).rpartition(":")[2]
        within = (*record, "says", name) if key.startswith(SAID) else (*record, name)
        return file, file.item(within, value) if value else within


def read_records(project: Project, ontology: Ontology) -> Records:
    """Read and check every data file of a project.

    Problems are collected, not raised, so that one run shows all of them.

    Raises:
        UnreadableError: a file cannot be read at all.
    """
    records = Records()
    for nodes in read_batches(project, ontology, records):
        records.nodes += nodes
    return records


def read_batches(project: Project, ontology: Ontology, records: Records) -> Iterator[list[Node]]:
    """As `read_records`, but the nodes come in batches while other files are still to be read.

    Args:
        records: is filled, but for its `nodes`; complete when the last batch has come. A node that
            has a problem lacks values; the problem is there before its batch comes.
    """
    reader = Reader(ontology)
    records.kinds, records.places, records.problems = reader.kinds, reader.places, reader.problems
    batch: list[Node] = []
    wanted = _SMALLEST
    for node in _nodes(project, reader):
        records.claims += node["kind"] == "Claim"
        records.statements += count_statements(node)
        batch.append(node)
        if len(batch) == wanted:
            yield batch
            batch, wanted = [], min(2 * wanted, _LARGEST)
    records.problems.sort(key=by_place)
    middle = len(batch) // 2
    yield batch[:middle]  # in two, so that nobody is idle while the last is loaded
    yield batch[middle:]


def _nodes(project: Project, reader: Reader) -> Iterator[Node]:
    reader.problems += empty_folders(project)
    for path in data_files(project):
        yield from reader.read(YamlFile(path, project.shown(path)))
    reader.problems += wrong_references(reader)
    yield from date_nodes(reader)


def data_files(project: Project) -> list[Path]:
    """The data files of a project, in the order in which they are read."""
    return list(project.files("data", ".yaml", ".yml").values())


def date_nodes(reader: Reader) -> Iterator[Node]:
    """The nodes of the dates that were read."""
    for written in sorted(reader.dates):
        yield read_date(written).node()


def empty_folders(project: Project) -> Iterator[Problem]:
    """The data folders without a data file; one whose files are all replaced by those of another holds some."""
    for folder in project.layers["data"]:
        if not any(path.suffix in (".yaml", ".yml") for path in folder.rglob("*")):
            what, mend = "holds no .yaml file", "put a file of records there: `kg new NewsArticle` prints one"
            yield Problem(project.shown(folder), 0, 0, what, mend, rule="no-data")


def wrong_references(reader: Reader) -> Iterator[Problem]:
    """The references to nothing, and to things of the wrong kind, once for each file.

    Where a file could not be read nothing is told, since what it holds is not known.
    """
    if not reader.complete:
        return
    known = reader.places.keys()
    for file, referred in reader.referred:
        missing = {name: steps for (name, _), steps in reversed(referred.items()) if name not in known}
        for name, steps in missing.items():
            alike = [each for each in known if each.partition(":")[0] == name.partition(":")[0]]
            mend = did_you_mean(name, alike[:_COMPARED], "add its record, or mend the id")
            yield file.problem(steps, "unknown-id", f"`{name}` stands for nothing in the data", mend)
        for (name, wanted), steps in referred.items():
            kind = reader.kinds.get(name) or ("Claim" if name.startswith("claim:") else None)
            if kind and name in known and wanted not in reader.classes_of(kind):
                key = next(step for step in reversed(steps) if isinstance(step, str))
                what = f"`{name}` is a {kind}, and `{key}` takes a {wanted.rpartition('#')[2]}"
                other, place = reader.places[name]
                told = (other.related(place, f"the record of `{name}`"),)
                yield file.problem(steps, "wrong-kind", what, "name a record of that kind", related=told)


def by_place(problem: Problem) -> tuple[str, int, int]:
    """The order in which problems are told."""
    return str(problem.path), problem.line, problem.column


def count_statements(node: Node) -> int:
    """How many triples a node makes."""
    count = -1  # the id makes no statement
    for value in node.values():
        if type(value) is list:
            count += len(set(value))
        elif type(value) is dict:
            count += sum(len(set(texts)) for texts in value.values())
        else:
            count += 1
    return count
