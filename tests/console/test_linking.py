"""`m`: merging, splitting and linking with the keys, and what is offered when a ticket opens."""

from textual.events import Paste

from supportdesk.domain.action import (
    Assign,
    ClientReference,
    CreateTicket,
    LinkTicket,
    MergeTicket,
    ReceiveMessage,
    SetState,
    SplitMessage,
)
from supportdesk.store.read import links, threads
from supportdesk.store.read.rows import LinkRow
from tests.console.consoles import WIDE, running, shown
from tests.small_desk import SmallDesk

ANN = ClientReference("Ann Lee", "ann@example.org")


def again(small: SmallDesk) -> int:
    """Ann asks the same once more."""
    asked = CreateTicket(ANN, "where is my refund", "Hello? Where is it?")
    return small.act(asked).tickets[0]


async def test_the_same_request_is_offered_on_opening_and_merged_with_two_keys(
    furnished: SmallDesk,
) -> None:
    number = again(furnished)
    async with running(furnished) as console:
        await console.press("#", *str(number), "enter")
        assert (
            "This client's #1 looks the same: Where is my refund? · m makes one of both"
            in console.notice
        )
        await console.press("ь")
        assert "merge into #1 Where is my refund?" in console.text
        await console.press("enter")
        assert shown(console) == 1
        assert console.notice == f"#{number} is merged into #1: everything stands here. z undoes."
        assert f"holds #{number}" in console.text
        assert "Where is it?" in console.text
        await console.press("z")
        assert console.notice.startswith("Undone: merge of #")
        assert furnished.row(number).state == "new"


async def test_a_new_ticket_that_looks_the_same_says_so(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("N", *"ann@", "enter", "enter", *"Where is my refund", "enter")
        await console.press(*"hm", "ctrl+d")
        assert "is written down. z undoes. This client's #1 looks the same" in console.notice


async def test_a_merged_ticket_says_where_it_went_and_m_goes_there(furnished: SmallDesk) -> None:
    number = again(furnished)
    furnished.act(MergeTicket(number, 1))
    async with running(furnished) as console:
        await console.press("#", *str(number), "enter")
        assert "merged · " in console.text
        assert "merged into #1" in console.text
        await console.press("m")
        assert "split" not in console.text
        await console.press("1")
        assert shown(console) == 1


async def test_another_clients_ticket_is_found_by_number_and_confirmed(
    furnished: SmallDesk,
) -> None:
    async with running(furnished) as console:
        await console.press("3", "#", "4", "enter", "m", "1")
        await console.press("enter", "5")
        assert "Yusuf Demir" in console.text
        await console.press("enter")
        assert "Ticket 4 is of Marta Silva" in console.text
        assert furnished.row(4).state != "merged"
        await console.press("y")
        assert furnished.row(4).state == "merged"


async def test_a_message_is_split_off_as_it_stands(furnished: SmallDesk) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("#", "1", "enter", "m")
        await console.press(*"split", "enter")
        assert "Which message begins a ticket of its own?" in console.text
        assert "Any news? It is the third day." in console.text
        await console.press("enter")
        assert "A new ticket of Ann Lee, from #1" in console.text
        await console.press("ctrl+d")
        assert shown(console) == 7
        assert console.notice == "#7 begins with a message of #1. z undoes."
        assert "child of #1" in console.text
        await console.press("z")
        assert shown(console) == 1
        assert console.notice.startswith("Undone: ")
        await console.press("Z")
    [copy] = furnished.desk.ask(threads.messages, 7)
    assert copy.body == furnished.desk.ask(threads.messages, 1)[-1].body


async def test_a_message_somebody_else_has_split_off_meanwhile_says_where_it_went(
    furnished: SmallDesk,
) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("#", "3", "enter", "m", *"split", "enter")
        message = furnished.desk.ask(threads.messages, 3)[0].id
        child = furnished.act(SplitMessage(message), by=furnished.olga).tickets[0]
        await console.press("ctrl+d")
        assert f"This message of ticket 3 has begun ticket {child} already." in console.text
        await console.press("n")
        assert "No ticket was made of the message" in console.text
        await console.press("escape")
        assert furnished.desk.ask(links.of_ticket, 3) == (LinkRow(child, "parent", 3),)


async def test_a_split_may_have_another_subject_but_no_other_words_of_the_client(
    furnished: SmallDesk,
) -> None:
    async with running(furnished, WIDE) as console:
        await console.press("#", "3", "enter", "m", *"split", "enter")
        await console.press(*" again", "tab", *"More: ", "delete")
        console.app.post_message(Paste("pasted"))
        await console.pilot.pause()
        assert "What the client wrote stays as it came." in console.text
        for typed in ("More", "pasted"):
            assert typed not in console.text
        await console.press("ctrl+d")
        assert furnished.row(7).subject == "Не працює вхід у кабінет again"
    [copy] = furnished.desk.ask(threads.messages, 7)
    assert copy.body == furnished.desk.ask(threads.messages, 3)[0].body


async def test_messages_to_split_off_are_offered_without_signs_for_line_breaks(
    furnished: SmallDesk,
) -> None:
    written = ReceiveMessage(ANN, "Re", "Hello!\n\nThe goods are broken.", "m9", 1)
    furnished.desk.act(None, written)
    async with running(furnished, WIDE) as console:
        await console.press("#", "1", "enter", "m", *"split", "enter")
        assert "Hello! The goods are broken." in console.text


async def test_links_are_set_followed_and_taken_away(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("#", "1", "enter", "m", *"child", "enter")
        assert "How do I change my address?" in console.text
        await console.press("enter")
        assert console.notice == "#1: child of #6. z undoes."
        assert furnished.desk.ask(links.of_ticket, 1) == (LinkRow(1, "parent", 6),)
        assert "child of #6" in console.text
        await console.press("m", *"go", "enter")
        assert shown(console) == 6
        assert "parent of #1" in console.text
        await console.press("m", *"unlink", "enter")
        assert furnished.desk.ask(links.of_ticket, 1) == ()
        await console.press("z")
        assert furnished.desk.ask(links.of_ticket, 1) == (LinkRow(1, "parent", 6),)


async def test_a_circle_is_refused_in_words(furnished: SmallDesk) -> None:
    furnished.act(LinkTicket(1, "parent", 6))
    async with running(furnished) as console:
        await console.press("#", "6", "enter", "m", *"child", "enter", "enter")
        assert "Ticket 6 cannot be linked to 1" in console.notice


async def test_a_text_left_on_a_merged_ticket_stops_and_goes_to_the_target(
    furnished: SmallDesk,
) -> None:
    number = again(furnished)
    async with running(furnished) as console:
        await console.press("#", *str(number), "enter", "r", *"Soon")
        furnished.act(MergeTicket(number, 1), by=furnished.olga)
        await console.press("ctrl+d")
        assert f"Ticket {number} was merged into ticket 1 of Ann Lee" in console.text
        await console.press("y")
    assert furnished.desk.ask(threads.messages, 1)[-1].body == "Soon"
    assert furnished.desk.ask(threads.draft, furnished.petro, number, "reply") is None


async def test_a_tag_is_renamed_on_every_ticket(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await console.press("ctrl+p", *"rename a tag", "enter", "enter", *"money-back")
        assert "#refund becomes #money-back" in console.text
        await console.press("enter")
        assert console.notice == "#refund is called #money-back on every ticket. z undoes."
        assert furnished.row(1).tags == ("money-back",)
        await console.press("z")
        assert furnished.row(1).tags == ("refund",)


async def test_a_number_typed_into_the_list_is_a_choice(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        number = shown(console)
        other = next(one for one in (2, 3) if one != number)
        await console.press("m", *"child of", "enter", *"999")
        assert "Nothing matches." in console.text
        await console.press("escape", "m", *"child of", "enter", *f"#{other}")
        assert f"#{other} " in console.text
        await console.press("enter")
        (link,) = furnished.desk.ask(links.of_ticket, number)
        assert (link.ticket, link.other, link.kind) == (number, other, "parent")


async def test_what_was_done_stays_in_sight_when_the_next_ticket_looks_like_another(
    furnished: SmallDesk,
) -> None:
    number = again(furnished)
    furnished.act(Assign(number, furnished.petro))
    async with running(furnished, WIDE) as console:
        listed = console.desk.panes.tickets.listing.numbers
        before = listed.index(number) - 1
        await console.press(*"j" * before, "r", *"Done", "ctrl+d")
        assert shown(console) == number
        said, offered = console.notice.split(" s. ")
        assert said.startswith(f"The reply on #{listed[before]} is accepted. z recalls it for")
        assert offered.startswith(f"Next: #{number}. This client's #1 looks the same")


async def test_similar_solved_tickets_become_the_list_and_esc_leads_back(
    furnished: SmallDesk,
) -> None:
    small = furnished
    small.act(Assign(1, small.petro))
    small.act(SetState(1, "solved", kind="help"))
    number = again(small)
    async with running(small, WIDE) as console:
        await console.press("#", *str(number), "enter", "ctrl+p", *"similar", "enter")
        assert shown(console) == 1
        assert f"Like #{number}  1 · most alike first" in console.text
        assert "#1 shares: hello · refund" in console.notice
        await console.press("escape")
        assert f"Like #{number}" not in console.text
        await console.press("#", "1", "enter", "ctrl+p", *"similar", "enter")
        assert console.notice == "No solved ticket is like #1."
