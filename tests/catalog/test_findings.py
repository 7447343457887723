"""One finding for whatever judges: the law and the page standard speak alike."""

import json

import pytest

from catalog.findings import Finding, Severity
from catalog.record import Reason
from catalog.rules import RULES as LAW
from checks.standard import RULES as STANDARD
from checks.standard import check


def test_what_a_file_holds_can_always_be_written_down() -> None:
    """A name that is no UTF-8, as a disk may give it, and a page that quotes half a character."""
    named = "slmzj/zwgk/zdjc/2026/\udce5.html"
    report = check({named: b"<!DOCTYPE html><title>\xed\xa0\xbd</title><a href='\xff'>x</a>"})
    findings = [one for rule in report.broken for one in report.first[rule]]
    assert len(findings) > 5
    for one in findings:
        f"{one} {one.path}".encode()


def test_a_place_in_a_file_is_not_kept_with_a_refusal() -> None:
    kept = Finding(
        rule="M-01", severity=Severity.ERROR, what="无标题", remedy="写标题", path="a", where="b"
    )
    assert set(json.loads(kept.model_dump_json())) == {
        "rule", "severity", "article", "what", "remedy", "reason"
    }  # fmt: skip
    assert str(kept) == "[M-01] b：无标题。写标题"


def test_a_reason_stands_where_the_remedy_stood() -> None:
    reason = Reason(rule="EXP-02", text="本市没有第三名这一专业的专家", by="张甲", on="2026-03-02")
    said = Finding(
        rule="EXP-02", severity=Severity.REASON, what="少一名", remedy="补", reason=reason
    )
    assert not said.blocks
    assert said.way_out == "已说明理由：本市没有第三名这一专业的专家"
    assert said.model_copy(update={"reason": None}).blocks


@pytest.mark.parametrize("book", [LAW, STANDARD], ids=["law", "standard"])
def test_no_number_stands_for_two_rules(book: "dict[str, object]") -> None:
    first = next(iter(book.values()))
    with pytest.raises(ValueError, match="defined twice"):
        book.enter(first)  # type: ignore[attr-defined]
