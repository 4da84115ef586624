"""Two people on one store: who is where, who writes, and taking over (F75, F76, F77)."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC

import pytest

from supportdesk.console.app import Console
from supportdesk.console.desk.neighbours import UNTOUCHED_MS
from supportdesk.domain.action import ChangeOption, ClientReference, ReceiveMessage
from supportdesk.domain.memory import Beat, KeepDraft, MarkSeen
from supportdesk.store.read import desk_lists, presence, threads
from tests.console.consoles import Running, running
from tests.small_desk import SmallDesk
from tests.stores import STORE_KINDS, Stores, stores_of


@pytest.fixture(params=STORE_KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Every test is run on both kinds of stores."""
    yield from stores_of(request)


@asynccontextmanager
async def olgas(small: SmallDesk) -> AsyncIterator[Running]:
    """A second console on the same store, for Olga."""
    me = next(row for row in small.desk.ask(desk_lists.operators) if row.id == small.olga)
    app = Console(small.desk, me, desk_name="First line", zone=UTC)
    async with app.run_test(size=(140, 40)) as pilot:
        found = Running(app, pilot, small)
        await found.settle()
        yield found


def here(small: SmallDesk) -> list[tuple[int, int, str]]:
    """Operator, ticket and doing of everybody who is here."""
    now = int(small.clock.now.timestamp() * 1000)
    found = small.desk.ask(presence.others, None, now)
    return [(row.operator_id, row.ticket, row.doing) for row in found]


def marked(console: Running) -> dict[str, str]:
    """The marks before the subjects of the list, and the tickets they stand at."""
    found = re.findall(r"(#\d+)[^#\n]{9,12} ([✎◦])\w", console.text)
    return {mark: number for number, mark in found}


async def look(console: Running) -> None:
    """Let a console look around and follow the store, as it does by itself."""
    console.desk._neighbours.tick()
    await console.settle()
    console.desk._upkeep.poll()
    await console.settle()


async def test_who_opens_or_writes_is_told_to_the_others(furnished: SmallDesk) -> None:
    async with running(furnished, size=(140, 40)) as console:
        await look(console)
        await look(console)
        assert here(furnished) == []
        await console.press("enter")
        await look(console)
        await look(console)
        assert here(furnished) == [(furnished.petro, 2, "viewing")]
        await console.press("r")
        await look(console)
        assert here(furnished) == [(furnished.petro, 2, "writing")]
        await console.press("escape", "n")
        await look(console)
        await look(console)
        assert [(who, doing) for who, _number, doing in here(furnished)] == [
            (furnished.petro, "viewing")
        ]
        await console.press("q", "q", "q")
    assert here(furnished) == []


async def test_heading_and_list_show_who_is_there_until_the_beats_stop(
    furnished: SmallDesk,
) -> None:
    async with running(furnished, size=(140, 40)) as console:
        assert "Olga" not in console.text
        furnished.desk.remember(Beat(furnished.olga, 2, "writing"))
        await look(console)
        assert "  Olga writes · open" in console.text
        assert marked(console) == {"✎": "#2"}
        furnished.desk.remember(Beat(furnished.olga, 1, "viewing", left=2))
        await look(console)
        assert "Olga writes" not in console.text
        assert marked(console) == {"◦": "#1"}
        furnished.clock.forward(seconds=15)
        await look(console)
        assert marked(console) == {}


async def test_beats_and_drafts_of_others_neither_read_nor_paint_anything_again(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await look(console)
        painted: list[str] = []
        console.desk._upkeep.catch_up = lambda **_own: painted.append("all")  # type: ignore[method-assign]
        console.desk.panes.tickets.repaint = lambda *_lines: painted.append("list")  # type: ignore[method-assign]
        console.desk.panes.thread.repaint = lambda *_lines: painted.append("thread")  # type: ignore[method-assign]
        furnished.desk.remember(KeepDraft(furnished.olga, 2, "reply", "Dear"))
        furnished.desk.remember(MarkSeen(furnished.olga, 2, 0))
        await look(console)
        assert painted == []
        furnished.desk.remember(Beat(furnished.olga, 2, "viewing"))
        await look(console)
        assert painted == ["thread", "list"]
        for _beat in range(3):
            furnished.clock.forward(seconds=10)
            furnished.desk.remember(Beat(furnished.olga, 2, "viewing"))
            await look(console)
        assert painted == ["thread", "list"]
        furnished.desk.remember(MarkSeen(furnished.petro, 2, 0))
        await look(console)
        assert "all" in painted


async def test_beats_are_rare_and_stop_when_nobody_touches_the_console(
    furnished: SmallDesk,
) -> None:
    beats: list[Beat] = []
    remember = furnished.desk.remember
    async with running(furnished) as console:
        await console.press("enter")
        furnished.desk.remember = lambda memory: (  # type: ignore[method-assign]
            beats.append(memory) if isinstance(memory, Beat) else remember(memory)
        )
        for _second in range(60):
            furnished.clock.forward(seconds=1)
            console.desk._neighbours.tick()
            await console.pilot.pause()
        await console.settle()
        assert 5 <= len(beats) <= 7
        furnished.clock.forward(milliseconds=UNTOUCHED_MS)
        before = len(beats)
        for _second in range(60):
            furnished.clock.forward(seconds=1)
            console.desk._neighbours.tick()
        await console.settle()
        assert len(beats) == before


async def test_the_place_of_a_writer_is_kept_where_the_desk_wants_it(
    furnished: SmallDesk,
) -> None:
    furnished.act(ChangeOption("writing_lock", "on"), by=furnished.olga)
    async with running(furnished) as console, olgas(furnished) as olga:
        await console.press("r", *"Dear Ivan")
        await olga.press("#", "2", "enter")
        await olga.press("r")
        assert "Petro writes to this client at this moment" in olga.text.replace("\n", " ")
        await olga.press("enter")
        assert olga.desk.writing.open is None
        await olga.press("r", "y")
        assert olga.desk.writing.open is not None
        trace = furnished.desk.ask(threads.events, 2)[-1]
        assert (trace.field, trace.before, trace.after) == (
            "writer",
            str(furnished.petro),
            str(furnished.olga),
        )
        await console.press("ctrl+d")
        assert "Olga writes to this client" in console.text
        await console.press("escape")
        await olga.press(*"Mine", "ctrl+d")
        assert furnished.row(2).replies == 1
        await console.press("ctrl+d")
        assert "Olga writes to this client" not in console.text
        assert "Somebody has written on the ticket" in console.text


async def test_by_default_nobodys_place_is_kept(furnished: SmallDesk) -> None:
    async with running(furnished) as console, olgas(furnished) as olga:
        await console.press("r", *"Dear Ivan")
        await olga.press("#", "2", "enter")
        await olga.press("r")
        assert olga.desk.writing.open is not None


async def test_what_comes_while_one_reads_the_stop_stops_again(furnished: SmallDesk) -> None:
    who = ClientReference("Иван Петров", "client3True@example.org")
    async with running(furnished) as console:
        await console.press("r", *"Late")
        furnished.act(ReceiveMessage(who, "Re:", "First news", "m1@x", ticket=2))
        await console.press("ctrl+d")
        assert "First news" in console.text
        furnished.act(ReceiveMessage(who, "Re:", "Second news", "m2@x", ticket=2))
        await console.press("y")
        assert furnished.row(2).replies == 0
        assert "Second news" in console.text
        await console.press("y")
        assert furnished.row(2).replies == 1
