"""LEG: legality review."""

from collections.abc import Iterator

from catalog import clock, lifecycle
from catalog.findings import Severity
from catalog.record import DocumentKind
from catalog.rules.base import Case, Wrong, gate, rule
from catalog.stages.consultation import closing_day
from catalog.stages.decision import Meeting, MeetingPackage
from catalog.stages.legality_review import Conclusion, LegalityOpinion, ReviewForm, Submission
from catalog.successions import names

gate(
    "LEG-01",
    "713-25(2)",
    stage="legality_review",
    before=("decision",),
    says="未经合法性审查或者经审查不合法的，不得提交决策机关讨论。",
)

HEADS = {
    "within_powers": "是否符合法定权限",
    "procedure_followed": "是否履行法定程序",
    "content_lawful": "内容是否合法",
}


@rule("LEG-02", "713-25(2)", LegalityOpinion)
def a_reform_exception_states_its_risk(record: LegalityOpinion, _case: Case) -> Iterator[Wrong]:
    """对国家尚无明确规定的探索性改革决策事项，可以明示法律风险，提交决策机关讨论。"""
    if not (record.exploratory and record.conclusion is Conclusion.UNLAWFUL):
        return
    if not record.legal_risk:
        yield Wrong("按探索性改革事项提交，没有明示法律风险", "填写“明示的法律风险”")
    if record.form_no > 1 and not record.no_rule_yet:
        yield Wrong(
            "按探索性改革事项提交，没有说明国家尚无明确规定",
            "填写“国家尚无明确规定的说明”；国家已有规定的，不属于探索性改革事项，不能提请讨论",
        )
    if record.form_no > 1 and record.within_powers is False:
        yield Wrong(
            "不符合法定权限，不能按探索性改革事项提交", "取消“探索性改革事项”，退回承办单位"
        )


@rule("LEG-03", "713-25(1)", LegalityOpinion)
def a_comment_is_not_a_review(record: LegalityOpinion, _case: Case) -> Iterator[Wrong]:
    """不得以征求意见等方式代替合法性审查。"""
    if record.form is ReviewForm.COMMENT:
        yield Wrong("征求意见的复函不能代替合法性审查", "请出具合法性审查意见")


@rule("LEG-04", "713-26(1)", Submission, demands=("documents",))
def the_submission_is_complete(record: Submission, _case: Case) -> Iterator[Wrong]:
    """送审应当提供决策草案、有关依据和履行决策法定程序的说明。"""
    wanted = (DocumentKind.DRAFT, DocumentKind.BASES, DocumentKind.PROCEDURE_STATEMENT)
    for kind in wanted:
        if not record.has(kind):
            yield Wrong(f"送审材料缺少“{kind.value}”", f"补充{kind.value}")


@rule("LEG-05", "713-26(2)", Submission, severity=Severity.REASON, wants=("due_on",))
def seven_working_days_are_given(record: Submission, case: Case) -> Iterator[Wrong]:
    """保证必要的审查时间，一般不少于7个工作日。"""
    days = case.parameter("legality_review_working_days")
    if not days:
        return
    if record.due_on is None:
        yield Wrong("没有写明要求完成的日期", f"请写明，不早于{_earliest(record, days)}")
    elif clock.working_days_between(record.submitted_on, record.due_on) < days:
        given = clock.working_days_between(record.submitted_on, record.due_on)
        yield Wrong(
            f"只留了{given}个工作日（{record.submitted_on}至{record.due_on}），一般不少于{days}个工作日",
            f"要求完成日期不早于{_earliest(record, days)}，或者说明理由（规则编号 LEG-05）",
        )


def _earliest(record: Submission, days: int) -> str:
    return clock.add_working_days(record.submitted_on, days).end.isoformat()


@rule(
    "LEG-06",
    "713-27",
    LegalityOpinion,
    demands=("within_powers", "procedure_followed", "content_lawful"),
)
def the_opinion_covers_three_heads(record: LegalityOpinion, _case: Case) -> Iterator[Wrong]:
    """合法性审查的内容包括权限、程序和内容三个方面。"""
    for name, head in HEADS.items():
        if getattr(record, name) is None:
            yield Wrong(f"没有审查{head}", f"补充{head}的结论")
        elif record.conclusion is Conclusion.LAWFUL and getattr(record, name) is False:
            yield Wrong(f"{head}一项为“否”，结论却是合法", "核对各项与结论")
    if record.conclusion is Conclusion.LAWFUL_IF_AMENDED and record.within_powers is False:
        yield Wrong(
            "不符合法定权限，结论却是修改后合法",
            "超越权限的，结论选不合法；修改后不再超越权限的，修改后再次送审",
        )


@rule("LEG-07", "713-28", LegalityOpinion, demands=("lawyer_heard",), may_demand=("documents",))
def lawyers_are_heard(record: LegalityOpinion, _case: Case) -> Iterator[Wrong]:
    """应当组织法律顾问、公职律师提出法律意见；提交审议的，附上该意见。"""
    if not record.lawyer_heard:
        yield Wrong("没有听取法律顾问或者公职律师的意见", "听取意见后登记")
    elif record.passes and not record.has(DocumentKind.LAWYER_OPINION):
        yield Wrong("没有附法律顾问或者公职律师的意见", "附上该意见（存档，不公开）")


@rule("LEG-08", "713-28", MeetingPackage, may_demand=("responses",))
def review_comments_are_answered(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """决策承办单位应当根据合法性审查意见对草案进行调整或者补充。"""
    opinion = case.dossier.latest(LegalityOpinion)
    comments = opinion.responses if opinion else ()
    answered = {r.comment for r in record.responses if r.response}
    for n, said in enumerate(comments, 1):
        if not said.response and said.comment not in answered:
            yield Wrong(
                f"第{n}条合法性审查意见没有研究采纳情况",
                "在上会材料的“合法性审查意见研究采纳情况”中照录该条意见，填写研究采纳情况",
            )
    # The opinion may keep its comments in the paper alone; that the draft was amended, and how, is
    # the undertaking unit's to say, and without it 修改后合法 would pass unamended.
    if_amended = opinion and opinion.conclusion is Conclusion.LAWFUL_IF_AMENDED
    if if_amended and not comments and not answered:
        yield Wrong(
            "审查结论为修改后合法，没有写明作了哪些修改", "填写“合法性审查意见研究采纳情况”"
        )


@rule("LEG-09", "713-25(2);713-28;DERIVED", MeetingPackage, may_demand=("amended_draft",))
def the_draft_is_the_reviewed_one(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """提请审议的草案，是审查过的那一份，或者按审查意见修改、指明了的那一份。"""
    opinion, submission = case.dossier.latest(LegalityOpinion), case.dossier.latest(Submission)
    if opinion is None or submission is None:
        return
    reviewed = {d.digest for d in submission.documents if d.kind is DocumentKind.DRAFT}
    put = {d.digest for d in record.documents if d.kind is DocumentKind.DRAFT}
    if not (reviewed and put) or reviewed & put:
        return
    if opinion.conclusion is Conclusion.LAWFUL_IF_AMENDED:
        if record.form_no > 1 and record.amended_digest not in put:
            yield Wrong(
                "提请审议的草案不是审查过的那一份，也没有指明是按审查意见修改的那一份",
                "在“按审查意见修改的草案”中照录该草案的标题或者SHA-256",
            )
    elif opinion.conclusion is Conclusion.LAWFUL or record.form_no > 1:
        yield Wrong("提请审议的草案不是审查过的那一份", "提交审查过的草案，或者把新草案再次送审")


@rule("LEG-13", "713-25(2);713-28;DERIVED", Meeting, may_demand=("draft",), form=3)
def what_is_decided_was_reviewed(record: Meeting, case: Case) -> Iterator[Wrong]:
    """上会的草案有几份的，审议的那一份是审查过的，或者按审查意见修改、指明了的。"""
    submission, package = case.dossier.latest(Submission), case.dossier.latest(MeetingPackage)
    if submission is None or package is None:
        return
    reviewed, put = (
        {d.digest for d in told.documents if d.kind is DocumentKind.DRAFT}
        for told in (submission, package)
    )
    if reviewed and record.draft in put - reviewed - {package.amended_digest}:
        yield Wrong(
            "审议的草案没有经过合法性审查", "审议审查过的草案；新的草案再次送审，审查后再提请审议"
        )


@rule("LEG-10", "DERIVED", LegalityOpinion, severity=Severity.WARN)
def the_reviewer_is_not_the_drafter(record: LegalityOpinion, case: Case) -> Iterator[Wrong]:
    """审查部门与起草单位分开。"""
    submission = case.dossier.latest(Submission)
    drafters = (case.item.lead_unit, submission.unit if submission else "")
    known = {*names(filter(None, drafters), case.dossier.reforms)}
    if not record.reviewer:
        yield Wrong("没有写明审查部门", "填写“审查部门”")
    elif known & {*names((record.reviewer,), case.dossier.reforms)}:
        yield Wrong(f"审查部门与承办单位同为{record.reviewer}", "由负责合法性审查的部门审查")


@rule("LEG-11", "713-26(1)", Submission)
def the_consultation_is_over(record: Submission, case: Case) -> Iterator[Wrong]:
    """征求意见期限届满后方可送审。"""
    closes = closing_day(case.dossier)
    if (
        closes
        and not lifecycle.exempted(case.dossier, "consultation")
        and record.submitted_on <= closes
    ):
        yield Wrong(
            f"送审于{record.submitted_on}，征求意见至{closes}方才截止", "请核对送审日期，届满后送审"
        )


@rule("LEG-12", "DERIVED", LegalityOpinion)
def the_opinion_follows_the_submission(record: LegalityOpinion, case: Case) -> Iterator[Wrong]:
    """合法性审查意见不早于送审。"""
    submission = case.dossier.latest(Submission)
    if submission and record.issued_on < submission.submitted_on:
        yield Wrong(
            f"审查意见出具于{record.issued_on}，送审于{submission.submitted_on}", "请核对两个日期"
        )
