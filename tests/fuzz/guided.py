"""Hostile input led by coverage: `python tests/fuzz/guided.py data|header [OPTIONS]`; needs `pip install atheris`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["kg.records.yamlfile", "kg.records.reader", "kg.records.places", "kg.queries", "kg.records.values", "kg.records.dates"]
):
    from kg import dates, places, queries, reader, values, yamlfile  # noqa: F401

import targets

from kg.errors import KgError
from kg.ontology import Ontology


def reads_data(ontology: Ontology, file: Path) -> Callable[[bytes], None]:
    """One data file, read and checked."""

    def use(data: bytes) -> None:
        file.write_bytes(data)
        with suppress(KgError):
            list(reader.Reader(ontology).read(yamlfile.YamlFile(file, Path(file.name))))

    return use


def reads_header(ontology: Ontology, file: Path) -> Callable[[bytes], None]:
    """The header of one query, and the defaults of its parameters."""

    def use(data: bytes) -> None:
        file.write_bytes(data)
        with suppress(KgError):
            query = queries.read_query.__wrapped__(file)
            for name in query.parameters:
                query.default(name)

    return use


def main() -> None:
    """Begin with the project's own files and go on until something must not be, or the options say so."""
    use, corpus = {"data": (reads_data, "data"), "header": (reads_header, "question")}[sys.argv[1]]
    with targets.bench() as on, tempfile.TemporaryDirectory(dir=on.root) as folder:
        seeds = Path(folder, "corpus")
        seeds.mkdir()
        for number, (_, text) in enumerate(targets.corpora()[corpus].files):
            (seeds / str(number)).write_text(text, encoding="utf-8")
        name = {"data": "fuzzed.yaml", "header": "fuzzed.rq"}[sys.argv[1]]
        atheris.Setup([sys.argv[0], *sys.argv[2:], os.fspath(seeds)], use(on.ontology, Path(folder, name)))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
