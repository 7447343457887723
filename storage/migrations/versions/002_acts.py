"""The log of acts, append-only like the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "002"
down_revision = "001"

LONG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the table, then the triggers that refuse every UPDATE and DELETE."""
    names = ("kind", "subject", "payload", "actor", "at", "chain")
    op.create_table(
        "acts",
        sa.Column("position", LONG, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in names),
        sa.PrimaryKeyConstraint("position", name="pk_acts"),
        sa.CheckConstraint("position > 0", name=op.f("ck_acts_position")),
    )
    op.create_index("ix_acts_kind", "acts", ["kind", "subject"])
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        op.execute(
            "CREATE TRIGGER acts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON acts"
            " FOR EACH STATEMENT EXECUTE FUNCTION juece_append_only()"
        )


def _sqlite_triggers() -> None:
    told = "BEGIN SELECT RAISE(ABORT, 'acts: append-only 只增不改'); END"
    for change in ("update", "delete"):
        op.execute(f"CREATE TRIGGER acts_no_{change} BEFORE {change.upper()} ON acts {told}")
    op.execute(
        "CREATE TRIGGER acts_no_replace BEFORE INSERT ON acts"
        f" WHEN EXISTS (SELECT 1 FROM acts WHERE position = NEW.position) {told}"
    )
