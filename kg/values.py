"""Values of the data: from YAML to what the engine reads, in canonical form, or a clear refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from kg.dates import read_date
from kg.errors import did_you_mean
from kg.namespaces import ID, KG, date_iri
from kg.ontology import Holds, Ontology, Property

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?")

Convert = Callable[[str], Any]


class Refused(Exception):
    """A value that its property cannot hold.

    Args:
        what: what is wrong.
        mend: how to mend it.
    """

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


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
    """A text that holds something, and no control characters."""
    if not text.strip():
        raise Refused("the value is empty", "write it, or leave the key out")
    if not text.isprintable() and _CONTROL.search(text):
        raise Refused("the text holds control characters", "remove them")
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
    return text


def _decimal(text: str) -> str:
    if not _DECIMAL.fullmatch(text):
        raise Refused(f"`{text[:80]}` is no number", "write digits and a point, such as 380 or 42.5")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _boolean(text: str) -> str:
    if text not in ("true", "false"):
        raise Refused(f"`{text[:80]}` is neither true nor false", "write true or false")
    return text


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Refused(f"`{text[:80]}` is no day", "write it as 2022-01-17") from error


def _instant(text: str) -> str:
    try:
        if _INSTANT.fullmatch(text):
            datetime.fromisoformat(text)
            return text
    except ValueError as error:
        raise Refused(f"`{text}` is no instant: {error}", "write it as 2022-01-18T09:51:00") from error
    raise Refused(f"`{text[:80]}` is no instant", "write it as 2022-01-18T09:51:00, with Z for UTC")


def _date(text: str) -> str:
    try:
        read_date(text)
    except (ValueError, OverflowError) as error:
        what = str(error) if str(error).startswith("`") else f"`{text[:80]}` is no date: {error}"
        raise Refused(what, "write 2022, 2022-01, 2022-01-17 or another EDTF form") from error
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
