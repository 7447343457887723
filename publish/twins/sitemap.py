"""sitemap.xml (sitemaps.org 0.9), split under an index when it would be too large, and robots.txt."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from markupsafe import escape

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SPACE}">\n'.encode()
TAIL = b"</urlset>\n"


class Bounds(NamedTuple):
    """How much one sitemap may hold by the protocol: addresses, and bytes uncompressed."""

    urls: int = 50_000
    octets: int = 50 * 1024 * 1024


class Part(NamedTuple):
    """One sitemap of several and the newest day in it."""

    body: bytes
    newest: date | None


class Place(NamedTuple):
    """One page: its address, and the day of its last change if known."""

    url: str
    on: date | None


LAWFUL = Bounds()


def sitemap(
    places: Iterable[Place], base: str, bounds: Bounds = LAWFUL
) -> Iterator[tuple[str, bytes]]:
    """The sitemap of a site, or an index and its parts, as path and bytes."""
    parts = list(_parts(places, bounds))
    if len(parts) == 1:
        yield "sitemap.xml", parts[0].body
        return
    named = [(f"sitemap-{nth}.xml", part) for nth, part in enumerate(parts, 1)]
    entries = b"".join(_line("sitemap", Place(base + name, part.newest)) for name, part in named)
    head = HEAD.replace(b"<urlset", b"<sitemapindex")
    yield "sitemap.xml", head + entries + TAIL.replace(b"urlset", b"sitemapindex")
    for name, part in named:
        yield name, part.body


def robots(base: str) -> str:
    """Everything may be read and indexed; where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n"


def _parts(places: Iterable[Place], bounds: Bounds) -> Iterator[Part]:
    lines: list[bytes] = []
    size, newest = len(HEAD) + len(TAIL), None
    for place in places:
        line = _line("url", place)
        if lines and (len(lines) == bounds.urls or size + len(line) > bounds.octets):
            yield Part(HEAD + b"".join(lines) + TAIL, newest)
            lines, size, newest = [], len(HEAD) + len(TAIL), None
        lines.append(line)
        size += len(line)
        newest = max(filter(None, (newest, place.on)), default=None)
    yield Part(HEAD + b"".join(lines) + TAIL, newest)


def _line(element: str, place: Place) -> bytes:
    on = f"<lastmod>{place.on.isoformat()}</lastmod>" if place.on else ""
    return f"<{element}><loc>{escape(place.url)}</loc>{on}</{element}>\n".encode()
