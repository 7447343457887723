"""The pictures of docs/guide.zh.md, taken by following it: juece demo, then python -m tests.web.pictures 演示的数据目录.

The item that nobody has begun is filled in, refused once, put right and filed, with a browser, and the clicks of it
are counted (made-up data).
"""

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from catalog.forms.fields import form_of
from catalog.parse import parse
from catalog.stages.entry import Start
from office.settings.installation import Office
from tests.flows.engine import free_port
from tests.pages.chromium import started
from web.desk.founding import PASSWORD, populate
from web.desk.office import Desk
from web.forms.fill import fill
from web.serve import serving

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
PAPER = ROOT / "catalog" / "examples" / "papers" / "start.yaml"
ITEM, STEP = "demo-2026-09", "entry.start"
OPINIONS = "demo-2026-05"
SIZE = {"width": 1000, "height": 720}
COLOURS = 96
MOST_CLICKS = 10
"""From the sign-in to what is filed, with one refusal."""
ENDINGS = {"docx", "xlsx", "pptx", "odt", "ods", "odp"}
ENGLISH = re.compile(r"(?<![\w-])[A-Za-z]{2,}(?![\w-])")
"""A word of another language; ids of rules and items are none."""


class Visit:
    """Somebody at the desk, and how often he clicked."""

    def __init__(self, browser: Any, at: str, account: str) -> None:
        self.at, self.clicks, self.english = at, 0, set[str]()
        self.page = browser.new_context(viewport=SIZE, locale="zh-CN").new_page()
        self.page.goto(f"{at}/denglu")
        self.page.get_by_label("用户名").fill(account)
        self.page.get_by_label("口令").fill(PASSWORD)
        self.click("登录")

    def click(self, name: str) -> None:
        """Press the button, or follow the link, of a name."""
        shown = self.page.get_by_role("button", name=name, exact=True)
        link = self.page.get_by_role("link", name=name, exact=True)
        (shown if shown.count() else link).first.click()
        self.page.wait_for_load_state()
        self.clicks += 1
        self.english |= {*ENGLISH.findall(self.page.locator("body").inner_text())}

    def shot(self, name: str, place: str = "") -> None:
        """Take a picture from the top, or from a place of the page, in few colours so that it stays small."""
        top = self.page.locator(place).first.bounding_box()["y"] if place else 0
        self.page.evaluate("y => window.scrollTo(0, y)", top + self.page.evaluate("scrollY") - 16)
        picture = Image.open(io.BytesIO(self.page.screenshot()))
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(IMAGES / f"guide-{name}.png", optimize=True)


@contextmanager
def desk_of(home: Path) -> Iterator[str]:
    """The desk of a demonstration, without its engine."""
    desk = Desk(Office(home=home, store=""), notice="演示：事项和人员都是虚构的")
    populate(desk.people, desk.clock())
    with serving(desk, free_port()) as at:
        yield at.rstrip("/")


def typed(leave_out: str) -> dict[str, str]:
    """What is typed into the form, but for one field."""
    record = parse(Start, yaml.safe_load(PAPER.read_text("utf-8")))
    pairs = fill(form_of(Start), record, {})
    return {name: value[-1] for name, value in pairs.items() if value and name != leave_out}


def type_in(page: Any, pairs: dict[str, str]) -> None:
    """Type what the form has a control for."""
    for name, value in pairs.items():
        there = page.locator(f'[name="{name}"]:not([type=hidden])')
        kind = there.first.get_attribute("type") if there.count() else ""
        if kind == "radio":
            page.locator(f'[name="{name}"][value="{value}"]').check(force=True)
        elif there.count() and there.first.evaluate("e => e.tagName") == "SELECT":
            there.first.select_option(value)
        elif there.count():
            there.first.fill(value)


def filed(visit: Visit) -> None:
    """From the to-do list to what is on file, with one refusal."""
    visit.shot("todo")
    visit.click("决定启动")
    visit.shot("form")
    page = visit.page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    type_in(page, typed("decided_by"))
    visit.click("核对")
    visit.shot("refused", "#cuo")
    type_in(page, typed(""))
    visit.click("核对")
    visit.shot("check")
    visit.click("登记")
    visit.shot("item")


def main(home: Path) -> None:
    """Take them all."""
    with desk_of(home) as at, started() as browser:
        unit = Visit(browser, at, "ertong")
        filed(unit)
        assert unit.clicks <= MOST_CLICKS, unit.clicks
        assert unit.english <= ENDINGS, unit.english
        legal = Visit(browser, at, "fagui")
        legal.page.goto(f"{at}/?kan=quanbu")
        legal.shot("monday")
        head = Visit(browser, at, "shezu")
        head.page.goto(f"{at}/shixiang/{OPINIONS}/yijian")
        head.shot("opinions")
        reviewer = Visit(browser, at, "baomi")
        reviewer.click("公开审查")
        reviewer.shot("review")
        reviewer.page.goto(f"{at}/shencha/{ITEM}")
        reviewer.shot("matter")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
