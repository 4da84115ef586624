"""Actions written as JSON read as what was asked."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from supportdesk.domain.action import (
    Action,
    Assign,
    Bulk,
    CalendarDay,
    ChangeTags,
    ClientReference,
    CreateTicket,
    NewAttachment,
    PolicyTarget,
    Redo,
    Reply,
    SaveCalendar,
    SavePolicy,
    Snooze,
    Undo,
    on_each,
)
from supportdesk.domain.wire import decode, encode

FILE = NewAttachment("a.txt", "text/plain", b"\x00\xff")
ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


@pytest.mark.parametrize(
    "action",
    [
        Snooze(1, datetime(2026, 3, 2, 9, 0, 0, 123000, tzinfo=UTC)),
        Snooze(1, None),
        ChangeTags(1, ("vip",), ()),
        Reply(1, 'Привіт "{{ x }}"\n\u2028', 7, (FILE,), then_state="hold"),
        CreateTicket(ClientReference("Ann", None), "S", "B"),
        on_each(Assign(0, None), (1, 2)),
        Bulk(()),
        Undo(ID),
        SaveCalendar("Office", days=(CalendarDay(date(2026, 12, 31), "9-13"),)),
        SavePolicy("Gold", targets=(PolicyTarget("high", "update", None),)),
        Redo(),
    ],
    ids=repr,
)
def test_an_action_comes_back_as_it_was(action: Action) -> None:
    assert decode(encode(action)) == action
