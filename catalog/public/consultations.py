"""Rounds of consultation as the public may see them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TypedDict

from catalog import clock
from catalog.dossier import Dossier
from catalog.opinion import Opinion
from catalog.periods import last_day_to_publish
from catalog.public.citing import article
from catalog.public.documents import in_force, released_on, shown_in
from catalog.public.participation import (
    PublicAdoption,
    PublicConsultation,
    PublicExtension,
    PublicHeardOtherwise,
    PublicHearing,
    PublicOpinion,
)
from catalog.record import Entry
from catalog.stages.consultation import (
    AdoptionStatement,
    Extension,
    Hearing,
    HearingNotice,
    Notice,
    Participation,
    last_day,
)
from catalog.timezone import local_day


def consultations(dossier: Dossier, as_of: date) -> Iterator[PublicConsultation]:
    """Every round whose notice is public, oldest first."""
    for round_ in range(1, dossier.round_of("consultation") + 1):
        entries = [e for e in in_force(dossier) if e.stage == "consultation" and e.round == round_]
        yield from _consultation(dossier, entries, as_of)


def heard_otherwise(dossier: Dossier, as_of: date) -> PublicHeardOtherwise | None:
    """The way of hearing the public that stands in place of a notice in this round, if one does."""
    record = dossier.latest(Participation)
    if record is None or not record.instead_of_notice:
        return None
    round_ = dossier.round_of("consultation")
    entry = dossier.entry_of("consultation.adoption")
    return PublicHeardOtherwise(
        round=round_,
        mode=record.mode,
        held_on=record.held_on,
        ended_on=record.ended_on,
        persons=record.persons,
        because=record.instead_of_notice,
        article=article(dossier, "713-14(2)"),
        **_answer(dossier, entry, as_of),
    )


def _consultation(
    dossier: Dossier, entries: list[Entry], as_of: date
) -> Iterator[PublicConsultation]:
    notice = next((e.record for e in entries if isinstance(e.record, Notice)), None)
    if notice is None or notice.published_on is None or notice.closes_on is None:
        return
    extensions = [e.record for e in entries if isinstance(e.record, Extension)]
    held = next((e.record for e in entries if isinstance(e.record, Hearing)), None)
    told = [e.record for e in entries if isinstance(e.record, HearingNotice)]
    adoption = next((e for e in entries if isinstance(e.record, AdoptionStatement)), None)
    announced = extensions[-1].closes_on if extensions else notice.closes_on
    closes_on, short = last_day(announced), notice.reason_for("PUB-03")
    yield PublicConsultation(
        round=entries[0].round,
        published_on=notice.published_on,
        closes_on=closes_on,
        days=clock.days_between(notice.published_on, closes_on, first_counted=False),
        announced_closes_on=announced,
        shortened_because=short.text if short else "",
        media=notice.media,
        ways=notice.ways,
        contents=notice.contents,
        url=notice.url,
        elsewhere=notice.elsewhere,
        extensions=tuple(
            PublicExtension(closes_on=e.closes_on, published_on=e.published_on, reason=e.reason)
            for e in extensions
        ),
        hearing=_hearing(held, told[-1] if told else None),
        **_answer(dossier, adoption, as_of),
    )


class Answer(TypedDict):
    """When the adoption statement was made, when it is to be out, and what of it is out."""

    adoption_completed_on: date | None
    adoption_publish_by: date | None
    adoption_published_on: date | None
    adoption: PublicAdoption | None


def _answer(dossier: Dossier, entry: Entry | None, as_of: date) -> Answer:
    completed_on = local_day(entry.at) if entry else None
    return Answer(
        adoption_completed_on=completed_on,
        adoption_publish_by=last_day_to_publish(completed_on) if completed_on else None,
        adoption_published_on=getattr(entry.record, "published_on", None) if entry else None,
        adoption=_adoption(dossier, entry, as_of) if entry else None,
    )


def _hearing(held: Hearing | None, told: HearingNotice | None) -> PublicHearing | None:
    if held:
        hearing = held.over(told)
    elif told:
        hearing = Hearing(held_on=told.holds_on).over(told)
    else:
        return None
    return PublicHearing(
        announced_on=hearing.announced_on,
        held=held is not None,
        held_on=hearing.held_on,
        place=hearing.place,
        signup=told.signup if told else "",
        signup_ends_on=hearing.signup_ends_on,
        seats=tuple((s.side, s.number) for s in hearing.seats),
        url=told.url if told else "",
        sides=tuple(Counter(p.side for _, p in hearing.attended).items()),
        result=hearing.result,
    )


def _adoption(dossier: Dossier, entry: Entry, as_of: date) -> PublicAdoption | None:
    record = entry.record
    if not released_on(entry, as_of) or not isinstance(record, AdoptionStatement):
        return None
    return PublicAdoption(
        published_on=record.published_on,
        shown=shown_in(dossier, entry, as_of),
        received=record.received,
        counts=record.counts,
        none_received=record.none_received,
        main_reasons=record.main_reasons,
        heard=record.groups_heard,
        opinions=tuple(_opinion(o) for o in dossier.opinions.get(entry.round, ())),
        url=record.url,
        filed_at=entry.at,
        objections=record.objections,
        objections_answered=record.objections_answered,
    )


def _opinion(opinion: Opinion) -> PublicOpinion:
    return PublicOpinion(
        no=opinion.no,
        source=opinion.source,
        channel=opinion.channel,
        summary=opinion.summary,
        points=opinion.points,
        outcome=opinion.outcome,
        reason=opinion.reason,
        clause=opinion.clause,
    )
