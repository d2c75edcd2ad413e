"""Which keys a record, a claim and its `says` may have, and what to say of any other."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.errors import did_you_mean
from kg.ontology import NESTED, Holds, Ontology, Property
from kg.records.mends import sure_word
from kg.records.values import Convert, converter


@dataclass(slots=True)
class Key:
    """One key where it may stand.

    Attributes:
        name: the key in the flat node: `said:x` within `says`.
        term: the property.
        holds: what its values are.
        convert: turns the text of a value into its JSON-LD form, or refuses it.
        free: whether any text will do.
        seen: values of the present file that were converted already.
    """

    name: str
    term: Property
    holds: Holds
    convert: Convert
    free: bool
    seen: dict[str, str] = field(default_factory=dict)


class Unknown(NamedTuple):
    """What to say of a key that has no meaning where it stands; `meant` is the one that it must be, if that is sure."""

    rule: str
    what: str
    mend: str
    meant: str | None = None


class Keys:
    """The keys that an ontology gives to data."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.of_claims = _table(ontology, ontology.of_claims, "")
        self.of_mentions = _table(ontology, ontology.of_mentions, "")
        self.of_says = _table(ontology, ontology.sayable, "said:")
        self._of_records = _table(ontology, ontology.of_records, "")
        self.never = {key for key, each in ontology.sayable.items() if each.promotion == "never"}
        self.known = {*self.of_claims, *self.of_mentions, *self.of_says, *self._of_records, *_WORDS}
        self._of_kinds: dict[str, dict[str, Key]] = {}

    def of_kind(self, kind: str) -> dict[str, Key]:
        """The keys of a class: those whose domain is it, is above it, or is not stated."""
        if kind not in self._of_kinds:
            above = {self.ontology.kinds[each].iri for each in (kind, *self.ontology.ancestors(kind))}
            self._of_kinds[kind] = {
                name: key for name, key in self._of_records.items()
                if not key.term.domains or above.intersection(key.term.domains)
            }  # fmt: skip
        return self._of_kinds[kind]

    def forget(self) -> None:
        """Begin a new file: each file reports its own references."""
        for table in (self.of_claims, self.of_mentions, self.of_says, self._of_records):
            for key in table.values():
                key.seen.clear()

    def unknown(self, key: str, keys: Mapping[str, Key], others: Iterable[str], taken: Container[Any]) -> Unknown:
        """What is wrong with a key that has no meaning where it stands, and how to mend it.

        Args:
            others: what else may stand there.
            taken: the keys that stand there.
        """
        for mark, mend in _STRANGE.items():
            if mark in key:
                return Unknown("unknown-key", f"the key `{key[:80]}` is unknown here", mend)
        misplaced = self._misplaced(key, keys)
        if misplaced:
            return Unknown("misplaced-key", *misplaced)
        known = [*keys, *others]
        meant = sure_word(key, known)
        mend = did_you_mean(key, known, "add the property to the ontology, or leave the key out")
        if meant and meant not in taken:
            return Unknown("unknown-key", f"the key `{key[:80]}` is unknown here", f"did you mean `{meant}`?", meant)
        return Unknown("unknown-key", f"the key `{key[:80]}` is unknown here", mend)

    def _misplaced(self, key: str, keys: Mapping[str, Key]) -> tuple[str, str] | None:
        """What to say of a key that has its meaning elsewhere."""
        if keys in (self.of_claims, self.of_mentions) and key == "in":
            word = "claim" if keys is self.of_claims else "mention"
            return "`in` is never written", f"leave it out: a {word} stands in the record of its source"
        if keys is self.of_says and (key in self.of_claims or key in self._of_records or key in _WORDS):
            return f"`{key}` is nothing that a claim can say", "put it on the claim or the record itself"
        if keys is self.of_claims and key in self.of_says:
            return f"`{key}` is what the claim says", f"write `says: {{{key}: …}}`"
        if key in self.of_claims or key == "says":
            return f"`{key}` belongs in a claim", "put it under `claims:` of a source"
        if key in self.of_mentions:
            return f"`{key}` belongs in a mention", "put it under `mentions:` of a source"
        if key in self._of_records:
            domains = (each.rpartition("#")[2] for each in self._of_records[key].term.domains)
            return f"`{key}` does not belong here", f"it is a key of {' and '.join(domains)}"
        return None


_FREE = (Holds.STRING, Holds.TEXT)
_WORDS = ("id", "kind", *NESTED, "says")
_STRANGE = {
    "@": "write plain keys: `id` and `kind` stand for JSON-LD's own",
    "<<": "write the values out: keys are not merged",
    " ": "put a text that holds a comma or a colon in quotes",
}


def _table(ontology: Ontology, properties: Mapping[str, Property], prefix: str) -> dict[str, Key]:
    return {
        key: Key(prefix + key, each, each.holds, converter(ontology, each), each.holds in _FREE)
        for key, each in properties.items()
        if key != "in"  # the record of the source around it says it
    }
