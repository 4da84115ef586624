"""Marks that must never be sent and braces that stop once."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.template import typed_braces, unresolved_marks
from supportdesk.domain.template_marks import mark, without_marks
from supportdesk.domain.template_names import NAMES


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Call ⟦client.phone⟧ now", ("⟦client.phone⟧",)),
        ("⟦ask: срок⟧ and ⟦ask: срок⟧, ⟦now⟧", ("⟦ask: срок⟧", "⟦now⟧")),
        ("damaged ⟦client.pho", ("⟦client.pho",)),
        ("damaged client.phone⟧", ("⟧",)),
        ("> quoted ⟦anything of the client⟧", ()),
        ("> > ⟦anything⟧ twice", ()),
        ("Hello {{ name }}", ()),
        ("", ()),
    ],
)
def test_marks_that_never_pass(text: str, marks: tuple[str, ...]) -> None:
    assert unresolved_marks(text) == marks


def test_a_template_inserted_into_a_quoted_line_still_never_passes() -> None:
    """A quoted line does not turn a placeholder of ours into the client's text (F35)."""
    assert unresolved_marks("> Hello ⟦client.phone⟧") == ("⟦client.phone⟧",)
    assert unresolved_marks("> Until ⟦ask: срок⟧") == ("⟦ask: срок⟧",)


@given(st.sampled_from(sorted(NAMES)), st.sampled_from(["", "> ", "  > > "]), st.text(max_size=20))
def test_no_mark_of_ours_ever_passes(name: str, prefix: str, around: str) -> None:
    assert mark(name) in unresolved_marks(f"{around}\n{prefix}{mark(name)} {around}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello {{ client.name }}", ("{{ client.name }}",)),
        ("{% if x %}y{% endif %}", ("{% if x %}", "{% endif %}")),
        ("Dear #{ticket.customer.firstname}", ("#{ticket.customer.firstname}",)),
        (
            "your {product_purchased} and {Customer Name}",
            ("{product_purchased}", "{Customer Name}"),
        ),
        ("unclosed {{ client", ("{{ client",)),
        ("> quoted {{ name }} stops too", ("{{ name }}",)),
        ("> quoted {name} of their code", ()),
        ("> quoted ⟦mark⟧", ("⟦mark⟧",)),
        ('{"a": {"b": 1}}', ()),
        ("{}", ()),
        ("{1, 2}", ()),
        ("no braces", ()),
    ],
)
def test_braces_to_confirm(text: str, found: tuple[str, ...]) -> None:
    assert typed_braces(text) == found


@pytest.mark.parametrize("piece", ["{{", "{%", "#{", "{a", "⟦", "{" * 3, "{{ a", "> ⟦"])
def test_searching_stays_fast_in_long_texts(piece: str) -> None:
    started = time.process_time()
    typed_braces(piece * 30_000)
    unresolved_marks(piece * 30_000)
    assert time.process_time() - started < 1


@given(st.text())
def test_nothing_is_left_of_marks(text: str) -> None:
    assert unresolved_marks(without_marks(text)) == ()
