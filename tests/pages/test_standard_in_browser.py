"""The rules of the page standard that only a browser can tell of (checks/standard/elsewhere)."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pages.test_browser import NAMES, browser, pytestmark, site

if TYPE_CHECKING:
    import playwright.sync_api as playwright

__all__ = ["browser", "pytestmark", "site"]

ITEM = "shmzj/zwgk/zdjc/2026/08/index"
KINDS = ("index", "shmzj/index", "shmzj/zwgk/zdjc/2026/index", ITEM)
"""One page of each kind."""

SPACING = """() => {
  for (const e of document.querySelectorAll('body *')) {
    e.style.lineHeight = '1.5'; e.style.letterSpacing = '.12em'; e.style.wordSpacing = '.16em';
    if (e.tagName === 'P') e.style.marginBottom = '2em';
  }
}"""
CUT = """() => [...document.querySelectorAll('main *, footer *')]
  .filter(e => { const s = getComputedStyle(e);
    return s.overflow === 'hidden' && e.tagName !== 'THEAD' && !e.closest('thead') &&
      (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1); })
  .map(e => e.outerHTML.slice(0, 80))"""
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  const b = e.getBoundingClientRect();
  return [e.outerHTML.slice(0, 80), s.outlineStyle, parseFloat(s.outlineWidth), b.bottom > 0 &&
    b.top < innerHeight && b.width > 0]; }"""
AIR = """() => [...document.querySelectorAll('main p')].map(e => { const s = getComputedStyle(e);
  return [parseFloat(s.fontSize), parseFloat(s.lineHeight) / parseFloat(s.fontSize)]; })"""
DRAWN = """(texts) => texts.map(text => { const c = document.createElement('canvas');
  c.width = c.height = 64; const g = c.getContext('2d');
  g.font = '48px ' + getComputedStyle(document.body).fontFamily; g.fillText(text, 4, 52);
  return g.getImageData(0, 0, 64, 64).data.join(); })"""
RARE, NOTHING = ("㛃", "䶮", "垚", "𬭎", "𫖯", "𬱖"), "\U000e0fff"
"""Characters of names, from the blocks that fonts have latest; and one that no font has."""


def opened(browser: "playwright.Browser", site: Path, name: str, **more: bool) -> "playwright.Page":
    page = browser.new_page(viewport={"width": 375, "height": 667}, **more)
    page.goto((site / f"{name}.html").as_uri())
    return page


@pytest.mark.parametrize("name", KINDS)
def test_wider_spacing_cuts_nothing(browser: "playwright.Browser", site: Path, name: str) -> None:
    page = opened(browser, site, name)
    page.evaluate(SPACING)
    assert page.evaluate(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.close()


@pytest.mark.parametrize("name", KINDS)
def test_focus_is_seen_wherever_it_goes(
    browser: "playwright.Browser", site: Path, name: str
) -> None:
    page = opened(browser, site, name)
    seen = set()
    for _ in range(page.locator("a, [tabindex='0']").count()):
        page.keyboard.press("Tab")
        what, style, width, visible = page.evaluate(FOCUS)
        if what.startswith("<body"):
            break  # past the last one
        assert (style != "none", width >= 2, visible) == (True, True, True), what
        seen.add(what)
    assert seen
    page.close()


@pytest.mark.parametrize("name", KINDS)
def test_text_is_large_and_airy(browser: "playwright.Browser", site: Path, name: str) -> None:
    page = opened(browser, site, name)
    body = "parseFloat(getComputedStyle(document.body).fontSize)"
    assert page.evaluate(body) >= 18
    for size, line in page.evaluate(AIR):
        assert size >= 15
        assert line >= 1.5
    page.close()


def test_a_screen_reader_hears_the_outline(browser: "playwright.Browser", site: Path) -> None:
    page = opened(browser, site, ITEM)
    heard = page.locator("body").aria_snapshot()
    order = ["跳到正文", "- banner", "- navigation", "- main", "- heading", "- contentinfo"]
    places = [heard.index(word) for word in order]
    assert places == sorted(places)
    for section in page.locator("section[id]").all():
        assert f'region "{section.locator("h2, h3").first.inner_text()[:4]}' in heard
    assert "✓" not in heard
    page.close()


@pytest.mark.parametrize("name", KINDS[2:])
def test_cards_on_a_phone_are_a_table_to_a_screen_reader(
    browser: "playwright.Browser", site: Path, name: str
) -> None:
    page = opened(browser, site, name)
    cards = page.locator("main").aria_snapshot()
    page.set_viewport_size({"width": 1280, "height": 800})
    table = page.locator("main").aria_snapshot()
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader"):
        count = len(re.findall(rf"^\s*- {role}\b", table, re.MULTILINE))
        assert count
        assert len(re.findall(rf"^\s*- {role}\b", cards, re.MULTILINE)) == count, role
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_without_scripts_the_text_is_the_same(
    browser: "playwright.Browser", site: Path, name: str
) -> None:
    with_scripts = opened(browser, site, name)
    without = opened(browser, site, name, java_script_enabled=False)
    said = without.locator("body").inner_text()
    assert said == with_scripts.locator("body").inner_text()
    assert said.strip()
    with_scripts.close()
    without.close()


def test_rare_characters_are_drawn(browser: "playwright.Browser", site: Path) -> None:
    page = opened(browser, site, ITEM)
    *drawn, nothing = page.evaluate(DRAWN, [*RARE, NOTHING])
    assert [text for text, one in zip(RARE, drawn, strict=True) if one == nothing] == []
    assert len(set(drawn)) == len(RARE)
    page.close()
