"""Whose each step back is, and what it is about: what has not changed need not be done anew."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Add the columns; of steps that are there already nothing is known but that they go first."""
    op.add_column("overlay_step", sa.Column("sending", sa.Integer(), nullable=True))
    op.add_column("overlay_step", sa.Column("about", sa.String(), nullable=True))
    op.execute("UPDATE overlay_step SET sending = 0, about = '*'")
    with op.batch_alter_table("overlay_step") as table:
        table.alter_column("sending", nullable=False)
        table.alter_column("about", nullable=False)
