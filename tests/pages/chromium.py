"""Drives Chromium for the tests that only a browser can make."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
REQUIRED = os.environ.get("JUECE_REQUIRE_BROWSER") == "1"
if REQUIRED:
    import playwright.sync_api as playwright
else:
    playwright = pytest.importorskip("playwright.sync_api", reason="没有安装 Playwright")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

ALONE = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and not REQUIRED, reason="没有安装 Chromium"),
]
"""Marks of a test module that opens pages."""

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """options => axe.run(document, options).then(found => found.violations.map(v => ({
  rule: v.id, why: v.help, where: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)) })))"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word on stderr."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder as a site root on this machine, as an office would serve it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def started() -> Iterator[Any]:
    """A running browser."""
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@contextmanager
def reading(browser: Any, letters: int) -> Iterator[Any]:
    """A second browser beside the first, of somebody who has set letters of so many pixels.

    Queries of the screen's width in rem follow that setting; they do not follow the root's style.
    """
    flags = [*FLAGS, f"--blink-settings=defaultFontSize={letters}"]
    opened = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    yield opened
    opened.close()


def violations(page: Any) -> list[Any]:
    """What axe finds on an open page, with target-size on, which it leaves out by itself.

    The page's own policy forbids scripts, so axe comes in through the debugger, not through a tag.
    """
    page.evaluate(AXE)
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {"target-size": {"enabled": True}},
    }
    found: list[Any] = page.evaluate(RUN, options)
    return found
