"""Display text: measured in cells, cut with a sign, wrapped without loss, never markup."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from supportdesk.console import text
from supportdesk.console.inert import InertFilter, inert
from supportdesk.domain.safe_text import clean_block, is_inert
from tests.trust.payloads import CONTROLS, DISGUISES

PLAIN = Style.parse("white on black")
ANY_TEXT = st.text(max_size=300).map(clean_block)
WIDTHS = st.integers(min_value=2, max_value=60)


def test_the_last_filter_knows_every_character_that_can_act() -> None:
    """A list of its own, so that one place forgotten in the cleaning is not forgotten here."""
    acting = [chr(point) for point in range(0x110000) if not is_inert(chr(point))]
    assert len(acting) > 2_000
    assert [hex(ord(one)) for one in acting if not is_inert(inert(one))] == []


@given(ANY_TEXT, WIDTHS)
def test_wrapped_lines_fit_and_lose_nothing(written: str, width: int) -> None:
    lines = list(text.wrap(written, width))
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(written.split())


@given(st.text(max_size=80), st.integers(min_value=0, max_value=40))
def test_fitted_text_has_exactly_its_width(written: str, width: int) -> None:
    assert cell_len(text.fit(text.line(written), width)) == width
    assert cell_len(text.fit_right(text.line(written), width)) == width


def test_letters_are_counted_as_a_terminal_shows_them() -> None:
    """The short cut for Latin and Cyrillic letters agrees with the table of widths."""
    letters = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0xD7FF))]
    assert [letter for letter in letters if text.cells(letter) != cell_len(letter)] == []
    assert text.cells("Цена: 5 € · №7 日本") == cell_len("Цена: 5 € · №7 日本")


def test_cut_text_says_that_something_is_missing() -> None:
    assert text.cut("A long subject", 8) == "A long…"
    assert text.cut("short", 8) == "short"
    assert text.cut("Оплата 日本語", 11) == "Оплата 日…"


@given(st.lists(st.text(max_size=20).map(text.line), max_size=5), WIDTHS)
def test_a_strip_is_exactly_as_wide_as_asked(parts: list[str], width: int) -> None:
    painted = text.strip([(part, PLAIN) for part in parts], width, PLAIN)
    assert sum(cell_len(segment.text) for segment in painted) == width


def test_the_right_side_stays_when_the_left_is_too_long() -> None:
    painted = text.between([("a" * 50, PLAIN)], [("14:05", PLAIN)], 20, PLAIN)
    assert "".join(segment.text for segment in painted) == "a" * 14 + "…14:05"


def test_content_is_shown_as_written_and_never_parsed() -> None:
    for payload in ("[@click=app.quit]leave[/]", "[/]", "[red]x"):
        shown = text.content(payload)
        assert shown.plain == payload
        assert not shown.spans


def test_nothing_that_acts_passes_the_last_filter() -> None:
    segments = [Segment(payload, PLAIN) for payload in (*CONTROLS.values(), *DISGUISES.values())]
    for segment in InertFilter().apply(segments, Color(0, 0, 0)):
        assert is_inert(segment.text.replace("\n", ""))
        assert "\x1b" not in segment.text


def test_the_last_filter_takes_links_out() -> None:
    linked = Segment("press", Style(link="file:///etc/passwd"))
    (segment,) = InertFilter().apply([linked], Color(0, 0, 0))
    assert segment.style is not None
    assert segment.style.link is None


@given(ANY_TEXT)
def test_the_last_filter_leaves_cleaned_lines_alone(written: str) -> None:
    for line in written.split("\n"):
        assert inert(line) == line
