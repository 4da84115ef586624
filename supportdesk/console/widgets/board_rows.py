"""The tables of the board: what stands in each row, and which number each cell opens (F117)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from supportdesk.console import text
from supportdesk.desk.board import BoardView, OperatorLine, QueueLine
from supportdesk.i18n import gettext as _
from supportdesk.i18n.board_names import UNKNOWN, load_text, number_name, waited
from supportdesk.i18n.staffing_names import MARKS, status_name

QUEUE_NUMBERS = (
    *("new", "active", "waiting", "paused", "backlog"),
    *("oldest", "due_soon", "breached", "unassigned", "asleep"),
)
OPERATOR_NUMBERS = ("status", "load", "oldest")
_BAR = 5
"""Tickets of a load that are drawn; more are told by the number."""
NOTHING = "·"
_DOING = {"available": "good", "busy": "waiting"}
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


def queue_table(board: BoardView) -> Table:
    """Every queue, and all of them together."""
    rows = [_queue_row(line, board.at) for line in (*board.queues, board.total)]
    return _table(_("Queue"), QUEUE_NUMBERS, rows)


def operator_table(board: BoardView) -> Table:
    """Our people with their load."""
    rows = [_operator_row(line, board.at) for line in board.operators]
    return _table(_("Operator"), OPERATOR_NUMBERS, rows)


def _table(title: str, numbers: tuple[str, ...], rows: list[Row]) -> Table:
    headings = tuple(number_name(name) for name in numbers)
    widths = tuple(
        1 + max(text.cells(written) for written in (heading, "   ", *_column(rows, place)))
        for place, heading in enumerate(headings)
    )
    return Table(title, headings, tuple(rows), widths)


def _column(rows: list[Row], place: int) -> Iterator[str]:
    return (row.cells[place].shown for row in rows)


def _queue_row(line: QueueLine, at: int) -> Row:
    cells = tuple(_cell(name, line.numbers, at) for name in QUEUE_NUMBERS)
    label = text.line(line.name) if line.id is not None else _("all queues")
    return Row(label, cells, queue=line.id, is_total=line.id is None)


def _operator_row(line: OperatorLine, at: int) -> Row:
    doing = f"{MARKS[line.status]} {status_name(line.status)} {waited(line.since, at)}"
    load = f"{_bar(line.load, line.cap)} {load_text(line.load, line.cap)}".strip()
    full = line.cap is not None and line.load >= line.cap
    cells = (
        Cell("status", doing, _DOING.get(line.status, "dim"), opens=False),
        Cell("load", load, "waiting" if full else "text", opens=line.load > 0),
        _cell("oldest", {"oldest": line.oldest}, at),
    )
    return Row(text.line(line.name), cells, operator=line.id)


def _bar(load: int, cap: int | None) -> str:
    """A load as full and empty places, `▮▮▯`, where the cap is small enough to draw."""
    if cap is None or cap > _BAR:
        return ""
    return "▮" * min(load, cap) + "▯" * (cap - load)


def _cell(name: str, numbers: Mapping[str, int | None], at: int) -> Cell:
    number = numbers[name]
    if name == "oldest":
        shown = waited(number, at)
        return Cell(name, shown, "dim" if number is None else "text", opens=number is not None)
    if number is None:
        return Cell(name, UNKNOWN, "dim", opens=False)
    if not number:
        return Cell(name, NOTHING, "dim", opens=False)
    return Cell(name, str(number), _PRESSING.get(name, "text"), opens=True)
