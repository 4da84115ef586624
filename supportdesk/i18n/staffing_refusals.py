"""What is said when a rule about status, caps, skills, dealing and absences refuses (R3)."""

from supportdesk.i18n.later import N_
from supportdesk.i18n.refusal_text import RefusalText

STAFFING = {
    "status.unknown": RefusalText(
        N_("There is no status {wanted}. One is: {allowed}."),
        cli=N_("For example: supportdesk operators status available"),
    ),
    "status.not_own": RefusalText(
        N_("The status of others is set by leads; your role is {role}."),
        N_("Ask a lead to do it."),
        N_("Your own: supportdesk operators status available"),
    ),
    "status.no_worker": RefusalText(
        N_("{name} works on no tickets (role {role}), so has no status."),
        N_("Ask a lead to give another role."),
        N_("Another role: supportdesk operators edit WHO --role operator"),
    ),
    "dealing.unknown": RefusalText(
        N_("A queue cannot be dealt {wanted}. The ways are: {allowed}."),
        cli=N_("For example: supportdesk queues deal QUEUE balanced"),
    ),
    "cap.invalid": RefusalText(
        N_("{wanted} is no cap on a line: the line from 1, the tickets from 0 to {largest}."),
        cli=N_("For example: supportdesk operators set WHO --cap 1=3"),
    ),
    "skill.invalid": RefusalText(
        N_("{wanted} is no skill: one word of letters, digits, “-”, “_” and “.”."),
        cli=N_("For example: supportdesk operators set WHO --skill billing --skill uk"),
    ),
    "start.invalid": RefusalText(
        N_("{wanted} is no time of day at which a shift begins."),
        cli=N_("For example: supportdesk operators set WHO --starts 09:00"),
    ),
    "take_back.invalid": RefusalText(
        N_("{wanted} are no minutes after which a ticket is taken back: 0 (never) to {largest}."),
        cli=N_("For example: supportdesk queues deal QUEUE --take-back 15"),
    ),
    "absence.no_time": RefusalText(
        N_("From {since} to {until} is no time to be away: it ends before it begins, or is over."),
        cli=N_("For example: supportdesk operators absent WHO --from tomorrow --to 2026-03-08"),
    ),
    "absence.not_own": RefusalText(
        N_("The absences of others are planned by leads; your role is {role}."),
        N_("Ask a lead to do it."),
        N_("Ask a lead to do it."),
    ),
    "absence.own_substitute": RefusalText(
        N_("{name} cannot stand in for themselves."),
        cli=N_("Name somebody else: --substitute WHO"),
    ),
    "absence.twice": RefusalText(
        N_("{name} is away already for a part of that time."),
        cli=N_("See: supportdesk operators absences"),
    ),
    "absence.over": RefusalText(
        N_("The absence {number} is over, or was taken back."),
        cli=N_("See: supportdesk operators absences"),
    ),
    "absence.missing": RefusalText(
        N_("There is no absence {which}."),
        cli=N_("See: supportdesk operators absences"),
    ),
    "escalate.done": RefusalText(
        N_("Ticket {number} is {state}: there is nothing to hand on."),
        N_("Open it first with {state_key}."),
        N_("Open it first: supportdesk set {number} state=open"),
    ),
    "escalate.no_note": RefusalText(
        N_("The next line needs to know what was done: write a handover note."),
        cli=N_("Give it: --text NOTE"),
    ),
    "escalate.no_line": RefusalText(
        N_("No queue stands on a line after {line}."),
        N_("Move the ticket with {move_key} instead."),
        N_("Make one: supportdesk queues add NAME --line 2"),
    ),
    "stop.cap": RefusalText(
        N_("You have {load} tickets; your cap on this line is {cap}."),
        N_("Go back and finish one, or go on."),
        N_("Finish one first."),
    ),
    "assign.stopped": RefusalText(N_("The ticket is not given yet.")),
    "assign.over_cap": RefusalText(
        N_("{name} has {load} tickets, the cap on this line is {cap}: more is for leads to give."),
        N_("Give it to somebody else with {assign_key}, or ask a lead."),
        N_("See who has room: supportdesk operators list"),
    ),
}
