"""What people type into cells, and what spreadsheets make of it."""

from datetime import date, datetime, time

import pytest

from catalog.forms.cells import Cell, date_read, lines_read, names_read, planned_read, text_read
from catalog.item import planned_label
from catalog.timezone import SHANGHAI


@pytest.mark.parametrize(
    "planned",
    ["2026", "2026-H1", "2026-Q4", "2026-03", "2026-03-05", "2025-Q4/2026-Q2", "2025/2026"],
)
def test_a_planned_time_is_read_as_it_is_printed_and_as_it_is_kept(planned: str) -> None:
    assert planned_read(planned_label(planned)) == planned
    assert planned_read(planned) == planned


@pytest.mark.parametrize(
    ("cell", "planned"),
    [
        ("２０２６年　第二季度", "2026-Q2"),
        ("2026年3季度", "2026-Q3"),
        ("2026上半年", "2026-H1"),
        ("2026/3", "2026-03"),
        ("2026.3.8", "2026-03-08"),
        ("2026年度", "2026"),
        (2026.0, "2026"),
        (date(2026, 3, 8), "2026-03-08"),
        ("2026年3月至2027年", "2026-03/2027"),
        ("年底前", "年底前"),
        ("2026年1231日", "2026年1231日"),
    ],
)
def test_a_planned_time_is_understood_or_left_for_the_model_to_refuse(
    cell: Cell, planned: str
) -> None:
    assert planned_read(cell) == planned


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 1, 8), "2026-01-08"),
        ("2026-1-8", "2026-01-08"),
        ("２０２６年１月８日", "2026-01-08"),
        ("2026/01/08", "2026-01-08"),
        (20260108.0, "2026-01-08"),
    ],
)
def test_a_day_is_read_however_it_is_written(cell: Cell, day: str) -> None:
    assert date_read(cell) == day


@pytest.mark.parametrize(
    ("read", "cell", "said"),
    [
        (planned_read, date(2026, 3, 1), "看不出原来写的是2026年3月还是3月1日"),
        (planned_read, 2026.1, "被表格软件变成了小数2026.1"),
        (date_read, 46030.0, "“46030”不是有效的日期"),
        (date_read, "一月八日", "“一月八日”不是有效的日期"),
        (text_read, date(2026, 1, 2), "被表格软件变成了日期或者时间（2026-01-02）"),
        (text_read, time(10, 30), "被表格软件变成了日期或者时间（10:30:00）"),
        (text_read, 3.10110199001011234e17, "数字太长，表格软件丢了尾数"),
    ],
)
def test_what_the_spreadsheet_lost_is_refused(read: object, cell: Cell, said: str) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match=said):
        read(cell)


def test_a_day_with_an_hour_is_left_for_the_model_to_refuse() -> None:
    assert date_read(datetime(2026, 1, 8, 10, tzinfo=SHANGHAI)).startswith("2026-01-08T10:00")


def test_numbers_stay_as_they_were_typed() -> None:
    assert [text_read(cell) for cell in (13800000000.0, 1.5, 7, True, False)] == [
        "13800000000", "1.5", "7", "是", "否",
    ]  # fmt: skip


def test_names_are_apart_by_signs_and_lines_but_not_inside_brackets() -> None:
    assert names_read("甲处、乙处（丙、丁）；戊局\n\n己院") == [
        "甲处",
        "乙处（丙、丁）",
        "戊局",
        "己院",
    ]
    assert names_read("（未写完\n乙处、丙处") == ["（未写完", "乙处", "丙处"]


def test_texts_are_apart_by_lines_and_between_titles_only() -> None:
    assert lines_read("《甲、乙条例》第三条、第四条\n《丙法》、《丁法》") == [
        "《甲、乙条例》第三条、第四条", "《丙法》", "《丁法》",
    ]  # fmt: skip
