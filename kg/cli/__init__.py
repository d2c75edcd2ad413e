"""The command line: `kg` and its commands. The only module that knows click."""

from __future__ import annotations

import errno
import gc
import os
import sys
from typing import Any

import click

from kg.cli.style import show_error
from kg.errors import (
    DataError,
    FormatError,
    KgError,
    MissingLibraryError,
    NotFoundError,
    OntologyError,
    ProjectError,
    QueryError,
    RevisionError,
    UnreadableError,
)
from kg.project import find_project
from kg.version import VERSION

EXIT_CODES: dict[type[KgError], int] = {
    DataError: 1,
    OntologyError: 1,
    NotFoundError: 2,
    QueryError: 2,
    FormatError: 2,
    MissingLibraryError: 2,
    ProjectError: 2,
    RevisionError: 2,
    UnreadableError: 3,
}
"""What each kind of error exits with: 1 findings in the input, 2 misuse, 3 unreadable input."""
_ONE_ANSWERS = {"find", "path", "rank", "communities", "conflicts", "diff"}
"""Commands that exit with 1 to answer: none, or some changes. To them input with findings is unreadable."""
_WITHOUT_PROJECT = {"init", "check"}
"""Commands that find their project themselves: there is none yet, or what is wrong with its settings is a finding."""

_COMMANDS = {
    "init": "kg.cli.write",
    "build": "kg.cli.make",
    "check": "kg.cli.check",
    "ask": "kg.cli.read",
    "questions": "kg.cli.read",
    "find": "kg.cli.read",
    "show": "kg.cli.read",
    "why": "kg.cli.explain",
    "draw": "kg.cli.draw",
    "serve": "kg.cli.serve",
    "path": "kg.cli.connect",
    "rank": "kg.cli.connect",
    "communities": "kg.cli.connect",
    "conflicts": "kg.cli.dispute",
    "diff": "kg.cli.compare",
    "export": "kg.cli.make",
    "new": "kg.cli.write",
    "demo": "kg.cli.demo",
}
"""Where each command stands; its module is imported when the command runs."""


class _Commands(click.Group):
    """Commands that are imported when they are called, and errors told in one way."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        import importlib

        if cmd_name not in _COMMANDS:
            return None
        command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from kg.errors import did_you_mean

        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            mend = did_you_mean(args[0], list(_COMMANDS), "`kg --help` lists them")
            raise click.UsageError(f"{args[0]}: is no command: {mend}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KgError as error:
            code = exit_code(error)
            show_error(str(error))
            ctx.exit(EXIT_CODES[UnreadableError] if code == 1 and ctx.invoked_subcommand in _ONE_ANSWERS else code)


def exit_code(error: KgError) -> int:
    """What an error exits with, see `EXIT_CODES`."""
    return next((EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES), 1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--root", metavar="DIR", envvar="KG_ROOT", help="A project of your own (see `kg init`).")
@click.version_option(VERSION, prog_name="kg")
@click.pass_context
def cli(ctx: click.Context, root: str | None) -> None:
    """A knowledge graph in which every statement says who made it, and where.

    \b
    Example:
        kg demo
    """
    ctx.obj = None
    if not ctx.resilient_parsing and ctx.invoked_subcommand not in _WITHOUT_PROJECT:
        ctx.obj = find_project(root)


def main() -> None:
    """Run the command line; it exits by itself."""
    if isinstance(sys.stdout.encoding, str) and sys.stdout.encoding.lower() not in ("utf-8", "utf8"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for argument in sys.argv[1:]:
        if not argument.isprintable() and any("\ud800" <= character <= "\udfff" for character in argument):
            show_error(f"{argument}: is not UTF-8: write it in a UTF-8 locale")
            sys.exit(EXIT_CODES[UnreadableError])
    gc.set_threshold(200_000, 50, 50)  # there is little garbage, and much that a search for it would look through
    if "_KG_COMPLETE" in os.environ:
        from kg.cli.completion import install

        install()
    try:
        cli(prog_name="kg")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries again as it ends
        show_error("stdout: cannot be written: no space is left: free some, or write elsewhere")
        sys.exit(EXIT_CODES[UnreadableError])
