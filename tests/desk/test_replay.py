"""A replayed ticket is what `show` said then, whatever was done since."""

import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from supportdesk.desk.desk import Desk, open_desk
from supportdesk.desk.replay import TicketThen, history
from supportdesk.domain import action
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import DeskError
from supportdesk.domain.query import Query, Sort, Within
from supportdesk.store.read import links, past, search, threads, tickets
from supportdesk.store.read.rows import LinkRow, MessageRow, TicketRow
from tests.desk.test_random_work import FIELDS, STEPS, Step, client, do
from tests.small_desk import StandingClock

EVERY = Query(Within("number", 1, None), sort=(Sort("number"),))


@dataclass(frozen=True)
class Seen:
    """A ticket as it was shown at a moment, when event `change` was the newest."""

    at: int
    change: int
    row: TicketRow
    messages: tuple[MessageRow, ...]
    links: tuple[LinkRow, ...]


@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(STEPS)
def test_a_replayed_ticket_is_what_was_shown_then(steps: list[tuple[int, str, int, str]]) -> None:
    clock = StandingClock()
    seen: list[Seen] = []
    with tempfile.TemporaryDirectory() as folder:
        desk = furnished(Path(folder), clock)
        for actor, step, number, word in steps:
            if step == "forget":  # blanks texts of the past as well
                continue
            clock.forward(seconds=7)
            with suppress(DeskError):
                do(desk, clock, step, Step(actor, number, word, clock()))
            seen += [look(desk, clock, one) for one in desk.ask(search.numbers, EVERY, 5)]
        for then in seen:
            require_the_same(desk, then)
        for number in desk.ask(search.numbers, EVERY):
            require_the_same_places(desk, number)
        desk.close()


def furnished(folder: Path, clock: StandingClock) -> Desk:
    """A desk with three admins, two queues, fields and three tickets."""
    desk = open_desk(folder / "random.desk", clock, create=True)
    for name in ("Olga", "Petro", "Ann"):
        desk.act(None, action.SaveOperator(name, role="admin"))
    for name in ("First", "Second"):
        desk.act(None, action.SaveQueue(name))
    desk.act(1, action.DefineFields(FIELDS))
    for n in range(3):
        desk.act(1, action.CreateTicket(client(n), "refund", "оплата"))
    return desk


def look(desk: Desk, clock: StandingClock, number: int) -> Seen:
    """The ticket as it is shown now."""
    row = desk.ask(tickets.row, number, None)
    assert row is not None
    return Seen(
        to_milliseconds(clock()),
        desk.ask(tickets.change_number),
        row,
        desk.ask(threads.messages, number),
        desk.ask(links.from_ticket, number),
    )


def require_the_same(desk: Desk, seen: Seen) -> None:
    """The replay of that moment shows the same, unless something was told of it later."""
    told = desk.ask(history, seen.row.number, None)
    if any(event.seq > seen.change and event.at <= seen.at for event in told.events):
        return
    then = told.at(seen.at)
    assert then.told
    synonyms = desk.ask(past.tag_names)
    tags = tuple(sorted({synonyms.get(tag, tag) for tag in seen.row.tags}))
    assert plain(then.row) == plain(seen.row._replace(tags=tags))
    assert stripped(then.messages) == stripped(seen.messages)
    assert then.links == seen.links


def plain(row: TicketRow) -> TicketRow:
    """Without what is personal, and what follows from names and clocks of today.

    Time entered by hand changes no ticket but taking it back does: so without the last change too.
    """
    fields = tuple(replace(held, title="", retired=False) for held in row.fields)
    mine = row._replace(last_event=0, new_messages=0, unread=False, updated_at=0)
    return mine._replace(fields=fields, client="", client_email=None, vip=False)


def stripped(messages: tuple[MessageRow, ...]) -> list[MessageRow]:
    """Without until when a text could be recalled."""
    return [replace(one, release_at=None, attachments=()) for one in messages]


def require_the_same_places(desk: Desk, number: int) -> None:
    """Replay and board agree about where a ticket was, at the beginning of every span."""
    told = desk.ask(history, number, None)
    spans = desk.ask(past.spans, number)
    for span, following in zip(spans, [*spans[1:], None], strict=True):
        if following is None or following.from_at > span.from_at:
            then: TicketThen = told.at(span.from_at)
            assert (then.row.state, then.row.queue_id, then.row.owner_id) == (
                span.state,
                span.queue,
                span.owner,
            )
