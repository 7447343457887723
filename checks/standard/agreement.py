"""X-03: whatever the data of a page says in words, numbers and days is printed on the page."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from catalog.findings import Severity
from checks.standard.base import Wrong, also, rule
from checks.standard.site import Catalog, Item, Page
from pages.html.render import plain
from pages.model.page import CatalogPage, ItemPage
from pages.model.wording import day

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WORDS = re.compile(r"[\u3400-\u9fff]")
READ = {"values", "rows", "says", "number", "label", "format", "size", "pages", "when"}
"""Fields that people read whatever is written in them; of others what is in Chinese is read."""

UNREAD = re.compile(
    r"authority\..*|.*\.columns|moments\.title|passport\.article|(?:silent\.)?sections\.word"
    r"|chart\.lines\.bars\..*|chart\.lines\.short|.*\.cited\..*|(?:.*\.)?files\.saved_as"
)
"""What the page says in other words, or nowhere: heads of a table without rows, the title of a
calendar's day, the full name of an article, the mark of a section that carries none, a tip of the
chart, the pieces of what is read as a whole, the name of a saved file."""


@rule("X-03", Severity.ERROR, "推导")
def data_says_what_the_page_says(item: Item) -> Iterator[Wrong]:
    """数据里的文字、数字、日期都能在页面文字里找到。"""
    yield from _unsaid(item.data, item.page, item.beside)


@also("X-03")
def a_years_data_says_so_too(catalog: Catalog) -> Iterator[Wrong]:
    """And so does that of a year."""
    told = catalog.data.model_copy(update={"covered": ()})  # left to the items' pages
    yield from _unsaid(told, catalog.page)


def _unsaid(data: ItemPage | CatalogPage, page: Page, beside: str = "") -> Iterator[Wrong]:
    whole = {re.sub(r"\s+", "", text) for text, _ in page.pieces}
    for where, text in dict.fromkeys(_read(data.model_dump(mode="json"))):
        said = re.sub(r"\s+", "", plain(text))
        if said in whole or _printed(said, page.flat):  # the first is at once
            continue
        if not _printed(said, beside):
            yield Wrong(where, f"页面上没有“{text[:30]}”", "页面和数据由同一份材料生成")


def _read(of: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Everything that is meant to be read, with where it stands."""
    if isinstance(of, dict):
        for name, value in of.items():
            yield from _read(value, f"{where}.{name}" if where else name)
    elif isinstance(of, list):
        for value in of:
            yield from _read(value, where)
    elif isinstance(of, str) and of and not UNREAD.fullmatch(where):
        read = where.rpartition(".")[2] in READ
        if read or WORDS.search(of) or ISO_DAY.fullmatch(of):
            yield where, of


def _printed(said: str, flat: str) -> bool:
    if said in flat:
        return True
    try:
        on = date.fromisoformat(said)
    except ValueError:
        return False
    return day(on) in flat or f"至{on.month}月{on.day}日" in flat
