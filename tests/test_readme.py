"""What the README shows is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import ROOT

from kg.answers import names_of, render_rows
from kg.cli import cli
from kg.graph import Graph, Rows
from kg.project import Project
from kg.queries import find_query

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_answer_in_the_readme_is_part_of_the_answer_of_the_program(project: Project, graph: Graph) -> None:
    shown = [line for line in README.splitlines() if line.startswith("| ") and " missile | " in line]
    columns = re.search(r"\| value \|.*", README)[0].strip("| ").split(" | ")  # type: ignore[index]
    rows = find_query(project, "claims_about").rows(graph, property="weaponClass")
    places = [rows.columns.index(name) for name in columns]
    part = Rows(columns, [tuple(row[place] for place in places) for row in rows.rows])
    answered = render_rows(part, "markdown", names_of(graph, rows), None).splitlines()
    assert len(shown) == 3 and set(shown) <= set(answered)
    assert len(rows.rows) == 7, "the README says how many rows there are"


def test_the_readme_names_only_commands_that_exist() -> None:
    used = set(re.findall(r"^\$ kg ([a-z]+)", README, re.MULTILINE)) | set(re.findall(r"`kg ([a-z]+)", README))
    commands = set(cli.list_commands(None))  # type: ignore[arg-type]
    assert used <= commands and commands <= used


def test_the_readme_links_to_files_that_exist() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert len(links) > 5
    assert [link for link in links if not (ROOT / Path(link)).exists()] == []
