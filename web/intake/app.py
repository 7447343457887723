"""The intake as an application: every address, behind what keeps bodies bounded and answers closed."""

from collections.abc import Awaitable, Callable

import anyio
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from web import guard
from web.guard import TooLarge, bounded, closed
from web.intake.api import Api
from web.intake.following import Following
from web.intake.lookups import Lookups
from web.intake.pages import Pages
from web.intake.place import Place
from web.intake.signing_up import SigningUp
from web.intake.typed import ALL_BYTES
from web.templates import FOLDER, STATIC, render

FORM_BYTES, API_BYTES = 4 * 1024**2, 512 * 1024
FILES_BYTES = ALL_BYTES + 2 * 1024**2
"""Bytes of a body: twice the longest letter as a browser writes it; of a program; with files."""
PATIENT_BYTES = 128 * 1024**2
"""Bytes of a body that is too large which are thrown away before it is told so."""
LARGE, AT_ONCE = 256 * 1024, 8
"""Bodies larger than this, or of no stated length, lie in memory: so many are read at one time."""
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    **guard.HEADERS,
    "content-security-policy": CSP,
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
_TOO_LARGE = "一次提交太大，没有收下。请按浏览器的“后退”，文字还在：把大的附件压缩或者拆开，太长的意见分几次提交。"


AT = "/{year}/{no}/"


def application(place: Place) -> ASGIApp:
    """The intake of a home."""
    pages, lookups, api, following = Pages(place), Lookups(place), Api(place), Following(place)
    signing_up = SigningUp(place)
    inner = Starlette(
        routes=[
            Route("/", pages.every),
            Route("/api/v1/consultations", api.consultations),
            Route("/api/v1/opinions", api.opinion, methods=["POST"]),
            Route("/api/v1/openapi.json", api.described),
            Route("/taida", _told_by_a_proxy),
            Route("/huizhi/{name}", pages.receipt),
            Route("/queren/", following.look),
            Route("/queren/", following.agree, methods=["POST"]),
            Route("/tuiding/", following.look),
            Route("/tuiding/", following.leave, methods=["POST"]),
            *(Route(f"/{name}", _file(path, kind)) for name, (path, kind) in _FILES.items()),
            *(Route(at, _onward) for at in (AT[:-1], f"/{{authority}}{AT[:-1]}")),
            *(
                Route(f"{at}{form}", _onward)
                for at in (AT, f"/{{authority}}{AT}")
                for form in ("chaxun", "dingyue", "baoming")
            ),
            *(
                route
                for at in (AT, f"/{{authority}}{AT}")
                for route in (
                    Route(at, pages.form),
                    Route(at, pages.send, methods=["POST"]),
                    Route(f"{at}chaxun/", lookups.ask),
                    Route(f"{at}chaxun/", lookups.answer, methods=["POST"]),
                    Route(f"{at}dingyue/", following.ask),
                    Route(f"{at}dingyue/", following.take, methods=["POST"]),
                    Route(f"{at}baoming/", signing_up.ask),
                    Route(f"{at}baoming/", signing_up.take, methods=["POST"]),
                )
            ),
        ],
        exception_handlers={TooLarge: _too_large, HTTPException: _other, Exception: _broke},
    )
    inner.router.redirect_slashes = False  # it would send people to whatever host they named
    return Front(inner)


_FILES = {
    "juece.svg": (STATIC / "juece.svg", "image/svg+xml"),
    "colours.css": (STATIC / "colours.css", "text/css"),
    "intake.css": (FOLDER / "intake" / "intake.css", "text/css"),
    "intake.js": (FOLDER / "intake" / "intake.js", "text/javascript"),
}


class Front:
    """Bounds every body and closes every answer; so many large ones at one time, the others wait."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.large = app, anyio.CapacityLimiter(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers, answer = Headers(scope=scope), closed(send, HEADERS)
        with_files = headers.get("content-type", "").startswith("multipart/")
        most = FILES_BYTES if with_files else FORM_BYTES
        if scope["path"].startswith("/api/"):
            most = API_BYTES
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 12 or int(length) > most:
            await _read_out(receive)
            await (await _too_large(Request(scope), TooLarge()))(scope, receive, answer)
        elif int(length) > LARGE or "transfer-encoding" in headers:
            async with self.large:
                await self.app(scope, bounded(receive, most), answer)
        else:
            await self.app(scope, bounded(receive, most), answer)


async def _read_out(receive: Receive) -> None:
    """Let a body that is too large come and go: a browser shows no answer before it has sent all of it."""
    left = PATIENT_BYTES
    while left > 0:
        message = await receive()
        left -= len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


async def _onward(request: Request) -> Response:
    """The same address with the stroke that belongs at its end."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{request.url.path}/{query}", 308)


def _file(path: object, kind: str) -> Callable[[Request], Awaitable[Response]]:
    async def file(_request: Request) -> Response:
        return FileResponse(str(path), media_type=kind, headers={"cache-control": "max-age=300"})

    return file


async def _too_large(request: Request, _wrong: Exception) -> Response:
    return _said(request, 413, "没有收下", _TOO_LARGE)


async def _told_by_a_proxy(request: Request) -> Response:
    return await _too_large(request, TooLarge())


async def _other(request: Request, wrong: Exception) -> Response:
    status = wrong.status_code if isinstance(wrong, HTTPException) else 500
    said = {
        404: ("没有这个页面", "网址可能不完整，请从公告里的链接进来。"),
        405: ("没有这个页面", "这个网址不是这样打开的，请从公告里的链接进来。"),
    }.get(status, ("没有收下", "内容不是本页面的格式：请按浏览器的“后退”，再提交一次。"))
    return _said(request, status, *said)


async def _broke(request: Request, _wrong: Exception) -> Response:
    return _said(
        request, 500, "出了故障", "没有收下。请按浏览器的“后退”，文字还在，过一会儿再提交一次。"
    )


def _said(request: Request, status: int, title: str, said: str) -> Response:
    """As JSON for programs, as a page for people."""
    if request.url.path.startswith("/api/"):
        told = {"type": "about:blank", "status": status, "title": said, "faults": {}}
        return JSONResponse(told, status, media_type="application/problem+json")
    root = request.scope.get("root_path", "")
    return HTMLResponse(
        render("intake/stop.html", root=root, title=title, said=said, onward=True), status
    )
