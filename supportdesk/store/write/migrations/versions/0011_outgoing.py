"""Recipients of messages and drafts, signatures of queues, and the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make both tables; no message of before had recipients or a signature of its own."""
    op.execute("ALTER TABLE message ADD COLUMN recipients INTEGER NOT NULL DEFAULT 0")
    op.execute("ALTER TABLE message ADD COLUMN signed_from INTEGER")
    op.execute("ALTER TABLE draft ADD COLUMN recipients VARCHAR NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE queue ADD COLUMN signature VARCHAR")
    op.create_table(
        "message_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_message_recipient_message_id"), "message_recipient", ["message_id"], unique=False
    )
    op.create_index("message_recipient_by_key", "message_recipient", ["key"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("confirmed", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("outbox_by_operator", "outbox", ["operator_id", "state", "told"], unique=False)
    op.create_index("outbox_by_ticket", "outbox", ["ticket_id", "state"], unique=False)
