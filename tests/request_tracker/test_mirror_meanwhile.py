"""Both sides of a mirrored desk change something meanwhile: nothing is overwritten or lost."""

import pytest

from supportdesk.desk.mirror import deciding
from supportdesk.domain.action import (
    AddNote,
    Assign,
    ChangeTags,
    ClientReference,
    CreateTicket,
    MergeTicket,
    MoveToQueue,
    SetPriority,
    SetState,
    Undo,
)
from supportdesk.domain.errors import Refused
from supportdesk.remote.base import Done
from supportdesk.remote.intents import Assign as AssignThere
from supportdesk.remote.intents import Merge, Note, Reply, Tags
from supportdesk.remote.intents import SetState as SetStateThere
from supportdesk.remote.request_tracker.tracker import RequestTracker
from supportdesk.store.read import threads
from supportdesk.store.read.links import end_of_merges
from supportdesk.store.write.mirror import rows_of
from tests.request_tracker.conftest import Operator, new_ticket
from tests.request_tracker.mirrors import Mirror


@pytest.fixture
async def boris(operator: Operator) -> RequestTracker:
    """A colleague who works on the server itself."""
    return await operator("boris")


async def begun(here: Mirror, there: RequestTracker, subject: str) -> int:
    """A ticket that both sides know."""
    rid = await new_ticket(there, subject)
    await here.link.pull()
    return int(rid)


async def did(done: object) -> None:
    assert isinstance(done, Done)


async def test_what_others_do_there_is_here(here: Mirror, boris: RequestTracker) -> None:
    number = await begun(here, boris, "others")
    rid = str(number)
    await did(await boris.apply(AssignThere(rid, "boris"), None, "k1"))
    await did(await boris.apply(Reply(rid, "Смотрю", state="stalled"), None, "k2"))
    await did(await boris.apply(Note(rid, "Внутри"), None, "k3"))
    await did(await boris.apply(Tags(rid, frozenset({"vip", "bug"})), None, "k4"))
    await here.link.pull()
    row = here.row(number)
    assert (row.state, sorted(row.tags)) == ("waiting", ["bug", "vip"])
    assert [kind for kind, *_rest in here.said(number)] == ["operator", "operator", "note"]
    events = here.desk.ask(threads.events, number)
    by = {one["id"]: one["remote_id"] for one in here.desk.lease(rows_of, "operator")}
    done = {event.field: by.get(event.actor_id) for event in events if event.actor_id}
    assert done["state"] == done["owner_id"] == "boris"
    assert here.waiting() == []


async def test_the_same_field_on_both_sides_waits_for_its_operator(
    here: Mirror, boris: RequestTracker
) -> None:
    number = await begun(here, boris, "conflict")
    here.act(SetState(number, "waiting"))
    await did(await boris.apply(SetStateThere(str(number), "rejected"), None, "k1"))
    await here.settle()
    assert here.waiting() == [("SetState", "stopped", "mirror.conflict")]
    assert (await boris.ticket(str(number))).state == "rejected"
    [row] = here.outbox()
    assert row.because["parameters"]["there"] == "rejected"
    deciding.discard(here.desk, row.number, here.me)
    assert here.row(number).state == "closed"
    await here.settle()
    assert here.waiting() == []
    assert (await boris.ticket(str(number))).state == "rejected"


async def test_sent_again_it_goes_on_what_is_there_now(here: Mirror, boris: RequestTracker) -> None:
    number = await begun(here, boris, "again")
    here.act(SetPriority(number, 2))
    await did(await boris.apply(SetStateThere(str(number), "open"), None, "k1"))
    here.act(Assign(number, here.me))
    await did(await boris.apply(AssignThere(str(number), "boris"), None, "k2"))
    await here.settle()
    assert here.waiting() == [("Take", "stopped", "mirror.conflict")]
    assert (await boris.ticket(str(number))).priority == "100"
    deciding.again(here.desk, here.outbox()[0].number)
    await here.settle()
    owner = (await boris.ticket(str(number))).owner
    assert owner is not None
    assert (owner.rid, here.waiting()) == ("anna", [])


async def test_a_reply_waits_when_somebody_else_has_written(
    here: Mirror, boris: RequestTracker
) -> None:
    number = await begun(here, boris, "newer")
    here.reply(number, "Answer of Anna")
    await did(await boris.apply(Reply(str(number), "Answer of Boris"), None, "k1"))
    await here.settle()
    assert here.waiting() == [("Reply", "stopped", "mirror.reply_newer")]
    texts = [text for _kind, text, _delivery in here.said(number)]
    assert texts.count("Answer of Boris") == 1
    deciding.discard(here.desk, here.outbox()[0].number, here.me)
    draft = here.desk.ask(threads.draft, here.me, number, "reply")
    assert draft is not None
    assert draft.body == "Answer of Anna"
    await here.settle()
    there = [message.text for message in (await boris.thread(str(number))).messages]
    assert "Answer of Anna" not in there
    here.reply(number, "Second answer of Anna")
    await here.settle()
    there = [message.text for message in (await boris.thread(str(number))).messages]
    assert there[1:] == ["Answer of Boris", "Second answer of Anna"]


async def test_notes_and_tags_go_on_whatever_happened(here: Mirror, boris: RequestTracker) -> None:
    number = await begun(here, boris, "silently")
    here.act(AddNote(number, "Inside of Anna"))
    here.act(ChangeTags(number, add=("vip", "refund")))
    await did(await boris.apply(Reply(str(number), "Answer"), None, "k1"))
    await did(await boris.apply(Tags(str(number), frozenset({"bug"})), None, "k2"))
    await here.settle()
    assert here.waiting() == []
    there = await boris.thread(str(number))
    assert sorted(there.ticket.tags or ()) == ["bug", "refund", "vip"]
    assert sorted(here.row(number).tags) == ["bug", "refund", "vip"]
    assert [message.text for message in there.messages[1:]] == ["Answer", "Inside of Anna"]


async def test_what_was_undone_before_it_left_never_leaves(
    here: Mirror, boris: RequestTracker
) -> None:
    number = await begun(here, boris, "undone")
    version = (await boris.ticket(str(number))).version
    here.desk.undo_send_seconds = 3600
    here.reply(number, "Never sent", "waiting")
    await here.settle()
    assert here.waiting()[0] == ("Reply", "queued", "")
    here.act(Undo())
    here.act(SetPriority(number, 2))
    here.act(Undo())
    await here.settle()
    assert here.waiting() == []
    assert (await boris.ticket(str(number))).version == version


async def test_what_has_left_is_not_taken_back(here: Mirror, boris: RequestTracker) -> None:
    number = await begun(here, boris, "left")
    here.act(SetState(number, "open"))
    here.reply(number, "Gone")
    await here.settle()
    with pytest.raises(Refused) as refused:
        here.act(Undo())
    assert refused.value.code == "undo.left"
    assert [one[2] for one in here.said(number)][-1] == "sent"


async def test_a_ticket_made_here_gets_its_number_there(
    here: Mirror, boris: RequestTracker
) -> None:
    client = ClientReference("Maria Lund", "client4@mail.example")
    made = here.act(CreateTicket(client, "Called about the lamp", "Лампа не горит.")).tickets[0]
    here.act(AddNote(made, "Перезвонить"))
    here.act(SetPriority(made, 2))
    assert made > 10**9
    await here.settle()
    assert here.waiting() == []
    row = here.row(made)
    assert row.state == "merged"
    number = here.desk.ask(end_of_merges, made)
    there = await boris.thread(str(number))
    assert there.ticket.subject == "Called about the lamp"
    assert there.ticket.priority == "100"
    assert [message.text for message in there.messages] == ["Лампа не горит.", "Перезвонить"]
    assert [text for _kind, text, _delivery in here.said(number)] == [
        "Лампа не горит.",
        "Перезвонить",
    ]
    await here.settle()
    assert len(here.said(number)) == 2


async def test_merges_and_moves_go_both_ways(here: Mirror, boris: RequestTracker) -> None:
    one, other, third = [await begun(here, boris, f"merge {n}") for n in range(3)]
    here.act(MergeTicket(one, other), "other_client")
    billing = next(row for row in here.desk.lease(rows_of, "queue") if row["name"] == "Billing")
    here.act(MoveToQueue(third, billing["id"]))
    await here.settle()
    assert here.waiting() == []
    assert (await boris.ticket(str(one))).rid == str(other)
    assert (await boris.ticket(str(third))).queue == "Billing"
    await did(await boris.apply(Merge(str(third), str(other)), None, "k1"))
    await here.settle()
    assert here.row(third).state == "merged"
    assert len(here.said(other)) == 3
    await here.settle()
    assert len(here.said(other)) == 3


async def test_a_state_is_chosen_by_the_servers_own_word(
    here: Mirror, anna: RequestTracker
) -> None:
    rid = await new_ticket(anna, "by word", "Workshop")
    await here.link.pull()
    number = int(rid)
    assert here.row(number).state == "open"
    deciding.choose_state(here.desk, number, "in repair", here.me)
    await here.settle()
    assert (await anna.ticket(rid)).state == "in repair"
    here.act(SetState(number, "solved", kind="help"))
    await here.settle()
    assert (await anna.ticket(rid)).state == "returned"
    assert here.waiting() == []
