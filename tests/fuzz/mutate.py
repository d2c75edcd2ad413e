"""Texts changed at random: by bytes, by tokens, by lines, and by what is known to be odd in their format.

Every choice is made by the `Random` that is given, so that the same seed gives the same text, and so
that Hypothesis, which brings a `Random` of its own, can look for a shorter one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

Change = Callable[[Random, str, Sequence[str]], str]
_TOKEN = re.compile(r"\w+|[^\w\s]+|\s+")
_ODD = "\x00\x01\x07\x0b\x0c\x1b\x7f\x85\xa0\u00ad\u200b\u202e\u2028\u2029\ufeff\ufffd\ufffe\U0001f680\U0010ffff\r\t"
_ENTRY = re.compile(r"(?m)^([ -]*)([A-Za-z]+)(:[ \t]+)(.+)$")
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_MANY = (3, 30, 300, 3_000, 30_000)


def mutated(
    random: Random, text: str, others: Sequence[str], words: Sequence[str], changes: Sequence[Change]
) -> bytes:
    """A text with one to four changes, and sometimes with changed bytes.

    Args:
        others: texts of the same format, of which parts may be taken.
        words: pieces of the format that are apt to be read wrongly.
        changes: those of the format, beside the ones that suit any text.
    """
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        change = random.choice((*ANY, *changes, *changes))
        text = change(random, text, others if change is _spliced else words)
    data = text.encode("utf-8", "surrogatepass")
    return random.choice(_BYTES)(random, data) if random.random() < 0.15 else data


def _place(random: Random, text: Sequence[object]) -> int:
    return random.randrange(len(text) + 1)


def _part(random: Random, text: Sequence[object], longest: int) -> tuple[int, int]:
    start = _place(random, text)
    return start, min(len(text), start + random.randrange(longest + 1))


def _with_tokens(change: Callable[[Random, list[str], Sequence[str]], None]) -> Change:
    def changed(random: Random, text: str, words: Sequence[str]) -> str:
        tokens = _TOKEN.findall(text) or [""]
        change(random, tokens, words)
        return "".join(tokens)

    return changed


def _with_lines(change: Callable[[Random, list[str], Sequence[str]], None]) -> Change:
    def changed(random: Random, text: str, words: Sequence[str]) -> str:
        lines = text.splitlines(keepends=True) or [""]
        change(random, lines, words)
        return "".join(lines)

    return changed


def _delete(random: Random, parts: list[str], words: Sequence[str]) -> None:
    start, end = _part(random, parts, 3)
    del parts[start:end]


def _repeat(random: Random, parts: list[str], words: Sequence[str]) -> None:
    start, end = _part(random, parts, 6)
    parts[start:start] = parts[start:end]


def _swap(random: Random, parts: list[str], words: Sequence[str]) -> None:
    one, other = random.randrange(len(parts)), random.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]


def _replace(random: Random, parts: list[str], words: Sequence[str]) -> None:
    parts[random.randrange(len(parts))] = random.choice(words)


def _multiply(random: Random, parts: list[str], words: Sequence[str]) -> None:
    place = random.randrange(len(parts))
    parts[place] *= random.choice(_MANY)


def _inserted(random: Random, text: str, words: Sequence[str]) -> str:
    place = _place(random, text)
    return text[:place] + random.choice(words) + text[place:]


def _odd(random: Random, text: str, words: Sequence[str]) -> str:
    place = _place(random, text)
    return text[:place] + random.choice(_ODD) + text[place:]


def _cut(random: Random, text: str, words: Sequence[str]) -> str:
    return text[: _place(random, text)]


def _spliced(random: Random, text: str, others: Sequence[str]) -> str:
    other = random.choice(others)
    return text[: _place(random, text)] + other[_place(random, other) :]


def _deep(random: Random, text: str, words: Sequence[str]) -> str:
    """Opened again and again, and perhaps closed as often."""
    place, times = _place(random, text), random.choice(_MANY)
    opened, closed = random.choice(
        (("[", "]"), ("{", "}"), ("(", ")"), ("[{a: ", "}]"), ("- ", ""), ("!", ""), ("{a ", "}"))
    )
    return text[:place] + opened * times + (closed * times if random.random() < 0.5 else "") + text[place:]


def _indented(random: Random, lines: list[str], words: Sequence[str]) -> None:
    place = random.randrange(len(lines))
    lines[place] = random.choice((" ", "  ", "\t", "      ")) + lines[place]


def values_swapped(random: Random, text: str, words: Sequence[str]) -> str:
    """The values of two keys of YAML in each other's place."""
    entries = list(_ENTRY.finditer(text))
    if len(entries) < 2:
        return text
    one, other = sorted(random.sample(entries, 2), key=lambda each: each.start())
    between = text[one.end() : other.start(4)]
    return text[: one.start(4)] + other[4] + between + one[4] + text[other.end() :]


def key_repeated(random: Random, text: str, words: Sequence[str]) -> str:
    """A key of YAML twice, the second time with another value."""
    entries = list(_ENTRY.finditer(text))
    if not entries:
        return text
    entry = random.choice(entries)
    copy = f"{entry[1].replace('-', ' ')}{entry[2]}: {random.choice(words)}"
    return f"{text[: entry.end()]}\n{copy}{text[entry.end() :]}"


def value_replaced(random: Random, text: str, words: Sequence[str]) -> str:
    """Another value behind a key of YAML."""
    entries = list(_ENTRY.finditer(text))
    if not entries:
        return text
    entry = random.choice(entries)
    return text[: entry.start(4)] + random.choice(words) + text[entry.end() :]


def value_anchored(random: Random, text: str, words: Sequence[str]) -> str:
    """A value of YAML as an anchor, and an alias to it in the place of another value, perhaps within itself."""
    entries = list(_ENTRY.finditer(text))
    if len(entries) < 2:
        return text
    one, other = sorted(random.sample(entries, 2), key=lambda each: each.start())
    return f"{text[: one.start(4)]}&a {text[one.start(4) : other.start(4)]}*a{text[other.end() :]}"


def number_changed(random: Random, text: str, words: Sequence[str]) -> str:
    """Another number, perhaps a very long one."""
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        return text
    number = random.choice(numbers)
    new = random.choice(
        ("0", "-1", "-0", "1e999", "9" * 19, "9" * 400, "1" * 5000, "0x1F", ".5", "1_0", "2.50", "NaN")
    )
    return text[: number.start()] + new + text[number.end() :]


def date_changed(random: Random, text: str, words: Sequence[str]) -> str:
    """Another date, perhaps none."""
    dates = list(_DATE.finditer(text))
    if not dates:
        return text
    found = random.choice(dates)
    letters = list(found[0])
    for _ in range(random.choice((1, 1, 2, 3))):
        letters[random.randrange(len(letters))] = random.choice((*"0123456789-XYu~?%/.T[]{},", "..", ""))
    return text[: found.start()] + "".join(letters) + text[found.end() :]


def statement_added(random: Random, text: str, words: Sequence[str]) -> str:
    """A piece of Turtle where a predicate and its value may stand."""
    places = [each.end() for each in re.finditer(r"[\[;](?=\s)", text)]
    return _put(random, text, places, f" {random.choice(words)} ;")


def pattern_added(random: Random, text: str, words: Sequence[str]) -> str:
    """A piece of SPARQL where a pattern may stand, or a line of a header."""
    word = random.choice(words)
    places = [each.end() for each in re.finditer(r"\{(?=\s)| \.(?=\s)", text)]
    return word + text if word.startswith("#+") else _put(random, text, places, f" {word} ")


def value_of_statement(random: Random, text: str, words: Sequence[str]) -> str:
    """Another value in Turtle: one of another statement."""
    values = list(re.finditer(r"(?<=[\w>] )([^\s;,.\[\]()]+|\"[^\"]*\")(?= [;,.])", text))
    if not values:
        return text
    one, other = random.choice(values), random.choice(values)
    return text[: one.start()] + other[0] + text[one.end() :]


def _put(random: Random, text: str, places: Sequence[int], piece: str) -> str:
    place = random.choice(places) if places else 0
    return text[:place] + piece + text[place:]


def _byte_flipped(random: Random, data: bytes) -> bytes:
    if not data:
        return data
    place = random.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << random.randrange(8)]) + data[place + 1 :]


def _byte_inserted(random: Random, data: bytes) -> bytes:
    place = _place(random, data)
    return (
        data[:place]
        + random.choice((b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8\x88", b"\x00", b"\xef\xbb\xbf"))
        + data[place:]
    )


def _bytes_cut(random: Random, data: bytes) -> bytes:
    return data[: _place(random, data)]


def _encoded_otherwise(random: Random, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(
        random.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252")), "replace"
    )


def _marked(random: Random, data: bytes) -> bytes:
    return b"\xef\xbb\xbf" * random.choice((1, 1, 2)) + data


def _line_ends(random: Random, data: bytes) -> bytes:
    return data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\r", b"\x00", b"\xc2\x85")))


_BYTES = (_byte_flipped, _byte_inserted, _bytes_cut, _encoded_otherwise, _marked, _line_ends)
ANY: tuple[Change, ...] = (
    *map(_with_tokens, (_delete, _repeat, _swap, _replace, _replace, _multiply)),
    *map(_with_lines, (_delete, _repeat, _swap, _indented)),
    _inserted, _inserted, _odd, _cut, _spliced, _deep,
)  # fmt: skip
YAML: tuple[Change, ...] = (
    values_swapped, key_repeated, value_replaced, value_replaced, value_anchored, number_changed, date_changed,
    date_changed,
)  # fmt: skip
TURTLE: tuple[Change, ...] = (*(statement_added,) * 5, *(value_of_statement,) * 5, number_changed)
SPARQL: tuple[Change, ...] = (*(pattern_added,) * 6, number_changed, key_repeated, value_replaced)
SETTINGS: tuple[Change, ...] = (_with_tokens(_replace), _inserted)
