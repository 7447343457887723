"""决策后评估: what came of the decision."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from catalog.record import SAID_ON, Disclosure, Record, Text
from catalog.stages.base import Role, Stage, Step


class FollowUp(StrEnum):
    """What an evaluation leads to."""

    CONTINUE = "继续执行"
    ADJUST = "调整"
    STOP = "中止执行"


class Evaluation(Record):
    """One evaluation, finished (决策后评估)."""

    past: ClassVar[tuple[str, ...]] = ("evaluated_on",)
    day: ClassVar[str] = "evaluated_on"

    evaluator: Text = Field(title="评估主体")
    entrusted: bool = Field(False, title="委托第三方评估")
    method: str = Field("", title="评估方式")
    evaluated_on: date = Field(title="评估完成日期")
    participants: tuple[Text, ...] = Field((), title="参与评估的人员类别")
    conclusion: Text = Field(title="评估结论")
    follow_up: FollowUp = Field(FollowUp.CONTINUE, title="后续安排")
    disclosure: Disclosure = Field(Disclosure(), title="公开")
    published_on: date | None = Field(None, title="公布日期", description=SAID_ON)


STAGE = Stage(
    slug="evaluation",
    title="决策后评估",
    source="713-36",
    after=("disclosure",),
    sections=("pinggu",),
    exemption="713-36",
    steps=(Step("report", "评估报告", Evaluation, Role.EVALUATOR, "713-36"),),
)
