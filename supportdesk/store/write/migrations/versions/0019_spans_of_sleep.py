"""Which spans of a ticket it slept through, and an index for the board of any moment (law 3).

Of spans that had ended by now nobody knows: they count as awake.
"""

from alembic import op

revision = "0019"
down_revision = "0017"


def upgrade() -> None:
    """Spans of tickets at work lie together by their end: few of them are read for a late moment."""
    op.execute("ALTER TABLE ticket_span ADD COLUMN asleep BOOLEAN NOT NULL DEFAULT 0")
    op.execute(
        "UPDATE ticket_span SET asleep = 1 WHERE to_at IS NULL"
        " AND ticket_id IN (SELECT id FROM ticket WHERE wake_at IS NOT NULL)"
    )
    op.execute("DROP INDEX ticket_span_by_time")
    op.execute(
        "CREATE INDEX ticket_span_at_work ON ticket_span"
        "(to_at, from_at, category, queue_id, owner_id, asleep, ticket_id) WHERE category < 4"
    )
