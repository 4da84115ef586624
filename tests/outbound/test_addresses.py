"""Where a client is answered: at the address they last wrote from on the ticket (F30, F110)."""

from supportdesk.domain.action import (
    ChangeOption,
    ClientReference,
    EditClient,
    ReceiveMessage,
    RecordHistory,
    SaveTemplate,
)
from supportdesk.domain.action.fact import HistoricMessage, HistoricTicket
from supportdesk.store.read import recipients, threads
from supportdesk.store.read.health import findings
from tests.outbound.mailing import Mailing

HOME, WORK = "ann@home.example", "ann@example.org"


def two_addresses(mailing: Mailing) -> int:
    """Ann is known by two addresses; the number of her client."""
    small = mailing.small
    client = small.row(small.ticket()).client_id
    small.act(EditClient(client, (("email", HOME),)))
    return client


def mail(mailing: Mailing, address: str, source: str, ticket: int | None = None) -> int:
    """A mail of Ann's from one of her addresses; its ticket."""
    who = ClientReference("Ann Lee", address)
    received = ReceiveMessage(who, "Help", f"It {source}", source, ticket=ticket, from_person=True)
    return mailing.small.act(received).tickets[0]


def answered_at(mailing: Mailing, number: int) -> tuple[str, ...]:
    """Where the reply goes that is written now."""
    mailing.reply(number)
    mailing.round(minutes=1)
    return mailing.box.arrived[-1].recipients


def test_an_answer_goes_where_the_client_last_wrote_from(mailing: Mailing) -> None:
    two_addresses(mailing)
    small = mailing.small
    number = mail(mailing, HOME.title(), "one@x")
    assert small.desk.ask(recipients.reply_to, number) == HOME
    assert answered_at(mailing, number) == (HOME,)
    mail(mailing, WORK, "two@x", number)
    assert answered_at(mailing, number) == (WORK,)
    mail(mailing, HOME, "three@x", number)
    assert answered_at(mailing, number) == (HOME,)
    message = small.desk.ask(threads.messages, number)[0]
    assert (message.sender, message.recipients.everybody) == (None, ())
    assert small.desk.ask(lambda store: [one for one in findings(store) if one.faults]) == []


def test_somebody_else_who_writes_on_the_ticket_does_not_get_the_answer(mailing: Mailing) -> None:
    two_addresses(mailing)
    number = mail(mailing, HOME, "one@x")
    stranger = ClientReference("Eve", "eve@example.net")
    mailing.small.act(ReceiveMessage(stranger, "Re: Help", "Me too", "two@x", ticket=number))
    assert answered_at(mailing, number) == (HOME,)


def test_what_was_imported_is_answered_where_it_came_from(mailing: Mailing) -> None:
    two_addresses(mailing)
    small = mailing.small
    said = [
        HistoricMessage(f"{n}@x", "client", ClientReference("Ann", address), small.clock(), "Help")
        for n, address in enumerate((WORK, HOME))
    ]
    history = HistoricTicket("old", "Help", said[0].author, tuple(said), small.clock())
    small.act(RecordHistory((history,)), by=small.olga)
    assert answered_at(mailing, 2) == (HOME,)
    assert small.desk.ask(lambda store: [one for one in findings(store) if one.faults]) == []


def test_an_address_that_is_the_clients_no_more_gets_nothing(mailing: Mailing) -> None:
    client = two_addresses(mailing)
    number = mail(mailing, HOME, "one@x")
    mailing.small.act(EditClient(client, (("email", f"-{HOME}"),)))
    assert answered_at(mailing, number) == (WORK,)


def test_a_new_ticket_is_acknowledged_where_it_came_from(mailing: Mailing) -> None:
    two_addresses(mailing)
    small = mailing.small
    made = small.act(SaveTemplate("Received", (("en", "It is here."),)), by=small.olga).template
    small.act(ChangeOption("acknowledge", str(made)), by=small.olga)
    mail(mailing, HOME, "one@x")
    mailing.round()
    assert mailing.box.arrived[-1].recipients == (HOME,)
