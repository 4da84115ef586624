"""Somebody else writes on a client's ticket under the client's name: it is seen (F140)."""

from supportdesk.domain.action import ClientReference, ReceiveMessage, Recipients, Reply
from supportdesk.domain.recipients import Recipient
from supportdesk.store.read import threads
from supportdesk.store.write import message_recipients
from supportdesk.store.write.engine import make_engine
from tests.console.consoles import WIDE, running
from tests.reading import file_of
from tests.small_desk import SmallDesk

ANN = ClientReference("Ann Lee", "ann@example.org")
EVE = ClientReference("Ann Lee", "eve@other.example")


def with_a_stranger(small: SmallDesk) -> int:
    number = small.desk.act(None, ReceiveMessage(ANN, "Refund", "Where is it?", "m-1")).tickets[0]
    small.desk.act(small.petro, Reply(number, "It is on its way.", 10**9))
    small.desk.act(None, ReceiveMessage(ANN, "Re", "To this card, please?", "m-2", number))
    small.desk.act(None, ReceiveMessage(EVE, "Re", "To another card, please!", "m-3", number))
    return number


def test_the_address_of_a_stranger_stands_on_the_message(small: SmallDesk) -> None:
    number = with_a_stranger(small)
    senders = [message.sender for message in small.desk.ask(threads.messages, number)]
    assert senders == [None, None, None, "eve@other.example"]


def test_who_only_wrote_is_nobody_in_copy(small: SmallDesk) -> None:
    number = with_a_stranger(small)
    copied = Recipients(cc=(Recipient("bob@example.org", ""),))
    small.desk.act(small.petro, Reply(number, "Which?", 10**9, recipients=copied))
    small.desk.close()
    engine = make_engine(file_of(small.desk))
    with engine.begin() as connection:
        assert not message_recipients.is_in_copy(connection, number, "eve@other.example")
        assert not message_recipients.is_third_party(connection, number, "eve@other.example")
        assert message_recipients.is_in_copy(connection, number, "bob@example.org")
    engine.dispose()


async def test_the_console_says_that_it_is_none_of_the_clients_addresses(
    small: SmallDesk,
) -> None:
    number = with_a_stranger(small)
    async with running(small, WIDE) as console:
        await console.press("#", *str(number), "enter")
        assert "from eve@other.example, which is none of the client's addresses" in console.text
