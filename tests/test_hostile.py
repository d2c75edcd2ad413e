"""Hostile and broken files end in an answer or in an error that tells how to mend them; the old graph answers on.

This is the short part; `tests/fuzz/run.py` goes on as long as one likes, and what it found is in `tests/hostile.yaml`.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.build import build
from kg.check import check
from kg.errors import KgError, OntologyError
from kg.project import Project
from kg.queries import queries
from kg.writing.blanks import blank_record
from kg.writing.schema import schema_file

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))
import targets
from inputs import Input, corpora

CASES = {case["hostile"]: case for case in yaml.safe_load(Path(__file__).with_name("hostile.yaml").read_text("utf-8"))}
COMMANDS: dict[str, Callable[[targets.Bench, Project], object]] = {
    "build": lambda on, project: build(project),
    "blank": lambda on, project: blank_record(project, "Launch"),
    "schema": lambda on, project: schema_file(project),
    "questions": lambda on, project: queries(project),
    "check": lambda on, project: check(project),
    "checks": targets.KINDS["checks"].use,
    "archive": targets.KINDS["settings"].use,
}
BROKEN = ("UN_consolidated-2025-08-16-corrupt-encoding.xml", "ammitto-un-all-malformed.ttl")
QUICK = {
    "ontology": 8, "question": 12, "checks": 8, "rules": 5, "promotion": 6, "shapes": 2, "same": 4, "build": 4,
    "pair": 4,
}  # fmt: skip


@pytest.fixture(scope="module")
def on() -> Iterator[targets.Bench]:
    """A small project that is built and answers."""
    with targets.bench() as made:
        yield made


def repeated(text: str) -> bytes:
    """A text in which `{TEXT}~N` stands for so many times that text."""
    return re.sub(r"\{([^{}]+)\}~(\d+)", lambda found: found[1] * int(found[2]), text).encode()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_once_was_a_traceback_is_an_error_that_tells_how_to_mend_it(
    on: targets.Bench, case: dict[str, Any]
) -> None:
    with on.holding(Input(case["file"], repeated(case["text"]))) as project:
        if case["says"] is None:
            done = COMMANDS[case["by"]](on, project)
            found = [each for each in getattr(done, "problems", ()) if each.rule.startswith("shape:Odd")]
            assert len(found) == case.get("finds", 0)
        else:
            with pytest.raises(KgError) as caught:
                COMMANDS[case["by"]](on, project)
            assert case["says"] in str(caught.value)
    on.unchanged()


@given(random=st.randoms(use_true_random=False))
@settings(
    max_examples=60, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_no_change_of_sound_data_ends_in_a_traceback(on: targets.Bench, random: Random) -> None:
    targets.tried(on, "data", corpora()["data"].input(random))


@pytest.mark.parametrize(("kind", "count"), QUICK.items(), ids=QUICK.keys())
def test_no_mutated_file_ends_in_a_traceback_or_another_graph(on: targets.Bench, kind: str, count: int) -> None:
    came = {targets.tried(on, kind, targets.made(kind, seed)) for seed in range(count)}
    assert came <= {"accepted", "built", "refused"} and len(came) == (1 if kind == "same" else len(came))
    on.unchanged()


def test_the_same_seed_makes_the_same_input() -> None:
    assert targets.made("data", 7) == targets.made("data", 7) != targets.made("data", 8)


@pytest.mark.parametrize("file", ["data/broken.yaml", "ontology/broken.ttl", "queries/rules/broken.rq"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_of_others_is_refused_with_its_place(
    on: targets.Bench, shared: Path, name: str, file: str
) -> None:
    data = (shared / "reference" / "broken" / name).read_bytes()
    with on.holding(Input(file, data)) as project, pytest.raises(KgError) as caught:
        build(project)
    assert re.search(rf"{file}(:\d+:\d+)?: \S.*: \S", str(caught.value))
    assert len(str(caught.value)) < 2_000, "an error is short enough to be read"
    on.unchanged()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_of_others_as_shapes_is_refused_with_its_place(
    on: targets.Bench, shared: Path, name: str
) -> None:
    data = (shared / "reference" / "broken" / name).read_bytes()
    with (
        on.holding(Input("ontology/shapes/broken.ttl", data)) as project,
        pytest.raises(OntologyError, match=r"shapes/broken.ttl:\d+:\d+: \S.*: mend the Turtle"),
    ):
        check(project)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_text_of_a_source_is_named_and_the_rest_is_checked(on: targets.Bench, shared: Path, name: str) -> None:
    data = (shared / "reference" / "broken" / name).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    source = f'- {{id: source:b, kind: NewsArticle, title: B, published: 2022-01-18, sha256: "{digest}"}}'
    with on.holding(Input("data/source.yaml", source.encode())) as project:
        found = [str(each) for each in check(project, shared / "reference" / "broken").problems]
    unread = [each for each in found if f"{name} is not UTF-8" in each]
    assert len(unread) == (0 if decodes(data) else 1)


def decodes(data: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
