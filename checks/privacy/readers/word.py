"""DOCX: paragraphs of every part, comments, tracked changes, hidden text."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from checks.privacy.extracted import Piece, Read, Trace, Unread
from checks.privacy.readers import office
from checks.privacy.readers.office import attribute, local, root

_NAMES = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
}
_CHANGES = frozenset(
    ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel")
)
_SAID = frozenset(("t", "delText", "instrText"))
_HEADING = 40
"""Characters of a heading that are kept."""
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(parts: dict[str, bytes]) -> Iterator[Read]:
    """Read every part that holds text, the paragraphs of Word and others such as charts."""
    for name, body in parts.items():
        if not office.is_xml(name):
            continue
        top = root(body)
        if top is None:
            yield Unread(name, "内容写法有错", "请用办公软件重新保存")
        elif "wordprocessingml" in top.tag:
            yield from _part(_place(name), top)
        else:
            yield from office.all_text(_place(name), top)


def _place(name: str) -> str:
    stem = name.removeprefix("word/").removesuffix(".xml")
    return _NAMES.get(stem.rstrip("0123456789"), stem)


def _part(place: str, top: Any) -> Iterator[Read]:
    told = office.blocks(top, {"p"}, _said)
    texts = {block: text for _, block, text in told}
    above = _columns(top, texts)
    for number, block, text in told:
        if text.strip():
            yield Piece(f"{place}第{number}段", text, above.get(block, ""))
    yield from _traces(place, top)


def _said(element: Any) -> str:
    name = local(element)
    return (element.text or "") if name in _SAID else _BREAKS.get(name, "")


def _columns(top: Any, texts: Mapping[Any, str]) -> dict[Any, str]:
    """Paragraph of a cell -> the words above it in the first row of the table."""
    above = dict[Any, str]()
    for table in top.iter("{*}tbl"):
        headings = list[str]()
        for number, row in enumerate(table.iterchildren("{*}tr")):
            for column, cell in enumerate(row.iterchildren("{*}tc")):
                blocks = list(cell.iterchildren("{*}p"))
                if not number:
                    said = " ".join(texts[block] for block in blocks)
                    headings.append(said.strip()[:_HEADING])
                elif column < len(headings):
                    above |= dict.fromkeys(blocks, headings[column])
    return above


def _traces(place: str, top: Any) -> Iterator[Trace]:
    changes = Counter[str]()
    hidden = comments = 0
    for element in top.iter():
        name = local(element)
        if name in _CHANGES:
            changes[attribute(element, "author")] += 1
        elif name == "vanish" and attribute(element, "val") not in {"0", "false", "off"}:
            hidden += place not in {"styles", "settings", "numbering"}
        elif name == "comment":
            comments += 1
    if changes:
        says = f"{sum(changes.values())}处修订，{len(changes)}人"
        yield Trace(place, "修订痕迹", says, "接受或者拒绝全部修订后重新保存")
    if comments:
        yield Trace(place, "批注", f"{comments}条批注", "删除全部批注后重新保存")
    if hidden:
        yield Trace(place, "隐藏文字", f"{hidden}处隐藏文字", "显示后逐处核对，不应公开的删去")
