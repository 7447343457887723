"""sitemap.xml (sitemaps.org 0.9), split under an index when it would be too large, and robots.txt."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SPACE}">\n'.encode()
TAIL = b"</urlset>\n"


class Bounds(NamedTuple):
    """How much one sitemap may hold by the protocol: addresses, and bytes uncompressed."""

    urls: int = 50_000
    octets: int = 50 * 1024 * 1024


class Place(NamedTuple):
    """A page as its line in a sitemap, worked out once, and the day of its last change if known."""

    line: bytes
    on: date | None


LAWFUL = Bounds()


def place(url: str, on: date | None, element: str = "url") -> Place:
    """Write the line of a page, or in an index of a sitemap."""
    url = url.replace("&", "&amp;").replace("<", "&lt;")
    when = f"<lastmod>{on.isoformat()}</lastmod>" if on else ""
    return Place(f"<{element}><loc>{url}</loc>{when}</{element}>\n".encode(), on)


def sitemap(
    places: Sequence[Place], base: str, bounds: Bounds = LAWFUL
) -> Iterator[tuple[str, bytes]]:
    """The sitemap of a site, or an index and its parts, as path and bytes."""
    parts = list(_parts(places, bounds))
    if len(parts) == 1:
        yield "sitemap.xml", _written(parts[0])
        return
    named = [(f"sitemap-{nth}.xml", part) for nth, part in enumerate(parts, 1)]
    index = [place(base + name, _newest(part), "sitemap") for name, part in named]
    yield "sitemap.xml", _written(index).replace(b"urlset", b"sitemapindex")
    for name, part in named:
        yield name, _written(part)


def robots(base: str) -> str:
    """Everything may be read and indexed; where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"


def _parts(places: Sequence[Place], bounds: Bounds) -> Iterator[Sequence[Place]]:
    room = bounds.octets - len(HEAD) - len(TAIL)
    if len(places) <= bounds.urls and sum(len(one.line) for one in places) <= room:
        yield places
        return
    first, size = 0, 0
    for nth, one in enumerate(places):
        if nth > first and (nth - first == bounds.urls or size + len(one.line) > room):
            yield places[first:nth]
            first, size = nth, 0
        size += len(one.line)
    yield places[first:]


def _newest(places: Sequence[Place]) -> date | None:
    return max((one.on for one in places if one.on), default=None)


def _written(places: Sequence[Place]) -> bytes:
    return b"".join((HEAD, *(one.line for one in places), TAIL))
