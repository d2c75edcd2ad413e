"""The records of one file, checked and flattened to what the engine loads.

What is written nests: claims in their source, what is said in its claim. What is handed over is
flat: one JSON-LD node for each record and each claim, with the `said:` keys, the concepts, the dates
and the defaults written out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from kg.errors import DataError, Problem, did_you_mean
from kg.namespaces import OWL
from kg.ontology import NESTED, Ontology
from kg.records.despite import read_despite
from kg.records.filling import Filling, Node
from kg.records.keys import Keys
from kg.records.mends import misspelt, sure_word
from kg.records.places import Steps
from kg.records.values import Refused, check_id
from kg.records.yamlfile import YamlFile

_MOVE = "put them in the record of their source"


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
        self._filling = Filling(file, self._keys, self.problems, self.dates)
        self.referred.append((file, self._filling.references))
        try:
            value = file.read()
        except DataError as error:
            found, value = read_despite(file, error.problems[0])
            self.problems += found
            self.complete = False
            if value is None:
                return
        if not isinstance(value, list) or not value:
            what = "the file is empty" if value in (None, [], {}) else "the file is no list of records"
            rule = "empty-file" if "empty" in what else "no-list"
            self._filling.report((), rule, what, "begin each record with `- id: PREFIX:NAME`")
            return
        for number, record in enumerate(value):
            if isinstance(record, dict):
                yield from self._record((number,), record)
            else:
                mend = "write keys and values: `- id: …`, `kind: …`"
                self._filling.report((number,), "no-record", "this is no record", mend)

    def _record(self, steps: Steps, record: dict[Any, Any]) -> Iterator[Node]:
        kind = self._kind(steps, record)
        name = self._id(steps, record, kind)
        if kind is None or name is None:
            return
        node: Node = {"id": name, "kind": kind}
        self._filling.fill(node, steps, record, self._keys.of_kind(kind), ("id", "kind", *NESTED))
        self._settle(steps, record)
        self.kinds[name] = kind
        yield node
        for word, (read, first) in {"claims": (self._claim, "about"), "mentions": (self._mention, "of")}.items():
            if word not in record:
                continue
            items = record[word]
            if not self._ontology.is_a(kind, "Source"):
                self._filling.report((*steps, word), "misplaced-key", f"a {kind} makes no {word}", _MOVE, key=True)
            elif not isinstance(items, list) or not items:
                mend = f"begin each {word[:-1]} with `- {first}:`"
                self._filling.report((*steps, word), "no-list", f"`{word}` is no list", mend)
            else:
                for number, item in enumerate(items):
                    made = read((*steps, word, number), item, name)
                    if made:
                        yield made

    def _settle(self, steps: Steps, record: dict[Any, Any]) -> None:
        """A record may settle what claims contest, but not what stays a claim for ever."""
        for name in self._keys.never.intersection(record):
            what = f"`{name}` is never a fact"
            self._filling.report((*steps, name), "never-a-fact", what, "say it in a claim of a source")

    def _kind(self, steps: Steps, record: dict[Any, Any]) -> str | None:
        kind = record.get("kind")
        prefixed = self._ontology.prefix_of
        if kind is None:
            mend = "add `kind:` and the name of a class"
            self._missing(steps, record, "kind", "missing-kind", "the record has no kind", mend)
        elif not isinstance(kind, str) or kind not in self._ontology.kinds:
            meant = sure_word(str(kind), prefixed)
            mend = did_you_mean(meant or str(kind), list(prefixed), "name a class of the ontology")
            what = f"`{kind[:80]}` is no kind" if isinstance(kind, str) else "the kind is no name"
            self._filling.report((*steps, "kind"), "unknown-kind", what, mend, meant=meant)
        elif kind in NESTED.values():
            word = next(word for word, nested in NESTED.items() if nested == kind)
            what = f"a {kind.lower()} stands in its source"
            self._filling.report((*steps, "kind"), "unfit-kind", what, f"put it under `{word}:` there")
        elif kind not in prefixed:
            below = [each for each in prefixed if self._ontology.is_a(each, kind)]
            mend = f"name one of {', '.join(below[:8])}" if below else "name a class whose records have ids"
            self._filling.report((*steps, "kind"), "unfit-kind", f"no record is of the kind `{kind}` alone", mend)
        else:
            return kind
        return None

    def _missing(self, steps: Steps, given: dict[Any, Any], key: str, rule: str, what: str, mend: str) -> None:
        """Report a key that must be there: at the one that is misspelt, where one alone is near."""
        near = misspelt(key, given, self._keys.known) if key not in given else None
        if near is None:
            self._filling.report(steps, rule, what, mend)
        else:
            what = f"the key `{near[:80]}` is unknown here"
            self._filling.report((*steps, near), "unknown-key", what, f"did you mean `{key}`?", key=True, meant=key)

    def _id(self, steps: Steps, record: dict[Any, Any], kind: str | None) -> str | None:
        if record.get("id") is None:
            self._missing(steps, record, "id", "missing-id", "the record has no id", "add `id: PREFIX:NAME`")
            return None
        try:
            name = self._text_of_id(record)
            prefix, _, local = name.partition(":")
            wanted = self._ontology.prefix_of.get(kind or "", prefix)
            if prefix != wanted:
                raise Refused(f"`{name}` is no id for a {kind}", f"write `{wanted}:{local}`", "unfit-id")
            return self._new(name, (*steps, "id"))
        except Refused as refused:
            self._filling.refuse((*steps, "id"), refused, "bad-id")
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
        self.places[name] = (self._filling.file, steps)
        return name

    def _claim(self, steps: Steps, claim: Any, source: str) -> Node | None:
        given = claim if isinstance(claim, dict) else {}
        says = given.get("says")
        if not isinstance(says, dict) or not says:
            self._missing(steps, given, "says", "empty-claim", "the claim says nothing", "add `says: {KEY: VALUE}`")
            return None
        if "about" not in claim:
            mend = "add `about:` and the id of a record"
            self._missing(steps, claim, "about", "missing-about", "the claim is about nothing", mend)
            return None
        node: Node = {"kind": "Claim", "in": source, "by": source, "modality": "kg:asserted"}
        self._filling.fill(node, steps, claim, self._keys.of_claims, ("id", "says"))
        said: Node = {}
        self._filling.fill(said, (*steps, "says"), says, self._keys.of_says, ())
        try:
            node["id"] = self._claim_id(steps, claim, node, said)
        except Refused as refused:
            self._filling.refuse((*steps, "id"), refused, "bad-id")
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
            what, given = "the mention lacks its thing or its words", mention if isinstance(mention, dict) else {}
            key = "of" if "of" not in given else "form"
            self._missing(steps, given, key, "bare-mention", what, "write `{of: ID, form: WORDS, line: 3}`")
            return None
        node: Node = {"kind": "Mention", "in": source}
        self._filling.fill(node, steps, mention, self._keys.of_mentions, ())
        try:
            name = _digest("mention", source, node["of"], node["form"])
            node["id"] = self._new(name, steps, given=False)
        except Refused as refused:
            self._filling.refuse(steps, refused, "duplicate-claim")
            return None
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
