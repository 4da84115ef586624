"""A replayed ticket is what `show` said then, whatever was done since."""

from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.desk.replay import TicketThen, history
from supportdesk.domain import action
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import DeskError, NotFound, Refused
from supportdesk.domain.memory import PutArticle
from supportdesk.domain.query import Query, Sort, Within
from supportdesk.store.read import links, past, search, threads, tickets
from supportdesk.store.read.rows import LinkRow, MessageRow, TicketRow
from tests.desk.test_random_work import FIELDS, STEPS, Step, client, do
from tests.small_desk import SmallDesk, StandingClock
from tests.stores import Stores

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
def test_a_replayed_ticket_is_what_was_shown_then(
    stores: Stores, steps: list[tuple[int, str, int, str]]
) -> None:
    if not stores.take(steps):
        return
    clock = StandingClock()
    seen: list[Seen] = []
    with stores.passing() as address, closing(open_desk(address, clock)) as desk:
        furnish(desk)
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


def furnish(desk: Desk) -> None:
    """Three admins, two queues, fields and three tickets."""
    for name in ("Olga", "Petro", "Ann"):
        desk.act(None, action.SaveOperator(name, role="admin"))
    for name in ("First", "Second"):
        desk.act(None, action.SaveQueue(name))
    desk.act(1, action.DefineFields(FIELDS))
    for n in range(3):
        desk.act(1, action.CreateTicket(client(n), "refund", "оплата"))


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
    mine = mine._replace(due_at=None, risk_at=None)
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


def test_an_import_that_tells_only_its_last_state_says_so(small: SmallDesk) -> None:
    """Its state is that of its spans, as on the board; the rest is as it came."""
    began = small.clock.now - timedelta(days=9)
    ann = action.ClientReference("Ann Lee", "ann@example.org")
    messages = (
        action.HistoricMessage("m1", "client", ann, began, "Where is it?"),
        action.HistoricMessage("m2", "operator", ann, began + timedelta(days=1), "On its way."),
    )
    old = action.HistoricTicket(
        "old1",
        "Where",
        ann,
        messages,
        began,
        state="closed",
        priority=2,
        updated_at=small.clock.now,
    )
    number = small.desk.act(None, action.RecordHistory((old,))).tickets[0]
    told = small.desk.ask(history, number, None)
    first = told.at(to_milliseconds(began))
    answered = told.at(to_milliseconds(began + timedelta(days=1)))
    assert (first.told, first.row.state, first.row.priority) == (False, "new", 2)
    assert [message.body for message in first.messages] == ["Where is it?"]
    assert (first.row.unanswered, first.row.closed_at) == (1, None)
    assert (answered.row.state, answered.row.unanswered) == ("waiting", 0)
    assert told.at(to_milliseconds(small.clock.now)).row.state == "closed"


def test_the_replay_of_an_imported_log_agrees_with_its_spans(small: SmallDesk) -> None:
    """Also where entries come later that belong between those that were known."""
    began = small.clock.now - timedelta(days=9)
    ann = action.ClientReference("Ann Lee", "ann@example.org")

    def told(*days: tuple[int, str, str]) -> action.HistoricTicket:
        changes = tuple(
            action.HistoricChange(f"e{day}", began + timedelta(days=day), None, ((field, value),))
            for day, field, value in days
        )
        return action.HistoricTicket("log1", "Where", ann, (), began, changes=changes)

    first = told((1, "state", "open"), (5, "state", "closed"), (2, "queue_id", str(small.billing)))
    number = small.desk.act(None, action.RecordHistory((first,))).tickets[0]
    require_the_same_places(small.desk, number)
    later = told((3, "state", "waiting"), (4, "owner_id", str(small.petro)))
    small.desk.act(None, action.RecordHistory((later,)))
    require_the_same_places(small.desk, number)
    past_of_it = small.desk.ask(history, number, None)
    states = [past_of_it.at(to_milliseconds(began + timedelta(days=n))).row.state for n in range(6)]
    assert states == ["new", "open", "open", "waiting", "waiting", "closed"]


def test_a_recalled_text_stood_there_until_it_was_recalled(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(action.Reply(number, "Too quick.", 10**6))
    sent = to_milliseconds(small.clock.now)
    small.act(action.Undo())
    told = small.desk.ask(history, number, None)
    assert [message.body for message in told.at(sent).messages][1:] == ["Too quick."]
    assert len(told.at(to_milliseconds(small.clock.now)).messages) == 1


def test_a_merged_ticket_has_its_messages_where_they_stood(small: SmallDesk) -> None:
    one, other = small.ticket("One", "First."), small.ticket("Other", "Second.")
    apart = to_milliseconds(small.clock.now)
    small.act(action.MergeTicket(one, other))
    merged = to_milliseconds(small.clock.now)
    small.act(action.Undo())
    for number, then, later in ((one, 1, 0), (other, 1, 2)):
        told = small.desk.ask(history, number, None)
        assert [len(told.at(at).messages) for at in (apart, merged)] == [then, later]
        assert len(told.at(to_milliseconds(small.clock.now)).messages) == 1


def test_an_article_used_is_one_of_then(small: SmallDesk) -> None:
    number = small.ticket()
    made = small.act(action.SaveArticle("Refunds", "Money comes back.")).article
    assert made is not None
    small.desk.remember(PutArticle(small.petro, number, "reply", made))
    before = to_milliseconds(small.clock.now)
    small.act(action.Reply(number, "Money comes back.", 10**6))
    told = small.desk.ask(history, number, None)
    assert told.at(before).articles == ()
    now = told.at(to_milliseconds(small.clock.now))
    assert [head.title for head in now.articles] == ["Refunds"]


def test_nothing_is_shown_of_the_time_before_a_ticket(small: SmallDesk) -> None:
    number = small.ticket()
    told = small.desk.ask(history, number, None)
    with pytest.raises(Refused, match=r"replay\.not_yet"):
        told.at(to_milliseconds(small.clock.now) - 1)
    with pytest.raises(NotFound, match=r"ticket\.missing"):
        small.desk.ask(history, 99, None)
