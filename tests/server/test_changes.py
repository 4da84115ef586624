"""`/v1/changes` and the stream: a replica that follows them is what the store is."""

import asyncio
import itertools
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from supportdesk.domain import action
from supportdesk.domain.action import (
    AddClientNote,
    AddNote,
    Assign,
    ChangeTags,
    ClientReference,
    CreateTicket,
    EditClient,
    ForgetClient,
    HistoricClientEvent,
    LinkTicket,
    MergeClients,
    MergeTicket,
    ReceiveMessage,
    RecordClientEvents,
    Reply,
    SaveQueue,
    SetPriority,
    SetState,
    SplitMessage,
    Undo,
)
from supportdesk.domain.errors import DeskError
from supportdesk.store.read import changes as reads
from supportdesk.store.read import clients, threads, tickets
from tests.reading import read_from_file
from tests.server.conftest import Api, serving
from tests.small_desk import SmallDesk

COUNT = itertools.count()
ANN = ClientReference("Ann Lee", "ann@example.org")
MARTA = ClientReference("Marta", "marta@example.org")


class Replica:
    """What a reader of changes knows."""

    def __init__(self) -> None:
        self.since = 0
        self.events: dict[int, Any] = {}
        self.tickets: dict[int, Any] = {}
        self.messages: dict[int, Any] = {}
        self.clients: dict[int, Any] = {}
        self.client_events: dict[int, Any] = {}
        self.pages = 0

    async def follow(self, api: Api, limit: int = 500) -> None:
        """Read on to the end."""
        while True:
            page = await api.item("/v1/changes", since=self.since, limit=limit)
            assert len(page["events"]) <= limit
            self.pages += 1
            for name in ("tickets", "messages", "clients", "client_events"):
                held: dict[int, Any] = getattr(self, name)
                held.update({one["number"]: one for one in page[name]})
                for number in page["gone"].get(name, ()):
                    held.pop(number, None)
            self.events.update({one["seq"]: one for one in page["events"]})
            self.since = page["next"]
            if page["complete"]:
                return


async def whole(api: Api) -> Replica:
    """What somebody knows who reads everything now."""
    fresh = Replica()
    await fresh.follow(api, 1000)
    return fresh


def same(one: Replica, other: Replica) -> None:
    """Both know the same."""
    assert one.tickets == other.tickets
    assert one.messages == other.messages
    assert one.clients == other.clients
    assert one.events == other.events


async def holds_the_store(replica: Replica, api: Api, small: SmallDesk) -> None:
    """Every ticket, message and client of the store stands in the replica as it is read."""
    ask = small.desk.ask
    listed = await api.item("/v1/tickets", query="number>0", limit=200)
    numbers = [one["number"] for one in listed["tickets"]]
    there = [n for n in numbers if ask(tickets.row, n, None).reason != "withdrawn"]  # type: ignore[union-attr]
    assert sorted(replica.tickets) == sorted(there)
    for number in numbers:
        thread = await api.item(f"/v1/tickets/{number}/thread", events=True)
        for message in thread["thread"]:
            assert replica.messages[message["number"]] == message
        for event in thread["events"]:
            known = replica.events[event["seq"]]
            for side in ("from", "to"):
                if str(known[side]).startswith("text:"):
                    event[side] = known[side]
            assert event == {name: known[name] for name in event}
    held = {message.id for n in numbers for message in ask(threads.messages, n)}
    assert set(replica.messages) == held
    for number, ticket in replica.tickets.items():
        shown = await api.item(f"/v1/tickets/{number}")
        common = set(shown) & set(ticket) - {"links", "followers"}
        assert {name: ticket[name] for name in common} == {name: shown[name] for name in common}
    for number, client in replica.clients.items():
        shown = await api.item(f"/v1/clients/{number}")
        assert {name: shown[name] for name in client} == client
    assert {row.client_id for n in there if (row := ask(tickets.row, n, None))} <= set(
        replica.clients
    )


def steps(small: SmallDesk) -> list[Any]:
    """What happens on a desk: each is tried, some are refused."""
    seen = 1 << 40

    def later() -> None:
        small.clock.forward(hours=5)
        small.desk.work()

    return [
        lambda n, t: small.act(CreateTicket(ANN if n % 2 else MARTA, f"Refund {n}", "I paid.")),
        lambda n, t: small.act(ReceiveMessage(ANN, "", f"And? {n}", f"m{n}", t)),
        lambda n, t: small.act(Reply(t, f"Soon {n}", seen, then_state="waiting"), "newer"),
        lambda n, t: small.act(AddNote(t, f"Called {n}")),
        lambda n, t: small.act(SetPriority(t, n % 4)),
        lambda n, t: small.act(Assign(t, small.petro if n % 2 else None)),
        lambda n, t: small.act(ChangeTags(t, (f"tag{n % 3}",))),
        lambda n, t: small.act(SetState(t, "solved", kind="help")),
        lambda n, t: small.act(MergeTicket(t, t % 3 + 1), "other_client"),
        lambda n, t: small.act(LinkTicket(t, "duplicate", t % 3 + 1)),
        lambda n, t: small.act(EditClient(1, (("company", f"Lee {n}"),))),
        lambda n, t: small.act(AddClientNote(1, f"VIP {n}")),
        lambda n, t: small.act(MergeClients(2, 1), "merge"),
        lambda n, t: small.act(SplitMessage(small.desk.ask(threads.messages, t)[0].id)),
        lambda n, t: small.act(Undo()),
        lambda n, t: later(),
        lambda n, t: small.act(ForgetClient(1), "forget", by=small.olga),
    ]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    chosen=st.lists(
        st.tuples(st.integers(0, 16), st.integers(1, 6), st.integers(1, 3)), min_size=5, max_size=30
    )
)
def test_whatever_happens_a_follower_knows_what_a_newcomer_reads(
    make_desk: Any, chosen: list[tuple[int, int, int]]
) -> None:
    small = make_desk(f"followed-{next(COUNT)}.desk")

    async def follow() -> None:
        async with serving(small) as api:
            follower = Replica()
            for n, (step, ticket, limit) in enumerate(chosen):
                try:
                    steps(small)[step](n, ticket)
                except (DeskError, IndexError):
                    continue
                if n % 3 == 0:
                    await follower.follow(api, limit)
            await follower.follow(api, 7)
            same(follower, await whole(api))
            await holds_the_store(follower, api, small)

    asyncio.run(follow())


async def test_a_ticket_comes_once_in_a_first_sync(api: Api, small: SmallDesk) -> None:
    numbers = [small.ticket(f"Refund {n}") for n in range(20)]
    for number in numbers:
        small.act(SetPriority(number, 2))
    told: list[int] = []
    since, complete = 0, False
    while not complete:
        page = await api.item("/v1/changes", since=since, limit=13)
        told += [one["number"] for one in page["tickets"]]
        since, complete = page["next"], page["complete"]
    assert sorted(told) == numbers


async def test_what_clients_did_elsewhere_is_told(api: Api, small: SmallDesk) -> None:
    small.ticket()
    event = HistoricClientEvent(1, "order", small.clock.now, "A-1", (("sum", "12"),), "shop:1")
    small.act(RecordClientEvents((event,)))
    (told,) = (await whole(api)).client_events.values()
    assert (told["client"], told["kind"], told["text"], told["details"]) == (
        1, "order", "A-1", {"sum": "12"},
    )  # fmt: skip


async def test_nothing_new_is_a_page_without_anything(api: Api, small: SmallDesk) -> None:
    small.ticket()
    last = (await whole(api)).since
    page = await api.item("/v1/changes", since=last)
    assert (page["events"], page["tickets"], page["next"], page["complete"]) == ([], [], last, True)


async def test_what_of_the_catalogue_is_stale_is_named(api: Api, small: SmallDesk) -> None:
    last = (await whole(api)).since
    small.act(SaveQueue("Third line", 3), by=small.olga)
    page = await api.item("/v1/changes", since=last)
    assert page["stale"] == ["queue"]
    assert page["events"] == []  # an operator does not audit the desk
    lead = await api.of(small.olga, "read").item("/v1/changes", since=last)
    assert [one["subject"] for one in lead["events"]] == ["queue", "access_token"]


async def test_the_cost_of_a_page_is_not_that_of_the_store(api: Api, small: SmallDesk) -> None:
    """The statements a page runs do as much work in a store ten times as large."""

    async def work() -> int:
        small.act(SetPriority(1, 3 - small.row(1).priority % 2))
        last = small.desk.ask(tickets.change_number) - 1
        counted = 0

        def tick() -> int:
            nonlocal counted
            counted += 1
            return 0

        reader.set_progress_handler(tick, 10)
        page = reads.changes(reader, last, 100)
        tickets.rows(reader, page.tickets, None)
        reads.messages_by_id(reader, page.messages)
        [clients.card(reader, one) for one in page.clients]
        reader.set_progress_handler(None, 0)
        return counted

    reader = read_from_file(small.desk)
    for n in range(20):
        small.ticket(f"Refund {n}")
    few = await work()
    for n in range(200):
        small.ticket(f"Refund {n}")
    assert await work() <= few * 1.2


def test_the_examples_of_actions_can_be_read() -> None:
    from supportdesk.domain.wire_reading import read_action
    from supportdesk.server.schemas import ACTIONS

    examples = ACTIONS["requestBody"]["content"]["application/json"]["examples"]
    made = [read_action(one["value"]["action"]) for one in examples.values()]
    assert [type(one) for one in made] == [action.AddNote, action.Reply]
