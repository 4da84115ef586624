"""What is said when a calendar cannot be so, or has no time for what is asked."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

CALENDARS = {
    "hours.day": RefusalText(
        N_("{value} is no working hours of a day."),
        N_("For example: 9-13, or 9-13, 14-18."),
        N_("For example: 9-13, or 9-13, 14-18."),
    ),
    "calendar.never": RefusalText(
        N_("The calendar {calendar} has no working time for that in the years to come."),
        N_("A lead changes it in a shell: supportdesk calendar show {calendar}"),
        N_("See: supportdesk calendar show {calendar}"),
    ),
}
