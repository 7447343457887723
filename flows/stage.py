"""One run per item and stage: ask, file what was answered, wait for what the law makes it wait for."""

from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from catalog import lifecycle
from catalog.clock import CalendarMissing
from catalog.dossier import Dossier
from catalog.forms.schema import schema
from catalog.forms.step_form import answered, form_for
from catalog.lifecycle import Awaiting, secret
from catalog.progress import standing
from catalog.stages import STAGES
from catalog.timezone import SHANGHAI, local_day
from flows import artifacts, events, reconcile, suspend, withheld
from flows.form_intro import asked as asked_by
from flows.form_intro import at_desk, introduction, turn_of
from flows.scenario import Filing
from office.settings.installation import Office
from storage.filing import Overtaken, Refused, file_record

RETURNED = "退回：补正"


def run_name() -> str:
    """`shmzj-2024-03 公开征求意见`."""
    given: dict[str, Any] = runtime.flow_run.parameters
    return f"{given['item']} {STAGES[given['stage']].title}"


@flow(name="stage", flow_run_name=run_name, description="办理一个事项的一个阶段。")
def stage_run(
    item: Annotated[str, Field(title="事项编号", description="例如 demo-2026-03")],
    stage: Annotated[str, Field(title="阶段", description="由全程自动填写")],
) -> State[Any]:
    """Ask for each step of a stage in turn until it is settled; ends under the name of what is open.

    Suspends under the name of the step awaited and sleeps through legal periods. A refusal comes
    back as a state of its own name with the findings. Killed at any point it goes on from the
    ledger.
    """
    office = Office()
    while awaited := _awaited(office, item, stage):
        now = office.now()
        if awaited.opens_on and awaited.opens_on > local_day(now):
            opens = datetime.combine(awaited.opens_on, time(0, 5), SHANGHAI)
            name = standing(office.ledger().load(item), stage, local_day(now))
            reconcile.pass_turn(suspend.run_id(), "")
            raise suspend.asleep(
                office.lasts(opens - now), name=name, then=lambda: reconcile.reconcile(office, item)
            )
        _ask_and_file(office, item, awaited)
        reconcile.reconcile(office, item)
    reconcile.pass_turn(suspend.run_id(), "")
    dossier = office.ledger().load(item)
    if lifecycle.settled(dossier, stage):
        events.settled(dossier, stage)
    return Completed(name=standing(dossier, stage, local_day(office.now())))


def _ask_and_file(office: Office, item: str, awaited: Awaiting) -> None:
    dossier = office.ledger().load(item)
    question = reconcile.question(dossier, awaited)
    before = suspend.returned(question)
    why = before.why if before else awaited.returned
    said = introduction(office, dossier, awaited, why)
    link = at_desk(office, item, awaited)

    def asked_for() -> None:
        shown = f"{asked_by(awaited)}\n\n{link}"
        artifacts.ask(dossier, awaited.stage.slug, shown, local_day(office.now()))
        reconcile.reconcile(office, item)

    turn = turn_of(dossier, awaited.step)
    reconcile.pass_turn(suspend.run_id(), "" if secret(dossier) else turn)
    known = before.typed if before else {"filed_by_unit": turn}
    asked = suspend.ask(
        schema([], {}) if secret(dossier) else form_for(awaited.step_id, known),
        question=question,
        name=RETURNED if why else f"待{awaited.step.title}",
        message=withheld.codes(why) if why else f"请填写“{awaited.step.title}”",
        introduction=f"{said}\n\n{link}",
        then=asked_for,
    )
    if secret(dossier):  # nothing was asked, and nothing that was sent is taken
        suspend.spend(asked, "")
        return
    payload, actor = answered(asked.typed)
    answer = Filing(item=item, step=awaited.step_id, at=office.now(), actor=actor, payload=payload)
    try:
        refusal = file_answer(office, answer, office.inbox(item), entries=seen(dossier, answer))
    except Overtaken:
        return
    if refusal:
        events.refused(office.ledger(), item, awaited.step_id)
    suspend.spend(asked, refusal)


def seen(dossier: Dossier, answer: Filing) -> int | None:
    """How many entries the stage had when its form was made.

    None where the item's last entry is of a later instant already: then it is the clock that is
    wrong, nobody overtook the answer, and to ask again would never end.
    """
    behind = dossier.entries and answer.at < dossier.entries[-1].at
    return None if behind else dossier.filed_in(answer.stage)


@task(name="登记", task_run_name="登记 {answer.title}", cache_policy=NO_CACHE)
def file_answer(
    office: Office, answer: Filing, folder: Path | None, entries: int | None = None
) -> str:
    """File one answer through the one door; return the refusal, or empty. Raises Overtaken."""
    try:
        file_record(
            office.ledger(),
            answer.item,
            answer.step,
            answer.payload,
            actor=answer.actor,
            at=answer.at,
            amends=answer.amends,
            folder=folder,
            entries=entries,
        )
    except (Refused, CalendarMissing) as refused:
        return str(refused)
    return ""


def _awaited(office: Office, item: str, stage: str) -> Awaiting | None:
    waits = lifecycle.awaiting(office.ledger().load(item), local_day(office.now()))
    return next((a for a in waits if a.stage.slug == stage), None)
