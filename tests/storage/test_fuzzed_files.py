"""Every reader of what is handed in, given files that were spoilt at random: each is read or refused in
a sentence, within its time and memory. `make soak` tries 2,000 of a kind; a number that failed fails again.
"""

import io
import json
import random
import re
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import xlsxwriter
from pypdf import PdfWriter

from catalog.annual import CatalogRecord
from catalog.parse import ShapeError, parse
from storage.catalogfile import read_catalog
from storage.confined import MEGABYTE
from storage.documents import DocumentStore, Unfit
from storage.legible import Handed
from storage.opinions import TITLES, opinions_in
from storage.yamlfile import read_yaml
from tests.flows import year
from tests.storage.biff import xls
from tests.storage.hostile import zipped
from tests.storage.sheets import HEAD, ITEM, ods, sheets_of, workbook

MOST_SECONDS, MOST_MEMORY, LONGEST = 90, 900 * MEGABYTE, 20_000
"""Of one file: seconds at work, bytes of the process that reads it, signs of what is said of it."""

FEW = {"xlsx": 20, "xls": 20, "ods": 20, "docx": 15, "pdf": 6, "csv": 150, "yaml": 100, "json": 100}
MANY = 2_000

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


def seeds(kind: str, folder: Path) -> list[bytes]:
    """Good files of a kind."""
    match kind:
        case "xlsx":
            table = workbook(folder / "a.xlsx", {"意见": ROWS}).read_bytes()
            return [
                table,
                workbook(folder / "b.xlsx", sheets_of(HEAD, [ITEM])).read_bytes(),
                dated(),
            ]
        case "xls":
            texts = [[str(cell) for cell in row] for row in ROWS]
            return [xls([*texts]), xls([["意见摘要", "条数"], ["甲", 2.0]])]
        case "ods":
            table = ods(folder / "a.ods", {"意见": ROWS}).read_bytes()
            return [table, ods(folder / "b.ods", sheets_of(HEAD, [ITEM])).read_bytes()]
        case "docx":
            document = docx.Document()
            document.add_paragraph("甲")
            document.add_table(2, 2)
            document.save(held := io.BytesIO())
            return [held.getvalue()]
        case "pdf":
            return [pdf(compress=False), pdf(compress=True)]
        case "csv":
            text = "\r\n".join(",".join(map(str, row)) for row in ROWS)
            return [text.encode(), text.encode("gb18030"), text.encode("utf-8-sig")]
        case "yaml":
            opinions = "意见表:\n- 意见摘要: 增加\n- {意见摘要: |\n    减少, 条数: 3}\n"
            return [CATALOG.encode(), opinions.encode(), b"a: >-\n  b\n  c\n? d\n: 'e'\n"]
    return [json.dumps(year.CATALOG, ensure_ascii=ascii_).encode() for ascii_ in (True, False)]


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
    """A file with a few things wrong; half of the archives are packed anew with a part spoilt."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(parts))
        parts[name] = _changed(parts[name], chance)
        if chance.random() < 0.1:
            parts[name.upper()] = parts.pop(name)
        return zipped(parts)
    return _changed(content, chance)


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


def read_table(path: Path) -> None:
    opinions_in(Handed(path.name, path.read_bytes()))


def read_paper(path: Path) -> None:
    DocumentStore(path.parent / "store").put(path)


def read_record(path: Path) -> None:
    parse(CatalogRecord, read_yaml(path))


READERS: dict[str, list[Callable[[Path], object]]] = {
    "xlsx": [read_table, read_catalog],
    "xls": [read_table, read_catalog],
    "ods": [read_table, read_catalog],
    "docx": [read_paper],
    "pdf": [read_paper],
    "csv": [read_table],
    "yaml": [read_table, read_catalog, read_record],
    "json": [read_record],
}


def work() -> float:
    """Seconds that this process and those that it started have worked."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, both))


def told(reader: Callable[[Path], object], path: Path) -> str:
    """What a reader says of a file; nothing else may come out of it."""
    try:
        reader(path)
    except (ShapeError, Unfit) as wrong:
        said = str(wrong)
        said.encode()  # it can be shown and kept
        return said
    return "read"


def outcome(kind: str, number: int, path: Path, good: list[bytes]) -> str:
    """What becomes of one spoilt file: read, or the sentence that refuses it."""
    chance = random.Random(f"{kind} {number}")
    path.write_bytes(spoilt(chance.choice(good), chance))
    begun, said = work(), "read"
    try:
        chance.choice(READERS[kind])(path)
    except (ShapeError, Unfit) as wrong:
        said = str(wrong)
        said.encode()  # it can be shown and kept
    took = work() - begun
    assert took < MOST_SECONDS, f"{kind} {number}: {took:.0f} s"
    assert len(said) < LONGEST, f"{kind} {number}: {said[:200]}"
    assert "Errno" not in said, f"{kind} {number}: {said[:200]}"
    return said


def fuzz(kind: str, numbers: range, folder: Path) -> None:
    """Read spoilt files of a kind; a good one is read, and some of the spoilt ones are not."""
    good = [_still(content) for content in seeds(kind, folder)]
    path = folder / f"目录.{kind}"
    path.write_bytes(good[0])
    assert "read" in {told(reader, path) for reader in READERS[kind]}
    begun = time.monotonic()
    found = [outcome(kind, number, path, good) for number in numbers]
    read = found.count("read")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    sys.stdout.write(
        f"{kind}: {len(found)} files, {read} read, {len(set(found))} outcomes,"
        f" {time.monotonic() - begun:.0f} s, peak {peak // MEGABYTE} MB\n"
    )
    assert read < len(found)
    assert peak < MOST_MEMORY


@pytest.mark.parametrize("kind", FEW)
def test_a_spoilt_file_is_read_or_refused_in_a_sentence(kind: str, tmp_path: Path) -> None:
    fuzz(kind, range(FEW[kind]), tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("kind", FEW)
def test_thousands_of_spoilt_files_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    fuzz(kind, range(MANY), tmp_path)
