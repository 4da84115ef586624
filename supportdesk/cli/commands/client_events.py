"""`client event`: what clients did elsewhere, added by hand or by a script (F49)."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from supportdesk.cli import choosing
from supportdesk.cli.client_texts import event_line
from supportdesk.cli.failures import WRONG_USAGE, tell_error
from supportdesk.cli.parameters import MOST, Who, assignments, positive_number, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.texts import typed_text
from supportdesk.cli.times import local_text
from supportdesk.domain.action import HistoricClientEvent, RecordClientEvents
from supportdesk.domain.errors import DeskError, Invalid
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.objects.clients import event_object

BATCH = 200
"""Events of one transaction (law 2)."""


def add_to_group(group: typer.Typer) -> None:
    """Add the commands of this file."""
    events = typer.Typer(no_args_is_help=True)
    events.command("add", help=_("Add an event: a visit, an order, a cancellation."))(add)
    events.command("list", help=_("List the newest events of a client."))(list_events)
    events.command("import", help=_("Add events from JSON lines on standard input."))(import_events)
    group.add_typer(events, name="event", help=_("What clients did elsewhere: add, list, import."))


def add(
    context: typer.Context,
    who: Who,
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=_("One word: visit, order, cancelled …"))
    ],
    details: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE…", help=_("Such as page, source, city, browser.")),
    ] = None,
    *,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help=_("What happened."))] = "",
    at: Annotated[
        str | None, typer.Option("--at", metavar="TIME", help=_("When; else now (ISO 8601)."))
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help=_("A name: the same one twice is kept once.")),
    ] = None,
) -> None:
    """Record something that has happened; it cannot be undone, only forgotten with the client."""
    session = session_of(context)
    card = choosing.client(session, who)
    pairs = tuple(assignments(details or []))
    moment = session.clock() if at is None else _moment(at, session)
    event = HistoricClientEvent(card.id, kind, moment, text, pairs, source)
    receipt = session.act(RecordClientEvents((event,)))
    said = _("The event is on the card of client {number}.").format(number=card.id)
    tell_receipt(session, receipt, said)


def list_events(context: typer.Context, who: Who) -> None:
    """List the newest twenty; the whole history is told by `client history --only events`."""
    session = session_of(context)
    card = choosing.client(session, who)
    for event in card.events:
        if session.as_json:
            session.output.item(event_object(event))
        else:
            when = local_text(event.at, session.settings.zone)
            session.output.say(f"{when}  {event_line(event)}")


def import_events(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", parser=positive_number, metavar="N")] = MOST,
) -> None:
    """Read objects with client, kind, at, text, details and id, one a line.

    Lines that say nothing are named and left out; then the exit code is 2.
    """
    session = session_of(context)
    lines = typed_text(None, what=_("events")).splitlines()[:limit]
    wrong, kept = 0, 0
    batch: list[HistoricClientEvent] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            batch.append(_event(session, number, line))
        except DeskError as error:
            tell_error(error, as_json=session.as_json)
            wrong += 1
        if len(batch) == BATCH:
            kept += _record(session, batch)
    kept += _record(session, batch)
    if session.as_json:
        session.output.item({"recorded": kept, "wrong": wrong})
    else:
        said = ngettext("{count} event read.", "{count} events read.", kept)
        session.output.say(said.format(count=kept))
    if wrong:
        raise typer.Exit(WRONG_USAGE)


def _record(session: Session, batch: list[HistoricClientEvent]) -> int:
    count = len(batch)
    if batch:
        session.act(RecordClientEvents(tuple(batch)))
        batch.clear()
    return count


def _event(session: Session, number: int, line: str) -> HistoricClientEvent:
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise Invalid("client_event.line", line=number, wrong="JSON") from None
    if not isinstance(found, dict):
        raise Invalid("client_event.line", line=number, wrong="{…}")
    details = found.get("details", {})
    if not isinstance(details, dict):
        raise Invalid("client_event.line", line=number, wrong="details")
    texts = {name: found.get(name) for name in ("client", "kind", "at", "text", "id")}
    for name, value in texts.items():
        if not _is_usable(name, value):
            raise Invalid("client_event.line", line=number, wrong=name)
    card = choosing.client(session, str(texts["client"]))
    return HistoricClientEvent(
        card.id,
        str(texts["kind"]),
        _moment(str(texts["at"]), session),
        texts["text"] or "",
        tuple((str(name), str(value)) for name, value in details.items()),
        texts["id"],
    )


def _is_usable(name: str, value: object) -> bool:
    """Texts; a client may be a number, and what need not be there may be missing."""
    if value is None:
        return name in ("text", "id")
    return isinstance(value, str) or (name == "client" and type(value) is int)


def _moment(written: str, session: Session) -> datetime:
    """A moment in ISO 8601; without a zone it is meant in the operator's."""
    try:
        moment = datetime.fromisoformat(written.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=session.settings.zone)
        in_range = 1970 < moment.year < 2200
    except (ValueError, OverflowError):
        in_range = False
    if not in_range:
        raise Invalid("client_event.moment", text=written)
    return moment
