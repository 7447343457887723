"""Every night: what came due or was missed is told, runs are brought to order, pages brought up to date."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.deployments import run_deployment
from prefect.states import Completed

from catalog.progress import by_plan, item_row
from catalog.timezone import local_day
from flows import artifacts, automations, events, reconcile, suspend
from flows.state_names import Ending
from office.settings.installation import Office

REMINDERS = (1, 3, 7)
"""Days before a last day at which it is told."""


class Reminder(NamedTuple):
    """A last day that is near or was missed."""

    event: str
    text: str
    of: str
    """What tells it from every other: told once for each."""


def _run_name() -> str:
    return "每日巡查"


@flow(
    name="sweep",
    flow_run_name=_run_name,
    description="每日巡查：到期提醒、逾期、中断的办理、页面更新。",
)
def sweep() -> State[Any]:
    """Tell last days, mend the runs of every item, and let the pages follow."""
    office = Office()
    ledger, today = office.ledger(), local_day(office.now())
    told, mended = 0, list[str]()
    for item in ledger.items():
        dossier = ledger.load(item, opinions=True)
        row = item_row(dossier, today)
        if row["overdue"]:  # what a stage left when it ended knows nothing of it
            artifacts.show(office, dossier, today, suspend.run_id())
        for reminder in reminders(row, today):
            told += events.tell(dossier, reminder.event, reminder.text, of=reminder.of)
        mended += reconcile.reconcile(office, item)
    for line in mended:
        get_run_logger().info(line)
    automations.publish()
    return Completed(name=Ending.SWEPT.format(told, len(mended)))


def sweep_now() -> None:
    """Start the nightly sweep at once, as a drill does whose nights were skipped."""
    run_deployment(automations.SWEEP, timeout=0, as_subflow=False)


def reminders(row: dict[str, Any], today: date) -> Iterator[Reminder]:
    """The reminders that an item gives rise to on a day, from its row of the status list."""
    head = row["item"]  # and not the name: see flows/events.py
    for wait in row["awaiting"]:
        left = (wait["due"] - today).days if wait["due"] else None
        if left is None or left < 0 or left > max(REMINDERS):
            continue
        before = min(days for days in REMINDERS if left <= days)
        said = f"{wait['role']}：{wait['title']}，{by_plan(wait)}不晚于{wait['due']}（还有{left}天；{wait['due_article']}）"
        yield Reminder(events.NEAR, f"{head} {said}", f"{wait['step']}-{wait['due']}-{before}")
    for late in row["overdue"]:
        days = (today - late["due"]).days
        said = f"{late['role']}：{late['title']}已逾期{days}天，{by_plan(late)}应不晚于{late['due']}（{late['article']}）"
        yield Reminder(events.MISSED, f"{head} {said}", f"{late['step']}-{late['due']}-{days // 7}")
