"""Doing what time brings until somebody says stop: what `work` and `serve` have in common."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import StoreTrouble

if TYPE_CHECKING:
    from supportdesk.desk.due_work import WorkDone

LOOK_SECONDS = 1.0
"""How long new due work may lie unseen: others may plan something for any moment."""

RETRY_SECONDS = 5.0
"""Between attempts at what could not be done."""


def keep_working(
    desk: Desk,
    stop: threading.Event,
    tell: "Callable[[WorkDone, int | None], None]",
    complain: Callable[[StoreTrouble], None],
) -> None:
    """Do what is due until `stop` is set; `tell` what came of it and when the next is due.

    What fails for now is tried again, and complained of once. Raises StoreTrouble for a store that
    a newer program has taken over.
    """
    trouble: tuple[str, object] | None = None
    while not stop.is_set():
        try:
            pause = _turn(desk, tell)
            trouble = None
        except StoreTrouble as again:
            if again.parameters.get("because") == "newer":
                raise
            pause = RETRY_SECONDS
            if trouble != (again.code, again.parameters):
                trouble = (again.code, again.parameters)
                complain(again)
        stop.wait(pause)


def _turn(desk: Desk, tell: "Callable[[WorkDone, int | None], None]") -> float:
    """Do what is due; return for how many seconds there is nothing to do."""
    due = desk.next_due()
    if due is None or due > to_milliseconds(desk.clock()):
        desk.rest()
        return LOOK_SECONDS
    came_of_it = desk.work()
    if came_of_it.done or came_of_it.failed:
        tell(came_of_it, desk.next_due())
    return LOOK_SECONDS if came_of_it.done else RETRY_SECONDS


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
    """An event that Ctrl+C and SIGTERM set: what is being done is finished first."""
    stop = threading.Event()
    former = {
        number: signal.signal(number, lambda _number, _frame: stop.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
