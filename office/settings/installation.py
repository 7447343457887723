"""Where one installation keeps what it has: database, documents, inboxes, the site."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic_settings import BaseSettings, SettingsConfigDict

from catalog.drill import now_in
from office.settings.desk import read_desk
from office.settings.drill import Drill
from storage.documents import DocumentStore
from storage.ledger import Ledger
from storage.modes import close_to_others, own_folder

if TYPE_CHECKING:
    from storage.people.people import People


class Office(BaseSettings):
    """Settings of an installation; each may be set as an environment variable JUECE_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="JUECE_", frozen=True)

    home: Path = Path("juece-data")
    store: str = ""
    """Database URL (postgresql+psycopg://...); empty means SQLite in the home folder."""
    inboxes: Path | None = None
    """Folder of the inboxes, such as a network drive; None means inbox/ in the home folder."""
    notify: str = ""
    """Where reminders are sent: one or more Apprise addresses, apart by spaces; empty means nowhere."""
    search: bool | None = None
    """Whether the published pages can be searched; None means as they were made last."""
    origins: str = ""
    """Addresses at which a proxy shows the engine's interface, apart by spaces; empty means none."""
    desk_origins: str = ""
    """Addresses (https://...) at which a proxy shows the desk, apart by spaces; empty means none."""

    @property
    def database(self) -> str:
        """Where the ledger lies: a URL, or the SQLite file in the home folder."""
        return self.store or str(self.home.absolute() / "juece.db")

    @property
    def founded(self) -> bool:
        """Say whether there is a ledger; asking makes none."""
        return bool(self.store) or (self.home / "juece.db").is_file()

    @property
    def site(self) -> Path:
        """Folder of the published pages: what is out."""
        return self.home / "site"

    @property
    def draft(self) -> Path:
        """Folder of the pages as they would be now; nobody outside sees them before the review."""
        return self.home / "draft"

    @property
    def documents(self) -> DocumentStore:
        """The documents on file, by digest."""
        return DocumentStore(self.home / "documents")

    def inbox(self, item: str = "") -> Path:
        """Folder in which the documents of an item, or catalogs, are put before they are filed."""
        return (self.inboxes or self.home / "inbox") / item

    def now(self) -> datetime:
        """The one place where the clock is read; in a drill it shows what the drill says."""
        return now_in(self.home)

    def lasts(self, period: timedelta) -> timedelta:
        """How long one has to wait for a period to pass: in a drill it may be seconds."""
        drill = Drill.of(self.home)
        return drill.lasts(period) if drill else period

    def ledger(self, upto: int | None = None) -> Ledger:
        """Open the ledger, creating it on first use; with `upto`, as it stood at that position.

        One for each process and database: to open one checks its migrations, and closes its home.
        What it takes is said by desk.yaml, read when it is opened; raises ShapeError for a faulty one.
        Where another file was put in the place of the database, the ledger that had it open is closed.
        """
        own_folder(self.home)
        documents = self.home.absolute() / "documents"
        known = _OPEN.get((self.database, documents))
        if known is None or known.file != _file(self.database):
            if known:
                known.ledger.close()
            close_to_others(documents.parent)
            only = read_desk(self.home).desk_only
            opened = Ledger.open(self.database, documents=documents, signed_in_only=only)
            known = _OPEN[self.database, documents] = _Open(opened, _file(self.database))
        return known.ledger if upto is None else known.ledger.upto(upto)

    def people(self) -> "People":
        """Who may come in at the desk, and what they are about to file."""
        return self.ledger().people(self.home.absolute() / "uploads")


class _Open(NamedTuple):
    ledger: Ledger
    file: int | None
    """Which file the database was; None where it lies on a server."""


_OPEN: dict[tuple[str, Path], _Open] = {}
"""The ledgers that this process has open, by their database and the folder of their documents."""


def _file(database: str) -> int | None:
    path = Path(database)
    return path.stat().st_ino if path.is_file() else None


def office_at(home: str | Path | None) -> Office:
    """The office in a folder, or (None, empty) the one that the environment names.

    A folder that is named holds everything: the database of the environment is not mixed in, so
    that a rehearsal cannot reach the real ledger.
    """
    return Office(home=Path(home), store="") if home else Office()
