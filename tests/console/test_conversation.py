"""Conversations laid out lazily: nothing is lost, and the largest ones cost little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.console import text
from supportdesk.console.widgets.conversation import PIECE, Conversation, Place
from supportdesk.domain.safe_text import clean_block
from supportdesk.store.read.rows import MessageRow


def message(number: int, body: str, kind: str = "client") -> MessageRow:
    """A message of a ticket."""
    return MessageRow(
        id=number,
        ticket=1,
        kind=kind,
        author="Ann Lee",
        operator_id=None,
        client_id=1,
        sent_at=number * 1000,
        body=body,
        delivery="received",
        release_at=None,
        source_id=str(number),
        attachments=(),
    )


def everything(conversation: Conversation, height: int) -> list[str]:
    """All lines, scrolled through from the top a line at a time."""
    place, seen = Place(), []
    seen += conversation.window(place, height)
    while True:
        further = conversation.moved(place, 1, height)
        if further == place:
            return [line.written for line in seen]
        place = further
        seen.append(conversation.window(place, height)[-1])


BODIES = st.lists(st.text(alphabet="ab \nя", max_size=200), min_size=1, max_size=6)


@given(BODIES, st.integers(12, 40), st.integers(1, 12))
def test_scrolling_down_line_by_line_shows_every_word_once(
    bodies: list[str], width: int, height: int
) -> None:
    conversation = Conversation([message(n, body) for n, body in enumerate(bodies)], width)
    shown = "".join("".join(everything(conversation, height)).split())
    assert shown == "".join("".join(bodies).split())


@given(BODIES, st.integers(12, 40), st.integers(1, 12), st.integers(0, 40))
def test_up_again_is_where_one_came_from(
    bodies: list[str], width: int, height: int, lines: int
) -> None:
    conversation = Conversation([message(n, body) for n, body in enumerate(bodies)], width)
    place = conversation.moved(Place(), lines, height)
    moved = conversation.moved(place, 1, height)
    if moved != place:
        assert conversation.moved(moved, -1, height) == place
    assert conversation.moved(place, -1000, height) == Place()


def test_reading_begins_at_the_newest_message_with_what_fits_above() -> None:
    bodies = ["first", "second", "third"]
    conversation = Conversation([message(n, body) for n, body in enumerate(bodies)], 40)
    window = conversation.window(conversation.newest(5), 5)
    assert [line.written for line in window if line.role == "body"] == ["second", "third"]


def test_a_long_newest_message_begins_with_its_heading() -> None:
    conversation = Conversation([message(1, "old"), message(2, "line\n" * 90)], 40)
    window = conversation.window(conversation.newest(10), 10)
    assert window[0].role == "heading"
    assert window[0].message.id == 2


def test_quoted_lines_are_told_apart() -> None:
    conversation = Conversation([message(1, "I agree\n> you wrote\nreally")], 40)
    roles = [line.role for line in conversation.window(Place(), 9)]
    assert roles == ["heading", "body", "quote", "body", "gap"]


@pytest.mark.parametrize(
    "messages",
    [
        [message(1, "слово " * 170_000)],
        [message(1, "x" * 1_000_000)],
        [message(1, "a line\n" * 100_000)],
        [message(n, f"message {n}\nwith two lines") for n in range(5_000)],
    ],
    ids=["a megabyte of words", "one word", "a hundred thousand lines", "five thousand messages"],
)
def test_the_largest_conversations_are_laid_out_where_somebody_looks(
    messages: list[MessageRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned: list[int] = []

    def counting(body: str) -> str:
        cleaned.append(len(body))
        return clean_block(body)

    monkeypatch.setattr(text, "block", counting)
    conversation = Conversation(messages, 78)
    for place in (conversation.newest(30), conversation.end(30), Place()):
        assert len(conversation.window(place, 30)) == 30
        conversation.share(place, 30)
    assert sum(cleaned) <= 8 * PIECE
