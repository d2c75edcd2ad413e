"""Make the pictures of the README again: `python docs/make_pictures.py` (needs the extra `test` and Chromium)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PICTURES = {"launch.png": ["launch:2022-01-17-pyongyang", "--hops", "1"]}
CHOSEN = {"launch.png": "Launch near Pyongyang"}


def main() -> None:
    """Draw each page with `kg draw`, open it in Chromium as a reader would, and take its picture."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, arguments in PICTURES.items():
            page_file = Path(folder) / f"{name}.html"
            subprocess.run(["kg", "draw", *arguments, "-o", str(page_file)], check=True)
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(page_file.as_uri())
            page.get_by_role("button", name=CHOSEN[name]).first.click()
            page.wait_for_timeout(1000)
            page.screenshot(path=HERE / name)
        browser.close()


if __name__ == "__main__":
    main()
