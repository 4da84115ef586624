"""`attachments`: the files of a ticket, and saving them under harmless names."""

from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Number, session_of, whole_number
from supportdesk.cli.session import Session
from supportdesk.cli.ticket_texts import attachment_text
from supportdesk.desk import local_files
from supportdesk.domain.errors import NotFound
from supportdesk.i18n import gettext as _
from supportdesk.objects.tickets import attachment_object
from supportdesk.store.read import threads
from supportdesk.store.read.rows import AttachmentRow


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("attachments", help=_("List the files of a ticket, or save them."))(attachments)


def attachments(
    context: typer.Context,
    number: Number,
    save: Annotated[
        str | None, typer.Option("--save", metavar="FOLDER", help=_("Save them into this folder."))
    ] = None,
    show: Annotated[
        int | None,
        typer.Option(
            "--show", metavar="FILE", parser=whole_number, help=_("Show this one, named by number.")
        ),
    ] = None,
) -> None:
    """List the files of a ticket; with `--save` write each one, overwriting nothing.

    With `--show` only one: text, CSV, JSON or a log is printed.
    """
    session = session_of(context)
    choosing.ticket(session, number)
    messages = session.ask(threads.messages, number)
    if show is not None:
        _show(session, [file for message in messages for file in message.attachments], show)
        return
    if not session.as_json and not any(message.attachments for message in messages):
        session.output.say(_("The ticket has no files."))
    for message in messages:
        for file in message.attachments:
            saved = None if save is None else local_files.save(session.desk, file, Path(save))
            if session.as_json:
                place = {} if saved is None else {"saved": str(saved)}
                session.output.item({**attachment_object(file), **place})
            else:
                place_text = "" if saved is None else f" → {saved}"
                session.output.say(f"{attachment_text(file)}{place_text}")


def _show(session: Session, files: list[AttachmentRow], wanted: int) -> None:
    """Print the beginning of one file. Raises NotFound("attachment.missing") and Refused."""
    file = next((file for file in files if file.id == wanted), None)
    if file is None:
        raise NotFound("attachment.missing", number=wanted)
    shown = local_files.preview(session.desk, file)
    if session.as_json:
        session.output.item({**attachment_object(file), "text": shown})
    else:
        session.output.block(shown)
