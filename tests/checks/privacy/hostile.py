"""Files made to stop whoever reads them; and honest ones that did."""

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.checks.privacy.papers import paragraph, word, zipped

MIB = 1 << 20


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A picture of a size that it only claims."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), *chunks, (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))
        for kind, said in parts
    )


def nested_zip(levels: int = 3, copies: int = 20) -> bytes:
    """Some kilobytes that unpack to eight thousand times ten megabytes."""
    inner = _deflated({"0.txt": bytes(10 * MIB)})
    for _ in range(levels):
        inner = _deflated({f"{n}.zip": inner for n in range(copies)})
    return inner


def overlapping_zip(members: int = 5_000) -> bytes:
    """The same bytes, thousands of times in the table of contents."""
    whole = _deflated({"a.txt": bytes(8 * MIB)})
    at, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    listed = whole[at:end] * members
    counted = struct.pack("<HHHHIIH", 0, 0, members, members, len(listed), at, 0)
    return whole[:at] + listed + b"PK\x05\x06" + counted


def _deflated(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return held.getvalue()


def page_with(document: str) -> bytes:
    """A page with data for programs."""
    return f'<!doctype html><script type="application/json">{document}</script>'.encode()


def word_table(rows: int, columns: int = 6) -> bytes:
    """An honest table."""
    cells = "".join(f"<w:tc>{paragraph('内容')}</w:tc>" for _ in range(columns))
    return word(f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * rows}</w:tbl>")


def nested_tables(count: int) -> bytes:
    """A page whose tables stand in one another."""
    return (f"<html>{'<table><tr><td>' * count}x{'</td></tr></table>' * count}</html>").encode()


def csv(rows: int) -> bytes:
    """An honest table of figures."""
    return ("编号,事项,金额\n" + "".join(f"{n},第{n}件,{n}.5\n" for n in range(rows))).encode()


def telephones(count: int) -> bytes:
    """A text full of what is looked for."""
    return "".join(f"电话154{n:08}，" for n in range(count)).encode()


def repeated_string(cells: int = 20_000, length: int = MIB) -> bytes:
    """A workbook in which every cell says the same long text."""
    sheet = "".join(f'<row><c t="s" r="A{n}"><v>0</v></c></row>' for n in range(cells))
    parts = {
        "xl/workbook.xml": "<workbook/>",
        "xl/sharedStrings.xml": f"<sst><si><t>{'话' * length}</t></si></sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{sheet}</sheetData></worksheet>",
    }
    return _deflated({name: said.encode() for name, said in parts.items()})


def entities(levels: int = 30) -> bytes:
    """A short XML that stands for a long one."""
    declared = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(levels))
    return f'<!DOCTYPE a [<!ENTITY e0 "x">{declared}]><a b="&e{levels};">&e{levels};</a>'.encode()


HOSTILE: dict[str, Callable[[], tuple[str, bytes]]] = {
    "a picture that claims to be huge, in a letter": lambda: (
        "a.docx",
        zipped({"word/document.xml": "<a/>", "word/media/1.png": png(65_000, 65_000)}),
    ),
    "text of a picture that unpacks without end": lambda: (
        "a.png",
        png(9, 9, (b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200 * MIB)))),
    ),
    "an archive in archives in archives": lambda: ("a.zip", nested_zip()),
    "members of an archive that are the same bytes": lambda: ("a.zip", overlapping_zip()),
    "half a gigabyte of nothing": lambda: ("a.gz", gzip.compress(bytes(500 * MIB), 9)),
    "a long text in every cell": lambda: ("a.xlsx", repeated_string()),
    "entities of entities": lambda: ("a.xml", entities()),
    "entities of entities in a letter": lambda: (
        "a.docx",
        zipped({"word/document.xml": entities()}),
    ),
    "a list that holds itself": lambda: ("a.pf_meta", b"pagefind_dcd\xd8\x1c\x81\xd8\x1d\x00"),
    "a list that goes down without end": lambda: ("a.pf_meta", b"pagefind_dcd" + b"\x81" * 10**6),
    "an array longer than all memory": lambda: ("a.pf_meta", b"pagefind_dcd\x9b" + b"\x7f" * 8),
    "a cell with the number of its text in a thousand digits": lambda: (
        "a.xlsx",
        zipped(
            {
                "xl/workbook.xml": "<a/>",
                "xl/worksheets/s.xml": f'<worksheet><c t="s"><v>{"9" * 9000}</v></c></worksheet>',
            }
        ),
    ),
    "half a character in the data of a page": lambda: ("a.html", page_with('"\\ud83d"')),
    "half a character as a key": lambda: ("a.json", b'{"\\ud83d": "\\udc00\\ud83d"}'),
    "data that goes down without end": lambda: ("a.html", page_with("[" * 10**6)),
    "an object in an object in an object": lambda: (
        "a.json",
        ('{"键":' * 900 + '"x"' + "}" * 900).encode(),
    ),
    "a page nested without end": lambda: ("a.html", b"<html>" + b"<div><b>" * 100_000),
    "lists of terms without end": lambda: ("a.html", b"<html>" + b"<dl><dt><dd>" * 30_000),
    "tables in tables": lambda: ("a.html", nested_tables(1_500)),
    "headings over everything": lambda: ("a.html", b"<html>" + b"<table><tr><th>x" * 20_000),
    "a million open brackets": lambda: ("a.html", b"<html>" + b"<" * MIB),
    "a million ampersands": lambda: ("a.txt", b"&" * MIB),
    "escapes of escapes": lambda: ("a.txt", b"%25" * 300_000 + b"&amp;" * 200_000),
    "a long table of figures": lambda: ("a.csv", csv(40_000)),
    "a heading as long as a book": lambda: ("a.csv", "字".encode() * MIB + b"\nx" * 100_000),
    "a long table of a letter": lambda: ("a.docx", word_table(2_000)),
    "a text full of telephones": lambda: ("a.txt", telephones(60_000)),
    "a key as long as a book": lambda: (
        "a.json",
        json.dumps({"k" * MIB: ["x1"] * 50_000}).encode(),
    ),
}
"""What it is -> the name and the bytes."""
