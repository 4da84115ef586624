"""`replies`: what the team has answered before, without the people in it (F136)."""

from typing import Annotated

import typer

from supportdesk.cli.hoisting import USUAL_LIMIT
from supportdesk.cli.parameters import PASS_OPTIONS, positive_number, session_of
from supportdesk.cli.times import local_text
from supportdesk.domain.blanking import blanked
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.query_parser import parse_query
from supportdesk.i18n import gettext as _
from supportdesk.objects.times import utc_text
from supportdesk.store.read.earlier_replies import EarlierReply, earlier_replies


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "replies",
        help=_(
            "Find earlier replies of the team: words of the reply, by:AUTHOR, and any field of its"
            " ticket (tag:vip kind:complaint). Names, e-mails and phones are blanked."
        ),
        context_settings=PASS_OPTIONS,
    )(replies)


def replies(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUERY", help=_("For example: refund by:petro tag:vip")),
    ] = None,
    limit: Annotated[
        int,
        typer.Option("--limit", parser=positive_number, metavar="N", help=_("At most N replies.")),
    ] = USUAL_LIMIT,
) -> None:
    """List replies that have been sent, newest first."""
    session = session_of(context)
    asked = parse_query(
        " ".join(query or ()),
        now=session.clock(),
        zone=session.settings.zone,
        me=session.my_id(),
    )
    found = session.ask(earlier_replies, asked, limit)
    for reply in found:
        if session.as_json:
            session.output.item(_object(reply))
            continue
        when = local_text(reply.sent_at, session.settings.zone)
        session.output.say(
            f"{ticket_name(reply.ticket)}  {when}  {reply.author}  {reply.kind or '-'}"
        )
        session.output.block(blanked(reply.body, reply.names))
        print()
    if not found and not session.as_json:
        session.output.say(_("No reply fits."))


def _object(reply: EarlierReply) -> dict[str, object]:
    """A reply as scripts see it; `text` is blanked, and so nothing else of the client is given."""
    return {
        "ticket": reply.ticket,
        "kind": reply.kind,
        "author": reply.author,
        "at": utc_text(reply.sent_at),
        "text": blanked(reply.body, reply.names),
    }
