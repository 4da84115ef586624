"""`calendar`: the hours in which time counts, with holidays and days worked instead (F94)."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from supportdesk.cli.calendar_texts import calendar_object, chosen_calendar
from supportdesk.cli.commands import calendar_days
from supportdesk.cli.parameters import PASS_OPTIONS, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.action import RemoveCalendar, SaveCalendar
from supportdesk.domain.duration import read_duration
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.moments import parse_boundary
from supportdesk.i18n import gettext as _
from supportdesk.i18n.work_names import time_text
from supportdesk.objects.times import utc_text
from supportdesk.store.read import calendars
from supportdesk.store.read.calendars import calendar_of
from supportdesk.texts.calendars import tell_calendar, tell_calendars

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name or number of the calendar."))]
From = Annotated[
    str, typer.Argument(metavar="FROM", help=_("A moment: 2026-03-01 14:00, a day, now, -7d."))
]
To = Annotated[str, typer.Argument(metavar="TO", help=_("A moment, as the first one."))]
Length = Annotated[str, typer.Argument(metavar="TIME", help=_("Working time: 16h, 1h30, 45m."))]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List the calendars; one is what the desk goes by."))(
        list_calendars
    )
    group.command("show", help=_("Show a calendar with its special days."))(show)
    group.command("save", help=_("Make a calendar, or change what is named of one."))(save)
    group.command("remove", help=_("Take a calendar away; undo brings it back."))(remove)
    calendar_days.add_to(group)
    group.command(
        "between", context_settings=PASS_OPTIONS, help=_("Say how much working time lies between.")
    )(between)
    group.command(
        "after", context_settings=PASS_OPTIONS, help=_("Say when so much working time has passed.")
    )(after)
    app.add_typer(
        group,
        name="calendar",
        help=_(
            "Business calendars: list, show, save, remove, day, import, apply, export, between,"
            " after."
        ),
        epilog=_(
            "Without a calendar every hour counts. Hours are those on the clocks of the zone;"
            " a shift that passes midnight belongs to the day on which it begins."
        ),
    )


def list_calendars(context: typer.Context) -> None:
    """List calendars by name."""
    session = session_of(context)
    rows = session.ask(calendars.calendars)
    if session.as_json:
        for row in rows:
            session.output.item(calendar_object(session, row))
    else:
        tell_calendars(session.output, rows)


def show(
    context: typer.Context,
    name: Name,
    *,
    past: Annotated[bool, typer.Option("--all", help=_("Also the special days gone by."))] = False,
) -> None:
    """Show a calendar."""
    session = session_of(context)
    row = chosen_calendar(session, name)
    if session.as_json:
        session.output.item(calendar_object(session, row))
    else:
        tell_calendar(session.output, row, session.clock(), past=past)


def save(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("A new name, or one there is."))],
    *,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="ZONE", help=_("Such as Europe/Kyiv."))
    ] = None,
    hours: Annotated[
        str | None,
        typer.Option("--hours", help=_("Of a week: 'mon-fri 9-13, mon-fri 14-18', 24x7.")),
    ] = None,
    new_name: Annotated[str | None, typer.Option("--name", help=_("A new name."))] = None,
    default: Annotated[
        bool | None,
        typer.Option("--default/--no-default", help=_("Whether the desk goes by it.")),
    ] = None,
) -> None:
    """Make a calendar, or change what is named of one; the first one is the desk's default."""
    session = session_of(context)
    session.open(create=True)
    known = session.ask(calendars.calendar_named, name)
    receipt = session.act(
        SaveCalendar(
            new_name or (name if known is None else known.name),
            None if known is None else known.id,
            zone,
            hours,
            default=default,
        )
    )
    tell_receipt(session, receipt, _saved(session, receipt.calendar))


def _saved(session: Session, number: int | None) -> str:
    row = chosen_calendar(session, str(number))
    said = _("The calendar {name} is kept.")
    if row.is_default:
        said = _("The calendar {name} is kept. The desk goes by it.")
    return said.format(name=row.name)


def remove(context: typer.Context, name: Name) -> None:
    """Take a calendar away that nothing goes by."""
    session = session_of(context)
    row = chosen_calendar(session, name)
    receipt = session.act(RemoveCalendar(row.id))
    tell_receipt(session, receipt, _("The calendar {name} is gone.").format(name=row.name))


def between(context: typer.Context, name: Name, begin: From, end: To) -> None:
    """Say how much working time there is from one moment to another."""
    session = session_of(context)
    row = chosen_calendar(session, name)
    first, last = _moment(session, begin), _moment(session, end)
    worked = calendar_of(row).between(first, last) // timedelta(milliseconds=1)
    if session.as_json:
        item = {"calendar": row.name, "from": _utc(first), "to": _utc(last)}
        session.output.item({**item, "milliseconds": worked})
    else:
        session.output.say(time_text(worked))


def after(context: typer.Context, name: Name, begin: From, length: Length) -> None:
    """Say when so much working time has passed since a moment."""
    session = session_of(context)
    row = chosen_calendar(session, name)
    first, worked = _moment(session, begin), read_duration(length)
    due = calendar_of(row).after(first, timedelta(milliseconds=worked))
    if session.as_json:
        item = {"calendar": row.name, "from": _utc(first), "milliseconds": worked}
        session.output.item({**item, "at": _utc(due)})
    else:
        session.output.say(local_text(to_milliseconds(due), session.settings.zone))


def _moment(session: Session, typed: str) -> datetime:
    return parse_boundary(typed, session.clock(), session.settings.zone)[0]


def _utc(moment: datetime) -> str:
    return utc_text(to_milliseconds(moment))
