"""The chip and the banner: one word, and the sentence that says what it means today."""

from datetime import date

import pytest

from catalog.public import PublicDossier, disclose
from catalog.stages.entry import Adjustment
from catalog.states import Change, Status
from pages.model.banner import CHIPS
from pages.model.item_page import item_page
from pages.model.page import ItemPage
from tests.pages import dossiers
from tests.pages.dossiers import AS_OF

WORDS = {
    "not_started": "未开始",
    "drafting": "起草论证中",
    "consulting": "征求意见中",
    "studying": "研究采纳中",
    "before_meeting": "待审议",
    "before_publication": "待公布",
    "published": "已公布",
    "in_force": "执行中",
    "evaluated": "已评估",
    "postponed": "已延期",
    "withdrawn": "已调出目录",
    "terminated": "已终止",
    "deferred": "已延期",
}


@pytest.mark.parametrize(("name", "word"), WORDS.items())
def test_the_chip_is_the_status_in_one_word(
    pages: dict[str, ItemPage], name: str, word: str
) -> None:
    assert pages[name].chip.word == word


def test_every_status_has_a_shape_and_a_colour() -> None:
    assert set(CHIPS) == set(Status)
    assert {colour for _, colour in CHIPS.values()} == {"green", "brown", "blue", "grey", "red"}


def test_a_deadline_has_a_clock_time_and_a_zone(pages: dict[str, ItemPage]) -> None:
    banner = pages["consulting"].banner
    assert "截止时间为2026年7月8日24时（北京时间）" in banner.now
    assert banner.action
    assert (banner.action.text, banner.action.external) == ("我要提意见", True)


def test_every_banner_says_what_comes_next(pages: dict[str, ItemPage]) -> None:
    for page in pages.values():
        assert page.banner.now.endswith("。")
        assert page.banner.next.endswith("。")


def test_a_published_decision_says_since_when_it_applies(pages: dict[str, ItemPage]) -> None:
    expected = "决策结果已于2026年5月12日公布，自2026年8月1日起施行。"
    assert pages["published"].banner.now == expected


def test_a_shortened_period_is_explained_beside_it(pages: dict[str, ItemPage]) -> None:
    facts = {fact.term: fact.values for fact in pages["consulting"].rounds[0].facts}
    assert facts["缩短期限的说明"] == ("台风季前须完成设施安全整改，时间紧迫",)
    assert facts["期限"] == ("23日（公告当日不计入）",)


def test_a_closing_day_that_is_a_day_off_is_moved_and_says_so() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 5, 11)), date(2026, 5, 11))
    filing.file(dossiers.notice(date(2026, 5, 20), date(2026, 6, 20)), date(2026, 5, 20))
    page = item_page(disclose(filing.dossier, date(2026, 6, 21)))
    facts = {fact.term: fact.values for fact in page.rounds[0].facts}
    assert page.chip.word == "征求意见中"
    assert "为休息日，顺延至2026年6月22日" in facts["期限"][1]


def test_afterwards_only_the_kinds_of_ways_to_answer_are_told(
    html: dict[str, str], public: dict[str, PublicDossier]
) -> None:
    closed = "网站、电子邮箱、信函、电话（征求意见已结束）"
    over, open_ = (html[f"shmzj/zwgk/zdjc/2026/{no}/index.html"] for no in ("08", "03"))
    assert closed in over
    assert closed not in open_
    (mail,) = (w for w in public["consulting"].consultations[0].ways if "@" in w.detail)
    assert mail.detail in open_
    assert mail.detail not in over


def test_numbers_add_up_and_keep_public_and_units_apart(pages: dict[str, ItemPage]) -> None:
    adoption = pages["published"].adoptions[0]
    assert adoption.sum == "公众来件4件，单位来件16件，归纳为意见5条。"
    assert adoption.shares
    told = [(row.label, row.number) for row in adoption.shares.rows]
    assert told == [("未采纳", 1), ("部分采纳", 1), ("采纳", 3)]
    assert adoption.shares.total == 5
    facts = {fact.term: fact.values for fact in adoption.facts}
    assert facts["社会公众"][1] == "意见4条：采纳2条、部分采纳1条、未采纳1条。"
    assert facts["征求意见单位"][1] == "意见1条：采纳1条。"


@pytest.mark.parametrize(
    ("change", "word"),
    [(Change.CARRIED, "已结转"), (Change.MERGED, "已合并"), (Change.SPLIT, "已拆分")],
)
def test_what_goes_on_as_another_item_is_not_told_to_be_given_up(change: Change, word: str) -> None:
    old = dossiers.filing(1, "某事项")
    old.file(dossiers.start(date(2026, 5, 11)), date(2026, 5, 11))
    adjusted = Adjustment(
        change=change,
        adjusted_on=date(2026, 6, 1),
        reason="年内不能办结",
        continued_as=("shmzj-2027-03",),
    )
    old.file(adjusted, date(2026, 6, 1))
    page = item_page(disclose(old.dossier, AS_OF))
    assert page.chip.word == word
    said = page.model_dump_json()
    assert "不再作出决策" not in said
    assert "由2027年度目录第3项继续办理" in said
    [link] = [f.link for f in page.explanation.paragraphs if f.term == "接续办理"]
    assert link is not None
    assert link.href == "../../2027/03/index.html"
    new = dossiers.item(3, "某事项（续）").model_copy(update={"continues": ("shmzj-2026-01",)})
    page = item_page(disclose(dossiers.Filing(dossiers.CATALOG, new).dossier, AS_OF))
    [link] = [f.link for f in page.explanation.paragraphs if f.term == "承接自"]
    assert link is not None
    assert (link.href, link.text) == ("../../2026/01/index.html", "2026年度目录第1项")
