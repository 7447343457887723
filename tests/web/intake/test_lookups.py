"""What became of a letter, looked up at the intake: for who cannot run the script of the site's own page."""

import json
from datetime import date, timedelta

import pytest

from catalog.consulted import LOOKUPS, Answered
from catalog.lookup import files, lettered
from opinions.receipts import derive, new_receipt, objecting, records
from tests.web.intake.conftest import ASKED, ITEM, PATH, House

AT = f"{PATH}chaxun/"
LINES = [
    ["收到", "2026年3月10日", ""],
    ["处理结果", "采纳", "index.html#yj-1-3"],
    ["理由", "<b>按规定</b>", ""],
]


def answers(house: House, *receipts: str, until: date | None = None) -> None:
    """The item is answered, and these receipts have entries."""
    said = json.dumps(LINES, ensure_ascii=False).encode()
    (folder := house.home / LOOKUPS / ITEM).mkdir(parents=True)
    made = files(records((derive(one, ITEM), said) for one in receipts))
    for name, body in made.items():
        (folder / name).write_bytes(body)
    house.asks(answered=(ANSWERED.model_copy(update={"objects_until": until}),), edition=2)


ANSWERED = Answered(
    item=ITEM, title=ASKED.title, authority=ASKED.authority, page=ASKED.page, digits=0
)


def test_a_receipt_tells_without_a_script(house: House) -> None:
    receipt = new_receipt()
    answers(house, receipt)
    assert 'name="huizhi"' in house.client.get(AT).text
    told = house.client.post(AT, data={"huizhi": receipt.lower().replace("-", " ")})
    assert told.status_code == 200
    assert f'<a href="{ASKED.page}index.html#yj-1-3">采纳</a>' in told.text
    assert "&lt;b&gt;按规定&lt;/b&gt;" in told.text
    assert told.headers["cache-control"] == "no-store"
    assert receipt not in told.text


def test_before_the_answers_it_is_told_that_the_letter_is_there(house: House) -> None:
    page = house.client.get(PATH).text
    token = page.partition('name="ling" value="')[2].partition('"')[0]
    sent = {"yijian": "建议提高", "gongkai": "匿名公开", "ling": token, "do": "tijiao"}
    shown = house.client.get(house.client.post(PATH, data=sent).headers["location"]).text
    receipt = shown.partition('class="number">')[2].partition("<")[0]
    assert f"{ASKED.page}chaxun/" in shown
    assert "已经收到，正在研究" in house.client.post(AT, data={"huizhi": receipt}).text
    assert "没有找到" in house.client.post(AT, data={"huizhi": new_receipt()}).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "JY 开头"), ("JY-2345-6789-ABCD-EFGH-JKLM", "写错"), ("é" * 900, "JY 开头")],
)
def test_a_slip_is_told_at_once_and_given_back(house: House, typed: str, said: str) -> None:
    answers(house, new_receipt())
    told = house.client.post(AT, data={"huizhi": typed})
    assert told.status_code == 422
    assert said in told.text
    assert 'aria-invalid="true"' in told.text


def test_one_of_another_item_and_an_address_of_nothing_find_nothing(house: House) -> None:
    answers(house, new_receipt())
    assert "没有找到" in house.client.post(AT, data={"huizhi": new_receipt()}).text
    assert house.client.get("/2026/99/chaxun/").status_code == 404
    assert house.client.get("/2026/03/chaxun").headers["location"] == AT
    assert house.client.post(AT, content=b"a&" * 99).status_code in {400, 422}


def test_a_receipt_objects_once(house: House) -> None:
    receipt = new_receipt()
    answers(house, receipt, until=house.now.date())
    shown = house.client.post(AT, data={"huizhi": receipt}).text
    assert "提出异议" in shown
    sent = {"huizhi": receipt, "yiyi": "", "do": "yiyi"}
    assert "没有写异议" in house.client.post(AT, data=sent).text
    assert house.client.post(AT, data=sent | {"yiyi": "长" * 2001}).status_code == 422
    foreign = house.client.post(
        AT, data=sent | {"yiyi": "不同意"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert foreign.status_code == 403
    assert "不同意" in foreign.text
    assert house.letters() == []
    taken = house.client.post(AT, data=sent | {"yiyi": "不同意"})
    assert "您的异议已经收下" in taken.text
    again = house.client.post(AT, data=sent | {"yiyi": "还是不同意"})
    assert "已经提过异议" in again.text
    assert "提出异议</button>" not in again.text
    [one] = house.letters()
    assert one.objects == derive(receipt, ITEM)
    assert one.lookup == objecting(receipt, ITEM)
    assert one.submission.text == "不同意"


def test_a_second_objection_is_told_so_at_the_same_instant_and_after_the_first_was_wiped(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt, spool = new_receipt(), house.place.spool
    answers(house, receipt, until=house.now.date())
    sent = {"huizhi": receipt, "yiyi": "不同意", "do": "yiyi"}
    assert "您的异议已经收下" in house.client.post(AT, data=sent).text
    with monkeypatch.context() as patched:  # both looked before either was kept
        patched.setattr(spool, "holds", lambda _: False)
        told = house.client.post(AT, data=sent | {"yiyi": "还有理由"}).text
    assert "已经提过异议" in told
    assert "已经收下" not in told
    spool.taken(spool.end())
    spool.forget()
    assert "已经提过异议" in house.client.post(AT, data=sent | {"yiyi": "还有理由"}).text
    assert "提出异议</button>" not in house.client.post(AT, data={"huizhi": receipt}).text
    assert house.letters() == []


DAMAGED = [b"", b"{", b"[]", b"null", b"\xff", "text", "5", "[1]", "zz!!", "abc", "é", "0" * 80]
"""Bytes of a file of entries, and what an entry in it holds."""


@pytest.mark.parametrize("held", DAMAGED)
def test_entries_that_cannot_be_read_are_told_and_no_fault_of_the_server(
    house: House, held: bytes | str
) -> None:
    receipt = new_receipt()
    answers(house, receipt)
    name = lettered(derive(receipt, ITEM).id)
    entry = json.loads(held) if held in {"5", "[1]"} else held
    body = held if isinstance(held, bytes) else json.dumps({name: entry}).encode()
    (house.home / LOOKUPS / ITEM / "all.json").write_bytes(body)
    told = house.client.post(AT, data={"huizhi": receipt, "yiyi": "不同意", "do": "yiyi"})
    assert (told.status_code, "正在更新" in told.text) == (503, True)
    assert receipt in told.text
    assert "不同意" in told.text
    assert house.letters() == []


def test_nor_is_a_folder_in_the_place_of_a_file_or_a_file_in_that_of_the_folder(
    house: House,
) -> None:
    receipt = new_receipt()
    answers(house, receipt)
    folder = house.home / LOOKUPS / ITEM
    (folder / "all.json").unlink()
    (folder / "all.json").mkdir()
    assert house.client.post(AT, data={"huizhi": receipt}).status_code == 503
    (folder / "all.json").rmdir()
    folder.rmdir()
    folder.write_text("x")
    assert house.client.post(AT, data={"huizhi": receipt}).status_code == 503


def test_after_the_last_day_the_words_are_given_back(house: House) -> None:
    receipt = new_receipt()
    answers(house, receipt, until=house.now.date() - timedelta(days=1))
    told = house.client.post(AT, data={"huizhi": receipt, "yiyi": "不同意", "do": "yiyi"})
    assert told.status_code == 410
    assert "不同意" in told.text
    assert house.letters() == []
    unknown = house.client.post(AT, data={"huizhi": new_receipt(), "yiyi": "不同意", "do": "yiyi"})
    assert "没有找到" in unknown.text
