"""The command `demo`: the whole way from data to a drawing, in one go."""

from __future__ import annotations

import click

from kg.answers import render, terminal_width, write
from kg.build import build, open_graph
from kg.cli.style import note, progress
from kg.errors import NotFoundError
from kg.graph import Graph, Iri, text_of
from kg.namespaces import KG, expand
from kg.project import Project

_THING = "launch:2022-01-17-pyongyang"
_NEXT = (
    "kg show {thing}",
    "kg why {thing} weaponClass",
    "kg conflicts",
    "kg find 朝鲜",
    "kg questions",
    "kg new NewsArticle",
    "kg init my-project",
)


@click.command()
@click.option("-o", "--output", default="kg-demo.html", show_default=True, help="Where the drawing goes.")
@click.pass_context
def demo(ctx: click.Context, output: str) -> None:
    """Build, check, ask one question, make one drawing; then say what to try next.

    \b
    Example:
        kg demo
    """
    from kg.check import check
    from kg.drawing import draw
    from kg.drawing.page import page
    from kg.networks import network
    from kg.queries import find_query

    project: Project = ctx.obj
    made = build(project, progress)
    click.echo(f"$ kg build\n{made.records} records and {made.claims} claims make {made.statements} statements.\n")
    report = check(project)
    asked = f"{report.shapes} shapes and {report.checks} checks"
    click.echo(f"$ kg check\n{len(report.errors)} errors in the data, by {asked}.\n")
    graph = open_graph(project, note)
    question = find_query(project, "claims_about")
    thing, given = _subject(project, graph)
    options = " ".join(f"-p {name}={value}" for name, value in given.items())
    click.echo(f"$ kg ask {question.name} {options}\n{question.summary}\n")
    write(render(graph, question.run(graph, **given), "table", True, terminal_width() or 120), None)
    found = network(project, graph, [thing], 1)
    title = found.nodes[thing]["label"]
    write(page(draw(found, title=title), title=title), output)
    click.echo(f"\n$ kg draw {thing} -o {output}\n{len(found)} things: open {output} in a browser.\n")
    click.echo("Try next:\n" + "\n".join(f"  {command.format(thing=thing)}" for command in _NEXT))
    ctx.exit(1 if report.errors else 0)


def _subject(project: Project, graph: Graph) -> tuple[str, dict[str, str]]:
    """What the demonstration asks about: the launch of the shipped data, else what most claims are about."""
    if graph.knows(Iri(expand(_THING))):
        return _THING, {"thing": _THING, "property": "kg:weaponClass"}
    rows = graph.select(
        f"SELECT ?thing WHERE {{ ?claim <{KG}about> ?thing }} GROUP BY ?thing ORDER BY DESC(COUNT(?claim)) ?thing"
    ).rows
    if not rows:
        raise NotFoundError("demo: the data makes no claims: add a source, see `kg new NewsArticle`")
    thing = text_of(rows[0][0])
    return thing, {"thing": thing}
