"""What a PDF shows is read, or told as not checked; what it does by itself or brings along is found."""

import hashlib
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.errors import PdfStreamError
from pypdf.generic import _data_structures as library
from pypdf.generic import read_hex_string_from_stream

from checks.privacy import Allowed, PrivacyFinding, scan
from checks.privacy.readers import hexadecimal
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


def found(body: bytes) -> tuple[PrivacyFinding, ...]:
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
FIELD = "/Subtype /Widget /Rect [0 0 9 9]"
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
    "a field above the one on the page": document(
        {
            20: f"<< /FT /Tx /V (Tel {MOBILE}) /Kids [21 0 R] >>",
            21: f"<< {FIELD} /Parent 20 0 R >>",
        },
        page="/Annots [21 0 R]",
        catalog="/AcroForm << /Fields [20 0 R] >>",
    ),
    "a field that only claims a place": document(
        {}, catalog=f"/AcroForm << /Fields [<< {FIELD} /V (Tel {MOBILE}) >>] >>"
    ),
    "the choices of a field": document(
        {}, page=f"/Annots [<< {FIELD} /FT /Ch /Opt [(a) [(b) (Tel {MOBILE})]] >>]"
    ),
    "the words of a button": document(
        {}, page=f"/Annots [<< {FIELD} /FT /Btn /MK << /CA (Tel {MOBILE}) >> >>]"
    ),
    "the name of a page": document(
        {}, catalog=f"/PageLabels << /Nums [0 << /P (Tel {MOBILE}) >>] >>"
    ),
    "the name of a layer": document(
        {}, catalog=f"/OCProperties << /OCGs [<< /Type /OCG /Name (Tel {MOBILE}) >>] >>"
    ),
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


WORDS = "BT /F1 12 Tf 60 700 Td (Words enough for a whole page, and more) Tj ET "


def image(width: int, height: int, about: str = "", fill: bytes = b"\0") -> bytes:
    return stream(
        fill * width * height,
        f"/Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8"
        f" /ColorSpace /DeviceGray {about}",
    )


def inline(width: int, height: int) -> str:
    return (
        f"{WORDS} BI /W {width} /H {height} /BPC 8 /CS /G /F /AHx ID {'ff' * width * height}> EI Q"
    )


DO = f"{WORDS} q 90 0 0 90 0 0 cm /X1 Do Q"
INNER = "/Subtype /Form /Resources << /XObject << /X2 30 0 R >> >>"
PICTURES: dict[str, tuple[bytes, str]] = {
    "on the page": (document({20: image(96, 96)}, DO), "第1页·图片X1"),
    "in the page": (document({}, inline(60, 60)), "第1页·图片（嵌在页面内容里）"),
    "in a drawing": (
        document({20: stream("/X2 Do", INNER), 30: image(60, 60)}, DO),
        "第1页·图片X2",
    ),
    "in the mask of another": (
        document({20: image(1, 1, "/SMask 30 0 R"), 30: image(60, 60)}, DO),
        "第1页·图片X1",
    ),
    "in a note": (
        document(
            {20: stream("/X2 Do", INNER), 30: image(60, 60)},
            WORDS,
            f"/Annots [<< {FIELD} /AP << /N 20 0 R >> >>]",
        ),
        "附件·页面以外·图片X2",
    ),
    "in small beside the page": (
        document({30: image(60, 60)}, WORDS, "/Thumb 30 0 R"),
        "附件·页面以外的图片",
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_beside_text_waits_for_a_person(name: str) -> None:
    body, place = PICTURES[name]
    (told,) = found(body)
    assert (told.title, told.place) == ("未能检查", place)
    assert "图片" in told.excerpt
    assert told in scan({"a.pdf": body}, DAY).blocking


@pytest.mark.parametrize("body", [document({20: image(48, 48)}, DO), document({}, inline(300, 2))])
def test_an_icon_beside_text_is_no_false_alarm(body: bytes) -> None:
    assert found(body) == ()


def test_a_picture_on_several_pages_is_told_once() -> None:
    page = (
        "<< /Type /Page /Parent 2 0 R /Contents 31 0 R /Resources"
        " << /Font << /F1 5 0 R >> /XObject << /X1 {} 0 R >> >> >>"
    )
    body = document(
        {
            2: "<< /Type /Pages /Kids [3 0 R 32 0 R 33 0 R 34 0 R] /Count 4 >>",
            20: image(60, 60),
            21: image(60, 60),
            22: image(60, 60, fill=b"\1"),
            31: stream(DO),
            32: page.format(20),
            33: page.format(21),
            34: page.format(22).replace("31 0 R", "35 0 R"),
            35: stream(DO),
        },
        DO,
    )
    assert [f.place for f in found(body)] == ["第1页·图片X1", "第4页·图片X1"]


def test_a_document_whose_pictures_a_person_saw_is_allowed_by_its_digest() -> None:
    one, other = (document({20: image(60, side)}, DO) for side in (60, 61))
    seen = {
        "检查项": "unread",
        "内容": f"sha256:{hashlib.sha256(one).hexdigest()}",
        "理由": "已逐页看过",
        "批准人": "李四",
        "有效期至": "2027-12-31",
    }
    allowed = Allowed.of({"允许": [seen]}, DAY.on)
    assert [f.path for f in scan({"a.pdf": one, "b.pdf": other}, allowed).findings] == ["b.pdf"]


@pytest.mark.parametrize("before", [b"", b"junk\n", b"\xef\xbb\xbf", b"x" * 900])
def test_a_pdf_is_one_whatever_stands_before_its_first_line(before: bytes) -> None:
    """Viewers look for it in the first 1,024 bytes; as a text, a stream in a code says nothing."""
    shown = b"BT /F1 12 Tf 60 700 Td (Tel 15400001234) Tj ET".hex() + ">"
    body = pdfs.document({pdfs.CONTENTS: pdfs.stream(shown, "/Filter /ASCIIHexDecode")})
    findings = scan({"a.pdf": before + body}, Allowed(date(2026, 3, 1))).findings
    told = {f.detector for f in findings}
    assert told in ({"mobile"}, {"unread"})


@given(
    st.lists(
        st.sampled_from([b"4", b"F", b"e", b" ", b"\n", b"\0", b"\f", b"\x0b", b"g", b"<", b">"])
    )
)
def test_a_string_in_hexadecimal_is_read_as_the_library_reads_it(said: list[bytes]) -> None:
    """The same string and the same place after it, or the same fault."""

    def read_by(reader: Callable[[BytesIO], object]) -> object:
        stream = BytesIO(b"<" + b"".join(said) + b"> Tj")
        try:
            return reader(stream), stream.tell()
        except PdfStreamError as wrong:
            return str(wrong)

    assert read_by(hexadecimal.read) == read_by(read_hex_string_from_stream)


def test_a_long_string_in_hexadecimal_is_read_whole() -> None:
    hexadecimal.hasten()
    stream = BytesIO(b"<" + b"41" * 10_000 + b">")
    assert hexadecimal.read(stream) == "A" * 10_000
    assert library.read_hex_string_from_stream is hexadecimal.read
