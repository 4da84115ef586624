"""No answer is no answer: nothing is sent twice, and what was done is found."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from supportdesk.remote.base import Done, RetryAt, Unknown
from supportdesk.remote.intents import (
    Assign,
    Create,
    Intent,
    Merge,
    Move,
    Note,
    Reply,
    SetPriority,
    SetState,
    Tags,
    Take,
)
from supportdesk.remote.line import Line
from supportdesk.remote.request_tracker.asking import Access
from supportdesk.remote.request_tracker.tracker import RequestTracker, connect
from supportdesk.remote.trouble import SignedOut, Unreachable
from tests.request_tracker.conftest import Operator, new_ticket, now
from tests.request_tracker.cutting import Cut, CuttingProxy
from tests.request_tracker.server import PASSWORD, RequestTrackerServer


@pytest.fixture
async def proxy(server: RequestTrackerServer) -> AsyncIterator[CuttingProxy]:
    """A proxy before the server that cuts nothing yet."""
    standing = CuttingProxy(server.port)
    await standing.start()
    yield standing
    await standing.stop()


@pytest.fixture
async def through(
    server: RequestTrackerServer, proxy: CuttingProxy
) -> AsyncIterator[RequestTracker]:
    """An operator behind the proxy."""
    tracker = await connect(Access(proxy.url, token=server.truth["tokens"]["anna"]), now)
    yield tracker
    await tracker.close()


CHANGES: list[Callable[[str, str], Intent]] = [
    lambda rid, other: Reply(rid, f"Ответ на {rid}\n\nс двумя строками", state="open"),
    lambda rid, other: Note(rid, f"Заметка к {rid}"),
    lambda rid, other: SetState(rid, "stalled"),
    lambda rid, other: Take(rid),
    lambda rid, other: Assign(rid, "boris"),
    lambda rid, other: SetPriority(rid, "100"),
    lambda rid, other: Tags(rid, frozenset({"vip"})),
    lambda rid, other: Move(rid, "Billing"),
    Merge,
]


@pytest.mark.parametrize("intent", CHANGES)
@pytest.mark.parametrize("cut", [Cut.ANSWER, Cut.FAILURE])
async def test_what_was_done_without_an_answer_is_found(
    proxy: CuttingProxy, through: RequestTracker, intent: Callable[[str, str], Intent], cut: Cut
) -> None:
    rid = await new_ticket(through, "unanswered")
    other = await new_ticket(through, "unanswered other")
    wanted, base = intent(rid, other), (await through.ticket(rid)).version
    assert await through.find_effect(wanted, "k1", base) is None
    before = len(proxy.writes)
    proxy.cut = cut
    assert await through.apply(wanted, base, "k1") == Unknown()
    assert len(proxy.writes) == before + 1
    found = await through.find_effect(wanted, "k1", base)
    assert found is not None
    if isinstance(wanted, Reply | Note):
        said = (await through.thread(rid)).messages[1:]
        assert [(message.rid, message.text) for message in said] == [(found, wanted.body)]


@pytest.mark.parametrize("intent", CHANGES[:3])
async def test_what_never_arrived_is_not_found(
    proxy: CuttingProxy, through: RequestTracker, intent: Callable[[str, str], Intent]
) -> None:
    rid = await new_ticket(through, "never arrived")
    wanted, base = intent(rid, rid), (await through.ticket(rid)).version
    proxy.cut = Cut.BEFORE
    assert await through.apply(wanted, base, "k1") == Unknown()
    assert await through.find_effect(wanted, "k1", base) is None
    assert isinstance(await through.apply(wanted, base, "k1"), Done)


async def test_the_same_words_of_earlier_and_of_others_are_not_the_effect(
    operator: Operator,
) -> None:
    anna, boris = await operator("anna"), await operator("boris")
    rid = await new_ticket(anna, "same words")
    thanks = Reply(rid, "Thank you.")
    first = await anna.apply(thanks, None, "k1")
    assert isinstance(first, Done)
    assert await anna.find_effect(thanks, "k2", first.version) is None
    assert isinstance(await boris.apply(thanks, None, "k3"), Done)
    assert isinstance(await anna.apply(Note(rid, "Thank you."), None, "k4"), Done)
    assert await anna.find_effect(thanks, "k2", first.version) is None


async def test_a_new_ticket_without_an_answer_is_found_once(
    proxy: CuttingProxy, through: RequestTracker
) -> None:
    wanted = Create("General", "It's \\ 'quoted'", "client7@mail.example", "Не отвечает.")
    sent = now()
    assert await through.find_effect(wanted, "k1", sent.isoformat()) is None
    proxy.cut = Cut.ANSWER
    assert await through.apply(wanted, None, "k1") == Unknown()
    found = await through.find_effect(wanted, "k1", sent.isoformat())
    assert found is not None
    assert (await through.ticket(found)).subject == wanted.subject


async def test_silence_is_unknown_too(
    proxy: CuttingProxy, through: RequestTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    rid = await new_ticket(through, "silence")
    base = (await through.ticket(rid)).version
    monkeypatch.setattr("supportdesk.remote.line.LONGEST_WRITE", 3.0)
    proxy.cut = Cut.SILENCE
    assert await through.apply(Note(rid, "Heard?"), base, "k1") == Unknown()
    assert await through.find_effect(Note(rid, "Heard?"), "k1", base) is not None


async def test_where_nobody_listens_nothing_was_sent(server: RequestTrackerServer) -> None:
    proxy = CuttingProxy(server.port)
    await proxy.start()
    tracker = await connect(Access(proxy.url, token=server.truth["tokens"]["anna"]), now)
    await proxy.stop()
    assert await tracker.apply(Note("1", "Nobody there"), None, "k1") == RetryAt(None)
    with pytest.raises(Unreachable):
        await tracker.ticket("1")
    await tracker.close()


async def test_a_wrong_or_revoked_token_is_told(server: RequestTrackerServer) -> None:
    for token in ("1-2-nonsense", server.truth["tokens"]["anna"][:-1], "nonsense"):
        with pytest.raises(SignedOut):
            await connect(Access(server.url, token=token), now)


async def test_a_password_is_used_once_and_a_lost_session_is_renewed(
    server: RequestTrackerServer, proxy: CuttingProxy, operator: Operator
) -> None:
    with pytest.raises(SignedOut):
        await connect(Access(proxy.url, user="anna", password="wrong"), now)
    proxy.writes.clear()
    tracker = await connect(Access(proxy.url, user="anna", password=PASSWORD), now)
    assert (await tracker.whoami()).rid == "anna"
    rid = await new_ticket(tracker, "session")
    assert [w.split(b" ")[1] for w in proxy.writes] == [b"/NoAuth/Login.html", b"/REST/2.0/ticket"]
    tracker._asking._session = "RT_SID_desk.example.1=ended"
    assert (await tracker.ticket(rid)).rid == rid
    tracker._asking._session = "RT_SID_desk.example.1=ended"
    assert isinstance(await tracker.apply(Note(rid, "After the session"), None, "k1"), Done)
    tracker._asking._session = "RT_SID_desk.example.1=ended"
    assert isinstance(await tracker.apply(Reply(rid, "Once"), None, "k2"), Done)
    said = [message.text for message in (await tracker.thread(rid)).messages[1:]]
    assert said == ["After the session", "Once"]
    await tracker.close()


async def test_a_reading_connection_that_died_is_asked_once_more(
    server: RequestTrackerServer,
) -> None:
    asked = 0

    async def die_once(reader: object, writer: object) -> None:
        nonlocal asked
        asked += 1
        assert isinstance(writer, asyncio.StreamWriter)
        assert isinstance(reader, asyncio.StreamReader)
        await reader.readuntil(b"\r\n\r\n")
        if asked > 1:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        writer.close()

    listening = await asyncio.start_server(die_once, "127.0.0.1", 0)
    line = Line(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", now)
    assert (await line.read("x")).json() == {}
    asked = 0
    with pytest.raises(Unreachable) as trouble:
        await line.write("POST", "x", {})
    assert (trouble.value.sent, asked) == (True, 1)
    await line.close()
    listening.close()
