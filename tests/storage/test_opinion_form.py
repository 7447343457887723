"""The empty table of opinions: what is typed under its headings is read back, column by column."""

import io

import xlsxwriter
from python_calamine import CalamineWorkbook

from catalog.opinion import Outcome
from storage.files.legible import Handed
from storage.files.opinion_form import opinion_form
from storage.files.opinion_table import TITLES, opinions_in


def test_the_columns_are_those_that_are_read_and_a_row_comes_back() -> None:
    [sheet] = CalamineWorkbook.from_filelike(io.BytesIO(opinion_form())).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(opinion_form())).get_sheet_by_name(sheet)
    head = rows.to_python()[0]
    assert head == list(TITLES)
    typed = dict.fromkeys(TITLES, "") | {
        "序号": "1", "来源": "社会公众", "意见摘要": "增加助餐点", "条数": "2", "处理结果": "未采纳",
        "理由": "第三条已写明", "反馈人": "示例某人",
    }  # fmt: skip
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, head)
        sheet.write_row(1, 0, [typed[title] for title in head])
    [one] = opinions_in(Handed("意见表.xlsx", made.getvalue()))
    assert (one.summary, one.points, one.outcome) == ("增加助餐点", 2, Outcome.NOT_ADOPTED)


def test_it_is_the_same_bytes_each_time() -> None:
    assert opinion_form() == opinion_form()
