"""What is filed in one process is seen in another: told once, its runs mended, whatever comes between."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from prefect import get_client
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from flows.deployments import deployments
from flows.events import FILED
from flows.follow import Follower
from flows.runs import Run, tagged
from office.settings.drill import Drill
from office.settings.installation import Office
from storage.filing import file_record
from storage.ledger import Ledger
from tests.flows import year
from tests.flows.engine import until
from tests.flows.test_engine_settings import REAL, SHOWS

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("registered")]


@pytest.fixture(scope="module")
def registered(engine: None) -> None:
    """Every deployment, as a worker registers them; other tests leave some."""
    for deployment in deployments():
        deployment.apply()


@pytest.fixture
def elsewhere(office: Office) -> Ledger:
    """The ledger of the office as another process has it open."""
    office.ledger()
    return Ledger.open(office.database)


def found(ledger: Ledger, no: int) -> str:
    """Put an item on file, with the catalog where that is not; returns its id."""
    item = {**year.INCLUSION["item"], "no": no, "name": f"第{no}个方案"}
    if not ledger.catalogs():
        file(ledger, "demo-2026", "entry.catalog", year.CATALOG)
    file(ledger, f"demo-2026-{no:02}", "entry.inclusion", {"item": item})
    return f"demo-2026-{no:02}"


def file(ledger: Ledger, item: str, step: str, payload: dict[str, Any]) -> None:
    file_record(ledger, item, step, payload, actor=year.CLERK, at=year.at(1, 15))


def runs(item: str) -> list[Run]:
    with get_client(sync_client=True) as client:
        return tagged(client, f"item:{item}")


def told(item: str) -> list[str]:
    """The steps of an item of which the engine was told that they were filed."""
    asked = {
        "filter": {"event": {"name": [FILED]}, "resource": {"id": [f"juece.item.{item}"]}},
        "limit": 50,
    }
    with get_client(sync_client=True) as client:
        found = client.request("POST", "/events/filter", json=asked).raise_for_status().json()
    return sorted(event["payload"]["step"] for event in found["events"])


def test_what_another_process_filed_is_told_once_and_gets_its_run(
    office: Office, elsewhere: Ledger
) -> None:
    follower, second = Follower(office), Follower(office)
    item = found(elsewhere, 61)
    for _ in range(2):
        follower.look()
        second.look()
    assert sorted(run.name for run in runs(item)) == [f"{item} 全程", f"{item} 列入目录"]
    until(lambda: told(item) == ["entry.inclusion"], "told once")
    file(elsewhere, item, "entry.start", year.START)
    second.look()
    follower.look()
    until(lambda: told(item) == ["entry.inclusion", "entry.start"], "told once")
    assert follower.look() == [], "nothing was filed since"


def test_what_was_there_before_is_left_to_the_order_made_at_the_start(
    office: Office, elsewhere: Ledger
) -> None:
    item = found(elsewhere, 62)
    assert Follower(office).look() == []
    assert runs(item) == []


def test_an_engine_out_of_reach_is_told_when_it_is_back(
    office: Office, elsewhere: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    follower = Follower(office)
    item = found(elsewhere, 63)
    nobody = {PREFECT_API_URL: "http://127.0.0.1:9/api", PREFECT_CLIENT_MAX_RETRIES: 0}
    with temporary_settings(nobody):
        follower.look()
    assert "稍后再试" in caplog.text
    assert follower.look() == [], "not at once again"
    follower.not_before = 0.0
    follower.look()
    assert [run.name for run in runs(item)] == [f"{item} 全程"]
    until(lambda: told(item) == ["entry.inclusion"], "told once")


def test_one_faulty_item_keeps_no_other_waiting(
    office: Office, elsewhere: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    follower = Follower(office)
    item = found(elsewhere, 64)
    file(elsewhere, item, "entry.start", year.START)
    follower._read_on()
    faulty = follower.owed[item][0]._replace(step="entry.unknown")
    follower.owed = {"demo-2026-99": [faulty], **follower.owed}
    follower.look()
    assert runs(item)
    assert set(follower.owed) == {"demo-2026-99"}
    assert "demo-2026-99 新登记的材料还没有通知到流程" in caplog.text


def test_a_ledger_restored_to_an_older_state_is_read_anew(
    office: Office, elsewhere: Ledger
) -> None:
    first = found(elsewhere, 65)
    backup = Path(office.database).with_name("backup.db")
    with closing(sqlite3.connect(office.database)) as now, closing(sqlite3.connect(backup)) as then:
        now.backup(then)
    lost = found(elsewhere, 66)
    follower = Follower(office)
    elsewhere.close()
    for leftover in Path(office.database).parent.glob("juece.db-*"):
        leftover.unlink()
    os.replace(backup, office.database)
    restored = Ledger.open(office.database)
    item = found(restored, 67)
    before, after = follower.mark, restored.mark()
    assert before
    assert after
    assert before.position == after.position
    follower.look()
    assert runs(first), "every item is brought to order"
    assert runs(item)
    assert not runs(lost)
    assert follower.mark == restored.mark()


def test_the_clock_of_a_drill_put_on_brings_every_item_to_order(office: Office) -> None:
    Drill(set_at=REAL, showed=SHOWS).save(office.home)
    item = found(office.ledger(), 68)
    follower = Follower(office)
    assert follower.look() == []
    Drill(set_at=REAL, showed=SHOWS, day_seconds=2).save(office.home)
    assert follower.look()
    assert runs(item)
    assert follower.look() == []
