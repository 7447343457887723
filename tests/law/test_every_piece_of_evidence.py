"""Falsify each piece of evidence of the lawful dossier in turn: the law notices, and says where.

What no rule notices is listed in silent.yaml with the reason why silence is right; a new field
that nobody notices fails here until someone says why. `python -m tests.law.silence` shows them.
"""

from datetime import date

import pytest

from catalog.rules import RULES
from tests.catalog.rules.lawful import RECORDS, blocking, ids, judged
from tests.law.falsify import Way, falsified, ways_of
from tests.law.silence import noticed, reasons, silent_fields, speaks

WAYS = {step: ways_of(filed.record) for step, filed in RECORDS.items()}


@pytest.mark.parametrize("step", RECORDS)
def test_a_field_that_no_rule_notices_has_a_reason(step: str) -> None:
    assert sorted(silent_fields(step) - reasons(step).keys()) == []


@pytest.mark.parametrize("step", RECORDS)
def test_a_reason_for_silence_names_a_field_that_no_rule_notices(step: str) -> None:
    assert sorted(reasons(step, shared=False).keys() - silent_fields(step)) == []
    assert all(reasons(step).values())


@pytest.mark.parametrize("step", RECORDS)
def test_no_rule_of_another_stage_changes_its_mind(step: str) -> None:
    """A rule speaks of the record it judges; one for every record, of what every record has."""
    strangers = [
        f"{way}: {rule}"
        for way in WAYS[step]
        for rule in speaks(step, way)
        if _is_strange(step, way, rule)
    ]
    assert strangers == []


def _is_strange(step: str, way: Way, rule: str) -> bool:
    kind = type(RECORDS[step].record)
    if rule not in RULES:
        return True  # a gate: whether it is the turn of a step hangs on no evidence in it
    if kind in RULES[rule].on:
        return False
    if rule == "FIL-05":
        return not isinstance(way.new, date)
    places = {str(part).partition("_")[0] for part in way.path}
    return rule.startswith("FIL-") or not places & {"documents", "disclosure"}


@pytest.mark.parametrize("step", RECORDS)
def test_what_is_refused_here_was_lawful_before(step: str) -> None:
    assert judged(step) == []
    for way in WAYS[step]:
        record = falsified(RECORDS[step].record, way)
        if record and record != RECORDS[step].record:
            findings = judged(step, record)
            assert blocking(findings) <= ids(findings) == set(speaks(step, way))


def test_the_law_notices_most_of_what_can_be_falsified() -> None:
    """Not a target, a floor: it falls only where someone took rules out."""
    count = sum(map(len, WAYS.values()))
    seen = sum(noticed(step, way) for step in RECORDS for way in WAYS[step])
    assert seen > count / 3
