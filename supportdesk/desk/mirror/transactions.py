"""One transaction of the link: its events are nobody's wish, and alert nobody."""

from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple

from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import new_id, to_milliseconds
from supportdesk.store.write import clocks, envelopes, mirror
from supportdesk.store.write.transaction import Transaction

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def within(
    desk: Desk,
    name: str,
    doing: Callable[[Transaction, *Ts], T],
    *args: *Ts,
    actor: int | None = None,
) -> T:
    """Do something as the link, all or nothing. Raises StoreTrouble."""

    def do(connection: Any) -> T:
        now = desk.clock()
        held = Transaction(connection, new_id(now), actor, to_milliseconds(now))
        done = doing(held, *args)
        clocks.keep(held, quietly=True)
        if held.last_event:
            envelopes.keep(
                held.connection,
                envelope=held.envelope,
                actor=actor,
                at=held.at,
                action=f"{mirror.ENVELOPES}{name}",
                receipt="{}",
            )
        return done

    return desk.lease(do)
