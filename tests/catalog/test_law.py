"""Law is dated data: what may be cited, how, and which number is in force."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from catalog import law

ORDER = "《重大行政决策程序暂行条例》"

# one reference for each kind of ground that the rules rest on
GROUNDS = """
713-3(1) 713-3(2) 713-3(3) 713-8 713-10 713-10.2 713-11 713-12 713-13 713-14(3) 713-15 713-16(3)
713-17 713-18 713-19(2) 713-20 713-21 713-22 713-23 713-24 713-25(2) 713-26(2) 713-27 713-28
713-29.1 713-29.3 713-30(2) 713-31 713-32 713-33 713-34 713-35 713-36(2) 713-37 713-38(3) 713-42
711-10 711-11 711-12(3) 711-14 711-15 711-16(2) 711-17 711-18 711-24 711-26 711-37 711-49
783-12 783-13 783-14 783-16 783-17 783-18 722-62 722-65 沪营商-74 沪营商-77 沪35-5 沪目录办法-3
沪征集-8 沪征集-12 沪17-4 沪32-6 PIPL-6 PIPL-25 PIPL-51 保密法-35 档案法-13 档案法-37 档案条例-20
档案条例-39 民法典-201 民法典-203 要点2024-11 要点2024-21 80号 19号 沪府办发5
"""


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        ("713", ORDER),
        ("713-15", f"{ORDER}第十五条"),
        ("713-26(2)", f"{ORDER}第二十六条第二款"),
        ("713-29.3", f"{ORDER}第二十九条第（三）项"),
        ("713-3(1).2", f"{ORDER}第三条第一款第（二）项"),
        ("711-26", "《中华人民共和国政府信息公开条例》第二十六条"),
        ("民法典-201", "《中华人民共和国民法典》第二百零一条"),
        ("要点2024-11", "《2024年上海市民政局政务公开工作要点》第十一项"),
        ("80号", "《〈关于全面推进政务公开工作的意见〉实施细则》"),
        ("DERIVED", "由法律规定推导"),
        ("713-15; 711-26", f"{ORDER}第十五条、《中华人民共和国政府信息公开条例》第二十六条"),
    ],
)
def test_a_reference_is_written_in_chinese(ref: str, text: str) -> None:
    assert law.cite(ref) == text


@pytest.mark.parametrize("ref", GROUNDS.split())
def test_every_ground_that_was_read_may_be_printed(ref: str) -> None:
    assert law.cite(ref, public=True) == law.cite(ref) != ""


@pytest.mark.parametrize("ref", ["DERIVED", "PRACTICE", "闵20-2", "国办发37", "社稳评估"])
def test_a_ground_that_is_no_confirmed_law_is_not_printed(ref: str) -> None:
    assert law.cite(ref, public=True) == ""
    assert law.cite(ref) != ""


def test_what_binds_by_reference_is_cited_so_to_those_it_binds_so() -> None:
    both = "713-15;711-26"
    own = "《中华人民共和国政府信息公开条例》第二十六条"
    assert law.cite(both, by_reference=True) == f"参照{ORDER}第十五条、{own}"
    assert law.cite(both) == f"{ORDER}第十五条、{own}"


def test_a_work_plan_binds_the_bureau_that_made_it_and_from_its_day() -> None:
    plan = law.SOURCES["要点2024"]
    assert (plan.addressee, plan.in_force_from) == ("上海市民政局", date(2024, 4, 15))
    others = {key for key, source in law.SOURCES.items() if not source.addressee}
    assert {"713", "711", "80号", "沪35"} <= others


def test_a_ground_that_is_not_printed_leaves_no_mark_in_a_list() -> None:
    assert law.cite("DERIVED;713-20;闵20-2", public=True) == f"{ORDER}第二十条"


@pytest.mark.parametrize(
    ("ref", "why"),
    [
        ("沪35-6", "只核对到第五条"),
        ("沪府办发5-3", "未核对条文"),
        ("沪目录办法-18", "只核对到第四条"),
        ("沪32-7", "只核对到第六条"),
        ("80号-1", "未核对条文"),
        ("713-45", "只核对到第四十四条"),
        ("711-57", "只核对到第五十六条"),
        ("783-28", "只核对到第二十七条"),
        ("要点2024-26", "只核对到第二十五项"),
        ("国办发37-3", "未核对条文"),
    ],
)
def test_an_article_that_was_not_read_cannot_be_cited(ref: str, why: str) -> None:
    for public in (False, True):
        with pytest.raises(ValueError, match=why):
            law.cite(ref, public=public)


def test_an_unknown_source_is_named() -> None:
    with pytest.raises(KeyError, match="712"):
        law.cite("712-15")


@pytest.mark.parametrize("ref", ["", "713-", "713-0", "713-15(0)", "713-29/3", "713-十五", "713;"])
def test_a_malformed_reference_is_refused(ref: str) -> None:
    with pytest.raises(ValueError, match="引用格式有误"):
        law.cite(ref)


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "一"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (29, "二十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (203, "二百零三"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
    ],
)
def test_article_numbers_are_written_as_in_statutes(n: int, text: str) -> None:
    assert law.numeral(n) == text


@pytest.mark.parametrize("n", [-1, 0, 1261])
def test_a_number_that_no_article_has_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="条号超出范围"):
        law.numeral(n)


def test_no_two_articles_are_written_alike() -> None:
    assert len({law.numeral(n) for n in range(1, 1261)}) == 1260


@pytest.mark.parametrize(
    ("name", "value", "unit", "source"),
    [
        ("consultation_days", 30, "day", f"{ORDER}第十五条第一款"),
        ("hearing_service_days", 7, "day", f"{ORDER}第十六条第三款"),
        ("legality_review_working_days", 7, "working_day", f"{ORDER}第二十六条第二款"),
        (
            "disclosure_working_days",
            20,
            "working_day",
            "《中华人民共和国政府信息公开条例》第二十六条",
        ),
        ("archive_transfer_years", 20, "year", "《中华人民共和国档案法实施条例》第二十条"),
    ],
)
def test_the_periods_set_by_law(name: str, value: int, unit: str, source: str) -> None:
    found = law.parameter(name, date(2024, 4, 15))
    assert (found.value, found.unit, found.status) == (value, unit, "full")
    assert law.cite(found.source, public=True) == source


@pytest.mark.parametrize("name", ["feedback_days", "normative_consultation_working_days"])
def test_the_periods_that_were_not_read_in_a_law_say_so(name: str) -> None:
    assert law.parameter(name, date(2024, 4, 15)).status in {"derived", "unverified"}


def test_a_period_does_not_reach_back_before_its_law() -> None:
    assert law.parameter("consultation_days", date(2019, 9, 1)).value == 30
    with pytest.raises(law.NotInForce, match="2019-08-31没有生效"):
        law.parameter("consultation_days", date(2019, 8, 31))


def test_an_unknown_period_is_named() -> None:
    with pytest.raises(KeyError, match="consultation_weeks"):
        law.parameter("consultation_weeks", date(2024, 4, 15))


@given(st.sampled_from(sorted(law.PARAMETERS)), st.dates(date(2024, 3, 1), date(2099, 12, 31)))
def test_every_period_has_a_value_from_march_2024_on(name: str, on: date) -> None:
    assert law.parameter(name, on).value > 0


def test_every_period_rests_on_a_source_that_can_be_cited() -> None:
    for periods in law.PARAMETERS.values():
        assert all(law.cite(period.source) for period in periods)


@pytest.mark.parametrize(
    ("key", "number", "since"),
    [
        ("713", "国务院令第713号", date(2019, 9, 1)),
        ("711", "国务院令第711号", date(2019, 5, 15)),
        ("783", "国务院令第783号", date(2024, 8, 1)),
        ("沪35", "上海市人民政府令第35号", date(2020, 9, 1)),
        ("沪32", "上海市人民政府令第32号", date(2020, 6, 1)),
        ("沪征集", None, date(2021, 7, 1)),
        ("档案条例", None, date(2024, 3, 1)),
        ("80号", "国办发〔2016〕80号", None),
    ],
)
def test_a_source_tells_its_number_and_day(key: str, number: str | None, since: date) -> None:
    assert (law.SOURCES[key].number, law.SOURCES[key].in_force_from) == (number, since)


def test_a_source_read_in_part_must_say_how_far() -> None:
    with pytest.raises(ValidationError, match="articles_seen"):
        law.Source(title="某规定", status="excerpt")


def test_periods_of_one_name_follow_each_other() -> None:
    period = {"value": 30, "unit": "day", "source": "713-15", "status": "full"}
    first = period | {"from": "2019-09-01", "to": "2026-12-31"}
    law.Law.model_validate(
        {"sources": {}, "parameters": {"x": [first, period | {"from": "2027-01-01"}]}}
    )
    with pytest.raises(ValidationError, match="overlap"):
        law.Law.model_validate(
            {"sources": {}, "parameters": {"x": [first, period | {"from": "2026-12-31"}]}}
        )


def test_the_law_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(TypeError):
        law.SOURCES["713"] = law.SOURCES["711"]  # type: ignore[index]
