"""Running a console on a small desk, and reading its screen as text."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from supportdesk.console.app import Console
from supportdesk.console.appearance import Wardrobe
from supportdesk.console.desk.screen import DeskScreen
from supportdesk.domain.action import (
    AddClientNote,
    AddNote,
    Assign,
    ClientReference,
    CreateTicket,
    EditClient,
    ReceiveMessage,
    Reply,
    SetState,
)
from supportdesk.domain.lookup import Lookups
from supportdesk.store.read import desk_lists
from tests.small_desk import SmallDesk

WIDE = (140, 40)
USUAL = (80, 24)
PATIENCE = 10.0
"""Seconds that a test waits for what another thread finds."""


@dataclass
class Running:
    """A console under test."""

    app: Console
    pilot: Pilot[None]
    small: SmallDesk

    @property
    def desk(self) -> DeskScreen:
        """The desk screen, whatever stands before it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, DeskScreen)
        return screen

    async def press(self, *keys: str) -> None:
        """Press keys and wait until everything they began is done; a text is typed at once."""
        for key, following in itertools.zip_longest(keys, keys[1:], fillvalue=""):
            if self._types(key) and self._types(following):
                self.app.post_message(events.Key(key, key))
            else:
                await self.pilot.press(key)
                await self.settle()

    def _types(self, key: str) -> bool:
        """Whether a key is a letter of a text that is being typed; digits choose in lists."""
        typing = isinstance(self.app.focused, Input | TextArea)
        return typing and len(key) == 1 and not key.isdigit()

    async def settle(self) -> None:
        """Wait until writes, loads and frames are done; a dialog may stay open."""
        for _round in range(2):
            await self.desk.writer.run(lambda: None)
            loads = [worker for worker in self.app.workers if worker.group == "listing"]
            if loads:  # without any, all workers would be waited for: a dialog's too
                await self.app.workers.wait_for_complete(loads)
            while self.desk.carrying_out.busy:  # a change of many tickets comes in parts
                await self.pilot.pause(0.01)
            await self.pilot.pause()

    async def until(self, words: str) -> None:
        """Wait until words are on the screen that come when another thread has found them."""
        latest = monotonic() + PATIENCE
        while monotonic() < latest:
            if words in self.text:
                return
            await self.pilot.pause(0.01)
            await asyncio.sleep(0.001)
        raise AssertionError(f"no {words!r} in\n{self.text}")

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        strips = self.app.screen._compositor.render_strips()
        lines = ("".join(segment.text for segment in strip).rstrip() for strip in strips)
        return "\n".join(lines)

    @property
    def notice(self) -> str:
        """What the bottom line tells."""
        notice = self.desk.panes.footer.notice
        return "" if notice is None else notice.sentence


def shown(console: Running) -> int:
    """The number of the ticket in the thread."""
    ticket = console.desk.panes.thread.ticket
    assert ticket is not None
    return ticket.number


def furnish(small: SmallDesk) -> None:
    """Six tickets as a day brings them; Petro owns three of them."""
    small.clock.now = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)
    refund = small.act(
        CreateTicket(
            ClientReference("Ann Lee", "ann@example.org", "+44 20 0000 000"),
            "Where is my refund?",
            "Hello, I paid twice on the 2nd for order A-1093 and one payment should come back."
            " My bank shows nothing yet. Could you check?",
            priority=2,
            channel="email",
            tags=("refund",),
        )
    )
    client = refund.client or small.row(refund.tickets[0]).client_id
    small.act(
        EditClient(
            client,
            (("company", "Lee Trading Ltd"), ("vip", "yes"), ("timezone", "Europe/London")),
            (("skill", "experienced"), ("emoji", "no")),
        )
    )
    small.act(AddClientNote(client, "Calls back only after 12."))
    number = refund.tickets[0]
    small.act(Assign(number, small.petro))
    small.clock.forward(hours=2)
    small.act(Reply(number, "Good afternoon, Ann! I can see both payments.", 10**6))
    small.act(AddNote(number, "Card has expired. Ask for another card."), by=small.olga)
    small.clock.forward(days=2)
    small.desk.work()
    small.act(
        ReceiveMessage(
            ClientReference("Ann Lee", "ann@example.org"),
            "Re: Where is my refund?",
            "Any news? It is the third day.\n> Good afternoon, Ann!",
            "second@example.org",
            ticket=number,
        )
    )
    others = (
        ("Иван Петров", "Оплата не прошла второй раз", 3, True),
        ("Олена Ковальчук", "Не працює вхід у кабінет", 1, True),
        ("Marta Silva", "Invoice for October, wrong company name", 1, False),
        ("Yusuf Demir", "Thanks for the quick fix!", 0, False),
        ("Ann Lee", "How do I change my address?", 1, False),
    )
    for name, subject, priority, mine in others:
        address = "ann@example.org" if name == "Ann Lee" else f"client{priority}{mine}@example.org"
        made = small.act(
            CreateTicket(ClientReference(name, address), subject, subject, priority=priority)
        )
        if mine:
            small.act(Assign(made.tickets[0], small.petro))
        small.clock.forward(minutes=40)
    small.act(SetState(made.tickets[0], "solved", kind="question"), by=small.olga)
    small.clock.now = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
    small.desk.work()


@asynccontextmanager
async def running(
    small: SmallDesk,
    size: tuple[int, int] = USUAL,
    theme: str = "calm-dark",
    lookups: Lookups | None = None,
    after_sending: str = "next",
) -> AsyncIterator[Running]:
    """A console on `small` for Petro, in UTC."""
    me = next(row for row in small.desk.ask(desk_lists.operators) if row.id == small.petro)
    app = Console(
        small.desk,
        me,
        desk_name="First line",
        zone=UTC,
        lookups=lookups,
        wardrobe=Wardrobe(theme),
        after_sending=after_sending,
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        found = Running(app, pilot, small)
        await found.settle()
        yield found
