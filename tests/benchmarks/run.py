"""Measure `kg` against its goals: `python tests/benchmarks/run.py [PART …]`; see the README beside it."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
import tempfile
from collections.abc import Iterator
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
    parser.add_argument("--write", action="store_true", help="put the tables into the README, in place of those there")
    given = parser.parse_args()
    unknown = set(given.parts) - PARTS.keys()
    if unknown or given.rounds < 1 or given.most < processes.SIZES[0]:
        parser.error(f"parts are {', '.join(PARTS)}; at least 1 round and {processes.SIZES[0]} claims")
    if given.write and given.most < processes.SIZES[-1]:
        parser.error("--write goes with all sizes")
    try:
        for name, text in report(given.parts or list(PARTS), given.rounds, given.most, given.statements):
            print(text, flush=True)
            if given.write:
                write(name, text)
    except measure.Disagreement as error:
        print(f"benchmark: {error}", file=sys.stderr)
        return 1
    return 0


def report(names: list[str], rounds: int, most: int, statements: int) -> Iterator[tuple[str, str]]:
    """Measure the parts named; each with its name as soon as it is there."""
    sizes = [size for size in processes.SIZES if size <= most]
    for name in (each for each in PARTS if each in names):
        with tempfile.TemporaryDirectory() as folder:
            part, began = PARTS[name], measure.load()
            options: dict[str, Any] = {"sizes": sizes} if part is processes.growth else {}
            options |= {"most": statements} if part is validation.validation else {}
            tables = part(Path(folder), rounds, **options)
            where = f"{datetime.date.today()}: {measure.machine()}; rounds: {rounds}; load {began} to {measure.load()}."
            yield name, f"### {name}\n\n{str(part.__doc__).strip()}\n\n{tables}\n{where}\n"


def write(name: str, text: str) -> None:
    """Put the tables of a part into the README; those of the others stay."""
    head, _, old = README.read_text(encoding="utf-8").partition(HEADING)
    sections = re.split(r"^(?=### )", old.strip(), flags=re.MULTILINE)
    kept = {each.split()[1]: each for each in sections if each.startswith("### ")} | {name: text}
    listed = "\n".join(kept[each].strip() + "\n" for each in PARTS if each in kept)
    README.write_text(f"{head}{HEADING}\n{listed}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
