"""A complete lawful dossier of 2026, record by record, and the means to change one thing in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache, reduce
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from catalog.annual import Authority, CatalogRecord
from catalog.competition import CompetitionFound, FairCompetition
from catalog.dossier import Dossier
from catalog.findings import Finding
from catalog.item import (
    Category,
    DecisionItem,
    Determination,
    Determinations,
    Part,
    Unit,
)
from catalog.opinion import Audience, Heard, Medium, Opinion, Outcome, Way, WayKind
from catalog.questions import Answer, Questions
from catalog.record import (
    Actor,
    Amendment,
    AmendmentKind,
    Attribute,
    Disclosure,
    Document,
    DocumentKind,
    Entry,
    Exemption,
    Frozen,
    Ground,
    Identity,
    Reason,
    Record,
    SecrecyReview,
)
from catalog.rules import judge
from catalog.stages import STAGES
from catalog.stages.consultation import (
    AdoptionStatement,
    Counts,
    Extension,
    Hearing,
    HearingNotice,
    HearingParticipant,
    Mode,
    Notice,
    Participation,
    Received,
    Seats,
)
from catalog.stages.decision import (
    Attendance,
    Candidate,
    Dissent,
    Meeting,
    MeetingKind,
    MeetingPackage,
    Representative,
    RepresentativeKind,
    Selection,
)
from catalog.stages.disclosure import (
    DecisionChange,
    ExecutionReport,
    Interpretation,
    Publication,
    Retention,
)
from catalog.stages.entry import Adjustment, Inclusion, Origin, Start
from catalog.stages.evaluation import Evaluation
from catalog.stages.expert_review import Aspect, Expert, ExpertReview, ReviewMode, View
from catalog.stages.legality_review import Conclusion, LegalityOpinion, Response, Submission
from catalog.stages.risk_assessment import AssessmentNotice, Level, RiskAssessment, RiskPoint
from catalog.states import Change, ChangeKind, MeetingOutcome
from catalog.timezone import SHANGHAI

F = TypeVar("F", bound=Frozen)
R = TypeVar("R", bound=Record)

ITEM = "slmzj-2026-03"
ACTOR = Actor(name="经办人甲", unit="养老服务处", identity=Identity.SCENARIO)
CORRECTION = Amendment(kind=AmendmentKind.CORRECTION, reason="登记有误")
NEW_ROUND = Amendment(kind=AmendmentKind.NEW_ROUND, reason="草案有重大调整")

CATALOG = CatalogRecord(
    authority=Authority(id="slmzj", name="示例市民政局", meeting="局长办公会议"),
    year=2026,
    title="示例市民政局2026年度重大行政决策事项目录",
    doc_no="示民发〔2026〕2号",
    index_no="0024000000/2026-00002",
    dated_on=date(2026, 2, 26),
    summary="列出本年度的决策事项",
    approved_by="局党组",
    consented_on=date(2026, 2, 25),
    published_on=date(2026, 2, 27),
)


def day(month: int, number: int) -> date:
    """A day of 2026."""
    return date(2026, month, number)


def document(kind: DocumentKind, version: str = "") -> Document:
    """A document on file; one of an internal kind is withheld as the law wants it."""
    internal = kind in {
        DocumentKind.MINUTES,
        DocumentKind.LEGALITY_OPINION,
        DocumentKind.LAWYER_OPINION,
    }
    return Document(
        title=f"{kind.value}{version}",
        kind=kind,
        digest=sha256(f"{kind.value}{version}".encode()).hexdigest(),
        name=f"{kind.value}.docx",
        size=1,
        disclosure=Disclosure(
            attribute=Attribute.WITHHELD, ground=Ground.PROCESS, review_on=date(2027, 5, 13)
        )
        if internal
        else Disclosure(),
    )


def documents(*kinds: DocumentKind) -> tuple[Document, ...]:
    """One document of each kind."""
    return tuple(map(document, kinds))


def due(reason: str) -> Determination:
    """A procedure that is due, and why."""
    return Determination(due=True, reason=reason)


def not_due(reason: str) -> Determination:
    """A procedure that is not due, and why."""
    return Determination(due=False, reason=reason)


OPINIONS = (
    Opinion(no=1, summary="增加助餐点开放时间", outcome=Outcome.ADOPTED),
    Opinion(
        no=2,
        summary="一律免费",
        points=2,
        outcome=Outcome.NOT_ADOPTED,
        reason="超出财政承受能力",
    ),
)


def reviewed(on: date) -> SecrecyReview:
    """A publication looked through before it went out."""
    return SecrecyReview(reviewed_on=on, reviewer="办公室主任", passed=True)


_INCLUSION = Inclusion(
    item=DecisionItem(
        no=3,
        name="示例市社区助餐服务规划（2026—2028年）",
        category=Category.PLAN,
        units=(Unit(name="养老服务处"), Unit(name="财务处", part=Part.JOIN)),
        bases=("示例市养老服务条例",),
        planned="2026-Q2",
        specific_groups="老年人",
        affects_operators=True,
        public_concern=True,
    )
)
_START = Start(
    started_on=day(3, 3),
    decided_by="局长办公会议",
    origin=Origin.LEADERS,
    problem="助餐服务覆盖不足",
    consulted_units=("市商务委",),
    determinations=Determinations(
        consultation=due("涉及社会公众切身利益"),
        expert_review=due("专业性较强"),
        risk_assessment=due("可能影响社会稳定"),
    ),
    questions=Questions(
        congress=Answer(yes=False, reason="不属于本级人大讨论决定或者听取报告的事项"),
        hearing=Answer(yes=False, reason="启动时没有规定；养老服务条例第八条此后施行"),
        excluded=Answer(yes=False, reason="不是宏观调控、政府立法或者应急处置决策"),
    ),
)
_NOTICE = Notice(
    published_on=day(3, 10),
    closes_on=day(4, 9),
    stated_days=30,
    media=(Medium.WEBSITE, Medium.NEW_MEDIA),
    ways=(Way(kind=WayKind.EMAIL, detail="shequ@example.gov.cn"),),
    hearing_required_by="示例市养老服务条例第八条",
    secrecy_review=reviewed(day(3, 5)),
    documents=documents(
        DocumentKind.DRAFT, DocumentKind.EXPLANATION, DocumentKind.DRAFT_INTERPRETATION
    ),
)
_REVIEW = ExpertReview(
    mode=ReviewMode.WRITTEN,
    reviewed_on=day(3, 20),
    experts=(
        Expert(name="专家甲", unit="示例大学", declared_on=day(3, 12), signed=True),
        Expert(
            name="专家乙", unit="示例学院", declared_on=day(3, 12), signed=True, dissenting=True
        ),
        Expert(name="专家丙", unit="示例研究所", declared_on=day(3, 12), signed=True),
    ),
    aspects=tuple(Aspect),
    conclusion="必要、可行、科学",
    views=(View(summary="细化服务半径", outcome=Outcome.ADOPTED),),
    published_on=day(3, 24),
)
_RISK = RiskAssessment(
    assessor="示例评估中心",
    assessed_on=day(3, 25),
    level=Level.LOW,
    controllable=True,
    points=(RiskPoint(risk="价格争议", measure="提前公示价格"),),
    contingency_plan="由养老服务处会同街道处置",
    departments_heard=("市公安局", "市信访办"),
    published_on=day(3, 27),
)
_RISK_NOTICE = AssessmentNotice(
    begun_on=day(3, 12),
    noticed_on=day(3, 12),
    assessor="示例评估中心",
    scope=("社会稳定",),
    methods=("重点走访",),
    closes_on=day(3, 20),
)
_SELECTION = Selection(
    announced_on=day(4, 8),
    method="公开报名",
    signup_ends_on=day(4, 15),
    applicants=31,
    drawn_on=day(4, 17),
    draw="按类别抽签",
    candidates=(
        Candidate(kind=RepresentativeKind.STAKEHOLDER, name="列席代表甲"),
        Candidate(kind=RepresentativeKind.CITIZEN, name="列席代表乙"),
    ),
)
_HEARING_NOTICE = HearingNotice(
    published_on=day(3, 11),
    holds_on=day(3, 27),
    place="示例市民政局一楼会议室",
    signup="到办公室报名",
    signup_ends_on=day(3, 16),
    selection_published_on=day(3, 11),
    seats=(Seats(side="老年人", number=1), Seats(side="企业", number=1)),
    draft_published=True,
)
_HEARING = Hearing(
    announced_on=day(3, 11),
    selection_published_on=day(3, 11),
    list_published_on=day(3, 17),
    signup_ends_on=day(3, 16),
    held_on=day(3, 27),
    place="示例市民政局一楼会议室",
    draft_published=True,
    participants=(
        HearingParticipant(name="代表甲", side="老年人", served_on=day(3, 18), signed=True),
        HearingParticipant(name="代表乙", side="企业", served_on=day(3, 19), signed=True),
    ),
    seats=(Seats(side="老年人", number=1), Seats(side="企业", number=1)),
    result="两方均陈述意见",
)
_PARTICIPATION = Participation(
    mode=Mode.SYMPOSIUM,
    held_on=day(3, 30),
    whom="三个街道的助餐点负责人和老年人代表",
    persons=12,
    result="希望延长开放时间",
)
_EXTENSION = Extension(
    closes_on=day(4, 14), published_on=day(4, 7), reason="清明假期，便于群众提出意见"
)
_ADJUSTMENT = Adjustment(
    change=Change.CHANGED,
    adjusted_on=day(4, 8),
    reason="征求意见延期",
    approved_by="局长办公会议",
    planned="2026-07",
)
_ADOPTION = AdoptionStatement(
    received=(Received(channel="电子邮箱", submissions=2),),
    counts=Counts(points=3, adopted=1, not_adopted=2),
    groups_heard=tuple(Heard(audience=audience, how="座谈会") for audience in Audience),
    published_on=day(4, 20),
    secrecy_review=reviewed(day(4, 7)),
)
_SUBMISSION = Submission(
    submitted_on=day(4, 21),
    due_on=day(4, 30),
    unit="养老服务处",
    documents=documents(DocumentKind.DRAFT, DocumentKind.BASES, DocumentKind.PROCEDURE_STATEMENT),
)
_OPINION = LegalityOpinion(
    issued_on=day(4, 30),
    reviewer="法规处",
    conclusion=Conclusion.LAWFUL,
    within_powers=True,
    procedure_followed=True,
    content_lawful=True,
    lawyer_heard=True,
    responses=(Response(comment="补充依据", response="已补充"),),
    documents=documents(DocumentKind.LAWYER_OPINION),
)
_PACKAGE = MeetingPackage(
    submitted_on=day(5, 7),
    fair_competition=FairCompetition(
        reviewed_on=day(4, 16),
        reviewer="养老服务处",
        conclusion=CompetitionFound.CLEAN,
        heard=("示例市餐饮行业协会",),
        adaptation="不需要，不增加经营者义务",
    ),
    documents=documents(
        DocumentKind.DRAFT,
        DocumentKind.OPINION_TABLE,
        DocumentKind.EXPERT_ADOPTION,
        DocumentKind.RISK_REPORT,
        DocumentKind.FAIR_COMPETITION,
        DocumentKind.LEGALITY_OPINION,
        DocumentKind.PROCEDURE_STATEMENT,
    ),
)
_MEETING = Meeting(
    kind=MeetingKind.DIRECTORS,
    name="2026年第9次局长办公会议",
    topic="审议示例市社区助餐服务规划",
    held_on=day(5, 13),
    outcome=MeetingOutcome.PASSED,
    head_spoke_last=True,
    head_with_majority=True,
    dissents=(Dissent(speaker="分管副局长", opinion="补贴标准宜再降低"),),
    attendance=Attendance(
        representatives=(
            Representative(
                kind=RepresentativeKind.STAKEHOLDER,
                name="列席代表甲",
                view="赞成",
                reply="已记录",
            ),
            Representative(kind=RepresentativeKind.CITIZEN, name="列席代表乙", view="未发言"),
        ),
        selection="公开报名",
        announced_on=day(5, 6),
    ),
    documents=documents(DocumentKind.MINUTES),
)
_PUBLICATION = Publication(
    title="示例市社区助餐服务规划（2026—2028年）",
    doc_no="示民发〔2026〕9号",
    index_no="0024000000/2026-00009",
    summary="三年建设助餐点",
    formed_on=day(5, 15),
    published_on=day(5, 22),
    effective_on=day(7, 1),
    media=(Medium.WEBSITE, Medium.NEWSPAPER),
    in_gazette=True,
    expert_adoption="专家意见已采纳",
    secrecy_review=reviewed(day(5, 21)),
    party_reported_on=day(5, 14),
    executing_unit="养老服务处",
    retention=Retention.PERMANENT,
    transfer_on=date(2046, 6, 30),
    documents=documents(DocumentKind.FINAL),
)
_INTERPRETATION = Interpretation(
    title="规划解读",
    forms=("文字",),
    drafted_with_document=True,
    approved_with_document=True,
    published_on=day(5, 22),
    secrecy_review=reviewed(day(5, 21)),
    documents=documents(DocumentKind.QUESTIONS),
)
_EXECUTION = ExecutionReport(
    unit="养老服务处", reported_on=day(9, 30), progress="已建成助餐点二十个"
)
_CHANGE = DecisionChange(
    change=ChangeKind.ADJUSTED,
    decided_on=day(10, 21),
    decided_by="局长办公会议",
    reason="两个助餐点的选址改在同一街道内",
    procedure="经合法性审查，局长办公会议讨论通过",
)
_EVALUATION = Evaluation(
    evaluator="示例市社会科学院",
    entrusted=True,
    method="问卷和走访",
    evaluated_on=day(11, 20),
    participants=("人大代表", "社会公众"),
    conclusion="达到预期",
    published_on=day(11, 20),
)


class Filed(NamedTuple):
    """One record of the lawful dossier, filed on a day."""

    step: str
    record: Record
    on: date


LAWFUL = (
    Filed("entry.inclusion", _INCLUSION, day(2, 27)),
    Filed("entry.start", _START, day(3, 3)),
    Filed("consultation.notice", _NOTICE, day(3, 10)),
    Filed("expert_review.review", _REVIEW, day(3, 20)),
    Filed("risk_assessment.report", _RISK, day(3, 25)),
    Filed("consultation.hearing", _HEARING, day(3, 27)),
    Filed("consultation.participation", _PARTICIPATION, day(3, 30)),
    Filed("consultation.extension", _EXTENSION, day(4, 7)),
    Filed("entry.adjustment", _ADJUSTMENT, day(4, 8)),
    Filed("consultation.adoption", _ADOPTION, day(4, 20)),
    Filed("legality_review.submission", _SUBMISSION, day(4, 21)),
    Filed("legality_review.opinion", _OPINION, day(4, 30)),
    Filed("decision.package", _PACKAGE, day(5, 7)),
    Filed("decision.meeting", _MEETING, day(5, 13)),
    Filed("disclosure.publication", _PUBLICATION, day(5, 22)),
    Filed("disclosure.interpretation", _INTERPRETATION, day(5, 22)),
    Filed("disclosure.execution", _EXECUTION, day(9, 30)),
    Filed("disclosure.change", _CHANGE, day(10, 21)),
    Filed("evaluation.report", _EVALUATION, day(11, 20)),
)
BESIDE = (
    Filed("consultation.hearing_notice", _HEARING_NOTICE, day(3, 11)),
    Filed("risk_assessment.notice", _RISK_NOTICE, day(3, 12)),
    Filed("decision.selection", _SELECTION, day(4, 18)),
)
"""Papers that announce what another one of the life holds too: an item may do without them."""
RECORDS = {filed.step: filed for filed in (*LAWFUL, *BESIDE)}
ORDER = tuple(filed.step for filed in LAWFUL)
EMPTY = Dossier(ITEM, catalog=CATALOG)


def file(
    dossier: Dossier, step: str, record: Record, on: date, amends: Amendment | None = None
) -> Dossier:
    """Put a record on file as the ledger would, without asking the law."""
    return dossier.with_entry(
        Entry(
            item=dossier.id,
            seq=len(dossier.entries) + 1,
            step=step,
            round=dossier.round_for(step, amends),
            record=record,
            actor=ACTOR,
            at=datetime.combine(on, time(10), SHANGHAI),
            amends=amends,
            digest="0" * 64,
        )
    )


@cache
def filed_up_to(count: int) -> Dossier:
    """The lawful dossier with its first records on file."""
    if not count:
        return EMPTY
    return file(filed_up_to(count - 1), *LAWFUL[count - 1])


def place_of(step: str) -> int:
    """How many records of the lawful life are on file when a step is about to be filed."""
    if step in ORDER:
        return ORDER.index(step)
    return sum(filed.on < RECORDS[step].on for filed in LAWFUL)


def before(step: str) -> tuple[Dossier, Any, date]:
    """The dossier as it is when a step is about to be filed, its record, and the day."""
    _, record, on = RECORDS[step]
    return filed_up_to(place_of(step)), record, on


def after(step: str) -> Dossier:
    """The dossier just after a step was filed."""
    return filed_up_to(ORDER.index(step) + 1)


COMPLETE = filed_up_to(len(LAWFUL))


def but(value: F, **changes: object) -> F:
    """A copy with changes; `experts__0__signed=False` reaches inside."""
    own: dict[str, Any] = {}
    for path, new in changes.items():
        name, _, rest = path.partition("__")
        own[name] = _inside(own.get(name, getattr(value, name)), rest, new) if rest else new
    return value.model_copy(update=own)


def _inside(value: Any, path: str, new: object) -> object:
    if not isinstance(value, tuple):
        return but(value, **{path: new})
    number, _, rest = path.partition("__")
    parts = list(value)
    parts[int(number)] = but(parts[int(number)], **{rest: new}) if rest else new
    return tuple(parts)


Given = Callable[[Dossier], Dossier]


def on_file(step: str, **changes: object) -> Given:
    """As if a record had been on file otherwise."""

    def given(dossier: Dossier) -> Dossier:
        entries = (
            e.model_copy(update={"record": but(e.record, **changes)}) if e.step == step else e
            for e in dossier.entries
        )
        return replace(dossier, entries=tuple(entries))

    return given


def without(*steps: str) -> Given:
    """As if some steps had not been filed."""
    return lambda dossier: replace(
        dossier, entries=tuple(e for e in dossier.entries if e.step not in steps)
    )


def both(*changes: Given) -> Given:
    """Several of these, one after the other."""
    return lambda dossier: reduce(lambda so_far, change: change(so_far), changes, dossier)


def further(step: str, record: Record, on: date, amends: Amendment | None = None) -> Given:
    """As if one more record were on file."""
    return lambda dossier: file(dossier, step, record, on, amends)


def catalog_with(**changes: object) -> Given:
    """As if the annual catalog were otherwise."""
    return lambda dossier: replace(dossier, catalog=but(CATALOG, **changes))


def exempting(stage: str, on: date) -> Exemption:
    """A record that a stage does not apply."""
    return Exemption(
        reason=f"{STAGES[stage].title}不适用",
        decided_by="局长",
        decided_on=on,
        ground=Ground.SECRET if stage == "consultation" else None,
    )


def reasoned(record: R, *rules: str) -> R:
    """The record with a reason given for each of these rules."""
    said = {"text": "情况紧急", "by": "承办处室负责人", "on": day(2, 27)}
    reasons = tuple(Reason(rule=rule, **said) for rule in rules)
    return record.model_copy(update={"reasons": (*record.reasons, *reasons)})


def judged(
    step: str,
    record: Record | None = None,
    *,
    given: Given | None = None,
    at: str = "",
    today: date | None = None,
    opinions: tuple[Opinion, ...] | None = None,
    amends: Amendment | None = None,
    **changes: object,
) -> list[Finding]:
    """Judge a step of the lawful dossier with one thing changed.

    `at` names the step before which the dossier stands, where it is not the step itself.
    """
    dossier, lawful, on = before(at or step)
    record = record or (RECORDS[step].record if at else lawful)
    if opinions is None:
        opinions = OPINIONS if step == "consultation.adoption" else ()
    return judge(
        given(dossier) if given else dossier,
        step,
        but(record, **changes),
        today or on,
        opinions=opinions,
        amends=amends,
    )


def ids(findings: list[Finding]) -> set[str]:
    """The rules that found something."""
    return {f.rule for f in findings}


def blocking(findings: list[Finding]) -> set[str]:
    """The rules that refuse the record."""
    return {f.rule for f in findings if f.blocks}
