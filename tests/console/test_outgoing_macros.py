"""Macros beside signatures, copies and sending later, as the desk screen does them."""

from supportdesk.domain.action import Recipient, Recipients, SaveMacro, SaveQueue
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read import outbox, threads
from tests.console.consoles import WIDE, running
from tests.small_desk import SmallDesk

FINISH = Macro(reply=(("en", "All is well."),), add=("done",))
AT_ONCE = Macro(reply=FINISH.reply, send=True, add=("done",))


def keep(small: SmallDesk, macro: Macro) -> None:
    """A macro, and a queue that signs."""
    name = "Finish at once" if macro.send else "Finish"
    small.act(SaveMacro(name, macro))
    signed = SaveQueue("First line", 1, small.first_line, "The desk")
    small.act(signed, by=small.olga)


async def test_a_reply_of_a_macro_is_signed_also_when_it_is_sent_at_once(
    furnished: SmallDesk,
) -> None:
    for macro in (FINISH, AT_ONCE):
        keep(furnished, macro)
        async with running(furnished, WIDE, after_sending="stay") as console:
            await console.press("f", *("at once" if macro.send else ""), "enter")
            await console.press(*(() if macro.send else ("ctrl+d",)))
        newest = furnished.desk.ask(threads.messages, 2)[-1]
        assert newest.body == "All is well.\n\nThe desk"
        assert "done" in furnished.row(2).tags


async def test_a_macro_keeps_the_copies_of_the_draft_it_goes_on_with(
    furnished: SmallDesk,
) -> None:
    keep(furnished, FINISH)
    copies = Recipients(cc=(Recipient("bob@x.example"),))
    furnished.desk.remember(KeepDraft(furnished.petro, 2, "reply", "half", recipients=copies))
    async with running(furnished, WIDE) as console:
        await console.press("f", "enter", "2")
        assert "Copy (1): bob@x.example" in console.text
        await console.press("ctrl+d")
    assert furnished.desk.ask(threads.messages, 2)[-1].recipients == copies


async def test_what_a_macro_does_beside_is_never_planned_unasked(furnished: SmallDesk) -> None:
    keep(furnished, FINISH)
    async with running(furnished, WIDE, after_sending="stay") as console:
        await console.press("f", "enter", "escape", "d", *"2h", "enter")
        assert "Finish cannot be planned" in console.text
        await console.press("escape")
        assert console.desk.writing.open is not None
        assert furnished.desk.ask(outbox.of_operator, furnished.petro) == []
        assert "sending also runs Finish: " in console.text, "in sight while it is reviewed"
        await console.press("d", *"2h", "enter", "y")
        (row,) = furnished.desk.ask(outbox.of_operator, furnished.petro)
        assert row.body == "All is well."
        await console.press("z")
        assert "sending also runs Finish: " in console.text
    assert "done" not in furnished.row(2).tags
