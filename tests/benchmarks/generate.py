"""Projects of any size for the benchmarks: plausible records, the same ones at every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_PER_FILE = 5_000


def write_records(folder: Path, count: int) -> Path:
    """A project of `count` persons with 16 statements each and no claims.

    Returns:
        The only data file.
    """
    chance = random.Random(1)
    lines: list[str] = []
    for number in range(count):
        lines.append(f"- id: person:person-{number}")
        lines.append("  kind: Person")
        lines.append(f"  label: Person number {number}")
        aliases = ", ".join(f"Alias {number}-{each}" for each in range(3))
        lines.append(f"  altLabel: {{en: [{aliases}], ko: [사람 {number}, 인물 {number}]}}")
        lines.append(f"  wikidata: Q{number + 1}")
        lines.append("  nationality: state:north-korea")
        lines.append(f"  affiliation: [{', '.join(f'organization:office-{(number + each) % 50}' for each in range(3))}]")
        lines.append(f"  heldPost: [post:post-{number % 40}, post:post-{number % 40 + 40}]")
        lines.append(f"  comment: Record {number} of a generated project, {chance.random():.6f}")
        lines.append("  sources: [source:list]")
    head = ["- {id: state:north-korea, kind: State, label: North Korea}"]
    head.append("- {id: source:list, kind: Dataset, title: A generated list, published: 2022-01-01}")
    head += [f"- {{id: organization:office-{each}, kind: Organization, label: Office {each}}}" for each in range(50)]
    head += [f"- {{id: post:post-{each}, kind: Post, label: Post {each}}}" for each in range(80)]
    _settings(folder)
    path = folder / "data" / "persons.yaml"
    path.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")
    return path


def write_claims(folder: Path, count: int) -> None:
    """A project of `count` claims, eight about each launch, of which some disagree."""
    _settings(folder)
    lines = list(_claim_heads())
    launches = max(1, count // 8)
    lines += [
        f"- {{id: launch:launch-{each}, kind: Launch, label: Launch number {each}}}" for each in range(launches)
    ]
    (folder / "data" / "things.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    chance = random.Random(2)
    for start in range(0, count, _PER_FILE):
        lines = [f"- id: source:article-{start}", "  kind: NewsArticle", f"  title: Article {start}"]
        lines += ["  published: 2022-01-18", "  language: en", "  claims:"]
        for number in range(start, min(start + _PER_FILE, count)):
            lines += _claim(number, number % launches, chance)
        (folder / "data" / f"article-{start}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _claim_heads() -> Iterator[str]:
    yield "- {id: weapon-class:missile, kind: WeaponClass, label: missile}"
    for name, broader in (("ballistic", "missile"), ("cruise", "missile"), ("short-range", "ballistic")):
        yield f"- {{id: weapon-class:{name}, kind: WeaponClass, label: {name}, broader: weapon-class:{broader}}}"
    for each in range(20):
        yield f"- {{id: organization:military-{each}, kind: ArmedForce, label: Military {each}}}"


def _claim(number: int, launch: int, chance: random.Random) -> list[str]:
    day = 1 + launch % 27
    weapon = chance.choice(("ballistic", "short-range", "ballistic", "short-range", "cruise"))
    says = (
        f"{{date: 2022-01-{day:02}, missileCount: {1 + launch % 3}}}",
        f"{{date: 2022-01, weaponClass: weapon-class:{weapon}}}",
        f"{{distanceKm: {chance.choice((380, 380, 400))}, direction: east}}",
        f"{{altitudeKm: {30 + launch % 40}.5}}",
    )[number % 4]
    return [
        f"    - about: launch:launch-{launch}",
        f"      by: organization:military-{number % 20}",
        f"      line: {number + 1}",
        f"      quote: the military said something about this launch in sentence {number}",
        f"      says: {says}",
    ]


def _settings(folder: Path) -> None:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
