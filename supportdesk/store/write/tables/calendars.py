"""Business calendars."""

from typing import ClassVar

from sqlmodel import Field

from supportdesk.store.write.tables.synchronised import Synchronised


class BusinessCalendar(Synchronised, table=True):
    """Hours of a week in a zone; `days` are those with hours of their own (`special_days`).

    They stand in one text: a calendar is read and changed whole, a hundred days in one event.
    """

    __tablename__: ClassVar[str] = "calendar"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    zone: str
    hours: str
    days: str = "[]"
    withdrawn: bool = False
