"""Time on tickets: counted, added, corrected with a reason, taken back (F42)."""

import pytest

from supportdesk.domain.action import AddTime, CorrectTime, Redo, Undo
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.domain.memory import SpendTime
from supportdesk.domain.time_spent import MINUTE, QUARTER, Spell
from supportdesk.store.read import health, tickets, times
from supportdesk.store.write import times as written
from tests.small_desk import SmallDesk

AT = 100 * QUARTER


def minutes(small: SmallDesk, ticket: int, operator: int | None = None) -> int:
    """The time on a ticket, in minutes."""
    return small.desk.ask(times.total, ticket, operator) // MINUTE


def counted(small: SmallDesk, ticket: int, work: str = "reading", spent: int = 10) -> None:
    """A console has counted these minutes."""
    spell = Spell(ticket, work, AT, spent * MINUTE)
    small.desk.remember(SpendTime(small.petro, (spell,)))


def test_counted_time_adds_up_and_leaves_no_event(small: SmallDesk) -> None:
    number = small.ticket()
    before = small.desk.ask(tickets.change_number)
    counted(small, number)
    counted(small, number)
    counted(small, number, "reply", 5)
    assert minutes(small, number) == 25
    assert minutes(small, number, small.petro) == 25
    assert minutes(small, number, small.olga) == 0
    assert small.desk.ask(tickets.change_number) == before


def test_time_is_counted_on_tickets_alone(small: SmallDesk) -> None:
    with pytest.raises(NotFound) as refusal:
        counted(small, 99_999)
    assert (refusal.value.code, refusal.value.parameters) == ("ticket.missing", {"number": 99_999})


@pytest.mark.parametrize(
    ("spell", "code"),
    [
        (Spell(1, "reading", 1 << 61, MINUTE), "number.too_large"),
        (Spell(1, "reading", -1, MINUTE), "number.too_large"),
        (Spell(1, "reading", AT, 1 << 61), "number.too_large"),
        (Spell(1, "reading", AT, -MINUTE), "number.too_large"),
        (Spell(1, "sleeping", AT, MINUTE), "time.work"),
    ],
)
def test_time_that_nobody_can_have_counted_is_not_kept(
    small: SmallDesk, spell: Spell, code: str
) -> None:
    number = small.ticket()
    counted(small, number)
    with pytest.raises(Invalid) as refusal:
        small.desk.remember(SpendTime(small.petro, (Spell(number, "reply", AT, MINUTE), spell)))
    assert refusal.value.code == code
    assert minutes(small, number) == 10


def test_what_names_nothing_is_no_trouble_of_the_store(small: SmallDesk) -> None:
    """Whichever rule forgot to look: it is not the store that is damaged, and no path is told."""
    spells = (Spell(99_999, "reading", AT, MINUTE),)
    with (
        pytest.raises(NotFound) as refusal,
        small.desk._open_writer().transaction() as connection,
    ):
        written.count(connection, small.petro, spells)
    assert (refusal.value.code, refusal.value.parameters) == ("reference.missing", {})


def test_time_is_added_corrected_and_taken_back_exactly(small: SmallDesk) -> None:
    number = small.ticket()
    counted(small, number)
    added = small.act(AddTime(number, 15 * MINUTE, "at the client's", "reading")).envelope
    assert minutes(small, number) == 25
    small.act(CorrectTime(number, 5 * MINUTE, "the phone rang", "reading"))
    assert minutes(small, number) == 5
    counted(small, number, spent=2)
    assert minutes(small, number) == 7
    with pytest.raises(Refused) as refusal:
        small.act(Undo(added))
    assert refusal.value.code == "undo.later_change"
    assert refusal.value.parameters["event"] is not None
    small.act(Undo())
    assert minutes(small, number) == 27
    small.act(Redo())
    assert minutes(small, number) == 7
    small.act(Undo())
    small.act(Undo(added))
    assert minutes(small, number) == 12
    entries = small.desk.ask(times.entries, times.Sought(number))
    assert {(one.source, one.milliseconds // MINUTE) for one in entries} == {("timer", 12)}


def test_a_correction_is_never_done_again_below_nothing(small: SmallDesk) -> None:
    number = small.ticket()
    added = small.act(AddTime(number, 20 * MINUTE, "call", "call")).envelope
    small.act(CorrectTime(number, 5 * MINUTE, "shorter", "call"))
    undone = small.act(Undo()).envelope
    small.act(Undo(added))
    with pytest.raises(Refused, match=r"time\.below_zero"):
        small.act(Redo(undone))
    assert minutes(small, number) == 0
    assert [
        one.check for one in small.desk.ask(lambda c: [*health.findings(c)]) if one.faults
    ] == []


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (AddTime(1, 0, "x"), "time.added"),
        (AddTime(1, 1441 * MINUTE, "x"), "time.added"),
        (CorrectTime(1, -1, "x"), "time.in_all"),
        (AddTime(1, MINUTE, "  "), "time.reason"),
        (AddTime(1, MINUTE, "x" * 501), "time.reason"),
        (AddTime(1, MINUTE, "x", "sleeping"), "time.work"),
    ],
)
def test_what_makes_no_sense_is_refused(
    small: SmallDesk, action: AddTime | CorrectTime, code: str
) -> None:
    small.ticket()
    with pytest.raises(Invalid) as refusal:
        small.act(action)
    assert refusal.value.code == code


def test_a_lead_enters_anybodys_time_and_others_their_own(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused, match=r"time\.not_own"):
        small.act(AddTime(number, MINUTE, "x", operator=small.olga))
    small.act(AddTime(number, MINUTE, "x", operator=small.petro), by=small.olga)
    assert minutes(small, number, small.petro) == 1
    [entry] = small.desk.ask(times.entries, times.Sought(number))
    assert (entry.operator, entry.author) == ("Petro", "Olga")


def test_a_period_is_cut_at_quarters(small: SmallDesk) -> None:
    number = small.ticket()
    counted(small, number)
    found = times.Sought(since=AT, until=AT + 1)
    assert len(small.desk.ask(times.entries, found)) == 1
    assert small.desk.ask(times.entries, times.Sought(since=AT + 1)) == []
    assert small.desk.ask(times.entries, times.Sought(until=AT)) == []
