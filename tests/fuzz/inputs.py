"""What is mutated: the project's own files, cut into pieces, and the words of their formats that are read wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import mutate
import yaml

ROOT = Path(__file__).resolve().parents[2]
SOUND = yaml.safe_load((ROOT / "tests" / "bad_data.yaml").read_text(encoding="utf-8"))["sound"]

_DATA_WORDS = (
    "&a ", "*a", "<<: *a", "!!python/object:os.system", "!!binary aGk=", "!!set {a}", "!!int x", "? ", "| ", ">-\n",
    "---\n",
    "...\n", "%YAML 1.1\n", "[", "{", "}", "]", ": ", "- ", "~", "null", "NaN", ".inf", "-.inf", "1e999", "true", "No",
    "9" * 400, "0x", "-0", "2022-13-45", "2022-02-30", "0000-00-00", "0001-01-01%", "9999-12-31~", "[2022..]",
    "{..2022}",
    "2022/2021", "../..", "[..]", "{}", "[]", "XXXX-XX-XX", "2022-XX-17", "2024-02-29T24:00:00Z", "\t", "'", '"',
    '"\\ud800"',
    '"\\x00"', '"\\U00110000"', "\\", "#", "launch:a", "state:", ":a", "launch:A", "claim:first", "source:a", "Claim",
    "Thing",
    "id: launch:a", "kind: Claim", "claims: []", "claims: {}", "claims: [~]", "says: {}", "says: {says: 1}",
    "mentions: [{}]",
    "about: [launch:a, launch:a]", "{en: a, EN: b}", "{\"\": a}", "{1: 2}", "{~: a}", "{? [a] : b}", "label: {ko: []}",
    "supersedes: claim:first", "modality: asserted", "negated: true", "sources: source:a", "says: {label: a}",
    "a" * 5000, "\u0000", "한국어", "e\u0301", "كلمة", "'' ''", "@a", "`a`", "a: b: c", "- - - a",
)  # fmt: skip
TURTLE_WORDS = (
    "[]", "()", "( _:x )", "_:a", "<< <a> <b> <c> >>", "<rel>", "<>", "<http://a b>", "<http://a/\\u0000>", '"""',
    "''''", "@en",
    "@en--ltr", "^^xsd:integer", "^^<x>", "a", "true", "1e400", ";", ".", ",", "owl:Class", 'kg:idPrefix "launch"',
    'kg:idPrefix "A b"', 'kg:idPrefix ""', "kg:idPrefix 1", "rdfs:subClassOf kg:Event",
    "rdfs:subClassOf [ a owl:Class ]",
    "rdfs:range xsd:string", "rdfs:range kg:Nothing", "rdfs:range rdfs:Resource", "rdfs:range owl:Thing",
    'kg:promotion "agreed"',
    'kg:promotion "x"', 'kg:key "id"', 'kg:key "a b"', 'kg:key ""', "kg:key 1", 'rdfs:label "x"@ko', "rdfs:label 1",
    "kg:", "kg:a/b",
    "kg:Claim", "kg:saidAs kg:x", "kg:derivedOnly true", "skos:broader kg:asserted", "a kg:Modality",
    "a owl:TransitiveProperty",
    "@prefix kg: <x> .", "@base <x> .", "PREFIX : <y>", "GRAPH", "{", "}", "\\u0041", "\\ud800", '"\\ud800"',
    "rdfs:domain kg:Claim",
)  # fmt: skip
SHAPE_WORDS = (
    "sh:path", "sh:path ()", "sh:path ( kg:a )", "sh:path [ sh:zeroOrMorePath kg:partOf ]",
    "sh:path [ sh:inversePath [] ]", "sh:path 1",
    "sh:path _:loop . _:loop rdf:first kg:a ; rdf:rest _:loop", 'sh:pattern "["', 'sh:pattern "(?P<a>x)(?P=a)"',
    "sh:pattern 1",
    'sh:pattern "a{99999}"', 'sh:flags "q"', "sh:flags 1", "sh:node shape:Named", "sh:not shape:Event", "sh:and ()",
    "sh:or ( 1 )",
    "sh:xone ( [ sh:class kg:Event ] )", "sh:minCount 1, 2", 'sh:minCount "x"', "sh:minCount -1", "sh:maxCount 1.5",
    "sh:in ()",
    "sh:in 1", "sh:in _:c . _:c <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:c", "sh:languageIn ()",
    "sh:languageIn ( 1 )",
    "sh:minLength -1", "sh:maxLength 1e9", 'sh:minInclusive "x"', "sh:maxExclusive 2022", "sh:datatype kg:x",
    "sh:datatype 1", "sh:class 1",
    "sh:nodeKind kg:x", "sh:nodeKind sh:IRI", "sh:hasValue []", "sh:severity kg:x", "sh:severity 1", "sh:message 1",
    "sh:message []",
    "sh:closed true", "sh:closed 1", "sh:ignoredProperties 1", "sh:qualifiedValueShape 1", "sh:qualifiedMinCount 1",
    "sh:equals 1",
    "sh:lessThan kg:date", "sh:uniqueLang true", "sh:deactivated true", "sh:deactivated 1", "sh:target []",
    "sh:targetNode 1",
    "sh:targetObjectsOf kg:partOf", "sh:sparql [ sh:select 1 ]", 'sh:sparql [ sh:select "x" ; sh:message "y" ]',
    'sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o }" ]', 'sh:js [ sh:jsFunctionName "x" ]', "sh:rule []",
    "[]", "()", "_:a", ";", ".",
)  # fmt: skip
_QUERY_WORDS = (
    "#+ ", "#+ summary: a\n", "#+ columns: 1\n", "#+ parameters: [a]\n", "#+ parameters: {1: 2}\n", "#+ [\n",
    "#+ *a\n", "#+ &a [*a]\n",
    "#+ severity: off\n", "#+ severity: [a]\n", "#+ severity: error\n", '#+ message: "{x}: {focus}"\n',
    "#+ message: [a]\n", "#+ needs: archive\n",
    "#+ topic: [a]\n", "SELECT", "SELECT *", "CONSTRUCT", "ASK", "DESCRIBE ?s", "WHERE", "FILTER (",
    "BIND (1/0 AS ?x)", "VALUES ?x { UNDEF }",
    "VALUES ?thing { }", "VALUES (?a ?b) { (1 2) }", "OPTIONAL {", "UNION", "MINUS { }",
    "SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }", "GRAPH ?g { }",
    "FROM <x>", "LIMIT -1", "OFFSET 99999999999999999999", "GROUP BY", "HAVING (1)", "ORDER BY", "COUNT(*)",
    "REGEX(?x, '[')", "REPLACE('a', '', 'b')",
    "<http://a b>", "<rel>", "?", "$x", "?focus", "_:b", "[]", "()", "kg:a*", "kg:a+/^kg:b", "!kg:a", "(kg:a|kg:b)",
    "1e999", '"', "'''", "\\u0000",
    "@en", "^^xsd:date", "true", "kg:", "x:y", "EXISTS {", "IRI('a b')", "UUID()", "RAND()", "BNODE()",
    "STRDT('x', 1)", "SUBSTR('a', -1, 1e9)",
    "PREFIX kg: <x>", "BASE <y>", "LOAD <http://127.0.0.1:1/>", "DROP ALL", "CLEAR ALL", "INSERT { ?s ?p [] }",
    "DELETE WHERE { ?s ?p ?o }", ";", "#", "}", "{",
)  # fmt: skip
_CFG_WORDS = (
    "[project]", "[x", "extends", "archive", "=", ":", "%(x)s", "%", "ontology", "queries", "data", "..", "/dev/null",
    "\x00", "a" * 300, "a/" * 3000,
    "archive = .\n", "extends =\n", "extends = ontology, ontology\n", "[DEFAULT]\n", "\n ", ";", "#", "한",
    "$HOME", "~",
)  # fmt: skip


@dataclass(frozen=True)
class Input:
    """One hostile file.

    Attributes:
        name: the path in a project that it replaces.
        data: what stands in it.
        beside: another one that it is used with.
    """

    name: str
    data: bytes
    beside: Input | None = None


@dataclass(frozen=True)
class Corpus:
    """Files of one kind and how they are mutated."""

    files: Sequence[tuple[str, str]]
    words: Sequence[str]
    changes: Sequence[mutate.Change]

    def input(self, random: Random) -> Input:
        """One of the files, mutated."""
        name, text = random.choice(self.files)
        others = [other for _, other in self.files]
        return Input(name, mutate.mutated(random, text, others, self.words, self.changes))


@cache
def corpora() -> dict[str, Corpus]:
    """The files of each kind."""
    data = Corpus([("data/sound.yaml", text) for text in _data()], _DATA_WORDS, mutate.YAML)
    return {
        "data": data,
        "sound": Corpus([("data/sound.yaml", text) for text in _sound()], _DATA_WORDS, mutate.YAML),
        "ontology": Corpus(_files("ontology/*.ttl"), TURTLE_WORDS, mutate.TURTLE),
        "shapes": Corpus(
            [each for each in _files("ontology/shapes/*.ttl") if "style" not in each[0]],
            SHAPE_WORDS, mutate.TURTLE,
        ),
        "question": Corpus(_files("queries/*.rq"), _QUERY_WORDS, mutate.SPARQL),
        "checks": Corpus(_files("queries/checks/*.rq"), _QUERY_WORDS, mutate.SPARQL),
        "rules": Corpus(_files("queries/rules/*.rq"), _QUERY_WORDS, mutate.SPARQL),
        "promotion": Corpus(_files("queries/promotion/*/*.r[qu]"), _QUERY_WORDS, mutate.SPARQL),
        "settings": Corpus(
            [("kg.cfg", "[project]\nextends = ontology, queries\narchive = ../texts\n")], _CFG_WORDS, mutate.SETTINGS
        ),
    }  # fmt: skip


def _files(pattern: str) -> list[tuple[str, str]]:
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob(pattern))
    ]


def _sound() -> list[str]:
    """Data that builds as it stands."""
    return [SOUND, (ROOT / "tests" / "every_value.yaml").read_text(encoding="utf-8")]


def _data() -> Iterator[str]:
    """Sound data, mistakes that are known, and every record of the shipped data."""
    yield from _sound() * 20
    cases = yaml.safe_load((ROOT / "tests" / "bad_data.yaml").read_text(encoding="utf-8"))["cases"]
    yield from (case["data"] for case in cases if "data" in case)
    for _, text in _files("data/**/*.yaml"):
        yield from (record for record in re.split(r"(?m)^(?=- )", text) if 0 < len(record) < 4000)
