"""The stream of changes of a real Request Tracker: complete, without clocks, for every operator."""

import json
from datetime import timedelta

import pytest

from supportdesk.remote.base import Done, Remote
from supportdesk.remote.facts import Gone, Page
from supportdesk.remote.intents import Merge, Move, Note, Reply, SetPriority, SetState
from supportdesk.remote.request_tracker import changes as reading
from supportdesk.remote.request_tracker.asking import Asking
from supportdesk.remote.request_tracker.tracker import RequestTracker
from supportdesk.remote.trouble import Forbidden, LostPlace
from tests.request_tracker.conftest import Operator, new_ticket, now
from tests.request_tracker.server import RequestTrackerServer


async def all_pages(remote: Remote, cursor: str | None) -> list[Page]:
    """Everything up to a complete page."""
    pages = [page async for page in remote.changes(cursor)]
    assert [page.complete for page in pages] == [False] * (len(pages) - 1) + [True]
    return pages


async def up_to_now(remote: Remote) -> str:
    """A cursor behind which nothing is."""
    return (await all_pages(remote, None))[-1].cursor


def touched(pages: list[Page]) -> set[str]:
    """The tickets of pages."""
    return {ticket.rid for page in pages for ticket in page.tickets}


async def test_the_first_reading_has_every_ticket_newest_first(
    server: RequestTrackerServer, anna: RequestTracker
) -> None:
    pages = await all_pages(anna, None)
    rids = [int(ticket.rid) for page in pages for ticket in page.tickets]
    seeded = {one["id"] for one in server.truth["tickets"]} - {server.truth["merged"]["from"]}
    assert seeded <= set(rids)
    first = [int(ticket.rid) for ticket in pages[0].tickets]
    assert first == sorted(first, reverse=True)
    assert (await all_pages(anna, pages[-1].cursor))[-1].tickets == ()


async def test_the_first_reading_is_resumed_where_it_stopped(
    anna: RequestTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Asking, "page_size", 10)
    stream = anna.changes(None)
    begun = [await anext(stream) for _page in range(2)]
    await stream.aclose()  # type: ignore[attr-defined]
    rest = await all_pages(anna, begun[-1].cursor)
    first = [int(ticket.rid) for page in begun for ticket in page.tickets]
    assert len(first) == 20
    later = [int(t.rid) for page in rest for t in page.tickets if int(t.rid) < min(first)]
    assert sorted(first + later, reverse=True) == first + later
    assert touched(begun) | touched(rest) == touched(await all_pages(anna, None))


async def test_what_is_not_done_or_was_updated_since_for_operators_of_every_zone(
    server: RequestTrackerServer, operator: Operator
) -> None:
    done = ("resolved", "rejected", "returned")
    over = {str(one["id"]) for one in server.truth["tickets"] if one["state"] in done}
    at_work = {str(one["id"]) for one in server.truth["tickets"]} - over
    at_work -= {str(ticket) for ticket in server.truth["merged"].values()}
    rid = await new_ticket(await operator("anna"), "since")
    for name in ("anna", "boris", "carla"):
        remote = await operator(name)
        pages = [page async for page in remote.changes(None, now() - timedelta(hours=3))]
        found = touched(pages)
        assert rid in found
        assert not over & found, name
        assert at_work <= found, name


async def test_each_change_comes_once_and_nothing_else(operator: Operator) -> None:
    anna, boris = await operator("anna"), await operator("boris")
    rids = [await new_ticket(anna, f"change {n}") for n in range(4)]
    cursor = await up_to_now(anna)
    assert isinstance(await boris.apply(SetPriority(rids[0], "50"), None, "k1"), Done)
    assert isinstance(await boris.apply(Reply(rids[1], "Hello"), None, "k2"), Done)
    assert isinstance(await boris.apply(Note(rids[2], "Inside"), None, "k3"), Done)
    fresh = await new_ticket(boris, "change fresh")
    pages = await all_pages(anna, cursor)
    assert touched(pages) == {*rids[:3], fresh}
    assert {t.rid: t.priority for p in pages for t in p.tickets}[rids[0]] == "50"
    assert touched(await all_pages(anna, pages[-1].cursor)) == set()


async def test_deleted_and_merged_tickets_are_told(operator: Operator) -> None:
    anna, lena = await operator("anna"), await operator("lena")
    one, other = await new_ticket(anna, "told one"), await new_ticket(anna, "told other")
    dropped = await new_ticket(anna, "told dropped")
    cursor = await up_to_now(anna)
    assert isinstance(await anna.apply(Merge(one, other), None, "k1"), Done)
    assert isinstance(await lena.apply(SetState(dropped, "deleted"), None, "k2"), Done)
    pages = await all_pages(anna, cursor)
    gone = {one for page in pages for one in page.gone}
    assert gone == {Gone(one, into=other), Gone(dropped)}
    assert touched(pages) == {other}


async def test_a_ticket_that_moves_out_of_sight_stops_nothing(operator: Operator) -> None:
    """It is not told, and what tells where the reading stood may go with it."""
    anna, bella = await operator("anna"), await operator("bella")
    left = await new_ticket(anna, "staying", "Billing")
    rid = await new_ticket(anna, "out of sight", "Billing")
    place = json.loads(await up_to_now(bella))
    newest = (await bella.ticket(rid)).version
    cursor = json.dumps({"floor": int(newest or 0)})
    assert max(place["seen"]) >= int(newest or 0)
    assert await bella.apply(Move(rid, "General"), None, "k1") == Done(rid, None)
    assert isinstance(await anna.apply(SetPriority(left, "50"), None, "k2"), Done)
    assert touched(await all_pages(bella, cursor)) == {left}
    with pytest.raises(Forbidden):
        await bella.ticket(rid)


async def test_an_operator_of_one_queue_misses_nothing_of_it(
    server: RequestTrackerServer, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others do fills the pages with what cannot be seen."""
    anna, bella = await operator("anna"), await operator("bella")
    mine = await new_ticket(anna, "mine", "Billing")
    theirs = await new_ticket(anna, "theirs", "General")
    cursor = await up_to_now(bella)
    monkeypatch.setattr(Asking, "page_size", 10)
    assert isinstance(await anna.apply(Reply(mine, "For Bella"), None, "k1"), Done)
    for priority in ("10", "20", "30", "40"):
        assert isinstance(await anna.apply(SetPriority(theirs, priority), None, "k2"), Done)
        assert isinstance(await anna.apply(Note(theirs, priority), None, "k3"), Done)
    pages = await all_pages(bella, cursor)
    assert mine in touched(pages)
    assert theirs not in touched(pages)
    seeded = {str(one["id"]) for one in server.truth["tickets"] if one["queue"] == "Billing"}
    assert seeded - {str(server.truth["merged"]["from"])} <= touched(await all_pages(bella, None))


async def test_after_a_long_absence_it_is_read_in_windows(
    server: RequestTrackerServer, anna: RequestTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = min(int(m.rid) for m in (await anna.thread("1")).messages)
    monkeypatch.setattr(reading, "_NEAR_PAGES", 1)
    pages = await all_pages(anna, json.dumps({"floor": first}))
    assert len(pages) > 1
    merged = server.truth["merged"]
    seeded = {str(one["id"]) for one in server.truth["tickets"]}
    assert seeded - {str(merged["from"])} <= touched(pages)
    gone = {one for page in pages for one in page.gone}
    assert Gone(str(merged["from"]), into=str(merged["into"])) in gone


async def test_what_is_committed_late_below_others_is_not_missed(anna: RequestTracker) -> None:
    """On PostgreSQL ids are given before they are seen: here one is taken out of the place."""
    rid = await new_ticket(anna, "late")
    await new_ticket(anna, "after the late one")
    place = json.loads(await up_to_now(anna))
    late = int((await anna.thread(rid)).messages[0].rid)
    assert late > place["floor"]
    assert late in place["seen"]
    place["seen"].remove(late)
    assert max(place["seen"]) > late
    assert touched(await all_pages(anna, json.dumps(place))) == {rid}


@pytest.mark.parametrize("cursor", ["", "[]", '{"floor": -1}', '{"floor": "x"}', "\ud800", "{}"])
async def test_a_cursor_that_is_none_is_told(anna: RequestTracker, cursor: str) -> None:
    with pytest.raises(LostPlace):
        await all_pages(anna, cursor)
