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
    ["findings", "fixing", "watching"],
    ["picture", "drawing", "page", "layout", "springs", "exporters"],
    ["reference", "starter", "schema", "blanks", "forms", "shapes"],
    ["subjects"],
    ["citations", "walks", "selection", "ties", "centrality", "clusters"],
    ["rechecking", "unfit", "standing", "check", "nearest", "checks", "locating", "shape_rules"],
    ["proofs"],
    ["shape_twins"],
    ["changes", "conflicts"],
    ["networks", "show", "search", "answers", "marks"],
    ["archive", "origins", "shacl"],
    ["views"],
    ["build"],
    ["stages"],
    ["promotion", "rules", "guards", "clauses"],
    ["digests", "inferences"],
    ["queries"],
    ["rereading", "context", "records", "reader", "filling", "keys", "values", "mends", "yamlfile", "places", "dates"],
    ["ontology"],
    ["declared", "given"],
    ["graph"],
    ["admission"],
    ["parsing"],
    ["revisions", "web"],
    ["project", "namespaces", "errors", "version"],
]
ORDER = [name for layer in LAYERS for name in layer]


def part(path: Path) -> str:
    """The module, or the package within `kg`, that a file belongs to."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "kg" if first == "__init__" else first


def imported(path: Path) -> set[str]:
    """What of `kg` a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: write out whom it imports from"
            names |= {f"kg.{each.name}" for each in node.names} if node.module == "kg" else {node.module or ""}
    return {name.split(".")[1] for name in names if name.startswith("kg.")} | ({"kg"} & names)


FILES = sorted(path for path in PACKAGE.rglob("*.py") if "assets" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_layers_below(path: Path) -> None:
    assert part(path) in ORDER, f"say in LAYERS where {part(path)} stands"
    below = ORDER[ORDER.index(part(path)) :]
    assert imported(path) <= set(below), f"{part(path)} stands below {sorted(imported(path) - set(below))}"


def test_every_layer_has_its_module() -> None:
    assert sorted(ORDER) == sorted({part(path) for path in FILES})


def test_only_their_own_module_knows_the_engine_and_the_command_line() -> None:
    """So another engine, or another face, touches one place."""
    owners = {"pyoxigraph": {"graph"}, "oxrdflib": {"graph"}, "click": {"cli"}, "ryaml": {"yamlfile", "queries"}}
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        for library, modules in owners.items():
            known = f"import {library}" in text or f"from {library}" in text
            assert not known or part(path) in modules, f"{path} knows {library}"
