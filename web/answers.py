"""Answers: a page, a way onward, and a page that says why not."""

from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from web.templates import render


def error(status: int, title: str, said: str) -> Response:
    """A page of one sentence for who is not signed in, or came the wrong way."""
    return HTMLResponse(render("error.html", title=title, said=said), status)


def refused(request: Request, status: int, title: str, said: str) -> Response:
    """The same for a page of the engine's interface, or in the form that its scripts read."""
    if "text/html" in request.headers.get("accept", ""):
        return error(status, title, said)
    return JSONResponse({"detail": said}, status)


def onward(path: str, to: str = "", **query: str) -> Response:
    """Go on to another page of ours, after something was done; `to` is a place on it."""
    asked = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    place = f"#{quote(to)}" if to else ""
    whole = f"{quote(path)}{f'?{asked}' if asked else ''}{place}"
    return RedirectResponse(whole, HTTPStatus.SEE_OTHER)


def own_path(path: str) -> str:
    """A path of this site to go on to, or the first page: never an address elsewhere."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and path.isprintable() else "/"
