"""How a line of a Chinese official paper begins: 编、章、节、条, 一、 （一） 1. （1） ①, and the order of such numbers."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

NUMERALS = "零〇○一二三四五六七八九十百千两"
_N = rf"[{NUMERALS}]+|[0-9０-９]{{1,5}}"
_VALUES = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_DOTTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"

ARTICLE = "条"
HEADINGS = ("编", "章", "节")
"""Containers of clauses, the widest first."""
RANKS = (ARTICLE, "一、", "（一）", "1.", "（1）", "①", "a.")
"""Kinds of numbers, those that hold the others first."""

_HEADING = re.compile(rf"^第\s*({_N})\s*(编|章|节)(\s*)(.*)$")
_CLAUSE = re.compile(rf"^(第\s*({_N})\s*条)((?:之(?:{_N}))?)(\s*)(.*)$", re.DOTALL)
_KINDS = (
    ("一、", re.compile(rf"^([{NUMERALS}]+)\s*、\s*")),
    ("（一）", re.compile(rf"^[（(]\s*([{NUMERALS}]+)\s*[）)]\s*")),
    ("1.", re.compile(rf"^(?:([0-9０-９]{{1,3}})\s*[.．、](?![0-9０-９])|([{_DOTTED}]))\s*")),
    ("（1）", re.compile(rf"^(?:[（(]\s*([0-9０-９]{{1,3}})\s*[）)]|([{_BRACKETED}]))\s*")),
    ("①", re.compile(rf"^([{_CIRCLED}])\s*")),
    ("a.", re.compile(r"^([a-z])\s*[.．)）、]\s*")),
)
_AFTER_A_CITED_CLAUSE = re.compile(r"^[、，,和及与至到或第的中所规款项]")
_SENTENCE, _STOP = re.compile(r"[。；：！？;:]"), re.compile(r"[。；：！？，、;:,]")
LONGEST_HEADING = 40


class Marked(NamedTuple):
    """A line that begins with a number: its kind, its value (with that behind 之), as shown, and the rest."""

    kind: str
    value: tuple[int, int]
    shown: str
    rest: str


def value_of(said: str) -> int:
    """What a Chinese or Arabic number says; 0 where it says none."""
    narrow = said.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    if narrow.isascii() and narrow.isdigit():
        return int(narrow)
    if not any(sign in _UNITS for sign in said):  # 一〇五: digit after digit
        return (
            int("".join(str(_VALUES[s]) for s in said) or 0)
            if all(s in _VALUES for s in said)
            else 0
        )
    total, digit, unit = 0, 0, 1
    for sign in said:
        if sign in _UNITS:
            unit = _UNITS[sign]
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _VALUES.get(sign, 0)
            unit = 1 if sign in "零〇○" else unit
    return total + digit


def heading(line: str) -> Marked | None:
    """The line as a heading of a 编, 章 or 节, where it is one and no sentence about one."""
    found = _HEADING.match(line)
    if not found:
        return None
    number, kind, gap, rest = found.groups()
    stop = _SENTENCE if gap else _STOP
    if len(line) > LONGEST_HEADING or stop.search(rest) or (rest and not gap and len(rest) > 20):
        return None
    return Marked(kind, (value_of(number), 0), f"第{number}{kind}", rest)


def marked(line: str, expected: int = 0) -> Marked | None:
    """The line as a numbered one; 第五条 without a blank behind it is a number where it is `expected` or opens a title."""
    if found := _CLAUSE.match(line):
        shown, number, more, gap, rest = found.groups()
        plain = value_of(number)
        title = rest.startswith(("（", "(", "【"))
        cited = bool(_AFTER_A_CITED_CLAUSE.match(rest))
        if gap or not rest or ((title or plain == expected) and not cited):
            again = value_of(more[1:]) if more else 0
            return Marked(ARTICLE, (plain, again), re.sub(r"\s", "", shown + more), rest.strip())
        return None
    for kind, pattern in _KINDS:
        if found := pattern.match(line):
            said = next(filter(None, found.groups()))
            return Marked(
                kind, (_enclosed(said) or value_of(said), 0), found[0].strip(), line[found.end() :]
            )
    return None


def _enclosed(said: str) -> int:
    for signs in (_CIRCLED, _BRACKETED, _DOTTED):
        if said in signs:
            return signs.index(said) + 1
    return ord(said) - ord("a") + 1 if len(said) == 1 and said.isascii() and said.islower() else 0


def out_of_order(where: str, numbers: Sequence[tuple[str, tuple[int, int]]]) -> Iterator[str]:
    """What is wrong with numbers that stand one after the other: doubled, left out, turned back."""
    seen = dict[tuple[int, int], str]()
    last: tuple[int, int] = (0, 0)
    before = ""
    for shown, value in numbers:
        if value in seen:
            yield f"{where}编号重复：“{shown}”出现不止一次"
        elif value < last:
            yield f"{where}编号倒退：“{before}”之后是“{shown}”"
        elif value not in {
            (last[0] + 1, 0),
            (last[0], last[1] + 1),
            (last[0], 2 if last[1] == 0 else 0),
        }:
            yield (
                f"{where}编号不连续：“{before}”之后是“{shown}”"
                if before
                else f"{where}编号从“{shown}”开始"
            )
        seen[value] = shown
        last, before = max(last, value), shown
