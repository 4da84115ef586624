"""Copies, third parties, quotes, signatures and sending later, as the desk screen does them."""

import pytest

from supportdesk.console.widgets.composer import Composer
from supportdesk.console.writing_commands import REVIEW_COMMANDS
from supportdesk.domain.action import (
    ClientReference,
    ReceiveMessage,
    Recipient,
    Recipients,
    Reply,
    SaveQueue,
    SendLater,
)
from supportdesk.domain.ticket import MessageKind
from supportdesk.i18n import choose_language
from supportdesk.i18n import gettext as _
from supportdesk.store.read import outbox, threads
from supportdesk.store.read.rows import MessageRow
from tests.console.consoles import USUAL, WIDE, Running, running, shown
from tests.small_desk import SmallDesk

VENDOR = "ven@vendor.example"


async def press(console: Running, *keys: str) -> None:
    """Press keys one by one; `=words` are typed in one go."""
    for key in keys:
        if key.startswith("="):
            await console.pilot.press(*key[1:])
            await console.settle()
        else:
            await console.press(key)


def composer(console: Running) -> Composer:
    """The composer that is open."""
    writing = console.desk.writing.open
    assert writing is not None
    return writing.composer


def last(small: SmallDesk, number: int) -> MessageRow:
    """The newest message of a ticket."""
    return small.desk.ask(threads.messages, number)[-1]


def write_from_client(small: SmallDesk, number: int, text: str = "One more thing") -> None:
    """The client of a ticket writes, with a colleague in copy."""
    row = small.row(number)
    who = ClientReference(row.client, row.client_email)
    copied = Recipients(cc=(Recipient("boss@firm.example", "The Boss"),))
    source = f"{number}-{row.messages}@firm.example"
    small.act(ReceiveMessage(who, "Re:", text, source, ticket=number, recipients=copied))


async def test_copies_are_shown_before_and_after_sending(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await press(console, "r", "=Yes", "escape", "a")
        assert "Beside" in console.text
        await press(console, "=bob@x.example", "enter", "=hid@x.example", "enter")
        assert "Copy (1): bob@x.example" in console.text
        assert "Hidden copy (1): hid@x.example" in console.text
        await press(console, "s", "#", "2", "enter")
        assert "Copy to: bob@x.example" in console.text
        kept = last(furnished, 2).recipients
        assert [one.address for one in (*kept.cc, *kept.bcc)] == ["bob@x.example", "hid@x.example"]
        await press(console, "z")
        assert composer(console).recipients == kept


async def test_an_address_is_completed_and_a_wrong_one_is_named(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await press(console, "r", "x", "escape", "a", "=ann@", "tab")
        assert "Ann Lee <ann@example.org>," in console.text
        await press(console, "=nonsense", "ctrl+d")
        assert "nonsense is no e-mail address" in console.text
        await press(console, "escape", "y")
        assert composer(console).recipients == Recipients()


async def test_whom_the_client_copied_is_said_and_one_key_away(furnished: SmallDesk) -> None:
    write_from_client(furnished, 2)
    async with running(furnished, WIDE) as console:
        await press(console, "r", "x")
        assert "came to The Boss <boss@firm.example> as well" in console.text
        await press(console, "escape", "a", "tab", "ctrl+d")
        assert composer(console).recipients.cc == (Recipient("boss@firm.example", "The Boss"),)


async def test_a_copy_to_another_client_stops_once(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await press(console, "r", "=Yes", "escape", "a", "=ann@example.org", "ctrl+d", "s")
        assert "belongs to somebody else: ann@example.org" in console.text
        await press(console, "escape")
        assert furnished.row(2).replies == 0


async def test_copies_stay_with_the_draft(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await press(console, "r", "x", "escape", "a", "=bob@x.example", "ctrl+d", "q")
        draft = furnished.desk.ask(threads.draft, furnished.petro, 2, "reply")
        assert draft is not None
        assert draft.recipients == Recipients(cc=(Recipient("bob@x.example"),))
        await press(console, "r")
        assert "Copy (1): bob@x.example" in console.text


async def test_a_third_party_is_asked_without_the_client(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await press(console, "v", "=outside", "enter")
        assert "does not get it" in console.text
        await press(console, *VENDOR, "ctrl+d")
        assert f"To (1): {VENDOR}" in console.text
        assert "FORWARD · " in console.text
        assert "wrote on" in composer(console).body
        await press(console, "=Please look", "escape", "w")
        sent = last(furnished, 2)
        assert (sent.kind, sent.recipients.to) == (MessageKind.FORWARD, (Recipient(VENDOR),))
        assert (furnished.row(2).state, furnished.row(2).reason) == ("hold", "third_party")
        assert furnished.row(2).replies == 0
        assert "FORWARD · the client does not see it" in console.text
        who = ClientReference("Vendor", VENDOR)
        furnished.act(ReceiveMessage(who, "Re:", "It works now", "v@v", ticket=2))
        await console.pilot.pause(0.4)
        assert "THIRD PARTY · the client does not see it   Vendor" in console.text
        assert furnished.row(2).state == "open"


async def test_a_forward_that_is_recalled_is_a_forward_again(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await press(console, "v", "=outside", "enter", *VENDOR, "ctrl+d", "=Look", "ctrl+d", "z")
        assert composer(console).kind == "forward"
        assert composer(console).recipients.to == (Recipient(VENDOR),)


async def test_the_clients_message_is_quoted_on_an_empty_line(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        said = next(
            one for one in furnished.desk.ask(threads.messages, 2) if one.kind == MessageKind.CLIENT
        )
        await press(console, "r", ">")
        assert composer(console).body == f"> {said.body}\n\n"
        await press(console, "=a > b")
        assert composer(console).body.endswith("a > b")


async def test_the_quote_key_answers_under_a_quote(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await press(console, "Ю")
        assert composer(console).body.startswith("> ")


async def test_an_answer_inside_a_quote_keeps_its_depth(furnished: SmallDesk) -> None:
    write_from_client(furnished, 2, "> > old\none two")
    async with running(furnished, WIDE) as console:
        await press(console, "r", ">", "up", "up", "home", *["right"] * 6, "enter", "=yes")
        assert composer(console).body == ">> > old\n> one\n\nyes\n\n> two\n\n"


async def test_the_signature_is_previewed_once_and_sent_once(furnished: SmallDesk) -> None:
    signed = SaveQueue("Billing", 2, furnished.billing, "{{ operator.name }}\n{{ ticket.queue }}")
    furnished.act(signed, by=furnished.olga)
    queue = furnished.row(2).queue_id
    first = SaveQueue("First line", 1, furnished.first_line, "Petro, First line")
    furnished.act(first, by=furnished.olga)
    async with running(furnished, WIDE) as console:
        await press(console, "r", "=Yes")
        assert composer(console).body == "Yes"
        name = "Petro / Billing" if queue == furnished.billing else "Petro, First line"
        assert f"Signed: {name}" in console.text
        await press(console, "ctrl+d")
        body = last(furnished, 2).body
        assert body == f"Yes\n\n{name.replace(' / ', chr(10))}"
        await press(console, "z")
        assert composer(console).body == "Yes"
        await press(console, "ctrl+d")
        assert last(furnished, 2).body == body


async def test_a_reply_is_planned_listed_moved_and_taken_back(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await press(console, "r", "=Later", "escape", "d", "=завтра 9", "enter")
        assert console.desk.writing.open is None
        assert "planned for" in console.notice
        await press(console, "#", "2", "enter")
        assert "reply of Petro planned for" in console.text
        assert furnished.row(2).replies == 0
        await press(console, "g", "o")
        assert "#2 reply" in console.text
        await press(console, "enter", "1", "=2h", "enter")
        assert "#2: planned for" in console.notice
        await press(console, "g", "o", "enter", "2")
        assert composer(console).body == "Later"
        assert furnished.desk.ask(outbox.of_operator, furnished.petro) == []


async def test_a_planned_reply_comes_back_by_undo(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await press(console, "r", "=Later", "escape", "d", "=2h", "enter", "z")
        assert composer(console).body == "Later"
        await press(console, "escape", "x", "r")
        assert composer(console).body == ""


async def test_the_client_who_writes_first_gets_no_stale_reply(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await press(console, "r", "=Stale", "escape", "d", "=2h", "enter", "j")
        write_from_client(furnished, 2)
        await console.pilot.pause(0.4)
        await console.settle()
        assert "was not sent: the client has written first" in console.notice
        assert furnished.desk.ask(outbox.untold, furnished.petro) == []
        furnished.clock.forward(hours=3)
        furnished.desk.work()
        assert furnished.row(2).replies == 0
        await press(console, "g", "d")
        assert "not sent: the client has written first" in console.text
        await press(console, "enter")
        assert shown(console) == 2
        assert composer(console).body == "Stale"
        await press(console, "ctrl+d")
        assert "One more thing" in console.text


async def test_what_came_back_overnight_is_told_at_the_start(furnished: SmallDesk) -> None:
    row = furnished.row(2)
    later = Reply(2, "Good night", row.last_event)
    furnished.act(SendLater(later, furnished.clock.now.replace(year=2030)))
    write_from_client(furnished, 2)
    async with running(furnished, USUAL) as console:
        await console.settle()
        assert "was not sent" in console.notice
        await press(console, "j", "k", "r")
        assert composer(console).body == "Good night"


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
async def test_the_ways_out_stay_in_sight_whatever_stands_over_the_text(
    furnished: SmallDesk, language: str
) -> None:
    furnished.act(SaveQueue("First line", 1, furnished.first_line, "One\nTwo"), by=furnished.olga)
    choose_language(language)
    try:
        async with running(furnished, USUAL) as console:
            await press(console, "r", "x", "escape", "a", "=bob@x.example", "enter")
            await press(console, "=hid@x.example", "enter")
            shown_text = " ".join(console.text.replace("│", " ").split())
            for command in REVIEW_COMMANDS:
                assert _(command.title) in shown_text, command.name
            assert "bob@x.example" in shown_text
            assert "hid@x.example" in shown_text
    finally:
        choose_language("en")
