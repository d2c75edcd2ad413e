"""The records of a project's data, checked and flattened to what the engine loads.

What is written nests: claims in their source, what is said in its claim. What is handed over is
flat: one JSON-LD node for each record and each claim, with the `said:` keys, the concepts, the dates
and the defaults written out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.dates import read_date
from kg.errors import DataError, Problem, did_you_mean
from kg.ontology import Holds, Ontology, Property
from kg.project import Project
from kg.values import Convert, Refused, check_id, check_language, converter
from kg.yamlfile import Steps, YamlFile

Node = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass
class Records:
    """What the data of a project says, ready to load.

    Attributes:
        nodes: JSON-LD nodes for `kg.context.loading_context`.
        kinds: for each id of a record, the name of its class.
        places: for each id, the file and the steps to its record or claim.
        problems: what is wrong, in the order of the files.
    """

    nodes: list[Node] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[YamlFile, Steps]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """How many triples the nodes make."""
        return sum(map(_statements, self.nodes))


def read_records(project: Project, ontology: Ontology) -> Records:
    """Read and check every data file of a project.

    Problems are collected, not raised, so that one run shows all of them.

    Raises:
        UnreadableError: a file cannot be read at all.
    """
    files = project.files("data", ".yaml", ".yml")
    records = Records()
    for folder in project.layers["data"]:
        if not any(path.is_relative_to(folder) for path in files.values()):
            what, mend = "holds no .yaml file", "put a file of records there: `kg new Source` prints one"
            records.problems.append(Problem(project.shown(folder), 0, 0, what, mend))
    reader = _Reader(ontology, records)
    for path in files.values():
        reader.read(YamlFile(path, project.shown(path)))
    reader.refer()
    records.nodes += [read_date(written).node() for written in sorted(reader.dates)]
    records.problems.sort(key=lambda problem: (str(problem.path), problem.line, problem.column))
    return records


class _Reader:
    """Reads file after file into one `Records`."""

    def __init__(self, ontology: Ontology, records: Records) -> None:
        self.ontology = ontology
        self.records = records
        self.dates: set[str] = set()
        self._references: list[tuple[YamlFile, dict[str, Steps]]] = []
        self._keys: dict[str, dict[str, tuple[Property, Convert]]] = {}
        make: Callable[[Mapping[str, Property]], dict[str, tuple[Property, Convert]]] = lambda known: {
            key: (each, converter(ontology, each)) for key, each in known.items() if key != "in"
        }
        self._records = make(ontology.of_records)
        self._claims = make(ontology.of_claims)
        self._says = make(ontology.sayable)

    def read(self, file: YamlFile) -> None:
        """Read one file; what is wrong in it goes to `records.problems`."""
        self._file = file
        self._referred: dict[str, Steps] = {}
        self._references.append((file, self._referred))
        try:
            value = file.read()
        except DataError as error:
            self.records.problems += error.problems
            return
        if not isinstance(value, list) or not value:
            what = "the file is empty" if value in (None, [], {}) else "the file is no list of records"
            self._report((), what, "begin each record with `- id: PREFIX:NAME`")
            return
        for number, record in enumerate(value):
            if isinstance(record, dict):
                self._record((number,), record)
            else:
                self._report((number,), "this is no record", "write keys and values: `- id: …`, `kind: …`")

    def refer(self) -> None:
        """Report the references to nothing."""
        known = self.records.places
        for file, referred in self._references:
            for name in referred.keys() - known.keys():
                self._file = file
                alike = [each for each in known if each.partition(":")[0] == name.partition(":")[0]]
                mend = did_you_mean(name, alike, "add its record, or mend the id")
                self._report(referred[name], f"`{name}` stands for nothing in the data", mend)

    def _report(self, steps: Steps, what: str, mend: str) -> None:
        self.records.problems.append(self._file.problem(steps, what, mend))

    def _record(self, steps: Steps, record: dict[Any, Any]) -> None:
        kind = self._kind(steps, record)
        name = self._id(steps, record, kind)
        if kind is None or name is None:
            return
        node: Node = {"id": name, "kind": kind}
        self._fill(node, steps, record, self._keys_of(kind), ("id", "kind", "claims"))
        self.records.nodes.append(node)
        self.records.kinds[name] = kind
        claims = record.get("claims")
        if "claims" not in record:
            return
        if not self.ontology.is_a(kind, "Source"):
            self._report((*steps, "claims"), f"a {kind} makes no claims", "put them in the record of their source")
        elif not isinstance(claims, list):
            self._report((*steps, "claims"), "`claims` is no list", "begin each claim with `- about:`")
        else:
            for number, claim in enumerate(claims):
                self._claim((*steps, "claims", number), claim, name)

    def _kind(self, steps: Steps, record: dict[Any, Any]) -> str | None:
        kind = record.get("kind")
        kinds = self.ontology.kinds
        if kind is None:
            self._report(steps, "the record has no kind", "add `kind:` and the name of a class")
        elif kind not in kinds:
            mend = did_you_mean(str(kind), list(self.ontology.prefix_of), "name a class of the ontology")
            self._report((*steps, "kind"), f"`{kind}` is no kind", mend)
        elif kind == "Claim":
            self._report((*steps, "kind"), "a claim stands in its source", "put it under `claims:` there")
        elif kind not in self.ontology.prefix_of:
            below = [each for each in self.ontology.prefix_of if self.ontology.is_a(each, str(kind))]
            mend = f"name one of {', '.join(below[:8])}" if below else "give the class a kg:idPrefix"
            self._report((*steps, "kind"), f"a record cannot be just a `{kind}`", mend)
        else:
            return str(kind)
        return None

    def _id(self, steps: Steps, record: dict[Any, Any], kind: str | None) -> str | None:
        if "id" not in record:
            self._report(steps, "the record has no id", "add `id: PREFIX:NAME`")
            return None
        try:
            name = check_id(self.ontology, str(record["id"]))
        except Refused as refused:
            self._report((*steps, "id"), refused.what, refused.mend)
            return None
        prefix, _, local = name.partition(":")
        wanted = self.ontology.prefix_of.get(kind or "", prefix)
        if prefix != wanted:
            self._report((*steps, "id"), f"`{name}` is no id for a {kind}", f"write `{wanted}:{local}`")
            return None
        return self._known(name, (*steps, "id"))

    def _known(self, name: str, steps: Steps) -> str | None:
        if name in self.records.places:
            file, other = self.records.places[name]
            line, _ = file.place(other)
            self._report(steps, f"`{name}` stands already at {file.shown}:{line}", "give one of them another id")
            return None
        self.records.places[name] = (self._file, steps)
        return name

    def _keys_of(self, kind: str) -> dict[str, tuple[Property, Convert]]:
        """The keys of a class: those whose domain is it, is above it, or is not stated."""
        if kind not in self._keys:
            above = {self.ontology.kinds[each].iri for each in (kind, *self.ontology.ancestors(kind))}
            self._keys[kind] = {
                key: pair for key, pair in self._records.items()
                if not pair[0].domains or above.intersection(pair[0].domains)
            }  # fmt: skip
        return self._keys[kind]

    def _claim(self, steps: Steps, claim: Any, source: str) -> None:
        if not isinstance(claim, dict) or not isinstance(claim.get("says"), dict) or not claim["says"]:
            self._report(steps, "the claim says nothing", "add `says: {KEY: VALUE}`")
            return
        if "about" not in claim:
            self._report(steps, "the claim is about nothing", "add `about:` and the id of a record")
            return
        node: Node = {"kind": "Claim", "in": source, "by": source, "modality": "kg:asserted"}
        self._fill(node, steps, claim, self._claims, ("id", "says"))
        said: Node = {}
        self._fill(said, (*steps, "says"), claim["says"], self._says, ())
        for key, value in said.items():
            node[f"said:{key}"] = value
        name = str(claim.get("id") or _claim_id(node, said))
        if "id" in claim and name.partition(":")[0] != "claim":
            self._report((*steps, "id"), f"`{name}` is no id for a claim", "write `claim:NAME`")
        elif self._known(name, (*steps, "id") if "id" in claim else steps):
            try:
                node["id"] = check_id(self.ontology, name)
                self.records.nodes.append(node)
            except Refused as refused:
                self._report((*steps, "id"), refused.what, refused.mend)

    def _fill(
        self, node: Node, steps: Steps, given: dict[Any, Any],
        keys: Mapping[str, tuple[Property, Convert]], others: Iterable[str],
    ) -> None:  # fmt: skip
        """Put every value of a mapping into `node`, or report it."""
        for key, value in given.items():
            if key not in keys:
                if key not in others:
                    self._report((*steps, str(key)), *self._unknown(str(key), [*keys, *others], keys))
                continue
            each, convert = keys[key]
            try:
                if type(value) is list:
                    values = [
                        self._value(each, convert, one, (*steps, key, number)) for number, one in enumerate(value)
                    ]
                    if not values:
                        raise Refused("the list is empty", "write a value, or leave the key out")
                    node[key] = values
                elif type(value) is dict and each.holds is Holds.TEXT:
                    node[key] = self._languages(convert, value, (*steps, key))
                else:
                    node[key] = self._value(each, convert, value, (*steps, key))
            except Refused as refused:
                self._report((*steps, key), refused.what, refused.mend)

    def _value(self, each: Property, convert: Convert, value: Any, steps: Steps) -> Any:
        holds = each.holds
        if type(value) is not str:
            value = self._as_text(holds, value, steps)
        converted = convert(value)
        if holds is Holds.DATE:
            self.dates.add(value)
        if holds is Holds.RECORD and converted not in self._referred:
            self._referred[converted] = steps
        return converted

    def _languages(self, convert: Convert, value: dict[Any, Any], steps: Steps) -> Node:
        """A map of language tags to one text or several."""
        node: Node = {}
        for tag, texts in value.items():
            several = texts if isinstance(texts, list) else [texts]
            place = (*steps, str(tag))
            node[check_language(str(tag))] = [
                convert(text if isinstance(text, str) else self._as_text(Holds.TEXT, text, place))
                for text in several
            ]
        return node

    def _as_text(self, holds: Holds, value: Any, steps: Steps) -> str:
        """The text of a scalar that the YAML reader took for a number, a truth value or nothing."""
        if isinstance(value, dict | list):
            mend = f"write a {holds.value}: a record of its own has its own `- id:`"
            raise Refused("a mapping or a list stands where one value belongs", mend)
        if isinstance(value, bool):
            if holds is Holds.BOOLEAN:
                return "true" if value else "false"
        elif isinstance(value, int):
            if holds in (Holds.INTEGER, Holds.DECIMAL, Holds.DATE):
                return str(value)
        elif isinstance(value, float) and holds is Holds.DECIMAL:
            text = repr(value)
            if "e" not in text and len(text) <= 16:
                return text
        return self._file.spelling(steps)

    def _unknown(self, key: str, allowed: list[str], keys: Mapping[str, object]) -> tuple[str, str]:
        """What is wrong with a key that has no meaning where it stands, and how to mend it."""
        what = f"the key `{key}` is unknown here"
        if key.startswith("@"):
            return what, "write plain keys: `id` and `kind` stand for JSON-LD's own"
        if keys is self._says and (key in self._claims or key in self._records):
            return f"`{key}` is nothing that a claim can say", "put it on the claim or the record itself"
        if keys is self._claims and key in self._says:
            return f"`{key}` is what the claim says", f"write `says: {{{key}: …}}`"
        if key in self._claims:
            return f"`{key}` belongs in a claim", "put it under `claims:` of a source"
        if key in self._records:
            domains = (each.rpartition("#")[2] for each in self._records[key][0].domains)
            return f"`{key}` does not belong here", f"it is a key of {' and '.join(domains)}"
        return what, did_you_mean(key, allowed, "add the property to the ontology, or leave the key out")


def _claim_id(node: Node, said: Node) -> str:
    """A name made of what the claim is: its source, line, claimant, subjects and what it says."""
    about = node.get("about")
    about = sorted(about) if isinstance(about, list) else [about]
    parts = [node["in"], node.get("line"), node["by"], about, sorted(said.items())]
    return f"claim:{hashlib.sha256(_encode(parts).encode()).hexdigest()[:16]}"


def _statements(node: Node) -> int:
    count = -1  # the id makes no statement
    for value in node.values():
        if type(value) is list:
            count += len(set(value))
        elif type(value) is dict:
            count += sum(len(set(texts)) for texts in value.values())
        else:
            count += 1
    return count
