"""`set`, `take`, `assign`, `tag`, `snooze`: changing what a ticket is and who has it."""

from typing import Annotated

import typer

from supportdesk.cli import choosing, completing
from supportdesk.cli.field_values import FIELDS, field_name, field_value, require_fields
from supportdesk.cli.parameters import (
    PASS_OPTIONS,
    Number,
    Text,
    assignments,
    session_of,
    ticket_number,
)
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.texts import typed_text
from supportdesk.cli.times import local_text
from supportdesk.domain.action import (
    Assign,
    ChangeTags,
    Escalate,
    MoveToQueue,
    SetField,
    SetKind,
    SetPriority,
    SetState,
    SetSubject,
    Snooze,
    TakeNext,
    TicketCommand,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.provisional import ticket_word
from supportdesk.i18n import gettext as _

AWAKE = ("off", "none", "now")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("set", help=_("Set fields of a ticket: state, priority, kind, queue …"))(set_fields)
    app.command("take", help=_("Take a ticket: it becomes yours."))(take)
    app.command("assign", help=_("Give a ticket to an operator, or to nobody."))(assign)
    app.command("escalate", help=_("Hand a ticket on to the next line, with a note."))(escalate)
    app.command("tag", help=_("Add and remove tags."), context_settings=PASS_OPTIONS)(tag)
    app.command("snooze", help=_("Let a ticket sleep until a moment, or wake it: off."))(snooze)


def set_fields(
    context: typer.Context,
    number: Number,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE…",
            help=_("subject, queue, owner, priority, kind, state, reason; or a custom field."),
        ),
    ],
) -> None:
    """Set fields; each is a step of its own that can be undone."""
    session = session_of(context)
    wanted = dict(assignments(fields))
    require_fields(session, wanted)
    if "reason" in wanted and "state" not in wanted:
        raise typer.BadParameter(_("a reason goes with a state: state=hold reason=third_party"))
    choosing.ticket(session, number)
    for action, sentence in steps_for(session, number, wanted):
        tell_receipt(session, session.act(action), sentence)


def take(
    context: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(metavar="N", parser=ticket_number, help=_("Number of the ticket.")),
    ] = None,
    following: Annotated[
        bool, typer.Option("--next", help=_("The first new or open one that nobody has."))
    ] = False,
) -> None:
    """Make a ticket one's own: the one named, or the next in the order of the lists."""
    session = session_of(context)
    if following == (number is not None):
        raise typer.BadParameter(_("name a ticket, or --next"))
    if number is None:
        receipt = session.act(TakeNext())
        number = receipt.tickets[0]
        tell_receipt(
            session, receipt, _("Ticket {number} is yours.").format(number=ticket_word(number))
        )
        return
    choosing.ticket(session, number)
    receipt = session.act(Assign(number, session.actor().id))
    tell_receipt(
        session, receipt, _("Ticket {number} is yours.").format(number=ticket_word(number))
    )


def assign(
    context: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(metavar="N", parser=ticket_number, help=_("Number of the ticket.")),
    ] = None,
    who: Annotated[
        str | None, typer.Argument(metavar="WHO", help=_("A login, e-mail, name; me; nobody."))
    ] = None,
    *,
    auto: Annotated[
        bool, typer.Option("--auto", help=_("Deal now what waits in queues that are dealt."))
    ] = False,
    rebalance: Annotated[
        bool,
        typer.Option("--rebalance", help=_("Move tickets from those over their cap to others.")),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help=_("With --auto or --rebalance: say who would get what.")),
    ] = False,
) -> None:
    """Give a ticket to somebody, or to nobody; or deal what waits; or move what is too much."""
    session = session_of(context)
    many = auto or rebalance
    named = number is not None and who is not None
    if many == named or (auto and rebalance) or (many and number is not None):
        raise typer.BadParameter(_("name a ticket and somebody, or --auto, or --rebalance"))
    if dry_run and not many:
        raise typer.BadParameter(_("--dry-run goes with --auto or --rebalance"))
    if number is None or who is None:
        from supportdesk.cli.dealing_lists import deal_now, rebalance_now

        (deal_now if auto else rebalance_now)(session, dry_run=dry_run)
        return
    choosing.ticket(session, number)
    action, sentence = _assignment(session, number, who)
    tell_receipt(session, session.act(action), sentence)


def escalate(
    context: typer.Context,
    number: Number,
    text: Text = None,
    queue: Annotated[
        str | None,
        typer.Option("--queue", metavar="QUEUE", help=_("A queue of a later line.")),
    ] = None,
) -> None:
    """Move a ticket to the next line, nobody's; the handover note tells what was done."""
    session = session_of(context)
    choosing.ticket(session, number)
    place = None if queue is None else choosing.queue(session, queue).id
    receipt = session.act(Escalate(number, typed_text(text, what=_("note")), place))
    name = choosing.ticket(session, number).queue
    said = _("Ticket {number} is in {queue} now.").format(number=ticket_word(number), queue=name)
    tell_receipt(session, receipt, said)


def tag(
    context: typer.Context,
    number: Number,
    changes: Annotated[
        list[str],
        typer.Argument(
            metavar="+TAG -TAG…",
            help=_("+a or a adds, -b removes."),
            autocompletion=completing.tags,
        ),
    ],
) -> None:
    """Add and remove tags in one step."""
    session = session_of(context)
    choosing.ticket(session, number)
    receipt = session.act(ChangeTags(number, *tags_of(changes)))
    tags = ", ".join(choosing.ticket(session, number).tags) or _("none")
    tell_receipt(
        session,
        receipt,
        _("Tags of ticket {number}: {tags}.").format(number=ticket_word(number), tags=tags),
    )


def snooze(
    context: typer.Context,
    number: Number,
    when: Annotated[
        list[str],
        typer.Argument(metavar="WHEN", help=_("2h, tomorrow 9:00, mon, 2026-03-01; off wakes.")),
    ],
) -> None:
    """Let a ticket sleep, or wake it now."""
    from supportdesk.domain.moments import parse_moment

    session = session_of(context)
    choosing.ticket(session, number)
    typed = " ".join(when)
    zone = session.settings.zone
    until = None if typed.casefold() in AWAKE else parse_moment(typed, session.clock(), zone)
    receipt = session.act(Snooze(number, until))
    if until is None:
        sentence = _("Ticket {number} is awake.").format(number=ticket_word(number))
    else:
        sentence = _("Ticket {number} sleeps until {when}.").format(
            number=ticket_word(number), when=local_text(to_milliseconds(until), zone)
        )
    tell_receipt(session, receipt, sentence)


def tags_of(changes: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tags to add, and those to remove."""
    add = tuple(change.removeprefix("+") for change in changes if not change.startswith("-"))
    return add, tuple(change.removeprefix("-") for change in changes if change.startswith("-"))


def steps_for(
    session: Session, number: int, wanted: dict[str, str]
) -> list[tuple[TicketCommand, str]]:
    """The actions for the wanted fields, each with what is said when it is done.

    A kind given with solved goes with it: that is one step and one undo.
    """
    own = [
        _own(session, number, name, typed) for name, typed in wanted.items() if name not in FIELDS
    ]
    together = {"reason"}
    if wanted.get("state", "").casefold() == "solved":
        together.add("kind")
    usual = [
        _step(session, number, field, wanted)
        for field in FIELDS
        if field in wanted and field not in together
    ]
    return [*own, *usual]


def _own(session: Session, number: int, name: str, typed: str) -> tuple[SetField, str]:
    value = field_value(session, name, typed)
    said = _("Ticket {number}: {field} is {value}.")
    shown = said.format(
        number=ticket_word(number), field=name, value=_("none") if value is None else value
    )
    return SetField(number, field_name(name), value), shown


def _step(
    session: Session, number: int, field: str, wanted: dict[str, str]
) -> tuple[TicketCommand, str]:
    value = wanted[field]
    said = _("Ticket {number}: {field} is {value}.").format(
        number=ticket_word(number), field=field, value=value
    )
    match field:
        case "subject":
            return SetSubject(number, value), said
        case "queue":
            return MoveToQueue(number, choosing.queue(session, value).id), said
        case "owner":
            return _assignment(session, number, value)
        case "priority":
            return SetPriority(number, choosing.priority(value)), said
        case "kind":
            return SetKind(number, choosing.kind(value)), said
        case _:
            kind = choosing.kind(wanted["kind"]) if "kind" in wanted else None
            return SetState(number, value.casefold(), wanted.get("reason"), kind), said


def _assignment(session: Session, number: int, who: str) -> tuple[Assign, str]:
    owner = choosing.owner(session, who)
    if owner is None:
        return Assign(number, None), _("Ticket {number} is nobody's.").format(
            number=ticket_word(number)
        )
    name = next(row.name for row in session.operators if row.id == owner)
    said = _("Ticket {number} is given to {name}.").format(number=ticket_word(number), name=name)
    return Assign(number, owner), said
