"""目录: the annual catalog from a spreadsheet, looked at before it is imported; all of it or nothing."""

import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from catalog.annual import Catalog
from catalog.duties.who import Action, may
from catalog.parse import ShapeError
from storage.catalog_file import is_own, mapped_in, read_catalog
from storage.catalog_import import import_catalog
from storage.files.catalog_mapping import NOT_IMPORTED
from storage.files.catalog_workbook import catalog_form
from storage.files.legible import Handed, Unread, unseen
from storage.filing import Refused
from storage.people.drafts import Paper
from storage.people.uploads import Upload
from web.answers import onward
from web.desk import mapping
from web.desk.asking import Asked, Stop, unless
from web.desk.mapping import Part
from web.desk.sheet import actor_of
from web.desk.year import years

PAPER = Paper("", "entry.catalog")
"""Under which a catalog lies that was looked at and is not imported yet."""
BLANK = "空白目录.xlsx"
MAPPING = "对应表.yaml"
"""How the columns of an own table were said to correspond, kept beside it until it is imported."""


def catalog(asked: Asked) -> Response:
    """The way to hand a catalog in."""
    unless(may(asked.person, Action.CATALOG))
    return _page(asked)


def blank(asked: Asked) -> Response:
    """An empty catalog, to be filled in."""
    unless(may(asked.person, Action.CATALOG))
    return asked.file(catalog_form(), BLANK)


def send(asked: Asked) -> Response:
    """Look at a catalog, or import the one that was looked at."""
    unless(may(asked.person, Action.CATALOG))
    do, _, called = asked.said("do").partition(":")
    try:
        if do == "dao":
            return _imported(asked, called)
        if do == "duiying":
            return _mapped(asked, _kept(asked, called))
        sent = next((sent for name, sent in asked.files if name == "mulu"), None)
        if sent is None:
            return _page(asked, ["没有选文件"])
        handed = sent.read()
        if own := _own(handed):
            return _asking(asked, _keep(asked, handed), own)
        found = _read(handed)
    except (ShapeError, Refused) as wrong:
        return _page(asked, wrong.faults)
    return _page(asked, found=found, called=_keep(asked, handed).id)


def _keep(asked: Asked, handed: Handed) -> Upload:
    person, uploads = asked.person, asked.desk.people.uploads
    return uploads.take_table(PAPER, handed, person.account, asked.now)


def _kept(asked: Asked, called: str) -> Upload:
    """A file that was handed in. Raises Stop."""
    found = (one for one in asked.desk.people.uploads.of(PAPER) if one.id == called)
    if kept := next(found, None):
        return kept
    raise Stop(404, "没有导入", "这份目录已经不在了，请重新选文件")


def _own(handed: Handed) -> list[Part]:
    """What is to be said of a table that an office laid out itself; empty of one that is ours. Raises ShapeError."""
    if unseen(handed.name):
        return []  # it is turned away with a sentence of its own
    with TemporaryDirectory() as folder:
        file = _laid(Path(folder), handed.name, handed.content)
        return list(mapping.parts(file, mapping.proposed(file))) if is_own(file) else []


def _mapped(asked: Asked, kept: Upload) -> Response:
    """Look at an own table as its columns were said to be; what is not understood is asked again."""
    with TemporaryDirectory() as folder:
        file = _laid(Path(folder), kept.name, asked.desk.people.uploads.store.read(kept.digest))
        answers = mapping.answered(file, asked.said)
        asked_again = list(mapping.parts(file, answers))
        said = Handed(MAPPING, mapping.confirmed(answers).encode())
        beside = file.with_name(MAPPING)
        beside.write_bytes(said.content)
        try:
            found, cells = read_catalog(file, mapping=beside), mapped_in(file, beside).accounts
        except ShapeError as wrong:
            return _asking(asked, kept, asked_again, wrong.faults)
    called = f"{kept.id}.{_keep(asked, said).id}"
    left = [
        f"{one.place}：{' '.join(one.text.split())}" for one in cells if one.fate == NOT_IMPORTED
    ]
    reworded = [f"{c.place}：“{c.text}”记为“{c.reworded}”（{c.fate}）" for c in cells if c.reworded]
    return _page(asked, found=found, called=called, left=left, reworded=reworded)


def _asking(asked: Asked, kept: Upload, parts: list[Part], faults: Sequence[str] = ()) -> Response:
    return asked.page(
        "mapping.html", "各栏对应", 422 if faults else 200, kept=kept, parts=parts, faults=faults
    )


def _page(
    asked: Asked,
    faults: list[str] | None = None,
    found: Catalog | None = None,
    called: str = "",
    left: Sequence[str] = (),
    reworded: Sequence[str] = (),
) -> Response:
    items = list(found.numbered().items()) if found else []
    status = 422 if faults else 200
    return asked.page(
        "catalog.html",
        "目录",
        status,
        faults=faults or [],
        found=found,
        called=called,
        left=left,
        reworded=reworded,
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
    first, _, second = called.partition(".")
    kept, said = _kept(asked, first), _kept(asked, second) if second else None
    with TemporaryDirectory() as folder:
        file = _laid(Path(folder), kept.name, uploads.store.read(kept.digest))
        beside = file.with_name(MAPPING) if said else None
        if said and beside:
            beside.write_bytes(uploads.store.read(said.digest))
        import_catalog(
            ledger, file, actor=actor_of(asked.person), at=asked.desk.office.now, mapping=beside
        )
    uploads.erase(PAPER)
    return onward("/shixiang")


def _laid(folder: Path, name: str, content: bytes) -> Path:
    """A file of that ending in a folder of its own: the reader goes by the ending. Its name is ours: not
    every name that a browser sends is one that a file can have."""
    ending = re.search(r"\.[A-Za-z0-9]{1,10}\Z", name)
    file = folder / f"目录{ending[0].lower() if ending else ''}"
    file.write_bytes(content)
    return file
