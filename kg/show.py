"""All that the graph holds about one thing: facts, claims, links."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kg.answers import look_up_names, render_rows
from kg.graph import Graph, Iri, Rows, text_of, value_of
from kg.namespaces import expand
from kg.project import Project
from kg.queries import find_query

_SECTIONS = {"facts": "facts_about", "claims": "claims_about", "links": "links_to"}
_CLAIM_COLUMNS = ("property", "value", "claimant", "modality", "quote", "source", "line")


@dataclass(frozen=True)
class Description:
    """What is known of a thing: its id and label, and rows for each section.

    Attributes:
        facts: property, value and status (fact or contested).
        claims: what each source says, see `queries/claims_about.rq`.
        links: the things that point here.
        names: the names, by IRI, of all that stands in the rows.
    """

    id: str
    label: str
    facts: Rows
    claims: Rows
    links: Rows
    names: dict[str, str]


def describe(project: Project, graph: Graph, thing: str) -> Description:
    """Look up one thing by its id.

    Raises:
        NotFoundError: the id stands for nothing.
    """
    found = {name: find_query(project, query).rows(graph, thing=thing) for name, query in _SECTIONS.items()}
    iris = {term.value for rows in found.values() for row in rows.rows for term in row if isinstance(term, Iri)}
    names = look_up_names(graph, iris | {expand(thing)})
    return Description(thing, names.get(expand(thing), thing), **found, names=names)


def to_text(description: Description, width: int | None) -> str:
    """A description for a terminal; `width` None is without limit."""
    parts = [f"{description.label}  [{description.id}]\n"]
    parts.append("\nFacts\n\n" + render_rows(_valued(description.facts), "table", description.names, width))
    if description.claims.rows:
        claims = _columns(_denials_marked(description.claims), _CLAIM_COLUMNS)
        parts.append("\nClaims\n\n" + render_rows(claims, "table", description.names, width))
    if description.links.rows:
        links = render_rows(description.links, "table", description.names, width)
        parts.append(f"\nLinks from other things\n\n{links}")
    return "".join(parts)


def to_json(description: Description) -> str:
    """A description as JSON: ids, with the names of all of them in `names`."""
    sections: dict[str, Any] = {"id": description.id, "label": description.label}
    for name in _SECTIONS:
        rows: Rows = getattr(description, name)
        sections[name] = [dict(zip(rows.columns, map(value_of, row), strict=True)) for row in rows.rows]
    sections["names"] = {text_of(Iri(iri)): name for iri, name in sorted(description.names.items())}
    return json.dumps(sections, ensure_ascii=False, indent=1) + "\n"


def to_markdown(description: Description) -> str:
    """A description as Markdown tables."""
    parts = [f"# {description.label}\n\n`{description.id}`\n"]
    for name in _SECTIONS:
        rows: Rows = getattr(description, name)
        if rows.rows:
            parts.append(f"\n## {name.capitalize()}\n\n" + render_rows(rows, "markdown", description.names, None))
    return "".join(parts)


def _columns(rows: Rows, wanted: tuple[str, ...]) -> Rows:
    places = [rows.columns.index(name) for name in wanted]
    return Rows(list(wanted), [tuple(row[place] for place in places) for row in rows.rows])


def _valued(rows: Rows) -> Rows:
    """Facts without the status column where all are facts."""
    every = all(text_of(row[2]) == "fact" for row in rows.rows)
    return rows if not every else _columns(rows, ("property", "value"))


def _denials_marked(rows: Rows) -> Rows:
    """A denied value must not read as a stated one: its modality says so."""
    from kg.graph import Literal

    modality, negated = rows.columns.index("modality"), rows.columns.index("negated")
    changed = []
    for row in rows.rows:
        cells = list(row)
        if value_of(row[negated]):
            cells[modality] = Literal(f"{text_of(row[modality]).removeprefix('kg:')}, denied")
        changed.append(tuple(cells))
    return Rows(rows.columns, changed)
