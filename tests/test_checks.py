"""Every check of `queries/checks/` finds the mistake that its page shows, at its place, and not the mended form.

`python tests/test_checks.py` writes the list of checks in `queries/checks/README.md` anew.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rdflib
import yaml
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result
from conftest import ROOT

from kg.build.guards import settlements
from kg.build.promotion import promote
from kg.build.rules import infer
from kg.build.stages import load
from kg.check import Report, check
from kg.check.archive import LARGEST, load_archive
from kg.check.checks import read_checks
from kg.check.locating import Locator
from kg.cli import cli
from kg.errors import Problem
from kg.graph import Graph, text_of
from kg.namespaces import compact
from kg.ontology import read_ontology
from kg.project import Project
from kg.queries import read_query
from kg.records import read_records

FOLDER = ROOT / "queries" / "checks"
README = FOLDER / "README.md"
START, END = "<!-- checks -->\n", "<!-- end of checks -->\n"
CHECKS = {path.stem: read_query(path) for path in sorted(FOLDER.glob("*.rq"))}
TABLE = yaml.load((ROOT / "tests" / "checks.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
CASES = {f"{case['of']}: {case['promise']}": case for case in TABLE["cases"]}
PAGES = {name: (FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in CHECKS}

Make = Callable[[dict[str, str]], Project]
every_check = pytest.mark.parametrize("name", CHECKS)


def blocks(name: str, language: str) -> list[str]:
    """The blocks of one language on the page of a check."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGES[name], re.MULTILINE | re.DOTALL)


def project_of(make_project: Make, name: str, data: str) -> Project:
    """A project with an example of a page, and with the texts that the page shows in its archive."""
    texts = {f"texts/{number}.txt": text for number, text in enumerate(["Other words.\n", *blocks(name, "text")])}
    settings = "[project]\nextends = ontology, queries\narchive = texts\n"
    return make_project({"data/all.yaml": data, **texts, "kg.cfg": settings})


def name_of(problem: Problem) -> str:
    """The check that a finding comes from; nothing where it comes from a shape, or from reading."""
    return problem.rule if problem.rule in read_names() else ""


def read_names() -> set[str]:
    return {*CHECKS, "own"}


def graph_of(project: Project) -> tuple[Graph, Locator]:
    """The graph that the checks of a project ask, and what places their findings."""
    ontology, graph = read_ontology(project), Graph.memory()
    records = read_records(project, ontology)
    assert records.problems == []
    load(graph, ontology, records)
    settled = settlements(graph)
    promote(project, graph)
    infer(project, graph, settled)
    if project.archive:
        load_archive(project, graph, project.archive)
    return graph, Locator(project, ontology, records, graph)


# Each check


AT = {
    "aliases_shared": "altLabel:",
    "events_outside_life": "attendee:",
    "events_without_participant": "{id: event:one",
    "facts_contradicted": "memberCount:",
    "facts_without_source": "inCountry:",
    "persons_in_two_places": "{id: visit:valley",
    "posts_held_outside_tenure": "heldPost:",
    "posts_with_two_holders": "heldBy:",
    "quotes_not_in_source": "quote:",
    "reports_before_events": "date:",
    "texts_not_in_archive": "sha256:",
}
"""What stands where the mistake of each page is found."""


@every_check
def test_the_mistake_of_a_page_is_found_by_its_check_alone_where_it_stands(make_project: Make, name: str) -> None:
    mistake, _ = blocks(name, "yaml")
    report = check(project_of(make_project, name, mistake))
    [problem] = report.problems
    lines = mistake.splitlines()
    assert name_of(problem) == name
    assert problem.severity == CHECKS[name].header["severity"]
    assert lines[problem.line - 1].endswith("  # here")
    assert lines[problem.line - 1][problem.column - 1 :].startswith(AT[name])
    assert not re.search(r"[{]\w+[}]|https?:", str(problem)), "every column of the message is filled in, in short form"
    assert (report.checks, report.not_run) == (len(CHECKS), [])


@every_check
def test_the_mended_form_of_a_page_is_sound(make_project: Make, name: str) -> None:
    _, mended = blocks(name, "yaml")
    assert check(project_of(make_project, name, mended)).problems == []


@every_check
def test_a_page_says_what_why_and_how_to_mend(name: str) -> None:
    assert PAGES[name].startswith(f"# {name}\n\n**What.** ")
    assert re.findall(r"^(?:\*\*([A-Z][a-z ]+)\.\*\*|## (\w+))", PAGES[name], re.MULTILINE) == [
        ("What", ""), ("Why", ""), ("How to mend", ""), ("", "Example"),
    ]  # fmt: skip


@every_check
def test_a_check_explains_itself(name: str) -> None:
    query = CHECKS[name]
    assert query.header.keys() <= {"summary", "severity", "message", "needs", "columns", "note"}
    assert re.fullmatch(r"[A-Z].{20,}\.", query.summary), "the summary says in one sentence what is found"
    assert query.columns.keys() >= {"focus"} and query.parameters == {}
    for column, help_line in query.columns.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", column) and help_line and len(help_line) <= 120


@every_check
def test_a_check_declares_the_prefixes_that_it_uses_and_no_other(name: str) -> None:
    text = CHECKS[name].text
    declared = re.findall(r"^PREFIX ([\w-]+): ", text, re.MULTILINE)
    body = re.sub(r"^(PREFIX|#\+) .*$", "", text, flags=re.MULTILINE)
    assert [prefix for prefix in declared if not re.search(rf"(?<![\w-]){prefix}:", body)] == []
    assert declared == sorted(declared)


@every_check
def test_two_engines_find_the_same_in_the_same_order(make_project: Make, name: str) -> None:
    mistake, _ = blocks(name, "yaml")
    graph, _ = graph_of(project_of(make_project, name, mistake))
    ours = graph.select(CHECKS[name].text)
    output = io.BytesIO()
    graph.dump(output, "ntriples", {})
    copy = rdflib.Graph(bind_namespaces="none")
    copy.parse(data=output.getvalue(), format="nt")
    theirs: Any = copy.query(CHECKS[name].text)
    assert ours.columns == list(CHECKS[name].columns) == [str(column) for column in theirs.vars]
    assert [[text_of(term) for term in row] for row in ours.rows] == [
        [compact(str(term)) if isinstance(term, rdflib.URIRef) else str(term) for term in row] for row in theirs
    ]
    assert len(ours.rows) == 1


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_check_finds_these_records_and_claims_and_no_others(make_project: Make, case: dict[str, Any]) -> None:
    lines: list[tuple[Any, str]] = [
        (record["id"], f"- {json.dumps(record)}") for record in [*TABLE["things"], *case.get("records", [])]
    ]
    claims = list(enumerate(case.get("claims", [])))
    for day in sorted({claim.get("published", "2022-01-18") for _, claim in claims}):
        head = f"- {{id: source:s{day}, kind: Dataset, title: S{day}, published: {day}, claims: ["
        lines.append((day, head))
        for number, claim in claims:
            if claim.get("published", "2022-01-18") == day:
                given = {key: value for key, value in claim.items() if key != "published"}
                lines.append((str(number), f"    {json.dumps({'line': str(number + 1), **given})},"))
        lines.append((day, "  ]}"))
    project = make_project({"data/all.yaml": "\n".join(line for _, line in lines) + "\n"})
    [asked] = [each for each in read_checks(project) if each.name == case["of"]]
    graph, locator = graph_of(project)
    found = [lines[asked.problem(row, locator).line - 1][0] for row in asked.ask(graph)]
    assert sorted(found) == sorted(case["found"])


def test_the_shipped_data_quotes_its_sources_exactly(project: Project, shared: Path) -> None:
    """Every source with a digest is in the archive, and no check finds more than what nobody tells."""
    report = check(project, shared / "seeds")
    assert [str(each) for each in report.problems if name_of(each) not in ("", "events_without_participant")] == []
    assert (report.checks, report.not_run) == (len(CHECKS), [])


# Checks of a project


OWN = """\
#+ summary: States that are here.
#+ severity: SEVERITY
#+ message: "`{focus}` is {name}: think of another"
#+ columns: {focus: the state, key: its label, name: its name}
SELECT ?focus ?key ?name {
  VALUES ?key { <http://www.w3.org/2000/01/rdf-schema#label> }
  ?focus a <https://w3id.org/actors-events/ontology#State> ; ?key ?name
}
"""
STATES = "- {id: state:x, kind: State, label: X}\n- {id: state:y, kind: State, label: Y}\n"


def kg(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--root", str(project.root), *arguments])


@pytest.mark.parametrize(("severity", "code"), [("error", 1), ("warning", 0), ("note", 0)])
def test_only_errors_make_the_command_fail(make_project: Make, severity: str, code: int) -> None:
    own = OWN.replace("SEVERITY", severity)
    done = kg(make_project({"data/all.yaml": STATES, "queries/checks/own.rq": own}), "check")
    assert done.exit_code == code
    assert f"data/all.yaml:1:30: {severity}: `state:x` is X: think of another [own]\n" in done.stdout
    assert re.search(rf"\b2 {severity}s\b", done.stderr) and f"{len(CHECKS) + 1 - 2} checks" in done.stderr


def test_findings_of_shapes_and_checks_stand_in_the_order_of_the_data(make_project: Make) -> None:
    data = STATES + "- {id: state:z, kind: State, comment: No name}\n- {id: state:w, kind: State, label: W}\n"
    files = {"data/all.yaml": data, "data/a.yaml": "- {id: state:a, kind: State, label: A}\n"}
    report = check(make_project(files | {"queries/checks/own.rq": OWN.replace("SEVERITY", "error")}))
    assert [(each.path.name, each.line, name_of(each)) for each in report.problems] == [
        ("a.yaml", 1, "own"), ("all.yaml", 1, "own"), ("all.yaml", 2, "own"),
        ("all.yaml", 3, ""), ("all.yaml", 3, ""), ("all.yaml", 4, "own"),
    ]  # fmt: skip


EXAMPLELAND = "`state:exampleland` is Exampleland: think of another"
OFF = "#+ summary: Settled values need no source here.\n#+ severity: off\n"


@pytest.mark.parametrize(
    ("own", "found"),
    [(OFF, []), (OWN.replace("SEVERITY", "note"), [f"{EXAMPLELAND} [facts_without_source]"])],
    ids=["switches off", "replaces"],
)
def test_a_project_switches_a_check_off_or_replaces_it(make_project: Make, own: str, found: list[str]) -> None:
    mistake, _ = blocks("facts_without_source", "yaml")
    report = check(make_project({"data/all.yaml": mistake, "queries/checks/facts_without_source.rq": own}))
    assert [f"{each.what}: {each.mend} [{each.rule}]" for each in report.problems] == found
    assert "facts_without_source" not in report.not_run


@every_check
def test_the_command_prints_the_page_on_a_check(project: Project, name: str) -> None:
    done = kg(project, "check", "--explain", name)
    assert (done.exit_code, done.stdout, done.stderr) == (0, PAGES[name], "")


def test_the_command_prints_the_page_on_a_check_of_ones_own(make_project: Make) -> None:
    files = {"data/all.yaml": STATES, "queries/checks/own.rq": OWN.replace("SEVERITY", "note")}
    assert "own: has no page of help: write " in kg(make_project(files), "check", "--explain", "own").stderr
    own = make_project(files | {"queries/checks/own.md": "# own\n", "queries/checks/aliases_shared.md": "Mine.\n"})
    assert kg(own, "check", "--explain", "own").stdout == "# own\n"
    assert kg(own, "check", "--explain", "aliases_shared").stdout == "Mine.\n"
    done = kg(own, "check", "--explain", "alias_shared")
    assert done.exit_code == 2 and "did you mean `aliases_shared`?" in done.stderr


def test_the_shell_completes_the_names_of_checks(make_project: Make) -> None:
    own = make_project({"data/all.yaml": STATES, "queries/checks/alike.rq": OWN.replace("SEVERITY", "note")})
    before = ["--root", str(own.root), "check", "--explain"]
    found = ShellComplete(cli, {}, "kg", "_KG_COMPLETE").get_completions(before, "ali")
    found = [each for each in found if each.value != "alias-bomb"]  # a rule of reading
    assert [(each.value, each.help) for each in found] == [
        ("aliases_shared", CHECKS["aliases_shared"].summary), ("alike", "States that are here."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("SEVERITY", "fatal", "has the severity `fatal`: name one of error, warning, note, off"),
        (": think of another", "", "has no message of two parts: write `message: "),
        ('"`{focus}` is {name}: think of another"', "5", "has no message of two parts"),
        ("{name}:", "{nmae}:", "has no column `nmae`: add it to SELECT and to the header"),
        ("SELECT ?focus ?key", "SELECT (?focus AS ?thing) ?key", "has no column `focus`"),
        ("?focus a <", "?focus b <", "does not parse near"),
        ("SELECT ?focus ?key ?name {", "ASK {", "is no SELECT"),
        ("#+ columns", "#+ needs: help\n#+ columns", "needs `help`: only `needs: archive` is known"),
        ("#+ summary", "#+ sumary", "the header has no summary"),
    ],
)
def test_a_check_that_cannot_be_used_is_named_with_how_to_mend_it(
    make_project: Make, old: str, new: str, words: str
) -> None:
    own = OWN.replace(old, new).replace("SEVERITY", "error")
    assert own != OWN
    done = kg(make_project({"data/all.yaml": STATES, "queries/checks/own.rq": own}), "check")
    assert done.exit_code == 2 and words in done.stdout and "nothing else was checked" in done.stderr
    assert re.match(r".*queries/checks/own\.rq:\d+:\d+: error: .* \[unfit-query\]\n", done.stdout)


def test_a_finding_on_what_the_ontology_defines_has_the_place_of_the_term(make_project: Make) -> None:
    own = OWN.replace("SEVERITY", "error").replace("#State>", "#Modality>")
    terms = """\
# kg:whispered a kg:Modality : this is a comment
@prefix ex: <https://w3id.org/actors-events/ontology#> .
ex:other a ex:Odd ; ex:label "ex:whispered a text" , ex:whispered . ex:whispered a ex:Modality ;
    <http://www.w3.org/2000/01/rdf-schema#label> "whispered"@en .
"""
    project = make_project({"data/all.yaml": STATES, "queries/checks/own.rq": own, "ontology/own.ttl": terms})
    places = {line.partition(": ")[0] for line in kg(project, "check").stdout.splitlines() if "[own]" in line}
    assert any(each.endswith("ontology/own.ttl:3:69") for each in places)
    line = terms.splitlines()[2]
    assert line[68:].startswith("ex:whispered a ex:Modality"), "where it is what a statement is about"
    assert any(re.search(r"ontology/claims\.ttl:\d+:1$", each) for each in places), "so have terms of the package"
    told = json.loads(kg(project, "check", "-f", "json").stdout)
    [found] = [each for each in told["problems"] if "`whispered`" in each["what"]]
    assert (found["line"], found["column"], found["endColumn"]) == (3, 69, 81)


def test_a_check_in_the_guide_works(make_project: Make) -> None:
    found = re.search(r"```sparql\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    data = STATES + (
        "- {id: place:p, kind: City, label: P}\n"
        "- {id: place:q, kind: City, label: Q, inCountry: state:x, sources: source:s}\n"
        "- {id: source:s, kind: Dataset, title: S, published: 2022}\n"
    )
    report = check(make_project({"data/all.yaml": data, "queries/checks/own.rq": found[1]}))
    assert [(each.line, name_of(each)) for each in report.problems] == [(3, "own")]


# Archives


QUOTING, _ = blocks("quotes_not_in_source", "yaml")
[TEXT] = blocks("quotes_not_in_source", "text")
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()


def quoting(data: bytes) -> str:
    """A source that records the digest of these bytes, with a quote from line 3."""
    return QUOTING.replace(DIGEST, hashlib.sha256(data).hexdigest()).replace("line: 2", "line: 3")


def findings(report: Report) -> list[tuple[str, str]]:
    return [(name_of(each), str(each)) for each in report.problems]


def test_without_an_archive_the_checks_that_need_one_are_named_as_not_run(make_project: Make) -> None:
    done = kg(make_project({"data/all.yaml": QUOTING}), "check")
    assert done.exit_code == 0 and done.stdout == ""
    told = "; not checked without `--archive DIR`: quotes_not_in_source, texts_not_in_archive\n"
    assert done.stderr.endswith(told)


def test_the_option_and_the_settings_name_an_archive(make_project: Make, tmp_path: Path) -> None:
    (tmp_path / "texts" / "below").mkdir(parents=True)
    (tmp_path / "texts" / "below" / "any name").write_text(TEXT, encoding="utf-8")
    files = {"data/all.yaml": QUOTING}
    done = kg(make_project(files), "check", "--archive", str(tmp_path / "texts"))
    assert done.exit_code == 1 and "not checked" not in done.stderr
    where = "line 2 of the text of `source:report` does not have these words, which stand in line 3: copy"
    assert where in done.stdout and done.stdout.count(" error: ") == 1
    files["kg.cfg"] = "[project]\nextends = ontology, queries\narchive = ../texts\n"
    assert kg(make_project(files), "check").stdout.partition(": ")[2] == done.stdout.partition(": ")[2]
    files["kg.cfg"] = "[project]\nextends = ontology, queries\narchive = nowhere\n"
    done = kg(make_project(files), "check")
    assert done.exit_code == 2 and "nowhere: is not a folder: name the one that holds the archived texts" in done.stdout
    assert kg(make_project(files), "check", "--archive", str(tmp_path / "texts")).exit_code == 1


@pytest.mark.parametrize(
    "text",
    [
        TEXT, TEXT.replace("\n", "\r\n"), TEXT.replace("\n", "\r"), "\ufeff" + TEXT, TEXT.rstrip("\n"),
        "\0\x0c\u2028" + TEXT,
    ],
    ids=["line feeds", "CRLF", "CR", "byte order mark", "no last line feed", "characters that end no line"],
)  # fmt: skip
def test_a_text_is_read_line_by_line_however_it_ends_them(make_project: Make, text: str) -> None:
    project = make_project({"data/all.yaml": quoting(text.encode())})
    (project.root / "texts").mkdir()
    (project.root / "texts" / "a.txt").write_bytes(text.encode())
    assert findings(check(project, project.root / "texts")) == []


def test_two_sources_of_one_text_are_both_compared(make_project: Make) -> None:
    second = QUOTING[QUOTING.index("- id: source:report") :].replace("source:report", "source:part")
    project = make_project({"data/all.yaml": QUOTING + second, "texts/a.txt": TEXT, "texts/b.txt": TEXT})
    names = [name for name, _ in findings(check(project, project.root / "texts"))]
    assert names.count("quotes_not_in_source") == 2 and "texts_not_in_archive" not in names


def test_mentions_are_compared_line_by_line(make_project: Make) -> None:
    _, mended = blocks("quotes_not_in_source", "yaml")
    data = mended + "  mentions:\n    - {of: state:exampleland, form: Exampleland, line: [1, 3]}\n"
    project = make_project({"data/all.yaml": data, "texts/a.txt": TEXT})
    [(name, told)] = findings(check(project, project.root / "texts"))
    assert name == "quotes_not_in_source" and "line 3 of" in told and "stand in line 1:" in told


def test_a_text_that_is_not_utf8_is_told_apart_from_one_that_is_missing(make_project: Make) -> None:
    data = TEXT.encode("utf-16")
    project = make_project({"data/all.yaml": quoting(data), "texts/a.txt": ""})
    [(name, told)] = findings(check(project, project.root / "texts"))
    assert name == "texts_not_in_archive" and "no file of the archive has its digest" in told
    (project.root / "texts" / "a.txt").write_bytes(data)
    [(name, told)] = findings(check(project, project.root / "texts"))
    assert name == "texts_not_in_archive" and "texts/a.txt is not UTF-8" in told


def a_file_too_large(path: Path) -> str:
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    return "cannot be read: it has 64 MiB, and a text has 64 at most: "


def a_pipe(path: Path) -> str:
    os.mkfifo(path)
    return "cannot be read: it is no ordinary file: "


def a_link_to_nothing(path: Path) -> str:
    path.symlink_to("nowhere")
    return "cannot be read: No such file or directory: "


@pytest.mark.parametrize("place", [a_file_too_large, a_pipe, a_link_to_nothing], ids=lambda place: place.__name__)
def test_what_cannot_be_read_is_told_as_long_as_a_text_is_missing(
    make_project: Make, place: Callable[[Path], str]
) -> None:
    project = make_project({"data/all.yaml": quoting(TEXT.encode()), "texts/.hidden": "", "texts/picture.png": "\0"})
    words = place(project.root / "texts" / "odd")
    problems = check(project, project.root / "texts").problems
    assert [(name_of(each), each.severity) for each in problems] == [("texts_not_in_archive", "note"), ("", "warning")]
    assert f"texts/odd: warning: {words}" in str(problems[1])
    (project.root / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    assert check(project, project.root / "texts").problems == []


# The guide


def readme_with(listed: str) -> str:
    before, rest = README.read_text(encoding="utf-8").split(START)
    return before + START + listed + END + rest.split(END)[1]


def checks_listed() -> str:
    rows = [f"| [{name}]({name}.md) | {each.header['severity']} | {each.summary} |" for name, each in CHECKS.items()]
    return "\n".join(["| check | severity | finds |", "| --- | --- | --- |", *rows]) + "\n"


def test_the_readme_lists_the_checks_as_they_are() -> None:
    assert README.read_text(encoding="utf-8") == readme_with(checks_listed()), "run `python tests/test_checks.py`"


if __name__ == "__main__":
    README.write_text(readme_with(checks_listed()), encoding="utf-8")
    sys.stdout.write(f"{README.name} lists {len(CHECKS)} checks\n")
