"""`kg check` finds what the shapes forbid, at its place, once, with how to mend it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.check import check
from kg.project import Project

SOUND = """\
- {id: state:north-korea, kind: State, label: North Korea}
- {id: launch:x, kind: Launch, label: A launch}
- {id: weapon-class:missile, kind: WeaponClass, label: missile, definition: What flies by itself.}
- id: source:a
  kind: NewsArticle
  title: An article
  published: 2022-01-18
  language: en
  sha256: dcf1233aa527b8bcf6ab5b338153898364e15fe28bdc90c365b084a572a0f1d9
  claims:
    - about: launch:x
      line: 1
      quote: North Korea launched two
      says: {launchedBy: state:north-korea, missileCount: 2, distanceKm: 380, date: 2022-01-17}
"""

Make = Callable[[dict[str, str]], Project]


def findings(make_project: Make, text: str) -> list[tuple[int, int, str, str]]:
    report = check(make_project({"data/all.yaml": text}))
    return [(each.line, each.column, each.severity, str(each)) for each in report.problems]


def test_the_shipped_data_has_no_error_and_no_warning(project: Project) -> None:
    report = check(project)
    assert [str(each) for each in report.problems if each.severity != "note"] == []
    assert report.records > 100 and report.claims > 150 and report.shapes > 150 and report.checks > 5


def test_sound_records_pass(make_project: Make) -> None:
    assert findings(make_project, SOUND) == []


@pytest.mark.parametrize(
    ("good", "bad", "place", "words"),
    [
        ("label: North Korea}", "comment: No name}", (1, 3), "add `label: NAME`"),
        ("published: 2022-01-18\n  ", "", (4, 3), "published"),
        ("line: 1", "line: 0", (12, 7), "counted from 1"),
        ("missileCount: 2", "missileCount: -2", (14, 45), "whole number from 1 up"),
        ("distanceKm: 380", "distanceKm: -3.5", (14, 62), "above 0"),
        ("launchedBy: state:north-korea", "launchedBy: weapon-class:missile", (14, 14), "launchedBy"),
        ("North Korea launched two", "a " * 26, (13, 7), "25 words"),
        ("dcf1233aa527b8bcf6", "tooshort", (9, 3), "sha256"),
    ],
)
def test_a_mistake_is_found_once_at_its_place(
    make_project: Make, good: str, bad: str, place: tuple[int, int], words: str
) -> None:
    """In a claim too, and although promotion repeats its value as a fact."""
    assert good in SOUND
    found = [each for each in findings(make_project, SOUND.replace(good, bad)) if each[2] == "error"]
    assert len({each[:2] for each in found}) == 1, found
    assert found[0][:2] == place
    assert words in found[0][3]


def test_a_record_that_settles_a_value_names_its_sources(make_project: Make) -> None:
    settled = SOUND.replace("label: A launch}", "label: A launch, altitudeKm: 42}")
    assert [each[:3] for each in findings(make_project, settled)] == [(2, 49, "error")]
    sourced = settled.replace("altitudeKm: 42}", "altitudeKm: 42, sources: source:a}")
    assert findings(make_project, sourced) == []


def test_a_warning_does_not_fail_the_check(make_project: Make) -> None:
    report = check(make_project({"data/all.yaml": SOUND.replace("  language: en\n", "")}))
    assert [each.severity for each in report.problems] == ["warning"]
    assert report.errors == []


def test_shapes_are_not_asked_when_the_structure_is_broken(make_project: Make) -> None:
    report = check(make_project({"data/all.yaml": SOUND.replace("kind: Launch", "kind: Lunch")}))
    assert report.shapes == 0 and "did you mean `Launch`?" in str(report.problems[0])


def test_a_project_adds_shapes_of_its_own(make_project: Make) -> None:
    shape = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
shape:OwnLaunch a sh:NodeShape ; sh:targetClass kg:Launch ; sh:property [
    sh:path kg:apogeeKm ; sh:minCount 1 ; sh:message "Give the apogee: add `apogeeKm`."@en ] .
"""
    project = make_project({"data/all.yaml": SOUND, "ontology/shapes/own.ttl": shape})
    assert ["Give the apogee: add `apogeeKm`." in str(each) for each in check(project).errors] == [True]


WITHIN = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix said: <https://w3id.org/actors-events/said#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
shape:Big a sh:PropertyShape ; sh:path said:missileCount ; sh:minInclusive 5 .
shape:Own a sh:NodeShape ; SHAPE .
"""
LAUNCH = """\
- {id: state:x, kind: State, label: X}
- {id: launch:a, kind: Launch, label: A}
- id: source:a
  kind: NewsArticle
  title: An article
  published: 2022-01-18
  claims:
    - about: launch:a
      line: 1
      quote: two were launched
      says:
        launchedBy: state:x
        missileCount: 2
"""


@pytest.mark.parametrize(
    ("shape", "line", "others"),
    [
        ("sh:targetClass kg:Claim ; sh:node [ sh:property shape:Big ]", 13, [8]),
        ("sh:targetClass kg:Claim ; sh:node [ sh:and ( [ sh:node [ sh:property shape:Big ] ] ) ]", 13, [8]),
        ("sh:targetClass kg:Claim ; sh:or ( [ sh:property shape:Big ] [ sh:class kg:Event ] )", 13, [8]),
        ("sh:targetClass kg:Launch ; sh:property [ sh:path [ sh:inversePath kg:about ] ; "
         "sh:node [ sh:property shape:Big ] ]",
         13, [2]),
        ("sh:targetClass kg:Launch ; sh:property [ sh:path ( [ sh:inversePath kg:about ] said:missileCount ) ; "
         "sh:maxInclusive 1 ]", 13, [2]),
        ("sh:targetClass kg:Claim ; sh:property [ sh:path ( kg:about [ sh:zeroOrOnePath rdfs:label ] ) ; "
         "sh:minLength 9 ]", 2, [8]),
        ("sh:targetClass kg:Launch ; sh:node [ sh:property [ sh:path kg:missileCount ; sh:minInclusive 5 ] ]", 2, [13]),
    ],
)  # fmt: skip
def test_what_a_shape_finds_deep_in_a_claim_is_told_at_the_value_behind_it(
    make_project: Make, shape: str, line: int, others: list[int]
) -> None:
    rdfs = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    own = rdfs + WITHIN.replace("SHAPE", shape)
    found = check(make_project({"data/a.yaml": LAUNCH, "ontology/shapes/own.ttl": own})).problems
    told = [(each.line, [place.span.line for place in each.related]) for each in found if "shape:Own" in each.rule]
    assert (line, others) in told, told


TWO = LAUNCH.replace("missileCount: 2", "missileCount: 2\n        participant: state:y") + """\
    - {about: launch:a, line: 2, quote: the north did, says: {location: place:a}}
    - {about: launch:a, line: 3, quote: the south did, says: {location: place:b}}
- {id: state:y, kind: State, label: Y}
- {id: place:a, kind: City, label: A}
- {id: place:b, kind: City, label: B}
"""
BACK = "[ sh:inversePath kg:about ]"


COUNTS: list[tuple[str, str, list[tuple[int, int]]]] = [
    ("sh:path ( kg:participant rdfs:label ) ; sh:maxCount 1", "launch:a: participant/label",
     [(2, 3), (1, 30), (12, 9), (14, 9), (17, 30)]),
    (f"sh:path {BACK} ; sh:maxCount 1", "launch:a: ^about", [(2, 3), (8, 7), (15, 8), (16, 8)]),
    (f"sh:path ( {BACK} said:missileCount ) ; sh:minCount 2", "launch:a: ^about/missileCount",
     [(2, 3), (8, 7), (13, 9)]),
    (f"sh:path [ sh:alternativePath ( kg:born ( {BACK} [ sh:zeroOrMorePath kg:partOf ] ) ) ] ; sh:maxCount 1",
     "launch:a: born|^about/partOf*", [(2, 3), (8, 7), (15, 8), (16, 8)]),
    ("sh:path rdf:type ; sh:hasValue kg:State", "launch:a: type", [(2, 18)]),
    ("sh:path kg:contested ; sh:maxCount 0", "launch:a: contested", [(2, 3), (15, 63), (16, 63)]),
    ("sh:path kg:derived ; sh:maxCount 0", "launch:a: derived", [(2, 3), (12, 9), (14, 9)]),
]  # fmt: skip
"""What a shape asks of a launch, what is told of it, and the places: first its own, then the related ones."""
"""What a shape asks of a launch, what is told of it, and the places: first its own, then the related ones."""




def test_a_count_names_its_path_and_what_that_leads_over(make_project: Make) -> None:
    own = WITHIN.partition("shape:Big")[0] + (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    )
    for number, (shape, _, _) in enumerate(COUNTS):
        own += f"shape:Own{number} a sh:PropertyShape ; sh:targetClass kg:Launch ; {shape} .\n"
    found = check(make_project({"data/a.yaml": TWO, "ontology/shapes/own.ttl": own})).problems
    told = {each.rule: each for each in found if each.rule.startswith("shape:Own")}
    for number, (_, what, places) in enumerate(COUNTS):
        problem = told[f"shape:Own{number}"]
        assert problem.what == what
        assert [(each.line, each.column) for each in (problem.span, *sorted(r.span for r in problem.related))] == places


# Mistakes of the ontology and of shapes, each told of the stretch that stands after `#!` at the end of its line

MISTAKEN = """\
@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
kg:Foo a owl:Class ; rdfs:label "kg:Statee" ; rdfs:subClassOf kg:Statee . #! kg:Statee unknown-term did you mean `kg:State`?
kg:own a owl:ObjectProperty ; rdfs:range kg:State ;
  rdfs:domain kg:Luanch ; #! kg:Luanch unknown-term did you mean `kg:Launch`?
  rdfs:subPropertyOf kg:zzzz; #! kg:zzzz unknown-term add it, or take this away
  owl:inverseOf [ owl:unionOf ( kg:Actor kg:Actr ) ] ; #! kg:Actr unknown-term did you mean `kg:Actor`?
  kg:promtion "never" . #! kg:promtion "never" unknown-term did you mean `kg:promotion`?
kg:vaguely a kg:Modalityy . #! kg:Modalityy unknown-term did you mean `kg:Modality`?
kg:Actor rdfs:subClassOf kg:State . #! kg:State circular-term kg:State → kg:Actor → kg:State
"""  # noqa: E501
DOUBTFUL = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix said: <https://w3id.org/actors-events/said#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
shape:Own a sh:NodeShape ; sh:targetClass kg:Claim ;
  sh:node shape:Nope ; #! shape:Nope doubtful-shape nothing is said of it
  sh:rule [ a sh:TripleRule ] ; #! sh:rule doubtful-shape is not run
  sh:property [ sh:path kg:borrn ; sh:maxCount 1 ] ; #! kg:borrn unknown-term did you mean `kg:born`?
  sh:property [ sh:path said:laucnhedBy ; sh:maxCount 1 ] ; #! said:laucnhedBy unknown-term did you mean `said:launchedBy`?
  sh:property [ sh:path kg:line ; sh:pattern "." ] , [ sh:path kg:quote ;
    sh:pattern "([" ] ; #! sh:pattern "([" shape:Own-quote does not parse
  sh:property [ sh:path kg:missileCount ; sh:maxCount 9 ; sh:severity sh:Eror ] . #! sh:Eror doubtful-shape SHACL does not have
shape:Other sh:targetClass kg:Personn ; sh:nodeKind sh:IRI . #! kg:Personn unknown-term did you mean `kg:Person`?
shape:Asking sh:targetClass kg:Launch ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] ;
  sh:sparql [ sh:select "SELECT $this { nonsense" ] . #! sh:sparql shape:Asking was not checked
[] sh:targetClass kg:Event ; sh:property [ sh:path kg:partOf ] . #! kg:partOf doubtful-shape asks nothing
"""  # noqa: E501


@pytest.mark.parametrize(
    ("name", "text", "severities"),
    [("ontology/own.ttl", MISTAKEN, {"error"}), ("ontology/shapes/own.ttl", DOUBTFUL, {"error", "warning"})],
)
def test_a_mistake_of_the_ontology_or_of_shapes_is_told_at_its_very_words(
    make_project: Make, name: str, text: str, severities: set[str]
) -> None:
    lines = text.split("\n")
    wanted = {number: line.split(" #! ")[1] for number, line in enumerate(lines, 1) if " #! " in line}
    found = check(make_project({"data/all.yaml": SOUND, name: text})).problems
    assert [each.line for each in found] == list(wanted) and {each.severity for each in found} == severities
    for each in found:
        stretch = lines[each.line - 1][each.column - 1 : each.end_column - 1]
        assert wanted[each.line].startswith(f"{stretch} {each.rule} "), each
        assert wanted[each.line].removeprefix(f"{stretch} {each.rule} ") in str(each)
