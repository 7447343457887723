"""The days of a plan: which steps there are, what each waits for, and the bounds of each."""

from datetime import date
from typing import NamedTuple

from catalog import clock, law, lifecycle
from catalog.clock import CalendarMissing, Reckoning
from catalog.dossier import Dossier
from catalog.ids import stage_of
from catalog.law import NotInForce
from catalog.lifecycle import deadline
from catalog.periods import PERIODS, Period
from catalog.stages import STAGES, STEPS
from catalog.stages.applicability import demanded
from catalog.stages.consultation import Hearing, HearingNotice, Notice, closing
from catalog.stages.entry import Inclusion, Start
from catalog.stages.legality_review import Submission
from catalog.timezone import local_day

HEARING, ADOPTION = "consultation.hearing", "consultation.adoption"
OPINION, MEETING = "legality_review.opinion", "decision.meeting"
LAST_STAGE = "disclosure"
AT_ONCE = "法律未定所需时间，按当日计"

ON = {
    "entry.start": "started_on",
    "consultation.notice": "published_on",
    HEARING: "held_on",
    "expert_review.review": "reviewed_on",
    "risk_assessment.report": "assessed_on",
    "legality_review.submission": "submitted_on",
    OPINION: "issued_on",
    "decision.package": "submitted_on",
    MEETING: "held_on",
    "disclosure.publication": "published_on",
    "disclosure.interpretation": "published_on",
}
"""The field that says when a step happened; of the others the day of filing is taken."""


class Told(NamedTuple):
    """A date and why it is that; without a date, the day that it cannot come before."""

    on: date | None
    why: str = ""
    sources: tuple[str, ...] = ()
    not_before: date = date.min

    @property
    def bound(self) -> date:
        """The date, or what is known of it."""
        return self.on or self.not_before


class Timing:
    """The steps of one item in order: what each comes after, and what has happened."""

    def __init__(self, dossier: Dossier, start: date, planned: date | None) -> None:
        self.dossier, self.start, self.planned = dossier, start, planned
        begun = dossier.latest(Start)
        self.started = begun.started_on if begun else None
        self.before = _order(dossier)
        self.done = {step: on for step in self.before if (on := happened_on(dossier, step))}

    def earliest(self) -> dict[str, Told]:
        """The earliest lawful date of every step; of one that is done, the day."""
        found: dict[str, Told] = {}
        for step in self.before:
            if step in self.done:
                found[step] = Told(self.done[step])
                continue
            periods = [self._after(found[p.start], p) for p in PERIODS if p.end == step]
            found[step] = max((*periods, self._at_once(found, step)), key=lambda told: told.bound)
        return found

    def _at_once(self, found: dict[str, Told], step: str) -> Told:
        """As soon as what comes before is done, where nothing further holds it up."""
        last = max(self.before[step], key=lambda b: found[b].bound, default=None)
        if last is None or found[last].bound <= self.start:
            return Told(self.start, AT_ONCE)
        if found[last].on is None:
            return found[last]._replace(sources=())
        return Told(found[last].on, f"“{STEPS[last].title}”之后即可办理；{AT_ONCE}")

    def _after(self, begun: Told, period: Period) -> Told:
        """When a period that has begun, or is going to, is over."""
        if begun.on is None:
            return begun._replace(sources=())
        try:
            first = self._first(begun.on, period)
            over = self._on_file(period) or period.over(first, self._law_day(period, first))
            on = max(over.end + period.gap, self.start)
            return Told(on, period.tell(over), period.sources(self._law_day(period, first)))
        except CalendarMissing as missing:
            return _unsettled(missing)
        except NotInForce as silent:
            return Told(max(begun.on, self.start), str(silent))

    def _law_day(self, period: Period, began: date) -> date:
        """A period runs under the law of the day on which it began."""
        return law.day_of(period.parameter, began, started=self.started)

    def _first(self, begun: date, period: Period) -> date:
        """The day on which it begins: materials that are not yet served are served today at best."""
        return max(begun, self.start) if period.end == HEARING else begun

    def _on_file(self, period: Period) -> Reckoning | None:
        """The period as the records on file name its end, or None."""
        if period.end == ADOPTION:
            over = closing(self.dossier)
            if over:
                clock.effective_last_day(over.end)  # a plan does not go by a provisional day
            return over
        submission = self.dossier.latest(Submission)
        if period.end != OPINION or submission is None or submission.due_on is None:
            return None
        began = submission.submitted_on
        least = period.over(began, self._law_day(period, began))
        return deadline(self.dossier, STEPS[OPINION]) if submission.due_on < least.end else least

    def latest(self) -> dict[str, Told]:
        """The latest date of every step that still meets the plan, and the law."""
        found: dict[str, Told] = {}
        for step in reversed(self.before):
            if step.startswith(f"{LAST_STAGE}."):
                found[step] = self._deadline(step)
            elif step == MEETING:
                found[step] = _planned(self.planned)
            else:
                found[step] = min(self._in_time(found, step), key=lambda told: told.on or date.min)
        return found

    def _in_time(self, found: dict[str, Told], step: str) -> list[Told]:
        """In time for each step that comes after, and for each period that runs from here."""
        periods = [p for p in PERIODS if p.start == step and p.end in found]
        held = {p.end for p in periods}
        after = [s for s, before in self.before.items() if step in before and s not in held]
        return [
            *(self._in_time_for(found[p.end], p) for p in periods),
            *(_same_day(found[s], s) for s in after),
        ]

    def _in_time_for(self, ended: Told, period: Period) -> Told:
        if ended.on is None:
            return ended._replace(sources=())
        try:
            # By the law of the end first; where it begins under another, by that.
            day = self._law_day(period, ended.on)
            began = self._law_day(period, period.latest(ended.on, day).start)
            day = day if period.length(day) == period.length(began) else began
            over = period.latest(ended.on, day)
            return Told(over.start, period.tell(over), period.sources(day))
        except CalendarMissing as missing:
            return _unsettled(missing)
        except NotInForce as silent:
            return Told(ended.on, str(silent))

    def _deadline(self, step: str) -> Told:
        """The last day that the law leaves for publication once the item is decided."""
        decided = self.done.get(MEETING) or self.planned
        try:
            if STEPS[step].due is None or decided is None:
                return _planned(None)
            parameter = law.parameter("disclosure_working_days", decided)
            over = clock.add_working_days(decided, parameter.value)
        except CalendarMissing as missing:
            return _unsettled(missing)
        except NotInForce as silent:
            return Told(None, str(silent))
        since = "会议审议通过" if MEETING in self.done else "计划决策日"
        return Told(over.end, f"{since}起：{over.explain()}", (parameter.source,))


def happened_on(dossier: Dossier, step: str) -> date | None:
    """The day on which a step, or what stands in its place, happened in this round, or None."""
    stage = stage_of(step)
    if not lifecycle.done(dossier, stage, STEPS[step]):
        return None
    entry = dossier.entry_of(step) or next(e for e in reversed(dossier.entries) if e.stage == stage)
    said = getattr(entry.record, ON[step], None) if step in ON else None
    return said if isinstance(said, date) else local_day(entry.at)


def _order(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """The steps of the stages that apply, each with the steps that it comes right after."""
    before: dict[str, tuple[str, ...]] = {}
    ends: dict[str, tuple[str, ...]] = {}
    for slug, stage in STAGES.items():
        last = tuple(dict.fromkeys(end for earlier in stage.after for end in ends[earlier]))
        if not lifecycle.exempted(dossier, slug):
            wanted = [*demanded(dossier, stage)]
            for step in stage.steps:
                step_id = stage.step_id(step)
                if step in wanted or (step_id == HEARING and _is_heard(dossier)):
                    before[step_id], last = last, (step_id,)
        ends[slug] = last
        if slug == LAST_STAGE:
            break
    return before


def _is_heard(dossier: Dossier) -> bool:
    """Say whether a hearing was held, or is planned or required and may still be held."""
    if dossier.latest(Hearing) or dossier.latest(HearingNotice):
        return True
    inclusion, notice = dossier.latest(Inclusion), dossier.latest(Notice)
    wanted = (inclusion and inclusion.item.hearing) or (notice and notice.hearing_required_by)
    return bool(wanted) and dossier.entry_of(ADOPTION) is None


def _planned(planned: date | None) -> Told:
    if planned is None:
        return Told(None, "没有计划决策时间")
    return Told(planned, "计划决策时间的最后一日")


def _same_day(after: Told, step: str) -> Told:
    """A step that only has to come before another one."""
    if after.on is None:
        return after._replace(sources=())
    return Told(after.on, f"应在“{STEPS[step].title}”之前；{AT_ONCE}")


def _unsettled(missing: CalendarMissing) -> Told:
    year = missing.year
    return Told(None, f"待国务院公布{year}年节假日安排后确定", (), date(year, 1, 1))
