"""`show`: a ticket with its conversation; `seen`: marking it read or unread."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.dealing_lists import waiting_object, waiting_text
from supportdesk.cli.parameters import Number, session_of
from supportdesk.cli.session import Session
from supportdesk.desk.crew import why_waiting
from supportdesk.desk.explaining import shown_clocks
from supportdesk.domain.memory import MarkSeen
from supportdesk.domain.provisional import is_provisional, ticket_word
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.objects.clocks import clock_object
from supportdesk.objects.sendings import unsent_objects
from supportdesk.objects.tickets import (
    event_object,
    follower_objects,
    link_objects,
    listed_object,
    thread_objects,
    used_objects,
)
from supportdesk.store.read import articles, followers, links, sendings, threads
from supportdesk.store.read.rows import EventRow, MessageRow, TicketRow


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(
        "show",
        help=_("Show a ticket with its messages, now or as it stood at any moment."),
        epilog=_(
            "With --at, names are those of today; `known` is false in JSON where an"
            " import told no changes: then only state and messages are of that moment. --compare"
            " gives in JSON changes (field, from, to), messages_added and messages_gone."
        ),
    )(show)
    app.command("seen", help=_("Mark a ticket read, or unread again."))(seen)


def show(
    context: typer.Context,
    number: Number,
    *,
    events: Annotated[
        bool, typer.Option("--events", help=_("Also show what happened to the ticket."))
    ] = False,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="TIME", help=_("As it was: -2h, yesterday, 2026-03-01 14:00.")
        ),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare", metavar="TIME", help=_("What differs between --at and this moment.")
        ),
    ] = None,
    original: Annotated[
        bool,
        typer.Option("--original", help=_("Fold nothing: quoted text and signatures as well.")),
    ] = False,
) -> None:
    """Show a ticket: its facts, then its messages, oldest first."""
    session = session_of(context)
    if at is not None or compare is not None:
        _look_back(session, number, at, compare, events=events, original=original)
        return
    row = choosing.ticket(session, number)
    number = row.number
    messages = session.ask(threads.messages, number)
    happened = session.ask(threads.events, number) if events else None
    if session.as_json:
        item = {
            **listed_object(row, session.now()),
            "clocks": [clock_object(one) for one in session.ask(shown_clocks, row, session.now())],
            "links": link_objects(session.ask(links.of_ticket, number)),
            "followers": follower_objects(session.ask(followers.of_ticket, number)),
            "articles": used_objects(session.ask(articles.used_in, number)),
            "thread": thread_objects(messages),
            "waits": waiting_object(session.ask(why_waiting, number, session.now())),
        }
        if session.is_copy:
            item["unsent"] = unsent_objects(session.ask(sendings.unsent, number))
        if happened is not None:
            item["events"] = [event_object(event) for event in happened]
        session.output.item(item)
    else:
        _tell(session, row, messages, happened, original=original)


def _look_back(
    session: Session,
    number: int,
    at: str | None,
    compare: str | None,
    *,
    events: bool,
    original: bool,
) -> None:
    from supportdesk.cli.ticket_past import past_moment, tell_difference, tell_past

    if at is None:
        raise typer.BadParameter(_("--compare goes with --at"))
    moment = past_moment(session, at)
    if is_provisional(number):
        number = choosing.ticket(session, number).number
    if compare is None:
        tell_past(session, number, moment, events=events, original=original)
    else:
        tell_difference(session, number, moment, past_moment(session, compare))


def seen(
    context: typer.Context,
    number: Number,
    unread: Annotated[bool, typer.Option("--unread", help=_("Make it unread again."))] = False,
) -> None:
    """Remember that one has read a ticket, or not."""
    session = session_of(context)
    number = choosing.ticket(session, number).number
    messages = session.ask(threads.messages, number, 1)
    newest = messages[-1].id if messages and not unread else 0
    session.desk.remember(MarkSeen(session.actor().id, number, newest))
    if session.as_json:
        session.output.item({"done": "MarkSeen", "ticket": number, "unread": unread})
    else:
        done = _("Ticket {number} is unread.") if unread else _("Ticket {number} is read.")
        session.output.say(done.format(number=ticket_word(number)))


def _tell(
    session: Session,
    row: TicketRow,
    messages: tuple[MessageRow, ...],
    happened: list[EventRow] | None,
    *,
    original: bool,
) -> None:
    from supportdesk.cli.sending_lines import unsent_line
    from supportdesk.cli.ticket_texts import tell_message, tell_ticket

    zone = session.settings.zone
    tell_ticket(session.output, row, zone, session.ask(links.of_ticket, row.number))
    used = [f"{one.title} ({one.id})" for one in session.ask(articles.used_in, row.number)]
    following = [one.name for one in session.ask(followers.of_ticket, row.number)]
    session.output.fact(_("Followed by"), ", ".join(following))
    session.output.fact(_("Waits"), waiting_text(session, row.number))
    for unsent in session.ask(sendings.unsent, row.number) if session.is_copy else ():
        session.output.fact(_("Has not arrived"), unsent_line(unsent))
    session.output.fact(_("Articles used"), " · ".join(used))
    for place, message in enumerate(messages, 1):
        tell_message(session.output, message, zone, session.now(), place, original=original)
    if not messages and happened is None:
        told = len(session.ask(threads.events, row.number))
        said = ngettext(
            "No messages; {told} event: supportdesk show {number} --events",
            "No messages; {told} events: supportdesk show {number} --events",
            told,
        )
        session.output.say(said.format(told=told, number=ticket_word(row.number)))
    if happened is not None:
        from supportdesk.cli.event_texts import EventTexts

        print()
        session.output.say(_("What happened:"))
        texts = EventTexts(session)
        for event in happened:
            session.output.say(texts.line(event))
