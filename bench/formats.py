"""The files of a page beside its HTML, for Hugo to write too (bench/layouts), and whether both agree.

What is worked out for a file (sentences, addresses, days) is handed over worked out. Two things its
templates cannot do: fold a calendar at 75 octets, and tell the digest of every file.
"""

import csv
import io
import json
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from pages.formats import atom, csv_tables, ical
from pages.formats.address import base, instant, item_url, stamp, year_url
from pages.formats.formats import owner
from pages.model.page import CatalogPage, ItemPage, KeyDate


def outputs(page: ItemPage | CatalogPage) -> list[str]:
    """The formats of a page by their names in layouts/hugo.toml."""
    if isinstance(page, CatalogPage):
        return ["html", "year", "items", "covered", "news"]
    answered = ["opinions"] if any(one.csv for one in page.adoptions) else []
    return ["html", "data", "graph", "days", "files", "news", *answered]


def told(page: ItemPage | CatalogPage) -> dict[str, Any]:
    """What such files say that is not in the page object."""
    root, by = base(page.authority), owner(page)
    if isinstance(page, CatalogPage):
        news = _news(atom.catalog_news(page, root, by))
        columns = {"columns": csv_tables.ITEMS, "covered": csv_tables.REDACTIONS}
        return {"url": year_url(root, page.year), "news": news, **columns}
    about = " ".join(filter(None, (page.notice, page.banner.now)))
    days = [_day(page, moment, item_url(root, page)) for moment in page.moments]
    news = _news(atom.item_news(page, root, by))
    return {"url": item_url(root, page), "news": news, "about": about, "days": days}


def _news(of: atom.Feed) -> dict[str, Any]:
    latest = max((story.on for story in of.stories), default=of.on)
    stories = [{**one._asdict(), "on": instant(one.on)} for one in of.stories]
    plain = {"on": instant(of.on), "updated": instant(latest), "stories": stories}
    return of._asdict() | plain


def _day(page: ItemPage, moment: KeyDate, url: str) -> dict[str, Any]:
    ends = ical.ENDS.get(moment.kind, "")
    return {
        "uid": f"{moment.id.replace('#', '.')}@{url.split('/')[2]}",
        "stamp": stamp(moment.revised_on),
        "revision": moment.revision,
        "begin": f"{moment.on:%Y%m%d}",
        "end": f"{moment.on + timedelta(days=1):%Y%m%d}",
        "summary": f"{moment.title}{ends}：{page.name}",
        "says": " ".join(filter(None, (moment.says, page.notice))),
        "place": moment.place,
        "url": f"{url}#{moment.anchor}",
        "status": "CANCELLED" if moment.called_off else "CONFIRMED",
    }


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def said(ending: str, body: str) -> object:
    """What a file says, however it is spelled: the same of both where both say the same."""
    match ending:
        case ".html":
            text = _Text()
            text.feed(body)
            text.close()
            return "".join(text.words), text.tags
        case ".json" | ".jsonld":
            read = json.loads(body)
            return {key: value for key, value in read.items() if key != "$schema"}
        case ".csv":
            return list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))
        case ".ics":
            return body.replace("\n ", "").split()
        case ".atom":
            elements = ElementTree.fromstring(body.strip()).iter()
            return [(one.tag, (one.text or "").split(), one.attrib) for one in elements]
    raise ValueError(ending)
