"""How a copy of another desk begins: an empty store that knows whose copy it is."""

from pathlib import Path

from supportdesk.store.read.sendings import OWN
from supportdesk.store.write import sendings
from supportdesk.store.write.copy_writer import CopyWriter
from supportdesk.store.write.migrate import create_store

ALL = "all"
"""How far back a copy goes when nothing else is said."""


def begin_copy(path: Path, name: str, address: str) -> None:
    """Make the store of a link. Raises StoreTrouble; a store that is there is left alone."""
    create_store(path)
    writer = CopyWriter(path)
    try:
        with writer.transaction() as connection:
            sendings.begin_link(connection, kind=OWN, name=name, address=address, history=ALL)
    finally:
        writer.close()
