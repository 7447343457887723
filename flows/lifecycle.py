"""One run per item: start a run for every open stage, sleep under a name that says what is open."""

from datetime import datetime, time, timedelta
from typing import Annotated, Any

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from catalog.progress import headline
from catalog.timezone import SHANGHAI, local_day
from flows import artifacts, reconcile, suspend
from flows.state_names import Ending
from office.settings.installation import Office

LONGEST = timedelta(days=30)
"""An item that no date will change is looked at again after this time."""


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
    office = Office()
    dossier, now = office.ledger().load(item), office.now()
    if reconcile.is_second(item, suspend.run_id()):
        return Completed(name=Ending.SECOND_LIFECYCLE)
    reconcile.adopt(dossier, suspend.run_id())
    today = local_day(now)
    artifacts.show(office, dossier, today)
    if not dossier.awaiting(today):
        return Completed(name=headline(dossier, today))
    reconcile.open_stages(office, item)
    changes = dossier.fresh_until(today) or today + LONGEST
    wakes = datetime.combine(min(changes, today + LONGEST), time(0, 5), SHANGHAI)
    raise suspend.asleep(
        office.lasts(wakes - now),
        name=headline(dossier, today),
        then=lambda: reconcile.reconcile(office, item),
    )
