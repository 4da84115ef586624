"""One ticket as a line of a list: what it is, how long it waits, whose it is."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from rich.style import Style
from textual.strip import Strip

from supportdesk.console import names, text
from supportdesk.console.found_words import MARKED
from supportdesk.console.found_words import runs as runs_of
from supportdesk.console.themes import Palette
from supportdesk.console.times import HOUR, Watch, span
from supportdesk.domain.provisional import is_provisional, ticket_name
from supportdesk.domain.sla.level import Level, level_of
from supportdesk.domain.ticket import Category, Priority
from supportdesk.domain.words import Needle
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.records import dataclass
from supportdesk.store.read.rows import TicketRow

TIME_WIDTH = 6
_MARK_WIDTH = 4
MARK = "*"
"""Before the number of a marked ticket: readable without colour, and the key that marks all."""
_WIDE = 76
"""From here on the state has a column of its own."""
_NARROW = 56
"""Below, the client gives way to the subject."""
_NARROWEST_SUBJECT = 16
"""Columns a view has chosen give way from the last one on before the subject is narrower."""
_WIDTHS = {
    "client": 20,
    "queue": 14,
    "owner": 14,
    "kind": 11,
    "tags": 18,
    "created": 7,
    "updated": 7,
    "messages": 4,
    "channel": 8,
    "language": 4,
}
"""Cells of each column; one of them sets it off from the next."""
_FIELD_WIDTH = 14
"""Cells of the column of a custom field."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the columns are, in cells."""

    width: int
    number: int
    time_at: int
    """Where the time column begins."""
    extra: tuple[tuple[str, int], ...] = ()
    """The columns behind the subject, and how wide each is."""

    @property
    def subject(self) -> int:
        """What is left for the subject."""
        fixed = self.time_at + TIME_WIDTH + 2 + 3
        return max(8, self.width - fixed - sum(width for _name, width in self.extra))

    @property
    def names_client(self) -> bool:
        """Whether the client has a column."""
        return any(name == "client" for name, _width in self.extra)


def laid_out(width: int, numbers: Sequence[int], chosen: Sequence[str] = ()) -> Columns:
    """Lay out the columns of a list `width` cells wide; `chosen` are those of its view.

    `numbers` are those of its first tickets.
    """
    number = max(5, len(_longest_name(numbers)))
    layout = Columns(width, number, 3 + number + _MARK_WIDTH)
    if not chosen:
        usual = [("state", state_width())] if width >= _WIDE else []
        usual += [("client", min(20, width // 4))] if width >= _NARROW else []
        return replace(layout, extra=tuple(usual))
    for name in chosen:
        wider = replace(layout, extra=(*layout.extra, (name, _width(name))))
        if wider.subject < _NARROWEST_SUBJECT:
            break
        layout = wider
    return layout


def _longest_name(numbers: Sequence[int]) -> str:
    """The longest of what these tickets are called: mostly that of the highest number."""
    highest = max(numbers, default=0)
    if not is_provisional(highest):
        return ticket_name(highest)
    return max((ticket_name(number) for number in numbers), key=len)


def _width(name: str) -> int:
    return state_width() if name == "state" else _WIDTHS.get(name, _FIELD_WIDTH)


def state_width() -> int:
    """Room for the longest name of a state in the interface's language, and a space."""
    return 1 + max(text.cells(names.state(name)) for name in ticket_names.STATES)


def time_text(row: TicketRow, watch: Watch) -> str:
    """What stands in the time column, right-aligned: due, asleep until, waiting, or age.

    Of a ticket that is done nothing: no time runs on it.
    """
    if row.wake_at is not None:
        shown = watch.until(row.wake_at)
    elif row.due_at is not None:
        return _due_text(row, row.due_at, watch)
    elif row.category >= Category.DONE:
        shown = ""
    elif row.waiting_since is not None:
        shown = watch.since(row.waiting_since)
    else:
        shown = watch.since(row.updated_at)
    return text.fit_right(shown, TIME_WIDTH)


def _due_text(row: TicketRow, due_at: int, watch: Watch) -> str:
    """What is left until it is due, behind the mark of its level; from ten hours on no minutes."""
    left = due_at - watch.now
    shown = span(left) if left >= 0 else f"-{span(-left)}"
    if text.cells(shown) >= TIME_WIDTH:
        shown = _("-{hours}h").format(hours=-left // HOUR)
    return _LEVEL_MARKS[_level(row, watch)] + text.fit_right(shown, TIME_WIDTH - 1)


def ticket_strip(
    row: TicketRow,
    layout: Columns,
    palette: Palette,
    ground: str,
    watch: Watch,
    *,
    marked: bool = False,
    company: str = "",
    found: Sequence[Needle] = (),
) -> Strip:
    """Paint a ticket. `ground` is where it stands: plain, or under the cursor.

    `company` tells what somebody else does there; it stands before the subject. What a search has
    `found` in the subject is marked.
    """
    ink = palette.ink
    done = row.category >= Category.DONE
    level = _level(row, watch)
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
        (text.fit_right(ticket_name(row.number), layout.number), number_ink),
        (text.fit(" " + mark, _MARK_WIDTH), ink(mark_ink, ground, "bold")),
        (time_text(row, watch), ink(_time_ink(row, level), ground)),
        (" ", dim),
        (company or " ", ink("operator", ground, "bold")),
        *_vip(row, layout, ink(_VIP_INK, ground, "bold")),
        *runs_of(
            _subject(row, layout),
            found,
            subject_ink,
            ink("bright", ground, MARKED) if found else subject_ink,
        ),
        (" ", dim),
    ]
    for name, width in layout.extra:
        vip = _VIP if name == "client" and row.vip else ""
        cell = text.fit(_cell(name, row, watch), width - len(vip) - 1)
        runs += [(vip, ink(_VIP_INK, ground, "bold")), (f"{cell} ", dim)]
    if row.new_messages:
        shown = str(min(99, row.new_messages))
        runs.append((text.fit_right(shown, 2), ink("unread", ground)))
    return text.strip(runs, layout.width, ink("text", ground))


_VIP, _VIP_INK = "VIP ", "accent"


def _vip(row: TicketRow, layout: Columns, ink: Style) -> Sequence[text.Run]:
    """Where no column names the client, the subject says whether that is a VIP (F13)."""
    return ((_VIP, ink),) if row.vip and not layout.names_client else ()


def _subject(row: TicketRow, layout: Columns) -> str:
    taken = len(_VIP) if row.vip and not layout.names_client else 0
    return text.fit(text.line(row.subject), layout.subject - taken)


def _state_word(row: TicketRow) -> str:
    return "" if row.state == "open" else names.state(row.state)


_CELLS: dict[str, Callable[[TicketRow, Watch], str]] = {
    "state": lambda row, _watch: _state_word(row),
    "client": lambda row, _watch: text.line(row.client, 80),
    "queue": lambda row, _watch: text.line(row.queue, 40),
    "owner": lambda row, _watch: text.line(row.owner or "—", 40),
    "kind": lambda row, _watch: names.kind(row.kind) if row.kind else "—",
    "tags": lambda row, _watch: " ".join(f"#{text.line(tag, 40)}" for tag in row.tags),
    "created": lambda row, watch: text.fit_right(watch.since(row.created_at), TIME_WIDTH),
    "updated": lambda row, watch: text.fit_right(watch.since(row.updated_at), TIME_WIDTH),
    "messages": lambda row, _watch: text.fit_right(str(min(999, row.messages)), 3),
    "channel": lambda row, _watch: names.channel(row.channel),
    "language": lambda row, _watch: row.language or "—",
}
"""What stands in a column."""


def _cell(name: str, row: TicketRow, watch: Watch) -> str:
    """What stands in a column; any other name is that of a custom field (F23)."""
    if name in _CELLS:
        return _CELLS[name](row, watch)
    held = next((one for one in row.fields if one.name == name), None)
    return "—" if held is None else names.field_value(held.type, held.value)


def _priority_ink(priority: int) -> str:
    if priority == Priority.CRITICAL:
        return "priority-critical"
    return "priority-high" if priority == Priority.HIGH else "dim"


_LEVEL_MARKS = {None: " ", Level.OK: " ", Level.SOON: "·", Level.RISK: "!", Level.BREACHED: "✗"}
"""Before the time until a ticket is due: how it stands, readable without colour (F96)."""

_LEVEL_INKS = {
    Level.OK: "sla-ok",
    Level.SOON: "sla-ok",
    Level.RISK: "sla-risk",
    Level.BREACHED: "sla-breached",
}


def _level(row: TicketRow, watch: Watch) -> Level | None:
    """How a ticket stands that shows when it is due."""
    asleep = row.wake_at is not None
    return None if asleep else level_of(row.due_at, row.risk_at, watch.now)


def _time_ink(row: TicketRow, level: Level | None) -> str:
    if level is not None:
        return _LEVEL_INKS[level]
    return "text" if row.waiting_since is not None else "dim"
