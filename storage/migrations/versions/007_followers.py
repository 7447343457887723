"""Who follows an item by e-mail, and which sealed letters about it were taken in. The ledger stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"


def upgrade() -> None:
    """Create the tables; their rows may change and go, so no trigger guards them."""
    texts = ("item", "mail", "mailbox", "asked_at", "lettered_at", "confirmed_at")
    op.create_table(
        "followers",
        *(_column(name) for name in ("key", *texts, "told", "tried_at", "why")),
        sa.Column("proven", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_followers"),
        sa.UniqueConstraint("item", "mailbox", name="uq_followers_item_mailbox"),
    )
    op.create_table(
        "follower_letters",
        _column("lookup"),
        sa.Column("wiped", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("lookup", name="pk_follower_letters"),
    )


def _column(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def downgrade() -> None:
    """Drop them."""
    op.drop_table("follower_letters")
    op.drop_table("followers")
