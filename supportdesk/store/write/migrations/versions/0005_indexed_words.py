"""The words of the full-text index by themselves, so that an open end is looked up at once."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Take the words from the index that is there."""
    op.create_table(
        "indexed_word",
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("word"),
        sqlite_with_rowid=False,
    )
    for index in ("message_text", "client_text"):
        op.execute(f"CREATE VIRTUAL TABLE temp.known USING fts5vocab(main, {index}, 'row')")
        op.execute(
            "INSERT INTO indexed_word(word) SELECT term FROM temp.known WHERE true"
            " ON CONFLICT DO NOTHING"
        )
        op.execute("DROP TABLE temp.known")
