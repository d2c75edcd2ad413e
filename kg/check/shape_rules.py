"""The SHACL shapes of a project as rules: each constraint with a name of its own, by which findings call it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from kg.check.shape_twins import twins
from kg.graph import Iri, Triple
from kg.namespaces import RDF, SHAPE, compact
from kg.ontology import Ontology, parse_turtle
from kg.project import Project
from kg.shacl import SH

_About = dict[Any, list[Triple]]


def read_shapes(project: Project, ontology: Ontology) -> list[Triple]:
    """The shapes for data, with those for the twins made from them.

    Raises:
        OntologyError: a file that does not parse.
    """
    triples: list[Triple] = []
    for name, path in project.files("ontology/shapes", ".ttl").items():
        if not name.endswith("/style.ttl"):
            triples += parse_turtle(project, path)
    return [*triples, *twins(triples, ontology)]


def named(triples: Sequence[Triple]) -> list[Triple]:
    """Shapes whose property shapes all have names, made of their holder's and of what they look at.

    So `shape:Launch-missileCount` is what `shape:Launch` asks of `missileCount`; of two that look at the same, the
    second ends with `-2`.
    """
    names: dict[Any, Iri] = {}
    taken: Counter[str] = Counter()
    about: _About = defaultdict(list)
    for triple in triples:
        about[triple.subject].append(triple)
    for holder, said in about.items():
        targets = [each.object for each in said if each.predicate.value.startswith(SH + "target")]
        if targets and not isinstance(holder, Iri):
            words = f"{SHAPE}of-{'-'.join(word for each in targets for word in _words(each, about))}"
            names[holder] = _numbered(words, taken)
        name = names.get(holder, holder)
        if isinstance(name, Iri):
            _name_parts(holder, name.value, about, names)
    return [
        Triple(names.get(subject, subject), predicate, names.get(value, value)) for subject, predicate, value in triples
    ]


def _name_parts(top: Any, name: str, about: _About, names: dict[Any, Iri]) -> None:
    """Name the nameless property shapes of a shape, and theirs."""
    left = [(top, name)]
    for holder, its in left:
        taken: Counter[str] = Counter()
        for part in (each.object for each in about[holder] if each.predicate.value == SH + "property"):
            if isinstance(part, Iri) or part in names:
                continue
            paths = [each.object for each in about[part] if each.predicate.value == SH + "path"]
            words = f"{its}-{'-'.join(word for path in paths for word in _words(path, about))}"
            names[part] = _numbered(words, taken)
            left.append((part, names[part].value))


def _numbered(words: str, taken: Counter[str]) -> Iri:
    """A name that is not yet taken: the words, and for the second with the same words a number."""
    taken[words] += 1
    return Iri(words if taken[words] == 1 else f"{words}-{taken[words]}")


def _words(path: Any, about: _About) -> Iterator[str]:
    """The local names of the properties of a path, in their order; one that runs in a circle ends where it began."""
    left, met = [path], {Iri(RDF + "nil")}
    while left:
        node = left.pop()
        if isinstance(node, Iri) and node not in met:
            yield compact(node.value).rpartition(":")[2]
        elif node not in met:
            met.add(node)
            left += reversed([triple.object for triple in about.get(node, ())])
