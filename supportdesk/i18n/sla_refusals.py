"""What is said when a policy of service levels cannot be so."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

_LIST = N_("See: supportdesk sla list")

POLICIES = {
    "sla_policy.missing": RefusalText(N_("There is no SLA policy {which}."), cli=_LIST),
    "sla.name": RefusalText(N_("An SLA policy needs a name of at most {limit} characters.")),
    "sla.name_taken": RefusalText(
        N_("There is an SLA policy {name} already."),
        cli=N_("Change that one, or choose another name: supportdesk sla list"),
    ),
    "sla.words": RefusalText(
        N_("An SLA policy asks about fields of a ticket, not about words in it."),
        cli=N_("For example: --query 'queue:Billing priority>=high'"),
    ),
    "sla.circle": RefusalText(
        N_("What follows from SLA policies cannot choose one: {field}:"),
        cli=N_("Ask about other fields: supportdesk list --help"),
    ),
    "sla.me": RefusalText(
        N_("An SLA policy is the same for everybody: it cannot ask about “me”."),
        cli=N_("Name the operator instead."),
    ),
    "sla.clock": RefusalText(
        N_("“{wanted}” is no clock."),
        cli=N_("Clocks: {allowed}"),
    ),
    "sla.target": RefusalText(
        N_("The target {clock} of priority {priority} is not between a minute and a year."),
    ),
    "sla.allowance": RefusalText(
        N_("What tickets get that come out of hours is not between nothing and a year."),
    ),
    "sla.target_unreadable": RefusalText(
        N_("“{value}” is no target."),
        cli=N_("For example: high.first_response=30m, all.resolution=16h, low.update=none"),
    ),
    "sla.file_missing": RefusalText(N_("There is no file {path}.")),
    "sla.unreadable": RefusalText(
        N_("The policies in {path} cannot be read: {reason}"),
        cli=N_("See how they are written: supportdesk sla export"),
    ),
}
