"""Values of the data: from YAML to what the engine reads, in canonical form, or a clear refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from kg.errors import KgError, Related, did_you_mean
from kg.namespaces import ID, KG, date_iri
from kg.ontology import Holds, Ontology, Property
from kg.records.dates import EDTF, read_date

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_DIGITS = 18  # as many as every engine computes with
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(?:\.([0-9]+))?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(rf"{_DAY.pattern}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])?")

Convert = Callable[[str], Any]


class Refused(KgError):
    """A value that its property cannot hold.

    Args:
        what: what is wrong.
        mend: how to mend it.
        rule: the rule that it breaks; empty where what the property holds tells it.
        related: the other places that it has to do with.
    """

    def __init__(self, what: str, mend: str, rule: str = "", *related: Related) -> None:
        super().__init__(what)
        self.what, self.mend, self.rule, self.related = what, mend, rule, related


def converter(ontology: Ontology, each: Property) -> Convert:
    """The function that turns the text of one value of a property into its JSON-LD form.

    It raises `Refused` for a text that the property cannot hold.
    """
    if each.holds is Holds.CONCEPT:
        return _chooser(each.key, {name: f"kg:{name}" for name in ontology.concepts[each.range]}, "value")
    if each.holds is Holds.KEY:
        return _chooser(each.key, {key: one.iri for key, one in ontology.properties.items()}, "property")
    if each.holds is Holds.KIND:
        return _chooser(each.key, {name: KG + name for name in ontology.kinds}, "kind")
    if each.holds is Holds.RECORD:
        return lambda text: check_id(ontology, text)
    return _LITERALS[each.holds]


def check_text(text: str) -> str:
    """A text without control characters."""
    if not text.isprintable() and _CONTROL.search(text):
        raise Refused("the text holds control characters", "remove them", "control-character")
    return text


def check_id(ontology: Ontology, text: str) -> str:
    """An id with a prefix that some class declares."""
    if not ID.fullmatch(text):
        raise Refused(f"`{text[:80]}` is no id", "write PREFIX:NAME in lower case, such as state:north-korea")
    prefix = text.partition(":")[0]
    if prefix not in ontology.prefixes:
        known = list(ontology.prefixes)
        raise Refused(f"`{prefix}` is no prefix of ids", did_you_mean(prefix, known, "use one that a class declares"))
    return text


def check_language(tag: str) -> str:
    """A language tag (BCP 47), in lower case."""
    folded = tag.casefold()
    if not _LANGUAGE.fullmatch(folded):
        raise Refused(f"`{tag}` is no language tag", "write one such as en, ko or zh-hans")
    return folded


def _chooser(key: str, choices: dict[str, str], noun: str) -> Convert:
    def choose(text: str) -> str:
        if text not in choices:
            otherwise = f"`{key}` is one of {', '.join(sorted(choices)[:12])}"
            raise Refused(f"`{text[:80]}` is no {noun} for `{key}`", did_you_mean(text, list(choices), otherwise))
        return choices[text]

    return choose


def _integer(text: str) -> str:
    if not _INTEGER.fullmatch(text):
        raise Refused(f"`{text[:80]}` is no whole number", "write digits alone, such as 12")
    if len(text) > _DIGITS:
        raise Refused(f"`{text[:80]}` is too long a number", f"write at most {_DIGITS} digits")
    return text


def _decimal(text: str) -> str:
    found = _DECIMAL.fullmatch(text)
    if not found:
        raise Refused(f"`{text[:80]}` is no number", "write digits and a point, such as 380 or 42.5")
    if max(map(len, found.groups(""))) > _DIGITS:
        raise Refused(f"`{text[:80]}` is too long a number", f"write at most {_DIGITS} digits on each side")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _boolean(text: str) -> str:
    if text not in ("true", "false"):
        raise Refused(f"`{text[:80]}` is neither true nor false", "write true or false")
    return text


def _day(text: str) -> str:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Refused(f"`{text}` is no day: {error}", "write it as 2022-01-17") from error
    raise Refused(f"`{text[:80]}` is no day", "write it as 2022-01-17")


def _instant(text: str) -> str:
    found = _INSTANT.fullmatch(text)
    if not found:
        raise Refused(f"`{text[:80]}` is no instant", "write it as 2022-01-18T09:51:00, with Z for UTC")
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"`{text}` is no instant: {error}", "write it as 2022-01-18T09:51:00") from error
    return text[:-6] + "Z" if found[1] in ("+00:00", "-00:00") else text


def _date(text: str) -> str:
    try:
        read_date(text)
    except ValueError as error:
        mend = "write 2022, 2022-01, 2022-01-17 or another EDTF form"
        if ".." in text and text[0].isdigit() and "/" not in text:
            mend = f'write "[{text}]" with brackets and quotes'
        raise Refused(str(error), mend) from error
    return date_iri(text)


_LITERALS: dict[Holds, Convert] = {
    Holds.STRING: check_text,
    Holds.TEXT: check_text,
    Holds.INTEGER: _integer,
    Holds.DECIMAL: _decimal,
    Holds.BOOLEAN: _boolean,
    Holds.DAY: _day,
    Holds.INSTANT: _instant,
    Holds.DATE: _date,
}

PATTERNS = {
    Holds.INTEGER: _INTEGER.pattern,
    Holds.DECIMAL: _DECIMAL.pattern,
    Holds.BOOLEAN: "true|false",
    Holds.DAY: _DAY.pattern,
    Holds.INSTANT: _INSTANT.pattern,
    Holds.DATE: EDTF,
}
"""What the text of a value looks like, in regular expressions that ECMA-262 reads alike; not all of it is a value."""

CONTROL, LANGUAGE, DIGITS = _CONTROL.pattern, _LANGUAGE.pattern, _DIGITS
"""What no text holds, what a language tag in lower case looks like, how long a number may be."""
