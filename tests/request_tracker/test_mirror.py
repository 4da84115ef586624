"""A desk that stands for a real Request Tracker: what is done on either is on both, once."""

from datetime import timedelta
from pathlib import Path

import pytest

from supportdesk.domain.action import AddNote, Assign, ChangeTags, SetPriority, SetState
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.remote.base import Done
from supportdesk.remote.facts import Attachment
from supportdesk.remote.intents import Reply as ReplyThere
from supportdesk.remote.mirror.exchange import Exchange
from supportdesk.remote.request_tracker.asking import Asking
from supportdesk.remote.request_tracker.tracker import RequestTracker
from supportdesk.remote.trouble import Unreachable
from supportdesk.store.read import clients, health, threads, tickets
from supportdesk.store.write.mirror import rows_of
from tests.request_tracker.conftest import Operator, new_ticket
from tests.request_tracker.mirrors import Mirror, make_store, now, open_mirror, signing_in
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


async def test_files_cards_templates_and_articles_come_along(
    here: Mirror, anna: RequestTracker, server: RequestTrackerServer, operator: Operator
) -> None:
    rid = await new_ticket(anna, "files")
    small = Attachment("счёт.txt", "text/plain", "Итого 5".encode())
    large = Attachment("скан.bin", "application/octet-stream", b"\x01" * 100_000)
    boris = await operator("boris")
    done = await boris.apply(ReplyThere(rid, "See", files=(small, large)), None, "k1")
    assert isinstance(done, Done)
    await here.link.pull()
    files = {
        file.name: file
        for row in here.desk.ask(threads.messages, int(rid))
        for file in row.attachments
    }
    assert b"".join(here.desk.content(files["счёт.txt"])) == small.content
    assert (files["скан.bin"].size, b"".join(here.desk.content(files["скан.bin"]))) == (
        100_000,
        b"",
    )
    assert await here.link.fetch(files["скан.bin"]) == large.content
    kept = next(
        file
        for row in here.desk.ask(threads.messages, int(rid))
        for file in row.attachments
        if file.name == "скан.bin"
    )
    assert b"".join(here.desk.content(kept)) == large.content
    client = (await anna.ticket("1")).clients[0]
    card = here.desk.ask(clients.card, here.row(1).client_id)
    assert card is not None
    assert dict(card.traits) == {
        name: ", ".join(held) for name, held in (await anna.client(client.rid)).fields.items()
    }
    assert [row["title"] for row in here.desk.lease(rows_of, "template")] == ["Refund promised"]
    titles = [row["title"] for row in here.desk.lease(rows_of, "article")]
    assert titles == ["How to descale", "Гарантия"]
    assert faults(here) == []


async def test_a_store_of_the_last_days_begins_with_what_is_at_work(
    server: RequestTrackerServer, tmp_path: Path
) -> None:
    path = tmp_path / "few.desk"
    make_store(path, server.url, history=str(to_milliseconds(now() - timedelta(hours=3))))
    few = await open_mirror(path, signing_in(server.url, server.truth["tokens"]["anna"]))
    done = [one["id"] for one in server.truth["tickets"] if one["state"] == "resolved"]
    link = few.link.status()
    assert link.complete
    assert link.progress == link.total > 0
    assert few.desk.ask(tickets.row, done[0], few.me) is None
    assert await few.link.bring(str(done[0])) == done[0]
    assert few.row(done[0]).state == "solved"
    found = await few.link.search("leaks")
    assert set(found) >= {one["id"] for one in server.truth["tickets"] if one["id"] in done[1:2]}
    await few.close()


async def test_it_goes_on_where_it_was_cut_off(
    server: RequestTrackerServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Asking, "page_size", 10)
    make_store(tmp_path / "cut.desk", server.url)
    connecting = signing_in(server.url, server.truth["tokens"]["anna"])
    taken: list[str] = []
    real = Exchange.take

    async def take(self: Exchange, rid: str) -> None:
        if len(taken) == 14:
            raise Unreachable("cut", sent=True)
        taken.append(rid)
        await real(self, rid)

    with monkeypatch.context() as cutting:
        cutting.setattr(Exchange, "take", take)
        with pytest.raises(Unreachable):
            await open_mirror(tmp_path / "cut.desk", connecting)
    again = await open_mirror(tmp_path / "cut.desk", connecting)
    assert again.link.status().complete
    merged = server.truth["merged"]["from"]
    for told in server.truth["tickets"]:
        if told["id"] != merged:
            assert len(again.said(told["id"])) >= len(told["messages"])
    assert faults(again) == []
    await again.close()
