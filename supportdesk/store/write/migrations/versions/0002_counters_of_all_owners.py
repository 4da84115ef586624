"""Counters of all owners together, beside those of each: the views of queues read few rows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the counter table anew, owners first, and count every ticket."""
    op.drop_table("ticket_count")
    op.create_table(
        "ticket_count",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("queue_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Integer(), nullable=False),
        sa.Column("asleep", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "queue_id", "category", "asleep"),
        sqlite_with_rowid=False,
    )
    for owner in ("coalesce(owner_id, 0)", "-1"):
        op.execute(
            "INSERT INTO ticket_count(owner_id, queue_id, category, asleep, n)"
            f" SELECT {owner}, queue_id, category, wake_at IS NOT NULL, count(*)"
            " FROM ticket GROUP BY 1, 2, 3, 4"
        )
