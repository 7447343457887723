"""Attacks on the engine's real server: by pages of other origins in the officer's browser, and by
another user of the machine. What each asks for is what it got before there was a guard."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from flows.entrance import new_link
from flows.secret import secret_of
from tests.flows.engine import Key
from tests.flows.foreign import FORM, FRAMED, OPENED, SENT, SOCKETS, Page, foreign
from tests.flows.storm import server
from tests.pages.chromium import ALONE, CHROMIUM, FLAGS, playwright

pytestmark = [pytest.mark.prefect, *ALONE]

REBOUND = "rebound.example"
"""A name of the attacker's that leads to this machine, as it does after DNS rebinding."""
ATTACKERS = ("127.0.0.1", "evil.localhost", REBOUND)
GUESSED = "00000000-0000-0000-0000-000000000000"


class Office:
    """The server under attack, with one deployment that a run could be made of."""

    def __init__(self, api: str, home: Path) -> None:
        self.home, self.address = home, api.removesuffix("/api")
        self.api = httpx.Client(base_url=api, timeout=60, auth=Key(home))
        flow = self.api.post("/flows/", json={"name": "supplement"}).json()["id"]
        made = self.api.post("/deployments/", json={"name": "发布", "flow_id": flow})
        self.deployment = str(made.raise_for_status().json()["id"])
        self.own = str(urlsplit(self.link()).netloc)

    def link(self) -> str:
        return new_link(self.home, f"{self.address}/api")

    def stands(self) -> tuple[int, bool]:
        """How many runs there are, and whether the deployment is paused."""
        runs = self.api.post("/flow_runs/count", json={}).raise_for_status().json()
        found = self.api.get(f"/deployments/{self.deployment}").raise_for_status().json()
        return runs, found["paused"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("attacked")
    with server(home) as api:
        made = Office(api, home)
        yield made
        made.api.close()


@pytest.fixture(scope="module")
def evil() -> Iterator[int]:
    """The port of a server of the attacker's on this machine."""
    with foreign() as port:
        yield port


@pytest.fixture(scope="module")
def signed_in(office: Office) -> Iterator[Any]:
    """A browser of an officer who is signed in."""
    flags = [*FLAGS, f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1"]
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=flags)
        context = opened.new_context(locale="zh-CN")
        context.set_default_timeout(90_000)
        page = context.new_page()
        page.goto(office.link())
        page.wait_for_url(f"http://{office.own}/v2/**")
        yield page
        opened.close()


@pytest.fixture(params=ATTACKERS)
def page(request: pytest.FixtureRequest, signed_in: Any, evil: int) -> Any:
    """A page of the attacker's, open in that browser."""
    signed_in.goto(f"http://{request.param}:{evil}/")
    return signed_in


@pytest.fixture(params=["name", "number"])
def target(request: pytest.FixtureRequest, office: Office) -> str:
    """The server under the name that the browser is signed in at, and as the machine itself."""
    return f"http://{office.own}" if request.param == "name" else office.address


def test_a_foreign_page_reads_nothing(page: Any, target: str) -> None:
    typed = {"headers": {"content-type": "application/json"}, "body": "{}"}
    for path, how in (("flow_runs/filter", typed), ("flow_runs/count", {}), ("health", {})):
        method = "GET" if path == "health" else "POST"
        for brings in ("include", "omit"):
            given = {"method": method, "credentials": brings, **how}
            assert page.evaluate(SENT, [f"{target}/api/{path}", given]) == "refused"


def test_a_foreign_page_starts_and_pauses_nothing(page: Any, target: str, office: Office) -> None:
    before = office.stands()
    at = f"{target}/api/deployments/{office.deployment}"
    untyped = {"method": "POST", "mode": "no-cors", "blob": '{"parameters": {}}'}
    page.evaluate(SENT, [f"{at}/create_flow_run", untyped])
    page.evaluate(
        SENT, [f"{at}/create_flow_run", {"method": "POST", "mode": "no-cors", "body": "{}"}]
    )
    page.evaluate(SENT, [f"{at}/pause_deployment", {"method": "POST", "mode": "no-cors"}])
    page.evaluate(SENT, [f"{at}/pause_deployment", {"method": "POST"}])
    assert office.stands() == before


def test_a_form_of_a_foreign_page_is_refused_in_words(
    page: Any, target: str, office: Office
) -> None:
    before = office.stands()
    url = f"{target}/api/deployments/{office.deployment}/create_flow_run"
    with page.expect_navigation():
        page.evaluate(FORM, [url, '{"parameters": {}, "name": "'])
    assert "来自别的网站" in page.inner_text("body")
    assert office.stands() == before


def test_a_foreign_page_opens_no_websocket(page: Any, target: str) -> None:
    for path in SOCKETS:
        for protocols in ([], ["prefect"]):
            url = f"{target.replace('http', 'ws')}/api/{path}"
            assert page.evaluate(OPENED, [url, protocols]) == "refused", path


def test_the_interface_is_not_shown_in_a_foreign_frame(page: Any, target: str) -> None:
    page.evaluate(FRAMED, f"{target}/v2/runs")
    framed = page.frames[-1]
    assert framed != page.main_frame
    assert not framed.url.startswith("http"), "the browser shows a fault of its own there"


def test_a_name_that_was_led_to_this_machine_gets_nothing(signed_in: Any, office: Office) -> None:
    before, port = office.stands(), urlsplit(office.address).port
    shown = signed_in.goto(f"http://{REBOUND}:{port}/api/health")
    assert shown.status == 421
    at = f"http://{REBOUND}:{port}/api"
    for path in ("flow_runs/filter", f"deployments/{office.deployment}/create_flow_run"):
        given = {"method": "POST", "headers": {"content-type": "application/json"}, "body": "{}"}
        assert signed_in.evaluate(SENT, [f"{at}/{path}", given]).startswith("421 ")
    for path in SOCKETS:
        assert signed_in.evaluate(OPENED, [f"ws://{REBOUND}:{port}/api/{path}", []]) == "refused"
    assert office.stands() == before


def test_another_port_of_this_machine_is_not_sent_the_cookie(
    signed_in: Any, evil: int, office: Office
) -> None:
    Page.cookies.clear()
    for name in ("127.0.0.1", "localhost", "evil.localhost"):
        signed_in.goto(f"http://{name}:{evil}/")
    assert Page.cookies == []
    signed_in.goto(f"http://{office.own.partition(':')[0]}:{evil}/")
    assert Page.cookies, "who knows the name is sent it: that is why nobody is told"


def test_the_officer_s_own_page_reads_starts_and_listens(signed_in: Any, office: Office) -> None:
    page, runs = signed_in, office.stands()[0]
    page.goto(f"http://{office.own}/v2/deployments")
    page.get_by_role("link", name="发布", exact=True).wait_for()
    at = f"http://{office.own}/api/deployments/{office.deployment}/create_flow_run"
    given = {"method": "POST", "headers": {"content-type": "application/json"}, "body": "{}"}
    assert page.evaluate(SENT, [at, given]).startswith("201 ")
    assert office.stands()[0] == runs + 1
    for path in SOCKETS:
        url = f"ws://{office.own}/api/{path}"
        assert page.evaluate(OPENED, [url, ["prefect"]]) == "opened", path


def test_a_browser_without_a_cookie_is_told_how_to_come_in(signed_in: Any, office: Office) -> None:
    with signed_in.context.browser.new_context(viewport={"width": 375, "height": 700}) as fresh:
        page = fresh.new_page()
        for address in (office.address, f"http://{office.own}"):
            for path in ("/", "/v2/runs", "/api/docs", "/api/admin/settings"):
                assert page.goto(address + path).status == 401
                assert "请在运行引擎的机器上运行 juece enter" in page.inner_text("body")
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_another_user_of_the_machine_gets_nothing_by_any_call_there_is(office: Office) -> None:
    """Every operation that the engine describes, and its pages, without the secret."""
    known = office.api.get(f"{office.address}/openapi.json").raise_for_status().json()["paths"]
    asked = {
        (m.upper(), "/api" + re.sub(r"\{.+?\}", GUESSED, p)) for p, of in known.items() for m in of
    }
    asked |= {
        ("GET", p) for p in ("/", "/v2/", "/docs", "/openapi.json", "/ui-settings", "/metrics")
    }
    assert len(asked) > 150
    before = office.stands()
    with httpx.Client(base_url=office.address, timeout=60) as stranger:
        answered = {one: stranger.request(*one, json={}) for one in sorted(asked)}
    let_in = {one for one, answer in answered.items() if answer.status_code != 401}
    assert let_in == {("GET", "/api/health")}
    assert answered["GET", "/api/health"].text == "true"
    assert office.stands() == before


@pytest.mark.parametrize("path", [*SOCKETS, "task_runs/subscriptions/scheduled", "workers/connect"])
def test_another_user_of_the_machine_opens_no_websocket(path: str, office: Office) -> None:
    url = f"{office.address.replace('http', 'ws')}/api/{path}"
    with pytest.raises(InvalidStatus, match="403"), connect(url, subprotocols=["prefect"]):  # type: ignore[list-item]
        pass


def test_neither_settings_nor_log_hold_the_secret_or_a_way_in(office: Office) -> None:
    secret, link = secret_of(office.home), office.link()
    shown = office.api.get("/admin/settings").raise_for_status()
    assert json.loads(shown.text)["client"]["custom_headers"] == {}
    log = (office.home / "server.log").read_text("utf-8")
    for kept in (secret, link.partition("=")[2], office.own):
        assert kept not in shown.text + log
