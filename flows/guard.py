"""What stands before the engine's server, on HTTP and on WebSocket.

The engine itself answers whoever asks, under any name, and tells every page of the web that it may
read the answer. Here a request goes through only if it is addressed to a name of this server, comes
from no other site's page, and presents the office's secret or a cookie got with it (flows/entrance).
"""

from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.entrance import PATH, Entrance, page, same
from flows.secret import HEADER

HEALTH = "/api/health"
"""Answers `true` to everybody on this machine and tells nothing else."""
SAFE = {"GET", "HEAD"}
SEALED = (
    # The interface calls an analytics host whatever it is told: browsers refuse.
    (b"content-security-policy", b"connect-src 'self'; frame-ancestors 'none'"),
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Refusal(NamedTuple):
    """Why a request does not go through."""

    status: int
    said: str


MISDIRECTED = Refusal(
    421, "这个网址不是流程引擎的：经代理访问的，请管理员把代理的网址写进 JUECE_ORIGINS（见 docs/operations.md）"
)  # fmt: skip
FOREIGN = Refusal(
    403, "这个请求来自别的网站，没有执行：请直接在浏览器的地址栏里打开流程界面"
)  # fmt: skip
UNKNOWN = Refusal(
    401,
    "没有登录，或者登录已过期（12小时）：请在运行引擎的机器上运行 juece enter，用它显示的链接打开；"
    "经代理访问的，请管理员核对代理的密钥（见 docs/operations.md“代理和登录”）",
)


def origins_of(text: str) -> frozenset[str]:
    """The addresses at which a proxy shows the interface, apart by spaces. Raises ValueError."""
    found = frozenset(word.rstrip("/").lower() for word in text.split())
    for origin in found:
        asked = urlsplit(origin)
        if asked.scheme not in {"http", "https"} or origin != f"{asked.scheme}://{asked.netloc}":
            raise ValueError(
                f"JUECE_ORIGINS 里的“{origin}”应写成 https://主机名 或者 https://主机名:端口"
            )
    return found


class Guard:
    """The one way in. `origins` are the addresses of proxies, such as https://juece.example."""

    def __init__(
        self, app: ASGIApp, *, secret: str, port: int, origins: frozenset[str] = frozenset()
    ) -> None:
        self.app, self.secret = app, secret
        self.entrance = Entrance(secret, port)
        own = {f"127.0.0.1:{port}", f"localhost:{port}", self.entrance.host}
        self.origins = {host: {f"http://{host}"} for host in own}
        for origin in origins:  # a proxy may pass the name on with its port or without
            for host in {urlsplit(origin).netloc, urlsplit(origin).hostname or ""}:
                self.origins.setdefault(host, set()).add(origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, have the engine answer it, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if scope["type"] == "websocket":
            if refused:
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self.app(scope, receive, send)
        elif refused:
            await _refused(scope, refused)(scope, receive, sealed(send))
        elif scope["path"] == PATH:
            await self._entered(Request(scope))(scope, receive, sealed(send))
        else:
            await self.app(scope, receive, sealed(send))

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers, method = Headers(scope=scope), scope.get("method", "")
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.origins:
            return MISDIRECTED
        host = hosts[0].lower()
        if self._is_entering(scope, host):
            return None
        if self._is_foreign(headers, host, method):
            return FOREIGN
        if scope["type"] == "http" and method in SAFE and scope["path"] == HEALTH:
            return None
        if same(headers.get(HEADER, ""), self.secret):
            return None
        if host == self.entrance.host and self._is_signed_in(scope, headers):
            return None
        return UNKNOWN

    def _is_entering(self, scope: Scope, host: str) -> bool:
        """A link was opened, wherever it stood: it can only have come from who has the secret."""
        return (scope.get("method"), scope["path"], host) == ("GET", PATH, self.entrance.host)

    def _is_foreign(self, headers: Headers, host: str, method: str) -> bool:
        """A browser says itself that a page of another site, or of another port, is asking."""
        origins, sites = headers.getlist("origin"), headers.getlist("sec-fetch-site")
        typed = {"none"} if method in SAFE else set()
        return not (set(origins) <= self.origins[host] and set(sites) <= {"same-origin"} | typed)

    def _is_signed_in(self, scope: Scope, headers: Headers) -> bool:
        """A browser that came in by a link, and that vouches that no other site's page is asking.

        It does so by naming where the request came from; only the secret itself gives new links.
        """
        vouches = "origin" in headers or (scope["type"] == "http" and "sec-fetch-site" in headers)
        return (
            vouches
            and scope["path"] != PATH
            and self.entrance.knows("; ".join(headers.getlist("cookie")))
        )

    def _entered(self, request: Request) -> Response:
        if request.method == "GET":
            return self.entrance.redeem(request.query_params.get("code", ""))
        return JSONResponse({"link": self.entrance.link()})


def _refused(scope: Scope, why: Refusal) -> Response:
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return page(why.said, why.status)
    return JSONResponse({"detail": why.said}, why.status)


def sealed(send: Send) -> Send:
    """Tell browsers that no other site may frame, read or embed the answer."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = [(k, v) for k, v in message.get("headers", ()) if not _opens(k.lower())]
            message["headers"] = [*given, *SEALED]
        await send(message)

    return sent


def _opens(header: bytes) -> bool:
    return header.startswith(b"access-control-") or header in dict(SEALED)
