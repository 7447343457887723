"""The sitemap lists every page once and splits before it is too large."""

import re
import urllib.robotparser
import xml.etree.ElementTree as ET
from datetime import date

import pytest

from pages.formats.sitemap import LAWFUL, SPACE, Bounds, Place, place, robots, sitemap
from tests.pages.formats.folders import folder, roots

BASE = "https://a.example/"
NS = {"s": SPACE}


def urls(body: bytes) -> dict[str, str]:
    """Addresses and days of a sitemap or an index."""
    root = ET.fromstring(body)
    found = {}
    for entry in root:
        loc, on = entry.findtext("s:loc", "", NS), entry.findtext("s:lastmod", "", NS)
        assert loc not in found
        assert {e.tag for e in entry} <= {f"{{{SPACE}}}loc", f"{{{SPACE}}}lastmod"}
        found[loc] = on
    return found


def places(count: int) -> list[Place]:
    return [place(f"{BASE}{n}/", date(2026, 1, 1 + n % 28)) for n in range(count)]


def test_every_page_is_listed_once_and_nothing_else(site: dict[str, bytes]) -> None:
    for root in roots(site):
        listed = urls(site[f"{root}sitemap.xml"])
        base = min(listed, key=len)
        found = {f"{root}{url.removeprefix(base)}index.html" for url in listed}
        pages = {p for p in site if p.startswith(root) and p.endswith("index.html")}
        assert found == pages
        assert all(url.startswith(base) and len(url) < 2048 for url in listed)


def test_the_day_of_a_page_is_that_of_its_last_update(site: dict[str, bytes]) -> None:
    for root in roots(site):
        listed = urls(site[f"{root}sitemap.xml"])
        base = min(listed, key=len)
        for url, on in listed.items():
            date.fromisoformat(on)
            if url != base:
                page = folder(site, f"{root}{url.removeprefix(base)}").page
                days = [t.attributes["datetime"] for t in page.of("time")]
                beside = re.search(
                    "/(chengxu|caoan|jueding|duizhao|yijian|chaxun|qixian)/", url
                )  # no list of updates
                assert beside or max(d for d in days if d <= on) == on


def test_the_address_listed_is_the_canonical_one(site: dict[str, bytes]) -> None:
    for root in roots(site):
        listed = urls(site[f"{root}sitemap.xml"])
        for path in (p for p in site if p.startswith(root) and p.endswith("index.html")):
            links = folder(site, path.removesuffix("index.html")).page.of("link")
            given = [e.attributes["href"] for e in links if e.attributes["rel"] == "canonical"]
            assert set(given) <= set(listed)


@pytest.mark.parametrize(("count", "parts"), [(50_000, 1), (50_001, 2), (100_000, 2), (100_001, 3)])
def test_a_sitemap_of_more_than_50000_pages_is_split(count: int, parts: int) -> None:
    files = dict(sitemap(places(1) * count, BASE))
    names = [f"sitemap-{n}.xml" for n in range(1, parts + 1)] if parts > 1 else []
    assert list(files) == ["sitemap.xml", *names]
    held = [files[name].count(b"<url>") for name in names or ["sitemap.xml"]]
    assert sum(held) == count
    assert max(held) <= LAWFUL.urls


def test_the_index_names_every_part_with_its_newest_day() -> None:
    files = dict(sitemap(places(10), BASE, Bounds(urls=4)))
    assert files["sitemap.xml"].count(b"sitemapindex") == 2
    index = urls(files["sitemap.xml"])
    assert list(index) == [f"{BASE}sitemap-{n}.xml" for n in (1, 2, 3)]
    for url, newest in index.items():
        assert newest == max(urls(files[url.removeprefix(BASE)]).values())


def test_no_part_is_larger_than_the_bound_in_bytes() -> None:
    bounds = Bounds(octets=1000)
    files = dict(sitemap(places(100), BASE, bounds))
    parts = [body for name, body in files.items() if name != "sitemap.xml"]
    assert len(parts) > 2
    assert max(map(len, parts)) <= bounds.octets
    assert sum(len(urls(body)) for body in parts) == 100


def test_a_full_part_is_not_followed_by_an_empty_one() -> None:
    files = dict(sitemap(places(8), BASE, Bounds(urls=4)))
    assert [len(urls(files[f"sitemap-{n}.xml"])) for n in (1, 2)] == [4, 4]
    assert len(files) == 3


def test_an_address_is_escaped() -> None:
    ((_, body),) = sitemap([place("https://a.example/?a=1&b=<2", None)], BASE)
    assert urls(body) == {"https://a.example/?a=1&b=<2": ""}


def test_robots_may_read_all_and_find_the_sitemap() -> None:
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(robots(BASE).splitlines())
    assert rules.can_fetch("anybody", f"{BASE}zwgk/zdjc/2026/01/")
    assert rules.site_maps() == [f"{BASE}sitemap.xml"]
