"""What each section of a year's page holds, block by block; says nothing that its data do not say.

A link is told by its full address, for a sheet of paper cannot be pressed.
"""

from collections.abc import Iterable, Iterator

from pages.export.chapters import COVERED, covered_place, updates
from pages.export.paper import Block, facts, lines, linked, table, text
from pages.model.components import Change, Fact, Link, Row
from pages.model.page import CatalogPage
from pages.model.wording import day

ITEMS = {
    "序号": 12,
    "事项名称": 25,
    "承办处室": 16,
    "履行程序要求": 22,
    "计划决策时间": 14,
    "当前状态": 16,
    "集成公开": 36,
}
ADDRESSED = {**ITEMS, "集成公开": 152}
"""The same in millimetres, with room for an address on one line."""

PLANS = {"序号": 1, "事项名称": 6, "计划决策时间": 3, "实际办理": 8}
CHANGES = {"日期": 4, "类型": 3, "事项名称": 7, "理由": 10}
COVERED_OF_YEAR = {"事项": 5, **COVERED, "遮盖单位和日期": 5, "下次复核日期": 5}
FULL = "各事项的更新，这里只列最近的；全部更新见各事项页面的更新记录。"

Chapter = tuple[str, Iterable[Block]]


def chapters(page: CatalogPage, address: str) -> Iterator[Chapter]:
    """Every section with its title; `address` is the page's own, empty where there is no domain."""
    yield "关于本目录", facts(page.facts)
    if page.open:
        told = (Fact(term=one.name, values=(f"正在征求意见，{one.until}",)) for one in page.open)
        yield "正在征求意见", facts(told)
    yield f"{page.year}年度进展", _progress(page)
    yield "决策事项", table(page.title, ADDRESSED if address else ITEMS, _rows(page, address))
    if page.chart:
        yield "计划与实际", _plans(page)
    if not page.source:
        yield "目录调整记录", _changes(page.changes)
    if page.covered:
        yield "遮盖记录", _covered(page)
    yield "更新记录", (*updates(page.updates), *text("note", FULL))


def _progress(page: CatalogPage) -> tuple[Block, ...]:
    counts = "，".join(f"{count.chip.word}{count.number}项" for count in page.counts)
    return text("sum", f"{counts}。合计{len(page.rows)}项。" if counts else "")


def _rows(page: CatalogPage, address: str) -> Iterator[tuple[str, ...]]:
    for row in page.rows:
        status = lines(row.chip.word, f"更新于{day(row.updated_on)}")
        told = lines(*_disclosed(row, address))
        yield str(row.no), row.name, row.unit, row.procedures, row.planned, status, told


def _disclosed(row: Row, address: str) -> Iterator[str]:
    """Each disclosure with its state, and with its address where there is something to read."""
    if address:
        yield linked(Link(text="事项页面", href=_full(address, row.href)))
    for one in row.disclosed:
        said = f"{one.label}：{one.word}"
        found = _full(address, one.href) if address and one.href else ""
        yield linked(Link(text=said, href=found))


def _full(address: str, href: str) -> str:
    """The address that the item's page says is its own; a folder shows its index."""
    return address + href.replace("index.html", "", 1)


def _plans(page: CatalogPage) -> tuple[Block, ...]:
    if page.chart is None:
        return ()
    rows = (
        (str(one.no), one.name, one.planned, lines(*one.happened) or "尚未开展")
        for one in page.chart.lines
    )
    return table(page.chart.title, PLANS, rows)


def _changes(changes: tuple[Change, ...]) -> tuple[Block, ...]:
    rows = ((day(one.on), one.kind, one.name, one.reason) for one in changes)
    return table("", CHANGES, rows) or text("said", "本年度目录没有调整。")


def _covered(page: CatalogPage) -> Iterator[Block]:
    rows = ((one.name, *covered_place(one)) for one in page.covered)
    yield from table("有遮盖的文件", COVERED_OF_YEAR, rows)
    yield from text("note", "公开的是遮盖后的副本，原件留存。")
