"""The machine twins of one item, each beside a library that writes the same, and a large sitemap."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import icalendar

from bench.timing import Rows, against
from catalog.public import disclose
from pages.formats import csv_tables
from pages.formats.address import base, item_url
from pages.formats.atom import item_feed
from pages.formats.formats import item_places, item_twins
from pages.formats.ical import calendar
from pages.formats.json_ld import graph, inline, linked
from pages.formats.sitemap import sitemap
from pages.html.render import data
from pages.model.item_page import item_page
from pages.model.page import ItemPage
from tests.pages.dossiers import AS_OF, samples

PAGES = 10_000
ATOM = "{http://www.w3.org/2005/Atom}"


def rows() -> Rows:
    """What each twin takes; the peer is a library where there is one, else the page as JSON."""
    public = disclose(samples()["published"], AS_OF)
    page = item_page(public)
    root, places = base(page.authority), [next(item_places(public))] * PAGES
    as_json, plain_json = "the page as pydantic's JSON", page.model_dump_json
    several: tuple[tuple[str, Callable[[], object], str, Callable[[], object]], ...] = (
        ("timeline.ics", lambda: calendar(page, root), "icalendar", lambda: _by_icalendar(page)),
        ("feed.atom", lambda: item_feed(page, root, "某局"), "ElementTree", lambda: _by_tree(page)),
        ("item.jsonld", lambda: linked(page, root, graph(page, root)), as_json, plain_json),
        ("JSON-LD of the head", lambda: inline(graph(page, root)), as_json, plain_json),
        ("attachments.csv", lambda: csv_tables.attachments(page, root), as_json, plain_json),
        ("item.json", lambda: data(page), as_json, plain_json),
        (
            "all twins of an item",
            lambda: list(item_twins(page, graph(page, root))),
            as_json,
            plain_json,
        ),
        (f"sitemap of {PAGES} pages", lambda: list(sitemap(places, root)), as_json, plain_json),
    )
    for what, run, peer, run_peer in several:
        yield against(what, run, peer, run_peer)


def _by_icalendar(page: ItemPage) -> bytes:
    written = icalendar.Calendar()
    for moment in page.moments:
        event = icalendar.Event()
        event.add("uid", moment.id)
        event.add("dtstamp", datetime(2026, 1, 1, tzinfo=UTC))
        event.add("dtstart", moment.on)
        event.add("dtend", moment.on + timedelta(days=1))
        event.add("summary", f"{moment.title}：{page.name}")
        event.add("description", moment.says)
        written.add_component(event)
    return bytes(written.to_ical())


def _by_tree(page: ItemPage) -> bytes:
    url = item_url(base(page.authority), page)
    feed = ElementTree.Element(f"{ATOM}feed")
    for update in page.updates:
        entry = ElementTree.SubElement(feed, f"{ATOM}entry")
        ElementTree.SubElement(entry, f"{ATOM}id").text = update.id
        ElementTree.SubElement(entry, f"{ATOM}title").text = f"{page.name}：{update.what}"
        ElementTree.SubElement(entry, f"{ATOM}updated").text = update.on.isoformat()
        ElementTree.SubElement(entry, f"{ATOM}link", href=url)
    return ElementTree.tostring(feed, encoding="utf-8")
