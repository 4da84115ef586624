"""What a test asks of SQLite itself: its plans, its statements."""

import sqlite3

from supportdesk.desk.desk import Desk


def read_from_file(desk: Desk) -> sqlite3.Connection:
    """The connection through which a desk reads its file."""
    connection = desk.connection
    assert isinstance(connection, sqlite3.Connection)
    return connection
