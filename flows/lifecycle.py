"""One run per item: start a run for every open stage, sleep under a name that says what is open."""

from typing import Annotated, Any

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from catalog.progress import headline
from catalog.timezone import local_day
from flows import artifacts, reconcile, suspend, waits
from flows.state_names import Ending
from office.settings.installation import Office


def run_name() -> str:
    """`shmzj-2024-03 全程`."""
    return f"{runtime.flow_run.parameters['item']} 全程"


@flow(name="lifecycle", flow_run_name=run_name, description="办理一个重大行政决策事项的全过程。")
def lifecycle(
    item: Annotated[str, Field(title="事项编号", description="例如 demo-2026-03")],
) -> State[Any]:
    """Start a run for each open stage and sleep until something changes; ends with the item.

    Killed at any point it begins again from the ledger. Where an older one of the item is under
    way it ends at once.
    """
    office, begun = Office(), suspend.run_id()
    dossier, now = office.ledger().load(item), office.now()
    if reconcile.is_second(begun, f"item:{item}", reconcile.WHOLE):
        return Completed(name=Ending.SECOND_LIFECYCLE)
    reconcile.adopt(dossier, reconcile.WHOLE, begun)
    how = waits.of_item(office, dossier, now).get("")
    if how is None:
        artifacts.show(office, dossier, local_day(now), begun)
        return Completed(name=headline(dossier, local_day(now)))
    reconcile.reconcile(office, item)  # the stages are open before it sleeps
    raise suspend.wait(how, then=lambda: reconcile.reconcile(office, item, begun=begun))
