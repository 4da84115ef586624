"""`new`, `reply` and `note`: what operators write."""

from typing import Annotated

import typer

from supportdesk.cli import choosing, outgoing
from supportdesk.cli.article_use import articles_in
from supportdesk.cli.duplicate_warning import warn_of_duplicates
from supportdesk.cli.parameters import Attach, Number, Text, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.texts import attached, typed_text
from supportdesk.desk.going_out import goes_by_mail
from supportdesk.domain.action import AddNote, ClientReference, CreateTicket, Recipients, Reply
from supportdesk.domain.client_line import read_client
from supportdesk.domain.memory import InsertTemplate
from supportdesk.domain.provisional import ticket_word
from supportdesk.domain.subject import beginning
from supportdesk.i18n import gettext as _
from supportdesk.store.read import recipients


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("new", help=_("Make a ticket, as from a call; the client's words on stdin."))(new)
    app.command("reply", help=_("Answer the client; the text on stdin, or from a template."))(reply)
    app.command("note", help=_("Add a private note; no client ever sees it."))(note)


def new(
    context: typer.Context,
    *,
    subject: Annotated[
        str,
        typer.Option("--subject", help=_("What it is about; else the text's first words.")),
    ] = "",
    client: Annotated[
        str, typer.Option("--client", help=_("The client: Ann Lee, or Ann Lee <ann@example.org>."))
    ] = "",
    email: Annotated[str | None, typer.Option("--email", help=_("The client's e-mail."))] = None,
    phone: Annotated[str | None, typer.Option("--phone", help=_("The client's phone."))] = None,
    queue: Annotated[str | None, typer.Option("--queue", help=_("Name of the queue."))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=_("Kind of request."))] = None,
    priority: Annotated[
        str, typer.Option("--priority", help=_("low, normal, high or critical."))
    ] = "normal",
    tag: Annotated[list[str] | None, typer.Option("--tag", help=_("A tag; repeatable."))] = None,
    channel: Annotated[
        str, typer.Option("--channel", help=_("How it reached us: phone, chat, manual …"))
    ] = "manual",
    text: Text = None,
    attach: Attach = None,
) -> None:
    """Make a ticket; the first ticket of a new store makes the store."""
    session = session_of(context)
    files = attached(attach)
    body = typed_text(text, what=_("client's words"))
    session.open(create=True)
    receipt = session.act(
        CreateTicket(
            client=_client(client, email, phone),
            subject=subject.strip() or beginning(body),
            body=body,
            queue=None if queue is None else choosing.queue(session, queue).id,
            kind=kind,
            priority=choosing.priority(priority),
            tags=tuple(tag or ()),
            channel=channel,
            attachments=files,
        )
    )
    number = receipt.tickets[0]
    tell_receipt(session, receipt, _("Ticket {number} is made.").format(number=ticket_word(number)))
    warn_of_duplicates(session, number)


def _client(typed: str, email: str | None, phone: str | None) -> ClientReference:
    """Whom the options name; what has an option of its own counts before the line."""
    named = read_client(typed.strip())
    name = named.name or email or phone or ""
    return ClientReference(name, email or named.address, phone or named.phone)


def reply(
    context: typer.Context,
    number: Number,
    *,
    text: Text = None,
    template: Annotated[
        str | None,
        typer.Option("--template", metavar="WHICH", help=_("Number or title of a template.")),
    ] = None,
    ask: Annotated[
        list[str] | None,
        typer.Option("--ask", metavar="LABEL=VALUE", help=_("Answer to what a template asks.")),
    ] = None,
    attach: Attach = None,
    state: Annotated[
        str | None, typer.Option("--state", help=_("Set this state with it: waiting, solved …"))
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help=_("Reason for hold."))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=_("Kind, for solved."))] = None,
    seen: outgoing.Seen = None,
    cc: outgoing.Cc = None,
    bcc: outgoing.Bcc = None,
    everybody: Annotated[
        bool,
        typer.Option("--all", help=_("A copy to everybody the client's last message came to.")),
    ] = False,
    quote: outgoing.Quote = None,
    unsigned: outgoing.Unsigned = False,
    when: outgoing.When = None,
    article: Annotated[
        list[str] | None,
        typer.Option("--article", metavar="WHICH", help=_("An article used in it; repeatable.")),
    ] = None,
) -> None:
    """Answer the client; the reply can be undone until it leaves."""
    session = session_of(context)
    row = choosing.ticket(session, number)
    copies = outgoing.people(cc)
    if everybody:
        copies = (*session.ask(recipients.in_copy, number), *copies)
    if template is None:
        body = typed_text(text, what=_("reply to {client}").format(client=row.client))
    else:
        from supportdesk.cli.template_texts import filled

        chosen = choosing.template(session, template)
        body = filled(session, chosen, row, ask).text
        me = session.actor().id
        session.desk.require(me, Reply)
        session.desk.remember(InsertTemplate(me, number, chosen.id, body))
    sending = Reply(
        ticket=number,
        body=outgoing.with_quote(session, row, quote, body),
        base_seq=row.last_event if seen is None else seen,
        attachments=attached(attach),
        then_state=state,
        then_reason=reason,
        then_kind=kind,
        recipients=Recipients(cc=copies, bcc=outgoing.people(bcc)),
        signature=outgoing.signature(session, row, unsigned=unsigned),
    )
    said = _(
        "The reply to ticket {number} is saved · no outgoing channel. Until {when} it can be"
        " recalled: supportdesk undo"
    )
    if goes_by_mail(session.desk, row, "reply"):
        said = _(
            "The reply to ticket {number} leaves at {when}. Until then it can be recalled:"
            " supportdesk undo"
        )
    with articles_in(session, number, "reply", article):
        outgoing.send(session, sending, when, said)


def note(context: typer.Context, number: Number, text: Text = None, attach: Attach = None) -> None:
    """Add a private note to a ticket."""
    session = session_of(context)
    choosing.ticket(session, number)
    files = attached(attach)
    body = typed_text(text, what=_("private note (the client will not see it)"))
    receipt = session.act(AddNote(number, body, files))
    tell_receipt(
        session,
        receipt,
        _("Private note on ticket {number} is kept.").format(number=ticket_word(number)),
    )
