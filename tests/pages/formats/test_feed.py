"""Feeds hold what RFC 4287 demands, and an event keeps its name for ever."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, datetime

import feedparser
import pytest

from catalog.dossier import Dossier
from catalog.public import disclose
from catalog.public.item import PublicEvent
from catalog.record import Amendment, AmendmentKind
from catalog.stages.legality_review import Conclusion, LegalityOpinion, Submission
from pages.build.site import Year
from pages.formats import atom as feeds
from pages.formats.address import base
from pages.formats.atom import NEWEST, item_feed
from pages.model.item_page import item_page
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, STORE, catalog_dossier, samples
from tests.pages.edition import build
from tests.pages.formats.folders import roots

ATOM = "{http://www.w3.org/2005/Atom}"
DAYS = [date(2026, month, day) for month in range(1, 7) for day in (1, 11, 21, 28)]


def all_feeds(site: dict[str, bytes]) -> Iterator[tuple[str, ET.Element]]:
    yield from ((p, ET.fromstring(b)) for p, b in site.items() if p.endswith("feed.atom"))


def one(of: ET.Element, name: str) -> str:
    """The text of a child that must be there exactly once."""
    found = of.findall(f"{ATOM}{name}")
    assert len(found) == 1, name
    return found[0].text or ""


def events_on(dossier: Dossier, as_of: date) -> list[PublicEvent]:
    return list(disclose(dossier, as_of).events) if dossier.on(as_of).entries else []


def test_every_feed_is_well_formed_atom(site: dict[str, bytes]) -> None:
    assert {"feed.atom"} & set(site) if len(roots(site)) > 1 else "feed.atom" not in site
    for path, body in site.items():
        if path.endswith("feed.atom"):
            told = feedparser.parse(body)
            assert not told.bozo, (path, told.get("bozo_exception"))
            assert told.version == "atom10"
            assert told.entries, path


def test_what_rfc_4287_demands_is_there_once(site: dict[str, bytes]) -> None:
    for path, told in all_feeds(site):
        for element in (told, *told.findall(f"{ATOM}entry")):
            assert one(element, "id").startswith("tag:")
            assert one(element, "title")
            assert datetime.fromisoformat(one(element, "updated")).utcoffset()
            ways = [e.get("rel") for e in element.findall(f"{ATOM}link")]
            assert ways.count("alternate") == 1
        assert told.find(f"{ATOM}author/{ATOM}name") is not None
        own = next(e for e in told.findall(f"{ATOM}link") if e.get("rel") == "self")
        root = next((r for r in sorted(roots(site), reverse=True) if path.startswith(r)), "")
        assert str(own.get("href")).endswith(f"/{path.removeprefix(root)}")


def test_entries_are_newest_first_and_the_feed_is_as_old_as_the_newest(
    site: dict[str, bytes],
) -> None:
    for path, told in all_feeds(site):
        days = [one(e, "updated") for e in told.findall(f"{ATOM}entry")]
        assert days == sorted(days, reverse=True), path
        assert one(told, "updated") == days[0]


def test_no_two_entries_of_a_feed_have_one_name(site: dict[str, bytes]) -> None:
    for path, told in all_feeds(site):
        ids = [one(e, "id") for e in told.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)), path


def test_an_event_is_the_same_entry_in_every_feed(site: dict[str, bytes]) -> None:
    """RFC 4287 4.2.6: whoever follows an item and its year is told once."""
    met: dict[str, tuple[str, str]] = {}
    shared = 0
    for _, told in all_feeds(site):
        for entry in told.findall(f"{ATOM}entry"):
            title, on = one(entry, "title"), one(entry, "updated")
            shared += one(entry, "id") in met
            assert met.setdefault(one(entry, "id"), (title, on)) == (title, on)
    assert shared


@pytest.mark.parametrize("name", samples())
def test_an_event_keeps_its_name_as_the_ledger_grows(name: str) -> None:
    known: dict[str, PublicEvent] = {}
    dossier = samples()[name]
    for as_of in (*DAYS, AS_OF):
        told = events_on(dossier, as_of)
        events = {event.id: event for event in told}
        assert len(events) == len(told)
        assert {id_: events.get(id_) for id_ in known} == known
        known = events
    assert known


def test_the_name_of_an_event_does_not_tell_that_a_legality_review_was_returned() -> None:
    def reviewed(*conclusions: Conclusion) -> list[str]:
        filing = dossiers.through_consultation(dossiers.filing(1, "某事项"))
        for nth, conclusion in enumerate(conclusions):
            on = date(2026, 4, 2 + nth)
            again = Amendment(kind=AmendmentKind.NEW_ROUND, reason="退回") if nth else None
            filing.file(Submission(submitted_on=on), on, amends=again)
            opinion = LegalityOpinion(issued_on=on, conclusion=conclusion, reviewer="法规处")
            filing.file(opinion, on)
        return [event.id for event in disclose(filing.dossier, AS_OF).events]

    assert reviewed(Conclusion.RETURNED, Conclusion.LAWFUL) == reviewed(Conclusion.LAWFUL)


def test_the_end_of_a_consultation_is_told_once_it_is_over() -> None:
    dossier = samples()["studying"]
    for as_of, times in ((date(2026, 5, 18), 0), (date(2026, 5, 19), 1)):
        page = item_page(disclose(dossier, as_of))
        told = item_feed(page, base(page.authority), "某局")
        assert told.count("公开征求意见截止") == times
    assert "<updated>2026-05-19T00:00:00+08:00</updated>" in told


def test_a_feed_over_years_holds_the_newest_only(
    edition: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "NEWEST", 3)
    files = build(
        [Year(catalog_dossier(), list(samples().values()))], AS_OF, HEAD, STORE.__getitem__
    ).files
    short = feedparser.parse(files["shmzj/feed.atom"])
    year = feedparser.parse(files["shmzj/zwgk/zdjc/2026/feed.atom"])
    assert NEWEST > 3 < len(year.entries)
    assert [e.id for e in short.entries] == [e.id for e in year.entries][:3]


def test_one_authority_alone_has_no_feed_above_it(edition: object) -> None:
    files = edition.files
    assert "feed.atom" not in files
    assert b"alternate" not in files["index.html"]


def test_a_compiled_catalog_speaks_in_the_name_of_nobody_else(demo: object) -> None:
    told = feedparser.parse(demo.files["shmzj/feed.atom"])
    assert told.feed.author == "上海市民政局（资料整理）"
    assert "不是上海市民政局公布的" in told.feed.subtitle
