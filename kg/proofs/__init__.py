"""Why something is stated, down to the sentences that it rests on, and who says otherwise."""

from __future__ import annotations

from typing import Any

from kg.build.rules import read_rules
from kg.project import Project
from kg.proofs.accounts import Accountant
from kg.proofs.prover import Prover
from kg.proofs.telling import Teller
from kg.search import find_one
from kg.views import Stages


def why(project: Project, stages: Stages, thing: str, key: str | None = None) -> list[dict[str, Any]]:
    """Accounts of one property of a thing, or of all that are facts or contested, in the types of JSON.

    Args:
        stages: of the build or the view that is asked, by `kg.views.open_stages`.
        thing: its id or its exact name.
        key: the property, as a key of the data.

    Returns:
        As `kg.proofs.telling.Teller.records` makes them.

    Raises:
        NotFoundError: there is no such thing, or nothing is stated or claimed of it under that property.
    """
    return explain(project, accountant_of(project, stages), thing, key)


def accountant_of(project: Project, stages: Stages) -> Accountant:
    """Who gives accounts of a build or a view; what it looked up for one thing helps with the next."""
    return Accountant(Prover(*stages, read_rules(project)))


def explain(project: Project, accountant: Accountant, thing: str, key: str | None = None) -> list[dict[str, Any]]:
    """As `why`, by an accountant that is at hand."""
    graph = accountant.prover.graph
    found = accountant.accounts(find_one(project, graph, thing), key)
    return Teller(graph, accountant).records(found)
