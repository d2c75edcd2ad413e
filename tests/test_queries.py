"""Every question of `queries/` is documented, portable, and deaf to what its parameters hold.

`python tests/test_queries.py` writes the list of questions in `queries/README.md` anew.
"""

from __future__ import annotations

import io
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import networkx
import pytest
import rdflib
import ryaml
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.cli import cli
from kg.errors import NotFoundError, QueryError
from kg.graph import Graph, Iri, Literal, Rows, Term, text_of
from kg.namespaces import BASE, KG, SAID, XSD, expand
from kg.project import Project
from kg.queries import Query, read_query

FOLDER = Path(__file__).parent.parent / "queries"
README = FOLDER / "README.md"
START, END = "<!-- questions -->\n", "<!-- end of questions -->\n"
QUESTIONS = {path.stem: read_query(path) for path in sorted(FOLDER.glob("*.rq"))}
VALUES = re.compile(r"^\s*VALUES \?(\w+) \{([^{}]*)\}$", re.MULTILINE)

every_question = pytest.mark.parametrize("query", QUESTIONS.values(), ids=list(QUESTIONS))


def body(query: Query) -> str:
    """A query without its header."""
    return "\n".join(line for line in query.text.splitlines() if not line.startswith("#+"))


def plain(term: Any) -> str:
    """A term of either engine as text, with its datatype or language."""
    if isinstance(term, Iri | rdflib.URIRef):
        return f"<{getattr(term, 'value', term)}>"
    if isinstance(term, Literal):
        return f"{term.value}@{term.language}" if term.language else f"{term.value}^^{term.datatype.value}"
    if isinstance(term, rdflib.Literal):
        return f"{term}@{term.language}" if term.language else f"{term}^^{term.datatype or XSD + 'string'}"
    assert term is None
    return ""


Engines = Callable[[frozenset[str]], tuple[Graph, rdflib.Graph]]


@pytest.fixture(scope="module")
def engines(graph: Graph) -> Engines:
    """A function that gives what some sources say, with the records of what they name, or the whole graph.

    It stands in the engine and in rdflib's memory, both with the ontology.
    """

    every = list(graph.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))
    said = defaultdict(set)
    for subject, key, value in every:
        if key.value == f"{KG}in":
            said[value.value].add(subject)

    @cache
    def load(sources: frozenset[str]) -> tuple[Graph, rdflib.Graph]:
        kept = {subject for source in sources for subject in said[source]}
        for _ in range(2):  # what claims name, and what its records name in turn
            kept |= {triple.object for triple in every if triple.subject in kept}
        small, output = Graph.memory(), io.BytesIO()
        small.add(triple for triple in every if not sources or triple.subject in kept or not is_data(triple.subject))
        small.dump(output, "ntriples", {})
        copy = rdflib.Graph(bind_namespaces="none")
        copy.parse(data=output.getvalue(), format="nt")
        assert len(copy) == len(small)
        return small, copy

    return load


def is_data(subject: object) -> bool:
    """Whether a statement is of a record or a claim, and not of the ontology."""
    iri = getattr(subject, "value", "")
    return isinstance(subject, Iri) and iri.startswith(BASE) and not iri.startswith((KG, SAID))


def sources_of(rows: list[tuple[Term | None, ...]]) -> Iterator[frozenset[str]]:
    """Ever more of the sources that an answer cites, most often cited first; at last all of the graph.

    rdflib takes minutes for some questions on all of it. Where an answer cites none, one with many claims may do.
    """
    cited = Counter(
        term.value for row in rows for term in row if isinstance(term, Iri) and term.value.startswith(f"{BASE}source/")
    )
    first = [source for source, _ in sorted(cited.items(), key=lambda each: (-each[1], each[0]))]
    yield frozenset(first[:1] or {f"{BASE}source/{MANY_CLAIMS}"})
    yield frozenset(first[:2] or {f"{BASE}source/{MANY_CLAIMS}"})
    yield frozenset()


MANY_CLAIMS = "2022-01-18-military-push"
LONG = ("paths_between", "chains_of_events", "gaps_between_launches")
"""Questions for which rdflib, which reads each branch by itself, takes hours; other tests compare them."""


@cache
def asked(graph: Graph, text: str) -> Rows:
    """What a question answers with the values that stand in it; asked once."""
    return graph.select(text)


@every_question
def test_a_question_explains_itself(query: Query) -> None:
    lines = [line[2:].removeprefix(" ") for line in query.text.splitlines() if line.startswith("#+")]
    header = ryaml.loads("\n".join(lines))
    assert header.keys() <= {"summary", "topic", "columns", "parameters", "note"}
    assert re.fullmatch(r"[A-Z].{10,}\?", query.summary), "the summary is a question in one sentence"
    assert re.fullmatch(r"[a-z][a-z ]+", query.topic), "the topic is in lower-case words"
    for name, help_line in {**query.columns, **query.parameters}.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", name), f"{name}: words in lower case, joined by _"
        assert help_line and len(help_line) <= 120, f"{name}: needs a line of help"


@every_question
def test_a_question_documents_every_column_it_returns(query: Query, graph: Graph) -> None:
    assert list(query.columns) == asked(graph, query.text).columns


@every_question
def test_every_parameter_has_its_line_of_values_and_every_such_line_is_a_parameter(query: Query) -> None:
    lines = VALUES.findall(body(query))
    found = list(dict.fromkeys(name for name, _ in lines))
    assert found == list(query.parameters), "in the order of the header, one `VALUES ?name { … }` a line"
    assert len(set(lines)) == len(found), "where a parameter has several such lines, they are the same"
    assert len(re.findall(r"\bVALUES\b", body(query))) == len(lines)


@every_question
def test_a_question_declares_the_prefixes_that_it_uses_and_no_other(query: Query, graph: Graph) -> None:
    asked(graph, query.text)  # the engine is given no prefix
    declared = re.findall(r"^PREFIX ([\w-]+): ", query.text, re.MULTILINE)
    rest = re.sub(r"^PREFIX .*$", "", body(query), flags=re.MULTILINE)
    assert [name for name in declared if not re.search(rf"(?<![\w-]){name}:", rest)] == []
    assert declared == sorted(declared)


@every_question
def test_a_question_names_no_record_but_as_the_value_of_a_parameter(query: Query) -> None:
    records = re.findall(rf"^PREFIX ([\w-]+): <{BASE}[\w-]+/>", query.text, re.MULTILINE)
    rest = VALUES.sub("", re.sub(r"^PREFIX .*$", "", body(query), flags=re.MULTILINE))
    assert [name for name in records if re.search(rf"(?<![\w-]){name}:", rest)] == []
    assert BASE not in rest
    header = [query.summary, query.topic, *query.columns.values()]
    assert not any(re.search(r"\b[a-z-]+:[a-z0-9]+-", text) for text in header)


@every_question
def test_an_answer_that_rests_on_claims_says_who_claims_it_where_and_in_which_words(query: Query) -> None:
    reads_claims = re.search(r"kg:(about|madeIn)\b", body(query))
    counts = re.search(r"\b(COUNT|SUM)\b", body(query))
    if reads_claims and not counts:
        assert {"claimant", "source", "quote"} <= query.columns.keys()


@every_question
def test_two_engines_give_the_same_rows_in_the_same_order(query: Query, graph: Graph, engines: Engines) -> None:
    assert re.search(r"^ORDER BY ", body(query), re.MULTILINE), "end with ORDER BY"
    ours = asked(graph, query.text)
    rows = [tuple(map(plain, row)) for row in ours.rows]
    assert rows, "an answer is empty with the values that stand in the query"
    assert len(set(rows)) == len(rows), "a row is there twice: look for an OPTIONAL that multiplies, or use DISTINCT"
    if query.name in LONG:
        return
    pairs = map(engines, sources_of(ours.rows))
    small, other = next(pair for pair in pairs if pair[0].select(query.text).rows)
    ours, theirs = small.select(query.text), other.query(query.text)
    rows = [tuple(map(plain, row)) for row in ours.rows]
    assert ours.columns == [str(variable) for variable in theirs.vars]
    others = [tuple(map(plain, row)) for row in theirs]
    assert sorted(rows) == sorted(others)
    assert rows == others, "order by more: ORDER BY must decide between any two rows, by text with STR(…)"


@pytest.mark.parametrize(
    ("start", "end", "most"),
    [
        ("person:park-won-gon", "place:seoul", 3),
        ("person:zhao-lijian", "state:north-korea", 3),
        ("person:kim-dong-yub", "person:park-won-gon", 4),
        ("person:nobuo-kishi", "person:sung-kim", 3),
    ],
)
def test_paths_are_all_the_chains_of_claims_that_another_program_finds(
    start: str, end: str, most: int, graph: Graph
) -> None:
    claims = graph.select(
        f"SELECT DISTINCT ?a ?b WHERE {{ ?claim <{KG}about> ?a ; ?said ?b . "
        f"?p <{KG}saidAs> ?said . FILTER (isIRI(?b)) }}"
    )
    network = networkx.Graph([(text_of(one), text_of(other)) for one, other in claims.rows])
    wanted = {tuple(path[1:-1]) for path in networkx.all_simple_paths(network, start, end, cutoff=most)}
    query = QUESTIONS["paths_between"]
    answer = query.rows(graph, **{"from": start, "to": end, "most": str(most)})
    places = [answer.columns.index(name) for name in ("first", "second", "third")]
    found = {tuple(text_of(row[place]) for place in places if row[place] is not None) for row in answer.rows}
    assert found == wanted and wanted


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("person:moon-jae-in", "person:donald-trump"),
        ("person:wang-yi", "person:donald-trump"),
        ("person:sung-kim", "person:lloyd-austin"),
    ],
)
def test_chains_of_events_are_all_that_another_program_finds(start: str, end: str, graph: Graph) -> None:
    query = QUESTIONS["chains_of_events"]
    parts = " ".join(f"<{expand(part)}>" for part in query.default("part").split())
    ties = graph.select(
        f"SELECT DISTINCT ?event ?thing WHERE {{ VALUES ?part {{ {parts} }} ?part <{KG}saidAs> ?said . "
        f"?claim <{KG}about> ?event ; ?said ?thing . FILTER NOT EXISTS {{ ?claim <{KG}negated> true }} }}"
    )
    network = networkx.Graph([(text_of(event), text_of(thing)) for event, thing in ties.rows])
    paths = networkx.all_simple_paths(network, start, end, cutoff=6)
    wanted = {tuple(path[2:-1:2]) for path in paths}
    answer = query.rows(graph, **{"from": start, "to": end})
    places = [answer.columns.index(name) for name in ("first", "second")]
    found = {tuple(text_of(row[place]) for place in places if row[place] is not None) for row in answer.rows}
    assert found == wanted and wanted


def test_gaps_are_those_that_another_program_finds(graph: Graph) -> None:
    launches = {
        text_of(launch): (text_of(first), text_of(last), int(text_of(begins)), int(text_of(ends)))
        for launch, first, last, begins, ends in graph.select(
            f"PREFIX kg: <{KG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT DISTINCT ?l ?a ?b ?c ?d "
            "{ ?l a/rdfs:subClassOf* kg:Launch ; kg:earliest ?a ; kg:latest ?b ; kg:earliestDay ?c ; kg:latestDay ?d }"
        ).rows
    }
    wanted = set()
    for launch, (first, _, _, ends) in launches.items():
        later = [
            begins for other, (_, last, begins, _) in launches.items()
            if other != launch and begins >= ends and last <= "2022-12-31"
        ]  # fmt: skip
        if first >= "2022-01-01" and later:
            following = [each for each in launches if each != launch and launches[each][2] == min(later)]
            wanted |= {(str(min(later) - ends), launch, each) for each in following}
    answer = QUESTIONS["gaps_between_launches"].rows(graph)
    places = [answer.columns.index(name) for name in ("days", "launch", "next_launch")]
    assert {tuple(text_of(row[place]) for place in places) for row in answer.rows} == wanted != set()


def terms_put_in(query: Query, text: str, names: list[str]) -> dict[str, list[Term | None]] | None:
    """What stands as the values of some parameters in a query; None if anything else was changed.

    The text must be the original but for what stands between the braces, and each of these must
    be read by the engine as values, with nothing left over.
    """
    pattern, last = "", 0
    for match in VALUES.finditer(query.text):
        if match[1] in names:
            taken = f"(?P={match[1]})" if f"(?P<{match[1]}>" in pattern else f"(?P<{match[1]}>.*?)"
            pattern += re.escape(query.text[last : match.start(2)]) + taken
            last = match.end(2)
    found = re.fullmatch(pattern + re.escape(query.text[last:]), text, re.DOTALL)
    if found is None:
        return None
    read = Graph.memory()
    prefixes = "\n".join(re.findall(r"^PREFIX .*$", query.text, re.MULTILINE))
    return {
        name: [row[0] for row in read.select(f"{prefixes} SELECT ?x WHERE {{ VALUES ?x {{ {found[name]} }} }}").rows]
        for name in names
    }


def stands_for(term: Term | None, value: str) -> bool:
    """Whether a term is what a person means by a value, and all of it."""
    if isinstance(term, Iri):
        return term.value == expand(value.strip())
    assert isinstance(term, Literal)
    kind = term.datatype.value.removeprefix(XSD)
    if kind == "integer":
        return int(term.value) == int(value)
    if kind == "date":
        return date.fromisoformat(term.value) == date.fromisoformat(value.strip())
    return kind == "string" and term.value == value


@cache
def hostile_text() -> st.SearchStrategy[str]:
    pieces = [
        '"', "'", '"""', "\\", "\n", "\r", "}", "{", "} UNION {", " ?s ?p ?o . ", "<x> <y>", ">", "#", "UNDEF", "$",
        "?", "^^", "@en", "\\u0022", "\0", "FILTER (", ")", "launch:", "kg:", "kg:date", "state:japan", "https://",
        "urn:", "2022-01-17", "7", "-", "%22", "SERVICE <http://x> {",
    ]  # fmt: skip
    names = sorted({name for query in QUESTIONS.values() for name in query.parameters})
    pieces += [f"VALUES ?{name} {{ " for name in names]
    return st.lists(st.sampled_from(pieces) | st.text(max_size=4), max_size=8).map("".join)


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    """A question and hostile values for some of its parameters."""
    name = draw(st.sampled_from([name for name, query in QUESTIONS.items() if query.parameters]))
    query = QUESTIONS[name]
    takes_text = [each for each in query.parameters if query.default(each) == "UNDEF" or query.default(each)[-1] == '"']
    chosen = draw(st.sampled_from([takes_text or list(query.parameters)] * 3 + [list(query.parameters)]))
    values = st.lists(hostile_text(), min_size=1, max_size=2)
    return name, draw(st.dictionaries(st.sampled_from(chosen), values, min_size=1))


BREAKOUT = '} UNION { ?claim ?said ?value } VALUES ?line { "'


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(filled_in())
@example(("claims_with_words", {"text": ['" } ?s ?p ?o . VALUES ?x { "']}))
@example(("claims_with_words", {"text": ["\\"]}))
@example(("claims_about", {"source": ["VALUES ?property { x }"], "property": [BREAKOUT]}))
@example(("claims_about", {"property": ["VALUES ?source { x }"], "source": [BREAKOUT]}))
@example(("launches_between_days", {"from": ['2022-01-01" } #']}))
@example(("launches_after_events", {"days_within": ["7 } ?s ?p ?o . VALUES ?x { 7"]}))
@example(("facts_about", {"thing": ["launch:x> <y>"]}))
@example(("facts_about", {"thing": ["https://x> } { ?s ?p <y"]}))
@example(("claims_of_property", {"property": ["kg:x } UNION { ?s ?p ?o"]}))
def test_a_value_is_a_term_or_an_error_and_never_text_of_the_query(filling: tuple[str, dict[str, list[str]]]) -> None:
    name, values = filling
    query = QUESTIONS[name]
    try:
        text = query.with_values(values)
    except QueryError:
        return
    found = terms_put_in(query, text, list(values))
    assert found is not None, "something else than the values was changed"
    for parameter, given_values in values.items():
        assert len(found[parameter]) == len(given_values)
        assert all(map(stands_for, found[parameter], given_values))


def test_hostile_values_find_nothing_more(graph: Graph) -> None:
    query = QUESTIONS["claims_with_words"]
    everything = query.rows(graph, text="").rows
    assert query.rows(graph, text='") || true || CONTAINS("').rows == []
    assert query.rows(graph, text="sanctions").rows and len(query.rows(graph, text="sanctions").rows) < len(everything)
    for hostile in ("launch:2022-01-17-pyongyang> ?p ?o . ?s ?p <x", "} UNION { ?s ?p ?o", "two words", ""):
        with pytest.raises(QueryError):
            QUESTIONS["facts_about"].rows(graph, thing=hostile)
    with pytest.raises(NotFoundError):
        QUESTIONS["facts_about"].rows(graph, thing="launch:1899-01-01-nowhere")


def questions_listed(project: Project) -> str:
    """The list of questions as `kg questions -f markdown` prints it."""
    answer = CliRunner().invoke(cli, ["questions", "-f", "markdown"], env={"KG_ROOT": str(project.root)})
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def readme_with(listed: str) -> str:
    before, rest = README.read_text(encoding="utf-8").split(START)
    return before + START + listed + END + rest.split(END)[1]


def test_the_readme_lists_the_questions_as_they_are(project: Project) -> None:
    listed = questions_listed(project)
    assert all(f"| {name} |" in listed for name in QUESTIONS)
    assert README.read_text(encoding="utf-8") == readme_with(listed), "run `python tests/test_queries.py`"


def test_a_question_in_the_readme_works(graph: Graph, tmp_path: Path) -> None:
    example_file = tmp_path / "example.rq"
    found = re.search(r"```sparql\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    example_file.write_text(found[1], encoding="utf-8")
    query = read_query(example_file)
    answer = query.run(graph)
    assert isinstance(answer, Rows) and answer.rows and answer.columns == list(query.columns)


if __name__ == "__main__":
    from kg.project import find_project

    README.write_text(readme_with(questions_listed(find_project(FOLDER.parent))), encoding="utf-8")
    sys.stdout.write(f"{README.name} lists {len(QUESTIONS)} questions\n")
