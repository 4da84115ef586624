"""Tickets on which nobody of ours has spoken for long, in working hours (R2, F98)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.console.reading import Reading
from supportdesk.domain.action import AddNote, ChangeOption, Reply, SaveCalendar, SetState
from supportdesk.domain.calendar import Calendar
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.errors import Invalid
from supportdesk.domain.sla.silence import READY, silent_before
from supportdesk.domain.template import check_template
from supportdesk.domain.views import BUILT_IN
from supportdesk.domain.working_hours import parse_hours
from supportdesk.store.read import search
from tests.small_desk import SmallDesk

OFFICE = Calendar("Office", ZoneInfo("Europe/Kyiv"), parse_hours("mon-fri 9-18"))


def silent(small: SmallDesk) -> list[int]:
    """The tickets of the view."""
    reading = Reading(small.desk, small.petro, UTC)
    return list(small.desk.ask(search.numbers, reading.query(BUILT_IN["silent"])))


def test_who_has_heard_nothing_for_eight_hours_is_to_hear(small: SmallDesk) -> None:
    number, new = small.ticket(), small.ticket()
    small.act(Reply(number, "We look into it.", 10**9))
    small.clock.forward(hours=7)
    small.act(AddNote(number, "A note is not for the client."))
    assert silent(small) == []
    small.clock.forward(hours=1.1)
    assert silent(small) == [number]
    small.act(Reply(number, "Still at it.", 10**9))
    assert silent(small) == []
    small.clock.forward(hours=9)
    small.act(SetState(number, "waiting"))
    assert silent(small) == []
    assert small.row(new).state == "new"


def test_hours_are_those_of_the_desks_calendar_and_its_option(small: SmallDesk) -> None:
    small.act(SaveCalendar("Office", zone="UTC", hours="mon-fri 9-17"), by=small.olga)
    number = small.ticket()
    small.act(Reply(number, "We look into it.", 10**9))
    small.clock.now = datetime(2026, 3, 3, 8, 59, tzinfo=UTC)
    assert silent(small) == []
    small.clock.now = datetime(2026, 3, 3, 9, 1, tzinfo=UTC)
    assert silent(small) == [number]
    small.act(ChangeOption("silence_hours", "12"), by=small.olga)
    assert silent(small) == []
    small.clock.now = datetime(2026, 3, 3, 13, 1, tzinfo=UTC)
    assert silent(small) == [number]


@pytest.mark.parametrize("value", ["0", "201", "soon", "-1", "1.5"])
def test_hours_that_are_none_are_refused(small: SmallDesk, value: str) -> None:
    with pytest.raises(Invalid, match=r"option\.value"):
        small.act(ChangeOption("silence_hours", value), by=small.olga)


@given(st.integers(0, 60 * 24 * 40), st.integers(1, 200))
def test_so_much_work_lies_between(minutes: int, hours: int) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=minutes)
    before = from_milliseconds(silent_before(OFFICE, hours, now))
    slack = OFFICE.between(before, now) - timedelta(hours=hours)
    assert timedelta() <= slack <= timedelta(seconds=1)


@pytest.mark.parametrize(("language", "text"), READY)
def test_the_ready_text_can_be_filled_in(language: str, text: str) -> None:
    assert check_template(text) is not None
    assert language in {"en", "ru", "uk"}
