"""A desk that answers what none would: it is asked a bounded number of times, and then rests."""

from collections import Counter
from typing import Any

import pytest

from supportdesk.domain import action
from supportdesk.remote.own_desk import following, parts
from supportdesk.remote.own_desk.asking import read_receipt
from supportdesk.store.read import threads
from supportdesk.store.read.sendings import SENDING, SendingRow
from tests.replica.copies import Copied
from tests.small_desk import SmallDesk


@pytest.fixture
def number(small: SmallDesk) -> int:
    """A ticket that is there before the copy is read."""
    return small.ticket()


async def copied(small: SmallDesk, copy_of: Any) -> Copied:
    copy: Copied = copy_of(small)
    await copy.sync()
    return copy


async def test_a_desk_that_says_without_end_that_a_part_is_left_is_left_alone(
    small: SmallDesk, copy_of: Any, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_PARTS", 7)
    other, third = small.ticket("Other"), small.ticket("Third")
    copy = await copied(small, copy_of)
    copy.desk.act(small.petro, action.Bulk((action.SetPriority(number, 3),)))
    await copy.sync()
    copy.desk.act(small.petro, action.Undo())
    copy.desk.act(small.petro, action.AddNote(other, "Called"))
    many = (action.SetPriority(third, 3), action.SetPriority(third, 2))
    copy.desk.act(small.petro, action.Bulk(many))
    asked: Counter[str] = Counter()

    async def submit(row: SendingRow) -> tuple[dict[str, Any] | None, None]:
        asked[row.what] += 1
        said = {"change": 1, "envelope": row.key, "left": True}
        return read_receipt(said | {"refused": [{"error": {"message": "No"}}]}, row), None

    monkeypatch.setattr(copy.server, "submit", submit)
    await copy.sync()
    assert asked == {"Undo": 7, "AddNote": 1, "Bulk": 5}
    assert {row.because["code"] for row in copy.open} == {"remote.broken"}


def test_of_what_is_refused_of_many_a_bounded_part_is_kept() -> None:
    refused = parts.RefusedOfMany()
    for part in range(50):
        stops = [{"name": f"{part}-{n}"} for n in range(50)]
        refused.add({"error": {"message": "No" * 5000, "stops": stops}} for _ in range(3))
    assert refused.count == 150
    assert len(refused.said) == parts.LONGEST_SAID
    assert len(refused.stops) == parts.MOST_STOPS


async def test_a_desk_that_does_what_it_refuses_is_not_asked_without_a_pause(
    small: SmallDesk, copy_of: Any, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = await copied(small, copy_of)
    copy.desk.act(small.petro, action.AddNote(number, "Called"))
    done = copy.server.submit
    asked = iter(range(20))

    async def submit(row: SendingRow) -> tuple[None, dict[str, Any]]:
        next(asked)
        await done(row)
        return None, {"code": "ticket.missing", "said": "No"}

    monkeypatch.setattr(copy.server, "submit", submit)
    await copy.sync()
    assert next(asked) == following.MOST_TIMES
    (row,) = copy.open
    assert (row.state, row.because["code"]) == (SENDING, "remote.broken")
    assert copy.desk.to_send() == []
    monkeypatch.setattr(copy.server, "submit", done)
    small.clock.forward(minutes=5)
    await copy.sync()
    assert copy.open == []
    assert [m.body for m in small.desk.ask(threads.messages, number)].count("Called") == 1
