"""What a planned reply was made of goes with it into the outbox, and comes back with it (F68)."""

from datetime import timedelta

from supportdesk.domain.action import (
    CancelSending,
    Redo,
    Reply,
    SaveMacro,
    SaveTemplate,
    SendLater,
    Undo,
)
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import InsertTemplate, PrepareMacro, TakeUpReturned
from supportdesk.store.read import macros, template_uses
from tests.small_desk import SmallDesk

TEXT = "Please restart your router."


def template(small: SmallDesk) -> int:
    """A template of the desk."""
    made = small.act(SaveTemplate("Restart", (("en", TEXT),))).template
    assert made is not None
    return made


def uses(small: SmallDesk, number: int) -> int:
    """How often a template was sent."""
    found = small.desk.ask(template_uses.template_uses, small.petro).get(number)
    return 0 if found is None else found.uses


def plan(small: SmallDesk, number: int) -> None:
    """Plan a reply for an hour from now."""
    reply = Reply(number, TEXT, small.row(number).last_event)
    small.act(SendLater(reply, small.clock() + timedelta(hours=1)))


def test_a_template_counts_when_its_planned_reply_is_sent(small: SmallDesk) -> None:
    number, used = small.ticket(), template(small)
    small.desk.remember(InsertTemplate(small.petro, number, used, TEXT))
    plan(small, number)
    assert uses(small, used) == 0
    small.act(Reply(number, f"{TEXT} By hand.", 10**6))
    assert uses(small, used) == 0, "what is written meanwhile is another text"
    small.clock.forward(hours=2)
    small.desk.work()
    assert small.row(number).replies == 2
    assert uses(small, used) == 1


def test_a_planned_reply_alone_is_counted_once(small: SmallDesk) -> None:
    number, used = small.ticket(), template(small)
    small.desk.remember(InsertTemplate(small.petro, number, used, TEXT))
    plan(small, number)
    small.clock.forward(hours=2)
    small.desk.work()
    assert small.row(number).replies == 1
    assert uses(small, used) == 1
    small.act(Reply(number, TEXT, 10**6))
    assert uses(small, used) == 1


def test_what_came_back_counts_when_it_is_sent_after_all(small: SmallDesk) -> None:
    number, used = small.ticket(), template(small)
    small.desk.remember(InsertTemplate(small.petro, number, used, TEXT))
    plan(small, number)
    small.act(CancelSending(1))
    small.act(Reply(number, TEXT, 10**6))
    assert uses(small, used) == 1


def test_a_macro_waits_again_for_a_reply_that_came_back(small: SmallDesk) -> None:
    number = small.ticket()
    made = small.act(SaveMacro("Calm", Macro(add=("calm",)))).macro
    assert made is not None
    small.desk.remember(PrepareMacro(small.petro, number, made, '{"add": ["calm"]}'))

    def waits() -> bool:
        return small.desk.ask(macros.prepared, small.petro, number) is not None

    plan(small, number)
    assert not waits()
    small.act(Undo())
    small.desk.remember(TakeUpReturned(small.petro, number, "reply"))
    assert waits()
    small.act(Redo())
    assert not waits()
