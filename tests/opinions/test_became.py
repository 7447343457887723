"""Whoever brings a receipt is told what became of the letter, and before the statement nothing of an answer."""

import pytest

from catalog.submission import Channel
from opinions.answers import Answer, answer, answers, confirm
from opinions.batches import Received
from opinions.became import STUDIED, Became, NotFound, became
from opinions.points import LayerKind, Part, lay, split
from opinions.receipts import derive, new_receipt
from opinions.register import Register
from opinions.statement import file
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT, batch, letter
from tests.opinions.test_statement import FILED_AT, MORE, NO, OTHER, YES
from tests.storage.life import ACTOR

RECEIPTS = [new_receipt() for _ in range(3)]


@pytest.fixture
def asked(ledger: Ledger) -> Ledger:
    """Three letters from the web: one split in two, one that cannot be used, one late."""
    said = ["提高补贴。增加助餐点", "！！！", "延长时间"]
    rows = list[Received]()
    for n, (text, receipt) in enumerate(zip(said, RECEIPTS, strict=True), 1):
        derived = derive(receipt, ITEM)
        ids = derived.id.hex(), (derived.key + derived.nonce_key).hex()
        rows.append(Received(n, letter(text, channel=Channel.WEB, late=n == 3), receipt=ids))
    Register(ledger.engine).take_in(batch(), rows, actor=ACTOR, at=AT)
    parts = [Part("提高补贴"), Part("增加助餐点", "t5")]
    split(ledger.engine, ITEM, 1, parts, reason="两件事", actor=ACTOR, at=AT)
    lay(ledger.engine, ITEM, 2, LayerKind.UNUSABLE, "", reason="没有内容", actor=ACTOR, at=AT)
    given = {"1-1": NO, "1-2": YES, "3": Answer(NO.outcome, NO.reason)}
    answer(ledger.engine, ITEM, 1, given, actor=ACTOR, at=AT)
    with ledger.engine.connect() as connection:
        digests = {code: one.digest for code, one in answers(connection, ITEM, 1).items()}
    confirm(ledger.engine, ITEM, 1, digests, actor=OTHER, at=AT)
    return ledger


def told(ledger: Ledger, receipt: str) -> Became:
    with ledger.engine.connect() as connection:
        return became(connection, ledger.load(ITEM), derive(receipt, ITEM))


def test_before_the_statement_nothing_of_an_answer_is_told(asked: Ledger) -> None:
    for n, receipt in enumerate(RECEIPTS, 1):
        found = told(asked, receipt)
        assert (found.letter, found.lines, found.late) == (n, (STUDIED,), n == 3)


def test_after_it_each_point_with_outcome_reason_and_change(asked: Ledger) -> None:
    file(asked, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
    first, second = told(asked, RECEIPTS[0]).lines
    assert first == f"“提高补贴”：未采纳。理由：{NO.reason}"
    assert second.startswith("“增加助餐点”：采纳。理由：已采纳。第三条。")
    assert YES.change in second
    assert told(asked, RECEIPTS[1]).lines == ("没有作为意见采用：没有内容",)


def test_another_receipt_or_another_item_finds_nothing(asked: Ledger) -> None:
    with pytest.raises(NotFound, match="没有这个回执编号"):
        told(asked, new_receipt())
    with asked.engine.connect() as connection, pytest.raises(NotFound):
        became(connection, asked.load(ITEM), derive(RECEIPTS[0], "demo-2026-99"))
