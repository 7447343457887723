"""What a PDF shows is read, or told as not checked; what it does by itself or brings along is found."""

from datetime import date

import pytest

from checks.privacy import Allowed, Finding, scan
from tests.checks.privacy import pdfs
from tests.checks.privacy.pdfs import (
    ACTIVE,
    QUIET,
    RIGHT,
    SAID,
    UNSAID,
    WAYS,
    composite,
    document,
    stream,
    to_unicode,
)

DAY = Allowed(date(2026, 3, 1))
MOBILE = "15400001234"
ENDLESS = pdfs.endless()


def found(body: bytes) -> tuple[Finding, ...]:
    return scan({"a.pdf": body}, DAY).findings


def titles(body: bytes) -> set[str]:
    return {finding.title for finding in found(body)}


@pytest.mark.parametrize("name", UNSAID)
def test_signs_that_stand_for_nobody_knows_what_are_not_checked(name: str) -> None:
    (told, *_) = [f for f in found(UNSAID[name]) if "没有写明" in f.excerpt]
    assert told.title == "未能检查"
    assert "字体" in told.excerpt
    assert told in scan({"a.pdf": UNSAID[name]}, DAY).blocking


@pytest.mark.parametrize("name", SAID)
def test_signs_that_are_said_are_no_false_alarm(name: str) -> None:
    assert "未能检查" not in titles(SAID[name])


FONT = "/Resources << /Font << /F1 5 0 R >> >>"
TEL = f"BT /F1 12 Tf 60 700 Td (Tel {MOBILE}) Tj ET"
TEXTS: dict[str, bytes] = {
    "a drawing": document({20: stream(TEL, f"/Subtype /Form {FONT}")}, "/X1 Do"),
    "a drawing with the fonts of the page": document({20: stream(TEL, "/Subtype /Form")}, "/X1 Do"),
    "a pattern": document({20: stream(TEL, f"/PatternType 1 {FONT}")}, "/P1 scn 0 0 9 9 re f"),
    "the looks of a note": document(
        {20: stream(TEL, f"/Subtype /Form {FONT}")},
        "",
        "/Annots [<< /Subtype /Widget /Rect [0 0 9 9] /AP << /N 20 0 R >> >>]",
    ),
    "a mask": document(
        {20: stream(TEL, f"/Subtype /Form {FONT}"), 21: "<< /SMask << /G 20 0 R >> >>"}, "/G1 gs"
    ),
    "in place of signs": document(
        {}, f"BT /F1 12 Tf /Span << /ActualText (Tel {MOBILE}) >> BDC (x) Tj EMC ET"
    ),
    "in place of a picture": document(
        {20: f"<< /K << /S /Figure /Alt (Tel {MOBILE}) >> >>"}, "", "", "/StructTreeRoot 20 0 R"
    ),
    "a bookmark": document(
        {20: f"<< /First << /Title (Tel {MOBILE}) >> >>"}, "", "", "/Outlines 20 0 R"
    ),
    "what a picture says of itself": document(
        {20: stream(f"<x>Tel {MOBILE}</x>", "/Type /Metadata")}, "", "/Metadata 20 0 R"
    ),
    "a form": document({}, "", "", f"/AcroForm << /Fields [<< /T (a) /DV (Tel {MOBILE}) >>] >>"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_found_wherever_it_stands(name: str) -> None:
    assert "手机号码" in titles(TEXTS[name])


@pytest.mark.parametrize("name", ACTIVE)
def test_what_a_document_does_by_itself_is_found(name: str) -> None:
    kinds = {f.title for f in found(ACTIVE[name]) if f.detector == "trace"}
    assert kinds & {"PDF脚本", "PDF动作", "PDF动态表单", "批注"}


@pytest.mark.parametrize("name", QUIET)
def test_what_does_nothing_is_no_false_alarm(name: str) -> None:
    assert found(QUIET[name]) == ()


@pytest.mark.parametrize("way", [*WAYS, "nothing but its kind"])
def test_a_file_in_a_document_is_found_and_read_whatever_leads_to_it(way: str) -> None:
    body = pdfs.attached(way, f"手机\n{MOBILE}\n".encode())
    assert {"PDF内附文件", "手机号码"} <= titles(body)
    assert len([f for f in found(body) if f.title == "手机号码"]) == 1


@pytest.mark.parametrize("name", ENDLESS)
def test_a_document_without_end_does_not_stop_the_scan(name: str) -> None:
    report = scan({"a.pdf": ENDLESS[name], "z.txt": f"电话{MOBILE}".encode()}, DAY, seconds=4)
    assert [f.detector for f in report.findings if f.path == "z.txt"] == ["mobile"]


def test_a_font_is_told_once_with_the_number_of_its_places() -> None:
    pages = "<< /Type /Pages /Kids [3 0 R 30 0 R] /Count 2 >>"
    second = (
        "<< /Type /Page /Parent 2 0 R /Contents 31 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    body = document({**composite(), 2: pages, 30: second, 31: stream(pdfs.SHOW)})
    (told,) = found(body)
    assert told.place == "第1页等2处"


def test_a_number_in_a_font_with_a_table_is_found() -> None:
    table = to_unicode({**RIGHT, **{n + 100: sign for n, sign in enumerate("0123456789")}})
    codes = "".join(f"{int(digit) + 100:04x}" for digit in MOBILE)
    body = document(composite(table=table), f"BT /F1 12 Tf <{codes}> Tj ET")
    assert "手机号码" in titles(body)
