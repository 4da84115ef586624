"""Which messages ask for an answer, which tickets ended with thanks, who follows a ticket.

Of messages that were there before all those of clients ask for one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the columns and the table."""
    op.execute("ALTER TABLE message ADD COLUMN asks BOOLEAN NOT NULL DEFAULT 1")
    op.execute("ALTER TABLE ticket ADD COLUMN thanked BOOLEAN NOT NULL DEFAULT 0")
    op.create_table(
        "ticket_follower",
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("operator_id", "ticket_id"),
    )
    op.execute("CREATE INDEX ticket_thanked ON ticket(id) WHERE thanked = 1")
    op.create_index("ticket_follower_by_ticket", "ticket_follower", ["ticket_id"])
