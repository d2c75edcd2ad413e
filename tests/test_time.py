"""The relations in time hold certainly if all days that two dates allow make them so, possibly if some do.

`python tests/test_time.py` writes the answers and tables of `docs/time.md` anew.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest
import rdflib
import yaml
from click.testing import CliRunner
from conftest import ROOT

from kg.cli import cli
from kg.graph import Graph, text_of
from kg.namespaces import BASE, KG, date_iri
from kg.project import Project
from kg.queries import read_query
from kg.records.dates import read_date

GUIDE = ROOT / "docs" / "time.md"
TABLE: dict[str, Any] = yaml.load((ROOT / "tests" / "time.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
WITHIN = int(TABLE["within"])
CASES = [*TABLE["allen"], *TABLE["days"], *TABLE["uncertain"]]

Pair = tuple[date, date]
"""A first and a last day."""

ALLEN: dict[str, Callable[[Pair, Pair], bool]] = {
    "before": lambda a, b: after(a[1]) < b[0],
    "meets": lambda a, b: after(a[1]) == b[0],
    "overlaps": lambda a, b: a[0] < b[0] <= a[1] < b[1],
    "starts": lambda a, b: a[0] == b[0] and a[1] < b[1],
    "during": lambda a, b: b[0] < a[0] and a[1] < b[1],
    "finishes": lambda a, b: b[0] < a[0] and a[1] == b[1],
    "equals": lambda a, b: a == b,
}
INVERSE = {
    "finished by": "finishes", "contains": "during", "started by": "starts", "overlapped by": "overlaps",
    "met by": "meets", "after": "before",
}  # fmt: skip

FIRST, LAST = date(2022, 1, 24), date(2022, 3, 8)
"""Brute force counts on these days: more of them beside those that dates name than anything asks for."""
EVERY_DAY = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
PAIRS = [(start, end) for start, end in product(EVERY_DAY, repeat=2) if start <= end]


def after(day: date) -> date:
    return day + timedelta(days=1)


# What a spelling means, read without the program


def days_meant(written: str) -> list[date]:
    """The days of a day, of a month, or of all times where nothing is written."""
    return [
        day for day in EVERY_DAY if written in ("", "..") or day.isoformat().startswith(written.removesuffix("-XX"))
    ]


def meant(written: str) -> set[Pair]:
    """The first and last days that a spelling allows."""
    if written.endswith(ABOUT) and "/" not in written:
        near = 2 if written[-1] == "%" else 1
        days = [day for exact in days_meant(written[:-1]) for day in EVERY_DAY if abs((day - exact).days) <= near]
        return {(day, day) for day in days}
    if "/" in written:
        first, last = map(side_meant, written.split("/"))
        return {(start, end) for start, end in product(first, last) if start <= end}
    if written[0] in "[{":
        first, _, last = written[1:-1].replace(",", "..").partition("..")
        starts, ends = days_meant(first), days_meant(last)
        if written[0] == "{":
            return {(starts[0], ends[-1])}
        return {(day, day) for day in EVERY_DAY if starts[0] <= day <= ends[-1]} & set(one_of(written))
    days = days_meant(written)
    return {(day, day) for day in days} if written.endswith("-XX") else set(product(days, days)) & set(PAIRS)


def side_meant(written: str) -> list[date]:
    return sorted(day for day, _ in meant(written)) if written.endswith(ABOUT) else days_meant(written)


def one_of(written: str) -> Iterator[Pair]:
    """With commas, only the days that are named."""
    for day in EVERY_DAY:
        if ".." in written or day.isoformat() in written:
            yield day, day


def spellings() -> list[str]:
    """Every way to write a date of these few days, of their month, or open."""
    days = [f"2022-02-0{number}" for number in (1, 2, 4)]
    later = [(one, other) for one, other in product(days, days) if one < other]
    forms = ["{}/{}", "[{}..{}]", "{{{}..{}}}", "{{{},{}}}", "[{},{}]"]
    either = ["{}", "{}/..", "../{}", "/{}", "{}/"]
    return [
        *(form.format(*pair) for form in forms for pair in later),
        *(form.format(each) for form in either for each in (*days, "2022-02")),
        *(form.format(day) for form in ("[{}..]", "[..{}]", "2022-02/{}", "{}/2022-02") for day in days),
        "2022-02-XX",
        *(f"2022-02-0{number}{mark}" for number, mark in ((2, "~"), (2, "?"), (4, "%"))),
        *("2022-02-02~/2022-02-04", "2022-02-01/2022-02-04?", "2022-02-04~/..", "../2022-02-02~"),
    ]


SPELLINGS = spellings()
ABOUT = ("~", "?", "%")
RELATIONS = ("before", "after", "overlapping", "during", "within")
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def of_pairs() -> dict[str, Matrix]:
    """For each two pairs of days, whether a relation holds: by the days that the two have, one by one."""
    has = np.array([[start <= day <= end for day in EVERY_DAY] for start, end in PAIRS], dtype=np.float64)
    number = np.arange(len(EVERY_DAY))
    near = (abs(number[:, None] - number) <= WITHIN).astype(np.float64)
    earlier = (number[:, None] < number).astype(np.float64)
    common, size = has @ has.T, has.sum(1)
    all_earlier = has @ earlier @ has.T == np.outer(size, size)
    true = {
        "before": all_earlier, "after": all_earlier.T, "overlapping": common > 0,
        "during": common == size[:, None], "within": has @ near @ has.T > 0,
    }  # fmt: skip
    return {relation: matrix.astype(np.float64) for relation, matrix in true.items()}


def by_force(written: list[str]) -> dict[tuple[str, str], np.ndarray[Any, Any]]:
    """For each two spellings, whether a relation holds of all the times that they allow, and whether of some.

    What an approximate date allows is a convention, so that of all of its times nothing is certain.
    """
    meanings = [meant(each) for each in written]
    allowed = np.array([[pair in each for pair in PAIRS] for each in meanings], dtype=np.float64)
    every = np.outer(allowed.sum(1), allowed.sum(1))
    exact = np.array([not any(mark in each for mark in ABOUT) for each in written])
    found = {}
    for relation, matrix in of_pairs().items():
        count = allowed @ matrix @ allowed.T
        found["certainly", relation], found["possibly", relation] = (count == every) & np.outer(exact, exact), count > 0
    return found


# The graphs that are asked


def graph_of(written: list[str]) -> str:
    """Each date as a node, and as the date of two events, in N-Triples."""
    kinds = dict.fromkeys(("earliest", "latestStart", "earliestEnd", "latest"), "date")
    kinds |= {"oneDay": "boolean", "qualified": "boolean"}
    lines = [f"<{KG}Launch> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <{KG}Event> ."]
    for number, each in enumerate(written):
        bounds = {key: value for key, value in read_date(each).node().items() if key not in ("id", "kind", "written")}
        things = {date_iri(each): "Date", f"{BASE}launch/a-{number}": "Launch", f"{BASE}launch/b-{number}": "Launch"}
        for thing, kind in things.items():
            lines.append(f"<{thing}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{KG}{kind}> .")
            for key, value in bounds.items():
                text = json.dumps(value).strip('"')
                lines.append(
                    f'<{thing}> <{KG}{key}> "{text}"^^<http://www.w3.org/2001/XMLSchema#{kinds.get(key, "integer")}> .'
                )
        lines.append(f'<{date_iri(each)}> <{KG}written> "{each}" .')
    return "\n".join(lines)


def patterns() -> dict[tuple[str, str], str]:
    """The queries that the guide tells to write, by certainty and relation."""
    bounds, filters = re.findall(r"```sparql\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    found = re.findall(r"# (certainly|possibly) ([a-z]+)\b.*\n(FILTER .*)\n", filters)
    start = f"PREFIX kg: <{KG}> SELECT ?one ?other WHERE {{ ?a kg:written ?one . ?b kg:written ?other ."
    return {
        (certainty, relation): f"{start}\n{bounds}{text.replace('?days', str(WITHIN))} }}"
        for certainty, relation, text in found
    }


def asked(graph: Graph, query: str) -> set[tuple[str, str]]:
    return {(text_of(one), text_of(other)) for one, other in graph.select(query).rows}


def holds(case: dict[str, Any]) -> dict[str, set[str]]:
    """The relations that a case says to hold certainly, and those that it says to be possible."""
    certainly = set(case["certainly"])
    return {"certainly": certainly, "possibly": certainly | set(case.get("possibly", ()))}


@pytest.fixture(scope="module")
def dates() -> list[str]:
    return sorted({*SPELLINGS, *(case[side] for case in CASES for side in "ab")})


@pytest.fixture(scope="module")
def graph_of_dates(dates: list[str]) -> Graph:
    graph = Graph.memory()
    graph.load(graph_of(dates).encode(), "ntriples")
    return graph


@pytest.fixture(scope="module")
def force(dates: list[str]) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """For each certainty and relation, the dates of which it holds, found by brute force."""
    return {
        key: {(dates[one], dates[other]) for one, other in zip(*np.nonzero(matrix), strict=True)}
        for key, matrix in by_force(dates).items()
    }


every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.get('allen', '')} {case['a']} {case['b']}")


@every_case
def test_a_case_of_the_table_is_what_the_days_make_of_it(
    case: dict[str, Any], force: dict[tuple[str, str], set[tuple[str, str]]]
) -> None:
    for certainty, relations in holds(case).items():
        assert {each for each in RELATIONS if (case["a"], case["b"]) in force[certainty, each]} == relations


def test_the_table_has_each_of_the_relations_of_allen() -> None:
    for case in [*TABLE["allen"], *TABLE["days"]]:
        (a,), (b,) = meant(case["a"]), meant(case["b"])
        name = case["allen"]
        assert ALLEN[INVERSE[name]](b, a) if name in INVERSE else ALLEN[name](a, b)
    assert [case["allen"] for case in TABLE["allen"]] == [*ALLEN, *INVERSE]


def test_the_patterns_of_the_guide_say_what_the_days_of_any_two_dates_make_true(
    graph_of_dates: Graph, dates: list[str], force: dict[tuple[str, str], set[tuple[str, str]]]
) -> None:
    """Of a set with a hole in it, no less is possible and no more is certain."""
    queries = patterns()
    assert set(queries) == set(product(("certainly", "possibly"), RELATIONS))
    exact = {each for each in dates if not (each[0] == "[" and "," in each)}
    for key, query in queries.items():
        found, true = asked(graph_of_dates, query), force[key]
        assert {pair for pair in found ^ true if exact.issuperset(pair)} == set(), key
        assert found <= true if key[0] == "certainly" else found >= true


def test_the_question_says_the_same(graph_of_dates: Graph, dates: list[str]) -> None:
    numbers = range(len(dates))
    rows = read_query(ROOT / "queries" / "relations_in_time.rq").rows(
        graph_of_dates,
        event=[f"launch:a-{number}" for number in numbers],
        other=[f"launch:b-{number}" for number in numbers],
        relation=RELATIONS,
        days=str(WITHIN),
    )
    found: dict[tuple[str, str], set[tuple[str, str]]] = {key: set() for key in patterns()}
    for event, relation, other, certainty, *_ in rows.rows:
        pair = dates[_number(event)], dates[_number(other)]
        found[text_of(certainty), text_of(relation)].add(pair)
    for relation in RELATIONS:
        found["possibly", relation] |= found["certainly", relation]
    assert found == {key: asked(graph_of_dates, query) for key, query in patterns().items()}


def _number(term: Any) -> int:
    return int(text_of(term).rpartition("-")[2])


def test_another_engine_finds_the_same_by_the_patterns(graph_of_dates: Graph) -> None:
    few = sorted({case[side] for case in CASES for side in "ab"})[::6]
    other, ours = rdflib.Graph(), Graph.memory()
    other.parse(data=graph_of(few), format="nt")
    ours.load(graph_of(few).encode(), "ntriples")
    for query in patterns().values():
        assert {(str(a), str(b)) for a, b in other.query(query)} == asked(ours, query)


# The guide


def with_answers(guide: str) -> str:
    """The guide with what the commands in it answer."""

    def answered(match: re.Match[str]) -> str:
        done = CliRunner().invoke(cli, shlex.split(match[1])[1:], prog_name="kg")
        assert done.exit_code == 0, done.output
        return f"```console\n$ {match[1]}\n{done.stdout}```"

    guide = re.sub(r"```console\n\$ (kg .*)\n(?:.*\n)*?```", answered, guide)
    return guide.partition("<!-- allen -->\n")[0] + "<!-- allen -->\n" + allen_table()


def allen_table() -> str:
    marks = (["yes" if each in case["certainly"] else "" for each in RELATIONS] for case in TABLE["allen"])
    head = ["a", "b", "a … b", *(f"`{each}`" for each in RELATIONS)]
    rows = [
        [_short(case["a"]), _short(case["b"]), case["allen"], *each]
        for case, each in zip(TABLE["allen"], marks, strict=True)
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ["---"] * len(head), *rows))


def _short(written: str) -> str:
    return " to ".join(str(int(day[-2:])) for day in written.split("/"))


def test_the_guide_shows_what_the_program_answers(project: Project, graph: Graph, monkeypatch: Any) -> None:
    monkeypatch.setenv("KG_ROOT", str(project.root))
    guide = GUIDE.read_text(encoding="utf-8")
    assert guide.count("$ kg ") > 1
    assert with_answers(guide) == guide, "run `python tests/test_time.py`"


def test_the_guide_tells_the_bounds_that_dates_have() -> None:
    table = GUIDE.read_text(encoding="utf-8").partition("<!-- dates -->\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")]
    for written, _, *cells in rows[2:]:
        node = read_date(written.strip("`")).node()
        assert cells == [json.dumps(node.get(key, "")).strip('"') for key in rows[0][2:]], written


if __name__ == "__main__":
    GUIDE.write_text(with_answers(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
