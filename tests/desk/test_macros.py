"""Macros: several changes in one step, each by its own rules, all undone by one undo (F62-F64)."""

from datetime import UTC

import pytest

from supportdesk.desk.macro_changes import changes
from supportdesk.desk.macro_plan import MacroPlan, plan_macro
from supportdesk.desk.template_values import template_context
from supportdesk.domain.action import (
    AddNote,
    ClientReference,
    DeleteMacro,
    ReceiveMessage,
    Redo,
    Reply,
    RunMacro,
    SaveMacro,
    SetPriority,
    SetState,
    Undo,
)
from supportdesk.domain.errors import DeskError, Invalid, Refused
from supportdesk.domain.macro import Macro, macro_from, macro_text
from supportdesk.domain.memory import KeepDraft, PrepareMacro
from supportdesk.store.read import desk_lists, macros, threads
from tests.small_desk import SmallDesk

EVERYTHING = Macro(
    reply=(("en", "Dear {{ client.first_name }}, order {{ ask['order'] }} is refunded."),),
    note="Refunded for {{ client.name }}: {{ ask['order'] }}",
    state="solved",
    kind="complaint",
    priority=0,
    queue=2,
    owner="me",
    add=("refund", "done"),
    remove=("urgent",),
)


def plan(small: SmallDesk, number: int, macro: Macro, **answers: str) -> MacroPlan:
    """The macro filled in for a ticket by Petro."""
    row = small.row(number)
    me = next(o for o in small.desk.ask(desk_lists.operators) if o.id == small.petro)
    context = template_context(small.desk, me, row, UTC)
    return plan_macro(macro, row, context, me=small.petro, zone=UTC, answers=answers)


def saved(small: SmallDesk, macro: Macro, name: str = "Refund") -> int:
    """The macro's number once it is saved."""
    made = small.act(SaveMacro(name, macro)).macro
    assert made is not None
    return made


def run(
    small: SmallDesk, number: int, macro: Macro = EVERYTHING, name: str = "Refund", **answers: str
) -> None:
    """Run a macro with its reply, as one that is sent at once."""
    planned = plan(small, number, macro, **answers)
    assert planned.reply is not None
    reply = Reply(number, planned.reply.text, small.row(number).last_event)
    small.act(RunMacro(number, saved(small, macro, name), planned.with_reply(reply)))


def seen(small: SmallDesk, number: int) -> tuple[object, ...]:
    """All that a macro may change."""
    row = small.row(number)
    bodies = [message.body for message in small.desk.ask(threads.messages, number)]
    fields = (row.state, row.kind, row.priority, row.queue_id, row.owner_id, row.wake_at)
    return (*fields, sorted(row.tags), bodies)


def test_a_macro_is_kept_as_it_is() -> None:
    full = Macro(reply=EVERYTHING.reply, send=True, priority=0, snooze="2d", add=("a",))
    assert macro_from(macro_text(full)) == full
    assert macro_from(macro_text(EVERYTHING)) == EVERYTHING


def test_all_of_it_is_done_in_one_step_and_undone_in_one(small: SmallDesk) -> None:
    number = small.ticket()
    before = seen(small, number)
    run(small, number, order="A-1093")
    after = seen(small, number)
    assert after[:6] == ("solved", "complaint", 0, small.billing, small.petro, None)
    assert after[6] == ["done", "refund"]
    assert after[7] == [
        "I paid twice.",
        "Refunded for Ann Lee: A-1093",
        "Dear Ann, order A-1093 is refunded.",
    ]
    undone = small.act(Undo())
    assert seen(small, number) == before
    assert undone.drafts == ("reply", "note")
    draft = small.desk.ask(threads.draft, small.petro, number, "reply")
    assert draft is not None
    assert draft.body == "Dear Ann, order A-1093 is refunded."
    small.act(Redo())
    assert seen(small, number) == after
    assert small.desk.ask(threads.drafts, small.petro) == []


def test_the_preview_is_exactly_what_happens(small: SmallDesk) -> None:
    number = small.ticket()
    planned = plan(small, number, EVERYTHING, order="7")
    told = {
        (change.field, change.before, change.after)
        for change in changes(
            planned.steps, small.row(number), {small.billing: "Billing"}, {small.petro: "Petro"}
        )
    }
    assert told == {
        ("state", "new", "solved"),
        ("kind", None, "complaint"),
        ("priority", 1, 0),
        ("queue", "First line", "Billing"),
        ("owner", None, "Petro"),
        ("tag", None, "refund"),
        ("tag", None, "done"),
        ("note", None, "Refunded for Ann Lee: 7"),
    }


def test_undo_names_what_was_changed_later(small: SmallDesk) -> None:
    number = small.ticket()
    run(small, number, order="1")
    small.act(SetPriority(number, 3), by=small.olga)
    with pytest.raises(Refused, match=r"undo\.later_change"):
        small.act(Undo())


def test_a_step_that_is_refused_leaves_nothing_done(small: SmallDesk) -> None:
    number = small.ticket()
    before = seen(small, number)
    macro = saved(small, EVERYTHING)
    steps = (AddNote(number, "half"), SetPriority(number, 3), SetState(number, "solved"))
    with pytest.raises(Refused, match=r"state\.needs_kind"):
        small.act(RunMacro(number, macro, steps))
    assert seen(small, number) == before


def test_a_trainee_cannot_send_through_a_macro(small: SmallDesk) -> None:
    number = small.ticket()
    macro = saved(small, EVERYTHING)
    with pytest.raises(Refused) as refused:
        small.act(RunMacro(number, macro, (Reply(number, "hello", 10**6),)), by=small.tamar)
    assert refused.value.parameters["action"] == "Reply"
    small.act(RunMacro(number, macro, (AddNote(number, "hello"),)), by=small.tamar)


def test_a_macro_stops_where_the_reply_alone_would(small: SmallDesk) -> None:
    number = small.ticket()
    macro = saved(small, EVERYTHING)
    stale = Reply(number, "We look into it.", small.row(number).last_event)
    who = ClientReference("Ann Lee", "ann@example.org")
    small.desk.act(None, ReceiveMessage(who, "Re", "Solved it myself", "late", ticket=number))
    with pytest.raises(Refused, match=r"reply\.stopped"):
        small.act(RunMacro(number, macro, (stale,)))
    small.act(RunMacro(number, macro, (stale,)), "newer")


def test_nothing_with_a_gap_is_sent_or_noted(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused, match=r"macro\.unresolved"):
        run(small, number)
    with pytest.raises(Refused, match=r"reply\.unresolved"):
        run(small, number, Macro(reply=EVERYTHING.reply), "Answer")
    assert small.row(number).messages == 1


def test_a_step_for_another_ticket_is_no_step(small: SmallDesk) -> None:
    number, other = small.ticket(), small.ticket()
    with pytest.raises(Invalid, match=r"macro\.step"):
        small.act(RunMacro(number, saved(small, EVERYTHING), (SetPriority(other, 3),)))


def test_drafts_stay_unless_the_reply_came_from_its_composer(small: SmallDesk) -> None:
    number = small.ticket()
    macro = saved(small, EVERYTHING)
    for kind in ("reply", "note"):
        small.desk.remember(KeepDraft(small.petro, number, kind, f"half a {kind}"))
    steps = (AddNote(number, "whole"), Reply(number, "Whole.", 10**6))
    small.act(RunMacro(number, macro, steps))
    assert {draft.body for draft in small.desk.ask(threads.drafts, small.petro)} == {
        "half a reply",
        "half a note",
    }
    small.act(RunMacro(number, macro, (Reply(number, "half a reply", 10**6),), is_typed=True))
    assert [draft.kind for draft in small.desk.ask(threads.drafts, small.petro)] == ["note"]


def test_what_waits_for_a_reply_is_kept_until_it_is_sent(small: SmallDesk) -> None:
    number = small.ticket()
    macro = saved(small, EVERYTHING)
    rest = plan(small, number, EVERYTHING, order="{{ 7 }}").rest
    small.desk.remember(PrepareMacro(small.petro, number, macro, macro_text(rest)))
    waiting = small.desk.ask(macros.prepared, small.petro, number)
    assert waiting is not None
    later = plan(small, number, macro_from(waiting.does))
    assert later.reply is None
    assert AddNote(number, "Refunded for Ann Lee: {{ 7 }}") in later.steps
    reply = Reply(number, "Done.", 10**6)
    small.act(RunMacro(number, macro, later.with_reply(reply), is_typed=True))
    assert small.row(number).state == "solved"
    assert small.desk.ask(macros.prepared, small.petro, number) is None


@pytest.mark.parametrize(
    ("macro", "code"),
    [
        (Macro(), "macro.empty"),
        (Macro(send=True), "macro.empty"),
        (Macro(reply=(("en", "{{ client.nmae }}"),)), "template.unknown_name"),
        (Macro(note="{{ client.nmae }}"), "template.unknown_name"),
        (Macro(state="merged"), "state.unknown"),
        (Macro(state="hold"), "state.needs_reason"),
        (Macro(queue=99), "queue.missing"),
        (Macro(owner="99"), "operator.missing"),
        (Macro(owner="somebody"), "operator.missing"),
        (Macro(priority=9), "priority.unknown"),
        (Macro(add=("two words!",)), "tag.invalid"),
        (Macro(snooze="whenever"), "moment.unknown"),
    ],
)
def test_what_could_never_be_done_is_not_saved(small: SmallDesk, macro: Macro, code: str) -> None:
    with pytest.raises(DeskError) as refused:
        small.act(SaveMacro("Refund", macro))
    assert refused.value.code == code
    assert small.desk.ask(macros.macros) == []


def test_saving_and_deleting_are_undone(small: SmallDesk) -> None:
    number = saved(small, Macro(state="open"))
    small.act(SaveMacro("Refunds", Macro(state="waiting"), number))
    with pytest.raises(Refused, match=r"macro\.name_taken"):
        small.act(SaveMacro("REFUNDS", Macro(state="open")))
    small.act(Undo())
    (row,) = small.desk.ask(macros.macros)
    assert (row.name, macro_from(row.does).state) == ("Refund", "open")
    small.act(DeleteMacro(number))
    assert small.desk.ask(macros.macros) == []
    small.act(Undo())
    assert len(small.desk.ask(macros.macros)) == 1


def test_events_say_which_macro_and_hold_no_text(small: SmallDesk) -> None:
    number = small.ticket()
    run(small, number, order="1")
    found = small.desk.ask(
        lambda c: c.execute(
            "SELECT rule, before, after FROM event WHERE rule IS NOT NULL"
        ).fetchall()
    )
    assert {rule for rule, _before, _after in found} == {"macro:1"}
    assert "Refunded" not in repr(found)
