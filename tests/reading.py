"""What a test asks of SQLite itself, and what lies in a file: it is skipped on a server."""

import sqlite3
from pathlib import Path

import pytest

from supportdesk.desk.desk import Desk


def read_from_file(desk: Desk) -> sqlite3.Connection:
    """The connection through which a desk reads its file."""
    connection = desk.connection
    if not isinstance(connection, sqlite3.Connection):
        pytest.skip("asks SQLite itself")
    return connection


def file_of(desk: Desk) -> Path:
    """The file in which a desk's store lies."""
    if not isinstance(desk.address, Path):
        pytest.skip("of stores in files alone")
    return desk.address
