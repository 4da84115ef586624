"""Macros and templates of replies from the desk screen (F62-F64, F68, F69)."""

import asyncio
from threading import Event

from supportdesk.domain.action import EditClient, SaveMacro, SaveTemplate
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read import desk_lists, macros, template_uses, threads
from tests.console.consoles import USUAL, WIDE, running
from tests.small_desk import SmallDesk

QUIET = Macro(state="waiting", priority=0, add=("calm",), note="Looked at {{ client.name }}")
WRITTEN = Macro(
    reply=(("en", "Dear {{ client.first_name }}, order {{ ask['order'] }}."),),
    state="solved",
    add=("done",),
)


def keep(small: SmallDesk, macro: Macro, name: str = "Calm down") -> None:
    """A macro of the desk."""
    small.act(SaveMacro(name, macro))


async def test_everything_is_shown_before_and_undone_by_one_key(furnished: SmallDesk) -> None:
    keep(furnished, QUIET)
    before = furnished.row(2)
    async with running(furnished, size=USUAL) as console:
        await console.press("f")
        for told in ("state: ", "→ waiting", "tags: +calm", "note, the client will not see it:"):
            assert told in console.text
        await console.press("enter")
        if "Stop and look" in console.text:
            await console.press("y")
        assert "Calm down is done on #2. z undoes." in console.notice
        assert furnished.row(2).state == "waiting"
        await console.press("z")
    after = furnished.row(2)
    assert (after.state, after.priority, after.tags) == (
        before.state,
        before.priority,
        before.tags,
    )


async def test_a_reply_opens_in_its_composer_and_the_rest_goes_with_it(
    furnished: SmallDesk,
) -> None:
    keep(furnished, WRITTEN, "Finish")
    client = furnished.row(2).client_id
    furnished.act(EditClient(client, traits=(("tone", "short"),)))
    async with running(furnished, size=WIDE) as console:
        await console.press("f", "enter", *"A-7", "enter")
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body.endswith("order A-7.")
        above = console.text.partition("sending also runs Finish: ")[2].splitlines()
        assert "tone short" not in above[0]
        assert "tone short" in above[1]
        assert furnished.row(2).state != "solved"
        await console.press("escape", "q", "r")
        assert "sending also runs Finish: " in console.text
        await console.press("ctrl+d")
        if furnished.row(2).state != "solved":
            await console.press("enter")
        assert furnished.row(2).state == "solved"
        assert "done" in furnished.row(2).tags
        await console.press("z")
        assert furnished.row(2).state != "solved"
        assert console.desk.writing.open is not None
        assert console.desk.writing.open.composer.body.endswith("order A-7.")


async def test_the_composer_stands_before_anything_is_written(furnished: SmallDesk) -> None:
    """A quick hand types into the text: no letter becomes a command while the draft is saved."""
    keep(furnished, WRITTEN, "Finish")
    async with running(furnished, size=WIDE) as console:
        await console.press("f", "enter", *"A-7")
        released = Event()
        busy = asyncio.ensure_future(console.desk.writer.run(released.wait))
        await console.pilot.press("enter")
        await console.pilot.pause()
        await console.pilot.press("E", "!")
        opened = console.desk.writing.open
        released.set()
        await busy
        assert opened is not None
        assert opened.composer.body.endswith("order A-7.E!")


async def test_a_draft_is_never_sent_or_lost_by_a_macro(furnished: SmallDesk) -> None:
    keep(furnished, Macro(reply=(("en", "Sent at once."),), send=True, add=("sent",)))
    for key, body in (("1", "half"), ("2", "half\n\nSent at once."), ("3", "Sent at once.")):
        furnished.desk.remember(KeepDraft(furnished.petro, 2, "reply", "half"))
        async with running(furnished) as console:
            await console.press("f", "enter")
            assert "A draft stands on #2" in console.text
            await console.press(key)
            assert console.desk.writing.open is not None
            assert console.desk.writing.open.composer.body == body
        assert furnished.row(2).replies == 0


async def test_a_discarded_reply_takes_what_waits_along_and_brings_it_back(
    furnished: SmallDesk,
) -> None:
    keep(furnished, WRITTEN, "Finish")
    async with running(furnished) as console:
        await console.press("f", "enter", *"A-7", "enter", "escape", "x")
        assert furnished.desk.ask(macros.prepared, furnished.petro, 2) is None
        await console.press("z")
        assert furnished.desk.ask(macros.prepared, furnished.petro, 2) is not None


async def test_a_reply_sent_at_once_is_looked_at_with_its_answers(furnished: SmallDesk) -> None:
    keep(furnished, Macro(reply=WRITTEN.reply, send=True))
    async with running(furnished, size=WIDE) as console:
        await console.press("f", "enter", *"A-7", "enter")
        assert "sent at once:" in console.text
        assert "order A-7." in console.text
        assert furnished.row(2).replies == 0
        await console.press("enter")
        assert furnished.row(2).replies == 1


async def test_without_macros_the_picker_says_how_one_is_made(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("f")
        assert "There are no macros yet." in console.text
        assert "A macro is made in a shell" in console.text


async def test_a_template_sent_is_counted_and_told_in_the_picker(furnished: SmallDesk) -> None:
    furnished.act(SaveTemplate("Answer", (("en", "We look into it at once."),)))
    async with running(furnished, size=WIDE) as console:
        await console.press("t", *"answer")
        assert "never used" in console.text
        await console.press("enter", "ctrl+d")
        used = furnished.desk.ask(template_uses.template_uses, furnished.petro)
        assert [(found.uses, found.own, found.distance) for found in used.values()] == [(1, 1, 0)]
        await console.press("t", *"answer")
        assert "used 1 time, 1 mine, 0 % changed" in console.text


async def test_a_template_is_made_of_the_newest_reply(furnished: SmallDesk) -> None:
    async with running(furnished, size=WIDE, after_sending="stay") as console:
        await console.press("t", "ctrl+t")
        assert "no reply of ours" in console.notice
        await console.press("r", *"Order A-1093 is on its way", "ctrl+d")
        await console.press("q", "k", "t", "ctrl+t")
        assert "ask['order']" in console.text.lower()
        await console.press("ctrl+d")
    (row,) = furnished.desk.ask(desk_lists.templates)
    assert row.variants[0][1] == "Order {{ ask['order'] }} is on its way"
    assert furnished.desk.ask(threads.drafts, furnished.petro) == []
