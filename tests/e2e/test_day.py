"""An operator's work in a real terminal, keys only: found, read, answered, noted, undone."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import clients, search, threads, tickets
from supportdesk.store.read.rows import MessageRow, TicketRow
from tests.e2e.conftest import Workplace
from tests.e2e.keyboards import typed
from tests.terminal import Terminal

pytestmark = pytest.mark.terminal

WORDS = {"english": "refunded", "russian": "скидками", "ukrainian": "кабінетом"}
"""Word forms that some of the demo's letters do not hold, though they speak of these things."""
STATES = ("new", "open", "waiting")
"""Short enough for the tags to be seen beside them in 80 cells."""
TAG = "okay"
MISSING = "7431-B"
NOTED = "Checked with the warehouse."


@dataclass(frozen=True)
class Place:
    """The conversation one works on: how to find it, and another one of the same client."""

    word: str
    above: int
    """How many search hits stand above it."""
    ticket: TicketRow
    earlier: int
    work: Workplace

    @property
    def row(self) -> TicketRow:
        """The ticket as it is now."""
        found = tickets.row(self.work.reader, self.ticket.number, self.work.me)
        assert found is not None
        return found

    @property
    def newest(self) -> MessageRow:
        """Its newest message."""
        return threads.messages(self.work.reader, self.ticket.number)[-1]


def place(work: Workplace, word: str) -> Place:
    """A conversation at work, of a client with several, with `word` in another form only."""
    query = parse_query(word, now=datetime.now(UTC), zone=UTC, me=work.me)
    for above, hit in enumerate(search.search_hits(work.reader, query)):
        row = tickets.row(work.reader, hit.number, work.me)
        assert row is not None
        texts = [row.subject, *(m.body for m in threads.messages(work.reader, hit.number))]
        card = clients.card(work.reader, row.client_id)
        assert card is not None
        others = [other.number for other in card.tickets if other.number != row.number]
        awake = row.wake_at is None and row.state in STATES
        if word not in "\n".join(texts).casefold() and others and awake:
            return Place(word, above, row, others[0], work)
    raise LookupError(word)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
@pytest.mark.parametrize("layout", WORDS)
def test_a_conversation_from_search_to_undo(
    workplace: Workplace, layout: str, size: tuple[int, int]
) -> None:
    here = place(workplace, WORDS[layout])
    with workplace.console(size, SUPPORTDESK_AFTER_SENDING="stay") as terminal:

        def press(key: str) -> None:
            terminal.press(typed(layout, key))

        terminal.wait(r"Mine  \d+")
        press("/")
        terminal.wait("─  Search  ─")
        find(terminal, here)
        press("i")
        read_the_card(terminal, here)
        press("h")
        terminal.wait(f"History of {re.escape(here.ticket.client)}")
        terminal.wait(f"#{here.earlier} ")
        terminal.press("escape")
        terminal.wait_gone("─  History of")
        press("#")
        go_to(terminal, here.ticket.number)
        press("t")
        answer_from_a_template(terminal, here)
        press("c")
        leave_a_note(terminal, here)
        press("l")
        add_a_tag(terminal, here)
        press("z")
        terminal.wait("Undone: tags")
        terminal.wait_gone(f"#{TAG}")
        assert TAG not in here.row.tags
        press("d")
        sleep_two_hours(terminal, here)
        press("z")
        terminal.wait("Undone: snooze")
        terminal.wait_gone("asleep until")
        assert here.row.wake_at is None
        press("s")
        put_on_another_state(terminal, here)
        leave(terminal)


def find(terminal: Terminal, here: Place) -> None:
    """Open the conversation from the search."""
    terminal.press(here.word)
    terminal.wait(r"\d+ tickets?\b")
    for _ in range(here.above):
        terminal.press("down")
    terminal.wait(rf"▌ #{here.ticket.number} ")
    terminal.press("enter")
    terminal.wait_gone("─  Search  ─")
    terminal.wait(rf"▸ #{here.ticket.number} ")


def read_the_card(terminal: Terminal, here: Place) -> None:
    """The client's earlier tickets stand on the card; one of them is opened and left."""
    terminal.wait(r"▸ " + re.escape(here.ticket.client[:12]))
    terminal.wait(r"EARLIER \d")
    terminal.wait(rf"▌ #{here.earlier} ")
    terminal.press("enter")
    terminal.wait(rf"(?m)▸ #{here.earlier} ")


def go_to(terminal: Terminal, number: int) -> None:
    """Open a ticket by its number."""
    terminal.wait("─  Go to ticket  ─")
    terminal.press(str(number), "enter")
    terminal.wait(rf"▸ #{number} ")


def answer_from_a_template(terminal: Terminal, here: Place) -> None:
    """Fill in a template's one question and send the text."""
    terminal.wait("─  Templates  ─")
    terminal.press("Need more")
    terminal.wait(r"▌ Need more details")
    terminal.wait("⟦ask: ")
    terminal.press("enter")
    terminal.wait("─  Need more details  ─")
    terminal.press(MISSING, "enter")
    terminal.wait_gone("─  Templates  ─")
    terminal.wait(MISSING)
    terminal.wait(r"saved[\s│]+·[\s│]+no[\s│]+outgoing channel")
    terminal.press("ctrl+d")
    terminal.wait("is accepted. z recalls it")
    terminal.wait("You .* z recalls")
    assert (here.newest.kind, here.newest.operator_id) == ("operator", here.work.me)
    assert MISSING in here.newest.body
    assert "⟦" not in here.newest.body
    assert here.newest.release_at is not None


def leave_a_note(terminal: Terminal, here: Place) -> None:
    """Write a private note."""
    terminal.wait("NOTE · the client will not see this")
    terminal.press(NOTED)
    terminal.wait(NOTED)
    terminal.press("ctrl+d")
    terminal.wait("the client does not see it")
    terminal.wait_gone("NOTE · the client will not see this")
    terminal.wait(NOTED)
    assert (here.newest.kind, here.newest.body) == ("note", NOTED)


def add_a_tag(terminal: Terminal, here: Place) -> None:
    """Add one tag."""
    terminal.wait(f"─  Tags of #{here.ticket.number}  ─")
    terminal.press(f"+{TAG}")
    terminal.wait(f"adds {TAG}")
    terminal.press("enter")
    terminal.wait(rf"Tags of #{here.ticket.number}: adds {TAG}\.")
    terminal.wait(f"#{TAG}")
    assert TAG in here.row.tags


def sleep_two_hours(terminal: Terminal, here: Place) -> None:
    """Put the ticket to sleep."""
    terminal.wait(f"─  Sleep #{here.ticket.number} until  ─")
    terminal.press("2h")
    terminal.wait(r" 2h .*\n.* (\d\d \w{3} |tomorrow )?\d\d:\d\d ")
    terminal.press("enter")
    terminal.wait(f"#{here.ticket.number} sleeps until")
    terminal.wait("asleep until")
    assert here.row.wake_at is not None


def put_on_another_state(terminal: Terminal, here: Place) -> None:
    """Choose the first state offered."""
    before = here.row.state.replace("hold", "on hold")
    offered = terminal.wait(rf"─  #{here.ticket.number} is {before}; make it  ─")
    found = re.search(r"▌ 1 (\w+)", terminal.wait(r"▌ 1 \w+"))
    assert found is not None, offered
    terminal.press("enter")
    terminal.wait_gone("make it  ─")
    terminal.wait(rf"  {found[1]} · ")
    assert here.row.state == found[1]


def leave(terminal: Terminal) -> None:
    """Quit; the terminal is as it was."""
    terminal.press("1", "q", "q")
    assert terminal.ended() == 0
    assert terminal.restored
