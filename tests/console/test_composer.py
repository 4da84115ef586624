"""Composers: who receives, what is kept, and that a note is never taken for a reply."""

from collections.abc import Callable
from typing import ClassVar

import pytest
from textual import events
from textual.geometry import Region

from supportdesk.console.widgets.composer import Composer
from supportdesk.console.widgets.note_composer import NoteComposer
from supportdesk.console.widgets.receiver import Receiver
from supportdesk.console.widgets.reply_composer import ReplyComposer
from supportdesk.console.widgets.review_bar import ReviewBar
from supportdesk.console.widgets.writing_area import WritingArea
from supportdesk.domain.safe_text import is_inert
from tests.console.stage import SMALL, USUAL, Stage, StageApp, stage
from tests.trust.payloads import CONTROLS, DISGUISES

ANN = Receiver("Ann Lee", "ann@example.org", ("experienced", "no emoji"), outgoing=True)
MUTE = Receiver("Ann Lee", "ann@example.org")


def said(here: Stage, kind: type) -> list[object]:
    """What the composer said of one kind."""
    return [message for message in here.heard if isinstance(message, kind)]


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_a_reply_names_its_receiver_above_and_below_the_text(size: tuple[int, int]) -> None:
    async with stage(ReplyComposer(ANN), size) as here:
        assert "Reply to Ann Lee <ann@example.org>" in here.text
        assert "Ctrl+D send · to Ann Lee <ann@example.org>" in here.text
        assert "experienced · no emoji" in here.text
        await here.press("h", "i", "escape")
        assert "Ctrl+D send · to Ann Lee <ann@example.org>" in here.text


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_a_long_address_hides_no_gap(size: tuple[int, int]) -> None:
    long = Receiver("Bartholomew Longfellow", f"{'bartholomew.' * 3}longfellow@example.org")
    async with stage(ReplyComposer(long, "call ⟦client.phone⟧", 0), size) as here:
        assert "1 gap to fill in" in here.text
        assert "Reply to Bartholomew" in here.text


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_a_note_says_in_words_that_the_client_will_not_see_it(size: tuple[int, int]) -> None:
    async with stage(NoteComposer(ANN), size) as here:
        assert "NOTE · the client will not see this" in here.text
        assert "note for the team, not sent to Ann Lee" in here.text
        assert "Reply to" not in here.text


async def test_reply_and_note_look_different_without_colour() -> None:
    async with stage(ReplyComposer(ANN)) as reply, stage(NoteComposer(ANN)) as note:
        assert "╭" in reply.text
        assert "╔" in note.text


async def test_a_desk_without_a_way_out_says_so() -> None:
    async with stage(ReplyComposer(MUTE)) as here:
        assert "will be saved · no outgoing channel" in here.flowing
        assert "Ctrl+D send" not in here.text


async def test_ctrl_d_hands_over_the_text() -> None:
    async with stage(ReplyComposer(ANN)) as here:
        await here.press("H", "i", "ctrl+d")
        assert here.heard == [Composer.Submitted("reply", "Hi", None)]


@pytest.mark.parametrize(
    ("letters", "state"),
    [("sыі", None), ("wц", "waiting"), ("eу", "solved")],
    ids=["send", "send and wait", "send and solve"],
)
async def test_the_review_bar_sends_on_every_layout(letters: str, state: str | None) -> None:
    for letter in letters:
        async with stage(ReplyComposer(ANN, "Hi", 2)) as here:
            await here.press("escape", letter)
            assert said(here, Composer.Submitted) == [Composer.Submitted("reply", "Hi", state)]


async def test_a_reply_names_the_keys_that_solve_with_it_and_a_note_has_none() -> None:
    async with stage(ReplyComposer(ANN)) as reply, stage(NoteComposer(ANN)) as note:
        assert "Esc e send and solve" in reply.text
        assert "and solve" not in note.text


async def test_esc_asks_and_esc_again_goes_on_typing_with_nothing_lost() -> None:
    async with stage(ReplyComposer(ANN, "Dear Ann", 8)) as here:
        await here.press("escape")
        assert "s send" in here.text
        await here.press("escape", "!", "ctrl+d")
        assert said(here, Composer.Submitted) == [Composer.Submitted("reply", "Dear Ann!", None)]


async def test_letters_of_the_review_bar_write_nothing_and_reach_nobody() -> None:
    async with stage(ReplyComposer(ANN, "Dear Ann", 8)) as here:
        await here.press("escape", "j", "k", "7", "escape")
        assert not said(here, Composer.Submitted)
        assert here.app.query_one(ReplyComposer).body == "Dear Ann"


@pytest.mark.parametrize("kind", [ReplyComposer, NoteComposer])
async def test_switching_asks_first_and_keeps_the_text(kind: type[Composer]) -> None:
    async with stage(kind(ANN, "secret", 6)) as here:
        await here.press("escape", "с")
        question = "will read every word" if kind is NoteComposer else "will not see it"
        assert question in here.text
        await here.press("n")
        assert not said(here, Composer.Switched)
        await here.press("c", "н")
        assert said(here, Composer.Switched) == [Composer.Switched(kind.kind, "secret", 6)]


async def test_a_question_is_forgotten_when_the_operator_goes_on_typing() -> None:
    async with stage(NoteComposer(ANN, "secret", 6)) as here:
        await here.press("escape", "c")
        here.app.query_one(WritingArea).focus()
        await here.settle()
        await here.press("y")
        assert not said(here, Composer.Switched)
        assert here.app.query_one(NoteComposer).body == "secrety"


async def test_a_note_cannot_be_sent_with_a_state() -> None:
    async with stage(NoteComposer(ANN, "text", 4)) as here:
        await here.press("escape", "w", "e")
        assert not said(here, Composer.Submitted)
        await here.press("s")
        assert said(here, Composer.Submitted) == [Composer.Submitted("note", "text", None)]


async def test_discarding_gives_the_text_back_for_undo() -> None:
    async with stage(ReplyComposer(ANN, "Dear Ann", 4)) as here:
        await here.press("escape", "x")
        assert said(here, Composer.Discarded) == [Composer.Discarded("reply", "Dear Ann", 4)]


async def test_leaving_gives_the_text_back_as_a_draft() -> None:
    async with stage(ReplyComposer(ANN, "Dear Ann", 4)) as here:
        await here.press("escape", "q")
        assert said(here, Composer.Left) == [Composer.Left("reply", "Dear Ann", 4)]


async def test_esc_leaves_an_empty_composer_at_once() -> None:
    async with stage(ReplyComposer(ANN)) as here:
        await here.press("escape")
        assert said(here, Composer.Left) == [Composer.Left("reply", "", 0)]


class HeldTimer:
    """A timer that never runs out by itself."""

    made: ClassVar[list["HeldTimer"]] = []

    def __init__(self, delay: float, then: Callable[[], None]) -> None:
        self.delay = delay
        self.then = then
        self.runs = True
        self.made.append(self)

    def stop(self) -> None:
        """It will not run out any more."""
        self.runs = False


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> list[HeldTimer]:
    """The timers of composers, held."""
    monkeypatch.setattr(HeldTimer, "made", [])
    monkeypatch.setattr(
        Composer, "set_timer", lambda _composer, delay, then: HeldTimer(delay, then)
    )
    return HeldTimer.made


async def test_a_burst_of_keys_is_one_draft_within_the_second(timers: list[HeldTimer]) -> None:
    async with stage(ReplyComposer(ANN)) as here:
        await here.press(*"Dear Ann")
        assert not here.heard
        assert [timer.delay < 1 for timer in timers] == [True]
        timers[0].then()
        await here.press("!")
        assert here.heard == [Composer.DraftChanged("reply", "Dear Ann", 8)]
        assert len(timers) == 2


async def test_ctrl_s_keeps_the_draft_at_once(timers: list[HeldTimer]) -> None:
    async with stage(ReplyComposer(ANN)) as here:
        await here.press("H", "i", "ctrl+s")
        assert here.heard == [Composer.DraftChanged("reply", "Hi", 2, asked=True)]
        assert not timers[0].runs


@pytest.mark.parametrize("letter", ["x", "q"])
async def test_no_draft_is_kept_after_the_text_was_given_back(
    timers: list[HeldTimer], letter: str
) -> None:
    async with stage(ReplyComposer(ANN)) as here:
        await here.press("a", "escape", letter)
        assert [timer.runs for timer in timers] == [False]


@pytest.mark.parametrize(("body", "cursor"), [("", 0), ("one\ntwo\n", 5), ("ё\nй", 3), ("abc", 99)])
async def test_the_cursor_returns_to_its_place(body: str, cursor: int) -> None:
    async with stage(ReplyComposer(ANN, body, cursor)) as here:
        composer = here.app.query_one(ReplyComposer)
        assert composer.cursor == min(cursor, len(body))
        assert composer.body == body


async def test_two_colons_call_for_a_template_and_go_when_it_comes() -> None:
    async with stage(ReplyComposer(ANN)) as here:
        await here.press(*"Hi ::")
        assert said(here, Composer.TemplateWanted) == [Composer.TemplateWanted("reply")]
        composer = here.app.query_one(ReplyComposer)
        composer.insert("Thank you")
        assert composer.body == "Hi Thank you"


async def test_ctrl_t_calls_for_a_template_and_takes_nothing_away() -> None:
    async with stage(ReplyComposer(ANN)) as here:
        await here.press(*"a:b:", "ctrl+t")
        composer = here.app.query_one(ReplyComposer)
        composer.insert("T")
        assert composer.body == "a:b:T"
        assert len(said(here, Composer.TemplateWanted)) == 1


async def test_gaps_of_a_template_are_counted_and_filled_in_one_after_another() -> None:
    async with stage(ReplyComposer(ANN, "Hi\n", 3)) as here:
        composer = here.app.query_one(ReplyComposer)
        composer.insert("call ⟦client.phone⟧ by ⟦ask: date⟧")
        await here.settle()
        assert "2 gaps to fill in" in here.text
        await here.press("9", "tab", "8", "ctrl+s")
        assert composer.body == "Hi\ncall 9 by 8"
        assert "to fill in" not in here.text


async def test_what_becomes_of_the_draft_is_said_below() -> None:
    async with stage(ReplyComposer(ANN)) as here:
        here.app.query_one(ReplyComposer).show_kept("draft saved 14:05")
        await here.settle()
        assert "· draft saved 14:05" in here.text


@pytest.mark.parametrize("payload", [*CONTROLS.values(), *DISGUISES.values()])
async def test_a_paste_is_made_harmless(payload: str) -> None:
    async with stage(ReplyComposer(ANN)) as here:
        area = here.app.query_one(WritingArea)
        area.post_message(events.Paste(payload))
        await here.settle()
        assert is_inert(area.text)
        assert not said(here, Composer.Submitted)


async def test_editing_keys_work_and_do_not_leave_the_composer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reached: list[str] = []

    async def notice(_app: StageApp, event: events.Key) -> None:
        reached.append(event.key)

    monkeypatch.setattr(StageApp, "on_key", notice, raising=False)
    async with stage(ReplyComposer(ANN, "one two", 7)) as here:
        await here.press("backspace", "home", "delete", "end", "ctrl+w", "enter", "x")
        assert here.app.query_one(ReplyComposer).body == "ne \nx"
        await here.press("f1")
        assert reached == ["f1"]


async def test_a_frame_between_removal_and_layout_ends_nothing() -> None:
    async with stage(ReplyComposer(ANN, "Dear Ann", 8)) as here:
        parts = [here.app.query_one(part) for part in (WritingArea, ReviewBar)]
        await here.app.query_one(ReplyComposer).remove()
        for part in parts:
            assert len(part.render_lines(Region(0, 0, 20, 2))) == 2
