"""What the metrics of reports are called, and what each says (R8)."""

from supportdesk.i18n import gettext as _
from supportdesk.i18n import pgettext
from supportdesk.i18n.later import N_, NC_

TITLES = {
    "arrivals": N_("Arrivals"),
    "departures": N_("Departures"),
    "backlog": N_("Backlog"),
    "asleep": N_("Asleep"),
    "load": N_("Load"),
    "waiting": N_("Waiting now"),
    "first_response": N_("First response"),
    "next_reply": N_("Next reply"),
    "resolution": N_("Resolution"),
    "reopened": N_("Reopened"),
    "one_touch": N_("One-touch"),
    "no_reply": N_("Solved without a reply"),
    "handovers": N_("Handovers"),
    "csat": N_("Content clients (CSAT)"),
    "rated": N_("Rated"),
    "night": N_("At night"),
    "first_response_met": N_("First response in time"),
    "next_reply_met": N_("Next reply in time"),
    "update_met": N_("Update in time"),
    "resolution_met": N_("Resolution in time"),
    "handling": N_("Handling time"),
}
DEFINITIONS = {
    "arrivals": N_("Tickets created in the period."),
    "departures": N_("Tickets solved or closed in the period; spam and merged ones do not count."),
    "backlog": N_("Tickets not done at the end of the period, sleeping ones too."),
    "asleep": N_("Sleeping tickets at the end of the period."),
    "load": N_("New and open tickets that somebody owns and that do not sleep, at the end."),
    "waiting": N_("How long clients of new and open tickets have waited for an answer by now."),
    "first_response": N_("From creation to the first public reply; by the time of the reply."),
    "next_reply": N_("From the oldest unanswered message of the client to the next public reply."),
    "resolution": N_(
        "From creation to each time it was solved, without the time it waited for the client or"
        " was on hold."
    ),
    "reopened": N_("Tickets that were done and opened again, of those solved in the period."),
    "one_touch": N_("Tickets with exactly one public reply, of those solved."),
    "no_reply": N_("Tickets without any public reply, of those solved."),
    "handovers": N_("Changes from one owner to another before a ticket was solved."),
    "csat": N_(
        "Tickets rated 4 or 5 of those rated in the period; beside it how many of those solved are"
        " rated at all."
    ),
    "rated": N_("Tickets with a rating, of those solved."),
    "night": N_("Tickets created from 22:00 to 6:00, of all created."),
    "first_response_met": N_("Clocks of first response that ended in time, of all that ended."),
    "next_reply_met": N_("Clocks of next reply that ended in time, of all that ended."),
    "update_met": N_("Clocks of updates that ended in time, of all that ended."),
    "resolution_met": N_("Clocks of resolution that ended in time, of all that ended."),
    "handling": N_("Time spent on tickets, counted by the console or entered, and its share."),
}
GROUPS = {
    "flow": NC_("metrics", "What comes and goes"),
    "speed": NC_("metrics", "How fast"),
    "promises": NC_("metrics", "In time"),
    "quality": NC_("metrics", "How well"),
    "work": NC_("metrics", "Work"),
}
LINES = {
    "queue": N_("Queue"),
    "operator": N_("Operator"),
    "kind": N_("Kind"),
    "tag": N_("Tag"),
    "priority": N_("Priority"),
    "day": N_("Day"),
    "week": N_("Week"),
    "hour": N_("Hour"),
}


def metric_title(name: str) -> str:
    """A metric in a word or two."""
    return _(TITLES[name])


def metric_definition(name: str) -> str:
    """What a metric counts, in a sentence."""
    return _(DEFINITIONS[name])


def line_title(by: str) -> str:
    """What the lines of a report are."""
    return _(LINES[by])


def group_title(group: str) -> str:
    """What metrics that are read together have in common."""
    return pgettext("metrics", GROUPS[group])
