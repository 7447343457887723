"""When a session's password was given again last: the processes of a desk know it from one another."""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"


def upgrade() -> None:
    """Add the column; sessions under way have not been confirmed."""
    column = sa.Column("confirmed_at", sa.Text, nullable=False, server_default="")
    op.add_column("desk_sessions", column)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("desk_sessions", "confirmed_at")
