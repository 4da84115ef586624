"""`list`: the tickets a query names; `counts`: the live numbers of the views."""

from typing import Annotated

import typer

from supportdesk.cli.completing import complete_query
from supportdesk.cli.hoisting import USUAL_LIMIT
from supportdesk.cli.parameters import PASS_OPTIONS, Limit, session_of
from supportdesk.cli.ticket_list import tell_tickets
from supportdesk.domain.query_fields import FIELDS
from supportdesk.i18n import gettext as _
from supportdesk.store.read import desk_lists, tickets
from supportdesk.store.read.rows import Counts


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command(
        "list",
        help=_("List the tickets a query names, or all at work. See also: show, export."),
        epilog=_query_help(),
        context_settings=PASS_OPTIONS,
    )(list_tickets)
    app.command("counts", help=_("Show how many tickets stand in each view and queue."))(counts)


def _query_help() -> str:
    return "\n\n".join(
        (
            _("Fields: {names}.").format(names=" ".join(FIELDS)),
            _(
                "event, from, to, by and after, side by side, are about one thing that happened:"
                ' supportdesk list "event:state from:solved to:open by:me after:-7d"'
            ),
        )
    )


def list_tickets(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY",
            help=_('Words and fields, for example: refund owner:me queue:"First line"'),
            autocompletion=complete_query,
        ),
    ] = None,
    limit: Limit = USUAL_LIMIT,
    view: Annotated[
        str | None,
        typer.Option(
            "--view",
            metavar="NAME",
            help=_("A view: mine, unassigned, all, waiting, snoozed, recent, or a saved one."),
        ),
    ] = None,
) -> None:
    """List tickets; a plain `list` never comes here (`ticket_list`)."""
    session = session_of(context)
    if view is None:
        tell_tickets(session, " ".join(query or ()), limit)
    else:
        from supportdesk.cli.view_list import tell_view

        tell_view(session, view, " ".join(query or ()), limit)


def counts(context: typer.Context) -> None:
    """Show the live numbers of the views and queues, as the console does."""
    session = session_of(context)
    found = session.ask(tickets.counts, session.my_id())
    queues = dict(found.queues)
    names = [(row.name, queues.get(row.id, 0)) for row in session.ask(desk_lists.queues)]
    if session.as_json:
        session.output.item({**_views(found), "queues": dict(names)})
        return
    for title, number in zip(_titles(), _views(found).values(), strict=True):
        session.output.say(f"{title}: {number}")
    for name, number in names:
        session.output.say(_("Queue {name}: {number}").format(name=name, number=number))


def _views(found: Counts) -> dict[str, object]:
    return {
        "mine": found.mine,
        "unassigned": found.unassigned,
        "all": found.everything,
        "waiting": found.waiting,
        "snoozed": found.asleep,
        "mine_unread": found.mine_unread,
    }


def _titles() -> list[str]:
    return [_("Mine"), _("Unassigned"), _("All"), _("Waiting"), _("Snoozed"), _("Mine, unread")]
