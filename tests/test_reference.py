"""The reference of the ontology: every class with its keys, shape, example and queries, offline and in one piece."""

from __future__ import annotations

import os
import posixpath
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from browsing import Opened
from click.testing import CliRunner, Result
from conftest import ROOT
from playwright.sync_api import Browser

from kg.cli import cli
from kg.errors import DataError, ProjectError, UnreadableError
from kg.ontology import Ontology, read_ontology
from kg.project import Project
from kg.queries import queries
from kg.records import read_records
from kg.reference import make_pages, write_reference
from kg.reference.folder import MARK, write_pages
from kg.reference.shapes import shape_files

OWN = """\
@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EVIL = "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'>&lt;b&gt; [x](javascript:ran=3) *a* `b`"
HOSTILE = {
    "ontology/own.ttl": OWN
    + f"""
kg:Evil a owl:Class ; rdfs:subClassOf kg:Event, <javascript:window.ran=4> ; kg:idPrefix "evil" ;
    rdfs:label "{EVIL}"@en ; skos:definition "{EVIL}"@en ; skos:example "{EVIL}"@en ;
    skos:scopeNote "{EVIL}"@en, "http://{EVIL}"@en ;
    skos:closeMatch <javascript:window.ran=5> .
kg:evilKey a owl:DatatypeProperty ; schema:domainIncludes kg:Evil ; rdfs:range xsd:string ; kg:promotion "never" ;
    rdfs:label "{EVIL}"@en ; skos:definition "{EVIL}"@en .
kg:evils a skos:ConceptScheme ; rdfs:label "{EVIL}"@en ; skos:definition "{EVIL}"@en .
kg:EvilWord a owl:Class ; rdfs:subClassOf skos:Concept .
kg:evil-word a kg:EvilWord ; skos:inScheme kg:evils ; rdfs:label "{EVIL}"@en ; skos:definition "{EVIL}"@en .
""",
    "ontology/shapes/<b>own.ttl": OWN
    + f"""
shape:Evil a sh:NodeShape ; sh:targetClass kg:Evil ;
    sh:property [ sh:path kg:evilKey ; sh:pattern "{EVIL}" ; sh:message "{EVIL}"@en ] .
# {EVIL}
""",
    "queries/<i>evil&.rq": f"""\
#+ summary: "{EVIL}"
#+ topic: "{EVIL}"
#+ columns:
#+   thing: "{EVIL}"
PREFIX kg: <https://w3id.org/actors-events/ontology#>
SELECT ?thing WHERE {{ ?thing a kg:Evil }} ORDER BY ?thing # {EVIL}
""",
    "data/<u>evil.yaml": f'- id: evil:one\n  kind: Evil\n  label: "{EVIL}"\n',
}


INLINE = ("a", "code", "em", "small", "span", "strong", "sup")


@dataclass
class Element:
    """An element of a page, with the text in it."""

    tag: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Elements(HTMLParser):
    """All elements of a page, as browsers read it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._above: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.handle_data(" ")
        self.found.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in ("meta", "link", "input", "br", "img"):
            self._above.append(self.found[-1])

    def handle_endtag(self, tag: str) -> None:
        while self._above and self._above.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self._above:
            element.parts.append(data)

    @cached_property
    def ids(self) -> list[str]:
        return [each.attributes["id"] for each in self.found if "id" in each.attributes]

    def entry(self, anchor: str) -> str:
        """The text of the element with an id."""
        [element] = [each for each in self.found if each.attributes.get("id") == anchor]
        return " ".join(element.text.split())

    @property
    def links(self) -> list[str]:
        return [each.attributes["href"] for each in self.found if each.tag == "a" and "href" in each.attributes]


@pytest.fixture(scope="module")
def pages(project: Project) -> dict[str, str]:
    return make_pages(project)


@pytest.fixture(scope="module")
def elements(pages: dict[str, str]) -> dict[str, Elements]:
    return read(pages)


@pytest.fixture(scope="module")
def index(elements: dict[str, Elements]) -> Elements:
    return elements["index.html"]


@pytest.fixture(scope="module")
def ontology(project: Project) -> Ontology:
    return read_ontology(project)


@dataclass
class Bare:
    """What the command makes, in a process of its own, of a project with one person, and says."""

    folder: Path
    done: subprocess.CompletedProcess[str]

    @cached_property
    def index(self) -> Elements:
        return Elements((self.folder / "index.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Bare:
    root = tmp_path_factory.mktemp("bare")
    (root / "data").mkdir()
    (root / "data" / "a.yaml").write_text("- id: person:kim\n  kind: Person\n  label: Kim\n", encoding="utf-8")
    (root / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    folder = tmp_path_factory.mktemp("made") / "deep" / "docs"
    program = """
import logging, pathlib, sys
from kg.cli import cli
cli.main(sys.argv[1:], standalone_mode=False)
print(logging.getLogger().level, logging.getLogger().handlers)
print(list(pathlib.Path(sys.modules["pylode"].__file__).parent.rglob("*.pickle")))
"""
    command = [sys.executable, "-c", program, "--root", str(root), "export", "--docs", str(folder)]
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    return Bare(folder, subprocess.run(command, env=environment, capture_output=True, text=True, check=True))


def export(root: Path, folder: Path) -> Result:
    return CliRunner().invoke(cli, ["--root", str(root), "export", "--docs", str(folder)])


def read(pages: dict[str, str]) -> dict[str, Elements]:
    return {name: Elements(html) for name, html in pages.items()}


def broken_links(read: dict[str, Elements]) -> list[str]:
    broken = []
    for name, page in read.items():
        for link in page.links:
            url = urlsplit(link)
            if not url.scheme:
                target = posixpath.normpath(f"{name}/../{unquote(url.path)}") if url.path else name
                if target not in read or (url.fragment and unquote(url.fragment) not in read[target].ids):
                    broken.append(f"{name}: {link}")
    return broken


# What it tells


def test_every_class_property_scheme_and_concept_has_its_anchor(index: Elements, ontology: Ontology) -> None:
    terms = [*ontology.kinds, *ontology.properties, *(name for names in ontology.concepts.values() for name in names)]
    assert "Launch" in terms and set(terms) <= set(index.ids)
    assert "modalities" in index.ids, "a scheme"
    assert "promotion" in index.ids, "an annotation of the ontology itself"


def test_anchors_are_unique_on_every_page(elements: dict[str, Elements]) -> None:
    for name, page in elements.items():
        assert [each for each, count in Counter(page.ids).items() if count > 1] == [], name


def test_every_link_within_the_reference_leads_somewhere(elements: dict[str, Elements]) -> None:
    assert broken_links(elements) == []


def test_a_class_shows_its_keys_with_range_promotion_and_definition(index: Elements, ontology: Ontology) -> None:
    shown = index.entry("Launch")
    for key in ("launchedBy", "missileCount", "date", "label"):
        each = ontology.properties[key]
        assert key in shown and each.definition in shown
    assert "launchedBy id of Actor agreed The actor who fired." in shown
    assert "Keys of Event" in shown and "Keys of every record" in shown
    assert "hedge" not in shown, "a key of claims"
    assert "hedge text" in index.entry("Claim")


def test_a_class_shows_what_its_shape_asks(index: Elements, project: Project) -> None:
    [tally] = [each for file in shape_files(project) for each in file.shapes if each.name == "Tally"]
    assert tally.constraints
    shown = index.entry("Tally")
    for constraint in tally.constraints:
        assert constraint.message and constraint.message in shown
        assert constraint.path in shown
    assert "at most 1" in shown
    assert "Shape of Event" in index.entry("Launch")
    assert "shape:launchedBy" in index.entry("Launch"), "of its own key"


def test_shapes_that_only_warn_say_so(index: Elements) -> None:
    assert "warns only" in index.entry("Listing")


@pytest.mark.parametrize("kind", ["Person", "Launch", "NewsArticle"])
def test_a_class_shows_the_first_record_of_that_very_kind(
    index: Elements, project: Project, ontology: Ontology, kind: str
) -> None:
    records = read_records(project, ontology)
    name = next(name for name, its in records.kinds.items() if its == kind)
    file, steps = records.places[name]
    shown = index.entry(kind)
    assert f"data/{file.shown.parent.name}/{file.shown.name}:{file.place(steps[:1])[0]}" in shown
    assert f"- id: {name} kind: {kind}" in shown


@pytest.mark.parametrize("kind", ["Claim", "NewsArticle"])
def test_the_example_of_a_source_ends_after_one_claim(index: Elements, kind: str) -> None:
    shown = index.entry(kind)
    example = shown[shown.index("data/source/") :].partition("Queries")[0]
    assert example.count("about:") == 1
    assert ("more claims" in example) == (kind == "NewsArticle")


def test_a_class_without_records_shows_a_blank_one(bare: Bare) -> None:
    shown = bare.index.entry("Tenure")
    assert "no record of this very kind" in shown and "kg new Tenure" in shown and "id: tenure:NAME" in shown
    assert "- id: person:kim" in bare.index.entry("Person")


def test_a_class_that_no_record_is_of_names_those_below_it(index: Elements, ontology: Ontology) -> None:
    below = sorted(name for name, kind in ontology.kinds.items() if "Actor" in kind.parents)
    assert f"No record is of this kind alone; there are records of {', '.join(below)}." in index.entry("Actor")


def test_a_class_names_the_queries_that_use_it_or_its_properties(index: Elements, project: Project) -> None:
    shown = index.entry("Launch")
    for name, query in queries(project).items():
        if "kg:Launch " in query.text or "said:missileCount" in query.text:
            assert query.summary in shown, name
    assert "holders_of_posts" not in shown


def test_a_property_tells_its_key_promotion_unit_and_shape(index: Elements) -> None:
    shown = index.entry("apogeeKm")
    assert "said:apogeeKm" in shown and "agreed" in shown and "unit/KiloM" in shown and "shape:" in shown
    assert "rdfs:label" in index.entry("label")


def test_closed_concepts_stand_under_their_scheme(index: Elements, ontology: Ontology) -> None:
    shown = index.entry("modalities")
    [members] = [names for iri, names in ontology.concepts.items() if iri.endswith("#Modality")]
    assert "suspected" in members and all(name in shown for name in members)


def test_twins_are_told_of_once(index: Elements, ontology: Ontology) -> None:
    assert "same range" in index.entry("_start")
    assert not any("(said)" in each.text for each in index.found if each.tag == "h3")
    assert len(ontology.sayable) > 70


def test_sources_of_queries_and_shapes_are_whole(elements: dict[str, Elements], project: Project) -> None:
    sources = {f"queries/{name}.html": query.text for name, query in queries(project).items()}
    sources |= {f"shapes/{file.name}.html": file.text for file in shape_files(project)}
    assert elements.keys() == sources.keys() | {"index.html"}
    for name, text in sources.items():
        [shown] = [each.text for each in elements[name].found if each.tag == "pre"]
        assert shown.rstrip("\n") == text.rstrip("\n"), name


def test_another_process_makes_the_same_pages_and_leaves_no_trace(bare: Bare, pages: dict[str, str]) -> None:
    """There sets have another order; pyLODE would write beside itself and have the log tell all."""
    made = {path.relative_to(bare.folder).as_posix(): path for path in bare.folder.rglob("*.html")}
    assert made.keys() == pages.keys()
    for name in made.keys() - {"index.html"}:
        assert made[name].read_text(encoding="utf-8") == pages[name], name
    assert bare.index.ids == Elements(pages["index.html"]).ids
    assert bare.index.entry("promotion") == Elements(pages["index.html"]).entry("promotion")
    assert bare.done.stdout.splitlines() == ["30 []", "[]"]
    assert "WARNING" not in bare.done.stderr


# In a browser


Open = Callable[..., Opened]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    contexts = []

    def open_(url: str, **options: Any) -> Opened:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | options)
        contexts.append(context)
        shown = Opened(context.new_page())
        shown.tab.goto(url)
        return shown

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def folder(pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("reference") / "docs"
    write_pages(target, lambda: pages)
    return target


@pytest.mark.parametrize("page", ["index.html", "queries/claims_about.html", "shapes/events.html"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])
def test_a_page_asks_for_nothing_and_fits_the_screen(
    folder: Path, opened: Open, page: str, size: tuple[int, int]
) -> None:
    url = (folder / page).as_uri()
    shown = opened(url, viewport={"width": size[0], "height": size[1]})
    assert shown.asked == [url] and shown.complaints == []
    assert shown.tab.evaluate("document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_the_page(folder: Path, opened: Open, scheme: str) -> None:
    tab = opened((folder / "index.html").as_uri(), color_scheme=scheme).tab
    paper, ink = tab.evaluate("(s => [s.backgroundColor, s.color])(getComputedStyle(document.body))")
    light = [sum(map(int, each[4:-1].split(","))) for each in (paper, ink)]
    assert abs(light[0] - light[1]) > 500
    assert (light[0] > light[1]) == (scheme == "light")


def test_a_link_to_a_class_leads_to_its_entry(folder: Path, opened: Open) -> None:
    tab = opened((folder / "index.html").as_uri() + "#Launch").tab
    assert tab.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 100
    tab.click("#Launch summary:has-text('Queries')")
    tab.click("#Launch >> text=launches_between_days")
    assert tab.url.endswith("/queries/launches_between_days.html")
    tab.click("a:text-is('kg:Launch') >> nth=0")
    assert tab.url.endswith("/index.html#Launch")


def test_on_a_phone_the_contents_open_and_lead_to_a_class(folder: Path, opened: Open) -> None:
    tab = opened((folder / "index.html").as_uri(), viewport={"width": 390, "height": 844}).tab
    assert not tab.is_visible("nav >> text='Launch'")
    tab.click("nav label")
    tab.click("nav >> text='Launch'")
    assert tab.url.endswith("#Launch")


# What comes from data


def test_nothing_from_the_project_runs_or_formats(
    make_project: Callable[[dict[str, str]], Project], tmp_path: Path, opened: Open
) -> None:
    project = make_project(HOSTILE)
    pages = make_pages(project)
    elements = read(pages)
    assert broken_links(elements) == []
    for page in elements.values():
        assert not {each.tag for each in page.found} & {"script", "img", "i", "u", "b"}
        assert not any(each.attributes.get("href", "").startswith("javascript:") for each in page.found)
    shown = elements["index.html"]
    assert shown.entry("Evil").count(EVIL) >= 7, "label, definition, note, example, key, message, record"
    assert EVIL in shown.entry("evil-word") and EVIL in shown.entry("evilKey")
    write_pages(tmp_path / "docs", lambda: pages)
    for name in ("index.html", "queries/<i>evil&.html", "shapes/<b>own.html"):
        tab = opened((tmp_path / "docs" / name).as_uri())
        assert tab.tab.evaluate("window.ran") is None and tab.complaints == [], name
        assert len(tab.asked) == 1


def test_wrong_data_is_told_of_and_nothing_is_written(
    make_project: Callable[[dict[str, str]], Project], tmp_path: Path
) -> None:
    project = make_project({"data/a.yaml": "- id: person:kim\n  kind: Person\n  lable: Kim\n"})
    with pytest.raises(DataError, match=r"a\.yaml:3:3"):
        write_reference(project, tmp_path / "docs")
    assert not (tmp_path / "docs").exists()


# The folder


def test_the_command_writes_the_reference_and_says_where(bare: Bare) -> None:
    assert f"{bare.folder}/index.html" in bare.done.stderr
    assert {path.name for path in bare.folder.iterdir()} == {"index.html", "queries", "shapes"}
    assert [path.name for path in bare.folder.parent.iterdir()] == ["docs"], "nothing is left beside it"


def page(text: str) -> dict[str, str]:
    return {"index.html": f'<meta name="generator" content="{MARK}">{text}'}


def test_an_older_reference_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "docs"
    write_pages(target, lambda: page("old") | {"queries/gone.html": ""})
    assert write_pages(target, lambda: page("new")) == 1
    assert [path.name for path in target.rglob("*")] == ["index.html"]
    assert "new" in (target / "index.html").read_text(encoding="utf-8")


def test_an_empty_folder_may_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    write_pages(tmp_path / "docs", lambda: page(""))
    assert (tmp_path / "docs" / "index.html").exists()


@pytest.mark.parametrize("mine", [".", "index.html", "notes.txt"])
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, mine: str) -> None:
    target = tmp_path / "docs"
    if mine == "notes.txt":
        write_pages(target, lambda: page(""))
    path = target / mine
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ProjectError, match="name a new folder"):
        write_pages(target, lambda: page("new"))
    assert sorted(tmp_path.rglob("*")) == before
    assert path.read_text(encoding="utf-8") == "mine"


def test_pages_that_cannot_all_be_written_leave_the_old_ones(tmp_path: Path) -> None:
    target = tmp_path / "docs"
    write_pages(target, lambda: page("old"))
    with pytest.raises(UnreadableError, match="cannot be written"):
        write_pages(target, lambda: page("new") | {"queries/" + "x" * 300: ""})
    assert "old" in (target / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["docs"]


def test_without_pylode_the_command_says_what_to_install(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pylode", None)
    done = export(project.root, tmp_path / "docs")
    assert done.exit_code == 2
    assert "pip install 'actors-events-kg[docs]'" in done.stderr
    assert not (tmp_path / "docs").exists()
