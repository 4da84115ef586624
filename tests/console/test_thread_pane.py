"""The thread pane on long conversations."""

import pytest

from supportdesk.console.questions import conversation
from supportdesk.domain.action import (
    AddNote,
    ClientReference,
    HistoricChange,
    HistoricTicket,
    ReceiveMessage,
    RecordHistory,
)
from tests.console.consoles import running
from tests.small_desk import SmallDesk


async def test_scrolling_up_reads_what_lies_before_the_newest_messages(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "NEWEST_MESSAGES", 10)
    number = small.ticket(body="the very first message")
    for n in range(30):
        who = ClientReference("Ann Lee", "ann@example.org")
        small.act(ReceiveMessage(who, "Re:", f"message {n}", f"m{n}@x", ticket=number))
    async with running(small) as console:
        await console.press("3", "enter")
        assert "message 29" in console.text
        for _page in range(12):
            await console.press("pageup")
        assert "the very first message" in console.text
        await console.press("end")
        assert "message 29" in console.text
        await console.press("home")
        assert "the very first message" in console.text


async def test_scrolling_keeps_its_place_when_the_screen_is_painted_again(
    small: SmallDesk,
) -> None:
    small.ticket(body="\n".join(f"line {n}" for n in range(200)))
    async with running(small) as console:
        await console.press("3", "enter", "pagedown", "pagedown", "j")
        before = console.text
        await console.press("A", "escape")
        assert [line for line in before.splitlines() if "line 3" in line] == [
            line for line in console.text.splitlines() if "line 3" in line
        ]


async def test_a_ticket_without_messages_says_where_its_past_is(small: SmallDesk) -> None:
    at = small.clock()
    entry = HistoricChange("1", at, small.petro, (("state", "open"),))
    log = HistoricTicket("log:1", "Lamp", ClientReference("Ann"), (), at, changes=(entry,))
    small.desk.act(None, RecordHistory((log,)))
    async with running(small) as console:
        await console.press("3", "enter")
        assert "No messages. What happened: supportdesk show 1 --events" in console.text
        await console.press("pagedown", "end", "home")
        assert "No messages." in console.text
        small.act(AddNote(1, "Rang them"))
    async with running(small) as console:
        await console.press("3", "enter")
        assert "Rang them" in console.text
        assert "No messages." not in console.text


QUOTING = """Thanks, it works now.

On Mon, Mar 2, 2026 at 12:30 PM Support <help@example.org> wrote:

> Please try again.
> It may take a minute.
>
> The support
"""


async def test_quoted_text_is_folded_until_it_is_asked_for(small: SmallDesk) -> None:
    small.ticket(body=QUOTING)
    async with running(small) as console:
        await console.press("3", "enter")
        assert "Thanks, it works now." in console.text
        assert "Please try again." not in console.text
        assert "⋯ 6 quoted lines folded · O shows them" in console.text
        await console.press("O")
        assert "> Please try again." in console.text
        assert "Messages are shown as they came." in console.text
        await console.press("O")
        assert "Please try again." not in console.text


async def test_what_a_search_found_is_not_folded(small: SmallDesk) -> None:
    small.ticket(body=QUOTING)
    async with running(small) as console:
        await console.press("/", *"minute", "enter", "enter")
        await console.until("> It may take a minute.")


async def test_the_quotes_of_a_note_stay(small: SmallDesk) -> None:
    number = small.ticket(body="Hello")
    small.act(AddNote(number, QUOTING))
    async with running(small) as console:
        await console.press("3", "enter")
        assert "Please try again." in console.text
