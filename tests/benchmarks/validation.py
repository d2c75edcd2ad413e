"""Validation of a file against shapes, each engine as a process of its own."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from measure import Disagreement, Run, alternate, cpu, met, run, spread, table

SHAPES = Path(__file__).resolve().with_name("shapes.ttl")
SIZES = (10_000, 100_000, 1_000_000, 3_000_000)
COMPARED = 1_000_000
GOALS = {"clean": 15.0, "broken": 10.0}
_EX, _XSD = "http://example.org/", "http://www.w3.org/2001/XMLSchema#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_OURS = """
import json, sys
from pathlib import Path
from kg.shacl import read_file, validate_file
print(json.dumps(len(validate_file(Path(sys.argv[1]), read_file(Path(sys.argv[2]))))))
"""
_PYSHACL = """
import json, sys
import pyshacl, rdflib
data, shapes = rdflib.Graph().parse(sys.argv[1], format="nt"), rdflib.Graph().parse(sys.argv[2])
report = pyshacl.validate(data, shacl_graph=shapes, inplace=True)[1]
print(json.dumps(len(list(report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)))))
"""
_PYRUDOF = """
import json, sys
import pyrudof
rudof = pyrudof.Rudof(pyrudof.RudofConfig())
rudof.read_data(sys.argv[1], format=pyrudof.RDFFormat.NTriples)
rudof.read_shacl(sys.argv[2])
print(json.dumps(len(list(rudof.validate_shacl()))))
"""
ENGINES = {"kg": _OURS, "pySHACL": _PYSHACL, "pyrudof": _PYRUDOF}


def validation(folder: Path, rounds: int, most: int = COMPARED) -> str:
    """Ten typical constraints on a file, loading included, each engine alone; the peak is of memory."""
    size = min(most, COMPARED)
    return _compared(folder, rounds, size) + "\n" + _growth(folder, [each for each in SIZES if each <= most])


def _compared(folder: Path, rounds: int, size: int) -> str:
    rows = []
    for kind, goal in GOALS.items():
        path = generate(folder, size, kind == "broken")
        engines = [each for each in ENGINES if each != "pyrudof" or importlib.util.find_spec("pyrudof")]
        taken = alternate({name: partial(_measure, name, path) for name in engines}, rounds)
        found = {name: {json.loads(each.output) for each in runs} for name, runs in taken.items()}
        if len(set().union(*found.values())) > 1:
            raise Disagreement(f"validation: the engines find {found} results in the {kind} file")
        ours = median(each.cpu for each in taken["kg"])
        for name, runs in taken.items():
            ratio = median(each.cpu for each in runs) / ours
            wanted = {"pySHACL": f"{goal:g}: {met(ratio >= goal)}", "pyrudof": f"1: {met(ratio >= 1)}"}.get(name, "")
            peak = f"{max(each.peak_mib for each in runs):.0f}"
            times = [spread([each.seconds for each in runs]), cpu(runs)]
            rows.append([f"{size:,} {kind}", name, *times, f"{ratio:.3g}", wanted, peak, str(*found[name])])
    columns = ["statements", "engine", "seconds", "CPU seconds", "times kg's CPU", "goal", "peak MiB", "results"]
    return table(columns, rows)


def _growth(folder: Path, sizes: list[int]) -> str:
    rows = []
    for size in sizes:
        one = _measure("kg", generate(folder, size, True))
        each = one.cpu / size * 1e6
        rows.append([f"{size:,}", f"{one.seconds:.3g}", f"{one.cpu:.3g}", f"{each:.3g}", f"{one.peak_mib:.0f}"])
    return table(["statements, broken", "seconds", "CPU seconds", "CPU µs each", "peak MiB"], rows)


def _measure(name: str, path: Path) -> Run:
    return run([sys.executable, "-c", ENGINES[name], path, SHAPES])


def generate(folder: Path, size: int, broken: bool) -> Path:
    """A file of N-Triples of about so many statements, ten on each node; a mistake in each fifth node, of ten kinds."""
    path = folder / f"{size}-{'broken' if broken else 'clean'}.nt"
    if not path.exists():
        with path.open("w", encoding="utf-8") as file:
            for number in range(size // 10):
                node = _node(number, size // 10)
                if broken and number % 5 == 0:
                    node = list(_mistaken(node, number))
                file.writelines(f"<{_EX}n{number}> <{path_of}> {value} .\n" for path_of, value in node)
    return path


def _node(number: int, nodes: int) -> list[tuple[str, str]]:
    said = {
        "name": f'"Person {number}"',
        "age": f'"{number % 90}"^^<{_XSD}integer>',
        "email": f'"person{number}@example.org"',
        "status": f'"{("active", "retired", "away")[number % 3]}"',
        "knows": f"<{_EX}n{number * 7919 % nodes}>",
        "born": f'"19{number % 90 + 10}-0{number % 9 + 1}-1{number % 10}"^^<{_XSD}date>',
        "score": f'"{number % 100}.{number % 9 + 1}"^^<{_XSD}decimal>',
        "home": f"<{_EX}home{number}>",
        "kind": f"<{_EX}human>",
    }
    return [(_TYPE, f"<{_EX}Person>"), *((_EX + name, value) for name, value in said.items())]


def _mistaken(node: list[tuple[str, str]], number: int) -> Iterator[tuple[str, str]]:
    wrong = {
        "age": f'"-{number % 90 + 1}"^^<{_XSD}integer>',
        "email": f'"person{number} at example"',
        "status": '"unknown"',
        "knows": f"<{_EX}nobody{number}>",
        "born": f'"in summer {number}"',
        "home": f'"home {number}"',
        "kind": f"<{_EX}robot>",
    }
    more = {"score": f'"1000.5"^^<{_XSD}decimal>', "surplus": f'"{number}"'}
    name = [*wrong, *more, "name"][number // 5 % 10]
    for path, value in node:
        if path != f"{_EX}name" or name != "name":
            yield path, wrong[name] if path == _EX + name and name in wrong else value
    if name in more:
        yield _EX + name, more[name]
