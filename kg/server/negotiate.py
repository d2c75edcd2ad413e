"""Which of the forms on offer a client wants most, by its `Accept` (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+)\s*((?:;[^;,]*)*)")
_WEIGHT = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$", re.IGNORECASE)


def negotiate(accept: str, offers: Sequence[str]) -> str | None:
    """The media type that is wanted most, of those offered alike the first; None where none will do.

    Args:
        accept: the value of the header; empty means anything.
        offers: media types, the one to prefer first.
    """
    ranges = _ranges(accept)
    weights = [_weight(offer, ranges) for offer in offers]
    best = max(weights, default=0.0)
    return offers[weights.index(best)] if best > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in accept.split(",") if accept.strip() else ["*/*"]:
        if match := _RANGE.fullmatch(part):
            weight = _WEIGHT.search(match[2])
            found[match[1].lower()] = min(float(weight[1]), 1.0) if weight else 1.0
    return found


def _weight(offer: str, ranges: dict[str, float]) -> float:
    """That of the most specific range which the offer is in."""
    kind = offer.partition("/")[0]
    return next((ranges[each] for each in (offer, f"{kind}/*", "*/*") if each in ranges), 0.0)
