"""`calendar day`, `import`, `apply`, `export`: special days of calendars, and whole calendars."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli.calendar_files import (
    apply_calendar,
    calendars_text,
    changes_of,
    read_calendars,
)
from supportdesk.cli.calendar_texts import calendar_object, chosen_calendar
from supportdesk.cli.parameters import session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.domain.action import CalendarDay, SaveCalendar
from supportdesk.domain.day_reading import read_day
from supportdesk.domain.errors import Invalid
from supportdesk.domain.working_hours import day_written
from supportdesk.i18n import choose_language, ngettext
from supportdesk.i18n import gettext as _
from supportdesk.objects.receipts import receipt_object
from supportdesk.store.read import calendars
from supportdesk.store.read.calendars import CalendarRow, calendar_of

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name or number of the calendar."))]
File = Annotated[Path, typer.Argument(metavar="FILE", help=_("A TOML file."))]
Source = Annotated[
    str,
    typer.Argument(metavar="COUNTRY|FILE", help=_("UA, RU, DE-BY …, or an iCalendar file.")),
]
Years = Annotated[
    list[int] | None, typer.Argument(metavar="YEAR", min=1900, max=2200, help=_("Of these years."))
]
Category = Annotated[
    list[str] | None,
    typer.Option("--category", help=_("Kind of holidays: public, workday, bank …; repeatable.")),
]


def add_to(group: typer.Typer) -> None:
    """Add the commands of this file."""
    group.command("day", help=_("Give a day hours of its own, close it, or make it usual again."))(
        day
    )
    group.command(
        "import",
        help=_("Take in the holidays of a country, or of an iCalendar file, as closed days."),
        epilog=_(
            "Days that are special already stay as they are. Of a file, days that repeat every"
            " year are taken for the years named, else for this year and the next. In Ukraine"
            " holidays are worked at present; if not at your desk: --category workday"
        ),
    )(bring_in)
    group.command(
        "apply", help=_("Make the calendars of a TOML file, or change those of the same name.")
    )(apply)
    group.command("export", help=_("Write the calendars as the TOML file that apply reads."))(
        export
    )


def day(
    context: typer.Context,
    name: Name,
    when: Annotated[str, typer.Argument(metavar="DAY", help=_("2026-12-31, 31.12, tomorrow …"))],
    *,
    hours: Annotated[
        str | None, typer.Option("--hours", help=_("Its hours: 9-13, or 9-13, 14-18."))
    ] = None,
    closed: Annotated[bool, typer.Option("--closed", help=_("It has no hours."))] = False,
    remove: Annotated[bool, typer.Option("--remove", help=_("It is usual again."))] = False,
    title: Annotated[str, typer.Option("--name", help=_("What day it is."))] = "",
) -> None:
    """Make one day special, or usual again."""
    session = session_of(context)
    row = chosen_calendar(session, name)
    date = read_day(when, session.clock(), calendar_of(row).zone)
    if (hours is not None) + closed + remove != 1 or (hours is not None and not hours.strip()):
        raise Invalid("calendar.day_unclear", day=date.isoformat())
    if remove:
        action = SaveCalendar(row.name, row.id, usual=(date,))
        said = _("{day} is usual again in {name}.")
    else:
        action = SaveCalendar(row.name, row.id, days=(CalendarDay(date, hours or "", title),))
        said = (
            _("{day} is closed in {name}.") if closed else _("{day} has its own hours in {name}.")
        )
    receipt = session.act(action)
    tell_receipt(session, receipt, said.format(day=date.isoformat(), name=row.name))


def bring_in(
    context: typer.Context,
    name: Name,
    source: Source,
    years: Years = None,
    *,
    category: Category = None,
) -> None:
    """Make holidays special days without hours, in one step to undo."""
    session = session_of(context)
    row = chosen_calendar(session, name)
    path = Path(source)
    if path.suffix or (path.exists() and not path.is_dir()):
        found, timed = _of_file(session, row, path, years or ())
    else:
        found, timed = _of_country(session, row, source.upper(), years or (), category or ()), 0
    known = calendar_of(row).days
    new = tuple(one for one in found if one.day not in known)
    item: dict[str, object] = {"added": len(new), "kept": len(found) - len(new), "timed": timed}
    if new:
        item = {**receipt_object(session.act(SaveCalendar(row.name, row.id, days=new))), **item}
    _tell_import(session, row, new, item)


def _of_file(
    session: Session, row: CalendarRow, path: Path, years: Sequence[int]
) -> tuple[list[CalendarDay], int]:
    from supportdesk.intake.ical import read_ical

    this = session.clock().astimezone(calendar_of(row).zone).year
    found = read_ical(path, years or (this, this + 1), only=bool(years))
    return [CalendarDay(date, "", title) for date, title in sorted(found.days.items())], found.timed


def _of_country(
    session: Session, row: CalendarRow, place: str, years: Sequence[int], categories: Sequence[str]
) -> list[CalendarDay]:
    """Holidays, and the days worked instead, with the hours of the first day of the week."""
    from supportdesk.intake.holiday_list import CODE, holiday_list

    if not CODE.fullmatch(place):
        raise Invalid("holidays.country", value=place)
    if not years:
        year = session.clock().year + 1
        raise Invalid("calendar.no_years", value=place, name=row.name, year=year)
    found = holiday_list(place, years, categories, choose_language(session.settings.language))
    week = calendar_of(row).hours
    usual = next(spans for spans in map(week.on, range(7)) if spans)
    worked = [
        CalendarDay(date, day_written(usual), _("worked instead of another day"))
        for date in found.worked
        if not week.on(date.weekday())
    ]
    return [*(CalendarDay(date, "", title) for date, title in found.closed.items()), *worked]


def _tell_import(
    session: Session, row: CalendarRow, new: Sequence[CalendarDay], item: dict[str, object]
) -> None:
    if session.as_json:
        days = [{"date": one.day.isoformat(), "hours": one.hours, "name": one.name} for one in new]
        session.output.item({"calendar": row.id, **item, "days": days})
        return
    closed = _("day off")
    for one in new:
        session.output.say(f"{one.day.isoformat()}  {one.hours or closed}  {one.name}")
    added = ngettext("{count} day is special now.", "{count} days are special now.", len(new))
    session.output.say(added.format(count=len(new)))
    kept, timed = int(str(item["kept"])), int(str(item["timed"]))
    if kept:
        said = ngettext("{count} was so already.", "{count} were so already.", kept)
        session.output.say(said.format(count=kept))
    if timed:
        said = ngettext(
            "{count} event with a time of day is left out.",
            "{count} events with a time of day are left out.",
            timed,
        )
        session.output.warn(said.format(count=timed))


def apply(
    context: typer.Context,
    file: File,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would change; change nothing."))
    ] = False,
) -> None:
    """Make calendars as a file has them; others stay. Each calendar is one step to undo."""
    session = session_of(context)
    wanted = read_calendars(file)
    session.open(create=not dry_run)
    for one in wanted:
        known = session.ask(calendars.calendar_named, one.name)
        changes = changes_of(one, known)
        receipt = {} if dry_run or not changes else apply_calendar(session, one, known)
        if session.as_json:
            session.output.item({**receipt, "name": one.name, "changes": list(changes)})
        else:
            told = ", ".join(changes) or _("is so already")
            session.output.say(f"{one.name}: {told}")


def export(context: typer.Context) -> None:
    """Write all calendars to standard output."""
    session = session_of(context)
    rows = session.ask(calendars.calendars)
    if session.as_json:
        for row in rows:
            session.output.item(calendar_object(session, row))
    else:
        print(calendars_text(rows), end="")
