"""How the Word document looks: GB/T 9704-2012 for the page, one table for every style."""

from dataclasses import dataclass, replace

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

TEXT_WIDTH, WIDE_TEXT = Mm(156), Mm(257)
LINE = 28.95
"""Points from line to line: 22 lines of a text 225 mm high."""
FANG, KAI, HEI, SONG = "仿宋", "楷体", "黑体", "宋体"
TITLE_FONT = "方正小标宋简体"
MUTED = RGBColor(0x55, 0x55, 0x55)
CENTER, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY


@dataclass(frozen=True)
class Look:
    """A paragraph style; sizes in points, indents in characters of its own size."""

    font: str
    size: float
    align: WD_ALIGN_PARAGRAPH = LEFT
    line: float = LINE
    before: float = 0
    after: float = 0
    first: float = 0
    left: float = 0
    outline: int | None = None
    keep: bool = False
    bold: bool = False
    muted: bool = False


LOOKS = {
    "Normal": Look(FANG, 16),
    "Title": Look(TITLE_FONT, 22, CENTER, 36, after=6),
    "Subtitle": Look(KAI, 16, CENTER),
    "Heading 1": Look(HEI, 16, before=16, after=4, outline=0, keep=True),
    "Heading 2": Look(KAI, 16, before=6, outline=1, keep=True, bold=True),
    "Caption": Look(HEI, 12, line=24, before=6, keep=True),
    "提示": Look(HEI, 14, line=24, after=10),
    "当前状态": Look(KAI, 16, CENTER, after=10),
    "概况": Look(HEI, 16, BOTH, first=2),
    "下一步": Look(FANG, 16, BOTH, first=2),
    "要点": Look(FANG, 16, first=-2, left=2),
    "公开状态": Look(KAI, 14, line=24, after=4, keep=True, muted=True),
    "状态说明": Look(FANG, 16, BOTH, first=2),
    "段落": Look(FANG, 16, BOTH, first=2),
    "合计": Look(HEI, 16, BOTH, first=2),
    "附注": Look(KAI, 12, BOTH, line=20, before=4, muted=True),
    "表头": Look(HEI, 12, line=20, before=2, after=2),
    "表格": Look(FANG, 12, line=18, before=2, after=2),
    "表后": Look(FANG, 6, line=8),
    "Header": Look(SONG, 9, line=14, muted=True),
    "Footer": Look(SONG, 14, line=20),
}
SMALL = {name: replace(LOOKS[name], size=10.5, line=16) for name in ("表头", "表格")}
"""Tables of a paper that lies on its side: they are there for their many columns."""
TERM = "要点名称"


def set_styles(document: Docx, *, small: bool = False) -> None:
    """Give the document its styles, built-in ones included, and Chinese as its language."""
    known = {style.name for style in document.styles}
    for name, look in (LOOKS | (SMALL if small else {})).items():
        if name not in known:
            document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _set(style, look)
        _lay(style, look)
    term = document.styles.add_style(TERM, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(term, CharacterStyle)
    _face(term, HEI)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _set(style: ParagraphStyle, look: Look) -> None:
    for tag in ("w:rPr", "w:pPr"):
        for old in style.element.findall(qn(tag)):
            style.element.remove(old)
    _face(style, look.font)
    style.font.size, style.font.bold = Pt(look.size), look.bold or None
    style.font.color.rgb = MUTED if look.muted else RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.alignment, form.keep_with_next = look.align, look.keep or None
    form.line_spacing, form.line_spacing_rule = Pt(look.line), WD_LINE_SPACING.EXACTLY
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.left_indent = Pt(look.left * look.size) if look.left else None
    form.first_line_indent = Pt(look.first * look.size) if look.first else None
    if look.outline is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.outline))
        style.element.get_or_add_pPr().append(level)


def _face(style: CharacterStyle, font: str) -> None:
    """Chinese in its own typeface, letters and digits in the same size of Times New Roman."""
    style.font.name = "Times New Roman"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _lay(style: ParagraphStyle, look: Look) -> None:
    """No gaps between Chinese and digits: a date is one word. Only full lines keep to the grid."""
    form = style.element.get_or_add_pPr()
    for tag in ("w:autoSpaceDE", "w:autoSpaceDN", *(["w:snapToGrid"] if look.line != LINE else [])):
        off = OxmlElement(tag)
        off.set(qn("w:val"), "0")
        form.insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def set_page(document: Docx, running: str, *, wide: bool = False) -> None:
    """Margins, lines per page, the running head, and page numbers on the outer side."""
    section = document.sections[0]
    _size(section, wide)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE * 20)))
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        _first(header).text = running
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        _number(_first(footer), side)


def _size(section: Section, wide: bool) -> None:
    """A4; a wide paper is turned by a quarter, and leaves more of its breadth to the table."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(24)
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
        section.left_margin, section.right_margin = Mm(20), Mm(20)
        section.header_distance, section.footer_distance = Mm(15), Mm(15)


def text_width(document: Docx) -> int:
    """The room between the margins of the document, in EMU."""
    wide = document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    return WIDE_TEXT if wide else TEXT_WIDTH


def _first(part: _Header | _Footer) -> Paragraph:
    part.is_linked_to_previous = False
    first: Paragraph = part.paragraphs[0]
    return first


def _number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, a character away from the edge."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")
