"""The lists an operator can look at: views, queues, and what was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from supportdesk.domain.views import (
    BUILT_IN,
    OF_POLICIES,
    Place,
    composed,
    digits_of,
    hidden_among,
    in_their_places,
    key_of,
)
from supportdesk.i18n.later import N_
from supportdesk.records import dataclass
from supportdesk.store.read.rows import Counts, QueueRow, ViewRow
from supportdesk.store.read.search import COUNT_LIMIT

THE_ORDER = N_("critical, then due")
"""The one order of R1."""

NEWEST_FIRST = N_("newest first")

MOST_ALIKE = N_("most alike first")


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
    columns: tuple[str, ...] = ()
    """What is shown of each ticket, where the view says so."""
    digit: int | None = None
    """The key that shows it."""
    saved: ViewRow | None = None


_TITLES = {
    "mine": N_("Mine"),
    "unassigned": N_("Unassigned"),
    "all": N_("All"),
    "waiting": N_("Waiting"),
    "snoozed": N_("Snoozed"),
    "overdue": N_("Overdue"),
    "silent": N_("Say how it goes"),
}

VIEWS = tuple(
    View(name, _TITLES[name], query, digit=digit)
    for digit, (name, query) in enumerate(BUILT_IN.items(), start=1)
)
"""In the order of their digits; titles are English sources."""

BY_NAME = {view.name: view for view in VIEWS}


@dataclass(frozen=True, slots=True)
class ViewBook:
    """The views of an operator, each kind in its own order."""

    built_in: tuple[View, ...] = VIEWS
    saved: tuple[View, ...] = ()
    hidden: frozenset[str] = frozenset()
    """Names of the views that are not shown."""
    has_policies: bool = False
    """Whether clocks run at this desk."""

    @property
    def everything(self) -> tuple[View, ...]:
        """All of them, hidden ones too."""
        return (*self.built_in, *self.saved)

    @property
    def counted(self) -> tuple[View, ...]:
        """Those whose tickets are counted one by one."""
        return (*self.saved, *(view for view in self.built_in if view.name == "silent"))

    def shown(self, views: Sequence[View]) -> tuple[View, ...]:
        """Those of `views` that are not hidden."""
        return tuple(view for view in views if view.name not in self.hidden)

    def of_digit(self, digit: str) -> View | None:
        """The view that answers to a key."""
        return next((view for view in self.everything if str(view.digit) == digit), None)


def book(
    rows: Sequence[ViewRow], places: Sequence[Place], *, has_policies: bool = True
) -> ViewBook:
    """The views an operator has, in the places they were given."""
    hidden = hidden_among(places)
    names = [name for name in BUILT_IN if has_policies or name not in OF_POLICIES]
    kept = {key_of(row.id): row for row in rows}
    digits = digits_of([(key, row.scope, row.digit) for key, row in kept.items()], hidden)
    return ViewBook(
        tuple(
            replace(BY_NAME[name], digit=digits.get(name))
            for name in in_their_places(names, places)
        ),
        tuple(_saved(key, kept[key], digits) for key in in_their_places([*kept], places)),
        hidden,
        has_policies,
    )


def _saved(key: str, row: ViewRow, digits: Mapping[str, int]) -> View:
    return View(
        key,
        row.name,
        composed(row.query, row.sort, row.group_by),
        order="" if row.sort or "sort:" in row.query else THE_ORDER,
        columns=row.columns,
        digit=digits.get(key),
        saved=row,
    )


def queue_view(queue: QueueRow) -> View:
    """The tickets at work of one queue."""
    name = queue.name.replace('"', " ")
    return View(f"queue-{queue.id}", queue.name, f'queue:"{name}" -category:done wake:none')


def stands(view: View) -> bool:
    """Whether a view is always there: a built-in or saved one, or a queue."""
    return view.name in BY_NAME or view.name.startswith(("queue-", "view-"))


def count(view: View, counts: Counts, of_saved: Mapping[str, int]) -> str:
    """The live number beside a view or queue (F1); nothing while it is not known."""
    numbers = {
        "mine": counts.mine,
        "unassigned": counts.unassigned,
        "all": counts.everything,
        "waiting": counts.waiting,
        "snoozed": counts.asleep,
        **of_saved,
    }
    if view.name in numbers:
        number = numbers[view.name]
        capped = view.saved is not None or view.name in OF_POLICIES
        return f"{COUNT_LIMIT}+" if capped and number > COUNT_LIMIT else str(number)
    queues = {f"queue-{queue}": found for queue, found in counts.queues}
    return str(queues.get(view.name, 0)) if view.name.startswith("queue-") else ""
