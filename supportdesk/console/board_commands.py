"""The commands of the lead's board (R7)."""

from supportdesk.console.command import Command, Where
from supportdesk.i18n.later import N_

BOARD_COMMANDS = (
    Command("board_up", ("up", "k"), Where.BOARD, N_("up"), N_("Move up, or scroll.")),
    Command("board_down", ("down", "j"), Where.BOARD, N_("down"), N_("Move down, or scroll.")),
    Command("board_left", ("left", "h"), Where.BOARD, N_("left"), N_("To the number before.")),
    Command("board_right", ("right", "l"), Where.BOARD, N_("right"), N_("To the next number.")),
    Command(
        "board_other",
        ("tab",),
        Where.BOARD,
        N_("queues, people"),
        N_("From the queues to the operators and back."),
    ),
    Command(
        "board_open",
        ("enter",),
        Where.BOARD,
        N_("its tickets"),
        N_("List the tickets behind the number."),
        cli="supportdesk board --tickets NUMBER --queue NAME",
    ),
    Command(
        "board_rebalance",
        ("r",),
        Where.BOARD,
        N_("rebalance"),
        N_("Move tickets from those over their cap to those with room; shown first."),
        cli="supportdesk assign --rebalance",
        changes=True,
    ),
    Command(
        "board_numbers",
        ("#", "№"),
        Where.BOARD,
        N_("numbers"),
        N_("Show the week in numbers instead of shades, and back."),
        cli="supportdesk roster load --numbers",
    ),
    Command(
        "board_week",
        ("w",),
        Where.BOARD,
        N_("what the week counts"),
        N_("Count by hour and weekday: tickets created, messages of clients, or replies."),
        cli="supportdesk roster load --count replies",
    ),
    Command(
        "board_need",
        ("p",),
        Where.BOARD,
        N_("people needed"),
        N_(
            "How many people each hour needs, from 8 weeks of tickets and the time counted on"
            " them; the board has a line of it where both are there."
        ),
        cli="supportdesk roster need",
    ),
    Command(
        "board_back",
        ("[",),
        Where.BOARD,
        N_("an hour back"),
        N_("Show the board as it was an hour before."),
        cli="supportdesk board --at -1h",
    ),
    Command(
        "board_forward",
        ("]",),
        Where.BOARD,
        N_("an hour on"),
        N_("Show the board an hour later, up to now."),
    ),
    Command(
        "board_day_back",
        ("{",),
        Where.BOARD,
        N_("a day back"),
        N_("Show the board as it was a day before."),
        cli="supportdesk board --at -1d",
    ),
    Command(
        "board_day_forward",
        ("}",),
        Where.BOARD,
        N_("a day on"),
        N_("Show the board a day later, up to now."),
    ),
    Command(
        "board_now",
        ("n",),
        Where.BOARD,
        N_("now"),
        N_("Show the present again, live."),
        cli="supportdesk board --watch",
    ),
    Command(
        "board_compare",
        ("c",),
        Where.BOARD,
        N_("compare"),
        N_("From here on show by how much each number differs from this moment; again: no more."),
        cli="supportdesk board --at TIME --compare TIME",
    ),
    Command(
        "board_report",
        ("m",),
        Where.BOARD,
        N_("report"),
        N_("Measure how much, how fast and how well, of any days and tickets."),
        cli="supportdesk report",
    ),
    Command("board_leave", ("q", "escape"), Where.BOARD, N_("back"), N_("Back to the desk.")),
)

BOARD_HINTS = (
    *("board_open", "board_other", "board_report", "board_back", "board_forward", "board_now"),
    *("board_compare", "board_rebalance", "board_week", "board_need", "board_numbers"),
    "help",
)
"""What the bottom line names; the last one always fits."""
