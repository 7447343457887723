"""Following an item by e-mail: an address is given, its reader agrees, and leaves with one click.

What is answered is the same whoever follows what already: nothing here knows. The three go into the spool, sealed, and
are done inside (opinions.followers).
"""

import asyncio
import re
import time

from starlette.requests import Request
from starlette.responses import Response

from catalog.consulted import Followed
from catalog.submission import Channel, Consent, Contact, Proof, Submission, is_mail
from opinions.receipts import derive, receipt_from
from opinions.spool.seal import Letter, LetterKind, seal
from opinions.spool.spool import SpoolFault
from web.intake.answers import FOREIGN, FULL, is_own, page, stop
from web.intake.pages import RENEWED, address_of, proved
from web.intake.place import Place
from web.intake.typed import TooMany, fields_of, line

FORM, PRESS = "intake/follow.html", "intake/press.html"
MOST = 20
"""Addresses that are taken from one network in an hour."""
CROWDED = "从这个网络来的订阅太多，请过一小时再试；网页上的“更新订阅（Atom）”不用邮箱。"
BAD_MAIL = "邮箱写得不对，应如 zhangsan@example.com"
INCOMPLETE = "链接不完整，请从信里重新点，或者把整行链接复制过来。"
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


class Following:
    """Handlers over one home."""

    def __init__(self, place: Place) -> None:
        self.place = place

    async def ask(self, request: Request) -> Response:
        """The empty form."""
        about = self._about(request)
        return self._form(request, about) if isinstance(about, Followed) else about

    async def take(self, request: Request) -> Response:
        """Take an address, or give it back with what is wrong."""
        about, at, now = self._about(request), self.place.clock(), time.time()
        if not isinstance(about, Followed):
            return about
        try:
            fields = fields_of(await request.body())
        except TooMany:
            return _strange(request)
        mail, token = line(fields.get("youxiang", "")), fields.get("ling", "")
        read = self.place.tokens.read(token, about.item, now)
        if not is_mail(mail):
            return self._form(request, about, mail, BAD_MAIL, 422)
        if not is_own(request):
            return self._form(request, about, mail, FOREIGN, 403)
        if read is None or not read.holds:
            return self._form(request, about, mail, RENEWED, 403)
        host = address_of(request)
        if self.place.addresses.count(host, now) >= MOST:
            return self._form(request, about, mail, CROWDED, 429)
        solved = fields.get("yanzheng", "")
        proof = proved(self.place, host, solved, read, trap=bool(fields.get("wangzhi")))
        said = Submission(
            item=about.item, channel=Channel.WEB, received_at=at, text="订阅",
            consent=Consent.COUNT_ONLY, proof=proof,
        )  # fmt: skip
        once = f"{read.nonce} {mail}".encode()
        if not await self._keep(LetterKind.FOLLOW, said, mail, once):
            return self._form(request, about, mail, FULL, 503)
        return page("intake/asked.html", request, title="请看您的邮箱", about=about)

    async def look(self, request: Request) -> Response:
        """The page behind a link in a letter, with its one button: who only looks has done nothing."""
        if not _KEY.fullmatch(request.query_params.get("ling", "")):
            return stop(request, 404, "没有办成", INCOMPLETE)
        return _press(request)

    async def agree(self, request: Request) -> Response:
        """Who reads the address wants the letters."""
        return await self._pressed(request, LetterKind.CONFIRM)

    async def leave(self, request: Request) -> Response:
        """He wants no more; from his program of mail too, which asks nobody (RFC 8058)."""
        return await self._pressed(request, LetterKind.LEAVE)

    async def _pressed(self, request: Request, kind: LetterKind) -> Response:
        key = request.query_params.get("ling", "")
        if not _KEY.fullmatch(key):
            return stop(request, 404, "没有办成", INCOMPLETE)
        said = Submission(
            item="", channel=Channel.WEB, received_at=self.place.clock(), text=key,
            consent=Consent.COUNT_ONLY, proof=Proof.NOT_NEEDED,
        )  # fmt: skip
        if not await self._keep(kind, said, "", f"{kind.name} {key}".encode()):
            return stop(request, 503, "没有办成", "现在来不及保存，请过一会儿再点一次。")
        return _press(request, done=True)

    async def _keep(self, kind: LetterKind, said: Submission, mail: str, once: bytes) -> bool:
        """Put it into the spool; the same `once` is the same letter, however often it is sent."""
        lookup = derive(receipt_from(self.place.secret, b"following " + once), said.item)
        letter = Letter(said, Contact(contact=mail), (), lookup, kind=kind)
        try:
            sealed = seal(self.place.public, letter)
            await asyncio.wrap_future(self.place.spool.submit(sealed))
        except SpoolFault:
            return False
        return True

    def _about(self, request: Request) -> Followed | Response:
        at = request.path_params
        found = self.place.asked.followed_at(at["year"], at["no"], at.get("authority", ""))
        if len(found) == 1:
            return found[0]
        return stop(
            request, 404, "这里没有可以订阅的事项", "请从事项页面的“更新订阅（电子邮件）”进来。"
        )

    def _form(
        self, request: Request, about: Followed, typed: str = "", wrong: str = "", status: int = 200
    ) -> Response:
        return page(
            FORM, request, status, title="用电子邮件订阅更新", about=about, path=request.url.path,
            typed=typed, wrong=wrong, **self.place.opened(about.item),
        )  # fmt: skip


def _press(request: Request, *, done: bool = False) -> Response:
    leaves = request.url.path.endswith("/tuiding/")
    title = ("退订" if leaves else "确认订阅") if not done else "已经收到"
    action = f"{request.url.path}?{request.url.query}"
    return page(PRESS, request, title=title, action=action, leaves=leaves, done=done)


def _strange(request: Request) -> Response:
    return stop(request, 400, "没有收下", "内容不是本页面的格式：请按浏览器的“后退”，再试一次")
