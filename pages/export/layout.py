"""ItemPage or CatalogPage -> Paper: the page in the order in which it is read."""

from collections.abc import Iterator
from typing import Any

from pages.export.chapters import CHAPTERS
from pages.export.paper import Block, Facts, Paper, facts, heading, table, text, told
from pages.export.year import chapters
from pages.html.layout import Frame
from pages.model.components import Fact
from pages.model.page import CatalogPage, ItemPage, Section
from pages.model.wording import day

NUMBERS = "一二三四五六七八九"


def sheet(page: ItemPage, frame: Frame) -> Paper:
    """Lay the page out on paper; KeyError for a section that nobody has laid out yet."""
    first = (page.lead,) if page.lead else ()
    return Paper(
        **_around(page, frame),
        over=page.over,
        title=page.name,
        chip=page.chip.word,
        now=page.banner.now,
        next=f"下一步：{page.banner.next}" if page.banner.next else "",
        blocks=(
            *heading(1, "要点"),
            *facts((*page.facts, *page.labels)),
            *heading(1, "办理进度"),
            *_timeline(page),
            *(b for n, s in enumerate((*first, *page.sections)) for b in _section(page, s, n + 1)),
        ),
    )


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
            for block in (*heading(1, f"{_numeral(n)}、{title}"), *held)
        ),
    )


def _around(page: ItemPage | CatalogPage, frame: Frame) -> dict[str, Any]:
    """What stands round every paper."""
    return {
        "as_of": page.as_of,
        "day": f"页面状态更新至{day(page.as_of)}",
        "owner": f"{frame.owner}　{frame.column}",
        "notice": page.notice,
        "imprint": Facts(rows=told(_imprint(frame))),
    }


def _imprint(frame: Frame) -> Iterator[Fact]:
    yield from frame.footer
    yield Fact(term="页面状态", values=(f"更新至{frame.as_of}",))
    if frame.canonical:
        yield Fact(term="本页地址", values=(frame.canonical,))


def _timeline(page: ItemPage) -> tuple[Block, ...]:
    rows = ((mark.title, mark.word, f"{mark.when}{mark.until}") for mark in page.timeline)
    return table("", {"环节": 3, "状态": 2, "时间": 4}, rows)


def _section(page: ItemPage, section: Section, no: int) -> Iterator[Block]:
    """Title, tier and state, the sentence of the state, and what the section holds."""
    yield from heading(1, f"{_numeral(no)}、{section.title}")
    if section.tier:
        yield from text("state", f"{section.tier}　{section.word}")
    yield from text("said", section.text)
    yield from CHAPTERS[section.id](page)


def _numeral(no: int) -> str:
    """A Chinese numeral up to nineteen: more sections no page has."""
    return NUMBERS[no - 1] if no < 10 else f"十{NUMBERS[no - 11] if no > 10 else ''}"
