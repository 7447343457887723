"""Word by word: both sides come back exactly, no word is cut, no confetti, and what is no change of substance is said."""

import random
import time

import pytest
import rjieba

from catalog.clauses import Mark, Span, SpanKind
from opinions.clauses.words import SHORT, difference, mark

TEXT = (
    "社区花园的选址应当不占用消防通道，征得相邻居民同意，并经土壤检测合格；检测费用由区级财政负担，"
    "检测结果每季度向居民公布一次。居民委员会组织养护的，街道办事处应当给予指导和经费支持，每处每年不少于二万元。"
)


def side(spans: tuple[Span, ...], other: SpanKind) -> str:
    return "".join(span.text for span in spans if span.kind is not other)


def edited(by_chance: random.Random) -> str:
    words = rjieba.cut(TEXT)
    for _ in range(by_chance.randrange(1, 9)):
        n = by_chance.randrange(len(words))
        words[n] = by_chance.choice(("", "市级", "本规定第三条", words[n] * 2, "，", "　 ", "\n"))
    return "".join(words)


def test_both_sides_come_back_exactly_and_no_word_is_cut() -> None:
    by_chance = random.Random(5)
    for _ in range(1_000):
        before, after = edited(by_chance), edited(by_chance)
        spans = difference(before, after)
        assert side(spans, SpanKind.INSERTED) == before
        assert side(spans, SpanKind.DELETED) == after
        for text, other in ((before, SpanKind.INSERTED), (after, SpanKind.DELETED)):
            ends, at = {0}, 0
            for word in rjieba.cut(text):
                ends.add(at := at + len(word))
            at = 0
            for span in spans:
                if span.kind is not other:
                    at += len(span.text)
                    assert at in ends


def test_no_short_equal_run_stands_between_two_changes() -> None:
    by_chance = random.Random(6)
    for _ in range(300):
        spans = difference(edited(by_chance), edited(by_chance))
        for one in spans[1:-1]:
            assert one.kind is not SpanKind.EQUAL or len(one.text) >= SHORT


def test_what_is_taken_out_stands_before_what_is_put_in() -> None:
    spans = difference("每餐补贴二元", "每餐补贴三元")
    changed = [span.kind for span in spans if span.kind is not SpanKind.EQUAL]
    assert changed == [SpanKind.DELETED, SpanKind.INSERTED]


def test_numbers_of_clauses_are_changed_whole() -> None:
    spans = difference("依照本法第八条的规定办理", "依照本法第十一条的规定办理")
    assert any(span.kind is SpanKind.DELETED and "八" in span.text for span in spans)
    assert side(spans, SpanKind.INSERTED) == "依照本法第八条的规定办理"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("甲、乙。", "甲，乙；", Mark.PUNCTUATION),
        ("依照第八条办理。", "依照第十一条办理。", Mark.NUMBERS),
        ("依照第八条第二款办理。", "依照第九条第三款办理。", Mark.NUMBERS),
        ("每餐二元。", "每餐三元。", None),
    ],
)
def test_what_is_no_change_of_substance_is_marked(
    before: str, after: str, said: Mark | None
) -> None:
    assert mark(before, after) is said


def test_a_clause_takes_little_time() -> None:
    by_chance = random.Random(8)
    pairs = [(edited(by_chance), edited(by_chance)) for _ in range(500)]
    begun = time.process_time()
    for before, after in pairs:
        difference(before, after)
    assert (time.process_time() - begun) / len(pairs) < 0.002  # 0.2 ms on a quiet machine


def test_a_clause_of_millions_of_words_is_told_as_changed() -> None:
    spans = difference("甲乙" * 30_000, "丙丁" * 30_000)
    assert {span.kind for span in spans} == {SpanKind.DELETED, SpanKind.INSERTED}
