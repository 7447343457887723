"""Known private values are found in whatever spelling, encoding or packing they leave the building."""

import base64
import gzip
import hashlib
import io
import json
import quopri
import zlib
from collections.abc import Callable
from datetime import date
from urllib.parse import quote

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from catalog.private import Private, Why
from checks.privacy import Allowed, Inside, Known, scan
from checks.privacy.known import searched
from tests.checks.privacy.papers import paragraph, pdf, sheets, word, zipped

NAME, PHONE, MAIL = "钱一演示甲", "13900000101", "sun2@yanshi.example"
SAID = "第五条增加了办理条件，没有上位法依据。"
VALUES = {NAME: Why.PERSON, PHONE: Why.CONTACT, MAIL: Why.CONTACT, SAID: Why.INTERNAL}
DAY = Allowed(date(2026, 11, 20))


def private(value: str, why: Why) -> Private:
    return Private("demo-2026-01", "反馈人", why, value)


KNOWN = Known(private(value, why) for value, why in VALUES.items())


def found(body: bytes, path: str = "a.txt", known: Known = KNOWN) -> bool:
    report = scan({path: body}, DAY, Inside(known, {}))
    return any(one.detector == "private" and one.path == path for one in report.blocking)


def units(text: str) -> str:
    body = text.encode("utf-16-be")
    return "".join(f"\\u{body[n : n + 2].hex()}" for n in range(0, len(body), 2))


def text(change: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda value: f"前文 {change(value)} 后文".encode()


def packed(change: Callable[[bytes], bytes], code: str = "utf-8") -> Callable[[str], bytes]:
    return lambda value: b"\x00\x01\xff" + change(value.encode(code)) + b"\xfe\x00"


def wide(value: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in value)


def offset(by: int, code: str = "utf-8") -> Callable[[bytes], bytes]:
    return lambda body: base64.b64encode(b"xyz"[:by] + body + b"after")


SPELLINGS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": text(str),
    **{code: lambda v, c=code: f"前文{v}后文".encode(c) for code in ("utf-16", "gb18030")},
    **{
        f"{code} within other bytes": packed(bytes, code)
        for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    },
    "decimal entities": text(lambda v: "".join(f"&#{ord(c)};" for c in v)),
    "hexadecimal entities": text(lambda v: "".join(f"&#x{ord(c):X};" for c in v)),
    "entities without semicolons": text(lambda v: "".join(f"&#{ord(c)}" for c in v)),
    "entities of entities": text(lambda v: "".join(f"&amp;#{ord(c)};" for c in v)),
    "JSON escapes": lambda v: json.dumps({"a": v}).encode(),
    "JSON escapes of every character": text(units),
    "JSON in JSON": lambda v: json.dumps({"a": json.dumps(v)}).encode(),
    "JSON escapes in a script": lambda v: f"<html><script>x='{units(v)}'</script>".encode(),
    "URL of UTF-8": text(lambda v: quote(v)),
    "URL of every byte": text(lambda v: "".join(f"%{b:02x}" for b in v.encode())),
    "URL of GB18030": text(lambda v: quote(v.encode("gb18030"))),
    "URL twice": text(lambda v: quote(quote(v))),
    **{f"base64 at offset {n}": packed(offset(n)) for n in range(3)},
    **{f"base64 of GB18030 at {n}": packed(offset(n), "gb18030") for n in range(3)},
    **{f"base64 of UTF-16 at {n}": packed(offset(n), "utf-16-le") for n in range(3)},
    "base64 for URLs": packed(lambda b: base64.urlsafe_b64encode(b"x" + b + b"???")),
    "base64 in lines": packed(lambda b: base64.encodebytes(b"x" * 50 + b + b"y" * 40)),
    "hexadecimal": packed(lambda b: b.hex().encode()),
    "capital hexadecimal": packed(lambda b: b.hex().upper().encode()),
    "quoted-printable": lambda v: quopri.encodestring(b"x" * 60 + v.encode() + b"y" * 60),
    "full width": text(wide),
    "spaced": text(" ".join),
    "one character to a line": text("\n".join),
    "zero width characters between": text("\u200b".join),
    "soft hyphens between": text("\u00ad".join),
    "split by tags": lambda v: f"<html><p>{'<b></b>'.join(v)}</p>".encode(),
    "split by spans": lambda v: f"<html>{''.join(f'<div>{c}</div>' for c in v)}".encode(),
    "in an attribute": lambda v: f'<html><a title="{v}">x</a>'.encode(),
    "in a comment": lambda v: f"<html><!-- {v} --></html>".encode(),
    "backwards": text(lambda v: v[::-1]),
    "gzip": lambda v: gzip.compress(f"前文{v}".encode()),
    "gzip of GB18030": lambda v: gzip.compress(f"前文{v}后文".encode("gb18030")),
    "a zip in a zip": lambda v: zipped({"b.zip": zipped({"c.txt": v})}),
    "the name of a file in a zip": lambda v: zipped({f"{v}.txt": "x"}),
    "Word": lambda v: word(paragraph(v)),
    "Word, a run to a character": lambda v: word(paragraph(*v)),
    "Word properties": lambda v: word(paragraph("x"), core=f"<dc:subject>{v}</dc:subject>"),
    "Excel": lambda v: sheets([["名称", v]]),
    "Excel comment": lambda v: sheets([["名称"]], note=v),
    "a picture's text": lambda v: _png(v),
    "a picture's EXIF": lambda v: _jpeg(v),
    "a stream of a PDF": lambda v: _stream(v),
}


def _png(value: str) -> bytes:
    held, info = io.BytesIO(), PngInfo()
    info.add_itxt("Comment", value, zip=True)
    Image.new("RGB", (2, 2)).save(held, "PNG", pnginfo=info)
    return held.getvalue()


def _jpeg(value: str) -> bytes:
    held, exif = io.BytesIO(), Image.Exif()
    exif[0x9C9D] = value.encode("utf-16-le")
    Image.new("RGB", (2, 2)).save(held, "JPEG", exif=exif)
    return held.getvalue()


def _stream(value: str) -> bytes:
    """A stream that no page refers to: nobody reads it, and it is in the file."""
    body = zlib.compress(f"x{value}y".encode("utf-16-be"))
    return pdf("shown").replace(
        b"xref",
        b"9 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\nendobj\nxref" % (len(body), body),
        1,
    )


@pytest.mark.parametrize("value", VALUES, ids=["name", "phone", "mail", "said"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_value_is_found_in_every_spelling(spelling: str, value: str) -> None:
    assert found(SPELLINGS[spelling](value))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_value_in_the_same_spelling_is_not_found(spelling: str) -> None:
    assert not found(SPELLINGS[spelling]("孙二演示乙的话"))


def test_a_value_in_the_name_of_a_file_is_found() -> None:
    assert found(b"x", f"files/{NAME}.txt")


@pytest.mark.parametrize(
    "written", ["139-0000-0101", "139 0000 0101", "(139)00000101", "139.0000.0101"]
)
def test_a_number_is_found_however_it_is_grouped(written: str) -> None:
    assert found(f"电话：{written}".encode())


def test_a_finding_says_where_it_is_from_and_never_what_it_is() -> None:
    body = f"<p>{NAME}</p><p>{NAME}，{PHONE}</p>".encode()
    told = [
        f
        for f in scan({"a.html": body}, DAY, Inside(KNOWN, {})).findings
        if f.detector == "private"
    ]
    assert len(told) == 2
    assert all("demo-2026-01的“反馈人”" in f.excerpt for f in told)
    assert "等2处" in told[0].place
    assert NAME not in str(told)
    assert PHONE not in str(told)


def test_the_bytes_of_a_paper_that_stays_inside_are_found_also_in_a_zip() -> None:
    paper = b"%PDF-1.7 minutes"
    known = Known((), papers={hashlib.sha256(paper).hexdigest(): "会议记录"})
    assert found(paper, "files/a.pdf", known)
    assert found(zipped({"a.pdf": paper}), "files/a.zip", known)
    assert not found(paper + b"x", "files/a.pdf", known)


@pytest.mark.parametrize(
    ("value", "why", "looked_for"),
    [
        ("钱一演示甲", Why.PERSON, ["钱一演示甲"]),
        ("吴五演示甲等四人", Why.PERSON, ["吴五演示甲"]),
        ("钱一演示甲、孙二演示甲", Why.PERSON, ["钱一演示甲", "孙二演示甲"]),
        ("王伟", Why.PERSON, ["王伟"]),
        ("王", Why.PERSON, []),
        ("匿名网友", Why.PERSON, []),
        ("张某某", Why.PERSON, []),
        ("王**", Why.PERSON, []),
        ("群众", Why.PERSON, []),
        ("无", Why.CONTACT, []),
        ("12345", Why.CONTACT, []),
        ("13900000101；a@b.example", Why.CONTACT, ["13900000101", "a@b.example"]),
        ("同意。", Why.INTERNAL, []),
        (SAID, Why.INTERNAL, [SAID]),
        ("示例市财政局示例市财政局", Why.INSIDE, []),
    ],
)
def test_what_is_short_common_or_nobody_is_not_looked_for(
    value: str, why: Why, looked_for: list[str]
) -> None:
    assert list(searched(private(value, why))) == looked_for


@pytest.mark.parametrize(
    ("said", "is_found"),
    [
        ("<td>王伟</td>", True),
        ("反馈人 王伟，", True),
        ("国王伟大", False),
        ("王伟东", False),
        ("王伟", True),
    ],
)
def test_a_name_of_two_is_found_only_by_itself(said: str, is_found: bool) -> None:
    known = Known([private("王伟", Why.PERSON)])
    assert found(f"<html><p>{said}</p>".encode(), "a.html", known) is is_found


def test_what_is_said_in_public_on_purpose_is_not_looked_for() -> None:
    known = Known(
        [private(NAME, Why.PERSON), private("0000-00000000", Why.CONTACT)], [NAME, "０000-00000000"]
    )
    assert not known.values
    assert not found(f"{NAME} 0000-00000000".encode(), "a.txt", known)


def test_an_allowance_with_the_value_lets_it_through() -> None:
    allowance = {
        "检查项": "private",
        "内容": NAME,
        "理由": "本人书面同意",
        "批准人": "甲",
        "有效期至": "2099-12-31",
    }
    allowed = Allowed.of({"允许": [allowance]}, date(2026, 11, 20))
    report = scan({"a.txt": NAME.encode()}, allowed, Inside(KNOWN, {}))
    assert not report.blocking
    assert [use.detector for use in report.uses] == ["private"]


@pytest.mark.parametrize(
    ("declared", "said", "free"),
    [
        ("示例市人民路1号示例小区2幢301室", "办公地址住址：示例市人民路1号示例小区2幢301室", True),
        ("示例市民政局，0320-6234 0001", "电话：0320-62340001", True),
        ("yijian@163.com", "邮箱 yijian@163.com", True),
        ("示例市人民路1号示例小区2幢301室", "家住示例市人民路1号示例小区2幢302室", False),
        ("示例市民政局", "投诉人张三丰来电", False),
    ],
)
def test_what_an_office_declares_as_a_way_to_answer_needs_no_allowance(
    declared: str, said: str, free: bool
) -> None:
    def told(*spoken: str) -> set[str]:
        inside = Inside(Known((), spoken), {})
        return {one.detector for one in scan({"a.txt": said.encode()}, DAY, inside).findings}

    assert told() - {"trace"}
    assert bool(told(declared)) is not free
