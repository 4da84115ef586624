"""Forms: filled in by keys alone, said what is missing, never lost by Esc."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from textual import events

from supportdesk.console.screens.ask_form import AskFormScreen
from supportdesk.console.screens.client_edit import ClientEditScreen
from supportdesk.console.screens.first_run import FirstNames, FirstRunScreen
from supportdesk.console.screens.new_ticket import KnownClient, NewTicketScreen
from supportdesk.console.screens.prompt import TextPromptScreen
from supportdesk.domain.action import ClientReference, CreateTicket, EditClient
from supportdesk.store.read.client_rows import ClientCard, PropertyRow
from supportdesk.store.read.rows import QueueRow
from tests.console.stage import SMALL, UNANSWERED, USUAL, stage

QUEUES = [QueueRow(4, "u", "First line", 1), QueueRow(7, "u", "Billing", 2)]
PEOPLE = [
    KnownClient("Ann Lee", "ann@example.org", None, "Lee Trading"),
    KnownClient("Anna Petrova", "anna@example.org"),
    KnownClient("Олена Коваль", None, "+380441234567"),
]
CARD = ClientCard(
    id=7,
    uuid="u",
    name="Ann Lee",
    company="Lee Trading",
    emails=("ann@example.org", "a.lee@example.org"),
    phones=("+44 20 7946 0000",),
    language="en",
    timezone=None,
    vip=False,
    traits=(("emoji", "no"), ("skill", "novice")),
    created_at=0,
    open_tickets=1,
    done_tickets=0,
    notes=(),
    tickets=(),
)


def known(typed: str) -> list[KnownClient]:
    """Clients whose name begins so."""
    return [person for person in PEOPLE if person.name.casefold().startswith(typed.casefold())]


async def test_a_ticket_takes_five_keys_besides_what_is_typed() -> None:
    async with stage(NewTicketScreen(known, QUEUES)) as here:
        await here.press(*"ann", "enter", *"com", "enter", "enter", *"It broke", "ctrl+d")
        assert here.answer == CreateTicket(
            client=ClientReference("Ann Lee", "ann@example.org"),
            subject="It broke",
            body="It broke",
            queue=4,
            kind="complaint",
            channel="phone",
        )


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_every_field_of_a_ticket_can_be_reached(size: tuple[int, int]) -> None:
    async with stage(NewTicketScreen(known, QUEUES), size) as here:
        await here.press(*"Олена", "enter", "enter", *"Вхід", "enter", *"Не працює", "tab")
        await here.press("right", "enter", *"by h", "ctrl+d")
        assert isinstance(here.answer, CreateTicket)
        assert here.answer.client == ClientReference("Олена Коваль", None, "+380441234567")
        assert (here.answer.subject, here.answer.body) == ("Вхід", "Не працює")
        assert (here.answer.queue, here.answer.kind) == (7, None)
        assert here.answer.channel == "manual"


async def test_another_of_the_clients_found_can_be_taken() -> None:
    async with stage(NewTicketScreen(known, QUEUES)) as here:
        await here.press(*"ann", "down", "enter", "tab", "tab", "x", "ctrl+d")
        assert isinstance(here.answer, CreateTicket)
        assert here.answer.client == ClientReference("Anna Petrova", "anna@example.org")


async def test_the_last_line_found_makes_a_new_client() -> None:
    async with stage(NewTicketScreen(known, QUEUES)) as here:
        await here.press(*"ann")
        assert "a new client: ann" in here.text
        await here.press("down", "down", "enter", "tab", "tab", "x", "ctrl+d")
        assert isinstance(here.answer, CreateTicket)
        assert here.answer.client == ClientReference("ann")


async def test_the_client_in_sight_is_there_already() -> None:
    async with stage(NewTicketScreen(known, QUEUES, client=PEOPLE[0])) as here:
        await here.press("enter", "enter", "enter", "x", "ctrl+d")
        assert isinstance(here.answer, CreateTicket)
        assert here.answer.client == ClientReference("Ann Lee", "ann@example.org")


@pytest.mark.parametrize(
    ("keys", "said"),
    [(["ctrl+d"], "Who is it about?"), ([*"Bob", "enter", "ctrl+d"], "What did the client say?")],
)
@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_what_is_missing_is_said(
    keys: Sequence[str], said: str, size: tuple[int, int]
) -> None:
    async with stage(NewTicketScreen(known, QUEUES), size) as here:
        await here.press(*keys)
        assert here.answer is UNANSWERED
        assert said in here.text


async def test_a_quick_hand_saves_all_that_it_typed() -> None:
    async with stage(TextPromptScreen("Note on Ann", "The client never sees it.")) as here:
        for letter in "Calls about 122":
            here.app.post_message(events.Key(letter, letter))
        here.app.post_message(events.Key("ctrl+d", None))
        await here.settle()
        assert here.answer == "Calls about 122"


async def test_a_card_answers_only_what_was_changed() -> None:
    async with stage(ClientEditScreen(CARD)) as here:
        await here.press("end", "!", "tab", "ctrl+u", *["tab"] * 6)
        await here.press("space", *["tab"] * 4, *"likes: calls", "ctrl+d")
        assert isinstance(here.answer, EditClient)
        assert here.answer.client == 7
        assert here.answer.fields == (("name", "Ann Lee!"), ("company", None), ("vip", "yes"))
        assert here.answer.traits == (("likes", "calls"),)


async def test_addresses_are_added_and_taken_away() -> None:
    async with stage(ClientEditScreen(CARD)) as here:
        await here.press("tab", "tab", "ctrl+u", *"a.lee@example.org, new@example.org", "ctrl+d")
        assert isinstance(here.answer, EditClient)
        assert here.answer.fields == (("email", "-ann@example.org"), ("email", "new@example.org"))


async def test_traits_are_taken_away() -> None:
    async with stage(ClientEditScreen(CARD)) as here:
        await here.press(*["tab"] * 10, "left", "left", "ctrl+d")
        assert isinstance(here.answer, EditClient)
        assert here.answer.traits == (("emoji", None),)


async def test_known_traits_are_chosen_and_others_stay_as_they_are() -> None:
    card = replace(CARD, traits=(("skill", "wizard"), ("likes", "calls")))
    async with stage(ClientEditScreen(card)) as here:
        await here.press(*["tab"] * 8, *"wants", "tab", *"hurry", "ctrl+d")
        assert isinstance(here.answer, EditClient)
        assert dict(here.answer.traits) == {"skill": "do_it_for_me", "tone": "in_a_hurry"}


async def test_properties_stand_below_and_only_changed_ones_are_asked_of_the_desk() -> None:
    rows = [
        PropertyRow(1, "Plan", "choice", ("gold", "silver"), pinned=True),
        PropertyRow(2, "Seats", "number", (), pinned=False),
    ]
    card = replace(CARD, properties=(replace(rows[0], value="gold"),))
    async with stage(ClientEditScreen(card, rows)) as here:
        assert "Seats" in here.text
        await here.press(*["tab"] * 13, *"12", "ctrl+d")
        assert isinstance(here.answer, EditClient)
        assert here.answer.properties == (("Seats", "12"),)


async def test_a_card_that_was_not_changed_asks_for_nothing() -> None:
    async with stage(ClientEditScreen(CARD)) as here:
        await here.press("ctrl+d")
        assert here.answer is None


async def test_a_client_keeps_a_name() -> None:
    async with stage(ClientEditScreen(CARD)) as here:
        await here.press("ctrl+u", "ctrl+d")
        assert here.answer is UNANSWERED
        assert "A client needs a name." in here.text


async def test_a_changed_form_asks_before_it_is_left() -> None:
    async with stage(ClientEditScreen(CARD)) as here:
        await here.press("x", "escape")
        assert "Leave without saving?" in here.text
        await here.press("enter")
        assert here.answer is UNANSWERED
        await here.press("escape", "y")
        assert here.answer is None


async def test_a_form_as_it_began_is_left_at_once() -> None:
    async with stage(ClientEditScreen(CARD)) as here:
        await here.press("tab", "escape")
        assert here.answer is None


async def test_asking_goes_from_line_to_line() -> None:
    async with stage(AskFormScreen("Refund", ["date", "days", "sum"])) as here:
        await here.press(*"Monday", "enter", "tab", *"12", "enter")
        assert here.answer is UNANSWERED
        assert "Not answered: days. Ctrl+D again leaves it to the template" in here.flowing
        await here.press("ctrl+d")
        assert here.answer == {"date": "Monday", "sum": "12"}


async def test_a_question_that_was_left_open_is_named_once() -> None:
    async with stage(AskFormScreen("Refund", ["date", "days"])) as here:
        await here.press("ctrl+d")
        assert "Not answered: date, days." in here.flowing
        await here.press(*"Monday", "ctrl+d")
        assert here.answer == {"date": "Monday"}


async def test_many_questions_can_be_reached_on_a_small_screen() -> None:
    labels = [f"question {number}" for number in range(12)]
    async with stage(AskFormScreen("Refund", labels), SMALL) as here:
        for number in range(12):
            await here.until(f"question {number} ")
            await here.press(str(number % 10), "enter")
        assert isinstance(here.answer, dict)
        assert len(here.answer) == 12


async def test_a_text_of_several_lines() -> None:
    async with stage(TextPromptScreen("Note on Ann", "The client never sees it.")) as here:
        await here.press("ctrl+d")
        assert "Nothing is written yet." in here.text
        await here.press(*"calls", "enter", *"back", "ctrl+d")
        assert here.answer == "calls\nback"


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_the_first_screen_names_the_ways_in(size: tuple[int, int]) -> None:
    async with stage(FirstRunScreen("olga", "First line"), size) as here:
        for way in ("supportdesk import", "supportdesk demo", "press N", "in the help: ?"):
            assert way in here.flowing
        await here.press("ctrl+u", *"Olga", "enter", "ctrl+d")
        assert here.answer == FirstNames("Olga", "First line")


async def test_the_first_screen_wants_both_names() -> None:
    async with stage(FirstRunScreen("olga", "")) as here:
        await here.press("ctrl+d")
        assert here.answer is UNANSWERED
        assert "Both need a name." in here.text


async def test_a_form_that_is_left_twice_is_left_once() -> None:
    """Quick keys ask again what a window that is going has answered already."""
    async with stage(TextPromptScreen("Note on Ann", "The client never sees it.")) as here:
        await here.pilot.pause()
        screen = here.app.screen
        assert isinstance(screen, TextPromptScreen)
        below = len(here.app.screen_stack) - 1
        screen.dismiss(None)
        screen._left(True)
        await here.pilot.pause()
        assert len(here.app.screen_stack) == below
