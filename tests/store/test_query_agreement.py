"""SQL and predicate answer every query alike, over random small desks (law 7)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.query import (
    And,
    Condition,
    Equals,
    Happened,
    Not,
    Or,
    Query,
    Term,
    Within,
    Words,
)
from supportdesk.domain.query_fields import CATEGORIES, DELIVERIES, EVENTS, PRIORITIES
from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.query_predicate import matches
from supportdesk.domain.ticket import KINDS, STATES
from supportdesk.domain.ticket_facts import (
    TicketFacts,
)
from supportdesk.store.read import search, tickets
from supportdesk.store.write.writer import open_writer
from tests.small_desk import StandingClock
from tests.store.stored_facts import LOG, facts_of
from tests.store.varied_fields import (
    EMPTY_FIELDS,
    FIELD_VALUES,
    begin_sending,
    fill_in,
    send_some,
    within_fields,
)
from tests.stores import STORE_KINDS, stores_of

BODIES = (
    "I paid twice for order 4711, refund please",
    "Оплата не прошла второй раз, верните деньги",
    "Не працює вхід у кабінет з телефону",
    "refunds and payments of Ann",
    "ошибка при оплате картой",
)
WORDS = (
    *("refund", "оплата", "оплаты", "вход", "вхід", "order 4711", "4711", "ann", "paid twice"),
    *("client1@example.org", "1", "#2", "zzz", "!!!", "кабинет", "деньги верните"),
    *("бухгалтера", "позвонить", "timeout", "таймаут вход"),
)
NAMES = {
    "queue": ("First", "second", "no such"),
    "owner": ("me", "olga", "Petro Hai", "nobody here"),
    "first_owner": ("me", "petro", "Olga Lis"),
    "client": ("Client 1", "client2@example.org", "ann"),
    "company": ("romashka", "Other"),
    "email": ("example.org", "client0@", "x"),
    "phone": ("900", "+7 900"),
    "tag": ("vip", "Refund", "money-back", "none such"),
    "channel": ("manual", "email"),
    "lang": ("ru", "en"),
    "kind": KINDS[:3],
    "attachment": ("any", "log", "photo.png", "timeout", "page"),
    "state": tuple(STATES),
    "category": CATEGORIES,
    "priority": PRIORITIES,
    "vip": ("yes", "no"),
    "thanked": ("yes", "no"),
    "follower": ("me", "petro", "nobody here"),
    "mail": DELIVERIES,
    **FIELD_VALUES,
}
SIDES = ("open", "Solved", "high", "2", "me", "petro", "Olga Lis", "second", "vip", "help", None)
PEOPLE = ("owner", "first_owner", "follower")
EMPTY = (*PEOPLE, "rating", "company", "email", "phone", "tag", "lang", "kind", "attachment")
EMPTY_MOMENTS = ("solved", "closed", "wake", "waiting", "due", "risk", "rated")
NUMBERS = ("number", "line", "priority", "messages", "replies", "reopens", "rating")
MOMENTS = (*EMPTY_MOMENTS, "created", "updated", "silence")
BASE = int(StandingClock().now.timestamp() * 1000)


def equals() -> st.SearchStrategy[Condition]:
    """A field with one or two values, or empty."""
    plain = st.sampled_from(sorted(NAMES)).flatmap(
        lambda name: st.lists(st.sampled_from(NAMES[name]), min_size=1, max_size=2).map(
            lambda values: Equals(name, tuple(values))
        )
    )
    empty = st.sampled_from((*EMPTY, *EMPTY_MOMENTS, *EMPTY_FIELDS)).map(
        lambda name: Equals(name, (None,))
    )
    return st.one_of(plain, empty)


def within() -> st.SearchStrategy[Condition]:
    """A range of whole numbers or moments."""
    edge = st.one_of(st.none(), st.integers(0, 4))
    moment = st.one_of(st.none(), st.integers(BASE - 1000, BASE + 90_000))
    return st.one_of(
        st.builds(Within, st.sampled_from(NUMBERS), edge, edge),
        st.builds(Within, st.sampled_from(MOMENTS), moment, moment),
        within_fields(),
    )


def words() -> st.SearchStrategy[Condition]:
    """One or two words, whole or cut, anywhere or in a column."""
    term = st.builds(Term, st.sampled_from(WORDS), st.booleans())
    column = st.sampled_from((None, None, "subject", "client", "reply", "note"))
    return st.builds(Words, st.lists(term, min_size=1, max_size=2).map(tuple), column)


def happened() -> st.SearchStrategy[Condition]:
    """One event that is several things at once."""
    moment = st.one_of(st.none(), st.integers(BASE - 1000, BASE + 90_000))
    named = [
        st.lists(st.sampled_from(values), min_size=1, max_size=2).map(
            lambda chosen, name=name: Equals(name, tuple(chosen))  # type: ignore[misc]
        )
        for name, values in (
            ("event", EVENTS),
            ("from", SIDES),
            ("to", SIDES),
            ("by", ("me", "petro", "nobody here", None)),
        )
    ]
    part = st.one_of(*named, st.builds(Within, st.just("after"), moment, moment))
    return st.lists(part, min_size=1, max_size=3).map(lambda parts: Happened(tuple(parts)))


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(equals(), within(), words(), happened()),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=5,
)


@dataclass
class Prepared:
    """A desk of varied tickets and the facts of each."""

    desk: Desk
    facts: list[TicketFacts]


@pytest.fixture(scope="module", params=STORE_KINDS)
def prepared(request: pytest.FixtureRequest) -> Iterator[Prepared]:
    """A desk of varied tickets: states, owners, tags, addresses, notes, sleep, attachments."""
    clock = StandingClock()
    for stores in stores_of(request):
        desk = open_desk(stores.empty("varied.desk"), clock)
        for name, login in (("Olga Lis", "olga"), ("Petro Hai", "petro")):
            desk.act(None, action.SaveOperator(name, login=login, role="admin"))
        for name, line in (("First", 1), ("Second", 2)):
            desk.act(None, action.SaveQueue(name, line))
        begin_sending(desk)
        for n in range(9):
            clock.forward(seconds=5)
            fill(desk, clock, n)
            fill_in(desk, n + 1)
        for number, score in ((1, 2), (3, 4), (4, 1)):
            clock.forward(seconds=1)
            desk.act(1, action.RateTicket(number, score))
        for number in (2, 5):
            desk.act(1, action.ChangeFollowers(number, add=(1, 2)[: number // 2]))
            who = action.ClientReference("Ann")
            desk.act(None, action.ReceiveMessage(who, "", "Thanks!", f"thanks-{number}", number))
        entry = action.HistoricChange("r1", clock(), 2, (("queue_id", "2"), ("tag:logged", "1")))
        log = action.HistoricTicket(
            "9", "", action.ClientReference("Ann"), (), clock(), 9, changes=(entry,)
        )
        desk.act(None, action.RecordHistory((log,)))
        send_some(desk)
        moments = "due_at = created_at + 9000, risk_at = created_at + 5000"
        with closing(open_writer(desk.address)) as writer, writer.transaction() as connection:
            connection.execute(text(f"UPDATE ticket SET {moments} WHERE id % 3 = 0"))
        desk.act(1, action.RenameTag("refund", "money-back"))
        yield Prepared(desk, [facts_of(desk, number) for number in range(1, 10)])
        desk.close()


def fill(desk: Desk, clock: StandingClock, n: int) -> None:
    """One ticket, different in everything from the one before."""
    address = f"client{n % 4}@example.org" if n % 4 else None
    who = action.ClientReference(f"Client {n % 4}", address, "+7 900 000" if n % 3 == 0 else None)
    logged = action.NewAttachment("server.log", "text/plain", LOG.encode())
    page = action.NewAttachment("page.html", "text/html", b"<script>timeout</script><b>Page</b>")
    files = ((), (logged,), (page,), (logged, page))[n % 4] if n < 7 else ()
    number = desk.act(
        1,
        action.CreateTicket(
            who,
            f"About {BODIES[n % 5][:12]}",
            BODIES[n % 5],
            queue=n % 2 + 1,
            priority=n % 4,
            kind=KINDS[n % 3] if n % 2 else None,
            tags=("vip",) if n % 3 == 0 else ("refund", "vip")[: n % 3],
            language=("ru", "en", None)[n % 3],
            attachments=files,
        ),
    ).tickets[0]
    if n % 3 == 1:
        desk.act(2, action.Reply(number, BODIES[(n + 1) % 5], 10**9))
    if n % 3 == 2:
        desk.act(1, action.AddNote(number, BODIES[(n + 2) % 5]))
    desk.act(1, action.Assign(number, (None, 1, 2)[n % 3]))
    if n % 4 == 2:
        desk.act(1, action.SetState(number, "solved", kind="help"))
    if n % 8 == 6:
        desk.act(1, action.SetState(number, "closed"))
    if n % 4 == 3:
        desk.act(1, action.Snooze(number, clock().replace(hour=20)))
    if n in (4, 5, 7):
        client = desk.ask(tickets.row, number, 1)
        assert client is not None
        desk.act(
            1, action.AddClientNote(client.client_id, f"Позвонить насчёт {WORDS[n]}, бухгалтер")
        )
    if n == 1:
        desk.act(None, action.ReceiveMessage(who, "Hi", BODIES[0], "m1", number))
    if n == 6:
        desk.act(2, action.MoveToQueue(number, 2))
        desk.act(2, action.ChangeTags(number, add=("later",), remove=("vip",)))
        desk.act(2, action.SetPriority(number, 3))
        desk.act(2, action.SetSubject(number, "About something else"))
        desk.act(2, action.AddNote(number, "taken back again"))
        desk.act(2, action.Undo())
    if n == 5:
        desk.act(1, action.EditClient(1, (("company", "Romashka"), ("vip", "yes"))))


@settings(max_examples=600, deadline=None)
@given(CONDITIONS)
def test_sql_and_predicate_agree(prepared: Prepared, condition: Condition) -> None:
    query = Query(condition, me=1)
    expected = {facts.number for facts in prepared.facts if matches(query, facts)}
    assert set(prepared.desk.ask(search.numbers, query)) == expected
    assert {hit.number for hit in prepared.desk.ask(search.search_hits, query)} == expected


def test_the_prepared_desk_is_varied(prepared: Prepared) -> None:
    """Every field has at least two different values, so that agreement means something."""
    for name in (
        "state",
        "priority",
        "kind",
        "queue",
        "owner",
        "client",
        "company",
        "vip",
        "lang",
        "thanked",
    ):
        assert len({getattr(facts, name) for facts in prepared.facts}) > 1, name
    for name in (
        "tags",
        "attachments",
        "wake",
        "solved",
        "closed",
        "waiting",
        "phones",
        "due",
        "followers",
    ):
        assert len({getattr(facts, name) for facts in prepared.facts}) > 1, name
    seen = [event for facts in prepared.facts for event in facts.events]
    assert {event.what for event in seen} >= set(EVENTS)
    assert {event.actor and event.actor.id for event in seen} == {1, 2, None}
    assert len({facts.first_owner for facts in prepared.facts}) > 2


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("event:tag to:later by:petro", {7}),
        ("event:tag to:later by:olga", set()),
        ("event:priority to:later", set()),
        ("event:tag from:vip", {7}),
        ("(to:later) (to:critical)", {7}),
        ("to:later to:critical", set()),
        ("event:state from:open,solved to:closed", {7}),
        ("event:note -(event:note after:2100-01-01) number:7", {7}),
        ("-by:petro number:7", set()),
    ],
)
def test_what_stands_together_is_said_of_one_event(
    prepared: Prepared, typed: str, numbers: set[int]
) -> None:
    query = parse_query(typed, now=prepared.desk.clock(), zone=UTC, me=1)
    assert set(prepared.desk.ask(search.numbers, query)) == numbers


def test_newest_message_first_whatever_the_order_of_import(prepared: Prepared) -> None:
    query = Query(Words((Term("оплат", is_prefix=True),)), me=1)
    found = prepared.desk.ask(search.search_hits, query)
    assert [hit.message_id for hit in found] == sorted(
        (hit.message_id for hit in found), reverse=True
    )
    assert len(found) > 1


def test_marks_stand_on_the_found_words(prepared: Prepared) -> None:
    found = prepared.desk.ask(search.search_hits, Query(Words((Term("оплаты"),)), me=1))
    in_the_body = [hit for hit in found if "плат" in hit.snippet]
    assert in_the_body
    for hit in in_the_body:
        assert hit.marks
        assert all("оплат" in hit.snippet[start:end].casefold() for start, end in hit.marks)
