"""Every night: ask whether what the pages lead to still answers, and tell the units what does not.

It has a run of its own beside the sweep: however long it takes, and whatever it finds, publication
neither waits for it nor asks it.
"""

from collections.abc import Callable
from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from catalog.parse import ShapeError
from catalog.timezone import local_day
from flows import events, suspend
from flows.state_names import Ending
from office.links import patrol as links
from office.links.notes import Busy
from office.links.report import reports
from office.links.status import LinkState
from office.settings.installation import Office
from pages.html.theme import ForbiddenOverride


@flow(
    name="patrol",
    flow_run_name="链接巡查",
    description="每晚核对网页上的站外链接和办事入口，打不开的告诉承办单位；不影响公布。",
)
def patrol() -> State[Any]:
    """Ask for every link that is due and tell of the broken ones. A broken link is no failure."""
    office = Office()
    try:
        if reason := links.why_not(office):
            return Completed(name=Ending.NO_PATROL, message=reason)
        return _round(office)
    except (ShapeError, ForbiddenOverride) as wrong:
        return suspend.ended(Failed(name=Ending.NOT_PATROLLED, message=str(wrong)))
    except Busy:
        return Completed(name=Ending.SECOND_PATROL)


def _round(office: Office) -> State[Any]:
    today = local_day(office.now())
    done = links.patrol(office, today, begun=_begun)
    if done.silent:
        get_run_logger().warning("没有一个网站有答复，可能是本机不能上网；没有记为失效")
    told = tell(office)
    if done.left:
        return Completed(name=Ending.PATROLLED_IN_PART.format(done.asked, done.left, told))
    return Completed(name=Ending.PATROLLED.format(done.asked, told))


def tell(office: Office) -> int:
    """Tell each item's unit of its broken links, once and then weekly; returns how many are broken."""
    today = local_day(office.now())
    cited = links.citations(office, today)
    standings = links.standings(office, cited)
    for report in reports(cited, standings, today):
        dossier = office.ledger().load(report.item)
        events.tell(dossier, events.BROKEN_LINK, report.text, of=report.of, unit=report.unit)
    return sum(one.shown(today) is LinkState.BROKEN for one in standings.values())


def _begun(count: int) -> Callable[[], None]:
    get_run_logger().info(f"今天要核对{count}个网址")
    return lambda: None
