"""What is passed over many texts at a time is what no detector finds anything in."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checks.privacy.detect import look
from checks.privacy.detectors import online, permits, secrecy, vehicle
from checks.privacy.extracted import Piece, Read, Trace
from checks.privacy.match import BETWEEN
from checks.privacy.normalise import fold
from checks.privacy.sieve import SHORT, TOGETHER, telling
from tests.checks.privacy.labelled import CORPUS, TUNING, Line, corpus
from tests.checks.privacy.test_corpus import NASTY

CELLS = ["教育局", "1,280.50", "2026-03-01", "98.5%", "续建", "第3件", ""]
"""Cells in which nobody finds anything."""
LINES = [line for path in (CORPUS, TUNING) for line in corpus(path)]


def tells(piece: Piece) -> bool:
    return bool(look(fold(piece.text), fold(piece.heading)))


def passed_over(*pieces: Piece) -> list[Piece]:
    """The pieces that the sieve drops, in which something is found by itself."""
    among = [Piece("", cell) for cell in CELLS]
    kept = set(map(id, telling([*among, *pieces, *among])))
    return [piece for piece in pieces if id(piece) not in kept and tells(piece)]


def parts_of(line: Line) -> list[Piece]:
    """A labelled line, cut as a table cuts it: some of it in a cell, the beginning of it above."""
    text, heading = line.text, line.heading
    cut = [text[at : at + size] for size in (6, 12, 24, SHORT) for at in range(0, len(text), size)]
    cells = [text, *cut, *text.replace("：", ":").split(":"), *text.split()]
    above = ("", heading, text[:6], text[:12])
    return [Piece("", cell, head) for cell in cells for head in above]


@pytest.mark.parametrize("line", LINES[::15], ids=lambda line: str(hash(line.text) % 10_000))
def test_nothing_of_a_labelled_line_is_passed_over(line: Line) -> None:
    assert not passed_over(*parts_of(line))


@pytest.mark.soak
def test_nothing_of_any_labelled_line_is_passed_over() -> None:
    assert [missed for line in LINES for missed in passed_over(*parts_of(line))] == []


@given(st.text(NASTY + BETWEEN, max_size=40), st.text(NASTY, max_size=12))
@example("15400001234", "")
@example(BETWEEN, "投诉人")
@settings(max_examples=400, deadline=None)
def test_nothing_of_a_random_text_is_passed_over(text: str, heading: str) -> None:
    assert not passed_over(Piece("", text, heading))


def test_what_tells_is_kept_in_its_order_with_all_that_is_no_short_piece() -> None:
    trace, long = Trace("", "批注", "1条批注", ""), Piece("", "字" * (SHORT + 1))
    named, number = Piece("", "赵小明", "投诉人"), Piece("", "15400001234")
    cells: list[Read] = [Piece("", cell, "单位") for cell in CELLS] * TOGETHER
    parts: list[Read] = [*cells, number, trace, *cells, long, named]
    assert list(telling(parts)) == [number, trace, long, named]


DIALS = "QqＱ扣企鹅微威薇徽卫星信WwVvXxeEiIn号使用馆12345678 \n护照EGHM"


@given(st.text(DIALS, max_size=60))
@example("v x:abcdef1")
@example("x 使123 456")
@example("护照 123456789")
@settings(max_examples=400, deadline=None)
def test_what_is_asked_first_of_a_text_is_in_all_that_would_be_found(text: str) -> None:
    """The cheap question must be one that every find answers with yes: asked of the bare patterns."""
    if not online._HINT.search(text):
        assert not online._QQ_NUMBER.search(text)
        assert not online._WECHAT_NUMBER.search(text)
        assert not online._HEADING.search(text)
    assert vehicle._EMBASSY_HINT.search(text) or not vehicle._EMBASSY.search(text)
    assert secrecy._HINT.search(text) or not any(p.search(text) for p, _ in secrecy._PATTERNS)
    for cue in (permits._PASSPORT_CUE, permits._PERMIT_CUE):
        if not permits._said(text, "", cue):
            bare = [rows for rows in permits._codes(text, True) if rows and rows[0].value.isdigit()]
            assert not any(permits.cued(text, rows[0].start, "", cue) for rows in bare)
