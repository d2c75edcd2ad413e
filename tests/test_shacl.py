"""Validation against shapes does what the W3C's tests expect, and says which shapes pySHACL checks for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import shacl_reports as reports
import yaml
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import OntologyError, UnreadableError
from kg.graph import Graph, Iri, Literal, Triple, admission, parse
from kg.shacl import UNCHECKED, Result, compiled, fallback, matching, not_compiled, report, validate, validate_file
from kg.shacl.expressions import translated, unreadable
from kg.shacl.loading import load_file, read_file
from kg.shacl.terms import REWRITTEN, kept, original, stored

HERE = Path(__file__).resolve().parent
KNOWN: dict[str, Any] = yaml.safe_load((HERE / "shacl.yaml").read_text(encoding="utf-8"))
PREFIXES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <http://e/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """pySHACL in this process, where no time limit is asked about, since starting another takes a second."""
    monkeypatch.setattr(fallback, "_apart", lambda data, rules, *_: fallback.report(data, rules))


def shapes_of(text: str) -> list[Triple]:
    return list(parse((PREFIXES + text).encode(), "turtle"))


def told(result: Result) -> str:
    """Component and value."""
    value = result.value if isinstance(result.value, Iri | Literal) else None
    return f"{result.component.value.partition('#')[2][:-19]} {value and value.value}"


def found(data: str, shapes: str) -> list[Result]:
    graph = Graph.memory()
    graph.load((PREFIXES + data).encode(), "turtle")
    return validate(graph, shapes_of(shapes))


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("folder", ["core", "sparql"])
def test_every_test_of_the_w3c_has_the_results_expected(folder: str, shared: Path) -> None:
    """Focus node, path, value, constraint component, severity and source shape; and failure where one is expected."""
    wrong, number = [], 0
    for name, data, shapes, expected in reports.w3c_tests(shared / "w3c/shacl" / folder):
        rules = reports.read(shapes)
        number += 1
        try:
            found = validate_file(data, rules)
            failed = any(each.component == UNCHECKED for each in found)
            results: Any = reports.FAILURE if failed else reports.counted(found, reports.about(rules))
        except OntologyError:
            results = reports.FAILURE
        if results != expected:
            wrong.append(name)
    assert wrong == KNOWN["not_as_the_w3c"][folder]
    assert number == {"core": 98, "sparql": 23}[folder]


def test_the_tests_of_the_w3c_that_go_to_pyshacl_are_those_listed(shared: Path) -> None:
    """No test of SHACL Core is among them; all of SHACL-SPARQL are."""
    left = {
        name: sorted(set(why.values()))
        for name, _, shapes, _ in reports.w3c_tests(shared / "w3c/shacl")
        if (why := not_compiled(reports.read(shapes)))
    }
    assert list(left) == KNOWN["to_pyshacl"]


def test_pyshacl_differs_from_the_w3c_where_the_list_says(shared: Path) -> None:
    """So that the list in the guide stays true when pySHACL changes; without `complex`, which takes it seconds."""
    differing = []
    for name, data, shapes, expected in reports.w3c_tests(shared / "w3c/shacl/core"):
        if name.startswith("complex/"):
            continue
        rules = reports.read(shapes)
        if reports.counted(reports.pyshacl_results(reports.read(data), rules), reports.about(rules)) != expected:
            differing.append(name)
    assert differing == KNOWN["pyshacl_not_as_the_w3c"]


@pytest.mark.parametrize("case", KNOWN["cases"], ids=lambda case: case["what"])
def test_traps_that_were_found_stay_mended(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(PREFIXES + case["data"], encoding="utf-8")
    results = validate_file(path, shapes_of(case["shapes"]))
    assert sorted(map(told, results)) == sorted(case["found"])


@pytest.mark.parametrize("case", KNOWN["ill_formed"], ids=lambda case: case["shapes"])
def test_a_shape_that_is_not_well_formed_is_an_error(case: dict[str, str]) -> None:
    """It is never taken for a shape that all conforms to."""
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; {case['shapes']} ] ."
    with pytest.raises(OntologyError) as error:
        found("e:a e:p 1 .", shapes)
    assert case["says"] in str(error.value) and str(error.value).startswith("ontology/shapes: ")


def test_a_pattern_that_would_run_for_years_elsewhere_takes_no_time() -> None:
    shapes = 'e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:property [ sh:path e:p ; sh:pattern "^(a+)+$" ] .'
    assert len(found(f'e:a e:p "{"a" * 5000}!" .', shapes)) == 1


SLOW = {
    "only Python reads it": "(?=a)^(a+)+$",
    "thousands of repetitions": "(a|b)*a(a|b){1000}c",
    "nobody reads it": "[",
    "a flag that is none": 'a" ; sh:flags "z',
}
OTHERS = """
    e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ;
        sh:property e:Slow , [ sh:path e:p ; sh:maxLength 5 ] ;
        sh:property [ sh:path e:p ; sh:not [ sh:or ( [ sh:class e:C ] [ sh:pattern "PATTERN" ] ) ] ] .
    e:Slow sh:path e:p ; sh:pattern "PATTERN" ; sh:minLength 9000000 .
    e:Other a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:class e:C ."""


@pytest.mark.parametrize("pattern", SLOW.values(), ids=SLOW.keys())
def test_a_pattern_that_cannot_be_matched_in_time_is_told_and_leaves_all_other_results_standing(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "SECONDS", 0.3)
    text = "".join(Random(0).choices("ab", k=60_000)) if "|" in pattern else "a" * 60 + "!"
    results = found(f'e:a e:p "{text}" .', OTHERS.replace("PATTERN", pattern))
    components = [each.component.value.rpartition("#")[2][:-19] for each in results if each.component != UNCHECKED]
    assert sorted(components) == ["Class", "MaxLength", "MinLength"]
    slow, inner = (each for each in results if each.component == UNCHECKED)
    assert Iri("http://e/Slow") in (slow.shape, inner.shape) and slow.shape == slow.focus
    assert slow.messages[0].value.startswith("was not checked, since its sh:pattern `")
    assert ": write one that XPath reads, without look-ahead" in slow.messages[0].value


@pytest.mark.parametrize("pattern", ["(?=a)^a+!", "^a{1,300}!", "^A+!$"])
def test_patterns_that_are_matched_apart_match_what_they_should(pattern: str) -> None:
    flags = ' ; sh:flags "i"' if "A" in pattern else ""
    shape = f'e:S a sh:PropertyShape ; sh:targetSubjectsOf e:p ; sh:path e:p ; sh:pattern "{pattern}"{flags} .'
    data = 'e:a e:p "aaa!", "b", "a" , <a:a!> , [] .'
    assert sorted(map(told, found(data, shape))) == [f"Pattern {each}" for each in ("None", "a", "a:a!", "b")]


@pytest.mark.parametrize("pattern", ["^\\p{IsBasicLatin}+$", "a\\\\\\P{IsGreek}", "[\\p{L}\\p{IsLatin-1Supplement}]"])
def test_a_block_of_unicode_is_refused_and_not_taken_for_a_script(pattern: str) -> None:
    block = pattern[pattern.lower().index("\\p{is") : pattern.index("}", pattern.index("Is")) + 1]
    assert unreadable(pattern, "").startswith(f"names a block, `{block}`, which is not read")
    assert unreadable(pattern, "q") == unreadable("\\\\p{IsGreek", "") == ""


SPARQL = "sh:sparql [ sh:select 'SELECT $this ?value { $this <http://e/p> ?value FILTER(QUERY) }' ]"
STALLING = {
    "sh:pattern": "sh:property [ sh:path e:p ; sh:node e:S ; sh:pattern '^(a+)+$' ]",
    "SPARQL": SPARQL.replace("QUERY", 'REGEX(?value, "^(a+)+$") || REPLACE(?value, "^(a+)+$", "") = ""'),
}


@pytest.mark.parametrize("constraint", STALLING.values(), ids=STALLING.keys())
def test_a_pattern_in_a_shape_of_pyshacl_is_stopped_too_and_what_is_compiled_is_checked(
    constraint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "SECONDS", 0.7)
    shapes = f"""
        e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; {constraint} ;
            sh:property [ sh:path e:p ; sh:maxCount 0 ; sh:node e:S ] .
        e:T a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:class e:C ; sh:property [ sh:path e:q ; sh:node e:T ] ;
            {SPARQL.replace("QUERY", 'REGEX(?value, "!$")')} ."""
    results = found(f'e:a e:p "{"a" * 60}!" .', shapes)
    assert {"MaxCount None", "Class http://e/a", f"SPARQL {'a' * 60}!"} <= set(map(told, results))
    (unchecked,) = (each for each in results if each.component == UNCHECKED)
    assert unchecked.shape == Iri("http://e/S") and " over patterns: mend or simplify" in unchecked.messages[0].value


def test_all_that_pyshacl_checks_has_one_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback, "_LEAST_SECONDS", 3.0)
    endless = SPARQL.replace(
        "FILTER(QUERY)", " ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . FILTER(?c = ?l \\u0026\\u0026 ?f = 7)"
    )
    shapes = "".join(
        f"e:S{each} sh:targetSubjectsOf e:p ; {endless} ; sh:property [ sh:path e:p ; sh:maxCount 0 ] .\n"
        for each in range(9)
    )
    began = time.monotonic()
    results = found("".join(f"e:a{each} e:p {each} .\n" for each in range(60)), shapes)
    assert time.monotonic() - began < 6
    assert len([each for each in results if each.component == UNCHECKED]) == 9
    assert len([each for each in results if each.component != UNCHECKED]) == 9 * 60


@pytest.mark.parametrize(
    ("inner", "expected"),
    {
        "sh:maxCount 0": {"MaxCount None"},
        "sh:not [ sh:nodeKind sh:IRI ; sh:sparql [ sh:select 'nonsense' ] ]": set(),  # the query may be what fails
        "sh:property [ sh:path e:p ; sh:minCount 1 ; sh:sparql [ sh:select 'nonsense' ] ]": {"MinCount None"},
    }.items(),
)
@pytest.mark.usefixtures("at_once")
def test_a_query_that_does_not_parse_takes_no_result_of_its_shape_away(inner: str, expected: set[str]) -> None:
    query = "sh:sparql [ sh:select 'nonsense' ]"
    shapes = f"e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; {query} ; sh:property [ sh:path e:p ; {inner} ] ."
    results = found("e:a e:p e:b .", shapes)
    assert {told(each) for each in results if each.component != UNCHECKED} == expected
    assert len([each for each in results if each.component == UNCHECKED]) == 1


LONG = {
    "sh:or ( {} )": ("[ sh:pattern '^{0}' ; sh:minLength 1 ]", "Or -1"),
    "sh:xone ( {} )": ("[ sh:pattern '^{0}$' ]", "Xone -1"),
    "sh:not [ sh:or ( {} ) ]": ("[ sh:pattern '^-{0}$' ]", "Not -1"),
    "sh:languageIn ( {} )": ("'en-x{0}'", "LanguageIn -1"),
    "sh:in ( {} )": ("{0}", "In -1"),
    "{}": ("sh:class e:C{0} ; ", "Class -1"),
    "sh:node [ {} ]": ("sh:class e:D{0} ; ", "Node -1"),
}


@pytest.mark.parametrize(("shape", "member", "expected"), [(shape, *each) for shape, each in LONG.items()], ids=LONG)
def test_a_shape_of_any_length_is_checked(shape: str, member: str, expected: str) -> None:
    """More than one query holds: the engine would not take it whole."""
    members = " ".join(member.format(each) for each in range(400))
    shapes = f"e:S sh:targetSubjectsOf e:p ; sh:property [ sh:path e:p ; sh:maxCount 0 ; {shape.format(members)} ] ."
    assert not not_compiled(shapes_of(shapes))
    assert set(map(told, found("e:a e:p -1 .", shapes))) == {"MaxCount None", expected}


@pytest.mark.parametrize("number", [99, 3_000, 9_999])
def test_of_thousands_of_languages_each_counts(number: int) -> None:
    tags = [f"{each:05}".translate(str.maketrans("0123456789", "abcdefghij")) for each in range(number)]
    ranges = " ".join(f"'{each}'" for each in tags)
    shapes = f"e:S sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:languageIn ( {ranges} 'en' ) ] ."
    data = f"e:a e:p 'first'@{tags[0].upper()} , 'last'@{tags[-1]}-us , 'English'@en-gb , 'other'@zzzzz , 'French'@fr ."
    assert set(map(told, found(data, shapes))) == {"LanguageIn other", "LanguageIn French"}


@pytest.mark.usefixtures("at_once")
def test_what_no_query_holds_is_left_to_pyshacl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "_LONGEST", 60)
    path = f"[ sh:alternativePath ( {' '.join(f'e:p{each}' for each in range(70))} ) ]"
    shapes = f"e:S sh:targetNode e:a ; sh:property [ sh:path {path} ; sh:nodeKind sh:Literal ; sh:maxCount 0 ] ."
    assert not not_compiled(shapes_of(shapes))
    assert sorted(map(told, found("e:a e:p69 e:n1 .", shapes))) == ["MaxCount None", "NodeKind http://e/n1"]


@pytest.mark.parametrize("datatype", sorted(REWRITTEN))
def test_every_datatype_can_be_asked_for(datatype: str) -> None:
    shapes = f"e:S sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:datatype xsd:{datatype} ; sh:maxCount 1 ] ."
    results = found(f"e:a e:p '?'^^xsd:{datatype} , e:b .", shapes)
    assert sorted(map(told, results)) == ["Datatype ?", "Datatype http://e/b", "MaxCount None"]


def test_shapes_with_long_lists_are_read_in_no_time() -> None:
    """To name what each member of a list stands in took a time that grew with the cube of its length."""

    def seconds(number: int) -> float:
        members = " ".join(f"e:n{each}" for each in range(number))
        shapes = shapes_of(f"e:S sh:property [ sh:path e:p ; sh:in ( {members} ) ] .")
        start = time.process_time()
        compiled(shapes)
        return time.process_time() - start

    assert min(seconds(4000) for _ in range(2)) / min(seconds(500) for _ in range(2)) < 24


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("target", ["sh:targetClass e:T", "sh:target [ a sh:SPARQLTarget ; sh:select 'QUERY' ]"])
def test_no_rule_of_a_shape_is_run_whoever_checks_it(target: str) -> None:
    rule = "sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate e:z ; sh:object 1 ]"
    target = target.replace("QUERY", "SELECT ?this { ?this a <http://e/T> }")
    shapes = f"e:S a sh:NodeShape ; {target} ; {rule} ; sh:property [ sh:path e:z ; sh:minCount 1 ] ."
    assert list(map(told, found("e:a a e:T .", shapes))) == ["MinCount None"]


def test_what_pyshacl_checks_is_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(PREFIXES + "e:a e:p 042 , 42 .", encoding="utf-8")
    query = "SELECT $this ?value { $this $PATH ?value FILTER(!REGEX(STR(?value), '0')) }"
    target = "e:S a sh:PropertyShape ; sh:targetSubjectsOf e:p ; sh:path e:p"
    shapes = shapes_of(f'{target} ; sh:sparql [ sh:select "{query}" ] .')
    assert list(not_compiled(shapes)) == ["http://e/S"]
    assert list(map(told, validate_file(path, shapes))) == ["SPARQL 42"]


def test_a_message_of_several_lines_comes_back_from_pyshacl_as_it_is() -> None:
    shapes = '''@prefix ex: <http://example.org/> .
      ex:S sh:targetClass ex:T ; sh:sparql [ sh:message """one
      two""" ; sh:select "SELECT $this { $this a <http://example.org/T> }" ] .'''
    (result,) = found("<http://example.org/x> a <http://example.org/T> .", shapes)
    assert [message.value.split() for message in result.messages] == [["one", "two"]]


def test_time_grows_with_the_data_and_no_faster() -> None:
    """Of longer paths and shapes within shapes; four times the data took sixteen times as long where it went wrong."""
    shapes = """e:S a sh:NodeShape ; sh:targetClass e:C ;
        sh:property [ sh:path ( e:p [ sh:inversePath e:r ] ) ; sh:minCount 1 ] ;
        sh:property [ sh:path e:p ; sh:or ( [ sh:path ( e:p e:p ) ; sh:hasValue e:n1 ] [ sh:class e:D ] ) ] ."""

    def seconds(number: int) -> float:
        nodes = (f"e:n{i} a e:C ; e:p e:n{i * 7 % number} ; e:q [ e:r e:n{i} ] .\n" for i in range(number))
        data = "".join(nodes)
        taken = []
        for _ in range(3):  # the best, since others run beside it
            start = time.process_time()
            assert len(found(data, shapes)) >= number - 1
            taken.append(time.process_time() - start)
        return min(taken)

    assert seconds(4000) / seconds(1000) < 9


ENDLESS = {
    "sh:path [ sh:oneOrMorePath e:p ] ; sh:nodeKind sh:IRI": 0,
    "sh:path [ sh:zeroOrMorePath e:p ] ; sh:class e:C": 1500,
    "sh:path [ sh:oneOrMorePath e:p ] ; sh:minCount 1 ; sh:hasValue e:n1500": 0,
    "sh:path [ sh:inversePath ( [ sh:zeroOrMorePath e:p ] e:p ) ] ; sh:minCount 1 ; sh:minLength 12": (
        1 + sum(1499 - each for each in range(10))
    ),
    "sh:path [ sh:zeroOrMorePath e:p ] ; sh:or ( [ sh:class e:C ] [ sh:path e:q ; sh:minCount 1 ] )": 1500,
    "sh:path [ sh:oneOrMorePath e:p ] ; sh:not [ sh:property [ sh:path e:p ; sh:maxCount 0 ] ]": 1500,
}


@pytest.mark.parametrize(("shape", "number"), ENDLESS.items())
def test_an_endless_path_over_a_long_chain_takes_a_moment(shape: str, number: int) -> None:
    """Not the seconds in which all pairs of its nodes are told."""
    chain = "".join(f"e:n{each} a e:C ; e:p e:n{each + 1} .\n" for each in range(1500))
    start = time.process_time()
    results = found(chain, f"e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ {shape} ] .")
    assert time.process_time() - start < 1.5
    assert len(results) == number


def test_a_context_on_the_network_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonld"
    path.write_text('{"@context": "http://example.org/context", "@id": "http://e/a"}', encoding="utf-8")
    for read in (load_file, read_file):
        with pytest.raises(UnreadableError, match=r"its @context stands elsewhere.*: put the context itself into"):
            read(path)


@pytest.mark.parametrize(("expression", "written"), KNOWN["expressions"].items())
def test_an_expression_means_the_same_to_the_engine_or_is_not_given_to_it(expression: str, written: str) -> None:
    assert translated(expression, "") == written


@pytest.mark.usefixtures("at_once")
def test_pyshacl_checks_only_the_shapes_that_are_not_compiled() -> None:
    shapes = """
        e:Sparql a sh:NodeShape ; sh:targetNode e:a ;
            sh:sparql [ sh:select "SELECT $this WHERE { $this <http://e/p> 1 }" ] .
        e:Core a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:minCount 2 ] ."""
    assert not_compiled(shapes_of(shapes)) == {"http://e/Sparql": "sh:sparql"}
    results = found("e:a e:p 1 .", shapes)
    assert sorted(each.shape.value == "http://e/Sparql" for each in results) == [False, True]


@pytest.mark.usefixtures("at_once")
def test_a_shape_that_refers_to_itself_goes_to_pyshacl() -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:node e:S ; sh:minCount 1 ] ."
    assert list(not_compiled(shapes_of(shapes)).values()) == ["a shape that refers to itself"]
    assert len(found("e:a e:p e:b .", shapes)) == 1


@pytest.mark.parametrize(("text", "verbatim"), KNOWN["rewritten"].items())
def test_a_file_is_read_as_it_is_written_where_the_engine_would_rewrite_it(
    text: str, verbatim: bool, tmp_path: Path
) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    graph, said = load_file(path)
    assert said == verbatim
    triples = [Triple(s, p, original(o)) for s, p, o in graph.construct("CONSTRUCT WHERE { ?s ?p ?o }")]
    written = parse(path.read_bytes(), "turtle")
    assert sorted(str(each.object) for each in triples) == sorted(str(each.object) for each in written)


@pytest.mark.parametrize(("datatype", "texts"), KNOWN["literals"].items())
def test_a_literal_that_is_said_to_be_kept_comes_back_from_the_engine(datatype: str, texts: list[str]) -> None:
    for text in texts:
        (literal,) = (each.object for each in shapes_of(f'e:a e:p "{text}"^^xsd:{datatype} .'))
        graph = Graph.memory()
        graph.add(shapes_of(f'e:a e:p "{text}"^^xsd:{datatype} .'))
        (back,) = (each.object for each in graph.construct("CONSTRUCT WHERE { ?s ?p ?o }"))
        assert back == literal or not kept(text, literal.datatype.value)
        assert original(stored(literal)) == literal


def test_a_report_holds_the_results_and_the_paths(tmp_path: Path) -> None:
    path_shape = "[ sh:path ( e:p [ sh:inversePath e:q ] ) ; sh:minCount 1 ]"
    shapes = shapes_of(f"e:S a sh:NodeShape ; sh:targetNode e:a ; sh:property {path_shape} .")
    path = tmp_path / "data.ttl"
    path.write_text(PREFIXES, encoding="utf-8")
    results = validate_file(path, shapes)
    said = reports.about(report(results, shapes))
    (outcome,) = (node for node, parts in said.items() if "conforms" in parts)
    assert said[outcome]["conforms"][0].value == "false"
    back = reports.counted(reports.expected_results(said, outcome), said)
    assert back == reports.counted(results, reports.about(shapes)) and len(back) == 1
    assert [key[1] for key in back] == ["(<http://e/p> [inversePath <http://e/q>])"]


@pytest.mark.parametrize(("name", "text"), [("none.ttl", None), ("bad.ttl", "e:a e:b"), ("a.doc", "")])
def test_a_file_that_cannot_be_read_is_an_error_at_its_place(name: str, text: str | None, tmp_path: Path) -> None:
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableError, match=name):
        validate_file(path, [])


Show = Callable[..., tuple[int, str, str]]


def bomb() -> str:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">\n' for n in range(1, 12))
    head = '<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [\n<!ENTITY e0 "0123456789">\n'
    return f"{head}{levels}]>\n<rdf:RDF>&e11;</rdf:RDF>"


def test_entities_of_entities_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "data.rdf"
    path.write_text(bomb(), encoding="utf-8")
    for read in (load_file, read_file):
        with pytest.raises(UnreadableError, match=r"data\.rdf:4: an entity is made of other entities: write out"):
            read(path)


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """What the command prints for texts of data and shapes, with its exit code, and what it tells beside that."""
    monkeypatch.chdir(tmp_path)

    def run(data: str, shapes: str, *options: str) -> tuple[int, str, str]:
        for name, text in (("data.ttl", data), ("shapes.ttl", shapes)):
            Path(name).write_text(PREFIXES + text, encoding="utf-8", newline="")
        done = CliRunner().invoke(cli, ["check", "--data", "data.ttl", "--shapes", "shapes.ttl", *options])
        return done.exit_code, done.stdout, done.stderr

    return run


AGES = "e:S a sh:NodeShape ; sh:targetSubjectsOf e:age ; sh:property [ sh:path e:age ; sh:datatype xsd:integer ] ."


def test_the_command_tells_place_node_path_value_and_shape_and_shows_the_line(show: Show) -> None:
    code, text, summary = show('e:alice e:age 7 .\n\ne:bob\n  e:age "old" .', AGES)
    what = "data.ttl:9:9: error: e:bob: e:age `old`: is no literal of the datatype xsd:integer [e:S]"
    assert (code, text) == (1, f'{what}\n    9 |   e:age "old" .\n      |         ^^^^^\n')
    counts = "2 shapes, 2 focus nodes, 0 shapes checked by pySHACL: violations: 1, warnings and notes: 0"
    assert summary == f"kg: checked data.ttl against shapes.ttl: {counts}\n"


@pytest.mark.parametrize(("data", "place"), KNOWN["places"].items())
def test_the_place_of_a_value_is_found_however_the_file_is_laid_out(data: str, place: str, show: Show) -> None:
    _, text, _ = show(data, AGES)
    assert text.partition(" ")[0] == f"data.ttl:{place}:"


ADDRESSES = """e:S sh:targetNode e:a ; sh:property [ sh:path e:addr ; sh:node [
    sh:property [ sh:path e:zip ; sh:datatype xsd:string ] ] ] ."""


@pytest.mark.parametrize(("data", "place"), KNOWN["blanks"].items())
def test_the_place_of_a_blank_node_is_told_only_where_it_is_sure(data: str, place: str, show: Show) -> None:
    """By what it holds, since it has no name; else that of its property, or of the node."""
    _, text, _ = show(data, ADDRESSES)
    assert text.partition(" ")[0] == f"data.ttl:{place}:"


DEEP = "e:a e:addr [ e:zip 5 ; e:geo e:g ] ; e:n 7 . e:g e:lat 042 , 1 ."


@pytest.mark.parametrize("case", KNOWN["details"], ids=lambda case: case["shape"])
def test_what_of_a_shape_within_a_shape_is_not_met_is_told(case: dict[str, str], show: Show) -> None:
    import json

    shape = f"e:S sh:targetNode e:a ; {case['shape']} ."
    _, text, _ = show(DEEP, shape)
    assert text.splitlines()[0].partition(": error: ")[2] == case["says"]
    (value,) = json.loads(show(DEEP, shape, "-f", "json")[1])
    messages = [each["messages"][0] for each in value["details"]]
    assert all(each in case["says"] for each in messages)
    assert len(messages) == (0 if "exactly one" in case["says"] else 2 if "[ sh:path e:zip ; sh:max" in shape else 1)


@pytest.mark.parametrize(
    ("shape", "name"),
    {
        "sh:property [ sh:path e:n ; sh:maxCount 0 ]": "shape for e:n",
        "sh:nodeKind sh:Literal": "shape for e:a",
        "sh:pattern '['": "shape for e:a",
    }.items(),
)
def test_a_shape_without_a_name_is_told_by_its_path_or_its_target(shape: str, name: str, show: Show) -> None:
    _, text, _ = show("e:a e:n 7 .", f"[] sh:targetNode e:a ; {shape} .")
    assert text.splitlines()[0].endswith(f" [{name}]")


def test_no_character_of_the_data_moves_the_cursor_of_the_terminal(show: Show) -> None:
    raw = "a\x1b[31m\x07\rb"
    for style in ("text", "json", "sarif", "junit", "github"):
        _, text, more = show(f'e:bob e:age """{raw}""" .', AGES, "-f", style)
        assert not {"\x1b", "\x07", "\r"} & set(text + more), style
        assert "bob" in text


def test_the_command_writes_every_format_that_the_check_of_a_project_writes(show: Show, shared: Path) -> None:
    import json
    from xml.etree import ElementTree as ET

    data = 'e:bob e:age "old" , "older" .'
    values = json.loads(show(data, AGES, "-f", "json")[1])
    assert [(each["line"], each["column"], each["focus"], each["component"]) for each in values] == [
        (6, 13, "e:bob", "Datatype"), (6, 21, "e:bob", "Datatype"),
    ]  # fmt: skip
    triples = list(parse(show(data, AGES, "-f", "turtle")[1].encode(), "turtle"))
    assert len([each for each in triples if each.predicate.value.endswith("#result")]) == 2
    [run] = json.loads(show(data, AGES, "-f", "sarif")[1])["runs"]
    regions = [each["locations"][0]["physicalLocation"]["region"]["startColumn"] for each in run["results"]]
    assert regions == [13, 21] and run["tool"]["driver"]["rules"][0]["help"]["text"].startswith("# e:S\n")
    assert ET.fromstring(show(data, AGES, "-f", "junit")[1]).get("failures") == "2"
    assert show(data, AGES, "-f", "github")[1].startswith("::error file=data.ttl,line=6,endLine=6,col=13,endColumn=18")


def test_the_command_is_content_with_data_that_conforms(show: Show) -> None:
    assert show("e:bob e:age 7 .", AGES)[:2] == (0, "")
    assert 'name="1 focus nodes"' in show("e:bob e:age 7 .", AGES, "-f", "junit")[1]


@pytest.mark.parametrize(("shapes", "told"), KNOWN["remarks"].items())
def test_what_is_not_done_or_surely_a_mistake_is_told_and_changes_no_result(
    shapes: str, told: str | None, show: Show
) -> None:
    code, text, notes = show("e:a a e:C ; e:p 1 .", shapes)
    assert (code, text) == (0, "")
    assert notes.split("\n")[:-2] == ([f"kg: shapes.ttl: {told}"] if told else [])


def test_what_the_data_imports_is_told(show: Show) -> None:
    imports = "<http://www.w3.org/2002/07/owl#imports>"
    notes = show(f"e:o {imports} e:other , e:here . e:here e:p 1 .", AGES)[2]
    assert notes.startswith("kg: data.ttl: owl:imports http://e/other: is not followed: put what it says into")


def test_a_shape_that_cannot_be_checked_is_told_at_its_place(show: Show) -> None:
    code, text, _ = show('e:bob e:age "old" .', AGES.replace("sh:datatype xsd:integer", 'sh:pattern "["'))
    assert code == 1
    assert text.startswith("shapes.ttl:6:1: error: e:S: was not checked, since its sh:pattern `[` does not parse: ")


def test_a_file_that_is_broken_is_the_one_finding_in_every_format(show: Show) -> None:
    import json

    code, text, notes = show("e:a e:p 1 ;;\n  e:p @ .", AGES)
    assert code == 3 and text.startswith("data.ttl:7:") and "[unreadable-file]" in text.splitlines()[0]
    assert notes == "kg: nothing else was checked: mend this first\n"
    code, text, _ = show("e:a e:p 1 ;;\n  e:p @ .", AGES, "-f", "json")
    (value,) = json.loads(text)
    assert (code, value["line"], value["component"]) == (3, 7, "unreadable-file")
    [run] = json.loads(show("", "e:S sh:targetClass e:C ; sh:minCuont 1 .", "-f", "sarif")[1])["runs"]
    assert [each["ruleId"] for each in run["results"]] == ["unfit-shape"]
    assert show("", "e:a e:p", "-f", "github")[1].startswith("::error file=shapes.ttl,line=6,")


def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(show: Show) -> None:
    os.mkfifo("pipe.ttl")
    done = CliRunner().invoke(cli, ["check", "--data", "docs.ttl", "--shapes", "pipe.ttl"])
    assert done.exit_code == 3 and "pipe.ttl: error: is no ordinary file: put one in its place" in done.output
    with pytest.raises(UnreadableError, match="is no ordinary file"):
        load_file(Path("pipe.ttl"))


XML = '<?xml version="1.0" encoding="ENCODING"?>\n<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><é/></r:RDF>'


@pytest.mark.parametrize(("encoding", "line"), {"utf-16": 1, "utf-16-le": 1, "windows-1252": 2}.items())
@pytest.mark.parametrize("name", ["data.rdf", "data.ttl"])
def test_a_file_in_another_encoding_is_said_to_be_so(name: str, encoding: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes((XML.replace("ENCODING", encoding) if name == "data.rdf" else "\n<e:é> a 1 .").encode(encoding))
    with pytest.raises(UnreadableError, match=rf"{name}:{line}: is not in the encoding UTF-8: save it as UTF-8"):
        load_file(path)
