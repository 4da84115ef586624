"""What is said when time on a ticket cannot be entered or seen so."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

TIMES = {
    "duration.unknown": RefusalText(
        N_("{value} is no length of time."),
        N_("For example: 15m, 1h30, 1:30."),
        N_("For example: 15m, 1h30, 1:30."),
    ),
    "moment.future": RefusalText(
        N_("{text} has not come yet."),
        cli=N_("Name a moment of the past: -2h, yesterday, “2026-03-01 14:00”."),
    ),
    "time.unclear": RefusalText(
        N_("Begin with + or = and a length of time, then the reason."),
        N_("For example: +15m call with the bank."),
    ),
    "time.added": RefusalText(N_("What is added is between a minute and a day, not {value} min.")),
    "time.in_all": RefusalText(N_("Time in all is between 0 and 1000 hours, not {value} min.")),
    "time.reason": RefusalText(
        N_("Time entered by hand needs a reason of at most {limit} characters."),
        cli=N_('For example: --reason "call with the bank"'),
    ),
    "time.work": RefusalText(
        N_("There is no kind of work {wanted}. They are: {allowed}."),
    ),
    "time.not_own": RefusalText(
        N_("Time of others is seen and entered by leads alone."),
        N_("Ask a lead."),
        N_("Leave --operator out, or ask a lead."),
    ),
    "time.below_zero": RefusalText(
        N_("The time on ticket {number} would be less than nothing."),
        N_("Correct it by hand: “time spent” in the palette."),
        N_("See: supportdesk time show {number}"),
    ),
}
