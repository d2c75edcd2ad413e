"""A query of `kg ask` that goes on for hours ends at its limit, and at once by Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kg.build import open_graph
from kg.project import Project

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c != ?f && ?f != ?i) }"
COMMAND = "from kg.cli import main; main()"


def asked(project: Project, *more: str) -> subprocess.Popen[str]:
    open_graph(project)  # is built
    words = ["--root", str(project.root), "ask", "--sparql", ENDLESS, *more]
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_query_ends_at_its_limit_with_a_word_on_it(project: Project) -> None:
    done = asked(project, "--timeout", "0.5")
    out, err = done.communicate(timeout=60)
    assert done.returncode == 2 and out == "" and "takes more than 0.5 seconds: ask for less" in err


def test_a_check_ends_at_its_limit_too(make_project: Callable[[dict[str, str]], Project]) -> None:
    header = '#+ summary: Long.\n#+ severity: warning\n#+ message: "{n} go on: end it"\n#+ columns: {n: a number}\n'
    query = ENDLESS.replace("SELECT ", "SELECT ?focus ") + " GROUP BY ?focus"
    files = {"data/a.yaml": "- {id: state:x, kind: State, label: X}\n", "queries/checks/endless.rq": header + query}
    words = ["--root", str(make_project(files).root), "check", "--timeout", "1.5"]
    done = subprocess.run([sys.executable, "-c", COMMAND, *words], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "") and "check: takes more than 1.5 seconds" in done.stderr


def test_ctrl_c_ends_a_query_at_once(project: Project) -> None:
    done = asked(project)
    while (spent := done.poll()) is None and not searches(done.pid):
        time.sleep(0.1)
    assert spent is None, "the query is still running"
    done.send_signal(signal.SIGINT)
    assert done.wait(timeout=10) == -signal.SIGINT


def searches(pid: int) -> bool:
    """Whether a process has begun to ask: then Ctrl-C has its plain meaning, which Python caught before."""
    about = Path("/proc", str(pid))
    caught = re.search(r"SigCgt:\t(\w+)", (about / "status").read_text(encoding="ascii"))
    assert caught is not None
    plain = not int(caught[1], 16) >> signal.SIGINT - 1 & 1
    return plain and "pyoxigraph" in (about / "maps").read_text(encoding="utf-8")  # else Python has just begun
