"""Answers as text: tables for people, CSV and JSON for programs, RDF for graphs."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.errors import FormatError, UnreadableError
from kg.graph import FORMATS, Graph, Iri, Literal, Rows, Term, Triple, serialize, text_of, value_of
from kg.namespaces import KG, RDF
from kg.queries import prefixes_of

ROW_FORMATS = ("table", "csv", "tsv", "json", "jsonl", "markdown")
GRAPH_FORMATS = tuple(FORMATS)
SUFFIXES = {
    ".txt": "table", ".csv": "csv", ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl", ".md": "markdown",
    ".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".nq": "nquads", ".jsonld": "jsonld", ".rdf": "rdfxml",
}  # fmt: skip
_NARROWEST, _SAMPLE = 10, 60


def format_of(style: str | None, output: str | None, otherwise: str) -> str:
    """The format wanted: the one named, else that of the file's suffix, else `otherwise`.

    Raises:
        FormatError: the suffix of `output` belongs to no format.
    """
    if style or not output or output == "-":
        return style or otherwise
    suffix = Path(output).suffix.lower()
    if suffix not in SUFFIXES:
        known = " ".join(SUFFIXES)
        raise FormatError(f"{output}: no format has the suffix `{suffix}`: name one with -f, or use one of {known}")
    return SUFFIXES[suffix]


def render(graph: Graph, answer: Rows | list[Triple] | bool, style: str, labels: bool, width: int | None) -> str:
    """An answer as text.

    Args:
        graph: where the labels of ids are looked up.
        style: one of `ROW_FORMATS` for rows, of `GRAPH_FORMATS` for triples.
        labels: whether names are shown in place of ids.
        width: the columns of the terminal; None is without limit.

    Raises:
        FormatError: the format cannot hold such an answer.
    """
    if isinstance(answer, bool):
        answer = Rows(["answer"], [(Literal(answer),)])
    if isinstance(answer, Rows):
        cells = names_of(graph, answer) if labels else {}
        return render_rows(answer, style, cells, width)
    if style not in GRAPH_FORMATS:
        known = " ".join(GRAPH_FORMATS)
        raise FormatError(f"format: the answer is a graph, which {style} cannot hold: use one of {known}")
    return serialize(answer, style, prefixes_of(graph)).decode()


def names_of(graph: Graph, rows: Rows) -> dict[str, str]:
    """The names, by IRI, of the things that stand in an answer."""
    iris = {term.value for row in rows.rows for term in row if isinstance(term, Iri)}
    return look_up_names(graph, iris)


def look_up_names(graph: Graph, iris: set[str]) -> dict[str, str]:
    """The English names (label, or title of a source) of things, by IRI; those without one are left out."""
    values = " ".join(f"<{iri}>" for iri in sorted(iris))
    found = graph.select(
        "SELECT ?thing ?name WHERE { VALUES ?thing { " + values + " } "
        "?thing <http://www.w3.org/2000/01/rdf-schema#label>|<http://purl.org/dc/terms/title>"
        f'|<{KG}written>|<{KG}key> ?name . FILTER (LANG(?name) IN ("", "en")) }}'
    )
    names = {RDF + "type": "kind"} if RDF + "type" in iris else {}
    return names | {thing.value: str(name.value) for thing, name in found.rows if isinstance(thing, Iri) and name}


def render_rows(rows: Rows, style: str, names: dict[str, str], width: int | None) -> str:
    """Rows as text in one of `ROW_FORMATS`; `names` stands in for the IRIs that it has."""
    plain = [[_shown(term, names) for term in row] for row in rows.rows]
    if style == "table":
        return _table(rows.columns, plain, width)
    if style in ("csv", "tsv"):
        return _delimited(rows.columns, plain, "," if style == "csv" else "\t")
    if style == "markdown":
        return _markdown(rows.columns, plain)
    if style in ("json", "jsonl"):
        records = [dict(zip(rows.columns, _values(row, names), strict=True)) for row in rows.rows]
        if style == "json":
            return json.dumps(records, ensure_ascii=False, indent=1) + "\n"
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    raise FormatError(f"format: the answer has rows, which {style} cannot hold: use one of {' '.join(ROW_FORMATS)}")


def write(text: str | bytes, output: str | None) -> None:
    """Write text to a file, whole or not at all; to stdout where `output` is None or `-`.

    Raises:
        UnreadableError: it cannot be written; a file that stood there stays as it was.
    """
    data = text.encode() if isinstance(text, str) else text
    if output is None or output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        if Path(output).exists() and not Path(output).is_file():  # a pipe or a device; a folder is refused
            Path(output).write_bytes(data)
        else:
            _replace(Path(os.path.realpath(output)), data)
    except OSError as error:
        raise UnreadableError(f"{output}: cannot be written: {error.strerror}: choose another place") from error


def _replace(target: Path, data: bytes) -> None:
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        partial.write_bytes(data)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _shown(term: Term | None, names: dict[str, str]) -> str:
    if isinstance(term, Iri) and term.value in names:
        return names[term.value]
    return text_of(term)


def _values(row: Sequence[Term | None], names: dict[str, str]) -> list[Any]:
    return [names.get(term.value, text_of(term)) if isinstance(term, Iri) else value_of(term) for term in row]


def _table(columns: list[str], cells: list[list[str]], width: int | None) -> str:
    """A table for people; columns without any value are left out."""
    from tabulate import tabulate

    if not cells:
        return "no answer\n"
    filled = [place for place in range(len(columns)) if any(row[place] for row in cells)]
    columns, cells = [columns[each] for each in filled], [[row[each] for each in filled] for row in cells]
    widths = _widths(columns, cells, width) if width else [None] * len(columns)
    grid = any("\n" in cell for row in cells for cell in row) or any(
        limit and len(row[place]) > limit for row in cells for place, limit in enumerate(widths)
    )
    style = "simple_grid" if grid else "simple"
    text = tabulate(cells, columns, tablefmt=style, maxcolwidths=widths, disable_numparse=True)
    return f"{text}\n"


def _widths(columns: list[str], cells: list[list[str]], width: int) -> list[int | None]:
    """How wide each column may be: those give way first whose wrapping makes the table least longer."""
    sample = cells[:_SAMPLE]
    wanted = [max([len(name), *(len(row[place]) for row in cells)]) for place, name in enumerate(columns)]
    least = [min(want, max(_NARROWEST, len(name))) for name, want in zip(columns, wanted, strict=True)]
    limits = list(wanted)

    def length(place: int) -> tuple[int, int]:
        shrunk = [limit - (place == each) for each, limit in enumerate(limits)]
        lines = (max(-(-len(cell) // limit) for cell, limit in zip(row, shrunk, strict=True)) for row in sample)
        return sum(lines), -limits[place]

    while sum(limits) > width - 3 * len(columns) - 1:
        shrinkable = [place for place, limit in enumerate(limits) if limit > least[place]]
        if not shrinkable:
            break
        limits[min(shrinkable, key=length)] -= 1
    return [limit if limit < want else None for limit, want in zip(limits, wanted, strict=True)]


def _delimited(columns: list[str], cells: list[list[str]], delimiter: str) -> str:
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(cells)
    return output.getvalue()


def _markdown(columns: list[str], cells: list[list[str]]) -> str:
    def line(values: Sequence[str]) -> str:
        escaped = (value.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;") for value in values)
        return f"| {' | '.join(value.replace(chr(10), ' ') for value in escaped)} |"

    rule = f"|{' --- |' * len(columns)}"
    return "\n".join([line(columns), rule, *map(line, cells)]) + "\n"


def wrapped(text: str, indent: int, width: int | None) -> list[str]:
    """Lines of a text, with room for 34 characters and no less than 40 columns; one line where there is no width."""
    space = " " * indent
    if width is None:
        return [space + " ".join(text.split())]
    return textwrap.wrap(text, max(width, 40, 34 + indent), initial_indent=space, subsequent_indent=f"{space}  ")


def terminal_width() -> int | None:
    """The width of the terminal on stdout, or None where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
