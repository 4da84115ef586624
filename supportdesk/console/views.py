"""The lists an operator can look at: the five views, queues, and what was asked for."""

from dataclasses import dataclass

from supportdesk.console.command import N_
from supportdesk.store.read.rows import Counts, QueueRow

THE_ORDER = N_("critical, then due")
"""The one order of R1."""

NEWEST_FIRST = N_("newest first")


@dataclass(frozen=True, slots=True)
class View:
    """A list of tickets: `query` in the language of R6, or `numbers` that were found already.

    `title` is shown as it is; it may hold text of a client or operator: clean it.
    """

    name: str
    title: str
    query: str = ""
    numbers: tuple[int, ...] | None = None
    order: str = THE_ORDER
    """How the list is ordered, in words (an English source)."""


VIEWS = (
    View("mine", N_("Mine"), "owner:me -category:done wake:none"),
    View("unassigned", N_("Unassigned"), "owner:nobody -category:done wake:none"),
    View("all", N_("All"), "-category:done wake:none"),
    View("waiting", N_("Waiting"), "category:waiting wake:none"),
    View("snoozed", N_("Snoozed"), "-category:done -wake:none"),
)
"""In the order of their digits; titles are English sources."""

BY_NAME = {view.name: view for view in VIEWS}


def queue_view(queue: QueueRow) -> View:
    """The tickets at work of one queue."""
    name = queue.name.replace('"', " ")
    return View(f"queue-{queue.id}", queue.name, f'queue:"{name}" -category:done wake:none')


def count(view: View, counts: Counts) -> int | None:
    """The live number beside a view or queue, or None for a list without one (F1)."""
    numbers = {
        "mine": counts.mine,
        "unassigned": counts.unassigned,
        "all": counts.everything,
        "waiting": counts.waiting,
        "snoozed": counts.asleep,
    }
    if view.name in numbers:
        return numbers[view.name]
    queues = {f"queue-{queue}": found for queue, found in counts.queues}
    return queues.get(view.name, 0) if view.name.startswith("queue-") else None
