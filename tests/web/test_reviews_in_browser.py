"""公开审查 in a real browser, without a script: frames beside each other, and a verdict by keyboard."""

from collections.abc import Iterator
from typing import Any

import pytest

from office.editions.review import proposed
from office.editions.verdict import Reviewed
from tests.flows.engine import free_port
from tests.pages.chromium import ALONE, started, violations
from tests.web.people import PASSWORD, House
from tests.web.test_in_browser import signed_in
from tests.web.test_reviews import MATTER, proposed_of, publish_and_file
from web.serve import serving

pytestmark = ALONE


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House, str]]:
    """An office with an edition out and a notice filed since; its address, and a page that changed."""
    house = House.at(tmp_path_factory.mktemp("reviewed") / "office", "consultation.notice")
    publish_and_file(house).visit("legal").get("/shencha")
    page = next(p for p in proposed_of(house).matter.changed if p.endswith("03/index.html"))
    with serving(house.desk, free_port()) as at:
        yield at.rstrip("/"), house, page


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_the_frames_show_where_each_difference_is(
    browser: Any, served: tuple[str, House, str], width: int
) -> None:
    at, _, changed = served
    page = signed_in(browser, at, "reviewer", viewport={"width": width, "height": 800})
    beside = f"{MATTER}/duizhao?ye={changed}"
    found: dict[str, Any] = {}
    for path in ("/shencha", MATTER, "/shencha/website", beside):
        page.goto(f"{at}{path}")
        if wrong := violations(page):
            found[path] = wrong
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert found == {}
    links = page.locator("a[target]")
    for number in range(links.count()):
        link = links.nth(number)
        side = link.get_attribute("target")
        link.click()
        frame = page.frame(name=side)
        assert frame
        place = frame.locator(f"#bian-{number + 1}")
        place.wait_for()
        assert place.evaluate("e => e.matches(':target')"), number
    frame.wait_for_load_state()
    sheets = frame.evaluate("[...document.styleSheets].map(s => s.cssRules.length)")
    assert len(sheets) >= 2, "the page has its own looks and the marks"
    assert all(sheets)
    page.context.close()


def test_a_verdict_is_given_by_keyboard_without_a_script(
    browser: Any, served: tuple[str, House, str]
) -> None:
    at, house, _ = served
    narrow = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}
    page = signed_in(browser, at, "reviewer", **narrow)
    before = len(house.desk.ledger.acts.of(Reviewed))
    for one in proposed(house.desk.office):
        page.goto(f"{at}/shencha/{one.id}")
        page.get_by_role("button", name="同意公开").press("Enter")
        if page.get_by_label("口令").count():
            page.get_by_label("口令").fill(PASSWORD)
            page.keyboard.press("Enter")
        page.wait_for_url(f"{at}/shencha?hao=shencha")
    assert "都已同意，可以发布" in page.locator("main").inner_text()
    assert len(house.desk.ledger.acts.of(Reviewed)) == before + 3
    page.context.close()
