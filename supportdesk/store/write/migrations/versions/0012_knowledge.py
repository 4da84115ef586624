"""Articles and where they were used; the words of attached files."""

import sqlalchemy as sa
from alembic import op

from supportdesk.store.write import article_index, file_index

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables and both indexes, and read the files that are attached already."""
    op.create_table(
        "article",
        sa.Column("uuid", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("remote_id", sa.String(), nullable=True),
        sa.Column("remote_version", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("tags", sa.String(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uuid"),
        sa.UniqueConstraint("source_id"),
        sa.UniqueConstraint("file"),
    )
    op.create_table(
        "ticket_article",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("ticket_id", "article_id"),
    )
    op.create_index("ix_ticket_article_article_id", "ticket_article", ["article_id"])
    op.create_table(
        "draft_article",
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"]),
        sa.PrimaryKeyConstraint("operator_id", "ticket_id", "kind", "article_id"),
    )
    op.create_table(
        "blob_text",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.execute(article_index.TABLE)
    op.execute(file_index.TABLE)
    file_index.rebuild(op.get_bind())
