"""The load as scripts see it, and the period that was typed (F131)."""

from supportdesk.cli.questions import read_query
from supportdesk.cli.session import Session
from supportdesk.desk.loads import Counted, Period
from supportdesk.domain.load import HOURS, WEEKDAYS, Load
from supportdesk.domain.moments import parse_boundary
from supportdesk.domain.working_hours import DAYS
from supportdesk.texts.loads import SHADES

Item = dict[str, object]


def period(
    session: Session, words: list[str] | None, since: str | None, until: str | None
) -> Period:
    """What was asked for. Raises Invalid("query.…", "moment.unknown")."""
    zone = session.settings.zone
    edges = [
        None if typed is None else parse_boundary(typed, session.clock(), zone)
        for typed in (since, until)
    ]
    begin, end = edges
    return Period(
        read_query(session, " ".join(words or ())),
        None if begin is None else begin[0].astimezone(zone),
        None if end is None else max(end).astimezone(zone),
    )


def load_object(session: Session, found: Load, counted: Counted) -> Item:
    """The load for scripts: every hour of the week, and its mean; named by what is counted."""
    means, is_tickets = found.means, counted is Counted.TICKETS
    return {
        "from": found.first.isoformat(),
        "until": found.last.isoformat(),
        "timezone": str(session.settings.zone),
        "counted": str(counted),
        str(counted): found.total,
        "night_share": round(found.night_share, 4),
        **({"night_shift_justified": found.justifies_nights} if is_tickets else {}),
        "hours": [found.of_hour(hour) for hour in HOURS],
        "load": [
            {
                "weekday": DAYS[weekday],
                "hour": hour,
                str(counted): found.tickets[weekday][hour],
                "days": found.days(weekday),
                "mean": round(means[weekday][hour], 3),
            }
            for weekday in WEEKDAYS
            for hour in HOURS
        ],
    }


def shades_for(output: str | None) -> str:
    """Shades, where an encoding has them."""
    try:
        SHADES.encode(output or "ascii")
    except UnicodeEncodeError:
        return ""
    return SHADES
