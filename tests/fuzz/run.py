"""Give hostile files to `kg` by the thousand: `python tests/fuzz/run.py [KIND …]`; see the README beside it."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence

import targets
import watch


def main() -> int:
    """Try inputs, print a table and the finds, and say by the exit code whether there are any."""
    parser = argparse.ArgumentParser(description="Hostile and broken input; nothing may end in a traceback.")
    parser.add_argument("kinds", metavar="KIND", nargs="*", help=f"only these of {', '.join(targets.KINDS)}")
    parser.add_argument("--inputs", type=int, default=100_000, help="how many of all kinds together")
    parser.add_argument("--each", type=int, help="how many of every kind, instead of its share of --inputs")
    parser.add_argument(
        "--first", type=int, default=0, help="the first seed, to go on where another run ended"
    )
    parser.add_argument("--limit", type=float, default=20, help="the most seconds for one input")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="the most seconds for one kind")
    parser.add_argument("--show", action="store_true", help="print the inputs, run none")
    given = parser.parse_args()
    if unknown := set(given.kinds) - targets.KINDS.keys():
        parser.error(f"{', '.join(sorted(unknown))}: kinds are {', '.join(targets.KINDS)}")
    found = False
    for name in given.kinds or targets.KINDS:
        count = given.each if given.each is not None else targets.KINDS[name].share * given.inputs // 100_000
        seeds = range(given.first, given.first + count)
        if given.show:
            _show(name, seeds)
        else:
            found |= _run(name, seeds, given.limit, given.seconds)
    return 1 if found else 0


def _show(name: str, seeds: Sequence[int]) -> None:
    for seed in seeds:
        hostile = targets.made(name, seed)
        print(f"{name} {seed}: {hostile.name}", flush=True)
        sys.stdout.buffer.write(hostile.data + b"\n")


def _run(name: str, seeds: range, limit: float, most: float) -> bool:
    """Run one kind, print its line and its finds, each kind of find once; say whether there are any."""
    counts: Counter[str] = Counter()
    finds: dict[str, list[watch.Outcome]] = {}
    begun, slowest, last = time.perf_counter(), watch.Outcome(0, "", False, 0.0), seeds.start - 1
    for each in watch.outcomes(name, seeds, limit):
        counts["found" if each.find else each.what] += 1
        slowest, last = max(slowest, each, key=lambda one: one.seconds), each.seed
        if each.find:
            finds.setdefault(each.what.split(": ")[0], []).append(each)
        if time.perf_counter() - begun > most:
            break
    told = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
    print(
        f"{name}: seeds {seeds.start} to {last}: {told}; {time.perf_counter() - begun:.0f} s, "
        f"the slowest {slowest.seconds:.2f} s ({slowest.seed})",
        flush=True,
    )
    for several in finds.values():
        print(
            f"  {len(several)} times, seeds {', '.join(str(each.seed) for each in several[:6])}: {several[0].what}",
            flush=True,
        )
    return bool(finds)


if __name__ == "__main__":
    sys.exit(main())
