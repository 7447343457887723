"""Whoever gets past the triggers is found out."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from catalog.timezone import SHANGHAI
from storage.filing import Refused, file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ACTOR, ORDER
from tests.storage.tampering import unguarded

ADOPTION = ORDER.index("consultation.adoption") + 1
AT = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)


def tampered(file: Path, *statements: str) -> list[str]:
    """What verification says after somebody ran some statements past the triggers."""
    with unguarded(file) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount
    ledger = Ledger.open(file)
    said = ledger.verify()
    ledger.close()
    return said


def test_one_changed_character_is_found(file: Path) -> None:
    said = tampered(
        file, "UPDATE entries SET payload = replace(payload, '不足', '充足') WHERE position = 3"
    )
    assert said == ["第3条登记（slmzj-2026-03 第2号 entry.start）的内容与校验值不符，登记后被改动"]


@pytest.mark.parametrize(
    ("column", "value"), [("actor", "'{}'"), ("at", "'2026-01-01T00:00:00+08:00'"), ("round", "2")]
)
def test_who_when_and_which_round_are_covered(file: Path, column: str, value: str) -> None:
    said = tampered(file, f"UPDATE entries SET {column} = {value} WHERE position = 5")
    assert "第5条" in said[0]
    assert "被改动" in said[0]


def test_a_removed_entry_is_found(file: Path) -> None:
    said = tampered(file, "DELETE FROM entries WHERE position = 4")
    assert said[:2] == [
        "第4条至第4条登记缺失",
        "第5条登记（slmzj-2026-03 第4号 expert_review.review）的序号不连续",
    ]


def test_entries_in_another_order_are_found(file: Path) -> None:
    said = tampered(
        file,
        "UPDATE entries SET position = 1000 WHERE position = 5",
        "UPDATE entries SET position = 5 WHERE position = 6",
        "UPDATE entries SET position = 6 WHERE position = 1000",
    )
    assert "第5条登记（slmzj-2026-03 第5号 risk_assessment.report）与前一条登记的链接断开" in said


def test_a_changed_opinion_is_found(file: Path) -> None:
    said = tampered(file, "UPDATE opinions SET reason = '' WHERE no = 2")
    assert said == [f"slmzj-2026-03 第{ADOPTION}号登记的意见表与校验值不符，登记后被改动"]


def test_removed_opinions_are_found(file: Path) -> None:
    said = tampered(file, "DELETE FROM opinions")
    assert said == [f"slmzj-2026-03 第{ADOPTION}号登记的意见表缺失"]


@pytest.fixture
def document(file: Path) -> Iterator[Path]:
    """The first document in the store."""
    found = sorted((file.parent / "documents").glob("??/*"))[0]
    found.chmod(0o644)
    return found


def test_a_changed_document_is_found(file: Path, document: Path) -> None:
    document.write_bytes(document.read_bytes() + b" ")
    [said] = tampered(file)
    assert "内容与校验值不符，入库后被改动" in said


def test_a_missing_document_is_found(file: Path, document: Path) -> None:
    document.unlink()
    [said] = tampered(file)
    assert said.startswith("材料“")
    assert "材料库中没有" in said


def test_an_unlisted_document_is_found(file: Path) -> None:
    said = tampered(file, "DELETE FROM documents")
    assert said
    assert all("没有列入材料清单" in line for line in said)


@pytest.mark.parametrize(
    ("column", "value"), [("actor", "'{}'"), ("findings", "'{}'"), ("item", "'slmzj-2026-04'")]
)
def test_a_changed_refusal_is_found(file: Path, folder: Path, column: str, value: str) -> None:
    ledger = Ledger.open(file)
    for step in ("entry.start", "consultation.notice"):
        with pytest.raises(Refused):
            file_record(ledger, "slmzj-2026-99", step, {}, actor=ACTOR, at=AT, folder=folder)
    assert ledger.verify() == []
    ledger.close()
    said = tampered(file, f"UPDATE refusals SET {column} = {value} WHERE id = 1")
    assert len(said) == 1
    assert said[0].startswith("第1条退回记录")


def test_a_removed_refusal_is_found(file: Path, folder: Path) -> None:
    ledger = Ledger.open(file)
    for step in ("entry.start", "consultation.notice"):
        with pytest.raises(Refused):
            file_record(ledger, "slmzj-2026-99", step, {}, actor=ACTOR, at=AT, folder=folder)
    ledger.close()
    (said,) = tampered(file, "DELETE FROM refusals WHERE id = 1")
    assert said.startswith("第2条退回记录")


@pytest.mark.parametrize(
    ("column", "value"), [("name", "'别的.txt'"), ("size", "1"), ("stored_at", "'2020-01-01'")]
)
def test_a_changed_list_of_documents_is_found(file: Path, column: str, value: str) -> None:
    said = tampered(file, f"UPDATE documents SET {column} = {value}")
    assert said
    assert all("登记后被改动" in s for s in said)
