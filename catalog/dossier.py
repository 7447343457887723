"""A dossier is an item and its entries; where it stands is computed from them and a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple, TypeVar

from catalog.annual import CatalogRecord
from catalog.clock import CalendarMissing, Reckoning
from catalog.item import Determination, Determinations, planned_end
from catalog.law import NotInForce
from catalog.opinion import Opinion
from catalog.record import Amendment, AmendmentKind, Entry, Exemption, Ground, Record, dates_in
from catalog.stages import STAGES, STEP_OF, Stage, Step
from catalog.stages.consultation import closing_day
from catalog.stages.decision import Meeting, MeetingOutcome
from catalog.stages.disclosure import Publication
from catalog.stages.entry import Adjustment, Change, Inclusion, Start
from catalog.states import StageState, Status
from catalog.timezone import local_day

R = TypeVar("R", bound=Record)

ONE_DAY = timedelta(days=1)


class Exempted(NamedTuple):
    """Why a stage does not apply."""

    reason: str
    source: str
    on: date | None


class Awaiting(NamedTuple):
    """A step that is due: whose turn, after what period, by when, and what came back before."""

    stage: Stage
    step: Step
    period: Reckoning | None
    """The legal period that runs before it, with its arithmetic; None where none does."""
    deadline: Reckoning | None
    """Its last day, with the arithmetic; None where it has none, or none can be told yet."""
    returned: str

    @property
    def opens_on(self) -> date | None:
        """The first day on which it may be filed, or None where no period runs before it."""
        return self.period.end + ONE_DAY if self.period else None

    @property
    def due(self) -> date | None:
        """The last day."""
        return self.deadline.end if self.deadline else None

    @property
    def step_id(self) -> str:
        """The id under which it is filed."""
        return self.stage.step_id(self.step)


@dataclass(frozen=True)
class Dossier:
    """One item's entries in filing order, with its catalog and (where loaded) its opinions."""

    id: str
    entries: tuple[Entry, ...] = ()
    catalog: CatalogRecord | None = None
    opinions: Mapping[int, tuple[Opinion, ...]] = field(default_factory=dict)
    """Opinions by round of the consultation."""

    def on(self, day: date) -> Dossier:
        """The dossier as it stood at the end of a day (Asia/Shanghai)."""
        return replace(self, entries=tuple(e for e in self.entries if local_day(e.at) <= day))

    def with_entry(self, entry: Entry) -> Dossier:
        """The dossier with one more entry."""
        return replace(self, entries=(*self.entries, entry))

    @cached_property
    def _last_round(self) -> dict[str, dict[str, Entry]]:
        """Of each stage the entries that stand in the last round filed, by step."""
        held: dict[str, dict[str, Entry]] = {}
        for entry in self.entries:
            here = held.setdefault(entry.stage, {})
            if any(e.round != entry.round for e in here.values()):
                here.clear()
            here[entry.step] = entry
        return held

    @cached_property
    def _rounds(self) -> dict[str, int]:
        last = {s: max(e.round for e in here.values()) for s, here in self._last_round.items()}
        return {s: last.get(s, 1) + bool(self.returned(s)) for s in STAGES}

    @cached_property
    def _effective(self) -> dict[str, Entry]:
        return {e.step: e for e in self.entries if e.round == self._rounds[e.stage]}

    def round_of(self, stage: str) -> int:
        """The current round of a stage, from 1."""
        return self._rounds[stage]

    def filed_in(self, stage: str) -> int:
        """How many entries a stage has, of all rounds, corrections among them."""
        return sum(entry.stage == stage for entry in self.entries)

    def correctable(self, step_id: str) -> Entry | None:
        """The entry that a correction of a step would correct: the last one of the last round.

        That round may have ended unsettled: a 退回 filed by mistake can be put right as long as
        nothing of the next round is on file.
        """
        of_stage = [e for e in self.entries if e.stage == step_id.partition(".")[0]]
        last = (e for e in reversed(of_stage) if e.round == of_stage[-1].round)
        return next((e for e in last if e.step == step_id), None)

    def round_for(self, step_id: str, amends: Amendment | None) -> int:
        """The round in which a further entry of a step belongs."""
        current = self._rounds[step_id.partition(".")[0]]
        match amends.kind if amends else None:
            case AmendmentKind.NEW_ROUND:
                return current + 1
            case AmendmentKind.CORRECTION if corrected := self.correctable(step_id):
                return corrected.round
        return current

    def entry_of(self, step_id: str) -> Entry | None:
        """The entry in force for a step in the current round of its stage."""
        return self._effective.get(step_id)

    @property
    def in_force(self) -> tuple[Entry, ...]:
        """The entries in force, in filing order: of each step the last of its current round."""
        return tuple(e for e in self.entries if self._effective.get(e.step) is e)

    def latest(self, kind: type[R]) -> R | None:
        """The record in force of a type, in the current round of its stage."""
        entry = self._effective.get(STEP_OF[kind])
        return entry.record if entry and isinstance(entry.record, kind) else None

    def every(self, kind: type[R]) -> Iterator[R]:
        """Every record of a type ever filed, oldest first, all rounds and corrections."""
        return (e.record for e in self.entries if isinstance(e.record, kind))

    def standing(self, kind: type[R]) -> Iterator[R]:
        """Every record of a type that stands in the current round of its stage, oldest first: of a
        repeatable step all of them, each as last corrected."""
        for entry in self._standing:
            if isinstance(entry.record, kind) and entry.round == self._rounds[entry.stage]:
                yield entry.record

    @cached_property
    def _standing(self) -> tuple[Entry, ...]:
        """The entries that stand, all rounds: a correction takes the place of what it corrects."""
        standing: list[Entry] = []
        for entry in self.entries:
            if entry.corrects:
                same = (
                    e for e in reversed(standing) if (e.step, e.round) == (entry.step, entry.round)
                )
                corrected = next(same, None)
                if corrected:
                    standing[standing.index(corrected)] = entry
                    continue
            standing.append(entry)
        return tuple(standing)

    def first_day(self, step_id: str) -> date | None:
        """The day on which a step was first filed."""
        return next((local_day(e.at) for e in self.entries if e.step == step_id), None)

    @cached_property
    def determinations(self) -> Determinations:
        """The applicability determinations as last made."""
        made = Determinations()
        for entry in self._standing:
            match entry.record:
                case Inclusion(item=item):
                    made = item.determinations.over(made)
                case Start(determinations=later) | Adjustment(determinations=later):
                    made = later.over(made)
        return made

    def determination(self, stage: str) -> Determination | None:
        """The determination for a stage, or None: not made, or the stage needs none."""
        return getattr(self.determinations, stage, None)

    def _adjustments(self) -> Iterator[Adjustment]:
        return (e.record for e in self._standing if isinstance(e.record, Adjustment))

    @property
    def planned(self) -> str:
        """The planned time of decision, as last adjusted; empty where nobody said, or where it
        was postponed without a new one."""
        inclusion = self.latest(Inclusion)
        planned = inclusion.item.planned if inclusion else ""
        for adjustment in self._adjustments():
            postponed = adjustment.change is Change.POSTPONED
            planned = adjustment.planned if postponed else adjustment.planned or planned
        return planned

    def exempted(self, stage: str) -> Exempted | None:
        """Why a stage does not apply, or None: it applies, or nobody has said."""
        source = STAGES[stage].exemption
        if source is None or any(e.stage == stage and not _skips(e) for e in self.entries):
            return None
        made = self.determination(stage)
        if made and made.due:
            return None
        said = self.latest_exemption(stage)
        if said:
            return Exempted(said.reason, source, said.decided_on)
        if made:
            return Exempted(made.reason, source, self.first_day("entry.start"))
        return None

    def done(self, stage: str, step: Step) -> bool:
        """Say whether a step is on file in this round, or a record that stands in its place is."""
        of = STAGES[stage]
        if of.step_id(step) in self._effective:
            return True
        here = (e for e in self._standing if (e.stage, e.round) == (stage, self._rounds[stage]))
        return any(of.stands_for(e.record) == step.slug for e in here)

    def begun(self, stage: str) -> bool:
        """Say whether anything of a stage is on file in this round."""
        return any(e.stage == stage and e.round == self._rounds[stage] for e in self.entries)

    def settled(self, stage: str) -> bool:
        """Say whether a stage is done with: all its steps on file in this round, or exempted."""
        steps = STAGES[stage].steps
        filed = all(self.done(stage, s) for s in steps if not s.optional)
        return filed or self.exempted(stage) is not None

    @property
    def closed(self) -> Status | None:
        """How the item ended without a decision, if it did."""
        if any(a.change is Change.WITHDRAWN for a in self._adjustments()):
            return Status.WITHDRAWN
        meeting = self.latest(Meeting)
        if meeting and meeting.outcome is MeetingOutcome.REJECTED:
            return Status.TERMINATED
        return None

    @property
    def secret(self) -> bool:
        """Say whether the item as a whole is not disclosed (711-14): nothing may hint at it."""
        made = self.determination("consultation")
        skipped = self.latest_exemption("consultation")
        grounds = {made.ground if made else None, skipped.ground if skipped else None}
        return Ground.SECRET in grounds

    def latest_exemption(self, stage: str) -> Exemption | None:
        """The exemption of a stage on file in its current round."""
        entry = self.entry_of(f"{stage}.exemption")
        return entry.record if entry and isinstance(entry.record, Exemption) else None

    @property
    def unstated(self) -> bool:
        """Say whether all we know is what somebody else's published paper says of the item."""
        compiled = self.catalog is not None and self.catalog.compiled_from is not None
        return compiled and self.latest(Start) is None

    def reachable(self, stage: str) -> bool:
        """Say whether every stage before this one is settled, however far back."""
        return all(self.settled(b) and self.reachable(b) for b in STAGES[stage].after)

    def next_step(self, stage: str) -> Step | None:
        """The first required step of a stage that is not on file in this round."""
        todo = (s for s in STAGES[stage].steps if not s.optional)
        return next((s for s in todo if not self.done(stage, s)), None)

    def stage_state(self, stage: str, today: date) -> StageState:
        """Where a stage stands on a day."""
        if self.exempted(stage):
            if self.reachable(stage):
                return StageState.EXEMPT
        elif self.settled(stage):
            return StageState.SETTLED
        if self.closed:
            return StageState.CLOSED
        if not self.reachable(stage):
            return StageState.NOT_YET
        step = self.next_step(stage)
        opens = step and opens_on(self, step)
        return StageState.WAITING if opens and opens > today else StageState.OPEN

    def awaiting(self, today: date) -> list[Awaiting]:
        """What is open now, in the order of the lifecycle; nothing that we cannot know of."""
        found: list[Awaiting] = []
        if self.unstated:
            return found
        for slug, stage in STAGES.items():
            if self.stage_state(slug, today) not in {StageState.OPEN, StageState.WAITING}:
                continue
            step = self.next_step(slug)
            if step:
                period = step.wait.until(self) if step.wait else None
                due = deadline(self, step)
                found.append(Awaiting(stage, step, period, due, self.returned(slug)))
        return found

    def returned(self, stage: str) -> str:
        """Why the last round of a stage ended unsettled, or empty."""
        filed = self._last_round.get(stage, {}).values()
        return next(filter(None, (STAGES[stage].reopens(e.record) for e in filed)), "")

    def fresh_until(self, today: date) -> date | None:
        """The next date on which something about the item would change by itself, or None."""
        dates = [d for e in self._effective.values() for _, d in dates_in(e.record)]
        for awaited in self.awaiting(today):
            dates += [d for d in (awaited.opens_on,) if d]
            dates += [awaited.due + ONE_DAY] if awaited.due else []
        closes = closing_day(self)
        dates += [closes + ONE_DAY] if closes else []
        publication = self.latest(Publication)
        expires = publication.expires_on if publication else None
        dates += [expires + ONE_DAY] if expires else []
        end = planned_end(self.planned)
        dates += [end + ONE_DAY] if end else []
        return min((d for d in dates if d > today), default=None)


def opens_on(dossier: Dossier, step: Step) -> date | None:
    """The first day on which a step may be filed, or None where no period runs before it."""
    until = step.wait.until(dossier) if step.wait else None
    return until.end + ONE_DAY if until else None


def deadline(dossier: Dossier, step: Step) -> Reckoning | None:
    """The last day of a step; None where it has none, or no table of holidays can tell it yet."""
    try:
        return step.due.by(dossier) if step.due else None
    except (CalendarMissing, NotInForce):
        return None


def _skips(entry: Entry) -> bool:
    return isinstance(entry.record, Exemption)
