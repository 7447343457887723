"""What is said of a dossier and what may be filed in it, each checked against the entries."""

from datetime import date

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.lifecycle import opens_on
from catalog.record import Record
from catalog.rules import GATES, judge
from catalog.stages import STAGES
from catalog.stages.applicability import demanded
from catalog.states import StageState, Status
from catalog.status import status
from tests.catalog.rules.lawful import RECORDS, exempting
from tests.law.falsify import moved

ORDER_RULES = {gate.id for gate in GATES.values()} | {
    "FIL-01", "FIL-02", "FIL-03", "FIL-04", "FIL-06", "FIL-07",
}  # fmt: skip
"""The rules that ask only whether it is a step's turn."""


def lawful(step: str, today: date) -> Record:
    """The lawful record of a step as if its day were today; an exemption has none but this."""
    if step.endswith(".exemption"):
        return exempting(step.partition(".")[0], today)
    return moved(RECORDS[step].record, (today - RECORDS[step].on).days)


def agrees(dossier: Dossier, today: date) -> None:
    """The status and every stage's state say what the entries say."""
    steps = {e.step for e in dossier.entries}
    said = status(dossier, today)
    if said in {Status.PUBLISHED, Status.IN_FORCE}:
        assert "disclosure.publication" in steps
    if said in {Status.PUBLISHED, Status.IN_FORCE, Status.BEFORE_PUBLICATION}:
        assert {"decision.meeting", "legality_review.opinion"} <= steps
    if said is Status.EVALUATED:
        assert "evaluation.report" in steps
    if said in {Status.CONSULTING, Status.STUDYING}:
        assert "consultation.notice" in steps
    states = {slug: lifecycle.stage_state(dossier, slug, today) for slug in STAGES}
    assert (StageState.CLOSED in states.values()) <= (said in {Status.WITHDRAWN, Status.TERMINATED})
    for slug, state in states.items():
        done = {StageState.SETTLED, StageState.EXEMPT}
        required = {STAGES[slug].step_id(s) for s in demanded(dossier, STAGES[slug])}
        if state is StageState.SETTLED:
            assert required <= steps
        if state is StageState.EXEMPT:
            assert not required & steps
        if state in {StageState.OPEN, StageState.WAITING}:
            assert all(states[before] in done for before in STAGES[slug].after)


def turns_are_true(dossier: Dossier, today: date) -> None:
    """A step is awaited exactly if the rules of order let it be filed, or from a day to come."""
    awaited = {turn.step_id: turn for turn in lifecycle.awaiting(dossier, today)}
    for slug, stage in STAGES.items():
        for step in stage.steps:
            step_id = stage.step_id(step)
            if step.optional or (step.owed and not step.owed(dossier)):
                continue
            if step_id == "consultation.adoption" and lifecycle.closed(dossier):
                continue  # what came may still be answered, and nobody must
            against = {
                f.rule
                for f in judge(dossier, step_id, lawful(step_id, today), today)
                if f.rule in ORDER_RULES
            }
            if step_id in awaited:
                opens = opens_on(dossier, step)
                waiting = {"FIL-06"} if opens and opens > today else set()
                assert against == waiting, f"{step_id} is awaited, yet {against}"
            elif not lifecycle.exempted(dossier, slug):
                assert against, f"{step_id} may be filed, yet nobody waits for it"
