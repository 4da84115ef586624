"""Replies on their way by mail, as the thread, the top line and the outbox tell of them."""

from datetime import timedelta

import pytest

from supportdesk.domain.action import (
    ChangeOption,
    ClientReference,
    EditClient,
    ReceiveMessage,
    RecordSending,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.store.read import letters
from supportdesk.store.read.rows import LetterRow
from supportdesk.store.write import letters as stored
from tests.console.consoles import WIDE, Running, running
from tests.small_desk import SmallDesk

DESK = "desk@help.example"


async def sent(console: Running, small: SmallDesk) -> LetterRow:
    """A reply written in the console whose undo window is over; its letter."""
    await console.press("r")
    assert "no outgoing channel" not in console.text
    await console.press(*"Yes", "ctrl+d")
    small.clock.forward(seconds=11)
    await looked(console)
    (letter,) = small.desk.ask(letters.latest, 1)
    return letter


async def looked(console: Running) -> None:
    """The console has looked at what is due and what others have changed."""
    await console.pilot.pause(0.6)
    await console.settle()


def attempt(small: SmallDesk, letter: LetterRow, said: str) -> None:
    """A server takes it, or says no."""
    now = to_milliseconds(small.clock())
    taken = small.desk.lease(stored.take, now, [DESK], 60_000)
    assert taken is not None
    assert taken.letter == letter.id
    refused = letter.left_to if said else ()
    small.desk.act(None, RecordSending(letter.id, taken.attempt, refused=refused, said=said))


@pytest.fixture
def mailing(furnished: SmallDesk) -> SmallDesk:
    """The furnished desk, which sends by mail."""
    furnished.act(ChangeOption("outgoing", DESK), by=furnished.olga)
    return furnished


async def test_a_reply_is_followed_to_its_server(mailing: SmallDesk) -> None:
    async with running(mailing, WIDE, after_sending="stay") as console:
        letter = await sent(console, mailing)
        assert "on its way" in console.text
        attempt(mailing, letter, "")
        await looked(console)
        assert " · sent " in console.text
        assert "not delivered" not in console.text


async def test_the_composer_names_the_address_the_client_last_wrote_from(
    mailing: SmallDesk,
) -> None:
    ann = mailing.row(mailing.ticket()).client_id
    mailing.act(EditClient(ann, (("email", "ann@home.example"),)))
    who = ClientReference("Ann Lee", "ann@home.example")
    number = mailing.act(ReceiveMessage(who, "Parcel", "Where is it?", "p@x")).tickets[0]
    async with running(mailing, WIDE) as console:
        await console.press("#", *str(number), "enter", "r")
        assert "Ann Lee <ann@home.example>" in console.text


async def test_a_refused_one_is_told_and_sent_elsewhere(mailing: SmallDesk) -> None:
    async with running(mailing, WIDE, after_sending="stay") as console:
        letter = await sent(console, mailing)
        attempt(mailing, letter, "550 no\x1b[2Jbody [b]here[/b]")
        await looked(console)
        assert "NOT DELIVERED: 550 no" in console.text
        assert "[b]here[/b]" in console.text
        assert "1 reply not delivered: g o" in console.text
        await console.press("g", "o")
        assert "NOT DELIVERED" in console.text
        await console.press("enter", "2", *"new@x.example", "enter")
        assert "new@x.example takes no part in the ticket" in console.text
        assert mailing.desk.ask(letters.latest, 1)[0].state == "refused"
        await console.press("y")
        assert "sent again" in console.text
        assert "reply not delivered" not in console.text
        (again,) = mailing.desk.ask(letters.latest, 1)
        assert (again.state, again.left_to) == ("waiting", ("new@x.example",))


async def test_letters_no_server_takes_are_told_of_since_when_and_why(mailing: SmallDesk) -> None:
    async with running(mailing, WIDE, after_sending="stay") as console:
        letter = await sent(console, mailing)
        now = to_milliseconds(mailing.clock())
        taken = mailing.desk.lease(stored.take, now, [DESK], 60_000)
        assert taken is not None
        soon = mailing.clock() + timedelta(minutes=10)
        put_off = RecordSending(
            letter.id, 1, later=letter.left_to, said="451 \x1b[2Jno", again=soon
        )
        mailing.desk.act(None, put_off)
        await looked(console)
        assert "letter waits" not in console.text
        mailing.clock.forward(minutes=7)
        await console.press("j")
        await looked(console)
        assert "1 letter waits since 14:05: 451 " in console.text


async def test_the_outbox_in_sight_follows_what_becomes_of_letters(mailing: SmallDesk) -> None:
    async with running(mailing, WIDE, after_sending="stay") as console:
        first = await sent(console, mailing)
        second = await sent(console, mailing)
        await console.press("g", "o", "down")
        assert console.text.count("on its way") >= 2
        attempt(mailing, first, "550 no")
        await looked(console)
        assert "NOT DELIVERED" in console.text
        attempt(mailing, second, "")
        await looked(console)
        outbox = console.text[console.text.index("Outbox") : console.text.index("Esc leave")]
        assert "on its way" not in outbox
        await console.press("enter", "4")
        rows = {row.id: row.state for row in mailing.desk.ask(letters.latest, 9)}
        assert (rows[first.id], rows[second.id]) == ("given_up", "sent")


@pytest.mark.parametrize(("key", "state"), [("1", "waiting"), ("3", "sent"), ("4", "given_up")])
async def test_what_is_decided_is_done(mailing: SmallDesk, key: str, state: str) -> None:
    async with running(mailing, WIDE, after_sending="stay") as console:
        letter = await sent(console, mailing)
        attempt(mailing, letter, "550 no")
        await looked(console)
        await console.press("g", "o", "enter", key)
        (now,) = mailing.desk.ask(letters.latest, 1)
        assert now.state == state
        assert "reply not delivered" not in console.text
