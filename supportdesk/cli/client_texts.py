"""A client's card as scripts see it, and as people read it line by line."""

from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.desk.client_time import local_time, within_hours
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ticket_names
from supportdesk.i18n.lookup_texts import trouble_text
from supportdesk.store.read.client_rows import (
    ClientCard,
    ClientEventRow,
    LookupRow,
    OrganisationRow,
)
from supportdesk.store.read.timeline import event_text


def tell_card(session: Session, card: ClientCard) -> None:
    """Tell a client's card, one fact a line."""
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
    output.fact(_("Local time"), local_time(card, session.clock()))
    output.fact(_("Writes by"), card.channel)
    if card.organisation is not None:
        tell_contract(session, card.organisation)
    if card.forgotten_at is not None:
        output.fact(_("Forgotten"), local_text(card.forgotten_at, zone))
    output.fact(_("VIP"), _("yes") if card.vip else None)
    for held in card.properties:
        output.fact(held.name, held.value)
    for name, value in card.traits:
        output.fact(name, value)
    output.fact(_("Client since"), local_text(card.created_at, zone))
    output.fact(_("Tickets at work"), card.open_tickets)
    output.fact(_("Tickets done"), card.done_tickets)
    _tell_history(session, card)


def _tell_history(session: Session, card: ClientCard) -> None:
    """Notes, what other systems say, events and the newest tickets."""
    output, zone = session.output, session.settings.zone
    for signed in card.notes:
        who = signed.author or "-"
        output.say(_("Note of {who}, {when}:").format(who=who, when=local_text(signed.at, zone)))
        output.block(signed.body)
    for lookup in card.lookups:
        tell_lookup(session, lookup)
    for event in card.events:
        output.say(f"{local_text(event.at, zone)}  {event_line(event)}")
    for row in card.tickets:
        when = local_text(row.updated_at, zone)
        state = ticket_names.state(row.state)
        output.say(f"{ticket_name(row.number)}  {state}  {when}  {row.subject}")


def tell_contract(session: Session, row: OrganisationRow) -> None:
    """Tell what the contract of an organisation says, and whether its hours are now."""
    output = session.output
    output.fact(_("Contract"), row.contract)
    output.fact(_("Contract until"), row.until)
    output.fact(_("Contract hours"), row.hours)
    within = within_hours(row, session.clock(), session.settings.zone)
    if within is not None:
        output.fact(_("Now"), _("within the hours") if within else _("outside the hours"))


def tell_lookup(session: Session, lookup: LookupRow) -> None:
    """Tell what another system has answered, and how old that is."""
    zone = session.settings.zone
    at = None if lookup.answered_at is None else local_text(lookup.answered_at, zone)
    session.output.say(f"{lookup.title}, {at}:" if at else f"{lookup.title}:")
    if lookup.trouble is not None:
        session.output.say(f"  {trouble_text(lookup.trouble)}")
    for line in lookup.lines:
        session.output.say(f"  {line}")
    if at and not lookup.lines:
        session.output.say(f"  {_('nothing')}")


def event_line(event: ClientEventRow) -> str:
    """An event in one line."""
    return event_text(event.kind, event.text, dict(event.details))
