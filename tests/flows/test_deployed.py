"""Deployed on a real server: forms under Chinese names, a refusal that comes back, a sleep.

This is the regression test of flows/waiting.py, which uses what Prefect does not document.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from storage.office import Office
from tests.flows import year

pytestmark = pytest.mark.prefect

REPOSITORY = Path(__file__).parents[2]
TAG = f"item:{year.ITEM}"
T = TypeVar("T")


def until(look: Callable[[], T], what: str, seconds: float = 90) -> T:
    """Look again and again until there is something; fail saying what was awaited."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.3)
    pytest.fail(f"等了{seconds}秒没有等到：{what}")


def is_up(api: httpx.Client) -> bool:
    try:
        return api.get("/health").status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


class Desk:
    """The Prefect API as the UI uses it."""

    def __init__(self, api: httpx.Client, home: Path) -> None:
        self.api = api
        self.home = home

    def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """Post as Prefect's own client does: a server on SQLite that is busy says 503, ask again."""
        for _ in range(20):
            sent = self.api.post(path, json=body)
            if sent.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(0.5)
        return sent

    def run(self, deployment: str, **parameters: Any) -> None:
        found = self.api.get(f"/deployments/name/{deployment}").json()
        body = {"parameters": {"home": str(self.home), **parameters}, "tags": [TAG]}
        self.post(f"/deployments/{found['id']}/create_flow_run", body).raise_for_status()

    def board(self) -> dict[str, dict[str, Any]]:
        """The item's runs by name: the Runs page filtered by its tag."""
        query = {"flow_runs": {"tags": {"all_": [TAG]}}}
        return {r["name"]: r for r in self.post("/flow_runs/filter", query).json()}

    def named(self, run: str, state: str) -> dict[str, Any] | None:
        found = self.board().get(run)
        return found if found and found["state_name"] == state else None

    def answer(self, run: dict[str, Any], form: dict[str, Any]) -> str:
        sent = self.post(f"/flow_runs/{run['id']}/resume", {"run_input": form})
        assert "status" in sent.json(), sent.text
        return str(sent.json()["status"])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("deployed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    env = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")} | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "DO_NOT_TRACK": "1",
    }
    server = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1"]
    commands = [[*server, "--port", str(port)], [sys.executable, "-m", "flows.deployments"]]
    started: list[subprocess.Popen[bytes]] = []
    with httpx.Client(base_url=url, timeout=30) as api, (folder / "log").open("wb") as log:
        try:
            for command in commands:
                started.append(
                    subprocess.Popen(command, cwd=REPOSITORY, env=env, stdout=log, stderr=log)
                )
                until(lambda: is_up(api), "server")
            known = "/deployments/name/lifecycle/lifecycle"
            until(lambda: api.get(known).status_code == httpx.codes.OK, "deployments")
            yield Desk(api, folder / "office")
        finally:
            for process in reversed(started):
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=60)


def test_an_item_goes_from_form_to_form(desk: Desk) -> None:
    office = Office(home=desk.home)
    year.found(office)
    who = {"filed_by": "演示经办人", "filed_by_unit": "养老服务处"}
    desk.run("lifecycle/lifecycle", item=year.ITEM, at=year.at(1, 16).isoformat())

    run = f"{year.ITEM} 列入目录"
    asked = until(lambda: desk.named(run, "待决定启动"), "the first form")
    whole = until(
        lambda: desk.named(f"{year.ITEM} 全程", "办理中：列入目录"), "the lifecycle asleep"
    )
    assert whole["state_type"] == "SCHEDULED"

    assert desk.answer(asked, who) == "REJECT", "the server itself refuses a form without its date"
    without_reasons = {k: v for k, v in year.START.items() if k != "determinations"}
    assert desk.answer(asked, who | without_reasons) == "ACCEPT"
    returned = until(lambda: desk.named(run, "退回：补正"), "the refusal")
    assert [r.step for r in office.ledger().refusals(year.ITEM)] == ["entry.start"]

    assert desk.answer(returned, who | year.START) == "ACCEPT"
    until(lambda: desk.named(run, "已完成"), "the stage settled")
    following = f"{year.ITEM} 公开征求意见"
    notice = until(lambda: desk.named(following, "待征求意见公告"), "the next stage's form")
    entries = office.ledger().load(year.ITEM).entries
    assert [e.step for e in entries] == ["entry.inclusion", "entry.start"]
    assert entries[-1].actor.name == "演示经办人"

    inbox = office.inbox(year.ITEM)
    inbox.mkdir(parents=True)
    for name in ("草案.txt", "说明.txt"):
        (inbox / name).write_text("演示文件", encoding="utf-8")
    assert desk.answer(notice, who | year.NOTICE_FORM) == "ACCEPT"
    asleep = until(
        lambda: desk.named(following, "征求意见中（2026-02-25起办理下一步）"), "the legal period"
    )
    assert asleep["state_type"] == "SCHEDULED"
    assert office.ledger().load(year.ITEM).entries[-1].step == "consultation.notice"
