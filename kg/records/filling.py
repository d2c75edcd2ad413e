"""The values of one file: each put into its node in the form that the engine loads, or reported with its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.errors import Problem
from kg.ontology import Holds
from kg.records.keys import Key, Keys
from kg.records.mends import sure_value
from kg.records.places import Steps
from kg.records.values import Refused, check_language
from kg.records.yamlfile import YamlFile

Node = dict[str, Any]
"""A record or a claim as flat JSON-LD."""

_REFUSED = {
    Holds.STRING: "control-character", Holds.TEXT: "control-character",
    Holds.INTEGER: "bad-number", Holds.DECIMAL: "bad-number", Holds.BOOLEAN: "bad-boolean",
    Holds.DAY: "bad-date", Holds.DATE: "bad-date", Holds.INSTANT: "bad-instant",
    Holds.RECORD: "bad-id", Holds.CONCEPT: "unknown-value", Holds.KEY: "unknown-value", Holds.KIND: "unknown-value",
}  # fmt: skip
"""The rule that a value breaks when its property refuses it."""


class Filling:
    """Fills the nodes of one file.

    Args:
        file: where the values stand.
        keys: those of the ontology.
        problems: takes what is wrong.
        dates: takes the texts of all dates.

    Attributes:
        references: the ids that the file refers to, each with the class that must hold what it names,
            and the steps to the first such reference.
    """

    def __init__(self, file: YamlFile, keys: Keys, problems: list[Problem], dates: set[str]) -> None:
        self.file = file
        self.references: dict[tuple[str, str], Steps] = {}
        self._keys, self._problems, self._dates = keys, problems, dates
        keys.forget()

    def report(self, steps: Steps, rule: str, what: str, mend: str, **more: Any) -> None:
        """Note a problem; `more` is what `YamlFile.problem` takes besides."""
        self._problems.append(self.file.problem(steps, rule, what, mend, **more))

    def refuse(self, steps: Steps, refused: Refused, rule: str, meant: str | None = None) -> None:
        more = {"meant": meant, "related": refused.related}
        self.report(steps, refused.rule or rule, refused.what, refused.mend, **more)

    def fill(
        self, node: Node, steps: Steps, given: dict[Any, Any], keys: dict[str, Key], others: Iterable[str]
    ) -> None:
        """Put every value of a mapping into `node`, or report it."""
        for name, value in given.items():
            key = keys.get(name)
            if key is None:
                if name not in others:
                    rule, what, mend, meant = self._keys.unknown(str(name), keys, others, given)
                    self.report((*steps, str(name)), rule, what, mend, key=True, meant=meant)
            elif type(value) is list:
                place = (*steps, name)
                node[key.name] = [self._value(key, each, place, number) for number, each in enumerate(value)]
                if not value:
                    self.report(place, "empty-value", "the list is empty", "write a value, or leave the key out")
            elif type(value) is dict and key.holds is Holds.TEXT:
                node[key.name] = self._languages(key, value, (*steps, name))
            else:
                node[key.name] = self._value(key, value, steps, name)

    def _value(self, key: Key, value: Any, steps: Steps, step: int | str) -> str | None:
        """The JSON-LD form of one value, or None once it is reported."""
        if type(value) is str:
            if key.free and value.isprintable() and value.strip():
                return value
            if value in key.seen:
                return key.seen[value]
        return self._converted(key, value, (*steps, step))

    def _converted(self, key: Key, value: Any, steps: Steps) -> str | None:
        text = ""
        try:
            text = value if type(value) is str else self._text(key.holds, value, steps)
            if not text.strip():
                raise Refused("the value is empty", "write it, or leave the key out", "empty-value")
            converted: str = key.convert(text)
        except Refused as refused:
            self.refuse(steps, refused, _REFUSED[key.holds], meant=sure_value(key.holds, text))
            return None
        if key.holds is Holds.DATE:
            self._dates.add(text)
        elif key.holds is Holds.RECORD:
            self.references.setdefault((converted, key.term.range), steps)
        if value is text:  # else the same value may be spelt in another way elsewhere
            key.seen[text] = converted
        return converted

    def _text(self, holds: Holds, value: Any, steps: Steps) -> str:
        """The text of a scalar that the YAML reader took for a number, a truth value or nothing."""
        if isinstance(value, dict | list):
            mend = "write its id here, and the record by itself" if holds is Holds.RECORD else f"write a {holds.value}"
            raise Refused("a list or a mapping stands where one value belongs", mend, "nested-value")
        exact = isinstance(value, int) or (isinstance(value, float) and holds is Holds.DECIMAL)
        text = self.file.plain(value) if exact else None
        return self.file.spelling(steps) if text is None else text

    def _languages(self, key: Key, value: dict[Any, Any], steps: Steps) -> Node:
        """A map of language tags to one text or several."""
        node: Node = {}
        if not value:
            mend = "write a language and its text, or leave the key out"
            self.report(steps, "empty-value", "the mapping is empty", mend)
        for tag, texts in value.items():
            place = (*steps, str(tag))
            try:
                folded = check_language(str(tag))
                if folded in node:
                    mend = "put both texts in a list"
                    raise Refused(f"the language `{folded}` stands here twice", mend, "duplicate-language")
                if texts == []:
                    raise Refused("the list is empty", "write a text, or leave the language out", "empty-value")
            except Refused as refused:
                self.refuse(place, refused, "bad-language")
                continue
            if isinstance(texts, list):
                node[folded] = [self._value(key, text, place, number) for number, text in enumerate(texts)]
            else:
                node[folded] = [self._value(key, texts, steps, str(tag))]
        return node
