"""Feeds and sitemaps keep the grammars of their standards (RELAX NG, `schemas/`)."""

from pathlib import Path

import pytest
from lxml import etree

from pages.formats.sitemap import Bounds, place, sitemap

SCHEMAS = Path(__file__).parent / "schemas"
ATOM, SITEMAP = (
    etree.RelaxNG(etree.parse(SCHEMAS / f"{name}.rng")) for name in ("atom", "sitemap")
)
FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:a.example,2026:a</id><title>甲</title>
<updated>2026-06-18T00:00:00+08:00</updated><author><name>某局</name></author>
<link rel="self" href="https://a.example/feed.atom"/></feed>"""
MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>
<loc>https://a.example/</loc><lastmod>2026-06-18</lastmod></url></urlset>"""


def faults(grammar: etree.RelaxNG, body: bytes) -> list[str]:
    grammar.validate(etree.fromstring(body))
    return [str(error) for error in grammar.error_log]


def test_every_feed_keeps_the_grammar_of_rfc_4287(site: dict[str, bytes]) -> None:
    feeds = {path: faults(ATOM, body) for path, body in site.items() if path.endswith(".atom")}
    assert len(feeds) > 10
    assert {path: wrong for path, wrong in feeds.items() if wrong} == {}


def test_every_sitemap_keeps_the_grammar_of_the_protocol(site: dict[str, bytes]) -> None:
    maps = {path: faults(SITEMAP, body) for path, body in site.items() if path.endswith(".xml")}
    split = sitemap(
        [place(f"https://a.example/{n}/", None) for n in range(9)],
        "https://a.example/",
        Bounds(urls=4),
    )
    maps |= {path: faults(SITEMAP, body) for path, body in split}
    assert len(maps) > 4
    assert {path: wrong for path, wrong in maps.items() if wrong} == {}


@pytest.mark.parametrize(
    ("cut", "put"),
    [
        ("<title>甲</title>", ""),
        ("<title>甲</title>", "<title>甲</title><title>乙</title>"),
        ("<title>甲</title>", "<title/>"),
        ("<name>某局</name>", ""),
        ("tag:a.example,2026:a", "a"),
        ("T00:00:00+08:00", ""),
        ("T00:00:00+08:00", "T00:00:00"),
        ("2026-06-18T", "2026-02-30T"),
        ('href="https://a.example/feed.atom"', 'href="feed.atom"'),
        ('rel="self"', 'rel="mine"'),
        ("</feed>", "<entry><id>tag:a</id></entry></feed>"),
        ("</feed>", "<more/></feed>"),
    ],
)
def test_the_grammar_of_feeds_refuses_what_is_no_feed(cut: str, put: str) -> None:
    assert faults(ATOM, FEED.encode()) == []
    assert faults(ATOM, FEED.replace(cut, put, 1).encode())


@pytest.mark.parametrize(
    ("cut", "put"),
    [
        ("<loc>https://a.example/</loc>", ""),
        ("https://a.example/", "/zwgk/"),
        ("https://a.example/", f"https://a.example/{'a' * 2048}"),
        ("2026-06-18", "2026年6月18日"),
        ("2026-06-18", "2026-06-31"),
        ("<url>", "<url><title>甲</title>"),
        ("</url>", "</url><sitemap/>"),
    ],
)
def test_the_grammar_of_sitemaps_refuses_what_is_none(cut: str, put: str) -> None:
    assert faults(SITEMAP, MAP.encode()) == []
    assert faults(SITEMAP, MAP.replace(cut, put, 1).encode())
