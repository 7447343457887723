"""What a record is: a frozen pydantic document that one person files in one step."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny, StringConstraints

from catalog.ids import stage_of

HOW_SPELLED: dict[str, str] = {}
"""How what a pattern asks for is written, in the words of a message."""


def spelled(pattern: str, how: str) -> StringConstraints:
    """A text of that pattern; `how` tells whoever writes it otherwise."""
    HOW_SPELLED[pattern] = how
    return StringConstraints(pattern=pattern)


Text = Annotated[str, StringConstraints(min_length=1)]
Sha256 = Annotated[str, spelled(r"^[0-9a-f]{64}$", "应为64位数字和小写字母 a 至 f")]


class Frozen(BaseModel):
    """Immutable, and an unknown key is an error: a typing slip must not vanish."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True
    )

    past: ClassVar[tuple[str, ...]] = ()
    """Fields holding facts: their date must not lie after the day of filing."""


Place = tuple[int | str, ...]


def dates_in(value: object, place: Place = ()) -> Iterator[tuple[Place, date]]:
    """Every date inside a record, however deep, with its place; a moment is none."""
    if isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from dates_in(getattr(value, name), (*place, name))
    elif isinstance(value, tuple):
        for n, part in enumerate(value):
            yield from dates_in(part, (*place, n))
    elif isinstance(value, date) and not isinstance(value, datetime):
        yield place, value


class DocumentKind(StrEnum):
    """What a document is; the kind, not its title, decides where it may stand."""

    DRAFT = "决策草案"
    EXPLANATION = "起草说明"
    DRAFT_INTERPRETATION = "草案解读"
    HEARING_REPORT = "听证报告"
    OPINION_TABLE = "意见采纳情况表"
    EXPERT_OPINION = "专家论证意见"
    RISK_REPORT = "风险评估报告"
    SUMMARY = "报告摘要"
    FAIR_COMPETITION = "公平竞争审查结论"
    LEGALITY_OPINION = "合法性审查意见"
    LAWYER_OPINION = "法律顾问或公职律师意见"
    BASES = "制定依据"
    PROCEDURE_STATEMENT = "履行法定程序的说明"
    EXPERT_ADOPTION = "专家意见研究采纳情况"
    MINUTES = "会议记录"
    FINAL = "正式文件"
    INTERPRETATION = "政策解读"
    QUESTIONS = "问答清单"
    EVALUATION_REPORT = "评估报告"
    OTHER = "其他材料"


INTERNAL_KINDS = frozenset(
    {DocumentKind.MINUTES, DocumentKind.LEGALITY_OPINION, DocumentKind.LAWYER_OPINION}
)


class Attribute(StrEnum):
    """Disclosure attribute of a document or block (国办发〔2016〕80号)."""

    PROACTIVE = "主动公开"
    SUMMARY = "摘要公开"
    ON_REQUEST = "依申请公开"
    WITHHELD = "不予公开"


class Ground(StrEnum):
    """Why something is not disclosed: 政府信息公开条例 articles 14 to 16."""

    SECRET = "国家秘密或者法律禁止公开"
    PRIVATE = "商业秘密或者个人隐私"
    INTERNAL = "内部事务信息"
    PROCESS = "行政管理过程性信息"


GROUND_SOURCES = {
    Ground.SECRET: "711-14",
    Ground.PRIVATE: "711-15",
    Ground.INTERNAL: "711-16(1)",
    Ground.PROCESS: "711-16(2)",
}


SAID_ON = (
    "在本网站何时公开由系统按历次公开记录写明，留空的审查同意后随下一号公开；"
    "在公报、报刊或者其他网站先公布的，填那一天；填以后的日期，到那一天才公开"
)
"""What a day of publication is that somebody types."""


class Disclosure(Frozen):
    """Whether something is disclosed; what is withheld needs a ground and a day of re-review."""

    attribute: Attribute = Field(Attribute.PROACTIVE, title="公开属性")
    ground: Ground | None = Field(None, title="不公开理由")
    review_on: date | None = Field(None, title="下次复核日期")


class SecrecyReview(Frozen):
    """Review of one publication before it goes out (先审查、后公开; 一事一审)."""

    past: ClassVar[tuple[str, ...]] = ("reviewed_on",)

    reviewed_on: date = Field(title="审查日期")
    reviewer: Text = Field(title="审查人职务")
    passed: bool = Field(title="同意公开")
    collective_data: bool = Field(False, title="含汇总性数据")
    aggregation_reviewed: bool = Field(False, title="已审查数据汇聚风险")


class Elsewhere(Frozen):
    """The same thing published in another place, on a day of its own."""

    past: ClassVar[tuple[str, ...]] = ("published_on",)

    place: Text = Field(title="网站或者报刊")
    published_on: date = Field(title="发布日期")
    url: str = Field("", title="网址")


class Original(Frozen):
    """The paper that a redacted copy was made of; its bytes are in the document store and stay."""

    digest: Sha256 = Field(title="SHA-256")
    name: Text = Field(title="文件名")
    size: int = Field(title="字节数", ge=1)


class Covered(Frozen):
    """One place covered in a redacted copy: where it is and why, never what stood there."""

    where: Text = Field(title="位置", description="公开，例如 第3页第2段；只写位置，不写遮盖了什么")
    page: int | None = Field(None, title="所在页码", ge=1)
    ground: Ground | None = Field(None, title="不公开理由")


class Redaction(Frozen):
    """What was covered in a copy before it was published, and by whom (711-37)."""

    past: ClassVar[tuple[str, ...]] = ("covered_on",)

    original: Original = Field(title="原件", description="留在材料库，不公开")
    places: tuple[Covered, ...] = Field((), title="遮盖之处")
    covered_on: date = Field(title="遮盖日期")
    by: Text = Field(title="遮盖人", description="不公开")
    unit: Text = Field(title="遮盖单位", description="公开")
    review_on: date | None = Field(None, title="下次复核日期")


class Document(Frozen):
    """A document on file: the bytes are in the document store under their digest."""

    title: Text = Field(title="标题")
    kind: DocumentKind = Field(title="类别")
    digest: Sha256 = Field(title="SHA-256")
    name: Text = Field(title="文件名")
    size: int = Field(title="字节数", ge=1)
    pages: int | None = Field(None, title="页数", description="由系统填写", ge=1)
    disclosure: Disclosure = Field(Disclosure(), title="公开")
    redaction: Redaction | None = Field(
        None, title="遮盖", description="公开的是遮盖后的副本的，写明原件和遮盖了哪些地方"
    )

    @property
    def is_public(self) -> bool:
        """Internal kinds never leave the building, whatever attribute was typed (711-16)."""
        return self.kind not in INTERNAL_KINDS and self.disclosure.attribute is Attribute.PROACTIVE


class Reason(Frozen):
    """Why a defeasible rule was not followed, and by whom and when that was said."""

    rule: Text = Field(title="规则编号", description="例如 PUB-03")
    text: Text = Field(title="理由")
    by: Text = Field(title="说明人（姓名或者职务）")
    on: date | None = Field(None, title="说明日期")


FORM = 3
"""The number of the forms as they are now: what was filed on an earlier one was never asked what this
one asks, and no rule that came with a form speaks of it."""


OPENED_BY = "opened_by"


def opened_by(name: str, *answers: object) -> dict[str, Any]:
    """Beside a field (`json_schema_extra=`): it is asked for where the field `name` has one of these
    answers, or, without any, is filled in."""
    return {OPENED_BY: (name, answers)}


class Record(Frozen):
    """Base of every record; subclasses are the forms of the lifecycle."""

    day: ClassVar[str] = ""
    """The field that says on which day the step was taken; without one, the day of filing is it."""

    form_no: int = Field(FORM, title="表单版本", description="由系统填写", ge=1)
    documents: tuple[Document, ...] = Field((), title="材料")
    reasons: tuple[Reason, ...] = Field((), title="特殊情况说明")

    @property
    def taken_on(self) -> date | None:
        """The day on which the step was taken, or None where the record does not say."""
        taken: date | None = getattr(self, self.day) if self.day else None
        return taken

    @property
    def kept(self) -> tuple[Document | Original, ...]:
        """Every file that it brings: the documents, and the originals of redacted copies."""
        originals = (d.redaction.original for d in self.documents if d.redaction)
        return (*self.documents, *originals)

    def has(self, kind: DocumentKind) -> bool:
        """Say whether a document of this kind is attached."""
        return any(d.kind is kind for d in self.documents)

    @property
    def reopens(self) -> str:
        """Why the record ends its round unsettled, so that the stage begins another; or empty."""
        return ""

    def reason_for(self, rule: str) -> Reason | None:
        """Return the recorded reason for departing from a rule, if there is one."""
        return next((r for r in self.reasons if r.rule == rule), None)


class AmendmentKind(StrEnum):
    """How a further entry relates to those on file; the earlier entries stay."""

    CORRECTION = "更正"
    NEW_ROUND = "再次办理"


class Amendment(Frozen):
    """A correction of what is on file, or a new round of a stage, with its reason."""

    kind: AmendmentKind = Field(title="类型")
    reason: Text = Field(title="理由")


class Identity(StrEnum):
    """How an actor's identity was established."""

    DECLARED = "自行填报"
    SIGNED_IN = "登录核验"
    SCENARIO = "演示剧本"


class Actor(Frozen):
    """Who filed (经办人); never leaves the building."""

    name: Text = Field(title="经办人")
    unit: Text = Field(title="经办处室")
    identity: Identity = Field(Identity.DECLARED, title="身份确认方式")


class Exemption(Record):
    """A stage that does not apply: ground and reason are printed on the page."""

    reason: Text = Field(title="不适用的理由")
    decided_by: Text = Field(title="认定单位")
    decided_on: date = Field(title="认定日期")
    ground: Ground | None = Field(
        None, title="不予公开的依据", description="不公开征求意见的，写明（713-14）"
    )

    past: ClassVar[tuple[str, ...]] = ("decided_on",)
    day: ClassVar[str] = "decided_on"


class Entry(Frozen):
    """One record on file: who, when, what, and what it follows."""

    item: str
    seq: int = Field(ge=1)
    step: str
    round: int = Field(ge=1)
    record: SerializeAsAny[Record]
    actor: Actor
    at: datetime
    amends: Amendment | None = None
    digest: Sha256

    @property
    def corrects(self) -> bool:
        """Say whether it corrects an entry before it."""
        return self.amends is not None and self.amends.kind is AmendmentKind.CORRECTION

    @property
    def stage(self) -> str:
        """The stage's slug: the part of the step id before the dot."""
        return stage_of(self.step)
