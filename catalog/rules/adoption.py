"""PUB: whom the law wants heard, and what became of what they said (713-14(3), 18)."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from catalog import lifecycle
from catalog.findings import Severity
from catalog.item import Category
from catalog.opinion import NEEDS_REASON, Audience, Opinion, Outcome, tally, untold
from catalog.record import DocumentKind, Record
from catalog.rules.base import Case, Wrong, rule
from catalog.stages.consultation import AdoptionStatement, Notice, Participation, closing_day
from catalog.stages.disclosure import Publication
from catalog.stages.entry import Start
from catalog.stages.legality_review import Submission


def _heard(record: AdoptionStatement, case: Case) -> set[Audience]:
    """Whom the statement names, and whom other ways of participation reached in this round."""
    round_ = case.dossier.round_of("consultation")
    otherwise = (
        e.record.audiences
        for e in case.dossier.entries
        if isinstance(e.record, Participation) and e.round == round_
    )
    return {h.audience for h in record.groups_heard}.union(*otherwise)


class Wanted(NamedTuple):
    """Somebody whom the law wants heard on an item, and by which rule."""

    rule: str
    audience: Audience


_GROUPS = (
    Audience.PEOPLES_ORGANISATION,
    Audience.SOCIAL_ORGANISATION,
    Audience.GROUP_REPRESENTATIVE,
)
_OPERATORS = (Audience.ENTERPRISE, Audience.ASSOCIATION)


def wanted(case: Case) -> Iterator[Wanted]:
    """Whom the law wants heard on the item of a case besides the public at large."""
    if case.item.specific_groups:
        yield from (Wanted("PUB-09", audience) for audience in _GROUPS)
    if case.item.affects_operators:  # 722-62 speaks of documents only
        by = "PUB-39" if _is_project(case) else "PUB-10"
        yield from (Wanted(by, audience) for audience in _OPERATORS)
    if case.item.livelihood:
        yield Wanted("PUB-11", Audience.GRASSROOTS)


def _unheard(record: AdoptionStatement, case: Case, by: str) -> Iterator[Audience]:
    """Whom a rule wants heard and nobody heard."""
    heard = _heard(record, case)
    return (one.audience for one in wanted(case) if one.rule == by and one.audience not in heard)


def _is_project(case: Case) -> bool:
    """Say whether what is decided is to build something."""
    start = case.dossier.latest(Start)
    return Category.PROJECT in {case.item.category, start.category if start else None}


@rule(
    "PUB-09",
    "713-14(3)",
    AdoptionStatement,
    severity=Severity.REASON,
    wants=("groups_heard",),
)
def specific_groups_are_heard(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """涉及特定群体利益的，应当与相关人民团体、社会组织以及群众代表沟通协商；没有相关组织的说明理由。"""
    for audience in _unheard(record, case, "PUB-09"):
        yield Wrong(
            f"事项涉及{case.item.specific_groups}，没有听取{audience.value}的意见",
            f"听取{audience.value}意见后，在“专门听取意见情况”中登记；没有相关{audience.value}的，"
            "说明情况（规则编号 PUB-09）",
        )


@rule("PUB-10", "722-62", AdoptionStatement, may_demand=("groups_heard",))
def operators_are_heard(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """制定与市场主体生产经营活动密切相关的政策文件，应当听取企业和行业协会商会的意见。"""
    for audience in _unheard(record, case, "PUB-10"):
        yield _unheard_operators(audience)


@rule("PUB-39", "783-16", AdoptionStatement, may_demand=("groups_heard",))
def operators_are_heard_on_a_project(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """建设项目涉及经营者经济活动的，应当听取有关经营者、行业协会商会等利害关系人的意见。"""
    for audience in _unheard(record, case, "PUB-39"):
        yield _unheard_operators(audience)


def _unheard_operators(audience: Audience) -> Wrong:
    return Wrong(f"没有听取{audience.value}的意见", f"听取{audience.value}意见后登记")


@rule("PUB-11", "要点2024-17;PRACTICE", AdoptionStatement, severity=Severity.WARN)
def the_field_is_visited(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """制定民生政策宜到基层走访调研，听取群众意见。"""
    for _ in _unheard(record, case, "PUB-11"):
        yield Wrong("民生政策没有基层走访调研的记录", "走访后在“专门听取意见情况”中登记")


@rule("PUB-17", "713-18;PRACTICE", AdoptionStatement)
def every_opinion_is_disposed_of(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """对社会公众提出的意见应当归纳整理、研究论证，逐条说明处理结果。"""
    open_rows = [str(o.no) for o in case.opinions if o.outcome is None]
    if open_rows:
        yield Wrong(f"第{'、'.join(open_rows[:10])}条意见没有处理结果", "逐条填写处理结果")
    counted = sum(record.counts.by_outcome().values())
    if record.counts.points and not counted and record.form_no > 1:
        yield Wrong(
            f"收到{record.counts.points}条意见，没有写明处理结果",
            "在“意见处理情况”中按采纳、部分采纳、未采纳等分别填写条数",
        )


@rule("PUB-18", "PRACTICE", AdoptionStatement, severity=Severity.REASON)
def what_is_not_adopted_has_a_reason(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """未采纳或者部分采纳的意见应当说明理由。"""
    silent = [str(o.no) for o in case.opinions if o.outcome in NEEDS_REASON and not o.reason]
    if silent:
        yield Wrong(f"第{'、'.join(silent[:10])}条意见未采纳或者部分采纳，没有理由", "逐条填写理由")
    counts = record.counts.by_outcome()
    left = sum(counts[outcome] for outcome in NEEDS_REASON)
    if left and not case.opinions and not record.main_reasons and record.form_no > 1:
        yield Wrong(
            f"有{left}条意见未采纳或者部分采纳，没有意见表，也没有写明原因",
            "附意见表，逐条写明理由；或者填写“较集中意见未采纳的原因”",
        )


def _submissions(record: AdoptionStatement) -> tuple[int, bool]:
    """Submissions as far as they are known, and whether some are not."""
    told = [r.submissions for r in record.received]
    return sum(n for n in told if n is not None), None in told


@rule("PUB-19", "DERIVED", AdoptionStatement, may_demand=("counts",))
def the_numbers_add_up(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """意见条数等于各处理结果之和，并与意见表一致（单位：条，不是人次，也不是件）。"""
    stated, counts = record.counts.points, record.counts.by_outcome()
    total = sum(counts.values())
    submissions, unknown = _submissions(record)
    if (submissions or unknown) and not total:
        said = f"收到{submissions}件" if submissions else "收到意见（件数不明）"
        yield Wrong(f"{said}，没有写明任何处理结果", "逐条归类后填写“意见处理情况”")
    if stated is not None and stated != total:
        parts = "＋".join(f"{o.value}{n}" for o, n in counts.items() if n) or "0"
        yield Wrong(
            f"意见共{stated}条，处理结果合计{total}条（{parts}），相差{abs(stated - total)}条",
            "补全未说明的意见，或者核对数字",
        )
    yield from _not_as_in_the_table(counts, case.opinions)
    if record.none_received and not _nothing_came(record, case):
        yield Wrong("既写未收到意见，又登记了意见", "请核对")


def _not_as_in_the_table(
    counts: Mapping[Outcome, int], opinions: tuple[Opinion, ...]
) -> Iterator[Wrong]:
    """Where the stated counts and the rows differ; rows of no known number are a least number."""
    rows, open_ended = tally(opinions), untold(opinions)
    for outcome in Outcome if opinions else ():
        least = outcome in open_ended
        if counts[outcome] < rows[outcome] or (counts[outcome] > rows[outcome] and not least):
            yield Wrong(
                f"“{outcome.value}”写{counts[outcome]}条，意见表{'至少' if least else ''}为{rows[outcome]}条",
                "以意见表为准核对数字",
            )


@rule("PUB-20", "DERIVED", AdoptionStatement, severity=Severity.WARN)
def zero_opinions_are_said(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """没有收到意见的，宜明确写明“未收到意见”，不留空。"""
    if _nothing_came(record, case) and not record.none_received:
        yield Wrong("没有任何意见，也没有写明未收到意见", "确认未收到意见的，勾选“未收到意见”")


@rule("PUB-42", "PRACTICE", AdoptionStatement, severity=Severity.REASON)
def what_is_absorbed_says_what_was_changed(
    record: AdoptionStatement, case: Case
) -> Iterator[Wrong]:
    """吸收采纳的意见，写明承办单位怎样另行修改。"""
    silent = [str(o.no) for o in case.opinions if o.outcome is Outcome.ABSORBED and not o.reason]
    if silent:
        yield Wrong(
            f"第{'、'.join(silent[:10])}条意见吸收采纳，没有写明怎样修改",
            "在“理由”中写明另行修改了什么",
        )
    if record.counts.absorbed and not case.opinions and not record.draft_changes:
        yield Wrong(
            f"有{record.counts.absorbed}条意见吸收采纳，没有意见表，也没有写明草案怎样修改",
            "附意见表，逐条写明；或者填写“草案修改情况”",
        )


@rule("PUB-41", "713-18;PRACTICE", AdoptionStatement, severity=Severity.REASON)
def counts_come_with_their_opinions(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """归纳整理的意见附意见表，每条一行；只有条数的（例如从已公布的情况整理），说明理由。"""
    total = sum(record.counts.by_outcome().values())
    if total and not case.opinions:
        yield Wrong(
            f"有{total}条意见，没有意见表",
            "附意见采纳情况表，每条意见一行；只有条数的，说明理由（规则编号 PUB-41）",
        )


def _nothing_came(record: AdoptionStatement, case: Case) -> bool:
    submissions, unknown = _submissions(record)
    return not (submissions or unknown or case.opinions or record.counts.points)


@rule("PUB-21", "要点2024-11;PRACTICE", Publication)
def the_adoption_is_public_before_the_decision(record: Publication, case: Case) -> Iterator[Wrong]:
    """意见采纳情况应当先于决策或者与决策同时公布。"""
    if lifecycle.exempted(case.dossier, "consultation"):
        return
    adoption = case.dossier.latest(AdoptionStatement)
    if adoption is None:
        yield Wrong("没有意见采纳情况", "请先登记“意见采纳情况”")
    elif adoption.published_on and adoption.published_on > record.published_on:
        yield Wrong(f"意见采纳情况公布于{adoption.published_on}，晚于决策公布", "先公布采纳情况")


@rule("PUB-23", "DERIVED", Submission, severity=Severity.WARN)
def a_changed_draft_goes_round_again(record: Submission, case: Case) -> Iterator[Wrong]:
    """征求意见后草案有修改的，写明修改情况；有实质性变化的，宜再次征求意见。"""
    notice, adoption = case.dossier.latest(Notice), case.dossier.latest(AdoptionStatement)
    asked = _drafts(notice)
    if adoption is None or not asked or not _drafts(record) - asked:
        return
    if adoption.material_change:
        yield Wrong("草案有实质性变化，没有再次征求意见", "考虑对修改后的草案再次征求意见")
    elif not adoption.draft_changes:
        yield Wrong(
            "送审的草案与征求意见的草案不同，没有写明修改情况",
            "更正“意见采纳情况”，填写“草案修改情况”；有实质性变化的，考虑再次征求意见",
        )


def _drafts(record: Record | None) -> set[str]:
    documents = record.documents if record else ()
    return {d.digest for d in documents if d.kind is DocumentKind.DRAFT}


@rule("PUB-26", "DERIVED", AdoptionStatement, severity=Severity.WARN)
def feedback_is_given_within_a_month(record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """征集结束后一个月内公开反馈。"""
    closed, days = (
        closing_day(case.dossier),
        case.parameter("feedback_days", closing_day(case.dossier)),
    )
    if closed and days and record.published_on and (record.published_on - closed).days > days:
        late = (record.published_on - closed).days
        yield Wrong(f"采纳情况在征求意见结束后第{late}日公布", "说明延迟的原因")
