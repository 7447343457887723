"""Absolute addresses and permanent names, which feeds, calendars and linked data cannot do without."""

from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from catalog.annual import Authority
from pages.html.layout import PATH
from pages.model.page import CatalogPage, ItemPage

DEMO = "https://juece.example/"
"""Stands in for a domain that nobody told: a zone reserved for examples, which can be nobody's."""


def base(authority: Authority) -> str:
    """The address of an authority's site root, with its closing slash."""
    return (
        f"https://{authority.site_domain}/" if authority.site_domain else f"{DEMO}{authority.id}/"
    )


def portal() -> str:
    """The address of the page above several authorities."""
    return DEMO


def item_url(base: str, page: ItemPage) -> str:
    """The address of an item's page, which is its canonical one."""
    return f"{base}{PATH}/{page.year}/{page.no:02d}/"


def year_url(base: str, page: CatalogPage) -> str:
    """The address of a year's page."""
    return f"{base}{PATH}/{page.year}/"


def event_url(base: str, event_id: str) -> str:
    """The address of the page that tells of an event: an item's, or a year's."""
    owner, _, _step = event_id.partition("#")
    _authority, year, *no = owner.split("-")
    return f"{base}{PATH}/{year}/{''.join(f'{one}/' for one in no)}"


def tag(base: str, id: str) -> str:
    """A name that stays though addresses should change: a tag URI (RFC 4151)."""
    year = id.split("-")[1][:4] if "-" in id else "2026"
    return f"tag:{_host(base)},{year}:{id}"


@lru_cache(1024)
def _host(base: str) -> str | None:
    return urlsplit(base).hostname


def instant(on: date) -> str:
    """The first instant of a day in Asia/Shanghai (RFC 3339): the event log speaks in days."""
    return f"{on.isoformat()}T00:00:00+08:00"


def stamp(on: date) -> str:
    """The same instant in UTC as iCalendar writes it."""
    return f"{on - timedelta(days=1):%Y%m%d}T160000Z"
