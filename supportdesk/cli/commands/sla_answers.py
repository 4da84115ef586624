"""`sla explain`, `sla status`: why a ticket is due when it is, and how many stand how (F87)."""

from functools import partial
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.dealing_lists import waiting_object
from supportdesk.cli.parameters import PASS_OPTIONS, Number, session_of
from supportdesk.cli.questions import read_query
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.desk.explaining import explanation
from supportdesk.domain.query import narrowed
from supportdesk.i18n import gettext as _
from supportdesk.i18n.clock_names import level_name
from supportdesk.objects.clocks import clock_object
from supportdesk.objects.times import utc_text_or_none
from supportdesk.store.read import clocks, search
from supportdesk.store.read.policies import Verdict
from supportdesk.texts.explaining import tell_explanation

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
    told = session.ask(explanation, row, session.clock())
    if not session.as_json:
        tell_explanation(session.output, told, partial(local_text, zone=session.settings.zone))
        return
    session.output.item(
        {
            "ticket": number,
            "policy": None if told.policy is None else told.policy.name,
            "calendar": None if told.calendar is None else told.calendar.name,
            "due": utc_text_or_none(told.due),
            "sla": told.level,
            "policies": [_verdict_object(one) for one in told.verdicts],
            "clocks": [clock_object(one) for one in told.clocks],
            "waits": waiting_object(told.waits),
        }
    )


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
