"""The tables of the desk: accounts, grants, sessions, drafts, uploads. The ledger stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"


def upgrade() -> None:
    """Create the tables; rows of theirs may change, so no trigger guards them."""
    op.create_table(
        "desk_accounts",
        *_texts("id", "name", "unit", "password"),
        sa.Column("failures", sa.Integer, nullable=False),
        *_texts("locked_until", "link", "link_until", "made_at", "ended_at"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_accounts"),
    )
    op.create_table(
        "desk_grants",
        *_texts("account", "post"),
        sa.PrimaryKeyConstraint("account", "post", name="pk_desk_grants"),
    )
    op.create_table(
        "desk_sessions",
        *_texts("id", "account", "csrf", "made_at", "seen_at", "browser", "ended_at"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_sessions"),
    )
    op.create_index("ix_desk_sessions_account", "desk_sessions", ["account"])
    op.create_table(
        "desk_drafts",
        *_texts("item", "step", "kind"),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        *_texts("pairs", "account", "name", "at"),
        sa.PrimaryKeyConstraint("item", "step", "kind", "version", name="pk_desk_drafts"),
    )
    op.create_table(
        "desk_uploads",
        *_texts("id", "item", "step", "kind", "digest", "name"),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer),
        *_texts("told", "account", "at"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_uploads"),
    )
    op.create_index("ix_desk_uploads_item_step_kind", "desk_uploads", ["item", "step", "kind"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
