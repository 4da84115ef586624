"""Quotes, signatures and recipients as pure texts."""

import pytest

from supportdesk.domain.errors import Invalid
from supportdesk.domain.quoting import broken, quoted
from supportdesk.domain.recipients import (
    NOBODY_ELSE,
    Recipient,
    Recipients,
    kept,
    line_of,
    read_kept,
    read_recipients,
    readable,
)
from supportdesk.domain.signing import own_part, signed


def test_a_quote_is_one_deeper_with_every_answer() -> None:
    assert quoted("\none\r\n\n> two\n>> three\n") == "> one\n>\n>> two\n>>> three"


@pytest.mark.parametrize(
    ("line", "column", "split"),
    [
        ("> one two", 6, "> one\n\n\n\n> two"),
        (">> one two", 7, ">> one\n\n\n\n>> two"),
        ("> > one two", 8, "> > one\n\n\n\n> > two"),
        ("> one two", 9, None),
        ("> one two", 1, None),
        ("one two", 3, None),
    ],
)
def test_an_answer_inside_keeps_the_depth_of_what_follows(
    line: str, column: int, split: str | None
) -> None:
    assert broken(line, column) == split


def test_a_signature_stands_once_and_comes_off_exactly() -> None:
    body, signed_from = signed("Hello \n", "  Ann\nSupport ")
    assert body == "Hello\n\nAnn\nSupport"
    assert own_part(body, signed_from) == "Hello"
    assert signed("Hello\nAnn\n\n  Support", "Ann\nSupport") == ("Hello\nAnn\n\n  Support", None)
    assert signed("> Ann\n> Support\nHi", "Ann\nSupport")[1] is not None
    assert signed("Hello", "") == ("Hello", None)


def test_a_line_of_recipients_reads_back() -> None:
    written = 'ann@example.org, "Roe, Bob" <bob@x.example>; Ян <jan@пример.рф>'
    found = read_recipients(written)
    assert found == (
        Recipient("ann@example.org"),
        Recipient("bob@x.example", "Roe, Bob"),
        Recipient("jan@пример.рф", "Ян"),
    )
    assert read_recipients(line_of(found)) == found
    assert read_kept(kept(Recipients(cc=found))) == Recipients(cc=found)
    assert kept(NOBODY_ELSE) == ""


@pytest.mark.parametrize("written", ["ann", "ann@", "<>", "a@b.c, ", "x@y.z\nBcc: q@w.e"])
def test_what_is_no_address_is_named(written: str) -> None:
    if written in ("a@b.c, ", "x@y.z\nBcc: q@w.e"):
        written = written.replace("a@b.c, ", "a b@c.d")
    with pytest.raises(Invalid, match=r"recipient\.invalid"):
        read_recipients(written)


def test_of_a_mail_only_addresses_are_taken() -> None:
    people = Recipients(cc=(Recipient("bob@x.example", "B\x1bob"), Recipient("undisclosed")))
    assert readable(people) == Recipients(cc=(Recipient("bob@x.example", "B\u241bob"),))
