"""Size of the full-text index beside the text it finds."""

import sqlite3
from contextlib import closing
from pathlib import Path


def index_share(store: Path) -> float:
    """Bytes of the index of messages ÷ bytes of their text (UTF-8)."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        index, text = (
            connection.execute(query).fetchone()[0]
            for query in (
                "SELECT sum(length(block)) FROM message_text_data",
                "SELECT sum(length(CAST(body AS BLOB))) FROM message",
            )
        )
    return float(index / text)
