"""What an address answered, and what that says of the link."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class LinkOutcome(StrEnum):
    """What came of asking."""

    OK = "有答复"
    GONE = "没有这个页面"
    FAILED = "出错"
    UNREACHED = "连不上"
    UNTRUSTED = "证书或者加密方式不对"
    REFUSED = "不接受程序访问"
    NOT_ASKED = "没有访问"


GONE = {404, 410}
REFUSING = {401, 402, 403, 405, 406, 407, 412, 418, 429, 451, 521}
"""A person with a browser may well be let in; 412 and 521 are how sites here ask for a script."""
NO_GATE = {502, 503, 504}
"""What a proxy says of a site that it cannot reach."""


class Copy(NamedTuple):
    """The bytes of a page that may be kept, and what kind they are said to be."""

    content: bytes
    media: str


class LinkResult(NamedTuple):
    """What came of asking for an address: `said` in Chinese, for the officer who has to act on it.

    `moved_to` where every turn on the way was for good (301, 308); `final` wherever it ended.
    """

    address: str
    outcome: LinkOutcome
    said: str
    status: int | None = None
    final: str = ""
    moved_to: str = ""
    tls_until: date | None = None
    wait_days: int = 0
    copy: Copy | None = None

    @property
    def reached(self) -> bool:
        """Say whether a web server answered, other than a gate on our own side."""
        return self.status is not None and self.status < 500 and self.status != 407

    @property
    def ours(self) -> bool:
        """Say whether it may be our own line, proxy or firewall that failed, and not the other side."""
        return self.outcome in {LinkOutcome.UNREACHED, LinkOutcome.UNTRUSTED}


def outcome_of(status: int, *, proxied: bool) -> tuple[LinkOutcome, str]:
    """What a status says, and how it is told."""
    if 200 <= status < 300:
        return LinkOutcome.OK, "打得开"
    if status in GONE:
        return LinkOutcome.GONE, f"{status} 没有这个页面"
    if status in REFUSING:
        return LinkOutcome.REFUSED, f"{status} 对方不接受程序访问，请人工打开看一次"
    if proxied and status in NO_GATE:
        return LinkOutcome.UNREACHED, f"{status} 代理或者对方网站连不上"
    return LinkOutcome.FAILED, f"{status} 对方网站出错"
