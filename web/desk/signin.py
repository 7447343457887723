"""Signing in with a local account, the first password by a one-time link, and signing out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from catalog.record import Actor, Identity
from storage.people.accounts import Account, Unfit
from web.answers import error, onward, own_path
from web.desk.acts import SignIn
from web.desk.asking import SIGN_IN, Asked
from web.desk.gateway import NOT_BY_PROXY, Gateway, NotTheProxy
from web.desk.office import Desk
from web.templates import render

WRONG = "用户名或者口令不对；连续错五次，这个账号停用15分钟。忘了口令的，请系统管理员给一个新的链接"
GONE = "这个链接已经用过，或者过期了（24小时），请系统管理员再给一个"
KEPT = "登录已过期（30分钟没有操作）。您填写的内容已经暂存，登录以后接着办"
LONGEST = 4_096

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class SignInPages:
    """The pages for who is not signed in."""

    desk: Desk
    cookie: str
    gateway: Gateway

    async def form(self, request: Request) -> Response:
        """The form of name and password; whom the proxy names is let in without."""
        try:
            named = self.gateway.told(request)
        except NotTheProxy:
            return error(403, "没有登录", NOT_BY_PROXY)
        if named:
            return await run_in_threadpool(self._let_in, request, named)
        said = KEPT if "cun" in request.query_params else ""
        return self._page(own_path(request.query_params.get("hui", "/")), "", said)

    async def enter(self, request: Request) -> Response:
        """Let somebody in. Whether it was the name or the password that was wrong is not said."""
        form = await request.form(max_fields=10, max_files=0, max_part_size=LONGEST)
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        back = own_path(str(form.get("hui", "/")))
        return await run_in_threadpool(self._enter, request, name, password, back)

    def _enter(self, request: Request, name: str, password: str, back: str) -> Response:
        now = self.desk.clock()
        account = self.desk.people.accounts.check(name, password, now)
        known = account or self.desk.people.accounts.find(name)
        if known:
            acted = SignIn(account=known.id, succeeded=account is not None)
            self.desk.ledger.acts.append(acted, known.id, actor_of(known), now)
        if account is None:
            return self._page(back, WRONG, "", name, 403)
        return self._begun(request, account, back)

    def _let_in(self, request: Request, named: str) -> Response:
        account = self.desk.people.accounts.asserted(named)
        if account is None or account.ended_at:
            said = f"单位登录说您是“{named[:60]}”，工作台里没有这个账号，或者已经停用：请系统管理员开设"
            return error(403, "没有登录", said)
        acted = SignIn(account=account.id, succeeded=True)
        self.desk.ledger.acts.append(acted, account.id, actor_of(account), self.desk.clock())
        return self._begun(request, account, own_path(request.query_params.get("hui", "/")))

    def _begun(self, request: Request, account: Account, back: str) -> Response:
        browser, now = request.headers.get("user-agent", ""), self.desk.clock()
        held, _ = self.desk.people.sessions.begin(account.id, now, browser)
        answer = onward(back)
        answer.set_cookie(self.cookie, held, path="/", secure=True, httponly=True, samesite="lax")
        return answer

    async def first(self, request: Request) -> Response:
        """The form of a first password. To look at it does not use the link up."""
        link = request.path_params["link"]
        account = await run_in_threadpool(self.desk.people.accounts.linked, link, self.desk.clock())
        return self._link_page(account, "") if account else error(403, "链接不能用了", GONE)

    async def set_first(self, request: Request) -> Response:
        """Set the first password."""
        form = await request.form(max_fields=10, max_files=0, max_part_size=LONGEST)
        password, again = str(form.get("password", "")), str(form.get("again", ""))
        return await run_in_threadpool(self._set, request.path_params["link"], password, again)

    def _set(self, link: str, password: str, again: str) -> Response:
        accounts, now = self.desk.people.accounts, self.desk.clock()
        account = accounts.linked(link, now)
        if account is None:
            return error(403, "链接不能用了", GONE)
        try:
            if password != again:
                raise Unfit("两次输入的口令不一样")
            accounts.redeem(link, password, now)
        except Unfit as wrong:
            return self._link_page(account, str(wrong))
        return onward(SIGN_IN)

    def _page(
        self, back: str, wrong: str, said: str, name: str = "", status: int = 200
    ) -> Response:
        shown = {"back": back, "wrong": wrong, "said": said, "name": name}
        return HTMLResponse(render("signin.html", notice=self.desk.notice, **shown), status)

    def _link_page(self, account: Account, wrong: str) -> Response:
        return HTMLResponse(
            render("link.html", account=account, wrong=wrong), 403 if wrong else 200
        )


def actor_of(account: Account) -> Actor:
    """Who acts, as the ledger names it."""
    return Actor(name=account.name, unit=account.unit, identity=Identity.SIGNED_IN)


def leave(asked: Asked) -> Response:
    """Sign out, here or everywhere."""
    if asked.said("do") == "quanbu":
        asked.desk.people.sessions.end_all(asked.person.account, asked.now)
    else:
        asked.desk.people.sessions.end(asked.session, asked.now)
    return onward(SIGN_IN)


def own(asked: Asked) -> Response:
    """One's own account."""
    return asked.page("own.html", "我的账号", wrong="")


def change(asked: Asked) -> Response:
    """Change one's own password; the old one is asked for, and one is signed out everywhere."""
    accounts = asked.desk.people.accounts
    try:
        if accounts.check(asked.person.account, asked.said("old"), asked.now) is None:
            raise Unfit("原来的口令不对")
        if asked.said("password") != asked.said("again"):
            raise Unfit("两次输入的新口令不一样")
        accounts.set_password(asked.person.account, asked.said("password"), asked.now)
    except Unfit as wrong:
        return asked.page("own.html", "我的账号", 403, wrong=str(wrong))
    return onward(SIGN_IN)
