"""The engine's interface as an officer works at it: in a browser that reaches this machine alone."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

from tests.flows.engine import Desk
from tests.pages.chromium import CHROMIUM, FLAGS, playwright

SHOTS = os.environ.get("JUECE_SHOTS", "")
"""Where the pictures of docs/guide.zh.md are written, if at all."""
PATIENCE = 90_000
"""Milliseconds that a text may take to appear on a busy machine."""

WITHOUT_FOLDER = """folder => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
        texts.currentNode.data = texts.currentNode.data.replaceAll(folder, '/srv/juece-drill');
}"""
"""A picture shows a folder as an office has it, not one of the tests."""


class Screen:
    """One window of 1440 by 1000."""

    def __init__(self, page: "playwright.Page", desk: Desk, blocked: set[str]) -> None:
        self.page, self.desk, self.blocked = page, desk, blocked
        self.host = str(urlsplit(desk.link()).hostname)
        self.base = f"http://{self.host}:{desk.port}/v2"

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def run(self, deployment: str, **fields: str) -> None:
        """Start a deployment by its run form."""
        self.go("/deployments")
        self.page.get_by_role("link", name=deployment, exact=True).wait_for()
        self.shot("deployments")
        self.page.get_by_role("link", name=deployment, exact=True).click()
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Custom run").click()
        for title, value in fields.items():
            self.page.get_by_label(title).fill(value)
        self.shot("start")
        self.page.get_by_role("button", name="Submit").click()
        self.page.get_by_role("button", name="Submit").wait_for(state="hidden")

    def filter(self, tag: str) -> None:
        """Show the runs with a tag, by typing it."""
        self.go("/runs")
        self.page.get_by_placeholder("All tags").fill(tag)
        self.page.keyboard.press("Enter")

    def shot(self, name: str) -> None:
        """Take a picture where JUECE_SHOTS says, in few colours so that it stays small."""
        if not SHOTS:
            return
        self.page.wait_for_timeout(700)  # what slides in has come to rest
        self.page.evaluate(WITHOUT_FOLDER, str(self.desk.home.absolute()))
        picture = Image.open(io.BytesIO(self.page.screenshot()))
        small = picture.convert("RGB").quantize(96, dither=Image.Dither.NONE)
        small.save(Path(SHOTS) / f"engine-{name}.png", optimize=True)


@contextmanager
def screen(desk: Desk) -> Iterator[Screen]:
    """A browser that is kept from every other machine."""
    blocked: set[str] = set()

    def gate(route: "playwright.Route") -> None:
        asked = urlsplit(route.request.url)
        host = asked.hostname or ""
        if host.endswith(".localhost") or asked.scheme == "file":
            route.continue_()
        else:
            blocked.add(host)
            route.abort()

    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(
            viewport={"width": 1440, "height": 1000}, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.route("**/*", gate)
        context.set_default_timeout(PATIENCE)
        shown = Screen(context.new_page(), desk, blocked)
        shown.page.goto(desk.link())
        shown.page.wait_for_url(f"http://{shown.host}:{desk.port}/v2/**")
        yield shown
        browser.close()
