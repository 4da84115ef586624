"""`organisations`: companies with their contracts and people (F48)."""

from typing import Annotated

import typer

from supportdesk.cli.client_texts import tell_contract
from supportdesk.cli.parameters import assignments, positive_number, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.action import EditOrganisation
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.objects.clients import organisation_object
from supportdesk.objects.times import utc_text
from supportdesk.store.read import organisations
from supportdesk.store.read.client_rows import OrganisationCard

Which = Annotated[
    str, typer.Argument(metavar="WHICH", help=_("Name or number of the organisation."))
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List organisations."))(list_organisations)
    group.command("show", help=_("Show contract, people and open tickets."))(show)
    group.command("edit", help=_("Change an organisation and its contract."))(edit)
    app.add_typer(
        group,
        name="organisations",
        help=_("Organisations: list, show, edit; clients edit WHO company=NAME makes one."),
    )


def list_organisations(
    context: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help=_("Part of the name."))
    ] = None,
    limit: Annotated[int, typer.Option("--limit", parser=positive_number, metavar="N")] = 50,
) -> None:
    """List organisations by name."""
    session = session_of(context)
    rows = session.ask(organisations.named, " ".join(text or ()), limit)
    if session.as_json:
        for row in rows:
            session.output.item(organisation_object(row))
    elif rows:
        session.output.table(
            [_("Number"), _("Hours"), _("Until"), _("Contract"), _("Name")],
            [
                [str(row.id), row.hours or "-", row.until or "-", row.contract or "-", row.name]
                for row in rows
            ],
        )
    else:
        session.output.say(_("No organisation fits."))


def show(context: typer.Context, which: Which) -> None:
    """Show an organisation with all its people and their tickets at work."""
    session = session_of(context)
    card = _chosen(session, which)
    if session.as_json:
        session.output.item(card_object(card))
        return
    row, output = card.organisation, session.output
    output.fact(_("Organisation"), row.id)
    output.fact(_("Name"), row.name)
    tell_contract(session, row)
    output.fact(_("Time zone"), row.timezone)
    output.fact(_("E-mail"), row.email)
    output.fact(_("Phone"), row.phone)
    if row.note:
        output.block(row.note)
    output.fact(_("People"), card.people_count)
    for person in card.people:
        contact = person.email or person.phone or "-"
        at_work = _("at work: {count}").format(count=person.open_tickets)
        output.say(f"  {person.id}  {person.name}  {contact}  {at_work}")
    for ticket in card.tickets:
        when = local_text(ticket.updated_at, session.settings.zone)
        output.say(f"{ticket_name(ticket.number)}  {ticket.state}  {when}  {ticket.subject}")


def edit(
    context: typer.Context,
    which: Which,
    fields: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE…",
            help=_(
                "name, contract, until (2026-12-31), hours (8x5, mon-fri 9-18), timezone, email,"
                " phone, note; an empty value empties the field."
            ),
        ),
    ],
) -> None:
    """Change an organisation in one step that can be undone."""
    session = session_of(context)
    wanted = assignments(fields)
    row = _chosen(session, which).organisation
    values = tuple((name, value or None) for name, value in wanted)
    receipt = session.act(EditOrganisation(row.id, values))
    said = _("Organisation {number} is changed.").format(number=row.id)
    tell_receipt(session, receipt, said)


def card_object(card: OrganisationCard) -> dict[str, object]:
    """An organisation with people and tickets as scripts see it; at most 200 of each."""
    return {
        **organisation_object(card.organisation),
        "people_count": card.people_count,
        "people": [
            {
                "number": person.id,
                "name": person.name,
                "email": person.email,
                "phone": person.phone,
                "tickets_at_work": person.open_tickets,
                "vip": bool(person.vip),
            }
            for person in card.people
        ],
        "tickets": [
            {
                "number": ticket.number,
                "subject": ticket.subject,
                "state": ticket.state,
                "created": utc_text(ticket.created_at),
                "updated": utc_text(ticket.updated_at),
            }
            for ticket in card.tickets
        ],
    }


def _chosen(session: Session, wanted: str) -> OrganisationCard:
    """The organisation of this name or number, or the only one whose name contains the text."""
    text = wanted.strip()
    found = session.ask(organisations.named, text, 6) if text else []
    exact = [row for row in found if row.name.casefold() == text.casefold()]
    numbers = [row.id for row in exact or found]
    if not exact and text.isascii() and text.isdigit() and len(text) < 19:
        numbers = [int(text)]
    if len(numbers) > 1:
        raise Refused("organisation.ambiguous", wanted=wanted, ids=numbers)
    card = session.ask(organisations.card, numbers[0]) if numbers else None
    if card is None:
        raise NotFound("organisation.missing", wanted=wanted)
    return card
