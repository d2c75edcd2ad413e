"""`kg why` leads from every statement to what it rests on: `tests/why.yaml` says to what."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT

from kg.build import build
from kg.build.promotion import promote
from kg.build.rules import read_rules
from kg.cli import cli
from kg.conflicts import conflicts
from kg.errors import NotFoundError
from kg.graph import Graph, Iri, Triple, text_of
from kg.namespaces import BASE, KG, expand
from kg.project import Project, find_project
from kg.proofs import why
from kg.proofs.accounts import Accountant
from kg.proofs.prover import CLAIM, CLAIMS, ONTOLOGY, RECORD, RULE, Proof, Prover
from kg.proofs.prover import DATE as BY_DATE
from kg.proofs.text import to_text
from kg.proofs.weighing import FOR
from kg.views import Stages, View, open_stages

Make = Callable[[dict[str, str]], Project]
Told = dict[str, Any]
TABLE = yaml.load((Path(__file__).parent / "why.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
CASES = {case["promise"]: case for case in TABLE["cases"]}
RULES = {case["rule"]: case for case in TABLE["rules"]}
GUIDE = ROOT / "docs" / "why.md"
VIEWS = {
    "as built": View(), "as of and known by a day, and merged": View.of("2022-01-31", "2022-01-31", True),
}  # fmt: skip


def thing(promise: str) -> str:
    """The thing of a case."""
    prefix = "event" if CASES[promise].get("thing") == "Exercise" else "launch"
    return f"{prefix}:" + re.sub("[^a-z]+", "-", promise.lower()).strip("-")


def data() -> str:
    """The records of all cases in YAML."""
    heard: dict[str, list[Told]] = {name: [] for name in TABLE["sources"]}
    things = [*TABLE["things"]]
    for promise, case in CASES.items():
        kind = case.get("thing", "Launch")
        things.append({"id": thing(promise), "kind": kind, "label": promise, **case.get("record", {})})
        for number, claim in enumerate(case["claims"], start=1):
            own = {key: value for key, value in claim.items() if key != "in"}
            own |= {"dateBasis": "printed"} if "date" in claim["says"] else {}
            said = {"about": thing(promise), "line": str(number), "quote": "so it is"}
            heard[claim.get("in", "paper")].append(said | own)
    head = {"kind": "NewsArticle", "published": "2022-01-18"}
    sources = [
        {"id": f"source:{name}", "title": name, **head, **TABLE["sources"][name], **({"claims": told} if told else {})}
        for name, told in heard.items()
    ]
    return yaml.safe_dump([*things, *sources], allow_unicode=True)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One project with all cases."""
    root = tmp_path_factory.mktemp("why")
    (root / "kg.cfg").write_text("[project]\nextends = ontology, queries\n", encoding="utf-8")
    (root / "data").mkdir()
    (root / "data" / "all.yaml").write_text(data(), encoding="utf-8")
    return find_project(root)


def stages(project: Project, view: View | None = None) -> Stages:
    return open_stages(project, view or View())


def kg(project: Project, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(cli, ["--root", str(project.root), *arguments], prog_name="kg")
    assert done.exit_code == code, (done.exception, done.output)
    return done.stdout if not code else done.stderr


def asked(project: Project, *arguments: str) -> list[Told]:
    found: list[Told] = json.loads(kg(project, "why", *arguments, "-f", "json"))
    return found


# Cases


def in_words(account: Told) -> dict[str, list[str]]:
    """An account in the words of the table."""
    found = {}
    for value in account["values"]:
        origins = f", {value['origins']} origins" if "origins" in value else ""
        inputs = [f"{each['property']} {each['value_label']} by {each['made_by']}" for each in value.get("inputs", [])]
        made = value["made_by"] or "nothing"
        found[f"{value['value_label']} by {made}{origins}"] = [*map(claim_in_words, value.get("claims", [])), *inputs]
    for side in account.get("sides", []):
        found[f"side {name_of(side)}, {side['support']}"] = [
            f"of {claim['value_label']} by {claim['claimant_label']}" for claim in side["claims"]
        ]
    return found


def claim_in_words(claim: Told) -> str:
    reason = f" ({claim['because']})" if claim["because"] else ""
    said = f"{'not ' * claim['denies']}{claim['said_label']}"
    return f"{claim['part']} {said} by {claim['claimant_label']}{reason}"


def name_of(side: Told) -> str:
    return f"{'not ' * side['denied']}{side['value_label']}"


@pytest.mark.parametrize("promise", CASES)
def test_why_answers(small: Project, promise: str) -> None:
    case = CASES[promise]
    view = View.of(known_by=case.get("view"))
    [account] = why(small, stages(small, view), thing(promise), case["asks"])
    assert in_words(account) == case["answers"]
    assert [value.get("sources") for value in account["values"] if "sources" in value] == (
        [case["sources"]] if "sources" in case else []
    )
    assert all(case.get("because", "") in value.get("because", "") for value in account["values"])
    ways = account.get("settle", [])
    settled = {
        name_of(account["sides"][way["side"] - 1]): [str(claim["line"]) for claim in way["claims"]]
        for way in ways if way["kind"] == "withdraw"
    }  # fmt: skip
    assert settled == case.get("settled", {})
    kinds = ["decide", *("withdraw" for _ in settled), *(["order"] if "order" in case else [])]
    assert [way["kind"] for way in ways] == (kinds if account["status"] == "contested" else [])


def test_the_claims_that_would_have_to_go_are_enough(make_project: Make) -> None:
    """Without them the side stands; without those against a denial nobody states what it denies."""
    source = {"id": "source:paper", "kind": "NewsArticle", "title": "paper", "published": "2022-01-18"}
    records: list[Told] = []
    claims: list[Told] = []
    asks = []
    for promise, case in CASES.items():
        for side, lines in case.get("settled", {}).items():
            about = f"{thing(promise)}-{len(records)}"
            records.append({"id": about, "kind": case.get("thing", "Launch"), "label": promise})
            asks.append((about, case["asks"], side))
            kept = [claim for number, claim in enumerate(case["claims"], 1) if str(number) not in lines]
            claims += [{"about": about, **claim} for claim in kept]
    text = yaml.safe_dump([*TABLE["things"], *records, source | {"claims": claims}])
    project = make_project({"data/a.yaml": text})
    seen = stages(project)
    for about, key, side in asks:
        told = {each["property"]: each for each in why(project, seen, about)}
        assert "contested" not in {each["status"] for each in told.values()}, about
        values = [value["value_label"] for value in told[key]["values"]] if key in told else []
        assert side in values or side.removeprefix("not ") not in values, about
        assert side.startswith("not ") or side in values, about


# Rules


def rule_project(make_project: Make, case: Told) -> Project:
    source = {"id": "source:s", "kind": "NewsArticle", "title": "An article", "published": "2022-01-18"}
    claims = [{"line": str(line), **claim} for line, claim in enumerate(case.get("claims", []), start=1)]
    records = [*case["records"], source | ({"claims": claims} if claims else {})]
    return make_project({"data/all.yaml": yaml.safe_dump(records), **case.get("files", {})})


def tree(value: Told) -> str | dict[str, Any]:
    """A proof in the words of the table: THING PROPERTY VALUE, MADE; the inputs of a rule below it."""
    stated = f"{value['thing']} {value['property']} {value['value']}"
    if value["made_by"] != "rule":
        return f"{stated}, {value['made_by']}" + "".join(f" {claim['line']}" for claim in value.get("claims", []))
    claims = [f"claim {claim['line']}" for claim in value["claims"]]
    return {f"{stated}, {value['rule']}": [*claims, *map(tree, value["inputs"])]}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_shown_with_its_inputs_down_to_claims(make_project: Make, name: str) -> None:
    case = RULES[name]
    project = rule_project(make_project, case)
    [account] = why(project, stages(project), *case["asks"].split())
    inferred = [value for value in account["values"] if value["made_by"] == "rule"]
    assert [tree(value) for value in inferred] == case["proofs"]
    assert [str(value["others"]) for value in inferred] == case.get("others", ["0" for _ in inferred])


def test_every_rule_has_its_case(project: Project) -> None:
    shown = json.dumps([case["proofs"] for case in RULES.values()])
    assert [rule.name for rule in read_rules(project) if f', {rule.name}"' not in shown] == []


def inferred(prover: Prover) -> list[Triple]:
    return [each for each in statements(prover.graph) if not prover.facts.holds(each) and not is_mark(each)]


def test_a_circle_of_many_is_proved_in_little_time(make_project: Make) -> None:
    """Each of ten follows the next, so that each follows all, itself too: no proof rests on itself."""
    things = [{"id": f"event:e{n}", "kind": "Event", "label": f"E{n}"} for n in range(10)]
    claims = [{"about": f"event:e{n}", "says": {"follows": f"event:e{(n + 1) % 10}"}} for n in range(10)]
    project = rule_project(make_project, {"records": things, "claims": claims})
    prover = Prover(*stages(project), read_rules(project))
    told = [each for each in inferred(prover) if each.predicate.value == KG + "follows"]
    assert len(told) == 90
    start = time.perf_counter()
    for each in told:
        proof = prover.prove(each)
        assert proof and proof.made_by == RULE and not any(part.rests_on(each) for part in proof.inputs)
        assert prover.others(proof) <= 9
    assert time.perf_counter() - start < 3


def test_without_rules_there_is_nothing_to_infer(make_project: Make) -> None:
    case = RULES["superproperties"]
    project = rule_project(make_project, case)
    build(project, rules=False)
    about, key = case["asks"].split()
    with pytest.raises(NotFoundError, match=r"did you mean|it has"):
        why(project, stages(project), about, key)
    told = why(project, stages(project), about, None)
    assert told and {value["made_by"] for each in told for value in each["values"]} <= {"claims", "record"}


def test_of_the_classes_of_a_thing_the_narrowest_is_explained(small: Project) -> None:
    told = why(small, stages(small), "organization:army", "kind")
    assert [value["value"] for value in told[0]["values"]] == ["ArmedForce"]
    assert told[0]["values"][0]["made_by"] == "record"


# The shipped data, in every view


def statements(graph: Graph) -> Iterator[Triple]:
    """All that is stated of records and dates, but no parts of claims and mentions."""
    for each in graph.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER (!isBlank(?s) && !isBlank(?o)) }"):
        subject = text_of(each.subject)
        if "#" not in each.subject.value and each.subject.value.startswith(BASE) and not subject.startswith(
            ("claim:", "mention:")
        ):  # fmt: skip
            yield each


def is_mark(statement: Triple) -> bool:
    return statement.predicate.value in (KG + "contested", KG + "derived", KG + "unconfirmed")


def leaves(proof: Proof) -> Iterator[Proof]:
    if not proof.inputs:
        yield proof
    for each in proof.inputs:
        yield from leaves(each)


@pytest.mark.parametrize("name", VIEWS)
def test_every_statement_has_a_proof_that_ends_in_records_claims_or_the_ontology(
    project: Project, graph: Graph, name: str
) -> None:
    seen = stages(project, VIEWS[name])
    prover = Prover(*seen, read_rules(project))
    told = [each for each in statements(seen.graph) if not is_mark(each)]
    proofs = [(each, prover.prove(each)) for each in told]
    assert [each for each, proof in proofs if proof is None] == []
    assert len(told) > 1000 and {proof.made_by for _, proof in proofs if proof} == {RECORD, CLAIMS, BY_DATE, RULE}
    accountant = Accountant(prover)
    for each, proof in proofs:
        assert proof and not any(part.rests_on(each) for part in proof.inputs), each
        for leaf in leaves(proof):
            assert leaf.made_by in (RECORD, CLAIM, CLAIMS, ONTOLOGY, BY_DATE)
            assert leaf.made_by != BY_DATE or text_of(leaf.statement.subject).startswith("date:")
            if leaf.made_by == CLAIMS:
                support = accountant.support(leaf.statement, leaf)
                assert support.origins > 0, leaf.statement
                assert all(w.told.manner.eligible for w in support.weighed if w.part == FOR)
                assert any(w.part == FOR for w in support.weighed), leaf.statement


def test_every_contest_has_sides_and_ways_to_settle_it(project: Project, graph: Graph) -> None:
    seen = stages(project)
    rows = graph.select(f"SELECT ?thing ?key {{ ?thing <{KG}contested> ?key }}").rows
    assert len(rows) > 3
    for about, key in rows:
        [account] = why(project, seen, text_of(about), text_of(key))
        assert account["status"] == "contested" and len(account["sides"]) > 1
        assert account["settle"][0]["kind"] == "decide" and len(account["settle"]) > 1, (about, key)


def test_origins_are_those_of_kg_conflicts(project: Project, graph: Graph) -> None:
    accountant = Accountant(Prover(*stages(project), read_rules(project)))
    compared = 0
    for conflict in conflicts(graph):
        for side in conflict.sides:
            statement = Triple(Iri(conflict.thing), Iri(side.value.key), side.value.term)
            if not side.denied and not side.value.bound and graph.holds(statement):
                support = accountant.support(statement, accountant.prover.prove(statement))
                assert support.origins == side.support, statement
                compared += 1
    assert compared > 10


def test_the_claims_for_a_fact_are_those_that_promotion_makes_it_of(project: Project) -> None:
    """A graph of these claims alone, promoted again, has each fact; without them, none of these."""
    case = CASES["a coarser date stands in wider words"]
    assert case["answers"]
    seen = stages(project)
    accountant = Accountant(Prover(*seen, read_rules(project)))
    keys = {text_of(key) for (key,) in seen.graph.select(f"SELECT ?k {{ ?k <{KG}promotion> ?p }}").rows}
    facts = [each for each in statements(seen.facts) if not seen.claims.holds(each) and text_of(each.predicate) in keys]
    needed = {
        w.told.claim for each in facts for w in accountant.support(each, None).weighed if w.part == FOR
    }  # fmt: skip
    every = {each.subject.value for each in seen.claims.construct(ABOUT)}
    assert len(facts) > 500 and 0 < len(needed) < len(every)
    kept, rest = (only(seen.claims, every - gone) for gone in (every - needed, needed))
    for each in (kept, rest):
        promote(project, each)
    contested = {
        (each.subject, each.object) for each in statements(seen.facts) if each.predicate.value.endswith("#contested")
    }
    assert [each for each in facts if not kept.holds(each)] == []
    again = [each for each in facts if rest.holds(each) and (each.subject, each.predicate) not in contested]
    assert again == []


ABOUT = f"CONSTRUCT {{ ?claim <{KG}about> ?thing }} WHERE {{ ?claim <{KG}about> ?thing }}"


def only(graph: Graph, claims: set[str]) -> Graph:
    """A graph with no other claims than these."""
    found = Graph.memory()
    found.add(
        each for each in graph.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        if not text_of(each.subject).startswith("claim:") or each.subject.value in claims
    )  # fmt: skip
    return found


# JSON


def keys_in(guide: str) -> set[str]:
    """The keys that the guide lists."""
    table = guide.partition("<!-- keys -->")[2].partition("<!-- end of keys -->")[0]
    cells = re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
    return {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}


def keys_of(told: Any) -> set[str]:
    if isinstance(told, list):
        return set().union(*map(keys_of, told))
    return set(told).union(*map(keys_of, told.values())) if isinstance(told, dict) else set()


def test_the_guide_lists_every_key_and_no_other(project: Project, graph: Graph, small: Project) -> None:
    told = [
        asked(project, "statement:2022-01-sung-kim-concern"),
        asked(small, thing("a record settles, whatever claims say")),
    ]
    told += [asked(small, thing("the sides of a contest, and whose claims would have to go"), "weaponClass")]
    told += [asked(small, thing("what never becomes a fact is only claimed"), "target")]
    assert keys_of(told) == keys_in(GUIDE.read_text(encoding="utf-8"))


def test_ids_lead_back_to_the_graph_and_go_with_labels(project: Project, graph: Graph) -> None:
    for account in asked(project, "launch:2022-01-17-pyongyang"):
        for told in values_in(account):
            iri = expand(told["thing"]) if ":" in told["thing"] else KG + told["thing"]  # as `property`, a key
            assert graph.knows(Iri(iri)) and told["thing_label"] and told["property_label"]
            assert told["value_label"]
            for claim in told.get("claims", []):
                assert graph.knows(Iri(expand(claim["claim"]))) and claim["source_label"] and claim["claimant_label"]


def values_in(account: Told) -> Iterator[Told]:
    for value in [*account.get("values", []), *account.get("inputs", [])]:
        yield value
        yield from values_in(value)


# Text


def test_every_claim_stands_with_claimant_words_source_line_and_day(project: Project, graph: Graph) -> None:
    about = "launch:2022-01-17-pyongyang"
    text = kg(project, "why", about)
    claims = [claim for each in asked(project, about) for told in values_in(each) for claim in told.get("claims", [])]
    claims += [claim for each in asked(project, about) for side in each.get("sides", []) for claim in side["claims"]]
    assert len(claims) > 20
    for claim in claims:
        own = claim["claimant"] == claim["source"]
        place = f"[{claim['source_label']}, line {claim['line']}, {claim['published_label']}]"
        words = f"“{claim['quote']}”" if claim["quote"] else f"grounds: {claim['basis']}"
        lines = [line for line in text.splitlines() if f"{words} {place}" in line]
        assert lines and (own or any(line.strip().startswith(claim["claimant_label"]) for line in lines)), claim


@pytest.mark.parametrize("width", [1, 40, 60, 100])
def test_lines_are_as_wide_as_the_terminal_and_no_wider(project: Project, graph: Graph, width: int) -> None:
    told = why(project, stages(project), "statement:2022-01-sung-kim-concern")
    lines = to_text(told, width).splitlines()
    longest = max(len(word) for line in lines for word in line.split())
    for line in lines:
        indent = len(line) - len(line.lstrip())
        assert len(line) <= max(width, 40 + indent, longest + indent)
    assert " ".join(" ".join(lines).split()) == " ".join(to_text(told, None).split())


def test_what_was_shown_is_not_shown_again(project: Project, graph: Graph) -> None:
    text = kg(project, "why", "launch:2022-01-17-pyongyang")
    assert "launched by: North Korea: a fact from claims of 3 independent origins, as above" in text
    alone = kg(project, "why", "launch:2022-01-17-pyongyang", "participant")
    assert "as above" not in alone and "North Korea has said it launched" in alone


def test_the_number_of_a_day_is_told_with_its_date(project: Project, graph: Graph) -> None:
    text = kg(project, "why", "statement:2022-01-sung-kim-concern", "spokeFor")
    assert "earliest day number: 19009, 2022-01-17:" in text and "latest day number: 19010, 2022-01-18:" in text


def test_the_days_of_an_event_are_told_where_it_has_no_date(small: Project) -> None:
    with_date, without = (
        "a coarser date stands in wider words",
        "dates that overlap leave bounds, each by who states it",
    )
    properties = [{each["property"] for each in asked(small, thing(promise))} for promise in (with_date, without)]
    assert "date" in properties[0] and "latest" not in properties[0]
    assert "date" not in properties[1] and {"earliest", "latest"} <= properties[1]


def test_records_that_were_merged_are_explained_by_the_claims_that_they_are_the_same(
    project: Project, graph: Graph
) -> None:
    [account] = asked(project, "organization:ewha-university", "mergedFrom", "--merged")
    [value] = account["values"]
    assert value["made_by"] == "claims" and value["value"] == "organization:ewha-womans-university"
    assert [(claim["part"], claim["said"]) for claim in value["claims"]] == [("for", value["value"])]


# What is asked wrongly, or holds signs that mean something


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["launch:nowhere"], "stands for nothing"),
        (["LAUNCH:2022-01-17-PYONGYANG", "weaponClas"], "did you mean `weaponClass`?"),
        (["launch:2022-01-17-pyongyang", "nonsense"], "nothing is stated or claimed of it: it has"),
        (["launch:2022-01-17-pyongyang", "heldPost"], "nothing is stated or claimed of it"),
        (["launch:2022-01-17-pyongyang", ""], "an empty property: nothing is stated"),
        (["launch:2022-01-17-pyongyang", ":"], "nothing is stated or claimed of it"),
        (["launch:2022-01-17-pyongyang", "kg:"], "nothing is stated or claimed of it"),
        (["launch:2022-01-17-pyongyang", "a:B"], "nothing is stated or claimed of it"),
        (["launch:2022-01-17-pyongyang", "http://x> ?p ?o } #"], "nothing is stated or claimed of it"),
        (["http://x> ?p ?o } #"], "stands for nothing"),
        (["urn:x y"], "stands for nothing"),
        (["", "kind"], "stands for nothing"),
    ],
)
def test_what_is_asked_wrongly_is_told(project: Project, graph: Graph, arguments: list[str], says: str) -> None:
    told = kg(project, "why", *arguments, code=2)
    assert says in told and "Traceback" not in told


@pytest.mark.parametrize("key", ["weaponClass", "kg:weaponClass", KG + "weaponClass"])
def test_a_property_has_three_spellings(project: Project, graph: Graph, key: str) -> None:
    [account] = asked(project, "launch:2022-01-17-pyongyang", key)
    assert account["property"] == "weaponClass" and account["status"] == "contested"


@pytest.mark.parametrize(("key", "spelt"), [("kind", "rdf:type"), ("a", "rdf:type"), ("label", "rdfs:label")])
def test_keys_of_other_vocabularies_are_known(project: Project, graph: Graph, key: str, spelt: str) -> None:
    assert [each["property"] for each in asked(project, "state:north-korea", key)] == [spelt]


NASTY = 'He said \\ "{x}" } . # <script>alert(1)</script>\n한국 ‘’ ?p $p \t ${a} %s'


def test_signs_that_mean_something_elsewhere_are_only_signs(make_project: Make) -> None:
    claim = {"about": "launch:x", "line": 1, "quote": NASTY, "says": {"direction": NASTY, "target": NASTY}}
    rival = claim | {"line": 2, "says": {"target": NASTY + "!"}}
    own = {"kind": "NewsArticle", "title": NASTY, "published": "2022-01-18"}
    records = [
        {"id": "launch:x", "kind": "Launch", "label": NASTY},
        {"id": "source:s", **own, "claims": [claim, rival]},
    ]
    project = make_project({"data/a.yaml": yaml.safe_dump(records, allow_unicode=True)})
    told = {each["property"]: each for each in asked(project, "launch:x")}
    assert told["direction"]["values"][0]["value"] == NASTY == told["direction"]["thing_label"]
    assert told["direction"]["values"][0]["claims"][0]["quote"] == NASTY
    [account] = asked(project, "launch:x", "target")
    assert [value["value"] for value in account["values"]] == [NASTY, NASTY + "!"]
    lines = kg(project, "why", "launch:x", "target").splitlines()
    assert " ".join(NASTY.split()) in lines[0] and len(lines) == 8, "a sign that ends a line does not end one here"


def test_a_long_id_and_a_long_word_are_shown_whole(make_project: Make) -> None:
    name = "launch:" + "-".join(["x" * 30] * 10)
    claim = {"about": name, "line": 1, "quote": "y" * 200, "says": {"missileCount": 2}}
    source = {"id": "source:s", "kind": "NewsArticle", "title": "S", "published": "2022-01-18", "claims": [claim]}
    project = make_project({"data/a.yaml": yaml.safe_dump([{"id": name, "kind": "Launch", "label": "L"}, source])})
    for width in (1, 80, None):
        text = to_text(why(project, stages(project), name), width)
        assert name in "".join(text.split()) and "y" * 200 in "".join(text.split())


def test_an_answer_takes_no_second(project: Project, graph: Graph) -> None:
    seen = stages(project)
    for about in ("launch:2022-01-17-pyongyang", "state:north-korea", "statement:2022-01-sung-kim-concern"):
        start = time.perf_counter()
        assert why(project, seen, about)
        assert time.perf_counter() - start < 1, about
