"""The two halves of the labelled lines: what they are made of, and how well they are told."""

from collections import Counter
from pathlib import Path

import pytest

from tests.checks.privacy.labelled import (
    HAS_TO_BLOCK,
    TUNING,
    UNSEEN,
    Label,
    Line,
    Score,
    corpus,
    found,
    scores,
)

KINDS = {
    "resident-id",
    "permit",
    "passport",
    "mobile",
    "landline",
    "email",
    "bank-card",
    "plate",
    "name",
    "address",
    "social",
    "secrecy",
}
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(number: str) -> str:
    weighed = sum(int(digit) * by for digit, by in zip(number, WEIGHTS, strict=True))
    return "10X98765432"[weighed % 11]


def scored(*lines: Line, blocking: bool = False) -> Score:
    return dict(scores(list(lines), blocking=blocking))["all"]


def plain(text: str, *labels: Label) -> Line:
    return Line(text, "", Counter(labels))


@pytest.mark.parametrize("half", [TUNING, UNSEEN])
def test_each_half_has_lines_enough_of_every_kind(half: Path) -> None:
    lines = corpus(half)
    private = [line for line in lines if any(not label.may for label in line.finds)]
    assert len(lines) >= 350
    assert len(private) >= 0.40 * len(lines)
    assert len(lines) - len(private) >= 0.35 * len(lines)
    assert {label.detector for line in private for label in line.finds} == KINDS
    assert len({(line.text, line.heading) for line in lines}) == len(lines)


def test_the_halves_share_neither_a_line_nor_a_value() -> None:
    one, other = corpus(TUNING), corpus(UNSEEN)
    assert not {line.text for line in one} & {line.text for line in other}
    values = [
        {label.value for line in half for label in line.finds if label.detector in HAS_TO_BLOCK}
        for half in (one, other)
    ]
    assert not values[0] & values[1]


@pytest.mark.parametrize(("half", "mistyped"), [(TUNING, 3), (UNSEEN, 2)])
def test_every_invented_identity_number_has_its_check_digit(half: Path, mistyped: int) -> None:
    numbers = [
        label.value
        for line in corpus(half)
        for label in line.finds
        if label.detector == "resident-id" and len(label.value) == 18 and not label.may
    ]
    wrong = [number for number in numbers if number[-1] != check_digit(number[:-1])]
    assert len(numbers) >= 40
    assert len(wrong) == mistyped


@pytest.mark.parametrize(
    ("half", "recall", "precision"), [(TUNING, 0.98, 0.98), (UNSEEN, 0.95, 0.98)]
)
def test_the_halves_are_told_no_worse_than_they_were(
    half: Path, recall: float, precision: float
) -> None:
    score = dict(scores(corpus(half), blocking=False))["all"]
    assert score.recall >= recall
    assert score.precision >= precision


def test_what_may_be_told_counts_neither_as_right_nor_as_missed() -> None:
    text = "咨询电话：0320-62340002"
    hint = Label("landline", "032062340002", sure=False)
    assert found(plain(text)) == Counter([hint])
    assert scored(plain(text, hint)) == Score(1, 0, 0)
    assert scored(plain(text, hint._replace(may=True))) == Score(0, 0, 0)
    assert scored(plain(text)) == Score(0, 0, 1)


def test_a_hint_that_blocks_is_a_false_alarm() -> None:
    card = Label("bank-card", "6299990000000000012", sure=False, may=True)
    line = plain("卡号：6299990000000000012", card)
    assert scored(line) == Score(0, 0, 0)
    assert scored(line, blocking=True) == Score(0, 0, 1)
    assert scored(line._replace(finds=Counter([card._replace(sure=True)])), blocking=True) == Score(
        0, 0, 0
    )


def test_a_hint_for_what_has_to_block_is_found_but_missed_among_what_blocks() -> None:
    line = plain("179 0000 3456", Label("mobile", "17900003456", sure=True))
    assert scored(line) == Score(1, 0, 0)
    assert scored(line, blocking=True) == Score(0, 1, 0)


def test_half_of_a_mark_tells_of_it_and_a_part_of_a_number_does_not() -> None:
    mark = plain("秘密★3年", Label("secrecy", "秘密★3年整", sure=True))
    assert scored(mark) == Score(1, 0, 0)
    short = plain("手机：15400001234", Label("mobile", "1540000123", sure=True))
    assert scored(short) == Score(0, 1, 1)


def test_a_line_of_a_table_is_read_as_the_program_reads_the_file() -> None:
    row = Line("序号,手机\n1,15400001234", "", Counter(), "csv")
    assert found(row) == Counter([Label("mobile", "15400001234", sure=True)])
