"""The pages for citizens: the list, the form, check your answers, attachments, the receipt."""

import time
from datetime import datetime
from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.consulted import Called, Consulted
from catalog.ids import authority_of
from catalog.submission import LONGEST, Consent, Proof
from opinions.spool.seal import Attached
from opinions.spool.spool import SpoolFault
from web.intake import rate
from web.intake.answers import FOREIGN, FULL, is_own, page, root, stop
from web.intake.place import Place
from web.intake.taking import take
from web.intake.tokens import QUICK, Token
from web.intake.typed import (
    ALL_BYTES,
    FIELDS,
    FILE_BYTES,
    FILES,
    TooMany,
    Typed,
    fields_of,
    file_name,
    first,
    wrong_files,
)

FORM, CHECK, ATTACH = "intake/form.html", "intake/check.html", "intake/attach.html"
RENEWED = "这个页面打开很久了，已经续上，您写的都在：请核对以后再按一次“提交”。"


class Sent(NamedTuple):
    """One request with a body: what was typed, what it asks for, and when it began to arrive."""

    typed: Typed
    do: str
    token: str
    proof: str
    files: tuple[Attached, ...]
    at: datetime


class Pages:
    """Handlers over one home."""

    def __init__(self, place: Place) -> None:
        self.place = place

    async def every(self, request: Request) -> Response:
        """What is open, and what is over and not yet answered."""
        now = self.place.clock()
        told = sorted(
            self.place.asked.consultations, key=lambda one: (one.is_late(now), one.closes_on)
        )
        rows = [(one, one.is_late(now), _path(request, one)) for one in told]
        return page("intake/every.html", request, title="公开征求意见", rows=rows)

    async def form(self, request: Request) -> Response:
        """The empty form; `?tiao=t12` shows that clause above the box."""
        found = self._asked(request)
        if not isinstance(found, Consulted):
            return found
        clause = request.query_params.get("tiao", "")
        return self._form(request, found, Typed()._replace(clause=clause[:40]), unknown=True)

    async def send(self, request: Request) -> Response:
        """Everything that is sent: to be checked, changed, attached to, or taken."""
        at = self.place.clock()
        try:
            sent = await _sent(request, at)
        except TooMany:
            return stop(
                request, 400, "没有收下", "内容不是本页面的格式：请按浏览器的“后退”，再提交一次"
            )
        except MultiPartException:
            return stop(
                request,
                400,
                "没有收下",
                "附件没有传完整：请按浏览器的“后退”，再提交一次",
            )
        found = self._asked(request)
        if not isinstance(found, Consulted):
            return self._gone(request, sent.typed)
        if sent.typed.faults(found) or sent.do == "xiugai":
            return self._form(request, found, sent.typed, faults=sent.do != "xiugai")
        step = {"fujian": self._attach, "tijiao": self._take}.get(sent.do, self._check)
        return await step(request, found, sent)

    async def receipt(self, request: Request) -> Response:
        """A receipt, shown once; who looks only whether it is there does not use it up."""
        if request.method == "HEAD":
            return Response()
        shown = self.place.once(request.path_params["name"])
        if shown is None:
            return stop(
                request, 404, "这个回执已经显示过了",
                "回执只显示一次。没有来得及记下的，按浏览器的“后退”回到核对的页面，再按一次“提交”："
                "同样的内容不会收两份，还是原来的回执。",
            )  # fmt: skip
        asked = self.place.asked
        of: tuple[Called | Consulted, ...] = asked.called if shown.code else asked.consultations
        about = next((one for one in of if one.item == shown.item), None)
        name = "intake/signed.html" if shown.code else "intake/receipt.html"
        return page(name, request, title="回执", shown=shown, about=about)

    def _asked(self, request: Request) -> Consulted | Response:
        """The consultation at an address, or a page instead of it."""
        at = request.path_params
        found = self.place.asked.at(at["year"], at["no"], at.get("authority", ""))
        if len(found) == 1:
            return found[0]
        if not found:
            return stop(
                request, 404, "这里没有公开征求意见的事项",
                "可能网址不完整，也可能征求意见已经结束、采纳情况已经公布。", onward=True,
            )  # fmt: skip
        rows = [
            (one, one.is_late(self.place.clock()), _path(request, one, full=True)) for one in found
        ]
        return page("intake/every.html", request, title="请选择机关", rows=rows)

    def _gone(self, request: Request, typed: Typed) -> Response:
        """The consultation is answered and gone while somebody wrote: the words are given back."""
        return page("intake/gone.html", request, 410, title="没有收下", typed=typed)

    def _form(
        self, request: Request, asked: Consulted, typed: Typed, *, faults: bool = False, unknown: bool = False
    ) -> Response:  # fmt: skip
        wrong = typed.faults(asked) if faults else {}
        lost = unknown and bool(typed.clause) and not typed.knows_clause(asked)
        shown = typed._replace(clause="") if lost or (wrong.get("tiao")) else typed
        return self._about(
            FORM, request, asked, 422 if wrong else 200,
            typed=shown, wrong=wrong, lost=lost, most=LONGEST, consents=list(Consent),
            clause=asked.clause(shown.clause) if shown.clause else None,
            token=self.place.tokens.new(asked.item, time.time()),
        )  # fmt: skip

    async def _check(
        self, request: Request, asked: Consulted, sent: Sent, said: str = "", status: int = 200
    ) -> Response:
        return self._last(CHECK, request, asked, sent, said, status)

    async def _attach(
        self, request: Request, asked: Consulted, sent: Sent, said: str = "", status: int = 200
    ) -> Response:
        return self._last(ATTACH, request, asked, sent, said, status)

    def _last(
        self, name: str, request: Request, asked: Consulted, sent: Sent, said: str, status: int
    ) -> Response:
        """A page from which the letter is sent: with a number of its own, and a challenge for the browser."""
        now = time.time()
        was = self.place.tokens.read(sent.token, asked.item, now)
        token = self.place.tokens.new(asked.item, now, was.opened if was else None)
        made = self.place.tokens.read(token, asked.item, now)
        assert made
        dear = self.place.rate.of(address_of(request), now) > rate.MANY
        return self._about(
            name, request, asked, status,
            typed=sent.typed, said=said, token=token,
            clause=asked.clause(sent.typed.clause) if sent.typed.clause else None,
            challenge=self.place.proofs.challenge(made.nonce, dear=dear),
            files=FILES, each=FILE_BYTES // 1024**2, all=ALL_BYTES // 1024**2,
        )  # fmt: skip

    async def _take(self, request: Request, asked: Consulted, sent: Sent) -> Response:
        again = self._attach if sent.files else self._check
        token = self.place.tokens.read(sent.token, asked.item, time.time())
        if not is_own(request):
            return await again(request, asked, sent, FOREIGN, 403)
        if token is None or not token.holds:
            return await again(request, asked, sent, RENEWED, 403)
        if wrong := wrong_files(sent.files):
            return await self._attach(
                request, asked, sent, f"{wrong}。文字都在，附件请重新选择。", 422
            )
        trap = bool(sent.typed.trap)
        proof = proved(self.place, address_of(request), sent.proof, token, trap=trap)
        try:
            shown = await take(
                self.place,
                asked,
                sent.typed,
                sent.files,
                sending=token.nonce,
                proof=proof,
                at=sent.at,
            )
        except SpoolFault:
            return await again(request, asked, sent, FULL, 503)
        name = self.place.keep(shown)
        return RedirectResponse(f"{root(request)}/huizhi/{name}", 303)

    def _about(
        self, name: str, request: Request, asked: Consulted, status: int, **shown: object
    ) -> Response:
        late = asked.is_late(self.place.clock())
        path = request.url.path
        return page(
            name, request, status, title=asked.title, asked=asked, late=late, path=path, **shown
        )


def proved(place: Place, address: str, proof: str, token: Token, *, trap: bool) -> Proof:
    """Whether what an address sends is shown to be a person's; it is counted."""
    now = time.time()
    before = place.rate.count(address, now)
    solved = place.proofs.holds(proof, token.nonce, dear=before > rate.MANY)
    odd = trap or now - token.opened < QUICK or before >= rate.FLOOD
    return Proof.VERIFIED if solved and not odd else Proof.NONE


async def _sent(request: Request, at: datetime) -> Sent:
    """Read a body whole, in memory alone. Raises TooMany, MultiPartException, web.guard.TooLarge."""
    files: list[Attached] = []
    if request.headers.get("content-type", "").startswith("multipart/"):
        parser = MultiPartParser(
            request.headers, request.stream(),
            max_files=FILES + 1, max_fields=FIELDS, max_part_size=1024**2,
        )  # fmt: skip
        parser.spool_max_size = ALL_BYTES * 2  # nothing of it touches a disk in the clear
        pairs: list[tuple[str, str]] = []
        for name, value in (await parser.parse()).multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    files.append(Attached(file_name(value.filename), await value.read()))
                await value.close()
            else:
                pairs.append((name, value))
        fields = first(pairs)
    else:
        fields = fields_of(await request.body())
    do, token, proof = (fields.get(name, "") for name in ("do", "ling", "yanzheng"))
    return Sent(Typed.of(fields), do, token, proof, tuple(files), at)


def address_of(request: Request) -> str:
    """From which address a request comes."""
    return request.client.host if request.client else ""


def _path(request: Request, asked: Consulted, *, full: bool = False) -> str:
    own = f"{authority_of(asked.item)}/{asked.path}" if full else asked.path
    return f"{root(request)}/{own}/"
