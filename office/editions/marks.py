"""Two states of a page with every difference marked in both, for whoever reviews it: none is cut off.

What a browser shows is compared, piece of text by piece of text, and where links and pictures lead.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from lxml import html

from checks.bounded import Ended, call
from office.editions.cosmetic import ASSET

SHEET = "marks.css"
"""The style sheet of the marks, which whoever shows them serves at the root."""
ANCHOR = "bian-"
"""The ids of the places of the differences, before their numbers."""
LIKE, LONG = 0.5, 4_000
"""How alike two pieces are of which the changed signs alone are marked, and up to how many signs."""
POINTS = {"a": ("href",), "img": ("src", "alt"), "time": ("datetime",)}
"""Attributes that say something, or lead somewhere."""
SILENT = {"script", "style", "link", "meta", "base"}
HEADINGS = {"h1", "h2", "h3", "h4"}


class Difference(NamedTuple):
    """A place where the two differ, in the words of each; `where` is the heading above it."""

    number: int
    where: str
    old: str
    new: str


class Marked(NamedTuple):
    """Both states as HTML, every difference marked under its number, and the list of them."""

    old: str
    new: str
    differences: tuple[Difference, ...]


class _Piece(NamedTuple):
    """Something that a page says: in a text, after an element, or by an attribute."""

    said: str
    element: Any
    at: str
    """`text`, `tail`, or the name of the attribute."""
    heading: str


def marked(old: bytes, new: bytes) -> Marked | None:
    """Mark two states of a page, within bounds of time and memory; None where it takes too long."""
    try:
        was, now, found = call(compared, old, new)
    except Ended:
        return None
    return Marked(was, now, tuple(Difference(*one) for one in found))


def compared(old: bytes, new: bytes) -> Marked:
    roots = [html.document_fromstring(ASSET.sub(rb"\1\2", one).decode()) for one in (old, new)]
    was, now = [*_pieces(roots[0])], [*_pieces(roots[1])]
    codes = SequenceMatcher(None, [p.said for p in was], [p.said for p in now], autojunk=False)
    found: list[Difference] = []
    for tag, i, ii, j, jj in codes.get_opcodes():
        if tag != "equal":
            number = len(found) + 1
            found.append(_difference(number, was[i:ii], now[j:jj]))
            _mark(was[i:ii], now[j:jj], number)
    pages = [_written(root) for root in _restored(roots, old, new)]
    return Marked(pages[0], pages[1], tuple(found))


def _restored(roots: list[Any], *bodies: bytes) -> Iterator[Any]:
    """The pages with the names of their sheets, which were left out of the comparison."""
    for root, body in zip(roots, bodies, strict=True):
        own = html.document_fromstring(body.decode())
        for link, kept in zip(root.iter("link"), own.iter("link"), strict=True):
            link.set("href", kept.get("href", ""))
        yield root


def _pieces(root: Any) -> Iterator[_Piece]:
    heading = ""
    for event, element in html.etree.iterwalk(root, events=("start", "end")):
        silent = not isinstance(element.tag, str) or element.tag in SILENT
        if event == "start" and not silent:
            said = " ".join((element.text or "").split())
            if element.tag in HEADINGS:
                heading = " ".join(element.text_content().split())
            if said:
                yield _Piece(said, element, "text", heading)
            for name in POINTS.get(element.tag, ()):
                if element.get(name):
                    yield _Piece(f"{_NAMES[name]}：{element.get(name)}", element, name, heading)
        if event == "end" and (said := " ".join((element.tail or "").split())):
            yield _Piece(said, element, "tail", heading)


_NAMES = {"href": "链接", "src": "图片", "alt": "图片的说明", "datetime": "日期"}


def _difference(number: int, was: list[_Piece], now: list[_Piece]) -> Difference:
    where = (now or was)[0].heading
    said = (" ".join(piece.said for piece in pieces) for pieces in (was, now))
    return Difference(number, where, *said)


def _mark(was: list[_Piece], now: list[_Piece], number: int) -> None:
    """Mark two runs of pieces; of two that stand for each other and are alike, the changed signs."""
    pairs = zip(was, now, strict=True) if len(was) == len(now) else ()
    alike = [spans for pair in pairs if (spans := _spans(*pair))]
    whole = len(alike) != len(was) or len(was) != len(now)
    for side, (pieces, tag) in enumerate(((was, "del"), (now, "ins"))):
        for n, piece in enumerate(pieces):
            text = _text(piece)
            those = [(0, len(text))] if whole else alike[n][side]
            _put(piece, tag, those, f"{ANCHOR}{number}" if n == 0 else "")


def _text(piece: _Piece) -> str:
    return str(getattr(piece.element, piece.at, "") or "") if piece.at in {"text", "tail"} else ""


Spans = list[tuple[int, int]]


def _spans(was: _Piece, now: _Piece) -> tuple[Spans, Spans] | None:
    """Which signs of two texts differ, or None where they have little in common."""
    old, new = _text(was), _text(now)
    if max(len(old), len(new)) > LONG:
        return None
    alike = SequenceMatcher(None, old, new, autojunk=False)
    if alike.ratio() < LIKE:
        return None
    codes = [code[1:] for code in alike.get_opcodes() if code[0] != "equal"]
    both = _widened(old, new, codes)
    return [(i, ii) for i, ii, _, _ in both], [(j, jj) for *_, j, jj in both]


Code = tuple[int, int, int, int]


def _widened(old: str, new: str, codes: list[Code]) -> list[Code]:
    """Spans of both that hold whole numbers and whole foreign words: 4月11日, not a sign of it.

    Both grow by as many signs, which are the same in both, so that the rest still stays the same.
    """
    found: list[Code] = []
    ends = [*(code[0] for code in codes[1:]), len(old)][: len(codes)]
    for (i, ii, j, jj), end in zip(codes, ends, strict=True):
        begin = found[-1][1] if found else 0
        while i > begin and (_joined(old, i) or _joined(new, j)):
            i, j = i - 1, j - 1
        while ii < end and (_joined(old, ii) or _joined(new, jj)):
            ii, jj = ii + 1, jj + 1
        if found and i == found[-1][1]:
            i, _, j, _ = found.pop()
        found.append((i, ii, j, jj))
    return found


def _joined(text: str, at: int) -> bool:
    two = text[at - 1 : at + 1] if at else ""
    return len(two) == 2 and two.isascii() and two.isalnum()


def _put(piece: _Piece, tag: str, spans: Spans, anchor: str) -> None:
    """Mark parts of a text, or an element whose text can hold no mark; what is folded is opened."""
    for folded in piece.element.iterancestors("details"):
        folded.set("open", "")
    drawn = next(piece.element.iterancestors("svg"), None)
    if piece.at not in {"text", "tail"} or drawn is not None or piece.element.tag == "title":
        whole = piece.element if drawn is None else drawn
        whole.set("class", f"{whole.get('class', '')} juece-{tag}".strip())
        if anchor and whole.get("id") is None:
            whole.set("id", anchor)
        return
    text, made = _text(piece), []
    for n, (begin, end) in enumerate(spans or [(0, 0)]):
        mark = html.Element(tag, {"class": "juece-mark"})
        if anchor and n == 0:
            mark.set("id", anchor)
        mark.text = text[begin:end]
        then = spans[n + 1][0] if n + 1 < len(spans) else len(text)
        mark.tail = text[end:then]
        made.append(mark)
    _lay(piece, text[: spans[0][0]] if spans else "", made)


def _lay(piece: _Piece, before: str, made: list[Any]) -> None:
    element = piece.element
    if piece.at == "text":
        element.text = before
        for n, mark in enumerate(made):
            element.insert(n, mark)
        return
    element.tail = before
    around = element.getparent()
    place = around.index(element) + 1
    for n, mark in enumerate(made):
        around.insert(place + n, mark)


def _written(root: Any) -> str:
    sheet = html.Element("link", {"rel": "stylesheet", "href": f"/{SHEET}"})
    root.find("head").append(sheet)
    return str(html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>"))
