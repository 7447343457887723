"""iCalendar (RFC 5545) of an item's days: deadlines, hearings, meetings and terms, all day long.

Written by hand: the icalendar library takes about eight times as long (bench/twins.py), for each of
thousands of items. The tests read every calendar back with it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from pages.formats.address import item_url, stamp
from pages.html.render import plain
from pages.model.page import ItemPage, KeyDate, KeyDateKind

OCTETS = 75
LINE = "\r\n"
ENDS = {KeyDateKind.CONSULTATION: "截止"}

ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""Days are those of this zone. A calendar must hold a component, also before it has any day."""


def calendar(page: ItemPage, base: str) -> str:
    """Write the calendar of an item; who subscribes early gets days as they become known."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//juece//item//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(page.name)}",
        f"X-WR-CALDESC:{_text(' '.join(filter(None, (page.notice, page.banner.now))))}",
        *ZONE,
        *(line for moment in page.moments for line in _event(page, moment, item_url(base, page))),
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}{LINE}" for line in lines)


def _event(page: ItemPage, moment: KeyDate, url: str) -> Iterator[str]:
    """One all-day event on the last day of the moment; its end is the day after (exclusive)."""
    host = url.split("/")[2]
    yield "BEGIN:VEVENT"
    yield f"UID:{moment.id.replace('#', '.')}@{host}"
    yield f"DTSTAMP:{stamp(moment.revised_on)}"
    yield f"SEQUENCE:{moment.revision}"
    yield f"DTSTART;VALUE=DATE:{_basic(moment.on)}"
    yield f"DTEND;VALUE=DATE:{_basic(moment.on + timedelta(days=1))}"
    yield f"SUMMARY:{_text(f'{moment.title}{ENDS.get(moment.kind, str())}：{page.name}')}"
    yield f"DESCRIPTION:{_text(' '.join(filter(None, (moment.says, page.notice))))}"
    if moment.place:
        yield f"LOCATION:{_text(moment.place)}"
    yield f"URL:{url}#{moment.anchor}"
    yield f"STATUS:{'CANCELLED' if moment.called_off else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _basic(on: date) -> str:
    return on.isoformat().replace("-", "")


def _text(text: str) -> str:
    """Escape a TEXT value; every kind of line end becomes the one that can be written."""
    escaped = plain(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold at 75 octets, never within a character: a Chinese one has three."""
    octets = line.encode()
    if len(octets) <= OCTETS:
        return line
    pieces, start, room = [], 0, OCTETS
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end].decode())
        start, room = end, OCTETS - 1
    return f"{LINE} ".join(pieces)
