"""What of the procedure applies to an item: what was determined, answered, and is demanded."""

from collections.abc import Iterator

from catalog.dossier import Dossier
from catalog.item import DecisionItem, Determination, Determinations, Unit
from catalog.questions import Questions
from catalog.stages.base import Stage, Step
from catalog.stages.entry import Adjustment, Inclusion, Start
from catalog.successions import as_they_are


def determinations(dossier: Dossier) -> Determinations:
    """The applicability determinations as last made."""
    made = Determinations()
    for entry in dossier.as_corrected:
        match entry.record:
            case Inclusion(item=item):
                made = item.determinations.over(made)
            case Start(determinations=later) | Adjustment(determinations=later):
                made = later.over(made)
    return made


def determination(dossier: Dossier, stage: str) -> Determination | None:
    """The determination for a stage, or None: not made, or the stage needs none."""
    return getattr(determinations(dossier), stage, None)


def questions(dossier: Dossier) -> Questions:
    """The answers of the start; before it, none."""
    start = dossier.latest(Start)
    return start.questions if start else Questions()


def item_of(dossier: Dossier) -> DecisionItem | None:
    """The item as included, adjusted, and as the answers of the start say it is; None before its
    inclusion. Its units are those that there are now: see `catalog.successions`."""
    inclusion = dossier.latest(Inclusion)
    if inclusion is None:
        return None
    item = questions(dossier).over(inclusion.item)
    units = as_they_are(_assigned(dossier, item.units), dossier.reforms)
    return item if units == item.units else item.model_copy(update={"units": units})


def _assigned(dossier: Dossier, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units that undertake an item, as last adjusted."""
    for entry in dossier.as_corrected:
        if isinstance(entry.record, Adjustment) and entry.record.units:
            units = entry.record.units
    return units


def renumbered(dossier: Dossier) -> int | None:
    """The number that the item has in its catalog by now, where it was given another one."""
    made = (e.record for e in reversed(dossier.as_corrected) if isinstance(e.record, Adjustment))
    return next((adjustment.no for adjustment in made if adjustment.no), None)


def demanded(dossier: Dossier, stage: Stage) -> Iterator[Step]:
    """The steps of a stage that it is not settled without, in their order."""
    for step in stage.steps:
        if not step.optional and (step.owed is None or step.owed(dossier)):
            yield step
