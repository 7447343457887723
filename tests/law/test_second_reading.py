"""Every case of the second reading is answered as the table says, and the table is what docs/ shows."""

from pathlib import Path

import pytest

from tests.law.reading import CHAPTERS, markdown
from tests.law.reading.case import Case, Offices
from tests.law.reading.point import Point

PAGE = Path(__file__).parents[2] / "docs" / "law-second-reading.md"
POINTS = [point for chapter in CHAPTERS for point in chapter.points]
CASES = [
    pytest.param(case, id=f"{point.name}: {case.says}") for point in POINTS for case in point.cases
]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Offices:
    return Offices(tmp_path_factory.mktemp("offices"))


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_answered_as_the_table_says(case: Case, offices: Offices) -> None:
    answer = offices.answer(case)
    blocking = {f.rule for f in answer.findings if f.blocks}
    assert answer.taken is case.taken, sorted(map(str, answer.findings))
    assert blocking == ({case.rule, *case.also} - {""} if not case.taken else set())
    assert all(lack.startswith(f"{case.lacks}：") for lack in answer.lacks)
    assert not case.rule or list(answer.said(case.rule))


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_a_point_has_a_right_and_a_wrong_case(point: Point) -> None:
    assert point.right.taken
    assert not point.right.rule
    assert point.wrong.rule


def test_a_point_is_named_once() -> None:
    assert len({point.name for point in POINTS}) == len(POINTS)


def test_the_page_is_the_one_generated_from_the_table() -> None:
    assert PAGE.read_text("utf-8") == markdown()
