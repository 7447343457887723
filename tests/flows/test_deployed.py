"""Deployed on a real server: runs that wait under Chinese names, follow what is filed, and sleep.

This is the regression test of flows/suspend.py, which uses what Prefect does not document.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from catalog import lifecycle
from catalog.record import Actor
from catalog.timezone import SHANGHAI, local_day
from flows import events
from flows.secret import secret_of
from flows.taken_away import SUPPLEMENT
from office.editions.proof.source import Folder
from office.editions.proof.verify import verify
from office.editions.review import Proposed, proposed, review
from office.editions.verdict import Reviewed, Verdict
from office.settings.drill import Drill
from storage.catalog_file import read_catalog
from storage.files.catalog_workbook import catalog_form
from storage.filing import Refused, file_record
from tests.flows import year
from tests.flows.engine import Desk, desk, until
from tests.storage import hostile

pytestmark = pytest.mark.prefect

ITEM = year.ITEM
WHOLE = f"{ITEM} 全程"
REVIEWER = Actor(name="示例审查人", unit="示例保密审查岗")


class Told(HTTPServer):
    """Where the office wants to be told: a webhook that keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hears)
        self.texts: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Hears(BaseHTTPRequestHandler):
    """Takes a message as Apprise sends it."""

    server: Told

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.texts.append(json.loads(body)["message"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep the screen clean."""


@pytest.fixture(scope="module")
def webhook() -> Iterator[Told]:
    server = Told()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory, webhook: Told) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("deployed")
    address = f"json://127.0.0.1:{webhook.server_port}/"
    with desk(folder, since="2026-01-15", JUECE_NOTIFY=address) as made:
        yield made


def turns(run: dict[str, Any]) -> list[str]:
    """For whom a run waits."""
    return [tag for tag in run["tags"] if tag.startswith("turn:")]


def juece(desk: Desk, *arguments: str) -> str:
    command = [sys.executable, "-m", "cli", *arguments, "--home", str(desk.home)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def days_take(desk: Desk, seconds: float) -> None:
    """Let a day of the drill pass in so many seconds from now on."""
    real, drill = datetime.now(SHANGHAI), Drill.of(desk.home)
    assert drill
    drill.moved(real, timedelta()).model_copy(update={"day_seconds": seconds}).save(desk.home)


def test_an_item_that_is_in_no_catalog_is_not_started(at_work: Desk) -> None:
    refused = at_work.run("start/启动事项", item="demo-2026-99")
    until(lambda: at_work.read(refused)["state_name"] == "未受理", "the refusal")
    assert "请先导入年度目录" in at_work.read(refused)["state"]["message"]


def test_a_link_is_given_to_who_asks_and_to_no_log(at_work: Desk) -> None:
    """As an officer's browser, which takes a name of .localhost for this machine, opens it."""
    link = httpx.URL(juece(at_work, "enter").strip())
    host = {"host": link.netloc.decode()}
    with httpx.Client(base_url=f"http://127.0.0.1:{at_work.port}", headers=host) as browser:
        came = browser.get(link.raw_path.decode()).raise_for_status()
        cookie = {"cookie": came.headers["set-cookie"].partition(";")[0]}
        typed = {**cookie, "sec-fetch-site": "none"}
        assert browser.get("/api/admin/version", headers=typed).is_success
        assert browser.get("/api/admin/version").status_code == 401
    logs = at_work.log.read_text("utf-8") + at_work.said()
    assert f"流程界面：http://127.0.0.1:{at_work.port}（链接用" in logs
    for kept in ("code=", "localhost", secret_of(at_work.home)):
        assert kept not in logs


def test_an_item_goes_from_step_to_step(at_work: Desk, webhook: Told) -> None:
    desk = at_work
    _is_imported_with_its_catalog(desk)
    asked = desk.waiting(ITEM, "entry", "待决定启动")
    again = desk.run("start/启动事项", item=ITEM)
    until(lambda: desk.read(again)["state_name"] == "已在办理", "no second start")
    assert {f"item:{ITEM}", "stage:entry", "year:2026", "unit:养老服务处"} <= set(asked["tags"])
    until(lambda: turns(desk.read(asked)) == ["turn:养老服务处"], "whose turn it is")
    assert asked["state"]["message"] == f"请在工作台办理：/shixiang/{ITEM}/entry.start"
    assert not desk.inputs(asked, ""), "nothing can be typed there"
    until(lambda: desk.board(ITEM).get(WHOLE) == "办理中：列入目录", "the lifecycle asleep")

    desk.file(ITEM, "entry.start", year.START)
    over = desk.waiting(ITEM, "entry", "已完成")
    assert turns(over) == [], "what is over waits for nobody"
    by_hand = desk.run("stage/阶段", item=ITEM, stage="consultation")
    until(lambda: desk.read(by_hand)["state_name"] == "这一阶段已在办", "a second run ends")
    desk.api.delete(f"/flow_runs/{by_hand['id']}").raise_for_status()
    notice = desk.waiting(ITEM, "consultation", "待征求意见公告")
    until(lambda: desk.board(ITEM)[WHOLE] == "办理中：公开征求意见", "the lifecycle says so")
    _is_resumed_by_hand(desk, notice)
    _sleeps_through_its_period(desk, notice)
    _is_told_of_its_last_day(desk, webhook)


def test_a_broken_link_is_told_where_reminders_go(at_work: Desk, webhook: Told) -> None:
    text = f"{ITEM} 养老服务处：网页上的链接打不开"
    with at_work.at_hand():
        dossier = at_work.office.ledger().load(ITEM)
        assert events.tell(dossier, events.BROKEN_LINK, text, of="a")
    until(lambda: text in webhook.texts, "the report")


def _is_imported_with_its_catalog(desk: Desk) -> None:
    """A catalog in the inbox, faulty at first; an import also starts the items."""
    inbox = desk.office.inbox()
    inbox.mkdir(parents=True, exist_ok=True)
    item = year.INCLUSION["item"]
    for name, items in (("错.yaml", [item, item]), ("2026.yaml", [item])):
        paper = json.dumps({"catalog": year.CATALOG, "items": items}, ensure_ascii=False)
        (inbox / name).write_text(paper, "utf-8")
    who = {"filed_by": "演示经办人", "filed_by_unit": "法规处"}
    for name, said in (("没有.yaml", "没有文件“没有.yaml”"), ("错.yaml", "一条也没有写入")):
        refused = desk.run("catalog-import/导入目录", file=name, **who)
        until(lambda: desk.read(refused)["state_name"] == "未受理", name)  # noqa: B023
        assert said in desk.read(refused)["state"]["message"]
    assert desk.office.ledger().catalogs() == []
    (inbox / "2026.xlsx").write_bytes(catalog_form(read_catalog(inbox / "2026.yaml")))
    imported = desk.run("catalog-import/导入目录", file="2026.xlsx", **who)
    until(lambda: desk.read(imported)["state_name"] == "已导入1项", "the import")


def _is_resumed_by_hand(desk: Desk, notice: dict[str, Any]) -> None:
    """Whoever runs the system presses Resume: the run looks, and waits as before."""
    before = len(desk.office.ledger().load(ITEM).entries)
    assert desk.post(f"/flow_runs/{notice['id']}/resume", {})["status"] == "ACCEPT"
    desk.waits_again(notice)
    assert len(desk.office.ledger().load(ITEM).entries) == before


def _sleeps_through_its_period(desk: Desk, notice: dict[str, Any]) -> None:
    """Forty days pass in forty seconds; the run wakes by itself."""
    juece(desk, "skip", "1")
    desk.put(ITEM, "草案.txt", "说明.txt")
    days_take(desk, 1)
    desk.file(ITEM, "consultation.notice", year.NOTICE)
    asleep = desk.waiting(ITEM, "consultation", "征求意见中（2026-02-25起办理下一步）")
    assert asleep["id"] == notice["id"]
    assert asleep["state_type"] == "SCHEDULED"
    until(lambda: not turns(desk.read(notice)), "while the period runs it is nobody's turn")
    desk.waiting(ITEM, "consultation", "待意见采纳情况")
    days_take(desk, 86400)


def test_what_waits_is_reviewed_matter_by_matter_and_goes_out(at_work: Desk, webhook: Told) -> None:
    desk = at_work
    if "consultation.notice" not in desk.steps(ITEM):
        pytest.fail("the test before has not come to its end")
    assert not desk.office.site.exists(), "nothing goes out unreviewed"
    asked = open_review(desk)
    until(lambda: any("3事等待公开审查" in text for text in webhook.texts), "the notice")
    first, *others = proposed(desk.office)
    judged(desk, first)
    until(lambda: desk.read(asked)["state_name"] == "待审查：2事", "what is left to be reviewed")
    judged(desk, *others)
    page = desk.office.site / "demo/zwgk/zdjc/2026/01/index.html"
    until(page.is_file, "the page is out")
    until(lambda: desk.read(asked)["state_name"] == "已审查", "the end of the review")
    assert verify(Folder(desk.office.site)).whole
    assert len(desk.runs("review")) == 1, "one review at a time"


def open_review(desk: Desk) -> dict[str, Any]:
    """The run that waits for the review of what was filed last."""

    def look() -> dict[str, Any] | None:
        live = [run for run in desk.runs("review") if run["state_type"] == "PAUSED"]
        newest = desk.office.ledger().head(on=local_day(desk.office.now())).digest
        manifest = json.loads((desk.office.draft / "manifest.json").read_text("utf-8"))
        return live[0] if live and manifest["ledger"]["digest"] == newest else None

    drafts = desk.run("publication/发布")
    until(lambda: desk.read(drafts)["state_type"] == "COMPLETED", "the draft, and who is asked")
    return until(look, "the review")


def judged(desk: Desk, *matters: Proposed) -> None:
    """Agree to matters as a reviewer does at the desk."""
    agreed = {m.id: Reviewed(digest=m.matter.digest, verdict=Verdict.AGREED) for m in matters}
    assert review(desk.office, agreed, REVIEWER) == []


def _is_told_of_its_last_day(desk: Desk, webhook: Told) -> None:
    today = local_day(desk.office.now())
    awaited = lifecycle.awaiting(desk.office.ledger().load(ITEM), today)[0]
    assert awaited.due
    near = f"不晚于{awaited.due}（还有2天；"
    juece(desk, "skip", str((awaited.due - today).days - 2))
    until(lambda: any(near in text for text in webhook.texts), "the reminder of a night skipped")
    swept = desk.run("sweep/每日巡查")
    until(lambda: desk.read(swept)["state_type"] == "COMPLETED", "the sweep")
    assert desk.read(swept)["state_name"].startswith("提醒0件"), "it is told once"

    juece(desk, "skip", "5")
    missed = f"已逾期3天，应不晚于{awaited.due}（"
    until(lambda: any(missed in text for text in webhook.texts), "the missed last day")
    assert sum(near in text for text in webhook.texts) == 1


HIDDEN, UNIT = "示例甲工程实施方案", "示例丙处"
WHY = "示例乙机关定为国家秘密"
SECRET = {"due": "否", "reason": WHY, "ground": "国家秘密或者法律禁止公开"}
OTHER = "demo-2026-02"


def test_who_reads_the_engine_learns_nothing_of_a_secret_item(at_work: Desk) -> None:
    """It becomes secret on the way: what the engine was told before goes, and what comes is codes."""
    desk = at_work
    if not desk.office.ledger().catalogs():
        put(desk, "demo-2026", "entry.catalog", year.CATALOG)
    item = year.INCLUSION["item"] | {"no": 2, "name": HIDDEN, "units": [{"name": UNIT}]}
    put(desk, OTHER, "entry.inclusion", {"item": item})
    desk.waiting(OTHER, "entry", "待决定启动")
    unfit = year.START | {"determinations": {"consultation": year.DUE | {"reason": WHY}}}
    with pytest.raises(Refused):
        put(desk, OTHER, "entry.start", unfit)
    until(lambda: naming(kept(desk), UNIT), "the search finds what is there: the unit, in a tag")
    assert not naming(kept(desk), HIDDEN, WHY)

    made = year.START["determinations"] | {"consultation": SECRET}
    put(desk, OTHER, "entry.start", year.START | {"determinations": made})
    mine = f"item:{OTHER}"
    until(lambda: all("withheld" in run["tags"] for run in desk.runs(mine)), "the old runs gone")
    desk.waiting(OTHER, "legality_review", "待送审")
    swept = desk.run("sweep/每日巡查")
    until(lambda: desk.read(swept)["state_type"] == "COMPLETED", "the sweep")
    desk.waiting(OTHER, "legality_review", "待送审")
    assert desk.steps(OTHER)[-1] == "entry.start"
    assert not naming(kept(desk), HIDDEN, WHY, UNIT)
    assert not naming(events_of(desk), HIDDEN, WHY)


def test_a_catalog_that_would_end_the_run_is_not_taken(at_work: Desk) -> None:
    inbox = at_work.office.inbox()
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "远.xlsx").write_bytes(hostile.xlsx(hostile.far('r="a1"', 'r = "xfd1048576"')))
    (inbox / "外.yaml").symlink_to(at_work.office.home / "site.yaml")
    said = {
        "远.xlsx": "一条也没有写入",  # what stands in a file is not told here: flows/withheld.py
        "外.yaml": "不在材料文件夹内",
        "关于印发示例市老年助餐服务补贴标准调整方案的通知" * 4 + ".txt": "文件名太长，请改短",
        "a\x00.yaml": "看不见的控制符（U+0000）",
    }
    for name, told in said.items():
        run = at_work.run("catalog-import/导入目录", file=name, filed_by="演示经办人")
        until(lambda: at_work.read(run)["state_name"] == "未受理", name)  # noqa: B023
        assert told in str(at_work.read(run)["state"]["message"])


def test_what_earlier_programs_asked_by_forms_is_asked_no_more(at_work: Desk) -> None:
    """Their deployment, the run that waits for its form, and what was typed into any of them."""
    desk, api = at_work, at_work.api
    item = {**year.INCLUSION["item"], "no": 3, "name": "第三个方案"}
    put(desk, "demo-2026-03", "entry.inclusion", {"item": item})
    run = desk.waiting("demo-2026-03", "entry", "待决定启动")
    flow = api.get(f"/flow_runs/{run['id']}").json()["flow_id"]
    old = desk.post("/deployments/", {"name": SUPPLEMENT, "flow_id": flow})["id"]
    tags = ["item:demo-2026-03", f"stage:{SUPPLEMENT}"]
    asking = desk.post(f"/deployments/{old}/create_flow_run", {"tags": tags})
    keys = {key: f"supplement-0-{key}" for key in ("description", "response", "schema")}
    details = {"pause_reschedule": True, "pause_key": "x", "run_input_keyset": keys}
    for each in (run, asking):
        said = {"type": "PAUSED", "name": "退回：补正", "state_details": details}
        desk.post(f"/flow_runs/{each['id']}/set_state", {"state": said, "force": True})
        for key in keys.values():
            kept = {"key": key, "value": json.dumps("李四")}
            api.post(f"/flow_runs/{each['id']}/input", json=kept).raise_for_status()
    assert desk.inputs(run, "response")

    assert desk.end() == 0
    desk.begin()
    desk.waiting("demo-2026-03", "entry", "待决定启动")
    until(lambda: desk.read(asking)["state_type"] == "CANCELLED", "what asks no more")
    assert "改在工作台办理" in desk.read(asking)["state"]["message"]
    assert not desk.inputs(run, "")
    assert not desk.inputs(asking, "")
    assert api.get(f"/deployments/{old}").status_code == 404


def put(desk: Desk, item: str, step: str, payload: dict[str, Any]) -> None:
    now = desk.office.now()
    file_record(desk.office.ledger(), item, step, payload, actor=year.CLERK, at=now)


def naming(found: list[Any], *words: str) -> list[str]:
    """Those of what was found that hold one of the words."""
    written = (json.dumps(each, ensure_ascii=False) for each in found)
    return [each for each in written if any(word in each for word in words)]


def kept(desk: Desk) -> list[Any]:
    """All that the engine's interface gives to who reads it, but for events."""
    runs = desk.post("/flow_runs/filter", {"limit": 200})
    found = [*runs, *(desk.inputs(run, "") for run in runs)]
    for run in runs:
        found += desk.api.get("/flow_run_states/", params={"flow_run_id": run["id"]}).json()
    things = (
        "logs",
        "artifacts",
        "artifacts/latest",
        "task_runs",
        "deployments",
        "flows",
        "automations",
    )
    return found + [
        each for what in things for each in desk.post(f"/{what}/filter", {"limit": 200})
    ]


def events_of(desk: Desk) -> list[Any]:
    page = desk.post("/events/filter", {"limit": 50, "filter": {}})
    found = list(page["events"])
    while page["next_page"]:
        page = desk.api.get(page["next_page"]).raise_for_status().json()
        found += page["events"]
    assert any(OTHER in str(each) for each in found)
    return found
