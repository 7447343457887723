"""Paper -> DOCX: an editable document with real headings and tables, the same bytes every time.

Page and characters of an item are those of GB/T 9704-2012: A4, 37 mm above, 28 mm at the binding, a
text of 156 by 225 mm, 22 lines a page, body 三号仿宋. The fonts are named, not embedded: every
office has them.
"""

from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu
from docx.table import Table as Grid
from docx.table import _Cell

from pages.export.paper import Block, Facts, Heading, Paper, Sentences, Table
from pages.export.reproducible import same_bytes
from pages.export.styles import TERM, set_page, set_styles, text_width

LONG = 600
"""Characters from which a row of a table may break over two pages."""
STYLES = {"state": "公开状态", "said": "状态说明", "prose": "段落", "sum": "合计", "note": "附注"}


def word(paper: Paper) -> bytes:
    """Write the paper as a document for Word or WPS."""
    document = Document()
    set_styles(document, small=paper.wide)
    set_page(document, f"{paper.owner}　{paper.day}", wide=paper.wide)
    _properties(document, paper)
    _paragraph(document, "提示", paper.notice)
    _paragraph(document, "Subtitle", paper.over)
    _paragraph(document, "Title", paper.title)
    _paragraph(document, "当前状态", f"当前状态：{paper.chip}" if paper.chip else "")
    _paragraph(document, "概况", paper.now)
    _paragraph(document, "下一步", paper.next)
    for block in (*paper.blocks, paper.imprint):
        _block(document, block)
    return same_bytes(document)


def _properties(document: Docx, paper: Paper) -> None:
    """Title, language and day; nobody's name: who exported a public page is no part of it."""
    about, day = document.core_properties, paper.as_of
    about.title, about.language, about.subject = paper.title[:255], "zh-CN", ""
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = datetime(day.year, day.month, day.day, tzinfo=UTC)
    about.revision = 1


def _block(document: Docx, block: Block) -> None:
    match block:
        case Heading():
            _paragraph(document, f"Heading {block.level}", block.text)
        case Sentences():
            for line in block.text.splitlines():  # a broken line would be spaced out to the margin
                _paragraph(document, STYLES[block.style], line)
        case Facts():
            _facts(document, block)
        case Table():
            _table(document, block)


def _paragraph(document: Docx, style: str, said: str) -> None:
    if said:
        document.add_paragraph(said, style)


def _facts(document: Docx, block: Facts) -> None:
    for term, values in block.rows:
        paragraph = document.add_paragraph(style="要点")
        paragraph.add_run(f"{term}：", TERM)
        paragraph.add_run("\n".join(values))


def _table(document: Docx, block: Table) -> None:
    _paragraph(document, "Caption", block.caption)
    grid = document.add_table(len(block.rows) + 1, len(block.columns))
    grid.style, grid.autofit = "Table Grid", False
    shares = [text_width(document) * share // sum(block.widths) for share in block.widths]
    for column, width in zip(grid.columns, shares, strict=True):
        column.width = width
    for row, said in zip(grid._tbl.tr_lst, (block.columns, *block.rows), strict=True):
        _fill(grid, row, shares, said)
    _describe(grid, block.caption)
    document.add_paragraph(style="表后")


def _fill(grid: Grid, row: CT_Row, shares: list[int], said: tuple[str, ...]) -> None:
    """Fill a row and keep it on one page, unless it is long."""
    for tc, width, text in zip(row.tc_lst, shares, said, strict=True):
        tc.width = Emu(width)
        paragraph = _Cell(tc, grid).paragraphs[0]
        paragraph.text, paragraph.style = text, "表格"
    if sum(map(len, said)) < LONG:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _describe(grid: Grid, caption: str) -> None:
    """Mark the row of headings, which Word repeats on every page, and name the table."""
    head = grid._tbl.tr_lst[0]
    head.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for tc in head.tc_lst:
        _Cell(tc, grid).paragraphs[0].style = "表头"
        tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill="E8F0F8"))
    if caption:
        grid._tbl.tblPr.append(_element("w:tblCaption", val=caption))


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
