"""A template made of a reply: names and numbers become variables (F69)."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.errors import Invalid
from supportdesk.domain.template import TemplateContext, check_template, render
from supportdesk.domain.template_making import as_template, escaped
from supportdesk.domain.template_names import LONGEST_TEMPLATE

ANN = TemplateContext(
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    zone=UTC,
    language="en",
    client_name="Ann Lee",
    client_email="ann@example.org",
    client_company="Lee Trading Ltd",
    ticket_number=4830,
    operator_name="Petro Koval",
)
OLENA = TemplateContext(
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    zone=UTC,
    language="uk",
    client_name="Олена Ковальчук",
    operator_name="Петро",
)


@pytest.mark.parametrize(
    ("reply", "template"),
    [
        ("Good morning, Ann!", "{{ greeting }}, {{ client.first_name }}!"),
        ("Dear Ann Lee of Lee Trading Ltd", "Dear {{ client.name }} of {{ client.company }}"),
        ("Annual fees, Annie", "Annual fees, Annie"),
        ("We wrote to ann@example.org.", "We wrote to {{ client.email }}."),
        ("Ask bob@example.org.", "Ask {{ ask['e-mail'] }}."),
        ("Ticket #4830", "Ticket {{ ticket.number | prepend: '#' }}"),
        ("within 10 days", "within 10 days"),
        ("Order A-1093 and order 20555", "Order {{ ask['order'] }} and order {{ ask['order 2'] }}"),
        ("paid 12.03.2026", "paid {{ ask['paid'] }}"),
        ("on 12.03.2026", "on {{ ask['date'] }}"),
        ("Yours, Petro Koval", "Yours, {{ operator.name }}"),
    ],
)
def test_what_belongs_to_the_ticket_becomes_a_variable(reply: str, template: str) -> None:
    assert as_template(reply, ANN) == template
    check_template(template)


def test_the_vocative_of_a_name_is_known() -> None:
    assert as_template("Олено, дякуємо!", OLENA) == "{{ client.first_name | vocative }}, дякуємо!"


def test_filled_in_again_it_is_the_reply() -> None:
    reply = "Dear Ann, order A-1093 of #4830 costs {{ much }} {% if %}. Yours, Petro"
    made = as_template(reply, ANN)
    assert render(made, ANN, {"order": "A-1093"}).text == reply


@given(st.text(alphabet=" {}%#'\n⟦⟧Ann1234567890.@a", max_size=80))
def test_whatever_was_sent_makes_a_template_that_can_be_saved(reply: str) -> None:
    check_template(as_template(reply, ANN))
    wanted = reply.replace("⟦", "").replace("⟧", "")
    assert render(escaped(reply), ANN, {}).text == wanted


HOSTILE = ("A", "\u5b57", "1", "1 ", "AB-1 ", "a@", "a.", "a.b@", "word ", "{", "#", "\u00a0")


@pytest.mark.parametrize("piece", HOSTILE)
def test_it_takes_no_longer_for_what_looks_like_an_address_or_a_number(piece: str) -> None:
    text = (piece * LONGEST_TEMPLATE)[:LONGEST_TEMPLATE]
    began = time.process_time()
    as_template(text, ANN)
    assert time.process_time() - began < 0.5


def test_very_many_numbers_are_asked_for_one_by_one() -> None:
    began = time.process_time()
    made = as_template(" x ".join(map(str, range(100, 2100))), ANN)
    assert time.process_time() - began < 0.5
    assert made.endswith("{{ ask['number 2000'] }}")


def test_what_is_longer_than_any_template_becomes_none() -> None:
    with pytest.raises(Invalid, match=r"template\.too_long"):
        as_template("A" * (LONGEST_TEMPLATE + 1), ANN)
