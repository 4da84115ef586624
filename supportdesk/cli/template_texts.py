"""A template filled in for one ticket, as the console's picker does it."""

from supportdesk.cli.parameters import assignments
from supportdesk.cli.session import Session
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.template import Rendered, TemplateContext, choose_variant, render
from supportdesk.domain.ticket import Priority
from supportdesk.i18n import LANGUAGES
from supportdesk.settings.zone import zone_named
from supportdesk.store.read import clients, threads
from supportdesk.store.read.rows import ClientCard, TemplateRow, TicketRow


def filled(
    session: Session, template: TemplateRow, row: TicketRow, answers: list[str] | None
) -> Rendered:
    """The text in the client's language; what has no value stays marked and is never sent."""
    card = session.ask(clients.card, row.client_id)
    language = row.language or (None if card is None else card.language)
    chosen, body, _missing = choose_variant(dict(template.variants), language, LANGUAGES)
    context = _context(session, row, card, chosen)
    return render(body, context, dict(assignments(answers or [])))


def _context(
    session: Session, row: TicketRow, card: ClientCard | None, language: str
) -> TemplateContext:
    me = session.actor()
    said = [m for m in session.ask(threads.messages, row.number) if m.kind == "client"]
    zone = None if card is None or card.timezone is None else zone_named(card.timezone)
    return TemplateContext(
        now=session.clock(),
        zone=zone or session.settings.zone,
        language=language,
        client_name=row.client,
        client_company=None if card is None else card.company,
        client_email=row.client_email,
        client_phone=None if card is None else next(iter(card.phones), None),
        client_language=None if card is None else card.language,
        client_vip=card is not None and card.vip,
        client_traits=() if card is None else card.traits,
        ticket_number=row.number,
        ticket_subject=row.subject,
        ticket_kind=row.kind,
        ticket_state=row.state,
        ticket_priority=Priority(row.priority).name.lower(),
        ticket_queue=row.queue,
        ticket_created=from_milliseconds(row.created_at),
        operator_name=me.name,
        operator_job=me.job,
        operator_signature=me.signature,
        owner_name=row.owner,
        last_message=said[-1].body if said else None,
    )
