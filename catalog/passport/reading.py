"""What can be read off a dossier about any duty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from catalog import law, lifecycle
from catalog.dossier import Dossier
from catalog.ids import act_of, stage_of
from catalog.item import DecisionItem
from catalog.passport.duty import NOTHING, Departure, Duty, Evidence, Found, Head
from catalog.record import DocumentKind, Entry, Exemption, Record
from catalog.stages import STAGES, STEPS, applicability
from catalog.stages.entry import Start
from catalog.states import DutyState, Status
from catalog.timezone import local_day


@dataclass(frozen=True)
class Reading:
    """A dossier as it stood on a day, and the answers that all duties share."""

    dossier: Dossier
    today: date

    @property
    def item(self) -> DecisionItem:
        """The item as included; an empty one before its inclusion is on file."""
        return applicability.item_of(self.dossier) or DecisionItem(no=1, name="（未列入目录）")

    def law_day(self, head: Head) -> date:
        """The day whose law says whether a duty undone was owed: of the step that went ahead without
        it, else today; never before the start."""
        stage, start = STAGES[head.stage], self.dossier.latest(Start)
        order = [stage.step_id(step) for step in stage.steps]
        later, after = order[order.index(head.step) + 1 :], followers(head.stage)
        went_ahead = (
            e.record.taken_on or local_day(e.at)
            for e in self.dossier.entries
            if e.step in later or (e.stage in after and not isinstance(e.record, Exemption))
        )
        return max(min(went_ahead, default=self.today), start.started_on if start else date.min)

    def parameter(self, name: str, on: date) -> int | None:
        """A dated parameter of the law, or None where it was not in force."""
        try:
            return law.parameter(name, on).value
        except law.NotInForce:
            return None

    def done(self, head: Head, on: date | None, found: Found = NOTHING) -> Duty:
        """A duty that is done."""
        return self.at(head, DutyState.DONE, on, found)

    def not_applicable(self, head: Head, ground: str, on: date | None = None) -> Duty:
        """A duty that does not apply, with the ground on file."""
        return self.at(head, DutyState.NOT_APPLICABLE, on, Found(ground=ground))

    def exempted(self, head: Head) -> Duty | None:
        """The duty as exempted with its whole stage, by the article that allows it; None: not."""
        exempted = lifecycle.exempted(self.dossier, head.stage)
        if exempted is None:
            return None
        return self.not_applicable(
            head._replace(source=exempted.source), exempted.reason, exempted.on
        )

    def undone(self, head: Head, found: Found = NOTHING) -> Duty:
        """A duty of which nothing is on file: too early, too late, or it will not come any more."""
        ended = self._ended() or self._before_the_law(head)
        if ended:
            return self.not_applicable(head, ended)
        late = found.due_on is not None and found.due_on < self.today
        missing = late or self._overtaken(head)
        return self.at(head, DutyState.MISSING if missing else DutyState.NOT_YET, None, found)

    def at(self, head: Head, state: DutyState, on: date | None, found: Found) -> Duty:
        """A duty at a state."""
        slug, title, source, _, inside, internal = head
        about = {"slug": slug, "title": title, "source": source, "state": state, "on": on}
        return Duty.model_validate(
            {**about, "inside": inside, "internal": internal, **found._asdict()}
        )

    def _overtaken(self, head: Head) -> bool:
        """Say whether a later step is on file, so that this one should be.

        While a stage is done once more, what followed its earlier round proves nothing.
        """
        stage = STAGES[head.stage]
        order = [stage.step_id(step) for step in stage.steps]
        later = order[order.index(head.step) + 1 :]
        if any(self.dossier.entry_of(step) for step in later):
            return True
        again = self.dossier.round_of(head.stage) > 1 and not lifecycle.settled(
            self.dossier, head.stage
        )
        after: set[str] = set() if again else followers(head.stage)
        return any(
            e.stage in after and not isinstance(e.record, Exemption) for e in self.dossier.entries
        )

    def _ended(self) -> str:
        """Why nothing more will be done about the item, or empty."""
        match lifecycle.closed(self.dossier):
            case Status.WITHDRAWN:
                return "本事项已调出目录，不再进行"
            case Status.CARRIED | Status.MERGED | Status.SPLIT as gone:
                return f"本事项{gone.value}，由接续的事项办理"
            case Status.TERMINATED:
                return "会议审议未通过，不再进行"
        return ""

    def _before_the_law(self, head: Head) -> str:
        """Why the law of the duty does not reach back to the step, or empty."""
        key, start = act_of(head.source), self.dossier.latest(Start)
        source, started = law.SOURCES[key], start.started_on if start else None
        day = law.day_of(key, self.law_day(head), started=started)
        if source.in_force_from is None or source.in_force_from <= day:
            return ""
        return f"办理时，{source.cited()}尚未施行"


def followers(stage: str) -> set[str]:
    """Every stage that comes after this one, however far."""
    nearest = {slug for slug, s in STAGES.items() if stage in s.after}
    return nearest.union(*(followers(slug) for slug in nearest))


def papers(entry: Entry, *kinds: DocumentKind) -> tuple[Evidence, ...]:
    """The record, then its documents of these kinds."""
    documents = (
        Evidence(title=d.title, kind=d.kind, digest=d.digest)
        for d in entry.record.documents
        if d.kind in kinds
    )
    return (Evidence(title=STEPS[entry.step].title), *documents)


def departures(record: Record, on: date, *rules: str) -> Iterator[Departure]:
    """The reasons recorded for departing from these rules, as given on a day."""
    for reason in record.reasons:
        if reason.rule in rules:
            yield Departure(rule=reason.rule, text=reason.text, by=reason.by, on=reason.on or on)


def first_filed(dossier: Dossier, step: str) -> date | None:
    """The day on which a step was first filed in the current round of its stage."""
    round_ = dossier.round_of(stage_of(step))
    filed = (local_day(e.at) for e in dossier.entries if e.step == step and e.round == round_)
    return next(filed, None)


def written(day: date) -> str:
    """Write a date in Chinese."""
    return f"{day.year}年{day.month}月{day.day}日"
