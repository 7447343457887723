"""A consultation of the demonstration that is answered: made-up letters with receipts, and their statement on file.

What a newcomer can look up with a receipt. Everything is made up, the same each time, and filed as the law has it;
begun again after it was killed, it goes on where it stopped.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from catalog.opinion import Outcome
from catalog.record import Actor
from catalog.submission import Channel, Consent, Submission
from catalog.timezone import SHANGHAI
from opinions.answers import Answer, answer, answers, confirm
from opinions.batches import Batch, Kind, Received
from opinions.points import LayerKind, lay, read
from opinions.receipts import derive, receipt_from
from opinions.register import Register, letters
from opinions.statement import STEP, file
from storage.ledger import Ledger

ITEM, ROUND = "demo-2026-06", 1
NAME = "演示网上来件（全部虚构）"
ANSWERING = Actor(name="林演示戊", unit="慈善事业促进处", identity="演示剧本")
AGREEING = Actor(name="徐演示己", unit="法规处", identity="演示剧本")
FIRST = datetime(2026, 10, 12, 9, 20, tzinfo=SHANGHAI)
ANSWERED = datetime(2026, 11, 18, 15, 0, tzinfo=SHANGHAI)
STATED = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
EMPTY = "。。。"


class _Said(NamedTuple):
    text: str
    clause: str
    answer: Answer | None
    consent: Consent = Consent.ANONYMOUS


LETTERS = (
    _Said(
        "初始资金五万元对老旧小区太高了，建议降到三万元。", "t5",
        Answer(Outcome.ADOPTED, "老旧小区募集确有困难，三万元可以满足一年的日常支出（演示数据）", "第五条", "初始资金不少于三万元"),
    ),
    _Said(
        "管理费用百分之五偏高，建议不超过百分之三。", "t8",
        Answer(Outcome.NOT_ADOPTED, "审计和公告的费用是固定的，规模小的基金百分之三不够支付；第十条已经要求逐季公布（演示数据）"),
    ),
    _Said(
        "每季度公布太慢，希望按月公布收支。", "t10",
        Answer(Outcome.PARTLY_ADOPTED, "公告栏仍为每季度，网站改为按月（演示数据）", "第十条", "网站按月公布收支情况"),
    ),
    _Said("居民代表不少于半数很好，支持。", "t6", Answer(Outcome.SUPPORT)),
    _Said(
        "终止后的剩余财产应当由居民会议决定去向。", "t13",
        Answer(Outcome.NOT_ADOPTED, "剩余财产仍然用于相近的慈善目的，由慈善组织听取居民的意见（演示数据）"), Consent.COUNT_ONLY,
    ),
    _Said(EMPTY, "", None),
)  # fmt: skip
"""What people wrote, about which clause, and what they were answered: every text made up."""


def receipts() -> tuple[str, ...]:
    """The receipts of the letters in their order: of made-up letters alone may anybody know them."""
    return tuple(
        receipt_from(b"made up for the demonstration", b"%d" % n) for n in range(len(LETTERS))
    )


def fill_answered(ledger: Ledger) -> bool:
    """Put the letters, their answers and the statement on file, once; say whether the statement is new."""
    if any(entry.step == STEP for entry in ledger.load(ITEM).entries):
        return False
    engine, register = ledger.engine, Register(ledger.engine)
    rows = _received()
    register.take_in(_batch(), rows, actor=ANSWERING, at=rows[-1].letter.received_at)
    with engine.connect() as connection:
        there = read(connection, ITEM, ROUND)
        numbers = sorted(one.no for one in letters(connection, ITEM, ROUND))
    numbered = list(zip(numbers, LETTERS, strict=True))
    for no, one in numbered:
        if one.answer is None and no not in there.unusable:
            lay(
                engine, ITEM, no, LayerKind.UNUSABLE, "",
                reason="没有内容", actor=ANSWERING, at=ANSWERED,
            )  # fmt: skip
    given = {str(no): one.answer for no, one in numbered if one.answer}
    with engine.connect() as connection:
        held = answers(connection, ITEM, ROUND)
    new = {code: one for code, one in given.items() if code not in held}
    answer(engine, ITEM, ROUND, new, actor=ANSWERING, at=ANSWERED)
    with engine.connect() as connection:
        held = answers(connection, ITEM, ROUND)
    alone = {code: one.digest for code, one in held.items() if not one.confirmed_by}
    confirm(engine, ITEM, ROUND, alone, actor=AGREEING, at=ANSWERED + timedelta(hours=1))
    file(ledger, ITEM, ROUND, _more(STATED.date()), actor=ANSWERING, at=STATED)
    return True


def _received() -> tuple[Received, ...]:
    """The letters, one every third day, each with what its receipt opens."""
    rows = list[Received]()
    for no, (one, receipt) in enumerate(zip(LETTERS, receipts(), strict=True), 1):
        by = derive(receipt, ITEM)
        letter = Submission(
            item=ITEM, round=ROUND, channel=Channel.WEB, clause=one.clause, text=one.text,
            received_at=FIRST + timedelta(days=3 * no), consent=one.consent,
        )  # fmt: skip
        rows.append(Received(no, letter, receipt=(by.id.hex(), (by.key + by.nonce_key).hex())))
    return tuple(rows)


def _batch() -> Batch:
    said = "".join(one.text for one in LETTERS)
    return Batch(ITEM, ROUND, Kind.SPOOL, NAME, sha256(said.encode()).hexdigest())


def _more(on: date) -> dict[str, object]:
    """What no register knows: when it was published, who reviewed it, who was heard besides."""
    before = (on - timedelta(days=1)).isoformat()
    heard = (
        ("慈善组织座谈会（虚构）", "社会组织"),
        ("走访示例街道妇女联合会（虚构）", "人民团体"),
        ("示例街道居民座谈会（虚构）", "群众代表"),
    )
    return {
        "采纳情况公布日期": on.isoformat(),
        "公开审查": {"审查日期": before, "审查人职务": "办公室负责人", "同意公开": True},
        "专门听取意见情况": [
            {"听取对象": who, "方式": how, "日期": "2026-10-30"} for how, who in heard
        ],
    }
