"""`bulk macro` and `bulk merge`: several changes, and one ticket made of many (F7, F8)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.bulk_running import DryRun, Query, Yes, run
from supportdesk.cli.commands.macro_running import change_object, planned_changes, tell_changes
from supportdesk.cli.parameters import assignments, session_of, ticket_number
from supportdesk.cli.session import Session
from supportdesk.domain.action import Bulk, MergeTicket, on_each
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.ticket import clean_kind
from supportdesk.i18n import gettext as _
from supportdesk.i18n.bulk_texts import left_out_of_macro

if TYPE_CHECKING:
    from supportdesk.desk.bulk_macros import OnMany

PREVIEWED = 3
"""Tickets whose changes are shown before anything is done."""


def macro(
    context: typer.Context,
    query: Query,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Name or number of the macro."))],
    *,
    ask: Annotated[
        list[str] | None,
        typer.Option("--ask", metavar="LABEL=VALUE", help=_("Answer to what it asks.")),
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", help=_("Kind of those that it solves without one."))
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Run a macro on every ticket; the changes of the first three are shown.

    Left as they are: tickets where a text would have an empty place, where a draft of one's own
    stands instead of the reply, and where nothing changes.
    """
    from supportdesk.desk.bulk_macros import MacroForMany, on_many

    session = session_of(context)
    needed = None if kind is None else clean_kind(kind)
    wanted = MacroForMany(choosing.macro(session, name), dict(assignments(ask or [])))
    extra: dict[str, object] = {}

    def each(numbers: Sequence[int]) -> Bulk:
        zone = session.settings.zone
        found = on_many(session.desk, session.actor(), zone, numbers, wanted)
        extra.update(_tell(session, found))
        return found.bulk(wanted.macro.id, needed)

    run(session, query, each, dry_run=dry_run, yes=yes, extra=extra)


def _tell(session: Session, found: "OnMany") -> dict[str, object]:
    """How the first ones change, and which are left out; the same for scripts."""
    shown = [
        (one.ticket.number, planned_changes(session, one.ticket, one.steps))
        for one in found.going[:PREVIEWED]
    ]
    if not session.as_json:
        for number, changed in shown:
            session.output.say(ticket_name(number))
            tell_changes(session, changed)
        for told in left_out_of_macro(found.gaps, found.drafted, found.unchanged, ticket_name):
            session.output.say(told)
    return {
        "preview": [
            {"ticket": number, "changes": [change_object(change) for change in changed]}
            for number, changed in shown
        ],
        "left_out": {
            "empty_places": list(found.gaps),
            "draft": found.drafted,
            "unchanged": found.unchanged,
        },
    }


def merge(
    context: typer.Context,
    query: Query,
    into: Annotated[
        int,
        typer.Argument(
            metavar="INTO", parser=ticket_number, help=_("Number of the ticket that stays.")
        ),
    ],
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Merge every ticket into one: their messages move there, answers to their numbers go there."""
    session = session_of(context)
    choosing.ticket(session, into)

    def each(numbers: Sequence[int]) -> Bulk:
        return on_each(MergeTicket(0, into), [number for number in numbers if number != into])

    run(session, query, each, dry_run=dry_run, yes=yes)
