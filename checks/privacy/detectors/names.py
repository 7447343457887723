"""Names of people in full after a cue; without a model for names, people must look as well."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from checks.privacy.detectors.columns import cells
from checks.privacy.detectors.people import ANYBODY, CITIZENS, LAYMEN, NEEDY, OFFICES, SPEAKS, STAFF
from checks.privacy.detectors.person import HAN, ONE_HAN, Name, before, one, whole
from checks.privacy.detectors.surnames import simplified
from checks.privacy.detectors.uncued import HINTS, uncued
from checks.privacy.match import Detector, Hit, places

_CUES = (*CITIZENS, *OFFICES, *ANYBODY)
_SEARCH = AhoCorasick(list(_CUES), matchkind=MatchKind.LeftmostLongest)
_BLANK = re.compile(r"\s")
_BRACKET = r"[(\[【〔<《「『]"
_AFTER = re.compile(
    r"(?:\s{0,4}(?:姓\s{0,4}名|名\s{0,4}字|名称|签\s?名|签\s?字|落款|自称|盖章|代表|本人|[甲乙丙](?=[:\s(])|[一二三四A-D](?=[:\s])|\d{1,2}(?=[:\s]))(?:\s?/\s?(?:名\s?称|签\s?[名字]|盖\s?章))?)?[*_`\"]{0,3}"
    r"(?:\s{0,2}[(\[【〔<《][^()\[\]【】〔〕<>《》\n]{0,12}[)\]】〕>》]){0,2}(?:姓名|签名|签字)?[*_`\"]{0,3}"
    r"(?P<gap>\s{0,6}[:=|\t][\s|]{0,6}|\s?(?:是|为|系|叫|名叫|名为|即)\s?|[\s\"“「‘'*`—\->]{1,6}|)[*_`\"“「‘']{0,3}"
)
_ANNOUNCED = re.compile(r"[:=|\t是为系叫即]")
_INSIDE = re.compile(rf"\s?:?\s?{_BRACKET}\s?(?:姓名\s?:?\s?)?")
_CLOSES = re.compile(r"\s?[)\]】〕>》」』,、/(]")
_LABEL = re.compile(
    rf"(?:\d人|[{LAYMEN}{STAFF}])[ \t]{{0,4}}(?:\([^()\n]{{0,12}}\))?[ \t]{{0,4}}[:|]"
)
"""The end of a label of a form that nobody listed, with a word for somebody."""
_WORDS = re.compile(rf"(?<!{HAN})(?:{HAN}[ \t]{{0,4}}){{1,9}}\d{{0,3}}\Z")
_NUMBERED = re.compile(r"\(?\d{1,2}(?:[.、)]\s?|(?=[^\d\s.]))|[⑩-⑳]")
"""The number of a name in a list; a number in a circle has become a figure."""
_NEXT = re.compile(
    r"\s{0,2}(?:[、,;/&]|和|与|及|暨)\s{0,2}(?:\(?\d{1,2}[.、)]?\s?)?|\(?\d{1,2}[.、)]?\s?(?=\D)|[ \t]{1,6}"
)
_AS_LATIN = re.compile(r"\s?\((?=[A-Z])")
_GENDER = re.compile(rf"(?<!{HAN})(?={HAN}{{2,4}}[ ]?[,、(][ ]?(?:性别:?)?[男女][,、) ;])")
_BEFORE_ROLE = re.compile(r"[ ]?[(\[【〔][ ]?[系原被即]?\Z")
_SPEAKS = re.compile(rf"{SPEAKS}|先生|女士")
_LATIN_HEADING = re.compile(
    r"(?:^|[._ ])[a-z_]*(?:name|person|contact|applicant)$|^(?:[a-z]{0,6}_?xm|xing_?ming)$",
    re.IGNORECASE,
)
_LAY_HEADING = re.compile(
    r"(?:applicant|patient|complainant|petitioner|claimant|tenant|resident|student|guardian|parent)[a-z_ ]*name$"
    r"|^(?:sqr|tsr|xfr|hz|hzh|dsr|cyr|bzr|lkr|xs|jz|fkr|lyr|zjr)_?xm$",
    re.IGNORECASE,
)


def _find(text: str, heading: str) -> Iterator[Hit]:
    for start, end, _, sure in _told(simplified(text), heading):
        yield Hit(start, end, "".join(text[start:end].split()), sure)


def _told(text: str, heading: str) -> Iterator[Hit]:
    known = set[int]()
    for start, end, cue in _cues(text):
        known.add(end)
        yield from _after(text, end, cue, sure=cue in CITIZENS)
        if text[end : end + 1] in {")", "]", "】", "〕"} or cue == "曾用名":
            yield from _before_role(text, start, cue)
    for label in _LABEL.finditer(text):
        yield from _labelled(text, label, known)
    if "\n" in text and ("|" in text or "\t" in text):
        for start, end, cue in cells(text, _of_heading):
            yield from (Hit(*name, cue in CITIZENS) for name in _cell(text, start, end))
    column = _of_heading(simplified(heading)) if heading else ""
    if column:
        yield from (Hit(*name, column in CITIZENS) for name in _cell(text, 0, len(text)))
    for found in _GENDER.finditer(text):
        name = one(text, found.end(), announced=False)
        if name and re.match(r"[ ]?[,、(]", text[name.end :]):
            yield Hit(*name, False)
    yield from uncued(text)


def _cues(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each cue begins and ends; blanks between its characters do not matter."""
    tight = "".join(text.split())
    blanks = [] if len(tight) == len(text) else [m.start() for m in _BLANK.finditer(text)]
    before = [blank - n for n, blank in enumerate(blanks)]  # how many signs stand before each
    for which, start, end in _SEARCH.find_matches_as_indexes(tight):
        yield start + bisect_right(before, start), end + bisect_left(before, end), _CUES[which]


@lru_cache(maxsize=1_000)
def _of_heading(heading: str) -> str:
    """The cue in the heading of a column; that of a citizen where there are several."""
    found = [cue for _, _, cue in _cues(heading[:80])]
    if not found and heading.isascii() and _LATIN_HEADING.search(heading.strip()):
        return "当事人" if _LAY_HEADING.search(heading.strip()) else "姓名"
    return next((cue for cue in found if cue in CITIZENS), found[0] if found else "")


def _labelled(text: str, label: re.Match[str], known: set[int]) -> Iterator[Hit]:
    """The names behind a label that is no cue."""
    end = label.start() + (2 if label[0][1:2] == "人" else 1)
    begins = max(0, end - 16)
    words = _WORDS.search(text[begins : end - 1]) if end not in known else None
    if words:
        lay = text[end - 1] in LAYMEN or bool(NEEDY & set(words[0]))
        yield from _after(text, end, words[0], sure=lay)


def _after(text: str, end: int, cue: str, *, sure: bool) -> Iterator[Hit]:
    """The names that a cue speaks of."""
    said = _AFTER.match(text, end)
    if said is None:
        return
    wide = "  " in said["gap"] and cue not in ANYBODY
    announced = wide or bool(_ANNOUNCED.search(said["gap"]))
    start = said.end()
    if announced and (number := _NUMBERED.match(text, start)):
        start = number.end()
    first = one(text, start, announced=announced, latin=sure)
    if not first and said["gap"].isspace() and cue not in ANYBODY:
        first = one(text, start, announced=True)  # of a rarer surname, alone behind a blank
        if first and (ONE_HAN.match(text, first.end) or not whole(first.value, rare=True)):
            first = None
    for place in () if first else (end, said.end()):
        if not first and (inside := _INSIDE.match(text, place)):
            first = one(text, inside.end(), announced=True)
            if first and not _CLOSES.match(text, first.end):
                first = None
    if first and not announced and cue in ANYBODY:
        if len(first.value) < 3:
            return
        sure = bool(_SPEAKS.match(text, first.end))
    yield from (Hit(*name, sure) for name in _and_others(text, first, announced=announced))


def _and_others(text: str, first: Name | None, *, announced: bool) -> Iterator[Name]:
    """A name and those that are told together with it."""
    while first:
        yield first
        if (also := _AS_LATIN.match(text, first.end)) and (
            name := one(text, also.end(), announced=True)
        ):
            yield name
        told = _NEXT.match(text, first.end)
        listed = announced and told is not None and not told[0][:1].isspace()
        first = one(text, told.end(), announced=listed) if told else None
        if first and told and not told[0].strip() and ONE_HAN.match(text, first.end):
            first = None


def _before_role(text: str, start: int, cue: str) -> Iterator[Hit]:
    """The name before a role in brackets: 张某（投诉人）."""
    bracket = _BEFORE_ROLE.search(text, max(0, start - 4), start)
    name = before(text, bracket.start()) if bracket and cue not in ANYBODY else None
    if name:
        yield Hit(*name, cue in CITIZENS)


def _cell(text: str, start: int, end: int) -> Iterator[Name]:
    """The names that fill a cell."""
    cell = text[start:end]
    blank = len(cell) - len(cell.lstrip())
    names = (
        list(_and_others(cell, one(cell, blank, announced=True), announced=True))
        if cell.strip()
        else []
    )
    if names and re.fullmatch(r"\s*(?:\(.*\))?\s*", cell[names[-1].end :]):
        yield from (Name(n.start + start, n.end + start, n.value) for n in names)


_uncued_hints = places(*HINTS)


def _hints(text: str) -> Iterator[int]:
    """Where a word for somebody stands, or what else a name is told by."""
    yield from _known_cues(text)
    yield from _uncued_hints(text)


def _known_cues(text: str) -> Iterator[int]:
    return (start for start, _, _ in _cues(simplified(text)))


def _heads(text: str) -> Iterator[int]:
    """Where a heading has a word for somebody, in Chinese or as programs call it."""
    yield from _known_cues(text)
    yield from _LATIN_HEADS(text)


_LATIN_HEADS = places(re.compile("name|person|contact|applicant|xm|xing_?ming", re.IGNORECASE))

NAME = Detector(
    id="name",
    title="未隐去的姓名",
    remedy="只留姓氏，如“张**”“李女士”；依法应当公开的姓名列入允许清单",
    find=_find,
    hints=_hints,
    heads=_heads,
    shows=(1, 0),
)
