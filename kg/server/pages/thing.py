"""The page of one thing: facts, claims and conflicts, its time, its neighbours, its sources, its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from kg.answers import names_of
from kg.conflicts import conflicts
from kg.conflicts.text import records
from kg.errors import QueryError
from kg.graph import Iri, Rows, Term, text_of
from kg.namespaces import expand
from kg.server.about import (
    MOST_TIES,
    Claim,
    Tie,
    claims_about,
    dates,
    dates_query,
    find_thing,
    is_source,
    ties,
    ties_query,
)
from kg.server.linked import FORMS, linked, wanted, with_forms
from kg.server.messages import Asked, Reply
from kg.server.opened import Shown
from kg.server.pages.sources import source, told_by
from kg.server.results import GRAPH_FORMS
from kg.server.site import HTML, JSON, Cell, Site, page
from kg.server.tables import in_csv
from kg.server.where import find_record
from kg.show import describe, to_json

_CLAIMS, _TIMES, _FEW = 300, 300, 10


def thing(shown: Shown, asked: Asked) -> Reply:
    """A thing in the form that is wanted: a page, linked data, or a twin in JSON or CSV."""
    name, media = find_thing(shown, *asked.names), wanted(asked, "a thing")
    return with_forms(_written(shown, asked, name, media), asked)


def _written(shown: Shown, asked: Asked, thing: str, media: str) -> Reply:
    if media in GRAPH_FORMS:
        return linked(shown, thing, media)
    reads = is_source(shown.graph, thing)
    if media == HTML:
        return source(shown, asked, thing) if reads else _page(shown, asked, thing)
    told = told_by(shown, thing) if reads else None
    if media == FORMS["csv"]:
        return in_csv(told or shown.rows("claims_about", thing=thing))
    described = describe(shown.project, shown.graph, thing)
    names = described.names | (names_of(shown.graph, told) if told else {})
    return Reply(to_json(replace(described, claims=told or described.claims, names=names)).encode(), JSON)


def _page(shown: Shown, asked: Asked, thing: str) -> Reply:
    if asked.all("skip"):
        raise QueryError(f"skip: is no parameter of {asked.path}: leave it out, since only sources come in parts")
    facts = shown.rows("facts_about", thing=thing)
    claims = claims_about(shown, thing, _CLAIMS)
    tied = ties(shown, thing)
    few = _few(tied)
    when = dates(shown, [thing, *dict.fromkeys(each.other for each in tied)][:_TIMES])
    terms = [term for row in facts.rows for term in row] + [term for each in claims for term in _terms(each)]
    others = {each.other for _, _, each in few} | set(when) | {thing}
    names = shown.names([*terms, *(Iri(expand(each)) for each in others)])
    site = Site(asked)
    held = _conflicts(shown, thing, claims)
    label = names[expand(thing)]
    return page(
        shown, asked, "thing", label, query=_queries(shown, thing, list(when)),
        id=thing, label=label, kinds=_kinds(site, facts, names), facts=_facts(site, thing, facts, claims, names),
        groups=_groups(site, claims[:_CLAIMS], held, names), conflicts=held,
        most=_CLAIMS if len(claims) > _CLAIMS else 0,
        timeline=_timeline(site, when, names), neighbours=_neighbours(site, tied, names), known=len(tied) <= MOST_TIES,
        sources=_sources(site, claims, names), record=find_record(shown.project, thing),
        forms=[(style, site.url(f"{quote(asked.path)}.{style}")) for style in FORMS],
        network=site.url("/network", [("thing", thing)]), why=lambda key: _why(site, thing, key),
    )  # fmt: skip


def _queries(shown: Shown, thing: str, dated: list[str]) -> dict[str, str]:
    about = {"thing": [thing]}
    return {
        "Claims, and the sources that they stand in": shown.questions["claims_about"].with_values(about),
        "Facts": shown.questions["facts_about"].with_values(about),
        "Neighbours": ties_query(thing),
        "Time": dates_query(dated) if dated else "",
    }


def _why(site: Site, thing: str, key: str) -> str:
    return site.url("/why", [("thing", thing), ("property", key)])


def _terms(claim: Claim) -> Iterable[Term]:
    return claim.key, claim.value, claim.claimant, claim.source, claim.modality


def _kinds(site: Site, facts: Rows, names: dict[str, str]) -> list[Cell]:
    return [site.cell(value, names) for key, value, *_ in facts.rows if text_of(key) == "rdf:type"]


def _facts(
    site: Site, thing: str, facts: Rows, claims: list[Claim], names: dict[str, str]
) -> list[dict[str, Any]]:  # fmt: skip
    """What holds, with the number of claims that say just so, and of their sources."""
    said: dict[tuple[str, str], list[Claim]] = {}
    for each in claims:
        if not each.negated:
            said.setdefault((text_of(each.key), str(each.value)), []).append(each)
    found = []
    for key, value, status, *_ in facts.rows:
        if text_of(key) != "rdf:type":
            support = said.get((text_of(key), str(value)), [])
            found.append({
                "property": site.cell(key, names), "value": site.cell(value, names) if value else None,
                "status": text_of(status), "claims": len(support),
                "sources": len({text_of(each.source) for each in support}),
                "why": _why(site, thing, text_of(key).removeprefix("kg:")),
            })  # fmt: skip
    return found


def cited(site: Site, claim: Claim, names: dict[str, str]) -> dict[str, Any]:
    """A claim as templates show it."""
    own = text_of(claim.claimant) == text_of(claim.source)
    return {
        "claimant": None if own else site.cell(claim.claimant, names), "manner": claim.manner, "quote": claim.quote,
        "source": site.cell(claim.source, names), "line": claim.line, "value": site.cell(claim.value, names),
        "negated": claim.negated, "property": site.cell(claim.key, names), "thing": site.cell(claim.thing, names),
    }  # fmt: skip


def _groups(
    site: Site, claims: list[Claim], held: list[dict[str, Any]], names: dict[str, str]
) -> list[dict[str, Any]]:  # fmt: skip
    """Claims by property; those in conflict with their sides, which link to what they cite."""
    found: dict[str, dict[str, Any]] = {}
    for each in claims:
        key = text_of(each.key).removeprefix("kg:")
        group = found.setdefault(key, {"key": key, "property": site.cell(each.key, names), "claims": []})
        group["claims"].append(cited(site, each, names))
    for group in found.values():
        group["conflict"] = next((each for each in held if each["property"] == group["key"]), None)
    return list(found.values())


def _conflicts(shown: Shown, thing: str, claims: list[Claim]) -> list[dict[str, Any]]:
    """The conflicts on a thing; where no two claims differ there are none, and none are looked for."""
    said: dict[str, set[str]] = {}
    for each in claims:
        said.setdefault(text_of(each.key), set()).add(str(each.value))
    if not any(len(values) > 1 for values in said.values()) and not any(each.negated for each in claims):
        return []
    return records(shown.graph, conflicts(shown.graph, thing))


def _timeline(site: Site, when: dict[str, tuple[str, str, str]], names: dict[str, str]) -> list[dict[str, Any]]:
    ordered = sorted(when.items(), key=lambda item: (item[1][0] or item[1][1], item[1][1], item[0]))
    return [
        {"first": first, "last": last, "written": written, "thing": site.cell(Iri(expand(name)), names)}
        for name, (first, last, written) in ordered
    ]


def _few(tied: list[Tie]) -> list[tuple[str, str, Tie]]:
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for each in tied:
        counts[each.property, each.direction] += 1
        if counts[each.property, each.direction] <= _FEW:
            found.append((each.property, each.direction, each))
    return found


def _neighbours(site: Site, tied: list[Tie], names: dict[str, str]) -> list[dict[str, Any]]:
    """The relations of a thing, each with the number of things at its other end, and the first of them."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for each in tied:
        group = groups.setdefault(
            (each.property, each.direction),
            {"label": each.label, "property": each.property, "direction": each.direction, "count": 0, "things": []},
        )
        group["count"] += 1
        if group["count"] <= _FEW:
            group["things"].append(site.cell(Iri(expand(each.other)), names))
    return list(groups.values())


def _sources(site: Site, claims: list[Claim], names: dict[str, str]) -> list[tuple[Cell, int]]:
    counts = Counter(text_of(each.source) for each in claims)
    return [(site.cell(Iri(expand(name)), names), count) for name, count in counts.most_common()]
