"""A copy that follows is its desk: every row, every counter, every word, and no fault in it."""

import itertools
from contextlib import suppress
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from supportdesk.domain import action
from supportdesk.domain.errors import DeskError
from supportdesk.domain.query_parser import parse_query
from supportdesk.remote.own_desk import following
from supportdesk.store.read import health, search
from tests.cli.changing_commands import stage
from tests.reading import file_of
from tests.replica.copies import Copied, differences
from tests.server.test_changes import steps
from tests.server.test_replica import history
from tests.small_desk import SmallDesk

COUNT = itertools.count()
WORDS = ("paid", "refund", "soon", "called", "lee", "marta", "open", "former", "vip")


def is_its_desk(copy: Copied, small: SmallDesk, *, audits: bool = True) -> None:
    """The copy holds what the desk holds, finds what it finds, and is sound."""
    assert differences(copy.path, file_of(small.desk), audits=audits) == {}
    for word in WORDS:
        asked = parse_query(word, now=small.clock(), zone=UTC)
        here, there = (desk.ask(search.search_hits, asked) for desk in (copy.desk, small.desk))
        assert here == there, word
    found = [check for check in copy.desk.ask(lambda c: [*health.findings(c)]) if check.faults]
    assert found == []


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
@given(
    chosen=st.lists(
        st.tuples(st.integers(0, 16), st.integers(1, 6), st.integers(0, 5)), min_size=5, max_size=40
    ),
    reader=st.tuples(st.integers(1, 40), st.booleans()),
)
async def test_whatever_happens_the_copy_is_the_desk(
    make_desk: Any,
    copy_of: Any,
    monkeypatch: pytest.MonkeyPatch,
    chosen: list[tuple[int, int, int]],
    reader: tuple[int, bool],
) -> None:
    """The reader asks for pages of so many events, and may see what happened to the desk itself."""
    page, audits = reader
    monkeypatch.setattr(following, "PAGE", page)
    small = make_desk(f"followed-{next(COUNT)}.desk")
    copy = copy_of(small, small.olga if audits else small.petro)
    for n, (step, ticket, now_and_then) in enumerate(chosen):
        with suppress(DeskError, IndexError):
            steps(small)[step](n, ticket)
        if not now_and_then:
            await copy.sync()
    small.act(action.SaveQueue("Third line", 2), by=small.olga)
    small.act(action.SaveTemplate("Hours", (("en", "From nine."),)))
    await copy.sync()
    is_its_desk(copy, small, audits=audits)
    copy.close()


async def test_a_desk_with_everything_is_followed_from_its_beginning(
    small: SmallDesk, copy_of: Any
) -> None:
    """Files, fields, calendars, policies, absences, macros, articles, an outbox, a history."""
    stage(small)
    small.desk.act(None, action.RecordHistory(tuple(history(small))))
    copy = copy_of(small, small.olga)
    await copy.sync()
    is_its_desk(copy, small)
    small.act(action.SavePolicy("Gold", 1, query="vip:yes"), by=small.olga)
    small.act(action.RenameTag("bank", "money"))
    small.act(action.SetDealing(small.first_line, "balanced"), by=small.olga)
    small.act(action.SetStatus("available"))
    small.act(action.Snooze(2, small.clock.now + timedelta(hours=9)))
    small.act(action.Undo())
    await copy.sync()
    small.act(action.Redo())
    small.act(action.CorrectTime(1, 60_000, "call"))
    small.act(action.CorrectTime(1, 0, "none"))
    small.clock.forward(hours=1)
    small.desk.work()
    await copy.sync()
    is_its_desk(copy, small)
    copy.kill()
    is_its_desk(copy, small)
