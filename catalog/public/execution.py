"""What may be said of a decision in force: how it is carried out, and what became of it."""

from collections.abc import Iterator
from datetime import date

from catalog.dossier import Dossier
from catalog.record import Frozen
from catalog.stages.disclosure import DecisionChange, ExecutionReport
from catalog.states import ChangeKind


class PublicExecution(Frozen):
    """A report of the executing unit: what was done. What it found wrong is an internal matter
    until a change is decided (711-16)."""

    unit: str
    reported_on: date
    progress: str


class PublicChange(Frozen):
    """A change, a stop or an urgent suspension of the decision (713-37)."""

    change: ChangeKind
    decided_on: date
    decided_by: str
    reason: str
    procedure: str


def executions(dossier: Dossier) -> Iterator[PublicExecution]:
    """Every report on the decision last published, oldest first."""
    for record in dossier.standing(ExecutionReport):
        yield PublicExecution(
            unit=record.unit, reported_on=record.reported_on, progress=record.progress
        )


def changes(dossier: Dossier) -> Iterator[PublicChange]:
    """Every change of the decision last published, oldest first."""
    for record in dossier.standing(DecisionChange):
        yield PublicChange(
            change=record.change,
            decided_on=record.decided_on,
            decided_by=record.decided_by,
            reason=record.reason,
            procedure=record.procedure,
        )
