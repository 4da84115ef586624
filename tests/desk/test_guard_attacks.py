"""Attacks on the guards of a reply and on its roles: no way leads round them (F33–F36, F76, F77).

Each way ends in a reply, each trap makes one wrong; every trap is laid on every way.
"""

from collections.abc import Callable

import pytest

from supportdesk.domain.action import (
    Action,
    Bulk,
    ChangeOption,
    ClientReference,
    MergeTicket,
    NewAttachment,
    ReceiveMessage,
    RecordDelivery,
    RecordLinks,
    Redo,
    Reply,
    SaveOperator,
    TakeOverWriting,
    Undo,
    on_each,
)
from supportdesk.domain.errors import Refused
from supportdesk.domain.memory import AttachToDraft, Beat, ClaimWriting, KeepDraft
from supportdesk.domain.roles import ALLOWED, ROLES
from supportdesk.store.read import draft_files, presence, threads
from tests.small_desk import SmallDesk

WHO = ClientReference("Ann Lee", "ann@example.org")
BIG = NewAttachment("big.bin", "application/octet-stream", bytes(1_000_001))
LOG = NewAttachment("error.log", "text/plain", b"1\n2\n")
EVERY_STOP = ("newer", "attachment", "recipient", "braces", "writing", "merged")


def fine(number: int, seen: int) -> Reply:
    """A reply with nothing wrong."""
    return Reply(number, "All is well.", seen)


def news(small: SmallDesk, number: int, seen: int) -> Reply:
    """The client has written since."""
    message = ReceiveMessage(WHO, "Re:", "Wait!", f"m{number}@example.org", number)
    small.act(message, by=small.olga)
    return fine(number, seen)


def writer(small: SmallDesk, number: int, seen: int) -> Reply:
    """Somebody else writes at this moment, and the desk keeps places."""
    small.act(ChangeOption("writing_lock", "on"), by=small.olga)
    small.desk.remember(ClaimWriting(small.olga, number))
    return fine(number, seen)


def forgotten(_small: SmallDesk, number: int, seen: int) -> Reply:
    """A file is promised and none goes along."""
    return Reply(number, "The log is attached.", seen)


def stranger(_small: SmallDesk, number: int, seen: int) -> Reply:
    """Another person is greeted."""
    return Reply(number, "Hello Marta,\nall is well.", seen)


def braces(_small: SmallDesk, number: int, seen: int) -> Reply:
    """Braces were typed."""
    return Reply(number, "All is {{ well }}.", seen)


TRAPS = {
    "newer": news,
    "writing": writer,
    "attachment": forgotten,
    "recipient": stranger,
    "braces": braces,
}


def alone(_small: SmallDesk, reply: Reply) -> Action:
    """A reply by itself."""
    return reply


def of_many(small: SmallDesk, reply: Reply) -> Action:
    """A bulk in which the other reply is right."""
    other = small.ticket()
    return Bulk((fine(other, small.row(other).last_event), reply))


def of_one(_small: SmallDesk, reply: Reply) -> Action:
    """A bulk of one."""
    return on_each(reply, (reply.ticket,))


WAYS = (alone, of_many, of_one)


def refused(small: SmallDesk, action: Action, *confirmed: str, by: int | None = None) -> list[str]:
    """The stops, or the code, by which an action or a step of it was refused."""
    try:
        receipt = small.act(action, *confirmed, by=by)
    except Refused as refusal:
        return [stop.name for stop in refusal.stops] or [refusal.code]
    errors = [one.error for one in receipt.refused if isinstance(one.error, Refused)]
    return [stop.name for error in errors for stop in error.stops] or [e.code for e in errors]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", TRAPS)
def test_each_trap_holds_on_each_way_until_it_is_confirmed_by_its_name(
    small: SmallDesk, name: str, way: Callable[[SmallDesk, Reply], Action]
) -> None:
    number = small.ticket()
    reply = TRAPS[name](small, number, small.row(number).last_event)
    others = [stop for stop in EVERY_STOP if stop != name]
    assert refused(small, way(small, reply), *others) == [name]
    assert small.row(number).replies == 0
    assert refused(small, way(small, reply), name) == []
    assert small.row(number).replies == 1


@pytest.mark.parametrize("name", TRAPS)
def test_a_ticket_that_was_merged_is_no_way_round(small: SmallDesk, name: str) -> None:
    older, newer = small.ticket(), small.ticket()
    reply = TRAPS[name](small, newer, small.row(newer).last_event)
    small.act(MergeTicket(older, newer))
    there = replace_ticket(reply, older)
    assert set(refused(small, there)) >= {"merged", name}
    others = [stop for stop in EVERY_STOP if stop != name]
    assert refused(small, there, *others) == [name]
    assert small.row(newer).replies == 0


def replace_ticket(reply: Reply, number: int) -> Reply:
    """The same reply on another ticket."""
    return Reply(number, reply.body, reply.base_seq, reply.attachments)


@pytest.mark.parametrize("trap", [news, writer])
def test_sending_again_what_was_recalled_is_no_way_round(
    small: SmallDesk, trap: Callable[[SmallDesk, int, int], Reply]
) -> None:
    number = small.ticket()
    small.act(fine(number, small.row(number).last_event))
    small.act(Undo())
    trap(small, number, 0)
    name = next(name for name, laid in TRAPS.items() if laid is trap)
    others = [stop for stop in EVERY_STOP if stop != name]
    assert refused(small, Redo(), *others) == [name]
    assert small.row(number).replies == 0


def test_a_limit_holds_whatever_is_confirmed_on_every_way(small: SmallDesk) -> None:
    number = small.ticket()
    reply = Reply(number, "Here", small.row(number).last_event, (BIG,))
    small.act(reply)
    small.act(Undo())
    small.act(ChangeOption("file_limit.manual", "1"), by=small.olga)
    everything = (*EVERY_STOP, "files.too_large")
    assert refused(small, Redo(), *everything) == ["files.too_large"]
    for way in WAYS:
        assert refused(small, way(small, reply), *everything) == ["files.too_large"]
    with pytest.raises(Refused, match=r"files\.too_large"):
        small.desk.remember(AttachToDraft(small.petro, number, "reply", BIG))
    assert small.row(number).replies == 0


def test_sending_in_anothers_place_again_leaves_a_trace_too(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(fine(number, small.row(number).last_event))
    small.act(Undo())
    writer(small, number, 0)
    receipt = small.act(Redo(), "writing")
    (trace,) = [e for e in small.desk.ask(threads.events, number) if e.field == "writer"]
    assert trace.envelope == str(receipt.envelope)


@pytest.mark.parametrize("role", sorted({*ROLES} - ALLOWED[Reply]))
def test_no_way_and_no_confirmation_gives_a_role_what_it_may_not(
    small: SmallDesk, role: str
) -> None:
    number = small.ticket()
    who = small.act(SaveOperator("Nora", role="operator"), by=small.olga).operator
    small.act(fine(number, small.row(number).last_event), by=who)
    small.act(Undo(), by=who)
    small.act(SaveOperator("Nora", role=role, operator=who), by=small.olga)
    reply = fine(number, small.row(number).last_event)
    for action in (reply, on_each(reply, (number,)), Redo(), TakeOverWriting(number)):
        assert refused(small, action, *EVERY_STOP, "role.not_allowed", by=who) == [
            "role.not_allowed"
        ]
    assert small.row(number).replies == 0


@pytest.mark.parametrize("by", ["olga", "petro", "tamar"])
def test_what_became_of_a_reply_is_told_by_the_desk_alone(small: SmallDesk, by: str) -> None:
    number = small.ticket()
    message = small.act(fine(number, small.row(number).last_event)).message
    assert message is not None
    for fact in (RecordDelivery(message, "saved"), RecordLinks(())):
        assert refused(small, fact, by=getattr(small, by)) == ["role.not_allowed"]
    small.act(Undo())
    assert small.row(number).replies == 0


def test_who_may_not_reply_holds_up_nobody_who_may(small: SmallDesk) -> None:
    small.act(ChangeOption("writing_lock", "on"), by=small.olga)
    number = small.ticket()
    small.desk.remember(ClaimWriting(small.tamar, number))
    assert refused(small, fine(number, small.row(number).last_event)) == []


def test_who_may_not_write_stores_no_files(small: SmallDesk) -> None:
    number = small.ticket()
    who = small.act(SaveOperator("Nora", role="auditor"), by=small.olga).operator
    assert who is not None
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        small.desk.remember(AttachToDraft(who, number, "reply", LOG))


def test_an_undo_is_no_way_to_an_option_one_may_not_set_any_more(small: SmallDesk) -> None:
    lead = small.desk.act(None, SaveOperator("Nora", role="lead")).operator
    assert lead is not None
    small.act(ChangeOption("file_limit", "7"), by=lead)
    small.desk.act(None, SaveOperator("Nora", role="operator", operator=lead))
    assert refused(small, Undo(), by=lead) == ["role.not_allowed"]


def test_a_clock_that_was_set_back_leaves_nobody_there_and_no_place_kept(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(ChangeOption("writing_lock", "on"), by=small.olga)
    small.clock.forward(days=1)
    small.desk.remember(ClaimWriting(small.olga, number))
    small.desk.remember(Beat(small.olga, number, "writing"))
    small.clock.forward(days=-1)
    now = int(small.clock.now.timestamp() * 1000)
    assert small.desk.ask(presence.others, small.petro, now) == ()
    assert small.desk.ask(presence.claim, number, now) is None
    assert refused(small, fine(number, small.row(number).last_event)) == []
    small.desk.remember(ClaimWriting(small.petro, number))
    assert small.desk.ask(presence.claim, number, now) is not None


def test_a_file_added_to_a_recalled_text_stays_when_the_text_is_sent_again(
    small: SmallDesk,
) -> None:
    number = small.ticket()
    small.act(Reply(number, "The log is attached.", small.row(number).last_event, (LOG,)))
    small.act(Undo())
    small.desk.remember(AttachToDraft(small.petro, number, "reply", BIG))
    small.act(Redo())
    kept = small.desk.ask(draft_files.files, small.petro, number, "reply")
    assert [file.name for file in kept] == ["error.log", "big.bin"]


def test_content_is_kept_once_and_goes_with_its_last_owner(small: SmallDesk) -> None:
    def blobs() -> int:
        return int(small.desk.ask(lambda c: c.execute("SELECT count(*) FROM blob").fetchone()[0]))

    number = small.ticket()
    for kind in ("reply", "note"):
        small.desk.remember(AttachToDraft(small.petro, number, kind, LOG))
    small.act(Reply(number, "Log attached.", small.row(number).last_event, (LOG,)))
    assert blobs() == 1
    small.desk.remember(AttachToDraft(small.petro, number, "note", BIG))
    assert blobs() == 2
    small.desk.remember(KeepDraft(small.petro, number, "note", ""))
    assert blobs() == 2
