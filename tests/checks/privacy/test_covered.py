"""A black box over live text covers nothing: the text under it is found, in real PDFs."""

import hashlib
from datetime import date

import pytest
import typst

from catalog.private import Private, Why
from catalog.record import Covered, Ground, Original, Redaction
from checks.privacy import Allowed, Copy, Inside, Known, scan
from checks.privacy.redactions import still_there
from pages.export.fonts import FAMILIES, NoFont, faces

NAME, PHONE = "杨一演示戊", "13900000338"
DAY = Allowed(date(2026, 11, 20))
PAGES = """#set text(font: "{font}")
第一页的正文{first}。
#pagebreak()
参加人：{name}，电话{phone}。
"""
BOX = "#box[{0}#place(top + left, rect(width: 100%, height: 1em, fill: black))]"
KNOWN = Known([Private("demo-2026-03", "姓名", Why.PERSON, NAME)])


def report(name: str = NAME, phone: str = PHONE, first: str = "") -> bytes:
    """A PDF of two pages."""
    try:
        found = faces().found
    except NoFont as missing:
        pytest.skip(str(missing))
    source = PAGES.format(font=FAMILIES[0], name=name, phone=phone, first=first)
    return typst.compile(source.encode(), font_paths=found)


def redaction(*places: Covered) -> Redaction:
    original = Original(digest="a" * 64, name="原件.pdf", size=1)
    return Redaction(
        original=original, places=places, covered_on=date(2026, 4, 29), by="甲", unit="社会事务处"
    )


ON_TWO = Covered(where="第2页参加人姓名", page=2, ground=Ground.PRIVATE)
ANYWHERE = Covered(where="参加人姓名", ground=Ground.PRIVATE)


@pytest.mark.parametrize("place", [ON_TWO, ANYWHERE])
def test_text_under_a_black_box_is_still_there(place: Covered) -> None:
    boxed = report(name=BOX.format(NAME))
    assert boxed != report()
    assert list(still_there(report(), boxed, redaction(place))) == [place.where]


@pytest.mark.parametrize("place", [ON_TWO, ANYWHERE])
def test_text_that_was_taken_out_is_gone(place: Covered) -> None:
    assert list(still_there(report(), report(name="■■■"), redaction(place))) == []


def test_a_change_elsewhere_does_not_pass_for_a_covered_place() -> None:
    copy = report(name=BOX.format(NAME), first="（公开稿）")
    assert list(still_there(report(first="一稿"), copy, redaction(ON_TWO))) == [ON_TWO.where]


def test_of_an_original_without_text_nothing_can_be_told() -> None:
    assert list(still_there(b"\x89PNG\r\n\x1a\n", report(), redaction(ANYWHERE))) == []


def test_the_scan_blocks_a_copy_that_covers_nothing_and_finds_the_name_under_the_box() -> None:
    boxed, original = report(name=BOX.format(NAME)), report()
    copies = {hashlib.sha256(boxed).hexdigest(): Copy(redaction(ON_TWO), lambda: original)}
    told = scan({"files/a.pdf": boxed}, DAY, Inside(KNOWN, copies)).blocking
    assert {"covered", "private"} <= {finding.detector for finding in told}
    assert NAME not in str(told)


def test_the_scan_lets_a_copy_pass_from_which_the_text_is_gone() -> None:
    copy, original = report(name="■■■", phone="■■■"), report()
    copies = {hashlib.sha256(copy).hexdigest(): Copy(redaction(ON_TWO), lambda: original)}
    assert not scan({"files/a.pdf": copy}, DAY, Inside(KNOWN, copies)).blocking


def test_a_name_set_from_right_to_left_in_a_pdf_is_found() -> None:
    told = scan({"a.pdf": report(name=NAME[::-1])}, DAY, Inside(KNOWN, {})).blocking
    assert "private" in {finding.detector for finding in told}
