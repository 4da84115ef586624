"""`sla explain`, `sla status`: why a ticket is due when it is, and how many stand how (F87)."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.clock_texts import clock_object, shown_clocks, tell_clocks, tell_policies
from supportdesk.cli.parameters import PASS_OPTIONS, Number, session_of
from supportdesk.cli.questions import read_query
from supportdesk.cli.session import Session
from supportdesk.cli.ticket_objects import level_word
from supportdesk.cli.times import local_text, utc_text_or_none
from supportdesk.domain.query import narrowed
from supportdesk.i18n import gettext as _
from supportdesk.i18n.clock_names import level_name
from supportdesk.store.read import clocks, custom_fields, policies, search
from supportdesk.store.read.policies import Verdict

AT_WORK = "-category:done"
LEVELS = ("breached", "risk", "ok", "none")


def add_to(group: typer.Typer) -> None:
    """Add the commands of this file."""
    group.command(
        "explain",
        help=_("Say by which policy a ticket goes and why, and how each of its clocks stands."),
    )(explain)
    group.command(
        "status",
        context_settings=PASS_OPTIONS,
        help=_("Count tickets overdue, at risk and in time; all at work without a query."),
    )(status)


def explain(context: typer.Context, number: Number) -> None:
    """Explain one ticket."""
    session = session_of(context)
    row = choosing.ticket(session, number)
    said = session.ask(
        policies.verdicts, number, session.clock(), lambda: session.ask(custom_fields.definitions)
    )
    chosen = next((one for one in said if one.holds), None)
    found = shown_clocks(session, row)
    if session.as_json:
        session.output.item(
            {
                "ticket": number,
                "policy": None if chosen is None else chosen.policy.name,
                "due": utc_text_or_none(row.due_at),
                "sla": level_word(row, session.now()),
                "policies": [_verdict_object(one) for one in said],
                "clocks": [clock_object(one) for one in found],
            }
        )
        return
    tell_policies(session, said)
    if chosen is not None or found:
        tell_clocks(session, found)
    due = "—" if row.due_at is None else local_text(row.due_at, session.settings.zone)
    stands = level_name(level_word(row, session.now()))
    session.output.say(_("The ticket is due: {due} ({stands})").format(due=due, stands=stands))


def status(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help=_("As for list."))
    ] = None,
) -> None:
    """Count the tickets of a query by how they stand; more than can be counted are "1000+"."""
    session = session_of(context)
    typed = " ".join(query or ()).strip() or AT_WORK
    counts = {level: _count(session, typed, level) for level in LEVELS}
    if session.as_json:
        pending = session.ask(clocks.tickets_to_look_at) is not None
        capped = [level for level, number in counts.items() if number > search.COUNT_LIMIT]
        kept = {level: min(number, search.COUNT_LIMIT) for level, number in counts.items()}
        session.output.item({**kept, "more": capped, "looking_again": pending})
        return
    for level, number in counts.items():
        shown = f"{search.COUNT_LIMIT}+" if number > search.COUNT_LIMIT else str(number)
        named = _("without a running clock") if level == "none" else level_name(level)
        session.output.say(f"{named}: {shown}")


def _count(session: Session, typed: str, level: str) -> int:
    both = narrowed(read_query(session, typed), read_query(session, f"sla:{level}"))
    return session.ask(search.count, both)


def _verdict_object(one: Verdict) -> dict[str, object]:
    return {
        "number": one.policy.id,
        "name": one.policy.name,
        "holds": one.holds,
        "failed": list(one.failed),
    }
