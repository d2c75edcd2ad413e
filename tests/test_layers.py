"""The package is built in layers: a module imports only from those that stand after it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent
LAYERS = [
    ["cli"],
    ["server"],
    ["kg"],  # the package itself, which users import
    ["findings", "check.fixing", "check.watching"],
    ["drawing.picture", "drawing", "drawing.page", "drawing.layout", "drawing.springs", "exporters"],
    ["reference", "writing", "writing.starter", "writing.schema", "writing.blanks", "writing.forms", "writing.shapes"],
    ["networks.subjects"],
    [
        "networks.citations", "networks.walks", "networks.selection", "networks.ties", "networks.centrality",
        "networks.clusters",
    ],
    [
        "check.rechecking", "check.unfit", "check.standing", "check", "check.nearest", "check.checks",
        "check.locating", "check.doubts", "check.shape_places", "check.shape_rules",
    ],
    ["proofs"],
    ["check.shape_twins"],
    ["changes", "conflicts"],
    ["networks", "show", "search", "answers", "networks.marks"],
    ["check.archive", "origins", "shacl"],
    ["views"],
    ["build"],
    ["build.stages"],
    ["build.promotion", "build.rules", "build.guards", "build.clauses"],
    ["build.digests", "build.inferences"],
    ["queries"],
    [
        "records.rereading", "ontology.context", "records", "records.reader", "records.filling",
        "records.keys", "records.values", "records.mends", "records.despite", "records.yamlfile", "records.places",
        "records.dates",
    ],
    ["ontology", "ontology.reading", "ontology.model"],
    ["ontology.declared", "queries.given"],
    ["graph"],
    ["graph.admission"],
    ["graph.parsing"],
    ["project.revisions", "web"],
    ["project", "namespaces", "errors", "version"],
]
ORDER = [name for layer in LAYERS for name in layer]


def part(name: str) -> str:
    """What of LAYERS a dotted name, as `server.pages.thing`, stands in: itself, or the package around it."""
    while name not in ORDER and "." in name:
        name = name.rpartition(".")[0]
    return name


def name_of(path: Path) -> str:
    """The dotted name of a module, without `kg.`."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "kg"


def imported(path: Path) -> set[str]:
    """What of `kg` a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: write out whom it imports from"
            names |= {f"{node.module}.{each.name}" for each in node.names} | {node.module or ""}
    found = {part(name.removeprefix("kg.")) for name in names if name.startswith("kg.")} | ({"kg"} & names)
    return found & set(ORDER)


FILES = sorted(path for path in PACKAGE.rglob("*.py") if "assets" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_layers_below(path: Path) -> None:
    own = part(name_of(path))
    assert own in ORDER, f"say in LAYERS where {own} stands"
    below = ORDER[ORDER.index(own) :]
    assert imported(path) <= set(below), f"{own} stands below {sorted(imported(path) - set(below))}"


def test_every_layer_has_its_module() -> None:
    assert sorted(ORDER) == sorted({part(name_of(path)) for path in FILES})


def test_only_their_own_module_knows_the_engine_and_the_command_line() -> None:
    """So another engine, or another face, touches one place."""
    owners = {
        "pyoxigraph": {"graph"}, "oxrdflib": {"graph"}, "click": {"cli"}, "ryaml": {"records.yamlfile", "queries"},
    }  # fmt: skip
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        for library, modules in owners.items():
            known = f"import {library}" in text or f"from {library}" in text
            assert not known or part(name_of(path)) in modules, f"{path} knows {library}"
