"""What differs between the board at two moments, as an object for scripts and as lines."""

from collections.abc import Iterator, Mapping
from datetime import tzinfo

from supportdesk.cli.output import Output
from supportdesk.cli.times import local_text
from supportdesk.desk.board import BoardView, QueueLine
from supportdesk.domain.board import IN_QUEUES
from supportdesk.i18n import gettext as _
from supportdesk.i18n.board_names import number_name
from supportdesk.objects.times import utc_text

Numbers = Mapping[str, int | None]


def difference_object(then: BoardView, later: BoardView) -> dict[str, object]:
    """Every number at both moments with its difference; names are those of the board."""
    return {
        "at": utc_text(then.at),
        "compared_with": utc_text(later.at),
        "totals": _compared(then.total.numbers, later.total.numbers),
        "queues": [
            {"queue": line.name, **_compared(before, line.numbers)}
            for line, before in _queues(then, later)
        ],
        "operators": [
            {"operator": name, **_compared({"load": before}, {"load": after})}
            for name, before, after in _loads(then, later)
        ],
    }


def _compared(then: Numbers, later: Numbers) -> dict[str, object]:
    return {
        name: {"from": before, "to": after, "difference": after - before}
        for name, before, after in _pairs(then, later)
    }


def _pairs(then: Numbers, later: Numbers) -> Iterator[tuple[str, int, int]]:
    """The numbers that follow from where tickets stand: they are told of every moment."""
    for name in later:
        before, after = then.get(name) or 0, later.get(name) or 0
        if name in IN_QUEUES or name == "load":
            yield name, before, after


def _queues(then: BoardView, later: BoardView) -> Iterator[tuple[QueueLine, Numbers]]:
    before = {line.id: line.numbers for line in then.queues}
    for line in later.queues:
        yield line, before.get(line.id, {})


def _loads(then: BoardView, later: BoardView) -> Iterator[tuple[str, int, int]]:
    """Everybody who is on one of the boards."""
    before = {line.id: line for line in then.operators}
    after = {line.id: line for line in later.operators}
    for number, line in (before | after).items():
        loads = [board[number].load if number in board else 0 for board in (before, after)]
        yield line.name, loads[0], loads[1]


def tell_difference(output: Output, then: BoardView, later: BoardView, zone: tzinfo) -> None:
    """Queues and people, each number with its difference."""
    said = _("From {then} to {later}")
    moments = {"then": local_text(then.at, zone), "later": local_text(later.at, zone)}
    output.say(said.format(**moments))
    rows = [[line.name, *_cells(before, line.numbers)] for line, before in _queues(then, later)]
    total = [_("all queues"), *_cells(then.total.numbers, later.total.numbers)]
    output.table([_("Queue"), *(number_name(name) for name in IN_QUEUES)], [*rows, total])
    output.say("")
    output.table(
        [_("Operator"), number_name("load")],
        [[name, _cell(before, after)] for name, before, after in _loads(then, later)],
    )


def _cells(then: Numbers, later: Numbers) -> list[str]:
    return [_cell(before, after) for _name, before, after in _pairs(then, later)]


def _cell(before: int, after: int) -> str:
    """The later number, and behind it by how much it has changed."""
    return str(after) if before == after else f"{after} ({after - before:+d})"
