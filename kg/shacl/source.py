"""The statements of a shapes graph, and what is wrong with them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator

from kg.errors import OntologyError
from kg.graph import Iri, Literal, Term, Triple, text_of
from kg.namespaces import OWL, RDF, RDFS, XSD, compact
from kg.shacl import paths
from kg.shacl.paths import Path
from kg.shacl.results import SH

TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
"""The properties of SHACL Core that name nodes a shape is for."""
_TARGETS = {SH + name for name in (*TARGETS, "target")}
CLASSES = {Iri(RDFS + "Class"), Iri(OWL + "Class")}
"""What a shape is also of that is for its own instances."""
_REPEATS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
DEEPEST = 50
"""How many shapes, or steps of a path, may stand within each other; what is deeper nobody can read."""

_LONGEST = 300
_NIL = Iri(RDF + "nil")
_WHOLE = re.compile(r"\+?[0-9]{1,18}", re.ASCII)  # who counts further is mistaken


def _gives_targets(triple: Triple) -> bool:
    """Whether a statement says what a shape is for: by naming it, or in that the shape is a class."""
    name = triple.predicate.value
    return name in _TARGETS or (name == RDF + "type" and triple.object in CLASSES)


def without_targets(shapes: Iterable[Triple], but: Collection[Term] = ()) -> Iterator[Triple]:
    """Shapes that are asked of nothing by themselves, but for some."""
    return (each for each in shapes if each.subject in but or not _gives_targets(each))


class Source:
    """A shapes graph, read by subject; terms of SHACL itself by their local names.

    Args:
        triples: the shapes graph.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.about: dict[Term, dict[str, list[Term]]] = {}
        self.uses: dict[Term, list[Term]] = {}
        for subject, predicate, value in dict.fromkeys(triples):
            name = predicate.value.removeprefix(SH)
            self.about.setdefault(subject, {}).setdefault(name, []).append(value)
            self.uses.setdefault(value, []).append(subject)

    def values(self, node: Term, name: str) -> list[Term]:
        """The values of a property: of SHACL by its local name, of others by the IRI."""
        return self.about.get(node, {}).get(name, [])

    def one(self, node: Term, name: str) -> Term | None:
        """The value of a property that has one at most.

        Raises:
            OntologyError: it has several.
        """
        found = self.values(node, name)
        if len(found) > 1:
            raise self.wrong(node, f"has {len(found)} values of sh:{name}", "leave one")
        return found[0] if found else None

    def of_type(self, *names: str) -> set[Term]:
        """The nodes of some types, given by IRI or by the local name in SHACL; and of types declared below them."""
        wanted: set[Term] = {Iri(each if ":" in each else SH + each) for each in names}
        while more := {s for each in wanted for s in self.uses.get(each, ()) if self._below(s, each)} - wanted:
            wanted |= more
        return {node for node, said in self.about.items() if not wanted.isdisjoint(said.get(RDF + "type", ()))}

    def _below(self, node: Term, top: Term) -> bool:
        return top in self.values(node, RDFS + "subClassOf")

    def members(self, node: Term, owner: Term, name: str) -> list[Term]:
        """The members of a list.

        Args:
            owner, name: where the list stands.

        Raises:
            OntologyError: it is no well-formed list.
        """
        found: list[Term] = []
        seen: set[Term] = set()
        while node != _NIL:
            first, rest = self.values(node, RDF + "first"), self.values(node, RDF + "rest")
            if len(first) != 1 or len(rest) != 1 or node in seen:
                raise self.wrong(owner, f"has no proper list as sh:{name}", "write the members as `( … )`")
            found += first
            seen.add(node)
            node = rest[0]
        return found

    def path(self, node: Term, owner: Term, within: frozenset[Term] = frozenset()) -> Path:
        """The property path that a node describes.

        Raises:
            OntologyError: it describes none.
        """
        if isinstance(node, Iri) and node != _NIL:
            return paths.predicate(node)
        if isinstance(node, Literal) or node in within:
            raise self._no_path(owner)
        if len(within) > DEEPEST:
            raise self.wrong(owner, f"has a sh:path of more than {DEEPEST} steps within each other", "write it flatter")
        within |= {node}
        if self.values(node, RDF + "first"):
            return paths.sequence(node, self._parts(node, owner, within))
        said = [(name, value) for name in self.about.get(node, {}) for value in self.values(node, name)]
        found = [each for each in said if each[0] in {*_REPEATS, "inversePath", "alternativePath"}]
        if len(found) != 1:
            raise self._no_path(owner)
        ((name, value),) = found
        if name == "alternativePath":
            return paths.alternative(node, self._parts(value, owner, within))
        inner = self.path(value, owner, within)
        return paths.inverse(node, inner) if name == "inversePath" else paths.repeated(node, inner, _REPEATS[name])

    def _parts(self, node: Term, owner: Term, within: frozenset[Term]) -> list[Path]:
        parts = [self.path(each, owner, within) for each in self.members(node, owner, "path")]
        if len(parts) < 2:
            raise self.wrong(owner, "has a list of fewer than two as its path", "write the member itself")
        return parts

    def _no_path(self, owner: Term) -> OntologyError:
        return self.wrong(owner, "has no proper sh:path", "write a property, or a path as SHACL describes it")

    def text(self, node: Term, owner: Term, name: str) -> str:
        """A value that is a plain text.

        Raises:
            OntologyError: it is something else.
        """
        if isinstance(node, Literal) and (node.datatype.value == XSD + "string" or node.language):
            return node.value
        raise self.wrong(owner, f"has `{text_of(node)}` as sh:{name}", "write a text")

    def iri(self, node: Term, owner: Term, name: str) -> Iri:
        """A value that is an IRI.

        Raises:
            OntologyError: it is something else.
        """
        if isinstance(node, Iri):
            return node
        raise self.wrong(owner, f"has `{text_of(node)}` as sh:{name}", "write an IRI")

    def whole(self, node: Term, owner: Term, name: str) -> int:
        """A value that is an integer from 0 up.

        Raises:
            OntologyError: it is something else.
        """
        if isinstance(node, Literal) and node.datatype.value == XSD + "integer" and _WHOLE.fullmatch(node.value):
            return int(node.value)
        raise self.wrong(owner, f"has `{text_of(node)}` as sh:{name}", "write a whole number")

    def flag(self, node: Term, owner: Term, name: str) -> bool:
        """A value that is true or false.

        Raises:
            OntologyError: it is something else.
        """
        if isinstance(node, Literal) and node.datatype.value == XSD + "boolean":
            if node.value in ("true", "1"):
                return True
            if node.value in ("false", "0"):
                return False
        raise self.wrong(owner, f"has `{text_of(node)}` as sh:{name}", "write true or false")

    def wrong(self, node: Term, what: str, mend: str) -> OntologyError:
        """The error of a shape that is not well-formed."""
        told = what if len(what) <= _LONGEST else f"{what[:_LONGEST]}…"
        shown = "".join(each if each.isprintable() else "\ufffd" for each in told)
        return OntologyError(f"{self.name(node)}: {shown}: {mend}")

    def name(self, node: Term) -> str:
        """A shape as its author may find it: by its IRI, or by what it stands in."""
        if isinstance(node, Iri):
            return compact(node.value)
        path = next((text_of(each) for each in self.values(node, "path") if isinstance(each, Iri)), "")
        owner = self.owner(node)
        return (f"shape for {path}" if path else "shape") + (f" in {compact(owner.value)}" if owner else "")

    def owner(self, node: Term) -> Iri | None:
        """The named node that a blank one is part of."""
        reached, waiting = {node}, deque([node])
        while waiting:
            each = waiting.popleft()
            if isinstance(each, Iri):
                return each
            further = [other for other in self.uses.get(each, ()) if other not in reached]
            reached |= set(further)
            waiting += further
        return None
