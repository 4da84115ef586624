"""The demo desk: lively, in three languages, the same for the same seed."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from supportdesk.demo.arrivals import Arrivals
from supportdesk.demo.building import CLIENTS, build_demo
from supportdesk.demo.clients import make_clients
from supportdesk.demo.content import LANGUAGES, PARTS, scenario_of, scenarios, templates
from supportdesk.demo.conversations import DAYS, Staff, conversations
from supportdesk.demo.wording import wording_for
from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import HistoricTicket
from supportdesk.domain.macro import macro_from
from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.safe_text import clean_block, clean_line, is_inert
from supportdesk.domain.template import check_template
from supportdesk.store.read import desk_lists, macros, search, threads, tickets, views
from tests.small_desk import StandingClock
from tests.stores import STORE_KINDS, stores_of

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
STAFF = Staff(
    {"First line": 1, "Billing": 2, "Second line": 3, "Developers": 4},
    {"Oleh Verba": 1, "Pavel Zorin": 2},
    2,
)


def invented(seed: int) -> list[HistoricTicket]:
    """The conversations of a seed, without a store."""
    pick = random.Random(seed)
    return conversations(pick, make_clients(pick, CLIENTS), STAFF, NOW, 640)


@pytest.fixture(scope="module", params=STORE_KINDS)
def built(request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A built demo desk."""
    for stores in stores_of(request):
        with closing(open_desk(stores.empty("demo.desk"), StandingClock(NOW))) as desk:
            build_demo(desk, seed=7, now=NOW, me_login="me")
            yield desk


def test_the_same_seed_and_moment_give_the_same_conversations() -> None:
    assert invented(7) == invented(7)
    assert invented(7) != invented(8)


@pytest.mark.parametrize("count", [1, 5, 12])
def test_as_many_tickets_as_asked_for(count: int) -> None:
    pick = random.Random(1)
    assert len(conversations(pick, make_clients(pick, 20), STAFF, NOW, count)) == count


def test_it_is_a_believable_fortnight() -> None:
    made = invented(7)
    assert len(made) == 640
    moments = [message.sent_at for ticket in made for message in ticket.messages]
    assert max(moments) <= NOW
    assert min(moments) > NOW - timedelta(days=DAYS)
    by_language = Counter(ticket.language for ticket in made)
    assert all(by_language[language] > 0.2 * len(made) for language in LANGUAGES)
    states = Counter(ticket.state for ticket in made)
    assert set(states) == {"new", "open", "waiting", "hold", "solved", "closed", "spam"}
    night = sum(moment.hour < 6 for moment in moments)
    assert night < 0.2 * len(moments)


def test_the_built_desk_has_people_clients_templates_and_unread(built: Desk) -> None:
    facts = built.ask(desk_lists.facts, 0)
    assert facts.tickets >= 600
    assert facts.clients >= 200
    assert len(built.ask(desk_lists.operators)) == 6
    assert {queue.line for queue in built.ask(desk_lists.queues)} == {1, 2, 3}
    assert len(built.ask(desk_lists.templates)) == 40
    me = next(person.id for person in built.ask(desk_lists.operators) if person.login == "me")
    counts = built.ask(tickets.counts, me)
    assert counts.mine > 5
    assert counts.unassigned > 5
    assert counts.asleep > 0
    assert 0 < counts.mine_unread < counts.mine


def test_every_template_is_sound_in_every_language() -> None:
    for template in templates():
        for language in LANGUAGES:
            check_template(template[language])


def test_every_macro_is_sound_and_every_view_of_the_team_finds_something(built: Desk) -> None:
    made = built.ask(macros.macros)
    assert len(made) > 4
    for row in made:
        does = macro_from(row.does)
        for text in (does.note, *(body for _language, body in does.reply)):
            check_template(text)
    me = next(person.id for person in built.ask(desk_lists.operators) if person.login == "me")
    saved = built.ask(views.saved, me)
    assert {view.scope for view in saved} == {"team"}
    for view in saved:
        query = parse_query(view.query, now=NOW, zone=UTC, me=me)
        assert built.ask(search.count, query)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_story_is_whole_in_every_language(language: str) -> None:
    pick = random.Random(1)
    client = next(c for c in make_clients(pick, 60) if c.language == language)
    wording = wording_for(pick, client, NOW, "Oleh Verba")
    told = scenarios(language)
    for story in told:
        texts = [getattr(story, part) for part in PARTS]
        assert all("{" not in wording.fill(text, NOW) for text in texts)
        assert not any("{" in text for text in (story.again, story.thanks)), "said by anybody"
        subject = wording.fill(story.subject, NOW)
        assert scenario_of(subject, language) == story, "a subject belongs to one story"
        assert story.queue in STAFF.queues
    assert [story.family for story in told] == [story.family for story in scenarios("en")]


def test_a_story_runs_in_order_and_hardly_any_letter_is_written_twice() -> None:
    made = [ticket for ticket in invented(7) if ticket.source_id.startswith("demo-")]
    letters = Counter(ticket.messages[0].body for ticket in made)
    assert max(letters.values()) <= 4
    assert len(letters) > 0.9 * len(made)
    for ticket in made:
        moments = [message.sent_at for message in ticket.messages]
        assert moments == sorted(moments)
        bodies = [message.body for message in ticket.messages]
        assert len(bodies) == len(set(bodies))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_promised_lies_ahead_on_a_working_day(language: str) -> None:
    pick = random.Random(1)
    client = next(c for c in make_clients(pick, 60) if c.language == language)
    for number in range(60):
        moment = NOW + timedelta(hours=11 * number)
        wording = wording_for(pick, client, moment, "Oleh Verba")
        promised = wording.promised(moment)
        assert moment < promised < moment + timedelta(days=6)
        assert promised.weekday() < 5


def test_all_its_texts_are_inert_when_cleaned(built: Desk) -> None:
    for number in range(1, 641):
        row = built.ask(tickets.row, number, None)
        assert row is not None
        assert is_inert(clean_line(row.subject))
        for message in built.ask(threads.messages, number):
            assert is_inert(clean_block(message.body))


def test_clients_keep_writing(built: Desk) -> None:
    before = built.ask(desk_lists.facts, 0)
    arrivals = Arrivals(built, seed=3)
    numbers = [arrivals.deliver() for _ in range(24)]
    after = built.ask(desk_lists.facts, 0)
    assert after.messages == before.messages + 24
    assert before.tickets < after.tickets < before.tickets + 24
    for number in numbers:
        row = built.ask(tickets.row, number, None)
        said = [line.body for line in built.ask(threads.messages, number)]
        assert row is not None
        told = (scenario_of(row.subject, language) for language in LANGUAGES)
        story = next(found for found in told if found is not None)
        assert said[-1] in (story.again, story.thanks) or len(said) == 1, "each fits its ticket"
        assert len(said) == len(set(said))
        assert row.queue == story.queue


def test_arrivals_stop_when_told(built: Desk) -> None:
    before = built.ask(desk_lists.facts, 0).messages
    arrivals = Arrivals(built, seed=4, seconds=(0.0, 0.0))
    arrivals.start()
    while built.ask(desk_lists.facts, 0).messages == before:
        pass
    arrivals.stop()
    stopped = built.ask(desk_lists.facts, 0).messages
    assert stopped > before
