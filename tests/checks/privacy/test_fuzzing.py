"""Whatever a file holds, the scan neither raises nor hangs: thousands of spoilt files of every kind."""

from collections import Counter
from datetime import date
from time import monotonic

import pytest

from catalog.private import Private, Why
from checks.bounded import SLOWER
from checks.privacy import Allowed, Inside, Known, scan
from tests.checks.privacy.fuzzing import seeds, spoilt

DAY = Allowed(date(2026, 3, 1))
INSIDE = Inside(Known([Private("demo-2026-01", "反馈人", Why.PERSON, "钱一演示甲")]), {})
SECONDS = 4
"""Processor time for a file; the process that does not stop by itself is ended after half as much again."""


def scanned(kind: str, count: int, seed: int) -> Counter[str]:
    """Scan so many spoilt files; count what was told of those that were not read to their end."""
    told = Counter[str]()
    for number, body in enumerate(spoilt(kind, count, seed)):
        begun = monotonic()
        findings = scan({f"{number}.{kind}": body}, DAY, INSIDE, seconds=SECONDS).findings
        assert monotonic() - begun < SLOWER * (SECONDS * 3 // 2 + 1), (kind, seed, number)
        whys = [f.excerpt for f in findings if f.detector == "unread"]
        assert not any("读它的程序出错" in why for why in whys), (kind, seed, number, whys)
        told.update(why for why in whys if "读它" in why or "秒" in why)
    return told


@pytest.mark.parametrize("kind", seeds())
def test_a_spoilt_file_is_read_or_told_as_not_checked(kind: str) -> None:
    assert not scanned(kind, 60, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("kind", seeds())
def test_two_thousand_spoilt_files_of_each_kind(kind: str) -> None:
    """A few may be ended; that is told, and the others are scanned as ever."""
    ended = scanned(kind, 2_000, seed=2)
    assert ended.total() <= 20, ended
