"""The empty form of a step: what a file must contain, as the record itself says."""

import re

import pytest
import yaml

from catalog.form import BY_SYSTEM, blank, rules_on, step_rows
from catalog.parse import ShapeError, parse
from catalog.stages import STEPS


def uncommented(form: str) -> str:
    """The form with every field that need not be filled in made one that is."""
    lines = (line for line in form.splitlines() if not line.startswith("##"))
    return "\n".join(re.sub("^# ", "", line) for line in lines)


def faults_of(step: str, payload: object) -> list[str]:
    """What is wrong with the shape of a payload."""
    try:
        parse(STEPS[step].record, payload)
    except ShapeError as wrong:
        return wrong.faults
    return []


@pytest.mark.parametrize("step", STEPS)
def test_a_form_is_yaml_and_knows_only_fields_of_its_record(step: str) -> None:
    payload = yaml.safe_load(uncommented(blank(step)))
    payload.pop("意见表", None)
    for document in payload.get("材料", ()):
        document.pop("文件")
        document["遮盖"]["原件"].pop("文件")
    faults = faults_of(step, payload)
    assert not [f for f in faults if "没有这一栏" in f or "写了两次" in f]


@pytest.mark.parametrize("step", STEPS)
def test_what_is_not_commented_out_is_what_must_be_there(step: str) -> None:
    asked = yaml.safe_load(blank(step)) or {}
    fields = STEPS[step].record.model_fields.values()
    assert set(asked) == {f.title for f in fields if f.is_required()}


@pytest.mark.parametrize("step", STEPS)
def test_a_form_names_the_rules_that_will_read_it(step: str) -> None:
    form = blank(step)
    assert all(f"[{rule.id}]" in form for rule in rules_on(step))
    assert BY_SYSTEM not in form


def test_allowed_values_are_listed() -> None:
    assert "可选：政府网站、政务新媒体" in blank("consultation.notice")


def test_every_step_is_listed_with_who_files_it() -> None:
    rows = step_rows()
    assert [row["step"] for row in rows] == list(STEPS)
    assert all(row["title"] and row["role"] and row["article"] for row in rows)
