"""The guides of `docs/` show what the program answers on the data of the package, letter by letter.

Where the data or the program has changed, `python tests/test_guides.py` writes the answers anew.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT

from kg.cli import cli
from kg.graph import Graph
from kg.project import Project

ELSEWHERE = ("changes", "checking", "conflicts")
"""Those whose examples are files of their own, which their tests make."""
GUIDES = {path.stem: path for path in sorted((ROOT / "docs").glob("*.md")) if path.stem not in ELSEWHERE}


def answered(command: str) -> str:
    """What a command of a guide prints, notes first, also where it finds nothing."""
    done = CliRunner().invoke(cli, shlex.split(command, comments=True)[1:], prog_name="kg")
    assert done.exit_code in (0, 1, 2), done.output
    return done.output


def with_answers(guide: str) -> str:
    """A guide, each of its commands followed by what it prints."""
    return re.sub(
        r"(?<=^```console\n)\$ (kg .+)\n(?:.*\n)*?(?=```$)",
        lambda found: f"$ {found[1]}\n{answered(found[1])}",
        guide, flags=re.MULTILINE,
    )  # fmt: skip


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_shows_what_the_program_answers(
    project: Project, graph: Graph, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_ROOT", str(project.root))
    guide = GUIDES[name].read_text(encoding="utf-8")
    assert re.search(r"^\$ kg ", guide, re.MULTILINE), "a guide without an example"
    assert with_answers(guide) == guide


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_names_only_options_that_exist(name: str) -> None:
    context = click.Context(cli)
    commands = [cli.get_command(context, each) for each in cli.list_commands(context)]
    options = [each for command in commands if command for each in command.params]
    known = {"--help"} | {option for each in options for option in (*each.opts, *each.secondary_opts)}
    text = re.sub(r"^\$ curl .*", "", GUIDES[name].read_text(encoding="utf-8"), flags=re.MULTILINE)  # it has its own
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known


def test_every_guide_is_named_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "docs").glob("*.md") if f"docs/{path.name}" not in readme] == []


if __name__ == "__main__":
    for path in map(Path, GUIDES.values()):
        path.write_text(with_answers(path.read_text(encoding="utf-8")), encoding="utf-8")
