"""Who did something as another operator (house.md, Who one is)."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Keep it beside the envelope; of what was done before nobody knows."""
    op.execute("ALTER TABLE envelope ADD COLUMN by_id INTEGER REFERENCES operator(id)")
