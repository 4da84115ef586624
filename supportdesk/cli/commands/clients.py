"""`client` and `clients`: finding clients, their cards, changing them, and signed notes."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.client_texts import tell_card
from supportdesk.cli.commands import (
    client_events,
    client_forgetting,
    client_history,
    client_lookups,
    client_merging,
    client_properties,
)
from supportdesk.cli.parameters import Text, Who, assignments, positive_number, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.texts import typed_text
from supportdesk.domain.action import AddClientNote, EditClient
from supportdesk.i18n import gettext as _
from supportdesk.objects.clients import client_object
from supportdesk.store.read import clients

TRAIT = "trait."
PROPERTY = "property."


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("Find clients by name, e-mail or phone."))(list_clients)
    group.command("show", help=_("Show a client's card."))(show)
    group.command("edit", help=_("Change fields and traits of a client."))(edit)
    group.command("note", help=_("Add a signed note to a client."))(note)
    for part in (
        client_history,
        client_events,
        client_lookups,
        client_merging,
        client_properties,
        client_forgetting,
    ):
        part.add_to_group(group)
    told = _("Clients: list, show, edit, note, history, event, orders, merge, property, forget.")
    app.add_typer(group, name="clients", help=told)
    app.add_typer(group, name="client", help=_("The same as clients."), hidden=True)


def list_clients(
    context: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help=_("Part of a name or address."))
    ] = None,
    limit: Annotated[int, typer.Option("--limit", parser=positive_number, metavar="N")] = 50,
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
        tell_card(session, card)


def edit(
    context: typer.Context,
    who: Who,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE…",
            help=_(
                "name, email, phone, company, language, timezone, channel, vip, trait.NAME,"
                " property.NAME; email=-ADDRESS takes one away, an empty value empties the field."
            ),
        ),
    ],
) -> None:
    """Change a client in one step that can be undone."""
    session = session_of(context)
    wanted = assignments(fields)
    card = choosing.client(session, who)
    traits, properties = _beginning(wanted, TRAIT), _beginning(wanted, PROPERTY)
    plain = [
        (name, value or None) for name, value in wanted if not name.startswith((TRAIT, PROPERTY))
    ]
    receipt = session.act(EditClient(card.id, tuple(plain), traits, properties))
    tell_receipt(session, receipt, _("Client {number} is changed.").format(number=card.id))


def note(context: typer.Context, who: Who, text: Text = None) -> None:
    """Add a dated, signed note to a client's card."""
    session = session_of(context)
    card = choosing.client(session, who)
    body = typed_text(text, what=_("note on {client}").format(client=card.name))
    receipt = session.act(AddClientNote(card.id, body))
    tell_receipt(session, receipt, _("Note on client {number} is kept.").format(number=card.id))


def _beginning(wanted: list[tuple[str, str]], family: str) -> tuple[tuple[str, str | None], ...]:
    return tuple(
        (name.removeprefix(family), value or None)
        for name, value in wanted
        if name.startswith(family)
    )
