"""The empty form of a step: what a file must contain, as the record itself says."""

import re

import pytest
import yaml

from catalog.findings import Severity
from catalog.forms.asked import asked, must, rules_on
from catalog.forms.blank import blank, step_rows
from catalog.forms.fields import BY_SYSTEM, fields_of
from catalog.item import DecisionItem, Unit
from catalog.parse import ShapeError, parse
from catalog.record import Record
from catalog.rules import RULES, judge
from catalog.stages import STEPS
from tests.catalog.rules.lawful import RECORDS, before, judged, on_file

OF_OTHER_PAPERS = "DEC-21"
"""The rule that tells what is wrong with papers on file, not with the one being filed."""


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
    written = yaml.safe_load(blank(step)) or {}
    kind = STEPS[step].record
    wanted = {name for rule in rules_on(step) for name in _of(rule.demands, kind)}
    needed = {n for n, f in kind.model_fields.items() if f.is_required() or n in wanted}
    assert set(written) == {kind.model_fields[name].title for name in needed}
    assert needed == {name for name, field in fields_of(kind).items() if must(field)}


@pytest.mark.parametrize("step", RECORDS)
def test_a_field_said_to_be_demanded_cannot_be_left_out(step: str) -> None:
    kind = type(RECORDS[step].record)
    for name, field in fields_of(kind).items():
        refusing = {rule.id for rule in (*asked(field).always, *asked(field).unless_excused)}
        without = judged(step, **{name: field.default}) if refusing else []
        assert refusing <= {one.rule for one in without if one.blocks}, name


@pytest.mark.parametrize("step", RECORDS)
def test_whatever_refuses_a_paper_with_nothing_but_its_shape_is_told_on_its_form(
    step: str,
) -> None:
    """Of an item of which the catalog tells but its name; what is wrong with other papers aside."""
    dossier, record, on = before(step)
    item = DecisionItem(no=3, name="演示事项", units=(Unit(name="养老服务处"),))
    dossier = on_file("entry.inclusion", item=item)(dossier)
    form = blank(step)
    for finding in judge(dossier, step, _bare(record), on):
        if finding.blocks and finding.rule != OF_OTHER_PAPERS:
            told = "必填" if finding.severity is Severity.BLOCK else "不填的要说明理由"
            assert re.search(f"{told}（.*{finding.rule}.*）", form), finding


def _bare(record: Record) -> Record:
    """A record with the columns only that it cannot be read without."""
    fields = type(record).model_fields.items()
    empty = {n: f.get_default(call_default_factory=True) for n, f in fields if not f.is_required()}
    return record.model_copy(update=empty)


def test_every_field_said_to_be_demanded_is_one_of_a_record_that_is_refused_without() -> None:
    for rule in RULES.values():
        known = {n for kind in rule.on for n in _named(kind)}
        assert {*rule.demands, *rule.may_demand, *rule.wants} <= known, rule.id
        assert rule.severity is Severity.BLOCK or not (rule.demands or rule.may_demand)
        assert rule.severity is Severity.REASON or not rule.wants


def _of(names: tuple[str, ...], kind: type[Record]) -> set[str]:
    """Those of the names that a rule gives which are of one record: its own, or without a record."""
    return {name.removeprefix(f"{kind.__name__}.") for name in names}


def _named(kind: type[Record]) -> set[str]:
    """The fields of a record, as a rule may name them."""
    return {*kind.model_fields, *(f"{kind.__name__}.{name}" for name in kind.model_fields)}


def test_a_paper_that_is_not_published_yet_need_not_be_said_to_be_reviewed_for_it() -> None:
    step = "consultation.adoption"
    unpublished = judged(step, published_on=None, secrecy_review=None)
    assert not [one for one in unpublished if one.blocks]
    assert "\n# 公开审查:  # 视情况必填（DIS-09），" in blank(step)
    assert "\n公开审查:  # 必填（DIS-09），" in blank("consultation.notice")


def test_a_form_says_what_is_left_out_with_a_reason_only() -> None:
    assert "\n# 要求完成日期:  # 不填的要说明理由（LEG-05），日期" in blank(
        "legality_review.submission"
    )


def test_a_form_says_which_rule_demands_a_field() -> None:
    form = blank("entry.start")
    assert "\n决定启动的机关或者负责人职务:  # 必填（DRF-10），文字\n" in form
    assert "\n# 类别:  # 视情况必填（CAT-03），可选：" in form
    assert "\n# 拟解决的主要问题:  # 文字\n" in form


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
