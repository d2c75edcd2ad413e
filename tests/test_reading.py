"""YAML is read as text: what is written is what arrives, or an error; nothing is guessed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import ryaml
import yaml
import yaml12
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.build.stages import load
from kg.graph import Graph
from kg.namespaces import KG, RDFS, SAID, SKOS, XSD
from kg.ontology import read_ontology
from kg.project import Project, package_assets
from kg.records import Records, read_records
from kg.records.yamlfile import YamlFile

DATA_FILES = [*sorted((package_assets() / "data").rglob("*.yaml")), Path(__file__).parent / "every_value.yaml"]

SPELLINGS = r"""
NO no yes on off y n true True TRUE false null Null NULL ~
1e3 1E3 1e400 012 0o14 0x1F 0b11 00 +5 -0 -5 0 7 1.50 .5 5. -.5 1.0 1_000 .inf -.inf .nan .NaN
12:30 12:30:45 190:20:30 2022 2022-01 2022-01-17 2022-01-17T09:00:00Z
3.14159265358979323846 1234567890123456789 99999999999999999999999999999999999999999999 0.10000000000000000555
= << 10% v1.2 C:\x 𝟙 ٣ é 조선 “quoted” x#y x:y 🚀
""".split()  # noqa: SIM905

NUMBERS: dict[str, tuple[str | None, str | None]] = {
    # what arrives where a whole number belongs, and where a number belongs; None: it is refused
    "0": ("0", "0"), "7": ("7", "7"), "-5": ("-5", "-5"), "2022": ("2022", "2022"), "'8'": ("8", "8"),
    "380.50": (None, "380.5"), "1.0": (None, "1"), "5.": (None, "5"), "-0.0": (None, "0"), "-0.10": (None, "-0.1"),
    '"42.0"': (None, "42"), "0.000001": (None, "0.000001"), "0.00000000000000001": (None, "0.00000000000000001"),
    "123456789012345678": ("123456789012345678", "123456789012345678"),
    "123456789012345.678": (None, "123456789012345.678"), "0.123456789012345678": (None, "0.123456789012345678"),
    "1000000000000000": ("1000000000000000", "1000000000000000"),
}  # fmt: skip
for odd in (
    *("1e3", "012", "0x1F", "0o14", "0b11", "+5", ".5", "-.5", "1_000", "12:30", "null", "~", "true", "NO", ".inf"),
    *(".nan", "1,5", "٣", "1234567890123456789", "0.1234567890123456789"),
):
    NUMBERS[odd] = (None, None)

Make = Callable[[dict[str, str]], Project]


def read(project: Project) -> tuple[Graph, Records]:
    """The graph of a project without problems, and its records."""
    ontology = read_ontology(project)
    records = read_records(project, ontology)
    graph = Graph.memory()
    if not records.problems:
        load(graph, ontology, records)
    return graph, records


def literals(graph: Graph, predicate: str, kind: str = "Launch") -> list[str]:
    rows = graph.select(f"SELECT ?v {{ ?thing a <{KG}{kind}> ; <{predicate}> ?v }}").rows
    return sorted(str(row[0].value) for row in rows if row[0] is not None)


def texts(entries: list[str]) -> str:
    """Records whose labels, and claims in which a text, are these pieces of YAML."""
    labels = [f"- id: launch:a{number}\n  kind: Launch\n  label: {each}\n" for number, each in enumerate(entries)]
    claims = [
        f"  - about: source:s\n    line: {number}\n    says:\n      assessment: {each}\n"
        for number, each in enumerate(entries)
    ]
    return "".join([*labels, "- id: source:s\n  kind: NewsArticle\n  title: An article\n  claims:\n", *claims])


def test_text_arrives_as_it_is_spelt(make_project: Make) -> None:
    """Where text belongs, nothing is taken for a number, a truth value or nothing."""
    graph, records = read(make_project({"data/a.yaml": texts(SPELLINGS)}))
    assert records.problems == []
    assert literals(graph, RDFS + "label") == sorted(SPELLINGS)
    assert literals(graph, SAID + "assessment", "Claim") == sorted(SPELLINGS)


@pytest.mark.parametrize("spelling", NUMBERS)
def test_a_number_arrives_or_is_refused(make_project: Make, spelling: str) -> None:
    kinds = (("missileCount", "integer"), ("distanceKm", "decimal"))
    for (key, datatype), expected in zip(kinds, NUMBERS[spelling], strict=True):
        text = f"- id: launch:a\n  kind: Launch\n  label: A\n  {key}: {spelling}\n"
        graph, records = read(make_project({"data/a.yaml": text}))
        rows = graph.select(f"SELECT ?v {{ ?thing <{KG}{key}> ?v }}").rows
        found = [(str(row[0].value), row[0].datatype.value) for row in rows]  # type: ignore[union-attr]
        assert found == ([] if expected is None else [(expected, XSD + datatype)])
        assert [problem.line for problem in records.problems] == ([4] if expected is None else [])


@pytest.mark.parametrize(
    ("spelling", "value"),
    [("true", "true"), ("false", "false"), ("'true'", "true"), ("no", None), ("True", None), ("1", None), ("~", None)],
)
def test_a_truth_value_arrives_or_is_refused(make_project: Make, spelling: str, value: str | None) -> None:
    text = f"- id: launch:a\n  kind: Launch\n  label: A\n  damageReported: {spelling}\n"
    graph, records = read(make_project({"data/a.yaml": text}))
    assert literals(graph, KG + "damageReported") == ([value] if value else [])
    assert len(records.problems) == (0 if value else 1)


def test_one_odd_number_does_not_change_how_others_are_read(make_project: Make) -> None:
    """A number in an odd spelling makes the whole file be read by its spelling."""
    plain = "- {id: launch:a, kind: Launch, label: 2022, missileCount: 3, distanceKm: 1.50}\n"
    odd = "- {id: launch:b, kind: Launch, label: 0x1F}\n"
    graph, records = read(make_project({"data/a.yaml": plain + odd}))
    assert records.problems == []
    assert literals(graph, RDFS + "label") == ["0x1F", "2022"]
    assert literals(graph, KG + "missileCount") == ["3"] and literals(graph, KG + "distanceKm") == ["1.5"]


@pytest.mark.parametrize("odd", ["0x3", "+3", "0b11"])
def test_a_number_read_before_does_not_let_another_spelling_pass(make_project: Make, odd: str) -> None:
    text = "".join(
        f"- {{id: launch:a{number}, kind: Launch, label: A, missileCount: {each}}}\n"
        for number, each in enumerate(("3", odd))
    )
    _, records = read(make_project({"data/a.yaml": text}))
    assert [(problem.line, problem.what) for problem in records.problems] == [(2, f"`{odd}` is no whole number")]


def test_escapes_mean_their_characters(make_project: Make) -> None:
    text = '- {id: launch:a, kind: Launch, label: "a\\Lb\\u00e9\\U0001F680\\"\\\\\\tc"}\n'
    graph, records = read(make_project({"data/a.yaml": text}))
    assert literals(graph, RDFS + "label") == ['a\u2028bé🚀"\\\tc'] and records.problems == []


WRITERS: dict[str, Callable[[Any], str]] = {
    "PyYAML": lambda value: yaml.safe_dump(value, allow_unicode=True),
    "PyYAML, ASCII": yaml.safe_dump,
    "PyYAML, double quotes": lambda value: yaml.safe_dump(value, default_style='"'),
    "PyYAML, single quotes": lambda value: yaml.safe_dump(value, default_style="'", allow_unicode=True),
    "PyYAML, flow": lambda value: yaml.safe_dump(value, default_flow_style=True, allow_unicode=True),
    "yaml12": yaml12.format_yaml,
    "ryaml": ryaml.dumps,
}
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\u2028\u2029")
ANY = st.text(LETTERS | st.sampled_from("\n\t '\"#:-"), min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
TEXTS = st.lists(st.sampled_from(SPELLINGS) | ANY, min_size=1, max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=TEXTS, writer=st.sampled_from(sorted(WRITERS)))
def test_any_text_in_any_writers_yaml_arrives_unchanged(make_project: Make, entries: list[str], writer: str) -> None:
    records: list[dict[str, Any]] = [
        {"id": f"launch:a{number}", "kind": "Launch", "label": text, "altLabel": {"ko": [text]}}
        for number, text in enumerate(entries)
    ]
    claims = [
        {"about": "source:s", "line": number, "quote": text, "says": {"assessment": text}}
        for number, text in enumerate(entries)
    ]
    records.append({"id": "source:s", "kind": "NewsArticle", "title": "An article", "claims": claims})
    graph, read_in = read(make_project({"data/a.yaml": WRITERS[writer](records)}))
    assert read_in.problems == []
    for key, kind in ((RDFS + "label", "Launch"), (SKOS + "altLabel", "Launch"), (KG + "quote", "Claim")):
        assert literals(graph, key, kind) == sorted(entries)
    assert literals(graph, SAID + "assessment", "Claim") == sorted(entries)


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: path.stem)
def test_another_reader_of_yaml_1_2_reads_the_same_records(path: Path) -> None:
    ours, theirs = YamlFile(path, path).read(), yaml12.read_yaml(str(path))
    assert repr(ours) == repr(theirs) and len(ours) > 0


@pytest.mark.parametrize("path", DATA_FILES, ids=lambda path: path.stem)
def test_every_scalar_has_its_place_and_spelling(path: Path) -> None:
    """The slow reader, which serves messages, agrees with a reader that takes everything as text."""
    file = YamlFile(path, path)
    lines = file.text.split("\n")
    pending: list[tuple[tuple[Any, ...], Any]] = [((), yaml.load(io.StringIO(file.text), Loader=yaml.BaseLoader))]
    while pending:
        steps, value = pending.pop()
        if isinstance(value, str):
            line, column = file.place(steps)
            assert file.spelling(steps) == value
            assert lines[line - 1][column - 1 :].strip()
        else:
            items = value.items() if isinstance(value, dict) else enumerate(value)
            pending += [((*steps, step), each) for step, each in items]
