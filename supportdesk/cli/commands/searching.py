"""`search`: tickets with the place where the words stand (F147)."""

from typing import Annotated

import typer

from supportdesk.cli.completing import complete_query
from supportdesk.cli.hoisting import USUAL_LIMIT
from supportdesk.cli.parameters import PASS_OPTIONS, positive_number, session_of
from supportdesk.cli.questions import warn_of_unknown_names
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.query_parser import parse_query
from supportdesk.i18n import gettext as _
from supportdesk.objects.tickets import ticket_object
from supportdesk.store.read import search, tickets
from supportdesk.store.read.rows import SearchHit, TicketRow

BEFORE, BEHIND = "«", "»"
"""Around each found word: seen and heard without colour."""


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "search",
        help=_("Find tickets and show where the words stand, «marked». See also: list."),
        context_settings=PASS_OPTIONS,
    )(search_tickets)


def search_tickets(
    context: typer.Context,
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY",
            help=_('Words and fields, for example: refund owner:me queue:"First line"'),
            autocompletion=complete_query,
        ),
    ],
    limit: Annotated[
        int,
        typer.Option("--limit", parser=positive_number, metavar="N", help=_("At most N tickets.")),
    ] = USUAL_LIMIT,
) -> None:
    """List hits, the newest message first."""
    session = session_of(context)
    asked = parse_query(
        " ".join(query), now=session.clock(), zone=session.settings.zone, me=session.my_id()
    )
    hits = session.ask(search.search_hits, asked, limit)
    rows = {
        row.number: row
        for row in session.ask(tickets.rows, [hit.number for hit in hits], session.my_id())
    }
    for hit in hits:
        if hit.number in rows:
            _tell(session, rows[hit.number], hit)
    if not hits and not session.as_json:
        session.output.say(_("No ticket fits."))
        warn_of_unknown_names(session, " ".join(query))


def _tell(session: Session, row: TicketRow, hit: SearchHit) -> None:
    if session.as_json:
        found = {"snippet": hit.snippet, "marks": [list(mark) for mark in hit.marks]}
        session.output.item({**ticket_object(row), "found": found})
        return
    when = local_text(row.updated_at, session.settings.zone)
    session.output.say(
        f"{ticket_name(row.number)}  {row.subject}  {row.client}  {row.state}  {when}"
    )
    session.output.say(f"    {marked(hit)}")


def marked(hit: SearchHit) -> str:
    """The place that was found, its words between marks."""
    pieces: list[str] = []
    at = 0
    for start, end in hit.marks:
        pieces += [hit.snippet[at:start], BEFORE, hit.snippet[start:end], BEHIND]
        at = end
    return "".join([*pieces, hit.snippet[at:]])
