"""What was reviewed or decided is what is on file now: nothing newer stands behind it."""

from collections.abc import Iterator

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.record import Entry, Record
from catalog.rules.base import Case, Wrong, rule
from catalog.stages import STAGES, STEPS
from catalog.stages.consultation import closing_day
from catalog.stages.decision import Meeting, MeetingPackage
from catalog.stages.disclosure import Publication
from catalog.stages.entry import Adjustment
from catalog.stages.legality_review import Submission
from catalog.states import Change

REVIEWED = STAGES["legality_review"].after


def _newer(dossier: Dossier, stages: tuple[str, ...], than: Entry | None) -> Entry | None:
    """The latest first-hand entry of some stages filed after another entry."""
    first_hand = (e for e in reversed(dossier.entries) if e.stage in stages and not e.corrects)
    latest = next(first_hand, None)
    return latest if latest and than and latest.seq > than.seq else None


def _first_hand(dossier: Dossier, step_id: str) -> Entry | None:
    """A step as it was first filed in its round: a correction puts nothing newer before anybody."""
    now = dossier.entry_of(step_id)
    same = (e for e in dossier.entries if now and (e.step, e.round) == (step_id, now.round))
    return next((e for e in same if not e.corrects), now)


@rule("DEC-20", "DERIVED", MeetingPackage, Meeting, Publication)
def nothing_is_newer_than_what_relies_on_it(_record: Record, case: Case) -> Iterator[Wrong]:
    """送审、上会、决定依次以最新的材料为准；之后又有新材料的，重新送审、上会。"""
    dossier = case.dossier
    submission, opinion, meeting = (
        _first_hand(dossier, step)
        for step in ("legality_review.submission", "legality_review.opinion", "decision.meeting")
    )
    package = dossier.entry_of("decision.package")
    done = tuple(stage for stage in REVIEWED if lifecycle.settled(dossier, stage))
    newer = _newer(dossier, done, submission)
    if newer:
        title = STEPS[newer.step].title
        yield Wrong(f"送审之后又登记了“{title}”，没有经过合法性审查", "请再次送审（再次办理）")
    closes, submitted = closing_day(dossier), dossier.latest(Submission)
    if (
        lifecycle.settled(dossier, "consultation")
        and closes
        and submitted
        and submitted.submitted_on <= closes
    ):
        yield Wrong(f"征求意见期限到{closes}才届满，送审在届满之前", "期限届满、答复意见后再次送审")
    meets = case.step_id == "decision.meeting"
    if meets and opinion and package and opinion.seq > package.seq:
        yield Wrong("上会材料早于最近一次合法性审查", "请以审查过的草案再次提交上会材料")
    if case.stage == "disclosure" and opinion and meeting and opinion.seq > meeting.seq:
        yield Wrong("会议审议早于最近一次合法性审查", "请以审查过的草案再次提请审议")


@rule("CAT-26", "713-37", Adjustment)
def what_was_decided_is_not_taken_off_the_catalog(
    record: Adjustment, case: Case
) -> Iterator[Wrong]:
    """已经作出的决策未经法定程序不得随意变更或者停止执行，不能以调出目录代替。"""
    meeting = case.dossier.latest(Meeting)
    if record.change.ends_in and meeting and meeting.passed:
        how = "调出目录" if record.change is Change.WITHDRAWN else record.change.value
        yield Wrong(
            f"本事项已于{meeting.held_on}作出决策，不能{how}",
            "需要变更或者停止执行的，办理决策调整",
        )
