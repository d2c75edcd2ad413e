"""The pages of help: one for each rule that a finding can name.

Checks have theirs beside them, and what is read wrong has one here; the page of a shape is made of the shape.
"""

from __future__ import annotations

from importlib.resources import files

from kg.check.checks import FOLDER, explain, read_checks
from kg.check.shape_rules import named, read_shapes
from kg.errors import NotFoundError, did_you_mean
from kg.namespaces import SAID, compact
from kg.ontology import Ontology, read_ontology
from kg.project import Project
from kg.reference.shapes import Constraint, constraints

_PREFIX = "shape:"


def page_on(project: Project, rule: str) -> str:
    """The page of help on a rule.

    Raises:
        NotFoundError: there is no such rule, or a check of one's own has no page.
        UnreadableError: the page cannot be read.
    """
    if rule in slips():
        return (files(__package__) / "pages" / f"{rule}.md").read_text(encoding="utf-8")
    if ":" in rule:  # the name of a shape, short or whole; those of slips and checks are plain words
        return _page_on_shape(project, rule)
    if rule not in {path.stem for path in project.files(FOLDER, ".rq").values()}:
        raise NotFoundError(f"{rule}: there is no such rule: {_near(project, rule)}")
    return explain(project, rule)


def _near(project: Project, rule: str) -> str:
    """What may be meant by a name that no rule has: the nearest of all, else those that are no shapes."""
    known = list(rules(project))
    plain = [each for each in known if ":" not in each]
    return did_you_mean(rule, known, f"name one of {', '.join(plain)}, or a shape as in `{_PREFIX}Claim-quote`")


def slips() -> list[str]:
    """The rules that reading alone can find broken."""
    return sorted(each.name.removesuffix(".md") for each in (files(__package__) / "pages").iterdir())


def rules(project: Project) -> dict[str, str]:
    """All rules by name, each with a line of help."""
    found = {each.name: each.query.summary for each in read_checks(project)}
    found |= {name: _what(page_on(project, name)) for name in slips()}
    return found | {name: each.message for name, each in _constraints(project, read_ontology(project)).items()}


def _what(page: str) -> str:
    return page.partition("**What.** ")[2].partition("\n\n")[0].replace("\n", " ")


def _constraints(project: Project, ontology: Ontology) -> dict[str, Constraint]:
    """What each shape asks, by the name of its rule."""
    return {compact(iri): asked for iri, asked in constraints(named(read_shapes(project, ontology))).items()}


def _page_on_shape(project: Project, rule: str) -> str:
    ontology = read_ontology(project)
    known = _constraints(project, ontology)
    if rule not in known:
        raise NotFoundError(f"{rule}: there is no such shape: {did_you_mean(rule, list(known), 'see ontology/shapes')}")
    found = known[rule]
    asked = f"`{found.path}`: {', '.join(found.asks)}" if found.path else ", ".join(found.asks)
    holder = rule.removeprefix(_PREFIX).partition("-")[0]
    parts = [
        f"# {rule}",
        f"**What.** A shape asks{' (mildly)' if found.mild else ''}: {asked or 'what its message says'}.",
        f"**How to mend.** {found.message or 'See the shape.'}",
    ]
    told = ontology.properties.get((found.property or "").replace(SAID, "").rpartition("#")[2])
    if told and told.definition:
        parts.append(f"**The property.** `{told.key}`: {told.definition}")
    places = _places(project, holder)
    parts.append(f"**The shape.** {places or 'Made of what shapes ask of the property itself.'}")
    return "\n\n".join(parts) + "\n"


def _places(project: Project, holder: str) -> str:
    """The files, with lines, in which a shape begins."""
    found = []
    for path in project.files("ontology/shapes", ".ttl").values():
        lines = path.read_text(encoding="utf-8").split("\n")
        begins = [number for number, line in enumerate(lines, 1) if line.startswith(f"{_PREFIX}{holder} ")]
        found += [f"{project.shown(path)}:{number}" for number in begins]
    return ", ".join(found)
