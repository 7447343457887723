"""A megabyte of text in each kind of file that is scanned: prose, and tables of short cells."""

import json
import random
from collections.abc import Iterator, Sequence

from tests.checks.privacy import pdfs
from tests.checks.privacy.papers import paragraph, sheets, word

MEGABYTE = 1_000_000
LINE = (
    "{}．按照《重大行政决策程序暂行条例》第十四条，市交通运输局于2026年3月2日至4月1日就草案公开征求意见，"
    "收到意见327条，采纳211条，预算1,280.5万元。"
)
"""An everyday sentence with as many figures as such papers have, and nothing private."""
HEADINGS = ["序号", "单位", "项目", "预算（万元）", "支出（万元）", "完成日期", "完成率", "备注"]
_UNITS = [
    "教育局",
    "民政局",
    "财政局",
    "住房和城乡建设局",
    "交通运输局",
    "卫生健康委",
    "城东街道",
    "柳园镇",
]
_WORKS = [
    "道路养护",
    "学校食堂改造",
    "养老床位补贴",
    "河道清淤",
    "公厕提升",
    "菜市场改造",
    "老旧小区加装电梯",
]
_NOTES = ("", "已完成", "续建", "跨年")
_ON_A_PAGE = 40
Row = Sequence[str]


def files() -> Iterator[tuple[str, str, bytes]]:
    """What each file is, its name and its bytes."""
    lines = [LINE.format(number) for number in range(1, MEGABYTE // len(LINE.encode()) + 2)]
    rows = [HEADINGS, *_rows()]
    yield "lines as txt", "a.txt", "\n".join(lines).encode()
    yield "paragraphs as html", "a.html", f"<!doctype html><p>{'<p>'.join(lines)}".encode()
    yield "paragraphs as docx", "a.docx", word(*map(paragraph, lines))
    yield "lines as pdf", "a.pdf", _pdf(lines)
    yield "cells as csv", "a.csv", "\n".join(map(",".join, rows)).encode()
    yield "cells as html", "a.html", _page(rows)
    yield "cells as docx", "a.docx", _letter(rows)
    yield "cells as xlsx", "a.xlsx", sheets(rows)
    yield "cells as json", "a.json", _data(rows)
    yield "cells as pdf", "a.pdf", _pdf(["；".join(row) for row in rows])


def _rows() -> Iterator[Row]:
    """Rows of a table of spending, a megabyte of them; most cells have fewer than ten signs."""
    drawn, size, number = random.Random(1), 0, 0
    while size < MEGABYTE:
        number += 1
        money = [f"{drawn.randrange(10**6) / 100:.2f}" for _ in range(2)]
        day = f"2026-{drawn.randint(1, 12):02}-{drawn.randint(1, 28):02}"
        share, note = f"{drawn.randint(0, 1000) / 10}%", drawn.choice(_NOTES)
        work = f"{drawn.choice(_WORKS)}{number}"
        row = [str(number), drawn.choice(_UNITS), work, *money, day, share, note]
        size += len(",".join(row).encode()) + 1
        yield row


def _page(rows: Sequence[Row]) -> bytes:
    body = "".join(f"<tr><td>{'<td>'.join(row)}</tr>" for row in rows)
    return f"<!doctype html><table>{body}</table>".encode()


def _letter(rows: Sequence[Row]) -> bytes:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return word(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>")


def _data(rows: Sequence[Row]) -> bytes:
    told = [dict(zip(HEADINGS, row, strict=True)) for row in rows[1:]]
    return json.dumps(told, ensure_ascii=False).encode()


def _pdf(lines: Sequence[str]) -> bytes:
    """Pages with a font whose codes are known, a string for each line."""
    objects, kids = dict(pdfs.composite("/UniGB-UCS2-H", "GB1")), list[str]()
    for number, at in enumerate(range(0, len(lines), _ON_A_PAGE)):
        page, contents = 100 + 2 * number, 101 + 2 * number
        said = (f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines[at : at + _ON_A_PAGE])
        objects[contents] = pdfs.stream(f"BT /F1 9 Tf 12 TL 60 780 Td {' '.join(said)} ET")
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1200 842] /Contents {contents} 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>"
        )
        kids.append(f"{page} 0 R")
    objects[pdfs.PAGES] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return pdfs.document(objects, "BT ET")
