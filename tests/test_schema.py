"""The JSON Schema of the data: it takes what `kg` reads, refuses what `kg` refuses, and knows every term and id.

The data is read as an editor reads it, by the core schema of YAML 1.2: `2022` is a number, `2022-01-17` a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml12
from click.testing import CliRunner
from jsonschema import Draft7Validator
from test_bad_data import CASES, TABLE
from test_dates import BOUNDS
from test_reading import SPELLINGS

from kg.cli import cli
from kg.ontology import NESTED, Holds, Ontology, read_ontology
from kg.project import Project, find_project, package_assets
from kg.records import read_records
from kg.records.values import Refused, converter
from kg.writing.forms import ecma
from kg.writing.schema import schema_file

Make = Callable[[dict[str, str]], Project]

WITHOUT_SHAPES = {
    f"ontology/shapes/{path.name}": "# asks nothing\n" for path in (package_assets() / "ontology/shapes").iterdir()
}
"""Files that replace the shapes, so that of the rules only those of the reader are left."""

UNSEEN = {
    "it looks at one record by itself": [
        "duplicate id", "duplicate id in another file", "duplicate claim", "duplicate claim id", "dangling reference",
        "dangling reference in a list", "dangling reference in says", "dangling about", "mention of nothing",
    ],
    "a parser has made numbers of the spellings": ["numbers in odd spellings"],
    "a number may be a name": ["huge integer as a name"],
    "a parser has taken one of two keys, or says itself that there are two": ["duplicate key", "duplicate key in says"],
    "keys that differ in their capitals are two": ["language twice"],
    "a parser has dropped the tag": ["tagged value"],
    "a parser gives one document after the other": ["several documents"],
    "to a parser it is the end of the text": ["nul"],
    "to YAML it is a letter": ["line separator"],
    "it is no YAML, and a parser says so": [
        "alias of itself", "asterisk begins plain text", "bad indentation", "colon in plain text",
        "percent begins plain text", "surrogate", "tab after a dash", "tab indentation", "unclosed bracket",
        "unclosed quote",
    ],
}  # fmt: skip
"""The mistakes that a JSON Schema cannot see, by the reason."""

REFUSED = {name for name, case in CASES.items() if "data" in case}.difference(*UNSEEN.values())


def as_an_editor_reads(text: str) -> Any:
    """The values of a YAML text.

    Raises:
        ValueError: it is no YAML.
    """
    return plain(yaml12.parse_yaml(text.removeprefix("\ufeff")))


def plain(value: Any) -> Any:
    """Without tags, and with keys as texts, which are what JSON has."""
    if isinstance(value, yaml12.Yaml):
        return plain(value.value)
    if isinstance(value, dict):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


def validator(project: Project) -> Draft7Validator:
    return Draft7Validator(json.loads(schema_file(project)))


def mistakes(schema: Draft7Validator, text: str) -> list[str]:
    """What the schema says of a text; nothing of one that is no YAML."""
    try:
        value = as_an_editor_reads(text)
    except ValueError:
        return []
    return [f"{error.json_path}: {error.message[:200]}" for error in schema.iter_errors(value)]


@pytest.fixture(scope="module")
def shipped(project: Project) -> Draft7Validator:
    """The schema of the shipped project."""
    return validator(project)


@pytest.fixture(scope="module")
def structure(tmp_path_factory: pytest.TempPathFactory) -> Draft7Validator:
    """The schema of a project in which no shape asks anything."""
    root = tmp_path_factory.mktemp("structure")
    for name, text in {**WITHOUT_SHAPES, "data/sound.yaml": TABLE["sound"]}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    return validator(find_project(root))


def part(schema: Draft7Validator, name: str) -> Draft7Validator:
    """One definition by itself."""
    return schema.evolve(schema={**schema.schema, "items": {"$ref": f"#/definitions/{name}"}})


# What it takes and what it refuses


def test_the_schema_is_a_schema(shipped: Draft7Validator) -> None:
    Draft7Validator.check_schema(shipped.schema)
    assert shipped.schema["$schema"] == Draft7Validator.META_SCHEMA["$id"]


DATA = sorted((package_assets() / "data").rglob("*.yaml"))


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_the_shipped_data_is_valid(shipped: Draft7Validator, path: Path) -> None:
    assert mistakes(shipped, path.read_text(encoding="utf-8")) == []


def test_the_data_of_a_new_project_is_valid(tmp_path: Path) -> None:
    assert CliRunner().invoke(cli, ["init", str(tmp_path / "own"), "--without-data"]).exit_code == 0
    own = find_project(tmp_path / "own")
    [text] = [path.read_text(encoding="utf-8") for path in own.files("data", ".yaml").values()]
    assert "fieldOfWork" in text and mistakes(validator(own), text) == []


def test_every_kind_of_value_is_valid(structure: Draft7Validator) -> None:
    """But for the limits of shapes, which these values pass over."""
    assert mistakes(structure, (Path(__file__).parent / "every_value.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_mistake_is_refused(structure: Draft7Validator, name: str) -> None:
    assert mistakes(structure, CASES[name]["data"]) != []


@pytest.mark.parametrize("name", sorted(name for names in UNSEEN.values() for name in names))
def test_a_mistake_that_it_cannot_see_is_left_to_kg(structure: Draft7Validator, name: str) -> None:
    assert mistakes(structure, CASES[name]["data"]) == []


@pytest.mark.parametrize("holds", [holds for holds in Holds if holds.name.lower() not in ("record", "concept")])
def test_it_takes_every_value_that_kg_takes(structure: Draft7Validator, holds: Holds, project: Project) -> None:
    ontology = read_ontology(project)
    convert = converter(ontology, next(each for each in ontology.properties.values() if each.holds is holds))
    values = part(structure, f"value.{holds.name.lower()}")
    dates = [line.split()[0] for line in BOUNDS.strip().splitlines()]
    texts = {*SPELLINGS, *dates, *ontology.properties, *ontology.kinds, "1950-12-31T23:59:59+09:00"}
    taken, refused = 0, []
    for text in texts:
        for written in (f"'{text}'", *([] if text[0] in "[{" else [text])):  # else it is a list or a mapping
            try:
                convert(text)
            except Refused:
                continue
            value = as_an_editor_reads(f"- {written}")
            taken += 1
            refused += [written] if not values.is_valid(value) else []
    assert taken > 1 and refused == []


# What it knows


def test_every_kind_key_and_concept_is_explained(shipped: Draft7Validator, project: Project) -> None:
    ontology, definitions = read_ontology(project), shipped.schema["definitions"]
    for kind in kinds(ontology):
        properties = definitions[kind]["properties"]
        assert properties["kind"]["description"].startswith(ontology.kinds[kind].definition)
        for key in sorted(properties.keys() & ontology.properties.keys()):
            found = definitions[properties[key]["$ref"].rpartition("/")[2]]
            assert found["description"].startswith(ontology.properties[key].definition), key
    for name, members in ontology.concepts.items():
        choice = definitions.get(f"value.kg:{name.rpartition('#')[2]}", {"enum": members, "enumDescriptions": members})
        assert choice["enum"] == members
        assert all(choice["enumDescriptions"])


def kinds(ontology: Ontology) -> list[str]:
    return [name for name in ontology.prefix_of if name not in NESTED.values()]


def test_the_keys_of_each_kind_are_those_of_the_ontology(shipped: Draft7Validator, project: Project) -> None:
    ontology, definitions = read_ontology(project), shipped.schema["definitions"]
    assert shipped.schema["items"]["properties"]["kind"]["enum"] == kinds(ontology)
    for kind in kinds(ontology):
        lists = NESTED.keys() if ontology.is_a(kind, "Source") else set()
        expected = {key for key, each in ontology.keys_of(kind).items() if each.promotion != "never"}
        assert definitions[kind]["properties"].keys() == expected | {"id", "kind"} | lists
    assert definitions["Claim"]["properties"].keys() == ontology.of_claims.keys() - {"in"} | {"id", "says"}
    assert definitions["Mention"]["properties"].keys() == ontology.of_mentions.keys() - {"in"}
    assert definitions["says"]["properties"].keys() == ontology.sayable.keys()


def test_every_record_is_offered_once_with_its_name(shipped: Draft7Validator, project: Project) -> None:
    definitions = shipped.schema["definitions"]
    lists = [each for name, each in definitions.items() if name.startswith("ids.")]
    offered = [id_ for each in lists for id_ in each["enum"]]
    assert sorted(offered) == sorted(read_records(project, read_ontology(project)).kinds)
    assert all(name for each in lists for name in each["enumDescriptions"])
    states = definitions["ids.State"]
    assert dict(zip(states["enum"], states["enumDescriptions"], strict=True))["state:north-korea"] == "North Korea"


def test_ids_are_offered_where_their_class_belongs_and_new_ones_are_no_mistake(shipped: Draft7Validator) -> None:
    actor = shipped.schema["definitions"]["value.kg:Actor"]["anyOf"]
    offered = [each["$ref"].rpartition(".")[2] for each in actor if "$ref" in each]
    assert "State" in offered and "Person" in offered and "Launch" not in offered
    actors = part(shipped, "value.kg:Actor")
    assert actors.is_valid(["state:north-korea", "person:nobody-knows-yet"])
    assert not actors.is_valid(["launch:2022-01-17-pyongyang"])


OWN = """
@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = (
    OWN
    + """
kg:Vessel a owl:Class ; kg:idPrefix "vessel" ; rdfs:label "vessel"@en ; skos:definition "A ship or a boat."@en .
kg:Tanker a owl:Class ; rdfs:subClassOf kg:Vessel ; rdfs:label "tanker"@en ; skos:definition "It carries oil."@en .
kg:Paint a owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "paint"@en ; skos:definition "A colour."@en .
kg:grey a kg:Paint ; rdfs:label "grey"@en ; skos:definition "As the sea."@en ; skos:example "battleship grey"@en .
kg:callSign a owl:DatatypeProperty ; rdfs:domain kg:Vessel ; rdfs:range xsd:string ;
    rdfs:label "call sign"@en ; skos:definition "The letters that name a vessel."@en ; skos:example "HMNQ"@en .
kg:crewCount a owl:DatatypeProperty ; rdfs:domain kg:Vessel ; rdfs:range xsd:integer ;
    rdfs:label "crew"@en ; skos:definition "How many sail."@en .
kg:painted a owl:ObjectProperty ; rdfs:domain kg:Vessel ; rdfs:range kg:Paint ;
    rdfs:label "painted"@en ; skos:definition "Its colour."@en .
kg:escorts a owl:ObjectProperty ; rdfs:domain kg:Vessel ; rdfs:range kg:Tanker ; kg:promotion "each" ;
    rdfs:label "escorts"@en ; skos:definition "The tanker that it keeps company."@en .
kg:cargo a owl:DatatypeProperty ; rdfs:domain kg:Vessel ; rdfs:range xsd:string ; kg:promotion "never" ;
    rdfs:label "cargo"@en ; skos:definition "What somebody says that it carries."@en .
"""
)
SHAPES = (
    OWN
    + """
shape:Vessel a sh:NodeShape ; sh:targetClass kg:Vessel ;
    sh:property [ sh:path kg:callSign ; sh:minCount 1 ; sh:maxCount 2 ; sh:pattern "^[A-Z]{4}$" ;
        sh:message "Four capitals: write `callSign: HMNQ`."@en ] ;
    sh:property [ sh:path kg:painted ; sh:maxCount 1 ; sh:severity sh:Warning ; sh:minCount 1 ] ;
    sh:property [ sh:path kg:escorts ; sh:minCount 1 ] .
shape:Tanker a sh:NodeShape ; sh:targetClass kg:Tanker ;
    sh:property [ sh:path [ sh:alternativePath ( kg:crewCount kg:painted ) ] ; sh:minCount 1 ] .
shape:crewCount a sh:PropertyShape ; sh:targetSubjectsOf kg:crewCount ; sh:path kg:crewCount ;
    sh:minInclusive 1 ; sh:maxExclusive 5000 .
shape:cargo a sh:PropertyShape ; sh:targetSubjectsOf kg:cargo ; sh:path kg:cargo ; sh:in ( "oil" "coal" ) .
"""
)
SOURCE = """
- {id: source:s, kind: Source, label: S, published: 2022, claims: [{about: vessel:a, line: 1, says: {%s}}]}
"""
RECORDS = {
    "- {id: vessel:a, kind: Vessel, callSign: ABCD}": True,
    "- {id: vessel:a, kind: Vessel, callSign: [ABCD, EFGH], painted: grey, escorts: [vessel:b, vessel:c]}": True,
    "- {id: vessel:a, kind: Vessel}": False,
    "- {id: vessel:a, kind: Vessel, callSign: abcd}": False,
    "- {id: vessel:a, kind: Vessel, callSign: [ABCD, EFGH, IJKL]}": False,
    "- {id: vessel:a, kind: Vessel, callSign: ABCD, painted: red}": False,
    "- {id: vessel:a, kind: Vessel, callSign: ABCD, painted: [grey, grey]}": True,
    "- {id: vessel:a, kind: Vessel, callSign: ABCD, escorts: state:a}": False,
    "- {id: vessel:a, kind: Vessel, callSign: ABCD, cargo: oil}": False,
    "- {id: vessel:a, kind: Vessel, callSign: ABCD, crewCount: 1}": True,
    "- {id: vessel:a, kind: Vessel, callSign: ABCD, crewCount: 0}": False,
    "- {id: vessel:a, kind: Vessel, callSign: ABCD, crewCount: 5000}": False,
    "- {id: tanker:a, kind: Tanker, callSign: ABCD, painted: grey}": False,
    "- {id: vessel:a, kind: Tanker, callSign: ABCD, painted: grey}": True,
    "- {id: vessel:a, kind: Tanker, callSign: ABCD, crewCount: 9}": True,
    "- {id: vessel:a, kind: Tanker, callSign: ABCD}": False,
    "- {id: vessel:a, kind: Tanker, crewCount: 9}": False,
    SOURCE % "escorts: vessel:b": True,
    SOURCE % "cargo: [oil, coal]": True,
    SOURCE % "cargo: gold": False,
    SOURCE % "callSign: ABCD": False,
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Draft7Validator:
    """The schema of a project with classes, properties and shapes of its own."""
    root = tmp_path_factory.mktemp("own")
    (root / "data").mkdir()
    (root / "ontology/shapes").mkdir(parents=True)
    (root / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    (root / "ontology/own.ttl").write_text(ONTOLOGY, encoding="utf-8")
    (root / "ontology/shapes/own.ttl").write_text(SHAPES, encoding="utf-8")
    record = "- {id: vessel:t, kind: Tanker, label: {ko: 배, en: A tanker}}\n"
    (root / "data/a.yaml").write_text(record, encoding="utf-8")
    return validator(find_project(root))


@pytest.mark.parametrize(("text", "valid"), RECORDS.items(), ids=[text.strip("- \n{}") for text in RECORDS])
def test_terms_and_shapes_of_ones_own_count_without_code(own: Draft7Validator, text: str, valid: bool) -> None:
    assert (mistakes(own, text) == []) is valid


def test_terms_of_ones_own_are_explained(own: Draft7Validator) -> None:
    definitions = own.schema["definitions"]
    assert definitions["key.callSign"]["description"] == "The letters that name a vessel.\n\nExample: HMNQ"
    assert definitions["Tanker"]["properties"]["kind"] == {"const": "Tanker", "description": "It carries oil."}
    paint = {"enum": ["grey"], "enumDescriptions": ["As the sea. Example: battleship grey"]}
    assert definitions["value.kg:Paint"] == paint
    assert "settles" in definitions["key.escorts"]["description"]
    assert definitions["says.escorts"]["description"] == "The tanker that it keeps company."
    assert definitions["ids.Tanker"]["enumDescriptions"] == ["A tanker"]
    assert "Four capitals: write `callSign: HMNQ`." in json.dumps(definitions["key.callSign"]["anyOf"])


def test_a_new_record_is_offered_with_the_keys_that_it_needs(own: Draft7Validator) -> None:
    blanks = {each["label"]: each["body"] for each in own.schema["items"]["else"]["defaultSnippets"]}
    assert blanks["Tanker"] == {"id": "vessel:$1", "kind": "Tanker", "callSign": "$2"}
    assert blanks["Launch"] == {"id": "launch:$1", "kind": "Launch", "label": "$2"}
    assert blanks.keys() == set(own.schema["items"]["properties"]["kind"]["enum"])


PATTERNS = {
    "^[A-Z]{3}$": "^[A-Z]{3}$",
    r"^https?://[^ ]+$": r"^https?://[^ ]+$",
    r"^\S+(\s+\S+){0,24}$": r"^[^ \t\n\r]+([ \t\n\r]+[^ \t\n\r]+){0,24}$",
    r"(Z|[+]00:00)$": r"(Z|[+]00:00)$",
    r"a.b\.c": r"a[^\n\r]b\.c",
    r"[a-z\-]{2,}?": r"[a-z\-]{2,}?",
    "(?:a|b)+": "(?:a|b)+",
    "(?i)a": None,
    r"\d": None,  # any digit of Unicode there, ten of them here
    r"\w": None,
    r"[\s,]": None,
    r"\p{L}": None,
    r"\i\c*": None,
    "[a-z-[aeiou]]": None,
    r"(a)\1": None,
    "a{": None,
}


@pytest.mark.parametrize(("pattern", "expected"), PATTERNS.items())
def test_a_pattern_is_taken_over_only_where_it_means_the_same(pattern: str, expected: str | None) -> None:
    assert ecma(pattern) == expected


def test_no_definition_is_without_use(shipped: Draft7Validator) -> None:
    used = set(re.findall(r'"#/definitions/([^"]+)"', json.dumps(shipped.schema)))
    assert used == shipped.schema["definitions"].keys()


# The command


def test_export_writes_the_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = CliRunner().invoke(cli, ["export", "--schema"])
    written = CliRunner().invoke(cli, ["export", "--schema", "-o", "data.schema.json"])
    assert (printed.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert json.loads(printed.stdout) == json.loads(Path("data.schema.json").read_text(encoding="utf-8"))


def test_export_gives_one_of_schema_and_context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["export", "--schema", "--context"])
    assert done.exit_code == 2
    assert "--context, --schema and --docs are things of their own: ask for one of them" in done.stderr


def test_data_with_mistakes_has_a_schema_too(make_project: Make) -> None:
    own = make_project({"data/a.yaml": "- {id: state:a, kind: State, label: A}\n- {id: state:b, kind: Stat}\n"})
    done = CliRunner().invoke(cli, ["--root", str(own.root), "export", "--schema"])
    assert done.exit_code == 0
    assert "the data has mistakes (1), so that ids may be missing: run `kg check`" in done.stderr
    assert json.loads(done.stdout)["definitions"]["ids.State"]["enum"] == ["state:a"]
