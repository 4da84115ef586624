"""Organisations with contracts, properties, events and lookups of clients, merged clients.

Names of traits leave the events: they are kept texts from now on, as addresses are (law 3).
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_KEEP_TRAIT_NAMES = """
INSERT INTO text_value(subject, subject_id, value)
SELECT DISTINCT 'client', subject_id, substr(field, 7) FROM event
 WHERE subject = 'client' AND field LIKE 'trait:%'
"""
_NAME_TRAITS = """
UPDATE event SET field = 'trait:@' || (
    SELECT min(v.id) FROM text_value v WHERE v.subject = 'client'
       AND v.subject_id = event.subject_id AND v.value = substr(event.field, 7))
 WHERE subject = 'client' AND field LIKE 'trait:%'
"""


def upgrade() -> None:
    """Add columns and tables; nothing of before is lost."""
    for name in ("contract", "contract_until", "hours", "timezone", "email", "phone", "note"):
        op.add_column("organisation", sa.Column(name, sa.String(), nullable=True))
    op.add_column("client", sa.Column("channel", sa.String(), nullable=True))
    op.add_column("client", sa.Column("forgotten_at", sa.BigInteger(), nullable=True))
    op.execute("ALTER TABLE client ADD COLUMN merged_into INTEGER REFERENCES client(id)")
    op.create_index(
        "client_by_merge",
        "client",
        ["merged_into"],
        sqlite_where=sa.text("merged_into IS NOT NULL"),
    )
    op.execute("ALTER TABLE client_address ADD COLUMN place INTEGER NOT NULL DEFAULT 0")
    op.create_index("client_note_by_time", "client_note", ["client_id", "at", "id"])
    op.drop_index("ix_client_note_client_id", "client_note")
    op.create_index("ticket_by_client_time", "ticket", ["client_id", "created_at", "id"])
    op.create_index(
        "message_by_client",
        "message",
        ["client_id"],
        sqlite_where=sa.text("client_id IS NOT NULL"),
    )
    _make_tables()
    op.execute(_KEEP_TRAIT_NAMES)
    op.execute(_NAME_TRAITS)


def _make_tables() -> None:
    op.create_table(
        "client_property",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "client_property_value",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("property_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.ForeignKeyConstraint(["property_id"], ["client_property.id"]),
        sa.PrimaryKeyConstraint("client_id", "property_id"),
    )
    op.create_table(
        "client_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_id"),
    )
    op.create_index("client_event_by_time", "client_event", ["client_id", "at", "id"])
    op.create_table(
        "client_lookup",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("lines", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"]),
        sa.PrimaryKeyConstraint("client_id", "title"),
    )
