"""Every rule's failing case: what it says, with its article, stands where the field is described."""

import pytest

from catalog.findings import Finding
from catalog.forms.fields import form_of
from catalog.forms.reads import fields_read
from catalog.stages import STEP_OF
from tests.catalog.rules import (
    test_consultation,
    test_decision,
    test_disclosure,
    test_entry,
    test_evaluation,
    test_expert_review,
    test_legality_review,
    test_redaction,
    test_risk_assessment,
)
from tests.catalog.rules.failing import Fails
from tests.catalog.rules.lawful import RECORDS, before, but, judged
from tests.web.test_forms import page
from web.desk.judged import meant
from web.forms.draw import Message, draw

MODULES = (
    test_consultation, test_decision, test_disclosure, test_entry, test_evaluation,
    test_expert_review, test_legality_review, test_redaction, test_risk_assessment,
)  # fmt: skip
CASES = [
    case
    for module in MODULES
    for case in module.FAILING
    if case.step != "entry.catalog"  # is imported, and has no form
]
RECORD_OF = {step: record for record, step in STEP_OF.items()}


def test_the_table_is_the_rule_book() -> None:
    assert len({case.rule for case in CASES}) > 100


def found(case: Fails) -> tuple[Finding, dict[str, object]]:
    """What its rule says, and what stands in the form."""
    how = dict(case.how)
    for other in ("given", "at", "today", "opinions", "amends"):
        how.pop(other, None)
    record = how.pop("record", None) or (
        RECORDS[case.step].record if case.how.get("at") else before(case.step)[1]
    )
    said = next(f for f in judged(case.step, **case.how) if f.rule == case.rule)
    return said, but(record, **how).model_dump(mode="json")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.says}")
def test_what_a_rule_says_stands_beside_a_field_that_it_reads(case: Fails) -> None:
    said, payload = found(case)
    fields = form_of(RECORD_OF[case.step])
    control = meant(fields, payload, said)
    read = {*fields_read(said.rule)} & {field.name for field in fields}
    assert bool(control) == bool(read)
    if not control:
        return  # about the order, or about what is on file: told at the top of the form
    assert control in read
    message = Message(said.what, said.remedy, said.article, said.rule)
    shown = page(draw(fields, {}, {}, {control: (message,)}))
    beside = shown.split(f'id="{control}-wrong"')[1].split("</div>")[0]
    assert said.rule in beside
    assert said.article in beside


def test_most_cases_stand_beside_a_field() -> None:
    told = [bool(meant(form_of(RECORD_OF[c.step]), f[1], f[0])) for c in CASES for f in [found(c)]]
    assert sum(told) > 0.8 * len(told)
