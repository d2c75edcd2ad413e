"""The queries answer the questions that were asked of the archived articles, as these answer them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.answers import look_up_names
from kg.graph import Graph, Iri, Term, text_of
from kg.project import Project
from kg.queries import find_query

FOLDER = Path(__file__).parent / "questions"
MAPPING: dict[str, Any] = yaml.safe_load((FOLDER / "names.yaml").read_text(encoding="utf-8"))
ANSWERS: dict[str, dict[str, Any]] = {}
for path in sorted(FOLDER.glob("*.yaml")):
    if path.name != "names.yaml":
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert not ANSWERS.keys() & entries.keys(), f"{path.name}: answers a question of another file"
        ANSWERS |= entries
VALUE = "value"

Row = tuple[str, ...]


@pytest.fixture(scope="module")
def questions(shared: Path) -> dict[str, dict[str, Any]]:
    listed = yaml.safe_load((shared / "seeds" / "questions.yaml").read_text(encoding="utf-8"))
    return {each["id"]: each for each in listed["questions"]}


@pytest.fixture(scope="module")
def parts(shared: Path) -> dict[str, str]:
    """For each fact the part of the articles that states it."""
    listed = yaml.safe_load((shared / "seeds" / "facts.yaml").read_text(encoding="utf-8"))
    return {each["id"]: each["part"] for each in listed}


def normal(value: Any) -> str:
    """A cell as it is compared: up to case, article and the way to write a number."""
    text = "" if value is None else str(value).casefold().strip()
    text = re.sub(r"^(the|an?) ", "", text)
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text)


def answer_to(name: str, project: Project, graph: Graph) -> list[Row]:
    """The rows that a query gives for a question, in the words of the list, without repetition."""
    entry = ANSWERS[name]
    given = {key: _texts(value) for key, value in entry.get("parameters", {}).items()}
    rows = find_query(project, entry["query"]).rows(graph, **given)
    names = look_up_names(graph, {term.value for row in rows.rows for term in row if isinstance(term, Iri)})
    wanted = {column: rows.columns.index(own) for column, own in entry.get("columns", {}).items()}
    words = entry.get("words", {})
    found = [
        tuple(_worded(_named(row[at], column, names), words.get(column, {})) for column, at in wanted.items())
        for row in rows.rows
    ]
    found = found[:1] if entry.get("first") else found
    return _joined(list(dict.fromkeys(found)), list(wanted), entry.get("listed"))


def _worded(cell: str, words: dict[str, str]) -> str:
    """A cell in the words of the list, where these differ from those of the graph."""
    return normal(words.get(cell, cell))


def _texts(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _named(term: Term | None, column: str, names: dict[str, str]) -> str:
    """A term in the words of the list."""
    identity = text_of(term)
    if identity in MAPPING["documents"]:
        document = str(MAPPING["documents"][identity])
        return document if column in ("document", "documents") else f"{document} article"
    if identity in MAPPING["names"]:
        return str(MAPPING["names"][identity])
    return names.get(term.value, identity) if isinstance(term, Iri) else identity


def _joined(rows: list[Row], columns: list[str], listed: str | None) -> list[Row]:
    """Rows that differ in one column alone as one row; the cells of that column in alphabetical order."""
    if listed is None:
        return rows
    place = columns.index(listed)
    cells: dict[Row, list[str]] = {}
    for row in rows:
        cells.setdefault((*row[:place], "\0", *row[place + 1 :]), []).append(row[place])
    return [tuple(_sorted_list(", ".join(cells[row])) if cell == "\0" else cell for cell in row) for row in cells]


def _sorted_list(text: str) -> str:
    return ", ".join(sorted(re.split(r", | and ", text)))


def expected_rows(name: str, question: dict[str, Any]) -> list[Row]:
    """What the list expects, with its columns in the order of the mapping."""
    expected, entry = question["expected"], ANSWERS[name]
    kind = expected["type"]
    if kind == "rows":
        order = [expected["columns"].index(column) for column in entry["columns"]]
        assert len(order) == len(expected["columns"]), f"{name}: a column of the answer is not mapped"
        rows = [tuple(normal(row[at]) for at in order) for row in expected["rows"]]
        listed = entry.get("listed")
        place = list(entry["columns"]).index(listed) if listed else None
        return [tuple(_sorted_list(cell) if at == place else cell for at, cell in enumerate(row)) for row in rows]
    if kind == "list":
        return [(normal(item),) for item in expected["items"]]
    if kind == "interval":
        return [(normal(expected["start"]), normal(expected["end"]))]
    assert kind in ("number", "date", "boolean", "path"), f"{name}: answers of type {kind} are not compared yet"
    return [(normal(expected["length" if kind == "path" else VALUE]),)]


def is_right(expected: dict[str, Any], rows: list[Row], wanted: list[Row]) -> bool:
    """Whether rows are the answer: those expected, a number within its tolerance, a path no longer."""
    if expected["type"] == "path":
        return len(rows) == 1 and 0 < int(rows[0][0]) <= int(wanted[0][0])
    if expected["type"] == "number" and "tolerance" in expected:
        return len(rows) == 1 and abs(float(rows[0][0]) - float(wanted[0][0])) <= float(expected["tolerance"])
    ordered = bool(expected.get("ordered"))
    return in_order(rows, ordered) == in_order(wanted, ordered)


def in_order(rows: Iterable[Row], ordered: bool) -> list[Row]:
    return list(rows) if ordered else sorted(rows)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_question_gets_the_answer_that_the_articles_support(
    name: str, questions: dict[str, dict[str, Any]], project: Project, graph: Graph
) -> None:
    question = questions[name]
    rows = answer_to(name, project, graph)
    if "columns" not in ANSWERS[name]:
        assert question["expected"]["type"] == "boolean"
        rows = [(normal(bool(rows)),)]
    wanted = expected_rows(name, question)
    assert is_right(question["expected"], rows, wanted), f"{question['question']}\n{rows}\n{wanted}"


def test_every_question_on_the_recorded_articles_is_answered(
    questions: dict[str, dict[str, Any]], parts: dict[str, str]
) -> None:
    recorded = {
        name for name, each in questions.items()
        if each["facts"] and all(parts[fact] in MAPPING["sources"] for fact in each["facts"])
    }  # fmt: skip
    assert recorded - ANSWERS.keys() == set(), "these questions have no query in tests/questions/"
    assert ANSWERS.keys() - questions.keys() == set(), "these questions are not in the list"


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_mapping_names_a_query_with_its_parameters_and_columns(name: str, project: Project) -> None:
    entry = ANSWERS[name]
    query = find_query(project, entry["query"])
    assert entry.get("parameters", {}).keys() <= query.parameters.keys()
    assert set(entry.get("columns", {}).values()) <= query.columns.keys()
