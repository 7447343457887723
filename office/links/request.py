"""One request: what a server said, or why it said nothing. Never raises for what the other side does."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple

import httpx

from office.links.result import Copy, LinkOutcome

AGENT = "Juece link check"


class Heard(NamedTuple):
    """What a server said to one request."""

    status: int
    location: str
    wait_days: int
    tls_until: date | None
    copy: Copy | None
    note: str = ""
    """Why there is no copy although one was wanted."""


class Unheard(NamedTuple):
    """Why a server said nothing."""

    outcome: LinkOutcome
    said: str


def client(wait: float, proxy: str) -> httpx.AsyncClient:
    """A client that trusts what this machine trusts and takes its proxy from the settings alone."""
    return httpx.AsyncClient(
        verify=ssl.create_default_context(),
        proxy=proxy or None,
        trust_env=False,
        timeout=httpx.Timeout(wait, connect=wait / 2, pool=None),
        headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
    )


async def request(
    web: httpx.AsyncClient, method: str, address: str, wait: float, keep: int
) -> Heard | Unheard:
    """Ask once; of the body at most `keep` bytes are read, and with 0 none.

    However slowly it drips, the head has `wait` seconds, and the body has as long again.
    """
    try:
        async with asyncio.timeout(wait):
            response = await web.send(web.build_request(method, address), stream=True)
    except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout):
        return Unheard(LinkOutcome.FAILED, f"等了{wait:g}秒没有答复")
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as wrong:
        return _unheard(wrong)
    try:
        copy, note = await _copy(response, wait, keep) if keep else (None, "")
        return Heard(
            response.status_code,
            response.headers.get("location", ""),
            _days(response.headers.get("retry-after", "")),
            _tls_until(response),
            copy,
            note,
        )
    finally:
        await response.aclose()


def _unheard(wrong: Exception) -> Unheard:
    fault = next((w for w in _causes(wrong) if isinstance(w, ssl.SSLError)), None)
    if isinstance(fault, ssl.SSLCertVerificationError):
        return Unheard(LinkOutcome.UNTRUSTED, f"证书不对：{fault.verify_message}")
    if fault:
        return Unheard(LinkOutcome.UNTRUSTED, f"加密连接建立不起来：{fault.reason}")
    if isinstance(wrong, httpx.ConnectTimeout):
        return Unheard(LinkOutcome.UNREACHED, "连接超时")
    if isinstance(wrong, httpx.ProxyError):
        return Unheard(LinkOutcome.UNREACHED, "代理连不上对方")
    if any(isinstance(w, socket.gaierror) for w in _causes(wrong)):
        return Unheard(LinkOutcome.UNREACHED, "查不到这个域名")
    if any(isinstance(w, ConnectionRefusedError) for w in _causes(wrong)):
        return Unheard(LinkOutcome.UNREACHED, "对方拒绝连接")
    if isinstance(wrong, httpx.ConnectError):
        return Unheard(LinkOutcome.UNREACHED, "连不上")
    if isinstance(wrong, httpx.NetworkError | httpx.RemoteProtocolError):
        return Unheard(LinkOutcome.FAILED, "答复中断，或者不是网页服务器的答复")
    return Unheard(
        LinkOutcome.FAILED, "网址或者它转向的网址写法不对，应像 https://www.example.gov.cn/ 这样写"
    )


def _causes(wrong: BaseException | None) -> Iterator[BaseException]:
    while wrong:
        yield wrong
        wrong = wrong.__cause__ or wrong.__context__


async def _copy(response: httpx.Response, wait: float, keep: int) -> tuple[Copy | None, str]:
    if not response.is_success:
        return None, ""
    if response.headers.get("content-encoding", "identity") != "identity":
        return None, "对方发来的是压缩内容，没有留副本"
    content = bytearray()
    try:
        async with asyncio.timeout(wait):
            async for part in response.aiter_raw():
                content += part
                if len(content) > keep:
                    return None, "超过副本大小上限，没有留副本"
    except (TimeoutError, httpx.HTTPError):
        return None, "没有收完，没有留副本"
    return Copy(bytes(content), response.headers.get("content-type", "")), ""


def _tls_until(response: httpx.Response) -> date | None:
    """The last day of the server's certificate; through a proxy too, as it is the site's own."""
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream else None
    until = tls.getpeercert().get("notAfter") if tls else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC).date() if until else None


def _days(retry_after: str) -> int:
    """Seconds of Retry-After as whole days; a date there is passed over."""
    return -(-int(retry_after) // 86_400) if retry_after.isascii() and retry_after.isdigit() else 0
