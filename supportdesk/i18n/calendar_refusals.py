"""What is said when a calendar cannot be so, or has no time for what is asked."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

_LIST = N_("See: supportdesk calendar list")

CALENDARS = {
    "hours.day": RefusalText(
        N_("{value} is no working hours of a day."),
        N_("For example: 9-13, or 9-13, 14-18."),
        N_("For example: 9-13, or 9-13, 14-18."),
    ),
    "calendar.missing": RefusalText(N_("There is no calendar {which}."), cli=_LIST),
    "calendar.incomplete": RefusalText(
        N_("The new calendar {name} needs a zone and hours."),
        cli=N_("For example: --zone Europe/Kyiv --hours 'mon-fri 9-18'"),
    ),
    "calendar.name": RefusalText(
        N_("A calendar needs a name of at most {limit} characters."),
    ),
    "calendar.name_taken": RefusalText(
        N_("There is a calendar {name} already."),
        cli=N_("Change that one, or choose another name: supportdesk calendar list"),
    ),
    "calendar.in_use": RefusalText(N_("Something goes by the calendar {name}."), cli=_LIST),
    "calendar.in_use.default": RefusalText(
        N_("The desk goes by the calendar {name}: it is its default."),
        cli=N_("Make another one the default: supportdesk calendar save NAME --default"),
    ),
    "calendar.in_use.policy": RefusalText(
        N_("The SLA policy {policy} goes by the calendar {name}."),
        cli=N_("Give it another one: supportdesk sla save {policy} --calendar NAME"),
    ),
    "calendar.day_missing": RefusalText(
        N_("{day} is no special day of the calendar {name}."),
        cli=N_("See: supportdesk calendar show {name}"),
    ),
    "calendar.day_name": RefusalText(
        N_("The name of {day} is too long: at most {limit} characters."),
    ),
    "calendar.too_many_days": RefusalText(
        N_("A calendar has at most {limit} special days."),
    ),
    "calendar.never": RefusalText(
        N_("The calendar {calendar} has no working time for that in the years to come."),
        N_("A lead changes it in a shell: supportdesk calendar show {calendar}"),
        N_("See: supportdesk calendar show {calendar}"),
    ),
}
