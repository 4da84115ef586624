"""An undo or a redo does nothing that one's role may not do any more (law 4, F155)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from supportdesk.domain.action import (
    Action,
    AddTime,
    CancelSending,
    Redo,
    Reply,
    RunMacro,
    SaveMacro,
    SaveOperator,
    SaveView,
    SendLater,
    Undo,
)
from supportdesk.domain.errors import Refused
from supportdesk.domain.macro import Macro
from tests.small_desk import SmallDesk


def fine(small: SmallDesk, number: int) -> Reply:
    """A reply with nothing wrong."""
    return Reply(number, "All is well.", small.row(number).last_event)


def macro_with_a_reply(small: SmallDesk, number: int) -> Action:
    """A reply goes with a macro."""
    macro = small.act(SaveMacro("Say", Macro(state="waiting"))).macro
    assert macro is not None
    return RunMacro(number, macro, (fine(small, number),))


def shared_view(_small: SmallDesk, _number: int) -> Action:
    """A view that everybody has."""
    return SaveView("Team", "state:open", scope="team")


def time_of_another(small: SmallDesk, number: int) -> Action:
    """Time that somebody else has spent."""
    return AddTime(number, 300_000, "call", operator=small.olga)


def plan_of_another(small: SmallDesk, number: int) -> Action:
    """What somebody else has planned is not sent."""
    later = SendLater(fine(small, number), small.clock.now + timedelta(days=1))
    entry = small.act(later, by=small.olga).outbox
    assert entry is not None
    return CancelSending(entry)


def become(small: SmallDesk, role: str) -> None:
    """Petro has another role from now on."""
    small.desk.act(None, SaveOperator("Petro", small.petro, "petro", role))


@pytest.mark.parametrize(
    ("role", "left", "done", "code"),
    [
        ("operator", "trainee", macro_with_a_reply, "role.not_allowed"),
        ("lead", "operator", shared_view, "view.not_shared"),
        ("lead", "mentor", time_of_another, "time.not_own"),
        ("lead", "trainee", time_of_another, "time.not_own"),
        ("lead", "mentor", plan_of_another, "outbox.not_own"),
    ],
)
def test_who_was_more_does_not_do_it_by_going_back(
    small: SmallDesk,
    role: str,
    left: str,
    done: Callable[[SmallDesk, int], Action],
    code: str,
) -> None:
    become(small, role)
    number = small.ticket()
    small.act(done(small, number))
    for again in (Undo(), Redo()):
        become(small, left)
        with pytest.raises(Refused) as refused:
            small.act(again)
        assert refused.value.code == code
        become(small, role)
        small.act(again)
