"""程序履行情况 on the page: every duty with its state, and the JSON twin says the same."""

import json
from collections import Counter
from datetime import date

import pytest

from catalog.annual import AuthorityKind
from catalog.passport import DutyState
from catalog.public import PublicDossier, disclose
from catalog.public.year import Year
from catalog.record import Attribute, DocumentKind, Ground, Reason
from catalog.stages.consultation import Notice
from catalog.stages.entry import Inclusion
from pages.model.components import DutyRow
from pages.model.item_page import item_page
from pages.model.page import ItemPage
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, CATALOG, STORE, Filing, catalog_dossier
from tests.pages.edition import Edition, build
from tests.pages.reading import read


def row(page: ItemPage, slug: str) -> DutyRow:
    return next(one for one in page.passport if one.slug == slug)


def page_of(filing: Filing, as_of: date = AS_OF) -> ItemPage:
    return item_page(disclose(filing.dossier, as_of))


def test_the_page_shows_every_word_of_the_json(edition: Edition, html: dict[str, str]) -> None:
    for no in range(1, 15):
        twin = json.loads(edition.files[f"shmzj/zwgk/zdjc/2026/{no:02d}/item.json"])
        page = read(html[f"shmzj/zwgk/zdjc/2026/{no:02d}/chengxu/index.html"])
        section = page.of("main")[0]
        for duty in twin["passport"]:
            words = [duty["title"], duty["clause"], duty["word"], duty["when"], *duty["says"]]
            for text in (*words, *(one["text"] for one in duty["evidence"])):
                assert text in section.text, (no, duty["slug"])


def test_the_json_carries_the_whole_article_and_the_state(edition: Edition) -> None:
    twin = json.loads(edition.files["shmzj/zwgk/zdjc/2026/08/item.json"])
    duty = next(d for d in twin["passport"] if d["slug"] == "consultation")
    assert duty["article"] == "参照《重大行政决策程序暂行条例》第十五条第一款"
    assert (duty["clause"], duty["state"], duty["on"]) == ("第十五条第一款", "done", "2026-02-09")


def test_the_sums_add_up_to_the_rows(pages: dict[str, ItemPage]) -> None:
    for page in pages.values():
        text, tally = page.duties, Counter(one.word for one in page.passport)
        told = {state: f"{state.value}{tally[state.value]}项" in text for state in DutyState}
        assert told == {state: tally[state.value] > 0 for state in DutyState}
        assert text.startswith(f"{len(page.passport)}项：")


def test_a_department_follows_the_order_by_reference_and_a_government_directly() -> None:
    filing = dossiers.filing(1, "某事项")
    assert "本机关参照《重大行政决策程序暂行条例》办理" in page_of(filing).under
    government = CATALOG.authority.model_copy(update={"kind": AuthorityKind.GOVERNMENT})
    catalog = CATALOG.model_copy(update={"authority": government})
    page = page_of(Filing(catalog, dossiers.item(1, "某事项")))
    assert "本机关依照《重大行政决策程序暂行条例》办理" in page.under
    assert row(page, "meeting").clause == "第三十条第一款"


def test_a_state_is_a_word_with_a_shape_never_colour_alone(pages: dict[str, ItemPage]) -> None:
    for page in pages.values():
        for one in page.passport:
            assert one.shape
            assert one.word in list(DutyState)


def test_what_is_done_links_to_its_place_and_to_its_documents(pages: dict[str, ItemPage]) -> None:
    evidence = row(pages["in_force"], "consultation").evidence
    assert [one.text for one in evidence] == [
        "征求意见公告（见事项页）",
        "决策草案（征求意见稿，2026-02-09）",
        "起草说明（2026-02-09）",
    ]
    assert evidence[0].href == "../index.html#yijian"
    assert evidence[1].href.startswith("../files/")


def test_a_withheld_review_is_a_fact_with_a_date_and_no_document(
    pages: dict[str, ItemPage],
) -> None:
    one = row(pages["in_force"], "expert_review")
    assert (one.word, one.when) == ("已履行", "2026年3月5日")
    assert [link.href for link in one.evidence] == ["../index.html#zhuanjia"]


def test_the_reason_of_a_short_period_stands_in_its_row(pages: dict[str, ItemPage]) -> None:
    one = row(pages["consulting"], "consultation")
    assert (one.word, one.says[0]) == ("未到期", "期限至2026年7月8日。")
    reason = "缩短期限的说明（养老服务处、2026年6月15日）：台风季前须完成设施安全整改，时间紧迫。"
    assert one.says[-1] == reason


def test_what_is_missing_is_said_and_nothing_is_promised() -> None:
    filing = dossiers.through_meeting(dossiers.filing(1, "某事项"))
    one = row(page_of(filing), "publication")
    assert one.word == "未见履行材料"
    assert one.says[0] == (
        "应于2026年5月28日前完成，截至2026年6月30日没有登记履行材料，登记后在此更新。"
    )
    assert not any("预计" in line for duty in page_of(filing).passport for line in duty.says)


def test_a_short_period_that_nobody_explained_is_incomplete() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 4, 7)), date(2026, 4, 7))
    filing.file(dossiers.notice(date(2026, 4, 13), date(2026, 4, 24)), date(2026, 4, 13))
    one = row(page_of(filing), "consultation")
    assert one.word == "未见履行材料"
    assert one.says[0] == "截至2026年6月30日登记的材料不全，补充后在此更新。"
    assert one.says[-1] == "期限不足30日，没有登记缩短期限的说明。"


def test_the_matter_with_the_party_committee_is_not_on_the_page(html: dict[str, str]) -> None:
    assert not [path for path, body in html.items() if "请示报告" in body]


def test_internal_papers_are_said_once_to_stay_inside(pages: dict[str, ItemPage]) -> None:
    page = pages["published"]
    assert row(page, "legality_review").says == ("审查结果：合法。", "材料不公开。")
    assert page.passport_note == (
        "合法性审查、提交上会材料只公开事实、日期和结果，有关材料属于行政管理过程性信息"
        "（《中华人民共和国政府信息公开条例》第十六条第二款）。"
    )


# ------------------------------------------------------------------ beside the passport


def test_a_reason_is_signed_by_a_unit_and_never_by_a_person() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 4, 7)), date(2026, 4, 7))
    signed = Reason(rule="PUB-03", text="时间紧迫", by="王某某")
    early: Notice = dossiers.notice(date(2026, 4, 13), date(2026, 4, 24), reasons=(signed,))
    filing.file(early, date(2026, 4, 13))
    assert "王某某" not in page_of(filing).model_dump_json()
    assert (
        "缩短期限的说明（2026年4月13日）：时间紧迫。" in row(page_of(filing), "consultation").says
    )


def test_a_second_round_of_consultation_has_its_own_day_of_completion() -> None:
    filing = dossiers.through_consultation(dossiers.filing(1, "某事项"))
    again = dossiers.Amendment(kind=dossiers.AmendmentKind.NEW_ROUND, reason="草案有重大调整")
    filing.file(
        dossiers.notice(date(2026, 4, 13), date(2026, 5, 14)), date(2026, 4, 13), amends=again
    )
    assert disclose(filing.dossier, AS_OF).stage("consultation").completed_on is None
    filing.file(dossiers.adoption(date(2026, 5, 20)), date(2026, 5, 20))
    assert disclose(filing.dossier, AS_OF).stage("consultation").completed_on == date(2026, 5, 20)


def test_an_item_added_in_the_year_reads_so_with_its_reason() -> None:
    filing = dossiers.filing(1, "某事项")
    first = filing.dossier.entries[0]
    late = Inclusion(
        item=dossiers.item(1, "某事项"), added_on=date(2026, 4, 3), reason="落实新任务"
    )
    entry = first.model_copy(update={"record": late})
    dossier = dossiers.Dossier(filing.dossier.id, (entry,), CATALOG)
    [event] = disclose(dossier, AS_OF).events
    assert (event.what, event.reason) == ("新增列入年度目录", "落实新任务")
    one = row(item_page(disclose(dossier, AS_OF)), "listing")
    assert (one.when, one.says) == ("2026年4月3日", ("年内新增，理由：落实新任务。",))


def test_a_summary_goes_out_under_its_own_kind_while_the_full_report_stays() -> None:
    filing = dossiers.through_consultation(dossiers.filing(1, "某事项"))
    report = dossiers.risk_assessment(
        date(2026, 3, 10), date(2026, 3, 30), attribute=Attribute.SUMMARY, ground=Ground.PRIVATE
    )
    summary = dossiers.document("风险评估报告（摘要）", DocumentKind.SUMMARY)
    documents = (*report.documents, summary)
    filing.file(report.model_copy(update={"documents": documents}), date(2026, 3, 30))
    public = disclose(filing.dossier, AS_OF)
    risk = [d.title for d in public.documents if d.step == "risk_assessment.report"]
    assert risk == ["风险评估报告（摘要）"]
    evidence = row(item_page(public), "risk_assessment").evidence
    assert [one.text for one in evidence] == ["风险评估报告（见事项页）", "风险评估报告（摘要）"]


@pytest.mark.parametrize(("name", "halves"), [("in_force", ("2026年2月9日", "至3月12日"))])
def test_a_period_in_the_timeline_breaks_between_its_days_only(
    pages: dict[str, ItemPage], name: str, halves: tuple[str, str]
) -> None:
    mark = next(m for m in pages[name].timeline if m.title == "公开征求意见")
    assert (mark.when, mark.until) == halves


def test_the_page_above_several_authorities_says_what_each_holds() -> None:
    other = CATALOG.model_copy(
        update={"authority": dossiers.Authority(id="qmzj", name="某区民政局")}
    )
    years = [
        Year(catalog_dossier(), [dossiers.filing(1, "甲事项").dossier]),
        Year(catalog_dossier(other), [Filing(other, dossiers.item(1, "乙事项")).dossier]),
    ]
    edition = build(years, AS_OF, HEAD, STORE.__getitem__)
    assert edition.files["index.html"].decode().count("<span>2026年度1项</span>") == 2


def test_the_samples_show_every_state_of_a_duty(public: dict[str, PublicDossier]) -> None:
    assert {duty.state for one in public.values() for duty in one.duties} >= {
        DutyState.DONE,
        DutyState.NOT_APPLICABLE,
        DutyState.NOT_YET,
    }
