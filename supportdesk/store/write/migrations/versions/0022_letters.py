"""Mail that leaves: the letters, and which of their notices operators get by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Make the table; nothing of before was ever sent."""
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("mail_id", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("recipients", sa.String(), nullable=False),
        sa.Column("left_to", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("handed", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mail_id"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index(
        "letter_by_state",
        "letter",
        ["state"],
        sqlite_where=sa.text("state NOT IN ('sent', 'given_up')"),
    )
    op.create_index(
        "letter_by_receiver",
        "letter",
        ["receiver", "made_at"],
        sqlite_where=sa.text("purpose = 'acknowledgement'"),
    )
    op.execute("ALTER TABLE operator ADD COLUMN mail_notices VARCHAR NOT NULL DEFAULT ''")
