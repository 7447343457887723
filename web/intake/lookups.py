"""What became of a letter, for who cannot run the script of the site's own page: the same entries, opened here."""

import json
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from catalog.consulted import LOOKUPS, Answered, Consulted
from catalog.lookup import lettered, shard_of, unlettered
from opinions.receipts import BadEntry, BadReceipt, Lookup, derive, open_entry, read_receipt
from web.intake.answers import page, stop
from web.intake.place import Place
from web.intake.typed import TooMany, fields_of, line

STUDIED = "已经收到，正在研究。意见采纳情况公布以后，再来查采纳没有、理由是什么、改了哪一条。"
UNKNOWN = "没有找到。编号没有写错的，可能是别的事项的回执，或者已经移交承办单位、还没有公布，请带着编号问承办单位。"


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
        """What became of the letter of a receipt."""
        about = self._about(request)
        if isinstance(about, Response):
            return about
        try:
            typed = line(fields_of(await request.body()).get("huizhi", ""))
            receipt = read_receipt(typed)
        except TooMany:
            return stop(
                request, 400, "没有查询", "内容不是本页面的格式：请按浏览器的“后退”，再查一次"
            )
        except BadReceipt as wrong:
            return _page(request, about, 422, typed=typed, wrong=str(wrong))
        lookup = derive(receipt, about.item)
        if isinstance(about, Answered) and (lines := self._lines(about, lookup)):
            return _page(request, about, lines=lines)
        said = STUDIED if self.place.spool.holds(lookup.id) else UNKNOWN
        return _page(request, about, typed=typed, said=said)

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
        """The entry of a receipt; nothing where there is none."""
        folder = self.place.home / LOOKUPS / about.item
        entry = _entry(folder / f"{shard_of(lookup.id, about.digits)}.json", lettered(lookup.id))
        try:
            told = json.loads(open_entry(lookup, unlettered(entry))) if entry else []
        except BadEntry:
            return []
        return [
            Line(term, text, about.page and href and about.page + href) for term, text, href in told
        ]


def _entry(file: Path, name: str) -> str:
    """An entry by its name; empty where there is none, or while another edition is being laid down."""
    try:
        found: dict[str, str] = json.loads(file.read_bytes())
    except FileNotFoundError:
        return ""
    return found.get(name, "")


def _page(
    request: Request, about: Answered | Consulted, status: int = 200, *,
    typed: str = "", wrong: str = "", said: str = "", lines: list[Line] | None = None,
) -> Response:  # fmt: skip
    return page(
        "intake/lookup.html", request, status, title="凭回执查询我的意见", about=about,
        path=request.url.path, entered=typed, wrong=wrong, said=said, lines=lines or [],
    )  # fmt: skip
