"""`client history`: everything about a client in one line of time (F46)."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Who, positive_number, session_of
from supportdesk.cli.times import local_text
from supportdesk.domain.errors import Invalid
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.timeline_names import kind_name
from supportdesk.objects.times import utc_text
from supportdesk.store.read import timeline
from supportdesk.store.read.client_rows import TimelineRow

KINDS = {
    "all": timeline.EVERYTHING,
    "tickets": timeline.TICKETS,
    "said": timeline.SAID,
    "notes": timeline.NOTES,
    "events": timeline.EVENTS,
}


def add_to_group(group: typer.Typer) -> None:
    """Add the command of this file."""
    group.command("history", help=_("Tell a client's history over all tickets, newest first."))(
        history
    )


def history(
    context: typer.Context,
    who: Who,
    *,
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help=_("Only what holds these words."))
    ] = "",
    only: Annotated[
        str, typer.Option("--only", metavar="KIND", help=_("tickets, said, notes or events."))
    ] = "all",
    limit: Annotated[int, typer.Option("--limit", parser=positive_number, metavar="N")] = 50,
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="KEY", help=_("Go on below the line with this key.")),
    ] = None,
) -> None:
    """Tell tickets, messages, notes and events of a client in one line of time."""
    session = session_of(context)
    if only not in KINDS:
        raise typer.BadParameter(_("{only} is none of: {kinds}").format(only=only, kinds=_kinds()))
    card = choosing.client(session, who)
    rows = session.ask(
        timeline.page,
        card.id,
        before=None if before is None else _key(before),
        limit=limit,
        kinds=KINDS[only],
        text=search,
    )
    if session.as_json:
        for row in rows:
            session.output.item(row_object(row))
        return
    for row in rows:
        when = local_text(row.at, session.settings.zone)
        parts = [when, ticket_name(row.ticket) if row.ticket else "-", kind_name(row.kind)]
        parts += [row.who or "-", " ".join(row.text.split())]
        session.output.say("  ".join(parts))
    if len(rows) == limit:
        more = _("There is more: --before {key}").format(key=written_key(rows[-1]))
        session.output.warn(more)


def row_object(row: TimelineRow) -> dict[str, object]:
    """A line of the history as scripts see it; `key` goes on below it."""
    return {
        "at": utc_text(row.at),
        "kind": row.kind,
        "ticket": row.ticket,
        "who": row.who,
        "text": row.text,
        "state": row.state,
        "key": written_key(row),
    }


def written_key(row: TimelineRow) -> str:
    """The key of a line, as `--before` reads it."""
    return "-".join(map(str, row.key))


def _key(written: str) -> timeline.Key:
    parts = written.split("-")
    digits = all(part.isascii() and part.isdigit() and len(part) < 20 for part in parts)
    if len(parts) != 3 or not digits:
        raise Invalid("timeline.key", key=written)
    at, rank, number = map(int, parts)
    return at, rank, number


def _kinds() -> str:
    return ", ".join(KINDS)
