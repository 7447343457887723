"""The desk's notices by e-mail: who wants them, and what is to be sent. The ledger stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"


def upgrade() -> None:
    """Create the tables; rows of theirs may change, so no trigger guards them."""
    op.create_table(
        "desk_notices",
        *_texts("account", "mail", "way"),
        *(sa.Column(n, sa.Integer, nullable=False) for n in ("hour", "quiet_from", "quiet_until")),
        *_texts("told", "told_at"),
        sa.PrimaryKeyConstraint("account", name="pk_desk_notices"),
    )
    op.create_table(
        "desk_outbox",
        *_texts("id", "account", "mail"),
        sa.Column("count", sa.Integer, nullable=False),
        *_texts("made_at", "tried_at", "sent_at", "why"),
        sa.PrimaryKeyConstraint("id", name="pk_desk_outbox"),
    )
    op.create_index("ix_desk_outbox_account", "desk_outbox", ["account"])


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def downgrade() -> None:
    """Drop them."""
    op.drop_table("desk_outbox")
    op.drop_table("desk_notices")
