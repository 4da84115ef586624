"""The tables of the board: what stands in each row, and which number each cell opens (F117)."""

from collections.abc import Iterator, Mapping

from supportdesk.console import text
from supportdesk.desk.board import BoardView, OperatorLine, QueueLine
from supportdesk.domain.board import IN_QUEUES
from supportdesk.i18n import gettext as _
from supportdesk.i18n.board_names import UNKNOWN, load_text, number_name, waited
from supportdesk.i18n.staffing_names import MARKS, status_name
from supportdesk.records import dataclass

QUEUE_NUMBERS = (
    *("new", "active", "waiting", "paused", "backlog"),
    *("oldest", "due_soon", "breached", "unassigned", "asleep"),
)
OPERATOR_NUMBERS = ("status", "load", "oldest")
_BAR = 5
"""Tickets of a load that are drawn; more are told by the number."""
NOTHING = "·"
_DOING = {"available": "good", "busy": "waiting"}
Numbers = Mapping[str, int | None]
_PRESSING = {"due_soon": "waiting", "breached": "trouble"}
"""Numbers that ask for somebody, and their inks."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number on the board; `opens` says whether there are tickets behind it to list."""

    name: str
    shown: str
    ink: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A queue, all queues, or an operator."""

    label: str
    cells: tuple[Cell, ...]
    queue: int | None = None
    operator: int | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `widths` are the cells of each column of numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]


def queue_table(board: BoardView, base: BoardView | None = None) -> Table:
    """Every queue, and all of them together; against `base`, what can be compared with it."""
    numbers = QUEUE_NUMBERS if base is None else IN_QUEUES
    before = {} if base is None else {line.id: line for line in _lines_of(base)}
    rows = [
        _queue_row(line, board.at, numbers, _known(before.get(line.id)))
        for line in _lines_of(board)
    ]
    return _table(_("Queue"), numbers, rows)


def operator_table(board: BoardView, base: BoardView | None = None) -> Table:
    """Our people with their load."""
    before = {} if base is None else {line.id: line.load for line in base.operators}
    rows = [
        _operator_row(line, board.at, {} if base is None else {"load": before.get(line.id, 0)})
        for line in board.operators
    ]
    return _table(_("Operator"), OPERATOR_NUMBERS, rows)


def _lines_of(board: BoardView) -> tuple[QueueLine, ...]:
    return (*board.queues, board.total)


def _known(line: QueueLine | None) -> Numbers:
    """The numbers of another moment that this one can be compared with."""
    if line is None:
        return {}
    return {name: line.numbers[name] for name in IN_QUEUES}


def _table(title: str, numbers: tuple[str, ...], rows: list[Row]) -> Table:
    headings = tuple(number_name(name) for name in numbers)
    widths = tuple(
        1 + max(text.cells(written) for written in (heading, "   ", *_column(rows, place)))
        for place, heading in enumerate(headings)
    )
    return Table(title, headings, tuple(rows), widths)


def _column(rows: list[Row], place: int) -> Iterator[str]:
    return (row.cells[place].shown for row in rows)


def _queue_row(line: QueueLine, at: int, numbers: tuple[str, ...], before: Numbers) -> Row:
    cells = tuple(_cell(name, line.numbers, at, before) for name in numbers)
    label = text.line(line.name) if line.id is not None else _("all queues")
    return Row(label, cells, queue=line.id, is_total=line.id is None)


def _operator_row(line: OperatorLine, at: int, before: Numbers) -> Row:
    doing = f"{MARKS[line.status]} {status_name(line.status)} {waited(line.since, at)}"
    load = _cell("load", {"load": line.load}, at, before)
    if not before:
        full = line.cap is not None and line.load >= line.cap
        shown = f"{_bar(line.load, line.cap)} {load_text(line.load, line.cap)}".strip()
        load = Cell("load", shown, "waiting" if full else "text", opens=line.load > 0)
    cells = (
        Cell("status", doing, _DOING.get(line.status, "dim"), opens=False),
        load,
        _cell("oldest", {"oldest": line.oldest}, at, before),
    )
    return Row(text.line(line.name), cells, operator=line.id)


def _bar(load: int, cap: int | None) -> str:
    """A load as full and empty places, `▮▮▯`, where the cap is small enough to draw."""
    if cap is None or cap > _BAR:
        return ""
    return "▮" * min(load, cap) + "▯" * (cap - load)


def _cell(name: str, numbers: Numbers, at: int, before: Numbers) -> Cell:
    number = numbers[name]
    if name == "oldest":
        shown = waited(number, at)
        return Cell(name, shown, "dim" if number is None else "text", opens=number is not None)
    if number is None:
        return Cell(name, UNKNOWN, "dim", opens=False)
    step = number - (before.get(name) or 0) if name in before else 0
    changed = f" {step:+d}" if step else ""
    if not number:
        return Cell(name, f"{NOTHING}{changed}", "dim", opens=False)
    return Cell(name, f"{number}{changed}", _PRESSING.get(name, "text"), opens=True)
