"""ItemPage or CatalogPage -> Paper: the page in the order in which it is read."""

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.numerals import numeral
from pages.export.chapters import CHAPTERS, passport, updates
from pages.export.paper import Block, Facts, Paper, facts, heading, table, text, told
from pages.export.year import chapters
from pages.html.layout import Frame
from pages.model.components import Fact
from pages.model.page import CatalogPage, ItemPage, Section
from pages.model.wording import day

NUMBERS = "一二三四五六七八九"


def sheet(page: ItemPage, frame: Frame) -> Paper:
    """Lay the page out on paper; KeyError for a section that nobody has laid out yet."""
    return Paper(
        **_around(page, frame),
        over=page.over,
        title=page.name,
        chip=page.chip.word,
        now=page.banner.now,
        next=f"下一步：{page.banner.next}" if page.banner.next else "",
        blocks=(
            *facts(Fact(term=one.label, values=(one.said,)) for one in page.answers),
            *(
                block
                for n, (title, held) in enumerate(_chapters(page), 1)
                for block in (*heading(1, f"{numeral(n)}、{title}"), *held)
            ),
        ),
    )


def _chapters(page: ItemPage) -> Iterator[tuple[str, Iterable[Block]]]:
    """Every part of the page with its title, and the procedure, which the site has beside it."""
    for section in page.sections:
        yield section.title, _section(page, section)
    if page.silent:
        yield "没有内容的部分", _silent(page)
    yield "办理进度", _timeline(page)
    if page.passport or page.procedures:
        yield "程序履行情况", passport(page)
    yield "更新记录", updates(page.updates)
    yield "信息要素", facts(page.labels)


def year_sheet(page: CatalogPage, frame: Frame) -> Paper:
    """Lay a year's page out on paper lying on its side, for the table of its items."""
    told_of = enumerate(chapters(page, frame.canonical), 1)
    return Paper(
        **_around(page, frame),
        wide=True,
        title=page.title,
        now=page.lead,
        blocks=tuple(
            block
            for n, (title, held) in told_of
            for block in (*heading(1, f"{numeral(n)}、{title}"), *held)
        ),
    )


def _around(page: ItemPage | CatalogPage, frame: Frame) -> dict[str, Any]:
    """What stands round every paper."""
    return {
        "as_of": page.as_of,
        "day": f"{day(page.as_of)}以来状态无变化",
        "owner": f"{frame.owner}　{frame.column}",
        "notice": page.notice,
        "imprint": Facts(rows=told(_imprint(frame))),
    }


def _imprint(frame: Frame) -> Iterator[Fact]:
    yield from frame.footer
    yield Fact(term="页面状态", values=(f"{frame.as_of}以来无变化",))
    if frame.canonical:
        yield Fact(term="本页地址", values=(frame.canonical,))


def _timeline(page: ItemPage) -> tuple[Block, ...]:
    rows = ((mark.title, mark.word, f"{mark.when}{mark.until}") for mark in page.timeline)
    return table("", {"环节": 3, "状态": 2, "时间": 4}, rows)


def _section(page: ItemPage, section: Section) -> Iterator[Block]:
    """Tier and state, the sentence of the state, and what the section holds."""
    yield from _standing(section)
    yield from text("said", section.text)
    yield from CHAPTERS[section.id](page)


def _silent(page: ItemPage) -> Iterator[Block]:
    for silence in page.silent:
        for section in silence.sections:
            yield from heading(2, section.title)
            yield from _standing(section)
        yield from text("said", silence.text)


def _standing(section: Section) -> tuple[Block, ...]:
    return text("state", f"{section.tier}　{section.word}") if section.tier else ()
