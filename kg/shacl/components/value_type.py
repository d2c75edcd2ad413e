"""Section 4.1: class, datatype and kind of node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph import Iri
from kg.namespaces import XSD, compact
from kg.shacl.focus import Focus
from kg.shacl.model import Constraint, Failure, Shape, Targets
from kg.shacl.run import Run
from kg.shacl.terms import DERIVED, REWRITTEN, VERBATIM

KINDS = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "(isBlank({0}) || isIRI({0}))",
    "BlankNodeOrLiteral": "(isBlank({0}) || isLiteral({0}))",
    "IRIOrLiteral": "(isIRI({0}) || isLiteral({0}))",
}
"""The kinds of `sh:nodeKind`, by their local names, each as an expression."""

_TEXT = {"integer": "^[+-]?[0-9]+$", "decimal": "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$"}
_FLOAT = "^([+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN)$"
_ZONE = "(Z|[+-][0-9]{2}:[0-9]{2})$"
_BINARY = {
    "hexBinary": "^([0-9a-fA-F]{2})*$",
    "base64Binary": "^(([A-Za-z0-9+/] ?){4})*(([A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?$",
}
"""Of datatypes that the engine does not know."""


@dataclass(frozen=True)
class Class(Constraint):
    """`sh:class`: each value is an instance of a class."""

    of: Iri

    def test(self, run: Run, variable: str) -> str | None:
        """Whether the data says so, of the class or one below; of classes without a name `failures` asks."""
        classes = run.classes(self.of)
        return None if classes.blank else classes.test(variable)

    def failures(self, run: Run, shape: Shape, focus: Focus) -> Iterator[Failure]:
        """Each value that is not among all instances."""
        instances = run.targeted(Targets(classes=(self.of,))).nodes
        return ((node, None, value) for node, value in run.rows(shape, focus) if value not in instances)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is not of the class {compact(self.of.value)}"


@dataclass(frozen=True)
class Datatype(Constraint):
    """`sh:datatype`: each value is a literal of a datatype, and well-formed."""

    of: Iri

    def test(self, run: Run, variable: str) -> str:
        """Whether it is; the engine's own numbers are well-formed, other text is read once more."""
        plain = self._test(variable, str(self.of), variable)
        if not run.verbatim or self.of.value.removeprefix(XSD) not in REWRITTEN:
            return plain
        kept = self._test(variable, f"<{VERBATIM}{self.of.value}>", f"STRDT(STR({variable}), {self.of})")
        return f"({kept} || {plain})"

    def _test(self, variable: str, datatype: str, value: str) -> str:
        formed = self._formed(value, variable)
        return f"COALESCE(sameTerm(datatype({variable}), {datatype}){f' && {formed}' if formed else ''}, false)"

    def _formed(self, value: str, variable: str) -> str:
        """Whether the text of a value, which a variable holds as it is written, is one of its datatype."""
        name = self.of.value.removeprefix(XSD)
        if name in _TEXT:
            return f'(isNumeric({value}) || REGEX(STR({value}), "{_TEXT[name]}"))'
        if name in ("double", "float"):
            return f'REGEX(STR({variable}), "{_FLOAT}")'  # the engine also takes `inf` for a number
        if name in _BINARY:
            return f'REGEX(STR({value}), "{_BINARY[name]}")'
        if name == "boolean":
            return f"(sameTerm({value}, true) || sameTerm({value}, false))"
        if name in DERIVED:
            number = f"<{XSD}decimal>(STR({value}))"
            least, most = DERIVED[name]
            bounds = [f"{number} >= {least}"] * (least is not None) + [f"{number} <= {most}"] * (most is not None)
            return " && ".join([f'REGEX(STR({value}), "{_TEXT["integer"]}")', *bounds])
        if name == "dateTimeStamp":
            return f'isLiteral(<{XSD}dateTime>(STR({value}))) && REGEX(STR({value}), "{_ZONE}")'
        return f"sameTerm({self.of}({value}), {value})" if name in REWRITTEN else ""

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is no literal of the datatype {compact(self.of.value)}"


@dataclass(frozen=True)
class NodeKind(Constraint):
    """`sh:nodeKind`: each value is an IRI, a blank node or a literal."""

    kind: str

    def test(self, run: Run, variable: str) -> str:
        """Whether it is."""
        return KINDS[self.kind].format(variable)

    def explain(self) -> str:
        """As `Constraint.explain`."""
        return f"is not of the kind {self.kind}"


