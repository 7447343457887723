"""A redacted copy is filed with its original: both are kept, checked and listed."""

from pathlib import Path
from typing import Any

import pytest

from storage.filing import Refused, file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.storage.life import ACTOR, live, steps

RISK = "risk_assessment.report"
COPY, ORIGINAL = "副本：甲某■■■", "原件：甲某住在某处"


def redacted(ledger: Ledger, folder: Path, **changes: Any) -> dict[str, Any]:
    """File the risk assessment with its report redacted; what went on file of the report."""
    live(ledger, folder, until=RISK)
    step, payload, at = next((s, p, at) for _, s, p, at in steps(folder) if s == RISK)
    (folder / "副本.txt").write_text(COPY, "utf-8")
    (folder / "原件.txt").write_text(ORIGINAL, "utf-8")
    redaction = {
        "原件": {"文件": "原件.txt"},
        "遮盖之处": [{"位置": "第一行", "不公开理由": "商业秘密或者个人隐私"}],
        "遮盖日期": at.date(),
        "遮盖人": "遮盖人甲",
        "遮盖单位": "养老服务处",
        "下次复核日期": "2027-06-30",
    } | changes
    payload["documents"] = [
        {"标题": "风险评估报告", "类别": "风险评估报告", "文件": "副本.txt", "遮盖": redaction}
    ]
    entry = file_record(ledger, ITEM, step, payload, actor=ACTOR, at=at, folder=folder).entry
    return entry.record.documents[0].model_dump(mode="json")


def test_the_original_is_taken_in_with_its_copy(either: Ledger, folder: Path) -> None:
    filed = redacted(either, folder)
    original = filed["redaction"]["original"]
    assert original["name"] == "原件.txt"
    assert either.documents
    assert either.documents.read(original["digest"]).decode() == ORIGINAL
    assert either.documents.read(filed["digest"]).decode() == COPY
    assert either.verify() == []


def test_an_original_that_was_lost_is_found_missing(ledger: Ledger, folder: Path) -> None:
    digest = redacted(ledger, folder)["redaction"]["original"]["digest"]
    assert ledger.documents
    ledger.documents.path(digest).unlink()
    assert any("原件.txt" in fault for fault in ledger.verify())


@pytest.mark.parametrize(
    ("original", "said"),
    [
        ({"文件": "没有.txt"}, "没有.txt"),
        ({"SHA-256": "b" * 64, "文件名": "甲.txt", "字节数": 3}, "请连同原件一起登记"),
        ({}, "原件"),
    ],
)
def test_a_copy_without_its_original_is_refused(
    ledger: Ledger, folder: Path, original: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        redacted(ledger, folder, 原件=original)


def test_a_copy_that_is_its_original_is_refused(ledger: Ledger, folder: Path) -> None:
    with pytest.raises(Refused, match="同一个文件"):
        redacted(ledger, folder, 原件={"文件": "副本.txt"})
