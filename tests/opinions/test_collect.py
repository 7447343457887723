"""What the public sent is in the register, each letter once, and a receipt opens what it should."""

import json
import threading
from base64 import b64encode
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import select

from catalog.submission import Channel, Contact
from catalog.timezone import SHANGHAI
from opinions.collect import collect
from opinions.receipts import derive, new_receipt
from opinions.register import Register, Window, window
from opinions.spool.seal import Attached, Letter, seal
from opinions.spool.spool import Spool
from storage.documents import DocumentStore
from storage.ledger import Ledger
from storage.register.tables import RECEIPTS, SUBMISSIONS
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT, in_time, letter

CLOSES = datetime(2026, 4, 15, tzinfo=SHANGHAI)


def sent(spool: Spool, key: X25519PrivateKey, text: str, at: datetime, *files: Attached) -> str:
    receipt = new_receipt()
    said = letter(text or "空", channel=Channel.WEB, received_at=at)
    whole = Letter(said, Contact(name="某人"), files, derive(receipt, ITEM))
    spool.append(seal(key.public_key(), whole))
    return receipt


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool.db")


def gather(ledger: Ledger, spool: Spool, key: X25519PrivateKey) -> tuple[int, tuple[str, ...]]:
    def window_of(item: str) -> Window:
        return window(ledger.load(item))

    assert ledger.documents
    return collect(Register(ledger.engine), spool, key, ledger.documents, window_of, AT)


def test_every_letter_is_taken_in_once_and_its_receipt_finds_it(
    either: Ledger, spool: Spool
) -> None:
    key = X25519PrivateKey.generate()
    receipts = [sent(spool, key, f"第{n}封", in_time()) for n in range(5)]
    assert gather(either, spool, key) == (5, ())
    assert gather(either, spool, key) == (0, ())
    receipts.append(sent(spool, key, "第5封", in_time()))
    assert gather(either, spool, key) == (1, ())
    join = select(SUBMISSIONS.c.text).join(
        RECEIPTS, RECEIPTS.c.submission == SUBMISSIONS.c.position
    )
    with either.engine.connect() as connection:
        for n, receipt in enumerate(receipts):
            id = derive(receipt, ITEM).id.hex()
            assert connection.scalar(join.where(RECEIPTS.c.lookup == id)) == f"第{n}封"
    assert either.verify() == []
    spool.close()


def test_a_letter_after_midnight_is_late_whatever_the_intake_said(
    ledger: Ledger, spool: Spool
) -> None:
    key = X25519PrivateKey.generate()
    for seconds in (-1, 0, 1):
        sent(spool, key, f"{seconds}", CLOSES + timedelta(seconds=seconds))
    gather(ledger, spool, key)
    late = {one.letter.text: one.letter.late for one in Register(ledger.engine).letters(ITEM, 1)}
    assert late == {"-1": False, "0": True, "1": True}
    spool.close()


def test_with_another_key_nothing_is_lost(ledger: Ledger, spool: Spool) -> None:
    key = X25519PrivateKey.generate()
    sent(spool, key, "第一封", in_time())
    new, [fault] = gather(ledger, spool, X25519PrivateKey.generate())
    assert (new, "不是用现在的密钥封存的" in fault) == (0, True)
    assert gather(ledger, spool, key) == (1, ())
    spool.close()


SAID = letter("伪造").model_dump(mode="json")


def forged(said: bytes | dict[str, object], true: Letter) -> bytes:
    """The inside of a letter, right but for what is said."""
    lookup = [b64encode(part).decode() for part in true.lookup]
    right = {"submission": SAID, "contact": {}, "files": [], "lookup": lookup}
    words = said if isinstance(said, bytes) else json.dumps(right | said).encode()
    return len(words).to_bytes(4, "big") + words


@pytest.mark.parametrize(
    "said",
    [
        b"", b"\0\0\0\5{}", b"[]", b"{}", b"[" * 20_000,
        {"submission": {}}, {"submission": 7}, {"contact": {"name": "\0"}}, {"contact": {"name": "x" * 101}},
        {"files": [["a.txt", 99]]}, {"files": [["a.txt", -1]]}, {"files": [["\ud800", 0]]}, {"files": [7]},
        {"files": [["a\0.txt", 0]]}, {"lookup": []}, {"lookup": ["AAAA", "AAAA", "AAAA"]}, {"lookup": 7},
        {"submission": SAID | {"text": "\ud800"}},
        {"submission": SAID | {"item": "\ud800"}},
    ],
)  # fmt: skip
def test_what_somebody_else_sealed_is_told_and_keeps_no_letter_back(
    ledger: Ledger, spool: Spool, monkeypatch: pytest.MonkeyPatch, said: bytes | dict[str, object]
) -> None:
    """The public key is on the machine outside: whoever breaks in there can seal whatever he likes."""
    key = X25519PrivateKey.generate()
    sent(spool, key, "第一封", in_time())
    with monkeypatch.context() as broken:
        broken.setattr("opinions.spool.seal._written", lambda true: forged(said, true))
        sent(spool, key, "", in_time())
    sent(spool, key, "第二封", in_time())
    new, [fault] = gather(ledger, spool, key)
    assert new == 2
    assert "不是意见征集的程序写的" in fault
    spool.close()


def test_a_letter_to_an_item_that_is_not_here_keeps_no_other_back(
    ledger: Ledger, spool: Spool
) -> None:
    key = X25519PrivateKey.generate()
    receipt = new_receipt()
    said = letter("给别处的", channel=Channel.WEB, item="nobody-2026-07")
    spool.append(seal(key.public_key(), Letter(said, Contact(), (), derive(receipt, said.item))))
    sent(spool, key, "第一封", in_time())
    assert gather(ledger, spool, key) == (2, ())
    assert [x.letter.text for x in Register(ledger.engine).letters(ITEM, 1)] == ["第一封"]
    spool.close()


def test_a_spool_put_back_from_a_backup_loses_no_letter(
    ledger: Ledger, spool: Spool, tmp_path: Path
) -> None:
    """Its places are given again: what came since stands where others stood, and is read all the same."""
    key = X25519PrivateKey.generate()
    sent(spool, key, "第一封", in_time())
    spool.copy_to(tmp_path / "backup.db")
    for n in range(4):
        sent(spool, key, f"以前{n}", in_time())
    assert gather(ledger, spool, key) == (5, ())
    back = Spool(tmp_path / "backup.db")
    for n in range(6):
        sent(back, key, f"以后{n}", in_time())
    assert gather(ledger, back, key) == (6, ())
    assert gather(ledger, back, key) == (0, ())
    assert back.forget() == 7
    sent(back, key, "最后", in_time())
    assert gather(ledger, back, key) == (1, ())
    for one in (spool, back):
        one.close()


def test_what_lies_before_a_letter_that_does_not_open_is_taken_over(
    ledger: Ledger, spool: Spool
) -> None:
    key = X25519PrivateKey.generate()
    sent(spool, key, "第一封", in_time())
    sent(spool, X25519PrivateKey.generate(), "别的密钥", in_time())
    sent(spool, key, "第三封", in_time())
    assert gather(ledger, spool, key)[0] == 2
    assert spool.forget() == 1
    assert gather(ledger, spool, key)[0] == 0
    spool.close()


def test_two_who_collect_at_once_take_each_letter_in_once(ledger: Ledger, spool: Spool) -> None:
    key = X25519PrivateKey.generate()
    for n in range(40):
        sent(spool, key, f"第{n}封", in_time())
    found = list[int]()
    both = [
        threading.Thread(target=lambda: found.append(gather(ledger, spool, key)[0])) for _ in "ab"
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(found) == len(list(Register(ledger.engine).letters(ITEM, 1))) == 40
    spool.close()


def test_a_file_that_does_not_open_is_kept_as_it_came(ledger: Ledger, spool: Spool) -> None:
    key = X25519PrivateKey.generate()
    sent(spool, key, "见附件", in_time(), Attached("意见.pdf", b"not a pdf"))
    assert gather(ledger, spool, key) == (1, ())
    assert ledger.verify() == []
    store = ledger.documents
    assert isinstance(store, DocumentStore)
    [kept] = [p for p in store.folder.rglob("*") if p.is_file() and p.read_bytes() == b"not a pdf"]
    kept.unlink()
    assert any("来件1的附件“未经核对-意见.pdf”" in one for one in ledger.verify())
    spool.close()
