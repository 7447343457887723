"""A decision in force: its execution, its changes, and the end of it, each told with its reason."""

from datetime import date

from catalog.public import disclose
from catalog.stages.disclosure import DecisionChange, ExecutionReport
from catalog.states import ChangeKind
from pages.html.layout import Assets, item_frame
from pages.html.render import render_item
from pages.model.item_page import item_page
from pages.model.page import ItemPage
from tests.pages import dossiers
from tests.pages.dossiers import AS_OF, Filing
from tests.pages.reading import read

ASSETS = Assets("static/a.css", "static/a.svg")
REPORT = ExecutionReport(
    unit="养老服务处",
    reported_on=date(2026, 6, 10),
    progress="已有120个助餐点开放周末供餐。",
    problem="个别街道配套资金没有到位",
    evaluation_proposed="建议明年评估",
)


def decided(**more: object) -> Filing:
    filing = dossiers.through_meeting(dossiers.filing(1, "某事项"))
    record = dossiers.publication(date(2026, 5, 12), date(2026, 6, 1)).model_copy(update=more)
    filing.file(record, date(2026, 5, 12))
    return filing.file(dossiers.interpretation(date(2026, 5, 12)), date(2026, 5, 12))


def change(kind: ChangeKind, on: date = date(2026, 6, 20)) -> DecisionChange:
    return DecisionChange(
        change=kind,
        decided_on=on,
        decided_by="局长办公会议",
        reason="上位法修改。",
        procedure="合法性审查、集体讨论决定",
    )


def page_of(filing: Filing) -> ItemPage:
    return item_page(disclose(filing.dossier, AS_OF))


def facts(page: ItemPage) -> dict[str, str]:
    return {fact.term: "".join(fact.values) for fact in page.labels}


def test_nothing_is_said_of_execution_before_there_is_something_to_say() -> None:
    page = page_of(decided())
    assert "zhixing" not in {section.id for section in page.sections}
    assert facts(page)["有效性"] == "有效"


def test_a_report_is_told_without_what_it_found_wrong() -> None:
    filing = decided().file(REPORT, date(2026, 6, 11))
    html = render_item(page := page_of(filing), item_frame(page, ASSETS))
    assert REPORT.progress in html
    assert page.updates[0].what == "登记执行情况"
    for internal in (REPORT.problem, REPORT.evaluation_proposed):
        assert internal not in html
        assert internal not in disclose(filing.dossier, AS_OF).model_dump_json()


def test_a_stopped_decision_keeps_its_page_and_says_so_first() -> None:
    filing = decided().file(REPORT, date(2026, 6, 11))
    page = page_of(filing.file(change(ChangeKind.STOPPED), date(2026, 6, 20)))
    assert page.chip.word == "已停止执行"
    assert page.banner.now == "本决策已于2026年6月20日停止执行，理由：上位法修改。"
    assert page.banner.action
    assert page.banner.action.href == "#zhixing"
    assert facts(page)["有效性"] == "停止执行"
    assert page.updates[0].what == "登记决策变更：停止执行"
    assert page.updates[0].reason == "上位法修改。"
    told = read(render_item(page, item_frame(page, ASSETS)))
    assert {"zhixing", "jieguo"} <= set(told.ids())
    assert "履行的程序：合法性审查、集体讨论决定。" in told.of("main")[0].text


def test_an_urgent_suspension_says_what_comes_next() -> None:
    page = page_of(decided().file(change(ChangeKind.SUSPENDED), date(2026, 6, 20)))
    assert page.chip.word == "已中止执行"
    assert page.banner.next.startswith("恢复执行、调整或者停止执行的决定作出后")
    mark = next(m for m in page.timeline if m.title == "执行")
    assert (mark.word, mark.anchor) == ("已中止执行", "zhixing")


def test_an_adjusted_decision_is_in_force_and_says_that_it_was_adjusted() -> None:
    page = page_of(decided().file(change(ChangeKind.ADJUSTED), date(2026, 6, 20)))
    assert page.chip.word == "执行中"
    assert facts(page)["有效性"] == "有效（已调整）"


def test_a_document_that_ran_out_says_so() -> None:
    page = page_of(decided(expires_on=date(2026, 6, 29)))
    assert page.chip.word == "已失效"
    assert page.banner.now == "决策文件的有效期已于2026年6月29日届满，文件已经失效。"
    assert facts(page)["有效性"] == "已失效"


def test_a_document_not_yet_effective_says_so() -> None:
    assert facts(page_of(decided(effective_on=date(2026, 8, 1))))["有效性"] == "尚未施行"
