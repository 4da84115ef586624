"""`templates make` and `templates stats`: from a sent reply to a template, and what came of it."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Number, session_of, whole_number
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.template_texts import client_language, no_template, values_of
from supportdesk.cli.times import local_text
from supportdesk.desk.template_values import SOURCE_LANGUAGE
from supportdesk.domain.action import SaveTemplate
from supportdesk.domain.errors import NotFound
from supportdesk.domain.language import guess_language
from supportdesk.domain.ticket import MessageKind
from supportdesk.i18n import gettext as _
from supportdesk.objects.times import utc_text
from supportdesk.store.read import desk_lists, template_uses, threads
from supportdesk.store.read.rows import TemplateRow, TemplateUses, TicketRow

UNUSED_DAYS = 90
_DAY = 86_400_000
_ALL = 100_000


def make(
    context: typer.Context,
    number: Number,
    *,
    message: Annotated[
        int | None,
        typer.Option(
            "--message",
            metavar="N",
            parser=whole_number,
            help=_("Number of the reply; else the newest."),
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help=_("Its title; else the ticket's subject."))
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--variant", metavar="LANGUAGE", help=_("Language; else that of the reply.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the template and save nothing."))
    ] = False,
) -> None:
    """Make a template of a reply: names and numbers become variables."""
    from supportdesk.domain.template_making import as_template

    session = session_of(context)
    row = choosing.ticket(session, number)
    reply = _reply(session, row, message)
    body = as_template(reply, values_of(session, row))
    guessed = guess_language(reply) or client_language(session, row)
    spoken = language or guessed or SOURCE_LANGUAGE
    if dry_run and session.as_json:
        session.output.item({"title": title or row.subject, "variants": {spoken: body}})
    elif dry_run:
        session.output.block(body, indent="")
    else:
        action = SaveTemplate(title or row.subject, ((spoken, body),), kind=row.kind)
        receipt = session.act(action)
        said = _("Template {number} is kept.").format(number=receipt.template)
        tell_receipt(session, receipt, said)


def stats(
    context: typer.Context,
    *,
    unused: Annotated[
        bool, typer.Option("--unused", help=_("Only those not used for 90 days."))
    ] = False,
) -> None:
    """Show how often templates are used, how much is changed before sending, and reopenings."""
    session = session_of(context)
    uses = session.ask(template_uses.template_uses, session.my_id())
    reopened = session.ask(template_uses.reopened)
    rows = session.ask(desk_lists.templates)
    rows.sort(key=lambda row: -_of(uses, row).uses)
    since = session.now() - UNUSED_DAYS * _DAY
    rows = [row for row in rows if not unused or (_of(uses, row).last_at or 0) < since]
    if session.as_json:
        for row in rows:
            session.output.item(_stats_object(row, _of(uses, row), reopened.get(row.id, 0), since))
        return
    if not rows:
        session.output.say(no_template(session))
        return
    session.output.table(
        [_("Number"), _("Uses"), _("Own"), _("Changed"), _("Reopened"), _("Last use"), _("Title")],
        [_line(session, row, _of(uses, row), reopened.get(row.id, 0)) for row in rows],
    )


def _reply(session: Session, row: TicketRow, message: int | None) -> str:
    """The text of the reply meant. Raises NotFound("message.not_reply")."""
    for found in reversed(session.ask(threads.messages, row.number, _ALL)):
        if found.kind == MessageKind.OPERATOR and message in (None, found.id):
            return found.body
    raise NotFound("message.not_reply", number=row.number)


def _of(uses: dict[int, TemplateUses], row: TemplateRow) -> TemplateUses:
    return uses.get(row.id, TemplateUses())


def _stats_object(
    row: TemplateRow, uses: TemplateUses, reopened: int, since: int
) -> dict[str, object]:
    last = uses.last_at
    return {
        "number": row.id,
        "title": row.title,
        "uses": uses.uses,
        "own": uses.own,
        "edit_distance": None if uses.mean_distance is None else round(uses.mean_distance, 1),
        "changed": None if uses.changed is None else round(uses.changed, 3),
        "reopened": reopened,
        "last_use": None if last is None else utc_text(last),
        "unused_90_days": last is None or last < since,
    }


def _line(session: Session, row: TemplateRow, uses: TemplateUses, reopened: int) -> list[str]:
    changed = "-" if uses.changed is None else f"{uses.changed:.0%}"
    last = _("never") if uses.last_at is None else local_text(uses.last_at, session.settings.zone)
    return [str(row.id), str(uses.uses), str(uses.own), changed, str(reopened), last, row.title]
