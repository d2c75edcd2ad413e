"""What in a shapes graph is not done, or is surely a mistake, though the graph is well-formed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.errors import nearest
from kg.graph import Iri, Term, Triple, text_of
from kg.namespaces import OWL
from kg.shacl.model import Shape
from kg.shacl.reading import RECURSIVE, Reader
from kg.shacl.results import SH

SEVERITIES = ("Violation", "Warning", "Info")
_NOT_DONE = {
    "rule": "is not run: infer first, and check what comes of it",
    "values": "is not computed: state the values in the data",
}
_LISTS = ("and", "or", "xone")
_SINGLE = ("node", "property", "not", "qualifiedValueShape")
_COUNTS = ("qualifiedMinCount", "qualifiedMaxCount")


def remarks(reader: Reader, left: dict[Shape, str]) -> Iterator[str]:
    """Each as `where: what: how to mend`.

    Args:
        left: the shapes that are not compiled, and why.
    """
    source, named = reader.source, set(_named(reader))
    for node, about in source.about.items():
        for name in _NOT_DONE.keys() & about.keys():
            yield f"{source.name(node)}: has sh:{name}, which {_NOT_DONE[name]}"
    for each in unfollowed(reader.triples):
        yield f"owl:imports {each}: is not followed: put what it says into the same file"
    for shape in list(reader.shapes.values()):
        yield from (f"{source.name(shape.node)}: {told}" for told in _of_shape(reader, shape, shape.node in named))
    for shape, why in left.items():
        if why == RECURSIVE:
            mend = "SHACL leaves open what that means: pySHACL checks it"
            yield f"{source.name(shape.node)}: refers to itself: {mend}"


def unfollowed(triples: Iterable[Triple]) -> list[str]:
    """What a graph imports, and does not itself describe."""
    said, imported = set(), []
    for subject, predicate, value in triples:
        said.add(subject)
        if predicate.value == OWL + "imports":
            imported.append(value)
    return [text_of(each) for each in dict.fromkeys(imported) if each not in said and isinstance(each, Iri)]


def _of_shape(reader: Reader, shape: Shape, used: bool) -> Iterator[str]:
    source = reader.source
    about = source.about.get(shape.node, {})
    if not about:
        others = [text_of(each.node) for each in reader.shapes.values() if isinstance(each.node, Iri) and each != shape]
        near = nearest(text_of(shape.node), others)
        yield f"is named as a shape, but nothing is said of it: {f'did you mean `{near}`?' if near else 'describe it'}"
        return
    local = shape.severity.value.removeprefix(SH)
    if shape.severity.value.startswith(SH) and local not in SEVERITIES:
        near = nearest(local, SEVERITIES)
        yield f"has the severity sh:{local}, which SHACL does not have: {_severity(near)}"
    for name in _COUNTS:
        if name in about and "qualifiedValueShape" not in about:
            yield f"has sh:{name} without sh:qualifiedValueShape, which asks nothing: add the shape to count by"
    if not shape.targets and not used and "target" not in about:
        yield "has no target and is part of no other shape, so that nothing is asked of it: add sh:targetClass"
    elif not shape.constraints and not shape.foreign and not shape.deactivated:
        yield "asks nothing: add a constraint, or take it away"


def _severity(near: str | None) -> str:
    return f"did you mean sh:{near}?" if near else f"write sh:{', sh:'.join(SEVERITIES)}"


def _named(reader: Reader) -> Iterator[Term]:
    """The shapes that other shapes name."""
    source = reader.source
    for node, about in source.about.items():
        for name in _SINGLE:
            yield from about.get(name, ())
        for name in _LISTS:
            for each in about.get(name, ()):
                yield from source.members(each, node, name)
