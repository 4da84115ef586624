"""Operators, absences and times in a status, as people and as scripts see them."""

from collections.abc import Iterable

from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.i18n import gettext as _
from supportdesk.i18n.staffing_names import status_name
from supportdesk.i18n.work_names import time_text
from supportdesk.objects.desk_lists import operator_object
from supportdesk.objects.times import utc_text
from supportdesk.store.read import desk_lists, operators
from supportdesk.store.read.operators import AbsenceRow, AtWork

Item = dict[str, object]


def queue_names(session: Session) -> dict[int, str]:
    """Queue → its name."""
    return {row.id: row.name for row in session.ask(desk_lists.queues)}


def operator_objects(session: Session) -> Iterable[Item]:
    """Every operator; who works here no more has no status."""
    names = queue_names(session)
    at_work = {one.id: one for one in session.ask(operators.at_work, session.now())}
    for row in session.operators:
        yield operator_object(row, at_work.get(row.id), names)


def tell_operators(session: Session) -> None:
    """A line for each operator: what they do and for how long, their load against their cap."""
    at_work = {one.id: one for one in session.ask(operators.at_work, session.now())}
    session.output.table(
        [
            *(_("Number"), _("Login"), _("Role"), _("Status"), _("Time"), _("Load")),
            *(_("Skills"), _("E-mail"), _("Name")),
        ],
        [
            [
                str(row.id),
                row.login or "-",
                row.role,
                *_doing(session, at_work.get(row.id)),
                row.email or "-",
                row.name,
            ]
            for row in session.operators
        ],
    )


def absence_object(row: AbsenceRow) -> Item:
    """An absence; without a substitute the queue stands in."""
    return {
        "number": row.id,
        "operator": row.operator,
        "from": utc_text(row.since),
        "until": utc_text(row.until),
        "substitute": row.substitute,
    }


def tell_absences(session: Session, rows: Iterable[AbsenceRow]) -> None:
    """A line for each absence."""
    zone = session.settings.zone
    session.output.table(
        [_("Number"), _("From"), _("Until"), _("Substitute"), _("Operator")],
        [
            [
                str(row.id),
                local_text(row.since, zone),
                local_text(row.until, zone),
                row.substitute or "-",
                row.operator,
            ]
            for row in rows
        ],
    )


def time_objects(session: Session, spent: Iterable[tuple[int, str, int]]) -> list[Item]:
    """How long each operator had each status."""
    names = {row.id: row.name for row in session.operators}
    return [
        {"operator": names[operator], "status": status, "seconds": round(milliseconds / 1000)}
        for operator, status, milliseconds in spent
    ]


def _doing(session: Session, work: AtWork | None) -> list[str]:
    if work is None:
        return ["-"] * 4
    status = status_name(work.status)
    if work.away_until is not None:
        status = _("absent")
    since = "-" if work.since is None else time_text(session.now() - work.since)
    return [status, since, f"{work.load}/{work.cap}", " ".join(work.skills) or "-"]
