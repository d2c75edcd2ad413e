"""Measure `kg` against its goals: `python tests/benchmarks/run.py [PART …]`; see the README beside it."""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
from pathlib import Path
from typing import Any

import answers
import drawings
import measure
import pages
import processes
import questions
import rechecks
import validation

PARTS = {
    "cold": processes.cold, "growth": processes.growth, "build": processes.build, "ask": questions.ask,
    "answers": answers.answers, "watch": rechecks.watch, "pages": pages.pages, "drawings": drawings.drawings,
    "shacl": validation.validation,
}  # fmt: skip
"""In the order of running: memory is measured while this process is small."""
README = Path(__file__).resolve().with_name("README.md")
HEADING = "## Last measured\n"


def main() -> int:
    """Measure, print, and say by the exit code whether the sides agreed."""
    parser = argparse.ArgumentParser(description="Measure kg against its goals; the tables are Markdown.")
    parser.add_argument("parts", metavar="PART", nargs="*", help=f"only these of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=5, help="how often each side is measured")
    parser.add_argument("--most", type=int, default=processes.SIZES[-1], help="the most claims in `growth`")
    parser.add_argument("--statements", type=int, default=validation.COMPARED, help="the most statements in `shacl`")
    parser.add_argument("--write", action="store_true", help="put the tables into the README")
    given = parser.parse_args()
    unknown = set(given.parts) - PARTS.keys()
    if unknown or given.rounds < 1 or given.most < processes.SIZES[0]:
        parser.error(f"parts are {', '.join(PARTS)}; at least 1 round and {processes.SIZES[0]} claims")
    if given.write and (given.parts or given.most < processes.SIZES[-1]):
        parser.error("--write goes with all parts and all sizes")
    try:
        text = report(given.parts or list(PARTS), given.rounds, given.most, given.statements)
    except measure.Disagreement as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 1
    if given.write:
        head = README.read_text(encoding="utf-8").partition(HEADING)[0]
        README.write_text(f"{head}{HEADING}\n{text}", encoding="utf-8")
    return 0


def report(names: list[str], rounds: int, most: int, statements: int = validation.COMPARED) -> str:
    """Measure the parts named; each table is printed as soon as it is there."""
    texts: list[str] = []

    def add(text: str) -> None:
        texts.append(text)
        print(text, flush=True)

    add(f"{datetime.date.today()}: {measure.machine()}; {rounds} rounds; load {measure.load()} at the start.\n")
    sizes = [size for size in processes.SIZES if size <= most]
    for name in (each for each in PARTS if each in names):
        with tempfile.TemporaryDirectory() as folder:
            part = PARTS[name]
            options: dict[str, Any] = {"sizes": sizes} if part is processes.growth else {}
            options |= {"most": statements} if part is validation.validation else {}
            add(f"### {name}\n\n{str(part.__doc__).strip()}\n\n{part(Path(folder), rounds, **options)}")
    add(f"Load at the end: {measure.load()}.\n")
    return "\n".join(texts)


if __name__ == "__main__":
    sys.exit(main())
