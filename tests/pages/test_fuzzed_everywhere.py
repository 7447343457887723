"""The same piece in every text that somebody may write: inert on every page, whole in every twin."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings

from pages.html.render import plain
from pages.model.downloads import FORBIDDEN, LONGEST
from tests.pages.everywhere import everywhere, pieced
from tests.pages.reading import read
from tests.pages.test_fuzzed_text import TEXT, structure

TEXTS = (
    "<script>alert(1)</script>\"'&]]><!--",
    "javascript:alert(1)",
    "{{ frame }}{% raw %}{#",
    "\u202e倒\u2067\u200f着\x00空\x1b\x7f",
    "\n=cmd|' /C calc'!A0\n@SUM(A1)",
    "𠮷䶮𪚥👨‍👩‍👧\u2028\u2029\ufeff",
    "END:VEVENT\r\nATTENDEE:mailto:a@b",
)
SEEN_NOWHERE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PLAIN = everywhere("字").files


def leaves(of: Any) -> Iterator[str]:
    if isinstance(of, str):
        yield of
    for value in of.values() if isinstance(of, dict) else of if isinstance(of, list) else ():
        yield from leaves(value)


def told(path: str, body: bytes) -> list[str]:
    """Every text of a twin, in order, as its readers give it."""
    if path.endswith((".json", ".jsonld")):
        return list(leaves(json.loads(body)))
    if path.endswith((".atom", ".xml")):
        return [element.text or "" for element in ET.fromstring(body).iter()]
    if path.endswith(".csv"):
        rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
        return [cell for row in rows for cell in row]
    if path.endswith(".ics"):
        events = icalendar.Calendar.from_ical(body).walk("VEVENT")
        return [str(event[name]) for event in events for name in ("SUMMARY", "UID")]
    return []


def unbroken(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def saved_as(file: str) -> str:
    """The name under which a browser saves a paper of this name: without what no disk takes."""
    title, _, extension = file.rpartition(".")
    return f"{FORBIDDEN.sub('', title).strip('. ')[:LONGEST]}.{extension}"


def check(text: str) -> None:
    files = everywhere(text).files
    assert set(files) == set(PLAIN)
    met = 0
    for path, before in PLAIN.items():
        if path.endswith(".html"):
            body = files[path].decode()
            assert structure(read(body)) == structure(read(before.decode())), path
            assert not SEEN_NOWHERE.search(body), path
        exact = path.endswith(("item.json", "catalog.json"))
        shown = text if exact else plain(text)
        pairs = zip(told(path, before), told(path, files[path]), strict=True)
        for was, now in ((a, b) for a, b in pairs if pieced("字") in a):
            expected = was.replace(pieced("字"), pieced(shown))
            cut = now.endswith("…") and expected.startswith(now[:-1])  # a label of the chart
            if path.endswith(".ics"):
                now, expected = unbroken(now), unbroken(expected)
            assert cut or now in {expected, saved_as(expected)}, (path, now, expected)
            met += 1
    assert met > 500


def test_the_piece_gets_into_every_kind_of_text() -> None:
    """Else the tests below would prove nothing."""
    text = "\n".join(body.decode() for path, body in PLAIN.items() if path.endswith(".json"))
    for field in (
        *("老年助餐服务的实施意见", "养老服务处", "决策草案（征求意见稿", "不再单独制定", "更正"),
        *(
            "希望助餐点营业时间更长。",
            "因各区成本差异较大未予采纳。",
            "021-00000000",
            "可行性论证不足",
        ),
    ):
        assert re.search(f'{re.escape(field)}[^"]{{0,14}}〔字〕', text), field


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_piece_is_inert_and_whole(text: str) -> None:
    check(text)


@settings(max_examples=8, deadline=None)
@given(TEXT)
def test_any_piece_is_inert_and_whole(text: str) -> None:
    check(text)
