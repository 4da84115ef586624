"""Status, caps and skills of operators, dealt queues, absences. Nothing is dealt until asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the columns and tables; everybody is offline and every queue is left alone."""
    op.execute("ALTER TABLE operator ADD COLUMN status VARCHAR NOT NULL DEFAULT 'offline'")
    op.execute("ALTER TABLE operator ADD COLUMN status_since BIGINT")
    for name in ("queues", "skills", "caps"):
        op.execute(f"ALTER TABLE operator ADD COLUMN {name} VARCHAR NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE operator ADD COLUMN starts VARCHAR")
    op.execute("ALTER TABLE queue ADD COLUMN dealing VARCHAR NOT NULL DEFAULT 'off'")
    op.execute("ALTER TABLE queue ADD COLUMN take_back INTEGER NOT NULL DEFAULT 15")
    op.execute("ALTER TABLE queue ADD COLUMN skills VARCHAR NOT NULL DEFAULT ''")
    op.create_table(
        "operator_span",
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("to_at", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"]),
        sa.PrimaryKeyConstraint("operator_id", "number"),
    )
    op.create_index("operator_span_by_time", "operator_span", ["from_at", "to_at"])
    op.create_table(
        "dealt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("taken_back_at", sa.BigInteger(), nullable=True),
        sa.Column("given_back_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("dealt_by_ticket", "dealt", ["ticket_id", "id"])
    op.create_index("dealt_by_operator", "dealt", ["operator_id", "id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"]),
        sa.ForeignKeyConstraint(["substitute_id"], ["operator.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("absence_by_operator", "absence", ["operator_id", "until_at"])
    op.create_table(
        "stand_in",
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.PrimaryKeyConstraint("absence_id", "ticket_id"),
    )
