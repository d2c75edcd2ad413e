"""Every rule that a finding can name has a page of help, and every page is of a rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.check.shape_rules import named, read_shapes
from kg.cli import cli
from kg.errors import NotFoundError
from kg.findings.pages import page_on, rules, slips
from kg.graph import Iri
from kg.ontology import Ontology, read_ontology
from kg.project import Project
from kg.records import read_records
from kg.shacl import SH, validate

PACKAGE = Path(kg.__file__).parent
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in (PACKAGE / "findings" / "pages").glob("*.md")}
WITHOUT_EXAMPLE = (
    "no-data", "unread-text", "unfit-ontology", "unfit-shape", "unfit-query", "unfit-settings", "unreadable-file",
    "link-outside", "unknown-term", "circular-term", "doubtful-shape",
)  # fmt: skip
"""Rules on folders, on what is no data, and on other people's texts, which no record can break."""
READERS = (
    *(f"records/{name}" for name in ("__init__", "reader", "filling", "yamlfile", "keys", "values")),
    "check/archive", "check/unfit", "check/doubts", "project/__init__",
)  # fmt: skip
NO_RULES = {"utf-8", "unhashable"}

Make = Callable[[dict[str, str]], Project]


@pytest.fixture(scope="module")
def ontology(project: Project) -> Ontology:
    return read_ontology(project)


def blocks(name: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", PAGES[name], re.MULTILINE | re.DOTALL)


def named_in(module: str) -> set[str]:
    """The words of a module that look like the name of a rule."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+|tab", text)} - NO_RULES


def test_every_rule_of_the_code_has_a_page_and_every_page_a_rule() -> None:
    assert set.union(*map(named_in, READERS)) == set(PAGES) == set(slips())


@pytest.mark.parametrize("name", sorted(PAGES.keys() - set(WITHOUT_EXAMPLE)))
def test_the_example_of_a_page_breaks_its_rule_alone_where_it_says_so(
    make_project: Make, ontology: Ontology, name: str
) -> None:
    wrong, mended = blocks(name)
    [problem] = read_records(make_project({"data/a.yaml": wrong}), ontology).problems
    assert problem.rule == name and wrong.split("\n")[problem.line - 1].endswith("# here")
    assert read_records(make_project({"data/a.yaml": mended}), ontology).problems == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_is_wrong_and_how_to_mend_it(name: str) -> None:
    assert PAGES[name].startswith(f"# {name}\n\n**What.** ")
    wanted = ["What", "How to mend"] + ([] if name in WITHOUT_EXAMPLE else ["Example"])
    assert re.findall(r"^(?:\*\*|## )([A-Z][a-z ]+)", PAGES[name], re.MULTILINE) == wanted


def test_a_folder_without_data_breaks_a_rule(make_project: Make, ontology: Ontology) -> None:
    project = make_project({"data/a.txt": "nothing"})
    assert [each.rule for each in read_records(project, ontology).problems] == ["no-data"]


# Shapes


def test_every_shape_that_can_be_broken_has_a_name_and_a_page_made_of_it(project: Project, ontology: Ontology) -> None:
    triples = named(read_shapes(project, ontology))
    messages = {each.subject: each.object.value for each in triples if each.predicate == Iri(SH + "message")}
    known = rules(project)
    shapes = {f"shape:{each.value.partition('#')[2]}": text for each, text in messages.items() if isinstance(each, Iri)}
    assert len(shapes) > 250 and shapes.items() <= known.items()
    for name in [*list(shapes)[::40], "shape:said-missileCount", "shape:Claim-quote"]:
        page = page_on(project, name)
        assert page.startswith(f"# {name}\n\n**What.** A shape asks") and shapes[name] in page


def test_the_page_of_a_shape_tells_the_property_and_the_file(project: Project) -> None:
    page = page_on(project, "shape:Section-firstLine")
    assert "at least 1" in page and "≥ 1" in page and "≤ kg:lastLine" in page
    assert "`firstLine`: " in page and re.search(r"ontology/shapes/core\.ttl:\d+\n$", page)


def test_shapes_with_names_ask_the_same(make_project: Make, ontology: Ontology) -> None:
    """A name instead of a blank node changes nothing, and two that look at the same have two names."""
    own = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kg: <https://w3id.org/actors-events/ontology#> .
@prefix shape: <https://w3id.org/actors-events/shapes#> .
shape:Own a sh:NodeShape ; sh:targetClass kg:Launch ;
    sh:property [ sh:path kg:apogeeKm ; sh:minCount 1 ] , [ sh:path kg:apogeeKm ; sh:maxCount 0 ] .
[] a sh:NodeShape ; sh:targetClass kg:State ; sh:property [ sh:path ( kg:ally kg:ally ) ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass kg:State ; sh:property [ sh:path kg:ally ; sh:maxCount 9 ] .
"""
    triples = named(read_shapes(make_project({"data/a.yaml": "", "ontology/shapes/own.ttl": own}), ontology))
    paths = {str(each.subject.value).partition("#")[2] for each in triples if each.predicate == Iri(SH + "path")}
    assert {"Own-apogeeKm", "Own-apogeeKm-2", "of-State-ally-ally", "of-State-2-ally"} <= paths
    assert validate.__module__.startswith("kg.shacl.")


def test_help_on_no_rule_names_the_nearest(project: Project) -> None:
    with pytest.raises(NotFoundError, match=r"unknown-keys: there is no such rule: did you mean `unknown-key`\?"):
        page_on(project, "unknown-keys")
    with pytest.raises(NotFoundError, match="shape:Sectoin-heading: there is no such shape: did you mean"):
        page_on(project, "shape:Sectoin-heading")
    with pytest.raises(NotFoundError, match=r"Claim-quot: there is no such rule: did you mean `shape:Claim-quote`\?"):
        page_on(project, "Claim-quot")
    with pytest.raises(NotFoundError, match="zyx: there is no such rule: name one of ") as error:
        page_on(project, "zyx")
    plain = {each for each in rules(project) if ":" not in each}
    assert set(re.findall(r"[\w-]+", str(error.value))) >= plain and "`shape:" in str(error.value)
    done = CliRunner().invoke(cli, ["--root", str(project.root), "check", "--explain", "bad-date"])
    assert (done.exit_code, done.stdout) == (0, PAGES["bad-date"])
