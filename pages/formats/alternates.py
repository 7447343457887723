"""What a page's head says of its twins: rel="alternate" links and JSON-LD."""

from functools import cache

from pages.formats.json_ld import inline
from pages.html.layout import Frame
from pages.model.components import Link, Twin
from pages.model.view import revised

ITEM = (
    Twin(href="item.json", type="application/json", title="本页数据（JSON）"),
    Twin(href="item.jsonld", type="application/ld+json", title="关联数据（JSON-LD）"),
    Twin(href="timeline.ics", type="text/calendar", title="期限和会议日历（iCalendar）"),
    Twin(href="attachments.csv", type="text/csv", title="文件清单（CSV）"),
    Twin(href="feed.atom", type="application/atom+xml", title="更新订阅（Atom）"),
)
YEAR = (
    Twin(href="catalog.json", type="application/json", title="年度目录数据（JSON）"),
    Twin(href="catalog.csv", type="text/csv", title="年度目录表（CSV）"),
    Twin(href="redactions.csv", type="text/csv", title="遮盖记录（CSV）"),
    Twin(href="feed.atom", type="application/atom+xml", title="更新订阅（Atom）"),
)
ROOT = (
    Twin(href="feed.atom", type="application/atom+xml", title="更新订阅（Atom）"),
    Twin(href="dcat.jsonld", type="application/ld+json", title="数据目录（DCAT）"),
)


def with_item(frame: Frame, graph: str) -> Frame:
    """The frame of an item's page with its twins and its graph."""
    downloads = (*_links(ITEM), *frame.downloads)
    return revised(frame, twins=ITEM, downloads=downloads, linked=inline(graph))


def with_letters(frame: Frame, href: str) -> Frame:
    """The frame of an item's page that may be followed by e-mail too, at an address; said beside Atom."""
    at = next(n for n, link in enumerate(frame.downloads, 1) if link.href == "feed.atom")
    link = Link(href=href, text="更新订阅（电子邮件）", external=True)
    return revised(frame, downloads=(*frame.downloads[:at], link, *frame.downloads[at:]))


def with_twins(frame: Frame, twins: tuple[Twin, ...]) -> Frame:
    """The frame of a page with its twins, which a reader may take away before everything else."""
    downloads = (*_links(twins), *frame.downloads)
    return revised(frame, twins=twins, downloads=downloads)


@cache
def _links(twins: tuple[Twin, ...]) -> tuple[Link, ...]:
    return tuple(Link(href=twin.href, text=twin.title) for twin in twins)
