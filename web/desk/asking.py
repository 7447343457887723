"""Who is asking: the session of a browser -> a person, the token of its forms, and what was typed."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import BinaryIO, Generic, NamedTuple, TypeVar
from unicodedata import normalize
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.websockets import WebSocket

from catalog import law
from catalog.duties.roles import No, Person
from catalog.duties.who import Action, may
from catalog.errors import JueceError
from storage.documents import media_type
from storage.files.legible import Handed, Unread
from storage.people.drafts import pairs_of
from storage.people.sessions import Session, Standing
from web.answers import error, onward, own_path, refused
from web.desk.gateway import Gateway, NotTheProxy
from web.desk.office import Desk
from web.forms.names import Pairs
from web.templates import render

MOST_FIELDS, MOST_FILES, MOST_PART = 6_000, 30, 2 * 1024**2
"""Controls and files of one form, and bytes of one control."""
LOOK_AGAIN = 30.0
"""Seconds after which it is asked again whether who listens is still signed in."""
MOST_TABLE = 40 * 1024**2
"""Bytes of a table that is read whole."""
SIGN_IN = "/denglu"
STALE = "这一页是旧的，请再试一次：您填写的内容没有丢，按浏览器的后退就能看到"

T = TypeVar("T")

log = logging.getLogger("juece.desk")


class Stop(Exception):
    """An answer that is not the page that was asked for."""

    def __init__(self, status: int, title: str, said: str) -> None:
        super().__init__(said)
        self.status, self.title, self.said = status, title, said


class Link(NamedTuple):
    """A way to another page of the desk."""

    path: str
    title: str
    here: bool


class Sent(NamedTuple):
    """A file that a browser sent: it lies on the disk as long as the request is answered."""

    name: str
    file: BinaryIO

    def read(self) -> Handed:
        """A table, whole. Raises Unread for one that is too large to be one."""
        content = self.file.read(MOST_TABLE + 1)
        if len(content) > MOST_TABLE:
            raise Unread(f"表格超过{MOST_TABLE // 1024**2}兆字节，请只留要用的工作表再交")
        return Handed(self.name, content)


@dataclass(frozen=True)
class Asked:
    """A request of somebody who is signed in."""

    desk: Desk
    person: Person
    session: Session
    path: str
    parts: Mapping[str, str]
    query: Mapping[str, str]
    pairs: Pairs = field(default_factory=dict)
    files: tuple[tuple[str, Sent], ...] = ()

    @property
    def now(self) -> datetime:
        """The real instant."""
        return self.desk.clock()

    def said(self, name: str) -> str:
        """What was typed into one control."""
        return (self.pairs.get(name) or ("",))[-1].strip()

    def page(self, template: str, title: str, status: int = 200, **shown: object) -> Response:
        """A page of the desk, with its head."""
        links = tuple(
            Link(path, name, self.path == path)
            for path, name, action in WAYS
            if action is None or may(self.person, action) is None
        )
        head = {"person": self.person, "csrf": self.session.csrf, "links": links, "title": title}
        notice = self.desk.notice
        return HTMLResponse(
            render(template, **head, notice=notice, path=self.path, **shown), status
        )

    def file(self, content: bytes, name: str) -> Response:
        """A file to be kept under a name."""
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        return Response(content, media_type=media_type(name), headers=headers)

    def turned(self, rows: Sequence[T], size: int) -> "Turned[T]":
        """The page of a list that `ye` names: the first where it names none, the last where there are not so
        many."""
        said, pages = self.query.get("ye", ""), max(1, -(-len(rows) // size))
        page = min(max(1, int(said) if said.isdecimal() and len(said) < 7 else 1), pages)
        return Turned(rows[(page - 1) * size : page * size], page, pages)


class Turned(NamedTuple, Generic[T]):
    """One page of a list, its number, and how many there are."""

    rows: Sequence[T]
    page: int
    pages: int


WAYS: tuple[tuple[str, str, Action | None], ...] = (
    ("/", "待办", None),
    ("/shixiang", "事项", None),
    ("/mulu", "目录", Action.CATALOG),
    ("/shencha", "公开审查", Action.READ_DRAFT),
    ("/liucheng", "流程", None),
    ("/kaohe", "考核", Action.SCORES),
    ("/yonghu", "用户", Action.ACCOUNTS),
    ("/gangwei", "岗位", Action.GRANT),
    ("/rizhi", "日志", Action.LOG),
    ("/xiaoxi", "消息", None),
    ("/wode", "我的账号", None),
)

Handler = Callable[[Asked], Response]
Forward = Callable[[Request, Person], Awaitable[Response]]


def unless(no: No | None) -> None:
    """Raises Stop with the reason and the article where something may not be done."""
    if no:
        basis = f"（{law.cite(no.source)}）" if no.source else ""
        raise Stop(403, "不能办理", f"{no.because}{basis}")


def cookie_of(port: int) -> str:
    """The name of the cookie; ports share the cookies of a machine."""
    return f"__Host-juece-{port}"


class Door:
    """Leads a request to its handler once it is known who asks."""

    def __init__(self, desk: Desk, cookie: str, gateway: Gateway) -> None:
        self.desk, self.cookie, self.gateway = desk, cookie, gateway
        self.look_again = LOOK_AGAIN

    def to(self, handler: Handler, keep: Handler | None = None) -> Callable[[Request], object]:
        """An endpoint for those who are signed in. What is typed after the session has run out is
        handed to `keep`, before the way to the sign-in."""

        async def endpoint(request: Request) -> Response:
            session, person = await run_in_threadpool(self._who, request)
            if session is None or person is None:
                return _to_sign_in(request)
            async with AsyncExitStack() as closing:
                pairs, files = await _sent(request, closing)
                if request.method == "POST" and not _is_of(session, pairs):
                    return error(403, "没有执行", STALE)
                asked = Asked(
                    self.desk, person, session, request.url.path, request.path_params,
                    request.query_params, pairs, files,
                )  # fmt: skip
                if session.standing is Standing.EXPIRED:
                    if request.method == "POST" and keep:
                        await run_in_threadpool(_told, keep, asked)
                    return _to_sign_in(request, kept=request.method == "POST" and keep is not None)
                return await run_in_threadpool(_told, handler, asked)

        return endpoint

    def through(self, request_to: Forward) -> Callable[[Request], object]:
        """An endpoint behind which the engine answers those who are signed in."""

        async def endpoint(request: Request) -> Response:
            page = "text/html" in request.headers.get("accept", "")
            session, person = await run_in_threadpool(partial(self._who, used=page), request)
            if session is None or person is None or session.standing is Standing.EXPIRED:
                said = "没有登录，或者登录已过期，请重新登录"
                return _to_sign_in(request) if page else refused(request, 401, "", said)
            return await request_to(request, person)

        return endpoint

    def listening(
        self, socket_to: Callable[[WebSocket], Awaitable[None]]
    ) -> Callable[[WebSocket], object]:
        """The same for what is told as it happens."""

        async def endpoint(socket: WebSocket) -> None:
            if await run_in_threadpool(self._is_over, socket):
                await socket.close(1008)
                return
            telling = asyncio.ensure_future(socket_to(socket))
            try:
                while not (await asyncio.wait([telling], timeout=self.look_again))[0]:
                    if await run_in_threadpool(self._is_over, socket):
                        break
            finally:
                telling.cancel()
            with suppress(asyncio.CancelledError):
                await telling
            with suppress(RuntimeError):
                await socket.close(1008)

        return endpoint

    def _is_over(self, socket: WebSocket) -> bool:
        """Say whether who listens has signed out, was away for too long, or has no account any more."""
        session, person = self._who(socket, used=False)
        return session is None or person is None or session.standing is Standing.EXPIRED

    def _who(
        self, request: HTTPConnection, *, used: bool = True
    ) -> tuple[Session | None, Person | None]:
        """Whose session this is; what a page asks by itself, again and again, does not count as use."""
        held, sessions = request.cookies.get(self.cookie, ""), self.desk.people.sessions
        session = sessions.find(held, self.desk.clock(), used=used) if held else None
        account = self.desk.people.accounts.find(session.account) if session else None
        if account and not self._is_said_to_be(request, account.id):
            return None, None
        return session, account.person if account else None

    def _is_said_to_be(self, request: HTTPConnection, account: str) -> bool:
        """Whoever the proxy names has no session of somebody else: another person signed in there since."""
        try:
            named = self.gateway.told(request)
        except NotTheProxy:
            return False
        found = self.desk.people.accounts.asserted(named) if named else None
        return not named or (found is not None and found.id == account)


def _told(handler: Handler, asked: Asked) -> Response:
    """The answer of a handler; what stops it becomes a page with its sentence."""
    try:
        return handler(asked)
    except Stop as why:
        return asked.page("stop.html", why.title, why.status, said=why.said)
    except JueceError as why:
        log.exception("%s", asked.path)
        return asked.page("stop.html", "没有办成", 503, said=why.told)


async def _sent(
    request: Request, closing: AsyncExitStack
) -> tuple[Pairs, tuple[tuple[str, Sent], ...]]:
    """What was typed and which files were handed in. Raises HTTPException for too many of them."""
    if request.method != "POST":
        return {}, ()
    form = await closing.enter_async_context(
        request.form(max_fields=MOST_FIELDS, max_files=MOST_FILES, max_part_size=MOST_PART)
    )
    typed = [
        (name.replace("\0", ""), value)  # `pairs_of` takes it out of what was typed
        for name, value in form.multi_items()
        if isinstance(value, str)
    ]
    files = [
        (name, Sent(normalize("NFC", value.filename), value.file))  # a Mac takes letters apart
        for name, value in form.multi_items()
        if isinstance(value, UploadFile) and value.filename
    ]
    return pairs_of(typed), tuple(files)


def _is_of(session: Session, pairs: Pairs) -> bool:
    """Say whether a form was made for this session."""
    given = (pairs.get("csrf") or ("",))[-1]
    return hmac.compare_digest(given.encode(), session.csrf.encode())


def _to_sign_in(request: Request, *, kept: bool = False) -> Response:
    back = own_path(request.url.path)
    return onward(SIGN_IN, hui=back, **({"cun": "1"} if kept else {}))


def told_by_starlette(_request: Request, wrong: Exception) -> Response:
    """A page for what Starlette itself turns away: no such page, or a form that cannot be read."""
    status = wrong.status_code if isinstance(wrong, HTTPException) else 500
    said = {
        404: "没有这个网页，请核对网址",
        405: "这个网址不能这样用",
        400: f"交来的内容读不出来：一张表最多{MOST_FIELDS}栏、{MOST_FILES}个文件，请分几次办理",
    }
    return error(status, "没有办成", said.get(status, "程序出了故障，已经记下；请告知信息化人员"))


__all__ = ["Asked", "Door", "Stop", "cookie_of", "told_by_starlette", "unless"]
