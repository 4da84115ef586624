"""Three copies and their desk, whatever happens to the line: in the end all hold the same.

Every doing is done once or stopped with its reason, no text is lost, and no reply leaves past a
client's newer message that nobody has seen.
"""

import itertools
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from supportdesk.desk.replica import taking
from supportdesk.domain import action
from supportdesk.domain.errors import DeskError
from supportdesk.remote.trouble import Busy, RemoteTrouble, Unreachable
from supportdesk.store.read import sendings, threads, tickets
from supportdesk.store.read.sendings import DISCARDED, DONE, STOPPED, WITHDRAWN
from supportdesk.store.write import sendings as stored
from supportdesk.store.write.writer import reader_of
from tests.reading import file_of
from tests.replica.copies import Copied, differences, no_fault
from tests.replica.exactness import done_again, kept, names_whom_it_takes, same
from tests.small_desk import SmallDesk

COUNT = itertools.count()
ANN = action.ClientReference("Ann Lee", "ann@example.org")
BOB = action.ClientReference("Bob Ray", "bob@example.org")
STANDING = "SELECT id FROM ticket WHERE reason IS NOT 'withdrawn' ORDER BY id"
STATES = ("open", "waiting", "hold", "solved")


class Killed(Exception):
    """The process that keeps a copy ended at this point."""


@dataclass
class Fault:
    """Lets some requests and answers pass, then fails once."""

    passing: int
    kind: int

    def __call__(self, when: str) -> None:
        """Before a request leaves, and before its answer arrives."""
        self.passing -= 1
        if self.passing == -1:
            if self.kind == 0:
                raise Killed
            if self.kind == 1 and when == "before":
                raise Busy(None)
            raise Unreachable("cut", sent=when == "after")


@dataclass
class Said:
    """A text that was written on a copy, and what its writer had read of the desk."""

    text: str
    copy: Copied
    key: str
    seen: int
    is_reply: bool


@dataclass
class Scene:
    """A desk, three copies of it, and what was said on them."""

    small: SmallDesk
    copies: list[Copied]
    said: list[Said] = field(default_factory=list)
    let_go: set[str] = field(default_factory=set)
    """Keys of what was stopped and is not sent."""
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def at_the_desk(self, what: int, n: int) -> None:
        """Something happens there: a client writes, somebody comes or goes, or time passes."""
        small = self.small
        ticket = n % 4 + 1
        if what % 5 == 0:
            small.act(action.SetStatus(("busy", "available")[n % 2]), by=small.olga)
        if what % 3:
            body = f"Client's words {next(self.numbers)}"
            small.desk.act(None, action.ReceiveMessage(ANN, "", body, body, ticket))
        elif what % 2:
            small.act(action.SetPriority(ticket, what % 4), by=small.olga)
        else:
            small.clock.forward(hours=1)
            small.desk.work()

    def on_a_copy(self, copy: Copied, what: int, n: int) -> None:
        """An operator does something, on a ticket that is there or was made on the copy."""
        known = [n for (n,) in copy.desk.connection.execute(STANDING)]
        number = sorted(known, reverse=n % 2 == 0)[n // 2 % len(known)]
        other = known[(n + 1) % len(known)]
        change = DOINGS[what % len(DOINGS)](self, copy, number, other, n)
        seen = copy.desk.link.change
        receipt = copy.desk.act(copy.operator, change, ("other_client",))
        text = _text_of(change)
        if text:
            is_reply = isinstance(change, action.Reply)
            self.said.append(Said(text, copy, str(receipt.envelope), seen, is_reply))

    def text(self) -> str:
        """Words that nobody has said before."""
        return f"Said here {next(self.numbers)}"

    async def sync(self, copy: Copied, fault: Callable[[str], None] = no_fault) -> None:
        """Follow, as far as the fault lets it."""
        copy.server.fault = fault
        try:
            await copy.sync()
        except Killed:
            copy.kill()
        except RemoteTrouble:
            pass
        copy.server.fault = no_fault


Doing = Callable[[Scene, Copied, int, int, int], action.Action]


def _reply(scene: Scene, copy: Copied, ticket: int, _other: int, n: int) -> action.Action:
    row = copy.desk.ask(tickets.row, ticket, copy.operator)
    assert row is not None
    then = STATES[n % 4] if n % 3 == 0 else None
    return action.Reply(ticket, scene.text(), row.last_event, then_state=then, then_kind="help",
                        then_reason="third_party" if then == "hold" else None)  # fmt: skip


def _undo(_scene: Scene, _copy: Copied, _ticket: int, _other: int, n: int) -> action.Action:
    return action.Redo() if n % 3 == 0 else action.Undo()


def _split(_scene: Scene, copy: Copied, ticket: int, _other: int, n: int) -> action.Action:
    found = copy.desk.ask(threads.messages, ticket)
    return action.SplitMessage(found[n % len(found)].id if found else 1)


DOINGS: list[Doing] = [
    _reply,
    _reply,
    lambda s, c, t, o, n: action.AddNote(t, s.text()),
    lambda s, c, t, o, n: action.ChangeTags(t, (f"tag{n % 3}",), (f"tag{(n + 1) % 3}",)),
    lambda s, c, t, o, n: action.SetState(t, STATES[n % 4], "third_party", "help"),
    lambda s, c, t, o, n: action.Assign(t, c.operator if n % 2 else None),
    lambda s, c, t, o, n: action.SetPriority(t, n % 4),
    lambda s, c, t, o, n: action.SetSubject(t, f"Subject {n}"),
    lambda s, c, t, o, n: action.MergeTicket(t, o),
    lambda s, c, t, o, n: action.CreateTicket((ANN, BOB)[n % 2], f"Made {n}", s.text()),
    _undo,
    _undo,
    lambda s, c, t, o, n: action.Snooze(t, s.small.clock.now + timedelta(hours=n)),
    lambda s, c, t, o, n: action.LinkTicket(t, "duplicate", o),
    lambda s, c, t, o, n: action.EditClient(1, (("company", f"Lee {n}"),)),
    lambda s, c, t, o, n: action.Bulk(
        (action.ChangeTags(t, ("many",)), action.SetPriority(o, n % 4), action.SetPriority(99, 1))
    ),
    lambda s, c, t, o, n: action.TakeNext(),
    lambda s, c, t, o, n: action.SaveTemplate(f"Hours {n}", (("en", "From nine."),)),
    _split,
    lambda s, c, t, o, n: action.Bulk((action.Reply(t, s.text(), 0), action.AddNote(o, s.text()))),
]


def _text_of(change: action.Action) -> str | None:
    match change:
        case action.Reply(body=body) | action.AddNote(body=body):
            return body
        case action.CreateTicket(body=body):
            return body
    return None


EVENTS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(0, 60),
        st.integers(0, 12),
        st.integers(0, 9),
    ),
    min_size=5,
    max_size=45,
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
@given(events=EVENTS, ends=st.lists(st.booleans(), min_size=5, max_size=5))
async def test_all_copies_and_their_desk_become_the_same(
    make_desk: Any, copy_of: Any, events: list[tuple[int, int, int, int]], ends: list[bool]
) -> None:
    await converge(make_desk(f"desk-{next(COUNT)}.desk"), copy_of, events, ends)


async def converge(
    small: SmallDesk, copy_of: Any, events: list[tuple[int, int, int, int]], ends: list[bool]
) -> None:
    """Let it all happen, and compare what stands in the end."""
    scene = await _scene(small, copy_of)
    for where, what, n, passing in events:
        scene.small.clock.forward(seconds=7)
        with suppress(DeskError):
            if where == 0:
                scene.at_the_desk(what, n)
            elif where < 5:
                scene.on_a_copy(scene.copies[where % 3], what, n)
            else:
                copy = scene.copies[where % 3]
                await scene.sync(copy, Fault(passing, what % 3))
                _stands_as_if_done_anew(copy)
    await _come_to_an_end(scene, ends)
    for copy in scene.copies:
        audits = copy.operator == scene.small.olga
        found = differences(copy.path, file_of(scene.small.desk), audits=audits)
        assert not found, found
    _nothing_is_lost_or_doubled(scene)
    _no_reply_went_past_a_client(scene)
    for copy in scene.copies:
        copy.close()


async def _scene(small: SmallDesk, copy_of: Any) -> Scene:
    ivan = small.desk.act(None, action.SaveOperator("Ivan", login="ivan")).operator
    for n in range(4):
        small.act(action.CreateTicket((ANN, BOB)[n // 2], f"Question {n}", "Where is it?"))
    scene = Scene(small, [copy_of(small, who) for who in (small.olga, small.petro, ivan)])
    for copy in scene.copies:
        await scene.sync(copy)
    return scene


async def _come_to_an_end(scene: Scene, ends: list[bool]) -> None:
    """The line stands again; whoever did what was stopped sends it anyway, or lets go of it."""
    for round_number in range(8):
        for copy in scene.copies:
            scene.small.clock.forward(minutes=5)
            await scene.sync(copy)
            for row in copy.open:
                if row.state != STOPPED:
                    continue
                assert row.because["code"], row
                if round_number < 3 and ends[row.number % 5]:
                    for said in scene.said:
                        if said.key == row.key:
                            said.seen = copy.desk.link.change
                    copy.desk.send_anyway(row.number)
                else:
                    copy.desk.discard(row.number)
                    scene.let_go.add(row.key)
    for copy in scene.copies:
        await scene.sync(copy)
        assert copy.open == []
        copy.desk.lease(_forget_withdrawn, copy.desk.undo_send_seconds)


def _stands_as_if_done_anew(copy: Copied) -> None:
    """What was left standing while pages came is what doing it all anew makes of it."""
    stood = names_whom_it_takes(done_again(kept(copy.path)))
    copy.desk.lease(taking.refresh, copy.desk.undo_send_seconds)
    same(stood, names_whom_it_takes(done_again(kept(copy.path))))


def _forget_withdrawn(connection: Any, undo_seconds: int) -> None:
    """What was taken back before it left is shown for a day, so that it can be done after all."""
    for row in sendings.in_states(reader_of(connection), (WITHDRAWN,)):
        stored.set_state(connection, row.number, DISCARDED)
    taking.refresh(connection, undo_seconds)


def _nothing_is_lost_or_doubled(scene: Scene) -> None:
    with closing(sqlite3.connect(file_of(scene.small.desk))) as store:
        bodies = [body for (body,) in store.execute("SELECT body FROM message")]
        done = {key for (key,) in store.execute("SELECT id FROM envelope")}
        done |= {key for (key,) in store.execute("SELECT envelope_id FROM bulk")}
    for copy in scene.copies:
        rows = copy.desk.ask(sendings.in_states, (DONE, DISCARDED, WITHDRAWN))
        for row in rows:
            assert (row.key in done) == (row.state == DONE) or row.what == "Bulk", row
    for said in scene.said:
        kept_row = said.copy.desk.ask(sendings.by_key, said.key)
        assert kept_row is not None
        assert bodies.count(said.text) == (kept_row.state == DONE), (said, kept_row)
        if said.key in scene.let_go and kept_row.what != "CreateTicket":
            kept = said.copy.desk.ask(lambda c: [r[0] for r in c.execute("SELECT body FROM draft")])
            assert any(said.text in body for body in kept), (said, kept_row)


def _no_reply_went_past_a_client(scene: Scene) -> None:
    """Between what the writer of a reply had read and the reply stands no word of the client.

    What they wrote down or split off themselves they have read.
    """
    asked = (
        "SELECT e.seq, e.ticket_id, m.kind, m.body, e.actor_id FROM event e JOIN message m"
        " ON m.id = e.subject_id WHERE e.subject = 'message' AND e.field = 'present' ORDER BY e.seq"
    )
    with closing(sqlite3.connect(file_of(scene.small.desk))) as store:
        messages = store.execute(asked).fetchall()
    for said in scene.said:
        for seq, ticket, _kind, body, _actor in messages:
            if said.is_reply and body == said.text:
                unseen = [
                    one for one in messages
                    if one[1:3] == (ticket, "client") and said.seen < one[0] < seq
                    and one[4] != said.copy.operator
                ]  # fmt: skip
                assert not unseen, (said, unseen)
                break
