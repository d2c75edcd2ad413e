"""The place of a finding of the graph: where a data file states it, or else the record and the claims behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from kg.build.promotion import promote
from kg.build.rules import read_rules
from kg.build.stages import load
from kg.errors import Problem, Related, Span
from kg.graph import Graph, Iri, Term, Triple, text_of
from kg.namespaces import KG, RDF, SAID, compact
from kg.ontology import Ontology
from kg.ontology.declared import place_of
from kg.project import Project
from kg.records import Records
from kg.records.filling import Node

if TYPE_CHECKING:
    from kg.proofs.prover import Proof, Prover

_LONGEST = 200


class Locator:
    """Gives findings their places.

    Args:
        records: what the graph was made of, with its nodes.
        graph: with what promotion and rules have made.
    """

    def __init__(self, project: Project, ontology: Ontology, records: Records, graph: Graph) -> None:
        self._project, self._ontology, self._records, self._graph = project, ontology, records, graph

    def problem(
        self, rule: str, focus: Term, key: str, value: Term | None, what: str, mend: str, severity: str,
        others: Iterable[Related] = (),
    ) -> Problem:  # fmt: skip
        """A finding on a record or a claim, at its place; on a term of the ontology, where that declares it.

        Args:
            focus: the record or the claim.
            key: the IRI of the property, or of the twin, that is at fault; empty where it is the whole.
            value: the value at fault, where it is one.
            others: further places that it has to do with.
        """
        iri = focus.value if isinstance(focus, Iri) else ""
        found = self._records.find(iri, key, written(value))
        if not found:
            declared = place_of(self._project, [iri]) if iri else None
            place = declared or (self._project.shown(self._project.layers["ontology"][0]), Span())
            return Problem.at(*place, what, mend, severity=severity, rule=rule)
        file, steps = found
        behind = self.behind(iri, key, value) if key and not self._states(iri, key) else ()
        related = tuple(dict.fromkeys([*others, *behind]))
        return file.problem(steps, rule, what, mend, severity, related=related)

    def knows(self, term: Term) -> bool:
        """Whether the data has it as a record or a claim."""
        return isinstance(term, Iri) and self._records.find(term.value) is not None

    def related(self, term: Term | None, note: str) -> Iterator[Related]:
        """The place of a record or a claim; nothing where the data does not have it."""
        found = self._records.find(term.value) if isinstance(term, Iri) else None
        if found:
            yield found[0].related(found[1], note)

    def behind(self, focus: str, key: str, value: Term | None = None) -> Iterator[Related]:
        """The claims, and the records, from which promotion and rules made what no data file states.

        Args:
            value: None stands for all that the graph has.
        """
        rows = self._graph.select(f"SELECT ?value {{ <{focus}> <{key}> ?value }} ORDER BY STR(?value)").rows
        for (each,) in rows:
            if key == KG + "derived" and isinstance(each, Iri) and value in (None, each):  # what is, not that it is
                yield from self.behind(focus, each.value)
            elif each is not None and value in (None, each):
                proof = self._prover.prove(Triple(Iri(focus), Iri(key), each))
                yield from self._leaves(proof, None) if proof else ()

    def _leaves(self, proof: Proof, rule: str | None) -> Iterator[Related]:
        """The places of what a proof rests on in the end; `rule` is the last one that made something of it."""
        made = f"by the rule {rule}" if rule else "by promotion"
        subject, key, value = proof.statement
        for part in proof.inputs:
            yield from self._leaves(part, proof.rule.name if proof.rule else rule)
        if proof.made_by == "claims" and not proof.inputs:
            if key.value == KG + "contested" and isinstance(value, Iri):
                key, value = value, "?any"
            for claim in self._claims(subject, key, value):
                said = SAID + compact(key.value).rpartition(":")[2]
                yield from self._place(claim, said, f"it comes from this, {made}")
        elif proof.made_by in ("claim", "record") and key.value != RDF + "type":
            yield from self._place(subject, key.value, f"it comes from this, {made}")

    def _place(self, subject: object, key: str, note: str) -> Iterator[Related]:
        found = self._records.find(subject.value, key) if isinstance(subject, Iri) else None
        if found:
            yield found[0].related(found[1], note)

    def _claims(self, subject: object, key: Iri, value: object) -> list[Term]:
        """The claims that state what promotion made a fact; of the bounds of an event, those that date it."""
        said = SAID + compact(key.value).rpartition(":")[2]
        states = f"<{said}> {value}" if key.value not in _bounds() else f"<{SAID}date> ?date"
        denied = f"MINUS {{ ?claim <{KG}negated> true }}"
        query = f"SELECT DISTINCT ?claim {{ ?claim <{KG}about> {subject} ; {states} . {denied} }} ORDER BY ?claim"
        return [claim for (claim,) in self._graph.select(query).rows if claim is not None]

    def _states(self, iri: str, key: str) -> bool:
        """Whether a data file itself gives a property to a record or a claim."""
        name = compact(key)
        node = self._nodes.get(compact(iri), {})
        return (name if key.startswith(SAID) else name.rpartition(":")[2]) in node or key == RDF + "type"

    @cached_property
    def _nodes(self) -> dict[str, Node]:
        return {node["id"]: node for node in self._records.nodes}

    @cached_property
    def _prover(self) -> Prover:
        """It needs the graph as it was before promotion and before rules, which are made anew: few findings ask."""
        from kg.proofs.prover import Prover

        claims, facts = Graph.memory(), Graph.memory()
        for each in (claims, facts):
            load(each, self._ontology, self._records)
        promote(self._project, facts)
        return Prover(claims, facts, self._graph, read_rules(self._project))


def written(term: Term | None) -> str:
    """A value as a data file writes it; empty for none."""
    text = text_of(term)
    return re.sub(r"^(kg|said|rdfs|skos|date):", "", text) if isinstance(term, Iri) else text


def shortened(text: str, longest: int = _LONGEST) -> str:
    """A text of at most so many characters."""
    return f"{text[:longest]}…" if len(text) > longest else text


def _bounds() -> set[str]:
    from kg.proofs.prover import BOUNDS

    return BOUNDS
