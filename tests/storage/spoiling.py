"""Files of every kind that is handed in, and what becomes of them by chance: the same by the same number."""

import io
import json
import random
import re
import zipfile
from pathlib import Path

import docx
import xlsxwriter
from PIL import Image
from pypdf import PdfWriter

from storage.files.opinion_table import TITLES
from tests.flows import year
from tests.storage.biff import xls
from tests.storage.hostile import zipped
from tests.storage.sheets import HEAD, ITEM, ods, sheets_of, workbook

WORDS = [
    "", "甲", "乙 丙", "是", "0", "2", "-1", "007", "2.5", "1e999", "2026", "2026-02-28", "2026-13-40",
    "slmzj", "\u202e", "\U00020bb7", "\ufffd", "x" * 300, "一" * 3000, "=1+1", "null", "~",
]  # fmt: skip
"""What somebody may have typed where something else was meant."""
_TYPED = re.compile(rb"""(?<=[>":, \t\n])[^<>":,{}\[\]\r\n\t &/=]{1,60}(?=[<",}\r\n])""")

TOKENS = [
    b"\x00", b"\xff\xff\xff\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x7f",
    b"-1", b"0", b"1048576", b"16384", b"99999999999999999999", b"1e999", b"NaN", b"Infinity",
    b"<", b">", b"&amp;", b"&#0;", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'xxxxxxxx'>]>", b"]]>", b"<a>" * 500,
    b'r="XFD1048576"', b't="s"', b"<v>9</v>", b'table:number-rows-repeated="1048576"',
    b"[" * 300, b"{" * 300, b"- " * 300, b"? " * 100, b"&a [*a]", b"*a", b"!!int ", b"!!python/name:os.system",
    b'"\\ud83d"', b'"\\u0000"', b"---\n", b"...\n", b"%YAML 9\n", b"\t", b": ", b"#", b"|+9\n", b">-\n",
    b",", b'"', b"\r", b"\n", b"," * 3000, b"\n" * 3000, "\u202e".encode(), "\U0001f600".encode(),
    b"1 0 obj", b"<< /Kids [1 0 R] >>", b"/Prev 0", b"/Filter /FlateDecode", b"stream\n", b"endobj", b"xref\n",
    b"startxref\n0", b"/Length 99999999", b"/Size 999999999", b"%%EOF", b"PK\x01\x02", b"PK\x05\x06",
]  # fmt: skip
ROWS = [
    list(TITLES),
    [1, "社会公众", "电子邮箱", "增加开放时间", 2, "未采纳", "无财力", "第3条", "甲", "1"],
]
CATALOG = (
    "目录: {决策机关: {代号: slmzj, 全称: 示例市民政局}, 年度: 2026, 目录名称: 甲目录}\n"
    "事项: [{序号: 1, 事项名称: 助餐规划, 承办单位: [{单位名称: 养老服务处}]}]\n"
)


def seeds(kind: str, folder: Path) -> dict[str, list[bytes]]:
    """Good files of a kind by what they are: papers, opinion tables, catalogs or records."""
    return {what: [_still(file) for file in files] for what, files in _seeds(kind, folder).items()}


def _seeds(kind: str, folder: Path) -> dict[str, list[bytes]]:
    match kind:
        case "xlsx" | "ods":
            make = workbook if kind == "xlsx" else ods
            table = make(folder / f"a.{kind}", {"意见": ROWS}).read_bytes()
            catalog = make(folder / f"b.{kind}", sheets_of(HEAD, [ITEM])).read_bytes()
            return {
                "table": [table],
                "catalog": [catalog, *([dated()] if kind == "xlsx" else [])],
            }
        case "xls":
            rows = [[str(cell) for cell in row] for row in ROWS]
            return {"table": [xls([*rows]), xls([["意见摘要", "条数"], ["甲", 2.0]])]}
        case "csv":
            text = "\r\n".join(",".join(map(str, row)) for row in ROWS)
            return {"table": [text.encode(code) for code in ("utf-8", "gb18030", "utf-8-sig")]}
        case "yaml":
            table = "意见表:\n- 意见摘要: 增加\n- {意见摘要: '减少', 条数: 3}\n- 意见摘要: |\n    分步\n"
            record = "title: >-\n  甲\n  目录\n? year\n: '2026'\nauthority: {id: slmzj, name: \"示例市民政局\"}\n"
            texts = {"table": table, "catalog": CATALOG, "record": record}
            return {what: [text.encode()] for what, text in texts.items()}
        case "json":
            both = (json.dumps(year.CATALOG, ensure_ascii=ascii_) for ascii_ in (True, False))
            return {"record": [text.encode() for text in both]}
    return {"paper": _papers(kind)}


def _papers(kind: str) -> list[bytes]:
    held = io.BytesIO()
    match kind:
        case "docx":
            document = docx.Document()
            document.add_paragraph("甲")
            document.add_table(2, 2)
            document.save(held)
        case "ofd":
            return [zipped({"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<ofd:Document/>"})]
        case "zip":
            return [zipped({"甲.txt": "甲" * 500, "乙/丙.csv": "a,b\n"})]
        case "png" | "jpg":
            Image.linear_gradient("L").convert("RGB").save(held, "PNG" if kind == "png" else "JPEG")
        case "pdf":
            return [pdf(compress=False), pdf(compress=True)]
        case _:
            raise ValueError(kind)
    return [held.getvalue()]


def _still(content: bytes) -> bytes:
    """A file without the time at which it was made."""
    content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", content)
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(
        {name: body if name == "mimetype" else _still(body) for name, body in parts.items()}
    )


def dated() -> bytes:
    """A spreadsheet whose cells are of every kind."""
    with xlsxwriter.Workbook(out := io.BytesIO()) as book:
        page = book.add_worksheet("目录")
        page.write_row(0, 0, ["栏名", 1.5, True, 46000])
        page.write_number(1, 0, 46000.5, book.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_number(1, 1, 1.25, book.add_format({"num_format": "[h]:mm"}))
        page.write_formula(1, 2, "=1/0", None, "#DIV/0!")
    return out.getvalue()


def pdf(*, compress: bool) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(3):
        page = writer.add_blank_page(200, 200)
        if compress:
            page.compress_content_streams()
    writer.write(out)
    return out.getvalue()


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """A file with a few things wrong: something typed anew, or bytes; mostly within a part of an archive."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(parts))
        parts[name] = _touched(parts[name], chance)
        if chance.random() < 0.1:
            parts[name.upper()] = parts.pop(name)
        return zipped(parts)
    return _touched(content, chance)


def _touched(content: bytes, chance: random.Random) -> bytes:
    gently = _struck if content.startswith(b"\xd0\xcf\x11\xe0") else _retyped
    return (gently if chance.random() < 0.5 else _changed)(content, chance)


def _struck(content: bytes, chance: random.Random) -> bytes:
    """A file of records and offsets in which up to three bytes are others."""
    body = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 3])):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


def _retyped(content: bytes, chance: random.Random) -> bytes:
    """A text that still has its form, with up to three words of it replaced."""
    for _ in range(chance.choice([1, 1, 2, 3])):
        found = [word.span() for word in _TYPED.finditer(content)]
        if not found:
            return _changed(content, chance)
        start, end = chance.choice(found)
        content = content[:start] + chance.choice(WORDS).encode() + content[end:]
    return content


def _changed(content: bytes, chance: random.Random) -> bytes:
    body = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at = chance.randrange(len(body) + 1)
        to = min(len(body), at + chance.choice([1, 4, 30, 300]))
        match chance.randrange(6):
            case 0:
                body[at:to] = chance.randbytes(to - at)
            case 1:
                del body[at:to]
            case 2:
                body[at:at] = body[at:to] * chance.choice([1, 2, 50])
            case 3:
                body[at:at] = chance.choice(TOKENS)
            case 4:
                body[at:to] = chance.choice(TOKENS)
            case _:
                del body[chance.randrange(len(body) + 1) :]
    return bytes(body)
