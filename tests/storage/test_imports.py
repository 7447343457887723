"""Every row of docs/imports.md happens, and the page says what the rows say."""

from pathlib import Path

import pytest

from tests.storage.imports import CELLS, FILES, READERS, Handed, Written, outcome, page

DOCS = Path(__file__).parents[2] / "docs" / "imports.md"
READ = {
    "竖向合并的单元格": "[['助餐规划', '《甲》'], ['乙', '《甲》']]",
    "两张工作表，以“社会公众”“征求意见单位”命名，各从1编号": (
        "[[1, '社会公众', '延长'], [2, '征求意见单位', '会商']]"
    ),
    "GB18030 编码、带 BOM 的 CSV，生僻字": "[[1, '社会公众', '延长㙓口路营业时间']]",
}


@pytest.mark.parametrize("written", CELLS, ids=lambda w: w.cell)
def test_a_cell_becomes_what_the_page_says(written: Written) -> None:
    assert READERS[written.title](written.cell) == written.becomes


@pytest.mark.parametrize("handed", FILES, ids=lambda h: h.what)
def test_a_file_is_read_or_refused_as_the_page_says(tmp_path: Path, handed: Handed) -> None:
    said = outcome(tmp_path, handed)
    if handed.said.startswith("✓"):
        assert said == READ[handed.what]
    else:
        assert handed.said in said


def test_the_page_is_the_tables() -> None:
    assert DOCS.read_text("utf-8") == page(), "run make docs"
