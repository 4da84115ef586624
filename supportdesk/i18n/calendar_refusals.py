"""What is said when a calendar cannot be so, or has no time for what is asked."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

_LIST = N_("See: supportdesk calendar list")

CALENDARS = {
    "hours.day": RefusalText(
        N_("{value} are no working hours of a day."),
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
    "calendar.file": RefusalText(
        N_("{path} is no file of calendars ({reason})."),
        cli=N_("What one looks like: supportdesk calendar export"),
    ),
    "calendar.file_missing": RefusalText(N_("There is no file {path}.")),
    "calendar.day_unclear": RefusalText(
        N_("Say what is special about {day}."),
        cli=N_("One of: --hours 9-13, --closed, --remove"),
    ),
    "calendar.no_years": RefusalText(
        N_("The holidays of {value} are taken by years."),
        cli=N_("For example: supportdesk calendar import {name} {value} {year}"),
    ),
    "holidays.country": RefusalText(
        N_("{value} is neither a file nor a country whose holidays are known."),
        cli=N_("Countries have two letters, parts of them follow: UA, RU, DE-BY."),
    ),
    "holidays.part": RefusalText(
        N_("{value} is no part of {country} with holidays of its own. They are: {allowed}."),
    ),
    "holidays.category": RefusalText(
        N_("There is no kind of holidays {wanted} there. They are: {allowed}."),
    ),
    "holidays.none": RefusalText(
        N_("No days off are known of {value} in {years}. Other kinds of holidays are: {allowed}."),
        cli=N_("If they are days off at your desk, name their kind: --category KIND"),
    ),
    "ical.rule": RefusalText(
        N_("Line {line} of the file: this repetition is not read ({value})."),
        cli=N_("Read are days of a year, and those like the fourth Thursday of a month."),
    ),
    "ical.broken": RefusalText(
        N_("Line {line} of the file: this is no calendar that can be read.")
    ),
    "ical.broken.day": RefusalText(
        N_("Line {line} of the file: this is no day, such as 20261231."),
    ),
    "ical.broken.start": RefusalText(
        N_("Line {line} of the file: this event says no day on which it begins."),
    ),
    "ical.broken.end": RefusalText(
        N_("Line {line} of the file: this event ends before it begins."),
    ),
    "ical.broken.long": RefusalText(
        N_("Line {line} of the file: this event is longer than a year."),
    ),
    "ical.broken.duration": RefusalText(
        N_("Line {line} of the file: this is no length in days, such as P1D."),
    ),
    "ical.broken.nesting": RefusalText(
        N_("Line {line} of the file: it ends too early, or what begins is not ended."),
    ),
    "ical.broken.many": RefusalText(
        N_("Line {line}: a file of holidays has at most 10,000 events."),
    ),
    "ical.broken.size": RefusalText(
        N_("The file is larger than 2 MB: one of holidays is not."),
    ),
    "ical.broken.text": RefusalText(
        N_("Line {line} of the file: this is no text in UTF-8."),
    ),
}
