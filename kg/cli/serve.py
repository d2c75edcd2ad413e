"""The command that opens the explorer: serve."""

from __future__ import annotations

import click

from kg.cli.style import note
from kg.project import Project


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name that it may be called by, too.")
@click.option("--open", "browser", is_flag=True, help="Open it in the browser.")
@click.option(
    "--timeout", default=10.0, show_default=True, type=click.FloatRange(0.1), help="The seconds an answer may take."
)
@click.option(
    "--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="How many queries run at a time."
)
@click.option("--rows", default=10_000, show_default=True, type=click.IntRange(1), help="The most rows of an answer.")
@click.option(
    "--memory", default=4096, show_default=True, type=click.IntRange(256), help="The most MiB that a worker takes."
)
@click.pass_obj
def serve(
    project: Project, host: str, port: int, hosts: tuple[str, ...], browser: bool, timeout: float, workers: int,
    rows: int, memory: int,
) -> None:  # fmt: skip
    """Open the explorer in the browser, with a SPARQL endpoint at /sparql; Ctrl-C stops it.

    Only this machine reaches it, unless --host says otherwise. It only reads. After `kg build` it shows
    the new graph.

    \b
    Example:
        kg serve --port 0 --open
    """
    from kg.build import current
    from kg.server.messages import Settings
    from kg.server.serving import address, is_loopback, listen
    from kg.server.serving import serve as run

    listening = listen(host, port)
    current(project, note)
    if not is_loopback(host):
        note(f"{host}: whoever reaches this machine can read the graph and run queries: leave --host out to prevent it")
    where = address(listening)

    def ready() -> None:
        click.echo(where)
        if browser:
            click.launch(where)

    run(Settings(project, timeout, workers, rows, memory * 2**20, hosts), listening, ready)
