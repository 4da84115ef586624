"""`drafts`: what one has typed and not sent."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Number, Text, session_of
from supportdesk.cli.session import Session
from supportdesk.cli.texts import typed_text
from supportdesk.cli.times import local_text, utc_text
from supportdesk.domain.memory import KeepDraft
from supportdesk.i18n import gettext as _
from supportdesk.store.read import threads
from supportdesk.store.read.rows import DraftRow

OfNote = Annotated[bool, typer.Option("--note", help=_("The note's draft, not the reply's."))]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List one's drafts."))(list_drafts)
    group.command("save", help=_("Keep a text as your draft on a ticket."))(save)
    group.command("discard", help=_("Forget one's draft on a ticket."))(discard)
    app.add_typer(group, name="drafts", help=_("Unsent texts: list, save, discard."))


def list_drafts(context: typer.Context) -> None:
    """List one's drafts, newest first, with their text."""
    session = session_of(context)
    rows = session.ask(threads.drafts, session.actor().id)
    for row in rows:
        if session.as_json:
            session.output.item(
                {
                    "ticket": row.ticket,
                    "kind": row.kind,
                    "subject": row.subject,
                    "at": utc_text(row.at),
                    "body": row.body,
                }
            )
        else:
            _tell_draft(session, row)
    if not rows and not session.as_json:
        session.output.say(_("There is no draft."))


def save(context: typer.Context, number: Number, text: Text = None, note: OfNote = False) -> None:
    """Keep a text; the console opens it in the composer."""
    session = session_of(context)
    row = choosing.ticket(session, number)
    body = typed_text(text, what=_("draft"))
    _keep(session, number, note=note, body=body, base_seq=row.last_event)
    _tell_done(session, number, _("The draft on ticket {number} is kept."))


def discard(context: typer.Context, number: Number, note: OfNote = False) -> None:
    """Forget a draft."""
    session = session_of(context)
    choosing.ticket(session, number)
    _keep(session, number, note=note, body="", base_seq=0)
    _tell_done(session, number, _("There is no draft on ticket {number} any more."))


def _keep(session: Session, number: int, *, note: bool, body: str, base_seq: int) -> None:
    session.desk.remember(
        KeepDraft(
            operator=session.actor().id,
            ticket=number,
            kind="note" if note else "reply",
            body=body,
            cursor=len(body),
            base_seq=base_seq,
        )
    )


def _tell_done(session: Session, number: int, sentence: str) -> None:
    if session.as_json:
        session.output.item({"done": "KeepDraft", "ticket": number})
    else:
        session.output.say(sentence.format(number=number))


def _tell_draft(session: Session, row: DraftRow) -> None:
    when = local_text(row.at, session.settings.zone)
    kind = _("Private note") if row.kind == "note" else _("Reply")
    session.output.say(f"{kind} #{row.ticket}, {when}, {row.subject}:")
    session.output.block(row.body)
