"""Atom feeds (RFC 4287) of what was published: an entry for each line of the update history."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from heapq import nlargest
from typing import NamedTuple

from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]

from catalog.public.item import PublicEvent
from pages.formats.address import event_url, instant, item_url, tag, year_url
from pages.html.render import plain
from pages.model.page import CatalogPage, ItemPage, KeyDateKind
from pages.model.sections import SHOWN_AT

NEWEST = 50
"""Entries of a feed over several years or authorities."""

ANCHORS = {**SHOWN_AT, "decision.meeting": "liexi"}
"""The section in which a step is told; what is not here is told in the update history."""


class Story(NamedTuple):
    """One entry: the event's permanent name, what is said, where, and from which day."""

    id: str
    title: str
    on: date
    url: str
    why: str


class Feed(NamedTuple):
    """What a feed says of itself; `stories` newest first."""

    id: str
    title: str
    subtitle: str
    author: str
    url: str
    on: date
    stories: Sequence[Story]


def item_feed(page: ItemPage, base: str, author: str) -> str:
    """The feed of one item."""
    return atom(item_news(page, base, author))


def item_news(page: ItemPage, base: str, author: str) -> Feed:
    """Everything that happened to one item, and the end of each consultation once it is over."""
    url = item_url(base, page)
    told = [_story(event, base, f"{page.name}：{event.what}") for event in page.updates]
    told += [
        Story(tag(base, moment.id), f"{page.name}：{moment.title}截止（{moment.says}）", _after(moment.on), f"{url}#{moment.anchor}", "")
        for moment in page.moments
        if moment.kind is KeyDateKind.CONSULTATION and moment.on < page.as_of and not moment.called_off
    ]  # fmt: skip
    told.sort(key=lambda story: story.on, reverse=True)
    subtitle = "\n".join(filter(None, (page.notice, page.banner.now)))
    return Feed(tag(base, page.id), page.name, subtitle, author, url, page.updated_on, told)


def catalog_feed(page: CatalogPage, base: str, author: str) -> str:
    """The feed of a year."""
    return atom(catalog_news(page, base, author))


def catalog_news(page: CatalogPage, base: str, author: str) -> Feed:
    """The update history of a year: of the catalog itself, and the latest of its items."""
    url, on = year_url(base, page.year), page.updated_on or page.as_of
    told = stories(page, base)
    return Feed(tag(base, page.id), page.title, page.notice, author, url, on, told)


def site_feed(feed: Feed) -> str:
    """The newest stories over years, or over authorities."""
    return atom(feed._replace(stories=newest(feed.stories)))


def latest(pages: Iterable[CatalogPage], base: str) -> list[Story]:
    """The newest entries of the update histories of some years."""
    told = (event for page in pages for event in page.updates)
    found = nlargest(NEWEST, told, key=lambda event: event.on)
    return [_story(event, base, event.what) for event in found]


def newest(stories: Iterable[Story]) -> list[Story]:
    """As many of the newest stories as a feed over years or authorities has."""
    return nlargest(NEWEST, stories, key=lambda story: story.on)


def stories(page: CatalogPage, base: str) -> list[Story]:
    """The update history of a year as entries."""
    return [_story(event, base, event.what) for event in page.updates]


def _story(event: PublicEvent, base: str, title: str) -> Story:
    step = ".".join(event.id.partition("#")[2].split(".")[:2])
    anchor = ANCHORS.get(step, "gengxin")
    return Story(
        tag(base, event.id), title, event.on, f"{event_url(base, event.id)}#{anchor}", event.reason
    )


def _after(on: date) -> date:
    return on + timedelta(days=1)


def atom(feed: Feed) -> str:
    """Write a feed. Its time is that of its newest entry, never that of the build."""
    latest = max((story.on for story in feed.stories), default=feed.on)
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<id>{_text(feed.id)}</id>\n"
        f"<title>{_text(feed.title)}</title>\n"
        f"{_optional('subtitle', feed.subtitle)}"
        f"<updated>{instant(latest)}</updated>\n"
        f"<author><name>{_text(feed.author)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{_text(feed.url)}feed.atom"/>\n'
        f'<link rel="alternate" type="text/html" href="{_text(feed.url)}"/>\n'
    )
    return plain(f"{head}{''.join(_entries(feed.stories))}</feed>\n")


def _entries(stories: Iterable[Story]) -> Iterable[str]:
    for story in stories:
        yield (
            f"<entry>\n<id>{_text(story.id)}</id>\n"
            f"<title>{_text(story.title)}</title>\n"
            f"<updated>{instant(story.on)}</updated>\n"
            f'<link rel="alternate" type="text/html" href="{_text(story.url)}"/>\n'
            f"{_optional('summary', story.why)}</entry>\n"
        )


def _optional(element: str, text: str) -> str:
    return f"<{element}>{_text(text)}</{element}>\n" if text else ""


def _text(text: str) -> str:
    """Escape for XML; a bare CR would be read as a line feed."""
    return escaped(text).replace("\r", "&#13;")
