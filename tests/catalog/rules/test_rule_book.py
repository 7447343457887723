"""The rule book as a whole: nothing untested, nothing without its words and its ground."""

import importlib
import re
from datetime import date
from pathlib import Path

import pytest

from catalog import law
from catalog.findings import Severity
from catalog.rules import GATES, RULES, book
from catalog.rules.base import in_force, rule
from catalog.rules.elsewhere import ELSEWHERE
from catalog.stages import STAGES, STEPS
from catalog.stages.entry import OF_THE_YEAR
from tests.catalog.rules.failing import Fails
from tests.catalog.rules.lawful import LAWFUL, RECORDS, blocking, ids, judged, reasoned

AREAS = (*STAGES, "filing", "planning", "redaction")
FAILING: dict[str, list[Fails]] = {}
for area in AREAS:
    for failure in importlib.import_module(f"tests.catalog.rules.test_{area}").FAILING:
        FAILING.setdefault(failure.rule, []).append(failure)

BOOK = {gate.id: gate for gate in GATES.values()} | RULES
BY_ID = {rule_id: FAILING.get(rule_id, []) for rule_id in BOOK}


GROUPS = {
    "CAT": 14,
    "DRF": 9,
    "PUB": 24,
    "EXP": 9,
    "RSK": 8,
    "LEG": 10,
    "DEC": 15,
    "DIS": 18,
    "EXE": 12,
}
"""How many duties each group was found to have in the texts; what comes after them was found by the second reading."""


@pytest.mark.parametrize(
    "rule_id", [f"{group}-{n:02d}" for group, last in GROUPS.items() for n in range(1, last + 1)]
)
def test_every_rule_of_the_law_is_kept_in_one_place(rule_id: str) -> None:
    gates = {gate.id for gate in GATES.values()}
    assert [rule_id in place for place in (RULES, gates, ELSEWHERE)].count(True) == 1


def test_what_is_kept_elsewhere_says_where_in_chinese() -> None:
    assert all(re.search(r"[\u4e00-\u9fff]", said) for said in ELSEWHERE.values())
    assert set(ELSEWHERE) <= {
        f"{g}-{n:02d}" for g, last in GROUPS.items() for n in range(1, last + 1)
    }


def test_every_rule_and_gate_has_a_failing_case() -> None:
    assert sorted(BOOK.keys() - FAILING.keys()) == []


def test_no_failing_case_names_a_rule_that_is_gone() -> None:
    assert sorted(FAILING.keys() - BOOK.keys()) == []


def test_every_step_of_the_law_is_in_the_lawful_dossier() -> None:
    assert {s for s in STEPS if not s.endswith(".exemption")} - OF_THE_YEAR == set(RECORDS)


@pytest.mark.parametrize("step", RECORDS)
def test_the_lawful_dossier_is_lawful_at_every_step(step: str) -> None:
    assert judged(step) == []


@pytest.mark.parametrize("rule_id", BOOK)
def test_a_rule_is_a_chinese_sentence_and_says_what_it_rests_on(rule_id: str) -> None:
    entry = BOOK[rule_id]
    assert re.fullmatch(r"[^\n]*[\u4e00-\u9fff][^\n]*。", entry.says)
    assert not re.search(r"[a-z]{3}", entry.says)
    if rule_id.startswith("FIL-"):
        assert entry.source == ""
    else:
        assert law.cite(entry.source)


@pytest.mark.parametrize("rule_id", BOOK)
def test_an_identifier_names_its_area(rule_id: str) -> None:
    assert re.fullmatch(r"(CAT|DRF|PUB|EXP|RSK|LEG|DEC|DIS|EXE|FIL)-\d{2}", rule_id)


def test_a_gate_and_a_rule_never_share_an_identifier() -> None:
    assert {gate.id for gate in GATES.values()}.isdisjoint(RULES)
    assert [row["id"] for row in book()] == sorted(BOOK)


@pytest.mark.parametrize("rule_id", RULES)
def test_only_a_defeasible_rule_gives_way_to_a_recorded_reason(rule_id: str) -> None:
    severity = RULES[rule_id].severity
    for failure in BY_ID[rule_id]:
        without_reason = judged(failure.step, **failure.how)
        with_reason = judged(failure.step, **_with_reason(failure))
        assert (rule_id in blocking(without_reason)) is (severity is not Severity.WARN)
        assert (rule_id in blocking(with_reason)) is (severity is Severity.BLOCK)


def _with_reason(failure: Fails) -> dict[str, object]:
    how = dict(failure.how)
    record = how.pop("record", None) or RECORDS[failure.step].record
    return {**how, "record": reasoned(record, failure.rule)}


@pytest.mark.parametrize("rule_id", BOOK)
def test_a_finding_says_what_is_wrong_and_what_would_satisfy_the_law(rule_id: str) -> None:
    for failure in BY_ID[rule_id]:
        for finding in judged(failure.step, **failure.how):
            assert re.search(r"[\u4e00-\u9fff]", finding.what)
            assert re.search(r"[\u4e00-\u9fff]", finding.remedy)
            assert not finding.what.endswith("。")
            assert "None" not in finding.what + finding.remedy
            assert str(finding).startswith(f"[{finding.rule}] ")


def test_an_identifier_is_given_once() -> None:
    with pytest.raises(ValueError, match="PUB-03"):
        rule("PUB-03", "713-15")(RULES["PUB-03"].check)


@pytest.mark.parametrize(
    ("refs", "day", "answer"),
    [
        ("713-15", date(2019, 8, 31), False),
        ("713-15", date(2019, 9, 1), True),
        ("783-18;713-29.1", date(2024, 7, 31), True),
        ("783-18", date(2024, 7, 31), False),
        ("783-18; 713-29.1", date(2019, 8, 31), False),
        ("DERIVED", date(2000, 1, 1), True),
        ("", date(2000, 1, 1), True),
    ],
)
def test_a_rule_is_law_when_one_of_its_sources_is(refs: str, day: date, answer: bool) -> None:
    assert in_force(refs, day) is answer


def test_siblings_wait_for_the_same_and_the_review_for_all_of_them() -> None:
    assert {later for (_, later) in GATES} == set(STAGES) - {"entry"}
    assert {before for (before, later) in GATES if later == "legality_review"} == {
        "consultation",
        "expert_review",
        "risk_assessment",
    }


def test_the_lawful_dossier_is_filed_in_the_order_of_its_days() -> None:
    assert [f.on for f in LAWFUL] == sorted(f.on for f in LAWFUL)


def test_every_parameter_of_the_law_is_used() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in Path(law.__file__).parent.rglob("*.py"))
    assert [name for name in law.PARAMETERS if f'"{name}"' not in code] == []


def test_what_the_second_form_was_asked_it_is_asked_still() -> None:
    """Records on file were filed on it: only a rule that came with a later form passes them over."""
    for failure in (one for of_rule in FAILING.values() for one in of_rule):
        later = {rule_id for rule_id, rule_ in RULES.items() if rule_.form > 2}
        if "form_no" not in failure.how and failure.rule not in later:
            found = ids(judged(failure.step, **failure.how, form_no=2))
            assert found == {failure.rule, *failure.also}, (failure.rule, failure.says)
