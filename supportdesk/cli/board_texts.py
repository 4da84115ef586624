"""The board as objects for scripts and as lines for people."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from supportdesk.cli.output import Output
from supportdesk.cli.report_objects import metric_object
from supportdesk.cli.times import local_text
from supportdesk.desk.board import BoardView, OperatorLine, QueueLine
from supportdesk.i18n import gettext as _
from supportdesk.i18n.board_names import UNKNOWN, load_text, number_name, waited
from supportdesk.i18n.metric_names import metric_title
from supportdesk.i18n.staffing_names import status_name
from supportdesk.objects.times import utc_text, utc_text_or_none
from supportdesk.texts.metrics import details, value

SHOWN = (
    *("new", "active", "waiting", "paused", "backlog"),
    *("oldest", "due_soon", "breached", "unassigned", "asleep"),
)
"""The numbers of a queue, in the order of the columns."""


def board_object(board: BoardView) -> dict[str, object]:
    """The board for scripts; names are documented (`supportdesk board --help`) and stay."""
    return {
        "at": utc_text(board.at),
        "live": board.live,
        "totals": _numbers(board.total),
        "queues": [{"queue": line.name, **_numbers(line)} for line in board.queues],
        "operators": [_operator(line) for line in board.operators],
        "arrivals_per_hour": list(board.arrivals),
        "replies_per_hour": list(board.replies),
        "today": [metric_object(section) for section in board.measured],
    }


def _numbers(line: QueueLine) -> dict[str, object]:
    told: dict[str, object] = {name: n for name, n in line.numbers.items() if name != "oldest"}
    return {**told, "waiting_since": utc_text_or_none(line.numbers["oldest"])}


def _operator(line: OperatorLine) -> dict[str, object]:
    return {
        "operator": line.name,
        "status": line.status,
        "since": utc_text_or_none(line.since),
        "load": line.load,
        "cap": line.cap,
        "waiting_since": utc_text_or_none(line.oldest),
        "last_action": utc_text_or_none(line.last_action),
    }


def tell_board(output: Output, board: BoardView, zone: tzinfo) -> None:
    """Queues, people and hours, each as aligned columns."""
    output.say(_headline(board, zone))
    output.table(
        [_("Queue"), *(number_name(name) for name in SHOWN)],
        [
            [line.name or _("all queues"), *(_cell(line.numbers, name, board.at) for name in SHOWN)]
            for line in (*board.queues, board.total)
        ],
    )
    output.say("")
    output.table(
        [_("Operator"), _("Status"), _("Since"), number_name("load"), number_name("oldest")],
        [_operator_cells(line, board.at) for line in board.operators],
    )
    output.say("")
    output.say(_hours(_("Created per hour from 0:00"), board.arrivals))
    output.say(_hours(_("Replies per hour from 0:00"), board.replies))
    for section in board.measured:
        if section.total is not None:
            number = section.total.number
            told = [value(section.metric, number), details(section.metric, number)]
            output.fact(metric_title(section.metric.name), " · ".join(filter(None, told)))


def _operator_cells(line: OperatorLine, at: int) -> list[str]:
    status, since = status_name(line.status), waited(line.since, at)
    return [line.name, status, since, load_text(line.load, line.cap), waited(line.oldest, at)]


def _headline(board: BoardView, zone: tzinfo) -> str:
    when = local_text(board.at, zone)
    said = _("Now, {when}") if board.live else _("As it was {when}")
    return said.format(when=when)


def _cell(numbers: Mapping[str, int | None], name: str, at: int) -> str:
    number = numbers[name]
    if name == "oldest":
        return waited(number, at)
    return UNKNOWN if number is None else str(number)


def _hours(title: str, counted: Sequence[int]) -> str:
    numbers = " ".join(map(str, counted))
    return f"{title}: {numbers} ({sum(counted)})"
