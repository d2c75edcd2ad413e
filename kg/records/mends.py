"""Mends that are certain, so that a program may write them: of a misspelt word, of a date written the wrong way.

Where there is any choice there is no mend: two words are near, or a day could be a month.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from kg.ontology import Holds
from kg.records.dates import read_date

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_SHORTEST = 4
"""A word of fewer letters is near too many others."""

_MONTH = r"(?P<word>[A-Za-z]+)\.?"
_WRITTEN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? +{_MONTH},? +(?P<year>\d{{4}})",  # 17 January 2022
        rf"{_MONTH} +(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<year>\d{{4}})",  # January 17, 2022
        rf"{_MONTH},? +(?P<year>\d{{4}})",  # January 2022
        r"(?P<year>\d{4})([-/.–])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",  # 2022/1/17
        r"(?P<year>\d{4})-(?P<month>\d)",  # 2022-1
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",  # 20220117
        r"(?P<one>\d{1,2})([-/.])(?P<other>\d{1,2})\2(?P<year>\d{4})",  # 17/01/2022
    )
)


def sure_word(word: str, known: Iterable[str]) -> str | None:
    """The one known word that a misspelt one must mean; None where none is so near, or several are.

    Near is what differs in capitals, hyphens or underscores, or in one letter: more, less, another, or two that
    have changed places.
    """
    words = dict.fromkeys(known)
    alike = [each for each in words if _folded(each) == _folded(word)]
    if not alike and len(word) >= _SHORTEST:
        alike = [each for each in words if len(each) >= _SHORTEST and _one_slip(word.casefold(), each.casefold())]
    return alike[0] if len(alike) == 1 else None


def misspelt(key: str, given: Iterable[object], known: Container[str]) -> str | None:
    """The one unknown word of a mapping that must mean a key which it has to have; None where none does, or several.

    All letters of a short key must be there: `idd` and `di` mean `id`, and `ix` does not.
    """
    unknown = [each for each in given if isinstance(each, str) and each not in known]
    near = [each for each in unknown if _folded(each) == _folded(key) or _one_slip(each.casefold(), key)]
    sure = [each for each in near if len(key) >= _SHORTEST or set(key) <= set(each.casefold())]
    return sure[0] if len(near) == len(sure) == 1 else None


def sure_value(holds: Holds, text: str) -> str | None:
    """What a value that its property refuses must mean, as YAML writes it; None where that is not certain."""
    if holds is Holds.BOOLEAN:
        return text.lower() if text.lower() in ("true", "false") else None
    if holds in (Holds.DATE, Holds.DAY):
        written = _date(text.strip())
        return written if written and (holds is Holds.DATE or len(written) == len("2022-01-17")) else None
    return None


def _folded(word: str) -> str:
    return re.sub(r"[-_]", "", word).casefold()


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter makes the difference, or the order of two that stand side by side (Damerau 1964)."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _date(text: str) -> str | None:
    found = next(filter(None, (pattern.fullmatch(text) for pattern in _WRITTEN)), None)
    parts = found.groupdict() if found else {}
    month, day = _month_and_day(parts)
    if month is None:
        return None
    written = "-".join([parts["year"], *(f"{int(each):02}" for each in (month, day) if each)])
    try:
        read_date(written)
    except ValueError:
        return None
    return written


def _month_and_day(parts: dict[str, str | None]) -> tuple[str | None, str | None]:
    """Month and day of what was matched; no month where there is no telling which is which."""
    one, other = parts.get("one"), parts.get("other")
    if one and other:
        if int(one) > 12 or one == other:
            return other, one
        return (one, other) if int(other) > 12 else (None, None)
    if word := parts.get("word"):
        months = [number for number, name in enumerate(_MONTHS, 1) if word.lower() in (name, name[:3])]
        return (str(months[0]), parts.get("day")) if len(months) == 1 else (None, None)
    return parts.get("month"), parts.get("day")
