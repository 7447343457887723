"""预览: the public page as it would be with what stands in a form, before anything is filed or reviewed."""

import re

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from catalog.dossier import Dossier
from catalog.parse import ShapeError
from office.editions.marks import marked
from office.preview import preview, static_file
from storage.filing import with_record
from web.answers import error
from web.desk.asking import Asked, Stop
from web.desk.board import state_of
from web.desk.frames import BOXED, SHOWN
from web.desk.item import seen
from web.desk.judged import files_of
from web.desk.office import Desk
from web.desk.reviews import FRAMES
from web.desk.sheet import Sheet

LOOKS = "/wangye/static/"
NO_PAGE = "这一事项依法不予公开，没有公开的网页"
ASSET = re.compile(r'((?:href|src)=")(?:\.\./)*static/')


def shown(asked: Asked) -> Response:
    """The page with a frame for the preview, or with what keeps it from being drawn."""
    sheet, faults = Sheet.of(asked), list[str]()
    try:
        _with(sheet)
    except ShapeError as wrong:
        faults = wrong.faults
    answer = asked.page(
        "preview.html",
        f"预览：{sheet.step.title}",
        sheet=sheet,
        state=state_of(sheet.dossier, asked.desk.today),
        faults=faults,
    )
    answer.headers.update(FRAMES)
    return answer


def page(asked: Asked) -> Response:
    """The page itself, what is new in it marked. It is shown in that frame alone, and runs nothing."""
    sheet, office = Sheet.of(asked), asked.desk.office
    try:
        new = preview(office, _with(sheet))
    except ShapeError as wrong:
        raise Stop(409, "现在不能预览", "；".join(wrong.faults)) from wrong
    if new is None:
        raise Stop(404, "没有网页", NO_PAGE)
    old = preview(office, asked.desk.ledger.load(sheet.paper.item, opinions=True))
    return _framed(old[1] if old else None, new[1])


def of_item(asked: Asked) -> Response:
    """The page of an item as what is on file makes it, for who may see the item: filed, not reviewed yet."""
    dossier = seen(asked)
    state = state_of(dossier, asked.desk.today)
    answer = asked.page("preview_item.html", f"公开页面：{state.name}", state=state)
    answer.headers.update(FRAMES)
    return answer


def page_of_item(asked: Asked) -> Response:
    """That page itself, with what differs from the one that is out marked."""
    office = asked.desk.office
    new = preview(office, asked.desk.ledger.load(seen(asked).id, opinions=True))
    if new is None:
        raise Stop(404, "没有网页", NO_PAGE)
    out = office.site / new[0]
    return _framed(out.read_bytes() if out.is_file() else None, new[1])


def _framed(old: bytes | None, new: bytes) -> Response:
    found = marked(old, new) if old else None
    text = found.new if found else new.decode()
    headers = {"content-security-policy": BOXED, "x-frame-options": "SAMEORIGIN"}
    return Response(ASSET.sub(rf"\1{LOOKS}", text), media_type="text/html", headers=headers)


def _with(sheet: Sheet) -> Dossier:
    """The item with the form on file. Raises ShapeError."""
    desk, typed = sheet.asked.desk, sheet.typed
    if typed.faults:
        raise ShapeError(typed.faults)
    return with_record(
        desk.ledger, sheet.paper.item, sheet.paper.step, typed.payload, actor=sheet.actor,
        at=desk.office.now(), amends=sheet.amends, store=files_of(sheet),
    )  # fmt: skip


class Looks:
    """The style sheets and pictures of the pages, as the public gets them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def file(self, request: Request) -> Response:
        """One of them."""
        name = request.path_params["name"]
        body = await run_in_threadpool(static_file, self.desk.office, name)
        kind = SHOWN.get(name.rpartition(".")[2])
        if body is None or kind is None:
            return error(404, "没有这个文件", "没有这个样式文件")
        return Response(body, media_type=kind, headers={"cache-control": "private, max-age=3600"})
