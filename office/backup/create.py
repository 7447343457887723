"""A backup: the database of one instant, the documents, the settings, and what they should be."""

import errno
import os
import stat
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from catalog.chains import ChainEnd, ChainEnds
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
from office.backup.dump import Dump, copy, dump
from office.settings.installation import Office
from opinions.spool.spool import FILE as SPOOL
from storage.ledger import Head
from storage.unfinished import PREFIX, work_folder

LEFT_OUT = {
    "prefect", "site", "site.releases", "draft", "built", "clauses", "build", "again",
    "engine-address", "engine.log", "secret", "publication.lock",
    "juece.db", "juece.db-wal", "juece.db-shm", "juece.db-journal",
    "spool.db", "spool.db-wal", "spool.db-shm", "spool.db-journal",
    "intake.key", "intake.secret", "intake.json", "intake.json.new", "intake.log",
}  # fmt: skip
"""What a home holds that is made anew, or is copied as a database. The engine's address above all:
a restored home that knew it would steer the engine of the home that it was copied from. And the key
that opens letters: who finds a backup must not be able to read them."""

HOME, DATABASE = "home", "database"
"""Folders of a backup."""

UNFINISHED = (".new-", ".site.", ".draft.", ".again.", ".build.", PREFIX)
"""How names begin of what other processes are about to write, the first in any folder."""

KIND, INBOX = "backup", "inbox"
FILE, FOLDER, LINK, UNTOLD = "文件", "文件夹", "链接", "名称不是文字"
KINDS = {
    stat.S_IFREG: FILE, stat.S_IFDIR: FOLDER, stat.S_IFLNK: LINK,
    stat.S_IFIFO: "管道", stat.S_IFSOCK: "套接字",
}  # fmt: skip
REAL = "真正的文件或者文件夹"
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
    chains: ChainEnds | None = None
    """How far every chain had come; None in a backup of before."""
    opinions: dict[str, ChainEnd] = {}
    """How far every chain of the register of opinions had come; empty in a backup of before it."""
    wrong: tuple[str, ...] = ()
    """What was not sound in the ledger when the backup was made."""
    left_out: tuple[str, ...] = ()
    """What was no file and is therefore not in it, with what it was."""
    files: dict[str, Listed]


def backup(office: Office, target: Path, at: datetime) -> Manifest:
    """Write a backup, whole or not at all. Raises BadBackup, Unusable, OSError.

    The database is copied first: a document is in the store before the entry that names it, so
    whatever the copy names can be copied after it. What a killed call left beside it is taken away.
    """
    target = _fit(office, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with work_folder(target.parent, KIND) as work:
        if target.exists():
            raise BadBackup(f"{target} 已经有了，不会覆盖以前的备份，请换一个名字")
        copied = dump(office.database, work, office.documents)
        spool = _spool(office.home, work)
        new = work / target.name
        with opened_for_writing(new) as sink:
            manifest = _fill(sink, copied, spool, office.home, at)
        new.rename(target)
    return manifest


def _spool(home: Path, work: Path) -> Path | None:
    """The sealed letters as they stand, after the database: whatever that says was taken is in them."""
    if not (home / SPOOL).is_file():
        return None
    copy(home / SPOOL, work / SPOOL)
    return work / SPOOL


def _fit(office: Office, target: Path) -> Path:
    target = target.absolute()
    if not target.name.endswith(PACKED) and target.suffix.lower() in _WRONG_NAMES:
        raise BadBackup(f"备份可以是一个 {PACKED} 文件，或者一个文件夹")
    if target.resolve().is_relative_to(office.home.resolve()):
        raise BadBackup("备份不能放在数据目录里面，请放到别处，最好是另一台机器")
    return target


def _fill(sink: Sink, copied: Dump, spool: Path | None, home: Path, at: datetime) -> Manifest:
    listed, left_out = dict[str, Listed](), list[str]()
    with copied.file.open("rb") as database:
        _put(sink, f"{DATABASE}/{copied.file.name}", database, listed)
    if spool:
        with spool.open("rb") as letters:
            _put(sink, f"{HOME}/{SPOOL}", letters, listed)
    for path, file in _files(home, left_out):
        with file:
            _put(sink, f"{HOME}/{path}", file, listed)
    manifest = Manifest(
        builder=f"juece {version('juece')}",
        made_at=at,
        database=copied.kind,
        ledger=copied.head,
        chains=copied.chains,
        opinions=copied.register,
        wrong=tuple(copied.wrong),
        left_out=tuple(left_out),
        files=listed,
    )
    body = manifest.model_dump_json(indent=1).encode() + b"\n"
    sink.put(Part(MANIFEST, BytesIO(body), len(body), 0o600))
    return manifest


def _put(sink: Sink, name: str, file: BinaryIO, listed: dict[str, Listed]) -> None:
    found = os.fstat(file.fileno())
    body = Digested(file, found.st_size)
    sink.put(Part(name, cast(Any, body), found.st_size, found.st_mode))
    listed[name] = Listed(sha256=body.hexdigest(), size=found.st_size)


def _files(home: Path, left_out: list[str]) -> Iterator[tuple[str, BinaryIO]]:
    """Every file to be copied, open. What is no file is never followed and never waited for.

    Where things are handed in a link is named in `left_out`, as pipes, sockets, devices and names
    that are no text are anywhere. Raises BadBackup for a link elsewhere: what it leads to is wanted.
    """
    for at, folders, names, here in os.fwalk(home):
        top = Path(at) == home
        found = sorted(name for name in (*folders, *names) if not _passing(name, top=top))
        folders[:] = []
        for name in found:
            path = Path(at, name).relative_to(home)
            try:
                kind = _kind(name, here)
                if kind == FILE:
                    yield path.as_posix(), _opened(name, here)
            except FileNotFoundError:  # taken out of an inbox since the folder was read
                continue
            if kind == FOLDER:
                folders.append(name)
            elif kind == LINK and not (path.parts[0] == INBOX and not top):
                raise BadBackup(f"{home / path} 是指向别处的链接，不在备份之内，请改成{REAL}")
            elif kind != FILE:
                left_out.append(f"{_shown(path)}（{kind}）")


def _passing(name: str, *, top: bool) -> bool:
    """Say whether something is made anew, or is only about to be written."""
    return name.startswith(UNFINISHED[: None if top else 1]) or (top and name in LEFT_OUT)


def _kind(name: str, folder: int) -> str:
    """What lies in an open folder by a name. Raises FileNotFoundError."""
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    return UNTOLD if _shown(name) != name else KINDS.get(stat.S_IFMT(mode), "设备")


def _shown(name: str | Path) -> str:
    """A name as text, whatever its bytes are."""
    return str(name).encode("utf-8", "backslashreplace").decode()


def _opened(name: str, folder: int) -> BinaryIO:
    """Open a file of an open folder. Raises BadBackup where something else took its name, OSError."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        file = os.open(name, flags, dir_fd=folder)
    except OSError as wrong:
        wrong.filename = wrong.filename or name
        if wrong.errno not in (errno.ELOOP, errno.ENXIO):
            raise
        raise BadBackup(f"{name} 在备份时变了，请再试一次") from wrong
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise BadBackup(f"{name} 在备份时变了，请再试一次")
    return os.fdopen(file, "rb")
