"""What tells kinds, statuses and parallel edges apart: colours, shapes, dashes and bends."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from kg.networks.marks import COLOURS, PLAIN, SHAPES, Style

OUTLINE = "#222222"
DASHES: dict[str, bool | list[int]] = {"claimed": [6, 5], "contested": [12, 4, 2, 4]}


def styles(kinds: Iterable[str]) -> dict[str, Style]:
    """A colour and a shape for each kind of a graph whose kinds have no marks.

    Args:
        kinds: one for each node. The seven most frequent differ in colour and in shape, all others in
            one of them, up to 49. The empty kind is grey.
    """
    colours, shapes = [*COLOURS.values()], [*SHAPES.values()]
    given: dict[str, Style] = {}
    taken: set[int] = set()
    places = len(colours)
    often = Counter(kind for kind in kinds if kind)
    for kind in sorted(often, key=lambda kind: (-often[kind], kind)):
        wish = zlib.crc32(kind.encode(errors="surrogatepass"))
        round_ = len(given) // places % len(shapes)
        place = next(at for at in ((wish + step) % places for step in range(places)) if at not in taken)
        taken = (taken | {place}) if len(taken) + 1 < places else set()
        given[kind] = Style(colours[place], shapes[(place + 3 * round_) % len(shapes)])
    return given | {"": PLAIN}


def bends(ends: Sequence[tuple[Hashable, Hashable]]) -> list[float]:
    """How far each edge bends, so that edges between the same two nodes lie side by side.

    Returns:
        for each pair of ends a roundness as vis-network has it, positive for clockwise; 0 for an edge
        that is alone; for the first, second … loop at a node 1, 2, ….
    """
    pairs = [frozenset(pair) for pair in ends]
    many, met = Counter(pairs), Counter[frozenset[Hashable]]()
    first: dict[frozenset[Hashable], Hashable] = {}
    found = []
    for (one, _), pair in zip(ends, pairs, strict=True):
        met[pair] += 1
        if len(pair) == 1:
            found.append(float(met[pair]))
            continue
        side = 1 if first.setdefault(pair, one) == one else -1
        step = min(0.25, 1.5 / many[pair])
        found.append(round(side * step * (met[pair] - (many[pair] + 1) / 2), 3))
    return found
