"""The second reading of the law: every point with its article, its cases, and what the product says.

One table that a lawyer can read; docs/law-second-reading.md is generated from it, and a test tries
every case at the one door.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog import law
from tests.law.reading.articles import ARTICLES
from tests.law.reading.asked import ASKED
from tests.law.reading.before import BEFORE
from tests.law.reading.case import Case, Offices, step_title
from tests.law.reading.decided import DECIDED
from tests.law.reading.in_time import IN_TIME
from tests.law.reading.lax import CONSULTATION
from tests.law.reading.point import Chapter, Point
from tests.law.reading.sayable import SAYABLE
from tests.law.reading.strict import STRICT

CHAPTERS: tuple[Chapter, ...] = (
    IN_TIME,
    CONSULTATION,
    BEFORE,
    DECIDED,
    STRICT,
    ASKED,
    ARTICLES,
    SAYABLE,
)

HEAD = """# 法律的第二次通读

<!-- 由 tests/law/reading 生成，改动请改那里后运行 make docs -->

逐点写明：依据哪一条，什么情形，产品怎样回答。每一个情形都从年度目录起，在一本新的台账上经同一道门
（`file_record`）登记到那一步；“产品的回答”是它当时说的话，一字未改。机关、事项、人员都是虚构的。

"""


def markdown() -> str:
    """The page of all points."""
    with TemporaryDirectory() as folder:
        offices = Offices(Path(folder))
        return HEAD + "\n".join(_chapter(chapter, offices) for chapter in CHAPTERS)


def _chapter(chapter: Chapter, offices: Offices) -> str:
    lines = [f"## {chapter.title}", ""]
    lines += ["| 要点 | 依据 | 情形 | 登记什么 | 产品的回答 |", "|---|---|---|---|---|"]
    for point in chapter.points:
        lines += _rows(point, offices)
    return "\n".join([*lines, ""])


def _rows(point: Point, offices: Offices) -> Iterator[str]:
    told = f"**{point.name}**" + (f"<br>{point.otherwise}" if point.otherwise else "")
    for n, case in enumerate(point.cases):
        first = (told, law.cite(point.articles)) if n == 0 else ("", "")
        cells = (*first, case.says, step_title(case), _answer(case, offices))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _answer(case: Case, offices: Offices) -> str:
    answer = offices.answer(case)
    if case.archived:
        return "<br>".join(
            ["**予以登记，可以成卷**"] if answer.taken else ["**不能成卷**", *answer.lacks]
        )
    head = "予以登记" if answer.taken else "不予登记"
    said = [] if not case.rule else list(answer.said(case.rule))
    return "<br>".join([f"**{head}**", *said])
