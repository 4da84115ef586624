"""The first look at the mails of an import: who belongs together, in memory that does not grow."""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from supportdesk.domain.action import ClientReference
from supportdesk.domain.mail_nature import Nature
from supportdesk.intake.operators import Roster
from supportdesk.intake.record import MailHead
from supportdesk.intake.survey import Survey
from supportdesk.store.heads import Heads

FIRST = datetime(2026, 2, 1, 8, 0, tzinfo=UTC)
HELD_OF_A_MAIL = 32
"""Bytes at the most: the numbers of the mail and of one that it answers and that is not there."""


@pytest.fixture
def survey() -> Iterator[Survey]:
    """A survey of nothing yet, for a desk without operators."""
    with Heads() as heads:
        yield Survey(Roster(), heads)


def head(number: int, *answers: str, subject: str = "no paper", author: str = "ann") -> MailHead:
    """The head of the mail `m-<number>@a`, sent so many minutes after the first."""
    return MailHead(
        source_id=f"m-{number}@a",
        references=answers,
        subject=subject,
        sent_at=FIRST + timedelta(minutes=number),
        author=ClientReference(author, f"{author}@example.org"),
        recipients=(),
        list_id=None,
        nature=Nature.PERSON,
        place=f"box.mbox:{number}",
    )


def concluded(survey: Survey, *heads: MailHead) -> list[str | None]:
    """The id of the first mail of the conversation of each."""
    for one in heads:
        survey.add(one)
    survey.conclude()
    found = survey.conversations([one.source_id for one in heads])
    return [found[one.source_id].source_id for one in heads]


def test_answers_to_a_mail_that_is_not_there_are_one_conversation(survey: Survey) -> None:
    mails = head(3, "lost@a"), head(2, "lost@a"), head(4)
    assert concluded(survey, *mails) == ["m-2@a", "m-2@a", "m-4@a"]


def test_a_number_in_the_subject_joins_the_mails_of_one_client_only(survey: Survey) -> None:
    mails = (
        head(1, subject="[#12] paper"),
        head(2, subject="Re: paper [#12]"),
        head(3, subject="[#12] ink", author="bo"),
    )
    assert concluded(survey, *mails) == ["m-1@a", "m-1@a", "m-3@a"]


def test_what_was_begun_and_the_earliest_ticket_are_remembered(survey: Survey) -> None:
    concluded(survey, head(1), head(2, "m-1@a"))
    (names,) = survey.names()
    survey.go_on((names[name], ticket) for name, ticket in (("m-1@a", 9), ("m-2@a", 7)))
    before = survey.conversations(["m-2@a"])["m-2@a"]
    survey.begin([before])
    after = survey.conversations(["m-1@a"])["m-1@a"]
    assert (before.ticket, before.begun, after.ticket, after.begun) == (7, False, 7, True)


def held(count: int) -> int:
    """Bytes of Python's memory that the survey of so many mails holds at the end."""
    with Heads() as heads:
        before, _peak = tracemalloc.get_traced_memory()
        survey = Survey(Roster(), heads)
        for number in range(count):
            survey.add(head(number, f"absent-{number}@a"))
        survey.conclude()
        return tracemalloc.get_traced_memory()[0] - before


def test_of_a_mail_no_more_than_its_number_is_held_in_memory() -> None:
    tracemalloc.start()
    try:
        held(100)
        few, many = held(1_000), held(3_000)
    finally:
        tracemalloc.stop()
    assert many - few < 2_000 * HELD_OF_A_MAIL
