"""Pairs of a graph and shapes of anybody's, in every format, for `kg check --data FILE --shapes FILE`."""

from __future__ import annotations

from functools import cache
from random import Random

import mutate
import yaml
from inputs import ROOT, SHAPE_WORDS, TURTLE_WORDS, Input

from kg.graph import parse, serialize

_HEAD = """@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
"""
_STYLES = {"ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "rdf": "rdfxml"}
_OTHER_WORDS = (
    "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!ENTITY a '&b;&b;'>", "&a;", "&#0;", "<![CDATA[", "xml:lang='x y'",
    "rdf:about=''", "rdf:parseType='Literal'", "rdf:parseType='Collection'", "rdf:ID='1'", "<?x ?>", "</", "/>",
    '{"@context": "http://127.0.0.1:1/"}', '"@context": {"@import": "http://127.0.0.1:1/"}', '"@id": "a b"',
    '"@id": 1', '"@type": []', '"@list": [[]]', '"@value": {}', '"@language": "x y"', '"@graph": {}', '"@reverse": 1',
    '"@index": 1', "null", "[]", "{}", "1e999", "NaN", '"\\ud800"', "_:b", "<a> <b> <c> .", "<< <a:b> <a:c> <a:d> >>",
)  # fmt: skip


@cache
def _texts() -> dict[str, list[tuple[str, str]]]:
    """Sound graphs and shapes, each with the suffix of its format."""
    cases = yaml.safe_load((ROOT / "tests" / "shacl.yaml").read_text(encoding="utf-8"))["cases"]
    found: dict[str, list[tuple[str, str]]] = {}
    for part, example in (("data", "people"), ("shapes", "shapes")):
        turtle = [_HEAD + case[part] for case in cases if isinstance(case.get(part), str)]
        turtle.append((ROOT / "docs" / "shacl" / f"{example}.ttl").read_text(encoding="utf-8"))
        found[part] = [(suffix, text) for each in turtle for suffix in _STYLES if (text := _as(each, suffix))]
    return found


def _as(turtle: str, suffix: str) -> str:
    """The same graph in another format; empty where that cannot say it."""
    if suffix == "ttl":
        return turtle
    try:
        return serialize(parse(turtle.encode(), "turtle"), _STYLES[suffix], {}).decode()
    except (SyntaxError, ValueError):  # such as a relative IRI, or a property that is no name in XML
        return ""


def pair(random: Random) -> Input:
    """Shapes and a graph; one of the two is mutated, or both are."""
    texts = _texts()
    which = random.choice(("data", "shapes", "shapes", "both"))
    data, shapes = (_file(random, part, texts[part], which in (part, "both")) for part in ("data", "shapes"))
    return Input(shapes.name, shapes.data, data)


def _file(random: Random, part: str, texts: list[tuple[str, str]], changed: bool) -> Input:
    suffix, text = random.choice(texts)
    data = text.encode()
    if changed:
        words = _OTHER_WORDS if suffix in ("jsonld", "rdf") else TURTLE_WORDS if part == "data" else SHAPE_WORDS
        changes = mutate.TURTLE if suffix in ("ttl", "nt") else (mutate.number_changed, mutate.value_replaced)
        data = mutate.mutated(random, text, [other for kind, other in texts if kind == suffix], words, changes)
    return Input(f"any/{part}.{suffix}", data)
