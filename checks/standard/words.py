"""How printed words are read back: dates, facts by their term, numbers of a kind."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from catalog.item import planned_end
from pages.model.components import Fact
from pages.model.page import ItemPage

GONE = frozenset({"已调出目录", "已结转", "已合并", "已拆分", "已终止"})
"""The words for an item of which nothing more is awaited, though nothing was decided."""

DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
NUMBER = re.compile(r"\d+")


def dates(text: str) -> Iterator[date]:
    """The dates of a text, the year of the one before where it is not said again.

    What looks like a date and is none is passed over; I-07 and I-08 tell of it.
    """
    year = 0
    for said, month, day in DAY.findall(text):
        year = int(said) if said else year
        try:
            yield date(year, int(month), int(day))
        except ValueError:
            continue


def first_date(text: str) -> date | None:
    """The first date of a text, if there is one."""
    return next(dates(text), None)


def values(facts: Iterable[Fact], term: str) -> tuple[str, ...]:
    """What is said under a term; a link counts by its text."""
    for fact in facts:
        if fact.term == term:
            return (*fact.values, *((fact.link.text,) if fact.link else ()))
    return ()


def value(facts: Iterable[Fact], term: str) -> str:
    """All that is said under a term, in one text."""
    return "；".join(values(facts, term))


def dated(facts: Iterable[Fact], term: str) -> date | None:
    """The first date said under a term."""
    return first_date(value(facts, term))


def number(text: str, before: str, unit: str) -> int | None:
    """The number between a word and its unit: 采纳3条."""
    found = re.search(rf"{re.escape(before)}\s*(\d+)\s*{unit}", text)
    return int(found[1]) if found else None


def total(text: str) -> int:
    """The sum of all numbers of a text."""
    return sum(map(int, NUMBER.findall(text)))


def result_facts(page: ItemPage) -> tuple[Fact, ...]:
    """The facts of the result; none without one."""
    return (*page.result.head, *page.result.facts) if page.result else ()


def said_by_the_program(page: ItemPage) -> Iterator[tuple[str, str]]:
    """Sentences that the program wrote itself, each with its place on the page."""
    yield "状态横幅", page.banner.now
    yield "状态横幅", page.banner.next
    for answer in page.answers:
        yield "首屏", answer.said
    for section in page.every_section:
        yield f"#{section.id}", section.text


PLAN = re.compile(r"(\d{4})年(?:第([一二三四])季度|([上下])半年|(\d{1,2})月(?:(\d{1,2})日)?)?$")


def planned_last(label: str) -> date | None:
    """The last day of a printed plan: 2026年第二季度 -> 2026-06-30; None where there is no plan."""
    found = PLAN.search(label)
    if not found:
        return None
    year, quarter, half, month, day = found.groups()
    if quarter:
        return planned_end(f"{year}-Q{'一二三四'.index(quarter) + 1}")
    if half:
        return planned_end(f"{year}-H{'上下'.index(half) + 1}")
    if month:
        return planned_end(f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else ""))
    return planned_end(year)
