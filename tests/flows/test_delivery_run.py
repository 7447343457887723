"""The run that delivers: what it is called, whom it tells, when it comes again."""

from datetime import UTC, datetime, timedelta

import pytest
from prefect import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterName
from prefect.client.schemas.objects import FlowRun

from flows.delivery_run import delivery
from flows.deployments import deployments
from office.settings.installation import Office
from tests.flows.receivers import Web
from tests.flows.test_delivery import (
    by_web,
    certificate,
    office,
    press,
    settle,
    spring,
    whole,
)

__all__ = ["certificate", "office", "press", "spring", "whole"]

pytestmark = pytest.mark.usefixtures("engine", "here")


@pytest.fixture
def here(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office is the one that the environment names."""
    monkeypatch.setenv("JUECE_HOME", str(office.home))
    monkeypatch.delenv("JUECE_NOTIFY", raising=False)


def runs(name: str) -> list[FlowRun]:
    with get_client(sync_client=True) as client:
        return client.read_flow_runs(
            flow_run_filter=FlowRunFilter(name=FlowRunFilterName(any_=[name]))
        )


def test_a_round_says_how_many_were_delivered(office: Office, press: Web) -> None:
    settle(office, by_web(press))
    state = delivery(return_state=True)
    assert (state.type, state.name) == ("COMPLETED", "送达3件")
    assert delivery(return_state=True).name == "送达0件"


def test_what_is_given_up_fails_the_run_and_reaches_the_legal_office(
    office: Office, press: Web
) -> None:
    settle(office, by_web(press, 主题词=["老年助餐"]))
    press.answers = [404]
    before = {run.id for run in runs("提醒")}
    state = delivery(return_state=True)
    assert (state.type, state.name) == ("FAILED", "送达0件，未送达1件")
    (told,) = [run for run in runs("提醒") if run.id not in before]
    assert "HTTP 404" in told.parameters["text"]
    assert "demo-2026-01 示例晨报" in told.parameters["text"]


def test_what_is_refused_brings_the_run_back_when_it_is_due(office: Office, press: Web) -> None:
    ours = next(one for one in deployments() if one.name == "推送")
    ours.schedules = []
    id_ = ours.apply()
    settle(office, by_web(press, 主题词=["老年助餐"]))
    press.answers = [503]
    assert delivery(return_state=True).name == "送达0件，未送达1件"
    assert delivery(return_state=True).name == "送达0件"
    again = [run for run in runs("推送") if run.deployment_id == id_]
    (due,) = [run.expected_start_time for run in again]
    assert due
    wait = due - datetime.now(UTC)
    assert timedelta(seconds=30) < wait < timedelta(seconds=70)


def test_wrong_settings_are_sent_back_in_chinese(office: Office) -> None:
    (office.home / "publication.yaml").write_text("推送: {名单: [{名称: 甲}]}", "utf-8")
    state = delivery(return_state=True)
    assert (state.type, state.name) == ("FAILED", "未能推送")
    assert "名单第1项·类别：缺少这一栏" in state.message
