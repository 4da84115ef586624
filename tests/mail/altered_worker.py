"""`supportdesk work` with a fault planted in it, which the harness must notice; or with haste.

python -m tests.mail.altered_worker CHANGE[,CHANGE] COMMAND ...
"""

import sys
from functools import partial
from typing import Any
from uuid import uuid4

from supportdesk.domain.action import ReceiveMessage
from supportdesk.intake import collecting, live
from supportdesk.intake.boxes import Box, Letter

EARLY_CURSOR = "early-cursor"
"""The cursor goes past a mail before its filing is committed: a kill loses mails."""

NO_IDENTITY = "no-identity"
"""Nothing tells a mail that is there already: what is fetched again after a kill comes twice."""

QUICK_LETTERS = "quick-letters"
"""No fault: servers are waited for, and claims last, for seconds instead of minutes."""

IMPATIENT = "impatient"
"""No fault: the store's lock is waited for half a second only."""

NO_MARK = "no-mark"
"""The mark before the last dot is left out: a kill sends replies twice."""


def early_cursor() -> None:
    """Plant `EARLY_CURSOR`."""
    usual = collecting.Collector._one

    def one(self: collecting.Collector, box: Box, letter: Letter) -> live.Came:
        self._keep_cursor(box, letter.uid)
        return usual(self, box, letter)

    setattr(collecting.Collector, "_one", one)  # noqa: B010


def no_identity() -> None:
    """Plant `NO_IDENTITY`."""

    def receive(**given: Any) -> ReceiveMessage:
        new = uuid4().hex
        return ReceiveMessage(**given | {"source_id": f"{new}@example.org", "digest": new})

    setattr(live, "ReceiveMessage", receive)  # noqa: B010


def quick_letters() -> None:
    """Do not wait for what a kill has left behind longer than a test lasts."""
    from supportdesk.outbound import postman, smtp

    quick = partial(smtp.Server, step_seconds=1.0, total_seconds=1.5)
    setattr(smtp, "Server", quick)  # noqa: B010
    setattr(postman, "Postman", partial(postman.Postman, lease_beyond=200))  # noqa: B010


def impatient() -> None:
    """Give up soon where another process writes."""
    from supportdesk.store.write import lock

    setattr(lock, "PATIENCE_SECONDS", 0.5)  # noqa: B010


def no_mark() -> None:
    """Plant `NO_MARK`."""
    from supportdesk.store.write import letters

    setattr(letters, "hand_over", lambda *_args: True)  # noqa: B010


FAULTS = (EARLY_CURSOR, NO_IDENTITY, NO_MARK)
CHANGES = {
    EARLY_CURSOR: early_cursor,
    NO_IDENTITY: no_identity,
    QUICK_LETTERS: quick_letters,
    IMPATIENT: impatient,
    NO_MARK: no_mark,
}


def main(changes: str, *command: str) -> None:
    """Change the program, then be it."""
    from supportdesk.cli.main import run

    for change in changes.split(","):
        CHANGES[change]()
    sys.argv = ["supportdesk", *command]
    run()


if __name__ == "__main__":
    main(*sys.argv[1:])
