"""An officer at the interface: starts an item, sees where it stands and the way to the desk."""

from collections.abc import Iterator

import pytest

from tests.flows import year
from tests.flows.engine import Desk, desk, until
from tests.flows.screen import Screen, screen
from tests.pages.chromium import CHROMIUM, REQUIRED, started
from web.desk.founding import PASSWORD

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and not REQUIRED, reason="没有安装 Chromium"),
]
ENTRY = f"{year.ITEM} 列入目录"
BOARD = f"/runs?tags=item:{year.ITEM}"
KNOWN_HOST = "amplitude.com"
"""The interface's own analytics, which nothing switches off; offices block it at the proxy."""


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("ui"), since="2026-01-15") as made:
        made.put(year.ITEM, "草案.txt", "说明.txt")  # the run of a listed item asks at once
        year.found(made.office)
        yield made


@pytest.fixture
def at_screen(at_work: Desk) -> Iterator[Screen]:
    with screen(at_work) as shown:
        yield shown


def test_a_wrong_id_is_told_where_the_run_opens_and_nothing_is_to_be_resumed(
    at_work: Desk, at_screen: Screen
) -> None:
    at, wrong = at_screen, "demo-2026-99"
    at.run("启动事项", 事项编号=wrong)
    until(lambda: at_work.runs("常用")[-1]["state_name"] == "未受理", "the end")
    at.go("/runs")
    at.page.get_by_role("link", name=f"启动 {wrong}", exact=True).click()
    at.sees(f"未受理：没有编号为“{wrong}”的事项。目录中有：{year.ITEM}")
    at.shot("wrong")
    at.page.get_by_role("button", name="Open menu").first.click()
    at.page.get_by_role("menuitem", name="Copy to new run").wait_for()
    assert not at.page.get_by_role("menuitem", name="Resume").count()


def test_nothing_in_the_list_of_runs_has_an_english_name(at_work: Desk, at_screen: Screen) -> None:
    def english() -> list[str]:
        every = at_work.runs()
        assert every
        return [run["name"] for run in every if run["name"].isascii()]

    until(lambda: len(at_work.runs("自动运行")) >= 9, "three runs of each nightly deployment")
    until(lambda: not english(), "Chinese names")
    at_screen.go("/deployments")
    at_screen.page.get_by_role("link", name="每日巡查", exact=True).click()
    at_screen.page.get_by_role("tab", name="Upcoming").click()
    at_screen.page.get_by_role("link", name="每日巡查", exact=True).first.wait_for()


def test_an_officer_starts_an_item_and_sees_where_it_stands(
    at_work: Desk, at_screen: Screen
) -> None:
    desk, at, item = at_work, at_screen, year.ITEM
    at.run("启动事项", 事项编号=item)
    asked = desk.waiting(item, "entry", "待决定启动")
    at.filter("turn:养老服务处")
    at.page.get_by_role("link", name=ENTRY, exact=True).wait_for()
    at.sees("待决定启动")
    at.shot("runs")
    at.go(f"/runs/flow-run/{asked['id']}?tab=Artifacts")
    at.sees("要办什么，各阶段办到哪里")
    at.page.get_by_role("heading", name=f"{item}-entry").click()
    at.page.locator("a[href*='/artifacts/artifact/']").first.click()
    at.sees("办理进度（2026-01-15）")
    link = at.page.get_by_role("link", name="在工作台填写“决定启动”")
    assert str(link.get_attribute("href")).endswith(f"/shixiang/{item}/entry.start")
    at.shot("stages")

    desk.file(item, "entry.start", year.START)
    notice = desk.waiting(item, "consultation", "待征求意见公告")
    at.go(BOARD)
    for shown in ("已完成", "待征求意见公告", "办理中：公开征求意见"):
        at.sees(shown)
    at.shot("next")
    desk.file(item, "consultation.notice", {**year.NOTICE, "published_on": "2026-01-15"})
    desk.waiting(item, "consultation", "征求意见中（2026-02-25起办理下一步）")
    at.go(f"/runs/flow-run/{notice['id']}")
    at.sees("征求意见中（2026-02-25起办理下一步）")
    at.shot("waiting")
    at.go("/artifacts")
    at.sees(f"{item}：办理进度")
    at.go("/automations")
    at.sees("到期和逾期提醒")
    assert all(host.endswith(KNOWN_HOST) for host in at.blocked), at.blocked


def test_resume_asks_for_nothing_and_changes_nothing(at_work: Desk, at_screen: Screen) -> None:
    desk, at, item = at_work, at_screen, year.ITEM
    if "consultation.notice" not in desk.steps(item):
        pytest.fail("the test before has not come to its end")
    drafts = desk.run("publication/发布")
    until(lambda: desk.read(drafts)["state_type"] == "COMPLETED", "the draft, and who is asked")
    until(lambda: desk.runs("review")[-1:], "the review")
    waits = until(
        lambda: [r for r in desk.runs("review") if r["state_name"] == "待审查：3事"], "it waits"
    )[-1]
    at.go(f"/runs/flow-run/{waits['id']}")
    at.sees("待审查：3事")
    at.page.get_by_role("button", name="Open menu").first.click()
    at.page.get_by_role("menuitem", name="Resume").click()
    dialog = at.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Resume").wait_for()
    assert not dialog.get_by_role("textbox").count(), "there is nothing to type"
    at.shot("resume")
    dialog.get_by_role("button", name="Resume").click()
    desk.waits_again(waits)
    assert not desk.office.site.exists()


def test_the_interface_is_read_behind_the_sign_in_of_the_desk_and_nothing_is_changed_there(
    at_work: Desk,
) -> None:
    at = f"http://127.0.0.1:{at_work.port + 1}"
    run = until(lambda: at_work.runs(f"item:{year.ITEM}"), "a run of the item")[-1]
    with started() as browser:
        page = browser.new_page()
        page.goto(f"{at}/engine/v2/runs?tags=item:{year.ITEM}")
        page.get_by_label("用户名").fill("fagui")
        page.get_by_label("口令").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{at}/v2/runs**", wait_until="commit")
        answered: list[str] = []
        page.on("response", lambda told: answered.append(told.url))
        page.goto(f"{at}/engine/v2/runs?tags=item:{year.ITEM}")
        page.get_by_role("link", name=run["name"], exact=True).first.wait_for()
        page.goto(f"{at}/engine/v2/runs/flow-run/{run['id']}")
        page.get_by_text(run["name"]).first.wait_for()
        assert [url for url in answered if not url.startswith(f"{at}/")] == []
        asked = """path => fetch(path, {method: 'POST', body: '{}',
            headers: {'content-type': 'application/json'}}).then(told => told.status)"""
        for what in ("set_state", "resume", "input"):
            assert page.evaluate(asked, f"/api/flow_runs/{run['id']}/{what}") == 403
        page.goto(f"{at}/shixiang/{year.ITEM}/liucheng")
        page.get_by_role("link", name=run["name"], exact=True).first.wait_for()
        page.goto(f"{at}/liucheng")
        page.get_by_role("button", name="启动“每日巡查”").click()
        page.get_by_text("已经启动“每日巡查”").wait_for()
