"""Hostile texts in every dialog: nothing acts, nothing is markup, nothing crashes (trust.md)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.screen import Screen
from textual.widget import Widget

from supportdesk.console.screens.ask_form import AskFormScreen
from supportdesk.console.screens.choice import ChoiceScreen, Option
from supportdesk.console.screens.client_edit import ClientEditScreen
from supportdesk.console.screens.confirm import ConfirmScreen
from supportdesk.console.screens.drafts import DraftsScreen
from supportdesk.console.screens.first_run import FirstRunScreen
from supportdesk.console.screens.new_ticket import KnownClient, NewTicketScreen
from supportdesk.console.screens.prompt import PromptScreen, TextPromptScreen
from supportdesk.console.screens.search import Found, SearchScreen
from supportdesk.console.screens.template_picker import TemplatePickerScreen
from supportdesk.console.times import Watch
from supportdesk.console.widgets.composer import NoteComposer, Receiver, ReplyComposer
from supportdesk.domain.errors import Invalid
from supportdesk.domain.safe_text import is_inert
from supportdesk.store.read.rows import DraftRow, QueueRow, SearchHit, TemplateRow
from tests.console.stage import Stage, StageApp, stage
from tests.console.test_dialogs_forms import CARD
from tests.console.test_dialogs_search import ticket
from tests.console.test_dialogs_templates import CONTEXT
from tests.trust.payloads import CONTROLS, DISGUISES, MARKUP, SIZES

AnyScreen = Screen[Any]
ACTING = [*CONTROLS.values(), *DISGUISES.values()]
HUGE = ["line of a million", "hundred thousand lines", "brackets", "one huge pile of marks"]


def refuse(hostile: str) -> Callable[[str], str]:
    """A reader of a prompt whose refusal quotes a hostile text."""

    def read(_typed: str) -> str:
        raise Invalid("moment.unknown", text=hostile)

    return read


def search(hostile: str) -> AnyScreen:
    """A search that finds a hostile ticket."""
    hit = SearchHit(1, 1, hostile[:160], ((0, 3), (5, 9)))
    row = replace(ticket(1, hostile), client=hostile, state=hostile)
    return SearchScreen(lambda *_: [Found(row, hit)], lambda *_: [hostile], Watch(), query="x")


def card(hostile: str) -> AnyScreen:
    """A card with a hostile text in every field."""
    return ClientEditScreen(
        replace(
            CARD,
            name=hostile,
            company=hostile,
            emails=(hostile,),
            phones=(hostile,),
            language=hostile,
            timezone=hostile,
            traits=((hostile, hostile),),
        )
    )


def templates(hostile: str) -> AnyScreen:
    """A picker whose template and whose client are hostile."""
    row = TemplateRow(1, "u", hostile, hostile, 1, (hostile,), (("en", hostile[:9000]),))
    by_name = TemplateRow(2, "u", "greets", None, None, (), ((hostile, "{{ client.name }}"),))
    context = replace(CONTEXT, client_name=hostile, last_message=hostile)
    return TemplatePickerScreen([by_name, row], context, language=hostile)


DIALOGS: dict[str, Callable[[str], AnyScreen]] = {
    "choice": lambda hostile: ChoiceScreen(
        hostile, [Option(1, hostile, hostile), Option(2, "two", refusal=hostile)], empty=hostile
    ),
    "confirm": lambda hostile: ConfirmScreen(hostile, [hostile], yes=hostile, no=hostile),
    "prompt": lambda hostile: PromptScreen(hostile, refuse(hostile), value="x", words=[hostile]),
    "text": lambda hostile: TextPromptScreen(hostile, hostile, body=hostile),
    "ask": lambda hostile: AskFormScreen(hostile, [hostile]),
    "drafts": lambda hostile: DraftsScreen(
        [DraftRow(1, "reply", hostile, 0, 0, 0, hostile)], Watch()
    ),
    "templates": templates,
    "search": search,
    "new ticket": lambda hostile: NewTicketScreen(
        lambda _typed: [KnownClient(hostile, hostile, hostile, hostile)],
        [QueueRow(1, "u", hostile, 1)],
        client=KnownClient(hostile, hostile),
    ),
    "card": card,
    "first run": lambda hostile: FirstRunScreen(hostile, hostile),
}

COMPOSERS: dict[str, Callable[[str], Widget]] = {
    "reply": lambda hostile: ReplyComposer(Receiver(hostile, hostile, [hostile]), hostile, 3),
    "note": lambda hostile: NoteComposer(Receiver(hostile, hostile, [hostile]), hostile, 3),
}


def assert_inert(here: Stage) -> None:
    """Nothing on the screen acts; nothing is a link or a button made of text."""
    for strip in here.app.screen._compositor.render_strips():
        for segment in strip:
            assert is_inert(segment.text), repr(segment.text)
            assert segment.style is None or segment.style.link is None
            assert segment.style is None or "@click" not in segment.style.meta


@pytest.mark.parametrize("name", DIALOGS)
async def test_nothing_acts_in_a_dialog(name: str) -> None:
    async with stage() as here:
        for hostile in ACTING:
            await here.show(DIALOGS[name](hostile))
            assert_inert(here)
            here.app.pop_screen()


@pytest.mark.parametrize("name", DIALOGS)
async def test_markup_is_shown_as_it_is_written(name: str) -> None:
    async with stage(size=(140, 40)) as here:
        for hostile in MARKUP.values():
            await here.show(DIALOGS[name](hostile))
            assert_inert(here)
            assert hostile.split("\n")[0][:12].rstrip() in here.text
            here.app.pop_screen()


@pytest.mark.parametrize("name", DIALOGS)
@pytest.mark.parametrize("size", HUGE)
async def test_huge_texts_do_not_stop_a_dialog(name: str, size: str) -> None:
    async with stage() as here:
        await here.show(DIALOGS[name](SIZES[size]))
        assert_inert(here)


@pytest.mark.parametrize("name", COMPOSERS)
@pytest.mark.parametrize("family", ["acting", "markup", "huge"])
async def test_nothing_acts_in_a_composer(name: str, family: str) -> None:
    texts = {
        "acting": ACTING,
        "markup": list(MARKUP.values()),
        "huge": [SIZES[size] for size in HUGE],
    }[family]
    async with stage() as here:
        for hostile in texts:
            await here.app.mount(COMPOSERS[name](hostile))
            await here.settle()
            assert_inert(here)
            await here.app.query(ReplyComposer).remove()
            await here.app.query(NoteComposer).remove()


def test_the_stage_has_no_filter_that_would_hide_a_defect() -> None:
    assert "get_line_filters" not in vars(StageApp)
