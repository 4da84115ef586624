"""The past of a ticket is the same in whatever order its entries come."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.domain.timeline import Entry, Step, Timeline

BEGINNING = {"state": "new", "owner_id": None, "queue_id": None, "reopens": "0"}
FIELDS = ("state", "owner_id", "queue_id", "solved_at", "closed_at", "tag:a", "tag:b")
STATES = ("new", "open", "waiting", "solved", "closed")


def entries() -> st.SearchStrategy[list[Entry]]:
    """Entries at moments of their own that name some fields."""
    values = st.fixed_dictionaries(
        {},
        optional={
            "state": st.sampled_from(STATES),
            "owner_id": st.sampled_from((None, "1", "2")),
            "queue_id": st.sampled_from(("1", "2")),
            "tag:a": st.just("1"),
            "tag:b": st.just("1"),
        },
    )
    one = st.builds(Entry, st.integers(1, 40), st.just(7), values)
    return st.lists(one, max_size=9, unique_by=lambda entry: entry.at)


def in_order(told: list[Entry]) -> list[dict[str, str | None]]:
    """What the ticket is at every moment from 0 to 41, told by entries in the order of time."""
    now: dict[str, str | None] = dict.fromkeys(FIELDS) | {"state": "new"}
    moments = {entry.at: entry for entry in told}
    found = []
    for at in range(42):
        values = moments[at].values if at in moments else {}
        state = values.get("state")
        if state in (None, "new", now["state"]):
            state = now["state"]
        elif state == "solved":
            now |= {"solved_at": str(at), "closed_at": None}
        elif state == "closed":
            now |= {"solved_at": now["solved_at"] or str(at), "closed_at": str(at)}
        else:
            now |= {"solved_at": None, "closed_at": None}
        if "tag:a" in values or "tag:b" in values:
            now |= {"tag:a": None, "tag:b": None}
        now |= {**values, "state": state}
        found.append(dict(now))
    return found


def by_steps(steps: list[Step]) -> list[dict[str, str | None]]:
    """The same told by events, replayed by moment and by the order of their recording."""
    now: dict[str, str | None] = dict.fromkeys(FIELDS) | {"state": "new"}
    replay = sorted(steps, key=lambda step: step.at)
    found = []
    for at in range(42):
        now |= {step.field: step.after for step in replay if step.at == at and step.field in FIELDS}
        found.append(dict(now))
    return found


def reopened(history: list[dict[str, str | None]]) -> int:
    """How often a done ticket was at work again."""
    done = [moment["state"] in ("solved", "closed") for moment in history]
    return sum(was and not now for was, now in pairwise(done))


@settings(max_examples=400, deadline=None)
@given(entries().flatmap(lambda told: st.tuples(st.just(told), st.permutations(told))))
def test_any_order_tells_the_same(given_entries: tuple[list[Entry], list[Entry]]) -> None:
    told, coming = given_entries
    timeline = Timeline(BEGINNING)
    steps = [step for entry in coming for step in timeline.take(entry)]
    expected = in_order(told)
    replayed = by_steps(steps)
    for name in ("state", "owner_id", "queue_id", "tag:a", "tag:b"):
        assert [moment[name] for moment in replayed] == [moment[name] for moment in expected], name
    assert timeline.last("reopens") == str(reopened(expected))
    for name in ("solved_at", "closed_at"):
        assert timeline.last(name) == expected[-1][name]
    places = {at: place for at, *place in timeline.places(0)}
    now: list[str | None] = []
    for at, moment in enumerate(expected):
        now = places.get(at, now)
        assert now == [moment["state"], moment["queue_id"], moment["owner_id"]]


@settings(max_examples=200, deadline=None)
@given(entries())
def test_in_the_order_of_time_every_end_is_told(told: list[Entry]) -> None:
    timeline = Timeline(BEGINNING)
    steps = [step for e in sorted(told, key=lambda e: e.at) for step in timeline.take(e)]
    assert by_steps(steps) == in_order(told)


@settings(max_examples=200, deadline=None)
@given(entries(), st.data())
def test_what_is_stored_goes_on_as_if_it_had_never_left(
    told: list[Entry], data: st.DataObject
) -> None:
    coming = data.draw(st.permutations(told))
    whole, first = Timeline(BEGINNING), Timeline(BEGINNING)
    cut = len(coming) // 2
    stored = [step for entry in coming[:cut] for step in first.take(entry)]
    again = Timeline(
        BEGINNING,
        sorted(stored, key=lambda step: step.at),
        [(entry.at, entry.named) for entry in coming[:cut]],
    )
    steps = [step for entry in coming for step in whole.take(entry)]
    assert stored + [s for entry in coming[cut:] for s in again.take(entry)] == steps


def test_an_entry_that_comes_late_is_undone_by_the_next_that_names_it() -> None:
    timeline = Timeline(BEGINNING)
    first = timeline.take(Entry(10, 1, {"state": "open", "owner_id": "1"}))
    timeline.take(Entry(30, 1, {"state": "open"}))
    late = timeline.take(Entry(20, 2, {"state": "solved", "owner_id": "2"}))
    assert [(s.field, s.before, s.after) for s in first][:2] == [
        ("state", "new", "open"),
        ("owner_id", None, "1"),
    ]
    told = [(s.at, s.actor, s.field, s.after) for s in late]
    assert (20, 2, "state", "solved") in told
    assert (30, None, "state", "open") in told
    assert (20, 2, "owner_id", "2") in told
    assert timeline.last("owner_id") == "2", "no later entry names the owner"
    assert timeline.last("reopens") == "1"
