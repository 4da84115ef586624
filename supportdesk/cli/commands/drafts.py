"""`drafts`: what one has typed and not sent."""

from typing import Annotated

import typer

from supportdesk.cli import choosing, outgoing
from supportdesk.cli.parameters import Attach, Number, Text, session_of, whole_number
from supportdesk.cli.session import Session
from supportdesk.cli.texts import attached, typed_text
from supportdesk.cli.ticket_texts import places
from supportdesk.cli.times import local_text
from supportdesk.domain.errors import NotFound
from supportdesk.domain.memory import AttachToDraft, DetachFromDraft, DiscardDraft, KeepDraft
from supportdesk.domain.provisional import ticket_name, ticket_word
from supportdesk.domain.recipients import Recipients, by_place, joined, line_of
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.objects.tickets import recipient_objects
from supportdesk.objects.times import utc_text
from supportdesk.store.read import draft_files, outbox, threads
from supportdesk.store.read.rows import DraftRow

OfNote = Annotated[bool, typer.Option("--note", help=_("The note's draft, not the reply's."))]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List one's drafts."))(list_drafts)
    group.command("save", help=_("Keep a text as your draft on a ticket."))(save)
    group.command("detach", help=_("Take a file off your draft on a ticket."))(detach)
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
                    **recipient_objects(row.recipients),
                    "attachments": [
                        {"number": file.id, "name": file.name, "size": file.size}
                        for file in _files(session, row)
                    ],
                }
            )
        else:
            _tell_draft(session, row)
    if not rows and not session.as_json:
        session.output.say(_("There is no draft."))
    _tell_returned(session)


def _tell_returned(session: Session) -> None:
    """What came back from the outbox lies there until somebody goes on with it."""
    back = [row for row in session.ask(outbox.of_operator, session.actor().id) if row.at is None]
    if back and not session.as_json:
        said = ngettext(
            "{count} planned reply came back unsent: supportdesk outbox list",
            "{count} planned replies came back unsent: supportdesk outbox list",
            len(back),
        )
        session.output.say(said.format(count=len(back)))


def save(
    context: typer.Context,
    number: Number,
    text: Text = None,
    *,
    attach: Attach = None,
    note: OfNote = False,
    cc: outgoing.Cc = None,
    bcc: outgoing.Bcc = None,
) -> None:
    """Keep a text, files and copies with it; the console opens it in the composer."""
    session = session_of(context)
    row = choosing.ticket(session, number)
    me, kind = session.actor().id, _kind(note=note)
    files = attached(attach)
    body = typed_text(text, what=_("draft"))
    standing = session.ask(threads.draft, me, number, kind)
    copies = Recipients(cc=outgoing.people(cc), bcc=outgoing.people(bcc))
    if standing is not None:
        copies = joined(standing.recipients, copies)
    draft = KeepDraft(me, number, kind, body, len(body), row.last_event, copies)
    for file in files:
        session.desk.remember(AttachToDraft(me, number, kind, file, row.last_event))
    session.desk.remember(draft)
    _tell_done(session, number, _("The draft on ticket {number} is kept."))


def discard(context: typer.Context, number: Number, note: OfNote = False) -> None:
    """Forget a draft."""
    session = session_of(context)
    choosing.ticket(session, number)
    session.desk.remember(DiscardDraft(session.actor().id, number, _kind(note=note)))
    _tell_done(session, number, _("There is no draft on ticket {number} any more."))


def detach(
    context: typer.Context,
    number: Number,
    file: Annotated[
        int,
        typer.Argument(
            metavar="FILE",
            parser=whole_number,
            help=_("Number of the file."),
        ),
    ],
    note: OfNote = False,
) -> None:
    """Take a file off a draft. Raises NotFound("attachment.missing")."""
    session = session_of(context)
    choosing.ticket(session, number)
    me, kind = session.actor().id, _kind(note=note)
    known = session.ask(draft_files.files, me, number, kind)
    if file not in [row.id for row in known]:
        raise NotFound("attachment.missing", number=file)
    session.desk.remember(DetachFromDraft(me, number, kind, file))
    _tell_done(session, number, _("The file goes with the draft on ticket {number} no more."))


def _kind(*, note: bool) -> str:
    return "note" if note else "reply"


def _files(session: Session, row: DraftRow) -> tuple[draft_files.DraftFileRow, ...]:
    return session.ask(draft_files.files, session.actor().id, row.ticket, row.kind)


def _tell_done(session: Session, number: int, sentence: str) -> None:
    if session.as_json:
        session.output.item({"done": "KeepDraft", "ticket": number})
    else:
        session.output.say(sentence.format(number=ticket_word(number)))


def _tell_draft(session: Session, row: DraftRow) -> None:
    when = local_text(row.at, session.settings.zone)
    kinds = {"note": _("Private note"), "reply": _("Reply"), "forward": _("Forward")}
    session.output.say(f"{kinds[row.kind]} {ticket_name(row.ticket)}, {when}, {row.subject}:")
    for place, several in by_place(row.recipients):
        session.output.say(f"  {places()[place]}: {line_of(several)}")
    session.output.block(row.body)
    for file in _files(session, row):
        session.output.say(
            "  "
            + _("File {number}: {name}, {size} bytes").format(
                number=file.id, name=file.name, size=file.size
            )
        )
