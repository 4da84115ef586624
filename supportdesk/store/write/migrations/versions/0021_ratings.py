"""What clients think: a rating of each ticket, and whether they would recommend us (F125, F126)."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the columns and the table; no row is rewritten."""
    op.execute("ALTER TABLE ticket ADD COLUMN rating INTEGER")
    op.execute("ALTER TABLE ticket ADD COLUMN rated_at BIGINT")
    op.execute("ALTER TABLE ticket ADD COLUMN rating_comment VARCHAR")
    op.execute("CREATE INDEX ticket_rated ON ticket(rated_at, rating) WHERE rating IS NOT NULL")
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("recommendation_by_time", "recommendation", ["at", "id"])
    op.create_index("recommendation_by_client", "recommendation", ["client_id", "at"])
