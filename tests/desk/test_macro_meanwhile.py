"""What becomes of a ticket between running a macro and sending its text (F62-F64)."""

import pytest

from supportdesk.desk.macro_plan import plan_macro
from supportdesk.domain.action import (
    AddNote,
    Assign,
    ChangeTags,
    ClientReference,
    DeleteMacro,
    MacroStep,
    MergeTicket,
    ReceiveMessage,
    Redo,
    Reply,
    RunMacro,
    SaveMacro,
    SaveTemplate,
    SetPriority,
    SetState,
    Undo,
)
from supportdesk.domain.errors import Refused
from supportdesk.domain.macro import Macro, macro_text
from supportdesk.domain.memory import InsertTemplate, KeepDraft, PrepareMacro
from supportdesk.store.read import macros, template_uses, threads
from tests.small_desk import SmallDesk

DOES = Macro(reply=(("en", "Refunded."),), note="Looked at it", state="solved", add=("refund",))
BODY = "Refunded."


def waiting(small: SmallDesk, number: int) -> tuple[int, int]:
    """A macro that waits for Petro's draft: its number, and what he has seen of the ticket."""
    made = small.act(SaveMacro("Refund", DOES)).macro
    assert made is not None
    seen = small.row(number).last_event
    small.desk.remember(KeepDraft(small.petro, number, "reply", BODY, base_seq=seen))
    small.desk.remember(PrepareMacro(small.petro, number, made, macro_text(DOES)))
    return made, seen


def sending(number: int, macro: int, seen: int, into: int | None = None) -> RunMacro:
    """The draft sent with what waits for it."""
    about = number if into is None else into
    steps: tuple[MacroStep, ...] = (
        AddNote(about, "Looked at it"),
        ChangeTags(about, ("refund",)),
        Assign(about, 2),
        Reply(number, BODY, seen),
        SetState(about, "solved", kind="help"),
    )
    return RunMacro(number, macro, steps, is_typed=True)


def waits(small: SmallDesk, number: int) -> bool:
    """Whether a macro waits for Petro's reply."""
    return small.desk.ask(macros.prepared, small.petro, number) is not None


def drafts(small: SmallDesk) -> list[tuple[int, str, str]]:
    """Petro's drafts."""
    found = small.desk.ask(threads.drafts, small.petro)
    return [(draft.ticket, draft.kind, draft.body) for draft in found]


def test_what_somebody_else_has_set_is_not_set_again_unseen(small: SmallDesk) -> None:
    number = small.ticket()
    macro, seen = waiting(small, number)
    small.act(Assign(number, small.olga), by=small.olga)
    small.act(SetPriority(number, 3), by=small.olga)
    with pytest.raises(Refused, match=r"macro\.stopped") as refused:
        small.act(sending(number, macro, seen))
    (stop,) = refused.value.stops
    assert (stop.name, stop.parameters["fields"]) == ("changed", ("owner",))
    assert drafts(small) == [(number, "reply", BODY)]
    assert waits(small, number)
    small.act(sending(number, macro, seen), "changed")
    assert small.row(number).owner_id == small.petro
    assert drafts(small) == []


def test_what_i_have_set_myself_stops_nothing(small: SmallDesk) -> None:
    number = small.ticket()
    macro, seen = waiting(small, number)
    small.act(Assign(number, small.petro))
    small.act(sending(number, macro, seen))
    assert small.row(number).state == "solved"


def test_a_client_who_wrote_meanwhile_stops_all_of_it(small: SmallDesk) -> None:
    number = small.ticket()
    macro, seen = waiting(small, number)
    who = ClientReference("Ann Lee", "ann@example.org")
    small.desk.act(None, ReceiveMessage(who, "Re", "Found it myself", "late", ticket=number))
    with pytest.raises(Refused, match=r"reply\.stopped"):
        small.act(sending(number, macro, seen))
    assert (small.row(number).replies, waits(small, number)) == (0, True)


def test_after_a_merge_everything_goes_where_the_reply_goes(small: SmallDesk) -> None:
    number, into = small.ticket(), small.ticket("The same again")
    macro, seen = waiting(small, number)
    small.act(MergeTicket(number, into), by=small.olga)
    for about in (number, into):
        with pytest.raises(Refused, match=r"macro\.stopped"):
            small.act(sending(number, macro, seen, about))
    before = small.row(into)
    small.act(sending(number, macro, seen, into), "merged", "changed", "newer")
    after = small.row(into)
    assert (after.state, after.tags, after.replies) == ("solved", ("refund",), 1)
    assert small.row(number).state == "merged"
    assert (drafts(small), waits(small, number)) == ([], False)
    small.act(Undo())
    undone = small.row(into)
    assert (undone.state, undone.tags) == (before.state, before.tags)
    assert (into, "reply", BODY) in drafts(small)


def test_a_macro_taken_away_meanwhile_is_done_as_it_was_shown(small: SmallDesk) -> None:
    number = small.ticket()
    macro, seen = waiting(small, number)
    small.act(SaveMacro("Refund", Macro(state="waiting"), macro), by=small.olga)
    small.act(DeleteMacro(macro), by=small.olga)
    assert waits(small, number)
    small.act(sending(number, macro, seen))
    assert small.row(number).state == "solved"


def test_a_template_taken_away_meanwhile_holds_up_nothing(small: SmallDesk) -> None:
    number = small.ticket()
    used = small.act(SaveTemplate("Refund", (("en", BODY),)), by=small.olga).template
    assert used is not None
    small.desk.remember(InsertTemplate(small.petro, number, used, BODY))
    small.act(Undo(), by=small.olga)
    small.act(Reply(number, BODY, 10**6))
    assert small.row(number).replies == 1


def test_a_recalled_reply_has_its_macro_waiting_again(small: SmallDesk) -> None:
    number = small.ticket()
    macro, seen = waiting(small, number)
    small.act(sending(number, macro, seen))
    assert not waits(small, number)
    undone = small.act(Undo())
    assert undone.drafts == ("reply",)
    assert drafts(small) == [(number, "reply", BODY)]
    assert waits(small, number)
    small.act(Redo())
    assert (drafts(small), waits(small, number)) == ([], False)
    assert small.row(number).state == "solved"


def test_a_macro_that_waits_by_now_is_not_replaced_by_a_recall(small: SmallDesk) -> None:
    number = small.ticket()
    macro, seen = waiting(small, number)
    small.act(sending(number, macro, seen))
    other = small.act(SaveMacro("Other", Macro(state="open")), by=small.olga).macro
    small.desk.remember(PrepareMacro(small.petro, number, other, macro_text(Macro(state="open"))))
    undone = small.act(Undo())
    found = small.desk.ask(macros.prepared, small.petro, number)
    assert found is not None
    assert found.name == "Other"
    assert undone.drafts == ("reply", "note")


def test_a_reply_recalled_changed_and_sent_counts_its_template_once(small: SmallDesk) -> None:
    number = small.ticket()
    text = "Your refund is on its way."
    used = small.act(SaveTemplate("Refund", (("en", text),))).template
    assert used is not None
    small.desk.remember(InsertTemplate(small.petro, number, used, text))
    for body in (text, text.replace("way", "Way")):
        small.act(Reply(number, body, 10**6))
        counted = small.desk.ask(template_uses.template_uses, small.petro)[used]
        assert counted.uses == 1
        if body == text:
            small.act(Undo())
    assert counted.distance == 1


def test_the_plan_of_a_ticket_that_is_so_already_does_nothing(small: SmallDesk) -> None:
    from datetime import UTC

    from supportdesk.desk.template_values import template_context
    from supportdesk.store.read import desk_lists

    number = small.ticket()
    small.act(SetState(number, "solved", kind="help"))
    me = next(one for one in small.desk.ask(desk_lists.operators) if one.id == small.petro)
    context = template_context(small.desk, me, small.row(number), UTC)
    does = Macro(state="solved", kind="help")
    plan = plan_macro(does, small.row(number), context, me=small.petro, zone=UTC, answers={})
    assert plan.steps == ()
