"""Whatever the pages are: nothing of a ticket is missed, and nothing too large is swallowed."""

import pytest

from supportdesk.domain.ticket import MessageKind
from supportdesk.remote.base import Conflict, Done
from supportdesk.remote.facts import Attachment, RemoteTicket
from supportdesk.remote.intents import Note, Reply, SetPriority
from supportdesk.remote.request_tracker.asking import Asking, said
from supportdesk.remote.request_tracker.tickets import Tickets
from supportdesk.remote.request_tracker.tracker import RequestTracker
from tests.request_tracker.conftest import Operator, new_ticket
from tests.request_tracker.server import RequestTrackerServer


@pytest.fixture(scope="module")
def server(untouched: RequestTrackerServer) -> RequestTrackerServer:
    """Nobody else changes its tickets."""
    return untouched


@pytest.mark.parametrize("name", ["anna", "viktor"])
async def test_a_thread_is_whole_though_pages_hide_what_one_may_not_see(
    server: RequestTrackerServer, operator: Operator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    remote = await operator(name)
    longest = max(server.truth["tickets"], key=lambda one: len(one["messages"]))
    rid = str(longest["id"])
    whole = await remote.thread(rid)
    assert len(whole.messages) == len(longest["messages"]) - (name == "viktor")
    monkeypatch.setattr(Asking, "page_size", 2)
    assert await remote.thread(rid) == whole


async def test_many_notes_between_do_not_hide_the_last_message(operator: Operator) -> None:
    anna, viktor = await operator("anna"), await operator("viktor")
    rid = await new_ticket(anna, "many notes")
    for number in range(5):
        assert isinstance(await anna.apply(Note(rid, f"Note {number}"), None, "k1"), Done)
    assert isinstance(await anna.apply(Reply(rid, "The last word"), None, "k2"), Done)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Asking, "page_size", 2)
        seen = (await viktor.thread(rid)).messages
    assert MessageKind.NOTE not in {message.kind for message in seen}
    assert len(seen) == 2
    assert seen[-1].text == "The last word"


async def test_texts_are_read_beside_files_that_are_too_large(
    anna: RequestTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    rid = await new_ticket(anna, "large files")
    large = Attachment("большой.bin", "application/octet-stream", b"\xfe" * 200_000)
    sent = Reply(rid, "See the file", None, (large,))
    assert isinstance(await anna.apply(sent, None, "k1"), Done)
    monkeypatch.setattr("supportdesk.remote.line.MOST_BYTES", 100_000)
    message = (await anna.thread(rid)).messages[-1]
    assert message.text == "See the file"
    assert [(file.name, file.size) for file in message.files] == [("большой.bin", 200_000)]


async def test_what_happens_between_reading_and_writing_is_a_conflict(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, boris = await operator("anna"), await operator("boris")
    rid = await new_ticket(anna, "between")
    read, meanwhile = Tickets.one, ["50"]

    async def one(tickets: Tickets, rid: str) -> RemoteTicket:
        found = await read(tickets, rid)
        if meanwhile:
            change = SetPriority(rid, meanwhile.pop())
            assert isinstance(await boris.apply(change, None, "k1"), Done)
        return found

    monkeypatch.setattr(Tickets, "one", one)
    outcome = await anna.apply(SetPriority(rid, "100"), None, "k2")
    assert isinstance(outcome, Conflict)
    assert outcome.current.priority == "50"
    assert (await anna.ticket(rid)).priority == "50"


async def test_what_the_server_says_to_what_it_does_not_do(anna: RequestTracker) -> None:
    """What the adapter works around; where one of these changes, it may become simpler."""
    rid = await new_ticket(anna, "server")
    version = (await anna.ticket(rid)).version
    asking = anna._asking
    assert (await asking.send("PUT", f"ticket/{rid}", {"Subject": "x"}, "1")).status == 412
    body = {"Content": "x", "ContentType": "text/plain"}
    current = await asking.send("POST", f"ticket/{rid}/comment", body, version)
    assert current.status == 412
    nothing = await asking.send("PUT", f"ticket/{rid}", {"NoSuchField": 1})
    assert (nothing.status, said(nothing)) == (200, "")
    unknown = await asking.send("PUT", f"ticket/{rid}", {"Owner": "nobody-such"})
    assert unknown.status == 200
    assert said(unknown)
    assert (await anna.ticket(rid)).version == version
