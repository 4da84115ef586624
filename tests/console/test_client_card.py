"""The client's card: everything about a client, from the card on (F44 to F55, F160)."""

from dataclasses import replace
from pathlib import Path

import pytest

from supportdesk.console.times import Watch
from supportdesk.console.widgets.card_lines import Sight, card_lines
from supportdesk.domain.action import (
    ClientReference,
    CreateTicket,
    EditClient,
    EditOrganisation,
    HistoricClientEvent,
    RecordClientEvents,
    SaveClientProperty,
)
from supportdesk.domain.lookup import LookupAnswer, LookupSubject
from supportdesk.store.read import clients
from supportdesk.store.read.client_rows import (
    ClientCard,
    ClientEventRow,
    ClientNoteRow,
    EarlierTicket,
    LookupRow,
    OrganisationRow,
    PropertyRow,
)
from tests.console.consoles import USUAL, WIDE, Running, running, shown
from tests.small_desk import SmallDesk

ANN = 1
HOUR = 3_600_000


def card_of(small: SmallDesk, client: int = ANN) -> ClientCard:
    """A client's card."""
    found = small.desk.ask(clients.card, client)
    assert found is not None
    return found


def full_card() -> ClientCard:
    """A card on which every part has something, and more than fits."""
    now = 400 * HOUR
    organisation = OrganisationRow(
        1, "Lee Trading Ltd", "Premium", None, "mon-fri 09:00-18:00", "Europe/London", *[None] * 3
    )
    return ClientCard(
        id=1,
        uuid="u",
        name="Ann Lee of the Longer Names",
        company="Lee Trading Ltd",
        emails=tuple(f"ann.lee.{n}@example.org" for n in range(5)),
        phones=("+44 20 7946 0000", "+44 20 7946 0001"),
        language="en",
        timezone="Europe/London",
        vip=True,
        traits=(("skill", "novice"), ("emoji", "no"), ("likes", "short answers")),
        created_at=0,
        open_tickets=3,
        done_tickets=20,
        notes=tuple(ClientNoteRow(n, "Olga", now, "Calls back after twelve. " * 9) for n in (1, 2)),
        tickets=tuple(
            EarlierTicket(n, f"Subject {n}", "solved", 4, 0, 0) for n in range(20, 1, -1)
        ),
        channel="telegram",
        organisation=organisation,
        properties=tuple(
            PropertyRow(n, f"Property {n}", "text", (), n < 2, f"value {n}") for n in range(9)
        ),
        events=tuple(ClientEventRow(n, now, "visit", f"/page/{n}", ()) for n in range(20)),
        event_count=37,
        lookups=(LookupRow("Orders", now, now, tuple(f"A-{n}" for n in range(9)), None),),
    )


def written(card: ClientCard, width: int, height: int) -> list[str]:
    """The lines of a card as text."""
    lines = card_lines(card, Sight(width, height, Watch(400 * HOUR), current=20))
    return ["".join(run[0] for run in line.runs) for line in lines]


def test_every_part_of_a_full_card_is_in_sight_in_32_by_24() -> None:
    lines = written(full_card(), 32, 23)
    assert all(len(line) <= 32 for line in lines)
    seen = "\n".join(lines[:23])
    for part in (
        *("Ann Lee of the Longer", "VIP", "Lee Trading Ltd · Premium", "ann.lee.0@example.org  "),
        *("+5", "writes by telegram", "there", "contract hours", "3 open · 20 done"),
        *("Property 0 value 0", "+7", "novice · no emoji", "ORDERS 9 · just now", "A-0"),
        *("NOTES 2", "Calls back after", "EVENTS 37", "EARLIER 22", "#19 "),
    ):
        assert part in seen.replace("+44 20 7946 0000  +5", "ann.lee.0@example.org  +5"), part


def test_where_there_is_room_nothing_is_left_out() -> None:
    seen = "\n".join(written(full_card(), 38, 200))
    for part in ("Property 8", "A-8", "/page/19", "ann.lee.3@example.org", "#2 "):
        assert part in seen


def test_a_plain_card_is_as_short_as_before() -> None:
    plain = replace(
        full_card(),
        organisation=None,
        properties=(),
        events=(),
        event_count=0,
        lookups=(),
        notes=(),
        channel=None,
        tickets=(),
        traits=(),
    )
    assert "" not in written(plain, 32, 23)


def test_a_lookup_tells_its_age_and_its_trouble() -> None:
    now = 400 * HOUR
    old = LookupRow("Orders", now, now - 3 * HOUR, ("A-1",), "timeout")
    seen = written(replace(full_card(), lookups=(old,)), 40, 200)
    assert "ORDERS · 3:00 ago" in seen
    assert "no answer in time" in seen
    assert "A-1" in seen
    never = LookupRow("Orders", now, now, (), None)
    assert "nothing" in written(replace(full_card(), lookups=(never,)), 40, 200)


def test_contract_hours_are_told_as_they_are_now() -> None:
    card = full_card()
    assert "outside contract hours (mon-fri 09:00-18:00)" in " ".join(written(card, 60, 99))
    assert card.organisation is not None
    always = replace(card.organisation, hours="mon-sun 00:00-24:00")
    assert "within contract hours" in " ".join(written(replace(card, organisation=always), 60, 99))
    over = replace(card.organisation, until="1970-01-01")
    assert "contract ended" in " ".join(written(replace(card, organisation=over), 60, 99))


async def to_card(console: Running) -> None:
    """Go to Ann's card."""
    await console.press("j", "i")


async def test_the_card_offers_everything_that_can_be_done(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await to_card(console)
        await console.press("i")
        for said in ("edit the card", "write a note", "whole history", "forget this person"):
            assert said in console.text
        await console.press("1")
        assert "Card of Ann Lee" in console.text
        await console.press("end", "!", "ctrl+d")
        assert card_of(furnished).name == "Ann Lee!"
        await console.press("z")
        assert card_of(furnished).name == "Ann Lee"


async def test_a_note_on_the_client_is_written_and_taken_back(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await to_card(console)
        await console.press("i", "2", *"Prefers mornings", "ctrl+d")
        assert card_of(furnished).notes[0].body == "Prefers mornings"
        assert "Prefers mornings" in console.text
        await console.press("z")
        assert "Prefers mornings" not in console.text


@pytest.mark.parametrize("key", ["h", "р"])
async def test_the_history_is_one_line_of_time_that_is_searched(
    furnished: SmallDesk, key: str
) -> None:
    furnished.act(
        RecordClientEvents((HistoricClientEvent(ANN, "visit", furnished.clock(), "/pricing"),))
    )
    async with running(furnished, WIDE) as console:
        await console.press("j", key)
        await settled(console)
        assert "History of Ann Lee" in console.text
        for said in ("visit · /pricing", "note on the client · Petro", "Card has expired"):
            assert said in console.text
        await console.press(*"payment")
        await settled(console)
        assert "I paid twice on the 2nd" in console.text
        assert "visit · /pricing" not in console.text
        await console.press(*["backspace"] * 7, "tab")
        await settled(console)
        assert "visit · /pricing" not in console.text
        assert "#6 ticket" in console.text
        await console.press("enter")
        assert shown(console) == 6


async def settled(console: Running) -> None:
    """Wait until the history has been read."""
    for _round in range(3):
        await console.pilot.pause(0.1)
        loads = [worker for worker in console.app.workers if worker.group == "timeline"]
        if loads:
            await console.app.workers.wait_for_complete(loads)
    await console.pilot.pause()


async def test_a_long_history_comes_page_by_page(small: SmallDesk) -> None:
    number = small.ticket()
    at = small.clock.now
    events = []
    for n in range(180):
        small.clock.forward(minutes=1)
        events.append(HistoricClientEvent(ANN, "visit", small.clock(), f"/page/{n}"))
    small.act(RecordClientEvents(tuple(events)))
    async with running(small) as console:
        await console.press("3", "h")
        await settled(console)
        for _page in range(40):
            await console.press("pagedown")
            await settled(console)
            if f"#{number} ticket" in console.text:
                break
        assert "/page/0" in console.text
        await console.press("enter")
        assert shown(console) == number
    assert small.clock.now > at


async def test_an_organisation_shows_people_and_open_tickets_and_is_edited(
    furnished: SmallDesk,
) -> None:
    furnished.act(EditClient(3, (("company", "Lee Trading Ltd"),)))
    furnished.act(EditOrganisation(1, (("hours", "24x7"), ("contract", "Premium"))))
    async with running(furnished) as console:
        await console.press("j", "i", "up", "up", "up", "enter")
        assert "Premium" in console.text
        assert "now within them" in console.text
        assert "people: 2" in console.text
        await console.press("i", "tab", "end", *" plus", "ctrl+d")
        found = card_of(furnished).organisation
        assert found is not None
        assert found.contract == "Premium plus"
        assert "The organisation Lee Trading Ltd has changed. z undoes." in console.notice
        await console.press("z")
        found = card_of(furnished).organisation
        assert found is not None
        assert found.contract == "Premium"


async def test_two_cards_of_one_person_become_one_and_two_again(furnished: SmallDesk) -> None:
    furnished.act(
        CreateTicket(ClientReference("Lee Ann", "ann@other.example"), "Again", "It is me")
    )
    async with running(furnished) as console:
        await to_card(console)
        assert "Lee Ann may be the same person" in console.notice
        await console.press("i")
        assert "the same person as #" in console.text
        await console.press("5")
        assert "are one client now. z undoes." in console.notice
        assert "ann@other.example" in console.text
        assert card_of(furnished).emails == ("ann@example.org", "ann@other.example")
        await console.press("z")
        assert card_of(furnished).emails == ("ann@example.org",)


async def test_another_client_is_named_by_hand(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        await to_card(console)
        await console.press("i", *"another client", "enter", *"Marta")
        assert "Marta Silva" in console.text
        await console.press("enter")
        assert "are one client now" in console.notice
        assert len(card_of(furnished).tickets) == 3


async def test_forgetting_says_what_goes_and_waits_for_y(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        console.desk.panes.me = replace(console.desk.panes.me, id=furnished.olga)
        await to_card(console)
        await console.press("i", *"forget", "enter")
        assert "cannot be undone" in console.text
        assert "Backups" in console.text
        await console.press("enter")
        assert card_of(furnished).name == "Ann Lee"
        await console.press("i", *"forget", "enter", "y")
        assert card_of(furnished).forgotten_at is not None
        assert "Forgotten." in console.notice
        assert "forgotten at their own wish" in " ".join(console.text.split())


async def test_properties_are_defined_from_the_palette(furnished: SmallDesk) -> None:
    async with running(furnished) as console:
        console.desk.panes.me = replace(console.desk.panes.me, id=furnished.olga)
        await console.press("ctrl+p", *"properties of clients", "enter", "1")
        await console.press(*"Plan", "tab", *"choice", "tab", *"gold, silver", "tab", "right")
        await console.press("ctrl+d")
        assert "Clients have a property Plan now." in console.notice
        furnished.act(EditClient(ANN, properties=(("plan", "gold"),)))
        await console.press("j", "i")
        assert "Plan gold" in console.text


class Answering:
    """Somebody who knows of orders; counts how often they were asked."""

    titles = ("Orders",)

    def __init__(self, answer: LookupAnswer) -> None:
        self.answer = answer
        self.asked: list[LookupSubject] = []

    def fresh_for(self, _title: str) -> int:
        return 15 * 60_000

    def ask(self, _title: str, subject: LookupSubject) -> LookupAnswer:
        self.asked.append(subject)
        return self.answer

    def close(self) -> None:
        """Nothing is open."""


async def test_orders_come_in_beside_the_work_and_are_kept(furnished: SmallDesk) -> None:
    others = Answering(LookupAnswer(("A-1093 [b]delivered[/b]",)))
    async with running(furnished, WIDE, lookups=others) as console:
        await console.press("j")
        assert "ORDERS" not in console.text
        await console.until("ORDERS · just now")
        assert "A-1093 [b]delivered[/b]" in console.text
        assert others.asked[-1].email == "ann@example.org"
        count = len(others.asked)
        await console.press("k", "j")
        await console.pilot.pause(0.8)
        assert sum(one.client == ANN for one in others.asked) == 1, "the answer is still new"
        others.answer = LookupAnswer(trouble="status 500")
        await console.press("i", "i", *"ask again", "enter")
        await console.until("refused with status 500")
        assert "A-1093" in console.text, "what was answered before stays"
        assert len(others.asked) >= count
    (kept,) = card_of(furnished).lookups
    assert kept.trouble == "status 500"


async def test_a_store_that_is_only_read_shows_orders_all_the_same(
    furnished: SmallDesk, tmp_path: Path
) -> None:
    furnished.desk.read_only_because = "asked"
    others = Answering(LookupAnswer(("A-1",)))
    async with running(furnished, USUAL, lookups=others) as console:
        await console.press("j", "i")
        await console.until("A-1")
    assert card_of(furnished).lookups == ()
    assert tmp_path.exists()


async def test_a_property_is_not_defined_by_everybody(furnished: SmallDesk) -> None:
    furnished.act(SaveClientProperty("Plan"), by=furnished.olga)
    async with running(furnished) as console:
        await console.press("ctrl+p", *"properties of clients", "enter", "1", "2")
        assert "may not do this" in console.notice
