"""`attachments`: the files of a ticket, and saving them under harmless names."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Number, session_of
from supportdesk.cli.session import Session
from supportdesk.cli.ticket_objects import attachment_object
from supportdesk.cli.ticket_texts import attachment_text
from supportdesk.domain.errors import Invalid
from supportdesk.domain.safe_text import clean_file_name
from supportdesk.i18n import gettext as _
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
) -> None:
    """List the files of a ticket; with `--save` write each one, overwriting nothing."""
    session = session_of(context)
    choosing.ticket(session, number)
    messages = session.ask(threads.messages, number)
    if not session.as_json and not any(message.attachments for message in messages):
        session.output.say(_("The ticket has no files."))
    for message in messages:
        for file in message.attachments:
            saved = None if save is None else _save(session, file, Path(save))
            if session.as_json:
                place = {} if saved is None else {"saved": str(saved)}
                session.output.item({**attachment_object(file), **place})
            else:
                place_text = "" if saved is None else f" → {saved}"
                session.output.say(f"{attachment_text(file)}{place_text}")


def _save(session: Session, file: AttachmentRow, folder: Path) -> Path:
    """Write one file under a cleaned name that is free; never through a link."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in _names(folder, file):
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
                descriptor = os.open(path, flags, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(descriptor, "wb") as written:
                for chunk in session.ask(threads.attachment_chunks, file.sha256):
                    written.write(chunk)
            return path
    except OSError as trouble:
        raise Invalid(
            "file.unwritable", path=str(folder), reason=trouble.strerror or str(trouble)
        ) from trouble
    raise Invalid("file.exists", path=str(folder / clean_file_name(file.name)))


def _names(folder: Path, file: AttachmentRow) -> Iterable[Path]:
    """The cleaned name, then with a number before its ending."""
    name = Path(clean_file_name(file.name))
    yield folder / name
    for attempt in range(2, 1000):
        yield folder / f"{name.stem}-{attempt}{name.suffix}"
