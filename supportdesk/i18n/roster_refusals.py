"""What is said when a roster, or what it needs, cannot be worked out."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

ROSTERS = {
    "forecast.too_few": RefusalText(
        N_(
            "Too little has come for a forecast. Whole weeks: {weeks}, at least {needed_weeks}"
            " are needed. Tickets: {tickets}, at least {needed_tickets} are needed."
        ),
        N_("For the load as it was, in a shell: supportdesk roster need --observed"),
        cli=N_("Staff the load as it was: --observed. Or name another end of the period: --until"),
    ),
    "roster.no_tickets": RefusalText(
        N_("No ticket of this period fits, so there is no load."),
        cli=N_("Name other days with --since and --until, or see: supportdesk list QUERY"),
    ),
    "roster.no_handling": RefusalText(
        N_("Nobody's time was counted on these tickets, so it is not known how long one takes."),
        N_("Say it in a shell: supportdesk roster need --handling 10m"),
        N_("Say it, for example: --handling 10m"),
    ),
    "roster.level": RefusalText(N_("A service level is from 1 to 99 percent, not {value}.")),
    "roster.handling": RefusalText(
        N_("A ticket takes from a second to a day, not {value}."),
        cli=N_("For example: --handling 167s"),
    ),
    "roster.within": RefusalText(
        N_("Mail is answered within 1 to 240 whole hours, live channels within a day: {value}."),
        cli=N_("For example: --within 8h"),
    ),
    "roster.file_missing": RefusalText(
        N_("There is no file {path}."),
        N_("Its form is in: supportdesk roster check --help"),
        N_("Its form is in: supportdesk roster check --help"),
    ),
    "roster.file": RefusalText(
        N_("The roster {path} cannot be read: {reason}."),
        N_("Its form is in: supportdesk roster check --help"),
        N_("Its form is in: supportdesk roster check --help"),
    ),
    "roster.no_need": RefusalText(
        N_("The roster {path} says nothing of how many people are needed."),
        cli=N_("Write it into [need], or name what roster need --json wrote: --need FILE"),
    ),
    "roster.need_file": RefusalText(
        N_("The needs in {path} cannot be read: {reason}."),
        cli=N_("Write them with: supportdesk roster need --json > FILE"),
    ),
}
