"""What `kg init` makes is sound, says what to try, and lies beside the files of the package."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
from click.testing import CliRunner
from conftest import ROOT

from kg.check import check
from kg.cli import cli
from kg.project import FOLDERS, find_project, package_assets
from kg.writing.schema import schema_file

STARTER = ROOT / "kg" / "writing" / "starter"
COMMANDS = [
    line.partition("#")[0].split()
    for block in re.findall(r"```sh\n(.*?)```", (STARTER / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
]


def init(folder: Path, *options: str) -> Path:
    done = CliRunner().invoke(cli, ["init", str(folder), *options])
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.parametrize("options", [[], ["--without-data"]], ids=["over the data", "without data"])
def test_a_new_project_has_no_error_and_no_warning(tmp_path: Path, options: list[str]) -> None:
    report = check(find_project(init(tmp_path / "own", *options)))
    assert [str(each) for each in report.problems if each.severity != "note"] == []
    assert report.claims == 3 if options else report.claims > 100


def test_init_names_every_file_that_it_makes(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "own")])
    made = {path for path in (tmp_path / "own").rglob("*") if path.is_file() and path.name != ".gitignore"}
    assert {Path(line) for line in done.stdout.splitlines()} == made
    written = {Path("kg.cfg"), Path("data.schema.json"), Path(".vscode/settings.json")}
    assert {path.relative_to(STARTER) for path in STARTER.rglob("*") if path.is_file()} | written == {
        path.relative_to(tmp_path / "own") for path in made
    }


def test_vs_code_finds_the_schema_of_a_new_project(tmp_path: Path) -> None:
    own = init(tmp_path / "own", "--without-data")
    settings = json.loads((own / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    [(schema, files)] = settings["yaml.schemas"].items()
    assert (own / schema).read_bytes() == schema_file(find_project(own))
    assert sorted(own.glob(files)) == sorted((own / "data").iterdir())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_that_its_readme_names_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(init(tmp_path / "own", "--without-data"))
    assert command[0] == "kg"
    done = CliRunner().invoke(cli, command[1:])
    assert done.exit_code == 0, done.output


def test_its_readme_names_five_commands() -> None:
    assert len(COMMANDS) == 5


def test_its_ontology_keeps_the_style_of_ours() -> None:
    triples = rdflib.Graph()
    for path in (*(ROOT / "ontology").glob("*.ttl"), *(STARTER / "ontology").glob("*.ttl")):
        triples.parse(path)
    style = rdflib.Graph().parse(ROOT / "ontology" / "shapes" / "style.ttl")
    conforms, _, report = pyshacl.validate(triples, shacl_graph=style)
    assert conforms, report


@pytest.mark.parametrize("folder", FOLDERS)
def test_it_replaces_no_file_of_the_package(folder: str) -> None:
    own = [path.relative_to(STARTER) for path in (STARTER / folder).rglob("*") if path.is_file()]
    assert own and [path for path in own if (package_assets() / path).exists()] == []


def test_init_leaves_alone_what_stands_already(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(cli, ["init", str(tmp_path)])
    assert done.exit_code == 2 and "is not empty: name a new folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]


def test_init_takes_an_empty_folder(tmp_path: Path) -> None:
    assert (init(tmp_path) / "kg.cfg").is_file()


def test_init_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "file" / "own")])
    assert done.exit_code == 3 and "cannot be written" in done.stderr
