"""Duties of the decision: the meeting, publication, and what follows."""

from collections import Counter
from datetime import date

from catalog import clock
from catalog.clock import CalendarMissing, Reckoning
from catalog.passport.duty import Duty, Evidence, Found, Head
from catalog.passport.reading import Reading, departures, papers, written
from catalog.record import DocumentKind
from catalog.stages.applicability import demanded
from catalog.stages.decision import Meeting, MeetingPackage
from catalog.stages.disclosure import STAGE as DISCLOSURE
from catalog.stages.disclosure import Interpretation, Publication
from catalog.stages.evaluation import Evaluation
from catalog.states import DutyState

MEETING, OUT = "decision.meeting", "disclosure.publication"
PACKAGE = Head("package", "提交上会材料", "713-29", "decision.package", inside=True)
DISCUSSED = Head("meeting", "集体讨论决定", "713-30(1)", MEETING)
ATTENDED = Head("attendance", "公众代表列席", "80号", MEETING)
PARTY = Head("party_report", "向同级党委请示报告", "713-31", OUT, internal=True)
PUBLISHED = Head("publication", "公布决策", "713-32;711-26", OUT)
INTERPRETED = Head("interpretation", "政策解读同步发布", "713-32", "disclosure.interpretation")
EXECUTOR = Head("execution", "明确执行单位", "713-34", OUT)
EVALUATED = Head("evaluation", "决策后评估", "713-36", "evaluation.report")


def package_submitted(reading: Reading) -> Duty:
    """The papers are put before the meeting; what they are stays inside."""
    package = reading.dossier.latest(MeetingPackage)
    if package is None:
        return reading.undone(PACKAGE, _again(reading))
    notes = tuple(d.title for d in package.documents)
    return reading.done(PACKAGE, package.submitted_on, Found(notes=notes))


def discussed(reading: Reading) -> Duty:
    """The meeting discusses and decides; one that puts the matter off is followed by another."""
    meeting = reading.dossier.latest(Meeting)
    if meeting is None:
        return reading.undone(DISCUSSED, _again(reading))
    says = (f"审议结论：{meeting.outcome.value}",) if meeting.outcome else ()
    evidence = (Evidence(title=meeting.name or meeting.kind.value),)
    return reading.done(DISCUSSED, meeting.held_on, Found(says=says, evidence=evidence))


def _again(reading: Reading) -> Found:
    """What the last meeting said, where the matter comes before another one."""
    held = list(reading.dossier.every(Meeting))
    last = held[-1] if held else None
    if last is None or last.outcome is None or last.passed:
        return Found()
    return Found(says=(f"{written(last.held_on)}会议审议结论：{last.outcome.value}",))


def representatives_attended(reading: Reading) -> Duty:
    """Representatives of the public sit in, or it is said why none do."""
    meeting = reading.dossier.latest(Meeting)
    if meeting is None:
        return reading.undone(ATTENDED)
    attendance = meeting.attendance
    if attendance.present:
        kinds = Counter(r.kind.value for r in attendance.present)
        who = "、".join(f"{kind}{n}名" for kind, n in kinds.items())
        says = (f"共{kinds.total()}名：{who}",)
        return reading.done(ATTENDED, meeting.held_on, Found(says=says))
    if attendance.none_because:
        reviewed = attendance.none_reviewed_by
        ground = f"未安排列席，理由：{attendance.none_because.rstrip('。')}"
        ground += f"（该理由经{reviewed}审核）" if reviewed else ""
        return reading.not_applicable(ATTENDED, ground, meeting.held_on)
    return reading.at(ATTENDED, DutyState.MISSING, None, Found())


def party_told(reading: Reading) -> Duty:
    """The Party committee is told before the decision is issued: internal throughout."""
    publication = reading.dossier.latest(Publication)
    if publication is None:
        return reading.undone(PARTY)
    if publication.party_reported_on is None:
        return reading.at(PARTY, DutyState.MISSING, None, Found())
    return reading.done(PARTY, publication.party_reported_on)


def published(reading: Reading) -> Duty:
    """The decision is out within twenty working days; later is still due, and explained."""
    entry = reading.dossier.entry_of(OUT)
    if entry is None or not isinstance(record := entry.record, Publication):
        meeting = reading.dossier.latest(Meeting)
        last = _limit(reading, meeting.formed_on) if meeting and meeting.passed else None
        says = (_legal(last),) if last else ()
        return reading.undone(PUBLISHED, Found(due_on=last.end if last else None, says=says))
    found = Found(
        says=_taken(reading, record),
        evidence=papers(entry, DocumentKind.FINAL)[1:] or (Evidence(title=record.title),),
        reasons=tuple(departures(record, record.published_on, "DIS-01")),
    )
    return reading.done(PUBLISHED, record.published_on, found)


def _limit(reading: Reading, formed_on: date) -> Reckoning | None:
    """The last lawful day, or None where the calendar or the law has no answer."""
    days = reading.parameter("disclosure_working_days", formed_on)
    try:
        return clock.add_working_days(formed_on, days) if days else None
    except CalendarMissing:
        return None


def _legal(last: Reckoning) -> str:
    return f"应在{last.days}个工作日内公开：{last.explain().rstrip('。')}"


def _taken(reading: Reading, record: Publication) -> tuple[str, ...]:
    """How many working days it took, beside the legal last day."""
    last = _limit(reading, record.formed_on) if record.formed_on else None
    if record.formed_on is None or last is None:
        return ()
    days = clock.working_days_between(record.formed_on, record.published_on)
    late = "，已超过法定期限" if record.published_on > last.end else ""
    taken = f"第{days}个工作日" if days else "当日"
    return (f"成文（{written(record.formed_on)}）后{taken}公布{late}", _legal(last))


def interpreted(reading: Reading) -> Duty | None:
    """The interpretation comes out with the document (三同步); apart from it is explained."""
    publication = reading.dossier.latest(Publication)
    entry = reading.dossier.entry_of(INTERPRETED.step)
    if entry is None or not isinstance(record := entry.record, Interpretation):
        if not any(s.slug == "interpretation" for s in demanded(reading.dossier, DISCLOSURE)):
            return None
        due = publication.published_on if publication else None
        return reading.undone(INTERPRETED, Found(due_on=due))
    same = publication is not None and publication.published_on == record.published_on
    found = Found(
        says=("与文件同日发布" if same else "没有与文件同日发布",),
        evidence=papers(entry, DocumentKind.INTERPRETATION, DocumentKind.QUESTIONS)[1:]
        or (Evidence(title=record.title),),
        reasons=tuple(departures(record, record.published_on, "DIS-13")),
    )
    return reading.done(INTERPRETED, record.published_on, found)


def executor_named(reading: Reading) -> Duty:
    """Who executes the decision is named with it."""
    publication = reading.dossier.latest(Publication)
    if publication is None:
        return reading.undone(EXECUTOR)
    if not publication.executing_unit:
        return reading.at(EXECUTOR, DutyState.MISSING, None, Found())
    says = (f"执行单位：{publication.executing_unit}",)
    return reading.done(EXECUTOR, publication.published_on, Found(says=says))


def evaluated(reading: Reading) -> Duty:
    """An evaluation where it was made; the law leaves it to the authority (可以), so none is late."""
    exempted, entry = reading.exempted(EVALUATED), reading.dossier.entry_of(EVALUATED.step)
    if entry and isinstance(record := entry.record, Evaluation):
        evidence = papers(entry, DocumentKind.EVALUATION_REPORT, DocumentKind.SUMMARY)
        return reading.done(EVALUATED, record.evaluated_on, Found(evidence=evidence))
    out = reading.dossier.latest(Publication)
    says = ("出现法定情形或者决策机关认为有必要时组织",) if out else ()
    return exempted or reading.undone(EVALUATED, Found(says=says))
