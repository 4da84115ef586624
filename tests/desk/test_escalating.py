"""A ticket handed on to the next line, with what that needs to know (F21)."""

import pytest

from supportdesk.domain.action import (
    Assign,
    Escalate,
    SetDealing,
    SetDuties,
    SetState,
    SetStatus,
    Undo,
)
from supportdesk.domain.errors import Refused
from supportdesk.store.read import threads
from tests.small_desk import SmallDesk


def test_it_goes_to_the_next_line_with_a_note_and_is_nobodys(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(Assign(number, small.petro))
    small.act(Escalate(number, "The bank says no."))
    row = small.row(number)
    assert (row.queue_id, row.owner_id, row.state) == (small.billing, None, "open")
    note = small.desk.ask(threads.messages, number)[-1]
    assert (note.kind, note.body) == ("note", "The bank says no.")
    assert small.act(Undo()).drafts == ("note",)
    row = small.row(number)
    assert (row.queue_id, row.owner_id) == (small.first_line, small.petro)
    assert len(small.desk.ask(threads.messages, number)) == 1


def test_the_next_line_is_dealt_it(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetDealing(small.billing, "balanced"), by=small.olga)
    for who, queue in ((small.petro, small.first_line), (small.tamar, small.billing)):
        small.act(SetDuties(who, queues=(queue,)), by=small.olga)
        small.act(SetStatus("available"), by=who)
    small.act(Escalate(number, "The bank says no."))
    assert small.row(number).owner_id == small.tamar


@pytest.mark.parametrize("why", ["no_note", "no_line", "done"])
def test_what_is_refused(small: SmallDesk, why: str) -> None:
    number = small.ticket()
    if why == "done":
        small.act(SetState(number, "closed"))
    elif why == "no_line":
        small.act(Escalate(number, "once"))
    with pytest.raises(Refused, match=rf"escalate\.{why}"):
        small.act(Escalate(number, " " if why == "no_note" else "again"))
    with pytest.raises(Refused, match=r"escalate\."):
        small.act(Escalate(number, " " if why == "no_note" else "again", small.first_line))
