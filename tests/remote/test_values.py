"""Odd values and places of Request Tracker, without a server."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.remote.facts import Attachment
from supportdesk.remote.request_tracker import values
from supportdesk.remote.request_tracker.files import MOST_BYTES, form, refused
from supportdesk.remote.request_tracker.places import SETTLES, Place, read_place
from supportdesk.remote.trouble import Broken, LostPlace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_ids_are_numbers_or_texts() -> None:
    assert values.number("17") == values.number(17) == 17
    for odd in ("", "x", "1'2", None, True, 1.0, [1], "٣", -1, "9" * 40):
        with pytest.raises(Broken):
            values.number(odd)


def test_what_is_not_set_is_no_time() -> None:
    assert values.moment("1970-01-01T00:00:00Z") is None
    assert values.moment("") is None
    assert values.moment("2026-03-01T15:00:00+03:00") == NOON
    for odd in ("yesterday", "2026-03-01T12:00:00", "2026-13-01T12:00:00Z"):
        with pytest.raises(Broken):
            values.moment(odd)


def test_half_characters_become_whole_ones() -> None:
    assert values.text("a\ud800b") == "a?b"


def test_groups_and_nobody_are_no_people() -> None:
    assert values.person({"id": "Nobody", "type": "user"}) is None
    assert values.person({"id": "12", "type": "group"}) is None
    someone = values.person({"id": "anna", "type": "user", "RealName": ""})
    assert someone is not None
    assert (someone.rid, someone.name, someone.email) == ("anna", "anna", "")


@given(st.text())
def test_a_literal_ends_where_it_should(words: str) -> None:
    inside = values.literal(words)[1:-1]
    assert inside.replace("\\\\", "").replace("\\'", "").count("'") == 0
    assert not inside.replace("\\\\", "").endswith("\\")


def test_the_address_of_a_ticket() -> None:
    assert values.linked_ticket("fsck.com-rt://desk.example/ticket/59") == "59"
    assert values.linked_ticket("https://elsewhere.example/tickets") == ""


MOMENTS = st.none() | st.integers(0, 10**9).map(lambda s: NOON + timedelta(seconds=s))
IDS = st.integers(0, 10**9)


@given(
    st.builds(
        Place,
        IDS,
        st.frozensets(IDS, max_size=5),
        st.none(),
        st.none(),
        st.none() | IDS,
        MOMENTS,
    )
)
def test_a_place_is_written_and_read(place: Place) -> None:
    assert read_place(place.written()) == place


def test_a_place_moves_once_what_was_read_is_old_enough() -> None:
    place = Place(10).after({12, 15}, NOON)
    assert (place.floor, place.seen, place.newest) == (10, frozenset({12, 15}), 15)
    soon = place.after({12, 13, 15, 18}, NOON + SETTLES / 2)
    assert (soon.floor, soon.seen) == (10, frozenset({12, 13, 15, 18}))
    later = soon.after({12, 13, 15, 18, 20}, NOON + SETTLES)
    assert (later.floor, later.seen, later.newest) == (15, frozenset({18, 20}), 20)
    assert read_place(later.written()) == later


@pytest.mark.parametrize("cursor", ["", "null", "[]", "{}", '{"floor": -2}', '{"floor": 1.5}'])
def test_a_place_that_is_none_is_lost(cursor: str) -> None:
    with pytest.raises(LostPlace):
        read_place(cursor)


def test_files_that_would_not_be_kept() -> None:
    assert refused([Attachment("a", "", b"x")]) is None
    assert refused([Attachment("a", "", b"x" * (MOST_BYTES + 1))]) == "file.too_large"
    ((field, (name, said, _type)), (_field, file)) = form({"a": "й"}, [Attachment('"й"', "", b"x")])
    assert (field, name, said) == ("JSON", None, b'{"a": "\\u0439"}')
    assert file == ("'й'", b"x", "application/octet-stream")
