"""The tables of the ledger; triggers of the migrations refuse UPDATE and DELETE on every one."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LongInteger = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column declared INTEGER."""

ENTRIES = Table(
    "entries",
    METADATA,
    Column("position", LongInteger, primary_key=True, autoincrement=False),  # 1, 2, 3 ... no gaps
    Column("item", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Column("payload", Text, nullable=False),  # canonical JSON: these very bytes are digested
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),  # ISO 8601 in Asia/Shanghai: the same text everywhere
    Column("amends", Text),
    Column("digest", Text, nullable=False),
    Column("chain", Text, nullable=False),
    UniqueConstraint("item", "seq"),
    UniqueConstraint("digest"),
    CheckConstraint("position > 0", name="position"),
)

OPINIONS = Table(
    "opinions",
    METADATA,
    Column("item", Text, primary_key=True),
    Column("entry_seq", Integer, primary_key=True),
    Column("no", LongInteger, primary_key=True),
    Column("round", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("points", LongInteger, nullable=False),
    Column("outcome", Text),
    Column("reason", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("contact", Text, nullable=False),
    ForeignKeyConstraint(["item", "entry_seq"], ["entries.item", "entries.seq"]),
    Index(None, "item", "round"),
)

REFUSALS = Table(
    "refusals",
    METADATA,
    Column("id", LongInteger, primary_key=True, autoincrement=True),
    Column("item", Text, nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("chain", Text, nullable=False),  # over the refusals alone
)

ACTS = Table(
    "acts",
    METADATA,
    Column("position", LongInteger, primary_key=True, autoincrement=False),  # 1, 2, 3 ... no gaps
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("chain", Text, nullable=False),  # over the acts alone
    CheckConstraint("position > 0", name="position"),
    Index("ix_acts_kind", "kind", "subject"),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", LongInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("stored_at", Text, nullable=False),
)
