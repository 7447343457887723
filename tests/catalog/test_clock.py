"""The calendar clock counts as the law does, and refuses to guess."""

import pickle
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog import clock, working_days
from catalog.clock import CalendarMissing

WriteNotice = Callable[..., Path]

# start, working days, right answer, answer when only weekdays are counted
VECTORS = [
    ("2024-04-15", 20, "2024-05-14", "2024-05-13"),
    ("2024-04-28", 7, "2024-05-10", "2024-05-07"),
    ("2024-09-27", 20, "2024-10-30", "2024-10-25"),
    ("2024-09-30", 7, "2024-10-15", "2024-10-09"),
    ("2024-02-04", 7, "2024-02-19", "2024-02-13"),
    ("2025-01-20", 20, "2025-02-21", "2025-02-17"),
    ("2025-09-26", 7, "2025-10-13", "2025-10-07"),
    ("2026-02-10", 20, "2026-03-16", "2026-03-10"),
    ("2026-02-13", 7, "2026-03-02", "2026-02-24"),
]

# published consultation notices: first day, last day, days with and without the first
NOTICES = {
    "A2": ("2024-03-29", "2024-04-29", 32, 31),
    "A3": ("2023-10-12", "2023-11-11", 31, 30),
    "A5": ("2024-04-01", "2024-04-30", 30, 29),
    "A6": ("2023-04-27", "2023-05-26", 30, 29),
    "A7": ("2021-06-18", "2021-07-17", 30, 29),
    "A8": ("2023-02-15", "2023-03-19", 33, 32),
    "A9": ("2025-11-19", "2025-12-19", 31, 30),
}

COVERED_DAYS = st.dates(date(2019, 1, 1), date(2025, 12, 31))

TABLE_2027: dict[str, object] = {
    "year": 2027,
    "document": "一份用于测试的通知",
    "published_on": date(2026, 11, 25),
    "holidays": {
        "元旦": [date(2026, 12, 31), date(2027, 1, 2)],
        "春节": [date(2027, 2, 5), date(2027, 2, 11)],
        "清明节": [date(2027, 4, 3), date(2027, 4, 5)],
        "劳动节": [date(2027, 5, 1), date(2027, 5, 5)],
        "端午节": [date(2027, 6, 9), date(2027, 6, 9)],
        "中秋节": [date(2027, 9, 15), date(2027, 9, 15)],
        "国庆节": [date(2027, 10, 1), date(2027, 10, 7)],
    },
    "workdays": [date(2026, 12, 27), date(2027, 2, 13)],
}


@pytest.fixture
def write_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WriteNotice:
    """Write a table of 2027 into a holiday folder of its own, with keys changed or dropped."""
    monkeypatch.setattr(working_days, "HOLIDAYS", tmp_path)

    def write(**changes: object) -> Path:
        table = {key: value for key, value in (TABLE_2027 | changes).items() if value is not None}
        path = tmp_path / "2027.yaml"
        path.write_text(yaml.safe_dump(table, allow_unicode=True), encoding="utf-8")
        return path

    return write


def weekdays_after(start: date, days: int) -> date:
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def days_of(first_year: int, last_year: int) -> list[date]:
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(("start", "days", "right", "wrong"), VECTORS)
def test_working_days_follow_the_holiday_notices(
    start: str, days: int, right: str, wrong: str
) -> None:
    assert clock.add_working_days(date.fromisoformat(start), days).end.isoformat() == right


@pytest.mark.parametrize(("start", "days", "right", "wrong"), VECTORS)
def test_counting_weekdays_only_gives_another_answer(
    start: str, days: int, right: str, wrong: str
) -> None:
    assert weekdays_after(date.fromisoformat(start), days).isoformat() == wrong != right


def test_the_work_plan_was_published_on_the_ninth_working_day() -> None:
    assert clock.working_days_between(date(2024, 4, 15), date(2024, 4, 26)) == 9


def test_the_start_day_is_not_counted() -> None:
    assert clock.add_days(date(2024, 4, 1), 30).end == date(2024, 5, 1)
    assert clock.add_working_days(date(2024, 4, 15), 1).end == date(2024, 4, 16)


def test_no_days_end_on_the_start_even_on_a_day_off() -> None:
    assert clock.add_days(date(2024, 5, 1), 0).end == date(2024, 5, 1)
    assert clock.add_working_days(date(2024, 5, 1), 0).end == date(2024, 5, 1)


@pytest.mark.parametrize(
    "count",
    [
        clock.add_days,
        clock.add_working_days,
        clock.subtract_days,
        clock.subtract_working_days,
    ],
)
def test_a_negative_number_of_days_is_refused(count: Callable[[date, int], object]) -> None:
    with pytest.raises(ValueError, match="天数不能为负"):
        count(date(2024, 4, 15), -1)


@pytest.mark.parametrize(("first", "last", "counted", "excluded"), NOTICES.values(), ids=NOTICES)
def test_published_notices_reach_the_days_on_record(
    first: str, last: str, counted: int, excluded: int
) -> None:
    span = date.fromisoformat(first), date.fromisoformat(last)
    assert clock.days_between(*span, first_counted=True) == counted
    assert clock.days_between(*span, first_counted=False) == excluded


@pytest.mark.parametrize(("notice", "last_day"), [("A3", 13), ("A7", 19), ("A8", 20)])
def test_a_notice_that_ends_on_a_day_off_runs_to_the_next_working_day(
    notice: str, last_day: int
) -> None:
    end = date.fromisoformat(NOTICES[notice][1])
    assert clock.effective_last_day(end) == end.replace(day=last_day)


def test_a_last_day_on_a_working_sunday_stays() -> None:
    assert clock.effective_last_day(date(2024, 4, 28)) == date(2024, 4, 28)


def test_a_last_day_in_a_holiday_passes_the_whole_holiday() -> None:
    assert clock.effective_last_day(date(2024, 5, 1)) == date(2024, 5, 6)


def test_an_end_before_the_start_counts_nothing() -> None:
    assert clock.days_between(date(2024, 4, 30), date(2024, 4, 1), first_counted=True) == 0
    assert clock.working_days_between(date(2024, 4, 30), date(2024, 4, 1)) == 0


def test_the_latest_start_mirrors_the_count() -> None:
    assert clock.subtract_days(date(2024, 5, 1), 30).start == date(2024, 4, 1)
    assert clock.subtract_working_days(date(2024, 5, 14), 20).start == date(2024, 4, 15)


@given(COVERED_DAYS, st.integers(0, 60))
def test_adding_working_days_and_counting_them_agree(start: date, days: int) -> None:
    end = clock.add_working_days(start, days).end
    assert clock.working_days_between(start, end) == days


@given(COVERED_DAYS, st.integers(1, 60))
def test_a_day_after_the_latest_start_is_too_late(end: date, days: int) -> None:
    latest = clock.subtract_working_days(end, days)
    assert latest.end <= end
    assert clock.working_days_between(latest.start + timedelta(days=1), end) < days


@given(COVERED_DAYS)
def test_a_last_day_is_only_ever_extended(day: date) -> None:
    extended = clock.effective_last_day(day)
    assert extended >= day
    assert clock.is_working_day(extended)


def test_every_day_of_2019_to_2026_agrees_with_both_libraries() -> None:
    other = holidays.country_holidays("CN", years=range(2018, 2028))
    differing = [
        day.isoformat()
        for day in days_of(2019, 2026)
        if not (
            clock.is_working_day(day)
            == chinese_calendar.is_workday(day)
            == other.is_working_day(day)
        )
    ]
    assert differing == []


def test_a_deadline_tells_the_holiday_and_the_working_weekends_on_its_way() -> None:
    assert clock.add_working_days(date(2024, 4, 15), 20).explain() == (
        "自2024年4月15日（不计入）起第20个工作日为2024年5月14日；"
        "其间跳过劳动节假期（5月1日至5日）、周末4天；"
        "4月28日（周日，调休上班）、5月11日（周六，调休上班）计为工作日。"
    )


def test_a_deadline_over_new_year_names_both_years() -> None:
    assert clock.add_working_days(date(2023, 12, 20), 10).explain() == (
        "自2023年12月20日（不计入）起第10个工作日为2024年1月4日；"
        "其间跳过元旦假期（12月30日至2024年1月1日）、周末2天。"
    )


def test_holidays_that_touch_are_told_as_one() -> None:
    assert clock.add_working_days(date(2025, 9, 26), 7).skipped == (
        "国庆节、中秋假期（10月1日至8日）",
        "周末2天",
    )


def test_natural_days_are_explained_without_holidays() -> None:
    text = "自2024年4月1日（不计入）起第30日为2024年5月1日。"
    assert clock.add_days(date(2024, 4, 1), 30).explain() == text


def test_no_days_are_explained_as_the_same_day() -> None:
    text = "自2024年4月15日起0个工作日，即当日。"
    assert clock.add_working_days(date(2024, 4, 15), 0).explain() == text


def test_a_year_without_a_table_is_refused_and_the_file_to_write_is_named() -> None:
    with pytest.raises(CalendarMissing, match=r"缺少2027年.*catalog/holidays/2027\.yaml"):
        clock.add_working_days(date(2026, 12, 20), 20)
    with pytest.raises(CalendarMissing, match="2003"):
        clock.is_working_day(date(2003, 12, 31))


def test_the_refusal_survives_the_way_between_processes() -> None:
    with pytest.raises(CalendarMissing) as refusal:
        clock.is_working_day(date(2027, 1, 4))
    assert str(pickle.loads(pickle.dumps(refusal.value))) == str(refusal.value)


def test_the_last_days_before_an_unknown_year_are_provisional() -> None:
    assert not clock.add_working_days(date(2026, 12, 21), 5).provisional
    reckoning = clock.add_working_days(date(2026, 12, 21), 6)
    assert reckoning.provisional
    assert reckoning.explain().endswith("部分日期的放假安排尚未公布，结果为暂定。")


def test_a_notice_decides_its_year_and_the_december_before(write_notice: WriteNotice) -> None:
    write_notice()
    assert clock.is_working_day(date(2027, 2, 13))
    assert not clock.is_working_day(date(2027, 5, 3))
    assert clock.is_working_day(date(2027, 5, 6))
    assert clock.is_working_day(date(2026, 12, 27))
    assert not clock.is_working_day(date(2026, 12, 31))
    assert clock.is_working_day(date(2026, 12, 30))
    assert not clock.add_working_days(date(2026, 12, 21), 12).provisional


def test_a_year_known_by_its_notice_alone_is_settled_until_its_last_days(
    write_notice: WriteNotice,
) -> None:
    write_notice()
    assert not clock.add_working_days(date(2027, 12, 20), 6).provisional
    assert clock.add_working_days(date(2027, 12, 20), 7).provisional


def test_a_notice_takes_precedence_over_the_library(
    write_notice: WriteNotice, tmp_path: Path
) -> None:
    table = working_days.read_notice(Path(clock.__file__).parent / "holidays" / "2026.yaml")
    data = table.model_dump() | {"workdays": [date(2026, 1, 11)]}
    (tmp_path / "2026.yaml").write_text(yaml.safe_dump(plain(data), allow_unicode=True), "utf-8")
    assert clock.is_working_day(date(2026, 1, 11))
    assert not clock.is_working_day(date(2026, 1, 4))


def plain(table: dict[str, object]) -> dict[str, object]:
    spans = table["holidays"]
    assert isinstance(spans, dict)
    return table | {"holidays": {name: list(span) for name, span in spans.items()}}


def test_a_provisional_table_makes_its_deadlines_provisional(write_notice: WriteNotice) -> None:
    write_notice(provisional=True, published_on=None)
    assert clock.add_working_days(date(2027, 4, 30), 3).provisional


@pytest.mark.parametrize("content", ["", "# not yet\n", "{}\n", "[\n"])
def test_an_empty_or_broken_file_counts_as_missing(
    write_notice: WriteNotice, tmp_path: Path, content: str
) -> None:
    (tmp_path / "2025.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CalendarMissing, match="缺少2025年放假安排"):
        clock.is_working_day(date(2025, 3, 3))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"holidays": {}}, "未列明放假安排：元旦、春节"),
        ({"holidays": {"元旦": [date(2027, 1, 1), date(2027, 1, 3)]}}, "未列明放假安排：春节"),
        ({"holidays": None}, "holidays有误"),
        ({"days": []}, "days有误"),
        ({"year": 2028}, "不属于2028年"),
        ({"document": ""}, "document有误"),
        ({"published_on": None}, "published_on"),
        ({"published_on": 20261125}, "published_on有误"),
        ({"workdays": [date(2027, 2, 12)]}, "2027-02-12不是可以调休上班的周末"),
        ({"workdays": [date(2027, 2, 6)]}, "2027-02-06不是可以调休上班的周末"),
        ({"workdays": [date(2026, 11, 28)]}, "2026-11-28不属于2027年"),
    ],
)
def test_a_table_that_cannot_be_right_counts_as_missing(
    write_notice: WriteNotice, changes: dict[str, object], complaint: str
) -> None:
    write_notice(**changes)
    with pytest.raises(CalendarMissing, match=complaint):
        clock.is_working_day(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("span", "complaint"),
    [
        ([date(2027, 5, 5), date(2027, 5, 1)], "末日早于首日"),
        ([date(2027, 4, 5), date(2027, 5, 5)], "互相重叠"),
    ],
)
def test_spans_that_run_backwards_or_overlap_count_as_missing(
    write_notice: WriteNotice, span: list[date], complaint: str
) -> None:
    spans = TABLE_2027["holidays"]
    assert isinstance(spans, dict)
    with pytest.raises(CalendarMissing, match=complaint):
        working_days.read_notice(write_notice(holidays=spans | {"劳动节": span}))


def test_a_table_in_the_wrong_file_counts_as_missing(write_notice: WriteNotice) -> None:
    path = write_notice()
    misplaced = path.rename(path.with_name("2028.yaml"))
    with pytest.raises(CalendarMissing, match="文件内写的是2027年"):
        working_days.read_notice(misplaced)


def test_every_table_shipped_reads() -> None:
    for path in sorted(working_days.HOLIDAYS.glob("*.yaml")):
        assert working_days.read_notice(path).year == int(path.stem)


def test_a_last_day_that_is_a_day_off_is_moved_and_the_move_told() -> None:
    moved = clock.extend(clock.add_days(date(2026, 3, 5), 30))
    assert (moved.end, moved.moved_from) == (date(2026, 4, 7), date(2026, 4, 4))
    told = moved.explain()
    assert "第30日为2026年4月4日" in told
    assert "清明" in told
    assert told.endswith("顺延至2026年4月7日。")


def test_a_last_day_that_is_a_working_day_stands() -> None:
    reckoned = clock.add_days(date(2026, 3, 10), 30)
    assert clock.extend(reckoned) == reckoned


def test_a_last_day_that_no_table_reaches_stands_as_provisional() -> None:
    stands = clock.extend(clock.stated(date(2027, 3, 1), "公告写明的截止日期"))
    assert (stands.end, stands.provisional) == (date(2027, 3, 1), True)
    assert stands.explain().startswith("公告写明的截止日期为2027年3月1日；部分日期")


def test_clear_days_leave_out_both_ends() -> None:
    clear = clock.add_clear_days(date(2026, 3, 12), 7)
    assert clear.end == date(2026, 3, 20)
    assert clear.explain() == "自2026年3月12日（不计入）起满7日，次日为2026年3月20日。"


@given(st.dates(date(2026, 3, 1), date(2026, 11, 30)), st.integers(0, 60))
def test_the_latest_start_is_the_latest(end: date, days: int) -> None:
    start = clock.subtract_extended_days(end, days).start
    assert clock.extend(clock.add_days(start, days)).end <= end
    later = clock.add_days(start + timedelta(days=1), days)
    assert clock.extend(later).end > end


def test_a_stated_day_moved_past_a_holiday_tells_every_day_it_passed() -> None:
    told = clock.extend(clock.stated(date(2026, 4, 4), "公告写明的截止日期"))
    assert (told.days, told.moved_from, told.end) == (0, date(2026, 4, 4), date(2026, 4, 7))
    assert told.moved_past == ("清明节假期（4月4日至6日）",)
    assert told.explain() == (
        "公告写明的截止日期为2026年4月4日；该日不是工作日（清明节假期（4月4日至6日）），"
        "顺延至2026年4月7日。"
    )
