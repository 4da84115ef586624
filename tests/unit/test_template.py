"""Templates: what they may say, what is refused when saved, what is left unresolved."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.errors import DeskError, Invalid
from supportdesk.domain.template import (
    Rendered,
    TemplateContext,
    check_template,
    choose_variant,
    render,
    unresolved_marks,
)

NO_ANSWERS: Mapping[str, str] = MappingProxyType({})
MOMENT = datetime(2026, 3, 5, 7, 30, tzinfo=UTC)
FULL = TemplateContext(
    now=MOMENT,
    zone=ZoneInfo("Europe/Kyiv"),
    language="uk",
    client_name="Олена Приклад",
    client_company="Ромашка",
    client_email="olena@example.org",
    client_phone="+380 44 000 00 00",
    client_language="uk",
    client_vip=True,
    client_traits=(("skill", "novice"),),
    ticket_number=17,
    ticket_subject="Не друкує",
    ticket_kind="question",
    ticket_state="waiting",
    ticket_priority="high",
    ticket_queue="First line",
    ticket_created=datetime(2026, 3, 1, 22, 5, tzinfo=UTC),
    operator_name="Petro Example",
    operator_job="Engineer",
    operator_signature="Petro\nSupport",
    owner_name="Olga Example",
    last_message="Перший рядок\n\nдругий",
)
BARE = TemplateContext(now=MOMENT, zone=UTC, language="en")


def text(
    body: str, context: TemplateContext = FULL, answers: Mapping[str, str] = NO_ANSWERS
) -> str:
    check_template(body)
    return render(body, context, answers).text


def outcome(
    body: str, context: TemplateContext, answers: Mapping[str, str]
) -> Rendered | DeskError:
    try:
        return render(body, context, answers)
    except DeskError as refusal:
        return refusal


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ client.name }}/{{ client.first_name }}", "Олена Приклад/Олена"),
        ("{{ client.last_name }} {{ client.company }}", "Приклад Ромашка"),
        ("{{ client.email }} {{ client.phone }}", "olena@example.org +380 44 000 00 00"),
        ("{{ client.language }} {{ client.trait['skill'] }}", "uk novice"),
        ("№{{ ticket.number }} {{ ticket.subject }}", "№17 Не друкує"),
        ("{{ ticket.state }}, {{ ticket.priority | upcase }}", "чекаємо на вас, ВИСОКИЙ"),
        ("{{ ticket.kind }}, {{ ticket.queue }}", "питання, First line"),
        ("{{ ticket.created }}", "02.03.2026 00:05"),
        ("{{ operator.name }}, {{ operator.job }}", "Petro Example, Engineer"),
        ("{{ operator.first_name }}\n{{ operator.signature }}", "Petro\nPetro\nSupport"),
        ("{{ owner.name }} {{ owner.first_name }}", "Olga Example Olga"),
        ("{{ greeting }}, {{ client.first_name | vocative }}!", "Доброго ранку, Олено!"),
        ("{{ client.first_name | dative }}", "Олені"),
        ("{{ now }}", "05.03.2026 09:30"),
        ("{{ now | date: '%d.%m %H:%M' }}", "05.03 09:30"),
        ("{{ now | date: '%-d %B, %A %a 100%%' }}", "5 березня, четвер чт 100%"),
        ("{{ 'now' | date: '%Y' }}", "2026"),
        ("{{ now | plus: '2d' | date: '%d.%m' }}", "07.03"),
        ("{{ now | plus: '3h' | date: '%H:%M' }}", "12:30"),
        ("{{ now | plus: '-1w' | date: '%d.%m' }}", "26.02"),
        ("{{ 2 | plus: 3 }}", "5"),
        ("{{ last_message }}", "> Перший рядок\n>\n> другий"),
        ("{{ ticket.number | plural: 'година,години,годин' }}", "годин"),
        ("{{ client.name | downcase | title }}", "Олена Приклад"),
        ("{{ 'вячеслав о’брайен' | title }}", "Вячеслав О’брайен"),
        ("{{ client.name | lower | capitalize }}", "Олена приклад"),
        ("{{ ticket.subject | truncate: 5 }}", "Не д…"),
        ("{{ ticket.subject | truncate: 5, '' }}", "Не др"),
        ("{{ ' a ' | strip | append: '!' | prepend: '¡' | replace: 'a', 'b' }}", "¡b!"),
        ("{{ client.name | size }}", "13"),
        ("{% if client.vip %}V{% else %}-{% endif %}", "V"),
        ("{% unless client.vip %}V{% else %}-{% endunless %}", "-"),
        ("{% if ticket.state == 'waiting' and client.phone %}W{% endif %}", "W"),
        ("{% if ticket.subject contains 'друк' %}P{% endif %}", "P"),
        ("{% if ticket.number > 20 %}a{% elsif ticket.number > 10 %}b{% endif %}", "b"),
        ("{% case ticket.kind %}{% when 'help' %}h{% when 'question' %}q{% endcase %}", "q"),
        ("{% case ticket.kind %}{% when 'help' %}h{% else %}x{% endcase %}", "x"),
        ("a{% comment %}{{ client.name }}{% endcomment %}b", "ab"),
        ("a {{- ticket.number -}} b", "a17b"),
        ("Braces { } and }} stay", "Braces { } and }} stay"),
    ],
)
def test_what_a_template_can_say(body: str, expected: str) -> None:
    assert text(body) == expected


@pytest.mark.parametrize(
    ("zendesk", "ours"),
    [
        ("ticket.requester.name", "client.name"),
        ("ticket.requester.first_name", "client.first_name"),
        ("ticket.requester.email", "client.email"),
        ("ticket.id", "ticket.number"),
        ("ticket.title", "ticket.subject"),
        ("ticket.status", "ticket.state"),
        ("ticket.group.name", "ticket.queue"),
        ("ticket.organization.name", "client.company"),
        ("ticket.assignee.name", "owner.name"),
        ("ticket.assignee.first_name", "owner.first_name"),
        ("current_user.name", "operator.name"),
        ("current_user.first_name", "operator.first_name"),
        ("ticket.latest_comment", "last_message"),
    ],
)
def test_zendesk_names_are_synonyms(zendesk: str, ours: str) -> None:
    assert text(f"{{{{ {zendesk} }}}}") == text(f"{{{{ {ours} }}}}")
    unresolved = render(f"{{{{{zendesk}}}}}", BARE, NO_ANSWERS).unresolved
    assert unresolved == (ours,)


@pytest.mark.parametrize(
    ("body", "code", "parameters"),
    [
        ("a\nb {{ client.fist_name }}", "template.unknown_name", {"line": 2}),
        ("{{ client.fist_name }}", "template.unknown_name", {"nearest": "client.first_name"}),
        ("{{ qqqqqq }}", "template.unknown_name", {"nearest": None}),
        ("{% if client.nam %}x{% endif %}", "template.unknown_name", {"nearest": "client.name"}),
        ("{{ 'a' | append: client.nam }}", "template.unknown_name", {"name": "client.nam"}),
        ("{{ client }}", "template.unknown_name", {"name": "client"}),
        ("{{ client.name.size }}", "template.unknown_name", {"nearest": "client.name"}),
        ("{{ client[ticket.subject] }}", "template.unknown_name", {}),
        ("{{ ask[ticket.subject] }}", "template.unknown_name", {}),
        ("{{ ask['  '] }}", "template.unknown_name", {}),
        ("{{ deadline }}", "template.unknown_name", {}),
        ("{{ today }}", "template.unknown_name", {}),
        ("{{ now | dat: '%d' }}", "template.unknown_filter", {"nearest": "date"}),
        ("\n\n{{ client.name | upper }}", "template.unknown_filter", {"line": 3}),
        ("{{ now | date }}", "template.filter_argument", {"name": "date"}),
        ("{{ now | date: '%Q' }}", "template.filter_argument", {"name": "date"}),
        ("{{ now | plus: '2 years' }}", "template.filter_argument", {"name": "plus"}),
        ("{{ 1 | plural: 'one' }}", "template.filter_argument", {"name": "plural"}),
        ("{{ 1 | plural: 'a,,c' }}", "template.filter_argument", {"name": "plural"}),
        ("{{ now | truncate: 'x' }}", "template.filter_argument", {"name": "truncate"}),
        ("{{ now | default: allow_false: 1 }}", "template.filter_argument", {"name": "default"}),
        ("{% fro x %}", "template.unknown_tag", {"name": "fro"}),
        ("{% for a in b %}{% endfor %}", "template.unknown_tag", {"name": "for", "line": 1}),
        ("{% elseif now %}", "template.unknown_tag", {"nearest": "elsif"}),
        ("a\n{{ client.name", "template.syntax", {"line": 2, "near": "{{ client.name"}),
        ("a\n{% if now %}", "template.syntax", {"line": 2}),
        ("{% endif %}", "template.syntax", {"line": 1}),
        ("{{ }}", "template.syntax", {"line": 1}),
        ("{{ (1..5) }}", "template.syntax", {"line": 1}),
        ("{% if ask['n'] > 3 %}x{% endif %}", "template.syntax", {"line": 1}),
        ("a ⟦client.phone⟧", "template.mark", {}),
        ("x" * 20_000, "template.too_long", {"limit": 16_384}),
        ("x" * 10_001, "template.too_large", {"limit": 10_000}),
    ],
)
def test_what_is_refused_when_saved(body: str, code: str, parameters: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refusal:
        check_template(body)
    assert refusal.value.code == code
    assert parameters.items() <= refusal.value.parameters.items()


def test_an_empty_value_is_marked_and_listed_once() -> None:
    done = render("{{ client.phone }}, {{ client.phone | upcase }}, {{ now }}", BARE, NO_ANSWERS)
    assert done.text == "⟦client.phone⟧, ⟦client.phone⟧, 2026-03-05 07:30"
    assert done.unresolved == ("client.phone",)
    assert unresolved_marks(done.text) == ("⟦client.phone⟧",)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ client.first_name | default: 'colleague' }}", "colleague"),
        ("{{ client.first_name | vocative | default: 'colleague' | upcase }}", "COLLEAGUE"),
        ("Hello{{ client.first_name | prepend: ', ' | default: '' }}!", "Hello!"),
        ("{{ client.phone | default: client.email }}", "⟦client.phone⟧"),
        ("{{ client.phone | default: now | date: '%d' }}", "05"),
        ("{{ 'x' | append: client.company }}", "⟦client.company⟧"),
        ("{{ client.trait.skill }}", "⟦client.trait: skill⟧"),
        ("{% if client.phone %}a{% else %}b{% endif %}", "b"),
        ("{% if client.phone == blank %}a{% endif %}", "a"),
        ("{% if client.phone == '' %}a{% endif %}", "a"),
        ("{% if client.phone != empty %}a{% endif %}", ""),
        ("{% if client.phone == nil %}a{% endif %}", "a"),
    ],
)
def test_values_that_are_empty(body: str, expected: str) -> None:
    assert text(body, BARE) == expected
    blank = replace(
        BARE, client_name=" ", client_company="", client_phone="\u200b", client_email=""
    )
    assert text(body, blank) == expected


def test_labels_are_asked_in_order_and_once() -> None:
    body = "{{ ask['срок'] }} {{ ask.price }} {% if ask['срок'] %}{{ ask['why  so'] }}{% endif %}"
    assert check_template(body) == {"срок", "price", "why so"}
    unanswered = render(body, FULL, NO_ANSWERS)
    assert unanswered.asks == ("срок", "price", "why so")
    assert unanswered.text == "⟦ask: срок⟧ ⟦ask: price⟧ "
    assert unanswered.unresolved == ("ask: срок", "ask: price")
    answers = {"срок": "завтра", "price": " ", "why so": "{{ now }}"}
    answered = render(body, FULL, answers)
    assert answered.text == "завтра ⟦ask: price⟧ {{ now }}"


def test_an_answer_counts_and_declines() -> None:
    body = "{{ ask['n'] }} {{ ask['n'] | plural: 'час,часа,часов' }}"
    assert text(body, FULL, {"n": "22"}) == "22 часа"
    assert text(body, FULL, {"n": "несколько"}) == "несколько часов"
    assert text("{{ ask['n'] | plus: 1 }}", FULL, {"n": "2"}) == "3"
    assert text("{{ ask['n'] | plus: 1 }}", FULL, {"n": "two"}) == "⟦ask: n⟧"
    assert text("{{ ask['n'] | date: '%d' }}", FULL, {"n": "tomorrow"}) == "tomorrow"


def test_an_unknown_form_stays_nominative_and_is_named() -> None:
    client = replace(FULL, client_name="Кармен")
    done = render("{{ client.first_name | vocative }}", client, NO_ANSWERS)
    assert done == Rendered("Кармен", (), (), ("Кармен",))


@pytest.mark.parametrize(
    ("hour", "language", "expected"),
    [
        (4, "ru", "Добрый вечер"),
        (5, "ru", "Доброе утро"),
        (12, "ru-RU", "Добрый день"),
        (18, "uk", "Добрий вечір"),
        (11, "en", "Good morning"),
        (12, "de", "Good afternoon"),
    ],
)
def test_greeting_by_the_clients_clock(hour: int, language: str, expected: str) -> None:
    """Kyiv is two hours ahead of UTC on this day."""
    moment = datetime(2026, 3, 5, hour, tzinfo=ZoneInfo("Europe/Kyiv")).astimezone(UTC)
    assert text("{{ greeting }}", replace(FULL, now=moment, language=language)) == expected


def test_days_keep_the_local_time_over_a_change_of_clocks() -> None:
    before = replace(FULL, now=datetime(2026, 3, 28, 10, tzinfo=UTC))
    assert text("{{ now | date: '%H' }}", before) == "12"
    assert text("{{ now | plus: '1d' | date: '%d %H' }}", before) == "29 12"
    assert text("{{ now | plus: '24h' | date: '%d %H' }}", before) == "29 13"


def test_a_moment_too_far_away_is_unresolved() -> None:
    at_the_end = replace(BARE, now=datetime(9999, 12, 31, tzinfo=UTC))
    assert text("{{ now | plus: '2d' }} {{ now | plus: '48h' }}", at_the_end) == "⟦now⟧ ⟦now⟧"


def test_values_are_cleaned() -> None:
    hostile = replace(FULL, client_name="\x1b[31mAnn\u202e ⟦client.phone⟧\nExample")
    shown = text("{{ client.name }}", hostile)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert unresolved_marks(shown) == ()
    assert "\n" not in shown


braced = st.lists(
    st.sampled_from(
        [
            "{{ client.phone }}",
            "{{",
            "}}",
            "{% if now %}",
            "{%",
            "⟦client.phone⟧",
            "⟦",
            "|",
            "'",
            "x",
        ]
    )
).map("".join)


@given(braced)
def test_a_value_is_never_read_again(value: str) -> None:
    context = replace(BARE, client_name=f"a{value}", last_message=f"a{value}")
    done = render("{{ client.name }}", context, NO_ANSWERS)
    assert done.text == f"a{value}".replace("⟦", "").replace("⟧", "")[:200] or len(done.text) == 200
    assert done.unresolved == ()
    answered = render("{{ ask['a'] | append: last_message }}", context, {"a": value})
    assert unresolved_marks(answered.text) == (() if not answered.unresolved else ("⟦ask: a⟧",))


pieces = st.lists(
    st.one_of(
        st.sampled_from(
            """{{ }} {% %} {%- -%} if else elsif endif unless endunless case when endcase comment
            endcomment client.name client.phone client now ask['x'] ask . ' " | : , == > contains
            and or blank nil true (1..9) 1 -1.5 1e9 append: default: plus: date: '%d' truncate:
            replace: plural: vocative dative size upcase raw for assign""".split()
        ),
        st.text(max_size=5),
    ),
    max_size=40,
).map(" ".join)


@given(pieces, st.dictionaries(st.sampled_from(["x", "y"]), st.text(max_size=20)))
def test_any_text_renders_or_is_refused(body: str, answers: dict[str, str]) -> None:
    for context in (FULL, BARE):
        done = outcome(body, context, answers)
        if isinstance(done, Rendered):
            assert len(done.text.encode()) <= 10_000
        else:
            assert done.code.startswith("template.")


@pytest.mark.parametrize(
    ("language", "fallback", "expected"),
    [
        ("uk", (), ("uk", "Добрий день", False)),
        ("uk-UA", (), ("uk", "Добрий день", False)),
        ("ru", ("en",), ("en", "Hello", True)),
        ("ru", ("de", "uk"), ("uk", "Добрий день", True)),
        ("ru", (), ("en", "Hello", True)),
        (None, ("uk",), ("uk", "Добрий день", False)),
        (None, (), ("en", "Hello", False)),
    ],
)
def test_the_variant_for_a_client(
    language: str | None, fallback: tuple[str, ...], expected: tuple[str, str, bool]
) -> None:
    assert choose_variant({"uk": "Добрий день", "en": "Hello"}, language, fallback) == expected
