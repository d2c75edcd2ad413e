"""The command `demo`: the whole way from data to a drawing, in one go."""

from __future__ import annotations

import click

from kg.answers import render, terminal_width, write
from kg.build import build, open_graph
from kg.cli.style import note, progress
from kg.project import Project

_THING = "launch:2022-01-17-pyongyang"
_NEXT = (
    f"kg show {_THING}",
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
    from kg.networks import network
    from kg.page import page
    from kg.queries import find_query

    project: Project = ctx.obj
    made = build(project, progress)
    click.echo(f"$ kg build\n{made.records} records and {made.claims} claims make {made.statements} statements.\n")
    report = check(project)
    click.echo(f"$ kg check\n{len(report.errors)} errors in the data, by {report.shapes} shapes.\n")
    graph = open_graph(project, note)
    question = find_query(project, "claims_about")
    click.echo(f"$ kg ask {question.name}\n{question.summary}\n")
    width = terminal_width() or 120
    write(render(graph, question.run(graph, thing=_THING, property="kg:weaponClass"), "table", True, width), None)
    found = network(project, graph, [_THING], 1)
    title = found.nodes[_THING]["label"]
    write(page(draw(found, title=title), title=title), output)
    click.echo(f"\n$ kg draw {_THING} -o {output}\n{len(found)} things: open {output} in a browser.\n")
    click.echo("Try next:\n" + "\n".join(f"  {command}" for command in _NEXT))
    ctx.exit(1 if report.errors else 0)
