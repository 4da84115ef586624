"""A desk that stands for a real Request Tracker: what is done on either is on both, once."""

from supportdesk.domain.action import AddNote, Assign, ChangeTags, SetPriority, SetState
from supportdesk.remote.request_tracker.tracker import RequestTracker
from supportdesk.store.read import health, tickets
from supportdesk.store.write.mirror import rows_of
from tests.request_tracker.conftest import new_ticket
from tests.request_tracker.mirrors import Mirror
from tests.request_tracker.server import RequestTrackerServer

OURS = {
    "new": "new",
    "open": "open",
    "stalled": "waiting",
    "resolved": "solved",
    "rejected": "closed",
    "received": "open",
    "in repair": "open",
    "returned": "solved",
}
"""Our state for each word of the server."""


def faults(here: Mirror) -> list[str]:
    """What the doctor finds wrong with the store."""
    found = here.desk.ask(lambda reader: list(health.findings(reader)))
    return [f"{one.check}: {one.examples}" for one in found if one.faults]


async def test_the_first_sync_brings_every_ticket_with_its_thread(
    here: Mirror, server: RequestTrackerServer
) -> None:
    names = {one["id"]: one["remote_id"] for one in here.desk.lease(rows_of, "operator")}
    for told in server.truth["tickets"]:
        if told["id"] in server.truth["merged"].values():
            continue
        row = here.desk.ask(tickets.row, told["id"], here.me)
        assert row is not None
        assert (row.subject, row.queue) == (told["subject"], told["queue"])
        assert names.get(row.owner_id) == told["owner"]
        assert row.state == OURS[told["state"]]
        assert sorted(row.tags) == sorted(told["tags"])
        assert row.priority == {0: 0, 50: 1, 100: 2}[told["priority"]]
        assert [kind for kind, _text, _delivery in here.said(told["id"])] == [
            one["kind"] for one in told["messages"]
        ]
    assert here.waiting() == []
    assert faults(here) == []


async def test_a_reply_a_note_and_a_state_arrive_once(here: Mirror, anna: RequestTracker) -> None:
    rid = await new_ticket(anna, "mirrored")
    await here.link.pull()
    number = int(rid)
    here.act(Assign(number, here.me))
    here.act(AddNote(number, "Внутри: проверить"))
    here.reply(number, "We look at it. Смотрим.", "waiting")
    here.act(SetPriority(number, 2))
    here.act(ChangeTags(number, add=("vip",)))
    await here.settle()
    assert here.waiting() == []
    there = await anna.thread(rid)
    assert [message.text for message in there.messages[1:]] == [
        "Внутри: проверить",
        "We look at it. Смотрим.",
    ]
    ticket = there.ticket
    assert (ticket.state, ticket.priority, ticket.tags) == ("stalled", "100", ("vip",))
    assert ticket.owner is not None
    assert ticket.owner.rid == "anna"
    await here.settle()
    assert [text for _kind, text, _delivery in here.said(number)][1:] == [
        "Внутри: проверить",
        "We look at it. Смотрим.",
    ]
    here.act(SetState(number, "open"))
    await here.settle()
    assert (await anna.ticket(rid)).state == "open"
    assert here.waiting() == []
