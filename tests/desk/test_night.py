"""A night without any console: what time brings is done once and at its time, whoever comes when.

Done by a process that looks every few minutes, by one look in the morning, and by the first change
of the morning, it leaves the same history.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from supportdesk.domain.action import (
    AddNote,
    Assign,
    PolicyTarget,
    Reply,
    SaveCalendar,
    SavePolicy,
    SendLater,
    SetDealing,
    SetState,
    SetStatus,
    Snooze,
)
from supportdesk.domain.envelope import to_milliseconds
from tests.small_desk import SmallDesk

EVENING = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
MORNING = EVENING + timedelta(hours=14, minutes=30)


def evening(small: SmallDesk) -> dict[str, int]:
    """A desk at its end of work: what is planned for the night, and the tickets by name."""
    small.clock.now = EVENING
    small.act(SaveCalendar("Day and night", zone="UTC", hours="mon-sun 0-24"), by=small.olga)
    targets = (PolicyTarget("normal", "resolution", 120),)
    small.act(SavePolicy("All", targets=targets), by=small.olga)
    tickets = {name: small.ticket(name) for name in ("asleep", "waits", "late", "later")}
    small.act(Assign(tickets["asleep"], small.olga), by=small.olga)
    small.act(Snooze(tickets["asleep"], small.clock() + timedelta(hours=5)), by=small.olga)
    small.act(SetState(tickets["waits"], "waiting"), "waiting_unanswered")
    later = Reply(tickets["later"], "Good morning!", 10**6)
    small.act(SendLater(later, small.clock() + timedelta(hours=9)), by=small.olga)
    small.act(SetDealing(small.first_line, "balanced", take_back=15), by=small.olga)
    small.act(SetStatus("available"))
    tickets["dealt"] = small.ticket("dealt")
    return tickets


def by_looks(small: SmallDesk) -> None:
    """Somebody works for the store all night."""
    while small.clock() < MORNING:
        small.clock.forward(minutes=7)
        small.desk.work()


def by_one_look(small: SmallDesk) -> None:
    """The first console of the morning."""
    small.clock.now = MORNING
    small.desk.work()


def by_a_change(small: SmallDesk) -> None:
    """The first command of the morning."""
    small.clock.now = MORNING
    small.act(AddNote(1, "Good morning"), by=small.olga)


def happened(small: SmallDesk) -> list[tuple[int, str, str | None, int]]:
    """What time has brought: ticket, field, value and moment, in the order of time."""
    return small.desk.ask(
        lambda c: c.execute(
            "SELECT e.ticket_id, e.field, e.after, e.at FROM event e"
            " JOIN envelope v ON v.id = e.envelope_id"
            " WHERE v.action LIKE 'due:%' AND v.action <> 'due:deal'"
            " ORDER BY e.at, e.ticket_id, e.field, e.after"
        ).fetchall()
    )


WAYS = (by_looks, by_one_look, by_a_change)


@pytest.fixture
def histories(make_desk: Callable[[str], SmallDesk]) -> dict[str, tuple[SmallDesk, dict[str, int]]]:
    """The same evening on three desks, and a night on each."""
    found = {}
    for way in WAYS:
        small = make_desk(f"{way.__name__}.desk")
        tickets = evening(small)
        way(small)
        found[way.__name__] = (small, tickets)
    return found


def test_whoever_comes_when_the_history_is_the_same(
    histories: dict[str, tuple[SmallDesk, dict[str, int]]],
) -> None:
    looks, one, change = (happened(small) for small, _tickets in histories.values())
    assert looks == one == change
    assert max(Counter(looks).values()) == 1, "each once"


@pytest.mark.parametrize("way", [way.__name__ for way in WAYS])
def test_everything_happened_at_its_time(
    histories: dict[str, tuple[SmallDesk, dict[str, int]]], way: str
) -> None:
    small, tickets = histories[way]
    brought = {(ticket, field): (after, at) for ticket, field, after, at in happened(small)}

    def hours(name: str, field: str) -> float:
        return (brought[tickets[name], field][1] - to_milliseconds(EVENING)) / 3_600_000

    assert hours("asleep", "wake_at") == pytest.approx(5, abs=0.01)
    assert hours("late", "sla.breached") == pytest.approx(2, abs=0.01)
    assert (tickets["waits"], "sla.breached") not in brought, "its clock stands still"
    assert hours("dealt", "owner_id") == pytest.approx(0.25, abs=0.01), "taken back after 15 min"
    assert brought[tickets["dealt"], "owner_id"][0] is None
    assert hours("later", "delivery") == pytest.approx(9, abs=0.01)
