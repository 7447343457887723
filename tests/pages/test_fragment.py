"""Fragments for a portal that owns the frame: the same text, and no name that could clash."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from catalog.public.year import Year
from pages.html.fragment import confined, detached, detached_sheet, embedded, is_fragment
from pages.html.theme import SiteContext, Theme
from tests.pages.chromium import ALONE, started, violations
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, STORE, catalog_dossier, samples
from tests.pages.edition import Edition, build, write
from tests.pages.reading import read


@pytest.fixture(scope="module")
def fragments() -> Edition:
    year = Year(catalog_dossier(), list(samples().values()))
    return build([year], AS_OF, HEAD, STORE.__getitem__, SiteContext(look=Theme(fragment=True)))


@pytest.fixture(scope="module")
def bodies(fragments: Edition) -> dict[str, str]:
    found = {p: b.decode() for p, b in fragments.files.items() if p.endswith(".html")}
    assert len(found) > 15
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_fragment_has_no_frame(bodies: dict[str, str]) -> None:
    for path, body in bodies.items():
        page = read(body)
        tags = {e.tag for e in page.elements}
        assert not tags & {"html", "head", "body", "main", "style", "script", "link", "meta"}, path
        assert page.elements[0].attributes["class"] == "juece"
        assert len(page.of("h1")) == 1


def test_every_name_in_a_fragment_is_its_own(bodies: dict[str, str]) -> None:
    for path, body in bodies.items():
        for element in read(body).elements[1:]:
            names = f"{element.attributes.get('class', '')} {element.attributes.get('id', '')}"
            assert all(name.startswith("jc-") for name in names.split()), (path, element)


def test_a_fragment_read_back_has_the_names_of_the_whole_page(
    bodies: dict[str, str], html: dict[str, str]
) -> None:
    for path, body in bodies.items():
        assert is_fragment(body.encode())
        assert not is_fragment(html[path].encode())
        assert "jc-" not in detached(body)
        assert embedded(detached(body)) == body
        assert set(read(detached(body)).ids()) <= set(read(html[path]).ids()), path


def test_a_name_without_the_prefix_stays_apart_from_the_fragments_own() -> None:
    html = '<a href="#caina">采纳</a><p id="jc-caina" class="juece note">'
    assert detached(html) == '<a href="#jc-caina">采纳</a><p id="caina" class="juece jc-note">'


def test_the_sheet_of_fragments_read_back_is_that_of_whole_pages() -> None:
    css = ":root { --a: #111 }\nbody { color: var(--a) }\n.chip, #top a { color: var(--a) }\n"
    assert detached_sheet(confined(css)) == (
        ":root { --a: #111 }\nbody { color: var(--a) }\n.chip, #top a { color: var(--a) }\n"
    )


def test_a_fragment_says_what_the_page_says(bodies: dict[str, str], html: dict[str, str]) -> None:
    for path, body in bodies.items():
        whole = read(html[path]).of("main")[0].text
        assert squeezed(whole) in squeezed(read(body).elements[0].text), path


def test_links_between_fragments_resolve(fragments: Edition, bodies: dict[str, str]) -> None:
    for path, body in bodies.items():
        page = read(body)
        for anchor in page.of("a"):
            parts = urlsplit(anchor.attributes["href"])
            if parts.scheme:
                continue
            near = normpath(str(PurePosixPath(path).parent / unquote(parts.path)))
            target = near if parts.path else path
            assert target in fragments.files, (path, anchor)
            if parts.fragment:
                assert parts.fragment in read(bodies[target]).ids(), (path, parts.fragment)
        ids = set(page.ids())
        for element in page.elements:
            for name in ("aria-labelledby", "aria-describedby"):
                assert set(element.attributes.get(name, "").split()) <= ids, (path, element)


def test_every_rule_of_the_sheet_holds_inside_the_fragment_only(fragments: Edition) -> None:
    css = next(b.decode() for p, b in fragments.files.items() if p.endswith(".css"))
    selectors = re.findall(r"(?:^|[{}])([^{}@]+)\{", css)
    assert len(selectors) > 100
    for one in selectors:
        for part in re.split(r",(?![^(]*\))", one):
            assert part.strip().startswith(".juece"), one
    assert "@page" not in css


def test_text_that_looks_like_an_attribute_is_left_alone() -> None:
    html = '<p class="a">他说 class=&#34;b&#34; href=&#34;#c&#34;</p><a href="https://x.gov.cn/#d">丁</a>'
    assert embedded(html) == html.replace('class="a"', 'class="jc-a"')


def test_a_selector_with_brackets_is_confined_as_one() -> None:
    css = "td:is([data-label='甲'], .b) a, :root { color: #abc; margin: .5rem }"
    expected = ".juece td:is([data-label='甲'], .jc-b) a, .juece { color: #abc; margin: .5rem }\n"
    assert confined(css) == expected


PORTAL = """<!DOCTYPE html><html lang="zh-CN"><head><title>门户</title>
<link rel="stylesheet" href="{css}"><style>.banner, .section {{ display: none }}
#yijian {{ color: red }} .portal {{ font: 14px serif; color: rgb(1, 2, 3) }}</style></head>
<body class="portal"><header id="main" class="section"><p>门户页头</p></header>
<main><div id="own" class="facts">门户文字</div>{fragment}</main></body></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as opened:
        yield opened


class TestInAPortal:
    """A portal with names and rules that would break a page that shares them."""

    pytestmark = ALONE

    def test_neither_changes_the_other(
        self, browser: Any, fragments: Edition, bodies: dict[str, str], tmp_path: Path
    ) -> None:
        write(fragments, tmp_path / "site")
        css = next(p for p in fragments.files if p.startswith("shmzj/") and p.endswith(".css"))
        body = bodies["shmzj/zwgk/zdjc/2026/03/index.html"]
        address = tmp_path / "site" / "portal.html"
        address.write_text(PORTAL.format(css=css, fragment=body), encoding="utf-8")
        page = browser.new_page(viewport={"width": 375, "height": 800})
        page.goto(address.as_uri())
        assert page.locator(".jc-banner").is_visible()
        assert page.locator("#jc-yijian").is_visible()
        style = "getComputedStyle(document.getElementById('own'))"
        assert page.evaluate(f"{style}.color") == "rgb(1, 2, 3)"
        assert page.evaluate(f"{style}.fontSize") == "14px"
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.juece')).fontSize") == "18px"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        inside = [v for v in violations(page) if "jc-" in str(v["where"])]
        page.close()
        assert inside == []
