"""How a statement came about: what made it, and if it was a rule, the rule's inputs, and theirs.

Statements of a build are told apart by the stage at which they came: see `kg.stages`. A rule is run
backwards: its template is matched with the statement, and its patterns are looked up in the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.clauses import Node, Pattern, Variable
from kg.graph import Graph, Iri, Literal, Term, Triple
from kg.namespaces import BASE, KG, SAID
from kg.rules import Rule

RECORD, CLAIM, CLAIMS, ONTOLOGY, RULE = "record", "claim", "claims", "ontology", "rule"
"""What can make a statement: a record states it, it is part of a claim, promotion made it of claims, the ontology
states it, or a rule infers it."""
_DEEPEST, _MOST = 40, 40


@dataclass(frozen=True)
class Proof:
    """One way in which a statement came about, the shortest.

    Attributes:
        statement: what it proves.
        made_by: one of `RECORD`, `CLAIM`, `CLAIMS`, `ONTOLOGY`, `RULE`.
        rule: the rule that infers it.
        inputs: what the rule rests on, in the order of its patterns.
        others: in how many other ways rules infer it from other inputs, as far as these were counted.
    """

    statement: Triple
    made_by: str
    rule: Rule | None = None
    inputs: tuple[Proof, ...] = ()
    others: int = 0

    @property
    def claims(self) -> list[str]:
        """The IRIs of the claims of which parts are among its inputs, in their order."""
        parts = [proof.statement.subject for proof in self.inputs if proof.made_by == CLAIM]
        return list(dict.fromkeys(part.value for part in parts if isinstance(part, Iri)))

    @property
    def size(self) -> int:
        """How many statements it has."""
        return 1 + sum(proof.size for proof in self.inputs)


@dataclass
class Prover:
    """Finds proofs in a build or a view.

    Args:
        claims, facts, graph: its stages.
        rules: those that were run; none where it was built without.
    """

    claims: Graph
    facts: Graph
    graph: Graph
    rules: Sequence[Rule]
    _proved: dict[Triple, Proof] = field(default_factory=dict)
    _failed: dict[Triple, int] = field(default_factory=dict)

    def prove(self, statement: Triple) -> Proof | None:
        """The shortest proof of a statement of the graph; None where nothing explains it."""
        return next(filter(None, (self._within(statement, depth) for depth in range(_DEEPEST))), None)

    def _within(self, statement: Triple, depth: int) -> Proof | None:
        """A proof that is at most so deep, which a proof that rests on itself never is."""
        if statement in self._proved:
            return self._proved[statement]
        if self._failed.get(statement, -1) >= depth:
            return None
        maker = self._maker(statement)
        proof = self._inferred(statement, depth) if maker == RULE and depth else None
        if maker != RULE:
            proof = Proof(statement, maker)
        if proof:
            self._proved[statement] = proof
        else:
            self._failed[statement] = depth
        return proof

    def _maker(self, statement: Triple) -> str:
        if self.claims.holds(statement):
            subject = statement.subject.value if isinstance(statement.subject, Iri) else ""
            if not subject.startswith(BASE) or subject.startswith((KG, SAID)):
                return ONTOLOGY
            return CLAIM if subject.startswith(f"{BASE}claim/") else RECORD
        return CLAIMS if self.facts.holds(statement) else RULE

    def _inferred(self, statement: Triple, depth: int) -> Proof | None:
        found: list[Proof] = []
        ways = 0
        for rule, inputs in self._ways(statement):
            ways += 1
            proofs = [self._within(each, depth - 1) for each in inputs]
            if None not in proofs:
                found.append(Proof(statement, RULE, rule, tuple(filter(None, proofs))))
        best = min(found, key=lambda proof: proof.size, default=None)
        return best and Proof(statement, RULE, best.rule, best.inputs, ways - 1)

    def _ways(self, statement: Triple) -> Iterator[tuple[Rule, list[Triple]]]:
        """The rules that infer a statement, each with statements that it may be inferred from."""
        seen = set()
        for rule in self.rules:
            for head in rule.clauses.head:
                bound = _matched(head, statement)
                if bound is None:
                    continue
                for row in self._rows(rule, bound):
                    inputs = [_filled(pattern, row) for pattern in rule.clauses.body]
                    if statement not in inputs and (rule.name, *inputs) not in seen:
                        seen.add((rule.name, *inputs))
                        yield rule, inputs

    def _rows(self, rule: Rule, bound: dict[Variable, Term]) -> Iterator[dict[Variable, Term]]:
        """The values of a rule's variables with which it infers a statement."""
        names, values = " ".join(f"?{name}" for name in bound), " ".join(map(str, bound.values()))
        given = f"VALUES ({names}) {{ ({values}) }}" if bound else ""
        text = f"{rule.clauses.prologue}SELECT * WHERE {{ {given} {rule.where} }} LIMIT {_MOST}"
        rows = self.graph.select(text)
        for row in rows.rows:
            yield {Variable(name): term for name, term in zip(rows.columns, row, strict=True) if term is not None}


def _matched(pattern: Pattern, statement: Triple) -> dict[Variable, Term] | None:
    """The values that make a pattern a statement; None where there are none."""
    bound: dict[Variable, Term] = {}
    for node, term in zip(pattern, statement, strict=True):
        if isinstance(node, Variable):
            if bound.setdefault(node, term) != term:
                return None
        elif node != term:
            return None
    return bound


def _filled(pattern: Pattern, row: dict[Variable, Term]) -> Triple:
    def term(node: Node) -> Term:
        return row[node] if isinstance(node, Variable) else node

    subject, predicate, value = map(term, pattern)
    assert isinstance(predicate, Iri) and not isinstance(subject, Literal)
    return Triple(subject, predicate, value)
