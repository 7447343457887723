"""No file stops the scan: each is read, or told as not checked, within its budget."""

import re
from collections.abc import Callable
from datetime import date
from time import process_time

import pytest

from catalog.private import Private, Why
from checks.privacy import Allowed, Inside, Known, scan
from checks.privacy.budget import OFTEN, PER_WORK, Budget, Spent
from checks.privacy.detect import look
from checks.privacy.extracted import Piece
from checks.privacy.one_file import examined
from checks.privacy.readers import plain
from tests.checks.privacy import hostile, pdfs
from tests.checks.privacy.hostile import HOSTILE
from tests.checks.privacy.papers import paragraph, photo, sheets, word, zipped

DAY = Allowed(date(2026, 3, 1))
KNOWN = Known([Private("demo-2026-01", "反馈人", Why.PERSON, "钱一演示甲")])
READ = {
    "half a character in the data of a page",
    "half a character as a key",
    "an object in an object in an object",
    "tables in tables",
    "headings over everything",
    "a million open brackets",
    "a million ampersands",
    "escapes of escapes",
    "a long table of figures",
    "a heading as long as a book",
    "a long table of a letter",
    "a key as long as a book",
    "lists of terms without end",
    "a page nested without end",
    "data that goes down without end",
    "a cell with the number of its text in a thousand digits",
    "a list that holds itself",
}
"""What is odd, and can be read to its end."""


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_stops_the_scan(name: str) -> None:
    """A neighbour is scanned as ever, and of the file itself it is said whether it was checked."""
    path, body = HOSTILE[name]()
    report = scan({path: body, "z.txt": "电话15400001234".encode()}, DAY, Inside(KNOWN, {}))
    assert [f.detector for f in report.findings if f.path == "z.txt"] == ["mobile"]
    told = {f.title for f in report.findings if f.path == path}
    assert ("未能检查" in told) == (name not in READ), told


def test_a_file_that_takes_too_long_is_named_and_the_others_are_read() -> None:
    lines = (f"第{n}条 公开征求意见，收到意见327条，采纳211条。" for n in range(300_000))
    files = {"a.txt": "\n".join(lines).encode(), "b.txt": b"x"}  # nothing in it is to be told
    (told, *_) = [f for f in scan(files, DAY, seconds=1).blocking if f.detector == "unread"]
    assert told.path == "a.txt"
    assert re.search(
        "超过1秒|过了2秒", told.excerpt
    )  # of work, or where the machine is busy by the clock
    assert "sha256:" in told.remedy


def test_the_clock_is_looked_at_after_so_much_work() -> None:
    budget = Budget(seconds=0)
    with pytest.raises(Spent):
        budget.say(OFTEN * PER_WORK)
    budget = Budget(seconds=0)
    for _ in range(OFTEN - 1):
        budget.tick()
    with pytest.raises(Spent):
        budget.tick()


def test_of_a_file_that_is_spent_what_was_found_before_is_told() -> None:
    body = zipped({"a.txt": "电话15400001234", "b.zip": hostile.nested_zip()})
    titles = {finding.title for finding in scan({"a.zip": body}, DAY).findings}
    assert {"手机号码", "未能检查"} <= titles


def took(body: tuple[str, bytes]) -> float:
    look.cache_clear()  # what was looked at before is no measure
    begun = process_time()
    examined(KNOWN, *body, None, 600)
    return process_time() - begun


LINE = f"<{'按照条例公开征求意见，收到意见327条'.encode('utf-16-be').hex()}> Tj T* "


def open_(paragraphs: int) -> str:
    """The content of an OpenDocument."""
    names = 'xmlns:office="urn:office" xmlns:text="urn:text"'
    said = '<text:p text:style-name="P1">第一段的话</text:p>' * (600 * paragraphs)
    return f"<office:document-content {names}>{said}</office:document-content>"


SIZES: dict[str, Callable[[int], tuple[str, bytes]]] = {
    "a table of a letter": lambda n: ("a.docx", hostile.word_table(200 * n)),
    "tables in tables": lambda n: ("a.html", hostile.nested_tables(100 * n)),
    "headings in headings": lambda n: ("a.html", b"<html>" + b"<table><tr><th>x" * (200 * n)),
    "terms in terms": lambda n: ("a.html", b"<html>" + b"<dl><dt><dd>x" * (200 * n)),
    "blocks in blocks": lambda n: ("a.html", b"<html>" + b"<div><b>x" * (200 * n)),
    "a table of figures": lambda n: ("a.csv", hostile.csv(1_000 * n)),
    "paragraphs in paragraphs": lambda n: (
        "a.docx",
        word(*(["<w:p><w:r>" * 100 + "<w:t>x</w:t>" + "</w:r></w:p>" * 100] * (4 * n))),
    ),
    "telephones": lambda n: ("a.txt", hostile.telephones(500 * n)),
    "streams of a PDF": lambda n: ("a.pdf", b"%PDF-1.7" + b"stream\nx" * (5_000 * n)),
    "a text in cells": lambda n: ("a.docx", word(*[paragraph("第一段的话")] * (500 * n))),
    "parts of a letter": lambda n: (
        "a.eml",
        b'Content-Type: multipart/mixed; boundary="x"\n\n' + b"--x\n\nx\n" * (100 * n),
    ),
    "words beside a picture": lambda n: ("a.png", hostile.png(9, 9) + b"0 1-" * (20_000 * n)),
    "a sheet of cells": lambda n: (
        "a.xlsx",
        sheets([[f"第{k}项", f"{k}.5", "道路养护", "2026-03-02"] for k in range(150 * n)]),
    ),
    "an OpenDocument": lambda n: (
        "a.odt",
        zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": open_(n)}),
    ),
    "elements of XML": lambda n: (
        "a.xml",
        b"<a>" + '<b c="道路养护">第一项</b>'.encode() * (600 * n) + b"</a>",
    ),
    "files in an archive": lambda n: (
        "a.zip",
        zipped({f"{k}.txt": "第一段的话" for k in range(100 * n)}),
    ),
    "lines of a PDF": lambda n: (
        "a.pdf",
        pdfs.document(
            dict(pdfs.composite("/UniGB-UCS2-H", "GB1")),
            f"BT /F1 9 Tf 12 TL 60 780 Td {LINE * (40 * n)} ET",
        ),
    ),
    "a picture's own words": lambda n: ("a.jpg", photo() + b"words, 12 " * (6_000 * n)),
    "a long key": lambda n: (
        "a.json",
        b'{"%b": [%b1]}' % (b"k" * 20_000 * n, b'"x",' * (1_000 * n)),
    ),
}


@pytest.mark.parametrize("name", SIZES)
def test_eight_times_as_much_takes_about_eight_times_as_long(name: str) -> None:
    """A quadratic reader would take sixty-four times as long."""
    small, large = (min(took(SIZES[name](n)) for _ in range(3)) for n in (1, 8))
    assert large < 24 * small + 0.1


def test_a_budget_is_shared_by_all_that_a_file_holds() -> None:
    inner = hostile.nested_zip(0)
    files = {f"{n}.zip": inner for n in range(30)}
    before = Budget().unpacked
    assert before < 2 * 30 * 10 * hostile.MIB
    titles = {f.title for f in scan({"a.zip": zipped(files)}, DAY, Inside(KNOWN, {})).findings}
    assert titles == {"未能检查"}


def test_lines_in_lines_are_joined_as_far_as_a_line_goes() -> None:
    """Each of them said again with all that lies in it would be the square of the file."""
    deep = 2_000
    said = plain.xml("<p>x" * deep + "</p>" * deep)
    assert sum(len(part.text) for part in said if isinstance(part, Piece)) < 400 * deep
