"""What is written to a real Request Tracker, and how one sees that it was done."""

import asyncio

import pytest

from supportdesk.domain.ticket import MessageKind
from supportdesk.remote.base import Conflict, Denied, Done, Rejected, Remote
from supportdesk.remote.facts import Attachment, RemoteMessage
from supportdesk.remote.intents import (
    Assign,
    Change,
    Create,
    Merge,
    Move,
    Note,
    Reply,
    SetPriority,
    SetState,
    Tags,
    Take,
)
from supportdesk.remote.request_tracker.tracker import RequestTracker
from tests.request_tracker.conftest import Operator, new_ticket
from tests.request_tracker.server import RequestTrackerServer

LONG_NAME = "Отчёт о возвратах за первый квартал, окончательная редакция «для бухгалтерии» №2.pdf"


async def last(remote: Remote, rid: str) -> RemoteMessage:
    """The newest message of a ticket."""
    return (await remote.thread(rid)).messages[-1]


async def test_a_reply_and_a_state_in_one_call(
    server: RequestTrackerServer, anna: RequestTracker
) -> None:
    rid = await new_ticket(anna, "reply-and-state")
    base = (await anna.ticket(rid)).version
    text = "Мы всё починили 🫖.\n\nIt works\tnow: \\ ' \" <b>&amp;"
    done = await anna.apply(Reply(rid, text, state="resolved"), base, "k1")
    assert isinstance(done, Done)
    assert done.missed == ()
    thread = await anna.thread(rid)
    assert thread.ticket.state == "resolved"
    assert thread.ticket.version == done.version
    said = thread.messages[-1]
    assert (said.rid, said.text, said.kind) == (done.ref, text, MessageKind.OPERATOR)
    to_client = [mail for mail in server.mails() if f"#{rid}]" in mail and "To: client1@" in mail]
    assert any("=D0=9C=D1=8B" in mail or "Мы всё починили" in mail for mail in to_client)


async def test_a_note_is_in_no_mail_to_a_client(
    server: RequestTrackerServer, operator: Operator
) -> None:
    anna, boris = await operator("anna"), await operator("boris")
    rid = await new_ticket(anna, "private")
    assert isinstance(await boris.apply(Take(rid), None, "k1"), Done)
    canary = "canary-6c1f-only-for-us"
    note = Note(rid, f"Внутри: {canary}", (Attachment(f"{canary}.txt", "text/plain", b"x"),))
    done = await anna.apply(note, None, "k2")
    assert isinstance(done, Done)
    assert (await last(anna, rid)).kind is MessageKind.NOTE
    public = "public-77aa for the client"
    assert isinstance(await anna.apply(Reply(rid, public), done.version, "k3"), Done)
    mails = server.mails()
    assert any(public in mail for mail in mails)
    heads = [mail.partition("\n\n")[0] for mail in mails if canary in mail]
    assert not [head for head in heads if "mail.example" in head]


async def test_who_is_second_to_take_a_ticket_is_told(operator: Operator) -> None:
    anna, boris = await operator("anna"), await operator("boris")
    rid = await new_ticket(anna, "race")
    outcomes = await asyncio.gather(
        anna.apply(Take(rid), None, "k1"), boris.apply(Take(rid), None, "k2")
    )
    owner = (await anna.ticket(rid)).owner
    assert owner is not None
    winner, loser = outcomes if owner.rid == "anna" else reversed(outcomes)
    assert isinstance(winner, Done)
    assert isinstance(loser, Conflict)
    assert loser.current.owner == owner
    again = await (anna if owner.rid == "anna" else boris).apply(Take(rid), None, "k3")
    assert isinstance(again, Done)


async def test_who_takes_what_was_just_taken_learns_it_from_a_200(operator: Operator) -> None:
    """The server says 200 to the loser; only the owner tells."""
    anna, boris = await operator("anna"), await operator("boris")
    rid = await new_ticket(anna, "taken")
    stale = (await boris.ticket(rid)).version
    assert isinstance(await anna.apply(Take(rid), None, "k1"), Done)
    late = await boris.apply(Take(rid), stale, "k2")
    assert isinstance(late, Conflict)
    assert late.current.owner is not None
    assert late.current.owner.rid == "anna"


async def test_assigning_stealing_and_giving_back(operator: Operator) -> None:
    anna = await operator("anna")
    rid = await new_ticket(anna, "owners")
    for wanted in ("boris", "anna", None, "carla"):
        done = await anna.apply(Assign(rid, wanted), None, f"k{wanted}")
        assert isinstance(done, Done), wanted
        owner = (await anna.ticket(rid)).owner
        assert (owner.rid if owner else None) == wanted


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda rid: Assign(rid, "nobody-such"), "Owner"),
        (lambda rid: Assign(rid, "client2@mail.example"), "Owner"),
        (lambda rid: SetState(rid, "no such state"), "Status"),
        (lambda rid: Move(rid, "No such queue"), "Queue"),
        (lambda rid: SetPriority(rid, "very high"), "Priority"),
        (lambda rid: Merge(rid, rid), "MergeInto"),
        (lambda rid: Tags(rid, frozenset({"no such tag"})), "CustomFields"),
    ],
)
async def test_what_a_200_did_not_do_is_rejected(
    anna: RequestTracker, change: object, field: str
) -> None:
    assert callable(change)
    rid = await new_ticket(anna, f"refused {field}")
    intent: Change = change(rid)
    before = await anna.ticket(rid)
    outcome = await anna.apply(intent, None, "k1")
    assert isinstance(outcome, Rejected)
    assert outcome.reason
    assert outcome.field == field
    after = await anna.ticket(rid)
    assert (after.state, after.queue, after.owner, after.priority, after.tags) == (
        before.state,
        before.queue,
        before.owner,
        before.priority,
        before.tags,
    )


async def test_an_operator_without_rights_is_told_though_the_server_says_200(
    operator: Operator,
) -> None:
    anna, viktor = await operator("anna"), await operator("viktor")
    rid = await new_ticket(anna, "watched")
    for change in (SetState(rid, "open"), SetPriority(rid, "100"), Take(rid), Move(rid, "Billing")):
        assert isinstance(await viktor.apply(change, None, "k1"), Rejected)
    assert await viktor.apply(Note(rid, "May I?"), None, "k2") == Denied()
    ticket = await anna.ticket(rid)
    assert (ticket.state, ticket.priority, ticket.owner, ticket.queue) == (
        "new",
        "0",
        None,
        "General",
    )


async def test_state_priority_and_queue(anna: RequestTracker) -> None:
    rid = await new_ticket(anna, "fields")
    done = await anna.apply(SetState(rid, "stalled"), (await anna.ticket(rid)).version, "k1")
    assert isinstance(done, Done)
    done = await anna.apply(SetPriority(rid, "100"), done.version, "k2")
    assert isinstance(done, Done)
    done = await anna.apply(Move(rid, "Возвраты"), done.version, "k3")
    assert isinstance(done, Done)
    ticket = await anna.ticket(rid)
    assert (ticket.state, ticket.priority, ticket.queue) == ("stalled", "100", "Возвраты")
    assert ticket.version == done.version
    assert await anna.apply(SetState(rid, "stalled"), done.version, "k4") == done


async def test_a_change_of_what_was_changed_meanwhile_is_a_conflict(operator: Operator) -> None:
    anna, boris = await operator("anna"), await operator("boris")
    rid = await new_ticket(anna, "stale")
    base = (await anna.ticket(rid)).version
    assert isinstance(await boris.apply(SetPriority(rid, "50"), None, "k1"), Done)
    outcome = await anna.apply(SetPriority(rid, "100"), base, "k2")
    assert isinstance(outcome, Conflict)
    assert outcome.current.priority == "50"
    assert (await anna.ticket(rid)).priority == "50"


async def test_tags_are_added_and_removed_among_others(operator: Operator) -> None:
    anna, boris = await operator("anna"), await operator("boris")
    rid = await new_ticket(anna, "tagged")
    assert isinstance(await anna.apply(Tags(rid, frozenset({"vip", "bug"})), None, "k1"), Done)
    changed = Tags(rid, frozenset({"срочно"}), frozenset({"bug", "refund"}))
    assert isinstance(await boris.apply(changed, None, "k2"), Done)
    ticket = await anna.ticket(rid)
    assert set(ticket.tags or ()) == {"vip", "срочно"}
    told = {(c.old, c.new) for c in (await anna.thread(rid)).changes if c.field == "tag"}
    assert ("", "срочно") in told


async def test_merging_is_seen_and_harmless_twice(anna: RequestTracker) -> None:
    one, other = await new_ticket(anna, "merge one"), await new_ticket(anna, "merge other")
    assert isinstance(await anna.apply(Merge(one, other), None, "k1"), Done)
    assert (await anna.ticket(one)).rid == other
    assert isinstance(await anna.apply(Merge(one, other), None, "k2"), Done)
    further = await new_ticket(anna, "merge further")
    assert isinstance(await anna.apply(Merge(further, one), None, "k3"), Done)
    assert (await anna.ticket(further)).rid == other


async def test_nothing_is_said_on_a_ticket_that_went_into_another(anna: RequestTracker) -> None:
    one, other = await new_ticket(anna, "gone one"), await new_ticket(anna, "gone other")
    base = (await anna.ticket(one)).version
    assert isinstance(await anna.apply(Merge(one, other), None, "k1"), Done)
    outcome = await anna.apply(Reply(one, "To whom?"), base, "k2")
    assert isinstance(outcome, Conflict)
    assert outcome.current.rid == other
    assert "To whom?" not in [m.text for m in (await anna.thread(other)).messages]


@pytest.mark.parametrize("name", ["счёт за март.pdf", LONG_NAME, "plain.pdf", "äöü 日本.bin"])
async def test_files_arrive_under_their_names_and_whole(
    server: RequestTrackerServer, anna: RequestTracker, name: str
) -> None:
    rid = await new_ticket(anna, f"files {len(name)}")
    content = bytes(range(256)) * 40
    sent = Reply(rid, "С файлом.", files=(Attachment(name, "application/pdf", content),))
    assert isinstance(await anna.apply(sent, None, "k1"), Done)
    (file,) = (await last(anna, rid)).files
    assert (file.name, file.media_type, file.size) == (name, "application/pdf", len(content))
    assert (await anna.attachment(file.rid)).content == content
    assert any("application/pdf" in mail for mail in server.mails() if f"#{rid}]" in mail)


@pytest.mark.parametrize(
    ("intent", "reason"),
    [
        (lambda rid: Reply(rid, " \n\t "), "text.empty"),
        (lambda rid: Note(rid, ""), "text.empty"),
        (
            lambda rid: Reply(rid, "x", files=(Attachment("a.txt", "text/plain", b""),)),
            "file.empty",
        ),
        (lambda rid: Note(rid, "x", (Attachment(" ", "text/plain", b"x"),)), "file.unnamed"),
    ],
)
async def test_what_would_arrive_empty_is_not_sent(
    anna: RequestTracker, intent: object, reason: str
) -> None:
    assert callable(intent)
    rid = await new_ticket(anna, reason)
    version = (await anna.ticket(rid)).version
    outcome = await anna.apply(intent(rid), None, "k1")
    assert isinstance(outcome, Rejected)
    assert outcome.reason == reason
    assert (await anna.ticket(rid)).version == version


async def test_a_nought_is_a_text(anna: RequestTracker) -> None:
    rid = await new_ticket(anna, "nought")
    assert isinstance(await anna.apply(Reply(rid, "0"), None, "k1"), Done)
    assert (await last(anna, rid)).text.strip() == "0"


async def test_a_reply_to_a_resolved_ticket_reopens_it_unless_it_says_otherwise(
    anna: RequestTracker,
) -> None:
    rid = await new_ticket(anna, "reopened")
    assert isinstance(await anna.apply(SetState(rid, "resolved"), None, "k1"), Done)
    done = await anna.apply(Reply(rid, "One thing more"), None, "k2")
    assert isinstance(done, Done)
    assert (await anna.ticket(rid)).state == "open"
    done = await anna.apply(Reply(rid, "And done", state="resolved"), done.version, "k3")
    assert isinstance(done, Done)
    assert done.missed == ()
    assert (await anna.ticket(rid)).state == "resolved"


async def test_a_reply_whose_state_was_not_set_says_so(anna: RequestTracker) -> None:
    rid = await new_ticket(anna, "half done")
    done = await anna.apply(Reply(rid, "Half", state="no such state"), None, "k1")
    assert isinstance(done, Done)
    assert done.missed == ("state",)
    assert (await last(anna, rid)).text == "Half"


async def test_a_reply_stops_where_somebody_answered_meanwhile(operator: Operator) -> None:
    anna, boris = await operator("anna"), await operator("boris")
    rid = await new_ticket(anna, "answered")
    base = (await anna.ticket(rid)).version
    noted = await boris.apply(Note(rid, "Only a note"), None, "k1")
    assert isinstance(noted, Done)
    assert isinstance(await boris.apply(SetPriority(rid, "50"), None, "k2"), Done)
    first = await anna.apply(Reply(rid, "Notes do not stop it"), base, "k3")
    assert isinstance(first, Done)
    late = await boris.apply(Reply(rid, "I did not see that"), noted.version, "k4")
    assert isinstance(late, Conflict)
    assert (await last(anna, rid)).text == "Notes do not stop it"
    assert isinstance(await boris.apply(Reply(rid, "Now I did"), first.version, "k5"), Done)


async def test_a_new_ticket_with_all_that_belongs_to_it(anna: RequestTracker) -> None:
    wanted = Create(
        "Возвраты",
        "Сломан чайник",
        "somebody.new@mail.example",
        "Он не греет.",
        priority="100",
        files=(Attachment("фото.jpg", "image/jpeg", b"\xff\xd8\xff"),),
        fields={"Product": ("Чайник",), "Order": ("A-900",), "Tags": ("vip", "bug")},
    )
    done = await anna.apply(wanted, None, "k1")
    assert isinstance(done, Done)
    thread = await anna.thread(done.ref)
    ticket = thread.ticket
    assert (ticket.subject, ticket.queue, ticket.priority) == ("Сломан чайник", "Возвраты", "100")
    assert [client.email for client in ticket.clients] == ["somebody.new@mail.example"]
    assert ticket.fields == {"Product": ("Чайник",), "Order": ("A-900",)}
    assert set(ticket.tags or ()) == {"vip", "bug"}
    assert thread.messages[0].text == "Он не греет."
    assert [file.name for file in thread.messages[0].files] == ["фото.jpg"]
    assert done.missed == ()


async def test_what_a_new_ticket_lacks_is_told(anna: RequestTracker) -> None:
    wanted = Create("General", "No such field", "c@mail.example", "Text", fields={"Nope": ("x",)})
    done = await anna.apply(wanted, None, "k1")
    assert isinstance(done, Done)
    assert done.missed == ("fields",)


async def test_a_ticket_in_a_queue_that_is_not_there_is_denied(anna: RequestTracker) -> None:
    outcome = await anna.apply(Create("Nowhere", "x", "c@mail.example", "Text"), None, "k1")
    assert isinstance(outcome, Denied)
    assert "Nowhere" in outcome.reason
