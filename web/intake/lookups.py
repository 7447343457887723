"""What became of a letter, for who cannot run the script of the site's own page: the same entries, opened here."""

import asyncio
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from catalog.consulted import LOOKUPS, Answered, Consulted
from catalog.lookup import lettered, shard_of, unlettered
from catalog.submission import Channel, Consent, Contact, Submission
from opinions.receipts import (
    BadReceipt,
    Lookup,
    derive,
    objecting,
    open_entry,
    read_receipt,
)
from opinions.spool.seal import Letter, seal
from opinions.spool.spool import SpoolFault
from web.intake.answers import FOREIGN, FULL, is_own, page, stop
from web.intake.place import Place
from web.intake.typed import TooMany, fields_of, line, text

OBJECTION, OBJECTED = (
    "您的异议",
    "您的异议已经收下，由写答复以外的人答复一次；答复以后，凭这张回执在这里看。",
)
ALREADY = "这张回执已经提过异议：一张回执提一次，答复以后，凭它在这里看。"
OVER = "提出异议的期限已过，没有收下；您写的在下面，可以带着回执编号问承办单位。"
LATER = "查询结果正在更新，请过一会儿再查。"
MOST = 2_000
"""Characters of an objection."""
STUDIED = "已经收到，正在研究。意见采纳情况公布以后，再来查采纳没有、理由是什么、改了哪一条。"
UNKNOWN = "没有找到。编号没有写错的，可能是别的事项的回执，或者已经移交承办单位、还没有公布，请带着编号问承办单位。"


class NotYet(Exception):
    """The entries of an item cannot be read now."""


class Line(NamedTuple):
    """A line of an entry, with the whole address that it leads to; empty where nowhere."""

    term: str
    said: str
    href: str


class Lookups:
    """Handlers over one home."""

    def __init__(self, place: Place) -> None:
        self.place = place

    async def ask(self, request: Request) -> Response:
        """The empty form."""
        about = self._about(request)
        return about if isinstance(about, Response) else _page(request, about)

    async def answer(self, request: Request) -> Response:
        """What became of the letter of a receipt; and with `do=yiyi` an objection to it, once."""
        about, at = self._about(request), self.place.clock()
        if isinstance(about, Response):
            return about
        typed = ""
        try:
            fields = fields_of(await request.body())
            typed = line(fields.get("huizhi", ""))
            receipt = read_receipt(typed)
        except TooMany:
            return stop(
                request, 400, "没有查询", "内容不是本页面的格式：请按浏览器的“后退”，再查一次"
            )
        except BadReceipt as wrong:
            return _page(request, about, 422, entered=typed, wrong=str(wrong))
        lookup = derive(receipt, about.item)
        objection = text(fields.get("yiyi", "")).strip() if fields.get("do") == "yiyi" else None
        try:
            lines = self._lines(about, lookup) if isinstance(about, Answered) else []
        except NotYet:
            return _page(request, about, 503, entered=typed, said=LATER, objection=objection or "")
        if isinstance(about, Answered) and lines:
            return await self._told(request, about, receipt, lines, objection, at)
        said = STUDIED if self.place.spool.holds(lookup.id) else UNKNOWN
        return _page(request, about, entered=typed, said=said)

    async def _told(
        self, request: Request, about: Answered, receipt: str, lines: list[Line],
        objection: str | None, at: datetime,
    ) -> Response:  # fmt: skip
        """The answer, and what is said to an objection; it may be made as long as none was."""
        own = objecting(receipt, about.item)
        there = self.place.spool.holds(own.id) or any(one.term == OBJECTION for one in lines)
        said, status, wrong = ALREADY if there and objection is not None else "", 200, ""
        if objection is not None and not there:
            wrong = _wrong(objection)
            if not about.hears(at):
                said, status = OVER, 410
            elif not is_own(request):
                said, status = FOREIGN, 403
            elif wrong:
                status = 422
            else:
                said, status = await self._take(about, receipt, objection, at)
                there = status == 200
        may = about.hears(at) and not there
        return _page(
            request, about, status, lines=lines, said=said, wrong=wrong, objection=objection or "",
            receipt=receipt if may else "", until=about.objects_until,
        )  # fmt: skip

    async def _take(
        self, about: Answered, receipt: str, objection: str, at: datetime
    ) -> tuple[str, int]:
        letter = Letter(
            Submission(
                item=about.item, channel=Channel.WEB, received_at=at, text=objection,
                consent=Consent.COUNT_ONLY,
            ),
            Contact(), (), objecting(receipt, about.item), derive(receipt, about.item),
        )  # fmt: skip
        sealed = seal(self.place.public, letter)
        try:
            kept = await asyncio.wrap_future(self.place.spool.submit(sealed))
        except SpoolFault:
            return FULL, 503
        return OBJECTED if kept.new else ALREADY, 200

    def _about(self, request: Request) -> Answered | Consulted | Response:
        """What can be looked up at an address, what is answered first; or a page instead of it."""
        at = request.path_params
        where = at["year"], at["no"], at.get("authority", "")
        found: list[Answered | Consulted] = [*self.place.asked.answered_at(*where)]
        found += self.place.asked.at(*where)
        if not found:
            return stop(
                request, 404, "这里没有公开征求意见的事项",
                "可能网址不完整；请从事项页面的“凭回执查询我的意见”进来。", onward=True,
            )  # fmt: skip
        if len({one.item for one in found}) > 1:
            return stop(
                request, 404, "请选择机关",
                "几个机关都有这个编号的事项，请从事项页面的“凭回执查询我的意见”进来。", onward=True,
            )  # fmt: skip
        return found[0]

    def _lines(self, about: Answered, lookup: Lookup) -> list[Line]:
        """The entry of a receipt; nothing where there is none. Raises NotYet."""
        folder = self.place.home / LOOKUPS / about.item
        entry = _entry(folder / f"{shard_of(lookup.id, about.digits)}.json", lettered(lookup.id))
        try:
            told = json.loads(open_entry(lookup, unlettered(entry))) if entry else []
            return [
                Line(term, text, about.page and href and about.page + href)
                for term, text, href in told
            ]
        except (ValueError, TypeError, AttributeError) as wrong:  # a BadEntry is a ValueError
            raise NotYet from wrong


def _entry(file: Path, name: str) -> str:
    """An entry by its name; empty where there is none, or while another edition is being laid down. Raises
    NotYet for a file that cannot be read, or is none of entries."""
    try:
        found: dict[str, str] = json.loads(file.read_bytes())
        return found.get(name, "")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError, TypeError, AttributeError) as wrong:
        raise NotYet from wrong


def _wrong(objection: str) -> str:
    """What is wrong with the words of an objection; empty where nothing is."""
    if not objection:
        return "没有写异议：请写明哪里不同意，为什么"
    return f"异议有{len(objection)}字，请不超过{MOST}字" if len(objection) > MOST else ""


def _page(
    request: Request, about: Answered | Consulted, status: int = 200, *,
    entered: str = "", wrong: str = "", said: str = "", lines: Sequence[Line] = (),
    receipt: str = "", objection: str = "", until: date | None = None,
) -> Response:  # fmt: skip
    return page(
        "intake/lookup.html", request, status, title="凭回执查询我的意见", about=about,
        path=request.url.path, entered=entered, wrong=wrong, said=said, lines=lines,
        receipt=receipt, objection=objection, until=until, most=MOST,
    )  # fmt: skip
