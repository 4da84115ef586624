"""`events`: what happened on the whole desk, newest first (F151, F152)."""

from datetime import datetime
from typing import Annotated

import typer

from supportdesk.cli.choosing import NOBODY
from supportdesk.cli.completing import complete_query
from supportdesk.cli.event_texts import EventTexts
from supportdesk.cli.hoisting import USUAL_LIMIT
from supportdesk.cli.parameters import PASS_OPTIONS, positive_number, session_of, whole_number
from supportdesk.cli.questions import read_query
from supportdesk.cli.session import Session, find_operator, system_login
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.moments import parse_boundary
from supportdesk.domain.query_fields import EVENTS
from supportdesk.domain.roles import require_to_audit
from supportdesk.i18n import gettext as _
from supportdesk.i18n.event_names import SUBJECTS
from supportdesk.objects.tickets import event_object
from supportdesk.store.read import audit

EVERY = 1 << 40
"""More events than any desk has."""


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "events",
        help=_(
            "Tell what happened on the whole desk, newest first: who changed what, from what to"
            " what, by which action or rule. For auditors, leads, planners and admins."
        ),
        epilog="\n\n".join(
            (
                _(
                    "The order is that in which events were recorded; an imported one has its own"
                    " time. Texts of people are not told, only which they were (text:ID): show N"
                    " --events has those of a ticket. A name or time that is rare in a large store"
                    " is looked for in all of its events."
                ),
                _("Names for --field, besides fields themselves: {names}.").format(
                    names=", ".join(EVENTS)
                ),
                _("Names for --about: {names}.").format(names=", ".join(SUBJECTS)),
            )
        ),
        context_settings=PASS_OPTIONS,
    )(tell_events)


def tell_events(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY",
            help=_("Only events of these tickets, for example: queue:Billing owner:me"),
            autocompletion=complete_query,
        ),
    ] = None,
    *,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="TIME", help=_("From then on: -7d, yesterday, 2026-03-01.")
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="TIME", help=_("Up to then, that day included.")),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="WHO", help=_("Done by this operator, or as them; nobody: the desk.")
        ),
    ] = None,
    field: Annotated[
        str, typer.Option("--field", metavar="NAMES", help=_("Of these kinds: state,owner,tag …"))
    ] = "",
    about: Annotated[
        str,
        typer.Option("--about", metavar="NAMES", help=_("On these things: template,macro,queue …")),
    ] = "",
    limit: Annotated[
        int,
        typer.Option(
            "--limit", parser=whole_number, metavar="N", help=_("At most N events; 0 is all.")
        ),
    ] = USUAL_LIMIT,
    before: Annotated[
        int | None,
        typer.Option(
            "--before",
            parser=positive_number,
            metavar="SEQ",
            help=_("Go on below the event of this number."),
        ),
    ] = None,
) -> None:
    """Tell the events of the desk."""
    session = session_of(context)
    _require_to_audit(session)
    typed = " ".join(query or ())
    sought = audit.Sought(
        read_query(session, typed) if typed.strip() else None,
        since=_boundary(session, since, 0),
        until=_boundary(session, until, 1),
        by=() if by is None else (_who(session, by),),
        fields=_names(field),
        about=_things(about),
    )
    rows = session.ask(audit.page, sought, before=before, limit=limit or EVERY)
    texts = None if session.as_json else EventTexts(session)
    for row in rows:
        if texts is None:
            session.output.item(event_object(row))
        else:
            session.output.say(texts.desk_line(row))
    if not rows and texts is not None:
        session.output.say(_("No event fits."))
    if rows and len(rows) == limit:
        more = _("There is more: --before {key}").format(key=rows[-1].seq)
        session.output.warn(more)


def _require_to_audit(session: Session) -> None:
    """Raise Refused where one may not; somebody whom the store does not know is nobody."""
    me = session.me()
    if me is None:
        raise Refused("operator.unmapped", login=system_login())
    require_to_audit(me.role)


def _boundary(session: Session, written: str | None, side: int) -> int | None:
    """The beginning (side 0) or the end of what is written, in milliseconds."""
    if written is None:
        return None
    bounds: tuple[datetime, datetime] = parse_boundary(
        written, session.clock(), session.settings.zone
    )
    return to_milliseconds(bounds[side])


def _who(session: Session, wanted: str) -> int | None:
    """The operator meant, one who has left too; None is the desk itself."""
    folded = wanted.strip().casefold()
    if folded in NOBODY:
        return None
    if folded == "me":
        return session.actor().id
    return find_operator(session.operators, wanted, former=True).id


def _things(typed: str) -> tuple[str, ...]:
    """What events are about, by name. Raises Invalid("audit.about")."""
    for name in _names(typed):
        if name not in SUBJECTS:
            raise Invalid("audit.about", wanted=name, allowed=", ".join(SUBJECTS))
    return _names(typed)


def _names(written: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in written.split(",") if name.strip())
