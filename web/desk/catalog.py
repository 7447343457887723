"""目录: the annual catalog from a spreadsheet, looked at before it is imported; all of it or nothing."""

from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from catalog.annual import Catalog
from catalog.duties.who import Action, may
from catalog.parse import ShapeError
from storage.catalog_file import read_catalog
from storage.catalog_import import import_catalog
from storage.documents import media_type
from storage.files.catalog_workbook import catalog_form
from storage.files.legible import Handed, Unread, unseen
from storage.filing import Refused
from storage.people.drafts import Paper
from storage.people.uploads import Upload
from web.answers import onward
from web.desk.asking import Asked, Stop, unless
from web.desk.sheet import actor_of
from web.desk.year import years

PAPER = Paper("", "entry.catalog")
"""Under which a catalog lies that was looked at and is not imported yet."""
BLANK = "空白目录.xlsx"


def catalog(asked: Asked) -> Response:
    """The way to hand a catalog in."""
    unless(may(asked.person, Action.CATALOG))
    return _page(asked)


def blank(asked: Asked) -> Response:
    """An empty catalog, to be filled in."""
    unless(may(asked.person, Action.CATALOG))
    headers = {
        "content-disposition": "attachment; filename*=UTF-8''%E7%A9%BA%E7%99%BD%E7%9B%AE%E5%BD%95.xlsx"
    }
    return Response(catalog_form(), media_type=media_type(BLANK), headers=headers)


def send(asked: Asked) -> Response:
    """Look at a catalog, or import the one that was looked at."""
    unless(may(asked.person, Action.CATALOG))
    do, _, called = asked.said("do").partition(":")
    try:
        if do == "dao":
            return _imported(asked, called)
        sent = next((sent for name, sent in asked.files if name == "mulu"), None)
        if sent is None:
            return _page(asked, ["没有选文件"])
        handed = sent.read()
        found = _read(handed)
    except (ShapeError, Refused) as wrong:
        return _page(asked, wrong.faults)
    person, uploads = asked.person, asked.desk.people.uploads
    kept = uploads.take_table(PAPER, handed, person.account, asked.now)
    return _page(asked, found=found, kept=kept)


def _page(
    asked: Asked,
    faults: list[str] | None = None,
    found: Catalog | None = None,
    kept: Upload | None = None,
) -> Response:
    items = list(found.numbered().items()) if found else []
    status = 422 if faults else 200
    return asked.page(
        "catalog.html",
        "目录",
        status,
        faults=faults or [],
        found=found,
        kept=kept,
        items=items,
        years=years(asked.desk.ledger),
    )


def _read(handed: Handed) -> Catalog:
    """Read a catalog that was handed in. Raises ShapeError with every fault."""
    if unseen(handed.name):
        raise Unread("文件名里有看不见的控制符，请改名后再交")
    with TemporaryDirectory() as folder:
        return read_catalog(_laid(Path(folder), handed.name, handed.content))


def _imported(asked: Asked, called: str) -> Response:
    """Import it. Raises ShapeError, Refused: then nothing was imported."""
    uploads, ledger = asked.desk.people.uploads, asked.desk.ledger
    kept = next((one for one in uploads.of(PAPER) if one.id == called), None)
    if kept is None:
        raise Stop(404, "没有导入", "这份目录已经不在了，请重新选文件")
    with TemporaryDirectory() as folder:
        file = _laid(Path(folder), kept.name, uploads.store.read(kept.digest))
        import_catalog(ledger, file, actor=actor_of(asked.person), at=asked.desk.office.now)
    uploads.erase(PAPER)
    return onward("/shixiang")


def _laid(folder: Path, name: str, content: bytes) -> Path:
    """A file of that ending in a folder of its own: the reader goes by the ending, messages by the name."""
    file = folder / (name.replace("/", "／").replace("\\", "／")[-80:] or "目录")
    file.write_bytes(content)
    return file
