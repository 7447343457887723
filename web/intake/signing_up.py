"""Signing up as somebody who sits in at a deciding meeting (列席公众代表报名), as long as no list is out."""

import asyncio
import time
from collections.abc import Mapping
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.consulted import Called
from catalog.submission import Channel, Consent, Contact, SignUp, Submission
from opinions.receipts import code_of, receipt_from, signing_up
from opinions.spool.seal import Letter, LetterKind, seal
from opinions.spool.spool import SpoolFault
from web.intake.answers import FOREIGN, FULL, is_own, page, root, stop
from web.intake.pages import RENEWED, address_of, proved
from web.intake.place import Place, Shown
from web.intake.typed import TooMany, fields_of, line

FORM = "intake/sign_up.html"
NAME, CONTACT = 100, 200
"""Characters, as catalog.submission.Contact has them."""


class Person(NamedTuple):
    """What somebody typed."""

    group: str = ""
    name: str = ""
    contact: str = ""
    named: bool = False
    trap: bool = False

    def faults(self, about: Called) -> dict[str, str]:
        """What is wrong, by the name of the field."""
        found = {}
        if self.group not in {group for group, _ in about.seats}:
            found["leibie"] = "没有选择类别，请选择一项"
        if not 0 < len(self.name) <= NAME:
            found["chengwei"] = f"请写姓名，最多{NAME}字" if self.name else "没有写姓名，请写姓名"
        if not 0 < len(self.contact) <= CONTACT:
            asks = "抽中以后才联系得到您"
            found["lianxi"] = (
                f"请写联系方式，最多{CONTACT}字" if self.contact else f"没有写联系方式：{asks}"
            )
        return found


NOBODY = Person()


class SigningUp:
    """Handlers over one home."""

    def __init__(self, place: Place) -> None:
        self.place = place

    async def ask(self, request: Request) -> Response:
        """The empty form."""
        about = self._about(request)
        return self._form(request, about) if isinstance(about, Called) else about

    async def take(self, request: Request) -> Response:
        """Take somebody down, or give back what he wrote with what is wrong; late ones are taken and told so."""
        about, at, now = self._about(request), self.place.clock(), time.time()
        try:
            fields = fields_of(await request.body())
        except TooMany:
            return stop(
                request, 400, "没有收下", "内容不是本页面的格式：请按浏览器的“后退”，再试一次"
            )
        if not isinstance(about, Called):
            return about
        who = Person(
            fields.get("leibie", ""), line(fields.get("chengwei", "")), line(fields.get("lianxi", "")),
            fields.get("gongkai") == "1", bool(fields.get("wangzhi")),
        )  # fmt: skip
        token = self.place.tokens.read(fields.get("ling", ""), about.item, now)
        if wrong := who.faults(about):
            return self._form(request, about, who, wrong, status=422)
        if not is_own(request):
            return self._form(request, about, who, said=FOREIGN, status=403)
        if token is None or not token.holds:
            return self._form(request, about, who, said=RENEWED, status=403)
        host, solved = address_of(request), fields.get("yanzheng", "")
        said = Submission(
            item=about.item, channel=Channel.WEB, received_at=at, late=about.is_late(at),
            text=SignUp(name=about.name, group=who.group, named=who.named).model_dump_json(),
            consent=Consent.COUNT_ONLY,
            proof=proved(self.place, host, solved, token, trap=who.trap),
        )  # fmt: skip
        try:
            shown = await self._keep(said, who, token.nonce)
        except SpoolFault:
            return self._form(request, about, who, said=FULL, status=503)
        return RedirectResponse(f"{root(request)}/huizhi/{self.place.keep(shown)}", 303)

    async def _keep(self, said: Submission, who: Person, nonce: str) -> Shown:
        """The same words sent twice are one letter with one receipt. Raises SpoolFault."""
        once = "\0".join(("sign up", nonce, said.text, who.name, who.contact)).encode()
        receipt = receipt_from(self.place.secret, once)
        lookup = signing_up(receipt, said.item)
        contact = Contact(name=who.name, contact=who.contact)
        letter = Letter(said, contact, (), lookup, kind=LetterKind.SIGN_UP)
        await asyncio.wrap_future(self.place.spool.submit(seal(self.place.public, letter)))
        return Shown(receipt, said.item, said.received_at, said.late, 0, code_of(lookup.id))

    def _about(self, request: Request) -> Called | Response:
        at = request.path_params
        found = self.place.asked.called_at(at["year"], at["no"], at.get("authority", ""))
        if len(found) == 1:
            return found[0]
        return stop(
            request, 404, "这里没有正在报名的列席公众代表",
            "可能网址不完整，也可能名单已经公布；请看事项页面的“列席公众代表：报名和抽签”。",
        )  # fmt: skip

    def _form(
        self, request: Request, about: Called, who: Person = NOBODY,
        wrong: Mapping[str, str] = {}, *, said: str = "", status: int = 200,
    ) -> Response:  # fmt: skip
        return page(
            FORM, request, status, title="列席公众代表报名", about=about, path=request.url.path,
            typed=who, wrong=wrong, said=said, late=about.is_late(self.place.clock()),
            **self.place.opened(about.item),
        )  # fmt: skip
