"""The register of opinions: chained tables that only grow, and the contacts, which are erased in time."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"

LONG = sa.BigInteger().with_variant(sa.Integer, "sqlite")

WHAT = {
    "batches": "item:t round:n kind:t name:t digest:t actor:t at:t",
    "batch_ends": "batch:n kept:n faults:t at:t",
    "submissions": "batch:n line:n code:t channel:t source:t audience:t received_at:t late:i"
    " clause:t draft:t text:t consent:t proof:t",
    "submission_files": "submission:n digest:t name:t size:n",
    "layers": "submission:n kind:t text:t reason:t actor:t at:t",
    "points": "submission:n first:n parts:t reason:t actor:t at:t",
    "group_runs": "item:t round:n version:t parameters:t draft:t counts:t at:t",
    "group_events": "item:t round:n run:n kind:t payload:t actor:t at:t",
    "answers": "item:t round:n subject:t outcome:t reason:t clause:t change:t actor:t at:t",
    "confirmations": "item:t round:n subject:t answer:t actor:t at:t",
    "statements": "item:t round:n digest:t subjects:t heads:t at:t",
    "draws": "item:t name:t kind:t payload:t actor:t at:t",
    "receipts": "submission:n lookup:t key:t",
}
"""The columns between position and chain: t a text, n a long number, i a small one."""

ONCE: dict[str, list[tuple[str, ...]]] = {
    "batch_ends": [("batch",)],
    "receipts": [("submission",), ("lookup",)],
}
FOUND_BY: dict[str, tuple[str, ...]] = {
    "batches": ("item", "round"),
    "submissions": ("batch",),
    "submission_files": ("submission",),
    "layers": ("submission",),
    "points": ("submission",),
    "group_events": ("item", "round"),
    "answers": ("item", "round"),
    "confirmations": ("item", "round"),
    "draws": ("item", "name"),
}


def upgrade() -> None:
    """Create the tables, then the triggers that refuse every UPDATE and DELETE but an erasure."""
    for table in WHAT:
        _table(table)
    op.create_table(
        "contacts",
        sa.Column("submission", LONG, autoincrement=False, nullable=False),
        *(_column(f"{name}:t") for name in ("name", "contact", "erased_at", "erased_why")),
        sa.PrimaryKeyConstraint("submission", name="pk_contacts"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_triggers()
    else:
        _postgresql_triggers()


def _table(table: str) -> None:
    op.create_table(
        table,
        sa.Column("position", LONG, autoincrement=False),
        *map(_column, [*WHAT[table].split(), "chain:t"]),
        sa.PrimaryKeyConstraint("position", name=f"pk_{table}"),
        *(
            sa.UniqueConstraint(*names, name=f"uq_{table}_{'_'.join(names)}")
            for names in ONCE.get(table, ())
        ),
        sa.CheckConstraint("position > 0", name=op.f(f"ck_{table}_position")),
    )
    if names := FOUND_BY.get(table):
        op.create_index(f"ix_{table}_{'_'.join(names)}", table, list(names))


def _column(said: str) -> sa.Column[object]:
    name, _, kind = said.partition(":")
    kinds = {"t": sa.Text, "n": LONG, "i": sa.Integer}
    return sa.Column(name, kinds[kind], nullable=False)  # type: ignore[arg-type]


def _sqlite_triggers() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, '{}: append-only 只增不改'); END"
    for table in WHAT:
        told = refuse.format(table)
        keys = [("position",), *ONCE.get(table, ())]
        taken = " OR ".join(
            f"({' AND '.join(f'{name} = NEW.{name}' for name in names)})" for names in keys
        )
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {told}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {told}")
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) {told}"
        )
    told = refuse.format("contacts")
    op.execute(
        f"CREATE TRIGGER contacts_only_erased BEFORE UPDATE ON contacts WHEN NOT ({ERASES}) {told}"
    )
    op.execute(f"CREATE TRIGGER contacts_no_delete BEFORE DELETE ON contacts {told}")
    op.execute(
        "CREATE TRIGGER contacts_no_replace BEFORE INSERT ON contacts"
        f" WHEN EXISTS (SELECT 1 FROM contacts WHERE submission = NEW.submission) {told}"
    )


ERASES = (
    "NEW.submission = OLD.submission AND NEW.name = '' AND NEW.contact = ''"
    " AND NEW.erased_at <> '' AND OLD.erased_at = ''"
)
"""The one change there is: a contact goes, and what stays says when and why (PIPL-47)."""


def _postgresql_triggers() -> None:
    for table in WHAT:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION juece_append_only()"
        )
    op.execute(
        "CREATE TRIGGER contacts_only_erased BEFORE UPDATE ON contacts FOR EACH ROW"
        f" WHEN (NOT ({ERASES})) EXECUTE FUNCTION juece_append_only()"
    )
    op.execute(
        "CREATE TRIGGER contacts_no_delete BEFORE DELETE OR TRUNCATE ON contacts"
        " FOR EACH STATEMENT EXECUTE FUNCTION juece_append_only()"
    )
