"""Tickets dealt to those who can take them, as due work and at once when something moves (R3)."""

from datetime import timedelta

import pytest

from supportdesk.domain.action import (
    AddNote,
    Assign,
    ChangeOption,
    ChangeTags,
    ClientReference,
    CreateTicket,
    MoveToQueue,
    SetDealing,
    SetDuties,
    SetPriority,
    SetState,
    SetStatus,
    Snooze,
    Undo,
)
from supportdesk.domain.assignment import Person
from supportdesk.domain.errors import Invalid, Refused, StoreTrouble
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read import dealing, threads
from tests.small_desk import SmallDesk


def dealt_desk(small: SmallDesk, mode: str = "balanced") -> SmallDesk:
    """The first line is dealt; everybody is offline still."""
    small.act(SetDealing(small.first_line, mode), by=small.olga)
    return small


def be(small: SmallDesk, who: int, status: str = "available") -> None:
    """Somebody says what they do."""
    small.act(SetStatus(status), by=who)


def owners(small: SmallDesk, *numbers: int) -> list[int | None]:
    """Who has each ticket."""
    return [small.row(number).owner_id for number in numbers]


def passes(small: SmallDesk) -> list[int]:
    """When passes are planned."""
    return small.desk.ask(
        lambda c: [at for (at,) in c.execute("SELECT at FROM due_work WHERE kind = 'deal'")]
    )


def test_a_desk_that_nobody_told_to_deals_nothing(small: SmallDesk) -> None:
    number = small.ticket()
    be(small, small.petro)
    small.clock.forward(minutes=5)
    small.desk.work()
    assert (owners(small, number), passes(small)) == ([None], [])


def test_who_becomes_available_is_dealt_up_to_the_cap(small: SmallDesk) -> None:
    numbers = [small.ticket() for _ in range(5)]
    dealt_desk(small)
    be(small, small.petro)
    assert owners(small, *numbers) == [small.petro] * 3 + [None] * 2
    assert [small.row(number).state for number in numbers] == ["open"] * 3 + ["new"] * 2
    small.act(SetState(numbers[1], "waiting"), "waiting_unanswered")
    assert owners(small, *numbers) == [small.petro] * 4 + [None]
    small.act(SetStatus("break"))
    small.act(SetState(numbers[0], "closed"))
    assert owners(small, numbers[4]) == [None]


def test_a_new_ticket_goes_to_who_has_most_room(small: SmallDesk) -> None:
    dealt_desk(small)
    be(small, small.petro)
    be(small, small.tamar)
    numbers = [of_client(small, n) for n in range(4)]
    assert owners(small, *numbers) == [small.petro, small.tamar] * 2
    small.act(SetDuties(small.tamar, caps=((1, 9),)), by=small.olga)
    assert owners(small, of_client(small, 9)) == [small.tamar]


def of_client(small: SmallDesk, n: int, tags: tuple[str, ...] = (), language: str = "") -> int:
    """A ticket of a client of its own."""
    who = ClientReference(f"Client {n}", f"client{n}@example.org")
    return small.act(CreateTicket(who, "Help", "Please.", tags=tags, language=language)).tickets[0]


def test_the_order_of_the_lists_is_the_order_of_dealing(small: SmallDesk) -> None:
    first, second, third, fourth = (of_client(small, n) for n in range(4))
    small.act(SetPriority(fourth, 3))
    small.act(AddNote(second, "first line"))
    dealt_desk(small)
    be(small, small.petro)
    assert owners(small, first, second, third, fourth) == [small.petro] * 2 + [None, small.petro]


def test_the_event_says_that_it_was_dealt_and_why(small: SmallDesk) -> None:
    dealt_desk(small)
    be(small, small.petro)
    first, second = small.ticket(), small.ticket()
    told = [
        (event.actor, event.rule, event.after)
        for number in (first, second)
        for event in small.desk.ask(threads.events, number)
        if event.field == "owner_id"
    ]
    assert told == [
        (None, "deal:balanced", str(small.petro)),
        (None, "deal:last_owner", str(small.petro)),
    ]


def test_the_client_comes_back_to_who_has_their_other_ticket(small: SmallDesk) -> None:
    first = small.ticket()
    small.act(Assign(first, small.tamar), by=small.olga)
    dealt_desk(small)
    be(small, small.petro)
    be(small, small.tamar)
    small.act(SetDealing(small.first_line, take_back=0), by=small.olga)
    second = small.ticket()
    assert owners(small, second) == [small.tamar]
    for number in (first, second):
        small.act(SetState(number, "waiting"), "waiting_unanswered", by=small.tamar)
    small.clock.forward(days=8)
    assert owners(small, small.ticket()) == [small.petro], "last changed too long ago"


def test_skills_of_queue_and_ticket_and_languages(small: SmallDesk) -> None:
    dealt_desk(small)
    small.act(SetDuties(small.petro, skills=("billing", "ru")), by=small.olga)
    small.act(SetDuties(small.tamar, skills=("UK",)), by=small.olga)
    be(small, small.petro)
    be(small, small.tamar)
    russian, ukrainian = of_client(small, 1, language="ru"), of_client(small, 2, language="uk-UA")
    billing, both = of_client(small, 3, ("skill:billing",)), of_client(small, 4, ("skill:vip",))
    assert owners(small, russian, ukrainian, billing, both) == [
        *(small.petro, small.tamar, small.petro, None)
    ]
    small.act(SetDealing(small.first_line, skills=("uk",)), by=small.olga)
    small.act(ChangeTags(both, remove=("skill:vip",)))
    small.clock.forward(seconds=10)
    small.desk.work()
    assert owners(small, both) == [small.tamar]


def test_only_the_queues_one_works(small: SmallDesk) -> None:
    dealt_desk(small)
    small.act(SetDuties(small.petro, queues=(small.billing,)), by=small.olga)
    be(small, small.petro)
    number = small.ticket()
    assert owners(small, number) == [None]
    small.act(MoveToQueue(number, small.billing))
    assert owners(small, number) == [None], "that queue is not dealt"
    small.act(SetDealing(small.billing, "round robin"), by=small.olga)
    assert owners(small, number) == [small.petro]


def test_asleep_tickets_are_no_load_and_wait_for_nobody(small: SmallDesk) -> None:
    numbers = [of_client(small, n) for n in range(5)]
    small.act(Snooze(numbers[0], small.clock() + timedelta(hours=1)))
    dealt_desk(small)
    be(small, small.petro)
    assert owners(small, *numbers) == [None] + [small.petro] * 3 + [None]
    small.act(Snooze(numbers[1], small.clock() + timedelta(hours=9)))
    assert owners(small, *numbers) == [None] + [small.petro] * 4
    small.act(SetState(numbers[2], "closed"))
    small.clock.forward(hours=1)
    small.desk.work()
    assert owners(small, numbers[0]) == [small.petro], "it woke, and was dealt"


def test_a_pass_is_planned_while_some_queue_is_dealt(small: SmallDesk) -> None:
    dealt_desk(small)
    assert len(passes(small)) == 1
    small.act(SetDealing(small.billing, "balanced"), by=small.olga)
    small.act(SetDealing(small.first_line, "off"), by=small.olga)
    assert len(passes(small)) == 1
    small.act(SetDealing(small.billing, "off"), by=small.olga)
    assert passes(small) == []
    small.act(Undo(), by=small.olga)
    assert len(passes(small)) == 1


def test_a_night_without_a_pass_is_one_pass_and_leaves_nothing(small: SmallDesk) -> None:
    dealt_desk(small)
    small.desk.work()
    kept = small.desk.ask(lambda c: c.execute("SELECT count(*) FROM envelope").fetchone())
    small.clock.forward(hours=12)
    assert small.desk.work().done == 1
    assert small.desk.work().done == 0
    assert kept == small.desk.ask(lambda c: c.execute("SELECT count(*) FROM envelope").fetchone())
    at = small.desk.next_due()
    assert at == int(small.clock().timestamp() * 1000) + 10_000


def test_an_untouched_ticket_is_taken_back_once_at_its_time(small: SmallDesk) -> None:
    dealt_desk(small)
    be(small, small.petro)
    number = small.ticket()
    be(small, small.tamar)
    small.clock.forward(hours=8)
    small.desk.work()
    assert owners(small, number) == [small.tamar], "not to the same again"
    returned = [e for e in small.desk.ask(threads.events, number) if e.rule == "take_back"]
    assert [(e.before, e.after) for e in returned] == [(str(small.petro), None)]
    made = small.desk.ask(threads.events, number)[0].at
    assert timedelta(minutes=15) == timedelta(milliseconds=returned[0].at - made)
    small.clock.forward(hours=8)
    small.desk.work()
    assert owners(small, number) == [None], "everybody has let it lie"


@pytest.mark.parametrize("touch", ["note", "state", "draft", "never", "other"])
def test_a_touched_ticket_stays(small: SmallDesk, touch: str) -> None:
    dealt_desk(small)
    if touch == "never":
        small.act(SetDealing(small.first_line, take_back=0), by=small.olga)
    be(small, small.petro)
    number = small.ticket()
    if touch == "note":
        small.act(AddNote(number, "called"))
    elif touch == "state":
        small.act(SetPriority(number, 2))
    elif touch == "draft":
        small.desk.remember(KeepDraft(small.petro, number, "reply", "Dear", 4, 0))
    elif touch == "other":
        small.act(Assign(number, small.tamar), by=small.olga)
    owner = owners(small, number)
    small.clock.forward(hours=8)
    small.desk.work()
    assert owners(small, number) == owner != [None]


def test_a_cap_set_by_hand_stops_also_where_nothing_is_dealt(small: SmallDesk) -> None:
    numbers = [of_client(small, n) for n in range(5)]
    for number in numbers[:4]:
        small.act(Assign(number, small.petro))
    small.act(ChangeOption("cap.1", "4"), by=small.olga)
    with pytest.raises(Refused) as stopped:
        small.act(Assign(numbers[4], small.petro))
    assert [(stop.name, stop.parameters) for stop in stopped.value.stops] == [
        ("cap", {"load": 4, "cap": 4})
    ]
    with pytest.raises(Refused, match=r"assign\.over_cap"):
        small.act(Assign(numbers[4], small.petro), "cap", by=small.tamar)
    small.act(Assign(numbers[4], small.petro), "cap")
    small.act(Assign(numbers[4], None))
    small.act(Assign(numbers[4], small.petro), by=small.olga)
    assert owners(small, numbers[4]) == [small.petro], "a lead may"


def test_who_may_set_what(small: SmallDesk) -> None:
    small.act(SetStatus("busy", small.petro), by=small.olga)
    with pytest.raises(Refused, match=r"status\.not_own"):
        small.act(SetStatus("busy", small.olga))
    with pytest.raises(Invalid, match=r"status\.unknown"):
        small.act(SetStatus("asleep"))
    for wrong in (
        SetDuties(small.petro, caps=((0, 3),)),
        SetDuties(small.petro, skills=("two words",)),
        SetDuties(small.petro, starts="25:00"),
        SetDealing(small.billing, "fair"),
        SetDealing(small.billing, take_back=-1),
        ChangeOption("cap.0", "3"),
        ChangeOption("cap.1", "1000"),
        ChangeOption("cap.1", "00000000001000"),
    ):
        with pytest.raises(Invalid):
            small.act(wrong, by=small.olga)


def test_the_time_in_each_status_is_kept(small: SmallDesk) -> None:
    be(small, small.petro)
    small.clock.forward(minutes=10)
    be(small, small.petro, "break")
    be(small, small.petro, "break")
    spans = small.desk.ask(
        lambda c: c.execute(
            "SELECT status, (to_at - from_at) / 1000, to_at IS NULL FROM operator_span"
            " WHERE operator_id = ? ORDER BY number",
            (small.petro,),
        ).fetchall()
    )
    assert spans == [("available", 601, 0), ("break", None, 1)]


def test_duties_are_undone_exactly(small: SmallDesk) -> None:
    small.act(SetDuties(small.petro, (small.billing,), ("uk",), ((1, 2),), "9:00"), by=small.olga)
    (petro,) = (one for one in people(small) if one.id == small.petro)
    assert duties(petro) == ([small.billing], ["uk"], {1: 2})
    small.act(Undo(), by=small.olga)
    (petro,) = (one for one in people(small) if one.id == small.petro)
    assert duties(petro) == ([], [], {})


def duties(person: Person) -> tuple[list[int], list[str], dict[int, int]]:
    """Queues, skills and caps."""
    return sorted(person.queues), sorted(person.skills), dict(person.caps)


def people(small: SmallDesk) -> list[Person]:
    """Everybody who can be dealt tickets."""
    return small.desk.ask(lambda c: dealing.people(dealing.on(c), 0, lambda _: False))


def test_who_is_planned_to_begin_soon_has_a_part_of_the_backlog(small: SmallDesk) -> None:
    small.act(SetDuties(small.tamar, starts="09:10"), by=small.olga)
    numbers = [of_client(small, n) for n in range(4)]
    dealt_desk(small)
    be(small, small.petro)
    assert owners(small, *numbers) == [small.petro, None, small.petro, None]
    be(small, small.tamar)
    assert owners(small, *numbers) == [small.petro, small.tamar, small.petro, small.tamar]


def test_what_is_kept_for_who_does_not_come_is_dealt_to_others(small: SmallDesk) -> None:
    small.act(SetDuties(small.tamar, starts="09:10"), by=small.olga)
    numbers = [of_client(small, n) for n in range(3)]
    dealt_desk(small)
    be(small, small.petro)
    assert owners(small, *numbers) == [small.petro, None, small.petro]
    small.clock.forward(minutes=25)
    small.desk.work()
    assert small.petro in owners(small, numbers[1])


def test_a_pass_that_cannot_be_written_takes_no_change_back(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dealt_desk(small)
    be(small, small.petro)

    def full(*_: object) -> None:
        raise StoreTrouble("store.full", path="x")

    with monkeypatch.context() as broken:
        broken.setattr("supportdesk.desk.due_work.work", full)
        number = small.ticket()
    assert owners(small, number) == [None]
    small.desk.work()
    assert owners(small, number) == [small.petro]
