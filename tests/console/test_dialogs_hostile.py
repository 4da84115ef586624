"""Hostile texts in every dialog: nothing acts, nothing is markup, nothing crashes (trust.md)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from rich.errors import MarkupError as RichMarkupError
from rich.text import Text
from textual.content import Content
from textual.markup import MarkupError as TextualMarkupError
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from supportdesk.console.screens.ask_form import AskFormScreen
from supportdesk.console.screens.attach import AttachScreen
from supportdesk.console.screens.choice import ChoiceScreen, Option
from supportdesk.console.screens.client_edit import ClientEditScreen
from supportdesk.console.screens.confirm import ConfirmScreen
from supportdesk.console.screens.drafts import DraftsScreen
from supportdesk.console.screens.file_preview import FilePreviewScreen
from supportdesk.console.screens.first_run import FirstRunScreen
from supportdesk.console.screens.new_ticket import KnownClient, NewTicketScreen
from supportdesk.console.screens.organisation import OrganisationEditScreen, OrganisationScreen
from supportdesk.console.screens.prompt import PromptScreen, TextPromptScreen
from supportdesk.console.screens.property_form import PropertyScreen
from supportdesk.console.screens.recipients import RecipientsScreen
from supportdesk.console.screens.search import Found, SearchScreen
from supportdesk.console.screens.template_picker import TemplatePickerScreen
from supportdesk.console.screens.timeline import TimelineScreen
from supportdesk.console.times import Watch
from supportdesk.console.widgets.forward_composer import ForwardComposer
from supportdesk.console.widgets.note_composer import NoteComposer
from supportdesk.console.widgets.receiver import Receiver
from supportdesk.console.widgets.reply_composer import ReplyComposer
from supportdesk.domain.errors import Invalid
from supportdesk.domain.recipients import Recipient, Recipients
from supportdesk.domain.safe_text import is_inert
from supportdesk.store.read.client_rows import (
    EarlierTicket,
    OrganisationCard,
    OrganisationRow,
    PersonRow,
    PropertyRow,
    TimelineRow,
)
from supportdesk.store.read.draft_files import DraftFileRow
from supportdesk.store.read.rows import DraftRow, QueueRow, SearchHit, TemplateRow
from tests.console.stage import Stage, StageApp, stage
from tests.console.test_dialogs_forms import CARD
from tests.console.test_dialogs_search import ticket
from tests.console.test_dialogs_templates import CONTEXT
from tests.trust.payloads import CONTROLS, DISGUISES, MARKUP, SIZES

AnyScreen = Screen[Any]
A_NARROW_PLACE = 16
"""Characters that are to be seen wherever a dialog shows a text."""


def together(texts: Iterable[str]) -> list[str]:
    """Everything in `texts` that acts or hides, in few texts short enough for any place.

    What acts is a character: a place that lets one of a text through lets through all of them.
    """
    acting = sorted({sign for text in texts for sign in text if not is_inert(sign)})
    return [
        f"A{''.join(acting[at : at + A_NARROW_PLACE])}\n\tB"
        for at in range(0, len(acting), A_NARROW_PLACE)
    ]


ACTING = together([*CONTROLS.values(), *DISGUISES.values()])
READ_AS_MARKUP = [MARKUP[name] for name in ("click", "closing", "style", "emoji names")]
"""Enough to tell a place that reads markup, whose ever; all of them are walked past in
`tests.trust`."""
BEYOND_EVERY_LIMIT = {
    "line of a million": 250_000,
    "hundred thousand lines": 20_000,
    "brackets": 20_000,
    "one huge pile of marks": 50_000,
}
"""Characters; what is shown is cut at 200,000 characters or 5,000 lines, and sooner."""
HUGE = [SIZES[size][:length] for size, length in BEYOND_EVERY_LIMIT.items()]


def refuse(hostile: str) -> Callable[[str], str]:
    """A reader of a prompt whose refusal quotes a hostile text."""

    def read(_typed: str) -> str:
        raise Invalid("moment.unknown", text=hostile)

    return read


def search(hostile: str) -> AnyScreen:
    """A search that finds a hostile ticket."""
    hit = SearchHit(1, 1, hostile[:160], ((0, 3), (5, 9)))
    row = ticket(1, hostile)._replace(client=hostile, state=hostile)
    return SearchScreen(
        lambda *_: [Found(row, hit)],
        lambda: {"tag": [hostile], "queue": [hostile]},
        Watch(),
        query="tag:",
    )


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
            channel=hostile,
        ),
        [PropertyRow(1, hostile, "choice", (hostile,), pinned=True)],
    )


def organisation(hostile: str) -> AnyScreen:
    """An organisation that is hostile throughout."""
    row = OrganisationRow(1, hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile)
    person = PersonRow(1, hostile, hostile, hostile, 1, vip=True)
    ticket = EarlierTicket(1, hostile, hostile, 1, 0, 0)
    return OrganisationScreen(OrganisationCard(row, (person,), (ticket,), 1), Watch())


def timeline(hostile: str) -> AnyScreen:
    """A history of hostile texts."""
    rows = [
        TimelineRow(kind, 0, 1, hostile, hostile, "new", (0, 0, n))
        for n, kind in enumerate(("ticket", "client", "note", "client_note", "client_event"))
    ]
    return TimelineScreen(hostile, lambda *_: rows, Watch())


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
    "organisation": organisation,
    "organisation form": lambda hostile: OrganisationEditScreen(
        OrganisationRow(1, hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile)
    ),
    "timeline": timeline,
    "property": lambda hostile: PropertyScreen(
        PropertyRow(1, hostile, "choice", (hostile,), pinned=True)
    ),
    "first run": lambda hostile: FirstRunScreen(hostile, hostile),
    "files": lambda hostile: AttachScreen(
        hostile, lambda: [DraftFileRow(1, hostile, hostile, 1, "0")]
    ),
    "preview": lambda hostile: FilePreviewScreen(hostile, hostile),
    "recipients": lambda hostile: RecipientsScreen(
        hostile,
        Recipients(cc=(Recipient(hostile, hostile),)),
        lambda _typed: [hostile],
        in_copy=(Recipient(hostile, hostile),),
        asks_whom=True,
    ),
}


def signed(hostile: str) -> Receiver:
    """A receiver with a hostile signature, whose message came to hostile people as well."""
    copied = (Recipient(hostile, hostile),)
    return Receiver(hostile, hostile, [hostile], in_copy=copied, signature=hostile)


COMPOSERS: dict[str, Callable[[str], Widget]] = {
    "reply": lambda hostile: ReplyComposer(Receiver(hostile, hostile, [hostile]), hostile, 3),
    "note": lambda hostile: NoteComposer(Receiver(hostile, hostile, [hostile]), hostile, 3),
    "forward": lambda hostile: ForwardComposer(signed(hostile), hostile, 3),
    "signed reply": lambda hostile: ReplyComposer(signed(hostile), hostile, 3),
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
        for hostile in READ_AS_MARKUP:
            await here.show(DIALOGS[name](hostile))
            assert_inert(here)
            assert hostile.split("\n")[0][:12].rstrip() in here.text
            here.app.pop_screen()


@pytest.mark.parametrize("name", DIALOGS)
async def test_huge_texts_do_not_stop_a_dialog(name: str) -> None:
    async with stage() as here:
        for hostile in HUGE:
            await here.show(DIALOGS[name](hostile))
            assert_inert(here)
            here.app.pop_screen()


@pytest.mark.parametrize("name", COMPOSERS)
async def test_nothing_acts_in_a_composer(name: str) -> None:
    async with stage() as here:
        for hostile in (*ACTING, *READ_AS_MARKUP, *HUGE):
            composer = COMPOSERS[name](hostile)
            await here.app.mount(composer)
            await here.settle()
            assert_inert(here)
            await composer.remove()


async def test_these_tests_see_what_acts() -> None:
    """A place that shows texts as they came, once for each of them."""
    async with stage() as here:
        for hostile in ACTING:
            raw = Static(Content(hostile))
            await here.app.mount(raw)
            await here.settle()
            with pytest.raises(AssertionError):
                assert_inert(here)
            await raw.remove()


@pytest.mark.parametrize("read", [Content.from_markup, Text.from_markup])
def test_these_texts_tell_a_place_that_reads_markup(read: Callable[[str], object]) -> None:
    told = 0
    for hostile in READ_AS_MARKUP:
        try:
            told += str(read(hostile)) != hostile
        except (RichMarkupError, TextualMarkupError):
            told += 1
    assert told >= 3


def test_the_stage_has_no_filter_that_would_hide_a_defect() -> None:
    assert "get_line_filters" not in vars(StageApp)
