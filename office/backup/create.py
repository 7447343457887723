"""A backup: the database of one instant, the documents, the settings, and what they should be."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from catalog.record import Sha256
from office.backup.bundle import (
    MANIFEST,
    PACKED,
    BadBackup,
    Digested,
    Part,
    Sink,
    opened_for_writing,
)
from office.backup.dump import Dump, dump
from office.settings.installation import Office
from storage.ledger import Head

LEFT_OUT = {
    "prefect", "site", "site.releases", "draft", "built", "build", "engine-address", "engine.log", "publication.lock",
    "juece.db", "juece.db-wal", "juece.db-shm", "juece.db-journal",
}  # fmt: skip
"""What a home holds that is made anew, or is copied as a database. The engine's address above all:
a restored home that knew it would steer the engine of the home that it was copied from."""

HOME, DATABASE = "home", "database"
"""Folders of a backup."""

_UNFINISHED = (".new-", ".site.")  # what other processes are about to write
_WRONG_NAMES = {".tar", ".zst", ".zip", ".gz", ".tgz", ".xz", ".bz2", ".7z"}


class Listed(BaseModel):
    """What a file of the backup should be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: Sha256
    size: int = Field(ge=0)


class Manifest(BaseModel):
    """What a backup is of, and what it consists of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    builder: str
    made_at: AwareDatetime
    database: str
    ledger: Head
    wrong: tuple[str, ...] = ()
    """What was not sound in the ledger when the backup was made."""
    files: dict[str, Listed]


def backup(office: Office, target: Path, at: datetime) -> Manifest:
    """Write a backup, whole or not at all. Raises BadBackup, Unusable, OSError.

    The database is copied first: a document is in the store before the entry that names it, so
    whatever the copy names can be copied after it.
    """
    target = _fit(office, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        copied = dump(office.database, work, office.documents)
        new = work / target.name
        with opened_for_writing(new) as sink:
            manifest = _fill(sink, copied, office.home, at)
        new.rename(target)
    finally:
        shutil.rmtree(work)
    return manifest


def _fit(office: Office, target: Path) -> Path:
    target = target.absolute()
    if target.exists():
        raise BadBackup(f"{target} 已经有了，不会覆盖以前的备份，请换一个名字")
    if not target.name.endswith(PACKED) and target.suffix.lower() in _WRONG_NAMES:
        raise BadBackup(f"备份可以是一个 {PACKED} 文件，或者一个文件夹")
    if target.resolve().is_relative_to(office.home.resolve()):
        raise BadBackup("备份不能放在数据目录里面，请放到别处，最好是另一台机器")
    return target


def _fill(sink: Sink, copied: Dump, home: Path, at: datetime) -> Manifest:
    listed: dict[str, Listed] = {}
    _put(sink, f"{DATABASE}/{copied.file.name}", copied.file, listed)
    for path in _files(home, home):
        with suppress(FileNotFoundError):  # taken out of an inbox since the folder was read
            _put(sink, f"{HOME}/{path.relative_to(home).as_posix()}", path, listed)
    manifest = Manifest(
        builder=f"juece {version('juece')}",
        made_at=at,
        database=copied.kind,
        ledger=copied.head,
        wrong=tuple(copied.wrong),
        files=listed,
    )
    body = manifest.model_dump_json(indent=1).encode() + b"\n"
    sink.put(Part(MANIFEST, BytesIO(body), len(body), 0o600))
    return manifest


def _put(sink: Sink, name: str, path: Path, listed: dict[str, Listed]) -> None:
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
        body = Digested(file, found.st_size)
        sink.put(Part(name, cast(Any, body), found.st_size, found.st_mode))
    listed[name] = Listed(sha256=body.hexdigest(), size=found.st_size)


def _files(folder: Path, home: Path) -> Iterator[Path]:
    """Every file to be copied. Raises BadBackup for a link to a folder: it would be left out."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(_UNFINISHED) or (folder == home and path.name in LEFT_OUT):
            continue
        if path.is_dir():
            if path.is_symlink():
                raise BadBackup(f"{path} 是指向别处的链接，不在备份之内，请改成真正的文件夹")
            yield from _files(path, home)
        elif path.is_file():
            yield path
