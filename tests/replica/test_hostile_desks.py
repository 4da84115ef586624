"""A desk that answers what none would: it is asked a bounded number of times, and then rests."""

import threading
from collections import Counter
from typing import Any

import pytest

from supportdesk.domain import action
from supportdesk.i18n.refusals import sentence
from supportdesk.remote.own_desk import following, parts
from supportdesk.remote.own_desk.asking import read_receipt
from supportdesk.remote.own_desk.following import Following
from supportdesk.store.read import threads
from supportdesk.store.read.sendings import SENDING, SendingRow
from supportdesk.store.write.copying import RowsPage
from tests.replica.copies import copied
from tests.small_desk import SmallDesk


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
        one = {"ticket": part, "error": {"message": "No" * 5000, "stops": stops}}
        refused.add({"refused": [one, one, one]})
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


async def test_a_defect_is_told_of_at_the_link_and_rests_as_other_troubles_do(
    small: SmallDesk,
    copy_of: Any,
    number: int,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    copy = await copied(small, copy_of)
    stop = threading.Event()
    rests: list[float] = []

    async def changes(*_asked: object) -> RowsPage:
        raise OverflowError(f"ticket {number}")

    async def rest(_following: Following, stop: threading.Event, seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 3:
            stop.set()

    monkeypatch.setattr(copy.server, "changes", changes)
    monkeypatch.setattr(Following, "_rest", rest)
    await Following(copy.desk, copy.server).run(stop)
    link = copy.desk.link
    assert link.trouble == {
        "code": "link.defect",
        "parameters": {"name": "team", "kind": "OverflowError"},
    }
    assert link.failing_since is not None
    assert rests[2] > 2 * rests[0]
    assert "a defect" in caplog.text
    told = sentence("link.defect", link.trouble["parameters"], interface="cli")
    assert "supportdesk --link team sync --once" in told
    with pytest.raises(OverflowError):
        await copy.sync()
