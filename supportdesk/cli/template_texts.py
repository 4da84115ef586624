"""A template filled in for one ticket, as the console's picker does it."""

from dataclasses import replace

from supportdesk.cli.parameters import assignments
from supportdesk.cli.session import Session
from supportdesk.desk.template_values import language_of, template_context
from supportdesk.domain.template import Rendered, TemplateContext, choose_variant, render
from supportdesk.i18n import LANGUAGES
from supportdesk.i18n import gettext as _
from supportdesk.store.read import clients, desk_lists
from supportdesk.store.read.rows import TemplateRow, TicketRow


def filled(
    session: Session, template: TemplateRow, row: TicketRow, answers: list[str] | None
) -> Rendered:
    """The text in the client's language; what has no value stays marked and is never sent."""
    language = client_language(session, row)
    chosen, body, _missing = choose_variant(dict(template.variants), language, LANGUAGES)
    context = replace(values_of(session, row), language=chosen)
    return render(body, context, dict(assignments(answers or [])))


def client_language(session: Session, row: TicketRow) -> str | None:
    """The language to write to the client of a ticket in, or None."""
    return language_of(row, session.ask(clients.card, row.client_id))


def values_of(session: Session, row: TicketRow) -> TemplateContext:
    """What a template can say about a ticket."""
    return template_context(session.desk, session.actor(), row, session.settings.zone)


def no_template(session: Session) -> str:
    """That none fits what was asked for, or how to make the first."""
    if session.ask(desk_lists.templates):
        return _("No template fits.")
    return _("There is no template yet. Make one: supportdesk templates add TITLE")
