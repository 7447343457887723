"""What any record must satisfy to be filed at all: order, turn, once, not before its day."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.findings import Finding, Severity
from catalog.forms.fields import fields_of
from catalog.ids import catalog_id, item_id
from catalog.record import AmendmentKind, Exemption, Frozen, Record
from catalog.rules.base import GATES, Case, Gate, Wrong, rule
from catalog.stages import STAGES, STEPS, applicability
from catalog.stages.disclosure import DecisionChange, Publication
from catalog.stages.entry import OF_THE_YEAR, Inclusion
from catalog.states import ChangeKind


def order_findings(case: Case) -> Iterator[Finding]:
    """Each earlier stage that is not settled, by the rule of law that demands it.

    A stage reopened further back is found too: the meeting waits for a second consultation.
    """
    closed = (
        lifecycle.closed(case.dossier) and not case.corrects
    )  # FIL-04 refuses it; a correction may revive
    if closed or case.step_id in OF_THE_YEAR or case.step_id == "entry.inclusion":
        return
    for rule_of_order in dict.fromkeys(_gates_to(case.stage)):
        before = rule_of_order.stage
        if STEPS[case.step_id].ahead and before != "entry":
            continue
        if not lifecycle.settled(case.dossier, before) and case.binding(rule_of_order.source):
            yield Finding(
                rule=rule_of_order.id,
                severity=Severity.BLOCK,
                article=case.article(rule_of_order.source),
                what=f"“{STAGES[before].title}”尚未完成，不能办理“{STEPS[case.step_id].title}”",
                remedy=_what_is_missing(case.dossier, before),
            )


def _gates_to(stage: str) -> Iterator[Gate]:
    for before in STAGES[stage].after:
        yield GATES[before, stage]
        yield from _gates_to(before)


def _what_is_missing(dossier: Dossier, stage: str) -> str:
    returned = dossier.returned(stage)
    because = f"（上一轮{returned}）" if returned else ""
    step = lifecycle.next_step(dossier, stage)
    title = step.title if step else STAGES[stage].title
    begun = any(dossier.first_day(STAGES[stage].step_id(s)) for s in STAGES[stage].steps)
    made = applicability.determination(dossier, stage)
    may_be_exempt = STAGES[stage].exemption and not begun and not (made and made.due)
    exempt = "，或者说明该程序不适用" if may_be_exempt else ""
    return f"请先登记“{title}”{because}{exempt}"


@rule("FIL-01", "", Record)
def the_item_is_on_file(_record: Record, case: Case) -> Iterator[Wrong]:
    """材料只能登记到已列入目录的事项。"""
    if case.step_id in OF_THE_YEAR:
        if not catalog_id(case.dossier.id):
            yield Wrong(
                f"“{STEPS[case.step_id].title}”登记到年度，不登记到{case.dossier.id}",
                "编号应写成 机关代号-年度，如 slmzj-2027",
            )
        return
    if not item_id(case.dossier.id):
        yield Wrong(f"事项编号“{case.dossier.id}”写法不对", "编号应写成 机关代号-年度-序号")
    elif case.step_id != "entry.inclusion" and not case.dossier.latest(Inclusion):
        yield Wrong(f"没有编号为“{case.dossier.id}”的事项", "请核对编号，或者先导入年度目录")
    elif case.step_id == "entry.inclusion" and case.dossier.catalog is None:
        yield Wrong("该年度的目录尚未登记", "请先登记年度目录（entry.catalog）")


@rule("FIL-02", "", Record)
def steps_come_in_their_order(_record: Record, case: Case) -> Iterator[Wrong]:
    """同一阶段的材料按步骤先后登记。"""
    step = STEPS[case.step_id]
    if isinstance(_record, Exemption) or step.early:
        return
    stage = STAGES[case.stage]
    wanted = [*applicability.demanded(case.dossier, stage)]
    for earlier in stage.steps:
        if earlier is step:
            return
        if earlier in wanted and not lifecycle.done(case.dossier, case.stage, earlier):
            yield Wrong(
                f"“{earlier.title}”尚未登记，不能登记“{step.title}”", f"请先登记“{earlier.title}”"
            )


@rule("FIL-03", "", Record)
def a_step_is_filed_once(_record: Record, case: Case) -> Iterator[Wrong]:
    """同一材料一轮只登记一次；改错用更正，重办用再次办理，并写明理由。"""
    step = STEPS[case.step_id]
    entry = case.dossier.entry_of(case.step_id)
    if entry and not case.amends and not step.repeatable:
        filed = f"{entry.at:%Y-%m-%d}由{entry.actor.unit}登记，第{entry.seq}号"
        yield Wrong(f"“{step.title}”已经登记过（{filed}）", "如需改错，请作更正并写明理由")
    if case.corrects and not case.dossier.correctable(case.step_id):
        yield Wrong(f"没有可以更正的“{step.title}”", "本轮尚未登记，请直接登记")


@rule("FIL-04", "", Record)
def a_closed_item_takes_no_more(_record: Record, case: Case) -> Iterator[Wrong]:
    """已调出目录、已由其他事项接续或者已终止的事项不再登记新材料，只能更正；已经收到的意见仍可答复。"""
    closed = lifecycle.closed(case.dossier)
    if closed and not case.corrects and not _answers_what_came(case):
        yield Wrong(
            f"本事项{closed.value}",
            "如需恢复，请以新的编号重新列入目录后办理",
        )


def _answers_what_came(case: Case) -> bool:
    """Say whether it answers a public that was asked before the item was closed (713-18)."""
    asked = case.dossier.entry_of("consultation.notice")
    return case.step_id == "consultation.adoption" and asked is not None and not case.amends


@rule("FIL-05", "", Record)
def facts_are_not_in_the_future(record: Record, case: Case) -> Iterator[Wrong]:
    """尚未发生的事不能登记为事实。"""
    for title, day in _facts(record):
        if day > case.today:
            yield Wrong(
                f"“{title}”{day}晚于登记日{case.today}", "请在该日期到来后登记，或者核对日期"
            )


def _facts(value: Frozen, within: str = "") -> Iterator[tuple[str, date]]:
    """Every dated fact in a record, however deep, with its name on the form."""
    for name, title in _places_of_facts(type(value)):
        part = getattr(value, name)
        if isinstance(part, date):
            yield within + title, part
        elif isinstance(part, Frozen):
            yield from _facts(part, f"{within}{title}·")
        elif part:
            for n, each in enumerate(part, 1):
                yield from _facts(each, f"{within}{title}第{n}项·")


@cache
def _places_of_facts(kind: type[Frozen]) -> tuple[tuple[str, str], ...]:
    """Fields that are dated facts, or that hold something with such a field, with their titles."""
    return tuple(
        (name, field.title or name)
        for name, field in fields_of(kind).items()
        if name in kind.past or (field.holds and _places_of_facts(field.holds))
    )


@rule("FIL-06", "", Record)
def legal_periods_run_out_first(_record: Record, case: Case) -> Iterator[Wrong]:
    """法定期限届满后才能登记下一步。"""
    step = STEPS[case.step_id]
    period = step.wait.until(case.dossier) if step.wait else None
    if period is None or step.wait is None:
        return
    opens = period.end + lifecycle.ONE_DAY
    if case.today < opens:
        yield Wrong(f"{step.wait.name}，期限尚未届满", f"最早可于{opens}登记“{step.title}”")
    elif period.provisional:
        yield Wrong(
            f"期限的最后一日{period.end}是不是休息日尚未确定，不能认定期限已经届满：缺少放假安排",
            f"按国务院办公厅通知补上放假安排（catalog/holidays）后登记“{step.title}”",
        )


@rule("FIL-07", "", Record)
def a_new_round_begins_at_its_first_step(_record: Record, case: Case) -> Iterator[Wrong]:
    """再次办理从该阶段的第一步开始，且该阶段须已有登记。"""
    if not case.amends or case.amends.kind is not AmendmentKind.NEW_ROUND:
        return
    first = next(step for step in STAGES[case.stage].steps if not step.optional)
    if case.stage == "entry":
        yield Wrong("列入目录和启动不能再次办理", "有变化的，请作目录调整；登记有误的，请作更正")
    elif STEPS[case.step_id] is not first and not STEPS[case.step_id].early:
        yield Wrong("再次办理没有从第一步开始", f"请从“{first.title}”开始再次办理")
    elif case.dossier.returned(case.stage):
        yield Wrong("上一轮已经退回，现在就是新的一轮", "请直接登记，不必选“再次办理”")
    elif not case.dossier.begun(case.stage):
        yield Wrong("本阶段还没有办理过", "请直接登记")
    elif _published(case) and case.stage not in {"disclosure", "evaluation"}:
        yield Wrong(
            "决策已经公布，不能重新办理此前的程序",
            "需要重大调整的，先登记决策变更（disclosure.change）",
        )


def _published(case: Case) -> bool:
    """Say whether the decision is out and nobody has decided to adjust it (713-37)."""
    adjusted = any(c.change is ChangeKind.REOPENED for c in case.dossier.every(DecisionChange))
    return case.dossier.latest(Publication) is not None and not adjusted


@rule("FIL-08", "", Exemption)
def nothing_on_file_is_exempted(_record: Exemption, case: Case) -> Iterator[Wrong]:
    """已经开展的程序不能再认定为不适用；认定应当履行的，也不能。"""
    stage = STAGES[case.stage]
    if any(case.dossier.first_day(stage.step_id(s)) for s in stage.steps):
        yield Wrong(f"“{stage.title}”已有材料在卷", "请继续办理")
    made = applicability.determination(case.dossier, case.stage)
    if made and made.due:
        yield Wrong(
            f"本事项已认定应当进行{stage.title}（{made.reason}）",
            "认定有误的，请先作目录调整，变更程序适用判断",
        )


@rule("FIL-09", "", Record)
def a_reason_is_dated(record: Record, case: Case) -> Iterator[Wrong]:
    """特殊情况说明应当写明说明日期，且不晚于登记日。"""
    for given in record.reasons:
        if given.on is None:
            yield Wrong(f"对{given.rule}的说明没有日期", "补充“说明日期”")
        elif given.on > case.today:
            yield Wrong(f"对{given.rule}的说明日期{given.on}晚于登记日{case.today}", "请核对日期")
