"""Opening a desk on a store, wherever it lies and whatever it is."""

from contextlib import closing
from pathlib import Path

from supportdesk.address import Address, ServerAddress
from supportdesk.desk.desk import UNDO_SEND_SECONDS, Desk
from supportdesk.domain.envelope import Clock
from supportdesk.domain.errors import NotFound, StoreTrouble
from supportdesk.store.read.connection import (
    SCHEMA_VERSION,
    Reader,
    cannot_change,
    is_there,
    log_of,
    open_reader,
    schema_version,
    server_side,
)
from supportdesk.store.read.sendings import FIRST_WITH_LINKS, OWN, link_kind


def open_desk(
    address: Address,
    clock: Clock,
    *,
    create: bool = False,
    read_only: bool = False,
    undo_send_seconds: int = UNDO_SEND_SECONDS,
) -> Desk:
    """Open a store, in a file or on a server, bringing an older one up to date first.

    `create` makes a missing one. Raises NotFound("store.missing"), StoreTrouble.
    """
    if isinstance(address, ServerAddress):
        return _open_on_server(address, clock, create, read_only, undo_send_seconds)
    return _open_file(address, clock, create, read_only, undo_send_seconds)


def _open_on_server(
    address: ServerAddress, clock: Clock, create: bool, read_only: bool, undo_send_seconds: int
) -> Desk:
    """Open a store on a server. One that is older is brought up to date unless it is only read."""
    version: int | None = server_side().find_schema(address)
    because = "asked" if read_only else None
    if version is None and not create:
        raise NotFound("store.missing", path=str(address))
    if version is not None and version > SCHEMA_VERSION:
        because = "newer"
    elif version != SCHEMA_VERSION and read_only:
        raise StoreTrouble("store.older_on_server", path=str(address))
    elif version != SCHEMA_VERSION:
        from supportdesk.store.write.migrate import prepare_on_server

        prepare_on_server(address)
    desk = Desk(address, clock, read_only_because=because, undo_send_seconds=undo_send_seconds)
    kind = _kind_of(desk.connection)
    if kind is Desk:
        return desk
    desk.close()
    return kind(address, clock, read_only_because=because, undo_send_seconds=undo_send_seconds)


def _kind_of(reader: Reader) -> type[Desk]:
    """What kind of desk a store is: of its own, a copy of ours, or one that stands for another."""
    kind = link_kind(reader) if schema_version(reader) >= FIRST_WITH_LINKS else None
    if kind is None:
        return Desk
    if kind == OWN:
        from supportdesk.desk.replica.linked_desk import LinkedDesk

        return LinkedDesk
    from supportdesk.desk.mirror.mirrored_desk import MirroredDesk

    return MirroredDesk


def _open_file(
    path: Path, clock: Clock, create: bool, read_only: bool, undo_send_seconds: int
) -> Desk:
    """Open the store at `path`, bringing an older one up to date first (a backup is kept).

    An older one that must not be changed is brought up to date in a temporary copy.

    A store of a newer program, and one on media that cannot be written, opens read-only.
    """
    if create and not is_there(path):
        from supportdesk.store.write.migrate import create_store

        create_store(path)
    leaves_no_log = read_only and not is_there(log_of(path))
    immutable = cannot_change(path)
    reader = open_reader(path, immutable=immutable)
    version = schema_version(reader)
    because = "asked" if read_only else "media" if immutable else None
    copy = None
    with closing(reader):
        kind = _kind_of(reader)
        if version > SCHEMA_VERSION:
            because = "newer"
        elif version < SCHEMA_VERSION and because is not None:
            from supportdesk.desk.upgraded_copy import upgraded_copy

            copy = upgraded_copy(path)
    if version < SCHEMA_VERSION and because is None:
        from supportdesk.store.write.migrate import upgrade_store

        upgrade_store(path, clock())
    return kind(
        path,
        clock,
        read_only_because=because,
        immutable=immutable or copy is not None,
        undo_send_seconds=undo_send_seconds,
        copy=copy,
        leaves_no_log=leaves_no_log,
    )
