"""The command `check`: what is wrong with the data, where, and how to mend it."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.shell_completion import CompletionItem

from kg.answers import write
from kg.cli import exit_code
from kg.cli.limit import within
from kg.cli.style import colours, complete, note, show_error
from kg.errors import FormatError, KgError
from kg.project import Project, find_project

if TYPE_CHECKING:
    from kg.check import Report
    from kg.check.rechecking import Rechecker

_FORMATS = ("text", "json", "sarif", "junit", "github", "turtle")


def complete_rule(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of rules, for the shell."""
    from kg.findings.pages import rules

    return complete(ctx, incomplete, rules)


@click.command()
@click.option("--archive", metavar="DIR", help="A folder with the texts of sources, to compare quotes with.")
@click.option("--data", metavar="FILE", help="Check this RDF file instead of the project; with --shapes.")
@click.option("--shapes", metavar="FILE", help="The SHACL shapes, as RDF, to check the file of --data against.")
@click.option("--explain", metavar="RULE", shell_complete=complete_rule, help="Print the page on a rule, no more.")
@click.option("-f", "--format", "style", type=click.Choice(_FORMATS), help="The format; else by the suffix of -o.")
@click.option("-o", "--output", metavar="FILE", help="Write here; `-` is stdout.")
@click.option("--all", "every", is_flag=True, help="Show all findings, however many break one rule.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors alone, and no summary.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C.")
@click.option("--fix", is_flag=True, help="Write the mends that are certain, after showing them.")
@click.option("--yes", is_flag=True, help="With --fix: write them without asking.")
@click.option(
    "--timeout", default=600.0, show_default=True, type=click.FloatRange(0.1, threading.TIMEOUT_MAX),
    metavar="SECONDS", help="End a check that takes longer; not with --watch.",
)  # fmt: skip
@click.pass_context
def check(
    ctx: click.Context, archive: str | None, data: str | None, shapes: str | None, explain: str | None,
    style: str | None, output: str | None, every: bool, quiet: bool, watch: bool, fix: bool, yes: bool,
    timeout: float,
) -> None:  # fmt: skip
    """Check the data: its structure, then what shapes and checks ask. Exits with 1 if something is wrong.

    Each finding ends with the name of its rule in brackets; `--explain RULE` prints the page on it.

    \b
    Example:
        kg check
        kg check --explain facts_without_source
        kg check --fix
        kg check -f sarif -o kg.sarif

    With --data and --shapes it checks any graph against any shapes, without a project.
    """
    from kg.findings.pages import page_on

    root = ctx.find_root().params["root"]
    if explain:
        write(page_on(find_project(root), explain), None)
        return
    if data or shapes:
        _alone({"--fix": fix, "--watch": watch, "--archive": archive})
        with within(timeout, "check"):
            _validate(ctx, data, shapes, _format(style, output), output, every, quiet)
    if watch and fix:
        raise click.UsageError("--watch and --fix: use one after the other")
    chosen, texts = _format(style, output), Path(archive) if archive is not None else None
    if watch:
        _watch(find_project(root), texts, chosen, output, every, quiet)
        return
    project, report = _checked(root, texts, timeout)
    while fix and _fix(report, yes):  # what is mended may have hidden another mistake
        project, report = _checked(root, texts, timeout)
    _tell(project, report, chosen, output, every, quiet)
    ctx.exit(exit_code(report.error) if report.error else 1 if report.errors else 0)


def _checked(root: str | None, archive: Path | None, timeout: float) -> tuple[Project, Report]:
    """A project and the report on it, also where it cannot be checked at all.

    Raises:
        KgError: there is no project, or the error is about no file of it.
    """
    from kg.check import check as check_project
    from kg.check.unfit import refused

    project = Project(Path.cwd(), {})  # until the settings are read
    try:
        with within(timeout, "check"):
            project = find_project(root)
            return project, check_project(project, archive)
    except KgError as error:
        return project, refused(project, error)


def _alone(others: dict[str, object]) -> None:
    """Refuse other options beside --data and --shapes."""
    if asked := [name for name, value in others.items() if value]:
        raise click.UsageError(f"{', '.join(asked)}: goes with a project, not with --data and --shapes")


def _validate(
    ctx: click.Context, data: str | None, shapes: str | None, style: str, output: str | None, every: bool, quiet: bool
) -> NoReturn:
    """Check any file against any shapes, and exit."""
    from kg.cli.validate import validate

    if not data or not shapes:
        raise click.UsageError("--data and --shapes: name both, the graph and the shapes to check it against")
    report, parts, summary = validate(data, shapes)
    if style == "json":
        write(parts, output)
    else:
        _show(Project(Path.cwd(), {}), report, style, output, every, quiet)
    if not quiet:
        note(summary)
    ctx.exit(exit_code(report.error) if report.error else 1 if report.problems else 0)


def _format(style: str | None, output: str | None) -> str:
    from kg.findings import SUFFIXES

    if style or not output or output == "-":
        return style or "text"
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        known = " ".join(SUFFIXES)
        raise FormatError(f"{output}: no format has the suffix `{suffix}`: name one with -f, or use one of {known}")
    return SUFFIXES[suffix]


def _tell(project: Project, report: Report, style: str, output: str | None, every: bool, quiet: bool) -> None:
    """Write what was found, and sum it up on stderr."""
    _show(project, report, style, output, every, quiet)
    if not quiet:
        note(_summary(report))


def _show(project: Project, report: Report, style: str, output: str | None, every: bool, quiet: bool) -> None:
    """Write what was found."""
    from kg.findings import FORMATS, MOST, in_one_look

    shown = replace(report, problems=report.errors) if quiet else report
    if style == "text":
        coloured = colours(sys.stdout) if output in (None, "-") else False
        text = in_one_look(project, shown, None if every else MOST, _paint if coloured else lambda text, colour: text)
    else:
        text = FORMATS[style](project, shown)
    write(text, output)


def _paint(text: str, colour: str) -> str:
    return click.style(text, fg=colour)


def _summary(report: Report) -> str:
    if report.error:
        return "nothing else was checked: mend this first"
    shapes = f", {report.shapes} shapes, {report.checks} checks" if report.shapes else " (no shape or check yet)"
    found = ", ".join(_counted(len(report.of(severity)), severity) for severity in ("error", "warning", "note"))
    missing = f"; not checked without `--archive DIR`: {', '.join(report.not_run)}" if report.not_run else ""
    fixes = sum(problem.fix is not None for problem in report.problems)
    mends = f"; `kg check --fix` mends {fixes} of them" if fixes else ""
    return f"checked {report.records} records, {report.claims} claims{shapes}: {found}{mends}{missing}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _fix(report: Report, yes: bool) -> int:
    """Show what would be mended, and mend it if that is wanted; how many mends were written."""
    from kg.check.fixing import changes

    wanted = changes(report.problems)
    mends = sum(change.mends for change in wanted)
    written = f"{_counted(mends, 'mend')} into {_counted(len(wanted), 'file')}"
    for change in wanted:
        click.echo(change.diff, err=True)
    if mends and not yes and not click.confirm(f"Write {written}?", err=True):
        note("nothing was written")
        return 0
    for change in wanted:
        change.write()
    note(f"wrote {written}" if mends else "no other mend is certain")
    return mends


def _watch(project: Project, archive: Path | None, style: str, output: str | None, every: bool, quiet: bool) -> None:
    """Check now and after each save; what cannot be checked is told, and waited out."""
    from kg.check.rechecking import Rechecker
    from kg.check.watching import saves

    checker = Rechecker(project, archive)
    for paths in saves(project):
        names = ", ".join(str(project.shown(path)) for path in paths[:3]) + (", …" if len(paths) > 3 else "")
        began = time.perf_counter()
        try:
            report = _again(project, checker)
        except KgError as error:
            show_error(str(error))
            continue
        took = time.perf_counter() - began
        _tell(project, report, style, output, every, quiet)
        note(f"{names or 'all'} checked in {took:.2f} s; waiting for the next save (Ctrl-C ends)")


def _again(project: Project, checker: Rechecker) -> Report:
    from kg.check.unfit import refused

    try:
        return checker.check()
    except KgError as error:
        return refused(project, error)
