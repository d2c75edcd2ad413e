"""The command line keeps its promises: examples run, formats are whole, codes and streams are as documented."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import networkx
import pytest
import rdflib
from click.testing import CliRunner, Result
from conftest import git

from kg.answers import GRAPH_FORMATS, ROW_FORMATS, SUFFIXES
from kg.build import build
from kg.cli import cli
from kg.errors import FormatError
from kg.exporters import EXPORT_SUFFIXES, NETWORK_FORMATS
from kg.graph import FORMATS, Graph, parse
from kg.networks import network as make_network
from kg.project import Project

LAUNCH = "launch:2022-01-17-pyongyang"
ASK = ["ask", "claims_about", "-p", f"thing={LAUNCH}"]
CONSTRUCT = ["ask", "--sparql", "CONSTRUCT { ?l a kg:Launch } WHERE { ?l a kg:Launch }"]
KG = str(Path(sys.executable).with_name("kg"))

pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")

CONTEXT = click.Context(cli)
COMMANDS = {name: cli.get_command(CONTEXT, name) for name in cli.list_commands(CONTEXT)}


def examples(command: click.Command | None) -> list[str]:
    assert command is not None and command.help is not None
    _, _, block = command.help.partition("Example:")
    return [line.strip() for line in block.splitlines() if line.strip().startswith("kg ")]


def styles(command: click.Command | None) -> list[str]:
    """The formats that a command can be asked for."""
    assert command is not None
    choices = [each.type for each in command.params if each.name == "style"]
    return [style for choice in choices if isinstance(choice, click.Choice) for style in choice.choices]


EXAMPLES = {name: examples(command) for name, command in COMMANDS.items()}


CODES = {"diff": 1}
"""What an example exits with, where that is not 0: it shows a difference."""


@pytest.fixture(autouse=True, scope="module")
def history(project: Project) -> None:
    """A git repository at the shipped project, which once had a record more."""
    data = project.root / "data"
    data.mkdir()
    (data / "gone.yaml").write_text("- {id: place:atlantis, kind: Place, label: Atlantis}\n", encoding="utf-8")
    git(project.root, "init", "-q")
    git(project.root, "add", "kg.cfg", "data")
    git(project.root, "commit", "-q", "-m", "With Atlantis")
    git(project.root, "rm", "-q", "data/gone.yaml")
    git(project.root, "commit", "-q", "-m", "Without it")


@pytest.fixture(autouse=True)
def folder(project: Project, graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the shipped project, built, named by KG_ROOT."""
    monkeypatch.setenv("KG_ROOT", str(project.root))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kg(*arguments: str, code: int = 0, given: str | bytes | None = None) -> Result:
    """Run a command in this process."""
    done = CliRunner().invoke(cli, arguments, input=given, prog_name="kg")
    assert done.exit_code == code, (done.exception, done.output)
    return done


def shell(line: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which `kg` is the installed command."""
    path = f"{Path(KG).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, timeout=60, env={**os.environ, "PATH": path} | settings
    )


# Examples


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("demo", "serve")])  # serve never ends
def test_every_example_in_a_help_runs(name: str) -> None:
    shown = kg(name, "--help").stdout
    assert EXAMPLES[name], f"`kg {name} --help` has no example"
    for example in EXAMPLES[name]:
        assert example in shown
        program, *arguments = shlex.split(example)
        assert program == "kg" and arguments[0] == name
        kg(*arguments, code=CODES.get(name, 0))
        for option, value in pairwise(arguments):
            if option == "-o":
                assert Path(value).stat().st_size > 0


def test_the_help_names_every_command_and_each_says_what_it_does() -> None:
    shown = kg("--help").stdout
    for name, command in COMMANDS.items():
        assert re.search(rf"^  {name} +[A-Z]", shown, re.MULTILINE)
        assert command is not None and all(each.help for each in command.params if isinstance(each, click.Option))
    assert kg("-h").stdout == shown


def test_the_demo_names_commands_that_run() -> None:
    assert EXAMPLES["demo"] == ["kg demo"]
    told = kg("demo").stdout.partition("Try next:\n")[2].splitlines()
    assert len(told) > 3
    for line in told:
        kg(*shlex.split(line)[1:])


# Formats


@pytest.mark.parametrize(("name", "style"), [(name, each) for name in COMMANDS for each in styles(COMMANDS[name])])
def test_a_command_takes_every_format_that_its_help_names(name: str, style: str) -> None:
    """Rows cannot be RDF: that is a misuse, and says which formats can hold them."""
    arguments = re.sub(r" (-f|-o) \S+", "", EXAMPLES[name][0]).split()[1:]
    if name == "ask" and style in GRAPH_FORMATS:
        assert f"which {style} cannot hold: use one of table csv" in kg(*arguments, "-f", style, code=2).stderr
    else:
        assert kg(*arguments, "-f", style, code=CODES.get(name, 0)).stdout.strip()


READERS: dict[str, Callable[[str], list[dict[str, Any]]]] = {
    "csv": lambda text: list(csv.DictReader(io.StringIO(text))),
    "tsv": lambda text: list(csv.DictReader(io.StringIO(text), delimiter="\t")),
    "json": json.loads,
    "jsonl": lambda text: [json.loads(line) for line in text.splitlines()],
}


def as_text(value: Any) -> str:
    """A value of JSON as CSV has it."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: ""}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_every_format_of_rows_holds_the_same_rows() -> None:
    found = {style: read(kg(*ASK, "-f", style).stdout) for style, read in READERS.items()}
    plain = [{name: as_text(value) for name, value in row.items()} for row in found["json"]]
    assert len(plain) > 10 and found["jsonl"] == found["json"]
    assert found["csv"] == found["tsv"] == plain
    assert len(kg(*ASK, "-f", "markdown").stdout.splitlines()) == len(plain) + 2
    assert set(READERS) | {"table", "markdown"} == set(ROW_FORMATS)


@pytest.mark.parametrize("style", GRAPH_FORMATS)
def test_an_answer_that_is_a_graph_comes_in_every_rdf_format(style: str) -> None:
    answer = rdflib.Dataset().parse(data=kg(*CONSTRUCT, "-f", style).stdout, format=RDFLIB[style])
    assert {str(kind) for kind in answer.objects()} == {"https://w3id.org/actors-events/ontology#Launch"}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_of_the_file_tells_the_format(suffix: str, folder: Path) -> None:
    arguments = CONSTRUCT if SUFFIXES[suffix] in GRAPH_FORMATS else ASK
    done = kg(*arguments, "-o", f"answer{suffix.upper()}")
    assert done.stdout == ""
    written = (folder / f"answer{suffix.upper()}").read_text(encoding="utf-8")
    assert written == kg(*arguments, "-f", SUFFIXES[suffix], "-o", "-").stdout
    assert [path.name for path in folder.iterdir()] == [f"answer{suffix.upper()}"]


def test_a_named_format_counts_more_than_the_suffix(folder: Path) -> None:
    kg("questions", "-f", "json", "-o", "questions.txt")
    assert json.loads((folder / "questions.txt").read_text(encoding="utf-8"))


def test_ids_and_names_can_be_chosen() -> None:
    names, ids = (kg(*ASK, "-f", "json", each).stdout for each in ("--labels", "--ids"))
    assert "South Korea's military" in names and "organization:rok-military" not in names
    assert "organization:rok-military" in ids


def test_a_query_can_come_from_stdin() -> None:
    asked = "SELECT (COUNT(*) AS ?n) WHERE { ?launch a kg:Launch }"
    done = kg("ask", "--sparql", "-", "-f", "csv", given=asked)
    assert done.stdout == kg("ask", "--sparql", asked, "-f", "csv").stdout != ""


# Export: another tool reads the file back


RDFLIB = {
    "turtle": "turtle", "trig": "trig", "ntriples": "nt", "nquads": "nquads", "jsonld": "json-ld", "rdfxml": "xml",
}  # fmt: skip


@pytest.mark.parametrize("style", FORMATS)
def test_rdflib_reads_every_triple_back(style: str, graph: Graph, folder: Path) -> None:
    suffix = {name: suffix for suffix, name in EXPORT_SUFFIXES.items()}[style]
    kg("export", "-o", f"graph{suffix}")
    read = rdflib.Dataset(default_union=True).parse(folder / f"graph{suffix}", format=RDFLIB[style])
    assert sum(1 for _ in read.quads()) == len(graph)


def test_what_rdf_xml_cannot_hold_is_told_by_ask_and_export(tmp_path: Path) -> None:
    """The graph that `export` writes is refused as an answer is, or has the sign for what XML cannot hold."""
    asked = 'CONSTRUCT { <a:b> <a:c/> "x" } WHERE {}'
    assert "<a:c/>: gives no name for an element" in kg("ask", "--sparql", asked, "-f", "rdfxml", code=2).stderr
    graph, output = Graph.memory(), io.BytesIO()
    graph.add(parse(b'<a:b> <a:c> "x\\u0001" .', "ntriples"))
    graph.dump(output, "rdfxml", {})
    assert [str(each) for each in rdflib.Graph().parse(data=output.getvalue(), format="xml").objects()] == ["x\ufffd"]
    graph.add(parse(b'<a:b> <a:c/> "x" .', "ntriples"))
    with pytest.raises(FormatError, match="take another format"):
        graph.dump(io.BytesIO(), "rdfxml", {})


@pytest.mark.parametrize("style", ["graphml", "gexf"])
def test_networkx_reads_every_node_and_edge_back(style: str, project: Project, graph: Graph, folder: Path) -> None:
    whole = make_network(project, graph)
    kg("export", "-o", f"graph.{style}")
    read = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}[style](folder / f"graph.{style}")
    assert set(read) == set(whole)
    assert sorted(read.edges()) == sorted(whole.edges())
    assert read.nodes[LAUNCH]["label"] == whole.nodes[LAUNCH]["label"]
    assert {given["support"] for *_, given in read.edges(data=True)} == {
        len(given["claims"]) for *_, given in whole.edges(data=True)
    }


def test_tables_hold_every_node_and_the_claims_of_every_edge(project: Project, graph: Graph) -> None:
    whole = make_network(project, graph)
    nodes, edges = (READERS["csv"](kg("export", "-f", style).stdout) for style in ("nodes-csv", "edges-csv"))
    assert [row["id"] for row in nodes] == list(whole)
    assert len(edges) == sum(max(1, len(given["claims"])) for *_, given in whole.edges(data=True))
    assert {(row["from"], row["property"], row["to"]) for row in edges} == {(u, k, v) for u, v, k in whole.edges}
    told = [claim for *_, given in whole.edges(data=True) for claim in given["claims"]]
    for column in ("claimant_id", "source_id", "line", "quote"):
        assert [row[column] for row in edges if row["claimant"]] == [str(claim[column] or "") for claim in told], column
    assert all(row["source_id"].startswith("source:") for row in edges if row["claimant"])
    assert {"graphml", "gexf", "nodes-csv", "edges-csv"} == set(NETWORK_FORMATS)


def test_the_context_is_json_ld() -> None:
    assert json.loads(kg("export", "--context").stdout)["@context"]["claims"]["@reverse"].endswith("#in")


# Exit codes and streams


def test_fine_is_0_and_findings_are_1(make_project: Callable[[dict[str, str]], Project]) -> None:
    own = make_project({"data/a.yaml": "- {id: state:x, kind: State, lable: X}\n"})
    done = kg("--root", str(own.root), "check", code=1)
    told = r"a\.yaml:1:\d+: error: the key `lable` is unknown here: did you mean `label`\? \[unknown-key\]\n"
    assert re.search(told, done.stdout)
    assert "1 error," in done.stderr
    assert "lable" in kg("--root", str(own.root), "build", code=1).stderr
    kg("find", "no such thing at all", code=1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc"], "did you mean `check`?"),
        (["ask"], "give a NAME"),
        (["ask", "claims_abuot"], "did you mean `claims_about`?"),
        (["ask", "claims_about", "-p", "thign=x"], "did you mean `thing`?"),
        (["ask", "claims_about", "-p", "thing"], "write -p NAME=VALUE"),
        (["ask", "claims_about", "-p", "thing=state:atlantis"], "stands for nothing in the graph"),
        (["ask", "claims_about", "-f", "turtle"], "use one of table csv"),
        (["ask", "claims_about", "-o", "answer.docx"], "no format has the suffix `.docx`"),
        (["ask", "--sparql", "SELECT"], "does not parse"),
        (["ask", "--sparql", "SELECT * { SERVICE <http://x> { ?s ?p ?o } }"], "SERVICE asks another server"),
        (["ask", "--sparql", "SELECT * { GRAPH ?g { ?s ?p ?o } }"], "query:1:12: GRAPH asks a graph with a name"),
        (["ask", "--sparql", "SELECT * FROM <urn:x> { ?s ?p ?o }"], "query:1:10: FROM names a graph"),
        (["ask", "--sparql", "SELECT * { FILTER(1<2)SERVICE#>\n<http://x>{?s ?p ?o} }"], "SERVICE asks another server"),
        ([*CONSTRUCT, "-f", "csv"], "use one of turtle"),
        (["show", "launch:2022-01-17-pyongjang"], f"did you mean {LAUNCH}?"),
        (["show", LAUNCH, "-o", "launch.csv"], "cannot hold a description"),
        (["draw", LAUNCH], "-o"),
        (["diff", "HEAD~9"], "HEAD~9: is no revision"),
        (["diff", "HEAD~1", "-o", "changes.ttl"], "use one of table csv"),
        (["new", "Lunch"], "did you mean `Launch`?"),
        (["export", "-o", "graph.docx"], "no format has the suffix `.docx`"),
        (["--root", "nowhere", "check"], "kg init nowhere"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_misuse_is_2_and_the_message_says_how_to_mend_it(arguments: list[str], words: str, folder: Path) -> None:
    done = kg(*arguments, code=2)
    assert words in done.stderr and done.stdout == ""
    assert list(folder.iterdir()) == []


def test_what_is_wrong_in_the_data_is_1(make_project: Callable[[dict[str, str]], Project], folder: Path) -> None:
    own = make_project({"data/a.yaml": "- {id: state:x, kind: Stat, label: X}\n"})
    assert "did you mean `State`?" in kg("--root", str(own.root), "build", code=1).stderr
    (own.root / "data" / "a.yaml").unlink()
    assert "holds no .yaml file" in kg("--root", str(own.root), "build", code=1).stderr
    (own.root / "data" / "a.yaml").symlink_to("/etc/hostname")
    assert "leads out of data/" in kg("--root", str(own.root), "build", code=1).stderr
    (own.root / "data" / "a.yaml").unlink()
    (own.root / "data" / "a.yaml").symlink_to("a.yaml")
    assert "a.yaml: cannot be read" in kg("--root", str(own.root), "build", code=3).stderr


ONE_IS_AN_ANSWER = [["find", "x"], ["path", "x", "y"], ["rank"], ["communities"], ["conflicts"], ["diff", "now"]]


@pytest.mark.parametrize("arguments", [["check"], ["show", "x"], *ONE_IS_AN_ANSWER], ids=lambda given: given[0])
def test_an_empty_folder_is_no_project_which_is_2_and_no_answer(arguments: list[str], folder: Path) -> None:
    assert "holds none of ontology/, data/, queries/" in kg("--root", ".", *arguments, code=2).stderr


@pytest.mark.parametrize("arguments", ONE_IS_AN_ANSWER, ids=lambda given: given[0])
def test_where_1_is_an_answer_data_that_is_wrong_is_unreadable(
    make_project: Callable[[dict[str, str]], Project], arguments: list[str]
) -> None:
    own = make_project({"data/a.yaml": "- {id: state:x, kind: Stat, label: X}\n"})
    assert "did you mean `State`?" in kg("--root", str(own.root), *arguments, code=3).stderr


def test_unreadable_input_is_3(make_project: Callable[[dict[str, str]], Project]) -> None:
    own = make_project({"data/a.yaml": ""})
    (own.root / "data" / "a.yaml").write_bytes(b"- {id: state:x, kind: State, label: \xff}\n")
    assert "a.yaml" in kg("--root", str(own.root), "check", code=3).stdout
    assert "not UTF-8" in kg("ask", "--sparql", "-", given=b"SELECT \xff", code=3).stderr


def test_an_argument_that_is_not_utf8_is_unreadable_too() -> None:
    done = shell(r"kg show $'state:\xff'")
    assert done.returncode == 3 and "is not UTF-8" in done.stderr and "Traceback" not in done.stderr


def test_notes_go_to_stderr_and_data_to_stdout() -> None:
    done = kg("draw", LAUNCH, "-o", "launch.html")
    assert done.stdout == ""
    assert re.fullmatch(r"kg: launch.html: \d+ things, \d+ relations, [\d.]+ [kM]B\n", done.stderr)
    done = kg("find", "kim jong", "-f", "csv")
    assert done.stderr == "" and done.stdout.startswith("id,label,kind,matched\n")


def test_data_newer_than_the_graph_is_told_on_stderr(make_project: Callable[[dict[str, str]], Project]) -> None:
    own = make_project({"data/a.yaml": "- {id: state:x, kind: State, label: X}\n"})
    build(own)
    (own.root / "data" / "a.yaml").write_text("- {id: state:x, kind: State, label: Xanadu}\n", encoding="utf-8")
    done = kg("--root", str(own.root), "show", "state:x", "-f", "json")
    assert "run `kg build`" in done.stderr and json.loads(done.stdout)["label"] == "X"


# Files


@pytest.mark.parametrize("output", ["missing/answer.csv", ".", "", "/", "folder.csv", "folder.csv/"])
def test_a_place_that_cannot_be_written_is_told_and_left_as_it_was(output: str, folder: Path) -> None:
    (folder / "folder.csv").mkdir()
    (folder / "folder.csv" / "old").write_text("old", encoding="utf-8")
    done = kg("questions", "-f", "csv", "-o", output, code=3)
    assert "cannot be written" in done.stderr and done.stdout == ""
    assert sorted(folder.rglob("*")) == [folder / "folder.csv", folder / "folder.csv" / "old"]


def test_a_file_is_replaced_whole_or_not_at_all(folder: Path) -> None:
    old = folder / "launch.html"
    old.write_text("old", encoding="utf-8")
    kg("draw", LAUNCH, "--most", "3", "-o", "launch.html", code=2)
    assert old.read_text(encoding="utf-8") == "old"
    kg("draw", LAUNCH, "-o", "launch.html")
    assert old.read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "kept").mkdir()
    (folder / "link.csv").symlink_to("kept/answer.csv")
    kg("questions", "-o", "link.csv")
    assert (folder / "link.csv").is_symlink() and (folder / "kept" / "answer.csv").is_file()


def test_a_device_or_a_pipe_is_written_to_and_not_replaced() -> None:
    done = shell("kg questions -f csv -o /dev/stdout | head -1; kg questions -f csv -o >(head -1 >&2) && sleep 0.2")
    assert done.stdout == done.stderr == "topic,name,summary,parameters\n"


def test_a_drawing_too_large_to_read_is_refused_with_the_figure() -> None:
    told = kg("draw", LAUNCH, "--hops", "1", "--most", "5", "-o", "x.html", code=2).stderr
    [count] = re.findall(r"(\d+) things lie within 1 hops, more than 5: choose", told)
    assert f"--most {count}" in told
    kg("draw", LAUNCH, "--hops", "1", "--most", count, "-o", "x.html")


# Terminals and shells


@pytest.mark.parametrize(
    ("settings", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
    ids=str,
)
def test_colours_are_forced_and_forbidden(
    make_project: Callable[[dict[str, str]], Project], settings: dict[str, str], coloured: bool
) -> None:
    own = make_project({"data/a.yaml": "- {id: state:x, kind: Stat, label: X}\n"})
    finding = shell("kg check", KG_ROOT=str(own.root), **settings)
    slip = shell("kg show state:atlantis", **settings)
    assert ("\x1b[31m" in finding.stdout) == ("\x1b[31m" in slip.stderr) == coloured


@pytest.mark.parametrize("command", ["questions", "export -f ntriples", "check --help"])
def test_a_closed_pipe_ends_a_command_quietly(command: str) -> None:
    done = shell(f"kg {command} | head -1")
    assert done.stderr == "" and len(done.stdout.splitlines()) == 1


def test_a_full_disk_is_told_in_a_line() -> None:
    done = shell("kg questions >/dev/full")
    assert done.returncode == 3 and done.stderr.count("\n") == 1 and "no space is left" in done.stderr


def test_names_in_any_script_are_printed_whatever_the_locale() -> None:
    done = shell("kg show state:north-korea", LC_ALL="C", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert done.returncode == 0 and "朝" in done.stdout


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["sho"], "show"),
        (["ask", "claims_ab"], "claims_about"),
        (["new", "Launc"], "Launch"),
        (["show", "state:north-k"], "state:north-korea"),
        (["show", "state", ":", "north-k"], "north-korea"),
        (["draw", "state", ":", "japan", "state", ":", "north-k"], "north-korea"),
        (["ask", "claims_about", "-f", "mark"], "markdown"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_shell_completes_commands_questions_kinds_and_ids(words: list[str], answer: str) -> None:
    """Bash hands an id over in pieces, split at the colon, and adds what it gets to the last one."""
    array = " ".join(map(shlex.quote, ["kg", *words]))
    done = shell(
        'eval "$(_KG_COMPLETE=bash_source kg)"; '
        f'COMP_WORDS=({array}); COMP_CWORD={len(words)}; _kg_completion kg; echo "${{COMPREPLY[@]}}"'
    )
    assert done.stdout.split() == [answer] and done.stderr == ""
