"""Searching while typing: newest question only, errors at their place, the rest told honestly."""

import threading
from collections.abc import Iterator, Sequence

import pytest

from supportdesk.console.screens import search as searching
from supportdesk.console.screens.search import SHOWN, Found, SearchScreen, Sought
from supportdesk.console.times import Watch
from supportdesk.domain.errors import Invalid
from supportdesk.store.read.rows import SearchHit, TicketRow
from tests.console.stage import SMALL, UNANSWERED, USUAL, Stage, stage
from tests.stores import STORE_KINDS, Stores, stores_of


@pytest.fixture(params=STORE_KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Every test is run on both kinds of stores."""
    yield from stores_of(request)


def ticket(number: int, subject: str) -> TicketRow:
    """A ticket of Ann Lee."""
    return TicketRow(
        number=number,
        uuid="u",
        subject=subject,
        state="open",
        category=1,
        priority=1,
        kind=None,
        queue_id=1,
        queue="First line",
        owner_id=None,
        owner=None,
        client_id=1,
        client="Ann Lee",
        client_email="ann@example.org",
        channel="email",
        language=None,
        reason=None,
        created_at=0,
        updated_at=0,
        solved_at=None,
        closed_at=None,
        wake_at=None,
        due_at=None,
        risk_at=None,
        waiting_since=None,
        unanswered=0,
        messages=1,
        replies=0,
        unread=False,
        new_messages=0,
        tags=(),
        last_event=1,
        source_id=None,
        follow_up_of=None,
        thanked=False,
        vip=False,
    )


NAMES = {"queue": ["First line", "Billing"], "owner": ["Petro Hai"], "tag": ["refund"]}


class Store:
    """Finds `found` tickets for everything but "none"; raises for what holds a "!"."""

    def __init__(self, found: int = 3) -> None:
        self.found = found
        self.asked: list[str] = []

    def search(self, query: str, limit: int) -> Sequence[Found]:
        """Answer at once."""
        self.asked.append(query)
        if "!" in query:
            raise Invalid(
                "query.unknown_field", position=query.index("!"), text="!", nearest="state"
            )
        if query == "none":
            return ()
        snippet = f"about {query} and more"
        hits = [
            Found(ticket(n, f"Subject {n}"), SearchHit(n, n, snippet, ((6, 6 + len(query)),)))
            for n in range(1, self.found + 1)
        ]
        return hits[:limit]


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PAUSE", 0.001)


def dialog(store: Store, query: str = "") -> SearchScreen:
    """The search dialog on a store."""
    return SearchScreen(store.search, lambda: NAMES, Watch(), query=query)


async def found(here: Stage, query: str) -> None:
    """Wait until the answer to `query` is on the screen."""
    screen = here.app.screen
    assert isinstance(screen, SearchScreen)
    for _turn in range(200):
        await here.settle()
        if screen.found_for == query:
            return
    raise AssertionError(f"no answer to {query}")


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_hits_appear_while_typing_with_their_words_marked(size: tuple[int, int]) -> None:
    async with stage(dialog(Store()), size) as here:
        await here.press(*"refund")
        await found(here, "refund")
        assert "#1 Subject 1" in here.text
        assert "about refund and more" in here.text
        assert "3 tickets" in here.text
        strip = next(
            strip
            for strip in here.app.screen._compositor.render_strips()
            if "about refund" in "".join(segment.text for segment in strip)
        )
        underlined = [s.text for s in strip if s.style is not None and s.style.underline]
        assert underlined == ["refund"]


async def test_typing_replaces_what_was_searched_for_last() -> None:
    async with stage(dialog(Store(), "refund")) as here:
        await found(here, "refund")
        await here.press(*"late")
        await found(here, "late")


async def test_an_arrow_goes_on_with_what_was_searched_for_last() -> None:
    async with stage(dialog(Store(), "refund")) as here:
        await found(here, "refund")
        await here.press("end", "s")
        await found(here, "refunds")


async def test_enter_opens_the_ticket_under_the_cursor() -> None:
    async with stage(dialog(Store(), "refund")) as here:
        await found(here, "refund")
        await here.press("down", "enter")
        assert here.answer == Sought("refund", 2)


async def test_everything_can_be_listed() -> None:
    async with stage(dialog(Store(), "refund")) as here:
        await found(here, "refund")
        await here.press("ctrl+l")
        assert here.answer == Sought("refund", None)


async def test_more_than_is_shown_is_told() -> None:
    async with stage(dialog(Store(found=500), "refund")) as here:
        await found(here, "refund")
        assert f"The first {SHOWN}; Ctrl+L lists all." in here.text


async def test_nothing_found_is_told() -> None:
    async with stage(dialog(Store(), "none")) as here:
        await found(here, "none")
        assert "Nothing found." in here.text
        await here.press("enter")
        assert here.answer is UNANSWERED


async def test_an_error_points_at_its_place_and_names_the_nearest() -> None:
    async with stage(dialog(Store())) as here:
        await here.press(*"abc")
        await found(here, "abc")
        await here.press("!")
        for _turn in range(200):
            await here.settle()
            if "^" in here.text:
                break
        typed = next(line for line in here.lines if "abc!" in line)
        pointer = next(line for line in here.lines if "^" in line)
        assert pointer.index("^") == typed.index("!")
        assert "state" in here.text
        assert "#1 Subject 1" in here.text


async def test_an_answer_to_an_older_question_is_dropped() -> None:
    released = threading.Event()

    class SlowOnce(Store):
        def search(self, query: str, limit: int) -> Sequence[Found]:
            if query == "a":
                released.wait(10)
            return super().search(query, limit)

    async with stage() as here:
        screen = SearchScreen(SlowOnce().search, dict, Watch())
        here.app.push_screen(screen, here.app.take)
        await here.pilot.pause()
        await here.pilot.press("a")
        while not any(worker.group == "search" for worker in here.app.workers):
            await here.pilot.pause()
        await here.pilot.press("b")
        while screen.found_for != "ab":
            await here.pilot.pause()
        released.set()
        await here.settle()
        assert screen.found_for == "ab"
        assert "about ab and more" in here.text


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("enter", Sought("a", 1)),
        ("ctrl+l", Sought("a", None)),
        ("ctrl+s", Sought("a", None, is_to_be_saved=True)),
    ],
)
async def test_a_key_before_the_answer_is_done_as_soon_as_it_comes(
    key: str, answer: Sought
) -> None:
    released = threading.Event()

    class Slow(Store):
        def search(self, query: str, limit: int) -> Sequence[Found]:
            released.wait(10)
            return super().search(query, limit)

    async with stage() as here:
        here.app.push_screen(SearchScreen(Slow().search, dict, Watch()), here.app.take)
        await here.pilot.pause()
        await here.pilot.press("a", key)
        assert here.answer is UNANSWERED
        released.set()
        for _turn in range(200):
            await here.settle()
            if here.answer is not UNANSWERED:
                break
        assert here.answer == answer


async def test_tab_completes_fields_and_values() -> None:
    async with stage(dialog(Store())) as here:
        await here.press(*"refund sta")
        assert "Tab: state:" in here.text
        await here.press("tab", *"op", "tab")
        assert "refund state:open" in here.text


async def test_names_of_the_store_are_completed_in_quotes_where_they_need_them() -> None:
    async with stage(dialog(Store())) as here:
        await here.press(*"queue:fi")
        assert 'Tab: queue:"First line"' in here.text
        await here.press("right", *" owner:hai", "tab", *" -tag:r", "right")
        assert 'queue:"First line" owner:"Petro Hai" -tag:refund' in here.text
        await here.press("home", "right", "x")
        assert 'qxueue:"First line"' in here.text, "inside the query it moves the cursor"


async def test_an_empty_search_shows_how_to_ask() -> None:
    async with stage(dialog(Store())) as here:
        assert "state:open,waiting" in here.text
        await here.press("enter", "ctrl+l", "down")
        assert here.answer is UNANSWERED
        await here.press("escape")
        assert here.answer is None
