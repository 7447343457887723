"""What is typed is kept by itself where the browser runs the one script; nobody overwrites anybody."""

from collections.abc import Iterator
from typing import Any

import pytest

from storage.people.drafts import Paper
from tests.catalog.rules.lawful import ITEM
from tests.flows.engine import free_port
from tests.pages.chromium import CHROMIUM, REQUIRED, started
from tests.web.people import House, step_path
from tests.web.test_in_browser import signed_in
from tests.web.test_reviews import csrf
from web.serve import serving
from web.templates import FOLDER

NOTICE = "consultation.notice"
PAPER = Paper(ITEM, NOTICE)


def kept(house: House) -> dict[str, tuple[str, ...]]:
    draft = house.desk.people.drafts.last(PAPER)
    return dict(draft.pairs) if draft else {}


def test_the_script_is_small_and_the_one_that_may_run() -> None:
    assert len((FOLDER / "desk.js").read_bytes()) <= 6 * 1024


def test_what_somebody_else_kept_meanwhile_is_not_overwritten_but_told(house: House) -> None:
    mine, theirs = house.visit("unit").get(step_path(NOTICE)), house.visit("unit2")
    theirs.get(step_path(NOTICE)).press("cun", {"contents": "乙写的"})
    sent = {"csrf": csrf(mine), "version": "0", "contents": "甲写的"}
    headers = {"origin": "https://desk.test", "sec-fetch-site": "same-origin"}
    told = mine.http.post(f"{step_path(NOTICE)}/cun", data=sent, headers=headers).json()
    assert told["version"] == 0
    assert "乙同志刚刚存过这张表" in told["said"]
    assert kept(house)["contents"] == ("乙写的",)
    mine.press("cun", {"contents": "甲写的"})
    assert "同时写的另一份是：乙写的" in mine.page, "both are shown where a person looks"


def test_it_is_refused_to_whom_the_form_is_refused(house: House) -> None:
    visitor = house.visit("other").get("/wode")
    sent = {"csrf": csrf(visitor), "version": "0", "contents": "外人"}
    visitor.send(f"{step_path(NOTICE)}/cun", sent)
    assert visitor.status == 403
    visitor = house.visit("unit").get(step_path(NOTICE))
    visitor.send(f"{step_path(NOTICE)}/cun", sent | {"csrf": "made-up"})
    assert visitor.status == 403
    assert kept(house) == {}


@pytest.fixture
def served(house: House) -> Iterator[str]:
    with serving(house.desk, free_port()) as at:
        yield at.rstrip("/")


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM and not REQUIRED, reason="没有安装 Chromium")
def test_twenty_seconds_after_the_last_change_it_is_kept_and_told(
    house: House, served: str
) -> None:
    with started() as browser:
        page = signed_in(browser, served, "unit")
        page.clock.install()
        wrong: list[Any] = []
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(f"{served}{step_path(NOTICE)}")
        page.locator("#contents").fill("征求意见的内容")
        page.clock.run_for(15_000)
        assert kept(house) == {}
        with page.expect_response("**/cun") as answer:
            page.clock.run_for(6_000)
        assert answer.value.status == 200
        page.get_by_text("自动暂存").wait_for()
        assert kept(house)["contents"] == ("征求意见的内容",)
        version = page.locator("input[name=version]").input_value()
        assert version == "1"
        page.locator("#contents").fill("改过的内容")
        page.get_by_role("button", name="暂存", exact=True).last.click()
        page.wait_for_load_state()
        assert kept(house)["contents"] == ("改过的内容",)
        page.locator("#contents").fill("过期以后写的")
        house.wait(minutes=31)
        page.clock.run_for(21_000)
        page.get_by_text("没有自动存上").wait_for()
        assert kept(house)["contents"] == ("过期以后写的",), "kept although the session was over"
        assert wrong == []
        page.context.close()
