"""意见办理 in a real browser at 320 px, by keyboard and without a script; axe on every state of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalog.rules.lawful import ITEM
from tests.flows.engine import free_port
from tests.pages.chromium import ALONE, started, violations
from tests.storage.life import ADOPTION
from tests.web.people import ROOM, House
from tests.web.test_in_browser import signed_in
from tests.web.test_opinions import codes, grouped
from web.serve import serving

pytestmark = ALONE
NARROW = {"viewport": {"width": 320, "height": 800}}


@pytest.fixture
def served(closed: House, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A consultation with a group and a single letter; its address and the code of the group."""
    house = closed.copied(tmp_path / "office")
    group = max(codes(grouped(house)), key=lambda code: code.startswith("g"))
    with serving(house.desk, free_port()) as at:
        yield at.rstrip("/"), group


def test_a_group_is_answered_and_agreed_to_by_keyboard_without_a_script(
    served: tuple[str, str],
) -> None:
    at, group = served
    with started() as browser:
        seen = signed_in(browser, at, "unit", **NARROW)
        for path in (ROOM, f"{ROOM}/{group}", f"/shixiang/{ITEM}/{ADOPTION}?he=1"):
            seen.goto(f"{at}{path}")
            assert violations(seen) == [], path
            assert seen.evaluate("document.documentElement.scrollWidth") <= 320, path
        plain = signed_in(browser, at, "unit", java_script_enabled=False, **NARROW)
        plain.goto(f"{at}{ROOM}/{group}")
        plain.get_by_label("处理结果").focus()
        for _ in range(4):
            plain.keyboard.press("ArrowDown")
        plain.keyboard.press("Tab")
        plain.keyboard.press("Tab")
        plain.keyboard.press("Tab")
        plain.keyboard.press("Tab")
        plain.keyboard.press("Enter")
        assert "没有办成" in plain.locator("#cuo").inner_text(), "no reason was given"
        assert plain.locator("#cuo").evaluate("e => e === document.activeElement")
        plain.get_by_label("理由", exact=True).first.focus()
        plain.keyboard.type("第三条已写明由各街道按人手排定开放时间")
        for _ in range(3):
            plain.keyboard.press("Tab")
        plain.keyboard.press("Enter")
        plain.wait_for_url("**hao=1")

        head = signed_in(browser, at, "head", **NARROW)
        head.goto(f"{at}{ROOM}?kan=queren")
        assert violations(head) == []
        head.get_by_label("确认这一条").focus()
        head.keyboard.press("Space")
        head.keyboard.press("Tab")
        head.keyboard.press("Enter")
        head.get_by_text("已确认1条答复").wait_for()
        assert violations(head) == []
