"""The JSON Schema of one value: the form that its datatype gives it, and the limits that shapes set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kg.graph import Literal, Term
from kg.namespaces import ID
from kg.ontology import Holds
from kg.records.values import CONTROL, DIGITS, LANGUAGE, PATTERNS
from kg.writing.shapes import Asked

Schema = dict[str, Any]

_LARGEST = 10**DIGITS - 1
_READ_AS = {
    Holds.INTEGER: {"type": ["integer", "string"], "minimum": -(_LARGEST // 10), "maximum": _LARGEST},
    Holds.DECIMAL: {"type": ["number", "string"], "minimum": -_LARGEST, "maximum": _LARGEST},
    Holds.BOOLEAN: {"type": ["boolean", "string"]},
    Holds.DAY: {"type": "string"},
    Holds.INSTANT: {"type": "string"},
    Holds.DATE: {"type": ["string", "integer"], "minimum": 1, "maximum": 9999},
}
"""What an editor takes the values for: a year is a number to it, a day is a text. A minus counts as a digit of a whole
number, as the reader counts."""

_TEXT: Schema = {
    "pattern": rf"^(?![\s\S]*{CONTROL})[\s\S]*\S",
    "patternErrorMessage": "the text is empty or holds control characters: write it, or leave the key out",
    "if": {"type": ["array", "object"]},
    "then": {"type": "string"},
}
"""Any scalar. It says so without `type`, or an editor would offer true, false and null for every text."""

_TEXTS = (Holds.STRING, Holds.TEXT)
_SPELT = (*_TEXTS, Holds.DAY, Holds.INSTANT)
_NUMBERS = (Holds.INTEGER, Holds.DECIMAL)
_BOUNDS = {
    "minInclusive": "minimum", "maxInclusive": "maximum",
    "minExclusive": "exclusiveMinimum", "maxExclusive": "exclusiveMaximum",
}  # fmt: skip
_WORD = re.compile(r"(?!(?i:true|false|null)$)[A-Za-z][A-Za-z -]*")
"""A text that no reader of YAML takes for a number, a truth value or nothing."""

_ALIKE = re.compile(
    r"\\[nrt\\|.?*+(){}\[\]^$]"  # characters by their escapes
    r"|\[\^?(?:[^\\\[\]]|\\[nrt\\|.?*+(){}\[\]^$-])+\]"  # classes of characters, without one within another
    r"|\{[0-9]+(?:,[0-9]*)?\}"  # how many times
    r"|\((?:\?:)?(?!\?)|[^\\\[\]{}.(]"
)
_ADAPTED = {r"\s": r"[ \t\n\r]", r"\S": r"[^ \t\n\r]", ".": r"[^\n\r]"}


def literal(holds: Holds, mend: str) -> Schema:
    """The form of a literal of a kind.

    Args:
        mend: how to mend what has another form.
    """
    if holds in _TEXTS:
        return _TEXT
    return {**_READ_AS[holds], "pattern": f"^(?:{PATTERNS[holds]})$", "patternErrorMessage": mend}


def by_language(value: Schema, several: Schema) -> Schema:
    """Texts by the tags of their languages, which may be written in capitals too."""
    texts = {f"^{LANGUAGE.replace('a-z', 'A-Za-z')}$": {"anyOf": [value, several]}}
    head = {"type": "object", "minProperties": 1, "patternProperties": texts, "additionalProperties": False}
    return {**head, "errorMessage": "no language tag: write one such as en, ko or zh-hans"}


def identifier(prefixes: Iterable[str]) -> Schema:
    """An id with one of some prefixes; of none, with any."""
    known = dict.fromkeys(prefixes)
    forms = " or ".join(f"{prefix}:NAME" for prefix in known or ["PREFIX"])
    start = f"(?=(?:{'|'.join(known)}):)" if known else ""
    message = f"no id that belongs here: write {forms}, in lower case"
    return {"type": "string", "pattern": f"^{start}{ID.pattern}$", "patternErrorMessage": message}


def limits(asked: Iterable[Asked], holds: Holds) -> Iterator[Schema]:
    """What shapes ask of a value, as far as JSON Schema can say the same of what an editor reads."""
    for each in asked:
        found = {name: value for name, value in _limits(each, holds) if value is not None}
        if found:
            yield {**found, "patternErrorMessage": each.text("message"), "errorMessage": each.text("message")}


def _limits(asked: Asked, holds: Holds) -> Iterator[tuple[str, Any]]:
    if holds in _SPELT and "pattern" in asked.said and "flags" not in asked.said:
        yield "pattern", ecma(asked.text("pattern"))
    if holds in _TEXTS:
        yield "minLength", asked.count("minLength")
        yield "maxLength", asked.count("maxLength")
        yield "enum", _words(asked.said.get("in", ()))
    if holds in _NUMBERS:
        for name, bound in _BOUNDS.items():
            if name in asked.said:
                number = asked.number(name)
                yield bound, int(number) if number.is_integer() else number


def _words(members: Iterable[Term]) -> list[str] | None:
    """The words of which a text is one, if each of them is read as a text."""
    words = [each.value for each in members if isinstance(each, Literal)]
    return words if words and all(map(_WORD.fullmatch, words)) else None


def ecma(pattern: str) -> str | None:
    """A regular expression of XPath, which SHACL uses, in ECMA-262, which JSON Schema uses; None where they differ.

    Spaces and the dot mean fewer characters in XPath, and are written out. Classes of Unicode and
    of names, and classes taken from one another, have no counterpart that every editor knows.
    """
    written = ""
    while pattern:
        found = next((each for each in _ADAPTED if pattern.startswith(each)), None)
        same = None if found else _ALIKE.match(pattern)
        token = found or (same[0] if same else "")
        if not token:
            return None
        written += _ADAPTED.get(token, token)
        pattern = pattern[len(token) :]
    return written
