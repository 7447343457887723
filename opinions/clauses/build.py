"""Lines of a paper -> a Draft: which of them are clauses, what stands beneath each, what is in doubt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalog.clauses import Clause, Draft, Paragraph, Point
from opinions.clauses.markers import (
    ARTICLE,
    HEADINGS,
    RANKS,
    Marked,
    heading,
    marked,
    out_of_order,
)

LONGEST_TITLE, MOST_DOUBTS = 30, 40
GAP = "　"

_ENDS = re.compile(r"[。；：！？，、;:,!?]$")
_WHOLE_TITLE = re.compile(r"^[（(【][^（(）)【】]{1,30}[）)】]$")
_ANNEX = re.compile(
    r"^附\s*[件表录图]?\s*(?:[:：]|[0-9一二三四五六七八九十]+(?:\s|[:：.．、]|$)|$)"
)
_DATE = re.compile(
    r"^[0-9二〇零○一]{4}\s*年\s*[0-9一二三四五六七八九十]{1,3}\s*月\s*[0-9一二三四五六七八九十]{1,3}\s*日$"
)
_ASIDE = re.compile(r"^[（(].{1,80}[）)]$")
_NONE = "没有找到条款编号，全文按段落显示，不能分条对照"


@dataclass
class _Part:
    """A 款 or a point while it is put together: its text, and the points beneath."""

    kind: str
    number: str
    value: tuple[int, int]
    text: str
    points: "list[_Part]" = field(default_factory=list)


@dataclass
class _Clause:
    mark: Marked
    chapter: str
    section: str
    title: str = ""
    paragraphs: list[_Part] = field(default_factory=list)
    open: list[_Part] = field(default_factory=list)
    """From the paragraph that is being written down to the innermost point."""


def build(lines: Sequence[str], doubts: Sequence[str] = ()) -> Draft:
    """The draft that lines of text are; `doubts` come from whoever read them.

    Ids are t1, t2 … in order, as of a first version. A draft without numbers has all its text in `preamble`.
    """
    marks = list(_marks(lines))
    kind = _kind_of_clauses(marks)
    if not kind:
        title, rest = _title(lines)
        return Draft(title=title, preamble=rest, clauses=(), doubts=(*doubts, _NONE))
    first = next(n for n, mark in enumerate(marks) if mark and mark.kind == kind)
    first = _first_heading(lines, first)
    last = next((n for n in range(first, len(lines)) if _ANNEX.match(lines[n])), len(lines))
    clauses, odd = _clauses(lines[first:last], marks[first:last], kind)
    told = [*doubts, *odd, *_headings_order(marks[first:last]), *_order(clauses)]
    closing = [*_closing(clauses[-1]), *lines[last:]]
    title, preamble = _title(lines[:first])
    return Draft(
        title=title,
        preamble=preamble,
        clauses=tuple(_clause(one, n) for n, one in enumerate(clauses, 1)),
        closing=tuple(closing),
        doubts=_some(told),
    )


def _marks(lines: Sequence[str]) -> Iterator[Marked | None]:
    expected = 1
    for line in lines:
        mark = heading(line) or marked(line, expected)
        if mark and mark.kind == ARTICLE:
            expected = mark.value[0] + 1
        yield mark


def _kind_of_clauses(marks: Sequence[Marked | None]) -> str:
    """The kind of number that the clauses bear: the widest that begins with its first."""
    there = {mark.kind for mark in marks if mark}
    for kind in RANKS[:4]:
        numbers = [mark.value[0] for mark in marks if mark and mark.kind == kind]
        if numbers and (numbers[0] == 1 or (kind == ARTICLE and len(numbers) > 1)):
            return kind
    return next((kind for kind in RANKS[:4] if kind in there), "")


def _first_heading(lines: Sequence[str], first: int) -> int:
    """Where the headings begin that stand right before the first clause; a table of contents is none."""
    rank = len(HEADINGS)
    if (
        first > 1
        and heading(lines[first - 2])
        and not heading(lines[first - 1])
        and not marked(lines[first - 1])
    ):
        first -= 1  # the name of a chapter goes on in the next line
    while first and (found := heading(lines[first - 1])) and HEADINGS.index(found.kind) < rank:
        rank = HEADINGS.index(found.kind)
        first -= 1
    return first


def _title(lines: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The first line where it looks like a title, and the rest."""
    if lines and len(lines[0]) <= 100 and not lines[0].endswith(("。", "；", "：")):
        return lines[0], tuple(lines[1:])
    return "", tuple(lines)


def _clauses(
    lines: Sequence[str], marks: Sequence[Marked | None], kind: str
) -> tuple[list[_Clause], list[str]]:
    """The clauses, each with the headings that it stands under; and what is in doubt about those."""
    found: list[_Clause] = []
    above, under, doubts = dict.fromkeys(HEADINGS, ""), "", list[str]()
    for n, (line, mark) in enumerate(zip(lines, marks, strict=True)):
        if mark and mark.kind in HEADINGS:
            above |= dict.fromkeys(HEADINGS[HEADINGS.index(mark.kind) :], "")
            above[mark.kind], under = f"{mark.shown}{GAP}{mark.rest}".strip(), mark.kind
        elif mark and mark.kind == kind:
            chapter, under = "\n".join(filter(None, (above["编"], above["章"]))), ""
            found.append(_Clause(mark, chapter, above["节"]))
            follows = n + 1 < len(lines) and not _begins(marks[n + 1], kind)
            _begin(found[-1], mark.rest, followed=follows)
        elif under:  # the name of a chapter goes on in the next line
            above[under] += line
            if _ENDS.search(line) or len(line) > LONGEST_TITLE:
                doubts.append(
                    f"“{above[under][:LONGEST_TITLE]}”之后、条文之前有一段文字，并入了标题"
                )
        else:
            _take(found[-1], line, mark, kind)
    return found, doubts


def _begins(mark: Marked | None, kind: str) -> bool:
    return mark is not None and (mark.kind == kind or mark.kind in HEADINGS)


def _begin(clause: _Clause, rest: str, *, followed: bool) -> None:
    """The line of the clause's number: its title, or its first paragraph."""
    short = len(rest) <= LONGEST_TITLE and not _ENDS.search(rest)
    if rest and followed and (_WHOLE_TITLE.match(rest) or short):
        clause.title = rest
    elif rest:
        _paragraph(clause, rest)


def _paragraph(clause: _Clause, text: str) -> None:
    clause.paragraphs.append(_Part("", "", (0, 0), text))
    clause.open = [clause.paragraphs[-1]]


def _take(clause: _Clause, line: str, mark: Marked | None, kind: str) -> None:
    """One more line of a clause: a point beneath what is open, or a paragraph.

    Where clauses are 条, an unnumbered line is a new 款; in other papers it goes on with the point above it.
    """
    if mark is None or mark.kind == ARTICLE or "\n" in line:
        if kind != ARTICLE and len(clause.open) > 1:
            clause.open[-1].text += f"\n{line}"
        else:
            _paragraph(clause, line)
        return
    if not clause.open:
        _paragraph(clause, "")
    rank = RANKS.index(mark.kind)
    while len(clause.open) > 1 and RANKS.index(clause.open[-1].kind) >= rank:
        clause.open.pop()
    point = _Part(mark.kind, mark.shown, mark.value, mark.rest)
    clause.open[-1].points.append(point)
    clause.open.append(point)


def _closing(last: _Clause) -> list[str]:
    """What stands after the last clause: signature, date, remarks in brackets; taken out of it."""
    found: list[str] = []
    while len(last.paragraphs) > 1 or (last.title and last.paragraphs):
        end = last.paragraphs[-1]
        signed = bool(found) and bool(_DATE.match(found[0])) and len(end.text) <= LONGEST_TITLE
        if end.points or not (
            _DATE.match(end.text)
            or _ASIDE.match(end.text)
            or (signed and not _ENDS.search(end.text))
        ):
            break
        found.insert(0, last.paragraphs.pop().text)
    return found if found else [*found, *_trailing(last)]


def _trailing(last: _Clause) -> list[str]:
    """The same where it was taken for the end of the last point."""
    part = last.paragraphs[-1] if last.paragraphs else None
    while part and part.points:
        part = part.points[-1]
    if part is None or "\n" not in part.text or part is last.paragraphs[-1]:
        return []
    text, *rest = part.text.split("\n")
    at = len(rest)
    while at and (
        _DATE.match(rest[at - 1])
        or _ASIDE.match(rest[at - 1])
        or (at < len(rest) and _DATE.match(rest[at]) and len(rest[at - 1]) <= LONGEST_TITLE)
    ):
        at -= 1
    part.text = "\n".join([text, *rest[:at]])
    return rest[at:]


def _headings_order(marks: Sequence[Marked | None]) -> Iterator[str]:
    """What is wrong with the numbers of 章 (through all 编) and of 节 (within each 章)."""
    chapters = [mark for mark in marks if mark and mark.kind == "章"]
    yield from out_of_order("", [(one.shown, one.value) for one in chapters])
    within: list[tuple[str, tuple[int, int]]] = []
    where = ""
    for mark in (*marks, None):
        if mark and mark.kind == "节":
            within.append((mark.shown, mark.value))
        elif mark and mark.kind in HEADINGS:
            yield from out_of_order(f"{where}之下", within)
            within, where = [], mark.shown
    yield from out_of_order(f"{where}之下", within)


def _order(clauses: Sequence[_Clause]) -> Iterator[str]:
    yield from out_of_order("", [(one.mark.shown, one.mark.value) for one in clauses])
    for clause in clauses:
        for part in clause.paragraphs:
            yield from _points_order(clause.mark.shown, part)


def _points_order(where: str, part: _Part) -> Iterator[str]:
    kinds = dict.fromkeys(point.kind for point in part.points)
    for kind in kinds:
        numbers = [(p.number, p.value) for p in part.points if p.kind == kind]
        yield from out_of_order(f"{where}之下", numbers)
    for point in part.points:
        yield from _points_order(f"{where}{point.number}", point)


def _some(doubts: Sequence[str]) -> tuple[str, ...]:
    told = tuple(dict.fromkeys(doubts))
    if len(told) <= MOST_DOUBTS:
        return told
    return (*told[:MOST_DOUBTS], f"还有{len(told) - MOST_DOUBTS}处同类疑点")


def _clause(one: _Clause, n: int) -> Clause:
    return Clause(
        id=f"t{n}",
        number=one.mark.shown,
        title=one.title,
        chapter=one.chapter,
        section=one.section,
        paragraphs=tuple(
            Paragraph(text=part.text, points=tuple(map(_point, part.points)))
            for part in one.paragraphs
        ),
    )


def _point(part: _Part) -> Point:
    return Point(number=part.number, text=part.text, points=tuple(map(_point, part.points)))
