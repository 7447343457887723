"""Pages of the intake as answers."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from web.templates import render


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
