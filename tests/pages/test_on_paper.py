"""The pages printed by a real browser: every sheet has its number, no heading is left behind, what is folded is there."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from tests.pages.chromium import ALONE, started

pytestmark = ALONE

SHEET = {"format": "A4", "prefer_css_page_size": True}
HEADINGS = (
    "[...document.querySelectorAll('main :is(h2, h3, h4), main caption')].map(e => e.textContent)"
)
SAID = """() => { const found = [], texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) { const on = texts.currentNode.parentElement, s = getComputedStyle(on);
    if (on.checkVisibility() && !on.closest('svg, .skip') && s.fontSize !== '0px') found.push(texts.currentNode.textContent); }
  return found; }"""
"""Every text of the page as the medium shows it."""
PRINTED = (
    *(f"demo/zwgk/zdjc/2026/{no:02d}/index.html" for no in range(1, 10)),
    "demo/zwgk/zdjc/2026/index.html",
    "demo/zwgk/zdjc/2026/02/chengxu/index.html",
    "demo/zwgk/zdjc/2026/02/jueding/index.html",
)


RADICALS = str.maketrans(
    "⻣⼾⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻝⻢⻥⻦⻨⻩⻬⻰", "骨户民西见角贝车长门青页风食马鱼鸟麦黄齐龙"
)
"""Those that Unicode itself does not call the same."""


def plain(text: str) -> str:
    """What was said, whatever blanks, breaks and dashes stand in it; a PDF reader gives radicals for characters (⼀ for 一)."""
    return re.sub(r"[\s―—–-]", "", normalize("NFKC", text.translate(RADICALS)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as opened:
        yield opened


def sheets(page: Any) -> list[list[str]]:
    """The lines of each sheet of paper, as a PDF reader has them."""
    printed = PdfReader(io.BytesIO(page.pdf(**SHEET)))
    return [
        [plain(line) for line in one.extract_text().splitlines() if line.strip()]
        for one in printed.pages
    ]


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_page_is_numbered_whole_and_leaves_no_heading_behind(
    browser: Any, demonstration: Path, name: str
) -> None:
    page = browser.new_page()
    page.goto((demonstration / name).as_uri())
    page.emulate_media(media="print")
    headings, said = set(map(plain, page.evaluate(HEADINGS))), page.evaluate(SAID)
    on_sheets = sheets(page)
    page.close()
    assert headings
    for number, lines in enumerate(on_sheets, 1):
        first, *content = lines
        assert first == f"{number}/{len(on_sheets)}", "the margin's text comes before the sheet's"
        assert content[-1] not in headings, (name, number, content[-3:])
    whole = plain("".join("".join(lines[1:]) for lines in on_sheets))
    assert [text for text in map(plain, said) if re.search(r"\w", text) and text not in whole] == []


def test_paper_opens_what_a_screen_folds(browser: Any, demonstration: Path) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 667})
    page.goto((demonstration / PRINTED[1]).as_uri())
    folded = page.locator(".fold > div, .updates .older")
    assert folded.count() > 3
    assert [one for one in folded.all() if one.is_visible()] == []
    page.emulate_media(media="print")
    assert [one for one in folded.all() if not one.is_visible()] == []
    assert not page.locator(".opens, .closes").first.is_visible()
    page.close()


def test_a_heading_left_behind_would_be_seen(browser: Any) -> None:
    page = browser.new_page()
    page.set_content(
        "<style>@page { size: A4; margin: 20mm } p { break-before: page }</style><main><h2>第一部分</h2><p>甲</p></main>"
    )
    assert sheets(page)[0][-1] == "第一部分"
    page.close()
