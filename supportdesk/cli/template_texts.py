"""A template filled in for one ticket, as the console's picker does it."""

from dataclasses import replace

from supportdesk.cli.parameters import assignments
from supportdesk.cli.session import Session
from supportdesk.desk.template_values import language_of, template_context
from supportdesk.domain.template import Rendered, choose_variant, render
from supportdesk.i18n import LANGUAGES
from supportdesk.store.read import clients
from supportdesk.store.read.rows import TemplateRow, TicketRow


def filled(
    session: Session, template: TemplateRow, row: TicketRow, answers: list[str] | None
) -> Rendered:
    """The text in the client's language; what has no value stays marked and is never sent."""
    card = session.ask(clients.card, row.client_id)
    language = language_of(row, card)
    chosen, body, _missing = choose_variant(dict(template.variants), language, LANGUAGES)
    context = template_context(session.desk, session.actor(), row, session.settings.zone)
    return render(body, replace(context, language=chosen), dict(assignments(answers or [])))
