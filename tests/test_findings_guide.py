"""The guide to checking shows what the program answers, letter by letter.

`python tests/test_findings_guide.py` writes the answers anew.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import tempfile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT

from kg.cli import cli

GUIDE = ROOT / "docs" / "checking.md"
_COMMAND = re.compile(r"(?<=^```console\n)\$ (kg .+)\n((?:.*\n)*?)(?=```$)", re.MULTILINE)


def with_answers(guide: str, root: Path) -> str:
    """The guide, with what its commands answer in a folder with its file, one after the other."""
    found = re.search(r"`(data/\S+)`:\n\n```yaml\n(.*?)```", guide, re.DOTALL)
    settings = re.search(r"`kg\.cfg` .*:\n\n```ini\n(.*?)```", guide, re.DOTALL)
    assert found is not None and settings is not None
    (root / "data").mkdir()
    (root / "kg.cfg").write_text(settings[1], encoding="utf-8")
    (root / found[1]).write_text(found[2], encoding="utf-8")

    def answered(match: re.Match[str]) -> str:
        words = shlex.split(match[1], comments=True)[1:]
        answer = "" if "--watch" in words else CliRunner().invoke(cli, words).output
        return f"$ {match[1]}\n{answer.replace(f'{ROOT}/', '')}"

    with contextlib.chdir(root):
        return _COMMAND.sub(answered, guide)


def test_the_guide_shows_what_the_program_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert with_answers(guide, tmp_path) == guide, "run `python tests/test_findings_guide.py`"


def test_the_guide_names_every_option_and_no_other() -> None:
    command = cli.get_command(click.Context(cli), "check")
    assert command is not None
    known = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
    named = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", re.sub(r"^.*\|.*$|[-+]{3} .*", "", GUIDE.read_text("utf-8"))))
    assert {each for each in known if each.startswith("--")} - {"--archive", "--format", "--output"} <= named


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        GUIDE.write_text(with_answers(GUIDE.read_text(encoding="utf-8"), Path(folder).resolve()), encoding="utf-8")
