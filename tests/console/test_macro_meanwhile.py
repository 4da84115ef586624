"""A macro's reply in its composer while the ticket goes on: nothing typed is lost (F62-F64)."""

from datetime import timedelta

import pytest

from supportdesk.domain.action import (
    Assign,
    ClientReference,
    CreateTicket,
    MergeTicket,
    SaveMacro,
    SetState,
)
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read import macros, threads
from tests.console.consoles import USUAL, WIDE, Running, running
from tests.small_desk import SmallDesk

REPLY = (("en", "It is done."),)


def keep(small: SmallDesk, **does: object) -> None:
    """A macro with a reply that opens in the composer."""
    small.act(SaveMacro("Finish", Macro(reply=REPLY, **does)))  # type: ignore[arg-type]


def body(console: Running) -> str:
    """What stands in the open composer."""
    assert console.desk.writing.open is not None
    return console.desk.writing.open.composer.body


def waits(small: SmallDesk, number: int = 2) -> bool:
    """Whether a macro waits for Petro's reply."""
    return small.desk.ask(macros.prepared, small.petro, number) is not None


@pytest.mark.parametrize("size", [USUAL, WIDE])
async def test_a_moment_that_is_past_holds_up_nothing(
    furnished: SmallDesk, size: tuple[int, int]
) -> None:
    until = furnished.clock.now + timedelta(hours=1)
    keep(furnished, snooze=f"{until:%Y-%m-%d %H:%M}", add=("done",))
    async with running(furnished, size=size) as console:
        await console.press("f", "enter", "!")
        furnished.clock.forward(hours=2)
        await console.press("ctrl+d")
        assert "The moment is past" in console.text
        await console.press("n")
        assert body(console) == "It is done.!"
        assert furnished.row(2).replies == 0
        await console.press("ctrl+d", "y")
        if furnished.row(2).replies == 0:
            await console.press("y")
        row = furnished.row(2)
        assert (row.replies, row.tags.count("done"), row.wake_at) == (1, 1, None)
        await console.press("z")
        assert body(console) == "It is done.!"
        assert waits(furnished)
    assert furnished.row(2).replies == 0


async def test_what_cannot_be_done_any_more_lets_the_reply_go_alone(furnished: SmallDesk) -> None:
    keep(furnished, state="waiting", add=("done",))
    async with running(furnished, size=USUAL) as console:
        await console.press("f", "enter")
        furnished.act(SetState(2, "solved", kind="help"), by=furnished.petro)
        furnished.act(SetState(2, "closed"), by=furnished.petro)
        await console.press("ctrl+d")
        assert "Finish cannot be done" in console.text
        await console.press("escape")
        assert (body(console), waits(furnished)) == ("It is done.", True)
        await console.press("ctrl+d", "y")
        row = furnished.row(2)
        assert (row.state, row.replies, "done" in row.tags) == ("closed", 1, False)
        assert not waits(furnished)


async def test_a_ticket_taken_by_a_colleague_is_shown_before(furnished: SmallDesk) -> None:
    keep(furnished, owner="me")
    async with running(furnished, size=USUAL) as console:
        await console.press("f", "enter")
        furnished.act(Assign(2, furnished.olga), by=furnished.olga)
        await console.press("ctrl+d")
        assert "Stop and look" in console.text
        assert "(owner)" in console.text
        await console.press("n")
        assert furnished.row(2).owner_id == furnished.olga
        assert body(console) == "It is done."


async def test_a_merged_ticket_takes_all_of_it_along(furnished: SmallDesk) -> None:
    keep(furnished, add=("done",))
    who = ClientReference("Ann Lee", "ann@example.org")
    into = furnished.act(CreateTicket(who, "The same", "Again")).tickets[0]
    async with running(furnished, size=USUAL) as console:
        await console.press("f", "enter")
        furnished.act(MergeTicket(2, into), "other_client", by=furnished.olga)
        await console.press("ctrl+d")
        assert "was merged into ticket" in " ".join(console.text.split())
        await console.press("y")
        if furnished.row(into).replies == 0:
            await console.press("y")
    row = furnished.row(into)
    assert (row.replies, "done" in row.tags) == (1, True)


async def test_an_emptied_reply_and_one_made_a_note_let_the_macro_go(furnished: SmallDesk) -> None:
    keep(furnished, add=("done",))
    async with running(furnished, size=WIDE) as console:
        await console.press("f", "enter", *["backspace"] * len("It is done."), "escape", "q")
        assert not waits(furnished)
        await console.press("f", "enter", "escape", "c")
        if "Stop" in console.text or "note" in console.text:
            await console.press("y")
        assert not waits(furnished)
        assert "sending also" not in console.text


async def test_a_replaced_draft_and_the_new_text_change_places(furnished: SmallDesk) -> None:
    """`z` brings the old text back, and the next one what was typed since."""
    keep(furnished, add=("done",))
    furnished.desk.remember(KeepDraft(furnished.petro, 2, "reply", "half"))
    async with running(furnished, size=WIDE) as console:
        await console.press("f", "enter", "3", "!", "escape", "q", "z")
        assert (body(console), waits(furnished)) == ("half", False)
        await console.press("escape", "q", "z")
        assert (body(console), waits(furnished)) == ("It is done.!", True)
        kept = furnished.desk.ask(threads.draft, furnished.petro, 2, "reply")
        assert kept is not None
        assert kept.body == "It is done.!"


async def test_a_note_with_a_gap_is_refused_before_anything_is_written(
    furnished: SmallDesk,
) -> None:
    keep(furnished, note="Called {{ client.phone }}")
    async with running(furnished, size=WIDE) as console:
        await console.press("f", "enter")
        assert console.desk.writing.open is None
        assert "still empty" in console.notice
