"""A desk that stands for another help desk, without a line: facts come in, wishes are told."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from supportdesk.desk.going_out import goes_by_mail
from supportdesk.desk.mirror import sending, settling
from supportdesk.desk.mirror.recording import take_in
from supportdesk.desk.mirror.seen import (
    SeenChange,
    SeenFile,
    SeenGone,
    SeenMessage,
    SeenTicket,
    Vocabulary,
    Who,
)
from supportdesk.desk.mirror.transactions import within
from supportdesk.desk.mirror.vocabulary import take_words
from supportdesk.desk.mirror.wishes import gather_all
from supportdesk.domain.action import (
    Action,
    AddNote,
    Assign,
    ChangeOption,
    ChangeTags,
    ClientReference,
    CreateTicket,
    MergeTicket,
    MoveToQueue,
    Recipient,
    Recipients,
    Reply,
    SetPriority,
    SetState,
    SplitMessage,
    Undo,
    on_each,
)
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.ticket import Category, MessageKind, Priority
from supportdesk.store.read import health, sendings, threads
from supportdesk.store.write import mirror
from supportdesk.store.write.sendings import begin_link
from supportdesk.store.write.transaction import Transaction
from tests.small_desk import SmallDesk

PETRO, OLGA = Who("petro", "Petro", ""), Who("olga", "Olga", "")
CLIENT = Who("ann@example.org", "Ann Lee", "ann@example.org")
ROBOT = Who("RT_System", "RT_System", "", is_robot=True)
BEGAN = datetime(2026, 2, 27, 10, 0, tzinfo=UTC)
WORDS = Vocabulary(
    me=PETRO,
    states=(
        ("new", Category.NEW, ("open", "resolved")),
        ("open", Category.ACTIVE, ("stalled", "resolved", "rejected")),
        ("stalled", Category.WAITING, ("open", "resolved")),
        ("resolved", Category.DONE, ("open",)),
        ("rejected", Category.DONE, ("open",)),
    ),
    queues=(("1", "First line"), ("2", "Billing")),
    priorities=(("0", Priority.LOW), ("50", Priority.NORMAL), ("100", Priority.HIGH)),
    operators=(PETRO, OLGA),
    has_tags=True,
)


@pytest.fixture
def here(small: SmallDesk) -> SmallDesk:
    """A desk whose tickets are those of another help desk; Petro is who its link acts as."""
    small.desk.lease(link_up)
    within(small.desk, "words", take_words, WORDS, small.clock())
    return small


def link_up(connection: Any) -> None:
    """Make the store one that stands for another."""
    begin_link(connection, kind="request_tracker", name="rt", address="http://x", history="all")


def after(**amount: float) -> datetime:
    """A moment after the ticket began."""
    return BEGAN + timedelta(**amount)


def seen(rid: str = "17", **changed: Any) -> SeenTicket:
    """A ticket of Ann's as it is read there."""
    held: dict[str, Any] = {
        "rid": rid,
        "version": "100",
        "subject": "Kettle leaks",
        "state": "open",
        "category": Category.ACTIVE,
        "queue": "First line",
        "owner": None,
        "clients": (CLIENT,),
        "priority": "0",
        "urgency": Priority.LOW,
        "tags": frozenset(),
        "created": BEGAN,
        "updated": after(hours=2),
        "offered": ("stalled", "resolved", "rejected"),
        "messages": (said("71", CLIENT, "It leaks"),),
        "changes": (),
    }
    return SeenTicket(**{**held, **changed})


def said(
    rid: str, who: Who, text: str, kind: MessageKind = MessageKind.CLIENT, minutes: int = 0
) -> SeenMessage:
    """A message of a thread."""
    return SeenMessage(rid, after(minutes=minutes), who, kind, text)


def take(here: SmallDesk, read: SeenTicket | SeenGone) -> int:
    """Record what was read, as a round does."""
    within(here.desk, "pull", take_in, read)
    return int(read.rid)


def wishes(here: SmallDesk) -> list[tuple[str, str, Any]]:
    """What has to be told: what, state and the intent's own words."""
    within(here.desk, "gather", gather_all)
    rows = here.desk.ask(sendings.in_states, mirror.PENDING)
    return [(row.what, row.state, json.loads(row.action)) for row in rows]


def faults(here: SmallDesk) -> list[str]:
    """What the doctor finds wrong."""
    found = here.desk.ask(lambda reader: list(health.findings(reader)))
    return [one.check for one in found if one.faults]


def reply(here: SmallDesk, number: int, text: str = "We look at it.", **more: Any) -> None:
    """Petro answers, having seen everything."""
    base = here.desk.lease(mirror.newest_event)
    here.act(Reply(number, text, base_seq=base, **more))


def test_a_ticket_comes_with_its_past_under_its_own_number(here: SmallDesk) -> None:
    number = take(
        here,
        seen(
            state="stalled",
            category=Category.WAITING,
            owner=OLGA,
            tags=frozenset({"vip"}),
            messages=(
                said("71", CLIENT, "It leaks"),
                said("73", OLGA, "We look at it", MessageKind.OPERATOR, 30),
                said("74", OLGA, "Inside", MessageKind.NOTE, 40),
            ),
            changes=(
                SeenChange("72", after(minutes=20), OLGA, "owner", "", "olga"),
                SeenChange("75", after(minutes=50), OLGA, "state", "open", "stalled"),
            ),
        ),
    )
    row = here.row(number)
    assert (row.number, row.state, row.owner, row.tags) == (17, "waiting", "Olga", ("vip",))
    messages = here.desk.ask(threads.messages, number)
    assert [(one.kind, one.operator_id) for one in messages] == [
        ("client", None),
        ("operator", here.olga),
        ("note", here.olga),
    ]
    events = {event.field: event for event in here.desk.ask(threads.events, number)}
    assert (events["owner_id"].actor_id, events["state"].actor_id) == (here.olga, here.olga)
    assert events["state"].at == (after(minutes=50) - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(
        milliseconds=1
    )
    assert wishes(here) == []
    assert faults(here) == []


def test_it_is_said_before_that_a_reply_leaves_and_a_forward_does_not(here: SmallDesk) -> None:
    """The other help desk mails a reply to the client, whatever mail this desk has."""
    row = here.row(take(here, seen()))
    assert {kind: goes_by_mail(here.desk, row, kind) for kind in ("reply", "note", "forward")} == {
        "reply": True,
        "note": False,
        "forward": False,
    }


def test_what_is_read_again_changes_nothing(here: SmallDesk) -> None:
    number = take(here, seen())
    newest = here.desk.lease(mirror.newest_event)
    take(here, seen())
    take(here, seen(messages=()))
    assert here.desk.lease(mirror.newest_event) == newest
    assert len(here.desk.ask(threads.messages, number)) == 1


def test_what_changes_there_changes_here_and_is_no_wish(here: SmallDesk) -> None:
    number = take(here, seen())
    take(
        here,
        seen(
            version="104",
            state="resolved",
            category=Category.DONE,
            queue="Billing",
            priority="100",
            urgency=Priority.HIGH,
            owner=PETRO,
            subject="Kettle leaks badly",
            messages=(said("101", PETRO, "Done", MessageKind.OPERATOR, 90),),
            changes=(SeenChange("102", after(minutes=91), OLGA, "state", "open", "resolved"),),
        ),
    )
    row = here.row(number)
    assert (row.state, row.queue, row.priority, row.owner) == ("solved", "Billing", 2, "Petro")
    assert row.subject == "Kettle leaks badly"
    assert row.solved_at is not None
    assert wishes(here) == []
    assert faults(here) == []


STALLED = {"value": "stalled", "via": "stalled"}
TAGGED = {"add": ["bug", "vip"], "remove": []}
WISHED: list[tuple[str, Callable[[SmallDesk, int], Action], list[tuple[str, Any]]]] = [
    (
        "state",
        lambda _h, n: SetState(n, "waiting"),
        [("SetState", {"value": "stalled", "via": "stalled"})],
    ),
    ("nobody's", lambda h, n: Assign(n, h.petro), [("Take", {"value": "petro"})]),
    ("to another", lambda h, n: Assign(n, h.olga), [("Assign", {"value": "olga"})]),
    ("priority", lambda _h, n: SetPriority(n, 3), [("SetPriority", {"value": "100"})]),
    ("the same", lambda _h, n: SetPriority(n, 0), []),
    (
        "tags",
        lambda _h, n: ChangeTags(n, ("vip", "bug")),
        [("Tags", {"add": ["bug", "vip"], "remove": []})],
    ),
    ("queue", lambda h, n: MoveToQueue(n, h.billing), [("Move", {"value": "Billing"})]),
    ("note", lambda _h, n: AddNote(n, "Inside"), [("Note", {})]),
]


@pytest.mark.parametrize(("done", "wanted"), [w[1:] for w in WISHED], ids=[w[0] for w in WISHED])
def test_each_action_is_told_in_the_words_of_the_remote(
    here: SmallDesk, done: Callable[[SmallDesk, int], Action], wanted: list[tuple[str, Any]]
) -> None:
    number = take(here, seen())
    here.act(done(here, number), "waiting_unanswered")
    assert [(what, action) for what, _state, action in wishes(here)] == wanted


def test_a_reply_takes_its_state_along_and_leaves_after_its_window(here: SmallDesk) -> None:
    number = take(here, seen())
    reply(here, number, then_state="waiting")
    assert wishes(here) == [("Reply", "queued", {"value": "stalled"})]
    assert within(here.desk, "ready", sending.ready) == []
    here.clock.forward(seconds=11)
    here.desk.work()
    assert within(here.desk, "ready", sending.ready) == [(number, "17")]
    parcel = within(here.desk, "claim", sending.claim, number)
    assert parcel is not None
    assert (parcel.what, parcel.ticket, parcel.body, parcel.value, parcel.base) == (
        "Reply",
        "17",
        "We look at it.",
        "stalled",
        "100",
    )
    within(here.desk, "settle", arrived, parcel.number)
    assert here.desk.ask(threads.messages, number)[-1].delivery == "sent"
    assert wishes(here) == []


def arrived(transaction: Transaction, number: int) -> None:
    """The remote has taken it."""
    settling.sent(transaction, mirror.sending_row(transaction.connection, number), "900")


def test_a_lasting_change_is_one_wish_and_one_taken_back_is_none(here: SmallDesk) -> None:
    number = take(here, seen())
    for priority in (1, 2):
        here.act(SetPriority(number, priority))
    assert [(what, action) for what, _state, action in wishes(here)] == [
        ("SetPriority", {"value": "100"})
    ]
    here.act(Undo())
    here.act(Undo())
    assert wishes(here) == []
    here.act(ChangeTags(number, ("vip",)))
    here.act(ChangeTags(number, (), ("vip",)))
    assert wishes(here) == []
    reply(here, number)
    here.act(Undo())
    assert wishes(here) == []


def test_many_at_once_are_told_one_by_one(here: SmallDesk) -> None:
    numbers = [
        take(here, seen(str(rid), messages=(said(f"7{rid}", CLIENT, "?"),))) for rid in (17, 18)
    ]
    here.act(on_each(SetPriority(0, 2), numbers))
    assert [what for what, _state, _action in wishes(here)] == ["SetPriority"] * 2


def test_both_sides_changed_it_and_one_waits(here: SmallDesk) -> None:
    number = take(here, seen())
    here.act(SetState(number, "waiting"), "waiting_unanswered")
    here.act(SetPriority(number, 2))
    change = SeenChange("102", after(minutes=91), OLGA, "state", "open", "rejected")
    take(here, seen(version="102", state="rejected", category=Category.DONE, changes=(change,)))
    assert [(what, state) for what, state, _action in wishes(here)] == [
        ("SetState", "stopped"),
        ("SetPriority", "queued"),
    ]
    [stopped] = here.desk.ask(sendings.in_states, ("stopped",))
    assert stopped.because["code"] == "mirror.conflict"
    assert here.row(number).state == "waiting"


def test_what_opens_by_itself_after_our_reply_is_no_conflict(here: SmallDesk) -> None:
    number = take(here, seen(state="new", category=Category.NEW, offered=("open", "resolved")))
    here.act(SetState(number, "solved", kind="help"))
    change = SeenChange("102", after(minutes=91), ROBOT, "state", "new", "open")
    take(here, seen(version="102", messages=(), changes=(change,)))
    assert ("SetState", "queued", {"value": "resolved", "via": "resolved"}) in wishes(here)


def test_it_sends_no_mail_and_gives_copies_to_nobody(here: SmallDesk) -> None:
    here.act(ChangeOption("outgoing", "desk@example.org"), by=here.olga)
    number = take(here, seen())
    copy = Recipients(cc=(Recipient("boss@example.org"),))
    reply(here, number, recipients=copy)
    here.clock.forward(seconds=11)
    here.desk.work()
    assert here.desk.ask(threads.messages, number)[-1].delivery == "outgoing"
    assert wishes(here) == [("Reply", "stopped", {})]


def test_a_ticket_made_here_is_new_until_it_is_numbered(here: SmallDesk) -> None:
    take(here, seen())
    who = ClientReference("Ann Lee", "ann@example.org")
    made = here.act(CreateTicket(who, "By phone", "It drips")).tickets[0]
    assert ticket_name(made) == "here-1"
    assert [what for what, _state, _action in wishes(here)] == ["Create"]
    parcel = within(here.desk, "claim", sending.claim, made)
    assert parcel is not None
    assert (parcel.queue, parcel.client, parcel.subject, parcel.body) == (
        "First line",
        "ann@example.org",
        "By phone",
        "It drips",
    )
    within(here.desk, "settle", arrived, parcel.number)
    take(here, seen("900", subject="By phone", messages=(said("901", PETRO, "It drips"),)))
    assert here.row(made).state == "merged"
    assert [row.body for row in here.desk.ask(threads.messages, 900)] == ["It drips"]
    assert wishes(here) == []
    assert faults(here) == []


def test_merged_there_is_merged_here_and_what_waits_goes_along(here: SmallDesk) -> None:
    first = take(here, seen())
    into = take(here, seen("18", messages=(said("81", CLIENT, "Again"),)))
    here.act(AddNote(first, "For later"))
    take(here, SeenGone("17", into="18"))
    assert here.row(first).state == "merged"
    assert [row.body for row in here.desk.ask(threads.messages, into)][:1] == ["It leaks"]
    [row] = here.desk.ask(sendings.in_states, mirror.PENDING)
    assert (row.what, row.state, row.ticket) == ("Note", "stopped", into)
    assert faults(here) == []


def test_merged_here_is_told_and_a_split_is_not_possible_there(here: SmallDesk) -> None:
    first = take(here, seen())
    into = take(here, seen("18", messages=(said("81", CLIENT, "Again", minutes=5),)))
    message = here.desk.ask(threads.messages, first)[0].id
    here.act(MergeTicket(first, into))
    assert wishes(here) == [("Merge", "queued", {"into": into})]
    here.act(Undo())
    assert wishes(here) == []
    here.act(SplitMessage(message, "A part"))
    assert [(what, state) for what, state, _action in wishes(here)] == [("Create", "stopped")]


def test_of_a_large_file_only_its_name_is_here(here: SmallDesk) -> None:
    small = SeenFile("5", "small.txt", "text/plain", 3, b"abc")
    large = SeenFile("6", "large.bin", "application/octet-stream", 9_000_000)
    message = SeenMessage("71", BEGAN, CLIENT, MessageKind.CLIENT, "See", (small, large))
    number = take(here, seen(messages=(message,)))
    files = here.desk.ask(threads.messages, number)[0].attachments
    assert [(one.name, one.size) for one in files] == [("small.txt", 3), ("large.bin", 9_000_000)]
    assert faults(here) == []
