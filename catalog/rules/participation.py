"""PUB: what is no consultation under 713-15: other kinds of act, other calls, other ways."""

from collections.abc import Iterator

from catalog import clock
from catalog.findings import Severity
from catalog.item import Regime
from catalog.opinion import Audience
from catalog.record import DocumentKind, Record
from catalog.rules.base import Case, Wrong, rule
from catalog.stages.consultation import (
    AdoptionStatement,
    Call,
    Extension,
    Hearing,
    HearingNotice,
    Mode,
    Notice,
    Participation,
    closing_day,
)


def _normative(record: Notice, case: Case) -> bool:
    unlisted = case.item.regime is Regime.NORMATIVE and not case.is_decision
    return unlisted and record.call is Call.DRAFT


@rule("PUB-28", "国办发37", Notice, severity=Severity.REASON)
def a_normative_document_has_seven_working_days(record: Notice, case: Case) -> Iterator[Wrong]:
    """未列入目录的行政规范性文件，公开征求意见一般不少于7个工作日。"""
    days = case.parameter("normative_consultation_working_days")
    if not (days and _normative(record, case) and record.published_on and record.closes_on):
        return
    given = clock.working_days_between(record.published_on, record.closes_on)
    if given < days:
        yield Wrong(
            f"征求意见只有{given}个工作日，一般不少于{days}个工作日",
            "延长期限，或者说明理由（规则编号 PUB-28）",
        )


@rule("PUB-29", "722-62", Notice, severity=Severity.REASON)
def a_document_on_business_has_thirty_days(record: Notice, case: Case) -> Iterator[Wrong]:
    """与市场主体生产经营活动密切相关的行政规范性文件，公开征求意见一般不少于30日。"""
    days = case.parameter("business_consultation_days")
    affected = case.item.affects_operators and _normative(record, case)
    if not (days and affected and record.published_on and record.closes_on):
        return
    given = clock.days_between(record.published_on, record.closes_on, first_counted=True)
    if given < days:
        yield Wrong(
            f"征求意见只有{given}日，一般不少于{days}日",
            "延长期限，或者说明理由（规则编号 PUB-29）",
        )


@rule("PUB-30", "713-15(1)", Notice)
def a_call_for_ideas_is_no_consultation(record: Notice, _case: Case) -> Iterator[Wrong]:
    """征集目录事项或者意见建议，不是对决策草案公开征求意见，不能代替。"""
    if record.call is not Call.DRAFT:
        yield Wrong(
            f"公告征求的是{record.call.value}，不是决策草案",
            "登记为“其他方式听取意见”；草案形成后另行公开征求意见",
        )


@rule("PUB-31", "713-18;DERIVED", AdoptionStatement)
def the_answer_follows_the_period(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """意见采纳情况在征求意见期限届满后公布。"""
    closed = closing_day(case.dossier)
    if closed and record.published_on and record.published_on <= closed:
        yield Wrong(
            f"采纳情况公布于{record.published_on}，征求意见到{closed}才届满", "请核对公布日期"
        )


@rule("PUB-32", "DERIVED", Notice, Extension, HearingNotice, Hearing, Participation)
def nobody_is_heard_after_the_answer(record: Record, case: Case) -> Iterator[Wrong]:
    """意见采纳情况登记后，不能延长期限或者补办听取意见，应当再次征求意见。"""
    notice = case.dossier.latest(Notice)
    if case.amends is None and case.dossier.latest(AdoptionStatement):
        if not (isinstance(record, Notice) and notice):
            yield Wrong(
                "意见采纳情况已经登记，征求意见已经结束", "需要继续听取意见的，选“再次办理”"
            )
    elif isinstance(record, Extension) and notice is None:
        yield Wrong("没有征求意见公告，无从延期", "请先登记“征求意见公告”")


@rule("PUB-36", "DERIVED", Extension)
def a_period_is_extended_while_it_runs(record: Extension, case: Case) -> Iterator[Wrong]:
    """延长期限的公告应当在原期限届满前发布。"""
    closes = None if case.corrects else closing_day(case.dossier)
    if closes and record.published_on > closes:
        yield Wrong(
            f"延期公告发布于{record.published_on}，原期限已于{closes}届满",
            "期限已满的不能延长；需要继续听取意见的，选“再次办理”",
        )


@rule("PUB-37", "713-15(1);DERIVED", Notice, Extension)
def what_was_announced_stays_as_announced(
    record: Notice | Extension, case: Case
) -> Iterator[Wrong]:
    """更正只改登记的笔误：公告发布之后，不能以更正更换草案、变动截止日期。"""
    entry = case.dossier.correctable(case.step_id) if case.corrects else None
    told = entry.record if entry else None
    if not isinstance(told, Notice | Extension):
        return
    # On the day itself nobody has relied on it yet; PUB-08 still holds it against a shorter period.
    if told.published_on is None or case.today <= told.published_on:
        return
    if told.closes_on != record.closes_on:
        yield Wrong(
            f"更正把截止日期由{told.closes_on}改为{record.closes_on}",
            "延长的，期限届满前登记“延长征求意见期限”；其他变动，选“再次办理”重新公告",
        )
    drafts = [
        {d.digest for d in r.documents if d.kind is DocumentKind.DRAFT} for r in (told, record)
    ]
    if drafts[0] and drafts[0] != drafts[1]:
        yield Wrong("更正换了征求意见的草案", "草案有修改的，选“再次办理”，以修改后的草案重新公告")


@rule("PUB-35", "713-14(1)", Participation)
def what_stands_alone_was_really_heard(record: Participation, _case: Case) -> Iterator[Wrong]:
    """只以其他方式听取意见的，应当便于社会公众参与、充分听取意见，写明听取了谁的意见和结果。"""
    if record.instead_of_notice and not (record.whom and record.result):
        yield Wrong(
            "不向社会公开征求意见，又没有写明参加人员范围和听取意见情况",
            "填写“参加人员范围”和“听取意见情况”",
        )
    if record.instead_of_notice and record.form_no > 1:
        yield from _not_the_public_on_a_draft(record)
    if record.ended_on and record.ended_on < record.held_on:
        yield Wrong(f"结束日期{record.ended_on}早于开始日期{record.held_on}", "请核对日期")


def _not_the_public_on_a_draft(record: Participation) -> Iterator[Wrong]:
    """Why what was heard is not the public heard on a draft: departments are consulted by 713-13."""
    if not set(record.audiences) - {Audience.UNITS}:
        yield Wrong(
            "听取对象中没有社会公众或者其代表；征求机关、单位的意见是协商，不能代替听取公众意见",
            "在“听取对象”中写明听取了哪些公众的意见；没有听取的，另行听取",
        )
    if record.mode is Mode.IDEAS or not record.has(DocumentKind.DRAFT):
        yield Wrong(
            "没有就决策草案听取意见",
            "在“材料”中附听取意见时的决策草案；只是征集意见建议的，草案形成后另行听取",
        )
