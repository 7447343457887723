"""An office whose consultation was answered out of the register: letters from the web with their receipts."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from catalog.opinion import Outcome
from catalog.record import Actor, Amendment
from catalog.submission import Channel, Consent
from office.settings.installation import Office
from opinions.answers import Answer, answer, answers, confirm
from opinions.batches import Received
from opinions.moves import Proposed, Run, record_run
from opinions.points import LayerKind, Part, lay, split
from opinions.receipts import derive, receipt_from
from opinions.register import Register
from opinions.statement import file
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT, FILED_AT, MORE, NO, WHY, YES, batch, letter
from tests.storage.life import ACTOR, ADOPTION, live, sited

AGREEING = Actor(name="复核人乙", unit="法规处")


class Answered(NamedTuple):
    """The office, and the receipts of its letters in their order."""

    office: Office
    receipts: tuple[str, ...]


def receipts(count: int) -> tuple[str, ...]:
    """Receipts of made-up letters, the same each time."""
    return tuple(receipt_from(b"a secret of tests", str(n).encode()) for n in range(count))


def asked(home: Path, papers: Path, intake: str = "") -> Office:
    """An office whose letters are still to be answered."""
    papers.mkdir(parents=True, exist_ok=True)
    sited(home)
    if intake:
        settings = (home / "site.yaml").read_text("utf-8")
        said = re.sub(r"(意见征集网址: ).*", rf"\g<1>{intake}", settings, count=1)
        assert intake in said
        (home / "site.yaml").write_text(said, "utf-8")
    office = Office(home=home, store="")
    live(office.ledger(), papers, until=ADOPTION)
    return office


def received(office: Office, texts: Sequence[str], **more: Mapping[str, object]) -> tuple[str, ...]:
    """Letters from the web; `more` says of one, by `n3`, what is not as in the others."""
    held, rows = receipts(len(texts)), list[Received]()
    for n, (text, receipt) in enumerate(zip(texts, held, strict=True), 1):
        by = derive(receipt, ITEM)
        said = {"channel": Channel.WEB, **more.get(f"n{n}", {})}
        ids = by.id.hex(), (by.key + by.nonce_key).hex()
        rows.append(Received(n, letter(text, **said), receipt=ids))
    Register(office.ledger().engine).take_in(batch(), rows, actor=ACTOR, at=AT)
    return held


def answered(office: Office, given: Mapping[str, Answer]) -> None:
    """Answers that a second person has agreed to."""
    engine = office.ledger().engine
    answer(engine, ITEM, 1, given, actor=ACTOR, at=AT)
    with engine.connect() as connection:
        digests = {code: one.digest for code, one in answers(connection, ITEM, 1).items()}
    confirm(engine, ITEM, 1, digests, actor=AGREEING, at=AT)


def stated(office: Office, amends: Amendment | None = None, at: datetime = FILED_AT) -> None:
    """The statement, through the door."""
    file(office.ledger(), ITEM, 1, MORE, actor=ACTOR, at=at, amends=amends)


def several(home: Path, papers: Path, intake: str = "") -> Answered:
    """Forty letters: three in a group, one of two points, one only to be counted, one that cannot be used, one
    late, one as long as letters come."""
    office = asked(home, papers, intake)
    texts = [
        "提高补贴",
        "请提高补贴",
        "提高补贴吧",
        "增加助餐点。延长时间",
        "我不公开的话",
        "！！！",
    ]
    texts += ["很长的话" * 500] + [f"第{n}个助餐点请早开门" for n in range(8, 41)]
    held = received(office, texts, n5={"consent": Consent.COUNT_ONLY}, n7={"late": True})
    engine = office.ledger().engine
    record_run(engine, ITEM, 1, Run("1", {}, "", {}), [Proposed("1", ["1", "2", "3"])], AT)
    parts = [Part("增加助餐点", "t3"), Part("延长时间")]
    split(engine, ITEM, 4, parts, reason="两件事", actor=ACTOR, at=AT)
    lay(engine, ITEM, 6, LayerKind.UNUSABLE, "", reason="没有内容", actor=ACTOR, at=AT)
    singles = {str(n): NO for n in range(8, 41)}
    long = Answer(Outcome.PARTLY_ADOPTED, WHY * 20, "第三条", "改" * 300)
    answered(office, {"g1": NO, "4-1": YES, "4-2": NO, "5": NO, "7": long, **singles})
    stated(office)
    return Answered(office, held)
