"""Deployed on a real server: forms under Chinese names, a refusal that comes back, a sleep.

This is the regression test of flows/waiting.py, which uses what Prefect does not document.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows import year
from tests.flows.engine import WHO, Desk, desk, until

pytestmark = pytest.mark.prefect


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("deployed"), since="2026-01-15") as made:
        yield made


def juece(desk: Desk, *arguments: str) -> str:
    command = [sys.executable, "-m", "cli", *arguments, "--home", str(desk.home)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_an_item_goes_from_form_to_form(at_work: Desk, tmp_path: Path) -> None:
    desk, item = at_work, year.ITEM
    refused = desk.run("start/启动事项", item=item)
    until(lambda: desk.read(refused)["state_name"] == "退回：补正", "no such item")
    assert "请先导入年度目录" in desk.read(refused)["state"]["message"]

    year.found(desk.office)
    desk.run("start/启动事项", item=item)
    asked = desk.waiting(item, "entry", "待决定启动")
    assert {f"item:{item}", "stage:entry", "year:2026", "unit:养老服务处"} <= set(asked["tags"])
    whole = f"{item} 全程"
    until(lambda: desk.board(item).get(whole) == "办理中：列入目录", "the lifecycle asleep")

    assert desk.answer(asked, WHO) == "REJECT", "the server itself refuses a form without its date"
    without_reasons = {k: v for k, v in year.START.items() if k != "determinations"}
    assert desk.answer(asked, WHO | without_reasons) == "ACCEPT"
    returned = desk.waiting(item, "entry", "退回：补正")
    assert [r.step for r in desk.office.ledger().refusals(item)] == ["entry.start"]

    assert desk.answer(returned, WHO | year.START) == "ACCEPT"
    desk.waiting(item, "entry", "已完成")
    notice = desk.waiting(item, "consultation", "待征求意见公告")
    until(lambda: desk.board(item)[whole] == "办理中：公开征求意见", "the lifecycle says so")
    entries = desk.office.ledger().load(item).entries
    assert [e.step for e in entries] == ["entry.inclusion", "entry.start"]
    assert entries[-1].actor.name == "演示经办人"

    juece(desk, "skip", "1")
    desk.put(item, "草案.txt", "说明.txt")
    assert desk.answer(notice, WHO | year.NOTICE_FORM) == "ACCEPT"
    desk.waiting(item, "consultation", "征求意见中（2026-02-25起办理下一步）")
    assert desk.steps(item)[-1] == "consultation.notice"

    juece(desk, "skip", "40")
    desk.waiting(item, "consultation", "待意见采纳情况")
