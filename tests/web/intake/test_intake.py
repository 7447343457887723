"""The public's form, as programs of all ages send it: every letter is taken once, and no word is lost."""

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from altcha import Challenge, Payload, solve_challenge

from catalog.submission import Consent, Proof
from opinions.receipts import derive, read_receipt
from tests.web.browser import sent
from tests.web.intake.conftest import ASKED, ITEM, PATH, House
from web.intake import rate

TEXT = "建议把第十二条改为：\n“每人每月三百元。” <b>&amp;"
OWN = {"sec-fetch-site": "same-origin"}


def typed(**more: str) -> dict[str, str]:
    return {
        "yijian": TEXT,
        "gongkai": "匿名公开",
        "chengwei": "张三",
        "lianxi": "13800000000",
    } | more


def checked(house: House, **more: str) -> dict[str, str]:
    """The fields of the page on which the answers are checked, as a browser sends them on."""
    page = house.client.post(PATH, data=typed(do="hedui", **more))
    assert page.status_code == 200, page.text
    return fields(page.text)


def fields(page: str) -> dict[str, str]:
    form = page[page.index("<form") : page.index("</form>")]
    return dict(sent(form.partition(">")[2]))


def solved(house: House, page: str) -> str:
    found = re.search(r'data-challenge="([^"]+)"', page)
    assert found
    challenge = Challenge.from_dict(json.loads(unescape(found[1])))
    solution = solve_challenge(challenge)
    assert solution
    return Payload(challenge, solution).to_base64()


def receipt_of(house: House, answer: Any) -> str:
    assert answer.status_code == 303, answer.text
    page = house.client.get(answer.headers["location"])
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    found = re.search(r"JY(-[A-Z0-9]{4}){5}", page.text)
    assert found
    return read_receipt(found[0])


def test_a_letter_is_taken_whole_and_its_receipt_opens_it(house: House) -> None:
    page = house.client.get(f"{PATH}?tiao=t12")
    assert "临时救助标准为每人每月二百元。" in page.text
    assert "2026年3月31日24时" in page.text
    answer = house.client.post(
        PATH, data=checked(house, tiao="t12") | {"do": "tijiao"}, headers=OWN
    )
    receipt = receipt_of(house, answer)
    (letter,) = house.letters()
    assert letter.submission.text == TEXT
    assert (letter.submission.item, letter.submission.clause) == (ITEM, "t12")
    assert letter.submission.draft == ASKED.draft
    assert letter.submission.received_at == house.now
    assert not letter.submission.late
    assert letter.submission.consent is Consent.ANONYMOUS
    assert letter.contact.contact == "13800000000"
    assert letter.lookup == derive(receipt, ITEM)


def test_a_receipt_is_shown_once_and_sending_again_shows_the_same(house: House) -> None:
    sending = checked(house) | {"do": "tijiao"}
    answer = house.client.post(PATH, data=sending, headers=OWN)
    assert house.client.head(answer.headers["location"]).status_code == 200
    first = receipt_of(house, answer)
    assert house.client.get(answer.headers["location"]).status_code == 404
    assert receipt_of(house, house.client.post(PATH, data=sending, headers=OWN)) == first
    assert len(house.letters()) == 1
    other = receipt_of(house, house.client.post(PATH, data=checked(house) | {"do": "tijiao"}))
    assert other != first
    assert len(house.letters()) == 2


def test_the_same_sending_after_a_restart_is_the_same_letter(house: House) -> None:
    sending = checked(house) | {"do": "tijiao"}
    first = receipt_of(house, house.client.post(PATH, data=sending))
    house.place.spool.close()
    again = House(house.home)
    assert receipt_of(again, again.client.post(PATH, data=sending)) == first
    assert len(again.letters()) == 1


def test_the_work_of_a_browser_is_believed_once_and_nobody_is_refused_without(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.intake.pages.QUICK", -1)  # as if the page was read for a while
    page = house.client.post(PATH, data=typed(do="hedui"))
    proof = solved(house, page.text)
    sending = fields(page.text) | {"do": "tijiao"}
    for yanzheng, more in ((proof, ""), (proof, "。"), ("", "！"), ("e30=", "？"), ("🙂", "~")):
        body = {
            **sending,
            "yijian": TEXT + more,
            "yanzheng": yanzheng.encode("utf-8", "replace").decode(),
        }
        assert house.client.post(PATH, data=body).status_code == 303
    assert [one.submission.proof for one in house.letters()] == [Proof.VERIFIED, *[Proof.NONE] * 4]


def test_a_letter_written_in_no_time_and_a_trap_are_looked_at_not_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = house.client.post(PATH, data=typed(do="hedui"))
    body = fields(page.text) | {"do": "tijiao", "yanzheng": solved(house, page.text)}
    assert house.client.post(PATH, data=body).status_code == 303
    monkeypatch.setattr("web.intake.pages.QUICK", -1)
    page = house.client.post(PATH, data=typed(do="hedui"))
    body = fields(page.text) | {"do": "tijiao", "yanzheng": solved(house, page.text)}
    assert house.client.post(PATH, data=body | {"wangzhi": "http://x"}).status_code == 303
    assert [one.submission.proof for one in house.letters()] == [Proof.NONE, Proof.NONE]


def test_a_crowd_at_one_address_has_dearer_work_and_is_never_turned_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.intake.pages.QUICK", -1)
    monkeypatch.setattr("web.intake.proof.COST", 10)
    monkeypatch.setattr("web.intake.pages.rate.MANY", 2)
    monkeypatch.setattr("web.intake.pages.rate.FLOOD", 6)
    early = house.client.post(PATH, data=typed(do="hedui"))
    cheap = solved(house, early.text)
    for n in range(4):
        assert (
            house.client.post(
                PATH, data=checked(house, yijian=str(n)) | {"do": "tijiao"}
            ).status_code
            == 303
        )
    body = fields(early.text) | {"do": "tijiao", "yanzheng": cheap}
    assert house.client.post(PATH, data=body).status_code == 303
    page = house.client.post(PATH, data=typed(do="hedui"))
    assert '"cost":40,' in unescape(page.text)
    body = fields(page.text) | {"do": "tijiao", "yanzheng": solved(house, page.text)}
    assert house.client.post(PATH, data=body).status_code == 303
    page = house.client.post(PATH, data=typed(do="hedui"))
    body = fields(page.text) | {"do": "tijiao", "yanzheng": solved(house, page.text)}
    assert house.client.post(PATH, data=body).status_code == 303
    assert [one.submission.proof.name for one in house.letters()][4:] == [
        "NONE",
        "VERIFIED",
        "NONE",
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"yijian": " \n\t"}, "没有写意见"),
        ({"yijian": "长" * 20_001}, "意见有20001字"),
        ({"gongkai": "随便"}, "没有选择意见可以怎样公开"),
        ({"chengwei": "名" * 101}, "称呼有101字"),
        ({"lianxi": "1" * 201}, "联系方式有201字"),
        ({"tiao": "t99"}, "没有这一条"),
    ],
)
def test_a_fault_is_told_at_its_field_and_all_that_was_typed_is_shown_again(
    house: House, more: dict[str, str], said: str
) -> None:
    for do in ("hedui", "tijiao", "fujian", ""):
        body = typed(do=do, chengwei="李四") | more
        page = house.client.post(PATH, data=body)
        assert page.status_code == 422
        assert said in page.text
        again = fields(page.text)
        kept = {name: body[name] for name in ("yijian", "chengwei", "lianxi")}
        assert {name: again[name].replace("\r\n", "\n").strip() for name in kept} == {
            name: value.strip() for name, value in kept.items()
        }
    assert house.letters() == []


def test_a_page_that_lay_open_too_long_renews_itself_and_keeps_the_words(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = checked(house) | {"do": "tijiao"}
    monkeypatch.setattr("web.intake.tokens.LASTS", -1)
    page = house.client.post(PATH, data=sending)
    assert page.status_code == 403
    assert "已经续上" in page.text
    monkeypatch.setattr("web.intake.tokens.LASTS", 3600)
    again = fields(page.text)
    assert again["yijian"].replace("\r\n", "\n") == TEXT
    assert house.client.post(PATH, data=again | {"do": "tijiao"}).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "demo-2026-03/a/1.x.y", "\x00" * 50, "é" * 2000])
def test_a_token_that_is_none_keeps_the_words(house: House, token: str) -> None:
    page = house.client.post(PATH, data=checked(house) | {"do": "tijiao", "ling": token})
    assert page.status_code == 403
    assert fields(page.text)["yijian"].replace("\r\n", "\n") == TEXT
    assert house.letters() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver:81"},
    ],
)
def test_another_site_sends_nothing_in_a_persons_name(
    house: House, headers: dict[str, str]
) -> None:
    page = house.client.post(PATH, data=checked(house) | {"do": "tijiao"}, headers=headers)
    assert page.status_code == 403
    assert fields(page.text)["yijian"].replace("\r\n", "\n") == TEXT
    assert house.letters() == []


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://testserver"}, {"sec-fetch-site": "none"}]
)
def test_old_browsers_and_own_pages_are_believed(house: House, headers: dict[str, str]) -> None:
    assert (
        house.client.post(PATH, data=checked(house) | {"do": "tijiao"}, headers=headers).status_code
        == 303
    )


@pytest.mark.parametrize(
    ("at", "late"),
    [
        ("2026-03-31T23:59:59", False),
        ("2026-04-01T00:00:00", True),
        ("2026-04-01T00:00:01", True),
    ],
)
def test_at_24_00_in_beijing_a_letter_is_late_and_is_taken(
    house: House, at: str, *, late: bool
) -> None:
    house.now = datetime.fromisoformat(f"{at}+08:00")
    assert ("征求意见期已满" in house.client.get(PATH).text) is late
    answer = house.client.post(PATH, data=checked(house) | {"do": "tijiao"})
    page = house.client.get(answer.headers["location"])
    assert ("标明逾期" in page.text) is late
    assert house.letters()[0].submission.late is late


CLOCK = """
import json, sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from catalog.drill import now_in
from web.intake.place import Place
home = Path(sys.argv[1])
for shown in sys.argv[2:]:
    told = {"set_at": datetime.now(timezone.utc).isoformat(), "showed": shown, "day_seconds": 1e15}
    (home / "drill.json").write_text(json.dumps(told))
    at = Place(home).clock()
    print(at.isoformat(), *(one.is_late(at) for one in Place(home).asked.consultations))
"""


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles"])
def test_the_clock_of_the_server_may_stand_anywhere(
    house: House, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    shown = ["2026-03-31T15:59:59+00:00", "2026-03-31T16:00:00+00:00", "2026-03-31T09:00:01-07:00"]
    said = subprocess.run(
        [sys.executable, "-c", CLOCK, str(house.home), *shown],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    assert [line[:19] for line in said] == [
        "2026-03-31T23:59:59", "2026-04-01T00:00:00", "2026-04-01T00:00:01",
    ]  # fmt: skip
    assert [line.split()[1] for line in said] == ["False", "True", "True"]


def test_files_are_taken_with_the_letter_under_plain_names(house: House) -> None:
    page = house.client.post(PATH, data=typed(do="fujian"))
    files = [
        ("fujian", ("../../etc/证明.pdf", b"%PDF-1.7 made up")),
        ("fujian", ("C:\\a\\b.PNG", b"\x89PNG")),
    ]
    answer = house.client.post(PATH, data=fields(page.text) | {"do": "tijiao"}, files=files)
    assert "2个" in house.client.get(answer.headers["location"]).text
    (letter,) = house.letters()
    assert [(file.name, file.body) for file in letter.files] == [
        ("证明.pdf", b"%PDF-1.7 made up"), ("b.PNG", b"\x89PNG"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("a.exe", b"MZ")], "不是可以收的种类"),
        ([("pdf", b"1")], "不是可以收的种类"),
        ([("a.pdf", b"")], "是空的"),
        ([(f"{n}.pdf", b"1") for n in range(6)], "最多5个"),
        ([("a.pdf", b"1" * (10 * 1024**2 + 1))], "超过10兆字节"),
        ([(f"{n}.pdf", b"1" * (7 * 1024**2)) for n in range(3)], "一共超过20兆字节"),
    ],
)
def test_files_that_cannot_be_taken_are_told_and_the_words_stay(
    house: House, files: list[tuple[str, bytes]], said: str
) -> None:
    page = house.client.post(
        PATH, data=checked(house) | {"do": "tijiao"}, files=[("fujian", one) for one in files]
    )
    assert page.status_code == 422
    assert said in page.text
    assert fields(page.text)["yijian"].replace("\r\n", "\n") == TEXT
    assert house.letters() == []


def test_a_body_without_end_is_cut_off_whatever_it_says_of_its_length(house: House) -> None:
    def endless() -> Any:
        for _ in range(400):
            yield b"yijian=" + b"1" * 65536

    plain = {"content-type": "application/x-www-form-urlencoded"}
    files = {"content-type": "multipart/form-data; boundary=x"}
    for headers, body in (
        (plain, endless()),
        (plain, b"1" * (4 * 1024**2 + 1)),
        (files, endless()),
    ):
        assert house.client.post(PATH, content=body, headers=headers).status_code in {400, 413}
    for length in ("-1", "1e9", "９", "9" * 30, "+1"):
        said = house.client.post(
            PATH,
            content=b"",
            headers={"content-length": length.encode().decode("latin-1")}
            if length.isascii()
            else {"content-length": "x"},
        )
        assert said.status_code == 413
    assert house.letters() == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"&" * 5000, b"=" * 100, b"yijian", b"\xff\xfe\x00", b"--x\r\n", b"yijian=%00%ff%zz",
        b"a=1&" * 39, b"yijian=a&yijian=b&do=hedui", b"\x00" * 1000,
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x",
        "multipart/form-data; boundary=" + "x" * 300, "text/plain", "", "multipart/mixed; boundary=x",
    ],
)  # fmt: skip
def test_what_no_browser_sends_is_answered_with_a_page(
    house: House, body: bytes, kind: str
) -> None:
    page = house.client.post(PATH, content=body, headers={"content-type": kind})
    assert page.status_code in {200, 400, 422}
    assert "text/html" in page.headers["content-type"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_of_old_browsers_is_read(house: House, encoding: str) -> None:
    body = f"do=hedui&gongkai={quote_from_bytes('匿名公开'.encode(encoding))}&yijian={quote_from_bytes('建议提高标准'.encode(encoding))}"
    page = house.client.post(
        PATH, content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert page.status_code == 200
    assert fields(page.text)["yijian"] == "建议提高标准"


def test_signs_that_mislead_the_reader_do_not_come_through(house: House) -> None:
    sending = checked(house, yijian="甲\u202e乙\x00丙\x1b[2J\r\n丁\ufeff", chengwei="张\n三\u2028")
    house.client.post(PATH, data=sending | {"do": "tijiao"})
    (letter,) = house.letters()
    assert letter.submission.text == "甲乙丙[2J\n丁"
    assert letter.contact.name == "张 三"


def test_nothing_typed_runs_in_the_page(house: House) -> None:
    bad = "\"'></textarea><script>alert(1)</script>"
    for do in ("hedui", "xiugai", "fujian"):
        page = house.client.post(
            PATH, data=typed(do=do, yijian=bad, chengwei=bad, lianxi=bad, tiao="")
        )
        assert "<script>alert" not in page.text
    assert "<script>" not in house.client.get(f"{PATH}?tiao=<script>alert(1)</script>").text


def test_every_answer_is_closed_and_asks_nothing_of_other_hosts(house: House) -> None:
    for path in (
        "/",
        PATH,
        "/nowhere",
        "/huizhi/x",
        "/api/v1/consultations",
        "/intake.css",
        "/1999/01/",
    ):
        answer = house.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(
            r'(src|href|action)="(https?:)?//(?!www\.example\.gov\.cn)', answer.text
        )


def test_an_address_without_its_last_stroke_stays_on_this_host(house: House) -> None:
    for path in (PATH[:-1], f"/demo{PATH[:-1]}"):
        answer = house.client.get(f"{path}?tiao=t12", headers={"host": "evil.example"})
        assert (answer.status_code, answer.headers["location"]) == (308, f"{path}/?tiao=t12")
    assert "location" not in house.client.get("//evil.example/03").headers


def test_a_consultation_that_is_answered_meanwhile_gives_the_words_back(house: House) -> None:
    sending = checked(house) | {"do": "tijiao"}
    house.asks(edition=2)
    house.place._looked = -10.0
    page = house.client.post(PATH, data=sending)
    assert page.status_code == 410
    assert unescape(page.text).count("每人每月三百元") == 1
    assert house.client.get(PATH).status_code == 404


def test_a_file_of_what_is_asked_that_breaks_leaves_what_was_known(house: House) -> None:
    assert house.client.get(PATH).status_code == 200
    (house.home / "intake.json").write_text("{", "utf-8")
    house.place._looked = -10.0
    assert house.client.get(PATH).status_code == 200
    assert "读不出来" in house.place.wrong


def test_two_authorities_at_one_address_are_told_apart(house: House) -> None:
    other = ASKED.model_copy(update={"item": "other-2026-03", "authority": "示例市医保局"})
    house.asks(ASKED, other, edition=2)
    page = house.client.get(PATH)
    assert "/demo/2026/03/" in page.text
    assert "示例市医保局" in house.client.get("/other/2026/03/").text


def test_a_disk_that_is_full_loses_no_word(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opinions.spool.spool.WAITING", 10)
    page = house.client.post(PATH, data=checked(house) | {"do": "tijiao"})
    assert page.status_code == 503
    assert fields(page.text)["yijian"].replace("\r\n", "\n") == TEXT


def test_an_address_is_counted_by_its_network_and_forgotten_after_an_hour() -> None:
    counted = rate.Rate()
    for n in range(5):
        assert counted.count(f"2001:db8::{n}", 0.0) == n
    assert counted.of("2001:db8::ffff", 10.0) == 5
    assert counted.of("2001:db8:0:1::1", 10.0) == 0
    assert counted.of("2001:db8::1", 3601.0) == 0
    assert counted.count("not an address", timedelta(hours=2).total_seconds()) == 0


def test_the_intake_loads_no_engine_no_ledger_and_no_database() -> None:
    said = "import sys, web.intake.__main__; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", said], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"sqlalchemy", "prefect", "storage", "office", "pages", "opinions.register"} & set(
        loaded
    )
    assert "web.intake.app" in loaded
