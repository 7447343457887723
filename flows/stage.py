"""One run per item and stage: file what was answered, wait for what the law makes it wait for."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from prefect import flow, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import AwareDatetime

from catalog.board import standing
from catalog.clock import CalendarMissing
from catalog.dossier import Awaiting
from catalog.stages import STAGES
from catalog.zone import SHANGHAI, local_day
from flows import waiting
from flows.forms import answered, form_for
from flows.scenario import Answer
from storage.filing import Refused, file_record
from storage.office import Office, office_at

RETURNED = "退回：补正"


def _run_name() -> str:
    given: dict[str, Any] = runtime.flow_run.parameters
    return f"{given['item']} {STAGES[given['stage']].title}"


@flow(name="stage", flow_run_name=_run_name, description="办理一个事项的一个阶段。")
def stage_run(
    item: str,
    stage: str,
    home: str = "",
    answers: tuple[Answer, ...] = (),
    folder: str = "",
    at: AwareDatetime | None = None,
) -> State[Any]:
    """Take one stage of an item as far as it goes; ends under the name of what is open.

    `answers` are filed as handed in, with their documents from `folder`; a deployed run without
    any asks for them in the UI and sleeps through legal periods. A legal refusal is a state. `at`
    is the instant to act at, for rehearsals; None means now.
    """
    office = office_at(home)
    for answer in answers:
        refusal = file_answer(office, answer, Path(folder) if folder else None)
        if refusal:
            return Failed(name=RETURNED, message=refusal)
    if not answers and waiting.is_deployed():
        _converse(office, item, stage, at)
        waiting.wake("lifecycle", f"item:{item}")
    today = local_day(answers[-1].at if answers else at or waiting.now())
    return Completed(name=standing(office.ledger().load(item), stage, today))


@task(name="登记", task_run_name="登记 {answer.step}", cache_policy=NO_CACHE)
def file_answer(office: Office, answer: Answer, folder: Path | None) -> str:
    """File one answer through the one door; return the refusal, or empty."""
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
        )
    except (Refused, CalendarMissing) as refused:
        return str(refused)
    return ""


def _converse(office: Office, item: str, stage: str, at: datetime | None) -> None:
    """Ask for each step in turn until the stage is settled; suspends and sleeps on the way."""
    refusal = ""
    while True:
        instant = at or waiting.now()
        awaited = _awaited(office, item, stage, local_day(instant))
        if awaited is None:
            return
        if awaited.opens_on and awaited.opens_on > local_day(instant):
            opens = datetime.combine(awaited.opens_on, time(0, 5), SHANGHAI)
            name = standing(office.ledger().load(item), stage, local_day(instant))
            waiting.sleep_for(opens - instant, name=name)
        refusal = _ask_and_file(office, item, awaited, refusal, instant)


def _ask_and_file(
    office: Office, item: str, awaited: Awaiting, refusal: str, instant: datetime
) -> str:
    step_id = awaited.step_id
    ledger = office.ledger()
    turn = ledger.load(item).round_of(awaited.stage.slug)
    refusals = sum(r.step == step_id for r in ledger.refusals(item))
    form = waiting.ask(
        form_for(step_id),
        key=f"{step_id}-{turn}-{refusals}".replace(".", "-").replace("_", "-"),
        name=RETURNED if refusal or awaited.returned else f"待{awaited.step.title}",
        introduction=refusal or awaited.returned or f"{item} {awaited.step.title}",
    )
    payload, actor = answered(form)
    answer = Answer(item=item, step=step_id, at=instant, actor=actor, payload=payload)
    return file_answer(office, answer, office.inbox(item))


def _awaited(office: Office, item: str, stage: str, today: date) -> Awaiting | None:
    waits = office.ledger().load(item).awaiting(today)
    return next((a for a in waits if a.stage.slug == stage), None)
