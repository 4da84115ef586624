"""Work for a store that only one process may do at a time, and for long: reading a mailbox."""

import fcntl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from supportdesk.address import Address, ServerAddress
from supportdesk.domain.errors import StoreTrouble
from supportdesk.store.read.connection import APPLICATION_ID


@contextmanager
def alone(address: Address, work: str) -> Iterator[bool]:
    """Whether nobody else does this work now: on this machine, or for a store on a server at all.

    Raises StoreTrouble.
    """
    if isinstance(address, ServerAddress):
        from supportdesk.store.read.server import connect

        with closing(connect(address)) as connection:
            taken = connection.execute(
                "SELECT pg_try_advisory_lock(%s::integer, hashtext(%s))", (APPLICATION_ID, work)
            ).fetchone()
            yield bool(taken and taken[0])
        return
    path = Path(f"{address}.{work}.lock")
    try:
        held = path.open("ab")
    except OSError as trouble:
        raise StoreTrouble("store.read_only", path=str(address), because="") from trouble
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
