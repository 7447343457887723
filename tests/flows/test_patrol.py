"""The nightly run: it tells of broken links once, and a broken link is no failure."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prefect import get_client

from catalog.timezone import local_day
from flows import events
from flows.deployments import deployments
from flows.patrol import patrol
from office.links import patrol as links
from office.settings.installation import Office
from tests.flows.engine import until
from tests.office.links.office import ITEM, UNIT, office_with
from tests.office.links.web import Web, web

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("engine")]


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as served:
        yield served


@pytest.fixture
def office(tmp_path: Path, site: Web, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    made = office_with(tmp_path, {"service": site.address("/service")})
    monkeypatch.setenv("JUECE_HOME", str(made.home))
    yield made
    made.ledger().close()


def told() -> list[dict[str, str]]:
    """What the engine was told of broken links."""
    wanted = {"filter": {"event": {"name": [events.BROKEN_LINK]}}}
    with get_client(sync_client=True) as client:
        found = client.request("POST", "/events/filter", json=wanted).json()["events"]
    return [event["payload"] for event in found]


def test_a_broken_link_is_told_once_with_its_unit_and_the_run_is_in_order(
    office: Office, site: Web
) -> None:
    today = local_day(office.now())
    site.broken.add("/service")
    links.patrol(office, today - timedelta(days=1), begun=lambda _: lambda: None)
    assert patrol(return_state=True).name == "核对1个网址，失效1个"
    until(told, "the engine keeps what it is told")
    again = patrol(return_state=True)
    assert (again.type, again.name) == ("COMPLETED", "核对0个网址，失效1个")
    (payload,) = told()
    assert (payload["item"], payload["unit"]) == (ITEM, UNIT)
    assert site.address("/service") in payload["text"]


def test_a_run_says_why_it_asks_nothing(office: Office, site: Web) -> None:
    (office.home / "publication.yaml").unlink()
    state = patrol(return_state=True)
    assert (state.type, state.name, state.message) == ("COMPLETED", "没有巡查", links.OFF)
    assert site.asked == []


def test_settings_that_are_wrong_are_told_in_the_run(office: Office) -> None:
    (office.home / "publication.yaml").write_text("链接巡查: {启用: 也许}\n", "utf-8")
    state = patrol(return_state=True)
    assert (state.type, state.name) == ("FAILED", "未能巡查")
    assert "启用" in state.message


def test_while_another_one_is_at_work_a_run_ends_at_once(office: Office, site: Web) -> None:
    with links.notes(office).alone():
        assert patrol(return_state=True).name == "另一次巡查正在进行"
    assert site.asked == []


def test_it_runs_by_itself_each_night_and_not_within_the_sweep() -> None:
    found = {made.name: made for made in deployments()}
    nightly, sweep = (found[name].schedules[0].schedule for name in ("链接巡查", "每日巡查"))
    assert nightly.timezone == sweep.timezone == "Asia/Shanghai"
    assert nightly.cron.split()[2:] == ["*", "*", "*"]
    assert nightly.cron != sweep.cron
    assert found["链接巡查"].parameters == {}
