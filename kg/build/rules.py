"""From facts to what follows from them, by the rules of `queries/rules/`, round by round until nothing is new.

A rule is a CONSTRUCT of triple patterns, see `kg.build.clauses`. Rules are asked after promotion, and no rule
writes what a record settles, what is contested, or what a claim denies: see `kg.build.guards`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.build.clauses import Clauses, Pattern, UnfitClause, Variable, read_clauses
from kg.errors import QueryError
from kg.graph import Graph, Iri, Term, Triple
from kg.build.guards import GUESSES, Guard, Settled
from kg.build.inferences import Inferences
from kg.namespaces import KG, RDF, SAID
from kg.project import Project
from kg.queries import read_query

FOLDER = "queries/rules"
_TYPE, _DERIVED, _DURING = Iri(RDF + "type"), Iri(KG + "derived"), Iri(KG + "during")
_GUESSED = "\n".join(f"  MINUS {{ ?CLAIM <{KG}reading> <{guess}> }}" for guess in GUESSES)
_ELIGIBLE = f"""
  MINUS {{ ?CLAIM <{KG}modality> ?CLAIM_modality . FILTER (?CLAIM_modality != <{KG}asserted>) }}
  MINUS {{ ?CLAIM <{KG}negated> true }}
  MINUS {{ ?CLAIM <{KG}bound> ?CLAIM_bound }}
{_GUESSED}
"""
"""What of claims a rule is shown: those that could make a fact, as `queries/promotion/gather/candidates.rq` has it."""
_TIMELESS = f"  MINUS {{ ?CLAIM <{KG}during> ?CLAIM_time }}\n"
"""What a rule is not shown if it reads no time of a claim: what holds for a time alone, which may not be the rule's."""


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        summary: what it says, in words.
        clauses: its parts as they are written.
    """

    name: str
    path: Path
    summary: str
    clauses: Clauses

    @property
    def claims(self) -> list[Variable]:
        """The variables that stand for claims."""
        found = [each.subject for each in self.clauses.body if _is_twin(each)]
        return list(dict.fromkeys(node for node in found if isinstance(node, Variable)))

    @property
    def read_twins(self) -> frozenset[str]:
        """The IRIs of the properties that it reads from claims."""
        return frozenset(
            KG + each.predicate.value.removeprefix(SAID)
            for each in self.clauses.body
            if _is_twin(each) and isinstance(each.predicate, Iri)
        )

    @property
    def where(self) -> str:
        """What stands in WHERE, with the claims that it reads kept to those that may make a fact."""
        timed = {each.subject for each in self.clauses.body if each.predicate == _DURING}
        shown = [(_ELIGIBLE if claim in timed else _ELIGIBLE + _TIMELESS, claim) for claim in self.claims]
        return self.clauses.where + "".join(text.replace("CLAIM", claim) for text, claim in shown)

    @property
    def text(self) -> str:
        """The query that is asked."""
        parts = self.clauses
        return f"{parts.prologue}CONSTRUCT {{{parts.template}}} WHERE {{{self.where}}}"


def _is_twin(pattern: Pattern) -> bool:
    return isinstance(pattern.predicate, Iri) and pattern.predicate.value.startswith(SAID)


def read_rules(project: Project) -> list[Rule]:
    """The rules of a project, in the order of their names.

    Raises:
        QueryError: a file without a header, or with what a rule may not hold; names file and line.
    """
    return sorted(map(_rule, project.files(FOLDER, ".rq").values()), key=lambda rule: rule.name)


def _rule(path: Path) -> Rule:
    query = read_query.__wrapped__(path)  # as it is now, not as an earlier build in this process read it
    try:
        return Rule(query.name, path, query.summary, read_clauses(query.text))
    except UnfitClause as error:
        raise QueryError(f"{path}:{error}") from error


def infer(project: Project, graph: Graph, settled: Settled) -> Inferences:
    """Add to a graph, after promotion, all that follows from its facts.

    A rule is asked again only when something that it reads has come since.

    Args:
        settled: what records settle, by `kg.build.guards.settlements`, which is asked before promotion.

    Returns:
        What was added, but for the marks that it is derived.

    Raises:
        QueryError: a rule does not fit or does not run; names the file.
    """
    rules = read_rules(project)
    guard, reach = Guard(graph, settled), _Reach(graph)
    made: dict[Triple, str] = {}
    waiting = rules
    while waiting:
        rule = _next(waiting, reach)
        new = _new(rule, graph, guard)
        made |= dict.fromkeys(new, rule.name)
        marks = dict.fromkeys(mark for triple in new for mark in _marks(triple, settled))
        graph.add([*new, *(mark for mark in marks if not graph.holds(mark))])
        come = {triple.predicate for triple in new}
        reach.widen(come)
        waiting = [each for each in rules if (each in waiting and each is not rule) or come & reach.reads(each)]
    return Inferences({rule.name: rule.text for rule in rules}, made)


class _Reach:
    """Which predicates rules read and write in a graph; what a variable may stand for there is asked once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._terms: dict[tuple[Term, str], frozenset[Term]] = {}

    def reads(self, rule: Rule) -> frozenset[Term]:
        """The predicates of what its patterns may match."""
        return self._predicates(rule, rule.clauses.body)

    def writes(self, rule: Rule) -> frozenset[Term]:
        """The predicates of what it may infer."""
        return self._predicates(rule, rule.clauses.head)

    def widen(self, come: Collection[Term]) -> None:
        """Take into account the predicates of statements that have come."""
        if come:
            self._any |= {*come, _DERIVED}
            self._terms = {asked: terms for asked, terms in self._terms.items() if asked[0] not in come}

    @cached_property
    def _any(self) -> frozenset[Term]:
        rows = self._graph.select("SELECT DISTINCT ?p { ?s ?p ?o }").rows
        return frozenset(term for (term,) in rows if term is not None)

    def _predicates(self, rule: Rule, patterns: Iterable[Pattern]) -> frozenset[Term]:
        found: set[Term] = set()
        for each in patterns:
            found |= self._named(rule, each.predicate) if isinstance(each.predicate, Variable) else {each.predicate}
        return frozenset(found)

    def _named(self, rule: Rule, variable: Variable) -> frozenset[Term]:
        """What a variable may stand for, by the first pattern in which it is no predicate; else any predicate."""
        for each in rule.clauses.body:
            if variable in (each.subject, each.object) and not isinstance(each.predicate, Variable):
                pattern = " ".join(f"?{node}" if isinstance(node, Variable) else str(node) for node in each)
                return self._standing_for(each.predicate, f"SELECT DISTINCT ?{variable} {{ {pattern} }}")
        return self._any

    def _standing_for(self, predicate: Term, query: str) -> frozenset[Term]:
        if (predicate, query) not in self._terms:
            rows = self._graph.select(query).rows
            self._terms[predicate, query] = frozenset(term for (term,) in rows if term is not None)
        return self._terms[predicate, query]


def _next(waiting: list[Rule], reach: _Reach) -> Rule:
    """The first rule for which no other that waits can still write; in a circle of rules, the first."""
    writes = [(each, reach.writes(each)) for each in waiting]
    for rule in waiting:
        reads = reach.reads(rule)
        if all(each is rule or reads.isdisjoint(written) for each, written in writes):
            return rule
    return waiting[0]


def _marks(triple: Triple, settled: Settled) -> Iterator[Triple]:
    """That a thing has derived values of a property; its class, and the wholes of a settled whole, aside."""
    if triple.predicate != _TYPE and (triple.subject, triple.predicate) not in settled:
        yield Triple(triple.subject, _DERIVED, triple.predicate)


def _new(rule: Rule, graph: Graph, guard: Guard) -> list[Triple]:
    try:
        found = dict.fromkeys(graph.construct(rule.text))
    except QueryError as error:
        raise QueryError(f"{rule.path}: {error}") from error
    return [triple for triple in found if not graph.holds(triple) and guard.allows(triple, rule.read_twins)]
