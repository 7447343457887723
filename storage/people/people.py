"""Everybody who may come in, and what they are about to file, of one office."""

from pathlib import Path
from typing import NamedTuple, Self

from sqlalchemy import Engine

from storage.people.accounts import Accounts
from storage.people.drafts import Drafts
from storage.people.notices import Notices
from storage.people.sessions import Sessions
from storage.people.uploads import Uploads


class People(NamedTuple):
    """The five parts of the desk's own data; safe to share between threads."""

    accounts: Accounts
    sessions: Sessions
    drafts: Drafts
    uploads: Uploads
    notices: Notices

    @classmethod
    def of(cls, engine: Engine, uploads: Path) -> Self:
        """Those whose data lies in a database, with the files they hand in in a folder."""
        return cls(
            Accounts(engine),
            Sessions(engine),
            Drafts(engine),
            Uploads(engine, uploads),
            Notices(engine),
        )
