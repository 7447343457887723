"""One run per item and stage: it shows whose turn it is, or until when a period runs, and ends with it."""

from typing import Annotated, Any

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from catalog import lifecycle
from catalog.progress import standing
from catalog.stages import STAGES
from catalog.timezone import local_day
from flows import events, reconcile, suspend, waits
from flows.state_names import Ending
from office.settings.installation import Office


def run_name() -> str:
    """`shmzj-2024-03 公开征求意见`."""
    given: dict[str, Any] = runtime.flow_run.parameters
    return f"{given['item']} {STAGES[given['stage']].title}"


@flow(name="stage", flow_run_name=run_name, description="一个事项的一个阶段：在工作台办理。")
def stage_run(
    item: Annotated[str, Field(title="事项编号", description="例如 demo-2026-03")],
    stage: Annotated[str, Field(title="阶段", description="由全程自动填写")],
) -> State[Any]:
    """Wait under the name of the step awaited, or sleep through a legal period; ends with the stage.

    It files nothing. While it waits its name is brought up to date from the ledger, and it is woken
    when the stage is over. Killed at any point it goes on from the ledger. Where an older one of the stage
    is under way it ends at once.
    """
    office, begun, tag = Office(), suspend.run_id(), reconcile.tag_of(stage)
    now = office.now()
    dossier = office.ledger().load(item)
    reconcile.adopt(dossier, tag, begun)
    if reconcile.is_second(begun, f"item:{item}", tag):
        return Completed(name=Ending.SECOND_STAGE)
    if how := waits.of_item(office, dossier, now).get(stage):
        raise suspend.wait(how, then=lambda: reconcile.reconcile(office, item, begun=begun))
    if lifecycle.settled(dossier, stage):
        events.settled(dossier, stage)
    return Completed(name=standing(dossier, stage, local_day(now)))
