"""However the literals of a Turtle file are spelt, its graph has them as a reader of each alone has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from kg.graph import Graph, Literal, Triple, parse
from kg.namespaces import XSD
from kg.shacl.scanning import clean
from kg.shacl.terms import DERIVED

HEAD = f"""\
@prefix e: <http://e/> . @prefix : <{XSD}> . PREFIX xsd: <{XSD}>
@prefix n: <{XSD}nonNegative> . @prefix i: <{XSD.removesuffix("XMLSchema#")}> . @prefix o: <http://e/o#> .
@prefix q.r-s: <{XSD}in> . @prefix d.e: <{XSD}d> . @base <{XSD[:-1]}> .
"""
NAMES = ["integer", "decimal", "double", "float", "boolean", "date", "dateTime", "gYear", "duration", *DERIVED]
TEXTS = [
    "0", "7", "07", "+7", "-7", "-0", "7.0", "0.7", ".7", "7.", "1e0", "1E1", "inf", "INF", "NaN", "NAN", "+INF",
    "true", "1", "TRUE", "x", "", " 7", "7 ", "2020-01-01", "2020-01-01Z", "2020-01-01+00:00", "12020-01-01",
    "2020-01-01T00:00:00", "2020-01-01T24:00:00", "2020-01-01T00:00:00.50", "2020", "02020", "P12M", "P1Y",
    'a"7', "a'7", "a^^7", "99999999999999999999", "0.12345678901234567890",
]  # fmt: skip
GAPS = ["", "", " ", "\n", "\t", "# a 'comment' \"^^xsd:int <\n"]
BARE = ["0", "7", "07", "+7", "-7", "-0", "+.7", ".7", "0.7", "7.0", "70.07", "7e0", "7.E1", "-.7e-1", "true", "false"]
NODES = ["e:a", "<http://e/a>", "_:b", "_:b.1", "e:a-7", "e:a.07", "[]", "()", "e:a\\+7", "e:%20", "'x'@en-GB", "<a_7>"]
gaps = st.sampled_from(GAPS)


@st.composite
def quoted(draw: st.DrawFn) -> str:
    """A text with a datatype."""
    text, name = draw(st.sampled_from(TEXTS)), draw(st.sampled_from(NAMES))
    quote = draw(st.sampled_from(['"', "'", '"""', "'''"]))
    escaped = draw(st.integers(0, max(len(text), 1) * 2))
    spelt = "".join(
        f"\\u{ord(each):04x}" if place == escaped else "\\" + each if each in quote else each
        for place, each in enumerate(text)
    )
    types = [f"xsd:{name}", f":{name}", f"<{XSD}{name}>", f"<#{name}>", f"<{XSD[:-1]}\\u0023{name}>", f"o:{name}"]
    types += [f"i:XMLSchema\\#{name}", f"<{XSD}\\U0000{ord(name[0]):04X}{name[1:]}>", f"e:{name}", f"e:{name}-7"]
    for prefix, start in (("n", "nonNegative"), ("q.r-s", "in"), ("d.e", "d")):
        if name.startswith(start):
            types.append(f"{prefix}:{name.removeprefix(start)}")
    return f"{quote}{spelt}{quote}{draw(gaps)}^^{draw(gaps)}{draw(st.sampled_from(types))}"


@st.composite
def graphs(draw: st.DrawFn) -> str:
    """A file whose objects follow each other in every way, some of them without white space."""
    text = HEAD
    for _ in range(draw(st.integers(1, 3))):
        text += draw(st.sampled_from(["e:s e:p", "<s><p>", "_:b a"])) + draw(gaps)
        objects = st.lists(st.one_of(quoted(), st.sampled_from(BARE), st.sampled_from(NODES)), min_size=1, max_size=3)
        if draw(st.booleans()):
            text += f"({draw(gaps).join(draw(objects))})"
        else:
            text += f"{draw(gaps)},{draw(gaps)}".join(draw(objects))
        text += draw(gaps) + draw(st.sampled_from([".", " ."])) + draw(st.sampled_from(["", "\n", " "]))
    return text


def literals(triples: Iterable[Triple]) -> Counter[str]:
    return Counter(str(each.object) for each in triples if isinstance(each.object, Literal))


@settings(max_examples=200, derandomize=True)
@example("<s><p>-0.")
@given(graphs())
def test_a_literal_stays_as_it_is_written_however_its_file_is_spelt(text: str) -> None:
    """Always the same examples; thousands of others were drawn by hand."""
    try:
        written = set(parse(text.encode(), "turtle"))
    except SyntaxError:  # two tokens have become one
        reject()
    if clean(text.encode()):
        graph = Graph.memory()
        graph.load(text.encode(), "turtle")
        assert literals(graph.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == literals(written)
