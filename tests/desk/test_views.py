"""Saved views: who may change which, whose digit holds, and undo; taking the next ticket."""

import sqlite3
from datetime import UTC

import pytest

from supportdesk.domain.action import (
    Assign,
    DeleteView,
    Redo,
    Reply,
    SaveView,
    SaveViews,
    SetPriority,
    TakeNext,
    Undo,
)
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import ArrangeViews, MarkOpened, MarkSeen
from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.views import Place
from supportdesk.store.read import search, threads, views
from supportdesk.store.read.rows import ViewRow
from tests.reading import file_of
from tests.small_desk import SmallDesk


def seen_by(small: SmallDesk, who: int) -> dict[str, ViewRow]:
    """The views somebody has, by name."""
    return {row.name: row for row in small.desk.ask(views.saved, who)}


def test_a_view_keeps_everything_and_undo_takes_each_change_back(small: SmallDesk) -> None:
    made = small.act(
        SaveView("Refunds", "tag:refund", "-created", "queue", ("owner", "tags"), digit=6)
    )
    row = seen_by(small, small.petro)["Refunds"]
    assert made.view == row.id
    assert (row.query, row.sort, row.group_by, row.digit) == ("tag:refund", "-created", "queue", 6)
    assert row.columns == ("owner", "tags")
    small.act(SaveView("Money back", "tag:refund,money", view=row.id))
    assert seen_by(small, small.petro)["Money back"].sort == ""
    small.act(Undo())
    assert seen_by(small, small.petro) == {"Refunds": row}
    small.act(DeleteView(row.id))
    assert seen_by(small, small.petro) == {}
    small.act(Undo())
    small.act(Redo())
    small.act(Undo())
    small.act(Undo())
    assert seen_by(small, small.petro) == {}


def test_everybody_has_the_views_of_the_team_and_leads_alone_change_them(small: SmallDesk) -> None:
    team = small.act(SaveView("Team", "owner:me", scope="team"), by=small.olga).view
    role = small.act(SaveView("New", "messages=1", scope="role", role="trainee"), by=small.olga)
    own = small.act(SaveView("Own", "kind:praise")).view
    assert team
    assert own
    assert seen_by(small, small.petro).keys() == {"Team", "Own"}
    assert seen_by(small, small.tamar).keys() == {"Team", "New"}
    assert seen_by(small, small.olga).keys() == {"Team", "New"}
    for command, code in (
        (SaveView("Team", "x", view=team), "view.not_shared"),
        (DeleteView(team), "view.not_shared"),
        (SaveView("Mine now", "x", view=team), "view.not_shared"),
        (SaveView("T2", "x", scope="team"), "view.not_shared"),
        (SaveView("Own", "x", scope="team", view=own), "view.not_shared"),
        (DeleteView(role.view or 0), "view.not_shared"),
    ):
        with pytest.raises(DeskError) as refused:
            small.act(command)
        assert refused.value.code == code, command
    for command in (SaveView("Own", "x", view=own), DeleteView(own)):
        with pytest.raises(DeskError) as refused:
            small.act(command, by=small.olga)
        assert refused.value.code == "saved_view.missing"
    small.act(SaveView("Team", "owner:nobody", scope="team", view=team), by=small.olga)
    assert seen_by(small, small.tamar)["Team"].query == "owner:nobody"


def test_a_digit_goes_from_one_view_to_another_in_one_step(small: SmallDesk) -> None:
    small.act(SaveView("Team", "a", scope="team", digit=6), by=small.olga)
    small.act(SaveView("First", "a", digit=6))
    small.act(SaveView("Second", "b", digit=6))
    digits = {name: row.digit for name, row in seen_by(small, small.petro).items()}
    assert digits == {"Team": 6, "First": None, "Second": 6}
    small.act(Undo())
    digits = {name: row.digit for name, row in seen_by(small, small.petro).items()}
    assert digits == {"Team": 6, "First": 6}


def test_undo_gives_no_two_views_one_name_or_key(small: SmallDesk) -> None:
    first = small.act(SaveView("First", "a", digit=6))
    assert first.view
    deleted = small.act(DeleteView(first.view))
    second = small.act(SaveView("first", "b"))
    assert second.view
    with pytest.raises(DeskError) as refused:
        small.act(Undo(deleted.envelope))
    assert refused.value.code == "undo.view_name_taken"
    assert refused.value.parameters["event"]
    small.act(SaveView("Second", "b", digit=6, view=second.view))
    with pytest.raises(DeskError) as refused:
        small.act(Undo(deleted.envelope))
    assert refused.value.code == "undo.view_key_taken"
    assert seen_by(small, small.petro).keys() == {"Second"}
    small.act(SaveView("Second", "b", digit=7, view=second.view))
    small.act(Undo(deleted.envelope))
    assert {r.digit for r in seen_by(small, small.petro).values()} == {6, 7}


def test_redo_gives_no_two_views_one_name(small: SmallDesk) -> None:
    renamed = small.act(SaveView("First", "a")).view
    small.act(SaveView("Other", "a", view=renamed))
    undone = small.act(Undo())
    small.act(SaveView("Other", "b"))
    with pytest.raises(DeskError) as refused:
        small.act(Redo(undone.envelope))
    assert refused.value.code == "undo.view_name_taken"
    assert seen_by(small, small.petro).keys() == {"First", "Other"}


def test_several_views_are_saved_together_or_not_at_all(small: SmallDesk) -> None:
    with pytest.raises(DeskError) as refused:
        small.act(SaveViews((SaveView("A", "a"), SaveView("B", "shoe:size"))))
    assert (refused.value.code, refused.value.parameters["place"]) == ("query.unknown_field", 2)
    with pytest.raises(DeskError):
        small.act(SaveViews((SaveView("A", "a"), SaveView("B", "b", scope="team"))))
    assert seen_by(small, small.petro) == {}
    small.act(SaveViews((SaveView("A", "a"), SaveView("B", "b"))))
    small.act(Undo())
    assert seen_by(small, small.petro) == {}
    small.act(Redo())
    assert seen_by(small, small.petro).keys() == {"A", "B"}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (SaveView(" ", "a"), "view.empty"),
        (SaveView("A", " "), "view.empty"),
        (SaveView("A" * 61, "a"), "view.name_too_long"),
        (SaveView("A", "nosuch:field"), "query.unknown_field"),
        (SaveView("A", "a", sort="-shoe"), "view.unknown_sort"),
        (SaveView("A", "a", group_by="subject"), "view.unknown_group"),
        (SaveView("A", "a", columns=("owner", "shoe")), "view.unknown_column"),
        (SaveView("A", "a", scope="all"), "view.unknown_scope"),
        (SaveView("A", "a", digit=10), "view.unknown_digit"),
        (SaveView("Mine", "a"), "view.name_taken"),
        (SaveView("taken", "a"), "view.name_taken"),
        (SaveView("A", "a", view=99), "saved_view.missing"),
        (SaveView("A", "a " * 999 + "b", group_by="owner"), "query.too_long"),
    ],
)
def test_what_no_view_can_be_is_refused(small: SmallDesk, command: SaveView, code: str) -> None:
    small.act(SaveView("Taken", "a"))
    with pytest.raises(DeskError) as refused:
        small.act(command)
    assert refused.value.code == code
    assert seen_by(small, small.petro).keys() == {"Taken"}


def test_events_of_views_hold_no_words(small: SmallDesk) -> None:
    small.act(SaveView("Oksana's invoices", "client:oksana"))
    kept = small.desk.ask(lambda c: c.execute("SELECT before, after FROM event").fetchall())
    assert "ksana" not in str(kept)


def test_places_are_personal(small: SmallDesk) -> None:
    places = (Place("all"), Place("mine", hidden=True))
    small.desk.remember(ArrangeViews(small.petro, places))
    assert small.desk.ask(views.places, small.petro) == list(places)
    assert small.desk.ask(views.places, small.olga) == []
    small.desk.remember(ArrangeViews(small.petro, ()))
    assert small.desk.ask(views.places, small.petro) == []


def test_the_last_fifty_opened_are_remembered_newest_first(small: SmallDesk) -> None:
    numbers = [small.ticket() for _n in range(52)]
    for number in [*numbers, numbers[10]]:
        small.desk.remember(MarkOpened(small.petro, number))
    found = small.desk.ask(views.opened_last, small.petro)
    assert found == [numbers[10], *(n for n in reversed(numbers) if n != numbers[10])][:50]
    assert small.desk.ask(views.opened_last, small.olga) == []


def test_new_messages_are_those_since_my_last_look(small: SmallDesk) -> None:
    number = small.ticket()
    assert small.row(number).new_messages == 1
    seen = small.desk.ask(threads.messages, number)[-1].id
    small.desk.remember(MarkSeen(small.petro, number, seen))
    assert (small.row(number).new_messages, small.row(number).unread) == (0, False)
    assert small.row(number, small.olga).new_messages == 1


def test_every_list_has_the_one_order(small: SmallDesk) -> None:
    numbers = [small.ticket() for _n in range(8)]
    for n, number in enumerate(numbers):
        small.act(SetPriority(number, (1, 3, 0, 2)[n % 4]))
        if n % 3 == 0:
            small.act(Reply(number, "Yes", 10**9))
    with sqlite3.connect(file_of(small.desk)) as plain:
        plain.execute("UPDATE ticket SET due_at = 9000 - id * 1000 WHERE id % 2")
    plain.close()
    rows = [small.row(number) for number in numbers]
    never = 1 << 62
    wanted = [
        row.number
        for row in sorted(
            rows,
            key=lambda row: (
                row.priority != 3,
                never if row.due_at is None else row.due_at,
                never if row.waiting_since is None else row.waiting_since,
                row.number,
            ),
        )
    ]
    assert len({tuple(numbers), tuple(wanted)}) == 2
    for written in ("-category:done wake:none", "category:new,active", "priority>=low", "number>0"):
        query = parse_query(written, now=small.clock(), zone=UTC, me=small.petro)
        assert list(small.desk.ask(search.numbers, query)) == wanted, written


def test_take_next_takes_the_first_of_the_one_order_that_nobody_has(small: SmallDesk) -> None:
    low, high, taken = small.ticket(), small.ticket(), small.ticket()
    small.act(SetPriority(high, 3))
    small.act(SetPriority(taken, 3))
    small.act(Assign(taken, small.olga))
    assert small.act(TakeNext()).tickets == (high,)
    assert small.row(high).owner_id == small.petro
    assert small.row(high).state == "open"
    assert small.act(TakeNext(), by=small.olga).tickets == (low,)
    with pytest.raises(DeskError) as refused:
        small.act(TakeNext())
    assert refused.value.code == "ticket.none_to_take"
    small.act(Undo())
    assert small.row(high).owner_id is None
