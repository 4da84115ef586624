"""`clients`: finding clients, their cards, changing them, and signed notes."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import MOST, Text, assignments, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.texts import typed_text
from supportdesk.cli.times import local_text, utc_text
from supportdesk.domain.action import AddClientNote, EditClient
from supportdesk.domain.ticket import Category
from supportdesk.i18n import gettext as _
from supportdesk.store.read import clients
from supportdesk.store.read.rows import ClientCard

TRAIT = "trait."

Who = Annotated[
    str, typer.Argument(metavar="WHO", help=_("Number, e-mail, phone or name of the client."))
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("Find clients by name, e-mail or phone."))(list_clients)
    group.command("show", help=_("Show a client's card."))(show)
    group.command("edit", help=_("Change fields and traits of a client."))(edit)
    group.command("note", help=_("Add a signed note to a client."))(note)
    app.add_typer(group, name="clients", help=_("Clients: list, show, edit, note."))


def list_clients(
    context: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help=_("Part of a name or address."))
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=MOST, metavar="N")] = 50,
) -> None:
    """List clients that fit; without a text the newest."""
    session = session_of(context)
    ids = session.ask(clients.ids_by_text, " ".join(text or ()), limit)
    cards = [card for number in ids if (card := session.ask(clients.card, number)) is not None]
    if session.as_json:
        for card in cards:
            session.output.item(client_object(card))
    elif cards:
        session.output.table(
            [_("Number"), _("At work"), _("E-mail"), _("Company"), _("Name")],
            [
                [
                    str(card.id),
                    str(card.open_tickets),
                    next(iter(card.emails), "-"),
                    card.company or "-",
                    card.name,
                ]
                for card in cards
            ],
        )
    else:
        session.output.say(_("No client fits."))


def show(context: typer.Context, who: Who) -> None:
    """Show the card of a client with notes and the newest tickets."""
    session = session_of(context)
    card = choosing.client(session, who)
    if session.as_json:
        session.output.item(client_object(card))
    else:
        _tell_card(session, card)


def edit(
    context: typer.Context,
    who: Who,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE…",
            help=_(
                "name, email, phone, company, language, timezone, vip, trait.NAME; email=-ADDRESS"
                " takes one away, an empty value empties the field."
            ),
        ),
    ],
) -> None:
    """Change a client in one step that can be undone."""
    session = session_of(context)
    wanted = assignments(fields)
    card = choosing.client(session, who)
    traits = [
        (name.removeprefix(TRAIT), value or None)
        for name, value in wanted
        if name.startswith(TRAIT)
    ]
    plain = [(name, value or None) for name, value in wanted if not name.startswith(TRAIT)]
    receipt = session.act(EditClient(card.id, tuple(plain), tuple(traits)))
    tell_receipt(session, receipt, _("Client {number} is changed.").format(number=card.id))


def note(context: typer.Context, who: Who, text: Text = None) -> None:
    """Add a dated, signed note to a client's card."""
    session = session_of(context)
    card = choosing.client(session, who)
    body = typed_text(text, what=_("note on {client}").format(client=card.name))
    receipt = session.act(AddClientNote(card.id, body))
    tell_receipt(session, receipt, _("Note on client {number} is kept.").format(number=card.id))


def client_object(card: ClientCard) -> dict[str, object]:
    """A client as scripts see it; the tickets are the newest twenty."""
    return {
        "number": card.id,
        "name": card.name,
        "company": card.company,
        "emails": list(card.emails),
        "phones": list(card.phones),
        "language": card.language,
        "timezone": card.timezone,
        "vip": card.vip,
        "traits": dict(card.traits),
        "created": utc_text(card.created_at),
        "tickets_at_work": card.open_tickets,
        "tickets_done": card.done_tickets,
        "notes": [
            {"author": note.author, "at": utc_text(note.at), "body": note.body}
            for note in card.notes
        ],
        "tickets": [
            {
                "number": row.number,
                "subject": row.subject,
                "state": row.state,
                "category": Category(row.category).name.lower(),
                "created": utc_text(row.created_at),
                "updated": utc_text(row.updated_at),
            }
            for row in card.tickets
        ],
        "uuid": card.uuid,
    }


def _tell_card(session: Session, card: ClientCard) -> None:
    output, zone = session.output, session.settings.zone
    output.fact(_("Client"), card.id)
    output.fact(_("Name"), card.name)
    output.fact(_("Company"), card.company)
    for email in card.emails:
        output.fact(_("E-mail"), email)
    for phone in card.phones:
        output.fact(_("Phone"), phone)
    output.fact(_("Language"), card.language)
    output.fact(_("Time zone"), card.timezone)
    output.fact(_("VIP"), _("yes") if card.vip else None)
    for name, value in card.traits:
        output.fact(name, value)
    output.fact(_("Client since"), local_text(card.created_at, zone))
    output.fact(_("Tickets at work"), card.open_tickets)
    output.fact(_("Tickets done"), card.done_tickets)
    for signed in card.notes:
        who = signed.author or "-"
        output.say(_("Note of {who}, {when}:").format(who=who, when=local_text(signed.at, zone)))
        output.block(signed.body)
    for row in card.tickets:
        when = local_text(row.updated_at, zone)
        output.say(f"#{row.number}  {row.state}  {when}  {row.subject}")
