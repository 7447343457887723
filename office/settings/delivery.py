"""Who gets each decision with its interpretation and its questions, and by which way.

Nothing is ever sent to a host that is not written here, and no password is: it lies in a file of its
own, or in the environment.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from catalog.record import Frozen, Text, spelled
from catalog.submission import Mail

Host = Annotated[
    str, spelled(r"^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$", "应为主机名，如 mail.example.gov.cn")
]
Url = Annotated[
    str,
    spelled(
        r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/%-]*)?$",
        "应为 https:// 开头的网址，不带“?”和用户名",
    ),
]
"""Without a query or a user: what stands in an address ends up in logs."""


class SubscriberKind(StrEnum):
    """What a subscriber is; 要点2024-13 names the first two."""

    ASSOCIATION = "行业协会商会"
    SOCIETY = "其他社会组织"
    MEDIA = "媒体"
    OTHER = "其他"


class Secret(Frozen):
    """Where a password is kept; never the password."""

    file: str = Field("", title="文件", description="数据目录下的文件，只有本程序的用户可读")
    environment: str = Field("", title="环境变量")

    @model_validator(mode="after")
    def _one_place(self) -> "Secret":
        if bool(self.file) == bool(self.environment):
            raise ValueError("“文件”和“环境变量”写一项")
        return self


class MailServer(Frozen):
    """The office's own mail server, through which all e-mail goes."""

    host: Host = Field(title="服务器")
    port: int = Field(587, title="端口", ge=1, le=65535)
    security: Literal["STARTTLS", "TLS", "不加密"] = Field("STARTTLS", title="加密")
    user: str = Field("", title="用户名")
    password: Secret | None = Field(None, title="口令")
    sender: Mail = Field(title="发件地址")

    @model_validator(mode="after")
    def _no_password_in_clear(self) -> "MailServer":
        if bool(self.user) != bool(self.password):
            raise ValueError("“用户名”和“口令”应同时写")
        if self.password and self.security == "不加密":
            raise ValueError("有口令的应当加密（STARTTLS 或者 TLS）")
        return self


class Webhook(Frozen):
    """An address that takes a signed POST."""

    url: Url = Field(title="网址", description="以 https:// 开头，不带问号后面的参数")
    secret: Secret = Field(title="签名密钥")


class Subscriber(Frozen):
    """One who gets the decisions; known by its name, which is not to be changed."""

    name: Text = Field(title="名称")
    kind: SubscriberKind = Field(title="类别")
    since: date = Field(title="起始日期", description="这一天起公布的才推送")
    authorities: tuple[Text, ...] = Field((), title="机关代号", description="不写为全部")
    topics: tuple[Text, ...] = Field(
        (), title="主题词", description="事项名称、文件标题或者主题分类里有其一的才推送；不写为全部"
    )
    mail: Mail | None = Field(None, title="电子邮箱")
    webhook: Webhook | None = Field(None, title="接口")
    attach_megabytes: int = Field(
        10, title="随附上限", description="兆字节；更大的只给网址和校验值", ge=0, le=50
    )

    @model_validator(mode="after")
    def _one_way(self) -> "Subscriber":
        if bool(self.mail) == bool(self.webhook):
            raise ValueError("“电子邮箱”和“接口”写一项")
        return self

    def wants(self, authority: str, words: str, out_on: date) -> bool:
        """Say whether a decision is for it, by what its titles and its topic say."""
        ours = not self.authorities or authority in self.authorities
        spoken_of = not self.topics or any(topic in words for topic in self.topics)
        return ours and spoken_of and out_on >= self.since


class Subscribers(Frozen):
    """The section: the mail server, whom to trust, and everybody on the list."""

    server: MailServer | None = Field(None, title="邮件服务器")
    trusted: str = Field(
        "", title="信任的证书", description="自建证书机构的 PEM 文件，在数据目录下；不写用系统的"
    )
    everybody: tuple[Subscriber, ...] = Field((), title="名单")

    @model_validator(mode="after")
    def _can_be_reached(self) -> "Subscribers":
        names = [one.name for one in self.everybody]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"{'、'.join(twice)}写了两次，只能保留一处")
        if self.server is None and any(one.mail for one in self.everybody):
            raise ValueError("有用电子邮箱的，要写“邮件服务器”")
        return self
