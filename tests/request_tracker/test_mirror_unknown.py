"""No answer, a kill, a revoked access: nothing of a mirrored desk is sent twice or lost."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from supportdesk.desk.mirror import deciding
from supportdesk.domain.action import AddNote, ClientReference, CreateTicket, SetPriority
from supportdesk.remote.request_tracker.tracker import RequestTracker
from supportdesk.remote.trouble import SignedOut
from supportdesk.store.read.links import end_of_merges
from tests.request_tracker.conftest import new_ticket
from tests.request_tracker.cutting import Cut, CuttingProxy
from tests.request_tracker.killed_links import chaos
from tests.request_tracker.mirrors import Mirror, open_mirror, signing_in
from tests.request_tracker.server import RequestTrackerServer


@pytest.fixture
async def proxy(server: RequestTrackerServer) -> AsyncIterator[CuttingProxy]:
    """A proxy before the server that cuts nothing yet."""
    standing = CuttingProxy(server.port)
    await standing.start()
    yield standing
    await standing.stop()


@pytest.fixture
async def through(
    server: RequestTrackerServer, proxy: CuttingProxy, synced: Path, tmp_path: Path
) -> AsyncIterator[Mirror]:
    """A mirrored desk behind the proxy that waits no time for effects to come into sight."""
    shutil.copy(synced, tmp_path / "cut.desk")
    connecting = signing_in(proxy.url, server.truth["tokens"]["anna"])
    opened = await open_mirror(tmp_path / "cut.desk", connecting, settles=timedelta(0))
    yield opened
    await opened.close()


async def texts(there: RequestTracker, number: int) -> list[str]:
    """What was said on the ticket there, after its first message."""
    return [message.text for message in (await there.thread(str(number))).messages[1:]]


@pytest.mark.parametrize("cut", [Cut.ANSWER, Cut.FAILURE])
async def test_what_arrived_without_an_answer_is_found(
    through: Mirror, proxy: CuttingProxy, anna: RequestTracker, cut: Cut
) -> None:
    number = int(await new_ticket(anna, "cut"))
    await through.link.pull()
    through.reply(number, "Один раз\n\nи всё")
    through.desk.work()
    proxy.cut = cut
    await through.settle()
    await through.settle()
    assert through.waiting() == []
    assert await texts(anna, number) == ["Один раз\n\nи всё"]
    assert [text for _kind, text, _how in through.said(number)][1:] == ["Один раз\n\nи всё"]
    assert through.said(number)[-1][2] == "sent"


async def test_what_never_arrived_is_asked_and_sent_only_on_a_word(
    through: Mirror, proxy: CuttingProxy, anna: RequestTracker
) -> None:
    number = int(await new_ticket(anna, "asked"))
    await through.link.pull()
    through.act(AddNote(number, "Inside, once"))
    proxy.cut = Cut.BEFORE
    for _round in range(3):
        await through.settle()
    assert through.waiting() == [("Note", "unknown", "mirror.unknown")]
    assert await texts(anna, number) == []
    deciding.again(through.desk, through.outbox()[0].number)
    await through.settle()
    assert through.waiting() == []
    assert await texts(anna, number) == ["Inside, once"]


async def test_an_operator_may_say_that_it_arrived(
    through: Mirror, proxy: CuttingProxy, anna: RequestTracker
) -> None:
    number = int(await new_ticket(anna, "said so"))
    await through.link.pull()
    through.reply(number, "By phone")
    through.desk.work()
    proxy.cut = Cut.BEFORE
    for _round in range(3):
        await through.settle()
    assert [state for _what, state, _because in through.waiting()] == ["unknown"]
    assert through.said(number)[-1][2] == "unknown"
    deciding.was_sent(through.desk, through.outbox()[0].number)
    await through.settle()
    assert through.waiting() == []
    assert await texts(anna, number) == []


async def test_a_change_without_an_answer_is_made_anew_where_it_is_not_there(
    through: Mirror, proxy: CuttingProxy, anna: RequestTracker
) -> None:
    number = int(await new_ticket(anna, "anew"))
    await through.link.pull()
    through.act(SetPriority(number, 2))
    proxy.cut = Cut.BEFORE
    for _round in range(3):
        await through.settle()
    assert through.waiting() == []
    assert (await anna.ticket(str(number))).priority == "100"


async def test_a_new_ticket_without_an_answer_is_found_once(
    through: Mirror, proxy: CuttingProxy, anna: RequestTracker
) -> None:
    client = ClientReference("Jan Nowak", "client2@mail.example")
    made = through.act(CreateTicket(client, "Cut at its birth", "Родился без ответа.")).tickets[0]
    proxy.cut = Cut.ANSWER
    for _round in range(3):
        await through.settle()
    assert through.waiting() == []
    number = through.desk.ask(end_of_merges, made)
    assert number < 10**9
    assert [text for _kind, text, _how in through.said(number)] == ["Родился без ответа."]
    found = await anna.search("Cut at its birth")
    assert [ticket.rid for ticket in found] == [str(number)]


async def test_a_private_note_is_never_mailed_and_a_reply_once(
    here: Mirror, server: RequestTrackerServer, anna: RequestTracker
) -> None:
    number = int(await new_ticket(anna, "mails"))
    await here.link.pull()
    here.act(AddNote(number, "SECRET-OF-OURS"))
    here.reply(number, "OPEN-TO-THEM")
    await here.settle()
    mails = server.mails()
    assert not any("SECRET-OF-OURS" in mail and "client1@" in mail for mail in mails)
    assert sum("OPEN-TO-THEM" in mail and "To: client1@mail.example" in mail for mail in mails) == 1


async def test_a_revoked_access_pauses_the_link(
    server: RequestTrackerServer, synced: Path, tmp_path: Path
) -> None:
    shutil.copy(synced, tmp_path / "revoked.desk")
    token = server.truth["tokens"]["anna"]
    with pytest.raises(SignedOut):
        await open_mirror(tmp_path / "revoked.desk", signing_in(server.url, token[:-1]))


def test_killed_at_any_moment_it_sends_nothing_twice_and_loses_nothing(
    server: RequestTrackerServer, synced: Path, tmp_path: Path
) -> None:
    shutil.copy(synced, tmp_path / "killed.desk")
    came_of_it = chaos(server, tmp_path / "killed.desk", kills=5, seed=1)
    assert came_of_it.twice == came_of_it.lost == 0
    assert came_of_it.kills == 5
    assert came_of_it.sends >= 20
