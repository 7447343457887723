"""What the state of an item permits, whoever asks: asked of the rules of filing themselves.

Every paper is judged whole at the door. Here the rules that read no paper are asked beforehand, so
that nobody fills in a form in vain.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from catalog.dossier import Dossier
from catalog.findings import Finding
from catalog.ids import catalog_id, stage_of
from catalog.lifecycle import next_step, reachable
from catalog.record import Amendment, AmendmentKind, Exemption, Record
from catalog.rules import RULES, Case
from catalog.rules.filing import order_findings
from catalog.stages import STAGES, STEPS
from catalog.stages.entry import OF_THE_YEAR

READ_NO_PAPER = ("FIL-01", "FIL-02", "FIL-03", "FIL-04", "FIL-06", "FIL-07", "FIL-08")


class Way(NamedTuple):
    """A paper that may be filed now beside what is awaited: a further one, a correction, a round."""

    step_id: str
    kind: AmendmentKind | None


def closed_to(
    dossier: Dossier, step_id: str, kind: AmendmentKind | None, today: date
) -> list[Finding]:
    """Why a step of an item cannot be filed on a day in this way; empty where it can."""
    amends = Amendment(kind=kind, reason=kind.value) if kind else None
    case = Case(dossier, step_id, today, amends=amends)
    is_exemption = STEPS[step_id].record is Exemption
    blank = Exemption(reason="—", decided_by="—", decided_on=today)
    paper = blank if is_exemption else Record()
    found = list(order_findings(case))
    for rule in (RULES[id_] for id_ in READ_NO_PAPER):
        if isinstance(paper, rule.on):
            found += rule.findings(paper, case)
    return [finding for finding in found if finding.blocks]


def ways(dossier: Dossier, today: date) -> Iterator[Way]:
    """Everything that may be filed now for an item, or for a year, and that no stage waits for."""
    for step_id, step in STEPS.items():
        if (step_id in OF_THE_YEAR) is not catalog_id(dossier.id):
            continue
        stage = STAGES[stage_of(step_id)]
        awaited = next_step(dossier, stage.slug) if reachable(dossier, stage.slug) else None
        for kind in (None, *AmendmentKind):
            first_time = kind is None and step is not awaited and step.optional
            amending = kind is not None and dossier.entry_of(step_id) is not None
            amending = amending or (
                kind is AmendmentKind.CORRECTION and dossier.correctable(step_id) is not None
            )
            if (first_time or amending) and not closed_to(dossier, step_id, kind, today):
                yield Way(step_id, kind)
