"""Commands that make something of the data: build, export."""

from __future__ import annotations

from pathlib import Path

import click

from kg.answers import write
from kg.build import build as build_graph
from kg.cli.style import note, progress, view_options
from kg.errors import FormatError
from kg.exporters import EXPORT_SUFFIXES, FORMATS, NETWORK_FORMATS
from kg.project import Project
from kg.views import View, open_view


@click.command()
@click.option("--rules/--no-rules", default=True, help="With what rules infer from facts, as it is by default.")
@click.pass_obj
def build(project: Project, rules: bool) -> None:
    """Build the graph from the data; the old one answers until the new one stands.

    \b
    Example:
        kg build
    """
    made = build_graph(project, progress, rules=rules)
    state = "built" if made.fresh else "already built"
    inferred = f"{made.inferred} inferred by rules" if made.rules else "no rules asked"
    click.echo(
        f"{state}: {made.records} records, {made.claims} claims, {made.statements} statements, "
        f"{made.promoted} of them promoted from claims, {inferred}"
    )


@click.command()
@click.option("--context", "as_context", is_flag=True, help="The JSON-LD context that gives the YAML its meaning.")
@click.option("--schema", "as_schema", is_flag=True, help="The JSON Schema by which an editor completes the YAML.")
@click.option("--docs", metavar="DIR", help="A browsable reference of the ontology, as a folder of pages.")
@click.option("-f", "--format", "style", type=click.Choice([*FORMATS, *NETWORK_FORMATS]), help="The format.")
@click.option("-o", "--output", metavar="FILE", help="Write here; the suffix tells the format. `-` is stdout.")
@view_options
@click.pass_obj
def export(
    project: Project, as_context: bool, as_schema: bool, docs: str | None, style: str | None, output: str | None,
    view: View,
) -> None:  # fmt: skip
    """Export the graph as RDF, as a network, or as tables of nodes and edges.

    \b
    Example:
        kg export -f turtle -o graph.ttl
        kg export --schema -o data.schema.json
        kg export --docs reference
    """
    if sum((as_context, as_schema, docs is not None)) > 1:
        raise click.UsageError("--context, --schema and --docs are things of their own: ask for one of them")
    if as_schema:
        from kg.writing.schema import schema_file

        write(schema_file(project, note), output)
        return
    if docs is not None:
        from kg.reference import write_reference

        note(f"{docs}/index.html and {write_reference(project, docs) - 1} other pages: open it in a browser")
        return
    if as_context:
        from kg.exporters import context_file
        from kg.ontology import read_ontology

        write(context_file(read_ontology(project)), output)
        return
    _graph(project, style or _by_suffix(output), output, view)


def _graph(project: Project, style: str, output: str | None, view: View) -> None:
    """Write the graph in a format."""
    from kg import exporters

    graph = open_view(project, view, note)
    if style in FORMATS:
        from kg.queries import prefixes_of

        write(exporters.rdf(graph, style, prefixes_of(graph)), output)
    else:
        from kg.networks import network

        write(exporters.network_file(network(project, graph), style), output)


def _by_suffix(output: str | None) -> str:
    if output in (None, "-"):
        return "turtle"
    suffix = Path(str(output)).suffix.lower()
    if suffix not in EXPORT_SUFFIXES:
        known = " ".join(EXPORT_SUFFIXES)
        raise FormatError(f"{output}: no format has the suffix `{suffix}`: use one of {known}, or name one with -f")
    return EXPORT_SUFFIXES[suffix]
