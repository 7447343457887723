"""What stands before every page: own Host and own Origin only, no body without end, closed headers.

A browser says itself which page is asking. Who holds a session's cookie and asks from a page of another
site, or of another port of this machine, is turned away before anything is read.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.answers import error

SAFE = {"GET", "HEAD"}
SMALL, LARGE = 4 * 1024**2, 210 * 1024**2
"""Bytes of a body: of a form, and of one with files."""
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
LOCAL = ("127.0.0.1", "localhost")
_LENGTH = re.compile(r"[0-9]{1,18}")


class TooLarge(Exception):
    """A body went on beyond its bound."""


def hosts(port: int, origins: str) -> dict[str, frozenset[str]]:
    """The names under which the desk is reached, with the origins of pages that may ask there.

    `origins` are the addresses at which a proxy shows it, apart by spaces. Raises ValueError.
    """
    found = {f"{name}:{port}": {f"http://{name}:{port}"} for name in LOCAL}
    for word in origins.split():
        origin = word.rstrip("/").lower()
        asked = urlsplit(origin)
        if asked.scheme != "https" or origin != f"https://{asked.netloc}":
            raise ValueError(
                f"JUECE_DESK_ORIGINS 里的“{word}”应写成 https://主机名（登录不能走 http）"
            )
        for host in {asked.netloc, asked.hostname or ""}:
            found.setdefault(host, set()).add(origin)
    return {host: frozenset(of) for host, of in found.items()}


class Guard:
    """The one way in."""

    def __init__(self, app: ASGIApp, *, known: dict[str, frozenset[str]]) -> None:
        self.app, self.known = app, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["type"] != "http":
            if self._is_own_socket(headers):
                await self.app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        bound = LARGE if headers.get("content-type", "").startswith("multipart/") else SMALL
        refused = self._refusal(scope, headers, bound)
        if refused:
            await error(*refused)(scope, receive, closed(send))
            return
        await self.app(scope, bounded(receive, bound), closed(send))

    def _refusal(self, scope: Scope, headers: Headers, bound: int) -> tuple[int, str, str] | None:
        named = [host.lower() for host in headers.getlist("host")]
        if len(named) != 1 or named[0] not in self.known:
            return (
                421,
                "网址不对",
                "这个网址不是工作台的：经代理访问的，请管理员把代理的网址写进 JUECE_DESK_ORIGINS",
            )
        if scope["method"] not in SAFE and not self._is_own(headers, named[0]):
            return 403, "没有执行", "这个请求来自别的网站，没有执行：请在工作台的页面上办理"
        length = headers.get("content-length", "0")
        if not _LENGTH.fullmatch(length) or int(length) > bound:
            return 413, "太大", _TOO_LARGE
        return None

    def _is_own_socket(self, headers: Headers) -> bool:
        """Every browser says of a socket which page opens it."""
        named = [host.lower() for host in headers.getlist("host")]
        known = len(named) == 1 and named[0] in self.known
        return known and bool(headers.get("origin")) and self._is_own(headers, named[0])

    def _is_own(self, headers: Headers, host: str) -> bool:
        """A form is sent by a page of our own: every browser of these years says so."""
        origins, sites = headers.getlist("origin"), headers.getlist("sec-fetch-site")
        own = set(origins) <= self.known[host] and set(sites) <= {"same-origin"}
        return own and bool(origins or sites)


_TOO_LARGE = f"一次最多交{LARGE // 1024**2 - 10}兆字节：请把大的文件压缩、拆开，分几次上传"


def too_large(_request: Request, _wrong: Exception) -> Response:
    """The page for a body that went on beyond its bound."""
    return error(413, "太大", _TOO_LARGE)


def bounded(receive: Receive, most: int) -> Receive:
    """A body that raises TooLarge as soon as it is longer than it may be, whatever it said before."""
    left = most

    async def received() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLarge
        return message

    return received


def closed(send: Send, headers: Mapping[str, str] = HEADERS) -> Send:
    """Every answer with the headers that keep it to this site and out of every cache."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(k.lower(), v) for k, v in message.get("headers", ())]
            names = {k.decode() for k, _ in given}
            more = ((k.encode(), v.encode()) for k, v in headers.items() if k not in names)
            message["headers"] = [*given, *more]
        await send(message)

    return sent
