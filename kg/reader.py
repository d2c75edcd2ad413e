"""The records of one file, checked and flattened to what the engine loads.

What is written nests: claims in their source, what is said in its claim. What is handed over is
flat: one JSON-LD node for each record and each claim, with the `said:` keys, the concepts, the dates
and the defaults written out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from kg.errors import DataError, Problem, did_you_mean
from kg.keys import Key, Keys
from kg.mends import sure_value, sure_word
from kg.namespaces import OWL
from kg.ontology import NESTED, Holds, Ontology
from kg.places import Steps
from kg.values import Refused, check_id, check_language
from kg.yamlfile import YamlFile

Node = dict[str, Any]

_MOVE = "put them in the record of their source"
_REFUSED = {
    Holds.STRING: "control-character", Holds.TEXT: "control-character",
    Holds.INTEGER: "bad-number", Holds.DECIMAL: "bad-number", Holds.BOOLEAN: "bad-boolean",
    Holds.DAY: "bad-date", Holds.DATE: "bad-date", Holds.INSTANT: "bad-instant",
    Holds.RECORD: "bad-id", Holds.CONCEPT: "unknown-value", Holds.KEY: "unknown-value", Holds.KIND: "unknown-value",
}  # fmt: skip
"""The rule that a value breaks when its property refuses it."""


class Reader:
    """Reads file after file.

    Args:
        keys: those of the ontology, where they are at hand already.

    Attributes:
        kinds: for each id of a record, the name of its class.
        places: for each id, the file and the steps to its record or claim.
        referred: for each file, the ids that it refers to, each with the class that must hold what it
            names, and the steps to the first such reference.
        dates: the texts of all dates.
        problems: what is wrong.
        complete: whether every file could be read as YAML, so that no id is missing for another reason.
    """

    def __init__(self, ontology: Ontology, keys: Keys | None = None) -> None:
        self.kinds: dict[str, str] = {}
        self.places: dict[str, tuple[YamlFile, Steps]] = {}
        self.referred: list[tuple[YamlFile, dict[tuple[str, str], Steps]]] = []
        self.dates: set[str] = set()
        self.problems: list[Problem] = []
        self.complete = True
        self._ontology = ontology
        self._keys = keys or Keys(ontology)
        self._classes: dict[str, frozenset[str]] = {}

    def classes_of(self, kind: str) -> frozenset[str]:
        """The IRIs of a class, of all above it, and of the class of everything."""
        if kind not in self._classes:
            self._classes[kind] = frozenset({OWL + "Thing"} | self._ontology.classes_of(kind))
        return self._classes[kind]

    def add(self, other: Reader) -> None:
        """Take over what another one has read, which must share no id with this one."""
        self.kinds.update(other.kinds)
        self.places.update(other.places)
        self.referred += other.referred
        self.dates |= other.dates
        self.problems += other.problems
        self.complete = self.complete and other.complete

    def read(self, file: YamlFile) -> Iterator[Node]:
        """The nodes of one file, one by one; what is wrong in it goes to `problems`."""
        self._file = file
        self._references: dict[tuple[str, str], Steps] = {}
        self.referred.append((file, self._references))
        self._keys.forget()
        try:
            value = file.read()
        except DataError as error:
            self.problems += error.problems
            self.complete = False
            return
        if not isinstance(value, list) or not value:
            what = "the file is empty" if value in (None, [], {}) else "the file is no list of records"
            rule = "empty-file" if "empty" in what else "no-list"
            self._report((), rule, what, "begin each record with `- id: PREFIX:NAME`")
            return
        for number, record in enumerate(value):
            if isinstance(record, dict):
                yield from self._record((number,), record)
            else:
                self._report((number,), "no-record", "this is no record", "write keys and values: `- id: …`, `kind: …`")

    def _report(self, steps: Steps, rule: str, what: str, mend: str, **more: Any) -> None:
        """Note a problem; `more` is what `YamlFile.problem` takes besides."""
        self.problems.append(self._file.problem(steps, rule, what, mend, **more))

    def _refuse(self, steps: Steps, refused: Refused, rule: str, meant: str | None = None) -> None:
        more = {"meant": meant, "related": refused.related}
        self._report(steps, refused.rule or rule, refused.what, refused.mend, **more)

    def _record(self, steps: Steps, record: dict[Any, Any]) -> Iterator[Node]:
        kind = self._kind(steps, record)
        name = self._id(steps, record, kind)
        if kind is None or name is None:
            return
        node: Node = {"id": name, "kind": kind}
        self._fill(node, steps, record, self._keys.of_kind(kind), ("id", "kind", *NESTED))
        self._settle(steps, record)
        self.kinds[name] = kind
        yield node
        for word, (read, first) in {"claims": (self._claim, "about"), "mentions": (self._mention, "of")}.items():
            if word not in record:
                continue
            items = record[word]
            if not self._ontology.is_a(kind, "Source"):
                self._report((*steps, word), "misplaced-key", f"a {kind} makes no {word}", _MOVE, key=True)
            elif not isinstance(items, list) or not items:
                mend = f"begin each {word[:-1]} with `- {first}:`"
                self._report((*steps, word), "no-list", f"`{word}` is no list", mend)
            else:
                for number, item in enumerate(items):
                    made = read((*steps, word, number), item, name)
                    if made:
                        yield made

    def _settle(self, steps: Steps, record: dict[Any, Any]) -> None:
        """A record may settle what claims contest, but not what stays a claim for ever."""
        for name in self._keys.never.intersection(record):
            what = f"`{name}` is never a fact"
            self._report((*steps, name), "never-a-fact", what, "say it in a claim of a source")

    def _kind(self, steps: Steps, record: dict[Any, Any]) -> str | None:
        kind = record.get("kind")
        prefixed = self._ontology.prefix_of
        if kind is None:
            self._report(steps, "missing-kind", "the record has no kind", "add `kind:` and the name of a class")
        elif not isinstance(kind, str) or kind not in self._ontology.kinds:
            meant = sure_word(str(kind), prefixed)
            mend = did_you_mean(meant or str(kind), list(prefixed), "name a class of the ontology")
            what = f"`{kind[:80]}` is no kind" if isinstance(kind, str) else "the kind is no name"
            self._report((*steps, "kind"), "unknown-kind", what, mend, meant=meant)
        elif kind in NESTED.values():
            word = next(word for word, nested in NESTED.items() if nested == kind)
            what = f"a {kind.lower()} stands in its source"
            self._report((*steps, "kind"), "unfit-kind", what, f"put it under `{word}:` there")
        elif kind not in prefixed:
            below = [each for each in prefixed if self._ontology.is_a(each, kind)]
            mend = f"name one of {', '.join(below[:8])}" if below else "name a class whose records have ids"
            self._report((*steps, "kind"), "unfit-kind", f"no record is of the kind `{kind}` alone", mend)
        else:
            return kind
        return None

    def _id(self, steps: Steps, record: dict[Any, Any], kind: str | None) -> str | None:
        if record.get("id") is None:
            self._report(steps, "missing-id", "the record has no id", "add `id: PREFIX:NAME`")
            return None
        try:
            name = self._text_of_id(record)
            prefix, _, local = name.partition(":")
            wanted = self._ontology.prefix_of.get(kind or "", prefix)
            if prefix != wanted:
                raise Refused(f"`{name}` is no id for a {kind}", f"write `{wanted}:{local}`", "unfit-id")
            return self._new(name, (*steps, "id"))
        except Refused as refused:
            self._refuse((*steps, "id"), refused, "bad-id")
            return None

    def _text_of_id(self, record: dict[Any, Any]) -> str:
        if isinstance(record["id"], dict | list):
            raise Refused("the id is a list or a mapping", "write PREFIX:NAME")
        return check_id(self._ontology, str(record["id"]))

    def _new(self, name: str, steps: Steps, given: bool = True) -> str:
        """A name that nothing else bears; `given` in the data, or made of what a claim says."""
        if name in self.places:
            file, other = self.places[name]
            subject = f"`{name}`" if given else f"the same {name.partition(':')[0]}"
            what = f"{subject} stands already at {file.shown}:{file.place(other)[0]}"
            mend = "keep one, or give this one an `id`" if name.startswith("claim:") else "put their lines in one list"
            rule = "duplicate-id" if given else "duplicate-claim"
            first = file.related(other, "the other one")
            raise Refused(what, "give one of them another id" if given else mend, rule, first)
        self.places[name] = (self._file, steps)
        return name

    def _claim(self, steps: Steps, claim: Any, source: str) -> Node | None:
        says = claim.get("says") if isinstance(claim, dict) else None
        if not isinstance(says, dict) or not says:
            self._report(steps, "empty-claim", "the claim says nothing", "add `says: {KEY: VALUE}`")
            return None
        if "about" not in claim:
            self._report(steps, "missing-about", "the claim is about nothing", "add `about:` and the id of a record")
            return None
        node: Node = {"kind": "Claim", "in": source, "by": source, "modality": "kg:asserted"}
        self._fill(node, steps, claim, self._keys.of_claims, ("id", "says"))
        said: Node = {}
        self._fill(said, (*steps, "says"), says, self._keys.of_says, ())
        try:
            node["id"] = self._claim_id(steps, claim, node, said)
        except Refused as refused:
            self._refuse((*steps, "id"), refused, "bad-id")
            return None
        node.update(said)
        return node

    def _claim_id(self, steps: Steps, claim: dict[Any, Any], node: Node, said: Node) -> str:
        if "id" not in claim:
            return self._new(_hash(node, said), steps, given=False)
        name = self._text_of_id(claim)
        if not name.startswith("claim:"):
            raise Refused(f"`{name}` is no id for a claim", "write `claim:NAME`", "unfit-id")
        return self._new(name, (*steps, "id"))

    def _mention(self, steps: Steps, mention: Any, source: str) -> Node | None:
        if not isinstance(mention, dict) or not {"of", "form"} <= mention.keys():
            what = "the mention lacks its thing or its words"
            self._report(steps, "bare-mention", what, "write `{of: ID, form: WORDS, line: 3}`")
            return None
        node: Node = {"kind": "Mention", "in": source}
        self._fill(node, steps, mention, self._keys.of_mentions, ())
        try:
            name = _digest("mention", source, node["of"], node["form"])
            node["id"] = self._new(name, steps, given=False)
        except Refused as refused:
            self._refuse(steps, refused, "duplicate-claim")
            return None
        return node

    def _fill(
        self, node: Node, steps: Steps, given: dict[Any, Any], keys: dict[str, Key], others: Iterable[str]
    ) -> None:
        """Put every value of a mapping into `node`, or report it."""
        for name, value in given.items():
            key = keys.get(name)
            if key is None:
                if name not in others:
                    rule, what, mend, meant = self._keys.unknown(str(name), keys, others, given)
                    self._report((*steps, str(name)), rule, what, mend, key=True, meant=meant)
            elif type(value) is list:
                place = (*steps, name)
                node[key.name] = [self._value(key, each, place, number) for number, each in enumerate(value)]
                if not value:
                    self._report(place, "empty-value", "the list is empty", "write a value, or leave the key out")
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
            self._refuse(steps, refused, _REFUSED[key.holds], meant=sure_value(key.holds, text))
            return None
        if key.holds is Holds.DATE:
            self.dates.add(text)
        elif key.holds is Holds.RECORD:
            self._references.setdefault((converted, key.term.range), steps)
        if value is text:  # else the same value may be spelt in another way elsewhere
            key.seen[text] = converted
        return converted

    def _text(self, holds: Holds, value: Any, steps: Steps) -> str:
        """The text of a scalar that the YAML reader took for a number, a truth value or nothing."""
        if isinstance(value, dict | list):
            mend = "write its id here, and the record by itself" if holds is Holds.RECORD else f"write a {holds.value}"
            raise Refused("a list or a mapping stands where one value belongs", mend, "nested-value")
        exact = isinstance(value, int) or (isinstance(value, float) and holds is Holds.DECIMAL)
        text = self._file.plain(value) if exact else None
        return self._file.spelling(steps) if text is None else text

    def _languages(self, key: Key, value: dict[Any, Any], steps: Steps) -> Node:
        """A map of language tags to one text or several."""
        node: Node = {}
        if not value:
            mend = "write a language and its text, or leave the key out"
            self._report(steps, "empty-value", "the mapping is empty", mend)
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
                self._refuse(place, refused, "bad-language")
                continue
            if isinstance(texts, list):
                node[folded] = [self._value(key, text, place, number) for number, text in enumerate(texts)]
            else:
                node[folded] = [self._value(key, texts, steps, str(tag))]
        return node


def _hash(node: Node, said: Node) -> str:
    """A name made of what the claim is: its source, line, claimant, subjects and what it says."""
    about = node.get("about")
    parts = [node["in"], node.get("line"), node["by"], *(sorted(map(str, about)) if type(about) is list else [about])]
    for key in sorted(said):
        parts += (key, said[key])
    return _digest("claim", *parts)


def _digest(prefix: str, *parts: Any) -> str:
    digest = hashlib.sha256("\0".join(map(str, parts)).encode())
    return f"{prefix}:{digest.hexdigest()[:16]}"
