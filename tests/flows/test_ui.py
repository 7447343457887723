"""An officer at the interface: starts an item, is refused, corrects it, sees the next form."""

from collections.abc import Iterator

import pytest

from tests.flows import year
from tests.flows.engine import WHO, Desk, desk, until
from tests.flows.screen import Screen, screen
from tests.pages.chromium import CHROMIUM, REQUIRED, started
from web.desk.founding import PASSWORD

pytestmark = [
    pytest.mark.prefect,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and not REQUIRED, reason="没有安装 Chromium"),
]
ENTRY, CONSULTATION = f"{year.ITEM} 列入目录", f"{year.ITEM} 公开征求意见"
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


def test_an_officer_is_refused_corrects_and_goes_on(at_work: Desk, at_screen: Screen) -> None:
    desk, at, item = at_work, at_screen, year.ITEM
    at.run("启动事项", 事项编号=item)
    desk.waiting(item, "entry", "待决定启动")

    at.filter(f"item:{item}")
    at.sees("待决定启动")
    at.shot("runs")
    form = at.form(ENTRY)
    form.get_by_text(str(desk.office.inbox(item))).wait_for()
    form.get_by_text("草案.txt").wait_for()
    assert form.get_by_label("经办处室").input_value() == "养老服务处", "the leading unit is known"
    assert "Property is type" not in form.inner_text(), "no choice of types to make"
    at.shot("form")
    form.get_by_role("button", name="Resume").click()
    at.sees("is a required property")
    form.get_by_label("经办人").fill("演示经办人")
    at.date(form, "决定启动日期", "2026-01-15")
    form.get_by_label("决定启动的机关或者负责人职务").fill("局长办公会议")
    form.get_by_role("button", name="Add item").nth(3).click()
    form.get_by_label("标题").fill("启动决策的建议")
    at.choose(form.get_by_label("类别").last, "其他材料")
    form.get_by_label("文件名").fill("没有.txt")
    at.hand_in(form)
    desk.waiting(item, "entry", "退回：补正")

    at.go(BOARD)
    at.sees("退回：补正")
    form = at.form(ENTRY)
    form.get_by_text("材料第1项：找不到文件“没有.txt”").wait_for()
    kept = {name: form.get_by_label(name).input_value() for name in ("经办人", "标题", "文件名")}
    assert kept == {"经办人": "演示经办人", "标题": "启动决策的建议", "文件名": "没有.txt"}
    assert "January 15th, 2026" in form.get_by_label("决定启动日期").inner_text()
    form.get_by_label("文件名").fill("说明.txt")
    at.hand_in(form)
    until(lambda: len(desk.office.ledger().refusals(item)) == 2, "refused by the law as well")
    desk.waiting(item, "entry", "退回：补正")

    at.go(BOARD)
    form = at.form(ENTRY)
    form.get_by_text("（规则 CAT-12）").first.wait_for()
    form.get_by_text("改法：").first.wait_for()
    at.shot("refused")
    for number, due in enumerate(["是", "否", "否"]):
        at.choose(form.get_by_label("是否应当履行").nth(number), due)
        form.get_by_label("理由", exact=True).nth(number).fill(
            "涉及老年人切身利益" if due == "是" else "不涉及"
        )
    at.choose(form.get_by_label("决策事项建议的来源"), "决策机关领导人员")
    form.get_by_label("不涉及其他单位职责的说明").fill("只涉及本局的职责")
    for number in range(5):
        at.choose(form.get_by_label("Select 是否", exact=True).nth(number), "否")
        form.get_by_label("依据或者理由").nth(number).fill("没有此类规定")
    at.hand_in(form)
    desk.waiting(item, "entry", "已完成")
    desk.waiting(item, "consultation", "待征求意见公告")
    assert desk.steps(item) == ["entry.inclusion", "entry.start"]

    at.go(BOARD)
    at.sees("已完成")
    at.sees("待征求意见公告")
    at.sees("办理中：公开征求意见")
    at.shot("next")
    assert all(host.endswith(KNOWN_HOST) for host in at.blocked), at.blocked


def test_what_is_asked_and_what_stands_open_can_be_read(at_work: Desk, at_screen: Screen) -> None:
    desk, at, item = at_work, at_screen, year.ITEM
    if "entry.start" not in desk.steps(item):
        pytest.fail("the first test of this module has not come to its end")
    asked = desk.waiting(item, "consultation", "待征求意见公告")
    at.go(f"/runs/flow-run/{asked['id']}?tab=Artifacts")
    at.sees(f"{item}-consultation")
    at.sees("要填什么，各阶段办到哪里")
    at.page.get_by_role("heading", name=f"{item}-consultation").click()
    at.page.locator("a[href*='/artifacts/artifact/']").first.click()
    at.sees("办理进度（2026-01-15）")
    at.shot("stages")
    at.go("/artifacts")
    at.sees(f"{item}：办理进度")
    at.shot("artifacts")
    notice = WHO | year.NOTICE_FORM | {"published_on": "2026-01-15"}
    assert desk.answer(asked, notice) == "ACCEPT"
    desk.waiting(item, "consultation", "征求意见中（2026-02-25起办理下一步）")
    at.go(BOARD)
    at.sees("征求意见中（2026-02-25起办理下一步）")
    at.shot("waiting")
    wrong = desk.run("catalog-import/导入目录", file="没有.yaml", filed_by="演示经办人")
    until(lambda: desk.read(wrong)["state_name"] == "未受理", "no such catalog")
    at.go(f"/runs/flow-run/{wrong['id']}?tab=Details")
    at.sees("里没有文件“没有.yaml”")
    at.go("/automations")
    at.sees("到期和逾期提醒")
    at.shot("automations")


def test_an_officer_corrects_what_is_on_file(at_work: Desk, at_screen: Screen) -> None:
    desk, at, item = at_work, at_screen, year.ITEM
    if "entry.start" not in desk.steps(item):
        pytest.fail("the first test of this module has not come to its end")
    at.go("/deployments")
    at.page.get_by_role("link", name="补充登记", exact=True).click()
    at.page.get_by_role("button", name="Run", exact=True).click()
    at.page.get_by_role("menuitem", name="Custom run").click()
    at.page.get_by_label("事项编号").fill(item)
    at.choose(at.page.get_by_label("材料"), "决定启动")
    at.choose(at.page.get_by_label("办法"), "更正")
    at.shot("supplement")
    at.page.get_by_role("button", name="Submit").click()
    at.page.get_by_role("button", name="Submit").wait_for(state="hidden")
    asked = desk.waiting(item, "补充登记", "待决定启动")
    at.go(BOARD)
    form = at.form(f"{item} 补充登记：决定启动（更正）")
    assert form.get_by_label("决定启动的机关或者负责人职务").input_value() == "局长办公会议"
    at.shot("correction")
    form.get_by_label("更正的理由").fill("决定机关写错")
    form.get_by_label("经办人").fill("演示经办人")
    form.get_by_label("决定启动的机关或者负责人职务").fill("局党组会议")
    at.hand_in(form)
    until(lambda: desk.read(asked)["state_name"] == "已登记", "the correction")
    corrected = desk.office.ledger().load(item).entries[-1]
    assert (corrected.step, corrected.amends.reason) == ("entry.start", "决定机关写错")
    assert corrected.record.decided_by == "局党组会议"
    assert corrected.record.documents[0].name == "说明.txt", "papers on file stay"


def test_a_reviewer_sees_what_changed_and_lets_it_out(at_work: Desk, at_screen: Screen) -> None:
    desk, at, item = at_work, at_screen, year.ITEM
    if "consultation.notice" not in desk.steps(item):
        pytest.fail("the test before has not come to its end")
    drafts = desk.run("publication/发布")
    until(lambda: desk.read(drafts)["state_type"] == "COMPLETED", "the draft, and who is asked")
    drafted = desk.office.draft / "demo/zwgk/zdjc/2026/01/index.html"
    assert "征求意见中" in drafted.read_text("utf-8")
    until(lambda: desk.runs("review")[-1]["state_name"] == "待审查：3事", "the review")
    assert not desk.office.site.exists()
    at.go("/runs?tags=review")
    at.sees("待审查：3事")
    form = at.form("公开审查", asks="审查人")
    form.get_by_text("+决策事项").first.wait_for()
    at.shot("review")
    form.get_by_label("审查人", exact=True).fill("示例审查人")
    form.get_by_label("审查人处室", exact=True).fill("示例保密审查岗")
    for matter in ("demo-2026", item, "website"):
        at.choose(form.get_by_label(f"{matter} ").first, "同意公开")
    at.hand_in(form)
    page = desk.office.site / "demo/zwgk/zdjc/2026/01/index.html"
    until(page.is_file, "the page is out")
    at.page.goto(page.as_uri())
    at.sees("征求意见中")
    at.shot("page")
    at.page.goto((desk.office.site / "editions.html").as_uri())
    at.sees("示例保密审查岗")


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
