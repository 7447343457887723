"""Where an item stands on a day, in one word for the public."""

from datetime import date

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.stages.consultation import AdoptionStatement, Notice, closing_day
from catalog.stages.decision import Meeting
from catalog.stages.disclosure import DecisionChange, Publication
from catalog.stages.entry import Adjustment
from catalog.stages.evaluation import Evaluation
from catalog.states import Change, ChangeKind, MeetingOutcome, Status


def status(dossier: Dossier, today: date) -> Status:
    """Where the item stands on a day."""
    if closed := lifecycle.closed(dossier):
        return closed
    if lifecycle.unstated(dossier):
        return Status.UNSTATED
    publication = dossier.latest(Publication)
    over = _over(dossier, publication, today) if publication else None
    if over:
        return over
    if dossier.latest(Evaluation):
        return Status.EVALUATED
    if publication:
        effective = publication.effective_on
        return Status.IN_FORCE if effective and effective <= today else Status.PUBLISHED
    return _before_publication(dossier, today)


def _before_publication(dossier: Dossier, today: date) -> Status:
    if lifecycle.settled(dossier, "decision"):
        return Status.BEFORE_PUBLICATION
    closes = closing_day(dossier)
    if closes and closes >= today and not dossier.latest(AdoptionStatement):
        return Status.CONSULTING  # whatever was postponed, the public may still speak
    if _postponed(dossier):
        return Status.POSTPONED
    if lifecycle.reachable(dossier, "legality_review"):
        return Status.BEFORE_MEETING
    if dossier.latest(Notice) and not (
        lifecycle.settled(dossier, "entry") and lifecycle.settled(dossier, "consultation")
    ):
        return Status.STUDYING
    return Status.DRAFTING if lifecycle.settled(dossier, "entry") else Status.NOT_STARTED


def _over(dossier: Dossier, publication: Publication, today: date) -> Status | None:
    """How a decision stopped being carried out (713-37), or None while it is in force."""
    changes = [record.change for record in dossier.standing(DecisionChange)]
    halts = {ChangeKind.STOPPED, ChangeKind.SUSPENDED, ChangeKind.RESUMED}
    last = next((change for change in reversed(changes) if change in halts), None)
    if last is ChangeKind.STOPPED:
        return Status.STOPPED
    if last is ChangeKind.SUSPENDED:
        return Status.SUSPENDED
    expires = publication.expires_on
    if expires and expires < today and ChangeKind.CONTINUED not in changes:
        return Status.EXPIRED
    return None


def _postponed(dossier: Dossier) -> bool:
    if not dossier.entries:
        return False
    last = dossier.entries[-1].record
    if isinstance(last, Adjustment):
        return last.change is Change.POSTPONED
    return isinstance(last, Meeting) and last.outcome is MeetingOutcome.DEFERRED
