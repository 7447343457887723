"""The ledger: entries, opinions, refusals, documents, all append-only."""

import sqlalchemy as sa
from alembic import op

revision = "001"
down_revision = None

LONG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables, then the triggers that refuse every UPDATE and DELETE."""
    _tables()
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _tables() -> None:
    _entries()
    _opinions()
    op.create_table(
        "refusals",
        sa.Column("id", LONG, autoincrement=True),
        *_texts("item", "step", "payload", "actor", "at", "findings", "chain"),
        sa.PrimaryKeyConstraint("id", name="pk_refusals"),
    )
    op.create_index("ix_refusals_item", "refusals", ["item"])
    op.create_table(
        "documents",
        *_texts("digest", "name"),
        sa.Column("size", LONG, nullable=False),
        *_texts("media_type", "stored_at"),
        sa.PrimaryKeyConstraint("digest", name="pk_documents"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("position", LONG, autoincrement=False),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        *_texts("stage", "step"),
        sa.Column("round", sa.Integer, nullable=False),
        *_texts("payload", "actor", "at"),
        sa.Column("amends", sa.Text),
        *_texts("digest", "chain"),
        sa.PrimaryKeyConstraint("position", name="pk_entries"),
        sa.UniqueConstraint("item", "seq", name="uq_entries_item_seq"),
        sa.UniqueConstraint("digest", name="uq_entries_digest"),
        sa.CheckConstraint("position > 0", name=op.f("ck_entries_position")),
    )


def _opinions() -> None:
    op.create_table(
        "opinions",
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("entry_seq", sa.Integer, nullable=False),
        sa.Column("no", LONG, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        *_texts("source", "channel", "summary"),
        sa.Column("points", LONG, nullable=False),
        sa.Column("outcome", sa.Text),
        *_texts("reason", "clause", "person", "contact"),
        sa.PrimaryKeyConstraint("item", "entry_seq", "no", name="pk_opinions"),
        sa.ForeignKeyConstraint(
            ["item", "entry_seq"],
            ["entries.item", "entries.seq"],
            name="fk_opinions_item_entry_seq",
        ),
    )
    op.create_index("ix_opinions_item_round", "opinions", ["item", "round"])


TAKEN = {
    "entries": "position = NEW.position OR digest = NEW.digest"
    " OR (item = NEW.item AND seq = NEW.seq)",
    "opinions": "item = NEW.item AND entry_seq = NEW.entry_seq AND no = NEW.no",
    "refusals": "id = NEW.id",
    "documents": "digest = NEW.digest",
}
"""What an INSERT OR REPLACE would delete: SQLite runs no DELETE trigger for it."""


def _sqlite_triggers() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, '{}: append-only 只增不改'); END"
    for table, taken in TAKEN.items():
        told = refuse.format(table)
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {told}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {told}")
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {told}"
        )


def _postgresql_triggers() -> None:
    op.execute(
        "CREATE FUNCTION juece_append_only() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION '%: append-only 只增不改', TG_TABLE_NAME; END $$"
    )
    for table in TAKEN:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION juece_append_only()"
        )
