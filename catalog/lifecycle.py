"""Where a dossier stands in the lifecycle: what is settled, exempted, open, and by when.

All of it is computed from what is on file and a day; nothing is stored.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from catalog.clock import CalendarMissing, Reckoning
from catalog.dossier import Dossier
from catalog.item import planned_end
from catalog.law import NotInForce
from catalog.record import Entry, Exemption, Ground, dates_in
from catalog.stages import STAGES, Stage, Step
from catalog.stages.applicability import demanded, determination
from catalog.stages.consultation import closing_day
from catalog.stages.decision import Meeting
from catalog.stages.disclosure import Publication
from catalog.stages.entry import Adjustment, Inclusion, Start
from catalog.states import Change, MeetingOutcome, StageState, Status

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


def _adjustments(dossier: Dossier) -> Iterator[Adjustment]:
    return (e.record for e in dossier.as_corrected if isinstance(e.record, Adjustment))


def planned(dossier: Dossier) -> str:
    """The planned time of decision, as last adjusted; empty where nobody said, or where it
    was postponed without a new one."""
    inclusion = dossier.latest(Inclusion)
    planned = inclusion.item.planned if inclusion else ""
    for adjustment in _adjustments(dossier):
        postponed = adjustment.change is Change.POSTPONED
        planned = adjustment.planned if postponed else adjustment.planned or planned
    return planned


def exempted(dossier: Dossier, stage: str) -> Exempted | None:
    """Why a stage does not apply, or None: it applies, or nobody has said."""
    source = STAGES[stage].exemption
    if source is None or any(e.stage == stage and not _skips(e) for e in dossier.entries):
        return None
    made = determination(dossier, stage)
    if made and made.due:
        return None
    said = latest_exemption(dossier, stage)
    if said:
        return Exempted(said.reason, source, said.decided_on)
    if made:
        return Exempted(made.reason, source, dossier.first_day("entry.start"))
    return None


def done(dossier: Dossier, stage: str, step: Step) -> bool:
    """Say whether a step is on file in this round, or a record that stands in its place is."""
    of = STAGES[stage]
    if dossier.entry_of(of.step_id(step)):
        return True
    here = (
        e for e in dossier.as_corrected if (e.stage, e.round) == (stage, dossier.round_of(stage))
    )
    return any(of.stands_for(e.record) == step.slug for e in here)


def settled(dossier: Dossier, stage: str) -> bool:
    """Say whether a stage is done with: all its steps on file in this round, or exempted."""
    filed = all(done(dossier, stage, s) for s in demanded(dossier, STAGES[stage]))
    return filed or exempted(dossier, stage) is not None


def closed(dossier: Dossier) -> Status | None:
    """How the item ended without a decision, if it did."""
    left = [ends for a in _adjustments(dossier) if (ends := a.change.ends_in)]
    if left:
        return left[-1]
    meeting = dossier.latest(Meeting)
    if meeting and meeting.outcome is MeetingOutcome.REJECTED:
        return Status.TERMINATED
    return None


def secret(dossier: Dossier) -> bool:
    """Say whether the item as a whole is not disclosed (711-14): nothing may hint at it."""
    made = determination(dossier, "consultation")
    skipped = latest_exemption(dossier, "consultation")
    grounds = {made.ground if made else None, skipped.ground if skipped else None}
    return Ground.SECRET in grounds


def latest_exemption(dossier: Dossier, stage: str) -> Exemption | None:
    """The exemption of a stage on file in its current round."""
    entry = dossier.entry_of(f"{stage}.exemption")
    return entry.record if entry and isinstance(entry.record, Exemption) else None


def unstated(dossier: Dossier) -> bool:
    """Say whether all we know is what somebody else's published paper says of the item."""
    compiled = dossier.catalog is not None and dossier.catalog.compiled_from is not None
    return compiled and dossier.latest(Start) is None


def reachable(dossier: Dossier, stage: str) -> bool:
    """Say whether every stage before this one is settled, however far back."""
    return all(settled(dossier, b) and reachable(dossier, b) for b in STAGES[stage].after)


def next_step(dossier: Dossier, stage: str) -> Step | None:
    """The first required step of a stage that is not on file in this round."""
    return next((s for s in demanded(dossier, STAGES[stage]) if not done(dossier, stage, s)), None)


def stage_state(dossier: Dossier, stage: str, today: date) -> StageState:
    """Where a stage stands on a day."""
    if exempted(dossier, stage):
        if reachable(dossier, stage):
            return StageState.EXEMPT
    elif settled(dossier, stage):
        return StageState.SETTLED
    if closed(dossier):
        return StageState.CLOSED
    if not reachable(dossier, stage):
        return StageState.NOT_YET
    step = next_step(dossier, stage)
    opens = step and opens_on(dossier, step)
    return StageState.WAITING if opens and opens > today else StageState.OPEN


def awaiting(dossier: Dossier, today: date) -> list[Awaiting]:
    """What is open now, in the order of the lifecycle; nothing that we cannot know of."""
    found: list[Awaiting] = []
    if unstated(dossier):
        return found
    for slug, stage in STAGES.items():
        if stage_state(dossier, slug, today) not in {StageState.OPEN, StageState.WAITING}:
            continue
        step = next_step(dossier, slug)
        if step:
            period = step.wait.until(dossier) if step.wait else None
            due = deadline(dossier, step)
            found.append(Awaiting(stage, step, period, due, dossier.returned(slug)))
    return found


def fresh_until(dossier: Dossier, today: date) -> date | None:
    """The next date on which something about the item would change by itself, or None."""
    dates = [d for e in dossier.in_force for _, d in dates_in(e.record)]
    for awaited in awaiting(dossier, today):
        dates += [d for d in (awaited.opens_on,) if d]
        dates += [awaited.due + ONE_DAY] if awaited.due else []
    closes = closing_day(dossier)
    dates += [closes + ONE_DAY] if closes else []
    publication = dossier.latest(Publication)
    expires = publication.expires_on if publication else None
    dates += [expires + ONE_DAY] if expires else []
    end = planned_end(planned(dossier))
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
