"""Files of every kind that the scanner reads, spoilt at random: by a seed, so that each can be had again."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import cache

import cbor2
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.checks.privacy import pdfs
from tests.checks.privacy.papers import paragraph, pdf, photo, sheets, word, zipped

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
LETTER = word(
    *(paragraph("第一段", "电话15400001234") for _ in range(5)),
    f"<w:tbl><w:tr><w:tc>{paragraph('投诉人')}</w:tc></w:tr>"
    f"<w:tr><w:tc>{paragraph('赵小明')}</w:tc></w:tr></w:tbl>",
    core="<dc:creator>赵小明</dc:creator>",
    comments=f"<w:comment>{paragraph('批注')}</w:comment>",
)
SLIDES = zipped(
    {
        "[Content_Types].xml": "<Types/>",
        "ppt/slides/slide1.xml": f"<p {A}><a:p><a:r><a:t>电话15400001234</a:t></a:r></a:p></p>",
        "docProps/core.xml": "<a><creator>赵小明</creator></a>",
    }
)
PAGE = (
    '<!doctype html><html><head><title>事项</title><script type="application/ld+json">'
    '{"telephone": "15400001234", "list": [1, {"a": null}]}</script></head><body><!-- x -->'
    "<table><tr><th>投诉人<th>电话</tr><tr><td>赵小明<td>15400001234</tr></table><dl><dt>电话<dd>x</dl>"
    '<p title="y">电话<b>154</b><span>00001234</span><br>&#49;&amp;&lt;</p>'
    '<img src="data:text/csv;base64,5omL5py6LDE1NDAwMDAxMjM0"><svg><text>字</text></svg></body></html>'
)
DATA = {
    "投诉人": "赵小明",
    "电话": ["15400001234", 15400001234, 1.5e9, None],
    "里面": {"a": [{}, []]},
}
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:听证会，电话154\r\n 00001234\r\n"
    "DTSTART:20260301T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
TREE = (
    '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE a [<!ENTITY e "x">]>\n<a xmlns:b="urn:b" b:c="电话'
    '15400001234"><b:d>电话15400001234&e;&#49;</b:d><![CDATA[x]]><?p q?><!-- y --></a>'
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg"><title>图</title><text x="1">15400001234</text></svg>'
)


def _letter() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "意见汇总", "甲 <a@b.example>"
    message.set_content("电话15400001234", cte="base64")
    message.add_alternative(PAGE, subtype="html", cte="quoted-printable")
    message.add_attachment(LETTER, maintype="application", subtype="x", filename="甲.docx")
    message.set_boundary("=" * 20)
    return message.as_bytes()


def _picture(form: str) -> bytes:
    held, info = io.BytesIO(), PngInfo()
    info.add_text("Comment", "15400001234")
    info.add_itxt("Author", "赵小明", zip=True)
    about = {"pnginfo": info} if form == "PNG" else {}
    Image.new("RGB", (40, 40), "red").save(held, form, **about)
    return held.getvalue()


@cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """Kind of file -> sound files of that kind."""
    whole = (*pdfs.UNSAID.values(), *pdfs.SAID.values(), *pdfs.ACTIVE.values())
    index = cbor2.dumps([["词", [1, "15400001234"]], {"a": 1.5, "b": [True, None, b"x"]}])
    archive = zipped(
        {"名单.csv": "手机\n15400001234\n", "a.html": PAGE, "b.zip": zipped({"c": "x"})}
    )
    return {
        "docx": (LETTER,),
        "xlsx": (sheets([["手机", "姓名"], [15400001234.0, "赵小明"]], hidden=True, note="批注"),),
        "pptx": (SLIDES,),
        "pdf": (
            *whole,
            pdf("Tel 15400001234", "Two", info="/Author (x)"),
            pdfs.attached("a note", b"x"),
        ),
        "html": (PAGE.encode(),),
        "json": (json.dumps(DATA).encode(), json.dumps(DATA, ensure_ascii=False).encode()),
        "csv": (
            '投诉人,电话\n赵小明,15400001234\n"a""b",\n'.encode(),
            "甲\t乙\n1\t2\n".encode("gb18030"),
        ),
        "xml": (TREE.encode(), TREE.encode("utf-16")),
        "svg": (DRAWING.encode(),),
        "png": (_picture("PNG"),),
        "jpg": (photo(40, artist="15400001234", located=True),),
        "webp": (_picture("WEBP"),),
        "tiff": (_picture("TIFF"),),
        "gif": (_picture("GIF"),),
        "gz": (gzip.compress(json.dumps(DATA).encode()), gzip.compress(PAGE.encode())),
        "zip": (archive,),
        "pf_index": (gzip.compress(b"pagefind_dcd" + index), b"pagefind_dcd" + index),
        "ics": (EVENT.encode(),),
        "eml": (_letter(),),
        "rtf": (b"{\\rtf1\\ansi 15400001234\\par {\\b x}}",),
    }


TOKENS = (
    *(
        b"\0",
        b"\xff" * 4,
        b"\xed\xa0\xbd",
        b"\\ud83d",
        b"&#xd83d;",
        b"&e;",
        b"]]>",
        b"<!--",
        b"<table>",
    ),
    *(
        b"<tr><td>",
        b"<dl><dd>",
        b"</p>",
        b"<w:p>",
        b"<w:tbl><w:tr><w:tc>",
        b"[[[[",
        b'{"a":',
        b'"',
        b"\n",
    ),
    *(
        b"9" * 20,
        b"-1",
        b"4294967295",
        b"1e999",
        b"NaN",
        b"\x7f\xff\xff\xff",
        b"\x80\0\0\0",
        b"<<",
        b">>",
    ),
    *(
        b"stream\n",
        b"endstream",
        b"/Kids [2 0 R]",
        b"/Parent 3 0 R",
        b"3 0 R",
        b"1 0 R",
        b"/Filter /LZWDecode",
    ),
    *(
        b"/Length 99999999",
        b"/Type /ObjStm",
        b"/Prev 9",
        b"(",
        b")",
        b"Tj",
        b"BI",
        b"q ",
        b"/X1 Do ",
    ),
    *(
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"PK\x05\x06",
        b"\x1f\x8b\x08",
        b"%PDF-1.7",
        b"pagefind_dcd",
        b"\x9f\x9f",
    ),
    *(
        b"\xd8\x1c\x81\xd8\x1d\x00",
        b"%25%25",
        b"=\r\n",
        b"GIF89a",
        b"II*\0",
        b"tEXt",
        b"iTXt",
        b"eXIf",
    ),
)


def spoilt(kind: str, count: int, seed: int = 1) -> Iterator[bytes]:
    """So many files of a kind, each spoilt in its own way."""
    drawn = random.Random(f"{kind} {seed}")
    for _ in range(count):
        body = drawn.choice(seeds()[kind])
        if body.startswith(b"PK\x03\x04") and drawn.random() < 0.6:
            yield _rezipped(body, drawn)
        elif body.startswith(b"\x1f\x8b") and drawn.random() < 0.6:
            yield gzip.compress(_spoil(gzip.decompress(body), drawn), 1)
        else:
            yield _spoil(body, drawn)


def _rezipped(body: bytes, drawn: random.Random) -> bytes:
    """A sound archive of spoilt members."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(held, "w") as new:
        hit = drawn.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _spoil(part, drawn) if name == hit else part)
    return held.getvalue()


def _spoil(body: bytes, drawn: random.Random) -> bytes:
    whole = bytearray(body)
    for _ in range(drawn.choice((1, 1, 2, 3, 8, 30))):
        drawn.choice(WAYS)(whole, drawn)
    return bytes(whole)


def _place(whole: bytearray, drawn: random.Random) -> int:
    return drawn.randrange(len(whole) + 1)


def _flip(whole: bytearray, drawn: random.Random) -> None:
    if whole:
        whole[drawn.randrange(len(whole))] ^= 1 << drawn.randrange(8)


def _put(whole: bytearray, drawn: random.Random) -> None:
    at = _place(whole, drawn)
    whole[at:at] = drawn.choice(TOKENS)


def _put_over(whole: bytearray, drawn: random.Random) -> None:
    at, token = _place(whole, drawn), drawn.choice(TOKENS)
    whole[at : at + len(token)] = token


def _take(whole: bytearray, drawn: random.Random) -> None:
    at = _place(whole, drawn)
    del whole[at : at + drawn.choice((1, 4, 40, 400))]


def _cut_off(whole: bytearray, drawn: random.Random) -> None:
    del whole[max(20, _place(whole, drawn)) :]


def _repeat(whole: bytearray, drawn: random.Random) -> None:
    at = _place(whole, drawn)
    piece = whole[at : at + drawn.choice((1, 8, 60, 300))]
    whole[at:at] = piece * min(drawn.choice((2, 50, 3_000)), 1 + 200_000 // (len(piece) + 1))


def _number(whole: bytearray, drawn: random.Random) -> None:
    digits = [at for at, sign in enumerate(whole) if 48 <= sign <= 57]
    if digits:
        whole[drawn.choice(digits)] = 48 + drawn.randrange(10)


WAYS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    *(_flip, _flip, _put, _put_over, _take, _cut_off, _repeat, _number),
)
