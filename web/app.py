"""The desk as an application: every address with its handler, behind the guard."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from web.desk import (
    catalog,
    frames,
    item,
    notices,
    people,
    preview,
    proxy,
    publishing,
    reviews,
    runs,
    scores,
    signin,
    step,
    todo,
    year,
)
from web.desk.asking import SIGN_IN, Door, cookie_of, told_by_starlette
from web.desk.confirm import confirmed
from web.desk.gateway import Gateway
from web.desk.office import Desk
from web.desk.opinions import lists, room, subject
from web.guard import Guard, TooLarge, hosts, too_large
from web.templates import FOLDER, STATIC

PAPER = "/shixiang/{item}/{step}"
"""The form of a step of an item; one of a year has no page to be looked at before filing."""
PAPERS = [f"{path}{how}" for path in (PAPER, "/mulu/{year}/{step}") for how in ("", "/{how}")]


def application(desk: Desk, port: int) -> Guard:
    """The desk of an office on a port of this machine. Raises ValueError for a bad JUECE_DESK_ORIGINS,
    and as `Gateway.of`."""
    cookie = cookie_of(port)
    known = hosts(port, desk.office.desk_origins)
    gateway = Gateway.of(desk.office.home)
    door = Door(desk, cookie, gateway)
    pages = _open(signin.SignInPages(desk, cookie, gateway))
    inner = Starlette(
        routes=[*pages, *_routes(door), *_engine(runs.ToEngine(desk, door))],
        exception_handlers={
            TooLarge: too_large,
            HTTPException: told_by_starlette,
            Exception: told_by_starlette,
        },
    )
    return Guard(inner, known=known)


def _open(pages: signin.SignInPages) -> list[Route]:
    """What may be asked without a session."""
    return [
        Route("/desk.css", _sheet(FOLDER / "desk.css"), methods=["GET"]),
        Route("/desk.js", _sheet(FOLDER / "desk.js", "text/javascript"), methods=["GET"]),
        Route("/marks.css", _sheet(FOLDER / "marks.css"), methods=["GET"]),
        Route("/colours.css", _sheet(STATIC / "colours.css"), methods=["GET"]),
        Route(f"{preview.LOOKS}{{name}}", preview.Looks(pages.desk).file, methods=["GET"]),
        Route(SIGN_IN, pages.form, methods=["GET"]),
        Route(SIGN_IN, pages.enter, methods=["POST"]),
        Route(f"{SIGN_IN}/{{link}}", pages.first, methods=["GET"]),
        Route(f"{SIGN_IN}/{{link}}", pages.set_first, methods=["POST"]),
    ]


def _routes(door: Door) -> list[Route]:
    """What is for those who are signed in."""
    gets = {
        "/": todo.todo,
        "/shixiang": item.items,
        "/shixiang/{item}": item.item,
        "/shixiang/{item}/wenjian/{digest}": item.document,
        "/shixiang/{item}/liucheng": runs.of_item,
        "/shixiang/{item}/yulan": preview.of_item,
        "/shixiang/{item}/yulan/wangye": preview.page_of_item,
        "/shixiang/{item}/yijian": room.room,
        "/shixiang/{item}/yijian/dafubiao": lists.answers_sheet,
        "/shixiang/{item}/yijian/{code}": subject.subject,
        "/mulu": catalog.catalog,
        "/mulu/kongbai": catalog.blank,
        "/kongbai/yijianbiao": step.blank_table,
        "/mulu/niandu": year.chosen,
        "/mulu/{year}": year.year,
        "/shencha": reviews.reviews,
        "/shencha/{matter}": reviews.matter,
        "/shencha/{matter}/duizhao": reviews.beside,
        "/yemian/{side}/{path:path}": frames.file,
        "/liucheng": runs.runs,
        "/kaohe": scores.scores,
        "/kaohe/biaoge": scores.sheet,
        "/yonghu": people.accounts,
        "/gangwei": people.posts,
        "/rizhi": people.log,
        "/wode": signin.own,
        notices.PATH: notices.page,
        **{f"{path}/hedui": step.check for path in PAPERS},
        **{f"{path}/yulan": preview.shown for path in (PAPER, PAPER + "/{how}")},
        **{f"{path}/yulan/wangye": preview.page for path in (PAPER, PAPER + "/{how}")},
        **dict.fromkeys(PAPERS, step.form),
    }
    posts = {
        "/tuichu": signin.leave,
        "/mulu": catalog.send,
        "/shixiang/{item}/yijian": room.act,
        "/shixiang/{item}/yijian/{code}": subject.act,
        "/liucheng": runs.start,
        "/shencha": reviews.again,
        "/shencha/{matter}": confirmed(reviews.say),
        "/gongkai": confirmed(publishing.publish),
        "/yonghu": confirmed(people.change_accounts),
        "/gangwei": confirmed(people.grant),
        "/wode": signin.change,
        notices.PATH: notices.keep,
        **{f"{path}/hedui": step.file for path in PAPERS},
    }
    return [
        *(Route(path, door.to(handler), methods=["GET"]) for path, handler in gets.items()),
        *(Route(path, door.to(handler), methods=["POST"]) for path, handler in posts.items()),
        *(
            Route(f"{path}/cun", door.to(step.autosave, step.keep_only), methods=["POST"])
            for path in PAPERS
        ),
        *(Route(path, door.to(step.send, step.keep_only), methods=["POST"]) for path in PAPERS),
    ]


def _engine(to: runs.ToEngine) -> list[BaseRoute]:
    """The engine's interface, where it lies by itself: the desk has no page of its own there."""
    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    return [
        Route("/engine", proxy.onward_to, methods=["GET"]),
        Route("/engine/{rest:path}", proxy.onward_to, methods=["GET"]),
        Route("/ui-settings", to.http, methods=["GET"]),
        Route("/v2", to.http, methods=["GET"]),
        Route("/v2/{rest:path}", to.http, methods=["GET"]),
        Route("/api/{rest:path}", to.http, methods=every),
        WebSocketRoute("/api/events/out", to.socket),
    ]


def _sheet(path: Path, kind: str = "text/css") -> Callable[[Request], Awaitable[Response]]:
    async def sheet(_request: Request) -> Response:
        return FileResponse(path, media_type=kind, headers={"cache-control": "max-age=3600"})

    return sheet
