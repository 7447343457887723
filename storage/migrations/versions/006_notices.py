"""The desk's notices by e-mail: who wants them, and what was told. The ledger stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"


def upgrade() -> None:
    """Create the table; its rows may change, so no trigger guards them."""
    numbers = ("hour", "quiet_from", "quiet_until", "things")
    op.create_table(
        "desk_notices",
        *_texts("account", "mail", "way", "told", "sent_at", "tried_at", "why"),
        *(sa.Column(name, sa.Integer, nullable=False) for name in numbers),
        sa.PrimaryKeyConstraint("account", name="pk_desk_notices"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def downgrade() -> None:
    """Drop it."""
    op.drop_table("desk_notices")
