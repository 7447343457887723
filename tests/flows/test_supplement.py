"""What no stage asks for, and corrections, by a form on a real server: refused, put right, filed once."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from catalog.record import Amendment, AmendmentKind
from storage.filing import file_record
from tests.flows import year
from tests.flows.engine import WHO, Desk, desk, until
from tests.flows.life import deliver

pytestmark = pytest.mark.prefect
DEPLOYMENT, ITEM = "supplement/补充登记", year.ITEM
COVERED = {
    "original": "原件.txt",
    "covered_on": "2026-01-16",
    "by": "演示遮盖人",
    "unit": "养老服务处",
    "review_on": "2027-01-16",
}
PLACE = {"where": "第1页第2段", "ground": "商业秘密或者个人隐私"}


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("supplement"), since="2026-01-16") as made:
        year.found(made.office)
        made.put(ITEM, "草案.txt", "说明.txt", "公开稿.txt", "原件.txt")
        made.run("start/启动事项", item=ITEM)
        assert made.answer(made.waiting(ITEM, "entry", "待决定启动"), WHO | year.START) == "ACCEPT"
        notice = made.waiting(ITEM, "consultation", "待征求意见公告")
        assert made.answer(notice, WHO | year.NOTICE_FORM) == "ACCEPT"
        made.waiting(ITEM, "consultation", "征求意见中（2026-02-25起办理下一步）")
        yield made


def ended(desk: Desk, run: dict[str, Any], state: str) -> str:
    """The message of a run once it is in a state of this name."""
    until(lambda: desk.read(run)["state_name"] == state, f"{run['name']} {state}")
    return str(desk.read(run)["state"]["message"])


def typed_as_shown(desk: Desk, run: dict[str, Any]) -> dict[str, Any]:
    """What the form of a run holds when it opens."""
    asked = desk.form_of(run)["properties"]
    return {name: field["default"] for name, field in asked.items() if "default" in field}


def test_what_cannot_be_asked_for_is_told_at_once(at_work: Desk) -> None:
    unknown = at_work.run(DEPLOYMENT, item="demo-2026-99", paper="听证会")
    said = ended(at_work, unknown, "未受理")
    assert "目录中有：demo-2026-01。请核对编号，再启动一次“补充登记”" in said
    nothing = at_work.run(DEPLOYMENT, item=ITEM, paper="听证会", how="更正")
    assert "没有登记过“听证会”" in ended(at_work, nothing, "未受理")
    again = at_work.run(DEPLOYMENT, item=ITEM, paper="征求意见公告")
    assert "已经登记过，是第3号（2026-01-16登记）" in ended(at_work, again, "未受理")

    assert at_work.read(again)["state_type"] == "CANCELLED", "grey, not red: nothing broke"
    assert [said for said in at_work.logged(again) if "已经登记过" in said], (
        "its page opens at this"
    )
    log = (at_work.home / "engine.log").read_text("utf-8")
    assert log.count("未受理：") == 3
    assert "Traceback" not in log


def test_an_extension_is_filed_and_the_stage_sleeps_on_until_the_later_day(at_work: Desk) -> None:
    run = at_work.run(DEPLOYMENT, item=ITEM, paper="延长征求意见期限")
    ended(at_work, run, "待延长征求意见期限")
    later = {"published_on": "2026-01-16", "reason": "来信较多"}
    assert at_work.answer(run, WHO | later | {"closes_on": "2026-02-10"}) == "ACCEPT"
    assert "[PUB-" in ended(at_work, run, "退回：补正"), "a period is never shortened"
    assert "截止日期" in at_work.above(run), "said at the form alone: see flows/withheld.py"
    assert typed_as_shown(at_work, run)["reason"] == "来信较多"
    assert at_work.answer(run, WHO | later | {"closes_on": "2026-03-10"}) == "ACCEPT"
    ended(at_work, run, "已登记")
    assert at_work.steps(ITEM)[-1] == "consultation.extension"
    at_work.waiting(ITEM, "consultation", "征求意见中（2026-03-11起办理下一步）")
    assert f"item:{ITEM}" in at_work.read(run)["tags"]


def test_a_paper_on_file_is_replaced_by_its_redacted_copy(at_work: Desk) -> None:
    desk = at_work
    run = desk.run(DEPLOYMENT, item=ITEM, paper="征求意见公告", how="更正")
    ended(desk, run, "待征求意见公告")
    shown = typed_as_shown(desk, run)
    assert shown["corrects"] == "第3号（2026-01-16登记）"
    assert [d["file"] for d in shown["documents"]] == [
        "已登记的第1份：草案.txt",
        "已登记的第2份：说明.txt",
    ]
    explanation = shown["documents"][1]
    explanation |= {"file": "公开稿.txt", "redaction": COVERED}
    typed = shown | WHO | {"because": "说明中有个人信息"}
    assert desk.answer(run, {k: v for k, v in typed.items() if k != "because"}) == "REJECT"
    assert desk.answer(run, typed) == "ACCEPT"
    assert "[DIS-23]" in ended(desk, run, "退回：补正")
    shown = typed_as_shown(desk, run)
    assert shown["because"] == "说明中有个人信息"
    shown["documents"][1]["redaction"]["places"] = [PLACE]
    assert desk.answer(run, shown) == "ACCEPT"
    ended(desk, run, "已登记")

    first, corrected = (
        e for e in desk.office.ledger().load(ITEM).entries if e.step == "consultation.notice"
    )
    assert corrected.amends
    assert (corrected.amends.kind, corrected.amends.reason) == (
        AmendmentKind.CORRECTION,
        "说明中有个人信息",
    )
    assert corrected.record.documents[0] == first.record.documents[0]
    assert corrected.record.documents[1].redaction
    assert not desk.inputs(run, "-schema"), "nor does what was on file lie with the engine"


def test_a_run_that_lost_its_process_after_filing_files_nothing_twice(at_work: Desk) -> None:
    desk = at_work
    adjusted = {
        "change": "变更",
        "adjusted_on": "2026-01-16",
        "reason": "名称",
        "approved_by": "局长办公会议",
    }
    run = desk.run(DEPLOYMENT, item=ITEM, paper="目录调整")
    ended(desk, run, "待目录调整")
    assert desk.answer(run, WHO | adjusted) == "ACCEPT"
    ended(desk, run, "已登记")
    steps = desk.steps(ITEM)
    assert steps[-1] == "entry.adjustment"

    at = f"/flow_runs/{run['id']}/input"
    desk.api.delete(f"{at}/supplement-0-spent").raise_for_status()
    answer = {"key": "supplement-0-response", "value": json.dumps(WHO | adjusted)}
    desk.api.post(at, json=answer).raise_for_status()
    for broken in ("SCHEDULED", "CRASHED"):
        state = {"type": broken, "name": broken.title()}
        desk.post(f"/flow_runs/{run['id']}/set_state", {"state": state, "force": True})
        until(lambda: desk.read(run)["state_name"] == "已登记", "the end")
    assert desk.steps(ITEM) == steps


def test_a_form_handed_in_three_times_at_once_is_filed_once(at_work: Desk) -> None:
    desk = at_work
    run = desk.run(DEPLOYMENT, item=ITEM, paper="目录调整")
    ended(desk, run, "待目录调整")
    before = len(desk.steps(ITEM))
    adjusted = {
        "change": "变更",
        "adjusted_on": "2026-01-16",
        "reason": "再改",
        "approved_by": "局长办公会议",
    }
    assert deliver(desk, run, WHO | adjusted, 3).count("ACCEPT") == 1
    ended(desk, run, "已登记")
    assert len(desk.steps(ITEM)) == before + 1


def test_a_time_noted_before_somebody_else_filed_is_taken_anew(at_work: Desk) -> None:
    desk = at_work
    run = desk.run(DEPLOYMENT, item=ITEM, paper="目录调整")
    ended(desk, run, "待目录调整")
    early = {"key": "supplement-0-at", "value": json.dumps("2026-01-15T09:00:00+08:00")}
    desk.api.post(f"/flow_runs/{run['id']}/input", json=early).raise_for_status()
    adjusted = {"change": "变更", "adjusted_on": "2026-01-16", "reason": "三改"}
    assert desk.answer(run, WHO | adjusted | {"approved_by": "局长办公会议"}) == "ACCEPT"
    ended(desk, run, "已登记")


def test_what_was_typed_over_an_older_record_is_not_asked_for_as_a_correction_of_the_newer(
    at_work: Desk,
) -> None:
    desk = at_work
    run = desk.run(DEPLOYMENT, item=ITEM, paper="目录调整", how="更正")
    ended(desk, run, "待目录调整")
    typed = typed_as_shown(desk, run) | WHO | {"because": "笔误", "adjusted_on": "2027-01-16"}
    assert desk.answer(run, typed) == "ACCEPT"
    ended(desk, run, "退回：补正")

    at = f"/flow_runs/{run['id']}/input"  # killed before it asked again, and overtaken meanwhile
    for kept in ("schema", "description"):
        desk.api.delete(f"{at}/supplement-1-{kept}").raise_for_status()
    newest = desk.office.ledger().load(ITEM).correctable("entry.adjustment")
    assert newest
    file_record(
        desk.office.ledger(),
        ITEM,
        "entry.adjustment",
        newest.record.model_dump(mode="json") | {"reason": "别人先更正"},
        actor=newest.actor,
        at=desk.office.now(),
        amends=Amendment(kind=AmendmentKind.CORRECTION, reason="先更正"),
    )
    state = {"type": "SCHEDULED", "name": "Scheduled"}
    desk.post(f"/flow_runs/{run['id']}/set_state", {"state": state, "force": True})
    assert "有人先登记了" in ended(desk, run, "退回：补正")
    assert typed_as_shown(desk, run)["reason"] == "别人先更正"


def test_what_was_filed_while_its_form_was_open_comes_back_with_what_was_typed(
    at_work: Desk,
) -> None:
    desk, item, ledger = at_work, "demo-2026-02", at_work.office.ledger()
    second = {"item": year.INCLUSION["item"] | {"no": 2, "name": "社区食堂布点方案"}}
    who, now = year.CLERK, desk.office.now
    file_record(ledger, item, "entry.inclusion", second, actor=who, at=now())
    run = desk.run(DEPLOYMENT, item=item, paper="决定启动")
    ended(desk, run, "待决定启动")
    file_record(ledger, item, "entry.start", year.START, actor=who, at=now())
    assert desk.answer(run, WHO | year.START) == "ACCEPT"
    assert "[FIL-03]" in ended(desk, run, "退回：补正")
    assert "“决定启动”已经登记过" in desk.above(run)
    assert typed_as_shown(desk, run)["decided_by"] == year.START["decided_by"]
