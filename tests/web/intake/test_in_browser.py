"""The public's form in a real browser, by keyboard alone: narrow and wide, with and without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn

from catalog.submission import Contact, Proof, SignUp
from opinions.receipts import code_of, derive, new_receipt, read_receipt
from opinions.spool.seal import LetterKind
from tests.flows.engine import free_port
from tests.pages.chromium import ALONE, started, violations
from tests.web.intake.conftest import ASKED, CALLED, ITEM, PATH, House
from tests.web.intake.test_lookups import answers
from web.intake.app import application

pytestmark = ALONE
TEXT = "建议第十二条改为每人每月三百元。"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as opened:
        yield opened


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, House]]:
    """An intake on a port of its own."""
    house, port = House(tmp_path_factory.mktemp("intake")), free_port()
    config = uvicorn.Config(application(house.place), port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{port}", house
    server.should_exit = True
    thread.join()


class Visit:
    """One visitor's page, and all that it asked for, said and was refused."""

    def __init__(self, browser: Any, at: str, width: int, *, script: bool) -> None:
        self.at = at
        self.context = browser.new_context(
            viewport={"width": width, "height": 640}, java_script_enabled=script,
            timezone_id="America/Los_Angeles", locale="zh-CN",
        )  # fmt: skip
        self.page, self.script, self.width = self.context.new_page(), script, width
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda one: self.asked.append(one.url))
        self.page.on("console", lambda one: self.said.append(one.text))

    def tab_to(self, locator: Any) -> int:
        """Press Tab until something has the focus; how often that took."""
        for pressed in range(40):
            if locator.and_(self.page.locator("*:focus")).count():
                return pressed
            self.page.keyboard.press("Tab")
        raise AssertionError("no number of tabs leads there")

    def press(self, name: str) -> None:
        """Go to a button by Tab and press it."""
        self.tab_to(self.page.get_by_role("button", name=name, exact=True))
        self.page.keyboard.press("Enter")

    def looks_right(self) -> None:
        """Nothing wider than the screen, nothing that axe finds, nobody else asked, nothing refused."""
        assert {url.split("/")[2] for url in self.asked} == {self.at.split("/")[2]}
        assert [one for one in self.said if "status of 422" not in one] == []
        widest = self.page.locator("html").bounding_box()
        assert widest
        assert widest["width"] <= self.width
        if self.script:
            assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width
            assert violations(self.page) == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_citizen_answers_by_keyboard_errs_first_and_has_a_receipt(
    browser: Any,
    served: tuple[str, House],
    width: int,
    *,
    script: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("web.intake.pages.QUICK", -1)
    at, house = served
    visit = Visit(browser, at, width, script=script)
    page = visit.page
    page.goto(f"{at}{PATH}?tiao=t12")
    page.get_by_role("heading", name="第十二条").wait_for()
    visit.looks_right()
    visit.tab_to(page.get_by_label("怎样称呼您"))
    page.keyboard.type("张三（虚构）")
    visit.press("下一步：核对")
    page.get_by_role("link", name="没有写意见").wait_for()
    visit.looks_right()
    assert page.get_by_label("怎样称呼您").input_value() == "张三（虚构）"
    visit.tab_to(page.get_by_role("link", name="没有写意见"))
    page.keyboard.press("Enter")
    visit.tab_to(page.get_by_label("您的意见"))
    page.keyboard.type(TEXT)
    visit.press("下一步：核对")
    page.get_by_role("heading", name="请核对，还没有提交").wait_for()
    visit.looks_right()
    visit.press("提交")
    page.get_by_role("heading", name="已经收下").wait_for()
    visit.looks_right()
    found = re.search(r"JY(-[A-Z0-9]{4}){5}", page.content())
    assert found
    letter = house.letters()[-1]
    assert letter.lookup == derive(read_receipt(found[0]), ITEM)
    assert (letter.submission.text, letter.submission.clause) == (TEXT, "t12")
    assert letter.contact.name == "张三（虚构）"
    assert letter.submission.proof is (Proof.VERIFIED if script else Proof.NONE)
    count = len(house.letters())
    page.reload()
    page.get_by_role("heading", name="这个回执已经显示过了").wait_for()
    page.go_back()
    visit.press("提交")
    page.get_by_text(found[0]).wait_for()
    assert len(house.letters()) == count
    visit.context.close()


def test_a_file_goes_along_with_the_letter(
    browser: Any, served: tuple[str, House], tmp_path: Path
) -> None:
    at, house = served
    (tmp_path / "证明.pdf").write_bytes(b"%PDF-1.7 made up")
    visit = Visit(browser, at, 320, script=True)
    page = visit.page
    page.goto(f"{at}{PATH}")
    page.get_by_label("您的意见").fill(TEXT)
    visit.press("下一步：核对")
    page.get_by_role("button", name="加附件").click()
    page.set_input_files("#fujian", tmp_path / "证明.pdf")
    visit.looks_right()
    visit.press("提交")
    page.get_by_role("heading", name="已经收下").wait_for()
    assert [file.name for file in house.letters()[-1].files] == ["证明.pdf"]
    visit.context.close()


def test_who_has_a_receipt_looks_up_by_keyboard_errs_first_and_is_told(
    browser: Any, served: tuple[str, House]
) -> None:
    at, house = served
    receipt = new_receipt()
    answers(house, receipt)
    for script in (True, False):
        visit = Visit(browser, at, 320, script=script)
        page = visit.page
        page.goto(f"{at}{PATH}chaxun/")
        visit.tab_to(page.get_by_label("回执编号"))
        page.keyboard.type("JY-2345")
        visit.press("查询")
        page.get_by_role("alert").wait_for()
        visit.looks_right()
        visit.tab_to(page.get_by_label("回执编号"))
        page.keyboard.press("Control+A")
        page.keyboard.type(receipt)
        visit.press("查询")
        page.get_by_role("link", name="采纳", exact=True).wait_for()
        visit.looks_right()
        visit.context.close()
    house.asks(ASKED)


def test_who_follows_by_keyboard_errs_first_and_is_told_to_look_into_his_mail(
    browser: Any, served: tuple[str, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.intake.pages.QUICK", -1)
    at, house = served
    for script in (True, False):
        visit = Visit(browser, at, 320, script=script)
        page = visit.page
        page.goto(f"{at}{PATH}dingyue/")
        visit.tab_to(page.get_by_label("您的邮箱"))
        page.keyboard.type("zhang.san")
        visit.press("订阅")
        page.get_by_role("alert").wait_for()
        visit.looks_right()
        visit.tab_to(page.get_by_label("您的邮箱"))
        page.keyboard.press("End")
        page.keyboard.type("@example.com")
        visit.press("订阅")
        page.get_by_role("heading", name="请看您的邮箱").wait_for()
        visit.looks_right()
        letter = house.letters()[-1]
        assert (letter.kind, letter.contact.contact) == (LetterKind.FOLLOW, "zhang.san@example.com")
        assert letter.submission.proof is (Proof.VERIFIED if script else Proof.NONE)
        buttons = (("queren", "确认订阅"), ("tuiding", "退订")) if script else ()
        for verb, name in buttons:  # pages without a script
            page.goto(f"{at}/{verb}/?ling={'k' * 22}")
            visit.looks_right()
            visit.press(name)
            page.get_by_role("heading", name="已经收到").wait_for()
            visit.looks_right()
        visit.context.close()


def test_who_signs_up_by_keyboard_errs_first_and_has_a_number(
    browser: Any, served: tuple[str, House], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.intake.pages.QUICK", -1)
    at, house = served
    for script in (True, False):
        visit = Visit(browser, at, 320, script=script)
        page = visit.page
        page.goto(f"{at}{PATH}baoming/")
        visit.looks_right()
        visit.tab_to(page.get_by_label("姓名（必填）"))
        page.keyboard.type("虚构老人")
        visit.press("报名")
        page.get_by_role("link", name="没有选择类别").wait_for()
        visit.looks_right()
        assert page.get_by_label("姓名（必填）").input_value() == "虚构老人"
        visit.tab_to(page.get_by_role("radio").first)
        page.keyboard.press("Space")
        visit.tab_to(page.get_by_label("联系方式"))
        page.keyboard.type("13900000001")
        visit.tab_to(page.get_by_role("checkbox"))
        page.keyboard.press("Space")
        visit.press("报名")
        page.get_by_role("heading", name="已经报名").wait_for()
        visit.looks_right()
        letter = house.letters()[-1]
        said = SignUp.model_validate_json(letter.submission.text)
        assert (said.name, said.group, said.named) == (CALLED.name, "老年人", True)
        assert letter.contact == Contact(name="虚构老人", contact="13900000001")
        assert letter.submission.proof is (Proof.VERIFIED if script else Proof.NONE)
        assert code_of(letter.lookup.id) in page.content()
        visit.context.close()
