"""How well the scanners do on labelled lines, and that they stand whatever they are given."""

import random
from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.privacy import Allowed, scan
from checks.privacy.normalise import fold
from checks.privacy.scan import look
from tests.checks.privacy.labelled import CORPUS, HELD_OUT, corpus, found, scores

NASTY = (
    "0123456789" * 6
    + "Xx×abcdefABCEGHMW@.-_·* /()\n\t：，★京沪张王欧阳投诉人联系人身份证号电话密级机秘内部资料公开\u200b０１①〇一二"
)


def test_there_are_enough_lines_of_either_kind() -> None:
    lines = corpus(CORPUS)
    assert len(lines) >= 300
    assert sum(not line.finds for line in lines) >= 200


def test_every_line_that_the_scanners_were_made_with_is_right() -> None:
    wrong = [line.text for line in corpus(CORPUS) if found(line) != line.finds]
    assert wrong == []


@pytest.mark.parametrize(
    ("blocking", "recall", "precision"), [(False, 0.80, 0.95), (True, 0.88, 0.95)]
)
def test_recall_and_precision_hold_on_lines_nobody_worked_with(
    blocking: bool, recall: float, precision: float
) -> None:
    score = dict(scores(corpus(HELD_OUT), blocking=blocking))["all"]
    assert score.recall >= recall
    assert score.precision >= precision


OVER_A_LINE = {
    "住址：柳园路12号\n14号下午开会": "柳园路12号",
    "家住柳园路12号\n2号院召开会议": "柳园路12号",
    "住址：柳园路12号3室\n5室的邻居反映": "柳园路12号3室",
    "住址：柳园路12弄3号\n8号线运营": "柳园路12弄3号",
    "住址：和平路12号\n\n302室空调维修": "和平路12号",
    "住址：柳园路12号3室\n4、反映噪音": "柳园路12号3室",
    "住址：无\n\n城东路3号改造": "",
    "家住柳园新村12幢\n3单元402室": "柳园新村12幢3单元402室",
    "住址：柳园路12号\r\n302室": "柳园路12号302室",
    "户籍地址：柳园镇\n城东路3号": "柳园镇城东路3号",
}


@pytest.mark.parametrize("text", OVER_A_LINE)
def test_an_address_goes_on_over_a_line_only_with_what_is_smaller(text: str) -> None:
    """A line that begins with another house, or after an empty one, is no part of it."""
    told = [hit.value for detector, hit in look(fold(text), "") if detector.id == "address"]
    assert told == [OVER_A_LINE[text]] * bool(OVER_A_LINE[text])


def test_no_report_repeats_what_it_found() -> None:
    for line in corpus(CORPUS):
        report = scan({"a.txt": f"{line.heading}\n{line.text}".encode()}, Allowed(date(2026, 3, 1)))
        told = "".join("".join(map(str, finding)) for finding in report.findings)
        values = [label.value for label in line.finds if label.detector != "secrecy"]
        assert not [value for value in values if value in told], line.text


@given(st.text(alphabet=NASTY) | st.text())
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_looked_at(text: str) -> None:
    folded = fold(text)
    for _, hit in look(folded, folded[:20]):
        assert 0 <= hit.start < hit.end <= len(folded)


@given(
    st.binary(max_size=300),
    st.sampled_from(["pdf", "docx", "html", "json", "csv", "jpg", "xml", "zip", "txt"]),
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_can_be_scanned(body: bytes, suffix: str) -> None:
    openings = (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xd8\xff", b"\x1f\x8b")
    for opening in openings:
        scan({f"a.{suffix}": opening + body}, Allowed(date(2026, 3, 1)))


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        " ",
        "\n",
        "a.",
        "a@",
        "1 ",
        "15-",
        "投诉人 ",
        "联系人(",
        "机 密",
        "一",
        "a1",
        "（【",
        "电话:",
        "沪A·",
        "2023年1月1日\n",
        "王小明与李小红因纠纷",
        "王.",
        "敬礼\n王 ",
        "信访_王小明.pdf",
        "据王小明讲，",
        "人(王:",
        "王小明（投诉人）",
    ],
)
def test_no_repetition_takes_long(unit: str) -> None:
    """Four times the text takes about four times as long; a quadratic pattern would take sixteen."""
    took = []
    for count in (20_000, 80_000):
        body = (unit * (count // len(unit))).encode()
        begun = process_time()
        scan({"a.txt": body}, Allowed(date(2026, 3, 1)))
        took.append(process_time() - begun)
    assert took[1] < 10 * took[0] + 0.5


def test_many_random_strings_raise_nothing() -> None:
    drawn = random.Random(2)
    for _ in range(3000):
        look(fold("".join(drawn.choices(NASTY, k=drawn.randint(1, 60)))), "")
