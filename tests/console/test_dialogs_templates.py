"""Picking a template: the preview is what is inserted, gaps and missing languages are told."""

from datetime import UTC, datetime

import pytest

from supportdesk.console.screens.template_picker import PickedTemplate, TemplatePickerScreen
from supportdesk.domain.template import TemplateContext
from supportdesk.store.read.rows import TemplateRow
from tests.console.stage import SMALL, UNANSWERED, USUAL, Stage, stage

CONTEXT = TemplateContext(
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    zone=UTC,
    language="en",
    client_name="Ann Lee",
    operator_name="Olga",
)


def template(number: int, title: str, kind: str | None = None, **variants: str) -> TemplateRow:
    """A saved reply with a text for each language."""
    return TemplateRow(number, "u", title, kind, None, (), tuple(sorted(variants.items())))


REFUND = template(
    1,
    "Refund is on its way",
    "complaint",
    en="{{ greeting }}, {{ client.first_name }}! It left us {{ ask['date'] }}.",
    ru="{{ greeting }}! Деньги в пути.",
)
PHONE = template(2, "Call back", "help", en="May we call {{ client.phone }}?")
RESET = template(3, "Сброс пароля", "help", ru="Нажмите на ссылку.")
BROKEN = template(4, "Broken", None, en="{{ nonsense }}")
TEMPLATES = (REFUND, PHONE, RESET, BROKEN)


def picker(language: str | None = "en", kind: str | None = None) -> TemplatePickerScreen:
    """The picker on a ticket of Ann Lee."""
    return TemplatePickerScreen(TEMPLATES, CONTEXT, kind=kind, language=language)


def first_row(here: Stage) -> str:
    """The row under the cursor."""
    return next(line for line in here.lines if "▌" in line)


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_what_fits_the_ticket_stands_first_with_its_values(size: tuple[int, int]) -> None:
    async with stage(picker(kind="complaint"), size) as here:
        assert "Refund is on its way" in first_row(here)
        assert "Good morning, Ann!" in here.text
        assert "⟦ask: date⟧" in here.text
        assert "asks for: date" in here.text


async def test_a_title_has_its_line_to_itself_unless_the_clients_language_is_missing() -> None:
    titles = ("Changing the phone number", "Changing the phone model")
    rows = [template(n, title, en="Hi", uk="Привіт") for n, title in enumerate(titles, 1)]
    strange = template(3, "Changing the phone battery", ru="Нет")
    async with stage(TemplatePickerScreen([*rows, strange], CONTEXT, language="en")) as here:
        listed = [line[:32].rstrip() for line in here.lines if "Changing" in line]
        assert [line[4:] for line in listed[:2]] == sorted(titles)
        assert listed[2].endswith(" ru"), listed
        assert "en · also uk" in here.text


async def test_typing_narrows_and_enter_inserts() -> None:
    async with stage(picker()) as here:
        await here.press(*"сброса", "enter")
        assert here.answer == PickedTemplate(3, "ru", "Нажмите на ссылку.")


async def test_questions_are_asked_before_the_text_is_inserted() -> None:
    async with stage(picker(kind="complaint")) as here:
        await here.press("enter", *"on Friday", "enter")
        wanted = "Good morning, Ann! It left us on Friday."
        assert here.answer == PickedTemplate(1, "en", wanted)


async def test_leaving_the_questions_returns_to_the_picker() -> None:
    async with stage(picker(kind="complaint")) as here:
        await here.press("enter", "escape")
        assert here.answer is UNANSWERED
        await here.press("escape")
        assert here.answer is None


async def test_gaps_are_counted_and_stay_marked_in_the_text() -> None:
    async with stage(picker()) as here:
        await here.press(*"call")
        assert "en · 1 gap" in here.text
        await here.press("enter")
        assert here.answer == PickedTemplate(2, "en", "May we call ⟦client.phone⟧?")


async def test_a_missing_language_is_told_and_another_shown() -> None:
    async with stage(picker("uk")) as here:
        await here.press(*"пароль")
        assert "no text in uk, this is ru" in here.flowing
        await here.press("enter")
        assert here.answer == PickedTemplate(3, "ru", "Нажмите на ссылку.")


async def test_the_clients_language_is_taken_where_it_exists() -> None:
    async with stage(picker("ru")) as here:
        await here.press(*"refund", "enter")
        assert here.answer == PickedTemplate(1, "ru", "Доброе утро! Деньги в пути.")


async def test_tab_shows_the_next_language() -> None:
    async with stage(picker("ru")) as here:
        await here.press(*"refund", "tab")
        assert "Good morning, Ann!" in here.text
        await here.press("tab", "enter")
        assert here.answer == PickedTemplate(1, "ru", "Доброе утро! Деньги в пути.")


async def test_a_template_that_cannot_be_read_says_so_and_inserts_nothing() -> None:
    async with stage(picker()) as here:
        await here.press(*"broken")
        assert "cannot be used" in here.text
        assert "nonsense" in here.text
        await here.press("enter")
        assert here.answer is UNANSWERED


async def test_without_templates_the_picker_says_so() -> None:
    async with stage(TemplatePickerScreen((), CONTEXT)) as here:
        assert "There are no templates yet." in here.text
        await here.press("enter", "tab", "down")
        assert here.answer is UNANSWERED


async def test_a_long_text_can_be_read_to_its_end() -> None:
    long = template(9, "Long", en="\n".join(f"line {number}" for number in range(60)))
    async with stage(TemplatePickerScreen([long], CONTEXT)) as here:
        assert "line 59" not in here.text
        await here.press(*["shift+down"] * 60)
        assert "line 59" in here.text
