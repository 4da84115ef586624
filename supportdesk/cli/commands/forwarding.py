"""`forward`: asking a third party, without the client."""

from typing import Annotated

import typer

from supportdesk.cli import choosing, outgoing
from supportdesk.cli.parameters import Attach, Number, Text, session_of
from supportdesk.cli.session import Session
from supportdesk.cli.texts import attached, typed_text
from supportdesk.cli.times import local_text
from supportdesk.desk.going_out import goes_by_mail
from supportdesk.domain.action import Forward, NewAttachment, Recipients
from supportdesk.domain.quoting import quoted
from supportdesk.i18n import gettext as _
from supportdesk.i18n.forwarded import forwarded
from supportdesk.store.read.rows import MessageRow

NOTHING = "none"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(
        "forward", help=_("Ask somebody outside; the client gets nothing of it. Text on stdin.")
    )(forward)


def forward(
    context: typer.Context,
    number: Number,
    *,
    to: Annotated[
        list[str], typer.Option("--to", metavar="ADDRESS", help=_("Who is asked; repeatable."))
    ],
    text: Text = None,
    which: Annotated[
        str,
        typer.Option(
            "--message",
            metavar="WHICH",
            help=_("The client's message that goes along: last, its place in `show`, or none."),
        ),
    ] = "last",
    without_files: Annotated[
        bool, typer.Option("--without-files", help=_("Leave out the files of that message."))
    ] = False,
    attach: Attach = None,
    state: Annotated[
        str | None, typer.Option("--state", help=_("Set this state with it: waiting, solved …"))
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help=_("Reason for hold."))] = None,
    seen: outgoing.Seen = None,
    cc: outgoing.Cc = None,
    bcc: outgoing.Bcc = None,
    unsigned: outgoing.Unsigned = False,
    when: outgoing.When = None,
) -> None:
    """Forward; what is answered to it comes back to the ticket, not as the client's."""
    session = session_of(context)
    row = choosing.ticket(session, number)
    everybody = Recipients(outgoing.people(to), outgoing.people(cc), outgoing.people(bcc))
    body = typed_text(text, what=_("text to {address}").format(address=", ".join(to)))
    files = attached(attach)
    if which.strip().casefold() != NOTHING:
        message = outgoing.message_of_client(session, row, which)
        body = f"{body}\n\n{_forwarded(session, message, row.subject)}"
        if not without_files:
            files = (*files, *_files(session, message))
    sending = Forward(
        ticket=number,
        body=body,
        base_seq=row.last_event if seen is None else seen,
        recipients=everybody,
        attachments=files,
        then_state=state,
        then_reason=reason,
        signature=outgoing.signature(session, row, unsigned=unsigned),
    )
    said = _(
        "Ticket {number} is forwarded · saved, no outgoing channel. Until {when} it can be"
        " recalled: supportdesk undo"
    )
    if goes_by_mail(session.desk, row, "forward"):
        said = _(
            "Ticket {number} is forwarded; it leaves at {when}. Until then it can be recalled:"
            " supportdesk undo"
        )
    outgoing.send(session, sending, when, said)


def _forwarded(session: Session, message: MessageRow, subject: str) -> str:
    sent = local_text(message.sent_at, session.settings.zone)
    return forwarded(message.author, sent, subject, quoted(message.body))


def _files(session: Session, message: MessageRow) -> tuple[NewAttachment, ...]:
    return tuple(
        NewAttachment(
            file.name,
            file.media_type,
            b"".join(session.desk.content(file)),
        )
        for file in message.attachments
    )
