"""The pile of an import: what belongs together is found, and nothing of it stays."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.domain.errors import StoreTrouble
from supportdesk.store.pile import Pile


def test_parts_are_found_by_their_owner_in_order() -> None:
    with Pile() as pile:
        for number in (3, 1, 2):
            pile.keep("comment", number, {"id": number}, f"file:{number}", owner=number % 2)
        assert [one["id"] for one in pile.of("comment", 1)] == [1, 3]
        assert pile.of("audit", 1) == []
        assert pile.get("comment", 2) == {"id": 2}
        assert pile.get("comment", None) is None


def test_of_two_the_later_one_stays_and_an_owner_is_not_forgotten() -> None:
    old, new = ({"id": 1, "updated_at": f"2026-0{month}-01"} for month in (1, 2))
    with Pile() as pile:
        pile.keep("ticket", 1, new, "a:1", owner=7)
        pile.keep("ticket", 1, old, "b:1")
        assert pile.get("ticket", 1) == new
        pile.keep("ticket", 1, new | {"more": "\ud800"}, "c:1")
        assert pile.of("ticket", 7) == [new | {"more": "\ud800"}]
        assert [place for _n, place, _b in pile.each("ticket")] == ["c:1"]


@settings(max_examples=20, deadline=None)
@given(numbers=st.sets(st.integers(0, 2**63 - 1), max_size=450))
def test_each_gives_all_in_order_however_many(numbers: set[int]) -> None:
    with Pile() as pile:
        for number in numbers:
            pile.keep("user", number, {"id": number}, "x")
        assert [number for number, _place, _body in pile.each("user")] == sorted(numbers)
        assert pile.count("user") == len(numbers)


def test_parts_without_owner_are_adopted_and_orphans_counted() -> None:
    with Pile() as pile:
        pile.keep("ticket", 5, {"id": 5}, "x")
        pile.keep("audit", 8, {"id": 8}, "x", owner=5)
        pile.keep("comment", 1, {"id": 1, "audit_id": 8}, "x")
        pile.keep("comment", 2, {"id": 2, "audit_id": 9}, "x")
        pile.keep("comment", 3, {"id": 3}, "x", owner=6)
        pile.adopt("comment", "audit", "audit_id")
        assert [one["id"] for one in pile.of("comment", 5)] == [1]
        assert pile.orphans("comment", "ticket") == 2


def test_what_was_met_is_met_once() -> None:
    with Pile() as pile:
        pile.keep("user", 1, {"id": 1}, "x")
        pile.keep("user", 2, {"id": 2}, "x")
        assert [pile.meet("user", number) for number in (1, 1, 3)] == [True, False, False]
        assert list(pile.unmet("user")) == [{"id": 2}]


def test_half_characters_of_times_and_file_names_are_no_trouble() -> None:
    with Pile() as pile:
        pile.keep("user", 1, {"id": 1, "updated_at": "\ud800"}, "file\udcff.json:1")
        assert list(pile.each("user")) == [(1, "file?.json:1", {"id": 1, "updated_at": "\ud800"})]


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def small(*arguments: object, **options: object) -> sqlite3.Connection:
        connection = connect(*arguments, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA max_page_count = 20")
        assert isinstance(connection, sqlite3.Connection)
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    with Pile() as pile, pytest.raises(StoreTrouble) as refused:
        pile.keep("user", 1, {"id": 1, "name": "x" * 200_000}, "x")
    assert refused.value.code == "store.full"
