"""Zammad's placeholders become ours."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.errors import Invalid
from supportdesk.domain.template import TemplateContext, check_template, render
from supportdesk.domain.template_import import from_zammad


@pytest.mark.parametrize(
    ("zammad", "ours"),
    [
        ("Dear #{ticket.customer.firstname},", "Dear {{ client.first_name }},"),
        ("#{ ticket.customer.lastname }", "{{ client.last_name }}"),
        ("#{ticket.customer.organization.name}", "{{ client.company }}"),
        ("#{ticket.number} #{ticket.title}", "{{ ticket.number }} {{ ticket.subject }}"),
        ("#{ticket.state.name}", "{{ ticket.state }}"),
        ("#{ticket.group.name}", "{{ ticket.queue }}"),
        ("#{ticket.owner.fullname}", "{{ owner.name }}"),
        (
            "#{user.firstname} #{user.lastname}",
            "{{ operator.first_name }} {{ operator.last_name }}",
        ),
        ("#{article.body}", "{{ last_message }}"),
        (
            '#{dt(ticket.created_at, "%d.%m.%Y", "Europe/Kyiv")}',
            "{{ ticket.created | date: '%d.%m.%Y' }}",
        ),
        ("#{dt(ticket.created_at, '%H:%M')}", "{{ ticket.created | date: '%H:%M' }}"),
        ("plain text # { }", "plain text # { }"),
    ],
)
def test_placeholders_are_rewritten(zammad: str, ours: str) -> None:
    assert from_zammad(zammad) == ours
    check_template(from_zammad(zammad))


def test_a_name_we_do_not_have_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refusal:
        check_template(from_zammad("a\n#{config.fqdn}"))
    assert refusal.value.code == "template.unknown_name"
    assert refusal.value.parameters["name"] == "config.fqdn"
    assert refusal.value.parameters["line"] == 2


@given(st.text(alphabet="a{}% #'\n", max_size=30).filter(lambda text: "#{" not in text))
def test_braces_of_plain_text_stay_text(text: str) -> None:
    context = TemplateContext(now=datetime(2026, 3, 5, tzinfo=UTC), zone=UTC, language="en")
    assert render(from_zammad(text), context, {}).text == text
