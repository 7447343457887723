"""Sections: fixed order, one state each, and the fixed words of every empty state."""

from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from catalog.annual import PublicSource, Reform, ReformKind
from catalog.dossier import Dossier, Shown
from catalog.opinion import Opinion, Outcome
from catalog.public import PublicDossier, disclose
from catalog.public.year import Year
from catalog.record import Attribute, DocumentKind, Ground
from catalog.stages import STEPS
from catalog.stages.consultation import Counts, Mode, Participation
from catalog.stages.decision import Attendance
from catalog.stages.entry import Adjustment, Inclusion
from catalog.states import Change, MeetingOutcome, Status
from catalog.timezone import SHANGHAI
from checks.standard import check
from pages.model.item_page import item_page
from pages.model.page import ItemPage
from pages.model.states import State
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, CATALOG, Filing
from tests.pages.edition import build
from tests.pages.reading import read

ORDER = [
    "jieguo",
    "caina",
    "liexi",
    "yijian",
    "shuoming",
    "zhuanjia",
    "fengxian",
    "pinggu",
]
SILENT = {State.E1, State.E2, State.E3, State.E5, State.E7, State.E9}
MANDATORY = {"caina", "liexi", "jieguo"}


def said(page: ItemPage, section: str) -> tuple[State, str]:
    found = page.section(section)
    return found.state, found.text


def as_page(filing: Filing, as_of: date = AS_OF) -> ItemPage:
    return item_page(disclose(filing.dossier, as_of))


def test_sections_stand_in_their_order(pages: dict[str, ItemPage]) -> None:
    for name, page in pages.items():
        told = [section.id for section in page.sections]
        order = sorted(ORDER, key=lambda id_: id_ != "yijian") if name == "consulting" else ORDER
        assert told == [id_ for id_ in order if id_ in told]
        assert sorted(section.id for section in page.every_section) == sorted(ORDER)


def test_what_has_no_contents_is_told_together_and_each_reason_once(
    pages: dict[str, ItemPage], html: dict[str, str]
) -> None:
    for page in pages.values():
        assert all(section.state not in SILENT for section in page.sections)
        reasons = [silence.text for silence in page.silent]
        assert len(reasons) == len(set(reasons))
        body = html[f"shmzj/zwgk/zdjc/2026/{page.no:02d}/index.html"]
        told = {text: body.count(f">{text}<") for text in reasons}
        told[page.banner.now] = told.get(page.banner.now, 2) - 1  # it answers before all others
        assert set(told.values()) == {1}


def test_an_item_out_of_the_catalog_says_so_once(pages: dict[str, ItemPage]) -> None:
    gone = [one for one in pages["withdrawn"].silent if "调出目录" in one.text]
    assert [len(one.sections) > 3 for one in gone] == [True]


def test_the_first_screen_answers_for_every_mandatory_section(pages: dict[str, ItemPage]) -> None:
    said = {name: {a.href: a.said for a in page.answers} for name, page in pages.items()}
    assert all(set(one) == {f"#{id_}" for id_ in MANDATORY} for one in said.values())
    assert all(text for one in said.values() for text in one.values())
    assert said["published"]["#jieguo"] == "通过，8月1日施行"
    assert said["published"]["#caina"] == "5条：采纳3、部分1、未采纳1"
    assert said["consulting"]["#caina"] == "正在征求意见，7月8日截止"
    assert said["not_started"]["#liexi"] == "尚未开展，计划第四季度"
    assert said["terminated"]["#liexi"] == "未邀请，理由见此"


def test_every_section_carries_exactly_one_state(html: dict[str, str]) -> None:
    for path, body in html.items():
        sections = [e for e in read(body).of("section") if "data-state" in e.attributes]
        if "/2026/" in path and path.count("/") == 5:
            assert sorted(s.attributes["id"] for s in sections) == sorted(ORDER), path
            assert all(s.attributes["data-state"] in list(State) for s in sections), path


def test_an_empty_section_is_never_silent(pages: dict[str, ItemPage]) -> None:
    for page in pages.values():
        for section in page.every_section:
            assert section.text or section.state is State.CONTENT, (page.id, section.id)


def test_a_mandatory_section_is_never_withheld(pages: dict[str, ItemPage]) -> None:
    for name, page in pages.items():
        states = {id_: page.section(id_).state for id_ in MANDATORY}
        assert State.E5 not in states.values()
        if name == "exempt":  # without a consultation there is lawfully nothing to adopt (713-14)
            assert states.pop("caina") is State.E7
        assert State.E7 not in states.values()


def test_the_outcome_is_read_first(pages: dict[str, ItemPage]) -> None:
    leads = {name: page.sections[0].id for name, page in pages.items()}
    with_result = {"published", "in_force", "evaluated"}
    assert {name for name, lead in leads.items() if lead == "jieguo"} == with_result
    assert leads["consulting"] == "yijian"


def test_what_is_planned_says_when(pages: dict[str, ItemPage]) -> None:
    text = "尚未开展。计划于2026年第四季度作出决策，完成后在此公布。"
    assert said(pages["not_started"], "jieguo") == (State.E1, text)
    assert said(pages["not_started"], "yijian") == (State.E1, text)


def test_a_missing_plan_is_said() -> None:
    text = "尚未开展。计划时间未载明，完成后在此公布。"
    page = as_page(dossiers.filing(1, "某事项", planned=""))
    assert said(page, "jieguo") == (State.E1, text)


def test_a_plan_that_has_passed_is_not_repeated_as_a_plan() -> None:
    page = as_page(dossiers.filing(1, "某事项", planned="2026-Q1"))
    text = "尚未开展。原计划决策时间为2026年第一季度，新的计划时间未载明，完成后在此公布。"
    assert said(page, "jieguo") == (State.E1, text)


def test_what_is_under_way_says_since_when(pages: dict[str, ItemPage]) -> None:
    text = "正在开展（2026年6月15日起）。完成后在此公布。"
    assert said(pages["consulting"], "caina") == (State.E2, text)
    text = "正在开展（2026年5月19日起）。完成后在此公布。"
    assert said(pages["studying"], "caina") == (State.E2, text)


def test_what_is_done_but_not_out_says_by_when(pages: dict[str, ItemPage]) -> None:
    text = "已于2026年6月18日完成，材料正在进行公开审查，预计2026年7月17日公布。"
    assert said(pages["studying"], "zhuanjia") == (State.E3, text)
    text = "已于2026年6月22日经会议审议通过，材料正在进行公开审查，预计2026年7月20日前公布。"
    assert said(pages["before_publication"], "jieguo") == (State.E3, text)


def test_a_set_day_of_publication_is_said() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 6, 1)), date(2026, 6, 1))
    review = dossiers.expert_review(date(2026, 6, 18), date(2026, 7, 3))
    page = as_page(filing.file(review, date(2026, 6, 19)))
    text = "已于2026年6月18日完成，材料正在进行公开审查，预计2026年7月3日公布。"
    assert said(page, "zhuanjia") == (State.E3, text)
    assert page.expert_review is None


def test_what_has_no_day_is_public_with_the_page_that_tells_it() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 6, 1)), date(2026, 6, 1))
    page = as_page(filing.file(dossiers.expert_review(date(2026, 6, 18), None), date(2026, 6, 19)))
    assert said(page, "zhuanjia") == (State.CONTENT, "")
    assert page.expert_review
    assert [f.term for f in page.expert_review.facts if "公" in f.term] == []
    assert page.updates[0].what == "登记专家论证情况"


def test_what_waited_for_its_day_was_not_filed_on_it() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 6, 1)), date(2026, 6, 1))
    review = dossiers.expert_review(date(2026, 6, 5), date(2026, 6, 12))
    page = as_page(filing.file(review, date(2026, 6, 10)))
    told = [(one.on.day, one.what) for one in page.updates[:2]]
    assert told == [(12, "专家论证情况自本日起可以公开"), (10, "更新办理进度：专家论证已完成")]


def edition(number: int, on: date, position: int = 9, **more: Any) -> Shown:
    """An edition that went out on the day that it tells of."""
    at = datetime.combine(on, time(10), SHANGHAI)
    return Shown(number, at, more.pop("as_of", on), position, **more)


@pytest.mark.parametrize(
    ("editions", "found"),
    [
        ([edition(1, date(2026, 6, 12), 2), edition(2, date(2026, 6, 15))], (2, date(2026, 6, 15))),
        ([edition(1, date(2026, 6, 15)), edition(2, date(2026, 6, 16))], (1, date(2026, 6, 15))),
        ([edition(1, date(2026, 6, 15), as_of=date(2026, 6, 2))], None),
        ([edition(1, date(2026, 6, 19))], None),
        (
            [
                edition(1, date(2026, 6, 15), back_on=date(2026, 6, 16)),
                edition(2, date(2026, 6, 17)),
            ],
            (1, date(2026, 6, 15)),
        ),
        ([edition(1, date(2026, 6, 15), back_on=date(2026, 6, 19))], (1, date(2026, 6, 15))),
    ],
    ids=[
        "the first did not tell of it yet",
        "the first of two",
        "it told of a day before",
        "it went out when the page had begun to stand",
        "taken back",
        "taken back when the page had begun to stand",
    ],
)
def test_a_thing_is_public_since_the_edition_that_first_showed_it(
    editions: list[Shown], found: tuple[int, date] | None
) -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 6, 1)), date(2026, 6, 1))
    filing.file(dossiers.expert_review(date(2026, 6, 5), date(2026, 6, 8)), date(2026, 6, 10))
    places = {entry.seq: entry.seq for entry in filing.dossier.entries}
    dossier = replace(filing.dossier, positions=places, editions=tuple(editions))
    public = disclose(dossier, date(2026, 6, 19))
    page = item_page(public)
    (event,) = (one for one in public.events if "专家论证" in one.what)
    assert page.expert_review
    told = {f.term: f.values for f in page.expert_review.facts if "公" in f.term}
    assert told["填报的公布日期"] == ("2026年6月8日",)
    if found is None:
        assert "在本网站公开" not in told
        assert (event.what, event.on) == ("登记专家论证情况", date(2026, 6, 10))
    else:
        number, on = found
        assert told["在本网站公开"] == (f"2026年6月{on.day}日（第{number}号）",)
        assert (event.what, event.edition, event.on) == ("公布专家论证情况", number, on)


def test_a_page_was_first_published_with_an_edition_and_not_when_it_was_filed() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 6, 1)), date(2026, 6, 1))
    places = {entry.seq: entry.seq for entry in filing.dossier.entries}
    for editions, told in (
        ((), []),
        ((edition(1, date(2026, 6, 15)),), ["2026年6月15日（第1号）"]),
    ):
        dossier = replace(filing.dossier, positions=places, editions=editions)
        page = item_page(disclose(dossier, date(2026, 6, 19)))
        assert [v for f in page.labels if f.term == "首次发布" for v in f.values] == told


def test_no_opinions_is_a_result(pages: dict[str, ItemPage]) -> None:
    text = (
        "征求意见期间（2026年2月9日至3月12日，共31日），"
        "通过网站、电子邮箱、信函、电话四个渠道，未收到社会公众意见建议。"
    )
    assert said(pages["before_meeting"], "caina") == (State.E4, text)


def test_what_is_withheld_says_why(pages: dict[str, ItemPage]) -> None:
    text = (
        "视情公开。本事项已开展专家论证，不公开专家论证信息，理由："
        "属于行政管理过程性信息（《中华人民共和国政府信息公开条例》第十六条第二款）。"
        "下次复核：2027年3月1日。"
    )
    assert said(pages["in_force"], "zhuanjia") == (State.E5, text)
    assert pages["in_force"].expert_review is None


def test_a_summary_says_what_is_left_out(pages: dict[str, ItemPage]) -> None:
    page = pages["in_force"]
    text = (
        "公开摘要。风险评估材料中涉及商业秘密或者个人隐私的内容未公开"
        "（《中华人民共和国政府信息公开条例》第十五条）。下次复核：2027年3月1日。"
    )
    assert said(page, "fengxian") == (State.E6, text)
    assert page.risk_assessment
    assert page.risk_assessment.rows == ()
    assert page.risk_assessment.files == ()


def test_what_does_not_apply_says_why(pages: dict[str, ItemPage]) -> None:
    text = (
        "不适用。本事项不涉及专业性、技术性较强的问题，未组织专家论证"
        "（参照《重大行政决策程序暂行条例》第十九条）。"
    )
    assert said(pages["exempt"], "zhuanjia") == (State.E7, text)


def test_nobody_invited_says_why_and_who_reviewed_it(pages: dict[str, ItemPage]) -> None:
    text = "本次会议未安排公众代表列席，理由：议题涉及未公开的商业谈判。该理由经法规处审核。"
    assert said(pages["terminated"], "liexi") == (State.E8, text)


def test_no_decision_says_why(pages: dict[str, ItemPage]) -> None:
    text = "本事项经2026年4月28日2026年第9次局长办公会议研究，暂不作出决策，理由：建设标准需要进一步测算。"
    assert said(pages["deferred"], "jieguo") == (State.E9, text)
    text = "不再开展，理由：本事项已于2026年5月6日调出目录。"
    assert said(pages["withdrawn"], "jieguo") == (State.E9, text)
    why = "本事项已于2026年5月6日调出目录，理由：上位政策调整，不再单独制定。"
    assert pages["withdrawn"].banner.now == why


def test_a_meeting_without_a_word_on_representatives_is_not_passed_over() -> None:
    silent = dossiers.meeting(date(2026, 6, 22), MeetingOutcome.PASSED, attendance=Attendance())
    page = as_page(dossiers.through_meeting(dossiers.filing(1, "某事项"), meeting=silent))
    assert page.section("liexi").state is State.E3


def test_what_is_given_on_request_is_not_told_as_withheld() -> None:
    filing = dossiers.through_consultation(dossiers.filing(1, "某事项"))
    on_request = {"attribute": Attribute.ON_REQUEST}
    review = dossiers.expert_review(date(2026, 3, 5), date(2026, 3, 9), **on_request)
    page = as_page(filing.file(review, date(2026, 3, 9)))
    told = said(page, "zhuanjia")[1]
    assert "可以依法申请获取（《中华人民共和国政府信息公开条例》第二十七条）" in told
    assert "载明" not in told
    assert "复核" not in told


def test_each_ground_on_which_papers_are_withheld_is_told() -> None:
    held = [
        dossiers.document(
            f"材料{n}",
            DocumentKind.OTHER,
            attribute=Attribute.WITHHELD,
            ground=ground,
            review_on=date(2027, 3, 1),
        )
        for n, ground in enumerate((Ground.PRIVATE, Ground.INTERNAL, Ground.INTERNAL))
    ]
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 2, 2)), date(2026, 2, 2))
    notice = dossiers.notice(date(2026, 2, 9), date(2026, 3, 12))
    notice = notice.model_copy(update={"documents": tuple(held)})
    rows = as_page(filing.file(notice, date(2026, 2, 9))).rounds[0].held
    assert [row.what for row in rows] == ["其他材料", "其他材料"]
    assert len({row.reason for row in rows}) == 2


def test_of_a_compiled_item_nothing_is_claimed() -> None:
    source = PublicSource(title="某年工作要点", doc_no="某民发〔2024〕1号")
    catalog = CATALOG.model_copy(update={"compiled_from": source, "published_on": None})
    page = as_page(Filing(catalog, dossiers.item(1, "某文件", planned="")))
    assert page.chip.word == Status.UNSTATED.value
    (silence,) = page.silent
    assert silence.text == "整理所依据的公开材料没有载明。"
    assert {"yijian", "caina", "liexi", "jieguo"} < {s.id for s in silence.sections}
    assert page.passport == ()
    assert page.duties == ""
    assert page.source == "《某年工作要点》（某民发〔2024〕1号）"
    terms = [fact.term for fact in (*page.facts, *page.labels)]
    assert not {"决策机关", "发布机构", "公开类别", "首次发布", "最近更新"} & set(terms)
    assert [event.what for event in page.updates] == ["由《某年工作要点》整理列出"]
    first = page.timeline[0]
    assert (first.title, first.word, first.when) == ("整理列出", "已列出", "2026年1月15日")


@pytest.mark.parametrize("attribute", [Attribute.WITHHELD, Attribute.ON_REQUEST])
def test_a_withheld_report_leaves_nothing_behind(attribute: Attribute) -> None:
    filing = dossiers.through_consultation(dossiers.filing(1, "某事项"))
    review = dossiers.expert_review(
        date(2026, 3, 5), date(2026, 3, 9), attribute=attribute, ground=Ground.INTERNAL
    )
    public = disclose(filing.file(review, date(2026, 3, 9)).dossier, AS_OF)
    assert public.expert_review is None
    assert review.conclusion not in public.model_dump_json()


def test_no_date_on_a_page_is_relative(html: dict[str, str]) -> None:
    for path, body in html.items():
        assert not [w for w in ("还剩", "今天", "近日", "明天", "日前已") if w in body], path


def test_the_update_history_ends_with_the_first_publication(
    public: dict[str, PublicDossier],
) -> None:
    for one in public.values():
        days = [event.on for event in one.events]
        assert days == sorted(days, reverse=True)
        assert one.events[-1].what == "列入年度目录"


def test_a_correction_is_told_with_its_reason() -> None:
    filing = dossiers.through_consultation(dossiers.filing(1, "某事项"))
    again = dossiers.adoption(date(2026, 4, 1))
    filing.file(again, date(2026, 4, 1), amends=dossiers.correction("原表漏登一条意见"))
    event = disclose(filing.dossier, AS_OF).events[0]
    assert (event.what, event.reason) == ("更正“意见采纳情况”", "原表漏登一条意见")


def test_a_day_in_the_past_shows_what_was_on_file_then() -> None:
    dossier = dossiers.samples()["in_force"]
    page = item_page(disclose(dossier, date(2026, 2, 20)))
    assert page.chip.word == "征求意见中"
    assert page.section("jieguo").state is State.E1


def test_every_state_but_the_secret_one_occurs_in_the_samples(
    pages: dict[str, ItemPage],
) -> None:
    seen = {s.state for page in pages.values() for s in page.every_section}
    assert seen == set(State)


def test_another_way_of_hearing_the_public_is_told_with_its_reason() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 4, 7)), date(2026, 4, 7))
    heard = Participation(
        mode=Mode.SYMPOSIUM,
        held_on=date(2026, 4, 20),
        persons=12,
        instead_of_notice="只涉及三个街道的居民。",
    )
    page = as_page(filing.file(heard, date(2026, 4, 20)))
    text = "以座谈会方式听取意见（2026年4月20日，12人参加），未向社会公开征求意见，理由：只涉及三个街道的居民"
    law = "（参照《重大行政决策程序暂行条例》第十四条第二款）。"
    assert said(page, "yijian") == (State.CONTENT, text + law)
    assert said(page, "caina")[0] is State.E2


def heard_by_a_symposium() -> Filing:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 4, 7)), date(2026, 4, 7))
    heard = Participation(
        mode=Mode.SYMPOSIUM,
        held_on=date(2026, 4, 20),
        ended_on=date(2026, 4, 22),
        instead_of_notice="只涉及三个街道的居民。",
    )
    return filing.file(heard, date(2026, 4, 20))


def test_what_became_of_opinions_heard_without_a_notice_is_told_all_the_same() -> None:
    filing = heard_by_a_symposium().file(dossiers.adoption(date(2026, 5, 8)), date(2026, 5, 8))
    opinions = {1: dossiers.OPINIONS}
    dossier = dossiers.Dossier(
        filing.dossier.id, filing.dossier.entries, filing.dossier.catalog, opinions
    )
    page = item_page(disclose(dossier, AS_OF))
    assert said(page, "caina") == (State.CONTENT, "")
    (adoption,) = page.adoptions
    assert adoption.sum.endswith("归纳为意见5条。")
    assert len(adoption.rows) == len(dossiers.OPINIONS)
    assert adoption.csv == "opinions-1.csv"
    assert page.banner.now == "已以座谈会方式听取意见，决策草案正在起草论证。"
    assert page.banner.action
    assert page.banner.action.href == "#caina"
    files = build(
        [Year(dossiers.catalog_dossier(), [dossier])], AS_OF, HEAD, dossiers.STORE.__getitem__
    ).files
    assert "shmzj/zwgk/zdjc/2026/01/opinions-1.csv" in files


def test_what_was_absorbed_and_how_many_were_alike_is_told_as_far_as_it_is_known() -> None:
    counts = Counts(points=7, absorbed=6, not_adopted=1)
    statement = dossiers.adoption(date(2026, 5, 8)).model_copy(update={"counts": counts})
    filing = heard_by_a_symposium().file(statement, date(2026, 5, 8))
    rows = (
        Opinion(no=1, summary="统一餐标", outcome=Outcome.NOT_ADOPTED, reason="各区成本差异较大"),
        Opinion(
            no=2, summary="延长开放时间", points=0, outcome=Outcome.ABSORBED, reason="改第五条"
        ),
    )
    entries, catalog = filing.dossier.entries, filing.dossier.catalog
    dossier = dossiers.Dossier(filing.dossier.id, entries, catalog, {1: rows})
    (adoption,) = item_page(disclose(dossier, AS_OF)).adoptions
    assert adoption.sum.endswith("归纳为意见7条（其中有同类意见条数不明）。")
    assert [(row.outcome, row.alike) for row in adoption.rows] == [
        (Outcome.NOT_ADOPTED, ""),
        (Outcome.ABSORBED, "同类意见若干条"),
    ]
    assert adoption.shares
    assert [(row.label, row.number) for row in adoption.shares.rows] == [
        ("未采纳", 1),
        ("吸收采纳", 6),
    ]
    year = Year(dossiers.catalog_dossier(), [dossier])
    files = build([year], AS_OF, HEAD, dossiers.STORE.__getitem__).files
    table = files["shmzj/zwgk/zdjc/2026/01/opinions-1.csv"].decode("utf-8-sig")
    assert "延长开放时间,社会公众,,不明,吸收采纳" in table
    assert not [f for f in check(files).broken if f in {"D-05", "D-13", "D-14"}]


def test_a_statement_of_what_was_heard_waits_for_its_day() -> None:
    filing = heard_by_a_symposium().file(dossiers.adoption(date(2026, 7, 8)), date(2026, 5, 8))
    state, text = said(as_page(filing), "caina")
    assert state is State.E3
    assert "预计2026年7月8日公布" in text


def test_a_symposium_where_nobody_objected_says_when_it_was() -> None:
    filing = heard_by_a_symposium().file(dossiers.nobody_wrote(date(2026, 5, 8)), date(2026, 5, 8))
    text = "以座谈会方式听取意见（2026年4月20日至4月22日），未收到意见建议。"
    assert said(as_page(filing), "caina") == (State.E4, text)


def test_the_bar_says_what_the_table_beside_it_says(pages: dict[str, ItemPage]) -> None:
    (adoption,) = pages["published"].adoptions
    shares = adoption.shares
    assert shares
    assert [(row.label, row.number) for row in shares.rows] == [
        ("未采纳", 1),
        ("部分采纳", 1),
        ("采纳", 3),
    ]
    assert shares.total == sum(row.number for row in shares.rows)
    assert abs(sum(row.width for row in shares.rows) - 100) < 0.1
    for before, row in pairwise(shares.rows):
        assert abs(before.start + before.width - row.start) < 0.1
    told = [row.outcome for row in adoption.rows]
    assert told == sorted(
        told, key=[Outcome.NOT_ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.ADOPTED].index
    )


def test_an_article_that_was_changed_links_the_opinions(
    html: dict[str, str], pages: dict[str, ItemPage]
) -> None:
    result = pages["published"].result
    assert result
    linked = [link.href for one in result.because for link in one.opinions]
    assert linked
    ids = read(html[f"shmzj/zwgk/zdjc/2026/{pages['published'].no:02d}/index.html"]).ids()
    assert {href.removeprefix("#") for href in linked} <= set(ids)


def example(step: str) -> Any:
    """The newest example of a step that is on file."""
    found = (Path(__file__).parents[1] / "records").glob(f"{step}.*")
    kept = max(found, key=lambda path: (len(path.name), path.name))
    return STEPS[step].record.model_validate_json(kept.read_bytes())


def test_a_risk_assessment_under_way_says_by_whom_and_how_to_be_heard() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 3, 9)), date(2026, 3, 9))
    filing.file(example("risk_assessment.notice"), date(2026, 3, 12))
    state, text = said(as_page(filing, date(2026, 3, 15)), "fengxian")
    assert state is State.E2
    assert text.startswith("正在开展（2026年3月12日起）。完成后在此公布。由示例评估中心评估；")
    assert (
        "可以通过电子邮箱（jianyi@example.gov.cn）提出意见；提出意见截止日期：2026年3月20日" in text
    )
    filing.file(dossiers.risk_assessment(date(2026, 4, 1), date(2026, 4, 2)), date(2026, 4, 2))
    assert said(as_page(filing), "fengxian") == (State.CONTENT, "")


def test_representatives_chosen_before_there_is_a_meeting_are_told_by_class() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 3, 9)), date(2026, 3, 9))
    filing.file(example("decision.selection"), date(2026, 4, 17))
    state, text = said(as_page(filing), "liexi")
    assert state is State.E2
    assert (
        "报名31人；产生办法：按类别抽签；2026年4月17日产生代表：利益相关方1名、市民代表1名" in text
    )
    assert "列席代表" not in text


def test_a_hearing_that_is_announced_says_when_it_will_be() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 3, 9)), date(2026, 3, 9))
    filing.file(dossiers.notice(date(2026, 3, 10), date(2026, 4, 9)), date(2026, 3, 10))
    filing.file(example("consultation.hearing_notice"), date(2026, 3, 11))
    (round_,) = as_page(filing, date(2026, 3, 12)).rounds
    told = {fact.term: fact.values for fact in round_.hearing}
    assert told["计划召开日期"] == ("2026年3月27日",)
    assert told["名额"] == ("老年人1名、企业1名",)
    assert "召开日期" not in told


def test_a_second_site_has_a_day_of_its_own() -> None:
    filing = dossiers.filing(1, "某事项").file(dossiers.start(date(2026, 3, 9)), date(2026, 3, 9))
    notice = dossiers.notice(date(2026, 3, 10), date(2026, 4, 9))
    filing.file(
        notice.model_copy(update={"elsewhere": example("consultation.notice").elsewhere}),
        date(2026, 3, 12),
    )
    (round_,) = as_page(filing, date(2026, 3, 12)).rounds
    (told,) = (fact for fact in round_.facts if fact.term == "在其他网站发布")
    assert told.link
    assert told.link.text == "市人民政府网站（2026年3月12日）"


def test_a_unit_that_was_renamed_says_what_it_was_and_a_new_number_stands_beside_the_old() -> None:
    filing = dossiers.filing(1, "某事项")
    old = filing.dossier.latest(Inclusion)
    assert old
    unit = old.item.units[0].name
    moved = Adjustment(change=Change.CHANGED, adjusted_on=date(2026, 3, 2), reason="目录重排", no=5)
    filing.file(moved, date(2026, 3, 2))
    renamed = Reform(
        unit=unit, kind=ReformKind.RENAMED, successors=("社会福利处",), since=date(2026, 3, 1)
    )
    dossier = replace(filing.dossier, reforms=(renamed,))
    page = item_page(disclose(dossier, AS_OF))
    told = html_of(dossier)
    assert f"社会福利处（原{unit}）" in told
    assert "第1项" in told
    assert "现为第5项" in told
    assert page.units[0] == "社会福利处"


def html_of(dossier: Dossier) -> str:
    """The page of an item, built."""
    year = Year(dossiers.catalog_dossier(), [dossier])
    files = build([year], AS_OF, HEAD, dossiers.STORE.__getitem__).files
    return files["shmzj/zwgk/zdjc/2026/01/index.html"].decode()
