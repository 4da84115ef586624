"""The commands of the report (R8)."""

from supportdesk.console.command import Command, Where
from supportdesk.i18n.later import N_

REPORT_COMMANDS = (
    Command("report_up", ("up", "k"), Where.REPORT, N_("up"), N_("To the number before.")),
    Command("report_down", ("down", "j"), Where.REPORT, N_("down"), N_("To the next number.")),
    Command(
        "report_page_up", ("pageup",), Where.REPORT, N_("page up"), N_("As many as are in sight.")
    ),
    Command(
        "report_page_down",
        ("pagedown", "space"),
        Where.REPORT,
        N_("page down"),
        N_("As many as are in sight."),
    ),
    Command("report_first", ("home",), Where.REPORT, N_("first"), N_("To the first number.")),
    Command("report_last", ("end",), Where.REPORT, N_("last"), N_("To the last number.")),
    Command(
        "report_open",
        ("enter",),
        Where.REPORT,
        N_("its tickets"),
        N_("List the tickets behind the number."),
        cli="supportdesk report --tickets METRIC --line NAME",
    ),
    Command(
        "report_back",
        ("[",),
        Where.REPORT,
        N_("days before"),
        N_("Measure the days before, as many as these; of a month, the month before."),
        cli="supportdesk report --since DAY --until DAY",
    ),
    Command(
        "report_forward",
        ("]",),
        Where.REPORT,
        N_("days after"),
        N_("Measure the days after, up to today."),
    ),
    Command(
        "report_period",
        ("p",),
        Where.REPORT,
        N_("period"),
        N_("Choose the days: today, a week, a month, or any from one to another."),
        cli="supportdesk report --since DAY --until DAY",
    ),
    Command(
        "report_query",
        ("/", "."),
        Where.REPORT,
        N_("which tickets"),
        N_("Measure only the tickets a query names, as in the search."),
        cli="supportdesk report QUERY",
    ),
    Command(
        "report_lines",
        ("b",),
        Where.REPORT,
        N_("lines"),
        N_("Draw each number up by queue, operator, kind, tag, priority, day, week or hour."),
        cli="supportdesk report --by LINES",
    ),
    Command(
        "report_compare",
        ("c",),
        Where.REPORT,
        N_("compare"),
        N_("Put the days just as long before beside these; again: no more."),
        cli="supportdesk report --trend",
    ),
    Command(
        "report_again", ("f5",), Where.REPORT, N_("measure again"), N_("Read everything again.")
    ),
    Command("report_leave", ("q", "escape"), Where.REPORT, N_("back"), N_("Back to the desk.")),
)

REPORT_HINTS = (
    *("report_open", "report_back", "report_forward", "report_period", "report_query"),
    *("report_lines", "report_compare", "report_leave"),
    "help",
)
"""What the bottom line names; the last one always fits."""
