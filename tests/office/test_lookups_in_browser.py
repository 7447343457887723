"""A receipt looked up on the website, in a real browser: the receipt stays there, a slip is told, the row is found."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from office.build import write_pages
from opinions.receipts import new_receipt
from tests.office.answered import WHY, Answered, several
from tests.pages.chromium import ALONE, served, started, violations

pytestmark = ALONE
INTAKE = "https://yijian.mzj.sh.gov.cn/"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Answered, str, Any]]:
    """The office, the address of the page, and a browser."""
    folder = tmp_path_factory.mktemp("answered")
    told = several(folder / "home", folder / "papers", INTAKE)
    write_pages(told.office, date(2026, 11, 20), folder / "site")
    told.office.ledger().close()
    [page] = folder.glob("site/*/zwgk/zdjc/2026/03/chaxun/index.html")
    with served(folder / "site") as at, started() as browser:
        yield told, f"{at}{page.relative_to(folder / 'site')}", browser


@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.soak)])
def test_by_keyboard_with_a_slip_first(made: tuple[Answered, str, Any], width: int) -> None:
    told, at, browser = made
    page = browser.new_page(viewport={"width": width, "height": 640})
    said, asked = list[str](), list[str]()
    page.on("console", lambda one: said.append(one.text))
    page.on("request", lambda one: asked.append(one.url))
    page.goto(at)
    box = page.get_by_label("回执编号")
    for _ in range(30):
        if box.and_(page.locator("*:focus")).count():
            break
        page.keyboard.press("Tab")
    slip = ("3" if told.receipts[0][3] == "2" else "2") + told.receipts[0][4:]
    page.keyboard.type(f"jy-{slip}")
    page.keyboard.press("Enter")
    page.get_by_text("有一位写错了").wait_for()
    assert violations(page) == []
    page.keyboard.press("Control+A")
    page.keyboard.type(told.receipts[0].lower())
    page.keyboard.press("Enter")
    page.get_by_text(WHY).wait_for()
    assert page.locator("#found").get_by_text("同类意见3条").count() == 1
    assert page.locator("*:focus").text_content() == "查询结果"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    assert said == []
    receipts = {told.receipts[0], told.receipts[0].replace("-", "")}
    assert not [url for url in asked if any(one in url.upper() for one in receipts)]
    assert {url.split("/")[2] for url in asked} == {at.split("/")[2]}
    page.get_by_role("link", name="未采纳").click()
    page.locator("#yj-1-1").wait_for()
    page.close()


def test_one_that_is_of_nothing_is_told_and_without_a_script_the_page_leads_on(
    made: tuple[Answered, str, Any],
) -> None:
    _, at, browser = made
    page = browser.new_page()
    page.goto(at)
    page.get_by_label("回执编号").fill(new_receipt())
    page.get_by_role("button", name="查询", exact=True).click()
    page.get_by_text("没有找到").wait_for()
    page.close()
    bare = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = bare.new_page()
    page.goto(at)
    assert page.get_by_label("回执编号").is_disabled()
    link = page.get_by_role("link", name="到网上征集的页面查询")
    assert link.get_attribute("href") == f"{INTAKE}2026/03/chaxun/"
    bare.close()
