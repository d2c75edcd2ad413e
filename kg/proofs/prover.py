"""How a statement came about: what made it, and if it was a rule, the rule's inputs, and theirs.

Statements of a build are told apart by the stage at which they came: see `kg.build.stages`. A rule is run
backwards: its template is matched with the statement, and its patterns are looked up in the graph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.build.clauses import Node, Pattern, Variable
from kg.build.rules import Rule
from kg.graph import Graph, Iri, Literal, Term, Triple
from kg.namespaces import BASE, KG, SAID
from kg.namespaces import DATE as DATES

RECORD, CLAIM, CLAIMS, DATE, ONTOLOGY, RULE = "record", "claim", "claims", "date", "ontology", "rule"
"""What can make a statement: a record states it, it is part of a claim, promotion made it of claims, it follows from
a date as it is written, the ontology states it, or a rule infers it."""
BOUNDS = {KG + side + day for side in ("earliest", "latest", "latestStart", "earliestEnd") for day in ("", "Day")}
BOUNDS |= {KG + "oneDay", KG + "qualified"}
"""The days between which a date, or an event by its dates, begins and ends."""
_MERGED = KG + "mergedFrom"
_DEEPEST, _MOST = 100, 40


@dataclass(frozen=True)
class Proof:
    """One way in which a statement came about, the shortest.

    Attributes:
        statement: what it proves.
        made_by: one of `RECORD`, `CLAIM`, `CLAIMS`, `DATE`, `ONTOLOGY`, `RULE`.
        rule: the rule that infers it.
        inputs: what the rule rests on, in the order of its patterns; of the bound of an event whose record gives
            its date, that date.
    """

    statement: Triple
    made_by: str
    rule: Rule | None = None
    inputs: tuple[Proof, ...] = ()

    @property
    def claims(self) -> list[str]:
        """The IRIs of the claims of which parts are among its inputs, in their order."""
        parts = [proof.statement.subject for proof in self.inputs if proof.made_by == CLAIM]
        return list(dict.fromkeys(part.value for part in parts if isinstance(part, Iri)))

    @property
    def size(self) -> int:
        """How many statements it has."""
        return 1 + sum(proof.size for proof in self.inputs)

    def rests_on(self, statement: Triple) -> bool:
        """Whether a statement is proved by it, or on the way to it."""
        return self.statement == statement or any(proof.rests_on(statement) for proof in self.inputs)


_Inputs = tuple[Rule, list[Triple]]


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
    _known_ways: dict[Triple, list[_Inputs]] = field(default_factory=dict)

    def prove(self, statement: Triple) -> Proof | None:
        """The shortest proof of a statement of the graph; None where nothing explains it."""
        return next(filter(None, (self._within(statement, depth) for depth in range(_DEEPEST))), None)

    def others(self, proof: Proof) -> int:
        """In how many other ways rules infer what a proof proves, from inputs that do not rest on it themselves.

        Of each rule at most 40 ways are looked at.
        """
        shown = [each.statement for each in proof.inputs]
        rest = [inputs for rule, inputs in self._ways(proof.statement) if (rule, inputs) != (proof.rule, shown)]
        return sum(all(self._stands(each, proof.statement) for each in inputs) for inputs in rest)

    def _stands(self, statement: Triple, without: Triple) -> bool:
        proof = self.prove(statement)
        return proof is not None and not proof.rests_on(without)

    def _within(self, statement: Triple, depth: int) -> Proof | None:
        """A proof that is at most so deep, which a proof that rests on itself never is."""
        if statement in self._proved:
            return self._proved[statement]
        if self._failed.get(statement, -1) >= depth:
            return None
        proof = self._given(statement) or (self._inferred(statement, depth) if depth else None)
        if proof:
            self._proved[statement] = proof
        else:
            self._failed[statement] = depth
        return proof

    def _given(self, statement: Triple) -> Proof | None:
        """The proof of what was there before any rule."""
        if self.claims.holds(statement):
            return Proof(statement, _stated_by(statement))
        if not self.facts.holds(statement):
            return None
        recorded = self._recorded_dates(statement) if statement.predicate.value in BOUNDS else []
        inputs = [Proof(each, _stated_by(each)) for each in recorded]
        return Proof(statement, DATE if inputs else CLAIMS, inputs=tuple(inputs))

    def _recorded_dates(self, statement: Triple) -> list[Triple]:
        """What of dates that the record of an event gives makes one of its bounds."""
        event, bound, value = statement
        rows = self.claims.select(f"SELECT ?date {{ {event} <{KG}date> ?date }} ORDER BY ?date").rows
        dates = [date for (date,) in rows if isinstance(date, Iri)]
        pairs = [(Triple(event, Iri(KG + "date"), date), Triple(date, bound, value)) for date in dates]
        return [each for pair in pairs if self.claims.holds(pair[1]) for each in pair]

    def _inferred(self, statement: Triple, depth: int) -> Proof | None:
        found: list[Proof] = []
        for rule, inputs in self._ways(statement):
            proofs = [proof for each in inputs if (proof := self._within(each, depth - 1))]
            if len(proofs) == len(inputs):
                found.append(Proof(statement, RULE, rule, tuple(proofs)))
        return min(found, key=lambda proof: proof.size, default=None)

    def _ways(self, statement: Triple) -> list[_Inputs]:
        """The rules that infer a statement, each with statements that it may be inferred from."""
        if statement not in self._known_ways:
            self._known_ways[statement] = list(self._found_ways(statement))
        return self._known_ways[statement]

    def _found_ways(self, statement: Triple) -> Iterator[_Inputs]:
        seen = set()
        for rule in self.rules:
            for head in rule.clauses.head:
                bound = _matched(head, statement)
                for row in self._rows(rule, bound) if bound is not None else ():
                    inputs = [_filled(pattern, row) for pattern in rule.clauses.body]
                    if statement not in inputs and (rule.name, *inputs) not in seen:
                        seen.add((rule.name, *inputs))
                        yield rule, inputs

    def _rows(self, rule: Rule, bound: dict[Variable, Term]) -> Iterator[dict[Variable, Term]]:
        """The values of a rule's variables with which it infers a statement."""
        named = {name: term for name, term in bound.items() if isinstance(term, (Iri, Literal))}
        names, values = " ".join(f"?{name}" for name in named), " ".join(map(str, named.values()))
        given = f"VALUES ({names}) {{ ({values}) }}" if named else ""
        where = f"{{ {rule.where} }}" if "BIND" in rule.where.upper() else rule.where  # what BIND names is new to it
        text = f"{rule.clauses.prologue}SELECT * WHERE {{ {given} {where} }} LIMIT {_MOST}"
        rows = self.graph.select(text)
        for row in rows.rows:
            found = {Variable(name): term for name, term in zip(rows.columns, row, strict=True) if term is not None}
            if all(found.get(name) == term for name, term in bound.items()):
                yield found


def _stated_by(statement: Triple) -> str:
    """What states something that was there before any fact."""
    subject = statement.subject.value if isinstance(statement.subject, Iri) else ""
    if not subject.startswith(BASE) or subject.startswith((KG, SAID)):
        return ONTOLOGY
    if subject.startswith(DATES):
        return DATE
    if statement.predicate.value == _MERGED:  # a view in which records are merged took this from claims
        return CLAIMS
    return CLAIM if subject.startswith(f"{BASE}claim/") else RECORD


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
