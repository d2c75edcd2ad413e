"""The scripts and styles that the package brings, each under an address that changes with it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import import_module, util
from typing import Any

from kg.errors import KgError
from kg.server.messages import RefusedError, Reply

_MEDIA = {
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "json": "application/json",
    "svg": "image/svg+xml", "woff2": "font/woff2", "txt": "text/plain; charset=utf-8",
}  # fmt: skip
_LONG = "public, max-age=31536000, immutable"


@lru_cache(maxsize=1)
def _web() -> Any:
    """The package with the bundles; None where it was not built, and pages go without."""
    return import_module("kg.web") if util.find_spec("kg.web") else None


@lru_cache(maxsize=1)
def addresses() -> dict[str, str]:
    """The address of each asset, by its name."""
    try:
        names = _web().names() if _web() else []
    except KgError:  # not bundled: every page is whole without
        return {}
    return {name: f"/static/{name}?v={hashlib.sha256(_web().asset(name)).hexdigest()[:12]}" for name in names}


def static(name: str) -> Reply:
    """An asset.

    Raises:
        RefusedError: there is none of that name.
    """
    media = _MEDIA.get(name.rpartition(".")[2])
    if name not in addresses() or media is None:
        raise RefusedError(404, f"/static/{name[:80]}: there is no such file: reload the page")
    return Reply(_web().asset(name), media, headers=(("Cache-Control", _LONG),))
