"""What the public sent is in the register, each letter once, and a receipt opens what it should."""

import threading
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
    said = letter(text, channel=Channel.WEB, received_at=at)
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
