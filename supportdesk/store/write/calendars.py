"""Business calendars for what is being written, and how they are changed (F94)."""

from sqlalchemy import Connection, delete, text

from supportdesk.domain.calendar import ALWAYS, Calendar
from supportdesk.domain.errors import NotFound
from supportdesk.store.read.calendars import CALENDARS, CalendarRow, calendar_of, calendar_row
from supportdesk.store.write import rows
from supportdesk.store.write.fields import Field, plain_text, presence
from supportdesk.store.write.tables import CALENDAR, SETTING
from supportdesk.store.write.transaction import Transaction

NO_DAYS = "[]"
"""What a calendar without special days keeps."""

_SETTING = "calendar"
"""The fact about the store that names its default calendar."""

_DEFAULT = text(
    f"{CALENDARS} WHERE NOT withdrawn"
    " AND c.id = (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'calendar')"
)
_BY_ID = text(f"{CALENDARS} WHERE c.id = :id")
_PRESENT = text(f"{CALENDARS} WHERE NOT withdrawn ORDER BY c.name, c.id")
_KEEP = text(
    "INSERT INTO setting(name, value) VALUES (:name, :value)"
    " ON CONFLICT(name) DO UPDATE SET value = excluded.value"
)


def default_calendar(connection: Connection) -> Calendar:
    """The calendar the desk goes by; every hour counts where it has none."""
    found = connection.execute(_DEFAULT).first()
    return ALWAYS if found is None else calendar_of(calendar_row(tuple(found)))


def calendar_by_id(connection: Connection, calendar: int) -> Calendar:
    """A calendar, also one that is withdrawn. Raises NotFound("calendar.missing")."""
    return calendar_of(kept_calendar(connection, calendar))


def kept_calendar(connection: Connection, calendar: int) -> CalendarRow:
    """A calendar as it is kept. Raises NotFound("calendar.missing")."""
    found = connection.execute(_BY_ID, {"id": calendar}).first()
    if found is None:
        raise NotFound("calendar.missing", number=calendar)
    return calendar_row(tuple(found))


def present_calendars(connection: Connection) -> list[CalendarRow]:
    """All calendars that are not withdrawn, by name."""
    return [calendar_row(tuple(found)) for found in connection.execute(_PRESENT)]


def make_calendar(transaction: Transaction) -> int:
    """A new calendar without hours."""
    return rows.insert_row(
        transaction.connection, CALENDAR, uuid=transaction.fresh_uuid(), name="", zone="", hours=""
    )


def _read_default(transaction: Transaction, _desk: int, _detail: str) -> str | None:
    found: str | None = transaction.connection.execute(
        text("SELECT value FROM setting WHERE name = :name"), {"name": _SETTING}
    ).scalar_one_or_none()
    return found


def _write_default(transaction: Transaction, _desk: int, _detail: str, value: str | None) -> None:
    if value is None:
        transaction.connection.execute(delete(SETTING).where(SETTING.c.name == _SETTING))
    else:
        transaction.connection.execute(_KEEP, {"name": _SETTING, "value": value})


FIELDS = {
    ("calendar", "name"): plain_text("calendar", "name"),
    ("calendar", "days"): plain_text("calendar", "days"),
    ("calendar", "present"): presence("calendar"),
    ("desk", "calendar"): Field(_read_default, _write_default),
}
