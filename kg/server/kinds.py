"""Kinds that a request names."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.errors import QueryError, did_you_mean


def known(kinds: Sequence[str], among: Collection[str], what: str) -> Sequence[str]:
    """The same kinds.

    Args:
        among: all that there are.
        what: what they are kinds of, in a word.

    Raises:
        QueryError: one of them is none.
    """
    for kind in kinds:
        if kind not in among:
            mend = did_you_mean(kind, list(among), "leave it out")
            raise QueryError(f"kind: `{kind[:80]}` is no kind of {what}: {mend}")
    return kinds
