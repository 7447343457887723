"""合法性审查: a stage of its own because 713-25 forbids the meeting without it."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from catalog import clock
from catalog.clock import Reckoning
from catalog.record import Frozen, Record, Text, opened_by
from catalog.stages.base import Due, Role, Stage, Step

if TYPE_CHECKING:
    from catalog.dossier import Dossier


class Submission(Record):
    """The undertaking unit submits the draft for review (送审)."""

    past: ClassVar[tuple[str, ...]] = ("submitted_on",)
    day: ClassVar[str] = "submitted_on"

    submitted_on: date = Field(title="送审日期")
    due_on: date | None = Field(None, title="要求完成日期")
    unit: str = Field("", title="送审处室")


class Conclusion(StrEnum):
    """Conclusions of a legality review."""

    LAWFUL = "合法"
    LAWFUL_IF_AMENDED = "修改后合法"
    RETURNED = "退回补正"
    UNLAWFUL = "不合法"


class ReviewForm(StrEnum):
    """What the document is; only a review satisfies 713-25."""

    REVIEW = "合法性审查意见"
    COMMENT = "征求意见的复函"


class Response(Frozen):
    """A review comment and how the undertaking unit answered it (713-28)."""

    comment: Text = Field(title="审查意见")
    response: str = Field("", title="研究采纳情况")


class LegalityOpinion(Record):
    """The legality review opinion (合法性审查意见); only the fact, date and result go public."""

    past: ClassVar[tuple[str, ...]] = ("issued_on",)
    day: ClassVar[str] = "issued_on"

    issued_on: date = Field(title="审查意见日期")
    reviewer: str = Field("", title="审查部门")
    form: ReviewForm = Field(ReviewForm.REVIEW, title="文书种类")
    conclusion: Conclusion = Field(title="审查结论")
    within_powers: bool | None = Field(None, title="符合法定权限")
    procedure_followed: bool | None = Field(None, title="履行了法定程序")
    content_lawful: bool | None = Field(None, title="内容合法")
    lawyer_heard: bool = Field(False, title="已听取法律顾问或者公职律师意见")
    responses: tuple[Response, ...] = Field((), title="意见及研究采纳情况")
    exploratory: bool = Field(
        False, title="探索性改革事项", json_schema_extra=opened_by("conclusion", "不合法")
    )
    legal_risk: str = Field(
        "",
        title="明示的法律风险",
        description="探索性改革事项经审查不合法、仍提请讨论的填写（713-25）",
        json_schema_extra=opened_by("conclusion", "不合法"),
    )
    no_rule_yet: str = Field(
        "",
        title="国家尚无明确规定的说明",
        description="同上：写明哪一方面国家尚无明确规定（713-25第二款）",
        json_schema_extra=opened_by("conclusion", "不合法"),
    )
    draft: str = Field(
        "",
        title="所针对的草案",
        description="在卷草案的 SHA-256；只有一份的不必填写",
        pattern=r"^([0-9a-f]{64})?$",
    )

    @property
    def passes(self) -> bool:
        """Say whether the item may go to the meeting (713-25(2), its reform exception included)."""
        lawful = self.conclusion in {Conclusion.LAWFUL, Conclusion.LAWFUL_IF_AMENDED}
        return lawful or (self.is_excepted and self.conclusion is Conclusion.UNLAWFUL)

    @property
    def is_excepted(self) -> bool:
        """Say whether it is a reform on which the state has no rule yet, its risk told (713-25(2)).

        What exceeds the powers is none; forms before the second did not ask.
        """
        told = self.exploratory and bool(self.legal_risk)
        asked = self.form_no > 1
        return told and not (asked and (not self.no_rule_yet or self.within_powers is False))

    @property
    def reopens(self) -> str:
        """Why it goes back to the unit, or empty."""
        return "" if self.passes else f"合法性审查{self.conclusion.value}"


def _opinion_due(dossier: "Dossier") -> Reckoning | None:
    submission = dossier.latest(Submission)
    if submission is None or submission.due_on is None:
        return None
    return clock.stated(submission.due_on, "送审时要求完成的日期")


STAGE = Stage(
    slug="legality_review",
    title="合法性审查",
    source="713-25",
    after=("consultation", "expert_review", "risk_assessment"),
    steps=(
        Step("submission", "送审", Submission, Role.UNIT, "713-26"),
        Step(
            "opinion",
            "合法性审查意见",
            LegalityOpinion,
            Role.LEGAL_OFFICE,
            "713-27",
            due=Due("LEG-05", _opinion_due),
        ),
    ),
)
