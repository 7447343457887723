"""EXE: execution, change and evaluation of a decision that has been published."""

from collections.abc import Iterator

from catalog import lifecycle
from catalog.annual import AuthorityLevel
from catalog.bodies import is_institution, same
from catalog.findings import Severity
from catalog.record import AmendmentKind
from catalog.rules.base import Case, Wrong, rule
from catalog.stages import STAGES
from catalog.stages.disclosure import (
    DecisionChange,
    ExecutionReport,
    Procedure,
    Publication,
    Retention,
)
from catalog.stages.evaluation import Evaluation
from catalog.stages.expert_review import ExpertReview, ReviewMode
from catalog.stages.risk_assessment import RiskAssessment
from catalog.states import ChangeKind
from catalog.successions import names

RE_ENTERED = (
    "consultation",
    "expert_review",
    "risk_assessment",
    "legality_review",
    "decision",
)
"""The statutory steps that a major adjustment goes through again."""

DELEGATES = ("人大", "政协", "人民团体", "基层组织", "社会组织")
PUBLIC = ("公众", "群众", "市民", "居民", "村民")


@rule("EXE-01", "713-34", Publication, demands=("executing_unit",))
def the_executing_unit_is_named(record: Publication, _case: Case) -> Iterator[Wrong]:
    """应当明确负责重大行政决策执行工作的单位。"""
    if not record.executing_unit:
        yield Wrong("没有写明执行单位", "填写“执行单位”")


@rule("EXE-02", "713-34", ExecutionReport, Evaluation, severity=Severity.WARN)
def execution_is_reported_in_rhythm(
    record: ExecutionReport | Evaluation, case: Case
) -> Iterator[Wrong]:
    """决策执行单位应当向决策机关报告决策执行情况；间隔不宜超过设定的天数。"""
    now = record.reported_on if isinstance(record, ExecutionReport) else record.evaluated_on
    published = case.dossier.latest(Publication)
    if published is None:
        return
    told = [r.reported_on for r in case.dossier.every(ExecutionReport) if r.reported_on <= now]
    last = max([published.effective_on or published.published_on, *told])
    days = case.parameter("execution_report_days", last)
    if days and (now - last).days > days:
        yield Wrong(f"{last}以后超过{days}日没有执行情况报告", "补充登记执行情况报告")


@rule("EXE-03", "713-35", ExecutionReport, severity=Severity.WARN)
def problems_are_reported_without_delay(record: ExecutionReport, case: Case) -> Iterator[Wrong]:
    """发现决策存在问题、客观情况发生重大变化的，应当及时报告。"""
    if not record.problem:
        return
    if record.found_on is None:
        yield Wrong("没有写明问题的发现日期", "填写“发现日期”")
        return
    # 及时 has no number of days; a problem that an earlier report kept silent is late by any.
    for earlier in case.dossier.every(ExecutionReport):
        if record.found_on <= earlier.reported_on < record.reported_on and not earlier.problem:
            yield Wrong(
                f"问题发现于{record.found_on}，{earlier.reported_on}的报告没有提及",
                "说明没有及时报告的原因",
            )
            return


@rule("EXE-04", "713-36(1)", ExecutionReport, severity=Severity.WARN)
def a_trigger_leads_to_a_proposal(record: ExecutionReport, _case: Case) -> Iterator[Wrong]:
    """明显未达到预期效果或者社会提出较多意见的，可以组织决策后评估。"""
    hits = {"明显未达到预期效果": record.far_below, "社会提出较多意见": record.many_opinions}
    hit = [name for name, there in hits.items() if there]
    if hit and not record.evaluation_proposed:
        yield Wrong(f"{'，'.join(hit)}，没有对决策后评估的建议", "写明是否建议组织决策后评估及理由")


@rule("EXE-05", "713-36(2)", Evaluation)
def an_entrusted_evaluator_is_new(record: Evaluation, case: Case) -> Iterator[Wrong]:
    """委托第三方评估的，决策作出前承担主要论证评估工作的单位除外。"""
    if not record.entrusted:
        return
    assessed = case.dossier.latest(RiskAssessment)
    if assessed and not (assessed.assessor or assessed.reused):
        yield Wrong("风险评估没有写明评估主体，无法核对", "先更正风险评估报告，填写“评估主体”")
    earlier = [a.assessor for a in case.dossier.every(RiskAssessment)]
    earlier += [who for r in case.dossier.every(ExpertReview) for who in _reviewing_units(r)]
    known = (*names(earlier, case.dossier.reforms),)
    if any(same(record.evaluator, who) for who in known):
        yield Wrong(f"{record.evaluator}在决策前承担过论证或者评估", "委托另一家单位评估")


def _reviewing_units(review: ExpertReview) -> Iterator[str]:
    """The bodies that did the reviewing: not the university at which an expert teaches, but who was
    entrusted with the work, or signs as a body."""
    entrusted = review.mode is ReviewMode.ENTRUSTED
    for expert in review.experts:
        if is_institution(expert.name):
            yield expert.name
        elif entrusted and expert.unit:
            yield expert.unit


@rule("EXE-06", "713-36(3)", Evaluation, severity=Severity.WARN)
def the_public_and_delegates_take_part(record: Evaluation, _case: Case) -> Iterator[Wrong]:
    """评估应当注重听取社会公众的意见，吸收人大代表、政协委员、人民团体、基层组织、社会组织参与。"""
    wanted = {"听取社会公众意见": PUBLIC, "人大代表、政协委员等参与": DELEGATES}
    for what, words in wanted.items():
        if not any(word in who for who in record.participants for word in words):
            yield Wrong(
                f"参与评估的人员类别中看不出{what}", "补充“参与评估的人员类别”，或者说明理由"
            )


@rule("EXE-07", "闵20-2;PRACTICE", DecisionChange)
def an_end_date_calls_for_an_evaluation(record: DecisionChange, case: Case) -> Iterator[Wrong]:
    """决策定有期限的，未经决策后评估不得提请决定继续、调整或者停止执行（按设定适用）。"""
    published = case.dossier.latest(Publication)
    urgent = record.change in {ChangeKind.SUSPENDED, ChangeKind.RESUMED}
    if published is None or published.expires_on is None or urgent:
        return
    if not case.parameter("evaluation_at_expiry"):
        return
    evaluated = case.dossier.latest(Evaluation)
    if evaluated is None or evaluated.evaluated_on > record.decided_on:
        yield Wrong(
            f"决策有效期至{published.expires_on}，尚未开展决策后评估", "先登记评估报告，再作决定"
        )


@rule(
    "EXE-08",
    "713-37",
    DecisionChange,
    Publication,
    demands=("decided_by",),
    may_demand=("procedure", "again", "not_again"),
)
def nothing_is_changed_without_procedure(
    record: DecisionChange | Publication, case: Case
) -> Iterator[Wrong]:
    """未经法定程序不得随意变更或者停止执行；情况紧急的，行政首长可以先决定中止执行。"""
    if isinstance(record, Publication):
        if _published_anew(case) and not _changes(case):
            yield Wrong("决策已经公布，没有登记变更决定，不能再次公布", "先登记“变更或者停止执行”")
        return
    if not record.decided_by:
        yield Wrong("没有写明由谁决定", "填写“决定机关”；紧急中止的写明行政首长职务")
    if record.change is ChangeKind.REOPENED and record.form_no > 1:
        yield from _not_said_what_is_done_again(record)
    without = {ChangeKind.SUSPENDED, ChangeKind.REOPENED}
    if record.change not in without and not record.procedure:
        yield Wrong(f"{record.change.value}没有写明履行的程序", "填写“履行的程序”")


ALWAYS = (Procedure.LEGALITY_REVIEW, Procedure.DECISION)
"""Without these no draft becomes a decision (713-25, 30), whatever else concerns the adjustment."""


def _not_said_what_is_done_again(record: DecisionChange) -> Iterator[Wrong]:
    lacking = [p.value for p in ALWAYS if p not in record.again]
    if not record.again:
        yield Wrong("重大调整没有写明重新履行哪些法定程序", "填写“重新履行的法定程序”")
    elif lacking:
        yield Wrong(
            f"重新履行的程序中没有{'、'.join(lacking)}", "未经合法性审查和集体讨论，不能作出调整"
        )
    left = [p.value for p in Procedure if p not in record.again]
    if record.again and left and not record.not_again:
        yield Wrong(f"没有写明为什么不再履行{'、'.join(left)}", "填写“其余程序不再履行的理由”")


def _to_be_done_again(changes: list[tuple[int, DecisionChange]]) -> Iterator[str]:
    """The stages that the last major adjustment goes through; forms before the second: every one."""
    last = next(c for _, c in reversed(changes) if c.change is ChangeKind.REOPENED)
    for slug in RE_ENTERED:
        if last.form_no == 1 or Procedure[slug.upper()] in last.again:
            yield slug


@rule("EXE-09", "713-37", Publication)
def a_major_adjustment_starts_again(_record: Publication, case: Case) -> Iterator[Wrong]:
    """需要作出重大调整的，应当依照条例重新履行相关法定程序：决定重大调整时写明的程序。"""
    since = [seq for seq, c in _changes(case) if c.change is ChangeKind.REOPENED]
    if not (since and _published_anew(case)):
        return
    dossier = case.dossier
    for slug in _to_be_done_again(_changes(case)):
        now = dossier.round_of(slug)
        begun = min(
            (e.seq for e in dossier.entries if (e.stage, e.round) == (slug, now)), default=0
        )
        if begun < since[0] and lifecycle.exempted(dossier, slug) is None:
            title = STAGES[slug].title
            yield Wrong(f"重大调整后没有重新办理“{title}”", f"请再次办理“{title}”")


def _published_anew(case: Case) -> bool:
    return case.amends is not None and case.amends.kind is AmendmentKind.NEW_ROUND


def _changes(case: Case) -> list[tuple[int, DecisionChange]]:
    """Changes of the decision last published, by their place in the ledger."""
    entries, round_ = case.dossier.entries, case.dossier.round_of("disclosure")
    return [
        (e.seq, e.record)
        for e in entries
        if isinstance(e.record, DecisionChange) and e.round == round_
    ]


@rule("EXE-12", "档案条例-20", Publication, severity=Severity.WARN)
def retention_is_settled(record: Publication, case: Case) -> Iterator[Wrong]:
    """确定档案的保管期限；永久保管的按机关的层级确定移交进馆的日期：省、设区的市级满20年，县级满10年。"""
    if record.retention is None:
        yield Wrong("没有确定保管期限", "填写“保管期限”")
    level = case.authority.level if case.authority else None
    county = level is AuthorityLevel.COUNTY
    years = (
        case.parameter("archive_transfer_years_county")
        if county
        else case.parameter("archive_transfer_years")
    )
    if not years or record.formed_on is None:
        return
    last = record.formed_on.year + years
    if record.transfer_on and record.transfer_on.year > last:
        yield Wrong(
            f"移交日期{record.transfer_on}晚于形成后满{years}年（{last}年）", "请核对移交日期"
        )
    elif record.retention is Retention.PERMANENT and record.form_no > 1 and not record.transfer_on:
        yield Wrong(f"永久保管的没有移交进馆的日期，至迟{last}年", "填写“移交进馆日期”")


@rule("EXE-14", "DERIVED", ExecutionReport, DecisionChange, Evaluation)
def the_decision_is_published_first(
    record: ExecutionReport | DecisionChange | Evaluation, case: Case
) -> Iterator[Wrong]:
    """执行报告、变更和评估的日期不早于公布日期。"""
    match record:
        case ExecutionReport():
            on = record.reported_on
        case DecisionChange():
            on = record.decided_on
        case Evaluation():
            on = record.evaluated_on
    published = case.dossier.latest(Publication)
    if published and on < published.published_on:
        yield Wrong(f"日期{on}早于决策公布（{published.published_on}）", "请核对日期")
