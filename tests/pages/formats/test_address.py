"""Addresses are absolute, and those that nobody gave can belong to nobody."""

from datetime import date

from catalog.annual import Authority
from pages.formats.address import DEMO, base, event_url, instant, stamp, tag
from tests.pages.edition import Edition
from tests.pages.formats.folders import item_folders

RESERVED = ".example/"  # RFC 2606


def test_a_domain_gives_the_address_of_the_site() -> None:
    known = Authority(id="shmzj", name="上海市民政局", site_domain="mzj.sh.gov.cn")
    assert base(known) == "https://mzj.sh.gov.cn/"


def test_without_a_domain_a_reserved_one_stands_in() -> None:
    assert DEMO.endswith(RESERVED)
    assert base(Authority(id="shmzj", name="上海市民政局")) == f"{DEMO}shmzj/"


def test_the_address_of_an_event_is_that_of_the_page_that_tells_it(years: Edition) -> None:
    for one in item_folders(dict(years.files)):
        graph, page = one.inline()["@graph"], one.json("item.json")
        root = graph[0]["breadcrumb"]["itemListElement"][0]["item"]
        assert {event_url(root, e["id"]) for e in page["updates"]} == {graph[0]["url"]}
    assert event_url("https://a.example/", "demo-2026#entry.catalog.1").endswith("/zdjc/2026/")


def test_a_name_does_not_change_with_the_path_of_the_site() -> None:
    event = "demo-2026-03#consultation.notice.1.1"
    assert tag("https://a.example/x/", event) == tag("https://a.example/", event)
    assert tag("https://a.example/", event) == f"tag:a.example,2026:{event}"


def test_a_day_begins_at_midnight_in_shanghai_whichever_way_it_is_written() -> None:
    assert instant(date(2026, 3, 1)) == "2026-03-01T00:00:00+08:00"
    assert stamp(date(2026, 3, 1)) == "20260228T160000Z"
