"""DEC: collective decision and attendance."""

from collections.abc import Iterator

from catalog.annual import AuthorityKind
from catalog.record import DocumentKind
from catalog.rules.base import Case, Severity, Wrong, gate, rule
from catalog.stages.decision import Meeting, MeetingKind, MeetingOutcome, MeetingPackage
from catalog.stages.disclosure import Publication
from catalog.stages.legality_review import LegalityOpinion

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


@rule("DEC-01", "713-29", MeetingPackage)
def the_package_is_complete(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """提请审议应当报送草案、公众和专家意见研究采纳情况、风险评估报告、合法性审查意见等材料。"""
    wanted = [DocumentKind.DRAFT, DocumentKind.LEGALITY_OPINION]
    for stage, kind in (
        ("consultation", DocumentKind.OPINION_TABLE),
        ("expert_review", DocumentKind.EXPERT_ADOPTION),
        ("risk_assessment", DocumentKind.RISK_REPORT),
    ):
        if case.dossier.exempted(stage) is None:
            wanted.append(kind)
    for kind in wanted:
        if not record.has(kind):
            yield Wrong(f"上会材料缺少“{kind.value}”", f"补充{kind.value}")


@rule("DEC-02", "713-30(1)", Meeting)
def the_meeting_may_decide(record: Meeting, case: Case) -> Iterator[Wrong]:
    """决策草案应当经决策机关常务会议或者全体会议讨论（部门为局长办公会议）。"""
    allowed = {MeetingKind.EXECUTIVE, MeetingKind.PLENARY}
    catalog = case.dossier.catalog
    if catalog is None or catalog.authority.kind is AuthorityKind.DEPARTMENT:
        allowed.add(MeetingKind.DIRECTORS)
    if record.kind not in allowed:
        names = "、".join(k.value for k in MeetingKind if k in allowed)
        yield Wrong(f"“{record.kind.value}”不能作出重大行政决策", f"应提交{names}讨论")


@rule("DEC-04", "713-30(2)", Meeting)
def the_head_speaks_last(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """行政首长应当在会议组成人员发表意见后最后发表意见。"""
    if not record.head_spoke_last:
        yield Wrong("没有记载行政首长最后发表意见", "核对会议记录；程序不符的，重新讨论")


@rule("DEC-05", "713-30(2)", Meeting)
def a_head_against_the_majority_gives_reasons(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """行政首长拟作出的决定与多数人的意见不一致的，应当在会上说明理由。"""
    if record.head_with_majority is None:
        yield Wrong("没有记载决定是否与多数人意见一致", "填写“决定与多数人意见一致”")
    elif not record.head_with_majority and not record.head_reason:
        yield Wrong("决定与多数人意见不一致，没有说明理由", "填写会上说明的理由")


@rule("DEC-06", "713-30(3)", Meeting)
def the_minutes_are_on_file(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """集体讨论决定情况应当如实记录，不同意见应当如实载明。"""
    if not record.has(DocumentKind.MINUTES):
        yield Wrong("没有附会议记录", "附上会议记录（存档，不公开）")


@rule("DEC-08", "713-31", Publication)
def the_party_committee_is_told_first(record: Publication, _case: Case) -> Iterator[Wrong]:
    """重大行政决策出台前应当按照规定向同级党委请示报告。"""
    if record.party_reported_on is None:
        yield Wrong("没有登记向同级党委（党组）请示报告的日期", "补充请示报告日期")
    elif record.party_reported_on > record.published_on:
        yield Wrong("请示报告晚于公布", "应在公布前请示报告，请核对日期")


@rule("DEC-09", "DERIVED", Meeting)
def the_outcome_is_recorded(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """会议应当有明确的审议结论；没有通过的应当说明理由。"""
    if record.outcome is None:
        yield Wrong("没有审议结论", "选择通过、修改后通过、再次讨论、暂缓或者不通过")
    elif record.outcome in WITHOUT_GOING_AHEAD and not record.outcome_reason:
        yield Wrong(f"审议结论为{record.outcome.value}，没有理由", "填写理由")


@rule("DEC-10", "80号;要点2024-18", Meeting, severity=Severity.WARN)
def representatives_sit_in(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """邀请利益相关方、公众代表等列席决策会议；没有邀请的说明理由。"""
    attendance = record.attendance
    if not attendance.representatives and not attendance.none_because:
        yield Wrong("没有公众代表列席情况，也没有说明理由", "登记列席代表，或者写明未安排的理由")


@rule("DEC-14", "PIPL-25", Meeting)
def names_are_shown_only_with_consent(record: Meeting, _case: Case) -> Iterator[Wrong]:
    """未取得本人单独同意的，不得公开列席代表的个人信息。"""
    for n, person in enumerate(record.attendance.representatives, 1):
        if person.disclosed and not person.consent:
            yield Wrong(
                f"拟公开第{n}名列席代表的姓名，没有本人单独同意", "取得单独同意，或者不公开姓名"
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


@rule("DRF-06", "783-18;713-29.1", MeetingPackage)
def fair_competition_is_reviewed(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """涉及经营者经济活动的政策措施，未经公平竞争审查的不得出台。"""
    if case.item.affects_operators and not record.has(DocumentKind.FAIR_COMPETITION):
        yield Wrong("事项涉及经营者经济活动，没有公平竞争审查结论", "补充公平竞争审查结论")
