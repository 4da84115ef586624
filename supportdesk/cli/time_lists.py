"""Time on tickets as people and scripts see it: whose may be seen, of which days (F42)."""

from collections.abc import Iterable
from datetime import datetime

from supportdesk.cli import choosing
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.i18n import gettext as _
from supportdesk.i18n.work_names import time_text, work_name
from supportdesk.objects.times import utc_text
from supportdesk.store.read.times import Sought, TimeRow

EVERYBODY = "all"

Item = dict[str, object]


def sought(
    session: Session, ticket: int | None, who: str | None, since: str | None, until: str | None
) -> Sought:
    """Which time is asked for: one's own; a lead's `all`, or somebody else's.

    Raises Refused("time.not_own"), Invalid("moment.unknown").
    """
    me = session.actor()
    operator = None if who == EVERYBODY else me.id if who is None else choosing.owner(session, who)
    if who is None and me.role in SEES_ALL_TIMES:
        operator = None
    if operator != me.id and me.role not in SEES_ALL_TIMES:
        raise Refused("time.not_own")
    return Sought(ticket, operator, _begin(session, since), _end(session, until))


def entry_object(row: TimeRow) -> Item:
    """One entry; `seconds` may be less than nothing where time was taken off."""
    return {
        "ticket": row.ticket,
        "operator": row.operator,
        "work": row.work,
        "at": utc_text(row.at),
        "seconds": round(row.milliseconds / 1000),
        "source": row.source,
        "reason": row.reason,
        "author": row.author,
    }


def sum_objects(rows: Iterable[TimeRow]) -> list[Item]:
    """The time of each ticket, operator and kind of work."""
    spent: dict[tuple[int, str, str], int] = {}
    for row in rows:
        key = (row.ticket, row.operator, row.work)
        spent[key] = spent.get(key, 0) + row.milliseconds
    return [
        {"ticket": ticket, "operator": who, "work": work, "seconds": round(milliseconds / 1000)}
        for (ticket, who, work), milliseconds in sorted(spent.items())
    ]


def tell_sums(session: Session, rows: list[TimeRow]) -> None:
    """A line for each ticket, operator and kind of work, then what was entered by hand, and why."""
    sums = sum_objects(rows)
    session.output.table(
        [_("Ticket"), _("Time"), _("Work"), _("Operator")],
        [
            [
                ticket_name(int(str(one["ticket"]))),
                time_text(int(str(one["seconds"])) * 1000),
                work_name(str(one["work"])),
                str(one["operator"]),
            ]
            for one in sums
        ],
    )
    session.output.fact(_("In all"), time_text(sum(row.milliseconds for row in rows)))
    for row in rows:
        if row.reason is not None:
            session.output.say(_entered(session, row))


def _entered(session: Session, row: TimeRow) -> str:
    sign = "−" if row.milliseconds < 0 else "+"
    said = _("{ticket}  {when}  {author}: {time}, {reason}")
    return said.format(
        ticket=ticket_name(row.ticket),
        when=local_text(row.at, session.settings.zone),
        author=row.author or "-",
        time=f"{sign}{time_text(abs(row.milliseconds))}",
        reason=row.reason,
    )


def _begin(session: Session, typed: str | None) -> int | None:
    return None if typed is None else to_milliseconds(_edges(session, typed)[0])


def _end(session: Session, typed: str | None) -> int | None:
    return None if typed is None else to_milliseconds(max(_edges(session, typed)))


def _edges(session: Session, typed: str) -> tuple[datetime, datetime]:
    from supportdesk.domain.moments import parse_boundary

    return parse_boundary(typed, session.clock(), session.settings.zone)
