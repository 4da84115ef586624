"""What is done on a copy leaves no trace once it is taken away, and is the same done again.

Every command of the program is tried in `tests/cli/test_taken_away.py`.
"""

import itertools
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from supportdesk.domain import action
from supportdesk.domain.access import digest
from supportdesk.domain.action import ChangeOption, SetMailNotices, TakeOverWriting
from supportdesk.domain.errors import DeskError, NotFound, Refused, StoreTrouble
from supportdesk.domain.macro import Macro
from supportdesk.domain.memory import ClaimWriting
from supportdesk.store.read import threads
from supportdesk.store.write import overlay
from tests.desk.test_random_work import ACTIONS, CONFIRMED, FIELDS, Step, client
from tests.replica.copies import Copied
from tests.replica.exactness import kept, leaves_no_trace
from tests.small_desk import SmallDesk

COUNT = itertools.count()
ANN = action.ClientReference("Ann Lee", "ann@example.org")

ON_THE_DESK = {"receive", "answer", "history"}
"""Steps of nobody who sits at a copy."""


async def test_a_taken_place_and_ones_notices_are_taken_away_whole(
    small: SmallDesk, copy_of: Any
) -> None:
    number = small.ticket()
    small.act(ChangeOption("writing_lock", "on"), by=small.olga)
    small.act(action.SaveOperator("Petro", small.petro, email="p@example.org"), by=small.olga)
    copy = copy_of(small)
    await copy.sync()
    before = kept(copy.path)
    copy.desk.remember(ClaimWriting(small.olga, number))
    copy.desk.act(small.petro, TakeOverWriting(number))
    copy.desk.act(small.petro, SetMailNotices(("assigned",)))
    assert [row.what for row in copy.open] == ["TakeOverWriting", "SetMailNotices"]
    leaves_no_trace(copy.desk, copy.path, before, again=False)


async def test_what_only_the_desk_itself_holds_is_refused_on_a_copy(
    small: SmallDesk, copy_of: Any
) -> None:
    number = small.ticket()
    copy = copy_of(small)
    await copy.sync()
    before = kept(copy.path)
    for change in (
        action.ReceiveMessage(ANN, "Hello", "And?", "mail-1"),
        action.AddToken(small.petro, "robot", ("read",), digest("secret")),
        action.RevokeToken(1),
        action.RecordHistory(()),
    ):
        with pytest.raises(Refused, match="only_there"):
            copy.desk.act(small.petro, change)
    (message,) = copy.desk.ask(threads.messages, number)
    for late in (action.SendAgain(message.id), action.SettleDelivery(message.id, True)):
        with pytest.raises((Refused, NotFound)):
            copy.desk.act(small.petro, late)
    with pytest.raises(Refused, match="not_yourself"):
        copy.desk.act(small.olga, action.AddNote(number, "As somebody else"))
    assert copy.open == []
    assert kept(copy.path) == before


@pytest.mark.parametrize(
    "step", ["ATTACH '{}' AS other", "CREATE TABLE x(y)", "PRAGMA user_version=1"]
)
async def test_a_step_back_changes_rows_and_nothing_else(
    small: SmallDesk, copy_of: Any, tmp_path: Path, step: str
) -> None:
    """Steps are kept in the file: whoever gives one away writes what they like there."""
    number = small.ticket()
    copy = copy_of(small)
    await copy.sync()
    copy.desk.act(small.petro, action.AddNote(number, "Said here"))
    other = tmp_path / "other.desk"
    copy.desk.lease(
        lambda c: c.exec_driver_sql("UPDATE overlay_step SET statement = ?", (step.format(other),))
    )
    before = kept(copy.path)
    with pytest.raises(StoreTrouble, match=r"store\.unreadable"):
        copy.desk.lease(overlay.take_away)
    assert kept(copy.path) == before
    assert not other.exists()


async def test_a_text_with_a_zero_in_it_comes_back_whole(small: SmallDesk, copy_of: Any) -> None:
    number = small.ticket("Sub\0ject", "Bo\0dy")
    copy = copy_of(small)
    await copy.sync()
    before = kept(copy.path)
    copy.desk.act(small.petro, action.SetSubject(number, "An\0other"))
    copy.desk.act(small.petro, action.EditClient(1, (("name", "Ann\0Lee"),)))
    copy.desk.act(small.petro, action.EditClient(1, (("name", "Ann Lee"),)))
    leaves_no_trace(copy.desk, copy.path, before)
    assert [m.body for m in copy.desk.ask(threads.messages, number)] == ["Bo\0dy"]


STEPS = st.lists(
    st.tuples(
        st.sampled_from([*sorted(set(ACTIONS) - ON_THE_DESK), "split"]),
        st.integers(0, 5),
        st.sampled_from(("refund", "оплата", "invoice 100%", "it's\0 :x ?")),
    ),
    min_size=3,
    max_size=25,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
@given(steps=STEPS)
async def test_whatever_is_done_on_a_copy_is_taken_away_whole(
    make_desk: Any, copy_of: Any, steps: list[tuple[str, int, str]]
) -> None:
    small = make_desk(f"taken-away-{next(COUNT)}.desk")
    admin = small.desk.act(None, action.SaveOperator("Anna", role="admin")).operator
    small.act(action.SaveMacro("Much", Macro(state="open")))
    small.act(action.DefineFields(FIELDS), by=small.olga)
    for n in range(3):
        small.act(action.CreateTicket(client(n), "refund", "оплата"))
    small.act(action.Reply(1, "Soon", small.row(1).last_event))
    copy = copy_of(small, admin)
    await copy.sync()
    before = kept(copy.path)
    for name, n, word in steps:
        small.clock.forward(seconds=7)
        with suppress(DeskError):
            copy.desk.act(
                admin, action_of(copy, name, Step(admin, n, word, small.clock())), CONFIRMED
            )
    leaves_no_trace(copy.desk, copy.path, before)
    copy.close()


def action_of(copy: Copied, name: str, step: Step) -> action.Action:
    """What a step does; half of them on a ticket that was made on the copy, if there is one."""
    if name == "split":
        found = copy.desk.ask(threads.messages, step.ticket)
        return action.SplitMessage(found[step.n % max(1, len(found))].id if found else 1)
    if name in ("status", "duties", "absence", "time"):
        step = Step(1 + step.n % 3, step.n, step.word, step.now)
    return ACTIONS[name](step)
