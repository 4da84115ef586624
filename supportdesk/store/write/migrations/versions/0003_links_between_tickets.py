"""Links between tickets, and tags that mean another since a renaming."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of links, let follow-ups be found from the older ticket, add synonyms."""
    op.create_table(
        "ticket_link",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "kind"),
    )
    op.create_index("ticket_link_by_other", "ticket_link", ["other_id", "kind"])
    op.create_index(
        "ticket_by_follow_up",
        "ticket",
        ["follow_up_of"],
        sqlite_where=sa.text("follow_up_of IS NOT NULL"),
    )
    op.add_column("tag", sa.Column("synonym_of", sa.Integer(), nullable=True))
