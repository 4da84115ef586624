"""One ticket as a line of a list: what it is, how long it waits, whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip

from supportdesk.console import names, text
from supportdesk.console.found_words import MARKED
from supportdesk.console.found_words import runs as runs_of
from supportdesk.console.themes import Palette
from supportdesk.console.times import Watch, span
from supportdesk.domain.ticket import Category, Priority
from supportdesk.domain.words import Needle
from supportdesk.store.read.rows import TicketRow

TIME_WIDTH = 6
_MARK_WIDTH = 3
MARK = "*"
"""Before the number of a marked ticket: readable without colour, and the key that marks all."""
_WIDE = 76
"""From here on the state has a column of its own."""
_NARROW = 56
"""Below, the client gives way to the subject."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the columns are, in cells; 0 leaves a column out."""

    width: int
    number: int
    state: int
    client: int
    time_at: int
    """Where the time column begins."""

    @property
    def subject(self) -> int:
        """What is left for the subject."""
        fixed = self.time_at + TIME_WIDTH + 2 + 3
        return max(8, self.width - fixed - self.state - self.client)


def columns(width: int, highest_number: int) -> Columns:
    """Lay out the columns of a list `width` cells wide."""
    number = max(5, len(str(highest_number)) + 1)
    return Columns(
        width=width,
        number=number,
        state=state_width() if width >= _WIDE else 0,
        client=min(20, width // 4) if width >= _NARROW else 0,
        time_at=3 + number + _MARK_WIDTH,
    )


def state_width() -> int:
    """Room for the longest name of a state in the interface's language, and a space."""
    return 1 + max(text.cells(names.state(name)) for name in names.STATES)


def time_text(row: TicketRow, watch: Watch) -> str:
    """What stands in the time column, right-aligned: due, asleep until, waiting, or age."""
    if row.wake_at is not None:
        shown = watch.until(row.wake_at)
    elif row.due_at is not None:
        late = row.due_at < watch.now
        shown = ("-" if late else "") + span(abs(row.due_at - watch.now))
    elif row.waiting_since is not None:
        shown = watch.since(row.waiting_since)
    else:
        shown = watch.since(row.updated_at)
    return text.fit_right(shown, TIME_WIDTH)


def ticket_strip(
    row: TicketRow,
    layout: Columns,
    palette: Palette,
    ground: str,
    watch: Watch,
    *,
    marked: bool = False,
    found: Sequence[Needle] = (),
) -> Strip:
    """Paint a ticket. `ground` is where it stands: plain, or under the cursor.

    What a search has `found` in the subject is marked.
    """
    ink = palette.ink
    done = row.category >= Category.DONE
    dim = ink("dim", ground)
    subject_ink = ink("bright", ground, "bold") if row.unread else ink("text", ground)
    if done:
        subject_ink = dim
    number_ink = ink("accent", ground, "bold") if marked else dim
    mark, mark_ink = names.PRIORITY_MARKS[row.priority], _priority_ink(row.priority)
    runs: list[text.Run] = [
        ("▌" if ground.startswith("cursor") else " ", ink("accent", ground)),
        ("●" if row.unread else " ", ink("unread", ground, "bold")),
        (MARK if marked else " ", ink("accent", ground, "bold")),
        (text.fit_right(f"#{row.number}", layout.number), number_ink),
        (text.fit(" " + mark, _MARK_WIDTH), ink(mark_ink, ground, "bold")),
        (time_text(row, watch), ink(_time_ink(row, watch), ground)),
        ("  ", dim),
        *runs_of(
            text.fit(text.line(row.subject), layout.subject),
            found,
            subject_ink,
            ink("bright", ground, MARKED) if found else subject_ink,
        ),
        (" ", dim),
    ]
    if layout.state:
        runs.append((text.fit(_state_word(row), layout.state), dim))
    if layout.client:
        runs.append((text.fit(text.line(row.client, 80), layout.client), dim))
    if row.unanswered > 1:
        runs.append((text.fit_right(str(min(99, row.unanswered)), 2), ink("unread", ground)))
    return text.strip(runs, layout.width, ink("text", ground))


def _state_word(row: TicketRow) -> str:
    return "" if row.state == "open" else names.state(row.state)


def _priority_ink(priority: int) -> str:
    if priority == Priority.CRITICAL:
        return "priority-critical"
    return "priority-high" if priority == Priority.HIGH else "dim"


def _time_ink(row: TicketRow, watch: Watch) -> str:
    if row.due_at is not None and row.wake_at is None:
        return "trouble" if row.due_at < watch.now else "waiting"
    return "text" if row.waiting_since is not None else "dim"
