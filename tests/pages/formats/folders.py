"""A page's folder in a built site: what is read on the page, and the twins beside it."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from pages.model.wording import day
from tests.pages.reading import Element, Page, read


class Folder(NamedTuple):
    """The text of a page's body without blanks, and the files beside it."""

    path: str
    page: Page
    text: str
    files: dict[str, bytes]
    procedure: str = ""

    def says(self, words: str) -> bool:
        """Say whether the page, or that of an item's procedure, prints these words in any lines."""
        said = "".join(words.split())
        return said in self.text or said in self.procedure

    def says_day(self, iso: str) -> bool:
        """Say whether the page prints this day; the year of a period's end is not repeated."""
        on = date.fromisoformat(iso)
        return self.says(day(on)) or self.says(f"至{on.month}月{on.day}日")

    def main(self, tags: set[str]) -> list[Element]:
        """The elements of the main part down to the page tools, without those that hold others."""
        every = self.page.elements
        first = next(n for n, e in enumerate(every) if e.tag == "main")
        last = next(
            n for n, e in enumerate(every) if "tools" in e.attributes.get("class", "").split()
        )
        return [e for e in every[first:last] if e.tag in tags and not e.holds_blocks]

    def json(self, name: str) -> Any:
        return json.loads(self.files[name])

    def inline(self) -> Any:
        """The JSON-LD of the page's head."""
        return json.loads(self.page.of("script")[0].text)


@cache
def _read(body: bytes) -> tuple[Page, str]:
    page = read(body.decode())
    return page, "".join(page.of("body")[0].text.split())


def folder(site: dict[str, bytes], path: str) -> Folder:
    page, text = _read(site[f"{path}index.html"])
    beside = {p[len(path) :]: body for p, body in site.items() if p.startswith(path)}
    procedure = site.get(f"{path}chengxu/index.html")
    return Folder(path, page, text, beside, _read(procedure)[1] if procedure else "")


def item_folders(site: dict[str, bytes]) -> Iterator[Folder]:
    """The folder of every item."""
    yield from (_parent(site, path) for path in site if path.endswith("/item.json"))


def year_folders(site: dict[str, bytes]) -> Iterator[Folder]:
    """The folder of every year."""
    yield from (_parent(site, path) for path in site if path.endswith("/catalog.json"))


def roots(site: dict[str, bytes]) -> list[str]:
    """The site root of every authority, with its slash."""
    return [p.removesuffix("robots.txt") for p in site if p.endswith("robots.txt")]


def _parent(site: dict[str, bytes], path: str) -> Folder:
    return folder(site, f"{PurePosixPath(path).parent}/")
