"""One run per item: start a run for every open stage, sleep under a name that says what is open."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from prefect import flow, runtime, tags
from prefect.artifacts import create_table_artifact
from prefect.client.schemas.objects import State
from prefect.deployments import run_deployment
from prefect.states import Completed
from pydantic import AwareDatetime

from catalog.board import headline, stage_rows
from catalog.dossier import Dossier
from catalog.stages.entry import Inclusion
from catalog.zone import local_day, midnight_after
from flows import waiting
from flows.scenario import Answer
from flows.stage import stage_run
from storage.ledger import Ledger
from storage.office import Office, office_at

STAGE_DEPLOYMENT = "stage/stage"


def _run_name() -> str:
    return f"{runtime.flow_run.parameters['item']} 全程"


@flow(name="lifecycle", flow_run_name=_run_name, description="办理一个重大行政决策事项的全过程。")
def lifecycle(
    item: str,
    home: str = "",
    answers: tuple[Answer, ...] = (),
    folder: str = "",
    at: AwareDatetime | None = None,
) -> State[Any]:
    """Take an item from where the ledger says it stands as far as it goes.

    With `answers` it rehearses in this process; deployed without any it starts a run for each
    open stage and sleeps. Killed at any point it begins again from the ledger. `at` is the instant
    to act at, for rehearsals; None means now.
    """
    office = office_at(home)
    rehearse(office, item, answers, folder)
    instant = at or waiting.now()
    today = local_day(instant)
    dossier = office.ledger().load(item)
    _report(dossier, today)
    if waiting.is_deployed() and not answers and dossier.awaiting(today):
        _start_open_stages(dossier, home, today, at)
        waiting.sleep_for(midnight_after(today) - instant, name=headline(dossier, today))
    return Completed(name=headline(dossier, today))


def rehearse(office: Office, item: str, answers: Iterable[Answer], folder: str) -> None:
    """Hand the answers not yet heard to their stages, in order, one stage run at a time."""
    ledger = office.ledger()
    while pending := unheard(ledger, item, answers):
        stage = pending[0].stage
        turn = tuple(takewhile(lambda a: a.stage == stage, pending))  # noqa: B023  used at once
        with tags(f"stage:{stage}"):
            stage_run(
                item, stage, home=str(office.home), answers=turn, folder=folder, return_state=True
            )


def unheard(ledger: Ledger, item: str, answers: Iterable[Answer]) -> list[Answer]:
    """The answers later than the last one filed or refused: a rehearsal goes on where it died."""
    filed = [e.at for e in ledger.load(item).entries]
    heard = max(filed + [r.at for r in ledger.refusals(item)], default=None)
    return [a for a in answers if heard is None or a.at > heard]


def _start_open_stages(dossier: Dossier, home: str, today: date, at: datetime | None) -> None:
    inclusion = dossier.latest(Inclusion)
    unit = inclusion.item.lead_unit if inclusion else ""
    for awaited in dossier.awaiting(today):
        slug = awaited.stage.slug
        run_deployment(
            STAGE_DEPLOYMENT,
            parameters={"item": dossier.id, "stage": slug, "home": home, "at": at},
            tags=[f"item:{dossier.id}", f"stage:{slug}", f"unit:{unit}"],
            idempotency_key=f"{dossier.id}-{slug}-{dossier.round_of(slug)}",
            timeout=0,
            as_subflow=False,
        )


def _report(dossier: Dossier, today: date) -> None:
    """Leave the stage table as an artifact: the item's board in the UI."""
    create_table_artifact(
        stage_rows(dossier, today), key=dossier.id, description=f"{dossier.id} 办理进度（{today}）"
    )
