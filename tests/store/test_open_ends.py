"""An open end (`word*`) asks the index for the words it may mean (speed.md, S9)."""

import sqlite3
from datetime import UTC

import pytest

from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.words import needles
from supportdesk.store.read import health, search
from supportdesk.store.read.connection import open_file
from supportdesk.store.read.phrases import MOST_WORDS, any_of
from tests.reading import file_of
from tests.small_desk import SmallDesk


def found(small: SmallDesk, text: str) -> list[int]:
    query = parse_query(text, now=small.clock.now, zone=UTC, me=small.petro)
    return sorted(small.desk.ask(search.numbers, query))


@pytest.mark.parametrize("typed", ["r*", "re*", "ref*", "refu*", "refund*", "paid re*"])
def test_every_length_of_beginning_finds_the_word(small: SmallDesk, typed: str) -> None:
    here = small.ticket("Refund of an order", "I paid. Refunding, please.")
    small.ticket("Delivery", "Where is it?")
    assert found(small, typed) == [here]


def test_few_words_are_asked_for_one_by_one(small: SmallDesk) -> None:
    small.ticket("Refund", "Refunds and a refunder")
    reader = open_file(file_of(small.desk))
    assert "*" not in any_of(reader, needles("refu", open_end=True))


def test_too_many_words_are_asked_for_by_their_beginning(small: SmallDesk) -> None:
    words = [f"case{n}" for n in range(MOST_WORDS + 1)]
    here = small.ticket("Many", " ".join(words))
    reader = open_file(file_of(small.desk))
    assert '"case"*' in any_of(reader, needles("case", open_end=True))
    assert found(small, "case*") == [here]


def test_a_missing_word_is_found_by_doctor_and_made_good(small: SmallDesk) -> None:
    small.ticket("Refund", "Refund")
    raw = sqlite3.connect(file_of(small.desk))
    raw.execute("DELETE FROM indexed_word WHERE word = 'refund'")
    raw.commit()
    raw.close()
    assert faults(small) == {"words of the search index": 1}
    small.desk.repair()
    assert faults(small) == {}


def faults(small: SmallDesk) -> dict[str, int]:
    reader = open_file(file_of(small.desk))
    return {one.check: one.faults for one in health.findings(reader) if one.faults}
