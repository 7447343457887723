"""DEC: collective decision and attendance."""

from collections.abc import Iterator
from datetime import date

from catalog import lifecycle
from catalog.annual import AuthorityKind
from catalog.findings import Severity
from catalog.record import DocumentKind
from catalog.rules.base import Case, Wrong, gate, rule
from catalog.stages import applicability
from catalog.stages.decision import Meeting, MeetingKind, MeetingPackage
from catalog.stages.disclosure import Publication
from catalog.stages.legality_review import LegalityOpinion
from catalog.states import MeetingOutcome

gate(
    "DEC-16",
    "713-30",
    stage="decision",
    before=("disclosure",),
    says="未经集体讨论决定的，不得作为决策公布。",
)

WITHOUT_GOING_AHEAD = {
    MeetingOutcome.DISCUSS_AGAIN,
    MeetingOutcome.DEFERRED,
    MeetingOutcome.REJECTED,
}

STANDS_FOR_THEM = {
    AuthorityKind.DEPARTMENT: (MeetingKind.DIRECTORS,),
    AuthorityKind.TOWNSHIP: (MeetingKind.TOWN_HEADS,),
}

PAPERS_OF = {
    "consultation": DocumentKind.OPINION_TABLE,
    "expert_review": DocumentKind.EXPERT_ADOPTION,
    "risk_assessment": DocumentKind.RISK_REPORT,
}


@rule("DEC-01", "713-29", MeetingPackage, demands=("documents",))
def the_package_is_complete(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """提请审议应当报送草案、公众和专家意见研究采纳情况、风险评估报告、合法性审查意见等材料。"""
    performed = [k for s, k in PAPERS_OF.items() if lifecycle.exempted(case.dossier, s) is None]
    for kind in (DocumentKind.DRAFT, DocumentKind.LEGALITY_OPINION, *performed):
        if not record.has(kind):
            yield Wrong(f"上会材料缺少“{kind.value}”", f"补充{kind.value}")
    stages = (*PAPERS_OF.items(), ("legality_review", DocumentKind.LEGALITY_OPINION))
    for stage, kind in stages:
        put = {d.digest for d in record.documents if d.kind is kind}
        if put and put <= _outdated(case, stage, kind):
            yield Wrong(f"上会材料中的“{kind.value}”是上一轮的", "换成本轮的材料")


def _outdated(case: Case, stage: str, kind: DocumentKind) -> set[str]:
    """Papers of a kind that were filed in earlier rounds of a stage, and not in this one."""
    now, current, earlier = case.dossier.round_of(stage), set[str](), set[str]()
    for entry in case.dossier.entries:
        if entry.stage == stage:
            (current if entry.round == now else earlier).update(
                d.digest for d in entry.record.documents if d.kind is kind
            )
    return earlier - current


@rule("DEC-02", "713-30(1)", Meeting)
def the_meeting_may_decide(record: Meeting, case: Case) -> Iterator[Wrong]:
    """决策草案应当经决策机关常务会议或者全体会议讨论（部门为局长办公会议，乡镇、街道为镇长、主任办公会议）。"""
    kind = case.authority.kind if case.authority else AuthorityKind.DEPARTMENT
    allowed = {MeetingKind.EXECUTIVE, MeetingKind.PLENARY, *STANDS_FOR_THEM.get(kind, ())}
    if record.kind not in allowed:
        names = "、".join(k.value for k in MeetingKind if k in allowed)
        yield Wrong(f"“{record.kind.value}”不能作出重大行政决策", f"应提交{names}讨论")


@rule("DEC-03", "PRACTICE", MeetingPackage, severity=Severity.WARN)
def the_procedure_is_reported(record: MeetingPackage, _case: Case) -> Iterator[Wrong]:
    """承办单位向会议报告履行决策程序的情况。"""
    if not record.has(DocumentKind.PROCEDURE_STATEMENT):
        yield Wrong("上会材料没有“履行法定程序的说明”", "补充履行法定程序的说明")


@rule("DEC-04", "713-30(2)", Meeting, demands=("head_spoke_last",))
def the_head_speaks_last(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """行政首长应当在会议组成人员发表意见后最后发表意见。"""
    if not record.head_spoke_last:
        yield Wrong("没有记载行政首长最后发表意见", "核对会议记录；程序不符的，重新讨论")


@rule("DEC-05", "713-30(2)", Meeting, demands=("head_with_majority",), may_demand=("head_reason",))
def a_head_against_the_majority_gives_reasons(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """行政首长拟作出的决定与多数人的意见不一致的，应当在会上说明理由。"""
    if record.head_with_majority is None:
        yield Wrong("没有记载决定是否与多数人意见一致", "填写“决定与多数人意见一致”")
    elif not record.head_with_majority and not record.head_reason:
        yield Wrong("决定与多数人意见不一致，没有说明理由", "填写会上说明的理由")


@rule("DEC-06", "713-30(3)", Meeting, demands=("documents",), may_demand=("dissents",))
def the_minutes_are_on_file(record: Meeting, case: Case) -> Iterator[Wrong]:
    """集体讨论决定情况应当如实记录，不同意见应当如实载明，不得以更正删改。"""
    if not record.has(DocumentKind.MINUTES):
        yield Wrong("没有附会议记录", "附上会议记录（存档，不公开）")
    if record.head_with_majority is False and not record.dissents and record.form_no > 1:
        yield Wrong("决定与多数人意见不一致，没有登记不同意见", "逐条登记“不同意见”")
    held = case.dossier.correctable(case.step_id) if case.corrects else None
    told = held.record.dissents if held and isinstance(held.record, Meeting) else ()
    gone = [d.speaker for d in told if d not in record.dissents]
    if gone:
        yield Wrong(
            f"更正删改了{'、'.join(gone)}的不同意见",
            "不同意见照录；补充的另起一条，不改动已经登记的",
        )


@rule("DEC-08", "713-31", Publication, demands=("party_reported_on",))
def the_party_committee_is_told_first(record: Publication, _case: Case) -> Iterator[Wrong]:
    """重大行政决策出台前应当按照规定向同级党委请示报告。"""
    if record.party_reported_on is None:
        yield Wrong("没有登记向同级党委（党组）请示报告的日期", "补充请示报告日期")
    elif record.party_reported_on > _issued_on(record):
        yield Wrong(
            f"请示报告于{record.party_reported_on}，文件成文于{_issued_on(record)}，已经出台",
            "应在出台（成文）前请示报告，请核对日期",
        )


def _issued_on(record: Publication) -> date:
    """The day on which the decision was issued (出台): of the document, not of the website.

    Forms before the second were held against the day of publication.
    """
    return (record.formed_on if record.form_no > 1 else None) or record.published_on


@rule(
    "DEC-09", "DERIVED", Meeting, demands=("outcome",), may_demand=("outcome_reason", "amendments")
)
def the_outcome_is_recorded(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """会议应当有明确的审议结论；没有通过的应当说明理由，修改后通过的写明修改了什么。"""
    if record.outcome is None:
        yield Wrong("没有审议结论", "选择通过、修改后通过、再次讨论、暂缓或者不通过")
    elif record.outcome in WITHOUT_GOING_AHEAD and not record.outcome_reason:
        yield Wrong(f"审议结论为{record.outcome.value}，没有理由", "填写理由")
    elif (
        record.outcome is MeetingOutcome.PASSED_AMENDED
        and not record.amendments
        and record.form_no > 1
    ):
        yield Wrong("审议结论为修改后通过，没有写明修改了什么", "填写“会议对草案的修改”")


@rule("DEC-15", "713-8", Publication, severity=Severity.REASON)
def the_congress_is_told_first(record: Publication, case: Case) -> Iterator[Wrong]:
    """属于本级人大及其常委会讨论决定或者应当在出台前报告的，按照有关规定办理。"""
    package, asked = (
        case.dossier.latest(MeetingPackage),
        applicability.questions(case.dossier).congress,
    )
    basis = (package.congress_basis if package else "") or (
        asked.reason if asked and asked.yes else ""
    )
    if not basis:
        return
    if record.congress_reported_on is None:
        yield Wrong(
            f"应当提请人大讨论决定或者报告（{basis}），没有登记日期",
            "填写“向人大常委会报告日期”，或者说明理由（规则编号 DEC-15）",
        )
    elif record.congress_reported_on > _issued_on(record):
        yield Wrong(
            f"向人大报告于{record.congress_reported_on}，文件成文于{_issued_on(record)}，已经出台",
            "应在出台（成文）前办理，请核对日期",
        )


@rule("DEC-17", "713-25(1)", Meeting)
def the_meeting_follows_the_review(record: Meeting, case: Case) -> Iterator[Wrong]:
    """会议日期不早于合法性审查意见的日期。"""
    opinion = case.dossier.latest(LegalityOpinion)
    if opinion and record.held_on < opinion.issued_on:
        yield Wrong(
            f"会议于{record.held_on}召开，合法性审查意见出具于{opinion.issued_on}",
            "会议不能早于合法性审查；请核对日期，程序不符的重新讨论",
        )


@rule("DEC-23", "713-37", Meeting)
def what_was_published_is_not_undone_by_a_correction(
    record: Meeting, case: Case
) -> Iterator[Wrong]:
    """依法作出的决策未经法定程序不得随意变更或者停止执行，不能以更正审议结论代替。"""
    published = case.dossier.latest(Publication)
    if case.corrects and published and not record.passed:
        yield Wrong(
            f"决策已于{published.published_on}公布，不能把审议结论更正为没有通过",
            "需要变更或者停止执行的，登记“变更或者停止执行”",
        )


@rule("DEC-18", "713-30;DERIVED", Meeting)
def one_meeting_forms_the_decision(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """两个以上机关共同决定的，写明以哪一次会议形成决策。"""
    forming = [m.body for m in record.others if m.forms_decision]
    if len(forming) > 1:
        yield Wrong(
            f"{'、'.join(forming)}的会议都写作形成决策的会议",
            "只保留一个；都不选的，以本次会议形成决策",
        )


@rule("DEC-22", "713-29;DERIVED", Meeting)
def the_meeting_follows_the_package(record: Meeting, case: Case) -> Iterator[Wrong]:
    """会议日期不早于提请审议的日期。"""
    package = case.dossier.latest(MeetingPackage)
    if package and record.held_on < package.submitted_on:
        yield Wrong(
            f"会议于{record.held_on}召开，提请审议于{package.submitted_on}", "请核对两个日期"
        )


@rule("DEC-19", "713-25(2)", MeetingPackage)
def the_package_follows_the_opinion(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """提请审议不早于合法性审查意见。"""
    opinion = case.dossier.latest(LegalityOpinion)
    if opinion and record.submitted_on < opinion.issued_on:
        yield Wrong(
            f"提请审议于{record.submitted_on}，合法性审查意见出具于{opinion.issued_on}",
            "请核对日期；程序不符的，重新提请",
        )
