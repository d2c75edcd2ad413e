"""What axe-core finds wrong in a page."""

from __future__ import annotations

import json

from conftest import ROOT
from playwright.sync_api import Page

AXE = ROOT / "kg" / "web" / "node_modules" / "axe-core" / "axe.min.js"
_TOLD = "(told) => told.violations.map((each) => [each.id, each.nodes.map((node) => node.html)])"


def axe(tab: Page, *rules: str) -> list[tuple[str, list[str]]]:
    """Each rule that is broken, with the elements that break it.

    The script is let in past the policy of the page, which forbids all but the page's own.

    Args:
        rules: the only ones to look at, where the page was looked at as a whole before; none means all.
    """
    options = json.dumps({"runOnly": rules} if rules else {})
    assert AXE.is_file(), f"{AXE}: is missing: run `python -m kg.web`"
    if not tab.evaluate("'axe' in window"):
        tab.context.new_cdp_session(tab).send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    return [(name, nodes) for name, nodes in tab.evaluate(f"axe.run({options}).then({_TOLD})")]
