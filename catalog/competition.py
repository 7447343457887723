"""What drafting settles where an act touches operators: fair competition, and time to adapt."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from catalog.record import Frozen, Text


class CompetitionFound(StrEnum):
    """Conclusions of a fair competition review (783-17, 18)."""

    CLEAN = "不违反审查标准"
    EXCEPTED = "适用例外规定"
    VIOLATES = "违反审查标准"


class FairCompetition(Frozen):
    """The fair competition review behind its written conclusion (公平竞争审查条例)."""

    past: ClassVar[tuple[str, ...]] = ("reviewed_on",)

    reviewed_on: date | None = Field(None, title="审查日期")
    reviewer: str = Field(
        "",
        title="审查单位",
        description="部门出台的，起草单位；政府出台的，市场监督管理部门（公平竞争审查条例第十三条、第十四条）",
    )
    conclusion: CompetitionFound | None = Field(
        None, title="审查结论", description="公平竞争审查条例第十七条"
    )
    heard: tuple[Text, ...] = Field((), title="听取意见的经营者、行业协会商会等")
    exception: str = Field(
        "", title="适用例外的情形", description="适用公平竞争审查条例第十二条的，写明哪一种"
    )
    term: str = Field("", title="实施期限或者终止条件", description="适用例外的填写")
    adaptation: str = Field(
        "", title="适应调整期", description="留多少日；不需要的，写明理由（优化营商环境条例）"
    )
