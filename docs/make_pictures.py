"""Makes the pictures of the README and of the guides anew: python docs/make_pictures.py (with the extra `test`)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
KG = str(Path(sys.executable).with_name("kg"))
LAUNCH = "launch:2022-01-17-pyongyang"
DRAWN: dict[str, tuple[list[str], str, dict[str, Any]]] = {
    "launch.png": ([LAUNCH, "--hops", "1"], f"#node={LAUNCH}", {}),
    "drawing-dark.png": ([LAUNCH, "--hops", "2"], "#from=2021-01-01", {"color_scheme": "dark"}),
}
"""Pages of `kg draw`: its arguments, what of it is shown, and how."""
WRITTEN = {"conflict.png": ["--conflict", LAUNCH, "--property", "weaponClass"]}
"""Pictures that `kg draw` makes itself."""
SERVED: dict[str, tuple[str, dict[str, Any]]] = {
    "network.png": (f"/network?thing={LAUNCH}#thing={LAUNCH}", {}),
    "phone.png": (f"/{LAUNCH.replace(':', '/')}", {"viewport": {"width": 390, "height": 844}}),
}
"""Pages of `kg serve`."""


def main() -> None:
    """Make each page, open it in Chromium as a reader would, and take its picture."""
    subprocess.run([KG, "build"], check=True)  # a page tells where its graph is older than the data
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    for name, arguments in WRITTEN.items():
        subprocess.run([KG, "draw", *arguments, "-o", str(HERE / name)], check=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (arguments, fragment, options) in DRAWN.items():
            file = Path(folder) / f"{name}.html"
            subprocess.run([KG, "draw", *arguments, "-o", str(file)], check=True)
            take(browser, file.as_uri() + fragment, name, options)
        with served() as root:
            for name, (path, options) in SERVED.items():
                take(browser, root + path, name, options)
        browser.close()


def take(browser: Browser, address: str, name: str, options: dict[str, Any]) -> None:
    """Take the picture of a page once it is drawn and still."""
    page: Page = browser.new_page(**{"viewport": {"width": 1280, "height": 800}, **options})
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    page.wait_for_timeout(1000)
    page.screenshot(path=HERE / name)
    page.close()


@contextmanager
def served() -> Iterator[str]:
    """The address at which `kg serve` answers, as long as it is needed."""
    server = subprocess.Popen([KG, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        yield server.stdout.readline().strip().rstrip("/")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
