"""Undoing and replaying changes: against a brute-force run of the same story."""

from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.replay import (
    Change,
    Conversation,
    Key,
    Spoken,
    after,
    conversation,
    count_until,
    differences,
    in_order,
)

KEYS: tuple[Key, ...] = (
    ("ticket", 1, "state"),
    ("ticket", 1, "owner_id"),
    ("message", 7, "present"),
)
STORY = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(("a", "b", "c", None)), st.integers(0, 5))
)


@given(STORY)
def test_every_moment_is_what_was_held_then(story: list[tuple[Key, str | None, int]]) -> None:
    held: dict[Key, str | None] = dict.fromkeys(KEYS, "a")
    changes, snapshots, at = [], [(0, dict(held))], 0
    for seq, (key, value, passed) in enumerate(story, 1):
        at += passed
        changes.append(Change(seq, at, key, held[key], value))
        held[key] = value
        snapshots.append((at, dict(held)))
    ordered = in_order(changes)
    assert ordered == changes
    for count, (_moment, snapshot) in enumerate(snapshots):
        assert after(held, ordered, count) == snapshot
    for moment in range(at + 2):
        last = max(count for count, (then, _) in enumerate(snapshots) if then <= moment)
        assert count_until(ordered, moment) == last


STATE = KEYS[0]


def test_what_is_recorded_late_does_not_count_before_what_it_followed() -> None:
    """Work that ran late has its due time; the state had been changed meanwhile."""
    changes = in_order(
        [Change(1, 10, STATE, "open", "hold"), Change(2, 5, STATE, "hold", "open")],
    )
    now = {STATE: "open"}
    moments = [after(now, changes, count_until(changes, at))[STATE] for at in (4, 7, 10)]
    assert moments == ["open", "open", "open"]
    assert [change.at for change in changes] == [10, 10]


def test_a_fact_counts_from_its_own_time() -> None:
    """An entry of a log that came later stands between those that were known."""
    changes = in_order(
        [
            Change(1, 10, STATE, "new", "open", is_fact=True),
            Change(2, 30, STATE, "open", "closed", is_fact=True),
            Change(3, 20, STATE, "open", "waiting", is_fact=True),
        ]
    )
    moments = [
        after({STATE: "closed"}, changes, count_until(changes, at))[STATE] for at in (5, 10, 20, 30)
    ]
    assert moments == ["new", "open", "waiting", "closed"]


def test_what_never_changed_is_as_it_is() -> None:
    changes = [Change(1, 10, STATE, "new", "open")]
    assert after({STATE: "open", KEYS[1]: "3"}, changes, 0) == {STATE: "new", KEYS[1]: "3"}


def test_a_conversation_is_counted() -> None:
    said = [Spoken("client", 1), Spoken("operator", 2), Spoken("note", 3)]
    assert conversation(said) == Conversation(3, 1, 0, None, thanked=False)
    said += [Spoken("client", 4), Spoken("third_party", 5), Spoken("client", 6)]
    assert conversation(said) == Conversation(6, 1, 2, 4, thanked=False)
    said += [Spoken("operator", 7), Spoken("client", 8, asks=False), Spoken("note", 9)]
    assert conversation(said) == Conversation(9, 2, 0, None, thanked=True)
    assert conversation([]) == Conversation(0, 0, 0, None, thanked=False)


def test_differences_name_what_came_and_went() -> None:
    assert differences({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 4, "d": 5}) == [
        ("b", 2, 4),
        ("d", None, 5),
        ("c", 3, None),
    ]
