"""How an office wants the links on its pages patrolled; the section 链接巡查 of publication.yaml."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from catalog.record import Frozen, spelled

Host = Annotated[
    str, spelled(r"^\.?[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$", "应为小写的主机名，如 www.example.gov.cn")
]
"""A host, or with a dot before it every host under that name."""
Web = Annotated[str, spelled(r"^https?://[!-~]+$", "应为 http:// 或者 https:// 开头的网址")]


class Patrol(Frozen):
    """Off unless an office says otherwise: it sends requests from the machine that holds the ledger.

    Many such machines have no way out, and where there is one, whom it calls is for the office and
    its firewall to know beforehand.
    """

    on: bool = Field(False, title="启用")
    proxy: str = Field("", title="代理", description="例如 http://10.0.0.1:3128；不填则直接连接")
    never: tuple[Host, ...] = Field((), title="不核对的主机")
    copied: tuple[Host, ...] = Field((), title="可以留存副本的主机")
    internal: tuple[Host, ...] = Field(
        (), title="可以核对的内网主机", description="没有列出的内网地址、本机地址一律不访问"
    )
    probes: tuple[Web, ...] = Field(
        (), title="上网参照网址", description="任一个有答复，就说明本机能上互联网"
    )
    pause_seconds: float = Field(1, title="同一主机两次访问相隔秒数", ge=0, le=600)
    at_once: int = Field(8, title="最多同时访问几个主机", ge=1, le=64)
    wait_seconds: float = Field(20, title="等待答复秒数", gt=0, le=300)
    most_minutes: float = Field(20, title="每次最多分钟数", gt=0, le=240)
    copy_megabytes: float = Field(5, title="副本最大兆字节", gt=0, le=200)

    @model_validator(mode="after")
    def _proxy_is_an_address(self) -> Self:
        if self.proxy and urlsplit(self.proxy).scheme not in {"http", "https"}:
            raise ValueError("代理应写成 http://主机:端口")
        return self


def listed(address: str, hosts: tuple[str, ...]) -> bool:
    """Say whether an address is on one of the hosts; with a dot before it, on one under it."""
    host = urlsplit(address).hostname or ""
    return any(
        host.endswith(one) or host == one[1:] if one.startswith(".") else host == one
        for one in hosts
    )
