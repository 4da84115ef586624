"""Guards before a reply leaves (F33, F34, F36): each stops once, and no way leads around them."""

import pytest

from supportdesk.domain.action import (
    ChangeOption,
    ClientReference,
    CreateTicket,
    NewAttachment,
    ReceiveMessage,
    Redo,
    Reply,
    Undo,
)
from supportdesk.domain.errors import Refused
from supportdesk.store.read import threads
from tests.small_desk import SmallDesk

LOG = NewAttachment("error.log", "text/plain", b"1\n2\n")
IVAN = ClientReference("Иван Петров", "ivan@example.org", "+7 900 123-45-67")


def stops(small: SmallDesk, number: int, body: str, *files: NewAttachment) -> list[str]:
    """The names of what stops this reply; nothing when it is accepted (and taken back)."""
    try:
        small.act(Reply(number, body, small.row(number).last_event, files))
    except Refused as refusal:
        assert refusal.code == "reply.stopped"
        return [stop.name for stop in refusal.stops]
    small.act(Undo())
    return []


def test_a_promised_file_that_is_missing_stops_once(small: SmallDesk) -> None:
    number = small.ticket()
    text = "Hello Ann, please find attached the log."
    assert stops(small, number, text) == ["attachment"]
    assert stops(small, number, text, LOG) == []
    small.act(Reply(number, text, small.row(number).last_event), "attachment")
    assert small.row(number).replies == 1


def test_quotes_and_signature_promise_nothing(small: SmallDesk) -> None:
    number = small.ticket()
    assert stops(small, number, "Thank you.\n> I have attached the log.") == []
    assert stops(small, number, "Thank you.\n-- \nWe have attached our hearts.") == []


def test_another_clients_name_address_or_ticket_stops_once(small: SmallDesk) -> None:
    number = small.ticket()
    other = small.act(CreateTicket(IVAN, "Вход", "Не могу войти")).tickets[0]
    assert stops(small, number, "Hello Marta,\nall is well.") == ["recipient"]
    assert stops(small, number, "Hello Ann, write to ivan@example.org.") == ["recipient"]
    assert stops(small, number, "Hello Ann, call 8 (900) 123 45 67.") == ["recipient"]
    assert stops(small, number, f"Hello Ann, this is as in #{other}.") == ["recipient"]
    assert stops(small, number, f"Hello Ann, order #{other} has left.") == []
    assert stops(small, number, f"Hello Ann, see #{number}, ann@example.org.") == []
    assert stops(small, number, "Hello Petro,\nthis is for a colleague.") == []


def test_what_the_client_has_named_is_no_secret(small: SmallDesk) -> None:
    small.act(CreateTicket(IVAN, "Вход", "Не могу войти"))
    number = small.ticket(body="Please copy ivan@example.org. Regards, Marta")
    assert stops(small, number, "Hello Marta, ivan@example.org gets a copy.") == []


def test_files_too_large_for_the_channel_are_refused_whatever_is_confirmed(
    small: SmallDesk,
) -> None:
    number = small.ticket()
    small.act(ChangeOption("file_limit.manual", "1"), by=small.olga)
    big = NewAttachment("big.bin", "application/octet-stream", bytes(1_000_001))
    for _attempt in ("once", "twice"):
        with pytest.raises(Refused, match=r"files\.too_large"):
            small.act(Reply(number, "Here", 0, (big,)), "attachment", "files.too_large", "newer")
    assert stops(small, number, "Here", NewAttachment("ok", "text/plain", bytes(1_000_000))) == []


def test_an_option_is_the_leads_and_can_be_undone(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        small.act(ChangeOption("file_limit", "1"))
    small.act(ChangeOption("file_limit", "1"), by=small.olga)
    big = NewAttachment("big.bin", "application/octet-stream", bytes(2_000_000))
    with pytest.raises(Refused, match=r"files\.too_large"):
        small.act(Reply(number, "Here", small.row(number).last_event, (big,)))
    small.act(Undo(), by=small.olga)
    assert stops(small, number, "Here", big) == []


def test_confirming_one_stop_passes_that_one_only(small: SmallDesk) -> None:
    number = small.ticket()
    seen = small.row(number).last_event
    who = ClientReference("Ann Lee", "ann@example.org")
    small.act(ReceiveMessage(who, "Re:", "Wait!", "m2@example.org", number))
    body = "Hello Marta, I have attached {{ it }}."
    names = {"newer", "attachment", "recipient", "braces"}
    for name in sorted(names):
        with pytest.raises(Refused) as refused:
            small.act(Reply(number, body, seen), name)
        assert {stop.name for stop in refused.value.stops} == names - {name}
    with pytest.raises(Refused):
        small.act(Reply(number, body, seen), "all", "*", "reply.stopped")
    assert small.row(number).replies == 0


def test_a_recalled_reply_comes_back_with_its_files(small: SmallDesk) -> None:
    from supportdesk.store.read import draft_files

    number = small.ticket()
    small.act(Reply(number, "Attached is the log.", small.row(number).last_event, (LOG,)))
    small.act(Undo())
    (kept,) = small.desk.ask(draft_files.files, small.petro, number, "reply")
    assert (kept.name, kept.size) == ("error.log", 4)
    assert b"".join(small.desk.ask(threads.attachment_chunks, kept.sha256)) == LOG.content
    small.act(Redo())
    assert small.desk.ask(draft_files.files, small.petro, number, "reply") == ()
    (message,) = [m for m in small.desk.ask(threads.messages, number) if m.attachments]
    assert message.attachments[0].name == "error.log"
