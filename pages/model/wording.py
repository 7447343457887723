"""Dates and lists in the words of a page: absolute always, so that they stay true."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from catalog.ids import item_id


@lru_cache(4096)
def day(on: date) -> str:
    """Write a date in full: 2026年4月2日."""
    return f"{on.year}年{on.month}月{on.day}日"


def period(first: date, last: date) -> str:
    """Write a period; the year is said once when both days share it."""
    return "".join(halves(first, last))


def halves(first: date, last: date) -> tuple[str, str]:
    """Write a period in two pieces, so that a narrow column breaks it between its days only."""
    end = day(last) if last.year != first.year else f"{last.month}月{last.day}日"
    return day(first), f"至{end}"


def deadline(on: date) -> str:
    """Write the end of a last day with clock time and zone, so that nobody has to guess."""
    return f"{day(on)}24时（北京时间）"


def item_named(id: str) -> str:
    """Name another item by its place in its catalog: 2027年度目录第3项."""
    item = item_id(id)
    return f"{item.year}年度目录第{item.no}项" if item else id


def listed(words: Iterable[str]) -> str:
    """Join words by 、, each once, in the order met."""
    return "、".join(dict.fromkeys(word for word in words if word))


def bare(text: str) -> str:
    """Take off the closing stop of a sentence that goes into another one."""
    return text.strip().rstrip("。；;.")


def bracketed(cited: str) -> str:
    """Put a citation in brackets."""
    return f"（{cited}）" if cited else ""
