"""The desk in a real browser: a whole life without a script on a narrow screen, and pages that attack it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from catalog.forms.fields import form_of
from catalog.record import Actor, Identity
from catalog.stages import STEPS
from office.settings.installation import Office
from storage.filing import file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM, LAWFUL, RECORDS
from tests.flows.engine import free_port
from tests.pages.chromium import ALONE, started, violations
from tests.storage.life import ACTOR, ADOPTION, OPINION_ROWS, sited, steps, ten_o_clock
from tests.web.people import PASSWORD, PEOPLE, Clock, populate, set_clock, step_path
from web.desk.office import Desk
from web.forms.draw import Widget, draw
from web.forms.fill import fill
from web.forms.names import PaperFile
from web.serve import serving

pytestmark = ALONE

BY = {
    "legality_review.opinion": "legal", "decision.meeting": "office",
    "evaluation.report": "evaluator", "entry.adjustment": "legal", "disclosure.change": "office",
}  # fmt: skip
"""Who files what the unit does not."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Desk, Path]]:
    """An office on a port of its own, whose item is on file and not begun."""
    home = tmp_path_factory.mktemp("served") / "office"
    sited(home)
    (folder := home.parent / "papers").mkdir()
    set_clock(home, ten_o_clock(LAWFUL[0].on))
    desk = Desk(Office(home=home, store=""), Clock())
    for item, step, payload, at in list(steps(folder)):  # all of them, for all write their papers
        if step == "entry.start":
            break
        file_record(desk.ledger, item, step, payload, actor=ACTOR, at=at, folder=folder)
    populate(desk)
    with serving(desk, free_port()) as at:
        yield at.rstrip("/"), desk, folder


def signed_in(browser: Any, at: str, account: str, **context: Any) -> Any:
    """A page of somebody's own browser in another time zone; axe alone needs scripts to run."""
    own = browser.new_context(timezone_id="America/New_York", locale="zh-CN", **context)
    page = own.new_page()
    page.goto(f"{at}/denglu")
    page.get_by_label("用户名").fill(account)
    page.get_by_label("口令").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{at}/")
    return page


def written(page: Any, step: str, folder: Path) -> None:
    """Fill in the form of a step as its record says: rows are added, papers handed in, by keyboard
    where there is a choice."""
    record = RECORDS[step].record
    fields = form_of(type(record))
    files = {f"f-0-{n}": PaperFile(d.digest, d.name, d.size) for n, d in enumerate(record.kept)}
    pairs = {n: v for n, v in fill(fields, record, files).items() if not n.endswith("-file")}
    if record.documents:
        names = [folder / f"{d.title}.txt" for d in record.documents]
        page.locator("#up-papers").set_input_files(names)
        press(page, "shangchuan")
    if step == ADOPTION:
        table = folder / "意见表.yaml"
        table.write_text(yaml.safe_dump(OPINION_ROWS, allow_unicode=True), "utf-8")
        page.locator("#up-table").set_input_files(table)
        press(page, "shangchuan")
    for name in sorted({n for n in pairs if n.endswith("-_") and not n.startswith("documents")}):
        row = name.removesuffix("-_")
        if not page.locator(f"[id='{row}']").count():
            press(page, f"jia:{row.rpartition('-')[0]}")
    wanted = draw(fields, pairs, files)
    for control in flat(wanted):
        if control.name in pairs or any(o.chosen for o in control.options):
            put(page, control)


def flat(controls: Any) -> Iterator[Any]:
    for control in controls:
        yield control
        yield from flat(control.inner)


def put(page: Any, control: Any) -> None:
    """Type or choose what a control holds; a group that is shown closed is opened first."""
    if control.widget in {Widget.ROWS, Widget.GROUP, Widget.FILE, Widget.HIDDEN}:
        return
    if control.widget is Widget.TICKS:
        for option in (o for o in control.options if o.chosen):
            page.locator(f"input[name='{control.name}'][value='{option.value}']").check()
        return
    there = page.locator(f"[id='{control.name}']")
    unfold(there)
    if control.widget in {Widget.CHOICE, Widget.WHICH}:
        there.select_option(control.value)
    else:
        there.fill(control.value)


def unfold(there: Any) -> None:
    """Open the groups that are shown closed around something."""
    folded = there.locator("xpath=ancestor::details[not(@open)]")
    while folded.count():
        folded.first.locator("xpath=./summary").press("Enter")


def press(page: Any, button: str) -> None:
    """Press a button of the form by keyboard."""
    there = page.locator(f"button[name=do][value='{button}']").last
    unfold(there)
    there.press("Enter")
    page.wait_for_load_state()


def test_a_life_of_eight_stages_by_five_people_at_320_pixels_without_a_script(
    browser: Any, served: tuple[str, Desk, Path], tmp_path: Path
) -> None:
    at, desk, folder = served
    narrow = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}
    pages = {
        who: signed_in(browser, at, who, **narrow)
        for who in ("unit", "legal", "office", "evaluator")
    }
    for filed in LAWFUL[1:]:
        if ten_o_clock(filed.on) > desk.office.now():
            set_clock(desk.office.home, ten_o_clock(filed.on))
        page = pages[BY.get(filed.step, "unit")]
        page.goto(f"{at}{step_path(filed.step)}")
        written(page, filed.step, folder)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, filed.step
        press(page, "hedui")
        assert page.url.endswith("/hedui"), (
            filed.step,
            page.locator("form .summary").all_inner_texts(),
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, filed.step
        press(page, "dengji")
        assert "hao=" in page.url, (filed.step, page.locator("main").inner_text()[:1500])
    assert {e.stage for e in desk.ledger.load(ITEM).entries} >= {"evaluation", "disclosure"}
    assert desk.ledger.verify() == []
    assert digests(desk.ledger) == digests(the_same_by_file(desk.ledger, tmp_path))
    for page in pages.values():
        page.context.close()


def digests(ledger: Ledger) -> list[str]:
    return [entry.digest for entry in ledger.load(ITEM).entries]


def the_same_by_file(ledger: Ledger, tmp_path: Path) -> Ledger:
    """The payloads of the life filed as `juece file` does, by the same people at the same instants."""
    (folder := tmp_path / "papers").mkdir()
    other = Ledger.open(tmp_path / "juece.db")
    made = {e.step: e for e in ledger.load(ITEM).entries}
    for item, step, payload, at in steps(folder):
        entry = made.get(step)
        file_record(
            other, item, step, payload, folder=folder,
            actor=entry.actor if entry else ACTOR, at=entry.at if entry else at,
        )  # fmt: skip
    return other


SCREENS = {
    "unit": ["/", "/?kan=quanbu", "/shixiang", f"/shixiang/{ITEM}", "/wode", "/xiaoxi",
             step_path("disclosure.execution"), step_path("consultation.notice", "gengzheng") + "/yulan",
             f"/shixiang/{ITEM}/liucheng", "/liucheng", step_path("consultation.notice", "gengzheng"),
             step_path("consultation.notice", "gengzheng") + "?he=1", step_path("entry.start", "gengzheng"),
             step_path("legality_review.opinion"), "/nothing"],
    "legal": ["/", "/kaohe", f"/shixiang/{ITEM}", f"/shixiang/{ITEM}/yulan",
              step_path("entry.adjustment"), step_path("entry.inclusion", "gengzheng")],
    "reviewer": ["/shencha", f"/shencha/{ITEM}", "/shencha/website"],
    "office": ["/shencha", "/liucheng"],
    "leader": ["/shencha"],
    "system": ["/", "/yonghu"],
    "security": ["/gangwei"],
    "auditor": ["/rizhi", "/shixiang"],
}  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_overflows_on_any_screen(
    browser: Any, served: tuple[str, Desk, Path], width: int
) -> None:
    at, _, _ = served
    found: dict[str, Any] = {}
    for account, paths in SCREENS.items():
        page = signed_in(browser, at, account, viewport={"width": width, "height": 800})
        for path in paths:
            page.goto(f"{at}{path}")
            if wrong := violations(page):
                found[path] = wrong
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{at}/denglu")
    if wrong := violations(page):
        found["/denglu"] = wrong
    page.close()
    assert found == {}


def test_text_at_twice_its_size_fits(browser: Any, served: tuple[str, Desk, Path]) -> None:
    at, _, _ = served
    page = signed_in(browser, at, "unit", viewport={"width": 640, "height": 800})
    for path in SCREENS["unit"]:
        page.goto(f"{at}{path}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
    page.context.close()


@contextmanager
def foreign(body: str) -> Iterator[str]:
    """A page of another origin of this machine."""

    class Evil(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Evil) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "encoding", ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
)
def test_a_page_of_another_origin_does_nothing_in_the_name_of_who_is_signed_in(
    browser: Any, served: tuple[str, Desk, Path], encoding: str
) -> None:
    at, desk, _ = served
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{at}/denglu")
    page.get_by_label("用户名").fill("security")
    page.get_by_label("口令").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{at}/")
    token = page.locator("input[name=csrf]").first.get_attribute("value")
    form = (
        f"<form method=post action='{at}/gangwei' enctype='{encoding}'>"
        f"<input name=csrf value='{token}'><input name=account value=nobody>"
        "<input name=posts value='法规处'><button>抽奖</button></form>"
    )
    with foreign(form) as evil:
        page.goto(evil)
        page.get_by_role("button").click()
        page.wait_for_load_state()
        assert "来自别的网站" in page.locator("main").inner_text()
        answers = page.evaluate(
            """at => Promise.all(['cors', 'no-cors'].map(mode => fetch(at + '/gangwei', {
               method: 'POST', mode, credentials: 'include', body: 'account=nobody' })
               .then(a => a.type + a.status, e => 'refused')))""", at
        )  # fmt: skip
        page.goto(evil)
        frame = f"<iframe src='{at}/'></iframe>"
    with foreign(frame) as evil:
        page.goto(evil)
        assert not page.frames[-1].url.startswith(at)
    assert all(answer in {"refused", "opaque0"} for answer in answers)
    account = desk.people.accounts.find("nobody")
    assert account
    assert account.posts == frozenset()
    context.close()


def test_no_script_reads_the_cookie_and_it_is_kept_on_this_machine_without_tls(
    browser: Any, served: tuple[str, Desk, Path]
) -> None:
    at, _, _ = served
    page = signed_in(browser, at, "unit")
    [cookie] = [c for c in page.context.cookies() if c["name"].startswith("__Host-juece-")]
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Lax")
    page.context.close()


def test_everybody_of_the_life_is_signed_in(served: tuple[str, Desk, Path]) -> None:
    """The digests compared above cover who filed: as whom the door knew him."""
    _, desk, _ = served
    filed = desk.ledger.load(ITEM).entries[1:]
    names = {PEOPLE[who][0] for who in ("unit", "legal", "office", "evaluator")}
    assert {entry.actor.name for entry in filed} == names
    assert {entry.actor.identity for entry in filed} == {Identity.SIGNED_IN}
    assert all(isinstance(entry.actor, Actor) and entry.step in STEPS for entry in filed)
