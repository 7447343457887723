"""A Word document as the lines that people see: paragraphs with their numbers, a table as one line.

Read in a process that may die of it, see probe.py. What is not read (pictures, text boxes, footnotes)
is a doubt, in Chinese.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from storage.files.numbering import Numbering, W
from storage.files.word_tables import REVISED, VEILED, Unfit

BETWEEN = "｜"
"""What stands between the cells of a row; rows of a table are lines within its one."""

_T, _TC, _RT = f"{W}t", f"{W}tc", f"{W}rt"
_SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
_REVISIONS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_UNREAD = {
    f"{W}txbxContent": "有文本框，框里的文字没有读入",
    f"{W}footnoteReference": "有脚注，注释没有读入",
    f"{W}endnoteReference": "有尾注，注释没有读入",
    f"{W}drawing": "有图片或者图形，没有读入",
    f"{W}pict": "有图片或者图形，没有读入",
    f"{W}object": "有嵌入的对象，没有读入",
    f"{W}sym": "有符号字体里的字，没有读入",
    f"{W}altChunk": "有嵌入的另一份文件，没有读入",
}


def word_lines(content: bytes) -> tuple[list[str], list[str]]:
    """The lines and the doubts. Raises Unfit, and of a broken document whatever the library likes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = _xml(archive, "word/document.xml").find(f"{W}body")
        numbering = Numbering(_xml(archive, "word/numbering.xml"), _xml(archive, "word/styles.xml"))
    if body is None:
        raise Unfit("里面没有正文")
    if next(body.iter(*_REVISIONS), None) is not None:
        raise Unfit(REVISED)
    if next(body.iter(f"{W}vanish"), None) is not None:
        raise Unfit(VEILED)
    lines = list(_lines(body, numbering))
    unread = dict.fromkeys(_UNREAD[e.tag] for e in body.iter(*_UNREAD))
    return lines, [*numbering.doubts, *unread]


def _xml(archive: zipfile.ZipFile, part: str) -> Any:
    """The root of a part, an empty one where there is none; nothing outside of it is looked up."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    if part not in archive.namelist():
        return etree.Element("none")
    return etree.fromstring(archive.read(part), parser)


def _lines(body: Any, numbering: Numbering) -> Iterator[str]:
    for element in body:
        if element.tag == f"{W}p":
            if not numbering.is_contents(element):
                yield from _paragraph(element, numbering)
        elif element.tag == f"{W}tbl":
            yield "\n".join(filter(None, (_row(row, numbering) for row in element.iter(f"{W}tr"))))
        elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag"}:
            yield from _lines(element, numbering)


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    text = _text(paragraph)
    number = numbering.number(paragraph) if text.strip() else ""
    for line in f"{number}{text.strip()}".split("\n"):
        if line.strip():
            yield line.strip()


def _row(row: Any, numbering: Numbering) -> str:
    cells = []
    for cell in row.iter(_TC):
        said = (line for p in cell.findall(f"{W}p") for line in _paragraph(p, numbering))
        cells.append(" ".join(said))
    return BETWEEN.join(cells).strip(BETWEEN)


def _text(paragraph: Any) -> str:
    """The text of a paragraph without that of boxes in it and of readings above it."""
    said = []
    for part in paragraph.iter(_T, *_SIGNS):
        over = {e.tag for e in part.iterancestors() if e is not paragraph}
        if f"{W}txbxContent" in over or _RT in over or f"{W}pPr" in over:
            continue
        said.append(_SIGNS.get(part.tag) or part.text or "")
    return "".join(said)
