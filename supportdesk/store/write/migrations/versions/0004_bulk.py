"""Commands on many tickets: how far each has come, what is left of it, which envelopes it made."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make both tables; no envelope of before was a step of a bulk."""
    op.create_table(
        "bulk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("envelope_id", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("takes_back", sa.Integer(), nullable=True),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("is_planned", sa.Boolean(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["operator.id"]),
        sa.ForeignKeyConstraint(["takes_back"], ["bulk.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("envelope_id"),
    )
    op.create_table(
        "bulk_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulk_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("stops", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulk.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("bulk_step_by_bulk", "bulk_step", ["bulk_id", "stops", "id"], unique=False)
    op.execute("ALTER TABLE envelope ADD COLUMN bulk_id INTEGER REFERENCES bulk(id)")
    op.create_index(
        "envelope_by_bulk",
        "envelope",
        ["bulk_id", "number"],
        unique=False,
        sqlite_where=sa.text("bulk_id IS NOT NULL"),
    )
