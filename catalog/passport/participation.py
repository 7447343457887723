"""Duties towards the public: consultation, hearing, special groups, answers."""

from collections.abc import Iterator
from datetime import date

from catalog import clock, lifecycle
from catalog.dossier import Dossier
from catalog.opinion import Audience
from catalog.passport.duty import Duty, Found, Head
from catalog.passport.reading import Reading, departures, first_filed, papers, written
from catalog.record import DocumentKind, Entry
from catalog.stages import applicability
from catalog.stages.consultation import (
    AdoptionStatement,
    Call,
    Extension,
    Hearing,
    Notice,
    Participation,
    closing_day,
)
from catalog.states import DutyState

NOTICE = "consultation.notice"
CONSULTED = Head("consultation", "公开征求意见及期限", "713-15(1)", NOTICE)
HEARING = Head("hearing", "听证", "713-16", "consultation.hearing")
GROUPS = Head("groups", "与特定群体沟通协商", "713-14(3)", "consultation.adoption")
ANSWERED = Head("adoption", "意见研究采纳", "713-18", "consultation.adoption")
WANTED = (
    Audience.PEOPLES_ORGANISATION,
    Audience.SOCIAL_ORGANISATION,
    Audience.GROUP_REPRESENTATIVE,
)
ON_THE_DRAFT = (
    DocumentKind.DRAFT,
    DocumentKind.EXPLANATION,
    DocumentKind.DRAFT_INTERPRETATION,
)


def consulted(reading: Reading) -> Duty:
    """The draft is open to the public for the legal period; a shorter one is explained with it."""
    dossier, head = reading.dossier, CONSULTED
    exempted, entry, closes = reading.exempted(head), dossier.entry_of(NOTICE), closing_day(dossier)
    if exempted or entry is None or closes is None:
        return exempted or _heard_otherwise(reading) or reading.undone(head)
    notice = entry.record
    if not isinstance(notice, Notice) or notice.published_on is None:
        return reading.undone(head)
    if notice.call is not Call.DRAFT:
        return reading.undone(head, Found(says=(f"已征求对{notice.call.value}的意见",)))
    first, days = notice.published_on, reading.parameter("consultation_days", notice.published_on)
    announced = _announced(reading, notice) or closes
    reasons = tuple(departures(notice, first, "PUB-03"))
    says = (*_period(entry.round, first, announced, closes), *_counted(first, announced, days))
    found = Found(says=says, evidence=papers(entry, *ON_THE_DRAFT), reasons=reasons)
    if _short(first, announced, days) and not reasons:
        lacking = f"期限不足{days}日，没有登记缩短期限的说明"
        return reading.at(head, DutyState.MISSING, first, found._replace(says=(*says, lacking)))
    if closes >= reading.today and not lifecycle.closed(dossier):
        return reading.at(head, DutyState.NOT_YET, None, found._replace(due_on=closes))
    return reading.done(head, first, found)


def _short(first: date, announced: date, days: int | None) -> bool:
    """Say whether the period is too short even with its first day counted."""
    return bool(days) and clock.days_between(first, announced, first_counted=True) < (days or 0)


def _heard_otherwise(reading: Reading) -> Duty | None:
    """The public heard in another way that stands alone (713-14(2)), with the reason for it."""
    heard = reading.dossier.latest(Participation)
    if heard is None or not heard.instead_of_notice:
        return None
    why = f"以{heard.mode.value}方式听取意见，理由：{heard.instead_of_notice.rstrip('。')}"
    head = CONSULTED._replace(source="713-14(2)")
    return reading.done(head, heard.ended_on or heard.held_on, Found(says=(why,)))


def _announced(reading: Reading, notice: Notice) -> date | None:
    """The closing day as last announced."""
    extension = reading.dossier.latest(Extension)
    return extension.closes_on if extension else notice.closes_on


def _period(round_: int, first: date, announced: date, closes: date) -> Iterator[str]:
    """The period by both counts: Order 713 does not say which is meant."""
    if round_ > 1:
        yield f"第{round_}次公开征求意见"
    without = clock.days_between(first, closes, first_counted=False)
    yield (
        f"{written(first)}至{written(closes)}，共{without}日"
        f"（公告当日不计入；计入为{without + 1}日）"
    )
    if closes != announced:
        yield f"公告的截止日{written(announced)}为休息日，末日顺延至{written(closes)}"


def _counted(first: date, announced: date, days: int | None) -> Iterator[str]:
    """The arithmetic of the legal period, and what it takes to reach it."""
    if not days:
        return
    yield f"期限一般不少于{days}日：{clock.add_days(first, days).explain().rstrip('。')}"
    if clock.days_between(first, announced, first_counted=True) == days:
        yield f"公告的期限计入公告当日为{days}日"


def hearing_held(reading: Reading) -> Duty | None:
    """A hearing where it was held, planned or is required by another law; of any round."""
    dossier = reading.dossier
    entry = next((e for e in reversed(dossier.entries) if isinstance(e.record, Hearing)), None)
    if entry and isinstance(entry.record, Hearing):
        found = Found(evidence=papers(entry, DocumentKind.HEARING_REPORT))
        return reading.done(HEARING, entry.record.held_on, found)
    notice = dossier.latest(Notice)
    required, asked = notice.hearing_required_by if notice else "", _found_due(dossier)
    if not (required or asked or reading.item.hearing):
        return None
    why = "启动时认定依法应当听证" if asked else "目录计划听证"
    why = f"依据{required}应当听证" if required else why
    return reading.exempted(HEARING) or reading.undone(HEARING, Found(says=(why,)))


def _found_due(dossier: Dossier) -> bool:
    """Say whether the start found that a law demands a hearing; its reason stays inside."""
    asked = applicability.questions(dossier).hearing
    return asked is not None and asked.yes


def groups_heard(reading: Reading) -> Duty | None:
    """Organisations and representatives of the groups concerned, each of the three."""
    if not reading.item.specific_groups:
        return None
    exempted, entry = reading.exempted(GROUPS), reading.dossier.entry_of(GROUPS.step)
    if exempted or entry is None or not isinstance(adoption := entry.record, AdoptionStatement):
        return exempted or reading.undone(GROUPS)
    heard = [h for h in adoption.groups_heard if h.audience in WANTED]
    lacking = [a.value for a in WANTED if a not in {h.audience for h in heard}]
    told = "、".join(dict.fromkeys(h.audience.value for h in heard))
    says = [f"已听取{told}的意见"] if told else []
    if lacking:
        says.append(f"没有登记听取{'、'.join(lacking)}意见的情况")
        found = Found(says=tuple(says), evidence=papers(entry))
        return reading.at(GROUPS, DutyState.MISSING, None, found)
    days = [h.heard_on for h in heard if h.heard_on]
    found = Found(says=tuple(says), evidence=papers(entry))
    return reading.done(GROUPS, max(days, default=None), found)


def opinions_answered(reading: Reading) -> Duty:
    """What was received is sorted, studied and answered."""
    exempted, entry = reading.exempted(ANSWERED), reading.dossier.entry_of(ANSWERED.step)
    if exempted or entry is None:
        return exempted or reading.undone(ANSWERED)
    evidence = papers(entry, DocumentKind.OPINION_TABLE)
    return reading.done(ANSWERED, _answered_on(reading, entry), Found(evidence=evidence))


def _answered_on(reading: Reading, entry: Entry) -> date | None:
    on: date | None = getattr(entry.record, "published_on", None)
    released = on if on and on <= reading.today else None
    return released or first_filed(reading.dossier, entry.step)
