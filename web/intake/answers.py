"""Pages of the intake as answers."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from web.templates import render

FOREIGN = "这次提交不是从本页面来的，没有收下；您写的都在：请核对以后再按一次“提交”。"
FULL = "现在来不及保存，没有收下；您写的都在：请过一会儿再按一次“提交”。"


def root(request: Request) -> str:
    """Under which path the intake is reached."""
    found: str = request.scope.get("root_path", "")
    return found


def page(name: str, request: Request, status: int = 200, **shown: object) -> Response:
    """A page. One with somebody's words may be gone back to; none else is kept by a browser."""
    headers = {"cache-control": "private, no-cache"} if "typed" in shown else {}
    return HTMLResponse(render(name, root=root(request), **shown), status, headers)


def stop(request: Request, status: int, title: str, said: str, *, onward: bool = False) -> Response:
    """A page that says why there is nothing more."""
    return page("intake/stop.html", request, status, title=title, said=said, onward=onward)


def is_own(request: Request) -> bool:
    """Whether a page of ours sends it: the browser says so itself, or says nothing, being old."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")
