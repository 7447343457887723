"""One letter to a consultation as it arrived, by whatever way: 来件. What it says never changes afterwards."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints, TypeAdapter, ValidationError

from catalog.opinion import Audience, OpinionSource
from catalog.record import Frozen, spelled

LONGEST = 20_000
"""Characters of one letter: it fits into one cell of a spreadsheet (32,767) with room for escapes."""


Mail = Annotated[
    str,
    spelled(
        r"^[A-Za-z0-9_+-]{1,64}(\.[A-Za-z0-9_+-]{1,64}){0,9}"
        r"@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?){0,9}$",
        "应为电子邮箱，如 xx@example.gov.cn",
    ),
]

_MAIL: TypeAdapter[str] = TypeAdapter(Mail)


class Channel(StrEnum):
    """The way by which a letter came (713-15: 便于社会公众参与的方式)."""

    WEB = "网上征集"
    LETTER = "信函"
    PHONE = "电话"
    EMAIL = "电子邮件"
    HEARING = "听证会"
    MEETING = "座谈会"
    QUESTIONNAIRE = "问卷调查"
    VISIT = "来访"
    PROPOSAL = "人大代表建议、政协提案"
    ATTENDANCE = "公众代表列席"
    UNIT_LETTER = "单位来函"


class Consent(StrEnum):
    """What the writer agrees to have published (PIPL-25)."""

    YES = "可以公开"
    ANONYMOUS = "匿名公开"
    COUNT_ONLY = "只计数，不公开"


class Proof(StrEnum):
    """Whether a person, and no robot, was shown to have sent it."""

    VERIFIED = "已验证"
    NONE = "待核"
    NOT_NEEDED = "不适用"


class Contact(Frozen):
    """Personal data of the writer: kept apart from the letter, erased when its time is over (PIPL-47)."""

    name: str = Field("", title="称呼", max_length=100)
    contact: str = Field("", title="联系方式", max_length=200)


class SignUp(Frozen):
    """That somebody offers to sit in at the deciding meeting: for which call, in which class of people."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(title="哪一次")
    group: Annotated[str, StringConstraints(min_length=1, max_length=30)] = Field(title="类别")
    named: bool = Field(False, title="单独同意公开姓名")


class Submission(Frozen):
    """The letter without its contact; the register holds it once and never changes it."""

    item: str = Field(title="事项编号")
    round: int = Field(1, title="征求意见轮次", ge=1)
    channel: Channel = Field(title="渠道")
    source: OpinionSource = Field(OpinionSource.PUBLIC, title="来源")
    audience: Audience | None = Field(
        None, title="听取对象", description="专门听取的，如人民团体；一般来件不填"
    )
    received_at: AwareDatetime = Field(title="收到时间")
    late: bool = Field(False, title="逾期", description="公告的截止日24时以后收到")
    clause: str = Field("", title="针对条款", description="t12、t12k2；空的是整件草案")
    draft: str = Field("", title="草案摘要值", description="当时公布的草案的SHA-256")
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)] = Field(
        title="意见原文"
    )
    consent: Consent = Field(Consent.ANONYMOUS, title="公开意愿")
    proof: Proof = Field(Proof.NOT_NEEDED, title="真人核验")


def is_mail(typed: str) -> bool:
    """Whether something typed has the form of an address of e-mail."""
    try:
        _MAIL.validate_python(typed)
    except ValidationError:
        return False
    return True


def is_late(received_at: datetime, closes_at: datetime) -> bool:
    """Whether a letter came when the period was over: at 24:00 of the closing day it is (both aware)."""
    return received_at >= closes_at
