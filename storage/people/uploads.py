"""Uploads: files that were handed in with a draft. They lie apart from the documents on file, under
their digest, until the paper is filed, and can be erased until then."""

import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select

from storage import database
from storage.documents import DocumentStore
from storage.files.legible import Handed
from storage.people.accounts import text
from storage.people.drafts import Paper
from storage.people.tables import UPLOADS

OLD = timedelta(days=30)
"""An upload that was not filed by then is erased."""


class Upload(NamedTuple):
    """A file handed in: what the store says of it and what was found in it."""

    id: str
    digest: str
    name: str
    size: int
    pages: int | None
    told: tuple[str, ...]
    """What the scanners said, a sentence each."""


class Uploads:
    """The uploads of an office, in a folder of their own."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self.store = engine, DocumentStore(folder)

    def take(
        self, paper: Paper, handed: Handed, told: Sequence[str], account: str, now: datetime
    ) -> Upload:
        """Take a paper in: opened, of a kind that is taken. Raises documents.Unfit."""
        stored, pages = self.store.take(handed)
        made = Upload(secrets.token_hex(8), *stored, pages, tuple(told))
        return self._listed(paper, made, account, now)

    def take_stream(
        self, paper: Paper, name: str, file: BinaryIO, told: Callable[[str, Path], Sequence[str]],
        account: str, now: datetime,
    ) -> Upload:  # fmt: skip
        """The same of an open file, which is not held in memory; `told` looks through it where it lies."""
        stored, pages = self.store.take_stream(name, file)
        said = told(name, self.store.path(stored.digest))
        made = Upload(secrets.token_hex(8), *stored, pages, tuple(said))
        return self._listed(paper, made, account, now)

    def take_table(self, paper: Paper, handed: Handed, account: str, now: datetime) -> Upload:
        """Take a table in that was read already: its rows are filed, not itself."""
        digest = self.store.keep(handed.content)
        made = Upload(secrets.token_hex(8), digest, handed.name, len(handed.content), None, ())
        return self._listed(paper, made, account, now)

    def _listed(self, paper: Paper, made: Upload, account: str, now: datetime) -> Upload:
        row = made._asdict() | {"told": json.dumps(made.told, ensure_ascii=False)}
        row |= {"item": paper.item, "step": paper.step, "kind": _kind(paper)}
        with database.writing(self._engine) as connection:
            connection.execute(insert(UPLOADS), row | {"account": account, "at": text(now)})
            self._drop(connection, UPLOADS.c.at < text(now - OLD))
        return made

    def of(self, paper: Paper) -> list[Upload]:
        """The files handed in with a draft, oldest first."""
        query = select(UPLOADS).where(_of(paper)).order_by(UPLOADS.c.at, UPLOADS.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            Upload(
                row["id"], row["digest"], row["name"], row["size"], row["pages"],
                tuple(json.loads(row["told"])),
            )
            for row in rows
        ]  # fmt: skip

    def erase(self, paper: Paper, keep: Sequence[str] = ()) -> None:
        """Erase the files of a draft but those of some ids; bytes that nobody names any more go."""
        with database.writing(self._engine) as connection:
            self._drop(connection, _of(paper) & UPLOADS.c.id.not_in(keep))

    def _drop(self, connection: Connection, which: ColumnElement[bool]) -> None:
        gone = {*connection.scalars(select(UPLOADS.c.digest).where(which))}
        connection.execute(delete(UPLOADS).where(which))
        for digest in gone:
            named = select(func.count()).where(UPLOADS.c.digest == digest)
            if not connection.scalar(named):
                self.store.path(digest).unlink(missing_ok=True)


def _kind(paper: Paper) -> str:
    return paper.kind.value if paper.kind else ""


def _of(paper: Paper) -> ColumnElement[bool]:
    same = (UPLOADS.c.item == paper.item) & (UPLOADS.c.step == paper.step)
    return same & (UPLOADS.c.kind == _kind(paper))
