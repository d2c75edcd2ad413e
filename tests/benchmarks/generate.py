"""Projects of any size for the benchmarks: plausible records, the same ones at every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_PER_FILE = 5_000


def write_project(folder: Path, extends: str = "ontology, queries") -> None:
    """An empty project on top of what the package ships of the folders named."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kg.cfg").write_text(f"[project]\nextends = {extends}\n", encoding="utf-8")


def write_records(folder: Path, count: int) -> Path:
    """A project of `count` persons with 16 statements each and no claims.

    Returns:
        The only data file.
    """
    lines = ["- {id: state:north-korea, kind: State, label: North Korea}"]
    lines.append("- {id: source:list, kind: Dataset, title: A generated list, published: 2022-01-01}")
    lines += [f"- {{id: organization:office-{each}, kind: Organization, label: Office {each}}}" for each in range(50)]
    lines += [f"- {{id: post:post-{each}, kind: Post, label: Post {each}}}" for each in range(80)]
    for number, (english, korean, rest) in enumerate(_persons(count)):
        lines += [f"- id: person:person-{number}", "  kind: Person", *rest]
        lines.append(f"  altLabel: {{en: [{english}], ko: [{korean}]}}")
    write_project(folder)
    return _write(folder / "data" / "persons.yaml", lines)


def write_linkml(folder: Path, count: int) -> Path:
    """The same records for the schema in `linkml.yaml`, which has no languages.

    Returns:
        The file.
    """
    lines = ["states:", "- {id: state:north-korea, label: North Korea}", "datasets:"]
    lines += ["- {id: source:list, title: A generated list, published: date:2022-01-01}", "organizations:"]
    lines += [f"- {{id: organization:office-{each}, label: Office {each}}}" for each in range(50)]
    lines += ["posts:", *(f"- {{id: post:post-{each}, label: Post {each}}}" for each in range(80)), "persons:"]
    for number, (english, korean, rest) in enumerate(_persons(count)):
        lines += [f"- id: person:person-{number}", *rest, f"  altLabel: [{english}, {korean}]"]
    return _write(folder / "linkml-data.yaml", lines)


def write_claims(folder: Path, count: int) -> None:
    """A project of `count` claims, eight about each launch, of which some disagree."""
    write_project(folder)
    lines = list(_claim_heads())
    launches = max(1, count // 8)
    lines += [f"- {{id: launch:launch-{each}, kind: Launch, label: Launch number {each}}}" for each in range(launches)]
    _write(folder / "data" / "things.yaml", lines)
    chance = random.Random(2)
    for start in range(0, count, _PER_FILE):
        lines = [f"- id: source:article-{start}", "  kind: NewsArticle", f"  title: Article {start}"]
        lines += ["  published: 2022-01-18", "  language: en", "  claims:"]
        for number in range(start, min(start + _PER_FILE, count)):
            lines += _claim(number, *divmod(number, launches), chance)
        _write(folder / "data" / f"article-{start}.yaml", lines)


def _persons(count: int) -> Iterator[tuple[str, str, list[str]]]:
    """For each person the other names in English and in Korean, and the lines of all other keys."""
    chance = random.Random(1)
    for number in range(count):
        english = ", ".join(f"Alias {number}-{each}" for each in range(3))
        lines = [f"  label: Person number {number}"]
        lines.append(f"  wikidata: Q{number + 1}")
        lines.append("  nationality: state:north-korea")
        offices = ", ".join(f"organization:office-{(number + each) % 50}" for each in range(3))
        lines.append(f"  affiliation: [{offices}]")
        lines.append(f"  heldPost: [post:post-{number % 40}, post:post-{number % 40 + 40}]")
        lines.append(f"  comment: Record {number} of a generated project, {chance.random():.6f}")
        lines.append("  sources: [source:list]")
        yield english, f"사람 {number}, 인물 {number}", lines


def _claim_heads() -> Iterator[str]:
    yield "- {id: weapon-class:missile, kind: WeaponClass, label: missile}"
    for name, broader in (("ballistic", "missile"), ("cruise", "missile"), ("short-range", "ballistic")):
        yield f"- {{id: weapon-class:{name}, kind: WeaponClass, label: {name}, broader: weapon-class:{broader}}}"
    for each in range(20):
        yield f"- {{id: organization:military-{each}, kind: ArmedForce, label: Military {each}}}"


def _claim(number: int, turn: int, launch: int, chance: random.Random) -> list[str]:
    """A claim; its `turn` with the launch tells what it is about."""
    day = 1 + launch % 27
    weapon = chance.choice(("ballistic", "short-range", "ballistic", "short-range", "cruise"))
    says = (
        f"{{date: 2022-01-{day:02}, missileCount: {1 + launch % 3}}}",
        f"{{date: 2022-01, weaponClass: weapon-class:{weapon}}}",
        f"{{distanceKm: {chance.choice((380, 380, 400))}, direction: east}}",
        f"{{altitudeKm: {30 + launch % 40}.5}}",
    )[turn % 4]
    return [
        f"    - about: launch:launch-{launch}",
        f"      by: organization:military-{(number + turn) % 20}",
        f"      line: {number + 1}",
        f"      quote: the military said something about this launch in sentence {number}",
        f"      says: {says}",
    ]


def _write(path: Path, lines: list[str]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
