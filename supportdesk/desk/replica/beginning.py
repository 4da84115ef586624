"""How a copy of another desk begins: an empty store that knows whose copy it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.store.read.sendings import ALL, OWN
from supportdesk.store.write import sendings
from supportdesk.store.write.copy_writer import CopyWriter
from supportdesk.store.write.engine import FileWriter
from supportdesk.store.write.migrate import create_store


@contextmanager
def shadow_of(desk: LinkedDesk) -> Iterator[LinkedDesk]:
    """Another copy of the same desk, empty, until the end of the block. Raises StoreTrouble."""
    path = Path(f"{desk.address}.shadow")
    remove_copy(path)
    begin_copy(path, desk.link.name, desk.link.address, desk.link.history)
    shadow = LinkedDesk(path, desk.clock)
    try:
        yield shadow
    finally:
        shadow.close()
        remove_copy(path)


def remove_copy(path: Path) -> None:
    """Take a copy away, with what lies beside it."""
    for suffix in ("", "-wal", "-shm", ".lock", ".link.lock"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def begin_mirror(path: Path, kind: str, name: str, address: str, history: str) -> None:
    """Make a desk of its own that stands for another help desk. Raises StoreTrouble."""
    create_store(path)
    writer = FileWriter(path)
    try:
        with writer.transaction() as connection:
            sendings.begin_link(connection, kind=kind, name=name, address=address, history=history)
    finally:
        writer.close()


def begin_copy(path: Path, name: str, address: str, history: str = ALL) -> None:
    """Make the store of a link. Raises StoreTrouble; a store that is there is left alone."""
    create_store(path)
    writer = CopyWriter(path)
    try:
        with writer.transaction() as connection:
            sendings.begin_link(connection, kind=OWN, name=name, address=address, history=history)
    finally:
        writer.close()
