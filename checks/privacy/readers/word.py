"""DOCX: paragraphs of every part, comments, tracked changes, hidden text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from checks.privacy.extracted import Piece, Read, Trace
from checks.privacy.readers import office
from checks.privacy.readers.aside import with_aside
from checks.privacy.readers.office import attribute

_NAMES = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel")
_CODE = re.compile(r"[0-9A-Fa-f]{1,4}")
_SAID = frozenset(("t", "delText", "instrText"))
_ASIDE = frozenset(("rt", "del", "moveFrom"))
"""What stands over the line, or no longer in it: it parts nothing that is read as one."""
_SYMBOLS = range(0xF000, 0xF100)
"""Where the signs of symbol fonts stand, each with its code in the last byte."""
_HEADING = 40
"""Characters of a heading that are kept."""
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def part(name: str, top: Any) -> Iterator[Read]:
    """Read a part that is written in the language of Word, whatever it is called."""
    place = _place(name)
    yield from with_aside(place, top, _part(place, top), _SAID)


def _place(name: str) -> str:
    stem = name.removeprefix("word/").removesuffix(".xml")
    return _NAMES.get(stem.rstrip("0123456789"), stem)


def _part(place: str, top: Any) -> Iterator[Read]:
    told = office.blocks(top, {"p"}, _said, aside=_ASIDE, saying=(*_SAID, *_BREAKS, "sym"))
    texts = {block: text for _, block, text in told}
    above = _columns(top, texts)
    for number, block, text in told:
        if text.strip():
            yield Piece(f"{place}第{number}段", text, above.get(block, ""))
    yield from _traces(place, top)


def _said(name: str, element: Any) -> str:
    if name in _SAID:
        return element.text or ""
    return _symbol(attribute(element, "char")) if name == "sym" else _BREAKS.get(name, "")


def _symbol(code: str) -> str:
    sign = int(code, 16) if _CODE.fullmatch(code) else 0
    return chr(sign & 0xFF if sign in _SYMBOLS else sign) if sign else ""


def _columns(top: Any, texts: Mapping[Any, str]) -> dict[Any, str]:
    """Paragraph of a cell -> the words above it in the first row of the table."""
    above = dict[Any, str]()
    for table in top.iter("{*}tbl"):
        headings = list[str]()
        for number, row in enumerate(table.iterchildren("{*}tr")):
            for column, cell in enumerate(row.iterchildren("{*}tc")):
                blocks = cell.iterchildren("{*}p")
                if not number:
                    said = " ".join(texts[block] for block in blocks)
                    headings.append(said.strip()[:_HEADING])
                elif column < len(headings):
                    for block in blocks:
                        above[block] = headings[column]
    return above


def _traces(place: str, top: Any) -> Iterator[Trace]:
    changes = Counter(attribute(change, "author") for change in top.iter(*_named(*_CHANGES)))
    comments = sum(1 for _ in top.iter(*_named("comment")))
    hidden = 0
    if place not in {"styles", "settings", "numbering"}:
        vanish = (attribute(each, "val") for each in top.iter(*_named("vanish")))
        hidden = sum(said not in {"0", "false", "off"} for said in vanish)
    if changes:
        says = f"{sum(changes.values())}处修订，{len(changes)}人"
        yield Trace(place, "修订痕迹", says, "接受或者拒绝全部修订后重新保存")
    if comments:
        yield Trace(place, "批注", f"{comments}条批注", "删除全部批注后重新保存")
    if hidden:
        yield Trace(place, "隐藏文字", f"{hidden}处隐藏文字", "显示后逐处核对，不应公开的删去")


def _named(*names: str) -> Iterator[str]:
    """Elements of these names, whatever their namespace."""
    return (f"{{*}}{name}" for name in names)
