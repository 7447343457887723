"""The tables of the desk, beside the ledger's and unlike them: rows change, and are erased in time."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from storage.tables import METADATA as LEDGER

METADATA = MetaData(naming_convention=LEDGER.naming_convention)

ACCOUNTS = Table(
    "desk_accounts",
    METADATA,
    Column("id", Text, primary_key=True),  # what is typed to sign in, bare (catalog/names.py)
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("password", Text, nullable=False),  # argon2id in its own notation, empty: none yet
    Column("failures", Integer, nullable=False),
    Column("locked_until", Text, nullable=False),  # instants in UTC, empty: not
    Column("link", Text, nullable=False),  # sha256 of the one-time link, empty: none
    Column("link_until", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("ended_at", Text, nullable=False),
)

GRANTS = Table(
    "desk_grants",
    METADATA,
    Column("account", Text, primary_key=True),
    Column("post", Text, primary_key=True),
)

SESSIONS = Table(
    "desk_sessions",
    METADATA,
    Column("id", Text, primary_key=True),  # sha256 of what the cookie holds
    Column("account", Text, nullable=False, index=True),
    Column("csrf", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("browser", Text, nullable=False),
    Column("ended_at", Text, nullable=False),
    Column("confirmed_at", Text, nullable=False),  # the password was given again, empty: not
)

DRAFTS = Table(
    "desk_drafts",
    METADATA,
    Column("item", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # empty, 更正 or 再次办理
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("pairs", Text, nullable=False),  # what the browser sent, as JSON
    Column("account", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
)

UPLOADS = Table(
    "desk_uploads",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("item", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("pages", Integer),
    Column("told", Text, nullable=False),  # what the scanners said, as JSON
    Column("account", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index(None, "item", "step", "kind"),
)

NOTICES = Table(
    "desk_notices",
    METADATA,
    Column("account", Text, primary_key=True),
    Column("mail", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("quiet_from", Integer, nullable=False),
    Column("quiet_until", Integer, nullable=False),
    Column("told", Text, nullable=False),  # keys of what the last letter counted, as JSON
    Column("things", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("sent_at", "tried_at", "why")),  # or empty
)
