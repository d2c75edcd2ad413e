"""A server with the shipped data and hostile records beside it, over real HTTP, started once for all tests."""

from __future__ import annotations

import atexit
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import kg
from kg.project import FOLDERS, Project, find_project

COMMAND = "from kg.cli import main\nif __name__ == '__main__': main()\n"
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "javascript:alert(1)",
    '<a href="javascript:alert(1)">href</a>',
    "</textarea><script>alert(1)</script>", "</title><svg onload=alert(1)>", "{{ 7 * 7 }}{% raw %}", "<!--", "]]>",
    "\u202egnirts\u202c", "a\u200bb", "&lt;b&gt; &amp;", "${alert(1)}", "가나다라 <b>",
]  # fmt: skip
"""Texts that become markup, or mislead, on a page that does not take them as text."""

FORMULA = """- id: launch:formula
  kind: Launch
  label: '=SUM(1,2)'
  date: 2020-01-01
"""
"""A name that spreadsheets take for a formula."""


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        return self.headers.get_content_type()


@dataclass
class Server:
    """A running `kg serve`."""

    process: subprocess.Popen[str]
    address: str
    project: Project
    shown: str = field(default="")

    @property
    def port(self) -> int:
        return int(urlsplit(self.address).port or 0)

    def ask(
        self, path: str, method: str = "GET", body: str | bytes | None = None, timeout: float = 60, **headers: str
    ) -> Answer:
        """Ask for a path; a keyword is a header, `content_type` the one of that name."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def page(self, path: str, **given: str) -> Answer:
        """Ask as a browser does."""
        return self.ask(f"{path}?{urlencode(given)}" if given else path, accept=HTML)

    def sparql(self, query: str, accept: str = "*/*", **more: str) -> Answer:
        """Ask a query by GET."""
        return self.ask(f"/sparql?{urlencode({'query': query, **more})}", accept=accept)

    def stop(self, number: int) -> tuple[int | None, str]:
        """End it by a signal: how it ends, and what it printed besides."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors


def start(root: Path, *options: str) -> Server:
    """Start `kg serve` on a free port, and wait until it prints its address."""
    command = root / "command.py"
    command.write_text(COMMAND, encoding="utf-8")
    paths = str(Path(kg.__file__).parent.parent)
    process = subprocess.Popen(
        [sys.executable, str(command), "--root", str(root), "serve", "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": paths},
    )  # fmt: skip
    assert process.stdout and process.stderr
    line = process.stdout.readline()
    assert re.fullmatch(r"http://\S+:\d+/\n", line), f"{line}{process.stderr.read()}"
    return Server(process, line.strip(), find_project(root))


def _hostile_records() -> str:
    """A launch for each hostile text, with it as its name, in a claim and in a quote."""
    quoted = [text.replace("'", "''") for text in HOSTILE]
    launches = [
        f"- id: launch:hostile-{number}\n  kind: Launch\n  label: '{text}'\n  comment: '{text}'\n"
        for number, text in enumerate(quoted)
    ]
    claims = [
        f"    - about: launch:hostile-{number}\n      line: {number + 1}\n      quote: '{text}'\n"
        f"      says: {{target: '{text}', missileCount: {number + 1}, launchedBy: state:north-korea}}\n"
        for number, text in enumerate(quoted)
    ]
    head = (
        "- id: source:hostile\n  kind: NewsArticle\n  title: '</title><script>alert(2)</script>'\n"
        "  published: 2020-01-01\n  url: 'javascript:alert(3)'\n  claims:\n"
    )
    told = """    - {about: launch:formula, line: 90, says: {target: '=SUM(1,2)'}}\n"""
    return "".join([*launches, FORMULA, head, *claims, told])


@cache
def hasty() -> Server:
    """A server of a small project that soon loses patience."""
    root = Path(tempfile.mkdtemp(prefix="kg-serve-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    (root / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    (root / "data").mkdir()
    (root / "data" / "first.yaml").write_text("- {id: launch:first, kind: Launch, label: First}\n", encoding="utf-8")
    started = start(root, "--timeout", "3")
    atexit.register(started.process.kill)
    return started


@cache
def server() -> Server:
    """The server that tests share."""
    root = Path(tempfile.mkdtemp(prefix="kg-serve-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    (root / "kg.cfg").write_text(f"[project]\nextends = {', '.join(FOLDERS)}\n", encoding="utf-8")
    (root / "data").mkdir()
    (root / "data" / "hostile.yaml").write_text(_hostile_records(), encoding="utf-8")
    started = start(root, "--timeout", "30", "--rows", "50", "--memory", "1024")
    atexit.register(started.process.kill)
    return started
