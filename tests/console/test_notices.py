"""Telling of client messages: once, not in quiet hours, nothing that somebody wrote (F169)."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from supportdesk.console.app import Console
from supportdesk.console.notices import ONCE_IN, Notices, NoticeSettings, numbers_text
from supportdesk.domain.action import Assign, ChangeTags, ClientReference, ReceiveMessage
from supportdesk.settings.notices import command_words, is_quiet, quiet_hours, yes_or_no
from supportdesk.store.read import desk_lists
from tests.console.consoles import Running
from tests.small_desk import SmallDesk
from tests.stores import STORE_KINDS, Stores, stores_of

ME, OTHER = 2, 1
NOON = 12 * 60
EVERYTHING = NoticeSettings("mine", bell=True, desktop="osc9", command=("say", "{numbers}"))


@pytest.fixture(params=STORE_KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Every test is run on both kinds of stores."""
    yield from stores_of(request)


class Heard:
    """What a terminal and a command were given."""

    def __init__(self, settings: NoticeSettings = EVERYTHING) -> None:
        self.written: list[str] = []
        self.run: list[Sequence[str]] = []
        self.notices = Notices(settings, self.written.append, self.run.append)

    def tell(self, *messages: tuple[int, int | None], now: int = 0, minute: int = NOON) -> None:
        """Tell of messages."""
        self.notices.tell(messages, ME, now, minute)


def test_a_ticket_is_told_of_once_a_minute() -> None:
    heard = Heard()
    for now in (0, 1, ONCE_IN - 1, ONCE_IN, ONCE_IN + 1):
        heard.tell((17, ME), now=now)
    assert heard.run == [["say", "#17"]] * 2
    heard.tell((17, ME), (18, ME), now=ONCE_IN + 2)
    assert heard.run[2:] == [["say", "#18"]]
    assert heard.written.count("\x07") == 3


def test_whose_tickets_are_told_of() -> None:
    for whom, told in (("mine", ["#1"]), ("all", ["#1, #2"]), ("off", [])):
        heard = Heard(replace(EVERYTHING, whom=whom))
        heard.tell((1, ME), (2, None), (3, OTHER))
        assert [words[1] for words in heard.run] == told


def test_quiet_hours_are_quiet_and_end() -> None:
    heard = Heard(replace(EVERYTHING, quiet="22:00-08:00"))
    heard.tell((1, ME), minute=23 * 60)
    heard.tell((1, ME), minute=7 * 60 + 59)
    assert (heard.run, heard.written) == ([], [])
    heard.tell((1, ME), minute=8 * 60)
    assert len(heard.run) == 1


@pytest.mark.parametrize(
    ("hours", "minute", "quiet"),
    [
        ("off", 0, False),
        ("22:00-08:00", 0, True),
        ("22:00-08:00", NOON, False),
        ("12:00-13:00", NOON, True),
        ("12:00-13:00", 13 * 60, False),
    ],
)
def test_hours_may_cross_midnight(hours: str, minute: int, quiet: bool) -> None:
    assert is_quiet(quiet_hours(hours), minute) is quiet


@pytest.mark.parametrize("raw", ["25:00-08:00", "late", "", "22-8", 7])
def test_hours_that_are_none_are_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="22:00-08:00"):
        quiet_hours(raw)


def test_a_command_is_a_list_of_words() -> None:
    assert command_words(["a", "b c"]) == ("a", "b c")
    assert command_words("notify-send 'my desk' {numbers}") == (
        *("notify-send", "my desk", "{numbers}"),
    )
    for raw in ("", "'open", [], [7], 7, ["a\0b"]):
        with pytest.raises(ValueError, match="notify-send"):
            command_words(raw)
    assert (yes_or_no("yes"), yes_or_no(False)) == (True, False)


def test_sequences_for_the_terminal_pass_tmux() -> None:
    heard = Heard(NoticeSettings("mine", desktop="osc777", tmux=True))
    heard.tell((17, ME))
    assert heard.written == [
        "\x1bPtmux;\x1b\x1b]777;notify;supportdesk;A client has written: #17\x07\x1b\\"
    ]


def test_many_numbers_are_counted() -> None:
    assert numbers_text([1, 2]) == "#1, #2"
    assert numbers_text(list(range(1, 9))) == "#1, #2, #3, #4, #5 +3"


def test_the_title_counts_and_is_written_only_when_it_changes() -> None:
    heard = Heard(NoticeSettings(title=True))
    for unread in (0, 3, 3, 0):
        heard.notices.badge(unread)
    titles = [f"\x1b]2;{title}\x07" for title in ("supportdesk", "(3) supportdesk", "supportdesk")]
    assert heard.written == titles


def console(small: SmallDesk, settings: NoticeSettings) -> Console:
    """Petro's console."""
    me = next(row for row in small.desk.ask(desk_lists.operators) if row.id == small.petro)
    return Console(small.desk, me, desk_name="First line", zone=UTC, notices=settings)


def message(small: SmallDesk, number: int, source: str) -> None:
    """The client writes again; nobody of us did it."""
    hostile = "$(touch x) `id` \x1b]0;owned\x07 '; rm -rf"
    reference = ClientReference("Ann Lee", "ann@example.org")
    said = ReceiveMessage(reference, f"Re: {hostile}", hostile, source, ticket=number)
    small.desk.act(None, said)


async def test_the_command_gets_numbers_and_nothing_that_somebody_wrote(
    furnished: SmallDesk, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    write = f"import sys; open({str(told)!r}, 'a').write(repr(sys.argv[1:]) + chr(10))"
    settings = NoticeSettings("mine", command=(sys.executable, "-c", write, "{numbers}; $HOME"))
    app = console(furnished, settings)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        small = furnished
        small.act(ChangeTags(1, add=("seen",)), by=small.olga)  # no news
        message(small, 1, "one@example.org")
        message(small, 1, "two@example.org")
        small.act(Assign(4, small.olga), by=small.olga)
        message(small, 4, "three@example.org")  # somebody else's
        for _wait in range(100):
            await asyncio.sleep(0.05)
            if told.exists() and told.read_text().endswith("\n"):
                break
        await asyncio.sleep(0.3)
    assert told.read_text() == "['#1; $HOME']\n"


async def test_a_command_that_cannot_be_run_is_told(furnished: SmallDesk) -> None:
    app = console(furnished, NoticeSettings("mine", command=("/nowhere/notify",)))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        running = Running(app, pilot, furnished)
        await running.settle()
        message(furnished, 1, "one@example.org")
        for _wait in range(100):
            await asyncio.sleep(0.05)
            if running.notice:
                break
        assert "cannot be run: No such file" in running.notice
