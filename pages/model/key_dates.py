"""The days that count for an item, for machines: deadlines, hearings, meetings, terms."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from catalog.public.item import PublicDossier
from catalog.states import Status
from pages.model.components import DutyRow
from pages.model.page import Decided, KeyDate, KeyDateKind
from pages.model.view import revised
from pages.model.wording import day, deadline

TERMS = {KeyDateKind.CONSULTATION, KeyDateKind.DUTY}
ENDS = ("entry.adjustment.", "decision.meeting.")
"""Steps that may end an item, or restore it when they are corrected."""


class _Told(NamedTuple):
    """How often the event log tells of something, and when it did last."""

    times: int
    last: date


def moments(public: PublicDossier, passport: tuple[DutyRow, ...]) -> tuple[KeyDate, ...]:
    """All of them by date; what an item that has ended will not see any more is called off."""
    found = [*_consultations(public), *_meetings(public), *_terms(public), *_due(public, passport)]
    if ended_on := _ended_on(public):
        found = [_called_off(moment, ended_on) for moment in found]
    return tuple(sorted(found, key=lambda moment: (moment.on, moment.id)))


def decided(public: PublicDossier) -> Decided | None:
    """The decision in machine's dates; those in words are facts of the page."""
    result = public.result
    if result is None:
        return None
    return Decided(
        title=result.title,
        doc_no=result.doc_no,
        index_no=result.index_no,
        formed_on=result.formed_on,
        published_on=result.published_on,
        effective_on=result.effective_on,
        expires_on=result.expires_on,
    )


def _ended_on(public: PublicDossier) -> date | None:
    """The day on which an item left the catalog or was rejected."""
    left = [a.adjusted_on for a in public.adjustments if a.change.ends_in is public.status]
    if left:
        return left[-1]
    rejected = public.status is Status.TERMINATED and public.meetings
    return public.meetings[-1].held_on if rejected else None


def _called_off(moment: KeyDate, ended_on: date) -> KeyDate:
    """A term that was still running when the item ended; what has taken place is never called off."""
    if moment.kind not in TERMS or moment.on < ended_on:
        return moment
    return revised(moment, called_off=True, revised_on=max(moment.revised_on, ended_on))


def _consultations(public: PublicDossier) -> Iterator[KeyDate]:
    for one in public.consultations:
        filed = ("notice", "extension", "moved")
        notice = tuple(f"consultation.{step}.{one.round}." for step in filed)
        period = f"{day(one.published_on)}至{deadline(one.closes_on)}"
        yield _moment(
            public, f"consultation-{one.round}", KeyDateKind.CONSULTATION, "公开征求意见", one.closes_on,
            since=one.published_on, says=period, anchor="yijian", steps=notice,
        )  # fmt: skip
        if held := one.hearing:
            yield _moment(
                public, f"hearing-{one.round}", KeyDateKind.HEARING, "听证会", held.held_on,
                says=day(held.held_on), place=held.place, anchor="yijian",
                steps=(f"consultation.hearing_notice.{one.round}.", f"consultation.hearing.{one.round}."),
            )  # fmt: skip


def _meetings(public: PublicDossier) -> Iterator[KeyDate]:
    for one in public.meetings:
        yield _moment(
            public, f"meeting-{one.round}", KeyDateKind.MEETING, one.name or one.kind.value, one.held_on,
            says=day(one.held_on), anchor="liexi", steps=(f"decision.meeting.{one.round}.",),
        )  # fmt: skip


def _terms(public: PublicDossier) -> Iterator[KeyDate]:
    """From when and until when the decision holds."""
    if result := public.result:
        terms = (
            (KeyDateKind.EFFECT, "施行", result.effective_on),
            (KeyDateKind.EXPIRY, "有效期最后一日", result.expires_on),
        )
        for kind, title, on in terms:
            if on:
                yield _moment(
                    public, kind.value, kind, title, on,
                    says=day(on), anchor="jieguo", steps=("disclosure.publication.",),
                )  # fmt: skip


def _due(public: PublicDossier, passport: tuple[DutyRow, ...]) -> Iterator[KeyDate]:
    """Duties not done yet by their last day; a consultation's own end stands for itself."""
    for row in passport:
        if row.due_on and row.state in {"not_yet", "missing"} and row.slug != "consultation":
            yield _moment(
                public, f"due-{row.slug}", KeyDateKind.DUTY, f"{row.title}的期限", row.due_on,
                says=day(row.due_on), anchor="lvxing", steps=(),
            )  # fmt: skip


def _moment(
    public: PublicDossier, id: str, kind: KeyDateKind, title: str, on: date, *,
    says: str, anchor: str, steps: tuple[str, ...], since: date | None = None, place: str = "",
) -> KeyDate:  # fmt: skip
    told = _told(public, steps)
    # What an ending called off, a correction may restore: a calendar's number only ever rises.
    ends = _told(public, ENDS) if kind in TERMS else None
    ended = ends if ends and ends.times else _Told(0, told.last)
    return KeyDate(
        id=f"{public.id}#{id}",
        kind=kind,
        title=title,
        on=on,
        since=since,
        says=says,
        place=place,
        anchor=anchor,
        called_off=False,
        revision=max(told.times - 1, 0) + ended.times,
        revised_on=max(told.last, ended.last),
    )


def _told(public: PublicDossier, steps: tuple[str, ...]) -> _Told:
    """Filings that the log tells of; one told twice, when done and when published, counts once."""
    prefixes = tuple(f"{public.id}#{step}" for step in steps)
    found = [event for event in public.events if prefixes and event.id.startswith(prefixes)]
    last = max((event.on for event in found), default=public.events[0].on)
    return _Told(len({event.id.removesuffix(".done") for event in found}), last)
