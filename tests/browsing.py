"""A page in a browser, with what it asks for and complains about."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Dialog, Page


@dataclass
class Opened:
    """A tab that is listened to from before its first page.

    Attributes:
        tab: the tab.
        root: what the addresses begin with that it is sent to.
        asked: the address of every request.
        complaints: what stood in the console, what failed, and what a dialog said.
    """

    tab: Page
    root: str = ""
    asked: list[str] = field(default_factory=list, init=False)
    complaints: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("console", lambda message: self.complaints.append(message.text))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def go(self, address: str) -> None:
        """Open a page, and wait until its scripts are ready."""
        self.tab.goto(self.root + address)
        self.tab.wait_for_selector("html[data-ready]")

    def text(self, selector: str) -> str:
        """What people read there."""
        return self.tab.inner_text(selector)
