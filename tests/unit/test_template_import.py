"""Placeholders of other help desks become ours."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.errors import Invalid
from supportdesk.domain.template import TemplateContext, check_template, render
from supportdesk.domain.template_import import (
    FRESHDESK,
    ZENDESK,
    from_osticket,
    from_zammad,
    with_asks,
)


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


def _is_plain(text: str) -> bool:
    return "#{" not in text and "%{" not in text


@given(st.text(alphabet="a{}% #'\n", max_size=30).filter(_is_plain))
def test_braces_of_plain_text_stay_text(text: str) -> None:
    context = TemplateContext(now=datetime(2026, 3, 5, tzinfo=UTC), zone=UTC, language="en")
    assert render(from_zammad(text), context, {}).text == text
    assert render(from_osticket(text), context, {}).text == text


@pytest.mark.parametrize(
    ("osticket", "ours"),
    [
        ("Hi %{ticket.name.first},", "Hi {{ client.first_name }},"),
        (
            "#%{ticket.number} of %{ticket.create_date}",
            "#{{ ticket.number }} of {{ ticket.created }}",
        ),
        ("%{ ticket.dept.name }", "{{ ticket.queue }}"),
        ("%{staff.name.last}", "{{ operator.last_name }}"),
        ("%{recipient.ticket_link}", "{{ ask['recipient.ticket_link'] }}"),
        ("50 % off { }", "50 % off { }"),
    ],
)
def test_placeholders_of_osticket(osticket: str, ours: str) -> None:
    assert from_osticket(osticket) == ours
    check_template(from_osticket(osticket))


@pytest.mark.parametrize(
    ("theirs", "ours", "unknown"),
    [
        ("Hi {{ticket.requester.first_name}}", "Hi {{ticket.requester.first_name}}", ()),
        ("{{ticket.latest_public_comment}}", "{{last_message}}", ()),
        ("{{ dc.welcome }}", "{{ ask['dc.welcome'] }}", ("dc.welcome",)),
        (
            "{{ticket.brand.name | default: 'us'}} {{ticket.brand.name}}",
            "{{ ask['ticket.brand.name'] | default: 'us'}} {{ ask['ticket.brand.name'] }}",
            ("ticket.brand.name",),
        ),
        ("{% if ticket.requester.phone %}{{now}}{% endif %}",) * 2 + ((),),
        ("no braces { }", "no braces { }", ()),
    ],
)
def test_what_zendesk_names_is_ours_or_asked_for(
    theirs: str, ours: str, unknown: tuple[str, ...]
) -> None:
    assert with_asks(theirs, ZENDESK) == (ours, unknown)
    assert check_template(ours) == frozenset(unknown)


@pytest.mark.parametrize("name", [*ZENDESK, *FRESHDESK])
def test_every_name_of_theirs_is_one_of_ours(name: str) -> None:
    names = {**ZENDESK, **FRESHDESK}
    written, unknown = with_asks(f"{{{{ {name} }}}}", names)
    assert unknown == ()
    assert check_template(written) == frozenset()
