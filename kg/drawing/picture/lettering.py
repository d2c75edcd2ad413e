"""Texts of a picture in SVG: how wide they are, in lines, and such that they can be read over others."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from kg.graph.xml import fit

LINE = 15
"""Pixels from one line to the next."""


def columns(text: str) -> int:
    """How wide a text is, in letters; Korean and Chinese ones count as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, width: float, letter: float = 6.4) -> list[str]:
    """A text in lines of so many pixels, broken between words."""
    lines: list[str] = []
    for word in text.split():
        if lines and columns(f"{lines[-1]} {word}") * letter <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def plain(text: object) -> str:
    """A text as XML can hold it."""
    return escape(fit(str(text)).encode("utf-8", "replace").decode())


def texts(lines: Sequence[str], x: float, y: float, size: float, colour: str) -> str:
    """Lines of text, the first one's foot at `y`; what is larger than the rest is bold."""
    bold = ' font-weight="600"' if size > 12.5 else ""
    spans = "".join(f'<tspan x="{x:.1f}" y="{y + n * LINE:.1f}">{plain(line)}</tspan>' for n, line in enumerate(lines))
    return f'<text font-size="{size}" fill="{colour}"{bold}>{spans}</text>' if lines else ""


def haloed(lines: Sequence[str], x: float, y: float, size: float, colour: str) -> str:
    """Text that can be read over lines: a broader white copy lies below, as not all know `paint-order`."""
    text = texts(lines, x, y, size, colour)
    below = 'aria-hidden="true" stroke="#fff" stroke-width="3.5" stroke-linejoin="round"'
    return text.replace("<text", f"<text {below}") + text
