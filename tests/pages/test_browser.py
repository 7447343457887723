"""What only a browser can tell: nothing overflows, nothing is fetched, the first screen answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pages.chromium import ALONE, started
from tests.pages.edition import Edition, write
from tests.pages.test_fuzzed_text import edition_of

NAMES = (
    "index",
    "shmzj/zwgk/zdjc/2026/index",
    *(f"shmzj/zwgk/zdjc/2026/{n:02d}/index" for n in range(1, 15)),
)

pytestmark = ALONE


@pytest.fixture(scope="module")
def site(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    write(edition, folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as opened:
        yield opened


@pytest.mark.parametrize("width", [320, 375, 768, 1000, 1280, 1600])
def test_no_page_overflows_fetches_or_complains(browser: Any, site: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 667})
    complaints: list[str] = []
    fetched: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: fetched.append(request.url))
    for name in NAMES:
        page.goto((site / f"{name}.html").as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, name
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "18px"
    page.close()
    assert complaints == []
    assert {url for url in fetched if not url.startswith(site.as_uri())} == set()


def test_what_is_pressed_is_large_enough(browser: Any, site: Path) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 667})
    small = """() => [...document.querySelectorAll('.button, .files > li > a, .answers a, .disclosed a, .doors a')]
        .filter(e => e.getBoundingClientRect().height < 44).map(e => e.textContent)"""
    for name in NAMES:
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate(small) == [], name
    page.close()


def test_text_at_twice_its_size_still_fits(browser: Any, site: Path) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 667})
    for name in NAMES:
        page.goto((site / f"{name}.html").as_uri())
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, name
    page.close()


def test_paper_carries_the_day_and_no_buttons(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto((site / "shmzj/zwgk/zdjc/2026/08/index.html").as_uri())
    assert not page.locator(".action").is_visible()
    assert "2026年6月1日以来状态无变化" in page.locator("footer").inner_text()
    page.close()


def test_the_catalog_fits_on_a_sheet_of_paper(browser: Any, site: Path) -> None:
    page = browser.new_page(viewport={"width": 658, "height": 900})
    page.emulate_media(media="print")
    page.goto((site / "shmzj/zwgk/zdjc/2026/index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 658
    drawing = page.locator(".drawing svg").bounding_box()
    assert drawing
    assert drawing["width"] <= 658
    page.close()


def test_the_progress_stays_beside_what_is_read(browser: Any, site: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 700})
    page.goto((site / "shmzj/zwgk/zdjc/2026/08/index.html").as_uri())
    page.evaluate("window.scrollTo(0, 3000)")
    box = page.locator(".timeline").bounding_box()
    assert box
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 700
    page.close()


def test_a_word_without_end_does_not_widen_the_page(browser: Any, tmp_path: Path) -> None:
    write(edition_of("\u202e<b>x</b>" * 20, "a" * 100_000), tmp_path / "site")
    page = browser.new_page(viewport={"width": 320, "height": 667})
    for name in ("01/index.html", "index.html"):
        page.goto((tmp_path / "site" / "shmzj/zwgk/zdjc/2026" / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    page.close()
