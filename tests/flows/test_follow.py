"""What is filed in one process is seen in another: told once, its runs mended, whatever comes between."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from prefect import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterIdempotencyKey,
)
from prefect.client.schemas.objects import State, StateType
from prefect.events.actions import RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from catalog.record import Actor
from flows import automations, events, review
from flows.events import FILED
from flows.follow import Follower
from flows.runs import REVIEW, Run, tagged
from flows.taken_away import PAGES_FOLLOW, take_away
from office.editions import draft
from office.editions.review import review as judged
from office.editions.verdict import Reviewed, Verdict
from office.settings.drill import Drill
from office.settings.installation import Office
from storage.filing import file_record
from storage.ledger import Ledger
from tests.flows import year
from tests.flows.engine import until
from tests.flows.test_engine_settings import REAL, SHOWS

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("registered")]


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
    assert "公开页面还没有更新" not in caplog.text, "the engine was found away already"
    assert follower.look() == [], "not at once again"
    follower.not_before = 0.0
    follower.look()
    assert [run.name for run in runs(item)] == [f"{item} 全程"]
    until(lambda: told(item) == ["entry.inclusion"], "told once")


def publications() -> list[str]:
    """For what each publication was started that is to follow what was filed."""
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(automations.PUBLICATION)
        by = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment.id]))
        return [run.idempotency_key or "" for run in client.read_flow_runs(flow_run_filter=by)]


def test_the_pages_follow_what_was_filed_once_whoever_looks(
    office: Office, elsewhere: Ledger
) -> None:
    follower, second = Follower(office), Follower(office)
    item = found(elsewhere, 69)
    file(elsewhere, item, "entry.start", year.START)
    for one in (follower, second, follower):
        one.look()
    mark = elsewhere.mark()
    assert mark
    assert publications().count(f"pages-{mark.chain}") == 1


def test_an_item_that_is_ill_keeps_nobodys_pages(
    office: Office, elsewhere: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each look finds it ill again, before anything else is done."""
    follower = Follower(office)
    file(elsewhere, found(elsewhere, 71), "entry.start", year.START)
    mark = elsewhere.mark()
    assert mark

    def ill(*_: object, **__: object) -> list[str]:
        raise ValueError("ill")

    monkeypatch.setattr("flows.reconcile.reconcile", ill)
    for _ in range(3):
        follower.not_before = 0.0
        follower.look()
    assert follower.owed
    assert publications().count(f"pages-{mark.chain}") == 1


@pytest.mark.parametrize("ended", [StateType.CRASHED, StateType.FAILED, StateType.CANCELLED])
def test_a_publication_that_died_is_started_anew(
    office: Office, elsewhere: Ledger, ended: StateType
) -> None:
    """A key gives the same run for ever, whatever became of it."""
    file(elsewhere, found(elsewhere, 72), "entry.start", year.START)
    mark = elsewhere.mark()
    assert mark
    Follower(office).look()
    before = len(publications())
    with get_client(sync_client=True) as client:
        by = FlowRunFilter(
            idempotency_key=FlowRunFilterIdempotencyKey(any_=[f"pages-{mark.chain}"])
        )
        [died] = client.read_flow_runs(flow_run_filter=by)
        client.set_flow_run_state(died.id, State(type=ended), force=True)
    Follower(office).look()
    assert len(publications()) == before + 1


def test_what_the_engine_forgot_is_published_when_its_worker_begins_again(
    office: Office, elsewhere: Ledger
) -> None:
    """A server that was killed lost what it was told; so did one whose database is gone."""
    file(elsewhere, found(elsewhere, 70), "entry.start", year.START)
    mark = elsewhere.mark()
    assert mark
    assert f"pages-{mark.chain}" not in publications()
    for _ in range(2):
        Follower(office).look()
    assert publications().count(f"pages-{mark.chain}") == 1


def test_an_automation_of_earlier_programs_is_taken_away() -> None:
    """It would start every publication a second time."""
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(automations.PUBLICATION)
        old = AutomationCore(
            name=PAGES_FOLLOW,
            trigger=EventTrigger(expect={events.SETTLED}, posture=Posture.Reactive),
            actions=[RunDeployment(source="selected", deployment_id=deployment.id)],
        )
        client.create_automation(old)
        take_away()
        assert client.read_automations_by_name(PAGES_FOLLOW) == []


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


def waiting_for(matters: int) -> Run:
    """A run of the review that waits until so many matters are reviewed."""
    name = f"待审查：{matters}事"
    asleep = State(type=StateType.PAUSED, name=name, message="请在工作台办理：/shencha")
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(review.DEPLOYMENT)
        made = client.create_flow_run_from_deployment(deployment.id, tags=[REVIEW])
        client.set_flow_run_state(made.id, asleep, force=True)
        return next(run for run in tagged(client, REVIEW) if run.id == made.id)


def test_a_review_given_at_the_desk_is_seen_by_the_run_that_waits_for_it(office: Office) -> None:
    year.found(office)
    draft.refresh(office, year.at(1, 20).date())
    open_ = review.unreviewed(office)
    run, follower = waiting_for(len(open_)), Follower(office)
    follower.look()
    assert follower.look() == [], "it says what waits"
    agreed = {one.id: Reviewed(digest=one.matter.digest, verdict=Verdict.AGREED) for one in open_}
    for n, (id_, said) in enumerate(agreed.items(), 1):
        assert judged(office, {id_: said}, Actor(name="寅同志", unit="局保密办")) == []
        left = len(open_) - n
        then = f"待审查：{left}事" if left else "已审查"
        assert follower.look() == [f"{run.name}：{then}"]
        assert follower.look() == [], "once"
    with get_client(sync_client=True) as client:
        state = client.read_flow_run(run.id).state
    assert state
    assert state.name == "继续办理", "it ends, and lets the publication go on"


def test_a_review_given_while_no_engine_ran_is_seen_when_it_begins(office: Office) -> None:
    year.found(office)
    draft.refresh(office, year.at(1, 20).date())
    open_ = review.unreviewed(office)
    run = waiting_for(len(open_) + 1)
    assert Follower(office).look() == [f"{run.name}：待审查：{len(open_)}事"]


def test_who_comes_late_with_what_is_to_be_reviewed_leaves_no_review_waiting_for_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything was agreed to between the look of one process and what it set."""
    year.found(office)
    draft.refresh(office, year.at(1, 20).date())
    open_ = review.unreviewed(office)
    run, looks = waiting_for(len(open_) + 1), iter([open_])
    monkeypatch.setattr(review, "unreviewed", lambda _: next(looks, []))
    done = [said for said in review.renew(office) if said.startswith(run.name)]  # others' may wait
    assert done == [f"{run.name}：待审查：{len(open_)}事", f"{run.name}：已审查"]
