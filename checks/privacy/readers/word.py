"""DOCX: paragraphs of every part, comments, tracked changes, hidden text."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from checks.privacy.extracted import Piece, Read, Trace, Unread
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
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(parts: dict[str, bytes]) -> Iterator[Read]:
    """Read every part that holds paragraphs."""
    for name, body in parts.items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        top = root(body)
        if top is None:
            yield Unread(name, "内容写法有错", "请用办公软件重新保存")
            continue
        yield from _part(_place(name), top)


def _place(name: str) -> str:
    stem = name.removeprefix("word/").removesuffix(".xml")
    return _NAMES.get(stem.rstrip("0123456789"), stem)


def _part(place: str, top: Any) -> Iterator[Read]:
    headings: dict[int, str] = {}
    blocks = (e for e in top.iter() if local(e) == "p")
    for number, block in enumerate(blocks, 1):
        text = "".join(_runs(block))
        if text.strip():
            yield Piece(f"{place}第{number}段", text, _column(block, text, headings))
    yield from _traces(place, top)


def _runs(block: Any) -> Iterator[str]:
    """Texts of the paragraph's own runs; a paragraph in a text box speaks for itself."""
    for element in block.iterdescendants():
        name = local(element)
        if name in _SAID or name in _BREAKS:
            owner = next(e for e in element.iterancestors() if local(e) == "p")
            if owner is block:
                yield _BREAKS.get(name) or element.text or ""


def _column(block: Any, text: str, headings: dict[int, str]) -> str:
    """The first row's words above a cell of a table; remembers them on the way."""
    cell = block.getparent()
    if cell is None or local(cell) != "tc":
        return ""
    row = cell.getparent()
    table = row.getparent()
    rows = [r for r in table if local(r) == "tr"] if table is not None else []
    column = [c for c in row if local(c) == "tc"].index(cell)
    if rows and rows[0] is row:
        headings[column] = text[:40]
        return ""
    return headings.get(column, "")


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
