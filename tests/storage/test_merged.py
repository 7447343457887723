"""Merged cells of tables that were made to keep whoever reads them busy, and honest ones that did."""

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from catalog.parse import ShapeError
from storage.catalog_file import own_sheets
from storage.files.catalog_proposal import proposal
from storage.files.legible import Handed
from storage.files.opinion_table import opinions_in
from storage.files.spreadsheet import Merged, Sheet, sheets_in
from tests.storage.sheets import workbook
from tests.storage.spoiling import ROWS

HEADINGS = ["序号", "事项名称", "承办单位", "时间", "备注"]
SHEET = "xl/worksheets/sheet1.xml"


def merged(path: Path, *ranges: str) -> bytes:
    """A workbook in which these cells are said to be one, whatever any program would let them be."""
    said = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    held = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == SHEET:
                cells = f"</sheetData><mergeCells>{said}</mergeCells>"
                part = part.replace(b"</sheetData>", cells.encode())
            new.writestr(name, part)
    path.write_bytes(held.getvalue())
    return held.getvalue()


def items(path: Path, count: int) -> Path:
    rows = [[n, f"第{n}事项", "甲局", "6月", ""] for n in range(1, count + 1)]
    return workbook(path, {"表": [HEADINGS, *rows]})


def test_cells_merged_over_one_another_are_a_sentence_at_once(tmp_path: Path) -> None:
    tall = merged(workbook(tmp_path / "a.xlsx", {"意见": ROWS}), *["D2:D1048576"] * 20_000)
    begun = time.process_time()
    with pytest.raises(ShapeError, match="合并的单元格互相重叠"):
        opinions_in(Handed("a.xlsx", tall))
    assert time.process_time() - begun < 5


def test_a_cell_merged_beyond_the_last_row_is_read_as_far_as_there_are_rows(tmp_path: Path) -> None:
    tall = merged(workbook(tmp_path / "a.xlsx", {"意见": ROWS}), "D2:XFD1048576", "A900:A901")
    (sheet,) = sheets_in(tall, "a.xlsx")
    assert sheet.merged == (Merged(1, 3, len(ROWS) - 1, len(ROWS[0]) - 1),)


def test_a_merged_cell_in_each_row_takes_no_square_of_the_rows(tmp_path: Path) -> None:
    def took(count: int) -> float:
        path = items(tmp_path / f"{count}.xlsx", count)
        merged(path, *(f"D{n}:E{n}" for n in range(2, count + 2)))
        sheets = own_sheets(path)
        begun = time.process_time()
        proposal(sheets)
        return time.process_time() - begun

    small, large = (min(took(count) for _ in range(2)) for count in (150, 1_200))
    assert large < 24 * small + 0.1


def letter(path: Path, *rows: str) -> list[Sheet]:
    document = docx.Document()
    table = parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>")
    document.element.body.insert(0, table)
    document.save(str(path))
    return list(sheets_in(path.read_bytes(), path.name))[1:]


def cell(text: str, about: str = "") -> str:
    return f"<w:tc><w:tcPr>{about}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str, about: str = "") -> str:
    return f"<w:tr>{about}{''.join(cells)}</w:tr>"


GOES_ON, BEGINS = "<w:vMerge/>", '<w:vMerge w:val="restart"/>'


def test_the_cells_of_a_word_table_stand_in_their_columns(tmp_path: Path) -> None:
    (sheet,) = letter(
        tmp_path / "a.docx",
        row(cell("甲", BEGINS), cell("乙", '<w:gridSpan w:val="2"/>')),
        row(cell("", GOES_ON), cell("丙"), cell("丁")),
        row(cell("戊"), about='<w:trPr><w:gridBefore w:val="2"/></w:trPr>'),
    )
    assert sheet.rows == [["甲", "乙", ""], ["", "丙", "丁"], ["", "", "戊"]]
    assert set(sheet.merged) == {Merged(0, 0, 1, 0), Merged(0, 1, 0, 2)}


def test_rows_and_cells_in_a_content_control_are_read(tmp_path: Path) -> None:
    def held(inner: str) -> str:
        return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    (sheet,) = letter(tmp_path / "a.docx", row(cell("甲")), held(row(held(cell("乙")))))
    assert sheet.rows == [["甲"], ["乙"]]


def test_a_cell_that_goes_on_from_nothing_keeps_its_words(tmp_path: Path) -> None:
    (sheet,) = letter(tmp_path / "a.docx", row(cell("甲", GOES_ON)), row(cell("乙")))
    assert sheet.rows == [["甲"], ["乙"]]


def test_a_cell_merged_over_thousands_of_rows_is_read(tmp_path: Path) -> None:
    rows = (row(*[cell("", GOES_ON)] * 5) for _ in range(2_000))
    (sheet,) = letter(tmp_path / "a.docx", row(*[cell("甲", BEGINS)] * 5), *rows)
    assert len(sheet.merged) == 5


@pytest.mark.parametrize("span", ["100000000", "abc", "99999999999999999999"])
def test_a_span_beyond_all_bounds_is_a_sentence(span: str, tmp_path: Path) -> None:
    with pytest.raises(ShapeError, match=r"a\.docx"):
        letter(tmp_path / "a.docx", row(cell("甲", f'<w:gridSpan w:val="{span}"/>')))


def test_a_span_of_less_than_one_cell_is_one(tmp_path: Path) -> None:
    (sheet,) = letter(tmp_path / "a.docx", row(cell("甲", '<w:gridSpan w:val="-5"/>')))
    assert sheet.rows == [["甲"]]
