"""The console counts what the operator works on: no frame more, no idle write (F42)."""

from pathlib import Path

from supportdesk.domain.time_spent import MINUTE
from supportdesk.store.read import times
from tests.console.consoles import WIDE, Running, running, shown
from tests.reading import file_of
from tests.small_desk import SmallDesk


def spent(small: SmallDesk) -> dict[tuple[int, str], int]:
    """Seconds by ticket and kind of work."""
    found: dict[tuple[int, str], int] = {}
    for row in small.desk.ask(times.entries, times.Sought()):
        key = (row.ticket, row.work)
        found[key] = found.get(key, 0) + row.milliseconds // 1000
    return found


async def look(console: Running) -> None:
    """Five seconds have passed."""
    console.desk.timing.look()
    await console.pilot.pause()
    await console.settle()


async def test_reading_and_writing_are_counted_and_kept_after_a_while(
    furnished: SmallDesk,
) -> None:
    async with running(furnished, WIDE) as console:
        first = shown(console)
        await console.press("k")
        furnished.clock.forward(seconds=20)
        await console.press("r")
        furnished.clock.forward(seconds=30)
        await console.press("x")
        await look(console)
        assert spent(furnished) == {(first, "reading"): 20, (first, "reply"): 30}


async def test_nothing_is_painted_and_an_idle_console_writes_nothing(
    furnished: SmallDesk,
) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("k")
        painted: list[str] = []
        panes = console.desk.panes
        panes.show_ticket_again = lambda: painted.append("ticket")  # type: ignore[method-assign]
        furnished.clock.forward(minutes=5)
        await look(console)
        console.desk._upkeep.poll()
        await console.settle()
        assert spent(furnished) == {(shown(console), "reading"): 60}
        assert painted == []
        log = Path(f"{file_of(furnished.desk)}-wal")
        before = log.stat().st_size
        for _minute in range(10):
            furnished.clock.forward(minutes=1)
            await look(console)
        assert log.stat().st_size == before


async def test_a_call_is_counted_for_the_ticket_it_becomes(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("N")
        furnished.clock.forward(seconds=40)
        await console.press(*"Zoe", "enter", "enter", "enter", *"hm", "ctrl+d")
        number = shown(console)
        console.desk.keep_draft_now()
        assert spent(furnished)[(number, "call")] == 40


async def test_what_was_counted_is_kept_when_the_desk_is_left(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("k")
        furnished.clock.forward(seconds=10)
        await console.press("q", "q")
    assert sum(spent(furnished).values()) == 10


async def test_counting_can_be_switched_off(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        console.desk.timing.counts = False
        await console.press("k")
        furnished.clock.forward(minutes=2)
        await console.press("k")
        await look(console)
        console.desk.keep_draft_now()
    assert spent(furnished) == {}


async def test_time_is_seen_added_and_corrected_by_hand(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        number = shown(console)
        await console.press("ctrl+p", *"time spent", "enter", *"15m")
        assert "Begin with + or =" in console.text
        await console.press("ctrl+u", *"+15m call the bank", "enter")
        assert "my time 15 min" in console.text
        assert f"#{number}: call: 15 min more." in console.notice
        await console.press("ctrl+p", *"time spent", "enter")
        assert "mine: call 15 min" in console.text
        await console.press(*"=1h call it took long", "enter")
        assert "my time 1 h 00 min" in console.text
        await console.press("z")
        assert "my time 15 min" in console.text
        assert furnished.desk.ask(times.total, number, furnished.petro) == 15 * MINUTE
